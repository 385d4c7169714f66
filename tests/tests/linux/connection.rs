//! One of our connections: the endpoint, what it did, and what it did last.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;

use hoplab_tcp::{Endpoint, RetransmitWhy, Seq, State, TcpEvent, Transmit, TransmitReason};
use hoplab_units::Time;
use hoplab_wire::tcp::{Flags, Header, SackBlock};

/// How much of the past a failure shows.
const REMEMBERED: usize = 60;

/// A connection and its past.
pub struct Connection {
    pub endpoint: Endpoint,
    /// Whether a listener took it.
    pub passive: bool,
    /// Whether a test has asked for it.
    pub accepted: bool,
    /// Whether our host has crashed since.
    pub forgotten: bool,
    pub figures: Figures,
    past: VecDeque<(Time, Moment)>,
    /// Up to where the kernel takes data.
    right_edge: Option<Seq>,
    /// Where the kernel's segments began and ended.
    edges: [BTreeSet<u32>; 2],
}

/// What is counted.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub sent_again: u64,
    /// Of that, for what SACK blocks said.
    pub sent_again_by_sack: u64,
    /// SACK blocks received and sent.
    pub blocks_in: usize,
    pub blocks_out: usize,
    /// Of those sent, the ones that do not say what arrived.
    pub false_blocks: usize,
    /// Duplicates the kernel reported (RFC 2883).
    pub duplicates_reported: u64,
    pub timeouts: u64,
    pub fast_retransmits: u64,
    pub probes: u64,
    pub challenges: u64,
    pub out_of_order: u64,
    pub time_waits: u64,
    /// The longest payload sent and received.
    pub longest_out: usize,
    pub longest_in: usize,
    pub data_segments: u64,
    /// The largest receive window announced, in bytes.
    pub largest_window: u32,
    /// The most bytes sent and not acknowledged.
    pub most_under_way: u32,
    /// The last segments with data, received and sent.
    pub last_data_in: Option<Header>,
    pub last_data_out: Option<Header>,
    pub timestamps_rejected: u64,
    pub keep_alives: u64,
    pub urgents: u64,
    /// How often the kernel took back window it had offered.
    pub windows_taken_back: u64,
    /// The options of the SYNs, ours and the peer's.
    pub our_syn: Option<Header>,
    pub their_syn: Option<Header>,
    /// Every state there was, in order.
    pub states: Vec<State>,
    acked_up_to: Option<Seq>,
}

impl Figures {
    /// By how many bits our windows are shifted and the kernel's, by what the SYNs said (RFC 7323 §2.2).
    fn shifts(&self) -> [u8; 2] {
        let offered = |syn: &Option<Header>| syn.as_ref()?.options.window_scale;
        match (offered(&self.our_syn), offered(&self.their_syn)) {
            (Some(ours), Some(kernels)) => [ours, kernels],
            _ => [0, 0],
        }
    }
}

enum Moment {
    In(Header, usize),
    Out(Header, usize, TransmitReason),
    Event(TcpEvent),
}

impl Connection {
    pub fn new(endpoint: Endpoint, passive: bool) -> Connection {
        Connection {
            endpoint,
            passive,
            accepted: false,
            forgotten: false,
            figures: Figures::default(),
            past: VecDeque::new(),
            right_edge: None,
            edges: Default::default(),
        }
    }

    fn remember(&mut self, now: Time, moment: Moment) {
        if self.past.len() == REMEMBERED {
            self.past.pop_front();
        }
        self.past.push_back((now, moment));
    }

    pub fn note_in(&mut self, now: Time, header: &Header, len: usize) {
        self.figures.longest_in = self.figures.longest_in.max(len);
        if len > 0 {
            self.figures.last_data_in = Some(*header);
            self.edges[0].insert(header.seq);
            self.edges[1].insert(header.seq.wrapping_add(len as u32));
        }
        if header.flags.contains(Flags::ACK) {
            let on_syn = header.flags.contains(Flags::SYN);
            let shift = if on_syn { 0 } else { self.figures.shifts()[1] };
            let edge = Seq(header.ack) + (u32::from(header.window) << shift);
            let known = self.right_edge.replace(edge);
            // Rounding may cost less than one unit.
            let unit = 1 << shift;
            let less = known.is_some_and(|known| known.after(edge) && known.since(edge) >= unit);
            self.figures.windows_taken_back += u64::from(less);
        }
        self.figures.blocks_in += header.options.sack.len();
        if header.flags.contains(Flags::SYN) {
            self.figures.their_syn = Some(*header);
        }
        self.remember(now, Moment::In(*header, len));
    }

