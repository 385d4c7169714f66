//! The demultiplexer: the packet that arrived last, or the selected one, what it says, which rows of the table were
//! compared with it, and whose mailbox it dropped into.

use hoplab_sim::{ConsumeReason, NodeId, SocketId};
use yew::prelude::*;

use super::picture::{self, Mailbox, Picture};
use super::rows::{self, address, peer, program_name};
use crate::act::{Act, Selection};
use crate::page::Page;
use hoplab_explain::At;
use hoplab_explain::sockets::matching::{Decided, Explanation, Fields, Looked, Verdict};
use hoplab_explain::sockets::{Arrival, ArrivalOutcome, Sockets};
use hoplab_words::Lang;
use hoplab_words::ports as words;
use hoplab_words::story;

/// Rows told at most; past it those that do not take the packet are left out.
const MOST_ROWS: usize = 12;

/// Everything there is to tell of one arrival.
struct Told<'a> {
    page: &'a Page,
    sockets: At<&'a Sockets>,
    arrival: Arrival<'a>,
    explanation: Explanation,
    /// The programs that got it, or that were told of it.
    programs: Vec<String>,
    /// What became of it, as a sentence.
    outcome: String,
    /// Whether the host sends ICMP errors.
    answers: bool,
}

/// The demultiplexer of a host.
pub fn demux(page: &Page, sockets: At<&Sockets>, node: NodeId, on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let selected = match page.selection {
        Selection::Packet(packet) => Some(packet),
        _ => None,
    };
    let meant = selected.and_then(|packet| sockets.arrival(packet));
    let meant = meant.filter(|arrival| arrival.node == node);
    let arrival = meant.or_else(|| sockets.last_arrival(node));
    let body = match arrival {
        None => html! {
            <>
                <p class="quiet">{ words::no_arrival(lang, page.node_name(node)) }</p>
                { mailboxes(lang, &boxes(page, sockets, node, &[])) }
            </>
        },
        Some(arrival) => {
            let told = Told::new(page, sockets, arrival);
            let head = if meant.is_some() {
                words::this_packet(lang)
            } else {
                words::last_packet(lang)
            };
            html! {
                <>
                    if selected.is_some() && meant.is_none() {
                        <p class="quiet">{ words::not_here(lang) }</p>
                    }
                    { told.head(head, on) }
                    { told.whole() }
                </>
            }
        }
    };
    html! {
        <section class="demux" aria-labelledby="demux-title">
            <h3 id="demux-title">{ words::demux(lang) }</h3>
            <p class="quiet">{ words::demux_means(lang) }</p>
            { body }
        </section>
    }
}

/// The mailboxes of a host: those of programs that have a socket, had one a short while ago, or are meant.
fn boxes(page: &Page, sockets: At<&Sockets>, node: NodeId, takers: &[SocketId]) -> Vec<Mailbox> {
    let mut boxes = Vec::new();
    for started in sockets.programs(node) {
        let own = || {
            sockets
                .of(node)
                .filter(|life| life.owner == Some(started.event))
        };
        let takes = own().any(|life| takers.contains(&life.socket));
        let there = own().any(|life| life.closed.is_none() || rows::just_closed(page, &life));
        if !takes && !there {
            continue;
        }
        boxes.push(Mailbox {
            started: started.event.0,
            program: words::program_name(page.lang, &started.summary),
            packets: own().map(|life| life.mail).sum(),
            bytes: own().map(|life| life.bytes).sum(),
            last: own().filter_map(|life| life.last.map(|last| last.0)).max(),
            takes,
        });
    }
    boxes
}

fn mailboxes(lang: Lang, boxes: &[Mailbox]) -> Html {
    html! {
        <ul class="mailboxes">
            { for boxes.iter().map(|mailbox| html! {
                <li key={mailbox.started} class={classes!("mailbox", mailbox.takes.then_some("mailbox-takes"))}>
                    <b>{ mailbox.program.clone() }</b>
                    if mailbox.packets == 0 {
                        <span class="quiet">{ words::empty(lang) }</span>
                    } else {
                        <span class="figure">{ words::amount(lang, mailbox.packets, mailbox.bytes) }</span>
                        if let Some(last) = mailbox.last {
                            <span class="quiet figure">{ words::last(lang, last) }</span>
                        }
                    }
                    if mailbox.takes { <span class="mailbox-mark">{ words::here(lang) }</span> }
                </li>
            }) }
        </ul>
    }
}

