//! What programs do: read slowly, answer, send a lot.

mod common;

use common::*;
use hoplab_sim::*;
use hoplab_tcp::TcpEvent;
use hoplab_units::{Rate, Span, Time};

/// The diamond with a viewer that reads this fast and answers this.
fn with_viewer(read_rate: Option<Rate>, reply: Option<Payload>, receive_buffer: u32) -> WorldSpec {
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.tcp.receive_buffer = receive_buffer;
        host.programs = vec![ProgramSpec::Viewer {
            name: "viewer".into(),
            port: PORT,
            read_rate,
            reply,
        }];
    }
    spec
}

fn tcp_events(world: &World, fits: impl Fn(&TcpEvent) -> bool) -> usize {
    count(
        world,
        |kind| matches!(kind, EventKind::Tcp(event) if fits(event)),
    )
}

#[test]
fn a_program_that_reads_slowly_closes_the_window_and_gets_everything_in_the_end() {
    // 64 KiB at 128 kbit/s take 4.1 s.
    let spec = with_viewer(Some(Rate::from_kbit(128)), None, 8192);
    let mut world = World::new(&spec);
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 2_000);
    let half = world.transfers()[0].deliveries[0].bytes;
    assert!(
        (28_000..36_000).contains(&half),
        "it keeps to its rate: {half}"
    );
    assert!(tcp_events(&world, |event| matches!(event, TcpEvent::WindowClosed)) > 0);
    let waiting = world
        .sockets(SERVER)
        .iter()
        .map(|row| row.receive_queue)
        .max();
    assert!(
        waiting.unwrap() > 4096,
        "what it has not read is kept for it"
    );
    run(&mut world, 8_000);
    let transfer = &world.transfers()[0];
    assert!(transfer.deliveries[0].intact);
    let TransferState::Sent(at) = transfer.state else {
        panic!("{:?}", transfer.state)
    };
    assert!(at >= Time::from_millis(3_500), "TCP was held back: {at}");
    assert!(world.is_quiet());
}

#[test]
fn two_connections_share_a_slow_program() {
    let spec = with_viewer(Some(Rate::from_kbit(128)), None, 8192);
    let mut world = World::new(&spec);
    for _ in 0..2 {
        world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    }
    run(&mut world, 4_000);
    let got: Vec<u32> = (world.transfers().iter())
        .map(|transfer| transfer.deliveries[0].bytes)
        .collect();
    assert!(got[0].abs_diff(got[1]) < 4_000, "in turn: {got:?}");
    assert!((56_000..72_000).contains(&(got[0] + got[1])), "{got:?}");
}

#[test]
fn datagrams_that_a_slow_program_has_no_buffer_for_are_dropped() {
    for transport in [Transport::Ip, Transport::Udp] {
        let spec = with_viewer(Some(Rate::from_kbit(128)), None, 8192);
        let mut world = World::new(&spec);
        world.apply(send(transport, Payload::Picture)).unwrap();
        run(&mut world, 400);
        let waiting = world
            .sockets(SERVER)
            .iter()
            .map(|row| row.receive_queue)
            .max();
        assert!((7168..=8192).contains(&waiting.unwrap()), "{waiting:?}");
        run(&mut world, 3_000);
        let got = &world.transfers()[0].deliveries[0];
        // 8 KiB waited, and 16 KB/s were read in the 0.34 s in which they came.
        assert!((12..=14).contains(&got.order.len()), "{:?}", got.order);
        assert!(got.in_order && got.unchanged);
        assert_eq!(
            drops(&world, DropReason::ReceiveBufferFull),
            64 - got.order.len()
        );
        let left = world
            .sockets(SERVER)
            .iter()
            .map(|row| row.receive_queue)
            .max();
        assert_eq!(left, Some(0));
    }
}

