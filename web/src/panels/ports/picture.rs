//! The demultiplexer as a picture: the packet on the left, the table it goes through, the mailboxes on the right.

use hoplab_sim::{ConsumeReason, PacketId};
use yew::prelude::*;

use crate::letters;
use hoplab_explain::sockets::ArrivalOutcome;
use hoplab_explain::sockets::matching::{Decided, Fields};
use hoplab_words::Lang;
use hoplab_words::ports as words;

/// Mailboxes drawn at most.
const MOST_BOXES: usize = 6;

const WIDTH: usize = 360;
/// How far the boxes on the right are apart.
const STEP: usize = 44;
const BOX: usize = 36;
/// Where the boxes on the right begin.
const RIGHT: usize = 246;
/// The part in the middle.
const MIDDLE: (usize, usize) = (150, 212);
/// The least height: that of the packet's lines.
const LEAST: usize = 132;

/// A program's mailbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Mailbox {
    /// Where it was started: what tells it from others of the same name.
    pub started: u64,
    /// The program.
    pub program: String,
    /// Packets that came to all its sockets.
    pub packets: u32,
    /// Bytes in them.
    pub bytes: u64,
    /// The packet that came last.
    pub last: Option<u64>,
    /// Whether the packet shown dropped into it.
    pub takes: bool,
}

/// What is drawn.
pub struct Picture<'a> {
    /// The words' language.
    pub lang: Lang,
    /// All of it in words.
    pub label: String,
    /// The packet's number.
    pub packet: u64,
    /// What it says.
    pub fields: &'a Fields,
    /// What was compared.
    pub decided: Decided,
    /// What became of it.
    pub outcome: ArrivalOutcome,
    /// What the host answers, if nobody took it.
    pub answer: &'static str,
    /// Who it concerns.
    pub concerns: &'a [String],
    /// The mailboxes.
    pub boxes: &'a [Mailbox],
}

/// One box on the right.
struct Exit {
    name: String,
    below: String,
    chosen: bool,
    /// It is no mailbox: the packet ends here.
    end: bool,
}

/// The picture.
pub fn picture(picture: &Picture<'_>) -> Html {
    let exits = exits(picture);
    let height = (exits.len() * STEP + 8).max(LEAST);
    let middle = height / 2;
    let first = (height - exits.len() * STEP) / 2 + (STEP - BOX) / 2;
    let place = |at: usize| first + at * STEP;
    html! {
        <svg class="demux-picture" viewBox={format!("0 0 {WIDTH} {height}")} role="img" aria-label={picture.label.clone()}>
            <>{ for exits.iter().enumerate().map(|(at, exit)| way(middle, place(at) + BOX / 2, exit.chosen)) }</>
            { packet(picture, middle) }
            { funnel(picture.lang, middle, height) }
            <>{ for exits.iter().enumerate().map(|(at, exit)| exit_box(exit, place(at))) }</>
        </svg>
    }
}

fn exits(picture: &Picture<'_>) -> Vec<Exit> {
    let lang = picture.lang;
    let mut left_out = picture.boxes.len().saturating_sub(MOST_BOXES);
    let mut exits: Vec<Exit> = Vec::new();
    for mailbox in picture.boxes {
        if left_out > 0 && !mailbox.takes {
            left_out -= 1;
            continue;
        }
        let below = match mailbox.packets {
            0 => words::empty(lang).to_owned(),
            packets => words::packets(lang, packets),
        };
        exits.push(Exit {
            name: shortened(&mailbox.program),
            below,
            chosen: mailbox.takes,
            end: false,
        });
    }
    exits.truncate(MOST_BOXES + 2);
    exits.push(last_exit(picture));
    exits
}

/// Where what no program takes ends.
fn last_exit(picture: &Picture<'_>) -> Exit {
    let lang = picture.lang;
    let taken = picture.outcome == ArrivalOutcome::Taken;
    let by_host = matches!(
        picture.outcome,
        ArrivalOutcome::Consumed(
            ConsumeReason::IcmpTold { .. }
                | ConsumeReason::IcmpIgnored
                | ConsumeReason::EchoAnswered
        )
    );
    let name = if by_host {
        words::host_itself(lang)
    } else {
        words::nobody(lang)
    };
    let below = match (picture.outcome, picture.concerns.first()) {
        (ArrivalOutcome::Consumed(ConsumeReason::IcmpTold { .. }), Some(program)) => {
            format!("→ {}", shortened(program))
        }
        _ => picture.answer.to_owned(),
    };
    Exit {
        name: name.to_owned(),
        below,
        chosen: !taken,
        end: true,
    }
}

