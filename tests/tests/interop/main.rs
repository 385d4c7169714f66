//! Ours against smoltcp's, an independent TCP: both roles, over lines that lose, reorder, repeat
//! and damage packets, with large and small windows, every order of closing, and readers that stop.

mod bulk;
mod case;
mod checksums;
mod endings;

use hoplab_tcp::{TcpEvent, TransmitReason};
use hoplab_tests::{Duel, Side};
use hoplab_wire::tcp::Flags;

use case::{Case, Order, READS_ON, Stops};

const ORDERS: [Order; 5] = [
    Order::WeFirst,
    Order::TheyFirst,
    Order::Both,
    Order::HalfCloseByUs,
    Order::HalfCloseByThem,
];

/// Every combination of closing order, stopped reader, role, reordering, repetition and window.
fn all_ways(loss: u32) -> Vec<Case> {
    let mut cases = Vec::new();
    for order in ORDERS {
        for stops in [Stops::Nobody, Stops::We, Stops::They] {
            for bits in 0..8 {
                for buffer in [4096, 65_535, 1 << 17] {
                    cases.push(Case {
                        we_connect: bits & 1 == 0,
                        reorder: bits & 2 != 0,
                        duplicate: bits & 4 != 0,
                        loss,
                        buffer,
                        order,
                        stops,
                        timestamps: (bits + order as u32) % 2 == 1,
                    });
                }
            }
        }
    }
    cases
}

/// Our window was closed to them, or theirs to us, and was probed, if that side's reader stopped.
fn check_stop(case: &Case, duel: &Duel) {
    let us = case.us();
    let stopped = match case.stops {
        Stops::We => us,
        Stops::They => us.other(),
        Stops::Nobody => return,
    };
    if duel.party(stopped.other()).program.message.is_empty() {
        return;
    }
    let closed_at = duel
        .link
        .sent
        .iter()
        .find(|sent| sent.from == stopped && sent.header.window == 0 && !sent.has(Flags::RST));
    let closed_at = closed_at
        .unwrap_or_else(|| panic!("{case:?}: the window never closed"))
        .at;
    let probes = duel.link.sent.iter().filter(|sent| {
        let while_closed = (closed_at..READS_ON).contains(&sent.at);
        sent.from == stopped.other() && while_closed && sent.len > 0
    });
    assert!(
        probes.count() >= 3,
        "{case:?}: the closed window was not probed"
    );
    let ours = duel.ours(us);
    if case.stops == Stops::They {
        let probes = ours.sent(|why| matches!(why, TransmitReason::ZeroWindowProbe { .. }));
        assert!(probes >= 3, "{case:?}: {probes} probes");
        let closed = |event: &TcpEvent| *event == TcpEvent::WindowClosed;
        assert!(
            ours.events.iter().any(|(_, event)| closed(event)),
            "{case:?}"
        );
    }
}

/// The window scale on each side's SYN is what its buffer calls for.
fn check_scale(case: &Case, duel: &Duel) {
    for side in Side::BOTH {
        let mut sent = duel.link.sent.iter();
        let syn = sent.find(|sent| sent.from == side && sent.has(Flags::SYN));
        let shift = syn.expect("it sent a SYN").header.options.window_scale;
        let shift = shift.expect("both offer it");
        assert_eq!(
            shift > 0,
            case.buffer > 65_535,
            "{case:?}: {side:?} shifts by {shift}"
        );
    }
}

fn play_all(loss: u32) {
    let (mut lost, mut late, mut repeated) = (0, 0, 0);
    // Five line seeds of every case in the longer run of `cargo xtask test --full`.
    let seeds = if std::env::var_os("HOPLAB_FULL").is_some() {
        5
    } else {
        1
    };
    let ways = (0..seeds).flat_map(|_| all_ways(loss));
    for (seed, case) in ways.enumerate() {
        let duel = case.play(seed as u64);
        check_scale(&case, &duel);
        // With more lost it may take until the reader reads on before the window is full.
        if loss <= 1 {
            check_stop(&case, &duel);
        }
        lost += duel.link.lost;
        late += duel.link.late;
        repeated += duel.link.repeated;
    }
    assert_eq!(lost > 1000, loss > 0, "{lost} lost");
    assert!(
        late > 1000 && repeated > 1000,
        "{late} late, {repeated} twice"
    );
}

#[test]
fn all_is_delivered_both_ways_over_a_line_that_loses_nothing() {
    play_all(0);
}

#[test]
fn all_is_delivered_both_ways_with_1_packet_in_100_lost() {
    play_all(1);
}

#[test]
fn all_is_delivered_both_ways_with_1_packet_in_20_lost() {
    play_all(5);
}

#[test]
fn all_is_delivered_both_ways_with_1_packet_in_5_lost() {
    play_all(20);
}
