//! A link: the qualities of both its directions, and what is on it and waits for it.

use hoplab_sim::{ChannelQualities, Direction, LinkId, World};
use yew::prelude::*;

use crate::page::Page;
use hoplab_words::inspect as words;
use hoplab_words::stage::{Word, link_title};
use hoplab_words::story::changes::{rate, span};

/// One row: what it is called and how its value is written.
type Quality = (Word, fn(&ChannelQualities) -> String);

const QUALITIES: [Quality; 6] = [
    (Word::Rate, |line| rate(line.rate)),
    (Word::Delay, |line| span(line.delay)),
    (Word::Jitter, |line| span(line.jitter)),
    (Word::Loss, |line| line.loss.to_string()),
    (Word::Duplication, |line| line.duplication.to_string()),
    (Word::Corruption, |line| line.corruption.to_string()),
];

/// Everything about a link.
// Not inlined: a first visit selects nothing, so this stays out of the first module.
#[inline(never)]
pub fn link(page: &Page, world: &World, id: LinkId) -> Html {
    let lang = page.lang;
    let Some(link) = page.links.get(id.index()) else {
        return html! { <p class="quiet">{ words::forgotten(lang) }</p> };
    };
    let [a, b] = link.ends.map(|end| page.node_name(end));
    let state = if link.up { words::whole } else { words::cut }(lang);
    let mut under_way = [0_u32; 2];
    for frame in world.in_flight().filter(|frame| frame.link == id) {
        if let Some(count) = under_way.get_mut(frame.direction.index()) {
            *count += 1;
        }
    }
    let waiting = |direction: Direction, line: &ChannelQualities| {
        words::of_bound(lang, world.queued_bytes(id, direction), line.queue)
    };
    let row = |name: &str, values: [String; 2]| {
        html! {
            <tr>
                <th scope="row">{ name }</th>
                <>{ for values.into_iter().map(|value| html! { <td class="number">{ value }</td> }) }</>
            </tr>
        }
    };
    let [there, back] = &link.channels;
    let qualities = QUALITIES
        .iter()
        .map(|(name, value)| row(name.text(lang), [value(there), value(back)]));
    let now = [
        row(
            words::under_way(lang),
            under_way.map(|count| count.to_string()),
        ),
        row(
            words::waiting(lang),
            [
                waiting(Direction::AToB, there),
                waiting(Direction::BToA, back),
            ],
        ),
    ];
    let rows: Html = qualities.chain(now).collect();
    html! {
        <>
            <h3>{ link_title(lang, &page.link_name(id)) }</h3>
            <dl class="facts">
                <div><dt>{ words::state(lang) }</dt><dd class={classes!((!link.up).then_some("bad"))}>{ state }</dd></div>
                <div><dt>{ words::mtu(lang) }</dt><dd class="figure">{ words::bytes_count(lang, usize::from(link.mtu)) }</dd></div>
                <div><dt>{ words::cost(lang) }</dt><dd class="figure">{ link.cost }</dd></div>
            </dl>
            { directions(words::directions(lang), a, b, words::quality(lang), rows) }
        </>
    }
}

/// A table whose columns are the two directions of a link.
fn directions(caption: &str, a: &str, b: &str, quality: &'static str, rows: Html) -> Html {
    html! {
        <div class="table-box" role="region" tabindex="0" aria-label={caption.to_owned()}>
            <table class="table">
                <caption>{ caption }</caption>
                <thead><tr>
                    <th scope="col">{ quality }</th>
                    <th scope="col" class="number">{ format!("{a} → {b}") }</th>
                    <th scope="col" class="number">{ format!("{b} → {a}") }</th>
                </tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}
