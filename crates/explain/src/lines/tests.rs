//! The index of lines: what an event is filed under is what the engine says of it.

use super::*;
use crate::Reading;
use crate::check::as_of_is_what_was_known;
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::World;
use hoplab_units::Span;

const STORIES: [(&str, Transport); 7] = [
    ("broken-line", Transport::Ip),
    ("broken-line", Transport::Tcp),
    ("uneven-routes", Transport::Udp),
    ("server-off", Transport::Tcp),
    ("first-lookup", Transport::Udp),
    ("which-program", Transport::Ip),
    ("which-program", Transport::Udp),
];

fn played(name: &str, transport: Transport) -> Player {
    let mut state = LinkState::new(library::find(name).expect("it is in the library"));
    state.transport = transport;
    let mut player = Player::new(Recording::from(state)).expect("the library is valid");
    player.seek(player.now() + Span::from_secs(4));
    player
}

fn read(world: &World) -> Lines {
    Reading::whole(Lines::default(), world.trace())
}

fn everything(at: At<&Lines>) -> Vec<Line> {
    at.newest_lines(|_, _| true).collect()
}

#[test]
fn as_of_a_moment_is_what_was_known_then_and_what_is_cut_was_never_read() {
    for (name, transport) in STORIES {
        let player = played(name, transport);
        as_of_is_what_was_known(name, player.world().trace(), 30, |at: At<&Lines>, event| {
            let lines = everything(at);
            let all = lines.iter().map(|line| line.event.0);
            assert!(
                all.eq((0..event.id.0).rev()),
                "{name}: every event once, up to {}",
                event.id
            );
            lines
        });
    }
}

#[test]
fn a_line_is_filed_under_what_the_engine_says_of_the_packet_the_socket_or_the_message() {
    let (mut packets, mut sockets, mut messages) = (0, 0, 0);
    for (name, transport) in STORIES {
        let mut player = played(name, transport);
        player.restart();
        let mut reading = Reading::<Lines>::default();
        let mut next = EventId(0);
        while player.step() && player.here().0 < 4_000 {
            let world = player.world();
            while reading.read(world.trace()) {}
            let at = At::new(reading.table(), player.here());
            for line in at.newest_lines(|_, _| true) {
                if line.event < next {
                    break;
                }
                let event = world.trace().get(line.event).expect("it is kept");
                match &event.kind {
                    EventKind::PacketTampered { .. } => assert_eq!(line.topic, Topic::World),
                    EventKind::TransferSent { transfer }
                    | EventKind::TransferFailed { transfer, .. } => {
                        let transfers = world.transfers();
                        let sent = transfers[transfer.index()].transport;
                        assert_eq!(line.topic, Topic::of_transport(sent), "{name}");
                        messages += 1;
                    }
                    EventKind::ChunkSent { chunk, .. } => {
                        let transfers = world.transfers();
                        let sent = transfers[chunk.transfer.index()].transport;
                        assert_eq!(line.topic, Topic::of_transport(sent), "{name}");
                        messages += 1;
                    }
                    kind => {
                        if let Some(summary) = kind.frame().and_then(|frame| frame.summary()) {
                            assert_eq!(line.topic, Topic::of_protocol(summary.protocol), "{name}");
                            packets += 1;
                        }
                    }
                }
                let Place::Socket(node, socket) = event.place else {
                    continue;
                };
                let rows = world.sockets(node);
                if let Some(row) = rows.iter().find(|row| row.id == socket)
                    && matches!(
                        event.kind,
                        EventKind::SocketOpened { .. } | EventKind::SocketError { .. }
                    )
                {
                    assert_eq!(line.topic, Topic::of_socket(row.protocol), "{name}");
                    sockets += 1;
                }
            }
            next = player.here();
        }
    }
    assert!(
        packets > 1_000 && sockets > 20 && messages > 50,
        "{packets} {sockets} {messages}"
    );
}

#[test]
fn only_what_is_wanted_is_found_the_newest_first() {
    let player = played("broken-line", Transport::Tcp);
    let lines = read(player.world());
    let at = At::new(&lines, player.here());
    let all = everything(At::new(&lines, player.here()));
    for topic in Topic::ALL {
        let wanted = |line: &Line| line.topic == topic && line.importance == Importance::Matters;
        let found =
            at.newest_lines(|its, importance| its == topic && importance == Importance::Matters);
        assert!(found.eq(all.iter().copied().filter(wanted)));
    }
    assert_eq!(at.newest_lines(|_, _| false).next(), None);
}
