//! Ways of packets in real runs.

use crate::panels::stack::wrap::{Wrap, wraps};
use hoplab_explain::packets::Packets;
use hoplab_explain::way::*;
use hoplab_explain::{Events, Moment, Reading};
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::{
    Command, ConsumeReason, DropReason, EventId, EventKind, LinkId, LinkSnapshot, Origin,
    PacketAction, PacketId, Transport,
};
use hoplab_units::{Span, Time};
use hoplab_wire::dissect::FieldKey;

fn player(name: &str, transport: Transport) -> Player {
    let mut state = LinkState::new(library::find(name).expect("it is in the library"));
    state.transport = transport;
    Player::new(Recording::from(state)).expect("the library is valid")
}

fn links(player: &Player) -> Vec<LinkSnapshot> {
    let count = player.world().spec().links.len() as u16;
    let ids = (0..count).map(LinkId);
    ids.filter_map(|id| player.world().link(id)).collect()
}

fn way(player: &Player, links: &[LinkSnapshot], packet: PacketId) -> Way {
    let packets = Reading::whole(Packets::default(), player.world().trace());
    Moment::of(player.world(), &packets).way(links, packet)
}

/// The ways of all packets made in a run that was played for so many seconds.
fn ways(name: &str, transport: Transport, secs: u64) -> Vec<Way> {
    let mut player = player(name, transport);
    player.seek(Time::from_secs(secs));
    all_ways(&player)
}

fn all_ways(player: &Player) -> Vec<Way> {
    let packets = Reading::whole(Packets::default(), player.world().trace());
    let moment = Moment::of(player.world(), &packets);
    let links = links(player);
    let made = moment.events().iter().filter_map(|event| match event.kind {
        EventKind::Originated { packet, .. } => Some(packet),
        _ => None,
    });
    made.map(|packet| moment.way(&links, packet)).collect()
}

fn tops(way: &Way) -> Vec<Option<Layer>> {
    way.stops.iter().map(|stop| stop.top).collect()
}

/// Where it ended, with the layer.
fn end(way: &Way) -> Option<(End, Option<Layer>)> {
    let last = way.stops.last()?;
    Some((last.end?, last.top))
}

fn keys(stop: &Stop) -> Vec<FieldKey> {
    let frame = stop.frame.as_ref().expect("its bytes are known");
    let boxes = wraps(frame, stop.before.as_ref());
    let changed = |wrap: Wrap| wrap.fields.into_iter().filter(|it| it.before.is_some());
    boxes
        .into_iter()
        .flat_map(changed)
        .map(|it| it.key)
        .collect()
}

#[test]
fn a_datagram_goes_down_all_layers_up_to_ip_at_each_router_and_up_all_layers() {
    let ways = ways("broken-line", Transport::Udp, 20);
    let whole = ways.iter().find(|way| way.arrived()).expect("some arrive");
    let (app, ip) = (Some(Layer::Application), Some(Layer::Internet));
    assert_eq!(tops(whole), [app, ip, ip, ip, ip, app]);
    let crossed = whole.stops.iter().filter_map(|stop| stop.leg);
    assert_eq!(crossed.clone().count(), 5);
    assert!(
        crossed
            .into_iter()
            .all(|leg| leg.crossing == Crossing::Done)
    );
    assert_eq!(
        whole.stops.last().and_then(|stop| stop.end),
        Some(End::Accepted(Taken::Content))
    );
}

