//! The log: what happened, in plain words, each line with its cause.

mod grip;
mod reader;

use std::ops::Deref;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use hoplab_explain::lines::{self, Lines, Topic};
use hoplab_explain::sockets::Life;
use hoplab_explain::{At, Moment};
use hoplab_sim::{EventId, EventKind, PacketId, Place, TraceEvent};
use hoplab_units::VecMap;
use yew::prelude::*;

use super::PanelProps;
use crate::act::{Act, Selection};
use crate::hands;
use crate::lab::Lab;
use crate::page::Page;
use grip::Grip;
use hoplab_words::Lang;
use hoplab_words::reading::Text;
use hoplab_words::story::{self, Known, Names, topic_class, topic_name};
use reader::Wanted;

/// Lines shown at first, and how many more the button brings.
const LINES: usize = 300;
/// Lines shown while a far moment is sought, or one moment after the other: more could not be read, and each costs the
/// browser as much as all else that changes.
const LINES_IN_PASSING: usize = 20;
/// Events between two moments shown, from which on it is no longer the same list grown longer.
const JUMP: u64 = 200;
/// Milliseconds after which whoever jumped seems to have arrived.
const AT_REST_MS: u32 = 150;

/// An event that has a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Line {
    id: EventId,
    topic: Topic,
    /// The packet it is about.
    packet: Option<PacketId>,
}

impl Line {
    fn of(moment: Moment<'_>, line: lines::Line) -> Option<Line> {
        let event = moment.event(line.event)?;
        Some(Line {
            id: line.event,
            topic: line.topic,
            packet: event.kind.packet(),
        })
    }
}

/// What a line says, made once.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    time: AttrValue,
    words: AttrValue,
    because: Option<AttrValue>,
    /// Whether there is a cause to ask for.
    has_cause: bool,
}

/// The words of the lines shown last.
#[derive(Default)]
struct Memory {
    /// Whose lines they are, which edition of its story tells them, and in which run.
    of: Option<(u64, usize, u64)>,
    run: Option<u64>,
    lang: Lang,
    said: VecMap<EventId, Said>,
    /// The first line shown last.
    first: Option<EventId>,
    /// The end of what was shown last.
    here: Option<EventId>,
    /// Jumps from one moment to one far from it.
    jumps: u32,
    /// Whether the last of them was only just now.
    in_passing: bool,
}

impl Memory {
    /// Forgets what has become another story. What is still the same is not put in words again.
    fn keep_up(&mut self, lab: &Lab, lang: Lang) {
        let (opened, story) = (lab.opened(), lab.story());
        match self.of {
            Some((of, edition, _)) if of == opened && self.lang == lang => {
                if let Some(from) = story.changed_since(edition) {
                    self.said.truncate_at(&from);
                }
            }
            _ => self.said = VecMap::new(),
        }
        self.of = Some((opened, story.edition(), lab.run()));
        self.lang = lang;
    }

    /// Takes note of what moment is shown now.
    fn come_to(&mut self, here: EventId) {
        let before = self.here.replace(here).unwrap_or(here);
        if before.0.abs_diff(here.0) > JUMP {
            self.jumps = self.jumps.wrapping_add(1);
            self.in_passing = true;
        }
    }

