//! [`Lab`]: the run on the page, its playhead and its pace. Everything that changes it goes
//! through here; nothing in here knows of the browser.

use std::cell::{Ref, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use hoplab_replay::{Player, Recording};
use hoplab_scenario::Scenario;
use hoplab_sim::{Command, EventId, Refusal, Transport, World};
use hoplab_units::{Span, Time};

use crate::act::Selection;
use crate::connections::{Connections, EndId};
use crate::outlook::{Outlook, SkipNote};
use crate::pace::{CALM_STEP_MS, SKIP_MS, Scale, Speed, WORTH_SKIPPING_MS};
use crate::sockets::Sockets;

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
}

/// A run and its playhead.
pub struct Lab {
    scenario: Rc<Scenario>,
    player: Player,
    outlook: Outlook,
    scale: Rc<Scale>,
    chosen: Transport,
    speed: Speed,
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
    /// Counts up whenever the future becomes another one.
    story: u64,
    connections: Connections,
    /// Read only when somebody asks for it.
    sockets: RefCell<Sockets>,
}

impl Lab {
    /// Queue events handled in one frame at most, so that a frame ends in time. About 3 ms.
    const FRAME_BUDGET: u32 = 6_000;
    /// A longer pause between frames (a tab in the background) is not made up for.
    const LONGEST_FRAME_MS: f64 = 100.0;
    /// Events the outlook looks ahead at once when a run is opened or changed.
    const OUTLOOK_AT_ONCE: u32 = 12_000;
    /// Events it looks ahead in each frame after that.
    const OUTLOOK_PER_FRAME: u32 = 2_000;
    /// A long story is paced by its beginning: what is worth seeing happens there, and who has seen
    /// it can go faster.
    const OPENING: Span = Span::from_millis(900);
    /// A story that would take longer than this is played faster.
    const LONGEST_STORY_MS: f64 = 55_000.0;
    /// How long the notice of a skipped stretch stays.
    const SAY_MS: f64 = 4_000.0;

    /// A lab that stands at the beginning of `player`'s run, paused.
    pub fn new(scenario: Rc<Scenario>, player: Player) -> Lab {
        let chosen = player.world().transport();
        let outlook = Outlook::new(player.clone());
        let mut lab = Lab {
            scenario,
            player,
            outlook,
            scale: Rc::default(),
            chosen,
            speed: Speed::one_in(50),
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
            story: 0,
            connections: Connections::default(),
            sockets: RefCell::default(),
        };
        lab.look_ahead();
        lab.speed = lab.story_speed();
        lab
    }

