//! The game's server.

use core::net::SocketAddrV4;

use hoplab_units::Time;

use super::message::{Message, State};
use super::{
    Arrival, Counter, GAME_HEIGHT, GAME_PLAYERS, GAME_WIDTH, GameEvent, GamePlayer, GameSeat,
    GameServerScreen, GameServerSpec, LeaveReason, Steer, tell,
};
use crate::apps::Screen;
use crate::event::EventKind;
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys};

/// Who plays.
#[derive(Clone, Debug)]
struct Seat {
    at: GamePlayer,
    from: SocketAddrV4,
    steer: Steer,
    inputs: Counter,
    /// When anything was last heard of it, and when its newest input came.
    heard_at: Time,
    input_at: Time,
}

/// The server. Its clock stands still while nobody plays.
#[derive(Clone, Debug)]
pub(crate) struct GameServer {
    spec: GameServerSpec,
    socket: Option<SocketId>,
    seats: Vec<Seat>,
    tick: u32,
    next_player: u8,
    ticking: bool,
}

impl GameServer {
    pub(crate) fn new(spec: GameServerSpec) -> GameServer {
        GameServer {
            spec,
            socket: None,
            seats: Vec::new(),
            tick: 0,
            next_player: 1,
            ticking: false,
        }
    }

    fn send(&self, sys: &mut Sys<'_>, to: SocketAddrV4, message: &Message) {
        if let Some(socket) = self.socket {
            // One that finds no way out is one lost: the next may have one.
            let _ = sys.send_to(socket, to, &message.to_bytes());
        }
    }

    /// The next number that nobody in the game has.
    fn free_player(&mut self) -> u8 {
        loop {
            let player = self.next_player;
            self.next_player = player.checked_add(1).unwrap_or(1);
            if self.seats.iter().all(|seat| seat.at.player != player) {
                return player;
            }
        }
    }

    /// The seat whose player was silent longest, if that is long enough for it to be gone.
    fn suspect(&self, now: Time) -> Option<usize> {
        let silent = |seat: &Seat| now.since(seat.input_at);
        let seats = self.seats.iter().enumerate();
        let (place, seat) = seats.max_by_key(|(_, seat)| silent(seat))?;
        (silent(seat) >= GameServerScreen::SUSPECT).then_some(place)
    }

    fn join(&mut self, sys: &mut Sys<'_>, from: SocketAddrV4) -> Option<usize> {
        if self.seats.len() >= GAME_PLAYERS
            && let Some(place) = self.suspect(sys.now())
        {
            self.leave(sys, place, LeaveReason::Silence);
        }
        if self.seats.len() >= GAME_PLAYERS {
            tell(sys, GameEvent::TurnedAway { from });
            self.send(sys, from, &Message::Full);
            return None;
        }
        let place = sys.random();
        let at = GamePlayer {
            player: self.free_player(),
            x: (place % u32::from(GAME_WIDTH)) as u8,
            y: (place >> 16) as u8 % GAME_HEIGHT,
        };
        let now = sys.now();
        self.seats.push(Seat {
            at,
            from,
            steer: Steer::Still,
            inputs: Counter::default(),
            heard_at: now,
            input_at: now,
        });
        let player = at.player;
        tell(sys, GameEvent::PlayerJoined { player, from });
        if !self.ticking {
            self.ticking = true;
            sys.set_timer(self.spec.tick);
        }
        Some(self.seats.len() - 1)
    }

    /// Whether another program has a seat's address and port now. What is late comes while newer ones come; what is
    /// older after a silence is a count from the beginning.
    fn began_anew(&self, place: usize, now: Time, seq: u32) -> bool {
        self.seats.get(place).is_some_and(|seat| {
            let older = seat.inputs.newest.is_some_and(|newest| seq < newest);
            older && now.since(seat.input_at) >= GameServerScreen::SUSPECT
        })
    }

    fn input(&mut self, sys: &mut Sys<'_>, from: SocketAddrV4, seq: u32, steer: Steer) {
        let mut known = self.seats.iter().position(|seat| seat.from == from);
        if let Some(place) = known.filter(|place| self.began_anew(*place, sys.now(), seq)) {
            self.leave(sys, place, LeaveReason::BeganAnew);
            known = None;
        }
        let place = known.or_else(|| self.join(sys, from));
        let Some(seat) = place.and_then(|place| self.seats.get_mut(place)) else {
            return;
        };
        seat.heard_at = sys.now();
        let (player, newest) = (seat.at.player, seat.inputs.newest.unwrap_or(0));
        match seat.inputs.take(seq) {
            Arrival::New { .. } => {
                seat.steer = steer;
                seat.input_at = seat.heard_at;
            }
            Arrival::Stale => tell(
                sys,
                GameEvent::StaleInput {
                    player,
                    seq,
                    newest,
                },
            ),
            Arrival::Duplicate => {}
        }
    }