#[test]
fn an_answer_comes_after_the_other_side_has_closed_its_direction() {
    let spec = with_viewer(None, Some(Payload::Picture), 65_536);
    let mut world = World::new(&spec);
    let request = Payload::Text("a picture, please".into());
    world.apply(send(Transport::Tcp, request.clone())).unwrap();
    run(&mut world, 5_000);
    let [asked, answered] = &world.transfers()[..] else {
        panic!("a request and an answer")
    };
    assert_eq!(
        (asked.payload.clone(), answered.payload.clone()),
        (request, Payload::Picture)
    );
    assert_eq!((answered.from, answered.source), (SERVER, Some(asked.to)));
    assert_eq!(Some(answered.to), asked.source);
    for transfer in [asked, answered] {
        assert!(transfer.deliveries[0].intact);
        assert!(matches!(transfer.state, TransferState::Sent(_)));
    }
    let ended = |event: &TraceEvent| {
        matches!(event.kind, EventKind::StreamEnded { .. }) && event.place.node() == Some(SERVER)
    };
    let closed = world.trace().iter().find(|event| ended(event)).unwrap();
    assert!(answered.started >= closed.at);
    let screens = world.viewers();
    assert_eq!(
        (screens[0].node, screens[0].port),
        (CLIENT, answered.to.port())
    );
    assert_eq!(screens[0].inbox[0].content.len(), picture::BYTES);
    assert!(screens[0].inbox[0].ended);
    // One TIME-WAIT is left, at who closed first.
    let states: Vec<_> = (world.connections().iter())
        .map(|connection| (connection.node, connection.tcp.state))
        .collect();
    assert_eq!(states, [(CLIENT, hoplab_tcp::State::TimeWait)]);
}

#[test]
fn each_who_asks_gets_an_answer_of_his_own() {
    let spec = with_viewer(None, Some(Payload::Picture), 65_536);
    let mut world = World::new(&spec);
    for text in ["one", "two"] {
        let request = Payload::Text(text.into());
        world.apply(send(Transport::Tcp, request)).unwrap();
    }
    run(&mut world, 5_000);
    let transfers = world.transfers();
    let answers: Vec<_> = transfers.iter().filter(|it| it.from == SERVER).collect();
    assert_eq!(answers.len(), 2);
    assert_ne!(answers[0].to, answers[1].to);
    for answer in answers {
        assert_eq!(answer.deliveries.len(), 1);
        assert!(answer.deliveries[0].intact);
    }
}

#[test]
fn an_answer_fails_with_the_connection_it_goes_over() {
    let spec = with_viewer(None, Some(Payload::Picture), 65_536);
    let ask = send(Transport::Tcp, Payload::Text("?".into()));

    let mut world = World::new(&spec);
    world.apply(ask.clone()).unwrap();
    run(&mut world, 90);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, 200);
    let off = TransferState::Failed(Time::from_millis(90), SocketError::PoweredOff);
    assert_eq!(world.transfers()[1].state, off);

    let mut world = World::new(&spec);
    world.apply(ask).unwrap();
    run(&mut world, 90);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    run(&mut world, 5_000);
    let reset = SocketError::Tcp(hoplab_tcp::Failure::Reset);
    let answer = &world.transfers()[1];
    assert!(
        matches!(answer.state, TransferState::Failed(_, error) if error == reset),
        "the client that came back knows nothing of it: {:?}",
        answer.state
    );
}

#[test]
fn megabytes_arrive_whole_over_tcp_and_at_their_own_pace_over_udp() {
    let bytes = 2_500_000;
    let mut world = World::new(&diamond(1));
    world
        .apply(send(Transport::Tcp, Payload::Bulk(bytes)))
        .unwrap();
    run(&mut world, 5_000);
    let delivery = &world.transfers()[0].deliveries[0];
    assert_eq!((delivery.bytes, delivery.intact), (bytes, true));
    let kept: usize = (world.viewers()[0].inbox.iter())
        .map(|item| item.content.len())
        .sum();
    assert_eq!(kept, bytes as usize, "in items of about a MiB");

    let Command::Send(mut slow) = send(Transport::Udp, Payload::Bulk(100_000)) else {
        return;
    };
    slow.interval = Some(Span::from_millis(2));
    let mut world = World::new(&diamond(1));
    world.apply(Command::Send(slow)).unwrap();
    run(&mut world, 1_000);
    let transfer = &world.transfers()[0];
    assert_eq!(
        transfer.total_chunks,
        100_000_u32.div_ceil(BULK_CHUNK_BYTES)
    );
    assert!(transfer.deliveries[0].in_order);
}

