//! Why something happened: from the effect back to what began it all.

use hoplab_sim::{EventId, EventKind, Trace, TraceEvent};
use yew::prelude::*;

use super::why::{self, Chain, Earlier, Line};
use crate::act::{Act, Selection};
use crate::shot::Shot;
use crate::words::Lang;
use crate::words::inspect as words;
use crate::words::story::{self, Book, Names};

/// Causes read for the names of packets in the lines: those told lie well within.
const READ_FOR_NAMES: usize = 400;

/// Tells events of a trace.
struct Teller<'a> {
    lang: Lang,
    names: Names<'a>,
    trace: &'a Trace,
    on: &'a Callback<Act>,
}

/// An event, its causes, and what became of what was sent first if it is about sending again.
// Not inlined: a first visit selects nothing, so this stays out of the first module.
#[inline(never)]
pub fn event(shot: &Shot, trace: &Trace, id: EventId, on: &Callback<Act>) -> Html {
    let lang = shot.lang;
    let (Some(event), Some(why)) = (trace.get(id), why::why(trace, id)) else {
        return html! { <p class="quiet">{ words::forgotten(lang) }</p> };
    };
    let book = book(trace, event, why.earlier.as_ref());
    let names = Names::new(shot, &book);
    let teller = Teller {
        lang,
        names,
        trace,
        on,
    };
    let place = names.place(event.place);
    let back = on.reform(|_: MouseEvent| Act::Select(Selection::Nothing));
    html! {
        <div class="answer" id="answer" key={id.0} tabindex="-1" role="group" aria-labelledby="answer-title">
            <p class="why-effect" id="answer-title"><strong>{ story::narrate(lang, names, event) }</strong></p>
            <p class="why-where">
                <time>{ story::clock(event.at) }</time>
                if !place.is_empty() { <span>{ place }</span> }
                { teller.packet_button(event) }
                <button type="button" class="button button-quiet" onclick={back}>{ words::back(lang) }</button>
            </p>
            <h3>{ words::because(lang) }</h3>
            { teller.chain(&why.chain) }
            <>{ for why.earlier.as_ref().map(|earlier| teller.earlier(earlier)) }</>
        </div>
    }
}

/// The names of the packets in an event's causes and in those of the first packet's fate.
fn book(trace: &Trace, event: &TraceEvent, earlier: Option<&Earlier>) -> Book {
    let fate = earlier.and_then(|earlier| trace.get(earlier.fate?));
    let mut told: Vec<&TraceEvent> = [Some(event), fate]
        .into_iter()
        .flatten()
        .flat_map(|start| {
            core::iter::once(start).chain(trace.causes(start.id).take(READ_FOR_NAMES))
        })
        .collect();
    // The first sending is not among the causes of a packet lost by a cut.
    let first = earlier.and_then(|earlier| trace.get(earlier.sent));
    told.extend(first);
    told.sort_by_key(|event| event.id);
    let mut book = Book::default();
    told.into_iter().for_each(|event| book.note(event));
    book
}

impl Teller<'_> {
    fn chain(&self, chain: &Chain) -> Html {
        let lang = self.lang;
        if chain.lines.is_empty() && chain.to_root {
            return html! { <p class="quiet">{ words::no_cause(lang) }</p> };
        }
        html! {
            <ol class="why">
                <>{ for chain.lines.iter().enumerate().map(|(place, line)| self.chain_line(place, line)) }</>
                if !chain.to_root { <li class="quiet">{ words::forgotten(lang) }</li> }
            </ol>
        }
    }

    fn chain_line(&self, place: usize, line: &Line) -> Html {
        match line {
            Line::Event(id) => self
                .trace
                .get(*id)
                .map_or_else(Html::default, |event| self.line(event)),
            Line::Way(steps) => {
                html! { <li key={format!("way {place}")} class="why-gap">{ words::way(self.lang, *steps) }</li> }
            }
            Line::More(events) => {
                html! { <li key={format!("more {place}")} class="why-gap">{ words::more(self.lang, *events) }</li> }
            }
        }
    }

    fn line(&self, event: &TraceEvent) -> Html {
        let id = event.id;
        let select = self
            .on
            .reform(move |_: MouseEvent| Act::Select(Selection::Event(id)));
        html! {
            <li key={id.0}>
                <button type="button" class="why-line" onclick={select}>
                    <time>{ story::clock(event.at) }</time>
                    <span>{ story::narrate(self.lang, self.names, event) }</span>
                </button>
            </li>
        }
    }

    fn earlier(&self, earlier: &Earlier) -> Html {
        let fate = earlier.fate.and_then(|fate| self.trace.get(fate));
        let lost = fate.is_some_and(|fate| matches!(fate.kind, EventKind::Dropped { .. }));
        html! {
            <>
                <h3>{ words::earlier(self.lang) }</h3>
                if let Some(fate) = fate {
                    <ol class="why">
                        { self.line(fate) }
                        // Why a packet arrived is plain: it was sent.
                        if lost { <>{ for earlier.chain.lines.iter().enumerate().map(|(place, line)| self.chain_line(place, line)) }</> }
                    </ol>
                } else {
                    <p class="quiet">{ words::earlier_under_way(self.lang) }</p>
                }
            </>
        }
    }

    fn packet_button(&self, event: &TraceEvent) -> Html {
        let Some(packet) = event.kind.packet() else {
            return html! {};
        };
        let select = self
            .on
            .reform(move |_: MouseEvent| Act::Select(Selection::Packet(packet)));
        html! { <button type="button" class="button" onclick={select}>{ words::open_packet(self.lang) }</button> }
    }
}
