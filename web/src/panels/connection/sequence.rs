//! The sequence space of each direction, drawn to scale: above what the sender knows of it, below what the
//! receiver does, the same numbers under each other.

use hoplab_tcp::{CongestionControl, SegmentStatus, Seq, TcpSnapshot};
use yew::prelude::*;

use super::View;
use hoplab_explain::connections::End;
use hoplab_units::fixed;
use hoplab_words::Lang;
use hoplab_words::connection as words;
use hoplab_words::connection::{Mark, Part, grouped};

/// A stretch of the sequence space, `[start, end)`, counted from the initial sequence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    part: Part,
    start: u32,
    end: u32,
}

/// Both bars of both directions.
pub fn directions(view: &View<'_>, absolute: bool) -> Html {
    let (client, server) = (view.client.as_ref(), view.server.as_ref());
    let right = view.server_end();
    html! {
        <>
            { direction(view, (view.pair.client, client), (right, server), absolute) }
            if let Some(right) = right {
                { direction(view, (right, server), (Some(view.pair.client), client), absolute) }
            }
            { legend(view.lang()) }
        </>
    }
}

/// What one end sends and the other receives.
fn direction(
    view: &View<'_>,
    (from, sender): (&End, Option<&TcpSnapshot>),
    (to, receiver): (Option<&End>, Option<&TcpSnapshot>),
    absolute: bool,
) -> Html {
    let lang = view.lang();
    // A receiver without the SYN knows nothing of the numbers yet.
    let receiver = receiver.filter(|tcp| tcp.irs.is_some());
    let address = from.remote.ip().to_string();
    let (who, other) = (
        view.name(from),
        to.map_or(address.as_str(), |to| view.name(to)),
    );
    let silent = |tcp: &TcpSnapshot| tcp.unsent == 0 && tcp.snd_nxt.since(tcp.iss) <= 1;
    if sender.is_some_and(silent) {
        return html! {
            <div class="conn-direction">
                <h4>{ words::direction(who, other) }</h4>
                <p class="quiet conn-unsent">{ words::nothing_sent(lang) }</p>
            </div>
        };
    }
    if sender.is_none() && receiver.is_none() {
        return html! {};
    }
    let frame = Frame::new(sender, receiver);
    let lit = view
        .lit
        .filter(|segment| segment.end == from.id && segment.len > 0);
    let bar = |who: &str, tcp: &TcpSnapshot, sends: bool| Bar {
        lang,
        frame,
        who: who.to_owned(),
        sends,
        over: sends && tcp.fin_sent,
        pieces: if sends { sent(tcp) } else { received(tcp) },
        marks: if sends {
            Marks::sender(tcp)
        } else {
            Marks::receiver(tcp)
        },
        base: absolute.then_some(if sends {
            tcp.iss
        } else {
            tcp.irs.unwrap_or_default()
        }),
        lit: lit.map(|segment| {
            let start = segment.seq.since(if sends {
                tcp.iss
            } else {
                tcp.irs.unwrap_or_default()
            });
            (start, start + segment.len)
        }),
    };
    html! {
        <div class="conn-direction" role="group" aria-label={words::direction(who, other)}>
            <h4>{ words::direction(who, other) }</h4>
            <>{ for sender.map(|tcp| bar(who, tcp, true).html()) }</>
            <>{ for receiver.map(|tcp| bar(other, tcp, false).html()) }</>
            if let Some(tcp) = sender.filter(|tcp| tcp.unsent > 0) {
                <p class="quiet conn-unsent">{ words::unsent(lang, tcp.unsent) }</p>
            }
        </div>
    }
}

/// Up to where the sender may send at once, and whether the congestion window is what stops it there. It counts
/// what is in the network (RFC 6675's pipe); without SACK that is all that is in flight.
fn edge(tcp: &TcpSnapshot) -> (u32, bool) {
    let window = tcp.snd_una.since(tcp.iss).saturating_add(tcp.snd_wnd);
    let nxt = tcp.snd_nxt.since(tcp.iss);
    let congestion = nxt.saturating_add(tcp.cwnd.saturating_sub(tcp.pipe));
    let limits = tcp.congestion != CongestionControl::None && congestion < window;
    (if limits { congestion } else { window }, limits)
}