impl<'a> Told<'a> {
    fn new(page: &'a Page, sockets: At<&'a Sockets>, arrival: Arrival<'a>) -> Told<'a> {
        let lang = page.lang;
        let explanation = sockets.explain(arrival);
        let concerns = match arrival.outcome {
            ArrivalOutcome::Consumed(ConsumeReason::IcmpTold { socket }) => vec![socket],
            _ => arrival.takers().collect(),
        };
        let lives = concerns
            .iter()
            .filter_map(|socket| sockets.life(arrival.node, *socket));
        let programs: Vec<String> = lives
            .map(|life| program_name(lang, sockets, &life))
            .collect();
        let taker = arrival.takers().next();
        let taker = taker.and_then(|socket| sockets.life(arrival.node, socket));
        let node = page.nodes.get(arrival.node.index());
        let answers = node.is_some_and(|node| node.icmp);
        let outcome = words::outcome(
            lang,
            &arrival.fields,
            arrival.outcome,
            taker.map(|life| life.key.sort()),
            &programs,
            answers,
        );
        Told {
            page,
            sockets,
            arrival,
            explanation,
            programs,
            outcome,
            answers,
        }
    }

    fn head(&self, what: &'static str, on: &Callback<Act>) -> Html {
        let lang = self.page.lang;
        let packet = self.arrival.packet;
        let select = on.reform(move |_: MouseEvent| Act::Select(Selection::Packet(packet)));
        let selected = self.page.selection == Selection::Packet(packet);
        html! {
            <div class="demux-head">
                <p><b>{ what }</b>{ " " }
                    <span class="figure">{ words::arrived(lang, packet.0, &story::clock(self.arrival.at)) }</span></p>
                if !selected {
                    <button type="button" class="button" onclick={select}>{ words::open_packet(lang) }</button>
                }
            </div>
        }
    }

    fn whole(&self) -> Html {
        let lang = self.page.lang;
        let boxes = boxes(
            self.page,
            self.sockets,
            self.arrival.node,
            &self.arrival.takers().collect::<Vec<_>>(),
        );
        let label = words::picture(
            lang,
            self.arrival.packet.0,
            &self.arrival.fields,
            &self.outcome,
        );
        let picture = Picture {
            lang,
            label,
            packet: self.arrival.packet.0,
            fields: &self.arrival.fields,
            decided: self.explanation.decided,
            outcome: self.arrival.outcome,
            answer: words::answer(self.arrival.outcome, self.answers),
            concerns: &self.programs,
            boxes: &boxes,
        };
        html! {
            <>
                { picture::picture(&picture) }
                <ol class="demux-steps">
                    <li>
                        <h4>{ words::step_read(lang) }</h4>
                        { fields(lang, &self.arrival.fields, self.explanation.decided) }
                    </li>
                    <li>
                        <h4>{ words::step_match(lang) }</h4>
                        { self.rows() }
                        { self.apart() }
                    </li>
                    <li>
                        <h4>{ words::step_drop(lang) }</h4>
                        <p class="demux-outcome">{ self.outcome.clone() }</p>
                        { mailboxes(lang, &boxes) }
                    </li>
                </ol>
            </>
        }
    }

    fn rows(&self) -> Html {
        let lang = self.page.lang;
        let looked = &self.explanation.looked;
        let compared = || {
            let same = |looked: &&Looked| looked.verdict != Verdict::OtherProtocol;
            looked.iter().filter(same)
        };
        let (all, others) = (compared().count(), looked.len() - compared().count());
        // Nobody looks at the table for what the host keeps, or for what is damaged.
        let asked = self.arrival.fields.socket_protocol().is_some();
        if !asked || all + others == 0 {
            return html! { <p class="quiet">{ words::no_rows(lang) }</p> };
        }
        let takers = compared()
            .filter(|looked| looked.verdict == Verdict::Takes)
            .count();
        let mut room = MOST_ROWS.saturating_sub(takers);
        let shown: Vec<&Looked> = compared()
            .filter(|looked| {
                let takes = looked.verdict == Verdict::Takes;
                let fits = takes || room > 0;
                room -= usize::from(fits && !takes);
                fits
            })
            .collect();
        html! {
            <ol class="demux-rows">
                <>{ for shown.iter().map(|looked| self.row(looked)) }</>
                if all > shown.len() { <li class="quiet">{ words::more(lang, all - shown.len()) }</li> }
                if others > 0 { <li class="quiet">{ words::other_protocols(lang, others) }</li> }
            </ol>
        }
    }

    fn row(&self, looked: &Looked) -> Html {
        let lang = self.page.lang;
        let key = looked.row.key;
        let takes = looked.verdict == Verdict::Takes;
        let life = self.sockets.life(self.arrival.node, looked.row.socket);
        let program = life.map(|life| program_name(lang, self.sockets, &life));
        let (sign, class) = match looked.verdict {
            Verdict::Takes => ("✓", "demux-takes"),
            Verdict::Differs(_) | Verdict::AsksNothing => ("✗", "demux-differs"),
            Verdict::LessExact | Verdict::MakesRoom | Verdict::OtherProtocol => {
                ("–", "demux-passed")
            }
        };
        html! {
            <li key={looked.row.socket.0} class={class}>
                <span class="demux-sign" aria-hidden="true">{ sign }</span>
                <span class="demux-row">
                    <span class="code" translate="no">{ format!("{} {} ← {}", key.protocol.as_str(), address(key.local), peer(lang, key)) }</span>
                    { " " }<span>{ program }</span>
                </span>
                <span class={classes!("demux-verdict", (!takes).then_some("quiet"))}>
                    { words::verdict(lang, &self.arrival.fields, &key, looked.verdict) }
                </span>
            </li>
        }
    }

    /// For two sockets that differ in nothing but the other side's port: what tells them apart.
    fn apart(&self) -> Html {
        let lang = self.page.lang;
        let fields = &self.arrival.fields;
        let exact = self.explanation.decided.source_port;
        let other = self.explanation.told_apart_by_source_port().next();
        let other = other.and_then(|looked| looked.row.key.remote);
        let Some(other) = other.filter(|_| exact) else {
            return html! {};
        };
        let host = self
            .page
            .nodes
            .iter()
            .find(|node| node.address == fields.src);
        let host = host.map_or_else(|| fields.src.to_string(), |node| node.name.clone());
        let (port, this) = (fields.to().port(), fields.from().port());
        html! {
            <p class="demux-apart">
                <b>{ words::apart(lang) }</b>{ " " }
                { words::told_apart(lang, port, &host, this, other.port()) }
            </p>
        }
    }
}

/// The five fields, and which of them were compared.
fn fields(lang: Lang, fields: &Fields, decided: Decided) -> Html {
    let port = |port: Option<u16>| {
        port.map_or_else(|| words::no_field(lang).to_owned(), |port| port.to_string())
    };
    let (source, destination) = (
        fields.ports.map(|(source, _)| source),
        fields.ports.map(|(_, destination)| destination),
    );
    let all = [
        (words::protocol(lang), words::protocol_name(fields), true),
        (
            words::source_ip(lang),
            fields.src.to_string(),
            decided.source,
        ),
        (words::source_port(lang), port(source), decided.source_port),
        (words::destination_ip(lang), fields.dst.to_string(), true),
        (
            words::destination_port(lang),
            port(destination),
            decided.own_port,
        ),
    ];
    // An echo has no ports but an identifier.
    let mut all: Vec<(&'static str, String, bool)> = all.into();
    if let Some(echo) = fields.echo {
        all.retain(|(name, ..)| {
            ![words::source_port(lang), words::destination_port(lang)].contains(name)
        });
        all.push((words::echo_id(lang), echo.id.to_string(), decided.echo_id));
    }
    html! {
        <dl class="demux-fields">
            { for all.into_iter().map(|(name, value, counts)| html! {
                <div class={classes!(counts.then_some("demux-counts"))}>
                    <dt>{ name }</dt>
                    <dd class="code" translate="no">{ value }</dd>
                    <dd class="demux-mark">{ if counts { words::decides(lang) } else { words::not_asked(lang) } }</dd>
                </div>
            }) }
        </dl>
    }
}