/// As much of a name as fits into a mailbox, in letters of 12 px that may be bold.
fn shortened(name: &str) -> String {
    let room = (WIDTH - RIGHT - 12) as f64;
    letters::shortened(name, 12.0 * 1.12, room)
}

/// The way from the table to a box.
fn way(from: usize, to: usize, chosen: bool) -> Html {
    let (start, end) = (MIDDLE.1, RIGHT - 8);
    let bend = (start + end) / 2;
    html! {
        <>
            <path class={classes!("demux-way", chosen.then_some("demux-chosen"))}
                d={format!("M{start} {from}C{bend} {from} {bend} {to} {end} {to}")} />
            if chosen {
                <path class="demux-arrow" d={format!("M{end} {}L{RIGHT} {to}L{end} {}z", to - 6, to + 6)} />
            }
        </>
    }
}

fn packet(picture: &Picture<'_>, middle: usize) -> Html {
    let Picture {
        lang,
        fields,
        decided,
        ..
    } = picture;
    let lang = *lang;
    let (source, destination) = fields.ports.unzip();
    let port = |port: Option<u16>| {
        port.map_or_else(
            || words::no_port(lang).to_owned(),
            |port| words::port(lang, port),
        )
    };
    // What was compared is set in bold, and has a mark before it.
    let lines = [
        (
            format!(
                "{} {}",
                words::protocol_name(fields),
                PacketId(picture.packet)
            ),
            true,
        ),
        (fields.src.to_string(), decided.source),
        (port(source), decided.source_port),
        (fields.dst.to_string(), true),
        (port(destination), decided.own_port),
    ];
    let top = middle - 60;
    let steps = [18, 42, 58, 84, 100];
    html! {
        <>
            <rect class="demux-packet" x="1" y={top.to_string()} width="120" height="120" rx="4" />
            <>{ for lines.into_iter().zip(steps).map(|((line, counts), down)| {
                let y = (top + down).to_string();
                html! {
                    <>
                        if counts { <text class="demux-tick" x="8" y={y.clone()}>{ "▸" }</text> }
                        <text class={classes!(counts.then_some("demux-compared"))} x="19" {y}>{ line }</text>
                    </>
                }
            }) }</>
            <path class="demux-between" d={format!("M8 {}H114", top + 27)} />
            <text class="demux-down" x="19" y={(top + 71).to_string()}>{ "↓" }</text>
            <path class="demux-way demux-chosen" d={format!("M121 {middle}H{}", MIDDLE.0 - 8)} />
            <path class="demux-arrow" d={format!("M{0} {1}L{2} {middle}L{0} {3}z", MIDDLE.0 - 8, middle - 6, MIDDLE.0, middle + 6)} />
        </>
    }
}

/// The table: wide where packets come out.
fn funnel(lang: Lang, middle: usize, height: usize) -> Html {
    let (left, right) = MIDDLE;
    let out = (height / 2).saturating_sub(6).min(70);
    let (top, bottom) = (middle - out, middle + out);
    html! {
        <>
            <path class="demux-funnel" d={format!("M{left} {}L{right} {top}V{bottom}L{left} {}z", middle - 30, middle + 30)} />
            <text class="demux-name" x={((left + right) / 2).to_string()} y={(middle + 4).to_string()}>{ words::table(lang) }</text>
        </>
    }
}

fn exit_box(exit: &Exit, top: usize) -> Html {
    let class = classes!(
        "demux-box",
        exit.chosen.then_some("demux-chosen"),
        exit.end.then_some("demux-end")
    );
    // Alone, the name stands in the middle.
    let down = if exit.below.is_empty() { 22 } else { 15 };
    html! {
        <>
            <rect {class} x={RIGHT.to_string()} y={top.to_string()} width={(WIDTH - RIGHT - 1).to_string()} height={BOX.to_string()} rx="4" />
            <text class={classes!(exit.chosen.then_some("demux-compared"))} x={(RIGHT + 8).to_string()} y={(top + down).to_string()}>{ exit.name.clone() }</text>
            <text class="demux-below" x={(RIGHT + 8).to_string()} y={(top + 29).to_string()}>{ exit.below.clone() }</text>
        </>
    }
}
