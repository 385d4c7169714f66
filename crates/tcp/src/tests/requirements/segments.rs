//! What segments look like: PSH, sizes, options.

use hoplab_units::Span;
use hoplab_wire::checksum::Sum;
use hoplab_wire::tcp::{Flags, Header};

use super::link::{text, tuple};
use super::{Fate, Pair, Side, alone, connected, unopened};
use crate::Config;

#[test]
fn small_writes_leave_as_full_segments_and_only_the_last_is_pushed() {
    let mut pair = connected();
    let now = pair.now;
    for piece in text(10_000).chunks(100) {
        assert_eq!(pair.client.tcp().send(now, piece), Ok(100));
    }
    let mss = usize::from(pair.client.tcp().snapshot().mss);
    pair.run_for(Span::from_secs(1));
    assert!(pair.server.received == text(10_000));
    let sent: Vec<_> = pair
        .sent_by(Side::Client)
        .map(|sent| (sent.transmit.payload.len(), sent.has(Flags::PSH)))
        .collect();
    let (last, full) = sent.split_last().expect("something was sent");
    assert_eq!(*last, (10_000 % mss, true));
    assert_eq!(full, vec![(mss, false); 10_000 / mss]);
}

#[test]
fn what_is_queued_leaves_although_nothing_follows_it() {
    let mut pair = connected();
    pair.client.to_send = b"a".to_vec();
    pair.drain();
    assert_eq!(pair.sent.len(), 1, "nothing is under way: at once");
    pair.client.to_send = b"b".to_vec();
    pair.drain();
    // A round trip and a delayed acknowledgment later the first is acknowledged.
    pair.run_for(Span::from_millis(80));
    assert_eq!(pair.server.received, b"ab");
    assert!(pair.sent_by(Side::Client).all(|sent| sent.has(Flags::PSH)));
}

#[test]
fn a_peer_that_names_no_mss_is_sent_536_octets_at_most() {
    let mut pair = unopened();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.drain();
    let syn_ack = Header {
        src_port: 80,
        dst_port: 49_152,
        seq: 700_000,
        ack: 1001,
        flags: Flags::SYN | Flags::ACK,
        window: 65_535,
        ..Header::default()
    };
    pair.inject(Side::Client, syn_ack, b"");
    pair.client.to_send = text(3000);
    pair.drain();
    let lens: Vec<_> = pair
        .sent_by(Side::Client)
        .map(|sent| sent.transmit.payload.len())
        .filter(|len| *len > 0)
        .collect();
    assert_eq!(lens[..5], [536; 5]);
}

/// 50 KB each way with a few losses, so that every kind of segment occurs.
fn lossy_exchange(client: Config, server: Config) -> Pair {
    let mut pair = Pair::with(client, server);
    let mut count = 0;
    pair.fate = Box::new(move |_| {
        count += 1;
        if count % 17 == 0 {
            Fate::Lose
        } else {
            Fate::Pass
        }
    });
    pair.client.to_send = text(50_000);
    pair.server.to_send = text(50_000);
    pair.run_for(Span::from_secs(2));
    pair.client.closes = true;
    pair.run();
    assert!(pair.client.received == text(50_000) && pair.server.received == text(50_000));
    pair
}

#[test]
fn data_and_options_together_keep_within_the_peers_mss() {
    let small = Config {
        mss: 500,
        ..Config::default()
    };
    let pair = lossy_exchange(Config::default(), small);
    let longest = pair
        .sent
        .iter()
        .filter(|sent| !sent.has(Flags::SYN))
        .map(|sent| sent.transmit.payload.len() + sent.transmit.header.options.encoded_len())
        .max();
    assert_eq!(longest, Some(500));
}

#[test]
fn every_syn_names_an_mss_and_no_other_segment_does() {
    for mss in [536, 1460] {
        let config = Config {
            mss,
            ..Config::default()
        };
        let pair = lossy_exchange(config, Config::default());
        for sent in &pair.sent {
            let named = sent.transmit.header.options.mss;
            assert_eq!(named.is_some(), sent.has(Flags::SYN));
            if sent.from == Side::Client {
                assert!(named.is_none_or(|named| named == mss));
            }
        }
    }
}

/// The bytes of a segment from the server with these options, its checksum right.
fn raw_segment(seq: u32, flags: Flags, options: &[u8], data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 80, 192, 0]; // Ports 80 and 49,152.
    bytes.extend(seq.to_be_bytes());
    bytes.extend(1001u32.to_be_bytes());
    let words = (20 + options.len()) / 4;
    bytes.extend([(words as u8) << 4, flags.0, 0xff, 0xff, 0, 0, 0, 0]);
    bytes.extend_from_slice(options);
    bytes.extend_from_slice(data);
    let (src, dst) = (*tuple().remote.ip(), *tuple().local.ip());
    let sum = Sum::pseudo_header(src, dst, 6, bytes.len() as u16).add_bytes(&bytes);
    bytes[16..18].copy_from_slice(&sum.checksum().to_be_bytes());
    bytes
}

#[test]
fn options_come_on_any_segment_and_unknown_ones_are_passed_over() {
    let plain = alone(Config::default());
    let cases: [&[u8]; 4] = [
        // One nobody knows, then an MSS that begins at an odd place and has no business here.
        &[254, 3, 9, 2, 4, 0, 100, 0],
        // A known one of a wrong length.
        &[3, 5, 1, 1, 1, 1, 1, 1],
        // Lengths that can't be.
        &[2, 0, 0, 0],
        &[2, 40, 0, 0],
    ];
    for options in cases {
        let mut pair = alone(Config {
            receive_buffer: 65_535,
            ..*plain.client.endpoint.as_ref().expect("open").config()
        });
        let before = pair.client.tcp().snapshot().mss;
        let bytes = raw_segment(700_001, Flags::ACK, options, b"data");
        let (src, dst) = (*tuple().remote.ip(), *tuple().local.ip());
        let (header, data) = hoplab_wire::tcp::parse(src, dst, &bytes).expect("a good segment");
        pair.inject(Side::Client, header, data);
        assert_eq!(pair.client.received, b"data", "{options:?}");
        assert_eq!(pair.client.tcp().snapshot().mss, before);
    }
}

#[test]
fn an_option_that_begins_at_no_word_is_obeyed() {
    let mut pair = unopened();
    pair.fate = Box::new(|_| Fate::Lose);
    pair.drain();
    // A window scale of 2, then an MSS of 600.
    let options = [3, 3, 2, 2, 4, 2, 88, 1];
    let bytes = raw_segment(700_000, Flags::SYN | Flags::ACK, &options, b"");
    let (src, dst) = (*tuple().remote.ip(), *tuple().local.ip());
    let (header, _) = hoplab_wire::tcp::parse(src, dst, &bytes).expect("a good segment");
    pair.inject(Side::Client, header, b"");
    let snapshot = pair.client.tcp().snapshot();
    assert_eq!((snapshot.mss, snapshot.snd_wind_shift), (600, 2));
}
