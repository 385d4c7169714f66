//! [`Agenda`]: what is due, and when.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

use hoplab_units::Time;

/// Things due, taken out by time; things due at one moment in the order they were put in.
#[derive(Clone, Debug)]
pub(crate) struct Agenda<T> {
    heap: BinaryHeap<Reverse<Entry<T>>>,
    next: u64,
}

#[derive(Clone, Debug)]
struct Entry<T> {
    at: Time,
    order: u64,
    due: T,
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}
impl<T> Eq for Entry<T> {}
impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

impl<T> Agenda<T> {
    pub(crate) fn new() -> Agenda<T> {
        Agenda {
            heap: BinaryHeap::new(),
            next: 0,
        }
    }
    pub(crate) fn put(&mut self, at: Time, due: T) {
        self.heap.push(Reverse(Entry {
            at,
            order: self.next,
            due,
        }));
        self.next += 1;
    }
    pub(crate) fn next_at(&self) -> Option<Time> {
        self.heap.peek().map(|Reverse(entry)| entry.at)
    }
    /// Whether something fits among all that is due.
    pub(crate) fn any(&self, fits: impl Fn(&T) -> bool) -> bool {
        self.heap.iter().any(|Reverse(entry)| fits(&entry.due))
    }
    /// Takes out everything that fits, in the order it is due.
    pub(crate) fn take_all(&mut self, fits: impl Fn(&T) -> bool) -> Vec<(Time, T)> {
        let (mut taken, mut kept) = (Vec::new(), Vec::new());
        for entry in core::mem::take(&mut self.heap).into_vec() {
            if fits(&entry.0.due) {
                taken.push(entry.0)
            } else {
                kept.push(entry)
            }
        }
        self.heap = kept.into();
        taken.sort_unstable();
        taken
            .into_iter()
            .map(|entry| (entry.at, entry.due))
            .collect()
    }
    /// Takes out everything that does not fit.
    pub(crate) fn retain(&mut self, fits: impl Fn(&T) -> bool) {
        self.heap.retain(|Reverse(entry)| fits(&entry.due));
    }
    /// The first thing due up to and including `until`.
    pub(crate) fn take(&mut self, until: Time) -> Option<(Time, T)> {
        if self.next_at()? > until {
            return None;
        }
        self.heap.pop().map(|Reverse(entry)| (entry.at, entry.due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_at_one_moment_comes_in_the_order_it_was_put_in() {
        let mut agenda = Agenda::new();
        for (at, due) in [(5, 'c'), (1, 'a'), (5, 'd'), (1, 'b'), (9, 'e')] {
            agenda.put(Time::from_nanos(at), due);
        }
        let taken: String = core::iter::from_fn(|| agenda.take(Time::from_nanos(5)))
            .map(|(_, due)| due)
            .collect();
        assert_eq!(taken, "abcd");
        assert_eq!(agenda.next_at(), Some(Time::from_nanos(9)));
    }
}
