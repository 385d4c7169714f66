//! Whose a packet is.

use std::collections::{BTreeMap, BTreeSet};

use hoplab_explain::packets::{Packets, subject};
use hoplab_explain::sockets::matching::Fields;
use hoplab_explain::sockets::{ArrivalOutcome, Sockets};
use hoplab_explain::{At, Events, Moment, Reading};
use hoplab_replay::Player;
use hoplab_sim::{
    Closing, Command, ConsumeReason, EventKind, NodeChange, NodeId, PacketId, Payload, Place, Send,
    SocketId, SocketRow, Transport,
};
use hoplab_units::{Span, Time};

use crate::befall;
use crate::common::{Dice, opened, runs};

/// A socket, wherever it is.
type Whose = (NodeId, SocketId);

/// Every socket of a world, and what it is bound to.
fn rows(player: &Player) -> BTreeMap<Whose, SocketRow> {
    let world = player.world();
    let nodes = (0..world.spec().nodes.len()).map(|node| NodeId(node as u16));
    let all = nodes.flat_map(|node| world.sockets(node).into_iter().map(move |row| (node, row)));
    all.map(|(node, row)| ((node, row.id), row)).collect()
}

/// A packet's maker is a socket that was there, or came to be, as it was made, with the address and port that stand in its
/// bytes; a copy's is the maker of what it is a copy of.
#[test]
fn every_packet_is_made_by_a_socket_of_its_address_or_by_a_node_of_its_own() {
    let (mut by_sockets, mut by_nodes, mut copies) = (0, 0, 0);
    for (name, mut player) in runs() {
        let mut dice = Dice(47 + name.len() as u64);
        let mut packets = Reading::<Packets>::default();
        let mut sockets = BTreeMap::new();
        for step in 0..300 {
            let known = player.here();
            sockets.extend(rows(&player));
            befall(&mut player, &mut dice, step);
            sockets.extend(rows(&player));
            while packets.read(player.world().trace()) {}
            let moment = Moment::of(player.world(), packets.table());
            for event in player.world().trace().since(known) {
                let Some(packet) = subject(&event.kind) else {
                    continue;
                };
                let maker = moment.maker(packet).expect("all of it is kept");
                let facts = moment.facts(packet).expect("it was made");
                assert_eq!(facts.maker.as_ref(), Some(&maker), "{name}: {packet}");
                if let EventKind::Duplicated { packet: other, .. } = event.kind {
                    assert_eq!(moment.maker(other), Some(maker), "{name}: {packet}");
                    copies += 1;
                    continue;
                }
                let EventKind::Originated { .. } = event.kind else {
                    continue;
                };
                assert_eq!(Place::Node(maker.node), event.place, "{name}: {packet}");
                let Some(socket) = maker.socket else {
                    by_nodes += 1;
                    continue;
                };
                // One that was opened and closed within a step was never seen in the world.
                if let Some(row) = sockets.get(&(maker.node, socket)) {
                    assert_eq!(row.local.ip(), facts.from.ip(), "{name}: {packet}");
                    let port = facts.from.port();
                    let ping = row.protocol == hoplab_sim::SocketProtocol::Icmp;
                    assert!(ping || row.local.port() == port, "{name}: {packet}");
                    by_sockets += 1;
                }
            }
        }
    }
    assert!(
        by_sockets > 5_000 && by_nodes > 100,
        "{by_sockets}, {by_nodes}"
    );
    assert!(copies > 50, "{copies} copies");
}

