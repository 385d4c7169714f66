//! The words of a connection's panel.

use super::Lang;
use hoplab_explain::connections::TurnKind;
use hoplab_sim::TcpSwitch;
use hoplab_tcp::{CongestionControl, Nagle, RecoveryPhase, State, StateEvent, TimerKind};

said! { connection =>
    /// The heading of the panel, and of a packet's or an event's connection.
    title;
    /// The list of all of them.
    connections;
    /// No connection yet.
    none;
    /// Puts the panel away.
    close;
    /// Chooses the connection.
    choose;
    /// Opens the panel.
    open;
    /// An end that asked for the connection.
    asked;
    /// An end that took it.
    took;
    /// That there is no other end.
    nobody;
    /// The socket has not been opened yet at this moment.
    not_yet;
    /// The socket is gone.
    gone;
    /// The host crashed, and the connection's end with it.
    lost;
    /// The same, where there is room for a word only.
    lost_short;
    /// What the last thing was that happened to it.
    went_down;
    /// Its figures are gone too.
    gone_lost;
    /// The heading of the figures.
    figures;
    /// The heading of the timers.
    timers;
    /// No timer runs.
    no_timers;
    /// The heading of the sequence bars.
    sequence;
    /// The switch for numbers as they are on the wire.
    absolute;
    /// What numbers mean otherwise.
    relative_means;
    /// A bar of the side that sends.
    sender_bar;
    /// A bar of the side that receives.
    receiver_bar;
    /// Nothing has been sent in a direction.
    nothing_sent;
    /// The heading of the plot.
    plot;
    /// Whose window is drawn.
    plot_of;
    /// The connection drawn beside it.
    plot_beside;
    /// None beside it.
    plot_alone;
    /// Nothing to draw yet.
    plot_empty;
    /// There is no window to draw.
    plot_unlimited;
    /// How to use the plot.
    plot_help;
    /// The points as a table.
    plot_table;
    /// Table column.
    time;
    /// Table column.
    why;
    /// The curve of what is in flight.
    in_flight;
    /// Bytes.
    bytes;
    /// On.
    yes;
    /// Off.
    no;
    /// A threshold that no loss has set yet.
    no_limit;
    /// Not measured yet.
    unknown;
    /// What both SYNs settle, before the second one has come.
    not_agreed;
    /// The persist timer while the window is open, but too small.
    persist_override;
    /// The heading of a host's switches.
    switches;
    /// What they hold for.
    switches_hold;
    /// The name of a figure and what it is.
    figure(figure: Figure) -> (&'static str, &'static str);
    /// What the sender believes of its path.
    phase(phase: RecoveryPhase) -> &'static str;
    /// An algorithm's name.
    control(control: CongestionControl) -> &'static str;
    /// Which of Nagle's rules.
    nagle(nagle: Nagle) -> &'static str;
    /// A timer's name.
    timer(kind: TimerKind) -> &'static str;
    /// How long a timer has left.
    left(span: &str) -> String;
    /// What moves a connection along an arrow of the diagram: what happens, and what is sent upon it.
    arrow(from: State, why: StateEvent) -> &'static str;
    /// The name of a host's state diagram: where it is and what way it took.
    diagram(who: &str, state: &str, way: &str) -> String;
    /// What part of a sequence space something is.
    part_name(part: Part) -> &'static str;
    /// What a number marked on a bar is.
    mark(mark: Mark) -> &'static str;
    /// Whose sequence space a bar shows.
    sequence_of(who: &str, side: &str) -> String;
    /// Where the sender has to stop, or the receiver's window ends.
    window_edge(congestion: bool, edge: &str) -> String;
    /// What the program has written and TCP has not sent.
    unsent(bytes: u32) -> String;
    /// A program has closed, and its FIN waits for its turn.
    fin_queued(bytes: u32) -> String;
    /// What a plot marks.
    turn(kind: TurnKind) -> &'static str;
    /// What a plot shows, for who cannot see it.
    plot_says(who: &str, cwnd: &str, ssthresh: &str, losses: usize) -> String;
    /// A setting of a host's TCP: its name and what it does.
    switch(switch: TcpSwitch) -> (&'static str, &'static str);
    /// A connection in the list, with both ends' states.
    open_this(ends: &str) -> String;
}

/// One figure of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named and explained below")]
pub enum Figure {
    Cwnd,
    Ssthresh,
    Control,
    InFlight,
    SndWnd,
    RcvWnd,
    Rto,
    Srtt,
    Rttvar,
    Mss,
    Sack,
    Timestamps,
    Scale,
    Nagle,
    Recovery,
    DupAcks,
}

