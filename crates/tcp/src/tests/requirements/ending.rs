//! How connections fail, and what a program hears of it.

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header};

use super::link::{text, tuple};
use super::{Fate, Pair, Side, alone, from_server, unopened};
use crate::{
    Config, Endpoint, Failure, FourTuple, IcmpError, Listen, Seq, State, TcpEvent, listen,
};

#[test]
fn a_reset_may_carry_data() {
    let mut pair = alone(Config::default());
    let reset = Header {
        flags: Flags::RST,
        ..from_server(0, 0)
    };
    pair.inject(Side::Client, reset, b"no such process");
    assert_eq!(pair.client.tcp().error(), Some(Failure::Reset));
    assert!(pair.client.received.is_empty());
}

fn syn() -> Header {
    Header {
        seq: 700_000,
        ack: 0,
        flags: Flags::SYN,
        ..from_server(0, 65_535)
    }
}

#[test]
fn a_reset_while_opening_means_refusal_only_to_the_one_who_asked() {
    let config = Config::default();
    let asked = Endpoint::connect(config, tuple(), Seq(1000), Time::ZERO);
    let waited = Endpoint::accept(config, tuple(), Seq(1000), &syn(), Time::ZERO);
    let [asked, waited] = [asked, waited].map(|mut endpoint| {
        assert!(endpoint.poll_transmit(Time::ZERO, 0).is_some());
        if endpoint.state() == State::SynSent {
            endpoint.handle_segment(Time::ZERO, &syn(), b"");
        }
        assert_eq!(endpoint.state(), State::SynReceived);
        let reset = Header {
            flags: Flags::RST,
            ..from_server(0, 0)
        };
        endpoint.handle_segment(Time::ZERO, &reset, b"");
        assert!(endpoint.is_closed());
        endpoint.error()
    });
    assert_eq!(asked, Some(Failure::Refused));
    assert_ne!(waited, Some(Failure::Refused));
    // The listener is another; it has not noticed.
    assert_eq!(listen(&syn(), 0), Listen::Accept);
}

/// How often a lone octet is sent again to a peer that is silent, and for how long.
fn silence(config: Config) -> (usize, Span, Pair) {
    let mut pair = alone(config);
    pair.client.to_send = b"x".to_vec();
    let began = pair.now;
    pair.run();
    let ended = pair.client.events.last().expect("events").0;
    assert!(pair.client.tcp().is_closed());
    (pair.sent.len() - 1, ended - began, pair)
}

#[test]
fn a_program_decides_how_long_a_silent_peer_is_waited_for() {
    for most in [1, 3, 12] {
        let config = Config {
            max_retransmissions: most,
            ..Config::default()
        };
        assert_eq!(silence(config).0, most as usize);
    }
}

#[test]
fn unless_told_otherwise_a_silent_peer_is_waited_for_a_hundred_seconds() {
    let (_, waited, _) = silence(Config::default());
    assert!(waited >= Span::from_secs(100), "{waited}");
}

#[test]
fn an_attempt_to_connect_goes_on_for_three_minutes() {
    let mut pair = unopened();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.run();
    let last = pair.sent.last().expect("SYNs").at;
    let ended = pair.client.events.last().expect("events").0;
    assert!(pair.client.tcp().is_closed());
    assert!(ended >= Time::from_secs(180), "{ended}");
    assert!(pair.sent.len() > 5 && ended > last);
}

#[test]
fn each_resend_is_reported_long_before_the_connection_is_given_up() {
    let (resends, _, pair) = silence(Config::default());
    let attempts: Vec<_> = pair
        .client
        .events
        .iter()
        .filter_map(|(at, event)| match event {
            TcpEvent::RtoExpired { attempt, .. } => Some((*attempt, *at)),
            _ => None,
        })
        .collect();
    let numbers: Vec<_> = attempts.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=resends as u32).collect::<Vec<_>>());
    let gave_up = pair
        .client
        .events
        .iter()
        .find(|(_, event)| matches!(event, TcpEvent::GaveUp { .. }));
    let (at, _) = gave_up.expect("given up");
    assert!(
        *at - attempts[2].1 > Span::from_secs(90),
        "the third resend"
    );
}

#[test]
fn an_error_that_may_pass_is_reported_and_ends_nothing() {
    let mut connecting = unopened();
    connecting.fate = Box::new(|_| Fate::Lose);
    connecting.drain();
    let mut open = alone(Config::default());
    open.client.to_send = b"x".to_vec();
    open.drain();
    for (mut pair, seq) in [(connecting, Seq(1000)), (open, Seq(1001))] {
        let (now, state) = (pair.now, pair.client.state());
        let error = IcmpError::Unreachable { hard: false };
        pair.client.tcp().handle_icmp(now, error, seq);
        pair.drain();
        let noted = TcpEvent::IcmpNoted { hard: false };
        assert_eq!(pair.client.saw(|event| *event == noted), 1);
        assert_eq!(pair.client.state(), state);
        pair.run();
        assert_eq!(pair.client.tcp().error(), Some(Failure::Unreachable));
    }
}

#[test]
fn a_program_that_asks_for_no_reports_misses_nothing_else() {
    let turned = FourTuple {
        local: tuple().remote,
        remote: tuple().local,
    };
    let config = Config::default();
    let mut now = Time::ZERO;
    let mut client = Endpoint::connect(config, tuple(), Seq(1), now);
    let syn = client.poll_transmit(now, 0).expect("a SYN").header;
    let mut server = Endpoint::accept(config, turned, Seq(2), &syn, now);
    let (mut to_send, mut received) = (text(3_000_000), Vec::new());
    while received.len() < 3_000_000 {
        now += Span::from_millis(1);
        if let Ok(taken) = client.send(now, &to_send) {
            to_send.drain(..taken);
        }
        client.handle_timeout(now);
        server.handle_timeout(now);
        while let Some(sent) = server.poll_transmit(now, 0) {
            client.handle_segment(now, &sent.header, &sent.payload);
        }
        while let Some(sent) = client.poll_transmit(now, 0) {
            server.handle_segment(now, &sent.header, &sent.payload);
        }
        received.extend(server.recv(now, usize::MAX));
        assert!(now < Time::from_secs(60), "it goes on");
    }
    assert!(received == text(3_000_000));
    assert!(server.snapshot().events_dropped > 0);
}