    /// How fast to play at first: so that the opening takes about twenty seconds, but the whole not much longer
    /// than a minute.
    fn story_speed(&self) -> Speed {
        if !self.outlook.is_complete() {
            // Too much happens to foresee it all at once: slower than in truth it would take forever.
            return Speed::REAL;
        }
        let mut speed = Speed::for_story(self.outlook.moving().min(Lab::OPENING));
        while speed != Speed::REAL && self.outlook.playing_ms(speed) > Lab::LONGEST_STORY_MS {
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
        self.player.is_finished()
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
    pub fn outlook(&self) -> &Outlook {
        &self.outlook
    }
    /// The furthest this run was ever played.
    pub fn seen(&self) -> Time {
        self.seen
    }
    /// Counts up whenever the trace is no longer a continuation of what it was.
    pub fn run(&self) -> u64 {
        self.run
    }

    /// What the trace told of TCP connections up to [`Lab::note_connections`], the future that is known included.
    pub fn connections(&self) -> &Connections {
        &self.connections
    }
    /// The connection that something is part of, if it is part of one.
    pub fn connection_of(&self, selection: Selection) -> Option<EndId> {
        match selection {
            Selection::Packet(packet) => Some(self.connections.segment(packet)?.end),
            Selection::Event(event) => self.connections.of_event(self.world().trace().get(event)?),
            Selection::Connection(end) => Some(end),
            Selection::Socket(node, socket) => {
                let end = EndId { node, socket };
                self.connections.end(end).map(|end| end.id)
            }
            Selection::Nothing | Selection::Node(_) | Selection::Link(_) => None,
        }
    }
    /// What the trace told of sockets and of who got which packet, up to the playhead.
    pub fn sockets(&self) -> Ref<'_, Sockets> {
        // Somebody still looks at it, who asked in the same moment: it is up to date.
        if let Ok(mut sockets) = self.sockets.try_borrow_mut() {
            sockets.read(self.run, self.player.world());
        }
        self.sockets.borrow()
    }
    /// Reads on what the trace tells of connections. What was played ahead is read too: after a step back a
    /// plot still shows what has been seen. It is the same trace up to the playhead, so event for event the same.
    pub fn note_connections(&mut self) {
        let (ahead, here) = (self.outlook.last_world(), self.player.world());
        let behind = ahead.trace().len() < here.trace().len();
        let longer = if behind { here } else { ahead };
        self.connections.read(self.story, longer);
    }

    /// Time runs from now on (nothing moves while the page sleeps, or at the end of the run).
    pub fn play(&mut self) {
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
        self.now() == Time::ZERO
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
        if self.outlook.work(Lab::OUTLOOK_PER_FRAME) {
            self.rescale();
        }
        if !self.playing() {
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
        self.player.advance_to(target, Lab::FRAME_BUDGET);
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
        }
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
        let Some(mut note) = self.outlook.quiet_at(self.now()) else {
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
        let before = self.now();
        let mut stepped = self.player.step();
        while stepped && self.now() == before {
            stepped = self.player.step();
        }
        // All that happens at one moment is one step, as it is on the way back.
        self.player.advance_to(self.now(), Lab::FRAME_BUDGET);
        self.seen = self.seen.max(self.now());
        stepped
    }
    /// Back to the event before the playhead, and stop there.
    pub fn step_back(&mut self) {
        self.pause();
        let now = self.now();
        let trace = self.world().trace();
        let before = trace
            .iter()
            .rev()
            .map(|event| event.at)
            .find(|at| *at < now);
        self.go_to(before.unwrap_or(Time::ZERO));
    }
    /// To a moment of the run. The world plays up to it whole, whatever it takes.
    pub fn seek(&mut self, at: Time) {
        self.skipping = None;
        self.said = None;
        self.go_to(at.min(self.outlook.end().max(self.seen)));
    }
    /// To a moment that a link names, however far it is.
    pub fn jump(&mut self, at: Time) {
        self.go_to(at);
    }
    /// Takes the place of another lab whose run was `before`.
    pub fn follow(&mut self, before: u64) {
        self.run = before + 1;
        // Far from every number that the lab before had.
        self.story = self.run << 32;
    }
    fn go_to(&mut self, at: Time) {
        if at < self.now() {
            self.run += 1;
        }
        self.player.seek(at);
        self.seen = self.seen.max(self.now());
        self.carry = 0.0;
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
        self.renew_outlook();
    }
    fn begin_again(&mut self) {
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
        if done.is_ok() {
            // What comes after is another story: the future seen before is no more.
            self.seen = self.now();
            self.skipping = None;
            self.renew_outlook();
        }
        done
    }

    fn renew_outlook(&mut self) {
        let mut start = self.player.clone();
        start.restart();
        self.story += 1;
        self.outlook = Outlook::new(start);
        self.look_ahead();
    }
    fn look_ahead(&mut self) {
        self.outlook.work(Lab::OUTLOOK_AT_ONCE);
        self.rescale();
    }
    fn rescale(&mut self) {
        self.scale = Rc::new(Scale::new(
            self.outlook.end().max(self.seen),
            &self.outlook.gaps(),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_scenario::library;
    use hoplab_scenario::link::LinkState;
    use hoplab_sim::{LinkChange, LinkId};

    const FRAME_MS: f64 = 1000.0 / 60.0;

    fn lab(name: &str, transport: Transport) -> Lab {
        let scenario = library::find(name).expect("it is in the library");
        let mut state = LinkState::new(scenario.clone());
        state.transport = transport;
        let player = Player::new(Recording::from(state)).expect("the library is valid");
        Lab::new(Rc::new(scenario), player)
    }

    /// Plays to the end; seconds it took, and the longest time in which nothing moved.
    fn play(lab: &mut Lab) -> (f64, f64) {
        let (mut frames, mut still, mut longest) = (0, 0, 0);
        lab.play();
        while lab.playing() && frames < 60 * 120 {
            lab.tick(FRAME_MS);
            frames += 1;
            still = if lab.world().is_quiet() { still + 1 } else { 0 };
            longest = longest.max(still);
        }
        (f64::from(frames) / 60.0, f64::from(longest) / 60.0)
    }

    #[test]
    fn every_story_plays_in_about_twenty_seconds_and_never_stands_still() {
        for entry in library::all() {
            for transport in Transport::ALL {
                let mut lab = lab(entry.name, transport);
                let (took, still) = play(&mut lab);
                let what = format!("{} over {}", entry.name, transport.as_str());
                assert!(lab.finished() || lab.story_over(), "{what} ends");
                assert!((12.0..60.0).contains(&took), "{what} takes {took} s");
                assert!(still < 2.0, "{what}: nothing moves for {still} s");
            }
        }
    }

    #[test]
    fn a_story_stops_at_its_end_with_what_is_there_still_to_be_seen() {
        let mut lab = lab("first-lookup", Transport::Udp);
        play(&mut lab);
        assert_eq!(lab.now(), lab.scenario().until);
        let resolvers = lab.world().apps();
        let remembered = resolvers.iter().any(|app| match &app.screen {
            hoplab_sim::apps::Screen::Resolver(screen) => !screen.cache.rows.is_empty(),
            _ => false,
        });
        assert!(remembered, "the entry of 30 s is in the cache");
        // Whoever plays on sees the rest.
        play(&mut lab);
        assert!(lab.finished());
    }

    #[test]
    fn a_person_who_does_something_is_not_stopped_at_the_storys_end() {
        let mut lab = lab("first-message", Transport::Udp);
        lab.seek(lab.scenario().until);
        lab.restart();
        let change = LinkChange::Delay(Span::from_millis(2_000));
        lab.issue(Command::SetLink {
            link: LinkId(0),
            direction: None,
            change,
        })
        .expect("it is slow");
        lab.set_speed(Speed::REAL);
        play(&mut lab);
        assert!(lab.finished());
        assert!(lab.now() > lab.scenario().until);
    }

    #[test]
    fn every_step_of_a_key_moves_time_and_one_back_undoes_one_on() {
        for (name, over) in [
            ("broken-line", Transport::Tcp),
            ("live-video", Transport::Udp),
            ("first-lookup", Transport::Udp),
        ] {
            let mut lab = lab(name, over);
            let mut moments = vec![lab.now()];
            while moments.len() < 300 && lab.step_event() {
                assert!(Some(&lab.now()) > moments.last(), "{name}");
                moments.push(lab.now());
            }
            assert!(moments.len() > 30, "{name}: {}", moments.len());
            let hash = lab.world().trace().hash();
            moments.pop();
            lab.step_back();
            lab.step_event();
            assert_eq!(lab.world().trace().hash(), hash, "{name}");
            for moment in moments.iter().rev() {
                lab.step_back();
                assert_eq!(lab.now(), *moment, "{name}");
            }
        }
    }

    #[test]
    fn what_was_played_ahead_is_what_then_happens() {
        let mut lab = lab("broken-line", Transport::Tcp);
        play(&mut lab);
        assert!(lab.story_over());
        // And beyond the story's end.
        play(&mut lab);
        assert!(lab.finished());
        assert!(lab.outlook().is_complete());
        assert_eq!(
            lab.world().trace().hash(),
            lab.outlook().last_world().trace().hash()
        );
    }

    #[test]
    fn a_step_back_leads_to_the_moment_before_and_forward_to_the_same_again() {
        let mut lab = lab("broken-line", Transport::Udp);
        for _ in 0..40 {
            assert!(lab.step_event());
        }
        let (at, hash) = (lab.now(), lab.world().trace().hash());
        lab.step_back();
        assert!(lab.now() < at);
        lab.seek(at);
        assert_eq!(lab.world().trace().hash(), hash);
    }

    #[test]
    fn another_transport_meets_the_same_breaks() {
        let mut lab = lab("first-message", Transport::Udp);
        let change = LinkChange::Cut;
        lab.issue(Command::SetLink {
            link: LinkId(0),
            direction: None,
            change,
        })
        .expect("it is cut");
        lab.restart_over(Transport::Tcp);
        assert_eq!(
            (lab.world().transport(), lab.now()),
            (Transport::Tcp, Time::ZERO)
        );
        lab.step_event();
        lab.seek(Time::from_millis(1));
        assert!(lab.world().link(LinkId(0)).is_some_and(|link| !link.up));
    }

    #[test]
    fn time_stands_still_while_the_page_cannot_be_seen() {
        let mut lab = lab("first-message", Transport::Udp);
        lab.play();
        lab.set_awake(false);
        assert_eq!(lab.tick(FRAME_MS), Tick::default());
        lab.set_awake(true);
        assert!(lab.tick(FRAME_MS).moved);
    }

    #[test]
    fn with_less_motion_time_moves_in_calm_steps() {
        let mut lab = lab("broken-line", Transport::Udp);
        lab.set_calm(true);
        lab.play();
        let moves = (0..600).filter(|_| lab.tick(FRAME_MS).moved).count();
        assert!((10..20).contains(&moves), "{moves} steps in ten seconds");
    }
}
