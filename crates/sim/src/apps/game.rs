//! A game over UDP: clients steer, a server moves everybody and tells them all where they are.
//!
//! What counts is what is newest: an input or a state that comes behind a newer one is thrown away, and nothing
//! lost is sent again, for the next one is under way already. [`message`] says what is on the wire.

mod client;
mod message;
mod server;

use core::net::SocketAddrV4;

use hoplab_units::{Span, Time};
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, check_port, require_between};
use super::event::AppEvent;
use super::failure::ClientError;
use super::spec::{Ask, Carrier, Field, Settings, TO, field};
use super::target::Target;
use super::{AppKind, AppSummary};
use crate::event::{SocketError, SocketProtocol};
use crate::program::Sys;

pub(crate) use client::GameClient;
pub(crate) use server::GameServer;

/// How many cells the field is wide.
pub const GAME_WIDTH: u8 = 32;
/// How many cells the field is high.
pub const GAME_HEIGHT: u8 = 16;
/// The most players at once.
pub const GAME_PLAYERS: usize = 8;

/// A game server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GameServerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The UDP port it listens on; 11220 unless told otherwise.
    #[serde(default = "default_port")]
    pub port: u16,
    /// The time from one state to the next, 10 ms to 1 s; 50 ms unless told otherwise.
    #[serde(default = "default_tick")]
    pub tick: Span,
}

/// A player of the game, who steers at random.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GameClientSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the server is.
    pub to: Target,
    /// Its port; 11220 unless told otherwise.
    #[serde(default = "default_port")]
    pub port: u16,
    /// The time from one input to the next, 10 ms to 1 s; 50 ms unless told otherwise.
    #[serde(default = "default_tick")]
    pub tick: Span,
    /// How long it plays, 100 ms to 10 min; 5 s unless told otherwise.
    #[serde(default = "default_duration")]
    pub duration: Span,
}

const fn default_port() -> u16 {
    11_220
}
const fn default_tick() -> Span {
    Span::from_millis(50)
}
const fn default_duration() -> Span {
    Span::from_secs(5)
}

fn check_tick(tick: Span) -> Result<(), SpecDefect> {
    let fits = (Span::from_millis(10)..=Span::from_secs(1)).contains(&tick);
    require_between(fits, "tick", "10ms", "1s")
}

/// Whether a program can go on for so long.
pub(super) fn check_duration(duration: Span) -> Result<(), SpecDefect> {
    let fits = (Span::from_millis(100)..=Span::from_secs(600)).contains(&duration);
    require_between(fits, "duration", "100ms", "10min")
}

impl Settings for GameServerSpec {
    const FORM: Option<&'static [Field]> = Some(&[field("port", Ask::Port, "11220")]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Udp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, self.port)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        check_tick(self.tick)
    }
}

impl Settings for GameClientSpec {
    const FORM: Option<&'static [Field]> = Some(&[TO, field("port", Ask::Port, "11220")]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Udp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        self.to.check("to")?;
        check_tick(self.tick)?;
        check_duration(self.duration)
    }
}

/// Where a player is steered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Steer {
    /// Nowhere.
    #[default]
    Still,
    /// To smaller y.
    Up,
    /// To larger x.
    Right,
    /// To larger y.
    Down,
    /// To smaller x.
    Left,
}

/// A player on the field: cells from the left and from the top, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence above tells of its fields")]
pub struct GamePlayer {
    /// The number the server gave it.
    pub player: u8,
    pub x: u8,
    pub y: u8,
}

/// What became of the messages of one direction, as far as the side that gets them can tell by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct GameCounts {
    /// All that came.
    pub received: u32,
    /// Numbers that never came, so far.
    pub lost: u32,
    /// Came behind a newer one: thrown away, and not lost.
    pub stale: u32,
    /// Came a second time in a row: thrown away.
    pub duplicates: u32,
}

/// The newest number of one direction, and what became of those before it.
#[derive(Clone, Copy, Debug, Default)]
struct Counter {
    newest: Option<u32>,
    counts: GameCounts,
}

/// How a message stands to those that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrival {
    /// Newer than all; so many in between are missing.
    New { missing: u32 },
    /// Older than the newest.
    Stale,
    /// The newest again.
    Duplicate,
}

impl Counter {
    fn take(&mut self, number: u32) -> Arrival {
        let counts = &mut self.counts;
        counts.received = counts.received.saturating_add(1);
        match self.newest {
            Some(newest) if number < newest => {
                counts.stale = counts.stale.saturating_add(1);
                counts.lost = counts.lost.saturating_sub(1);
                Arrival::Stale
            }
            Some(newest) if number == newest => {
                counts.duplicates = counts.duplicates.saturating_add(1);
                Arrival::Duplicate
            }
            newest => {
                let missing = newest.map_or(0, |newest| number - newest - 1);
                counts.lost = counts.lost.saturating_add(missing);
                self.newest = Some(number);
                Arrival::New { missing }
            }
        }
    }
}

