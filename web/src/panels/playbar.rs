//! The play bar: time, and how it runs.

use yew::prelude::*;

use super::{PanelProps, target_value};
use crate::act::Act;
use crate::number;
use crate::pace::{Scale, Speed};
use crate::seeking::Seeking;
use hoplab_explain::marks::{Mark, MarkKind};
use hoplab_units::fixed;
use hoplab_words::{self as words, story};

/// The play bar.
#[component]
pub fn PlayBar(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    let lang = page.lang;
    let button = |label: &'static str, glyph: Html, act: Act| {
        let onclick = on.reform(move |_: MouseEvent| act.clone());
        html! {
            <button type="button" class="button play-step" aria-label={label} title={label} {onclick}>{ glyph }</button>
        }
    };
    let (label, act) = if page.playing {
        (lang.pause(), Act::Pause)
    } else {
        (lang.play(), Act::Play)
    };
    let toggle = on.reform(move |_: MouseEvent| act.clone());
    let said = match page.stopped {
        Some(seeking) => words::stopped(lang, seeking.reached, seeking.wanted).into(),
        None => page.said.clone(),
    };
    html! {
        <section class="play" aria-label={lang.timeline()}>
            if let Some(seeking) = page.seeking {
                { seek_bar(props, seeking) }
            }
            <div class="play-buttons">
                { button(lang.restart(), glyph("M4 4h2v12H4zM16 4v12L7 10z"), Act::Restart) }
                { button(lang.step_back(), glyph("M14 4v12L6 10z"), Act::StepBack) }
                <button type="button" class="button button-main play-toggle" id="play-toggle" onclick={toggle}>
                    { glyph(if page.playing { "M5 4h3.5v12H5zM11.5 4H15v12h-3.5z" } else { "M6 4v12l10-6z" }) }
                    <span>{ label }</span>
                </button>
                { button(lang.step(), glyph("M4 4v12l8-6zM13 4h3v12h-3z"), Act::StepEvent) }
            </div>
            <span class="play-clock">{ story::clock(page.now) }</span>
            { timeline(props) }
            <p class="play-note" role="status" aria-atomic="true">{ said }</p>
            { speed(props) }
            <label class="check">
                <input type="checkbox" checked={page.skip_quiet}
                    onchange={on.reform({ let skip = !page.skip_quiet; move |_: Event| Act::SetSkipQuiet(skip) })} />
                <span>{ lang.skip_quiet() }</span>
            </label>
            if page.embed.is_some() {
                <button type="button" class="button" onclick={on.reform(|_: MouseEvent| Act::OpenOutside)}>{ lang.open_in_hoplab() }</button>
            }
        </section>
    }
}

/// How far the way to a far moment is done, and the button that breaks it off.
fn seek_bar(props: &PanelProps, seeking: Seeking) -> Html {
    let PanelProps { page, on, .. } = props;
    let said = words::sought(
        page.lang,
        seeking.reached,
        seeking.wanted,
        seeking.percent(),
    );
    let stop = on.reform(|_: MouseEvent| Act::StopSeeking);
    html! {
        <div class="seek">
            <progress class="seek-bar" max="100" value={seeking.percent().to_string()} aria-label={page.lang.seek_bar()}
                aria-valuetext={said.clone()} />
            <span class="figure">{ said }</span>
            <button type="button" class="button" onclick={stop}>{ page.lang.stop_seeking() }</button>
        </div>
    }
}

fn glyph(path: &'static str) -> Html {
    html! { <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d={path} fill="currentColor" /></svg> }
}

fn speed(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    let oninput = on.reform(|event: InputEvent| {
        Act::SetSpeed(Speed::at_notch(
            target_value(&event).parse().unwrap_or(Speed::LAST_NOTCH),
        ))
    });
    let said = words::speed(page.lang, page.speed.slower());
    html! {
        <label class="field play-speed">
            <span>{ page.lang.speed() }</span>
            <input type="range" min="0" max={Speed::LAST_NOTCH.to_string()} step="1"
                value={page.speed.notch().to_string()} aria-valuetext={said.clone()} {oninput} />
            <span class="figure">{ said }</span>
        </label>
    }
}

