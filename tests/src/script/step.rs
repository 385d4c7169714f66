//! What a scene is made of, after parsing.

use hoplab_tcp::{IcmpError, State};
use hoplab_units::Span;
use hoplab_wire::tcp::Flags;

use super::numbers::Number;

/// One scene of a file.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The file, as errors name it.
    pub file: String,
    /// What it shows, as a sentence.
    pub name: String,
    /// Where it begins in the file.
    pub line: usize,
    /// The cell of the matrix of states and segments that it covers, if it does.
    pub cell: Option<Cell>,
    /// Its steps, `given` and `repeat` written out.
    pub steps: Vec<Line>,
}

/// A cell of the matrix: a segment of this kind arrives in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The state.
    pub state: State,
    /// The segment.
    pub kind: Kind,
}

/// The kinds of segment that every state has to meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// SYN alone.
    Syn,
    /// SYN and ACK.
    SynAck,
    /// ACK without data.
    Ack,
    /// Data in the window.
    Data,
    /// FIN and ACK without data.
    Fin,
    /// RST in the window; before there is a window, one that fits what was sent.
    RstIn,
    /// RST outside the window; before there is a window, one that fits nothing.
    RstOut,
    /// Data outside the window.
    DataOut,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 8] = [
        Kind::Syn,
        Kind::SynAck,
        Kind::Ack,
        Kind::Data,
        Kind::Fin,
        Kind::RstIn,
        Kind::RstOut,
        Kind::DataOut,
    ];

    /// The name as scenes write it.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Syn => "SYN",
            Kind::SynAck => "SYN+ACK",
            Kind::Ack => "ACK",
            Kind::Data => "data",
            Kind::Fin => "FIN",
            Kind::RstIn => "RST-in-window",
            Kind::RstOut => "RST-out-of-window",
            Kind::DataOut => "data-out-of-window",
        }
    }
}

/// A step and where it is written.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line of the file.
    pub number: usize,
    /// The step as written; for a step that `given` stands for, that with it.
    pub text: String,
    /// What to do.
    pub(crate) step: Step,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// `set FIELD VALUE`: a field of the configuration by its name in JSON.
    Set { field: String, value: String },
    /// `listen`: the port accepts connections from now on.
    Listen,
    /// `connect`.
    Connect,
    /// `send [urgent] N`; how much of it is to be taken, or how it is to fail.
    Send {
        urgent: bool,
        len: usize,
        takes: Result<usize, String>,
    },
    /// `recv [N] [gets M]`.
    Recv { max: usize, gets: Option<usize> },
    /// `close`.
    Close,
    /// `abort`.
    Abort,
    /// `< ...`: a segment from the peer.
    Inject(Segment),
    /// `> ...`: a segment to the peer.
    Expect(Expected),
    /// `> nothing`.
    ExpectNothing,
    /// `+SPAN`.
    Advance(Span),
    /// `state NAME`.
    State(State),
    /// `error none` or `error NAME`.
    Error(String),
    /// `readable N`.
    Readable(usize),
    /// `urgent N`: how many of the bytes still to be read are urgent.
    Urgent(usize),
    /// `room N`.
    Room(usize),
    /// `end of stream yes` or `no`.
    EndOfStream(bool),
    /// `event NAME [field=value ...]`, or with `no` before it.
    Event {
        wanted: bool,
        name: String,
        fields: Vec<(String, String)>,
    },
    /// `inside field=value ...`: what the snapshot says.
    Inside(Vec<(String, String)>),
    /// `timer NAME SPAN`, `timer NAME off`.
    Timer { name: String, left: Option<Span> },
    /// `icmp ... seq N`.
    Icmp { error: IcmpError, seq: Number },
}

impl Step {
    /// The same segment expected `nth` lengths further on.
    pub(crate) fn moved_on(mut self, nth: u32) -> Step {
        if let Step::Expect(Expected {
            seq: Number::Relative(seq),
            len,
            ..
        }) = &mut self
        {
            *seq += i64::from(nth) * *len as i64;
        }
        self
    }
}

/// A segment from the peer.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) flags: Flags,
    pub(crate) seq: Number,
    pub(crate) ack: Option<Number>,
    pub(crate) len: usize,
    pub(crate) window: u16,
    pub(crate) urgent: u16,
    pub(crate) options: Vec<Item>,
}

/// A segment to the peer.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    pub(crate) flags: Flags,
    pub(crate) seq: Number,
    pub(crate) ack: Option<Number>,
    pub(crate) len: usize,
    pub(crate) window: Option<u16>,
    pub(crate) urgent: u16,
    pub(crate) options: ExpectedOptions,
    /// How long after the last step of time began it is to be sent; `None`: now.
    pub(crate) after: Option<Span>,
    /// A word that the reason it is sent for must hold.
    pub(crate) why: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum ExpectedOptions {
    /// Nothing was said: none, except on a SYN, whose options then don't matter.
    Unsaid,
    /// `<*>`.
    Any,
    /// `<...>`: these and no others.
    These(Vec<Item>),
}

/// An option in the order it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Mss(u16),
    WindowScale(u8),
    SackPermitted,
    /// `*` stands for any value, in an expected segment.
    Timestamps(Option<u32>, Option<u32>),
    /// Blocks, relative to the end whose stream they are about.
    Sack(Vec<(i64, i64)>),
    Nop,
    End,
    /// `raw 254 4 0 0`: bytes as they are.
    Raw(Vec<u8>),
}