impl Figure {
    /// All, as they are listed.
    pub const ALL: [Figure; 16] = [
        Figure::Cwnd,
        Figure::Ssthresh,
        Figure::Control,
        Figure::InFlight,
        Figure::SndWnd,
        Figure::RcvWnd,
        Figure::Recovery,
        Figure::DupAcks,
        Figure::Rto,
        Figure::Srtt,
        Figure::Rttvar,
        Figure::Mss,
        Figure::Sack,
        Figure::Timestamps,
        Figure::Scale,
        Figure::Nagle,
    ];

    /// Whether it comes from what the other side's SYN says.
    pub const fn settled_by_syns(self) -> bool {
        matches!(
            self,
            Figure::SndWnd | Figure::Mss | Figure::Sack | Figure::Timestamps | Figure::Scale
        )
    }

    /// Its name and what it is.
    pub fn text(self, lang: Lang) -> (&'static str, &'static str) {
        figure(lang, self)
    }
}

/// The last step in words.
pub fn last_step(from: State, to: State, why: &str) -> String {
    format!("{from} → {to}: {why}")
}

/// What part of a sequence space something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Sent and acknowledged.
    Acked,
    /// Sent, and nothing is known of it yet.
    InFlight,
    /// The same, sent more than once.
    Again,
    /// The receiver says that it holds it.
    Sacked,
    /// Believed lost.
    Lost,
    /// May be sent.
    Allowed,
    /// Beyond the window.
    Beyond,
    /// Received and read.
    Read,
    /// Received and waiting to be read.
    Waiting,
    /// Missing.
    Gap,
    /// Received ahead of a gap.
    Ahead,
    /// Room in the window.
    Room,
}

impl Part {
    /// Parts of what a sender sees.
    pub const SENDER: [Part; 7] = [
        Part::Acked,
        Part::InFlight,
        Part::Again,
        Part::Sacked,
        Part::Lost,
        Part::Allowed,
        Part::Beyond,
    ];
    /// Parts of what a receiver sees.
    pub const RECEIVER: [Part; 6] = [
        Part::Read,
        Part::Waiting,
        Part::Gap,
        Part::Ahead,
        Part::Room,
        Part::Beyond,
    ];
    /// What it is.
    pub fn text(self, lang: Lang) -> &'static str {
        part_name(lang, self)
    }
    /// For style and tests.
    pub const fn class(self) -> &'static str {
        match self {
            Part::Acked => "acked",
            Part::InFlight => "flight",
            Part::Again => "again",
            Part::Sacked => "sacked",
            Part::Lost => "lost",
            Part::Allowed => "allowed",
            Part::Beyond => "beyond",
            Part::Read => "read",
            Part::Waiting => "waiting",
            Part::Gap => "gap",
            Part::Ahead => "ahead",
            Part::Room => "room",
        }
    }
}

/// A part and what it spans: numbers of bytes, the last included.
pub fn part(lang: Lang, part: Part, first: &str, last: &str) -> String {
    format!("{first}–{last}: {}", part.text(lang))
}

/// The heading of a direction.
pub fn direction(from: &str, to: &str) -> String {
    format!("{from} → {to}")
}

/// A number marked on a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// SND.UNA.
    Unacked,
    /// SND.NXT.
    Next,
    /// RCV.NXT.
    Expected,
}

impl Mark {
    /// As the RFC writes it, without the side, which the bar has.
    pub const fn name(self) -> &'static str {
        match self {
            Mark::Unacked => "UNA",
            Mark::Next | Mark::Expected => "NXT",
        }
    }
    /// What it is.
    pub fn means(self, lang: Lang) -> &'static str {
        mark(lang, self)
    }
}

/// How many of the flight's segments are what.
pub fn bar(lang: Lang, who: &str, side: &str, parts: &[(Part, usize)]) -> String {
    let mut text = sequence_of(lang, who, side);
    for (place, (part, count)) in parts.iter().enumerate() {
        text += if place == 0 { ": " } else { ", " };
        text += part.text(lang);
        if *count > 1 {
            text += &format!(" ×{count}");
        }
    }
    text
}

pub(crate) fn grouped_bytes(bytes: u32) -> String {
    format!(
        "{} byte{}",
        grouped(bytes),
        if bytes == 1 { "" } else { "s" }
    )
}

/// In flight, and what of it is in the network.
pub fn in_flight_and_pipe(flight: u32, pipe: u32) -> String {
    format!("{} (pipe {})", grouped(flight), grouped(pipe))
}

/// Who is on a connection's left and who on its right.
pub fn ends(client: &str, client_port: u16, server: &str, server_port: u16) -> String {
    format!("{client}:{client_port} → {server}:{server_port}")
}

/// A whole number with commas: `65,535`.
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (65_535, "65,535"),
            (u32::MAX, "4,294,967,295"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }
}
