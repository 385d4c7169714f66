//! The plot of the congestion window over time. Every point is an event of the trace.

mod draw;

use hoplab_tcp::NO_LIMIT;
use hoplab_units::Time;
use yew::prelude::*;

use super::View;
use super::end::limit;
use crate::act::{Act, Selection};
use crate::panels::target_value;
use draw::{Axes, HEIGHT};
use hoplab_explain::connections::{Connections, End, EndId, Pair, Point, Turn, TurnKind};
use hoplab_units::fixed;
use hoplab_words::Lang;
use hoplab_words::connection as words;
use hoplab_words::connection::grouped;
use hoplab_words::story::changes::span;
use hoplab_words::story::clock;
use hoplab_words::story::tcp::cwnd_why;

/// Rows of the table: the newest ones.
const MOST_ROWS: usize = 200;
/// Buttons for what the plot marks: the newest ones.
const MOST_TURNS: usize = 12;

/// What the person wants to see in the plot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Choices {
    /// The window of who asked for the connection, or of who took it; `None`: of who sends more.
    client: Option<bool>,
    /// What is drawn beside it; `None`: a connection of the same time, if there is one.
    beside: Option<Option<EndId>>,
    /// Whether the table of each curve is open: a closed one need not be made ten times a second.
    tables: [bool; 2],
}

/// A curve with its name.
struct Curve<'a> {
    end: &'a End,
    name: String,
    /// For style: the first or the second one.
    class: &'static str,
}

/// The plot of the connection's window.
pub fn plot(
    view: &View<'_>,
    connections: &Connections,
    choices: &UseStateHandle<Choices>,
    on: &Callback<Act>,
) -> Html {
    let lang = view.lang();
    let end = match (choices.client, view.pair.server) {
        (None, _) => busier(view.pair),
        (Some(false), Some(server)) => server,
        (Some(_), _) => view.pair.client,
    };
    let others: Vec<Pair<'_>> = connections
        .until(view.until)
        .filter(|pair| pair.client.id != view.pair.client.id)
        .collect();
    let beside = match choices.beside {
        Some(chosen) => others.iter().find(|pair| Some(pair.client.id) == chosen),
        None => others.iter().find(|pair| overlaps(end, busier(**pair))),
    };
    let beside = beside.map(|pair| busier(*pair));
    let mut curves = vec![Curve {
        end,
        name: beside.map_or_else(String::new, |other| who(view, end, other)),
        class: "first",
    }];
    curves.extend(beside.map(|other| Curve {
        end: other,
        name: who(view, other, end),
        class: "second",
    }));
    html! {
        <section class="conn-plot" aria-labelledby="conn-plot-title">
            <div class="panel-head">
                <h3 id="conn-plot-title">{ words::plot(lang) }</h3>
                { sides(view, end, choices) }
                { besides(view, &others, beside, choices) }
            </div>
            { body(view, &curves, choices, on) }
        </section>
    }
}

/// The end that sends more.
fn busier<'a>(pair: Pair<'a>) -> &'a End {
    match pair.server {
        Some(server) if server.sent() > pair.client.sent() => server,
        _ => pair.client,
    }
}

/// Whether two windows moved at the same time.
fn overlaps(one: &End, other: &End) -> bool {
    one.opened_at < other.last_at() && other.opened_at < one.last_at()
}

/// What an end is called where there are several: its host, with the port where two are of one host, and what
/// moves its window.
fn who(view: &View<'_>, end: &End, other: &End) -> String {
    let node = view.page.node_name(end.id.node);
    let control = words::control(view.lang(), end.control);
    match end.id.node == other.id.node {
        true => format!("{node}:{} · {control}", end.local.port()),
        // Named after it already.
        false if node == control => node.to_owned(),
        false => format!("{node} · {control}"),
    }
}

fn sides(view: &View<'_>, shown: &End, choices: &UseStateHandle<Choices>) -> Html {
    let Some(server) = view.server_end() else {
        return html! {};
    };
    let lang = view.lang();
    let button = |end: &End, client: bool| {
        let choices = choices.clone();
        let choose = Callback::from(move |_: MouseEvent| {
            choices.set(Choices {
                client: Some(client),
                ..*choices
            });
        });
        let pressed = (end.id == shown.id).to_string();
        html! { <button type="button" aria-pressed={pressed} onclick={choose}>{ view.name(end) }</button> }
    };
    html! {
        <fieldset class="segments">
            <legend>{ words::plot_of(lang) }</legend>
            { button(view.pair.client, true) }
            { button(server, false) }
        </fieldset>
    }
}