/// What a sender knows, from the first octet to the edge of what it may send.
fn sent(tcp: &TcpSnapshot) -> Vec<Piece> {
    let place = |seq: Seq| seq.since(tcp.iss);
    let (una, nxt) = (place(tcp.snd_una), place(tcp.snd_nxt));
    let mut pieces = Vec::with_capacity(tcp.segments.len() + 3);
    let mut put = |part, start: u32, end: u32| {
        if end > start {
            pieces.push(Piece { part, start, end });
        }
    };
    put(Part::Acked, 0, una);
    let mut known = una;
    for segment in &tcp.segments {
        let start = place(segment.seq).max(una);
        let end = place(segment.seq) + segment.len;
        let part = match segment.status {
            SegmentStatus::Sacked => Part::Sacked,
            SegmentStatus::Lost => Part::Lost,
            SegmentStatus::InFlight if segment.transmissions > 1 => Part::Again,
            SegmentStatus::InFlight => Part::InFlight,
        };
        put(part, start, end);
        known = end.max(known);
    }
    // A snapshot does not list every segment of a very long flight.
    put(Part::InFlight, known, nxt);
    if !tcp.fin_sent {
        put(Part::Allowed, nxt, edge(tcp).0);
    }
    pieces
}

/// What a receiver knows.
fn received(tcp: &TcpSnapshot) -> Vec<Piece> {
    let Some(irs) = tcp.irs else {
        return Vec::new();
    };
    let place = |seq: Seq| seq.since(irs);
    let next = place(tcp.rcv_nxt);
    let mut pieces = Vec::with_capacity(tcp.out_of_order.len() * 2 + 3);
    let mut put = |part, start: u32, end: u32| {
        if end > start {
            pieces.push(Piece { part, start, end });
        }
    };
    let unread = next.saturating_sub(tcp.receive_queue);
    put(Part::Read, 0, unread);
    put(Part::Waiting, unread, next);
    let mut known = next;
    for (start, end) in &tcp.out_of_order {
        put(Part::Gap, known, place(*start));
        put(Part::Ahead, place(*start), place(*end));
        known = place(*end);
    }
    put(Part::Room, known, next.saturating_add(tcp.rcv_wnd));
    pieces
}

/// The part of the sequence space that is in sight. Two bars of a direction share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Frame {
    /// May lie before the beginning: nothing is drawn there.
    from: i64,
    to: i64,
}

impl Frame {
    /// Around what is going on: what is in flight, held, and could be sent at once.
    fn new(sender: Option<&TcpSnapshot>, receiver: Option<&TcpSnapshot>) -> Frame {
        let (mut first, mut last, mut least) = (u32::MAX, 0_u32, 8_u32);
        if let Some(tcp) = sender {
            let una = tcp.snd_una.since(tcp.iss);
            let nxt = tcp.snd_nxt.since(tcp.iss);
            first = first.min(una);
            let free = edge(tcp).0.saturating_sub(nxt);
            last = last.max(nxt.saturating_add(tcp.unsent.min(free)));
            least = least.max(free.min(8 * u32::from(tcp.mss)));
        }
        if let Some((tcp, irs)) = receiver.and_then(|tcp| Some((tcp, tcp.irs?))) {
            let next = tcp.rcv_nxt.since(irs);
            let ahead = tcp
                .out_of_order
                .last()
                .map_or(next, |(_, end)| end.since(irs));
            first = first.min(next.saturating_sub(tcp.receive_queue));
            last = last.max(ahead);
        }
        let first = i64::from(first);
        let long = (i64::from(last) - first).max(i64::from(least));
        Frame {
            from: first - long * 2 / 5,
            to: first + long + long / 5 + 1,
        }
    }
    /// Where a number lies, in hundredths of a percent of the bar's width.
    fn place(self, number: u32) -> i64 {
        let number = i64::from(number).clamp(self.from, self.to);
        (number - self.from) * 10_000 / (self.to - self.from)
    }
    fn shows(self, number: u32) -> bool {
        (self.from..=self.to).contains(&i64::from(number))
    }
}

