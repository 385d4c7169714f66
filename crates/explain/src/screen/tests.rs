//! What is laid out where, case by case.

use super::*;
use core::net::Ipv4Addr;
use hoplab_sim::{ChunkRef, TransferState};
use hoplab_units::Time;

const FROM: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 1, 10), 49_152);

fn sent(id: u16, transport: Transport, payload: Payload, chunks: u32) -> TransferSnapshot {
    TransferSnapshot {
        id: TransferId(id),
        from: NodeId(0),
        source: Some(FROM),
        to: SocketAddrV4::new(Ipv4Addr::new(10, 0, 2, 10), 80),
        transport,
        payload,
        started: Time::ZERO,
        total_bytes: chunks * TILE_BYTES as u32,
        total_chunks: chunks,
        sent_bytes: 0,
        unsent: 0,
        unacknowledged: 0,
        state: TransferState::Sending,
        resends: 0,
        reported: None,
        deliveries: Vec::new(),
    }
}

/// What came: pieces as (message, number, bytes), a millisecond apart.
fn came(transport: Transport, pieces: &[(u16, u32, &[u8])]) -> InboxItem {
    let mut content = hoplab_sim::SharedBytes::default();
    let pieces = pieces
        .iter()
        .enumerate()
        .map(|(i, (transfer, index, bytes))| {
            let offset = content.len() as u32;
            content.push(bytes);
            let chunk = ChunkRef {
                transfer: TransferId(*transfer),
                index: *index,
            };
            Piece {
                offset,
                len: bytes.len() as u32,
                at: Time::from_millis(i as u64),
                transfer: Some(chunk.transfer),
                chunk: (transport != Transport::Tcp).then_some(chunk),
            }
        });
    let pieces = pieces.collect();
    InboxItem {
        from: FROM,
        transport,
        content,
        pieces,
        ended: false,
    }
}

/// As a program has them that got nothing of which the world knows.
fn all(transfers: &[TransferSnapshot]) -> Vec<Sent<'_>> {
    Sent::all(transfers, (NodeId(1), ProgramId(0)))
}

fn text(len: u32) -> TransferSnapshot {
    sent(0, Transport::Udp, Payload::Text("anything".to_owned()), len)
}

#[test]
fn the_nth_tile_to_come_is_drawn_in_the_nth_place() {
    let tile = [1; TILE_BYTES];
    let item = came(
        Transport::Udp,
        &[(0, 0, &tile), (0, 2, &tile), (0, 1, &tile)],
    );
    let screens = screens(
        &item,
        &all(&[sent(0, Transport::Udp, Payload::Picture, 64)]),
    );
    let Content::Picture(tiles) = &screens[0].content else {
        panic!("a picture was sent")
    };
    let drawn: Vec<(usize, State)> = tiles.iter().map(|tile| (tile.place, tile.state)).collect();
    assert_eq!(
        drawn,
        [
            (0, State::Right),
            (1, State::Misplaced(2)),
            (2, State::Misplaced(1))
        ]
    );
    let figures = screens[0].figures;
    assert_eq!(
        (figures.here, figures.misplaced, figures.missing()),
        (3, 2, 61)
    );
}

#[test]
fn over_tcp_a_tile_is_where_its_bytes_stand_in_the_stream() {
    let half = vec![7; TILE_BYTES * 5 / 2];
    let item = came(Transport::Tcp, &[(0, 0, &half)]);
    let screens = screens(
        &item,
        &all(&[sent(0, Transport::Tcp, Payload::Picture, 64)]),
    );
    let Content::Picture(tiles) = &screens[0].content else {
        panic!("a picture was sent")
    };
    assert_eq!(
        tiles.last().map(|tile| tile.bytes.clone()),
        Some(2048..2560)
    );
    assert_eq!(
        (screens[0].figures.here, screens[0].figures.misplaced),
        (2, 0)
    );
}

#[test]
fn of_bulk_only_the_end_is_shown() {
    let line = [b'x'; 1000];
    for transport in [Transport::Tcp, Transport::Udp] {
        let item = came(transport, &[(0, 0, &line), (0, 1, &line)]);
        let screens = screens(&item, &all(&[sent(0, transport, Payload::Bulk(9000), 9)]));
        let end = Run::Text {
            text: "x".repeat(64),
            state: State::Right,
        };
        assert_eq!(screens[0].content, Content::Text(vec![end]));
    }
}

#[test]
fn a_lost_piece_of_text_is_a_gap_and_a_late_one_is_told() {
    let item = came(
        Transport::Udp,
        &[(0, 0, b"a"), (0, 3, b"d"), (0, 2, b"c"), (0, 4, b"e")],
    );
    let screens = screens(&item, &all(&[text(6)]));
    let run = |text: &str, state| Run::Text {
        text: text.to_owned(),
        state,
    };
    let expected = [
        run("a", State::Right),
        Run::Missing(1),
        run("d", State::Right),
        run("c", State::Misplaced(2)),
        run("e", State::Right),
        Run::Missing(1),
    ];
    assert_eq!(screens[0].content, Content::Text(expected.to_vec()));
    assert_eq!(screens[0].figures.missing(), 2);
}

#[test]
fn a_message_is_whole_only_if_nothing_else_is_in_it() {
    let (a, b): (&[u8], &[u8]) = (b"a", b"b");
    let whole = |pieces: &[(u16, u32, &[u8])]| {
        screens(&came(Transport::Udp, pieces), &all(&[text(2)]))[0]
            .figures
            .is_whole()
    };
    assert!(whole(&[(0, 0, a), (0, 1, b)]));
    assert!(!whole(&[(0, 0, a)]));
    assert!(!whole(&[(0, 1, b), (0, 0, a)]));
    assert!(!whole(&[(0, 0, a), (0, 1, b), (0, 1, b)]));
    assert!(!whole(&[(0, 0, a), (0, 1, b), (9, 0, b)]));
}

#[test]
fn a_character_cut_in_two_by_a_packet_is_read_when_both_halves_are_there() {
    let letter = "가".as_bytes();
    let item = came(
        Transport::Udp,
        &[(0, 0, &letter[..2]), (0, 1, &letter[2..])],
    );
    let screens = screens(&item, &all(&[text(2)]));
    let run = Run::Text {
        text: "가".to_owned(),
        state: State::Right,
    };
    assert_eq!(screens[0].content, Content::Text(vec![run]));
    assert_eq!(readable(&letter[..2]), "·");
}

#[test]
fn over_raw_ip_a_silence_begins_a_new_message() {
    let mut item = came(Transport::Ip, &[(0, 0, b"a"), (1, 0, b"b")]);
    assert_eq!(screens(&item, &all(&[text(1)])).len(), 1);
    item.pieces[1].at = Time::from_secs(3);
    assert_eq!(screens(&item, &all(&[text(1)])).len(), 2);
}
