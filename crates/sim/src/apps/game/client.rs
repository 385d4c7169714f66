//! The game's client.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::{Span, Time};

use super::message::{Message, State};
use super::{
    Arrival, Counter, GAME_HEIGHT, GAME_WIDTH, GameClientSpec, GameEvent, GamePlayer, GameScreen,
    GameState, Steer, tell,
};
use crate::apps::client::Client;
use crate::apps::{ClientError, Screen};
use crate::event::SocketError;
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys};

/// The client.
#[derive(Clone, Debug)]
pub(crate) struct GameClient {
    spec: GameClientSpec,
    screen: GameScreen,
    socket: Option<SocketId>,
    began: Time,
    /// When each input went out, oldest first, at most [`GameClient::REMEMBERED`].
    sent: Vec<(u32, Time)>,
    states: Counter,
    /// How many more inputs steer the same way.
    same: u32,
    /// When it began to ask for a place, the last time.
    asked: Time,
    /// How often it was turned away, and until when it waits then.
    turned_away: u32,
    waits_until: Time,
}

impl GameClient {
    /// Of so many inputs it remembers when they went out.
    const REMEMBERED: usize = 64;
    /// So often it asks again for a place, each time after twice as long: someone may leave, or be found to be gone.
    const MOST_TRIES: u32 = 3;
    const FIRST_WAIT: Span = Span::from_secs(1);

    pub(crate) fn new(spec: GameClientSpec) -> GameClient {
        GameClient {
            spec,
            screen: GameScreen::default(),
            socket: None,
            began: Time::ZERO,
            sent: Vec::new(),
            states: Counter::default(),
            same: 0,
            asked: Time::ZERO,
            turned_away: 0,
            waits_until: Time::ZERO,
        }
    }

    /// Whether it stands at the edge it steers to, as far as it knows.
    fn at_edge(&self) -> bool {
        let is_me = |at: &&GamePlayer| Some(at.player) == self.screen.player;
        let me = self.screen.players.iter().find(is_me);
        me.is_some_and(|me| match self.screen.steer {
            Steer::Still => false,
            Steer::Up => me.y == 0,
            Steer::Right => me.x >= GAME_WIDTH - 1,
            Steer::Down => me.y >= GAME_HEIGHT - 1,
            Steer::Left => me.x == 0,
        })
    }

    /// The player: keeps to a way for a while, or until its edge, then takes another one.
    fn decide(&mut self, sys: &mut Sys<'_>) -> Steer {
        if self.same == 0 || self.at_edge() {
            let draw = sys.random();
            let ways = [Steer::Up, Steer::Right, Steer::Down, Steer::Left];
            self.same = 4 + (draw >> 8) % 12;
            self.screen.steer = ways[(draw % 4) as usize];
        }
        self.same -= 1;
        self.screen.steer
    }

    fn play(&mut self, sys: &mut Sys<'_>) {
        let Some(socket) = self.socket else { return };
        let now = sys.now();
        if now.since(self.began) >= self.spec.duration {
            return self.stop(sys, socket);
        }
        if now < self.waits_until {
            return sys.set_timer(self.waits_until.since(now));
        }
        if self.screen.state == GameState::TurnedAway {
            self.screen.state = GameState::Joining;
            self.asked = now;
        }
        let heard = self.screen.heard_at.unwrap_or(self.asked).max(self.asked);
        let waits = matches!(self.screen.state, GameState::Joining | GameState::Playing);
        if waits && now.since(heard) >= GameScreen::PATIENCE {
            self.screen.state = GameState::Silent;
            // A server that was switched off and on counts from the beginning again.
            self.states.newest = None;
            tell(sys, GameEvent::Silence);
        }
        let steer = self.decide(sys);
        let seq = self.screen.input.map_or(0, |last| last.wrapping_add(1));
        self.screen.input = Some(seq);
        if self.sent.len() >= GameClient::REMEMBERED {
            self.sent.remove(0);
        }
        self.sent.push((seq, now));
        let message = Message::Input { seq, steer };
        match sys.send_datagram(socket, &message.to_bytes(), None) {
            // One that finds no way out is one lost.
            Ok(()) | Err(SocketError::NoRoute) => sys.set_timer(self.spec.tick),
            Err(error) => self.give_up(sys, ClientError::Socket(error)),
        }
    }

