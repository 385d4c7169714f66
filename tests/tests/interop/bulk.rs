//! A megabyte each way, with each of smoltcp's congestion controls and of ours, with SACK and timestamps and
//! without.

use hoplab_tcp::{Config, CongestionControl, TcpEvent};
use hoplab_tests::{
    Close, Duel, End, Faults, Ours, Party, Program, Side, Smoltcp, SmoltcpOptions, Stack, bytes,
};
use hoplab_units::{Share, Span, Time};
use hoplab_wire::tcp::{Flags, Options};
use smoltcp::socket::tcp::CongestionControl as Theirs;

const MEGABYTE: usize = 1 << 20;

fn transfer(config: Config, options: SmoltcpOptions, we_connect: bool, loss: u32) -> Duel {
    let seed = u64::from(loss) * 2 + u64::from(we_connect);
    transfer_by(seed, config, options, we_connect, loss)
}

fn transfer_by(
    seed: u64,
    config: Config,
    options: SmoltcpOptions,
    we_connect: bool,
    loss: u32,
) -> Duel {
    let we = Program {
        close: Close::WhenDone,
        ..Program::new(bytes(1, MEGABYTE))
    };
    let they = Program::new(bytes(2, MEGABYTE));
    let party = |stack: Box<dyn Stack>, program| Party { stack, program };
    let faults = Faults {
        loss: Share::from_percent(loss),
        ..Faults::none(Span::from_millis(20))
    };
    let (client, server) = if we_connect {
        let ours = Ours::connecting(config, 99);
        let theirs = Smoltcp::listening(options, seed);
        (party(Box::new(ours), we), party(Box::new(theirs), they))
    } else {
        let theirs = Smoltcp::connecting(options, seed);
        let ours = Ours::listening(config, 99);
        (party(Box::new(theirs), they), party(Box::new(ours), we))
    };
    let mut duel = Duel::new(client, server, seed, faults);
    let told = format!("{config:?} {options:?} {we_connect} {loss}%");
    assert!(duel.run_until(Time::from_secs(86_400)), "{told}");
    assert!(duel.all_was_heard(), "{told}: {:?}", duel.ends());
    assert_eq!(duel.ends(), [End::Closed, End::Closed], "{told}");
    let us = if we_connect {
        Side::Client
    } else {
        Side::Server
    };
    assert_eq!(duel.overruns(us), [], "{told}");
    duel
}

#[test]
fn a_megabyte_each_way_arrives_whatever_congestion_control_either_has() {
    for ours in [
        CongestionControl::None,
        CongestionControl::Reno,
        CongestionControl::Cubic,
    ] {
        for theirs in [Theirs::None, Theirs::Reno, Theirs::Cubic] {
            for loss in [0, 1, 5] {
                for we_connect in [true, false] {
                    let config = Config {
                        congestion: ours,
                        ..Config::default()
                    };
                    let options = SmoltcpOptions {
                        congestion: theirs,
                        ..SmoltcpOptions::default()
                    };
                    transfer(config, options, we_connect, loss);
                }
            }
        }
    }
}

#[test]
fn without_loss_nothing_is_sent_twice() {
    for we_connect in [true, false] {
        let duel = transfer(Config::default(), SmoltcpOptions::default(), we_connect, 0);
        for side in Side::BOTH {
            let data: usize = duel
                .link
                .sent
                .iter()
                .filter(|s| s.from == side)
                .map(|s| s.len)
                .sum();
            assert_eq!(data, MEGABYTE, "{side:?}, we connect: {we_connect}");
        }
    }
}

/// Of the segments a side sent after its SYN, how many carried such an option. A RST need not (RFC 7323 §3.2).
fn with_option(duel: &Duel, side: Side, has: impl Fn(&Options) -> bool) -> (usize, usize) {
    let sent = duel
        .link
        .sent
        .iter()
        .filter(|sent| sent.from == side && !sent.has(Flags::SYN) && !sent.has(Flags::RST));
    let options: Vec<_> = sent.map(|sent| sent.header.options).collect();
    (
        options.iter().filter(|options| has(options)).count(),
        options.len(),
    )
}

#[test]
fn timestamps_are_on_when_both_offer_them_and_then_on_every_segment() {
    for (ours, theirs) in [(true, true), (true, false), (false, true), (false, false)] {
        for we_connect in [true, false] {
            for loss in [0, 5] {
                let config = Config {
                    timestamps: ours,
                    ..Config::default()
                };
                let options = SmoltcpOptions {
                    timestamps: theirs,
                    ..SmoltcpOptions::default()
                };
                let duel = transfer(config, options, we_connect, loss);
                for side in Side::BOTH {
                    let (with, all) = with_option(&duel, side, |it| it.timestamps.is_some());
                    assert_eq!(
                        with,
                        if ours && theirs { all } else { 0 },
                        "{ours} {theirs} {side:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_holes_in_what_arrives_are_told_by_both_and_mended_without_waiting() {
    // Three segments in a hundred of ours are lost, so smoltcp sends SACK blocks; three of its, so we do. A resend may be lost
    // too, and then only the timer helps: how much SACK saves shows over many lines, not over one.
    let mut mended = [0, 0];
    for (index, sack) in [false, true].into_iter().enumerate() {
        for seed in 0..60 {
            let we_connect = seed % 2 == 1;
            let config = Config {
                sack,
                ..Config::default()
            };
            let duel = transfer_by(seed, config, SmoltcpOptions::default(), we_connect, 3);
            let us = if we_connect {
                Side::Client
            } else {
                Side::Server
            };
            for side in Side::BOTH {
                let (with, _) = with_option(&duel, side, |it| !it.sack.is_empty());
                assert_eq!(with > 10, sack, "{side:?}: {with} segments with blocks");
            }
            let timeouts =
                |(_, event): &&(_, TcpEvent)| matches!(event, TcpEvent::RtoExpired { .. });
            mended[index] += duel.ours(us).events.iter().filter(timeouts).count();
        }
    }
    let [without, with] = mended;
    assert!(
        with * 3 < without * 2,
        "{with} timeouts with SACK, {without} without"
    );
}
