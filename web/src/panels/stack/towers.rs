//! The nodes on a packet's way, each as a tower of four layers, and the packet's path down and up through them.

use hoplab_sim::{EventId, Frame, NodeId};
use yew::prelude::*;

use super::told::Teller;
use crate::browser;
use hoplab_explain::way::{Crossing, End, Layer, Stop, Way};
use hoplab_words::stack as words;

/// A tower's drawing: its width, the height of a layer, and where the line to the next tower runs.
const WIDTH: u32 = 48;
const STOREY: u32 = 26;
const GROUND: u32 = 4 * STOREY + 9;
const HEIGHT: u32 = GROUND + 7;

/// The towers. `at`: the place of the chosen one; `choose`: what a press on one does.
pub fn towers(teller: &Teller<'_>, at: usize, choose: &Callback<EventId>) -> Html {
    let Teller { page, way, .. } = teller;
    let lang = page.lang;
    let keys = {
        let steps: Vec<EventId> = way.stops.iter().map(|stop| stop.step).collect();
        let choose = choose.clone();
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowRight" => at + 1,
                "ArrowLeft" => at.saturating_sub(1),
                "Home" => 0,
                "End" => steps.len().saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            if let Some(step) = steps.get(to) {
                choose.emit(*step);
                browser::focus(&tower_id(to));
            }
        })
    };
    let tower = |(place, stop): (usize, &Stop)| {
        let current = place == at;
        let step = stop.step;
        let press = choose.reform(move |_: MouseEvent| step);
        html! {
            <button key={place} type="button" class="tower" id={tower_id(place)} aria-label={teller.tower(stop)}
                aria-current={current.then_some("step")} onclick={press}>
                { drawing(&Drawing::of(way, stop)) }
                <span class="tower-name">{ page.node_name(stop.node) }</span>
            </button>
        }
    };
    let ahead = |(node, gap): (NodeId, bool)| {
        let lost = way.stops.last().is_some_and(is_lost);
        let state = if lost {
            words::not_there(lang)
        } else {
            words::not_there_yet(lang)
        };
        let name = page.node_name(node);
        html! {
            <div class="tower tower-ahead" role="img" aria-label={words::tower(lang, name, state)}>
                { drawing(&Drawing { gap, ..Drawing::default() }) }
                <span class="tower-name">{ name }</span>
            </div>
        }
    };
    html! {
        <div class="towers" role="group" aria-label={words::way(lang)} onkeydown={keys}>
            <div class="tower-layers" aria-hidden="true">
                { for Layer::DOWN.into_iter().map(|layer| html! { <span>{ words::layer_short(lang, layer) }</span> }) }
            </div>
            <>{ for way.stops.iter().enumerate().map(tower) }</>
            <>{ for ahead_of(teller).into_iter().map(ahead) }</>
        </div>
    }
}

fn tower_id(place: usize) -> String {
    format!("tower-{place}")
}

fn is_lost(stop: &Stop) -> bool {
    let crossing = stop.leg.map(|leg| leg.crossing);
    matches!(stop.end, Some(End::Lost(_))) || matches!(crossing, Some(Crossing::Lost(_)))
}

/// The nodes it has not come to: the next one, and the one it is for. `true`: there may be others between.
fn ahead_of(teller: &Teller<'_>) -> Vec<(NodeId, bool)> {
    let way = teller.way;
    if way.arrived() {
        return Vec::new();
    }
    let last = way.stops.last().map(|stop| stop.node);
    let next = way.next();
    let beyond = teller.destination();
    let beyond = beyond.filter(|node| Some(*node) != next && Some(*node) != last);
    let next = next.map(|node| (node, false));
    next.into_iter()
        .chain(beyond.map(|node| (node, true)))
        .collect()
}

/// What is drawn of a tower.
#[derive(Default)]
struct Drawing {
    /// The highest layer that had to do with the packet.
    top: Option<Layer>,
    /// A line comes from the left.
    came: bool,
    /// A line goes to the right, so far.
    leaves: Option<Crossing>,
    /// It ended here: well, or not.
    end: Option<bool>,
    /// Other nodes may lie to the left.
    gap: bool,
    /// The packet has no header of the transport layer: it passes it by.
    without_ports: bool,
}

