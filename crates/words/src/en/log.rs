//! The words around the log that the command line prints, and what it warns of.

pub fn older_gone(events: u64) -> String {
    format!("... {events} older events are gone: the trace keeps only the newest.")
}

pub fn not_done(at: &str, done: &str, why: &str) -> String {
    format!("at {at} not done: somebody {done}. {why}")
}
