//! What happens at the bounds and where the beginning is not known; `tests/told` holds the rest against the engine.

use core::net::Ipv4Addr;

use hoplab_sim::ChunkRef;

use super::*;
use crate::Reading;

const NODE: NodeId = NodeId(0);
const PROGRAM: ProgramId = ProgramId(1);
const ADDRESS: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 80);
const PLACE: Place = Place::Program(NODE, PROGRAM);

fn started(pieces: u32) -> (Place, EventKind) {
    let kind = EventKind::TransferStarted {
        transfer: TransferId(0),
        payload: Payload::Bulk(10 * pieces),
        transport: Transport::Udp,
        to: ADDRESS,
        socket: None,
        bytes: 10 * pieces,
        chunks: pieces,
    };
    (PLACE, kind)
}
fn piece(index: u32) -> ChunkRef {
    ChunkRef {
        transfer: TransferId(0),
        index,
    }
}
fn sent(index: u32) -> (Place, EventKind) {
    let chunk = piece(index);
    (PLACE, EventKind::ChunkSent { chunk, bytes: 10 })
}
fn came(index: u32, offset: u32) -> (Place, EventKind) {
    let kind = EventKind::ContentReceived {
        from: ADDRESS,
        transport: Transport::Udp,
        offset,
        bytes: 10,
        transfer: Some(TransferId(0)),
        chunk: Some(piece(index)),
        changed: false,
    };
    (PLACE, kind)
}

fn read(events: Vec<(Place, EventKind)>) -> (Messages, Trace) {
    let events = events.into_iter();
    let trace = Trace::made_of(events.map(|(place, kind)| (Time::ZERO, place, kind)));
    (Reading::whole(Messages::default(), &trace), trace)
}

#[test]
fn of_too_many_receipts_the_older_half_goes_and_what_has_come_is_still_known() {
    let mut events = vec![started(5)];
    events.extend((0..5).map(sent));
    events.extend((0..4).map(|index| came(index, 10 * index)));
    let (mut messages, _) = read(events);
    messages
        .records
        .values_mut()
        .for_each(|record| record.forget());
    // A duplicate is known as one though the receipt of what it repeats is gone; and then comes the last.
    let more = [came(0, 40), came(4, 50)].into_iter();
    let trace = Trace::made_of(more.map(|(place, kind)| (Time::ZERO, place, kind)));
    for event in trace.iter() {
        let event = TraceEvent {
            id: EventId(10 + event.id.0),
            ..event.clone()
        };
        messages.note(&event, &trace);
    }
    let at = At::new(&messages, EventId(u64::MAX));
    let message = at.message(TransferId(0)).expect("it was sent");
    let got = message.delivery(NODE, PROGRAM).expect("it came");
    assert_eq!((got.bytes, got.intact, got.in_order), (50, false, false));
    assert_eq!(got.complete.map(|(event, _)| event), Some(EventId(11)));
    assert_eq!(got.order().collect::<Vec<_>>(), [2, 3, 0, 4]);
    assert_eq!(got.first.0, EventId(6), "that is kept apart");
    // Of how things stood with the first of them nothing is known any more, and nothing is made up.
    let then = At::new(&messages, EventId(8));
    let message = then.message(TransferId(0)).expect("it was sent");
    assert_eq!(message.deliveries().count(), 0);
    assert_eq!((message.sent_pieces, message.sent_bytes), (5, 50));
}

#[test]
fn a_message_whose_beginning_is_not_known_is_not_told_of() {
    let (messages, _) = read(vec![sent(0), came(0, 0)]);
    assert_eq!(messages, Messages::default());
}

#[test]
fn nobody_is_said_to_have_asked_where_no_event_says_so() {
    let (messages, _) = read(vec![started(1)]);
    let at = At::new(&messages, EventId(u64::MAX));
    let message = at.message(TransferId(0)).expect("it was begun");
    assert_eq!(message.by, AskedBy::Nobody);
    assert_eq!(message.stage, Stage::Sending);
}
