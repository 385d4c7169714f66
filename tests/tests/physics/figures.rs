//! The congestion window over time, as figures: the snapshots read as those of the textbooks. What makes
//! each figure what it is, is checked besides.

use std::fmt::Write;

use hoplab_tcp::{Config, CongestionControl, CwndWhy, RetransmitWhy, TcpEvent, TransmitReason};
use hoplab_tests::{Duel, Figure, Side};
use hoplab_units::{Span, Time};

use crate::transfer::{RTT, clean, curves, lose, round_trips, segments, transfer, unlimited};

/// A transfer of `trips` round trips in which these segments are lost.
fn run(config: Config, lost: &'static [u32], trips: u64) -> Duel {
    let mut duel = transfer(config, 4_000_000, 1, clean());
    lose(&mut duel, lost);
    // Just before the acknowledgments of the last round trip come.
    duel.run_until(Time::ZERO + (RTT * (trips + 1)).saturating_sub(Span::from_millis(1)));
    duel
}

/// What the client's TCP decided, a line each; growth that goes on as before is left out.
fn decisions(duel: &Duel) -> String {
    let mut text = String::from("time in RTTs   cwnd (ssthresh) in segments, and what moved it\n");
    let mut last = None;
    for (at, event) in &duel.ours(Side::Client).events {
        let at = round_trips(*at);
        match event {
            TcpEvent::CwndChanged {
                from,
                to,
                ssthresh,
                why,
            } => {
                if last != Some(*why) {
                    let (from, to) = (segments(*from), segments(*to));
                    let ssthresh = if *ssthresh == hoplab_tcp::NO_LIMIT {
                        "none".into()
                    } else {
                        format!("{:.1}", segments(*ssthresh))
                    };
                    writeln!(
                        text,
                        "{at:6.1}   {from:6.1} -> {to:.1} ({ssthresh})  {why:?}"
                    )
                    .expect("a string takes all");
                }
                last = Some(*why);
            }
            TcpEvent::RtoExpired { attempt, .. } => {
                writeln!(
                    text,
                    "{at:6.1}   the retransmission timer expires, {attempt} in a row"
                )
                .expect("a string takes all");
            }
            TcpEvent::FastRetransmit { .. } => {
                writeln!(text, "{at:6.1}   fast retransmit").expect("a string takes all");
            }
            TcpEvent::RecoveryEnded { .. } => {
                writeln!(text, "{at:6.1}   recovery is over").expect("a string takes all");
            }
            _ => {}
        }
    }
    text
}

/// The figure from one round trip to another, and the decisions below it.
fn figure(duel: &Duel, title: &'static str, from: f64, to: f64) -> String {
    let figure = Figure {
        title,
        across: "time in round trips of 100 ms",
        up: "segments",
        times: (from, to),
        curves: curves(duel).to_vec(),
    };
    format!("{}\n{}", figure.draw(), decisions(duel))
}

/// The window at this many round trips, in segments.
fn window_at(duel: &Duel, trips: f64) -> f64 {
    let [_, cwnd] = curves(duel);
    let before = cwnd.steps.iter().take_while(|(at, _)| *at <= trips);
    before.last().map_or(0.0, |(_, window)| *window)
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1.0, "{found}, not {wanted}");
}

fn without_sack() -> Config {
    Config {
        sack: false,
        ..unlimited()
    }
}

#[test]
fn slow_start_doubles_the_window_each_round_trip() {
    let duel = run(unlimited(), &[], 6);
    // RFC 6928: ten segments to begin with.
    for (trip, window) in [10.0, 20.0, 40.0, 80.0, 160.0, 320.0]
        .into_iter()
        .enumerate()
    {
        near(window_at(&duel, trip as f64 + 0.5), window);
    }
    insta::assert_snapshot!(figure(
        &duel,
        "Slow start: the window doubles each round trip",
        0.0,
        6.0
    ));
}

#[test]
fn a_timeout_goes_back_to_one_segment_then_slow_start_to_half_then_a_line() {
    // All of the round trip in which the window is 40 is lost: nothing is left to tell of it.
    const LOST: [u32; 40] = {
        let mut lost = [0; 40];
        let mut index = 0;
        while index < 40 {
            lost[index] = 31 + index as u32;
            index += 1;
        }
        lost
    };
    let duel = run(without_sack(), &LOST, 40);
    let expiry = duel
        .ours(Side::Client)
        .events
        .iter()
        .find_map(|(at, event)| match event {
            TcpEvent::RtoExpired { .. } => Some(round_trips(*at)),
            _ => None,
        });
    let expiry = expiry.expect("the timer expires");
    near(window_at(&duel, expiry - 0.1), 40.0);
    for (after, window) in [(0.1, 1.0), (1.1, 2.0), (2.1, 4.0), (3.1, 8.0), (4.1, 16.0)] {
        near(window_at(&duel, expiry + after), window);
    }
    // Past ssthresh, 20: one more each round trip.
    let line = window_at(&duel, expiry + 8.1);
    for trips in [5.0, 10.0, 20.0] {
        near(window_at(&duel, expiry + 8.1 + trips), line + trips);
    }
    insta::assert_snapshot!(figure(
        &duel,
        "A timeout: back to one segment, slow start up to ssthresh, then congestion avoidance",
        0.0,
        36.0
    ));
}

