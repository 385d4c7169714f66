//! Where the points of a plot lie. Whole numbers throughout: across, ten thousand to the plot's width; down, ten
//! to a pixel.

use hoplab_tcp::NO_LIMIT;
use hoplab_units::Time;

use hoplab_explain::connections::End;

/// The plot's height in pixels, without its times.
pub const HEIGHT: i64 = 200;
/// Its width in the units of [`Axes::x`].
const WIDTH: i64 = 10_000;
/// Points nearer to each other than this are drawn as one upright line from the least to the most of them.
const COLUMN: i64 = 8;
/// Most ticks of an axis.
const TICKS: u64 = 5;

/// The scales of both axes: of all that is known of the curves, the future included, so that they do not change
/// while the curves grow.
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    from: Time,
    to: Time,
    /// The most bytes.
    most: u32,
}

impl Axes {
    /// The axes for some curves; `None` if no window has ever opened. What is in flight is drawn only for a curve
    /// `alone`, and only then it counts.
    pub fn around<'a>(ends: impl Iterator<Item = &'a End> + Clone, alone: bool) -> Option<Axes> {
        if ends.clone().all(|end| end.curve.is_empty()) {
            return None;
        }
        let from = ends.clone().map(|end| end.opened_at).min()?;
        let to = ends.clone().map(End::last_at).max()?;
        let windows = |end: &'a End| {
            let points = end.curve.iter();
            points.flat_map(|point| [point.cwnd, point.ssthresh])
        };
        let flights = |end: &'a End| end.flight.iter().map(|flight| flight.bytes());
        let limited = |bytes: &u32| *bytes < NO_LIMIT;
        let window = ends.clone().flat_map(windows).filter(limited).max();
        let drawn = ends.filter(|_| alone).flat_map(flights);
        // Without congestion control no window is drawn, only what is in flight, if anything.
        let most = drawn.max().max(window).unwrap_or(1);
        (to > from).then(|| Axes {
            from,
            to,
            most: most.max(1).saturating_add(most / 8),
        })
    }
    /// Where a moment lies, from 0 to 10,000.
    pub fn x(&self, at: Time) -> i64 {
        let whole = u128::from(self.to.since(self.from).as_nanos());
        let part = u128::from(at.max(self.from).min(self.to).since(self.from).as_nanos());
        (part * WIDTH as u128 / whole) as i64
    }
    /// How far below the top some bytes lie, in tenths of a pixel.
    pub fn y(&self, bytes: u32) -> i64 {
        let height = HEIGHT * 10;
        height - i64::from(bytes.min(self.most)) * height / i64::from(self.most)
    }
    /// The moment so many pixels from the left of `width`.
    pub fn moment(&self, pixels: i32, width: i32) -> Time {
        let whole = u128::from(self.to.since(self.from).as_nanos());
        let width = width.max(1) as u128;
        let pixels = (pixels.max(0) as u128).min(width);
        self.from + hoplab_units::Span::from_nanos((whole * pixels / width) as u64)
    }
    /// The byte numbers that get a line.
    pub fn byte_ticks(&self) -> Vec<u32> {
        let step = round_step(u64::from(self.most)) as u32;
        (1..)
            .map(|n| n * step)
            .take_while(|at| *at <= self.most)
            .collect()
    }
    /// The moments that get a number.
    pub fn time_ticks(&self) -> Vec<Time> {
        let (from, to) = (self.from.as_nanos(), self.to.as_nanos());
        let step = round_step(to - from);
        let first = from.div_ceil(step);
        let moments = (first..).map(|n| n * step).take_while(|at| *at <= to);
        // Not at the very edges, where half of the number would be cut off.
        let inside = |at: &Time| (300..=9_700).contains(&self.x(*at));
        moments.map(Time::from_nanos).filter(inside).collect()
    }
}

