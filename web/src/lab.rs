//! [`Lab`]: the run on the page, its playhead and its pace. Everything that changes it goes
//! through here; nothing in here knows of the browser.

use std::cell::{Cell, Ref, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use hoplab_replay::{Player, Recording};
use hoplab_scenario::Scenario;
use hoplab_sim::{Command, EventId, Refusal, Transport, World};
use hoplab_units::{Span, Time};

use crate::act::Selection;
use crate::lookahead::{Lookahead, SkipNote};
use crate::pace::{CALM_STEP_MS, SKIP_MS, Scale, Speed, WORTH_SKIPPING_MS};
use crate::seeking::{Budget, Clock, Seeking, Slice};
use hoplab_explain::connections::{Connections, EndId};
use hoplab_explain::lines::Lines;
use hoplab_explain::lookups::Lookups;
use hoplab_explain::marks::Mark;
use hoplab_explain::packets::Packets;
use hoplab_explain::sockets::Sockets;
use hoplab_explain::{At, Events, Shared, Story, Table};

/// The one lab of the page, shared by the app and the stage's frame loop.
#[derive(Clone)]
pub struct SharedLab(Rc<RefCell<Lab>>);

impl SharedLab {
    /// Shares a lab.
    pub fn new(lab: Lab) -> SharedLab {
        SharedLab(Rc::new(RefCell::new(lab)))
    }
}
impl Deref for SharedLab {
    type Target = RefCell<Lab>;
    fn deref(&self) -> &RefCell<Lab> {
        &self.0
    }
}
impl PartialEq for SharedLab {
    fn eq(&self, other: &SharedLab) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What a tick came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    /// Simulated time went on.
    pub moved: bool,
    /// Time has just stopped because nothing will happen any more.
    pub ended: bool,
    /// A quiet stretch has just begun to be passed over.
    pub skipping: bool,
    /// The moment that was sought has just been reached.
    pub arrived: bool,
}

/// A run and its playhead.
pub struct Lab {
    scenario: Rc<Scenario>,
    player: Player,
    lookahead: Lookahead,
    /// Ends slices of work in time; decides nothing that is ever seen.
    clock: Clock,
    scale: Rc<Scale>,
    /// The lookahead has seen more than the scale shows.
    scale_is_old: bool,
    chosen: Transport,
    speed: Speed,
    /// Whether the speed is the person's or the story's; until it is, no time passes.
    paced: bool,
    /// Where the way to a far moment began, and the moment.
    seeking: Option<(Time, Time)>,
    /// The way that was last broken off.
    stopped: Option<Seeking>,
    /// Of the way to a far moment.
    seek_budget: Budget,
    /// Of the lookahead.
    lookahead_budget: Budget,
    /// Of time that runs.
    play_budget: Budget,
    /// Whether the last tick went on on the way to a moment.
    sought: bool,
    playing: bool,
    awake: bool,
    skip_quiet: bool,
    calm: bool,
    /// Simulated nanoseconds owed that did not make a whole one.
    carry: f64,
    /// Real milliseconds since the last calm step.
    since_step: f64,
    skipping: Option<SkipNote>,
    /// The last stretch passed over, and for how many more real milliseconds to say so.
    said: Option<(SkipNote, f64)>,
    /// The furthest this run was ever played.
    seen: Time,
    run: u64,
    opened: u64,
    /// What the trace tells, the future that is known included.
    told: Story,
    /// Whoever was drawn last had not yet read all there is.
    more_to_read: Cell<bool>,
}

impl Lab {
    /// What runs in one frame while time runs, so that a frame ends in time.
    const PLAY_BUDGET: Budget = Budget::new(6_000, 8.0);
    /// A longer pause between frames (a tab in the background) is not made up for.
    const LONGEST_FRAME_MS: f64 = 100.0;
    /// Events after which a story that is not over counts as too long to be paced as a whole.
    const PACED_AFTER: u32 = 12_000;
    /// Slices on the way to a far moment. Nothing else moves meanwhile.
    const SEEK_BUDGET: Budget = Budget::new(60_000, 12.0);
    /// Slices of the lookahead: there are frames to be drawn as well.
    const OUTLOOK_BUDGET: Budget = Budget::new(12_000, 6.0);
    /// A long story is paced by its beginning: what is worth seeing happens there, and who has seen
    /// it can go faster.
    const OPENING: Span = Span::from_millis(900);
    /// A story that would take longer than this is played faster.
    const LONGEST_STORY_MS: f64 = 55_000.0;
    /// Queue events of one step at most, all at one moment.
    const STEP_EVENTS: u32 = 6_000;
    /// What is done at once where somebody waits for the page to come, in milliseconds.
    const AT_ONCE_MS: f64 = 10.0;
    /// How long the notice of a skipped stretch stays.
    const SAY_MS: f64 = 4_000.0;

    /// A lab that stands at the beginning of `player`'s run, paused.
    pub fn new(scenario: Rc<Scenario>, player: Player, clock: Clock) -> Lab {
        let chosen = player.world().transport();
        let told = Story::new(player.world().spec());
        let mut lab = Lab {
            scenario,
            player,
            lookahead: Lookahead::new(),
            clock,
            scale: Rc::default(),
            scale_is_old: false,
            chosen,
            speed: Speed::one_in(50),
            paced: false,
            seeking: None,
            stopped: None,
            seek_budget: Lab::SEEK_BUDGET,
            lookahead_budget: Lab::OUTLOOK_BUDGET,
            play_budget: Lab::PLAY_BUDGET,
            sought: false,
            playing: false,
            awake: true,
            skip_quiet: true,
            calm: false,
            carry: 0.0,
            since_step: 0.0,
            skipping: None,
            said: None,
            seen: Time::ZERO,
            run: 0,
            opened: 0,
            told,
            more_to_read: Cell::new(false),
        };
        lab.look_ahead();
        lab
    }

    /// Takes the story's speed as soon as enough of it is known.
    fn take_pace(&mut self) {
        let known = !self.lookahead.is_working() || self.lookahead.steps() >= Lab::PACED_AFTER;
        if !self.paced && known {
            self.paced = true;
            self.speed = self.story_speed();
        }
    }

    /// How fast to play at first: so that the opening takes about twenty seconds, but the whole not much longer
    /// than a minute.
    fn story_speed(&self) -> Speed {
        if !self.lookahead.is_complete() {
            // Too much happens to foresee it all at once: slower than in truth it would take forever.
            return Speed::REAL;
        }
        let mut speed = Speed::for_story(self.lookahead.moving().min(Lab::OPENING));
        while speed != Speed::REAL && self.lookahead.playing_ms(speed) > Lab::LONGEST_STORY_MS {
            speed = Speed::at_notch(speed.notch() + 1);
        }
        speed
    }

    /// The scenario that is played.
    pub fn scenario(&self) -> &Rc<Scenario> {
        &self.scenario
    }
    /// The world at the playhead.
    pub fn world(&self) -> &World {
        self.player.world()
    }
    /// The scenario, seed and commands of this run.
    pub fn recording(&self) -> &Recording {
        self.player.recording()
    }
    /// The playhead.
    pub fn now(&self) -> Time {
        self.player.world().now()
    }
    /// Whether time runs.
    pub fn playing(&self) -> bool {
        self.playing && self.awake
    }
    /// Whether nothing will ever happen again by itself.
    pub fn finished(&self) -> bool {
        self.seeking.is_none() && self.player.is_finished()
    }
    /// The way to a far moment, while it is not reached.
    pub fn seeking(&self) -> Option<Seeking> {
        self.seeking.map(|(from, wanted)| Seeking {
            from,
            reached: self.now(),
            wanted,
        })
    }
    /// The way that was broken off, until something else is done.
    pub fn stopped(&self) -> Option<Seeking> {
        self.stopped
    }
    /// The moment that the person wants to see: the one sought, else the playhead.
    pub fn wanted(&self) -> Time {
        self.seeking.map_or(self.now(), |(_, wanted)| wanted)
    }
    /// Whether there is work to do frame by frame though time may stand still.
    pub fn busy(&self) -> bool {
        let works = self.seeking.is_some() || self.lookahead.is_working();
        self.awake && (works || self.reads_connections() || self.more_to_read.get())
    }
    /// A panel has not yet read all there is, and wants to be drawn again.
    pub fn note_more_to_read(&self) {
        self.more_to_read.set(true);
    }
    /// Whether a panel wants to be drawn again.
    pub fn more_to_read(&self) -> bool {
        self.more_to_read.get()
    }
    /// Whether the trace tells more of connections than [`Lab::connections`] knows yet.
    pub fn reads_connections(&self) -> bool {
        let connections = self.told.connections();
        connections.is_behind(self.source(connections))
    }
    /// How fast time runs.
    pub fn speed(&self) -> Speed {
        self.speed
    }
    /// Where the scenario's story ends. What a person does makes another one, whose end nobody knows.
    fn story_end(&self) -> Option<Time> {
        let own = !self.recording().commands.is_empty();
        (!own).then_some(self.scenario.until)
    }
    /// Whether time stands where the scenario's story ends.
    pub fn story_over(&self) -> bool {
        self.story_end() == Some(self.now())
    }
    /// What the next message goes over.
    pub fn chosen(&self) -> Transport {
        self.chosen
    }
    /// Whether quiet stretches are passed over.
    pub fn skip_quiet(&self) -> bool {
        self.skip_quiet
    }
    /// The quiet stretch that is being passed over or just was.
    pub fn skip(&self) -> Option<&SkipNote> {
        self.said.as_ref().map(|(note, _)| note)
    }
    /// How moments lie on the timeline.
    pub fn scale(&self) -> Rc<Scale> {
        self.scale.clone()
    }
    /// The run played ahead.
    pub fn lookahead(&self) -> &Lookahead {
        &self.lookahead
    }
    /// The furthest this run was ever played.
    pub fn seen(&self) -> Time {
        self.seen
    }
    /// Counts up whenever the trace is no longer a continuation of what it was.
    pub fn run(&self) -> u64 {
        self.run
    }

    /// The number of its first run: no other lab on the page has the same.
    pub fn opened(&self) -> u64 {
        self.opened
    }
    /// What the trace tells, as a whole.
    pub fn story(&self) -> &Story {
        &self.told
    }

    /// What the trace told of TCP connections up to [`Lab::note_connections`], the future that is known included.
    pub fn connections(&self) -> Ref<'_, Connections> {
        self.told.connections().table()
    }
    /// The connection that something is part of, if it is part of one.
    pub fn connection_of(&self, selection: Selection) -> Option<EndId> {
        match selection {
            Selection::Packet(packet) => Some(self.connections().segment(packet)?.end),
            Selection::Event(event) => self.connections().of_event(self.events().get(event)?),
            Selection::Connection(end) => Some(end),
            Selection::Socket(node, socket) => {
                let end = EndId { node, socket };
                self.connections().end(end).map(|end| end.id)
            }
            Selection::Nothing | Selection::Node(_) | Selection::Link(_) => None,
        }
    }
    /// The first event that lies in the future of the playhead.
    pub fn here(&self) -> EventId {
        self.player.here()
    }
    /// What has happened up to the playhead.
    pub fn events(&self) -> Events<'_> {
        Events::of(self.world())
    }
    /// What the trace tells of sockets and of who got which packet, as of the playhead.
    pub fn sockets(&self) -> At<Ref<'_, Sockets>> {
        self.ask(self.told.sockets())
    }
    /// What the timeline marks up to a moment.
    pub fn marks(&self, until: Time) -> Vec<Mark> {
        let furthest = self.furthest();
        let known = EventId(Events::of(furthest).len());
        let marks = self.told.marks();
        self.read_up_to(marks, known);
        At::new(marks.table(), known).marks_until(until).to_vec()
    }
    /// Which events are about which packet, at least up to the playhead.
    pub fn packets(&self) -> Ref<'_, Packets> {
        self.read_back_to(self.told.packets(), Packets::first)
    }
    /// Every event up to the playhead, by what it is about.
    pub fn lines(&self) -> At<Ref<'_, Lines>> {
        let lines = self.read_back_to(self.told.lines(), Lines::first);
        At::new(lines, self.here())
    }
    /// What the trace tells of sockets, at least up to the playhead: as [`Lab::sockets`], but nothing more is read.
    pub fn sockets_so_far(&self) -> Ref<'_, Sockets> {
        let sockets = self.told.sockets();
        self.read_up_to(sockets, self.here());
        sockets.table()
    }
    /// What the trace tells of names that were looked up, as of the playhead.
    pub fn lookups(&self) -> At<Ref<'_, Lookups>> {
        self.ask(self.told.lookups())
    }
    /// A table as of the playhead, read on first. What lies ahead is read too: it is there when it is wanted.
    fn ask<'a, T: Table>(&self, table: &'a Shared<T>) -> At<Ref<'a, T>> {
        table.read(self.source(table));
        if !table.has_read(self.here()) {
            self.note_more_to_read();
        }
        At::new(table.table(), self.here())
    }
    /// Reads on what the trace tells of connections.
    pub fn note_connections(&self) {
        let connections = self.told.connections();
        connections.read(self.source(connections));
    }
    /// A table that has read up to the playhead. Who has gone back a long way sees again what it had let go of as long
    /// past. `first`: the first event of which it still knows.
    fn read_back_to<'a, T: Table + Default>(
        &self,
        table: &'a Shared<T>,
        first: impl Fn(&T) -> EventId,
    ) -> Ref<'a, T> {
        if first(&table.table()).0 > self.events().first() {
            table.begin_anew();
        }
        self.read_up_to(table, self.here());
        table.table()
    }
    /// Has a table read on at least up to an event.
    fn read_up_to<T: Table>(&self, table: &Shared<T>, until: EventId) {
        table.read_up_to(self.source(table), until);
    }
    /// The world in whose trace a table is read on.
    fn source<T: Table>(&self, table: &Shared<T>) -> &World {
        table.source(self.furthest(), self.world())
    }
    /// The world at the furthest moment known. What it has done up to the playhead is the same, event for event.
    pub fn furthest(&self) -> &World {
        self.player.furthest()
    }
    /// Brings up to date what the panels are drawn from.
    pub fn settle(&mut self) {
        self.more_to_read.set(false);
        self.note_connections();
        if core::mem::take(&mut self.scale_is_old) {
            self.rescale();
        }
    }

    /// Time runs from now on (nothing moves while the page sleeps, or at the end of the run).
    /// While a moment is sought, time runs from that moment on.
    pub fn play(&mut self) {
        self.stopped = None;
        if self.finished() && !self.world_has_just_begun() {
            self.restart();
        }
        self.playing = true;
        self.since_step = CALM_STEP_MS;
    }
    /// As [`Lab::play`]; but a run that begins again does so over what is chosen now.
    pub fn play_chosen(&mut self) {
        let begins = self.finished() || self.world_has_just_begun();
        if begins && self.chosen != self.recording().transport {
            self.restart_over(self.chosen);
        }
        self.play();
    }
    fn world_has_just_begun(&self) -> bool {
        self.wanted() == Time::ZERO
    }
    /// Time stands still from now on.
    pub fn pause(&mut self) {
        self.playing = false;
        self.skipping = None;
        self.said = None;
    }
    /// Sets how fast time runs.
    pub fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
        self.paced = true;
    }
    /// Sets whether quiet stretches are passed over.
    pub fn set_skip_quiet(&mut self, skip: bool) {
        self.skip_quiet = skip;
        if !skip {
            self.skipping = None;
        }
    }
    /// Sets whether time moves in steps (for people who asked for less motion).
    pub fn set_calm(&mut self, calm: bool) {
        self.calm = calm;
    }
    /// Whether the page can be seen: while it cannot, time stands still.
    pub fn set_awake(&mut self, awake: bool) {
        self.awake = awake;
    }
    /// Sets what the next message goes over. The world learns of it with that message.
    pub fn set_chosen(&mut self, transport: Transport) {
        self.chosen = transport;
    }

    /// Lets `dt` milliseconds of real time pass.
    pub fn tick(&mut self, dt: f64) -> Tick {
        let dt = dt.clamp(0.0, Lab::LONGEST_FRAME_MS);
        if !self.awake {
            return Tick::default();
        }
        self.sought = self.seeking.is_some();
        if self.sought {
            return self.seek_on(self.seek_budget.slice(self.clock));
        }
        if self.foresee(self.lookahead_budget.slice(self.clock)) {
            self.scale_is_old = true;
            self.take_pace();
        }
        if !self.playing() || !self.paced {
            return Tick::default();
        }
        self.fade_notice(dt);
        let Some(dt) = self.calmed(dt) else {
            return Tick::default();
        };
        let before = self.now();
        let skipping = self.begin_skip();
        let end = self.story_end().filter(|end| *end > before);
        let target = self.target(dt);
        let target = end.map_or(target, |end| target.min(end));
        let target = match self.lookahead.is_working() {
            true => target.min(self.lookahead.end()),
            false => target,
        };
        let slice = self.play_budget.slice(self.clock);
        slice.advance(&mut self.player, target);
        self.seen = self.seen.max(self.now());
        if self
            .skipping
            .as_ref()
            .is_some_and(|note| self.now() >= note.gap.until)
        {
            self.skipping = None;
        }
        let ended = self.finished() || end == Some(self.now());
        if ended {
            self.playing = false;
            self.skipping = None;
            // Time stands still from now on, so nothing else would take the notice away.
            self.said = None;
        }
        Tick {
            moved: self.now() > before,
            ended,
            skipping,
            arrived: false,
        }
    }

    /// Takes note that the last [`Lab::tick`] took so many milliseconds.
    pub fn took(&mut self, ms: f64) {
        if self.sought {
            self.seek_budget.took(ms);
        } else {
            self.lookahead_budget.took(ms);
            self.play_budget.took(ms);
        }
    }

    /// A slice further on the way to the moment that is sought.
    fn seek_on(&mut self, mut slice: Slice) -> Tick {
        let Some((_, wanted)) = self.seeking else {
            return Tick::default();
        };
        let before = self.now();
        // What nobody has seen yet the lookahead looks at first.
        while self.is_unknown(wanted)
            && let Some(piece) = slice.next()
        {
            self.lookahead.work(&mut self.player, piece);
        }
        self.player.rewind_before(wanted);
        let arrived = !self.is_unknown(wanted) && slice.advance(&mut self.player, wanted);
        // Or who is drawn at the end would have all of the way to read at once.
        let known = EventId(Events::of(self.furthest()).len());
        self.read_up_to(self.told.packets(), known);
        self.read_up_to(self.told.sockets(), known);
        if arrived {
            self.seeking = None;
            self.scale_is_old = true;
        }
        self.seen = self.seen.max(self.now());
        Tick {
            moved: self.now() > before,
            arrived,
            ..Tick::default()
        }
    }

    /// Whether the lookahead, though it works, has not seen all that comes up to a moment.
    fn is_unknown(&self, until: Time) -> bool {
        let next = self.player.next_unknown_moment();
        self.lookahead.is_working() && next.is_some_and(|at| at <= until)
    }

    /// Breaks the way off at the moment reached. What else is due at that moment still happens.
    pub fn stop_seeking(&mut self) {
        let Some(broken_off) = self.seeking() else {
            return;
        };
        self.playing = false;
        self.seeking = Some((broken_off.from, broken_off.reached));
        self.seek_on(self.seek_budget.slice(self.clock));
        self.stopped = Some(broken_off);
        self.scale_is_old = true;
    }

    fn fade_notice(&mut self, dt: f64) {
        if self.skipping.is_some() {
            return;
        }
        if let Some((_, left)) = &mut self.said {
            *left -= dt;
            if *left <= 0.0 {
                self.said = None;
            }
        }
    }
    /// The time to let pass in this frame: with reduced motion nothing, until a step is due.
    fn calmed(&mut self, dt: f64) -> Option<f64> {
        if !self.calm {
            return Some(dt);
        }
        self.since_step += dt;
        if self.since_step < CALM_STEP_MS {
            return None;
        }
        self.since_step = 0.0;
        Some(CALM_STEP_MS)
    }
    /// Begins to pass over the quiet stretch at the playhead, if there is one worth it.
    fn begin_skip(&mut self) -> bool {
        if !self.skip_quiet || self.skipping.is_some() || !self.player.is_quiet() {
            return false;
        }
        let Some(mut note) = self
            .lookahead
            .quiet_at(Events::of(self.furthest()), self.now())
        else {
            return false;
        };
        note.gap.from = self.now();
        if let Some(end) = self.story_end().filter(|end| *end > self.now()) {
            note.gap.until = note.gap.until.min(end);
        }
        let left = note.gap.until.since(self.now());
        if self.speed.real_ms(left) < WORTH_SKIPPING_MS {
            return false;
        }
        self.said = Some((note.clone(), Lab::SAY_MS));
        self.skipping = Some(note);
        true
    }
    fn target(&mut self, dt: f64) -> Time {
        let passing = match &self.skipping {
            Some(note) => note.gap.span().as_nanos() as f64 * (dt / SKIP_MS).min(1.0),
            None => self.speed.simulated(dt) + self.carry,
        };
        self.carry = if self.skipping.is_some() {
            0.0
        } else {
            passing.fract()
        };
        let target = self.now() + Span::from_nanos(passing as u64);
        match &self.skipping {
            Some(note) => target.min(note.gap.until),
            None => target,
        }
    }

    /// On to the next event, and stop there. Whether there was one.
    pub fn step_event(&mut self) -> bool {
        self.pause();
        self.seeking = None;
        self.stopped = None;
        let before = self.now();
        let mut stepped = self.step();
        while stepped && self.now() == before {
            stepped = self.step();
        }
        // All that happens at one moment is one step, as it is on the way back.
        self.player.advance_to(self.now(), Lab::STEP_EVENTS);
        self.seen = self.seen.max(self.now());
        stepped
    }
    fn step(&mut self) -> bool {
        while self.lookahead.is_working() && Events::of(self.furthest()).len() == self.here().0 {
            self.lookahead.work(&mut self.player, Budget::LEAST);
        }
        self.player.step()
    }
    /// Back to the event before the playhead, and stop there.
    pub fn step_back(&mut self) {
        self.pause();
        let now = self.now();
        let events = self.events();
        let before = events
            .iter()
            .rev()
            .map(|event| event.at)
            .find(|at| *at < now);
        self.go_to(before.unwrap_or(Time::ZERO));
    }
    /// To a moment of the run: at once if it is near, else a slice in every [`Lab::tick`] to come.
    pub fn seek(&mut self, at: Time) {
        self.skipping = None;
        self.said = None;
        let end = self.lookahead.end().max(self.seen).max(self.scale.end());
        self.go_to(at.min(end));
    }
    /// To a moment that a link names, however far it is.
    pub fn jump(&mut self, at: Time) {
        self.set_out_for(at, Lab::AT_ONCE_MS);
    }
    /// Takes the place of another lab whose run was `before`.
    pub fn follow(&mut self, before: u64) {
        self.run = before + 1;
        self.opened = self.run;
    }
    /// Far is what takes more than so many events: how fast the machine is must not decide where a step ends that is
    /// taken before the next frame.
    fn go_to(&mut self, at: Time) {
        self.set_out_for(at, f64::INFINITY);
    }
    fn set_out_for(&mut self, at: Time, ms: f64) {
        if at < self.now() {
            self.run += 1;
            self.player.rewind_before(at);
        }
        // This way takes the place of one that was begun before.
        self.seeking = Some((self.now(), at));
        self.stopped = None;
        self.carry = 0.0;
        let at_once = self.seek_budget.events().min(Budget::FIRST);
        self.seek_on(Slice::new(at_once, ms, self.clock));
        if self.wanted() > self.scale.end() {
            self.rescale();
        }
    }
    /// To the beginning of this run, with everything done in it kept.
    pub fn restart(&mut self) {
        self.player.restart();
        self.begin_again();
    }
    /// The same run over another transport: same seed, same commands.
    pub fn restart_over(&mut self, transport: Transport) {
        // The recording was valid before, and transport is no part of what is checked.
        let _ = self.player.restart_with(transport);
        self.chosen = transport;
        self.begin_again();
        self.seen = Time::ZERO;
        self.lookahead = Lookahead::new();
        self.told.begin_again(self.player.world().spec());
        self.look_ahead();
    }
    fn begin_again(&mut self) {
        self.seeking = None;
        self.stopped = None;
        self.skipping = None;
        self.said = None;
        self.carry = 0.0;
        self.run += 1;
    }
    /// Does something to the world, now.
    ///
    /// # Errors
    /// The world's reason for refusing.
    pub fn issue(&mut self, command: Command) -> Result<EventId, Refusal> {
        let done = self.player.issue(command);
        if let Ok(event) = done {
            // What comes after is another story: the future seen before is no more.
            self.seen = self.now();
            self.skipping = None;
            self.seeking = None;
            self.stopped = None;
            self.lookahead.cut(&self.player, event);
            self.told.cut(event);
            self.look_ahead();
        }
        done
    }

    fn look_ahead(&mut self) {
        self.foresee(Slice::new(Budget::FIRST, Lab::AT_ONCE_MS, self.clock));
        self.take_pace();
        self.rescale();
    }
    /// Plays a slice further ahead. Whether there was anything left to do.
    fn foresee(&mut self, slice: Slice) -> bool {
        let (lookahead, player) = (&mut self.lookahead, &mut self.player);
        slice
            .take_while(|piece| lookahead.work(player, *piece))
            .count()
            > 0
    }
    fn rescale(&mut self) {
        self.scale = Rc::new(Scale::new(
            self.lookahead.end().max(self.seen).max(self.wanted()),
            &self.lookahead.gaps(),
        ));
    }
}

#[cfg(test)]
mod tests;