/// Steps of the timeline's slider.
const STEPS: f64 = 1000.0;

fn timeline(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    let scale = page.scale.clone();
    let oninput = on.reform(move |event: InputEvent| {
        let place = number::read(&target_value(&event)).unwrap_or(0.0) / STEPS;
        Act::Seek(scale.moment(place))
    });
    // A step of a key is one of what happens, wherever it lies on the bar.
    let onkeydown = {
        let on = on.clone();
        Callback::from(move |event: KeyboardEvent| {
            let act = match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => Act::StepEvent,
                "ArrowLeft" | "ArrowDown" => Act::StepBack,
                _ => return,
            };
            event.prevent_default();
            on.emit(act);
        })
    };
    let now = page.scale.place(page.now);
    html! {
        <div class="timeline">
            <svg class="timeline-marks" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
                <rect class="timeline-track" x="0" y="9" width="1000" height="6" />
                <>{ for page.scale.squeezed().iter().map(|gap| {
                    let (x, end) = (page.scale.place(gap.from) * 1000.0, page.scale.place(gap.until) * 1000.0);
                    html! { <rect class="timeline-gap" x={fixed(x, 2)} y="9" width={fixed(end - x, 2)} height="6" /> }
                }) }</>
                <rect class="timeline-past" x="0" y="9" width={fixed(now * 1000.0, 2)} height="6" />
                <>{ for apart(&page.scale, &page.marks).map(mark_on) }</>
            </svg>
            <input type="range" min="0" max={fixed(STEPS, 0)} step="any" aria-label={page.lang.timeline()}
                value={fixed(now * STEPS, 3)} aria-valuetext={story::clock(page.now)} {oninput} {onkeydown} />
        </div>
    }
}

/// The marks that can be told apart, and where they are: of those of one kind that would lie on each other only the first.
fn apart<'a>(scale: &'a Scale, marks: &'a [Mark]) -> impl Iterator<Item = (f64, &'a Mark)> {
    let mut last = [f64::NEG_INFINITY; MarkKind::ALL.len()];
    marks.iter().filter_map(move |mark| {
        let x = scale.place(mark.at) * 1000.0;
        let before = &mut last[mark.kind as usize];
        (x - *before >= 1.0).then(|| {
            *before = x;
            (x, mark)
        })
    })
}

fn mark_on((x, mark): (f64, &Mark)) -> Html {
    let (class, y, height) = match mark.kind {
        MarkKind::Sent => ("mark-sent", 4, 16),
        MarkKind::Broke => ("mark-broke", 0, 24),
        MarkKind::Mended => ("mark-mended", 0, 24),
        MarkKind::Lost => ("mark-lost", 15, 6),
    };
    html! { <rect key={mark.event.0} class={class} x={fixed(x - 1.0, 2)} y={y.to_string()} width="2" height={height.to_string()} /> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_sim::EventId;
    use hoplab_units::Time;

    #[test]
    fn a_thousand_losses_in_one_place_are_one_mark_and_nothing_else_is_left_out() {
        let mark = |millis, kind| Mark {
            at: Time::from_millis(millis),
            event: EventId(millis),
            kind,
        };
        let mut marks = vec![mark(100, MarkKind::Broke)];
        marks.extend((0..1_000).map(|_| mark(100, MarkKind::Lost)));
        marks.push(mark(900, MarkKind::Lost));
        let scale = Scale::new(Time::from_secs(1), &[]);
        let shown: Vec<_> = apart(&scale, &marks).map(|(_, mark)| mark.kind).collect();
        assert_eq!(shown, [MarkKind::Broke, MarkKind::Lost, MarkKind::Lost]);
    }
}