/// `12.5%` of hundredths of a percent.
fn percent(hundredths: i64) -> String {
    fixed(hundredths as f64 / 100.0, 2) + "%"
}

/// The numbers that stand above and below a bar.
struct Marks {
    /// Above, to the left of its place: what is done up to there.
    done: (Mark, u32),
    /// Above, to the right of its place.
    next: Option<(Mark, u32)>,
    /// Below: where the window ends, and whether it is the congestion window.
    window: (u32, bool),
}

impl Marks {
    fn sender(tcp: &TcpSnapshot) -> Marks {
        let place = |seq: Seq| seq.since(tcp.iss);
        Marks {
            done: (Mark::Unacked, place(tcp.snd_una)),
            next: Some((Mark::Next, place(tcp.snd_nxt))),
            window: edge(tcp),
        }
    }
    fn receiver(tcp: &TcpSnapshot) -> Marks {
        let next = tcp.irs.map_or(0, |irs| tcp.rcv_nxt.since(irs));
        Marks {
            done: (Mark::Expected, next),
            next: None,
            window: (next.saturating_add(tcp.rcv_wnd), false),
        }
    }
}

struct Bar {
    lang: Lang,
    frame: Frame,
    who: String,
    sends: bool,
    /// Nothing can come after the pieces: neither a window nor what lies beyond it matters.
    over: bool,
    pieces: Vec<Piece>,
    marks: Marks,
    /// What to add for the numbers in the packets.
    base: Option<Seq>,
    /// The segment in the packet that is selected.
    lit: Option<(u32, u32)>,
}

impl Bar {
    fn number(&self, number: u32) -> String {
        match self.base {
            // As Wireshark writes them: no commas in what is an identifier rather than a size.
            Some(base) => (base + number).to_string(),
            None => grouped(number),
        }
    }

    fn html(&self) -> Html {
        let lang = self.lang;
        let side = if self.sends {
            words::sender_bar(lang)
        } else {
            words::receiver_bar(lang)
        };
        let label = words::bar(lang, &self.who, side, &self.counts());
        let beyond = self.pieces.last().map_or(0, |piece| piece.end);
        let beyond = Piece {
            part: Part::Beyond,
            start: beyond,
            end: u32::try_from(self.frame.to).unwrap_or(u32::MAX),
        };
        html! {
            <div class="seq">
                <span class="seq-who">{ &self.who }<span class="quiet">{ side }</span></span>
                <svg class="seq-bar" width="100%" height="62" role="img" aria-label={label}>
                    <>{ for self.pieces.iter().chain((!self.over).then_some(&beyond)).map(|piece| self.piece(piece)) }</>
                    <>{ for self.lit.map(|(start, end)| self.frame_of(start, end)) }</>
                    { self.marks() }
                    { self.window() }
                </svg>
            </div>
        }
    }

