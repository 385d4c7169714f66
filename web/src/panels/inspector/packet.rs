//! A packet: what it is, its life, and its bytes at each step of it.

use core::net::Ipv4Addr;

use hoplab_sim::{Direction, EventId, Frame, PacketId, Place};
use yew::prelude::*;

use super::frame::FrameView;
use crate::act::{Act, Selection};
use crate::page::Page;
use hoplab_explain::Moment;
use hoplab_explain::life::{Life, LifeStep, Stage};
use hoplab_explain::look::{self, Look, Shape};
use hoplab_explain::sockets::matching::Fields;
use hoplab_words::inspect as words;
use hoplab_words::said::said;
use hoplab_words::stage::{self, PacketLine};
use hoplab_words::{Lang, story};

/// Everything about a packet.
// Not inlined: a first visit selects nothing, so this stays out of the first module.
#[inline(never)]
pub fn packet(page: &Page, moment: Moment<'_>, id: PacketId, on: &Callback<Act>) -> Html {
    let life = moment.life(id);
    let steps = steps(page, &life);
    html! { <PacketView key={id.0} lang={page.lang} packet={id} chosen={page.step} {steps} from_birth={life.from_birth}
    sentence={sentence(page, &life)} on={on.clone()} /> }
}

/// A step of a packet's life in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    event: EventId,
    time: String,
    words: String,
    /// Whether it is an end in loss.
    lost: bool,
    frame: Option<Frame>,
}

#[derive(Clone, Properties, PartialEq)]
struct PacketViewProps {
    lang: Lang,
    packet: PacketId,
    chosen: Option<EventId>,
    steps: Vec<Told>,
    from_birth: bool,
    sentence: Option<String>,
    on: Callback<Act>,
}

/// A component of its own: it is drawn again only when something new happened to the packet.
#[component]
fn PacketView(props: &PacketViewProps) -> Html {
    let PacketViewProps {
        lang,
        packet,
        chosen,
        steps,
        from_birth,
        sentence,
        on,
    } = props;
    let lang = *lang;
    let at = shown(steps.iter().map(|step| step.event), *chosen);
    let now = steps.get(at);
    let before = steps.get(..at).and_then(|earlier| earlier.last());
    let message = now
        .and_then(|step| step.frame.as_ref()?.app_summary())
        .map(|message| format!("{}: {}", words::carries(lang), said(lang, &message)));
    html! {
        <>
            <h3>{ words::packet_number(lang, packet.0) }</h3>
            if let Some(sentence) = sentence { <p>{ sentence }</p> }
            if let Some(message) = message { <p>{ message }</p> }
            <h3>{ words::life(lang) }</h3>
            if !from_birth { <p class="quiet">{ words::life_cut(lang) }</p> }
            <ol class="life">
                { for steps.iter().enumerate().map(|(place, step)| life_line(lang, *packet, step, place == at, on)) }
            </ol>
            if let Some(frame) = now.and_then(|step| step.frame.clone()) {
                <FrameView {lang} {frame} before={before.and_then(|step| step.frame.clone())} />
            }
        </>
    }
}

/// Which step is shown: until one is chosen, the packet is seen as it was last.
fn shown(steps: impl ExactSizeIterator<Item = EventId>, chosen: Option<EventId>) -> usize {
    let last = steps.len().saturating_sub(1);
    let mut steps = steps;
    steps
        .position(|event| Some(event) == chosen)
        .unwrap_or(last)
}

/// The TTL at the step that is shown, or at the last one before it that has bytes.
fn shown_ttl(life: &Life, chosen: Option<EventId>) -> Option<u8> {
    let at = shown(life.steps.iter().map(|step| step.event), chosen);
    let mut until = life.steps.get(..=at)?.iter().rev();
    let frame = until.find_map(|step| step.frame.as_ref())?;
    Some(frame.summary()?.ttl)
}