/// Why a player is no longer in the game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeaveReason {
    /// It said so.
    Goodbye,
    /// Nothing new came from it for [`GameServerScreen::PATIENCE`], or, where somebody else wants its place, for
    /// [`GameServerScreen::SUSPECT`].
    Silence,
    /// After a silence its address and port count from the beginning: another program has them now.
    BeganAnew,
}

/// What happened in a game.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum GameEvent {
    /// To the server: a new player.
    PlayerJoined { player: u8, from: SocketAddrV4 },
    /// To the server: a player is gone, and what became of its inputs.
    PlayerLeft {
        player: u8,
        from: SocketAddrV4,
        why: LeaveReason,
        inputs: GameCounts,
    },
    /// To the server: as many players as it takes are there.
    TurnedAway { from: SocketAddrV4 },
    /// To the server: an input came behind a newer one and is thrown away.
    StaleInput { player: u8, seq: u32, newest: u32 },
    /// To a client: the first state came; it is in the game.
    Joined { player: u8, after: Span },
    /// To a client: states before this one have not come.
    StateMissing { tick: u32, missing: u32 },
    /// To a client: a state came behind a newer one and is thrown away.
    StaleState { tick: u32, newest: u32 },
    /// To a client: nothing from the server for [`GameScreen::PATIENCE`].
    Silence,
    /// To a client: the server is heard again.
    HeardAgain { after: Span },
    /// To a client: the server takes no more players.
    Full,
    /// To a client: it has played as long as it wanted; what became of the states sent to it.
    Over { inputs: u32, states: GameCounts },
    /// It had to stop.
    Failed { error: SocketError },
    /// To a client: it was turned away, and asks again after a while.
    AsksAgain { after: Span },
}

/// Where a client stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GameState {
    /// It has sent inputs, and no state came yet.
    #[default]
    Joining,
    /// States come.
    Playing,
    /// No state has come for a while.
    Silent,
    /// It has stopped.
    Over,
    /// It was turned away, and waits before it asks again.
    TurnedAway,
}

/// What a player sees: everybody where the newest state has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GameScreen {
    /// Where it stands.
    pub state: GameState,
    /// Its own number, once the server gave it one.
    pub player: Option<u8>,
    /// Everybody, at most [`GAME_PLAYERS`], on a field of [`GAME_WIDTH`] by [`GAME_HEIGHT`] cells.
    pub players: Vec<GamePlayer>,
    /// Where it steers now.
    pub steer: Steer,
    /// The tick of the newest state.
    pub tick: Option<u32>,
    /// When that came.
    pub heard_at: Option<Time>,
    /// The number of the last input it sent; the first is 0.
    pub input: Option<u32>,
    /// The newest input the server has seen, as the newest state says.
    pub seen_input: Option<u32>,
    /// The newest round trip, without the time the server kept the input until its next state.
    pub rtt: Option<Span>,
    /// What became of the states.
    pub states: GameCounts,
    /// Why it stopped before its time.
    pub trouble: Option<ClientError>,
}

impl GameScreen {
    /// After this long without a state it says so.
    pub const PATIENCE: Span = Span::from_millis(500);
}

/// What the server's operator sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GameServerScreen {
    /// The tick of the newest state; it stands still while nobody plays.
    pub tick: u32,
    /// Who is there, at most [`GAME_PLAYERS`].
    pub seats: Vec<GameSeat>,
}

impl GameServerScreen {
    /// A player that is silent for so long is dropped.
    pub const PATIENCE: Span = Span::from_secs(2);
    /// One that was silent for so long may be gone: an input comes each second at least. Others come first.
    pub const SUSPECT: Span = Span::from_millis(1500);
}

/// A player as the server knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GameSeat {
    /// Where it is.
    pub at: GamePlayer,
    /// Whence it plays.
    pub from: SocketAddrV4,
    /// Where it steers.
    pub steer: Steer,
    /// When it was last heard.
    pub heard_at: Time,
    /// What became of its inputs.
    pub inputs: GameCounts,
}

fn tell(sys: &mut Sys<'_>, event: GameEvent) {
    sys.record_app(AppEvent::Game(event));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_was_not_lost() {
        let mut counter = Counter::default();
        let arrivals = [0, 3, 2, 3, 4].map(|number| counter.take(number));
        assert_eq!(
            arrivals,
            [
                Arrival::New { missing: 0 },
                Arrival::New { missing: 2 },
                Arrival::Stale,
                Arrival::Duplicate,
                Arrival::New { missing: 0 }
            ]
        );
        let counts = GameCounts {
            received: 5,
            lost: 1,
            stale: 1,
            duplicates: 1,
        };
        assert_eq!(counter.counts, counts);
    }
}
