//! Names for things inside a world: small integers, given in the order the scenario lists them.

use core::fmt;

use serde::{Deserialize, Serialize};

/// `$first`: the number under which people read the first of them; in JSON and links it is 0.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident($integer:ty), $letter:literal, $first:literal) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $integer);

        impl $name {
            /// The place in the list of such things that this names.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
        impl From<$name> for u64 {
            fn from(id: $name) -> u64 {
                u64::from(id.0)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), u64::from(self.0).saturating_add($first))
            }
        }
    };
}

id!(
    /// A node: its place in the scenario's list of nodes.
    NodeId(u16), "n", 0
);
id!(
    /// A link: its place in the scenario's list of links.
    LinkId(u16), "l", 0
);
id!(
    /// A program on one node: its place in the order programs were started there.
    ProgramId(u16), "p", 0
);
id!(
    /// A socket on one node. Never used twice in one run.
    SocketId(u32), "s", 0
);
id!(
    /// One IP datagram from its sender to its end, the same at every hop. A duplicate made by a
    /// link is a packet of its own; so is a retransmission. The first is 0, and `#1` where people read it.
    PacketId(u64), "#", 1
);
id!(
    /// One event of the trace: its place in the whole stream, counted from 0.
    EventId(u64), "e", 0
);
id!(
    /// One message that a program was asked to send: its place in the order they were asked for.
    TransferId(u16), "t", 0
);

/// One of the two directions of a full-duplex link, named by the ends as the scenario lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the link's first end to its second.
    AToB,
    /// From the link's second end to its first.
    BToA,
}

impl Direction {
    /// Both directions, first `AToB`.
    pub const BOTH: [Direction; 2] = [Direction::AToB, Direction::BToA];

    /// 0 for `AToB`, 1 for `BToA`.
    pub const fn index(self) -> usize {
        self as usize
    }
    /// The other direction.
    pub const fn reverse(self) -> Direction {
        match self {
            Direction::AToB => Direction::BToA,
            Direction::BToA => Direction::AToB,
        }
    }
}
