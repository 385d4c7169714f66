//! [`Seeking`]: on the way to a far moment; [`Budget`]: how much is done of anything long between two looks at the
//! hands of the person. Pure: what a clock says comes in from outside, and decides only how long
//! the way is cut into pieces, never what is found at its end.

use hoplab_replay::Player;
use hoplab_sim::Progress;
use hoplab_units::Time;

/// On the way to a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeking {
    /// Where the way began.
    pub from: Time,
    /// The moment reached.
    pub reached: Time,
    /// The moment wanted.
    pub wanted: Time,
}

impl Seeking {
    /// How much of the way is done, in whole percent, and less than all.
    pub fn percent(self) -> u8 {
        let whole = self.wanted.since(self.from).as_nanos().max(1);
        let done = self.reached.since(self.from).as_nanos();
        (u128::from(done) * 100 / u128::from(whole)).min(99) as u8
    }
}

/// Milliseconds since some moment.
pub type Clock = fn() -> f64;

/// What may be done before hands are looked after again: pieces, as long as there is time. However heavy the events of a
/// slice are, one such piece is all that it can be late by.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    left: u32,
    begun: bool,
    until: f64,
    clock: Clock,
}

impl Slice {
    /// Events of one piece.
    const PIECE: u32 = 64;

    /// At most `events`, and no more once `ms` milliseconds are over.
    pub fn new(events: u32, ms: f64, clock: Clock) -> Slice {
        Slice {
            left: events,
            begun: false,
            until: clock() + ms,
            clock,
        }
    }

    /// Plays on, piece by piece, up to a moment. Whether it was reached.
    pub fn advance(mut self, player: &mut Player, until: Time) -> bool {
        self.any(|piece| player.advance_to(until, piece) == Progress::Reached)
    }
}

/// The events of each piece. There is always a first.
impl Iterator for Slice {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.begun && (self.clock)() >= self.until {
            return None;
        }
        self.begun = true;
        let piece = self.left.min(Slice::PIECE);
        self.left -= piece;
        (piece > 0).then_some(piece)
    }
}

/// How many events a slice of work may have. The first slices are small; those that follow are as long as the
/// time measured for those before lets expect.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    events: u32,
    most: u32,
    target_ms: f64,
}

impl Budget {
    /// However slow the machine is, the way has an end.
    pub const LEAST: u32 = 200;
    /// What the first slice may have: some milliseconds on a slow machine.
    pub const FIRST: u32 = 1_500;

    /// Slices of at most `most` events that are to take about `target_ms` milliseconds.
    pub const fn new(most: u32, target_ms: f64) -> Budget {
        Budget {
            events: Budget::FIRST,
            most,
            target_ms,
        }
    }
    /// The next slice.
    pub fn slice(&self, clock: Clock) -> Slice {
        Slice::new(self.events, self.target_ms, clock)
    }
    /// The events of the next slice.
    pub fn events(&self) -> u32 {
        self.events
    }
    /// Takes note that the last slice took so long.
    pub fn took(&mut self, ms: f64) {
        // A clock that is made coarse says 0; one slow slice is no reason to crawl.
        let change = (self.target_ms / ms.max(0.1)).clamp(0.25, 1.5);
        let events = f64::from(self.events) * change;
        self.events = (events as u32).clamp(Budget::LEAST, self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_grows_and_shrinks_until_it_takes_the_time_it_should() {
        for per_event_ms in [0.0002, 0.002, 0.02] {
            let mut budget = Budget::new(100_000, 10.0);
            for _ in 0..30 {
                budget.took(f64::from(budget.events()) * per_event_ms);
            }
            let took = f64::from(budget.events()) * per_event_ms;
            assert!((7.0..=14.0).contains(&took), "{took} ms");
        }
    }

    #[test]
    fn a_slice_ends_with_the_piece_in_which_its_time_is_over() {
        thread_local! {
            static NOW: core::cell::Cell<f64> = const { core::cell::Cell::new(0.0) };
        }
        let clock = || NOW.get();
        let pieces = |ms_each: f64, slice: Slice| -> Vec<u32> {
            slice.inspect(|_| NOW.set(NOW.get() + ms_each)).collect()
        };
        // Light events: all of them.
        assert_eq!(pieces(0.1, Slice::new(150, 10.0, clock)), [64, 64, 22]);
        // Heavy ones: no piece begins after the end.
        assert_eq!(pieces(4.0, Slice::new(1_500, 10.0, clock)).len(), 3);
        // The first comes however late it is.
        assert_eq!(pieces(400.0, Slice::new(1_500, 0.0, clock)), [64]);
        // A clock that stands still leaves the bound of events.
        assert_eq!(
            pieces(0.0, Slice::new(1_500, 10.0, clock))
                .iter()
                .sum::<u32>(),
            1_500
        );
    }

    #[test]
    fn a_slice_is_never_nothing_and_never_without_bound() {
        let mut budget = Budget::new(5_000, 10.0);
        for ms in [f64::INFINITY, 1e9, f64::NAN, 1e9, 1e9, 1e9, 1e9] {
            budget.took(ms);
        }
        assert_eq!(budget.events(), Budget::LEAST);
        for ms in [0.0, -1.0, f64::NAN].repeat(50) {
            budget.took(ms);
        }
        assert_eq!(budget.events(), 5_000);
    }

    #[test]
    fn the_way_is_told_in_percent_and_is_never_whole_before_its_end() {
        let seeking = |reached| Seeking {
            from: Time::from_secs(100),
            reached: Time::from_secs(reached),
            wanted: Time::from_secs(600),
        };
        assert_eq!(seeking(100).percent(), 0);
        assert_eq!(seeking(350).percent(), 50);
        assert_eq!(seeking(600).percent(), 99);
    }
}
