//! Why something happened: from the effect back to what began it all.

use hoplab_explain::Moment;
use hoplab_explain::why::{Chain, Earlier, Line};
use hoplab_sim::{EventId, EventKind, TraceEvent};
use yew::prelude::*;

use crate::act::{Act, Selection};
use crate::page::Page;
use hoplab_words::Lang;
use hoplab_words::inspect as words;
use hoplab_words::story::{self, Known, Names};

/// Tells events.
struct Teller<'a> {
    lang: Lang,
    names: Names<'a>,
    moment: Moment<'a>,
    on: &'a Callback<Act>,
}

/// An event, its causes, and what became of what was sent first if it is about sending again.
// Not inlined: a first visit selects nothing, so this stays out of the first module.
#[inline(never)]
pub fn event(
    page: &Page,
    moment: Moment<'_>,
    known: Known<'_>,
    id: EventId,
    on: &Callback<Act>,
) -> Html {
    let lang = page.lang;
    let (Some(event), Some(why)) = (moment.event(id), moment.why(id)) else {
        return html! { <p class="quiet">{ words::forgotten(lang) }</p> };
    };
    let names = page.names(known);
    let teller = Teller {
        lang,
        names,
        moment,
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
                .moment
                .event(*id)
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
        let fate = earlier.fate.and_then(|fate| self.moment.event(fate));
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