impl Drawing {
    fn of(way: &Way, stop: &Stop) -> Drawing {
        let first = way
            .stops
            .first()
            .is_some_and(|first| first.step == stop.step);
        let summary = stop.frame.as_ref().and_then(Frame::summary);
        Drawing {
            top: stop.top,
            // A copy begins on a line.
            came: stop.came && !(first && way.copy_of.is_none() && way.from_birth),
            leaves: stop.leg.map(|leg| leg.crossing),
            end: stop.end.map(|end| !matches!(end, End::Lost(_))),
            gap: false,
            without_ports: summary.is_some_and(|summary| summary.src_port.is_none()),
        }
    }
}

/// The middle of a layer, from the top of the drawing.
fn middle(layer: Layer) -> u32 {
    let from_top = match layer {
        Layer::Application => 0,
        Layer::Transport => 1,
        Layer::Internet => 2,
        Layer::Interface => 3,
    };
    from_top * STOREY + STOREY / 2
}

fn drawing(tower: &Drawing) -> Html {
    let storey = |(place, layer): (u32, Layer)| {
        let skipped = tower.without_ports && layer == Layer::Transport;
        let used = !skipped && tower.top.is_some_and(|top| layer <= top);
        let class = if used { "storey storey-used" } else { "storey" };
        html! { <rect {class} x="5" y={(place * STOREY + 1).to_string()} width={(WIDTH - 10).to_string()} height={(STOREY - 2).to_string()} rx="2" /> }
    };
    let sign = |x: u32, y: u32, ends_well: bool| match ends_well {
        true => html! { <circle class="tower-end" cx={x.to_string()} cy={y.to_string()} r="4" /> },
        false => html! { <path class="tower-lost" d={cross(x, y)} /> },
    };
    let (left, right) = (WIDTH * 2 / 5, WIDTH * 3 / 5);
    let top = tower.top.map_or(GROUND, middle);
    let leaves = tower.leaves.is_some();
    let up_at = if leaves { left } else { WIDTH / 2 };
    let down_at = if tower.came { right } else { WIDTH / 2 };
    // Turned back at the card: it had come down again.
    let refused = matches!(tower.leaves, Some(Crossing::Refused(_)));
    let way_out = match tower.leaves {
        None => String::new(),
        Some(Crossing::Refused(_)) => format!("M{down_at} {top}V{}", middle(Layer::Interface)),
        Some(Crossing::Waiting) => format!("M{down_at} {top}V{GROUND}"),
        Some(Crossing::Done) => format!("M{down_at} {top}V{GROUND}H{}", WIDTH + 1),
        Some(Crossing::UnderWay | Crossing::Lost(_)) => {
            format!("M{down_at} {top}V{GROUND}H{}", WIDTH - 5)
        }
    };
    html! {
        <svg class="tower-drawing" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" aria-hidden="true">
            <>{ for (0..).zip(Layer::DOWN).map(storey) }</>
            if tower.gap { <path class="tower-gap" d={format!("M0 {GROUND}H{}", WIDTH / 2)} /> }
            if tower.came { <path class="tower-way" d={format!("M0 {GROUND}H{up_at}V{top}")} /> }
            if tower.came && leaves { <path class="tower-way" d={format!("M{left} {top}H{right}")} /> }
            if leaves { <path class="tower-way" d={way_out} /> }
            if !tower.came && tower.top.is_some() { { sign(down_at, top, true) } }
            if let Some(Crossing::Lost(_)) = tower.leaves { { sign(WIDTH - 6, GROUND, false) } }
            if let Some(Crossing::UnderWay) = tower.leaves {
                <path class="tower-end" d={format!("M{} {}l7 4l-7 4z", WIDTH - 7, GROUND - 4)} />
            }
            if refused {
                { sign(down_at, middle(Layer::Interface), false) }
            } else if let Some(well) = tower.end {
                { sign(if tower.came { up_at } else { down_at }, top.min(GROUND), well) }
            }
        </svg>
    }
}

fn cross(x: u32, y: u32) -> String {
    format!(
        "M{} {}l8 8m0 -8l-8 8",
        x.saturating_sub(4),
        y.saturating_sub(4)
    )
}
