//! [`Lookahead`]: the run played ahead, so that the page knows how long it is, where nothing moves,
//! and how fast to play it. It is the same engine with the same commands: what it finds is what will
//! happen, unless the person does something, after which it goes on from there.

use hoplab_explain::Events;
use hoplab_replay::Player;
use hoplab_sim::{EventId, EventKind, Progress, TraceEvent};
use hoplab_tcp::{State, TcpEvent};
use hoplab_units::{Span, Time};

use crate::pace::{Gap, SKIP_MS, Speed, WORTH_SKIPPING_MS};

/// A quiet stretch that was passed over, for the notice that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct SkipNote {
    /// The stretch.
    pub gap: Gap,
    /// What ended it; `None`: nothing, the run ends with it.
    pub ended_by: Option<TraceEvent>,
}

/// What is known of a run played ahead. The run is the player's, whose playhead is never further than this while it
/// works: a silence that nobody saw begin is not known of.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookahead {
    /// The last moment seen.
    end: Time,
    gaps: Vec<(Gap, EventId)>,
    looked_at: EventId,
    /// Since when nothing has moved.
    quiet_since: Option<Time>,
    /// Whether what ended the last quiet stretch moved nothing.
    moved_nothing: bool,
    steps_left: u32,
    done: bool,
}

impl Lookahead {
    /// Events after which the lookahead stops looking: a run this long has no end worth showing.
    const MOST_STEPS: u32 = 300_000;
    /// The shortest quiet stretch worth keeping.
    const SHORTEST_GAP: Span = Span::from_micros(100);

    /// The lookahead on a run that has not begun. It knows nothing until [`Lookahead::work`] is called.
    pub fn new() -> Lookahead {
        Lookahead {
            end: Time::ZERO,
            gaps: Vec::new(),
            looked_at: EventId(0),
            quiet_since: None,
            moved_nothing: false,
            steps_left: Lookahead::MOST_STEPS,
            done: false,
        }
    }
    /// Plays at most about `steps` events further ahead. Whether there was anything left to do.
    pub fn work(&mut self, player: &mut Player, steps: u32) -> bool {
        if self.done {
            return false;
        }
        let mut left = steps;
        while left > 0 {
            left -= 1;
            let next = player.next_unknown_moment();
            let Some(next) = next.filter(|_| self.steps_left > 0) else {
                self.done = true;
                self.note_silent_end();
                break;
            };
            self.steps_left -= 1;
            // Not `step`: that runs to the next event worth a trace, and a line may fall silent
            // between two of those without one.
            if player.furthest().is_quiet() {
                self.quiet_since.get_or_insert(player.furthest().now());
            } else {
                self.quiet_since = None;
            }
            // Thousands of things may be due at one moment, and a slice must end all the same.
            let at_once = left.max(1);
            if player.look_ahead(next, at_once) == Progress::BudgetSpent {
                left = 0;
            }
            self.end = player.furthest().now();
            self.note(Events::of(player.furthest()));
        }
        true
    }
    /// The person has done something at the playhead, by which the future has become another one: what came before it
    /// stays known.
    pub fn cut(&mut self, player: &Player, command: EventId) {
        let now = player.now();
        let inside = |gap: &Gap| gap.from < now && now < gap.until;
        let known = self.gaps.iter().map(|(gap, _)| gap.from);
        let silent_since = match self.gaps.iter().position(|(gap, _)| inside(gap)) {
            Some(place) => known.clone().nth(place),
            None => self.quiet_since.filter(|from| *from < now),
        };
        let seen = Lookahead::MOST_STEPS - self.steps_left;
        let part = u64::from(seen) * command.0 / self.looked_at.0.max(1);
        self.steps_left = Lookahead::MOST_STEPS - seen.min(u32::try_from(part).unwrap_or(seen));
        self.gaps.retain(|(gap, _)| gap.until <= now);
        if let Some(from) = silent_since
            && now.since(from) >= Lookahead::SHORTEST_GAP
        {
            self.gaps.push((Gap { from, until: now }, command));
        }
        (self.quiet_since, self.moved_nothing, self.done) = (None, false, false);
        self.looked_at = EventId(Events::of(player.furthest()).len());
        self.end = now;
    }
    /// Whether there is anything left to look at.
    pub fn is_working(&self) -> bool {
        !self.done
    }
    /// How many steps it has gone.
    pub fn steps(&self) -> u32 {
        Lookahead::MOST_STEPS - self.steps_left
    }

