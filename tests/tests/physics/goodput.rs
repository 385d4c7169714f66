//! Goodput against the estimate of Mathis, Semke, Mahdavi and Ott, "The Macroscopic Behavior of the
//! TCP Congestion Avoidance Algorithm" (1997): MSS/RTT · C/√p.

use hoplab_tcp::{Config, CongestionControl};
use hoplab_tests::{Faults, Side, is_full, sweep};
use hoplab_units::{Share, Span, Time};

use crate::transfer::{MSS, RTT, transfer, unlimited};

/// C where the window grows by a segment a round trip. The paper's smaller figure for delayed
/// acknowledgments, √(3/4), is for senders that count acknowledgments; ours counts bytes (RFC 5681 §3.1,
/// RFC 3465), so delaying them does not slow it down.
const C: f64 = 1.224_744_871_391_589;

/// A path that loses each segment of data with the same probability.
#[derive(Clone, Copy)]
struct Path {
    /// The probability, in parts per million.
    ppm: u32,
    rtt: Span,
}

impl Path {
    fn new(ppm: u32) -> Path {
        Path { ppm, rtt: RTT }
    }

    /// Bytes a second that get through, by the estimate.
    fn estimate(self) -> f64 {
        let loss = f64::from(self.ppm) / 1e6;
        f64::from(MSS) / self.rtt.as_secs_f64() * C / loss.sqrt()
    }

    /// For how long the estimate gives this many losses.
    fn time_for(self, losses: u64) -> Span {
        let a_second = self.estimate() / f64::from(MSS) * f64::from(self.ppm) / 1e6;
        Span::from_millis((losses as f64 / a_second * 1000.0) as u64)
    }
}

/// When measuring begins: long after slow start.
const START: Time = Time::from_secs(20);

/// Bytes acknowledged in so long a time.
fn measure(config: Config, path: Path, seed: u64, length: Span) -> u64 {
    let faults = Faults {
        loss: Share::from_ppm(path.ppm),
        spares_acks: true,
        ..Faults::none(path.rtt.div(2))
    };
    let enough = path.estimate() * (START + length).as_secs_f64() * 3.0;
    let mut duel = transfer(config, enough as usize, seed, faults);
    duel.link.keeps_record = false;
    let mut acknowledged_at = |time| {
        duel.run_until(time);
        let endpoint = duel.ours(Side::Client).endpoint().expect("it connects");
        let snapshot = endpoint.snapshot();
        assert!(snapshot.unsent > 0, "there is always more to send");
        snapshot.snd_una.since(snapshot.iss)
    };
    let before = acknowledged_at(START);
    u64::from(acknowledged_at(START + length) - before)
}

/// Bytes a second, over about this many losses in all.
fn goodput(config: Config, path: Path, losses: u64) -> f64 {
    const SEEDS: u64 = 8;
    let length = path.time_for(losses / SEEDS);
    let [bytes] = sweep(0..SEEDS, |seed| [measure(config, path, seed, length)]);
    bytes as f64 / (length.as_secs_f64() * SEEDS as f64)
}

fn check(config: Config) {
    let losses = if is_full() { 4000 } else { 240 };
    for ppm in [1000, 3000, 10_000] {
        let path = Path::new(ppm);
        let ratio = goodput(config, path, losses) / path.estimate();
        println!("p = {}: {ratio:.3} of the estimate", f64::from(ppm) / 1e6);
        assert!((0.7..=1.3).contains(&ratio), "p = {ppm} ppm: {ratio:.3}");
    }
}

#[test]
fn reno_with_sack_gets_what_mathis_predicts() {
    check(unlimited());
}

#[test]
fn reno_without_sack_gets_what_mathis_predicts() {
    check(Config {
        sack: false,
        ..unlimited()
    });
}

#[test]
fn reno_with_delayed_acknowledgments_gets_what_mathis_predicts() {
    check(Config {
        delayed_ack: true,
        ..unlimited()
    });
}

#[test]
fn four_times_the_loss_or_twice_the_round_trip_halves_goodput() {
    let plain = Path::new(2500);
    let lossy = Path::new(10_000);
    let long = Path {
        rtt: RTT * 2,
        ..plain
    };
    let [plain, lossy, long] = [plain, lossy, long].map(|path| goodput(unlimited(), path, 400));
    for (half, why) in [(lossy, "loss"), (long, "round trip")] {
        let ratio = plain / half;
        assert!(
            (1.7..2.3).contains(&ratio),
            "{why}: {plain:.0} and {half:.0} bytes a second"
        );
    }
}

#[test]
fn cubic_gets_more_than_reno_where_losses_are_rare() {
    let cubic = Config {
        congestion: CongestionControl::Cubic,
        ..unlimited()
    };
    let path = Path::new(1000);
    let [reno, cubic] = [unlimited(), cubic].map(|config| goodput(config, path, 240));
    println!("p = 0.001: CUBIC {:.3} of Reno", cubic / reno);
    assert!(
        cubic > reno * 1.1,
        "{reno:.0} and {cubic:.0} bytes a second"
    );
}
