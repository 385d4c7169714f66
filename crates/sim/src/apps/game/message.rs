//! The game's messages: all begin with `HG` and a byte that says which it is; all numbers have the highest byte
//! first.
//!
//! ```text
//! input     'H' 'G' 1, seq 4, steer 1
//! state     'H' 'G' 2, tick 4, your player 1, newest input seen 4, microseconds it was kept 4,
//!           how many players 1, and of each: player 1, x 1, y 1
//! goodbye   'H' 'G' 3
//! full      'H' 'G' 4
//! ```

use super::{GAME_PLAYERS, GamePlayer, Steer};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// A client steers.
    Input { seq: u32, steer: Steer },
    /// The server tells where everybody is.
    State(State),
    /// A client leaves.
    Goodbye,
    /// The server takes no more players.
    Full,
}

/// Where everybody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) tick: u32,
    /// The number of the player it is sent to.
    pub(super) player: u8,
    /// The newest input of that player the server has seen.
    pub(super) seen: u32,
    /// How long ago that was, in microseconds: what the player must take off to learn the round trip.
    pub(super) kept: u32,
    pub(super) players: Vec<GamePlayer>,
}

const MAGIC: [u8; 2] = *b"HG";

impl Message {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        match self {
            Message::Input { seq, steer } => {
                bytes.push(1);
                bytes.extend(seq.to_be_bytes());
                bytes.push(*steer as u8);
            }
            Message::State(state) => {
                bytes.push(2);
                bytes.extend(state.tick.to_be_bytes());
                bytes.push(state.player);
                bytes.extend(state.seen.to_be_bytes());
                bytes.extend(state.kept.to_be_bytes());
                let players = state.players.get(..GAME_PLAYERS).unwrap_or(&state.players);
                bytes.push(players.len() as u8);
                bytes.extend((players.iter()).flat_map(|at| [at.player, at.x, at.y]));
            }
            Message::Goodbye => bytes.push(3),
            Message::Full => bytes.push(4),
        }
        bytes
    }

    /// Reads a message; `None` if it is none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Message> {
        let (kind, mut rest) = bytes.strip_prefix(&MAGIC)?.split_first()?;
        let message = match kind {
            1 => Message::Input {
                seq: number(&mut rest)?,
                steer: steer(byte(&mut rest)?)?,
            },
            2 => Message::State(State {
                tick: number(&mut rest)?,
                player: byte(&mut rest)?,
                seen: number(&mut rest)?,
                kept: number(&mut rest)?,
                players: players(&mut rest)?,
            }),
            3 => Message::Goodbye,
            4 => Message::Full,
            _ => return None,
        };
        rest.is_empty().then_some(message)
    }
}

fn steer(byte: u8) -> Option<Steer> {
    let all = [
        Steer::Still,
        Steer::Up,
        Steer::Right,
        Steer::Down,
        Steer::Left,
    ];
    all.get(usize::from(byte)).copied()
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, behind) = rest.split_first()?;
    *rest = behind;
    Some(*first)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (bytes, behind) = rest.split_first_chunk()?;
    *rest = behind;
    Some(u32::from_be_bytes(*bytes))
}

fn players(rest: &mut &[u8]) -> Option<Vec<GamePlayer>> {
    let count = usize::from(byte(rest)?);
    if count > GAME_PLAYERS {
        return None;
    }
    let mut player = || {
        Some(GamePlayer {
            player: byte(rest)?,
            x: byte(rest)?,
            y: byte(rest)?,
        })
    };
    (0..count).map(|_| player()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> [Message; 4] {
        let at = |player| GamePlayer { player, x: 3, y: 4 };
        [
            Message::Input {
                seq: 70_000,
                steer: Steer::Left,
            },
            Message::State(State {
                tick: 1,
                player: 2,
                seen: 70_000,
                kept: 40_000,
                players: vec![at(1), at(2)],
            }),
            Message::Goodbye,
            Message::Full,
        ]
    }

    #[test]
    fn every_message_reads_back_and_no_part_of_one_does() {
        for message in all() {
            let bytes = message.to_bytes();
            assert_eq!(Message::parse(&bytes), Some(message));
            for end in 0..bytes.len() {
                assert_eq!(Message::parse(&bytes[..end]), None);
            }
            let longer = [&bytes[..], &[0]].concat();
            assert_eq!(Message::parse(&longer), None);
        }
    }

    #[test]
    fn what_cannot_be_is_no_message() {
        assert_eq!(
            Message::parse(b"HG\x01\0\0\0\0\x05"),
            None,
            "no such way to steer"
        );
        assert_eq!(Message::parse(b"HG\x05"), None);
        assert_eq!(Message::parse(b"GH\x03"), None);
    }
}