    /// The lines to show, with their words, and whether there are earlier ones.
    fn lines(
        &mut self,
        page: &Page,
        (moment, all): (Moment<'_>, &At<impl Deref<Target = Lines>>),
        names: Names<'_>,
        wanted: Wanted,
        most: usize,
        held: bool,
    ) -> (Vec<(Line, Said)>, bool) {
        let anew = self.run.replace(page.run) != Some(page.run);
        let known = match self.of {
            Some((.., run)) if run == page.run => EventId(page.trace_len),
            _ => EventId(0),
        };
        // Where the list is held nothing goes away at its top, or all of it would move.
        let from = self.first.filter(|_| held && !anew);
        let newest = all.newest_lines(|topic, importance| wanted.takes(topic, importance));
        let (lines, earlier) = reader::last(newest, most, from);
        self.first = lines.first().map(|line| line.event);
        let mut kept = VecMap::new();
        let mut shown = Vec::with_capacity(lines.len());
        for line in lines {
            let Some(line) = Line::of(moment, line) else {
                continue;
            };
            let said = match self.said.remove(&line.id) {
                Some(said) => said,
                None => match say(page.lang, names, moment, line) {
                    Some(said) => said,
                    None => continue,
                },
            };
            // What names things may be older than what has happened: such words are for this once.
            if line.id < known {
                kept.insert(line.id, said.clone());
            }
            shown.push((line, said));
        }
        self.said = kept;
        (shown, earlier)
    }
}

fn say(lang: Lang, names: Names<'_>, moment: Moment<'_>, line: Line) -> Option<Said> {
    let event = moment.event(line.id)?;
    let cause = event.cause.and_then(|cause| moment.event(cause));
    // That a packet arrives because it was sent, or is sent because a program had something to
    // send, need not be said.
    let plain = |cause: &&TraceEvent| {
        matches!(cause.kind, EventKind::ChunkSent { .. })
            || (line.packet.is_some() && cause.kind.packet() == line.packet)
    };
    let telling = cause.filter(|cause| !plain(cause));
    Some(Said {
        time: story::clock(event.at).into(),
        words: story::narrate(lang, names, event).into(),
        because: telling.map(|cause| {
            let short = story::short(lang, names, cause);
            format!("← {} {short}", Text::Because.of(lang)).into()
        }),
        has_cause: cause.is_some(),
    })
}

/// The log.
#[component]
pub fn LogPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, page, on } = props;
    let lang = page.lang;
    let memory = use_mut_ref(Memory::default);
    let wanted = use_state(Wanted::default);
    let pages = use_state(|| 1_usize);
    let list = use_node_ref();
    let grip = use_mut_ref(Grip::default);

    let (lines, earlier, current, busy) = match lab.try_borrow() {
        Ok(lab) => {
            let (packets, sockets) = (lab.packets(), lab.sockets_so_far());
            let moment = Moment::new(lab.events(), &packets);
            let known = Known::new(moment, &sockets);
            let mut memory = memory.borrow_mut();
            memory.keep_up(&lab, lang);
            memory.come_to(lab.here());
            // Whoever reads it while a moment is sought reads a part of it.
            let busy = page.seeking.is_some() || memory.in_passing;
            let most = match busy {
                true => LINES_IN_PASSING,
                false => LINES.saturating_mul(*pages),
            };
            let names = page.names(known);
            let held = grip.borrow().holds(&list);
            let all = lab.lines();
            let (lines, earlier) = memory.lines(page, (moment, &all), names, *wanted, most, held);
            let marked = match page.selection {
                Selection::Socket(node, socket) => lab.sockets().life(node, socket),
                _ => None,
            };
            let current =
                |(line, _): &&(Line, Said)| is_current(page, moment, marked.as_ref(), line);
            let current: Vec<EventId> = lines
                .iter()
                .filter(current)
                .map(|(line, _)| line.id)
                .collect();
            (lines, earlier, current, busy)
        }
        Err(_) => (Vec::new(), false, Vec::new(), false),
    };
    {
        let (list, grip) = (list.clone(), grip.clone());
        use_effect(move || grip.borrow().follow(&list));
    }
    {
        let (memory, again) = (memory.clone(), use_force_update());
        let jumps = memory.borrow().jumps;
        use_effect_with(jumps, move |jumps| {
            let rest = (*jumps > 0).then(|| {
                Timeout::new(AT_REST_MS, move || {
                    memory.borrow_mut().in_passing = false;
                    again.force_update();
                })
            });
            move || drop(rest)
        });
    }
    let onscroll = {
        let (list, grip) = (list.clone(), grip.clone());
        Callback::from(move |_: Event| grip.borrow_mut().scrolled(&list))
    };
    let onpointer = {
        let grip = grip.clone();
        Callback::from(move |event: PointerEvent| grip.borrow_mut().pointer(&event))
    };
    let more = {
        let (pages, grip) = (pages.clone(), grip.clone());
        Callback::from(move |_: MouseEvent| {
            grip.borrow_mut().leave();
            pages.set(pages.saturating_add(1));
        })
    };
    html! {
        <section class="log" aria-labelledby="log-title">
            <div class="panel-head">
                <h2 id="log-title">{ Text::Log.of(lang) }</h2>
                { filters(lang, &wanted) }
            </div>
            <div class="log-lines" role="log" tabindex="0" aria-labelledby="log-title"
                aria-live="off" aria-busy={busy.to_string()} ref={list} {onscroll}
                onpointerdown={onpointer.clone()} onpointermove={onpointer.clone()}
                onpointerup={onpointer.clone()} onpointercancel={onpointer}>
                if earlier {
                    <button type="button" class="button log-earlier" onclick={more}>{ Text::Earlier.of(lang) }</button>
                }
                if lines.is_empty() { <p class="quiet">{ Text::NoLines.of(lang) }</p> }
                <>{ for lines.into_iter().map(|(line, said)| html! {
                    <LogLine key={line.id.0} {line} {said} {lang} on={on.clone()}
                        current={current.contains(&line.id)} />
                }) }</>
            </div>
        </section>
    }
}

