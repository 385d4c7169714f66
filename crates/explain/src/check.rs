//! What every table has, for the tests of each: those beside the code and those in `tests/told`, which take this file in.

use core::fmt::Debug;

use hoplab_sim::{EventId, Trace, TraceEvent};

use super::{At, Reading, Table};

/// As of a moment a table tells what one tells that has read no further, and cut there it is that one; having read on
/// again it is whole. At about so many `moments`; `asked`: all that can be asked of it before an event.
pub fn as_of_is_what_was_known<T, A>(
    what: &str,
    trace: &Trace,
    moments: u64,
    asked: impl Fn(At<&T>, &TraceEvent) -> A,
) where
    T: Table + Default + Clone + PartialEq + Debug,
    A: PartialEq + Debug,
{
    let whole = Reading::whole(T::default(), trace);
    let mut fresh = T::default();
    let every = trace.len() / moments + 1;
    for event in trace.iter() {
        let from = event.id;
        if from.0 % every == every / 2 {
            let then = asked(At::new(&whole, from), event);
            let by_then = asked(At::new(&fresh, from), event);
            assert_eq!(then, by_then, "{what} before {from}");
            let read_so_far = asked(At::new(&fresh, EventId(u64::MAX)), event);
            assert_eq!(then, read_so_far, "{what} before {from}");
            let mut cut = whole.clone();
            cut.cut(from);
            assert_eq!(cut, fresh, "{what} cut before {from}");
            trace.since(from).for_each(|event| cut.note(event, trace));
            assert_eq!(cut, whole, "{what} grown again from {from}");
        }
        fresh.note(event, trace);
    }
}