    fn leave(&mut self, sys: &mut Sys<'_>, place: usize, why: LeaveReason) {
        let seat = self.seats.remove(place);
        tell(
            sys,
            GameEvent::PlayerLeft {
                player: seat.at.player,
                from: seat.from,
                why,
                inputs: seat.inputs.counts,
            },
        );
    }

    /// Everybody moves a cell, and all are told.
    fn step(&mut self, sys: &mut Sys<'_>) {
        let now = sys.now();
        let silent = |seat: &Seat| now.since(seat.input_at) >= GameServerScreen::PATIENCE;
        while let Some(place) = self.seats.iter().position(silent) {
            self.leave(sys, place, LeaveReason::Silence);
        }
        self.ticking = !self.seats.is_empty();
        if !self.ticking {
            return;
        }
        self.tick = self.tick.wrapping_add(1);
        for seat in &mut self.seats {
            seat.at = moved(seat.at, seat.steer);
        }
        let players: Vec<GamePlayer> = self.seats.iter().map(|seat| seat.at).collect();
        for seat in &self.seats {
            let state = Message::State(State {
                tick: self.tick,
                player: seat.at.player,
                seen: seat.inputs.newest.unwrap_or(0),
                kept: (now.since(seat.input_at).as_nanos() / 1000) as u32,
                players: players.clone(),
            });
            self.send(sys, seat.from, &state);
        }
        sys.set_timer(self.spec.tick);
    }
}

/// One cell on; nobody leaves the field.
fn moved(at: GamePlayer, steer: Steer) -> GamePlayer {
    let GamePlayer { mut x, mut y, .. } = at;
    match steer {
        Steer::Still => {}
        Steer::Up => y = y.saturating_sub(1),
        Steer::Right => x = (x + 1).min(GAME_WIDTH - 1),
        Steer::Down => y = (y + 1).min(GAME_HEIGHT - 1),
        Steer::Left => x = x.saturating_sub(1),
    }
    GamePlayer { x, y, ..at }
}

impl Program for GameServer {
    fn screen(&self, _now: Time) -> Option<Screen> {
        let seat = |seat: &Seat| GameSeat {
            at: seat.at,
            from: seat.from,
            steer: seat.steer,
            heard_at: seat.heard_at,
            inputs: seat.inputs.counts,
        };
        Some(Screen::GameServer(GameServerScreen {
            tick: self.tick,
            seats: self.seats.iter().map(seat).collect(),
        }))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        match sys.udp_bound(self.spec.port) {
            Ok(socket) => self.socket = Some(socket),
            Err(error) => {
                sys.record(EventKind::SocketError { error });
                sys.exit();
            }
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Datagram { from, data, .. } => match Message::parse(data) {
                Some(Message::Input { seq, steer }) => self.input(sys, from, seq, steer),
                Some(Message::Goodbye) => {
                    if let Some(place) = self.seats.iter().position(|seat| seat.from == from) {
                        self.leave(sys, place, LeaveReason::Goodbye);
                    }
                }
                _ => {}
            },
            Input::Timer(_) => self.step(sys),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use core::net::Ipv4Addr;

    use hoplab_units::Span;

    use super::*;

    #[test]
    fn an_older_input_is_late_while_newer_ones_come_and_a_new_beginning_after_a_silence() {
        let mut server = GameServer::new(GameServerSpec {
            name: None,
            port: 1,
            tick: Span::from_millis(50),
        });
        let mut inputs = Counter::default();
        inputs.take(7);
        server.seats.push(Seat {
            at: GamePlayer {
                player: 1,
                x: 0,
                y: 0,
            },
            from: SocketAddrV4::new(Ipv4Addr::LOCALHOST, 49_152),
            steer: Steer::Still,
            inputs,
            heard_at: Time::ZERO,
            input_at: Time::ZERO,
        });
        let soon = Time::from_millis(1_400);
        let late = Time::from_millis(1_500);
        assert!(!server.began_anew(0, soon, 0));
        assert!(server.began_anew(0, late, 0));
        assert!(!server.began_anew(0, late, 8), "it counts on");
        assert_eq!(server.suspect(soon), None);
        assert_eq!(server.suspect(late), Some(0));
    }
}