    /// The game is full. Each input it sent meanwhile is answered so.
    fn turned_away(&mut self, sys: &mut Sys<'_>) {
        let now = sys.now();
        if self.screen.state == GameState::TurnedAway {
            return;
        }
        tell(sys, GameEvent::Full);
        let after = GameClient::FIRST_WAIT * (1 << self.turned_away.min(8));
        let left = self.spec.duration.saturating_sub(now.since(self.began));
        if self.turned_away >= GameClient::MOST_TRIES || after >= left {
            self.screen.state = GameState::Over;
            self.screen.trouble = Some(ClientError::Refused);
            return sys.exit();
        }
        self.turned_away += 1;
        self.waits_until = now + after;
        self.screen.state = GameState::TurnedAway;
        tell(sys, GameEvent::AsksAgain { after });
    }

    fn stop(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let _ = sys.send_datagram(socket, &Message::Goodbye.to_bytes(), None);
        self.screen.state = GameState::Over;
        let inputs = self.screen.input.map_or(0, |last| last + 1);
        let states = self.states.counts;
        tell(sys, GameEvent::Over { inputs, states });
        sys.exit();
    }

    fn hear(&mut self, sys: &mut Sys<'_>, state: State) {
        let before = self.states.newest;
        let arrival = self.states.take(state.tick);
        self.screen.states = self.states.counts;
        match arrival {
            Arrival::Duplicate => return,
            Arrival::Stale => {
                let (tick, newest) = (state.tick, before.unwrap_or(0));
                return tell(sys, GameEvent::StaleState { tick, newest });
            }
            Arrival::New { missing } => {
                self.greet(sys, state.player);
                if missing > 0 {
                    let tick = state.tick;
                    tell(sys, GameEvent::StateMissing { tick, missing });
                }
            }
        }
        let now = sys.now();
        let screen = &mut self.screen;
        screen.heard_at = Some(now);
        screen.player = Some(state.player);
        screen.tick = Some(state.tick);
        screen.seen_input = Some(state.seen);
        screen.players = state.players;
        let sent = self.sent.iter().find(|(seq, _)| *seq == state.seen);
        if let Some((_, at)) = sent {
            let kept = Span::from_micros(u64::from(state.kept));
            screen.rtt = Some(now.since(*at).saturating_sub(kept));
        }
    }

    /// The first state, or the first after a silence.
    fn greet(&mut self, sys: &mut Sys<'_>, player: u8) {
        let now = sys.now();
        match self.screen.heard_at {
            None => {
                let after = now.since(self.began);
                tell(sys, GameEvent::Joined { player, after });
            }
            Some(last) if self.screen.state == GameState::Silent => {
                let after = now.since(last);
                tell(sys, GameEvent::HeardAgain { after });
            }
            Some(_) => {}
        }
        self.screen.state = GameState::Playing;
    }
}

impl Client for GameClient {
    fn begin(&mut self, sys: &mut Sys<'_>, address: Ipv4Addr) -> Result<(), SocketError> {
        self.began = sys.now();
        self.asked = self.began;
        let server = SocketAddrV4::new(address, self.spec.port);
        self.socket = Some(sys.udp_connected(server)?.0);
        self.play(sys);
        Ok(())
    }

    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.screen.state = GameState::Over;
        self.screen.trouble = Some(error);
        if let ClientError::Socket(error) = error {
            tell(sys, GameEvent::Failed { error });
        }
        sys.exit();
    }
}

impl Program for GameClient {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Game(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        sys.resolve(&self.spec.to, 0);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Resolved { result, .. } => self.resolved(sys, result),
            Input::Timer(_) => self.play(sys),
            Input::Datagram { data, .. } => match Message::parse(data) {
                Some(Message::State(state)) => self.hear(sys, state),
                Some(Message::Full) => self.turned_away(sys),
                _ => {}
            },
            // Nobody listens there: that will not pass. Other reports may.
            Input::Error(
                error @ (SocketError::PortUnreachable | SocketError::ProtocolUnreachable),
            ) => self.give_up(sys, ClientError::Socket(error)),
            _ => {}
        }
    }
}