    pub fn note_out(&mut self, now: Time, transmit: &Transmit) {
        let (figures, header) = (&mut self.figures, transmit.header);
        figures.longest_out = figures.longest_out.max(transmit.payload.len());
        match transmit.reason {
            TransmitReason::Retransmit { why, .. } => {
                figures.sent_again += 1;
                figures.sent_again_by_sack += u64::from(matches!(
                    why,
                    RetransmitWhy::Sack { .. }
                        | RetransmitWhy::SackHole
                        | RetransmitWhy::SackRescue
                ));
            }
            TransmitReason::ZeroWindowProbe { .. } => figures.probes += 1,
            TransmitReason::ChallengeAck { .. } => figures.challenges += 1,
            _ => {}
        }
        let blocks = header.options.sack.as_slice();
        figures.blocks_out += blocks.len();
        // Whatever arrived arrived in whole segments.
        let [begins, ends] = &self.edges;
        let is_true =
            |block: &&SackBlock| begins.contains(&block.left) && ends.contains(&block.right);
        figures.false_blocks += blocks.len() - blocks.iter().filter(is_true).count();
        if !transmit.payload.is_empty() {
            figures.data_segments += 1;
            figures.last_data_out = Some(header);
        }
        if header.flags.contains(Flags::SYN) {
            figures.our_syn = Some(header);
        } else if header.flags.contains(Flags::ACK) {
            let window = u32::from(header.window) << figures.shifts()[0];
            figures.largest_window = figures.largest_window.max(window);
        }
        if let (Some(acked), false) = (figures.acked_up_to, transmit.payload.is_empty()) {
            let end = Seq(header.seq) + transmit.payload.len() as u32;
            let under_way = if end.after(acked) {
                end.since(acked)
            } else {
                0
            };
            figures.most_under_way = figures.most_under_way.max(under_way);
        }
        self.remember(
            now,
            Moment::Out(header, transmit.payload.len(), transmit.reason),
        );
    }

    pub fn note_event(&mut self, now: Time, event: TcpEvent) {
        match event {
            TcpEvent::RtoExpired { .. } => self.figures.timeouts += 1,
            TcpEvent::FastRetransmit { .. } => self.figures.fast_retransmits += 1,
            TcpEvent::DuplicateReported { .. } => self.figures.duplicates_reported += 1,
            TcpEvent::OutOfOrder { .. } => self.figures.out_of_order += 1,
            TcpEvent::Acked { up_to, .. } => self.figures.acked_up_to = Some(up_to),
            TcpEvent::TimestampRejected { .. } => self.figures.timestamps_rejected += 1,
            TcpEvent::KeepAliveExpired { .. } => self.figures.keep_alives += 1,
            TcpEvent::Urgent { .. } => self.figures.urgents += 1,
            TcpEvent::TimeWaitStarted { .. } => self.figures.time_waits += 1,
            TcpEvent::StateChanged { to, .. } => self.figures.states.push(to),
            _ => {}
        }
        self.remember(now, Moment::Event(event));
    }

    /// All of it, for a failure.
    pub fn report(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "{:?}", self.figures);
        let _ = writeln!(text, "{:#?}", self.endpoint.snapshot());
        for (at, moment) in &self.past {
            let _ = match moment {
                Moment::In(header, len) => writeln!(text, "{at} <- {}", segment(header, *len)),
                Moment::Out(header, len, reason) => {
                    writeln!(text, "{at} -> {} {reason:?}", segment(header, *len))
                }
                Moment::Event(event) => writeln!(text, "{at}    {event:?}"),
            };
        }
        text
    }
}

fn segment(header: &Header, len: usize) -> String {
    let Header {
        flags,
        seq,
        ack,
        window,
        options,
        ..
    } = header;
    let mut text = format!("{flags} seq {seq} ack {ack} window {window} length {len}");
    let told = [
        options.mss.map(|mss| format!("mss {mss}")),
        options.window_scale.map(|shift| format!("scale {shift}")),
        options.sack_permitted.then(|| "sack permitted".to_owned()),
        options
            .timestamps
            .map(|(value, echo)| format!("timestamps {value} {echo}")),
    ];
    let blocks = options.sack.as_slice().iter();
    let blocks = blocks.map(|block| format!("sack {}-{}", block.left, block.right));
    for option in told.into_iter().flatten().chain(blocks) {
        text += ", ";
        text += &option;
    }
    text
}
