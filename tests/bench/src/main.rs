//! Runs one round of the named workloads natively and prints what came of each as a line of JSON:
//! `hoplab-bench [NAME=SIZE ...]`. `cargo xtask bench` calls it round after round.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "this program measures; the rule guards the simulation"
)]

use hoplab_bench::{internet, prepare, rewind::Film};
use hoplab_units::Time;
use std::time::{Duration, Instant};

fn main() {
    for argument in std::env::args().skip(1) {
        let (name, size) = argument.split_once('=').unwrap_or((&argument, ""));
        let Ok(size) = size.parse() else {
            eprintln!("{argument}: not NAME=SIZE");
            std::process::exit(2);
        };
        match name {
            "rewind" => rewind(size),
            "things-due" => {
                let things = internet::things_due(internet::udp(size));
                println!(r#"{{"name":"things-due","things":{things}}}"#);
            }
            _ => measure(name, size),
        }
    }
}

fn measure(name: &str, size: u32) {
    let workload = || {
        prepare(name, size).unwrap_or_else(|| {
            eprintln!("{name}: no such workload");
            std::process::exit(2);
        })
    };
    // Once unmeasured: what a process asks the system for at first, memory above all, is not the
    // engine's work, and a page that has been open for a while has it.
    workload().run();
    let mut workload = workload();
    let (done, took) = timed(|| workload.run());
    let done = workload.finish(done);
    println!(r#"{{"name":"{name}","nanos":{},{done}}}"#, took.as_nanos());
}

/// The same film with checkpoints and without, then seeks all over it.
fn rewind(pictures: u32) {
    const SEEKS: u64 = 200;
    let film = Film::new(pictures);
    // Once unmeasured, as with the other workloads.
    film.play();
    let ((world, bare), bare_took) = timed(|| film.play_bare());
    drop(world);
    let ((mut player, done), took) = timed(|| film.play());
    assert_eq!(bare, done, "checkpoints change nothing");
    let mut seeks: Vec<Duration> = Vec::new();
    for seek in 1..=SEEKS {
        // A stride that has no common factor with the number of seeks: far back and forth.
        let part = seek * 89 % SEEKS;
        let to = Time::from_nanos(film.end().as_nanos() / SEEKS * part);
        let ((), took) = timed(|| player.seek(to));
        seeks.push(took);
    }
    seeks.sort_unstable();
    let worst = seeks.last().copied().unwrap_or_default();
    let median = seeks.get(seeks.len() / 2).copied().unwrap_or_default();
    println!(
        r#"{{"name":"rewind","nanos":{},"bare":{},"events":{},"checkpoints":{},"worst_seek":{},"median_seek":{}}}"#,
        took.as_nanos(),
        bare_took.as_nanos(),
        done.events,
        player.checkpoint_count(),
        worst.as_nanos(),
        median.as_nanos(),
    );
}

/// What the work took of this thread's processor time where the system tells it, so that neighbours
/// on the machine count less; else by the clock on the wall.
fn timed<R>(work: impl FnOnce() -> R) -> (R, Duration) {
    let (wall, before) = (Instant::now(), on_processor());
    let result = work();
    let wall = wall.elapsed();
    let took = match (before, on_processor()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => wall,
    };
    (result, took)
}

#[cfg(unix)]
fn on_processor() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).ok()
}

#[cfg(not(unix))]
fn on_processor() -> Option<Duration> {
    None
}
