//! What the trace tells of connections, on scenarios of the library.

use super::*;
use crate::Reading;
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::Transport;
use hoplab_sim::World;

fn played(name: &str, transport: Transport) -> Player {
    let mut state = LinkState::new(library::find(name).expect("it is in the library"));
    state.transport = transport;
    let mut player = Player::new(Recording::from(state)).expect("the library is valid");
    while player.step() {}
    player
}

fn read(world: &World) -> Connections {
    Reading::whole(Connections::new(world.spec()), world.trace())
}

fn reading(world: &World) -> Reading<Connections> {
    Reading::new(Connections::new(world.spec()))
}

fn told(end: &End) -> Vec<&'static str> {
    end.steps.iter().map(|step| step.to.name()).collect()
}

#[test]
fn both_ends_are_found_and_who_asked_stands_on_the_left() {
    let player = played("first-message", Transport::Tcp);
    let connections = read(player.world());
    let pairs: Vec<Pair<'_>> = connections.until(u64::MAX).collect();
    let [Pair { client, server }] = pairs[..] else {
        panic!("one connection, not {}", pairs.len());
    };
    let server = server.expect("the server took it");
    assert_eq!((client.local, client.remote), (server.remote, server.local));
    assert_eq!(client.remote.port(), 32202);
    let from_server = connections.pair(server.id).expect("it is known");
    assert_eq!(from_server.client.id, client.id);
    assert_eq!(
        told(client),
        [
            "SYN-SENT",
            "ESTABLISHED",
            "FIN-WAIT-1",
            "FIN-WAIT-2",
            "TIME-WAIT",
            "CLOSED"
        ]
    );
    assert_eq!(
        told(server),
        [
            "SYN-RECEIVED",
            "ESTABLISHED",
            "CLOSE-WAIT",
            "LAST-ACK",
            "CLOSED"
        ]
    );
    assert_eq!(server.state(server.opened.0 + 1), State::Listen);
}

#[test]
fn the_state_is_that_of_the_moment_asked_for() {
    let player = played("first-message", Transport::Tcp);
    let connections = read(player.world());
    let client = connections.until(u64::MAX).next().expect("one").client;
    for pair in client.steps.windows(2) {
        let [before, after] = pair else { continue };
        assert_eq!(client.state(before.event.0 + 1), before.to);
        assert_eq!(client.state(after.event.0), before.to);
    }
    assert_eq!(client.state(u64::MAX), State::Closed);
    assert_eq!(connections.until(client.opened.0).count(), 0);
}

#[test]
fn an_end_is_lost_with_its_host_and_the_other_end_is_not() {
    let player = played("reset", Transport::Tcp);
    let connections = read(player.world());
    let pair = connections.until(u64::MAX).next().expect("one");
    let server = pair.server.expect("the server took it");
    let crash = server.lost(u64::MAX).expect("its host crashes");
    assert_eq!(server.lost(crash.0), None, "not before the crash");
    assert_eq!(server.state(u64::MAX), State::Established);
    assert_eq!(pair.client.lost(u64::MAX), None);
    assert_eq!(pair.client.state(u64::MAX), State::Closed);
}

#[test]
fn a_curve_ends_when_all_that_was_sent_is_acknowledged_or_the_end_is_lost() {
    let player = played("reno-vs-cubic", Transport::Tcp);
    let connections = read(player.world());
    let far = Time::from_secs(1_000_000);
    for pair in connections.until(u64::MAX) {
        let ended = pair.client.drawn_to(far);
        let at_end = pair.client.flight.iter().rfind(|one| one.at <= ended);
        assert_eq!(at_end.map(|one| one.bytes()), Some(0));
        let earlier = Time::from_secs(1);
        assert_eq!(pair.client.drawn_to(earlier), earlier);
    }
    let player = played("reset", Transport::Tcp);
    let connections = read(player.world());
    let pair = connections.until(u64::MAX).next().expect("one");
    let server = pair.server.expect("the server took it");
    assert_eq!(Some(server.drawn_to(far)), server.lost.map(|(_, at)| at));
}

#[test]
fn the_curve_holds_every_change_of_the_window_and_nothing_else() {
    let player = played("broken-line", Transport::Tcp);
    let world = player.world();
    let connections = read(world);
    for pair in connections.until(u64::MAX) {
        for end in pair.ends() {
            let place = Place::Socket(end.id.node, end.id.socket);
            let of_trace: Vec<(EventId, u32)> = world
                .trace()
                .iter()
                .filter(|event| event.place == place)
                .filter_map(|event| match event.kind {
                    EventKind::Tcp(TcpEvent::CwndChanged { to, .. }) => Some((event.id, to)),
                    _ => None,
                })
                .collect();
            let drawn: Vec<_> = end
                .curve
                .iter()
                .map(|point| (point.event, point.cwnd))
                .collect();
            assert!(!drawn.is_empty());
            assert_eq!(drawn, of_trace);
        }
    }
}

