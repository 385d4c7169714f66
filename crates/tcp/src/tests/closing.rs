//! Ending a connection: in order, half-way, at once, and by a RST.

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::Flags;

use super::link::text;
use super::{Fate, Pair, Side};
use crate::{Failure, SendError, State, TcpEvent};

fn path(pair: &Pair, side: Side) -> Vec<State> {
    let host = if side == Side::Client {
        &pair.client
    } else {
        &pair.server
    };
    let to = |event: &TcpEvent| match event {
        TcpEvent::StateChanged { to, .. } => Some(*to),
        _ => None,
    };
    let path = host.events.iter().filter_map(|(_, event)| to(event));
    path.skip_while(|state| *state != State::Established)
        .skip(1)
        .collect()
}

#[test]
fn the_one_who_closes_first_waits_out_time_wait() {
    use State::*;
    let mut pair = Pair::connected();
    pair.client.closes = true;
    pair.run();
    assert_eq!(
        path(&pair, Side::Client),
        [FinWait1, FinWait2, TimeWait, Closed]
    );
    assert_eq!(path(&pair, Side::Server), [CloseWait, LastAck, Closed]);
    assert_eq!(
        (pair.client.tcp().error(), pair.server.tcp().error()),
        (None, None)
    );
    let times: Vec<Time> = pair
        .client
        .events
        .iter()
        .filter(|(_, event)| {
            matches!(
                event,
                TcpEvent::TimeWaitStarted { .. } | TcpEvent::TimeWaitEnded
            )
        })
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(times[1] - times[0], Span::from_secs(60), "2 MSL");
}

#[test]
fn both_may_close_at_once() {
    use State::*;
    let mut pair = Pair::connected();
    pair.client.closes = true;
    pair.server.closes = true;
    pair.run();
    for side in [Side::Client, Side::Server] {
        assert_eq!(path(&pair, side), [FinWait1, Closing, TimeWait, Closed]);
    }
}

#[test]
fn half_closed_the_other_direction_goes_on() {
    let mut pair = Pair::connected();
    pair.server.closes_after_peer = false;
    pair.client.to_send = b"that is all".to_vec();
    pair.client.closes = true;
    pair.run_for(Span::from_secs(1));
    assert_eq!(
        (pair.client.state(), pair.server.state()),
        (State::FinWait2, State::CloseWait)
    );
    assert!(pair.server.tcp().peer_closed());
    let now = pair.now;
    assert_eq!(
        pair.client.tcp().send(now, b"more"),
        Err(SendError::Closing)
    );
    pair.server.to_send = text(100_000);
    pair.run_for(Span::from_secs(5));
    assert!(pair.client.received == text(100_000));
    pair.server.closes = true;
    pair.run();
    assert_eq!(
        (pair.client.tcp().error(), pair.server.tcp().error()),
        (None, None)
    );
}

#[test]
fn a_fin_ahead_of_lost_data_counts_only_when_the_gap_is_closed() {
    let mut pair = Pair::connected();
    pair.lose_data(Side::Client, &[0]);
    pair.client.to_send = text(2000);
    pair.client.closes = true;
    pair.run_for(Span::from_millis(50));
    assert_eq!(pair.server.state(), State::Established);
    pair.run();
    assert!(pair.server.received == text(2000));
    assert_eq!(pair.server.state(), State::Closed);
}

#[test]
fn time_wait_acknowledges_a_repeated_fin_and_begins_anew() {
    let mut pair = Pair::connected();
    pair.client.closes = true;
    let mut client_acks = 0;
    pair.fate = Box::new(move |sent| {
        // The client's ACK of the server's FIN.
        let ack = sent.from == Side::Client && !sent.has(Flags::FIN);
        client_acks += usize::from(ack);
        if ack && client_acks == 1 {
            Fate::Lose
        } else {
            Fate::Pass
        }
    });
    pair.run();
    let fins = pair
        .sent_by(Side::Server)
        .filter(|sent| sent.has(Flags::FIN))
        .count();
    assert_eq!(fins, 2);
    let started = |event: &TcpEvent| matches!(event, TcpEvent::TimeWaitStarted { .. });
    assert_eq!(pair.client.saw(started), 2);
    assert_eq!(
        (pair.server.state(), pair.server.tcp().error()),
        (State::Closed, None)
    );
}