#[test]
fn fast_recovery_halves_the_window_and_inflates_it_by_each_duplicate() {
    let duel = run(without_sack(), &[36], 12);
    let ours = duel.ours(Side::Client);
    let resent = ours.sent(|why| matches!(why, TransmitReason::Retransmit { .. }));
    let fast = ours.sent(|why| {
        matches!(
            why,
            TransmitReason::Retransmit {
                why: RetransmitWhy::FastRetransmit { .. },
                ..
            }
        )
    });
    assert_eq!((resent, fast), (1, 1), "one resend mends it");
    let inflated = |(_, event): &&(Time, TcpEvent)| {
        matches!(
            event,
            TcpEvent::CwndChanged {
                why: CwndWhy::DuplicateAck,
                ..
            }
        )
    };
    assert!(ours.events.iter().filter(inflated).count() > 20);
    insta::assert_snapshot!(figure(
        &duel,
        "Fast recovery without SACK: half, three more, one more for each duplicate, half again",
        0.0,
        12.0
    ));
}

#[test]
fn recovery_with_sack_halves_the_window_and_holds_it() {
    let duel = run(unlimited(), &[36, 41, 47], 12);
    let ours = duel.ours(Side::Client);
    let resent = ours.sent(|why| matches!(why, TransmitReason::Retransmit { .. }));
    assert_eq!(resent, 3, "each lost segment is sent again once");
    let changes = ours.events.iter().filter(|(_, event)| {
        matches!(
            event,
            TcpEvent::CwndChanged {
                why: CwndWhy::DuplicateAck | CwndWhy::PartialAck,
                ..
            }
        )
    });
    assert_eq!(changes.count(), 0, "nothing is inflated");
    insta::assert_snapshot!(figure(
        &duel,
        "Recovery with SACK: three segments of a window are lost and mended in one round trip",
        0.0,
        12.0
    ));
}

#[test]
fn reno_draws_a_saw() {
    let duel = run(unlimited(), &[60, 700, 1300, 2100], 120);
    let ours = duel.ours(Side::Client);
    let reductions: Vec<_> = (ours.events.iter())
        .filter_map(|(_, event)| match event {
            TcpEvent::CwndChanged {
                from,
                to,
                why: CwndWhy::FastRetransmit,
                ..
            } => Some(f64::from(*to) / f64::from(*from)),
            _ => None,
        })
        .collect();
    assert_eq!(reductions.len(), 4);
    for share in reductions {
        assert!((0.45..0.55).contains(&share), "{share}");
    }
    insta::assert_snapshot!(figure(
        &duel,
        "Reno in congestion avoidance: a segment more each round trip, half at each loss",
        0.0,
        120.0
    ));
}

#[test]
fn cubic_is_concave_up_to_where_the_loss_was_and_convex_beyond() {
    let config = Config {
        congestion: CongestionControl::Cubic,
        ..unlimited()
    };
    let duel = run(config, &[120], 110);
    let (peak, loss_at) = (duel.ours(Side::Client).events.iter())
        .find_map(|(at, event)| match event {
            TcpEvent::CwndChanged {
                from,
                why: CwndWhy::FastRetransmit,
                ..
            } => Some((segments(*from), round_trips(*at))),
            _ => None,
        })
        .expect("the loss is noticed");
    // RFC 9438 §4.2: W(t) = C (t - K)³ + W_max with K = ∛(W_max (1 - β) / C), in segments and seconds.
    let k = (peak * 0.3 / 0.4).cbrt() * 10.0;
    near(window_at(&duel, loss_at + 0.5), peak * 0.7);
    let plateau = window_at(&duel, loss_at + k + 1.0);
    assert!((plateau - peak).abs() < 2.0, "{plateau}, not {peak}");
    let gain = |from: f64| {
        let [from, to] = [from, from + 8.0].map(|trips| window_at(&duel, loss_at + trips));
        to - from
    };
    assert!(gain(3.0) > gain(k - 9.0) + 3.0, "steep, then flat");
    assert!(gain(k + 30.0) > gain(k + 2.0) + 3.0, "flat, then steep");
    // The curve is followed a round trip ahead of its time, from the first acknowledgment after recovery.
    for trips in [10.0, 30.0, 60.0, 80.0_f64] {
        let curve = 0.4 * ((trips - k) / 10.0).powi(3) + peak;
        let found = window_at(&duel, loss_at + 1.5 + trips);
        assert!(
            (found - curve).abs() < 5.0,
            "after {trips}: {found}, not {curve}"
        );
    }
    insta::assert_snapshot!(figure(
        &duel,
        "CUBIC: concave up to W_max, a plateau there, then convex",
        0.0,
        108.0
    ));
}
