//! Urgent data (RFC 9293 §3.8.5).

use hoplab_units::Span;
use hoplab_wire::tcp::{Flags, Header};

use super::link::text;
use super::{Pair, Side, alone, connected, from_server};
use crate::{Config, Seq, TcpEvent};

/// The pointers of all segments that have one, as sequence numbers.
fn pointers(pair: &Pair) -> Vec<u32> {
    let urgent = pair
        .sent_by(Side::Client)
        .filter(|sent| sent.has(Flags::URG));
    urgent
        .map(|sent| sent.transmit.header.seq + u32::from(sent.transmit.header.urgent))
        .collect()
}

fn heard_of(pair: &Pair) -> Vec<Seq> {
    let events = pair.server.events.iter();
    events
        .filter_map(|(_, event)| match event {
            TcpEvent::Urgent { up_to } => Some(*up_to),
            _ => None,
        })
        .collect()
}

#[test]
fn the_pointer_is_to_the_octet_after_the_urgent_data_and_nothing_later_bears_it() {
    let mut pair = connected();
    let now = pair.now;
    assert_eq!(pair.client.tcp().send(now, b"calm "), Ok(5));
    assert_eq!(pair.client.tcp().send_urgent(now, b"help"), Ok(4));
    pair.run_for(Span::from_secs(1));
    assert_eq!(pointers(&pair), [1010]);
    assert_eq!(pair.server.received, b"calm help", "in its place");
    pair.client.to_send = b"calm again".to_vec();
    pair.run_for(Span::from_secs(1));
    assert_eq!(pointers(&pair).len(), 1);
    assert_eq!(pair.server.received, b"calm helpcalm again");
}

#[test]
fn urgent_data_may_be_longer_than_the_pointer_reaches() {
    let config = Config {
        send_buffer: 200_000,
        receive_buffer: 300_000,
        ..Config::default()
    };
    let mut pair = Pair::connected_with(config, config);
    pair.server.reads = false;
    let now = pair.now;
    assert_eq!(
        pair.client.tcp().send_urgent(now, &text(150_000)),
        Ok(150_000)
    );
    pair.run_for(Span::from_secs(5));
    let end = Seq(1001 + 150_000);
    let heard = heard_of(&pair);
    assert!(heard.len() > 2, "the pointer moves on");
    assert!(heard.windows(2).all(|two| two[1].after(two[0])));
    assert_eq!(heard.last(), Some(&end));
    assert!(
        pair.sent_by(Side::Client)
            .all(|sent| { sent.transmit.payload.is_empty() || sent.has(Flags::URG) })
    );
    assert_eq!(pair.server.tcp().urgent_len(), 150_000);
    let now = pair.now;
    assert!(pair.server.tcp().recv(now, 50_000) == text(150_000)[..50_000]);
    assert_eq!(pair.server.tcp().urgent_len(), 100_000);
}

#[test]
fn a_program_hears_once_of_each_new_pointer_and_can_ask_how_much_is_left() {
    let mut pair = connected();
    pair.server.reads = false;
    for word in [b"one", b"two"] {
        let now = pair.now;
        assert_eq!(pair.client.tcp().send_urgent(now, word), Ok(3));
        pair.run_for(Span::from_secs(1));
    }
    assert_eq!(heard_of(&pair), [Seq(1004), Seq(1007)]);
    assert_eq!(pair.server.tcp().urgent_len(), 6);
    let now = pair.now;
    assert_eq!(pair.server.tcp().recv(now, 4), b"onet");
    assert_eq!(pair.server.tcp().urgent_len(), 2);
    assert_eq!(pair.server.tcp().recv(now, 4), b"wo");
    assert_eq!(pair.server.tcp().urgent_len(), 0);
}

#[test]
fn a_mark_that_was_passed_long_ago_does_not_come_round_again() {
    let config = Config {
        send_buffer: 1 << 22,
        receive_buffer: 1 << 22,
        ..Config::default()
    };
    let mut pair = Pair::connected_with(config, config);
    let now = pair.now;
    assert_eq!(pair.client.tcp().send_urgent(now, b"old"), Ok(3));
    pair.run_for(Span::from_secs(1));
    assert_eq!(pair.client.tcp().snd_up, None);
    assert_eq!(
        (pair.server.tcp().rcv_up, pair.server.received.len()),
        (None, 3)
    );
}

#[test]
fn a_full_receiver_still_hears_of_urgent_data() {
    let mut pair = alone(Config {
        receive_buffer: 1024,
        ..Config::default()
    });
    pair.client.reads = false;
    pair.inject(Side::Client, from_server(0, 65_535), &text(1024));
    assert_eq!(pair.client.tcp().snapshot().rcv_wnd, 0);
    let urgent = Header {
        seq: 700_001 + 1024,
        flags: Flags::ACK | Flags::URG,
        urgent: 7,
        ..from_server(0, 65_535)
    };
    pair.inject(Side::Client, urgent, b"x");
    let heard = TcpEvent::Urgent {
        up_to: Seq(700_001 + 1024 + 7),
    };
    assert_eq!(pair.client.saw(|event| *event == heard), 1);
    assert_eq!(pair.client.tcp().readable_len(), 1024);
}