    /// What parts there are, and how often.
    fn counts(&self) -> Vec<(Part, usize)> {
        let parts = if self.sends {
            &Part::SENDER[..]
        } else {
            &Part::RECEIVER[..]
        };
        let count = |part: Part| {
            self.pieces
                .iter()
                .filter(|piece| piece.part == part)
                .count()
        };
        parts
            .iter()
            .map(|part| (*part, count(*part)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    fn piece(&self, piece: &Piece) -> Html {
        let (left, right) = (self.frame.place(piece.start), self.frame.place(piece.end));
        if right <= left {
            return html! {};
        }
        let title = words::part(
            self.lang,
            piece.part,
            &self.number(piece.start),
            &self.number(piece.end - 1),
        );
        html! { <g data-part={piece.part.class()}><title>{ title }</title>{ swatch(piece.part, left, right, 20) }</g> }
    }

    fn frame_of(&self, start: u32, end: u32) -> Html {
        let (left, right) = (self.frame.place(start), self.frame.place(end));
        html! { <rect class="seq-lit" x={percent(left)} y="17" width={percent(right - left)} height="28" /> }
    }

    /// The numbers above the bar. The second one stands to the right of its line, so that both have room; where it
    /// would be cut off there, both stand to the left, and if they are near each other as one text.
    fn marks(&self) -> Html {
        let (done, next) = (self.marks.done, self.marks.next);
        let tell = |(mark, number): (Mark, u32)| format!("{} {}", mark.name(), self.number(number));
        let Some(next) = next else {
            return self.mark(done, tell(done), false);
        };
        let (left, right) = (self.frame.place(done.1), self.frame.place(next.1));
        if right < 7_500 {
            return html! { <>{ self.mark(done, tell(done), false) }{ self.mark(next, tell(next), true) }</> };
        }
        let both = match (done.1 == next.1, right - left < 2_500) {
            (true, _) => Some(format!("{} = {}", done.0.name(), tell(next))),
            (false, true) => Some(format!("{}, {}", tell(done), tell(next))),
            (false, false) => None,
        };
        match both {
            Some(both) => {
                html! { <>{ self.mark(done, both, false) }{ self.mark(next, String::new(), false) }</> }
            }
            None => {
                html! { <>{ self.mark(done, tell(done), false) }{ self.mark(next, tell(next), false) }</> }
            }
        }
    }

    fn mark(&self, (mark, number): (Mark, u32), told: String, right: bool) -> Html {
        let x = percent(self.frame.place(number));
        let (anchor, dx) = if right { ("start", "4") } else { ("end", "-4") };
        html! {
            <g class="seq-mark">
                <title>{ mark.means(self.lang) }</title>
                <line x1={x.clone()} x2={x.clone()} y1="4" y2="45" />
                <text {x} y="13" {dx} text-anchor={anchor}>{ told }</text>
            </g>
        }
    }

    fn window(&self) -> Html {
        let (edge, congestion) = self.marks.window;
        let told = words::window_edge(self.lang, congestion, &self.number(edge));
        if !self.frame.shows(edge) {
            return html! { <text class="seq-edge" x="100%" y="59" text-anchor="end">{ format!("{told} →") }</text> };
        }
        let place = self.frame.place(edge);
        let x = percent(place);
        let (anchor, dx) = if place > 5_000 {
            ("end", "-4")
        } else {
            ("start", "4")
        };
        html! {
            <g class="seq-mark seq-window">
                <line x1={x.clone()} x2={x.clone()} y1="17" y2="60" />
                <text {x} y="59" {dx} text-anchor={anchor}>{ told }</text>
            </g>
        }
    }
}

/// A part as it looks, between two places in hundredths of a percent. What a colour says, a shape says too: a cross for
/// what is lost, a dot for what the receiver holds, a second line for what was sent again.
fn swatch(part: Part, left: i64, right: i64, y: i64) -> Html {
    let (x, width) = (percent(left), percent(right - left));
    let (x2, middle) = (percent(right), percent((left + right) / 2));
    let (top, low, centre) = (y.to_string(), (y + 22).to_string(), (y + 11).to_string());
    let inner = match part {
        Part::Lost | Part::Gap => html! {
            <>
                <line x1={x.clone()} y1={top.clone()} x2={x2.clone()} y2={low.clone()} />
                <line x1={x.clone()} y1={low} {x2} y2={top.clone()} />
            </>
        },
        Part::Sacked | Part::Ahead => html! { <circle cx={middle} cy={centre} r="3" /> },
        Part::Again => html! {
            <rect class="seq-again" x={x.clone()} y={(y + 15).to_string()} width={width.clone()} height="7" />
        },
        _ => html! {},
    };
    html! {
        <g class={format!("seq-part seq-{}", part.class())}>
            <rect {x} y={top} {width} height="22" />
            { inner }
        </g>
    }
}

/// What the parts look like.
fn legend(lang: Lang) -> Html {
    let item = |part: Part| {
        html! {
            <li>
                <svg width="22" height="22" aria-hidden="true">{ swatch(part, 0, 10_000, 0) }</svg>
                { part.text(lang) }
            </li>
        }
    };
    html! {
        <div class="seq-legend">
            <ul aria-label={words::sender_bar(lang)}><li class="quiet">{ words::sender_bar(lang) }</li><>{ for Part::SENDER.into_iter().map(item) }</></ul>
            <ul aria-label={words::receiver_bar(lang)}><li class="quiet">{ words::receiver_bar(lang) }</li><>{ for Part::RECEIVER.into_iter().map(item) }</></ul>
        </div>
    }
}

#[cfg(test)]
mod tests;
