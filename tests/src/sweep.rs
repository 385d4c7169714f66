//! The same test for many seeds, on every core.

use std::ops::Range;
use std::thread;

/// Whether this is the longer run of `cargo xtask test --full`.
pub fn is_full() -> bool {
    std::env::var_os("HOPLAB_FULL").is_some()
}

/// Tries every seed and adds up what each gives. A panic of one is a panic of the whole.
///
/// # Panics
/// If a seed does.
pub fn sweep<const N: usize>(seeds: Range<u64>, run: impl Fn(u64) -> [u64; N] + Sync) -> [u64; N] {
    let threads = thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let run = &run;
    let share = |thread: u64| {
        let mine = seeds.clone().filter(move |seed| seed % threads == thread);
        mine.map(run).fold([0; N], add)
    };
    thread::scope(|scope| {
        let share = &share;
        let workers: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || share(thread)))
            .collect();
        let results = workers.into_iter().map(|worker| worker.join());
        results
            .map(|sum| sum.expect("no seed panics"))
            .fold([0; N], add)
    })
}

fn add<const N: usize>(mut sum: [u64; N], one: [u64; N]) -> [u64; N] {
    for (sum, one) in sum.iter_mut().zip(one) {
        *sum += one;
    }
    sum
}