/// The least of 1, 2, 5, 10, 20, … that divides a length into no more than five.
fn round_step(length: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for step in [1, 2, 5] {
            if length / (step * power) <= TICKS {
                return step * power;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// A line in steps through points of `(x, y)`, which goes on to `until`. Where many points share a column it is
/// drawn once from the least to the most, so that no extreme is lost.
fn steps(points: impl Iterator<Item = (i64, i64)>, until: i64) -> String {
    let mut path = String::new();
    let mut column: Option<(i64, [i64; 3])> = None;
    let mut flush = |(x, [least, most, last]): (i64, [i64; 3])| {
        if path.is_empty() {
            path += &format!("M{x} {last}");
        } else {
            path += &format!("H{x}");
            if least != most {
                path += &format!("V{least}V{most}");
            }
            path += &format!("V{last}");
        }
    };
    for (x, y) in points {
        column = match column.take() {
            Some((at, [least, most, _])) if x - at < COLUMN => {
                Some((at, [least.min(y), most.max(y), y]))
            }
            before => {
                if let Some(before) = before {
                    flush(before);
                }
                Some((x, [y, y, y]))
            }
        };
    }
    if let Some(last) = column {
        flush(last);
        path += &format!("H{}", until.max(last.0));
    }
    path
}

/// The line of the congestion window.
pub fn window(axes: &Axes, end: &End, seen: Time) -> String {
    let seen = end.drawn_to(seen);
    let points = end
        .curve
        .iter()
        .filter(|point| point.at <= seen && point.cwnd < NO_LIMIT)
        .map(|point| (axes.x(point.at), axes.y(point.cwnd)));
    steps(points, axes.x(seen))
}

/// The line of the threshold, from when a loss first set it.
pub fn threshold(axes: &Axes, end: &End, seen: Time) -> String {
    let seen = end.drawn_to(seen);
    let points = end
        .curve
        .iter()
        .filter(|point| point.at <= seen && point.ssthresh < NO_LIMIT)
        .map(|point| (axes.x(point.at), axes.y(point.ssthresh)));
    steps(points, axes.x(seen))
}

/// The ground under what is in flight.
pub fn flight(axes: &Axes, end: &End, seen: Time) -> String {
    let seen = end.drawn_to(seen);
    let points = end
        .flight
        .iter()
        .filter(|flight| flight.at <= seen)
        .map(|flight| (axes.x(flight.at), axes.y(flight.bytes())));
    let line = steps(points, axes.x(seen));
    let Some(first) = end.flight.first().filter(|_| !line.is_empty()) else {
        return line;
    };
    let ground = HEIGHT * 10;
    format!("{line}V{ground}H{}z", axes.x(first.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_explain::Reading;
    use hoplab_explain::connections::Connections;
    use hoplab_replay::{Player, Recording};
    use hoplab_scenario::library;
    use hoplab_scenario::link::LinkState;
    use hoplab_sim::Transport;

    fn axes() -> Axes {
        Axes {
            from: Time::from_millis(100),
            to: Time::from_millis(1_100),
            most: 20_000,
        }
    }

    #[test]
    fn moments_and_bytes_lie_in_proportion() {
        let axes = axes();
        assert_eq!(axes.x(Time::from_millis(100)), 0);
        assert_eq!(axes.x(Time::from_millis(600)), 5_000);
        assert_eq!(axes.x(Time::from_secs(9)), 10_000);
        assert_eq!(
            (axes.y(0), axes.y(10_000), axes.y(20_000)),
            (2_000, 1_000, 0)
        );
        assert_eq!(axes.moment(50, 100), Time::from_millis(600));
        assert_eq!(axes.moment(500, 100), Time::from_millis(1_100));
    }

    #[test]
    fn a_window_that_never_opened_has_no_axes_and_two_curves_no_flights() {
        let curve = |name, place| {
            let mut state = LinkState::new(library::find(name).expect("it is in the library"));
            state.transport = Transport::Tcp;
            let mut player = Player::new(Recording::from(state)).expect("the library is valid");
            while player.step() {}
            let world = player.world();
            let connections = Reading::whole(Connections::new(world.spec()), world.trace());
            let pair = connections.until(u64::MAX).nth(place);
            pair.map(|pair| pair.client.clone()).expect("it is there")
        };
        let never = curve("nobody-home", 0);
        assert_eq!(Axes::around([&never].into_iter(), true), None);
        let both = [curve("reno-vs-cubic", 0), curve("reno-vs-cubic", 1)];
        let axes = Axes::around(both.iter(), false).expect("both opened");
        let drawn = both.iter().flat_map(|end| end.curve.iter());
        let top = drawn.flat_map(|point| [point.cwnd, point.ssthresh]);
        let top = top.filter(|bytes| *bytes < NO_LIMIT).max().expect("drawn");
        assert_eq!(axes.most, top + top / 8);
        let alone = Axes::around(both.iter().take(1), true).expect("it opened");
        let flights = both[0].flight.iter().map(|flight| flight.bytes());
        let flown = flights.max().expect("it sent");
        assert!(alone.most >= flown, "what is in flight is drawn for one");
    }

    #[test]
    fn ticks_are_round_and_few() {
        let axes = axes();
        assert_eq!(axes.byte_ticks(), [5_000, 10_000, 15_000, 20_000]);
        let times: Vec<u64> = axes
            .time_ticks()
            .iter()
            .map(|at| at.as_nanos() / 1_000_000)
            .collect();
        assert_eq!(times, [200, 400, 600, 800, 1_000]);
        for length in [1, 7, 99, 1_234, 65_535, 1_000_000_007] {
            let step = round_step(length);
            assert!(
                (1..=TICKS).contains(&(length / step)) || length < step,
                "{length}: {step}"
            );
        }
    }

    #[test]
    fn a_line_goes_in_steps_and_keeps_every_extreme() {
        let few = [(0, 10), (100, 20), (200, 5)];
        assert_eq!(steps(few.into_iter(), 300), "M0 10H100V20H200V5H300");
        let many = [(0, 10), (100, 20), (101, 90), (102, 1), (103, 30)];
        assert_eq!(steps(many.into_iter(), 300), "M0 10H100V1V90V30H300");
        assert_eq!(steps([].into_iter(), 300), "");
    }
}