/// A socket has the packets that it made, that it took, and whose errors it was told of; and no packet has others.
#[test]
fn a_packet_concerns_who_sent_it_and_who_got_it_and_no_other() {
    let (mut sent, mut got, mut told) = (0, 0, 0);
    for (name, mut player) in runs() {
        let mut dice = Dice(53 + name.len() as u64);
        (0..300).for_each(|step| befall(&mut player, &mut dice, step));
        let world = player.world();
        let packets = Reading::whole(Packets::default(), world.trace());
        let sockets = Reading::whole(Sockets::default(), world.trace());
        let sockets = At::new(&sockets, player.here());
        let nodes = (0..world.spec().nodes.len()).map(|node| NodeId(node as u16));
        let all: Vec<Whose> = nodes
            .flat_map(|node| sockets.of(node).map(move |life| (node, life.socket)))
            .collect();
        let moment = Moment::of(world, &packets);
        let made = world.trace().iter();
        let made: BTreeSet<PacketId> = made.filter_map(|event| subject(&event.kind)).collect();
        for packet in made {
            let concerns = |whose: &&Whose| moment.concerns(packet, whose.0, whose.1);
            let found: BTreeSet<Whose> = all.iter().filter(concerns).copied().collect();
            let mut expected = BTreeSet::new();
            let maker = moment.maker(packet).expect("all of it is kept");
            if let Some(socket) = maker.socket {
                expected.insert((maker.node, socket));
                sent += 1;
            }
            if let Some(arrival) = sockets.arrival(packet) {
                let takers = arrival.takers().map(|socket| (arrival.node, socket));
                let before = expected.len();
                expected.extend(takers);
                got += expected.len() - before;
                if let ArrivalOutcome::Consumed(ConsumeReason::IcmpTold { socket }) =
                    arrival.outcome
                {
                    expected.insert((arrival.node, socket));
                    told += 1;
                }
            }
            assert_eq!(found, expected, "{name}: {packet}");
        }
    }
    assert!(sent > 5_000 && got > 4_000, "{sent}, {got}");
    assert!(told > 10, "{told}");
}

/// A server is switched off and on: its new socket is bound to what the old one was, and gets what comes from then on.
#[test]
fn a_port_that_is_used_again_does_not_mix_up_whose_a_packet_is() {
    let mut player = opened("first-message", Transport::Udp);
    player.seek(Time::from_secs(5));
    let viewer = player.world().viewers().remove(0);
    let server = viewer.node;
    let address = player.world().node(server).expect("it is there").address;
    for change in [NodeChange::Crash, NodeChange::Restore] {
        let change = Command::SetNode {
            node: server,
            change,
        };
        player.issue(change).expect("it is a host");
    }
    player.seek(player.now() + Span::from_secs(5));
    let client = player.world().transfers()[0].from;
    let send = Send {
        from: client,
        to: address,
        port: viewer.port,
        payload: Payload::Text("Are you there again?".into()),
        transport: Some(Transport::Udp),
        interval: None,
        close: Closing::AtOnce,
    };
    let since = player.issue(Command::Send(send)).expect("it is sent");
    player.seek(player.now() + Span::from_secs(5));
    let world = player.world();
    let packets = Reading::whole(Packets::default(), world.trace());
    let sockets = Reading::whole(Sockets::default(), world.trace());
    let sockets = At::new(&sockets, player.here());
    let moment = Moment::of(world, &packets);
    let mut seen = [0, 0];
    for event in world.trace().iter() {
        let EventKind::Accepted { packet, .. } = event.kind else {
            continue;
        };
        let fields = moment.facts(packet).and_then(|facts| facts.fields);
        let fields: Fields = fields.expect("it is whole");
        let bound = sockets.of(server).filter(|life| life.key.has(&fields));
        let bound: Vec<SocketId> = bound.map(|life| life.socket).collect();
        assert_eq!(bound.len(), 2, "both have had its address and port");
        let its: Vec<SocketId> = (bound.iter().copied())
            .filter(|socket| moment.concerns(packet, server, *socket))
            .collect();
        let again = usize::from(event.id > since);
        assert_eq!(its, [bound[again]]);
        seen[again] += 1;
        // As of the moment before it came it was nobody's there.
        let before = Moment::new(Events::before(world.trace(), event.id), &packets);
        assert!(!before.concerns(packet, server, bound[again]));
        // But it was on its way to the one that was there when it was made, and to no other.
        let is_of = |moment: Moment<'_>| {
            let lives = sockets.of(server);
            let its = lives.filter(|life| moment.is_of(packet, life));
            its.map(|life| life.socket).collect::<Vec<_>>()
        };
        assert_eq!((is_of(before), is_of(moment)), (its.clone(), its));
    }
    assert!(seen.into_iter().all(|count| count > 0), "{seen:?}");
}