fn besides(
    view: &View<'_>,
    others: &[Pair<'_>],
    shown: Option<&End>,
    choices: &UseStateHandle<Choices>,
) -> Html {
    if others.is_empty() {
        return html! {};
    }
    let lang = view.lang();
    let is_shown =
        |pair: &Pair<'_>| shown.is_some_and(|end| pair.ends().any(|one| one.id == end.id));
    let ids: Vec<EndId> = others.iter().map(|pair| pair.client.id).collect();
    let onchange = {
        let choices = choices.clone();
        Callback::from(move |event: Event| {
            let chosen = target_value(&event).parse::<usize>().ok();
            let beside = Some(chosen.and_then(|place| ids.get(place)).copied());
            choices.set(Choices { beside, ..*choices });
        })
    };
    html! {
        <label class="field conn-choose">
            <span>{ words::plot_beside(lang) }</span>
            <select {onchange}>
                <option value="" selected={shown.is_none()}>{ words::plot_alone(lang) }</option>
                <>{ for others.iter().enumerate().map(|(place, pair)| html! {
                    <option value={place.to_string()} selected={is_shown(pair)}>{ super::title(view.page, pair.client) }</option>
                }) }</>
            </select>
        </label>
    }
}

fn body(
    view: &View<'_>,
    curves: &[Curve<'_>],
    choices: &UseStateHandle<Choices>,
    on: &Callback<Act>,
) -> Html {
    let lang = view.lang();
    let seen = view.lab.seen().max(view.page.now);
    let alone = curves.len() == 1;
    let Some(axes) = Axes::around(curves.iter().map(|curve| curve.end), alone) else {
        return html! { <p class="quiet">{ words::plot_empty(lang) }</p> };
    };
    let unlimited = curves.iter().any(|curve| {
        curve
            .end
            .curve
            .last()
            .is_some_and(|point| point.cwnd >= NO_LIMIT)
    });
    let go = {
        let axes = axes.clone();
        on.reform(move |event: MouseEvent| {
            use wasm_bindgen::JsCast;
            let width = event
                .current_target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .map_or(1, |element| element.client_width().max(1));
            Act::Seek(axes.moment(event.offset_x(), width))
        })
    };
    html! {
        <>
            if unlimited { <p class="quiet">{ words::plot_unlimited(lang) }</p> }
            <div class={classes!("plot", (!alone).then_some("plot-two"))}>
                <div class="plot-area">
                    <svg class="plot-ground" width="100%" height={(HEIGHT + 20).to_string()} role="img"
                        aria-label={says(view, curves)}>
                        { ticks(&axes) }
                        <svg width="100%" height={HEIGHT.to_string()} viewBox={format!("0 0 10000 {}", HEIGHT * 10)} preserveAspectRatio="none">
                            { for curves.iter().map(|curve| lines(&axes, curve, seen, alone)) }
                        </svg>
                        <>{ for marked(curves, seen).map(|(place, turn, name)| mark(&axes, turn, place, &told(lang, turn, name))) }</>
                        { cursor(&axes, view.page.now) }
                        { byte_numbers(&axes) }
                        <g class="plot-names">{ names(lang, &axes, curves, seen, alone) }</g>
                    </svg>
                    <div class="plot-hit" title={words::plot_help(lang)} onclick={go}></div>
                </div>
            </div>
            { turns(view, curves, seen, on) }
            <>{ for curves.iter().enumerate().map(|(place, curve)| table(view, curve, seen, (place, choices), on)) }</>
        </>
    }
}

fn says(view: &View<'_>, curves: &[Curve<'_>]) -> String {
    let lang = view.lang();
    let told = curves.iter().map(|curve| {
        let until = curve
            .end
            .curve
            .iter()
            .rfind(|point| point.at <= view.page.now);
        let (cwnd, ssthresh) = until.map_or((0, NO_LIMIT), |point| (point.cwnd, point.ssthresh));
        let losses = curve
            .end
            .turns
            .iter()
            .filter(|turn| turn.at <= view.page.now && turn.kind != TurnKind::Recovered);
        words::plot_says(
            lang,
            view.page.node_name(curve.end.id.node),
            &limit(lang, cwnd),
            &limit(lang, ssthresh),
            losses.count(),
        )
    });
    told.collect::<Vec<String>>().join(". ")
}

/// Lines and numbers behind the curves.
fn ticks(axes: &Axes) -> Html {
    let bytes = axes.byte_ticks().into_iter().map(|value| {
        let y = axes.y(value) / 10;
        html! {
            <g class="plot-tick">
                <line x1="0" x2="100%" y1={y.to_string()} y2={y.to_string()} />
            </g>
        }
    });
    let times = axes.time_ticks().into_iter().map(|at| {
        let x = percent(axes.x(at));
        html! {
            <g class="plot-tick">
                <line x1={x.clone()} x2={x.clone()} y1={HEIGHT.to_string()} y2={(HEIGHT + 4).to_string()} />
                <text {x} y={(HEIGHT + 16).to_string()} text-anchor="middle">{ span(at.since(Time::ZERO)) }</text>
            </g>
        }
    });
    html! { <><>{ for bytes }</><>{ for times }</></> }
}

/// The numbers of the lines; over the curves, or they could not be read.
fn byte_numbers(axes: &Axes) -> Html {
    // One at the very top would be cut off.
    axes.byte_ticks()
        .into_iter()
        .filter(|value| axes.y(*value) >= 130)
        .map(|value| {
            let y = (axes.y(value) / 10 - 3).to_string();
            html! { <text class="plot-number" x="4" {y}>{ grouped(value) }</text> }
        })
        .collect()
}

/// `12.34%` of ten-thousandths.
fn percent(place: i64) -> String {
    fixed(place as f64 / 100.0, 2) + "%"
}

fn lines(axes: &Axes, curve: &Curve<'_>, seen: Time, alone: bool) -> Html {
    let window = draw::window(axes, curve.end, seen);
    let threshold = draw::threshold(axes, curve.end, seen);
    html! {
        <g class={format!("plot-curve plot-{}", curve.class)}>
            if alone { <path class="plot-flight" d={draw::flight(axes, curve.end, seen)} /> }
            <path class="plot-ssthresh" d={threshold} />
            <path class="plot-cwnd" d={window} />
        </g>
    }
}

/// What the curves have marked so far: the curve's place, the mark, the curve's name.
fn marked<'a>(
    curves: &'a [Curve<'_>],
    seen: Time,
) -> impl Iterator<Item = (usize, &'a Turn, &'a str)> {
    curves.iter().enumerate().flat_map(move |(place, curve)| {
        let turns = curve.end.turns.iter().filter(move |turn| turn.at <= seen);
        turns.map(move |turn| (place, turn, curve.name.as_str()))
    })
}

