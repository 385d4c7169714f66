//! Requirements of RFC 9293 that no other test looks at; `tests/rfc9293.md` says which is where.

mod acks;
mod ending;
mod idle;
mod segments;
mod urgent;
mod window;

use hoplab_wire::tcp::{Flags, Header};

use super::{Fate, Pair, Side, link};
use crate::Config;

/// A pair as it is without any settings, about to connect.
fn unopened() -> Pair {
    Pair::with(Config::default(), Config::default())
}

/// The same past its handshake.
fn connected() -> Pair {
    Pair::connected_with(Config::default(), Config::default())
}

/// The client of an open connection whose segments reach nobody: the test plays the server, whose windows are
/// not scaled and whose segments bear no timestamps.
fn alone(config: Config) -> Pair {
    let server = Config {
        receive_buffer: 65_535,
        timestamps: false,
        ..Config::default()
    };
    let mut pair = Pair::connected_with(config, server);
    pair.fate = Box::new(|_| Fate::Lose);
    pair
}

/// A segment that the server might send next, acknowledging the first `acked` octets of the client's stream.
fn from_server(acked: u32, window: u16) -> Header {
    Header {
        src_port: 80,
        dst_port: 49_152,
        seq: 700_001,
        ack: 1001 + acked,
        flags: Flags::ACK,
        window,
        ..Header::default()
    }
}