#[test]
fn closing_while_still_connecting_passively_waits_for_the_handshake() {
    let mut pair = Pair::new();
    pair.server.closes = true;
    pair.server.to_send = b"bye".to_vec();
    pair.run();
    assert_eq!(pair.client.received, b"bye");
    assert_eq!(path(&pair, Side::Server)[0], State::FinWait1);
    assert_eq!(
        (pair.client.tcp().error(), pair.server.tcp().error()),
        (None, None)
    );
}

#[test]
fn an_abort_resets_the_peer() {
    let mut pair = Pair::connected();
    pair.server.to_send = b"read me".to_vec();
    pair.run_for(Span::from_millis(5));
    let now = pair.now;
    pair.client.tcp().abort(now);
    pair.run();
    assert_eq!(pair.client.tcp().error(), Some(Failure::Aborted));
    assert_eq!(pair.server.tcp().error(), Some(Failure::Reset));
    let send = pair.server.tcp().send(now, b"x");
    assert_eq!(send, Err(SendError::Closed(Some(Failure::Reset))));
}

#[test]
fn what_arrived_before_a_reset_can_still_be_read() {
    let mut pair = Pair::connected();
    pair.server.reads = false;
    pair.client.to_send = b"last words".to_vec();
    pair.run_for(Span::from_millis(100));
    let now = pair.now;
    pair.client.tcp().abort(now);
    pair.run();
    assert_eq!(pair.server.tcp().recv(now, 100), b"last words");
}

#[test]
fn a_peer_that_has_forgotten_the_connection_resets_it() {
    let mut pair = Pair::connected();
    pair.server.endpoint = None;
    pair.client.to_send = b"still there?".to_vec();
    pair.run();
    assert_eq!(pair.client.tcp().error(), Some(Failure::Reset));
}

#[test]
fn closing_twice_is_closing_once() {
    let mut pair = Pair::connected();
    let now = pair.now;
    pair.client.tcp().close(now);
    pair.client.tcp().close(now);
    pair.run();
    assert_eq!(
        pair.sent.iter().filter(|sent| sent.has(Flags::FIN)).count(),
        2
    );
}

#[test]
fn a_reset_in_last_ack_is_no_news_unless_it_costs_data() {
    for (unsent, failure) in [(0, None), (5_000, Some(Failure::Reset))] {
        let mut pair = Pair::connected();
        pair.client.closes = true;
        pair.server.closes_after_peer = false;
        pair.run_for(Span::from_millis(100));
        assert_eq!(pair.server.state(), State::CloseWait);
        // From now on the server hears nothing.
        pair.fate = Box::new(|_| Fate::Lose);
        let now = pair.now;
        let taken = pair.server.tcp().send(now, &text(unsent));
        assert_eq!(taken.map(|taken| taken > 0), Ok(unsent > 0));
        pair.server.tcp().close(now);
        pair.run_for(Span::from_millis(1));
        assert_eq!(pair.server.state(), State::LastAck);
        let snapshot = pair.server.tcp().snapshot();
        let reset = hoplab_wire::tcp::Header {
            src_port: snapshot.tuple.remote.port(),
            dst_port: snapshot.tuple.local.port(),
            seq: snapshot.rcv_nxt.0,
            flags: Flags::RST,
            ..Default::default()
        };
        pair.inject(Side::Server, reset, b"");
        assert_eq!(pair.server.tcp().error(), failure);
        assert!(pair.server.tcp().is_closed());
    }
}