/// A mark in words.
fn told(lang: Lang, turn: &Turn, name: &str) -> String {
    let what = words::turn(lang, turn.kind);
    match name {
        "" => format!("{} {what}", clock(turn.at)),
        _ => format!("{} {what} ({name})", clock(turn.at)),
    }
}

/// A timeout is a triangle, a fast retransmit a diamond, the end of a recovery a ring. Each curve has a row for them.
fn mark(axes: &Axes, turn: &Turn, place: usize, told: &str) -> Html {
    let x = percent(axes.x(turn.at));
    let (class, shape) = match turn.kind {
        TurnKind::Rto => ("rto", "M-6-5H6L0 6z"),
        TurnKind::FastRetransmit => ("fast", "M0-6 6 0 0 6-6 0z"),
        TurnKind::Recovered => ("recovered", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0"),
    };
    let y = 9 + 16 * place as i64;
    html! {
        <svg {x} y={y.to_string()} class={format!("plot-turn plot-turn-{class}")} overflow="visible">
            <title>{ told.to_owned() }</title>
            <line x1="0" x2="0" y1="7" y2={(HEIGHT - y).to_string()} />
            <path d={shape} />
        </svg>
    }
}

fn cursor(axes: &Axes, now: Time) -> Html {
    let x = percent(axes.x(now));
    html! { <line class="plot-now" x1={x.clone()} x2={x} y1="0" y2={HEIGHT.to_string()} /> }
}

/// The names where the lines end, apart from each other. To the right of the plot there is room for them.
fn names(lang: Lang, axes: &Axes, curves: &[Curve<'_>], seen: Time, alone: bool) -> Html {
    let mut labels: Vec<(i64, String, String, i64)> = Vec::new();
    for curve in curves {
        let x = axes.x(curve.end.drawn_to(seen));
        let last = curve.end.curve.iter().rfind(|point| point.at <= seen);
        if let Some(point) = last.filter(|point| point.cwnd < NO_LIMIT) {
            let class = format!("plot-name plot-{}", curve.class);
            labels.push((
                axes.y(point.cwnd) / 10,
                if alone {
                    "cwnd".to_owned()
                } else {
                    curve.name.clone()
                },
                class.clone(),
                x,
            ));
            if point.ssthresh < NO_LIMIT && alone {
                labels.push((axes.y(point.ssthresh) / 10, "ssthresh".to_owned(), class, x));
            }
        }
        let flight = curve.end.flight.iter().rfind(|flight| flight.at <= seen);
        if let Some(flight) = flight.filter(|_| alone) {
            let class = "plot-name plot-name-flight".to_owned();
            labels.push((
                axes.y(flight.bytes()) / 10,
                words::in_flight(lang).to_owned(),
                class,
                x,
            ));
        }
    }
    hoplab_units::insertion_sort(&mut labels, |one, other| one.0 < other.0);
    let mut free = 10;
    let count = labels.len() as i64;
    html! {
        <>{ for labels.into_iter().enumerate().map(|(place, (y, text, class, x))| {
            let room_below = HEIGHT - 15 * (count - 1 - place as i64);
            let y = (y + 4).max(free).min(room_below);
            free = y + 15;
            html! { <text key={place} {class} x={percent(x)} dx="6" y={y.to_string()}>{ text }</text> }
        }) }</>
    }
}

/// What the plot marks, as buttons: to see why, at its moment.
fn turns(view: &View<'_>, curves: &[Curve<'_>], seen: Time, on: &Callback<Act>) -> Html {
    let lang = view.lang();
    let button = |(turn, name): (&Turn, &str)| {
        let (event, at) = (turn.event, turn.at);
        let on = on.clone();
        let go = Callback::from(move |_: MouseEvent| {
            on.emit(Act::Seek(at));
            on.emit(Act::Select(Selection::Event(event)));
        });
        let class = match turn.kind {
            TurnKind::Rto => "turn turn-rto",
            TurnKind::FastRetransmit => "turn turn-fast",
            TurnKind::Recovered => "turn turn-recovered",
        };
        html! { <li key={event.0}><button type="button" {class} onclick={go}>{ told(lang, turn, name) }</button></li> }
    };
    // The newest of each curve first, so that few have to be sorted.
    let mut all: Vec<(&Turn, &str)> = Vec::new();
    for curve in curves {
        let past = curve.end.turns.partition_point(|turn| turn.at <= seen);
        let newest = curve.end.turns.get(past.saturating_sub(MOST_TURNS)..past);
        let named = |turn| (turn, curve.name.as_str());
        all.extend(newest.unwrap_or_default().iter().map(named));
    }
    hoplab_units::insertion_sort(&mut all, |one, other| one.0.event < other.0.event);
    let first = all.len().saturating_sub(MOST_TURNS);
    html! {
        if !all.is_empty() {
            <ul class="turns">{ for all.into_iter().skip(first).map(button) }</ul>
        }
    }
}

/// The points as a table: for who cannot see the plot, and for who wants to know exactly.
fn table(
    view: &View<'_>,
    curve: &Curve<'_>,
    seen: Time,
    (place, choices): (usize, &UseStateHandle<Choices>),
    on: &Callback<Act>,
) -> Html {
    let lang = view.lang();
    let points = curve.end.curve.iter().filter(|point| point.at <= seen);
    let count = points.clone().count();
    let caption = format!("{} ({count})", words::plot_table(lang));
    let open = choices.tables.get(place).copied().unwrap_or(false);
    let ontoggle = {
        let choices = choices.clone();
        Callback::from(move |event: Event| {
            let details = event.target_dyn_into::<web_sys::Element>();
            let now = details.is_some_and(|details| details.has_attribute("open"));
            let mut tables = choices.tables;
            if let Some(open) = tables.get_mut(place).filter(|open| **open != now) {
                *open = now;
                choices.set(Choices { tables, ..*choices });
            }
        })
    };
    let row = |point: &Point| {
        let (event, at, on) = (point.event, point.at, on.clone());
        let go = Callback::from(move |_: MouseEvent| {
            on.emit(Act::Seek(at));
            on.emit(Act::Select(Selection::Event(event)));
        });
        html! {
            <tr key={event.0}>
                <th scope="row"><button type="button" class="field-name" onclick={go}>{ clock(at) }</button></th>
                <td class="number">{ limit(lang, point.cwnd) }</td>
                <td class="number">{ limit(lang, point.ssthresh) }</td>
                <td>{ cwnd_why(lang, point.why) }</td>
            </tr>
        }
    };
    html! {
        <details class="plot-table" data-points={count.to_string()} {ontoggle}>
            <summary>
                if !curve.name.is_empty() { { &curve.name }{ ": " } }
                { &caption }
            </summary>
            if open {
                <div class="table-box" role="region" tabindex="0" aria-label={caption.clone()}>
                    <table class="table">
                        <caption class="unseen">{ caption }</caption>
                        <thead><tr>
                            <th scope="col">{ words::time(lang) }</th>
                            <th scope="col" class="number">{ "cwnd" }</th>
                            <th scope="col" class="number">{ "ssthresh" }</th>
                            <th scope="col">{ words::why(lang) }</th>
                        </tr></thead>
                        <tbody>{ for points.skip(count.saturating_sub(MOST_ROWS)).map(row) }</tbody>
                    </table>
                </div>
            }
        </details>
    }
}
