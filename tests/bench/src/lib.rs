//! What `cargo xtask bench` measures. Nothing here reads a clock: who calls `run` does, natively in
//! `main.rs` and as WASM in the script that Node runs.
//!
//! | workload | what runs |
//! | --- | --- |
//! | `udp` | [`internet::udp`]: the whole world: programs, sockets, routers, links, trace |
//! | `tcp`, `tcp-loss` | [`internet::tcp`]: the same over TCP, without loss and with 1% on the slow link |
//! | `pair-ours`, `pair-smoltcp`, each with `-loss` | [`pair::run`]: two bare TCP endpoints over [`path`] |
//! | `rewind` | [`rewind::Film`]: a million events with checkpoints and without; then seeks |

pub mod internet;
pub mod ours;
pub mod pair;
pub mod path;
pub mod rewind;
#[cfg(not(target_arch = "wasm32"))]
pub mod smol;

#[cfg(target_arch = "wasm32")]
mod wasm;

use hoplab_units::Share;

/// What came of a workload, to set against the time it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Events in the trace; 0 where there is none.
    pub events: u64,
    /// Packets that hosts made.
    pub packets: u64,
    /// Bytes of content that arrived, each compared with what was sent.
    pub bytes: u64,
    /// Simulated time, in nanoseconds.
    pub simulated: u64,
    /// The trace's hash; 0 where there is none.
    pub hash: u64,
}

/// The fields of a JSON object.
impl core::fmt::Display for Done {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Done {
            events,
            packets,
            bytes,
            simulated,
            hash,
        } = self;
        write!(
            f,
            r#""events":{events},"packets":{packets},"bytes":{bytes},"simulated":{simulated},"hash":"{hash:016x}""#
        )
    }
}

/// A workload ready to run; what making it took is not measured.
pub enum Workload {
    /// A world with its message sent off.
    Internet(Box<internet::Internet>),
    /// Two bare endpoints.
    Pair(Box<dyn FnOnce() -> Done>),
}

/// The loss of the workloads that have some.
pub const LOSS: Share = Share::from_percent(1);

/// Makes a workload of `size`: datagrams of 1,000 bytes for `udp`, bytes for the others. `None` if
/// there is no such workload here.
pub fn prepare(name: &str, size: u32) -> Option<Workload> {
    let (kind, loss) = match name.strip_suffix("-loss") {
        Some(kind) => (kind, LOSS),
        None => (name, Share::NEVER),
    };
    let data = || letters(size).into_bytes();
    Some(match kind {
        "udp" => Workload::Internet(Box::new(internet::udp(size))),
        "tcp" => Workload::Internet(Box::new(internet::tcp(size, loss))),
        "pair-ours" => {
            let data = data();
            Workload::Pair(Box::new(move || pair::run::<ours::Ours>(&data, loss)))
        }
        #[cfg(not(target_arch = "wasm32"))]
        "pair-smoltcp" => {
            let data = data();
            Workload::Pair(Box::new(move || pair::run::<smol::Smol>(&data, loss)))
        }
        _ => return None,
    })
}

impl Workload {
    /// Runs it: this is what is measured.
    pub fn run(&mut self) -> Done {
        match self {
            Workload::Internet(internet) => internet.run(),
            Workload::Pair(run) => core::mem::replace(run, Box::new(Done::default))(),
        }
    }

    /// Adds what takes long to find out and is no part of the work: the hash.
    pub fn finish(self, done: Done) -> Done {
        match self {
            Workload::Internet(internet) => internet.finish(done),
            Workload::Pair(_) => done,
        }
    }
}

/// Letters without end, none like those 64 before it: what is sent, and what must arrive.
pub fn letters(len: u32) -> String {
    (0..len).map(letter).map(char::from).collect()
}

/// The letter at one place of [`letters`].
pub fn letter(place: u32) -> u8 {
    let mixed = place.wrapping_add(place >> 6).wrapping_mul(29) % 64;
    b';' + mixed as u8
}