    /// The last timers may go off without anything coming of it: silence to the end.
    fn note_silent_end(&mut self) {
        if let Some(from) = self.quiet_since.take() {
            let until = self.end;
            self.add_gap(Gap { from, until }, self.looked_at);
        }
    }

    /// Takes note of what has happened since the last time.
    fn note(&mut self, events: Events<'_>) {
        let ended_by = self.looked_at;
        if ended_by.0 == events.len() {
            return;
        }
        let until = self.end;
        let moved_nothing = events.since(ended_by).all(moves_nothing);
        self.looked_at = EventId(events.len());
        if let Some(from) = self.quiet_since.take()
            && until.since(from) >= Lookahead::SHORTEST_GAP
        {
            self.add_gap(Gap { from, until }, ended_by);
        }
        self.moved_nothing = moved_nothing;
    }

    /// The silence before something that moves nothing and the one after it are one.
    fn add_gap(&mut self, gap: Gap, ended_by: EventId) {
        match self.gaps.last_mut() {
            Some((last, end)) if self.moved_nothing && last.until == gap.from => {
                last.until = gap.until;
                *end = ended_by;
            }
            _ => self.gaps.push((gap, ended_by)),
        }
    }

    /// Whether it has seen the end.
    pub fn is_complete(&self) -> bool {
        self.done && self.steps_left > 0
    }
    /// The last moment it has seen.
    pub fn end(&self) -> Time {
        self.end
    }
    /// The quiet stretches, in order.
    pub fn gaps(&self) -> Vec<Gap> {
        self.gaps.iter().map(|(gap, _)| *gap).collect()
    }
    /// The time in which something moves.
    pub fn moving(&self) -> Span {
        let quiet = self
            .gaps
            .iter()
            .fold(Span::ZERO, |sum, (gap, _)| sum + gap.span());
        self.end().since(Time::ZERO) - quiet
    }
    /// How long the run takes to play at this speed, in real milliseconds: long silences are passed over, short ones
    /// are not.
    pub fn playing_ms(&self, speed: Speed) -> f64 {
        let silences = self.gaps.iter().map(|(gap, _)| speed.real_ms(gap.span()));
        let passed = silences.map(|ms| if ms < WORTH_SKIPPING_MS { ms } else { SKIP_MS });
        speed.real_ms(self.moving()) + passed.sum::<f64>()
    }
    /// The quiet stretch that `at` is in, and what will end it, by the trace of the run played ahead.
    pub fn quiet_at(&self, events: Events<'_>, at: Time) -> Option<SkipNote> {
        let after = self.gaps.partition_point(|(gap, _)| gap.until <= at);
        let (gap, event) = self.gaps.get(after).filter(|(gap, _)| gap.from <= at)?;
        let ended_by = events.get(*event).cloned();
        Some(SkipNote {
            gap: *gap,
            ended_by,
        })
    }
}

impl Default for Lookahead {
    fn default() -> Lookahead {
        Lookahead::new()
    }
}

/// A program reads what has come, or the wait after a connection's end is over.
fn moves_nothing(event: &TraceEvent) -> bool {
    match event.kind {
        EventKind::ContentReceived { .. } | EventKind::SocketClosed => true,
        EventKind::Tcp(TcpEvent::TimeWaitEnded) => true,
        EventKind::Tcp(TcpEvent::StateChanged { to, .. }) => to == State::Closed,
        _ => false,
    }
}
