//! How connections with smoltcp begin and end other than in peace and order.

use hoplab_tcp::{Config, Failure, State, TcpEvent};
use hoplab_tests::{
    CLIENT, Close, Duel, End, Faults, Ours, Party, Program, SERVER, Side, Smoltcp, SmoltcpOptions,
    Stack, Start, bytes,
};
use hoplab_units::{Share, Span, Time};

use crate::case::{Case, Order, PLAIN};

fn party(stack: impl Stack + 'static, program: Program) -> Party {
    let stack = Box::new(stack);
    Party { stack, program }
}

fn duel(client: Party, server: Party, seed: u64, loss: u32) -> Duel {
    let faults = Faults {
        loss: Share::from_percent(loss),
        ..Faults::none(Span::from_millis(10))
    };
    Duel::new(client, server, seed, faults)
}

fn silent(close: Close) -> Program {
    Program {
        close,
        ..Program::new(Vec::new())
    }
}

#[test]
fn closing_at_one_moment_both_go_through_closing() {
    for we_connect in [true, false] {
        let case = Case {
            we_connect,
            order: Order::Both,
            ..PLAIN
        };
        let duel = case.play(1);
        let states: Vec<_> = (duel.ours(case.us()).events.iter())
            .filter_map(|(_, event)| match event {
                TcpEvent::StateChanged { to, .. } => Some(*to),
                _ => None,
            })
            .collect();
        let last = [
            State::FinWait1,
            State::Closing,
            State::TimeWait,
            State::Closed,
        ];
        assert!(states.ends_with(&last), "{states:?}");
    }
}

#[test]
fn a_half_closed_connection_carries_data_the_other_way_for_long() {
    // The one that closed hears of nothing for a minute, and then of everything.
    for we_close in [true, false] {
        let case = Case {
            order: if we_close {
                Order::HalfCloseByUs
            } else {
                Order::HalfCloseByThem
            },
            ..PLAIN
        };
        let mut duel = case.duel(3);
        let talker = &mut duel.parties[usize::from(we_close)].program;
        assert_eq!(talker.start, Start::AfterPeerCloses);
        talker.pause = Some((Time::ZERO, Time::from_secs(60)));
        duel.run_until(Time::from_secs(59));
        assert_eq!(duel.ends(), [End::Alive, End::Alive]);
        assert!(duel.run_until(Time::from_secs(3600)));
        assert!(duel.all_was_heard());
        assert_eq!(duel.ends(), [End::Closed, End::Closed]);
    }
}

#[test]
fn nobody_listening_at_smoltcp_refuses_us() {
    let us = Ours::connecting(Config::default(), 5);
    let client = party(us, silent(Close::WhenDone));
    let mut duel = duel(client, party(Smoltcp::deaf(5), silent(Close::Never)), 5, 0);
    assert!(duel.run_until(Time::from_secs(10)));
    let endpoint = duel.ours(Side::Client).endpoint().expect("it connected");
    assert_eq!(endpoint.error(), Some(Failure::Refused));
}

#[test]
fn nobody_listening_here_refuses_smoltcp() {
    let them = Smoltcp::connecting(SmoltcpOptions::default(), 5);
    let client = party(them, silent(Close::WhenDone));
    let server = party(Ours::deaf(Config::default()), silent(Close::Never));
    let mut duel = duel(client, server, 5, 0);
    assert!(duel.run_until(Time::from_secs(10)));
    assert_eq!(duel.ends()[0], End::Failed("connection refused".into()));
}

#[test]
fn a_reset_by_either_in_the_middle_reaches_the_other() {
    for (we_connect, we_abort) in [(true, true), (true, false), (false, true), (false, false)] {
        let case = Case {
            we_connect,
            ..PLAIN
        };
        let mut duel = case.duel(9);
        let [us, them] = [case.us(), case.us().other()];
        let (aborts, other) = if we_abort { (us, them) } else { (them, us) };
        duel.parties[aborts as usize].program.close = Close::AbortAt(Time::from_millis(95));
        duel.parties[other as usize].program.close = Close::AfterPeer;
        assert!(duel.run_until(Time::from_secs(60)), "{case:?}");
        for side in Side::BOTH {
            let party = duel.party(side);
            assert!(
                matches!(party.stack.end(), End::Failed(_)),
                "{case:?} {side:?}"
            );
            assert!(!party.program.received.is_empty() && !party.program.saw_end);
        }
        assert!(duel.nothing_was_garbled());
        let failure = if we_abort {
            Failure::Aborted
        } else {
            Failure::Reset
        };
        let endpoint = duel.ours(us).endpoint().expect("it connected");
        assert_eq!(endpoint.error(), Some(failure), "{case:?}");
    }
}

#[test]
fn opening_at_one_moment_both_are_connected() {
    for (loss, seeds) in [(0, 1), (5, 40), (20, 40)] {
        for seed in 0..seeds {
            let config = Config {
                max_retransmissions: 30,
                syn_retries: 30,
                ..Config::default()
            };
            let us = Ours::connecting_from(CLIENT, config, 77);
            let them = Smoltcp::connecting_from(SERVER, SmoltcpOptions::default(), seed);
            let we = Program {
                close: Close::WhenDone,
                ..Program::new(bytes(1, 20_000))
            };
            let mut duel = duel(
                party(us, we),
                party(them, Program::new(bytes(2, 20_000))),
                seed,
                loss,
            );
            assert!(duel.run_until(Time::from_secs(86_400)), "seed {seed}");
            assert!(
                duel.all_was_heard(),
                "{loss}%, seed {seed}: {:?}",
                duel.ends()
            );
            assert_eq!(
                duel.ends(),
                [End::Closed, End::Closed],
                "{loss}%, seed {seed}"
            );
        }
    }
}
