//! Which lines the log shows, of all that there are.

use hoplab_explain::lines::{Importance, Line, Topic};
use hoplab_sim::EventId;

/// Lines kept beyond the usual number while the list is held.
const MOST_HELD: usize = 1_000;

/// Which lines are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Shown or not, in the order of [`Topic::ALL`].
    pub filters: [bool; 6],
    /// Every hop, too.
    pub every_hop: bool,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted {
            filters: [true; 6],
            every_hop: false,
        }
    }
}

impl Wanted {
    /// Whether such lines are shown.
    pub fn takes(self, topic: Topic, importance: Importance) -> bool {
        let shown = self.filters.get(topic.index()).copied();
        shown.unwrap_or(true) && (self.every_hop || importance == Importance::Matters)
    }
}

/// The last `most` of these lines, oldest first, and whether there are earlier ones. `from`: no line from this one on is
/// left out, up to [`MOST_HELD`] more.
pub fn last(
    newest: impl Iterator<Item = Line>,
    most: usize,
    from: Option<EventId>,
) -> (Vec<Line>, bool) {
    let mut lines = Vec::new();
    let mut earlier = false;
    for line in newest {
        let held = from.is_some_and(|from| line.event >= from);
        let room = if held {
            most.saturating_add(MOST_HELD)
        } else {
            most
        };
        if lines.len() >= room {
            earlier = true;
            break;
        }
        lines.push(line);
    }
    lines.reverse();
    (lines, earlier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: u64, topic: Topic, importance: Importance) -> Line {
        Line {
            event: EventId(id),
            topic,
            importance,
        }
    }

    fn newest(wanted: Wanted) -> impl Iterator<Item = Line> {
        let lines = (0..10).rev();
        let lines = lines.map(|id| match id % 2 {
            0 => line(id, Topic::Tcp, Importance::Matters),
            _ => line(id, Topic::Udp, Importance::EveryHop),
        });
        lines.filter(move |line| wanted.takes(line.topic, line.importance))
    }

    fn ids(lines: &[Line]) -> Vec<u64> {
        lines.iter().map(|line| line.event.0).collect()
    }

    #[test]
    fn the_newest_lines_come_last_and_earlier_ones_are_told_of() {
        let every = Wanted {
            every_hop: true,
            ..Wanted::default()
        };
        let (lines, earlier) = last(newest(every), 3, None);
        assert_eq!((ids(&lines), earlier), (vec![7, 8, 9], true));
        let (lines, earlier) = last(newest(every), 10, None);
        assert_eq!((lines.len(), earlier), (10, false));
    }

    #[test]
    fn a_list_that_is_held_keeps_its_first_line() {
        let every = Wanted {
            every_hop: true,
            ..Wanted::default()
        };
        let (lines, earlier) = last(newest(every), 3, Some(EventId(4)));
        assert_eq!((ids(&lines), earlier), (vec![4, 5, 6, 7, 8, 9], true));
    }

    #[test]
    fn hops_are_left_out_unless_asked_for() {
        let (lines, earlier) = last(newest(Wanted::default()), 10, None);
        assert_eq!((ids(&lines), earlier), (vec![0, 2, 4, 6, 8], false));
    }

    #[test]
    fn a_filter_that_is_off_hides_its_lines() {
        let udp_only = Wanted {
            filters: [false, true, false, false, false, false],
            every_hop: true,
        };
        let (lines, _) = last(newest(udp_only), 10, None);
        assert_eq!(ids(&lines), [1, 3, 5, 7, 9]);
    }
}
