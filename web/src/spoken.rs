//! What is said of a run, one sentence at a time: shown in the play bar and read out from there. Pure.
//!
//! While time runs there is a sentence now and then, about the weightiest of what happened meanwhile; a step has one of
//! its own, and so has an end.

use hoplab_explain::Events;
use hoplab_explain::lines::{Importance, importance};
use hoplab_sim::{
    EventId, EventKind, LinkSnapshot, NodeSnapshot, TraceEvent, TransferSnapshot, ViewerSnapshot,
};
use hoplab_tcp::TcpEvent;
use hoplab_units::Time;

use crate::delivery::{caption, sender_says};
use crate::lookahead::SkipNote;
use crate::page::Page;
use hoplab_explain::screen::{Sent, screens};
use hoplab_words::story::{self, Known, Names};
use hoplab_words::{self as words, Lang};

/// Real milliseconds from one sentence to the next while time runs: about what it takes to hear one out.
const EVERY_MS: f64 = 2_500.0;

/// What sentences are made of.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The words' language.
    pub lang: Lang,
    /// Counts up whenever the run became another one.
    pub run: u64,
    /// What happened.
    pub events: Events<'a>,
    /// What is known of whom it happened to.
    pub known: Known<'a>,
    /// Every node.
    pub nodes: &'a [NodeSnapshot],
    /// Every link.
    pub links: &'a [LinkSnapshot],
    /// Every message.
    pub transfers: &'a [TransferSnapshot],
    /// Every viewer program.
    pub viewers: &'a [ViewerSnapshot],
    /// Simulated time.
    pub now: Time,
    /// Whether time runs.
    pub playing: bool,
    /// Whether nothing will happen any more.
    pub finished: bool,
    /// Whether time stands at the story's end.
    pub story_over: bool,
    /// The quiet stretch that is being passed over or just was.
    pub skip: Option<&'a SkipNote>,
}

impl<'a> Scene<'a> {
    /// The scene of a page.
    pub fn of(page: &'a Page, events: Events<'a>, known: Known<'a>) -> Scene<'a> {
        Scene {
            lang: page.lang,
            run: page.run,
            events,
            known,
            nodes: &page.nodes,
            links: &page.links,
            transfers: &page.transfers,
            viewers: &page.viewers,
            now: page.now,
            playing: page.playing,
            finished: page.finished,
            story_over: page.story_over,
            skip: page.skip.as_ref(),
        }
    }
}

/// What a person did that has to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Time went on, or something that is told elsewhere.
    Time,
    /// A step on or back.
    Step,
    /// Time was stopped.
    Paused,
    /// Time was let run.
    Played,
    /// It was asked why this happened.
    Asked(EventId),
    /// Something was done before the end of what had been seen, up to this moment: that is no more.
    Dropped(Time),
    /// To another moment or another run: what was said last is not true there.
    Elsewhere,
}

/// Says what happens.
#[derive(Default)]
pub struct Speaker {
    run: Option<u64>,
    next: u64,
    /// The weightiest event since the last sentence, and its weight.
    waiting: Option<(u8, EventId)>,
    /// When the last sentence began, in real milliseconds.
    said_at: Option<f64>,
    /// What the last sentence about an event was about.
    last: Option<core::mem::Discriminant<EventKind>>,
    /// The stretch that was told of last.
    skipped: Option<Time>,
    /// Whether the end was told.
    ended: bool,
    sentence: String,
}

impl Speaker {
    /// What is said now.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// Takes note of how things stand at a real time, in milliseconds.
    pub fn hear(&mut self, scene: Scene<'_>, occasion: Occasion, at: f64) {
        self.read(scene);
        let over = !scene.playing && (scene.finished || scene.story_over);
        let skip = scene
            .skip
            .filter(|skip| self.skipped != Some(skip.gap.from));
        match occasion {
            Occasion::Asked(event) => {
                let said = self.answer(scene, event);
                self.say(said, at);
            }
            Occasion::Dropped(seen) => {
                let done = self.waiting.take();
                let done = done.and_then(|(_, id)| self.tell(scene, id));
                let dropped = words::future_dropped(scene.lang, scene.now, seen);
                self.say(
                    done.map_or(dropped.clone(), |done| format!("{done}. {dropped}")),
                    at,
                );
            }
            Occasion::Step => {
                let said = self.step(scene);
                self.say(said, at);
                self.ended = over;
            }
            Occasion::Paused => self.say(words::paused_at(scene.lang, scene.now), at),
            Occasion::Played => self.say(words::plays_from(scene.lang, scene.now), at),
            Occasion::Elsewhere => self.say(String::new(), f64::NEG_INFINITY),
            Occasion::Time if over && !self.ended => self.say(outcome(scene), at),
            Occasion::Time => match skip {
                Some(skip) => {
                    self.skipped = Some(skip.gap.from);
                    self.say(
                        words::skipped(scene.lang, skip.gap.span(), skip.ended_by.as_ref()),
                        at,
                    );
                }
                None => self.go_on(scene, at),
            },
        }
        if occasion != Occasion::Step {
            self.ended = over && (self.ended || occasion == Occasion::Time);
        }
    }