#[test]
fn a_router_changes_both_mac_addresses_ttl_and_header_checksum_and_nothing_else() {
    let ways = ways("broken-line", Transport::Udp, 20);
    let routers = ways.iter().flat_map(|way| &way.stops);
    let routers = routers.filter(|stop| stop.came && stop.ttl.is_some());
    let mut seen = 0;
    for stop in
        routers.filter(|stop| matches!(stop.leg, Some(leg) if leg.crossing == Crossing::Done))
    {
        let changed = [
            FieldKey::EthernetDst,
            FieldKey::EthernetSrc,
            FieldKey::Ipv4Ttl,
            FieldKey::Ipv4Checksum,
        ];
        assert_eq!(keys(stop), changed);
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn a_packet_lost_on_a_line_has_not_reached_the_node_behind_it() {
    let ways = ways("broken-line", Transport::Udp, 20);
    let cut = Crossing::Lost(DropReason::LinkCut);
    let is_lost = |way: &&Way| {
        way.stops
            .last()
            .and_then(|s| s.leg)
            .is_some_and(|l| l.crossing == cut)
    };
    let lost = ways
        .iter()
        .find(is_lost)
        .expect("some are on the line when it is cut");
    let leg = lost
        .stops
        .last()
        .and_then(|stop| stop.leg)
        .expect("it left");
    assert_eq!(lost.next(), Some(leg.to));
    assert!(!lost.arrived());
    assert!(lost.stops.iter().all(|stop| stop.node != leg.to));
}

#[test]
fn a_packet_for_a_line_that_is_cut_comes_down_again_and_no_further() {
    let ways = ways("broken-line", Transport::Udp, 20);
    let cut = DropReason::LinkCut;
    let refused = ways
        .iter()
        .filter_map(|way| way.stops.last())
        .find(|stop| stop.leg.map(|leg| leg.crossing) == Some(Crossing::Refused(cut)));
    let stop = refused.expect("routers learn late that the line is cut");
    assert_eq!(
        (stop.end, stop.top),
        (Some(End::Lost(cut)), Some(Layer::Internet))
    );
}

#[test]
fn a_segment_without_data_is_tcps_own_at_both_ends() {
    let ways = ways("broken-line", Transport::Tcp, 20);
    let syn = ways.first().expect("there is a SYN");
    assert_eq!(
        syn.stops.first().and_then(|stop| stop.top),
        Some(Layer::Transport)
    );
    assert_eq!(
        end(syn),
        Some((End::Accepted(Taken::Control), Some(Layer::Transport)))
    );
}

#[test]
fn bytes_ahead_of_a_gap_stay_with_tcp_and_those_in_order_reach_the_program() {
    let ways = ways("broken-line", Transport::Tcp, 20);
    let ends: Vec<_> = ways.iter().filter_map(end).collect();
    assert!(ends.contains(&(End::Accepted(Taken::Kept), Some(Layer::Transport))));
    assert!(ends.contains(&(End::Accepted(Taken::Content), Some(Layer::Application))));
}

#[test]
fn a_datagram_for_a_closed_port_stops_at_transport_and_the_report_begins_at_the_internet_layer() {
    let mut state = LinkState::new(library::find("first-message").expect("it is in the library"));
    state.transport = Transport::Udp;
    for node in &mut state.scenario.nodes {
        node.programs.clear();
    }
    let mut player = Player::new(Recording::from(state)).expect("it is valid");
    player.seek(Time::from_secs(20));
    let ways = all_ways(&player);
    let closed = End::Lost(DropReason::NoSocket { ports: true });
    assert!(
        ways.iter()
            .filter_map(end)
            .any(|end| end == (closed, Some(Layer::Transport)))
    );
    let report = |way: &&Way| matches!(way.origin, Some(Origin::IcmpError { .. }));
    let report = ways.iter().find(report).expect("the host says so");
    assert_eq!(
        report.stops.first().and_then(|stop| stop.top),
        Some(Layer::Internet)
    );
    assert!(matches!(
        end(report),
        Some((
            End::Consumed(ConsumeReason::IcmpTold { .. }),
            Some(Layer::Internet)
        ))
    ));
    let frame = report.stops[0].frame.as_ref().expect("its bytes are known");
    let boxes = wraps(frame, None);
    let quoted = &boxes.last().expect("there is an ICMP box").quoted;
    let quoted: Vec<FieldKey> = quoted.iter().map(|wrap| wrap.key).collect();
    assert_eq!(quoted[..2], [FieldKey::Ipv4, FieldKey::Udp]);
}

#[test]
fn a_host_that_is_off_lets_nothing_up() {
    let ways = ways("server-off", Transport::Udp, 20);
    let off = (End::Lost(DropReason::NodeDown), None);
    assert!(ways.iter().filter_map(end).any(|end| end == off));
}

#[test]
fn a_frame_with_a_flipped_bit_stops_at_the_card() {
    let mut player = player("first-message", Transport::Udp);
    while player.world().in_flight().next().is_none() {
        assert!(player.step());
    }
    let packet = player
        .world()
        .in_flight()
        .next()
        .expect("one is under way")
        .packet;
    let action = PacketAction::Corrupt;
    player
        .issue(Command::SetPacket { packet, action })
        .expect("it is under way");
    player.seek(Time::from_secs(5));
    let way = way(&player, &links(&player), packet);
    let bad = End::Lost(DropReason::BadFrameCheck);
    assert_eq!(end(&way), Some((bad, Some(Layer::Interface))));
    let [first, last] = &way.stops[..] else {
        panic!("{way:?}");
    };
    assert!(first.leg.is_some_and(|leg| leg.damaged));
    let frame = last.frame.as_ref().expect("its bytes are known");
    assert!(
        wraps(frame, last.before.as_ref())
            .iter()
            .any(|wrap| wrap.changed)
    );
}

#[test]
fn raw_ip_has_no_box_of_the_transport_layer() {
    let ways = ways("first-message", Transport::Ip, 20);
    let frame = ways[0].stops[0]
        .frame
        .as_ref()
        .expect("its bytes are known");
    let layers: Vec<Layer> = wraps(frame, None).iter().map(|wrap| wrap.layer).collect();
    assert_eq!(
        layers,
        [Layer::Interface, Layer::Internet, Layer::Application]
    );
}

#[test]
fn a_packet_under_way_is_known_as_far_as_it_has_come() {
    let mut player = player("broken-line", Transport::Udp);
    while player.world().in_flight().next().is_none() {
        assert!(player.step());
    }
    let packet = newest(Events::of(player.world())).expect("one was made");
    let links = links(&player);
    let under_way = way(&player, &links, packet);
    assert_eq!(under_way.stops.len(), 1);
    assert!(under_way.next().is_some() && !under_way.arrived());
    let later = player.world().now() + Span::from_millis(16);
    player.seek(later);
    let further = way(&player, &links, packet);
    assert_eq!(further.stops.len(), 2);
    assert_eq!(further.stop_of(further.stops[0].step), Some(0));
    assert_eq!(further.stop_of(further.stops[1].step), Some(1));
    assert_eq!(further.stop_of(EventId(u64::MAX)), Some(1));
}

#[test]
fn every_packet_of_every_scenario_has_a_way() {
    for entry in library::all() {
        for transport in Transport::ALL {
            for way in ways(entry.name, transport, 3) {
                assert!(!way.stops.is_empty() && way.from_birth, "{}", entry.name);
                assert!(way.stops.iter().all(|stop| stop.frame.is_some()));
            }
        }
    }
}