#[test]
fn what_is_in_flight_is_what_the_endpoint_says_of_itself() {
    let mut player = played("broken-line", Transport::Tcp);
    let end = player.now();
    let mut compared = 0;
    player.restart();
    let mut reading = reading(player.world());
    while player.now() < end && player.step() {
        while reading.read(player.world().trace()) {}
        let connections = reading.table();
        for connection in player.world().connections() {
            let id = EndId {
                node: connection.node,
                socket: connection.socket,
            };
            let known = connections.end(id).expect("its socket was opened");
            let Some(flight) = known.flight.last() else {
                continue;
            };
            assert_eq!(
                flight.bytes(),
                connection.tcp.flight_size,
                "{id:?} at {}",
                player.now()
            );
            assert_eq!(known.first_seq(), Some(connection.tcp.iss));
            assert_eq!(known.state(u64::MAX), connection.tcp.state);
            assert_eq!(known.control, connection.tcp.congestion);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared} comparisons");
}

#[test]
fn a_packet_leads_to_its_segment_and_its_connection() {
    let player = played("broken-line", Transport::Tcp);
    let world = player.world();
    let connections = read(world);
    let mut found = 0;
    for event in world.trace().iter() {
        let EventKind::Originated {
            packet, frame, why, ..
        } = &event.kind
        else {
            continue;
        };
        let Origin::Segment(_) = why else { continue };
        let segment = connections.segment(*packet).expect("it is of a connection");
        let summary = frame
            .summary()
            .and_then(|summary| summary.tcp)
            .expect("it is TCP");
        assert_eq!(segment.seq.0, summary.seq);
        assert_eq!(connections.of_event(event), Some(segment.end));
        found += 1;
    }
    assert!(found > 10);
}

#[test]
fn a_story_that_is_cut_is_one_that_was_never_read_further() {
    for name in [
        "broken-line",
        "reset",
        "first-message",
        "half-close",
        "chat",
    ] {
        let player = played(name, Transport::Tcp);
        let world = player.world();
        let whole = read(world);
        let len = world.trace().len();
        for from in (0..=len).step_by(len as usize / 40 + 1) {
            let mut cut = whole.clone();
            cut.cut(EventId(from));
            let mut fresh = Connections::new(world.spec());
            for event in world.trace().iter().take(from as usize) {
                fresh.note(event, world.trace());
            }
            assert_eq!(cut, fresh, "{name} before event {from}");
            for event in world.trace().since(EventId(from)) {
                cut.note(event, world.trace());
            }
            assert_eq!(cut, whole, "{name} grown again from event {from}");
        }
    }
}

#[test]
fn over_udp_there_is_no_connection() {
    let player = played("first-message", Transport::Udp);
    assert_eq!(read(player.world()).until(u64::MAX).count(), 0);
}

#[test]
fn a_connection_has_the_congestion_control_that_its_host_had_when_it_began() {
    use hoplab_sim::Command;
    let mut player = played("first-message", Transport::Tcp);
    let first = read(player.world());
    let client = first
        .until(u64::MAX)
        .next()
        .expect("there was one")
        .client
        .id;
    let cubic = TcpSwitch::Congestion(CongestionControl::Cubic);
    let set = Command::SetNode {
        node: client.node,
        change: NodeChange::Tcp(cubic),
    };
    player.issue(set).expect("it is a host");
    let sent = player.world().transfers();
    let again = hoplab_sim::Send {
        from: client.node,
        to: *first
            .until(u64::MAX)
            .next()
            .expect("one")
            .client
            .remote
            .ip(),
        port: 32202,
        payload: sent[0].payload.clone(),
        transport: Some(Transport::Tcp),
        interval: None,
        close: hoplab_sim::Closing::AtOnce,
    };
    player.issue(Command::Send(again)).expect("it can send");
    while player.step() {}
    let connections = read(player.world());
    let both = connections.until(u64::MAX);
    let controls: Vec<_> = both.map(|pair| pair.client.control).collect();
    assert_eq!(
        controls,
        [CongestionControl::Reno, CongestionControl::Cubic]
    );
}