#[test]
fn bulk_has_bounds_for_one_message_and_for_all() {
    let mut world = World::new(&diamond(1));
    let bulk = |bytes| send(Transport::Tcp, Payload::Bulk(bytes));
    let most = Payload::MAX_BULK_BYTES;
    assert_eq!(world.apply(bulk(0)), Err(Refusal::BadText));
    assert_eq!(world.apply(bulk(most + 1)), Err(Refusal::BadText));
    for _ in 0..World::MAX_MESSAGE_BYTES / most as usize {
        world.apply(bulk(most)).unwrap();
    }
    assert_eq!(world.apply(bulk(1)), Err(Refusal::TooMany));
}

#[test]
fn a_piece_longer_than_the_send_buffer_is_written_in_parts() {
    let mut spec = diamond(1);
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.tcp.send_buffer = 1024;
    }
    let mut world = World::new(&spec);
    world
        .apply(send(Transport::Tcp, Payload::Bulk(5_000)))
        .unwrap();
    run(&mut world, 60_000);
    let transfer = &world.transfers()[0];
    assert!(transfer.deliveries[0].intact && transfer.deliveries[0].bytes == 5_000);
    assert!(matches!(transfer.state, TransferState::Sent(_)));
}

#[test]
fn a_socket_that_was_closed_owes_only_what_is_not_acknowledged() {
    let mut world = World::new(&diamond(1));
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 5_000);
    let rows = world.sockets(CLIENT);
    let [row] = &rows[..] else {
        panic!("one socket, not {rows:?}")
    };
    assert_eq!(row.state, Some(hoplab_tcp::State::TimeWait));
    assert_eq!(row.send_queue, 0);
}

/// The client's host is switched off and on, and knows the connection no more: its answer is a reset, while the reader
/// has not read all that came before.
#[test]
fn what_came_before_a_reset_is_read_before_the_reset_is_heard_of() {
    let spec = with_viewer(Some(Rate::from_kbit(64)), None, 16_384);
    let mut world = World::new(&spec);
    world.apply(send(Transport::Tcp, Payload::Picture)).unwrap();
    run(&mut world, 1_000);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    run(&mut world, 1_100);
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    let is_reset = |event: &&TraceEvent| {
        let reset = hoplab_tcp::Failure::Reset;
        event.place.node() == Some(SERVER)
            && matches!(event.kind, EventKind::Tcp(TcpEvent::Failed(failure)) if failure == reset)
    };
    let mut millis = 1_100;
    let reset = loop {
        millis += 10;
        run(&mut world, millis);
        if let Some(event) = world.trace().iter().find(is_reset) {
            break event.id;
        }
        assert!(millis < 30_000, "it is reset");
    };
    let read_before = world.transfers()[0].deliveries[0].bytes;
    assert!(world.sockets(SERVER).iter().all(|row| row.remote.is_none()));
    assert!(world.connections().is_empty(), "it is out of the table");
    run(&mut world, 60_000);
    let read = world.transfers()[0].deliveries[0].bytes;
    assert!(read >= read_before + 8_192, "{read_before}, then {read}");
    let received: u32 = (world.trace().iter())
        .filter_map(|event| match &event.kind {
            EventKind::ContentReceived { bytes, .. } => Some(*bytes),
            _ => None,
        })
        .sum();
    assert_eq!(received, read);
    // The reader hears of the reset last, and of nothing else.
    let of_server = (world.trace().iter()).filter(|event| event.place.node() == Some(SERVER));
    let told: Vec<&TraceEvent> = of_server
        .filter(|event| {
            matches!(
                event.kind,
                EventKind::ContentReceived { .. } | EventKind::SocketError { .. }
            )
        })
        .collect();
    let last = told.last().unwrap();
    let failure = SocketError::Tcp(hoplab_tcp::Failure::Reset);
    assert!(matches!(last.kind, EventKind::SocketError { error } if error == failure));
    assert_eq!(last.cause, Some(reset));
    assert!(told[told.len() - 2].id > reset, "read after the reset");
    let closed = count(&world, |kind| *kind == EventKind::SocketClosed);
    assert_eq!(closed, 1, "its socket is closed once");
    assert!(world.viewers()[0].inbox[0].ended);
    assert!(world.is_quiet());
}