/// Whether a line is about what is selected.
fn is_current(page: &Page, moment: Moment<'_>, marked: Option<&Life>, line: &Line) -> bool {
    match page.selection {
        Selection::Event(selected) => selected == line.id,
        Selection::Packet(selected) => line.packet == Some(selected),
        Selection::Socket(node, socket) => {
            let is_of = |packet| marked.is_some_and(|marked| moment.is_of(packet, marked));
            line.packet.is_some_and(is_of)
                || moment
                    .event(line.id)
                    .is_some_and(|event| event.place == Place::Socket(node, socket))
        }
        Selection::Nothing | Selection::Node(_) | Selection::Link(_) | Selection::Connection(_) => {
            false
        }
    }
}

fn filters(lang: Lang, wanted: &UseStateHandle<Wanted>) -> Html {
    let toggle = |change: Rc<dyn Fn(&mut Wanted)>| {
        let wanted = wanted.clone();
        Callback::from(move |_: MouseEvent| {
            let mut new = *wanted;
            change(&mut new);
            wanted.set(new);
        })
    };
    let button = |pressed: bool, class: &'static str, text: &'static str, change| {
        html! {
            <button type="button" class={classes!("log-filter", class)} aria-pressed={pressed.to_string()}
                onclick={toggle(change)}>{ text }</button>
        }
    };
    html! {
        <div class="log-filters" role="group" aria-label={Text::Filters.of(lang)}>
            <>{ for Topic::ALL.into_iter().enumerate().map(|(place, topic)| button(
                wanted.filters.get(place).copied().unwrap_or(true),
                topic_class(topic),
                topic_name(lang, topic),
                Rc::new(move |new: &mut Wanted| {
                    if let Some(shown) = new.filters.get_mut(place) { *shown = !*shown; }
                }),
            )) }</>
            { button(wanted.every_hop, "hops", Text::EveryHop.of(lang),
                Rc::new(|new: &mut Wanted| new.every_hop = !new.every_hop)) }
        </div>
    }
}

#[derive(Clone, Properties, PartialEq)]
struct LineProps {
    line: Line,
    said: Said,
    lang: Lang,
    current: bool,
    on: Callback<Act>,
}

/// One line. A component of its own, so that a line that stays as it was costs nothing.
#[component]
fn LogLine(props: &LineProps) -> Html {
    let LineProps {
        line,
        said,
        lang,
        current,
        on,
    } = props;
    let id = line.id;
    let selects = line.packet.map_or(Selection::Event(id), Selection::Packet);
    let select = on.reform(move |_: MouseEvent| Act::Select(selects));
    let why = on.reform(move |_: MouseEvent| Act::Select(Selection::Event(id)));
    let why_text = Text::Why.of(*lang);
    html! {
        <div class="log-line" aria-current={current.then_some("true")}>
            <button type="button" class="log-words" onclick={select}>
                <span class="log-time">{ said.time.clone() }</span>
                <span class={classes!("chip", format!("chip-{}", topic_class(line.topic)))}>{ topic_name(*lang, line.topic) }</span>
                <span class="log-text">{ said.words.clone() }</span>
                if let Some(because) = &said.because {
                    <span class="log-because">{ because.clone() }</span>
                }
            </button>
            if said.has_cause {
                <button type="button" class="log-why" id={hands::why_id(id)} onclick={why}
                    aria-label={format!("{why_text} {}", said.words)}>{ why_text }</button>
            }
        </div>
    }
}