    /// Reads what is new.
    fn read(&mut self, scene: Scene<'_>) {
        let anew = self.run != Some(scene.run) || scene.events.len() < self.next;
        if anew {
            self.run = Some(scene.run);
            self.next = 0;
            self.waiting = None;
            self.skipped = None;
            self.ended = false;
        }
        for event in scene.events.since(EventId(self.next)) {
            let same = self.last == Some(core::mem::discriminant(&event.kind));
            // Not the same over and over, where there is something else to tell.
            let weight = weight(event).saturating_sub(if same { 3 } else { 0 });
            if self.waiting.is_none_or(|(most, _)| weight >= most) {
                self.waiting = Some((weight, event.id));
            }
        }
        self.next = scene.events.len();
        if anew {
            // What was before somebody came here is no news.
            self.waiting = None;
        }
    }

    /// The next sentence, if there is one and it is time.
    fn go_on(&mut self, scene: Scene<'_>, at: f64) {
        let due = self.said_at.is_none_or(|said| at - said >= EVERY_MS);
        if scene.playing && !due {
            return;
        }
        let told = self
            .waiting
            .filter(|(weight, _)| !scene.playing || *weight > 0);
        if let Some((_, id)) = told
            && let Some(said) = self.tell(scene, id)
        {
            self.say(said, at);
        }
    }

    /// The sentence of a step: about the weightiest of what happened at this moment.
    fn step(&mut self, scene: Scene<'_>) -> String {
        self.waiting = None;
        let last = scene.events.iter().next_back();
        let here = scene.events.iter().rev();
        let here = here.take_while(|event| Some(event.at) == last.map(|last| last.at));
        let most = here.max_by_key(|event| weight(event)).map(|event| event.id);
        let told = most.and_then(|id| self.tell(scene, id));
        let over = !scene.playing && scene.finished;
        let told = told.map(|told| format!("{}: {told}", story::clock(scene.now)));
        match (told, over) {
            (Some(told), false) => told,
            (Some(told), true) => format!("{told}. {}", scene.lang.ended()),
            (None, _) => words::paused_at(scene.lang, scene.now),
        }
    }

    fn tell(&mut self, scene: Scene<'_>, id: EventId) -> Option<String> {
        let event = scene.events.get(id)?;
        self.last = Some(core::mem::discriminant(&event.kind));
        Some(story::narrate(scene.lang, Self::names(scene), event))
    }

    fn answer(&self, scene: Scene<'_>, id: EventId) -> String {
        let Some(event) = scene.events.get(id) else {
            return words::inspect::forgotten(scene.lang).to_owned();
        };
        let names = Self::names(scene);
        let effect = story::narrate(scene.lang, names, event);
        let cause = event.cause.and_then(|cause| scene.events.get(cause));
        match cause {
            Some(cause) => {
                words::because(scene.lang, &effect, &story::short(scene.lang, names, cause))
            }
            None => format!("{effect}. {}", words::inspect::no_cause(scene.lang)),
        }
    }

    fn names(scene: Scene<'_>) -> Names<'_> {
        Names::of(scene.nodes, scene.links, scene.transfers, scene.known)
    }

    /// What was waiting to be told is older than this.
    fn say(&mut self, sentence: String, at: f64) {
        self.waiting = None;
        self.said_at = Some(at);
        self.sentence = sentence;
    }
}

/// How it ended: what arrived and what the sender knows, in the words that the panel of the receiver has for it.
fn outcome(scene: Scene<'_>) -> String {
    let lang = scene.lang;
    let mut told = vec![if scene.finished {
        lang.ended().to_owned()
    } else {
        lang.story_ends().to_owned()
    }];
    let newest = scene.viewers.iter().filter_map(|viewer| {
        let item = viewer.inbox.last()?;
        let who = (viewer.node, viewer.program);
        let screen = screens(item, &Sent::all(scene.transfers, who)).pop()?;
        let name = scene.nodes.get(viewer.node.index())?;
        Some(format!("{}: {}", name.name, caption(lang, &screen)))
    });
    told.extend(newest.take(2).map(|told| format!("{told}.")));
    let sent = scene.transfers.last();
    told.extend(sent.map(|sent| format!("{}: {}", lang.sender_knows(), sender_says(lang, sent))));
    told.join(" ")
}

/// How much an event has to be told; nothing while time runs for what no reader would miss.
fn weight(event: &TraceEvent) -> u8 {
    match &event.kind {
        EventKind::TransferSent { .. }
        | EventKind::TransferFailed { .. }
        | EventKind::Tcp(TcpEvent::Failed(_) | TcpEvent::GaveUp { .. })
        | EventKind::SocketError { .. } => 9,
        EventKind::Command { .. } | EventKind::CommandRefused { .. } => 8,
        EventKind::Dropped { .. } | EventKind::PacketTampered { .. } => 7,
        EventKind::RoutesChanged { .. }
        | EventKind::LinkChanged { .. }
        | EventKind::NodeChanged { .. }
        | EventKind::App(_)
        | EventKind::Tcp(
            TcpEvent::RtoExpired { .. }
            | TcpEvent::FastRetransmit { .. }
            | TcpEvent::StateChanged { .. },
        ) => 6,
        EventKind::ContentReceived { .. } | EventKind::StreamEnded { .. } => 5,
        EventKind::Originated { .. } | EventKind::TransferStarted { .. } => 4,
        EventKind::Forwarded { .. } | EventKind::Accepted { .. } => 3,
        _ if importance(event) == Importance::Matters => 2,
        EventKind::Transmitted { .. } | EventKind::Received { .. } => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
