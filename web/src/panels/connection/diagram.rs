//! The state diagram of RFC 9293 Figure 5: where an end is, and the way it took.

use hoplab_tcp::{State, StateEvent};
use yew::prelude::*;

use hoplab_explain::connections::Transition;
use hoplab_words::Lang;
use hoplab_words::connection as words;

/// Half a box.
const HALF: (i32, i32) = (49, 14);

/// Where the middle of each box is. CLOSED is there twice, as in the RFC: where a connection begins and where
/// it ends.
const BOXES: [(State, i32, i32); 12] = [
    (State::Closed, 240, 18),
    (State::Listen, 240, 86),
    (State::SynReceived, 90, 150),
    (State::SynSent, 390, 150),
    (State::Established, 240, 208),
    (State::FinWait1, 90, 270),
    (State::CloseWait, 390, 270),
    (State::FinWait2, 90, 336),
    (State::Closing, 240, 336),
    (State::LastAck, 390, 336),
    (State::TimeWait, 240, 402),
    (State::Closed, 390, 402),
];

/// An arrow: from where, on what, the line, and its label's place and side.
struct Arrow {
    from: State,
    why: StateEvent,
    line: &'static str,
    label: (i32, i32, &'static str),
}

const fn arrow(
    from: State,
    why: StateEvent,
    line: &'static str,
    label: (i32, i32, &'static str),
) -> Arrow {
    Arrow {
        from,
        why,
        line,
        label,
    }
}

const START: &str = "start";
const MIDDLE: &str = "middle";
const END: &str = "end";

#[rustfmt::skip] // a drawing
const ARROWS: [Arrow; 19] = [
    arrow(State::Closed, StateEvent::PassiveOpen, "M248 32V71", (254, 56, START)),
    arrow(State::Listen, StateEvent::Close, "M226 72V33", (220, 56, END)),
    arrow(State::Closed, StateEvent::ActiveOpen, "M289 24H400V135", (296, 37, START)),
    arrow(State::SynSent, StateEvent::Close, "M424 136V11H290", (430, 76, START)),
    arrow(State::Listen, StateEvent::ActiveOpen, "M289 86H366V135", (296, 80, START)),
    arrow(State::Listen, StateEvent::SynArrived, "M191 86H90V135", (184, 80, END)),
    arrow(State::SynSent, StateEvent::SynArrived, "M341 150H140", (240, 144, MIDDLE)),
    arrow(State::SynSent, StateEvent::SynAckArrived, "M404 164V208H290", (300, 202, START)),
    arrow(State::SynReceived, StateEvent::SynAcked, "M112 164V208H190", (116, 202, START)),
    arrow(State::SynReceived, StateEvent::Close, "M70 164V255", (76, 232, START)),
    arrow(State::Established, StateEvent::Close, "M212 222V270H140", (206, 246, END)),
    arrow(State::Established, StateEvent::FinArrived, "M268 222V270H340", (274, 246, START)),
    arrow(State::FinWait1, StateEvent::FinAcked, "M70 284V321", (76, 316, START)),
    arrow(State::FinWait1, StateEvent::FinArrived, "M112 284V302H240V321", (122, 298, START)),
    arrow(State::CloseWait, StateEvent::Close, "M390 284V321", (396, 307, START)),
    arrow(State::FinWait2, StateEvent::FinArrived, "M90 350V402H190", (98, 396, START)),
    arrow(State::Closing, StateEvent::FinAcked, "M240 350V387", (246, 373, START)),
    arrow(State::LastAck, StateEvent::FinAcked, "M390 350V387", (396, 373, START)),
    arrow(State::TimeWait, StateEvent::TimeWaitOver, "M289 402H340", (315, 396, MIDDLE)),
];

/// The diagram of the end `who`, which is in `state` after `steps`; or was, until it was `lost` with its host.
pub fn diagram(lang: Lang, who: &str, state: State, lost: bool, steps: &[Transition]) -> Html {
    let mut way: Vec<&str> = Vec::new();
    for step in steps {
        if way.is_empty() {
            way.push(step.from.name());
        }
        if lost
            || step.to != state
            || step.event != steps.last().map_or(step.event, |last| last.event)
        {
            way.push(step.to.name());
        }
    }
    let now = if lost {
        words::lost(lang)
    } else {
        state.name()
    };
    let label = words::diagram(lang, who, now, &way.join(", "));
    html! {
        <svg class="states" viewBox="0 0 480 420" role="img" aria-label={label} data-state={if lost { "lost" } else { state.name() }}>
            <>{ for ARROWS.iter().map(|arrow| line(lang, arrow, steps)) }</>
            <>{ for BOXES.iter().enumerate().map(|(place, (of, x, y))| {
                // The first CLOSED is where it began, the last where it ended.
                let (now, been) = match place {
                    0 => (state == State::Closed && steps.is_empty(),
                        steps.first().is_some_and(|step| step.from == State::Closed)),
                    11 => (state == State::Closed && !steps.is_empty(), false),
                    _ => (*of == state, steps.iter().any(|step| step.from == *of || step.to == *of)),
                };
                square(*of, *x, *y, now && !lost, been)
            }) }</>
        </svg>
    }
}

fn line(lang: Lang, arrow: &Arrow, steps: &[Transition]) -> Html {
    let taken = steps
        .iter()
        .any(|step| (step.from, step.why) == (arrow.from, arrow.why));
    let (x, y, side) = arrow.label;
    let head = if taken {
        "url(#conn-arrow-taken)"
    } else {
        "url(#conn-arrow)"
    };
    html! {
        <g class={classes!("states-arrow", taken.then_some("taken"))}>
            <path d={arrow.line} marker-end={head} />
            <text x={x.to_string()} y={y.to_string()} text-anchor={side}>{ words::arrow(lang, arrow.from, arrow.why) }</text>
        </g>
    }
}

fn square(state: State, x: i32, y: i32, now: bool, been: bool) -> Html {
    let class = classes!("states-box", now.then_some("now"), been.then_some("been"));
    let (left, top) = ((x - HALF.0).to_string(), (y - HALF.1).to_string());
    let (width, height) = ((HALF.0 * 2).to_string(), (HALF.1 * 2).to_string());
    html! {
        <g {class}>
            <rect x={left} y={top} {width} {height} rx="4" />
            <text x={x.to_string()} y={(y + 4).to_string()} text-anchor="middle">{ state.name() }</text>
        </g>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_tcp::transition;

    #[test]
    fn every_arrow_is_one_of_the_state_machine_and_none_of_figure_5_is_missing() {
        for arrow in &ARROWS {
            assert!(
                transition(arrow.from, arrow.why).is_some(),
                "{}",
                arrow.from
            );
        }
        let ways_out = [StateEvent::Reset, StateEvent::Abort, StateEvent::GiveUp];
        for from in State::ALL {
            for why in StateEvent::ALL {
                let drawn = ARROWS
                    .iter()
                    .filter(|arrow| (arrow.from, arrow.why) == (from, why))
                    .count();
                let there = transition(from, why).is_some() && !ways_out.contains(&why);
                assert_eq!(drawn, usize::from(there), "{from} on {why:?}");
            }
        }
    }

    #[test]
    fn every_state_has_its_box_and_no_two_boxes_overlap() {
        for state in State::ALL {
            assert!(BOXES.iter().any(|(of, ..)| *of == state), "{state}");
        }
        for (place, (_, x, y)) in BOXES.iter().enumerate() {
            for (_, other_x, other_y) in BOXES.iter().skip(place + 1) {
                let apart = (x - other_x).abs() > 2 * HALF.0 || (y - other_y).abs() > 2 * HALF.1;
                assert!(apart);
            }
        }
    }
}