fn life_line(lang: Lang, packet: PacketId, step: &Told, current: bool, on: &Callback<Act>) -> Html {
    let event = step.event;
    let choose = on.reform(move |_: MouseEvent| Act::ShowStep(packet, event));
    let ask = on.reform(move |_: MouseEvent| Act::Select(Selection::Event(event)));
    let why = words::why(lang);
    html! {
        <li key={event.0} class={classes!(current.then_some("life-now"), step.lost.then_some("life-lost"))}>
            <button type="button" class="life-step" aria-current={current.then_some("step")} onclick={choose}>
                <time>{ step.time.clone() }</time>
                <span>{ step.words.clone() }</span>
            </button>
            if current {
                <button type="button" class="life-why" onclick={ask} aria-label={format!("{why} {}", step.words)}>{ why }</button>
            }
        </li>
    }
}

fn steps(page: &Page, life: &Life) -> Vec<Told> {
    let fields = life
        .steps
        .iter()
        .find_map(|step| Fields::of(step.frame.as_ref()?));
    let asks = fields.is_some_and(|fields| fields.asks_echo());
    let has_mail = fields.is_none_or(|fields| fields.has_mail());
    let told = |step: &LifeStep| Told {
        event: step.event,
        time: story::clock(step.at),
        words: stage_words(page, step, asks, has_mail),
        lost: matches!(step.stage, Stage::Dropped(_)),
        frame: step.frame.clone(),
    };
    life.steps.iter().map(told).collect()
}

/// `asks`: the packet is an echo request. `has_mail`: there is something in it for a program.
fn stage_words(page: &Page, step: &LifeStep, asks: bool, has_mail: bool) -> String {
    let lang = page.lang;
    let place = place_name(page, step.place);
    let node = |node| page.node_name(node);
    match step.stage {
        Stage::Made(id) => words::made(lang, node(id)),
        Stage::Copied(original) => words::copied(lang, original, &place),
        Stage::Waiting => words::queued(lang, &place),
        Stage::Sent(..) => words::sent(&place),
        Stage::Came(id) => words::came(lang, node(id)),
        Stage::Damaged => words::damaged(lang, &place),
        Stage::Tampered(action) => words::tampered(lang, action).to_owned(),
        Stage::Dropped(why) => words::dropped(lang, &place, why),
        Stage::Accepted(id) => words::accepted(lang, node(id), has_mail),
        Stage::Consumed(id, why) => words::consumed(lang, node(id), why, asks),
    }
}

fn place_name(page: &Page, place: Place) -> String {
    match (place, place.node(), place.link()) {
        (Place::Channel(id, direction), ..) => match page.links.get(id.index()) {
            Some(link) => {
                let [from, to] = match direction {
                    Direction::AToB => link.ends,
                    Direction::BToA => [link.ends[1], link.ends[0]],
                };
                format!("{} → {}", page.node_name(from), page.node_name(to))
            }
            None => page.link_name(id),
        },
        (_, Some(node), _) => page.node_name(node).to_owned(),
        (_, _, Some(link)) => page.link_name(link),
        (_, None, None) => String::new(),
    }
}

/// The name of the one node with this address; the address where there are several or none.
fn host_name(page: &Page, address: Ipv4Addr) -> String {
    let mut with = page.nodes.iter().filter(|node| node.address == address);
    match (with.next(), with.next()) {
        (Some(node), None) => node.name.clone(),
        _ => address.to_string(),
    }
}

/// What it is, by its bytes when it was made; its TTL is that of the frame that is shown.
fn sentence(page: &Page, life: &Life) -> Option<String> {
    let frame = life.steps.iter().find_map(|step| step.frame.as_ref())?;
    let summary = frame.summary()?;
    let lang = page.lang;
    let look = Look::of(&summary);
    let (from, to) = look::ends(&summary);
    let line = PacketLine {
        kind: stage::kind(lang, look),
        from: &host_name(page, *from.ip()),
        to: &host_name(page, *to.ip()),
        ports: summary.src_port.zip(summary.dst_port),
        payload: match look.shape {
            Shape::Data => summary.payload_len,
            _ => 0,
        },
        frame: frame.len(),
        ttl: shown_ttl(life, page.step).unwrap_or(summary.ttl),
    };
    Some(stage::packet_sentence(lang, &line))
}
