//! The words around the log that the command line prints, and what it warns of.

pub fn older_gone(events: u64) -> String {
    format!("... 앞선 사건 {events}개는 기록에 남아 있지 않아요. 새것만 남겨요.")
}

pub fn not_done(at: &str, done: &str, why: &str) -> String {
    format!("{at}, 실행하지 못한 명령: {done}. {why}")
}
