//! The stack view: a packet's way through the four layers of the nodes it passes, and the packet at one of
//! them as boxes in boxes.

mod boxes;
#[cfg(test)]
mod tests;
mod told;
mod towers;
mod wrap;

use hoplab_sim::{EventId, PacketId};
use yew::prelude::*;

use super::PanelProps;
use crate::act::{Act, Selection};
use crate::page::Page;
use hoplab_explain::packets::subject;
use hoplab_explain::sockets::Sockets;
use hoplab_explain::way::{self, Crossing, End, Stop, Way};
use hoplab_explain::{At, Moment};
use hoplab_words::{inspect, stack as words, story};
use told::Teller;

/// The stack view.
#[component]
pub fn StackPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, page, on } = props;
    // The packet that is followed while none is selected.
    let followed = use_mut_ref(|| None::<PacketId>);
    let lang = page.lang;
    let body = match lab.try_borrow() {
        Err(_) => html! {},
        Ok(lab) => {
            let (packets, sockets) = (lab.packets(), lab.sockets());
            let moment = Moment::new(lab.events(), &packets);
            let selected = selected(page, moment);
            let packet = selected.or_else(|| follow(page, moment, &mut followed.borrow_mut()));
            match packet {
                Some(packet) => packet_view(
                    page,
                    (moment, sockets.by_ref()),
                    packet,
                    selected.is_some(),
                    on,
                ),
                None => html! { <p class="quiet">{ words::nothing(lang) }</p> },
            }
        }
    };
    html! {
        <section class="inspector stack" aria-labelledby="stack-title">
            <h2 class="unseen" id="stack-title">{ words::title(lang) }</h2>
            { body }
        </section>
    }
}

/// The packet that is selected, by itself or by an event of its life.
fn selected(page: &Page, moment: Moment<'_>) -> Option<PacketId> {
    match page.selection {
        Selection::Packet(packet) => Some(packet),
        Selection::Event(event) => subject(&moment.event(event)?.kind),
        _ => None,
    }
}

/// The packet to show when none is selected: a new one, and that until its end.
fn follow(page: &Page, moment: Moment<'_>, followed: &mut Option<PacketId>) -> Option<PacketId> {
    let stays = |packet: &PacketId| {
        let way = moment.way(&page.links, *packet);
        let begun = way.from_birth && way.copy_of.is_none();
        begun && (!page.playing || !is_over(&way))
    };
    *followed = followed
        .filter(stays)
        .or_else(|| way::newest(moment.events()));
    *followed
}

fn is_over(way: &Way) -> bool {
    let last = way.stops.last();
    let lost = |stop: &Stop| matches!(stop.leg.map(|leg| leg.crossing), Some(Crossing::Lost(_)));
    last.is_some_and(|stop| stop.end.is_some() || lost(stop))
}

fn packet_view(
    page: &Page,
    (moment, sockets): (Moment<'_>, At<&Sockets>),
    packet: PacketId,
    selected: bool,
    on: &Callback<Act>,
) -> Html {
    let lang = page.lang;
    let way = moment.way(&page.links, packet);
    let asked = match page.selection {
        Selection::Event(event) => Some(event),
        _ => page.step,
    };
    let last = way.stops.len().saturating_sub(1);
    let at = asked.and_then(|event| way.stop_of(event)).unwrap_or(last);
    let teller = Teller {
        page,
        way: &way,
        sockets,
    };
    let keep = on.reform(move |_: MouseEvent| Act::Select(Selection::Packet(packet)));
    let choose = {
        let on = on.clone();
        Callback::from(move |step: EventId| on.emit(Act::ShowStep(packet, step)))
    };
    html! {
        <>
            if !selected {
                <p class="quiet">{ words::following_newest(lang, packet.0) }</p>
                <button type="button" class="button" onclick={keep}>{ words::keep(lang) }</button>
            } else {
                <h3>{ inspect::packet_number(lang, packet.0) }</h3>
            }
            if way.stops.is_empty() {
                <p class="quiet">{ words::forgotten(lang) }</p>
            } else if !way.from_birth {
                <p class="quiet">{ words::way_cut(lang) }</p>
            }
            if let Some(original) = way.copy_of {
                <p class="quiet">{ words::copy_of(lang, original.0) }</p>
            }
            if let Some(stop) = way.stops.get(at) {
                { towers::towers(&teller, at, &choose) }
                { hop(&teller, stop, at, &choose, on) }
                { boxes::boxes(&teller, stop) }
            }
        </>
    }
}

/// The chosen node: where and when, the ways to the others, and what befell the packet on the way here.
fn hop(
    teller: &Teller<'_>,
    stop: &Stop,
    at: usize,
    choose: &Callback<EventId>,
    on: &Callback<Act>,
) -> Html {
    let Teller { page, way, .. } = teller;
    let lang = page.lang;
    let step = |place: Option<usize>| place.and_then(|place| Some(way.stops.get(place)?.step));
    let (before, after) = (step(at.checked_sub(1)), step(Some(at + 1)));
    let button = |to: Option<EventId>, name: &'static str, sign: &'static str| {
        let choose = choose.clone();
        let press =
            Callback::from(move |_: MouseEvent| to.into_iter().for_each(|to| choose.emit(to)));
        html! {
            <button type="button" class="button hop-step" disabled={to.is_none()} aria-label={name} title={name}
                onclick={press}><span aria-hidden="true">{ sign }</span></button>
        }
    };
    let moment = stop.at;
    let seek = {
        let on = on.clone();
        Callback::from(move |_: MouseEvent| {
            on.emit(Act::Pause);
            on.emit(Act::Seek(moment));
        })
    };
    let line_flip = at
        .checked_sub(1)
        .and_then(|before| way.stops.get(before)?.leg)
        .is_some_and(|leg| leg.damaged);
    let heading =
        if stop.leg.is_some() || matches!(stop.end, None | Some(End::Lost(_))) && !stop.came {
            words::boxes(lang)
        } else {
            words::boxes_end(lang)
        };
    html! {
        <>
            <div class="hop">
                { button(before, words::previous(lang), "‹") }
                <h3>{ words::hop(lang, at + 1, way.stops.len(), page.node_name(stop.node)) }</h3>
                { button(after, words::following(lang), "›") }
            </div>
            <p class="hop-when">
                <time>{ story::clock(moment) }</time>
                if page.now != moment {
                    <button type="button" class="button button-quiet" onclick={seek}>{ words::go_there(lang) }</button>
                }
            </p>
            if line_flip { <p class="bad">{ words::line_flip(lang) }</p> }
            if stop.damaged { <p class="bad">{ words::memory_flip(lang) }</p> }
            <p class="quiet">{ heading }</p>
        </>
    }
}
