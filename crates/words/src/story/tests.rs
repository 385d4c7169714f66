//! What the sentences say, in both languages.

use std::net::Ipv4Addr;

use hoplab_explain::lines::{Lines, Topic};
use hoplab_explain::packets::Packets;
use hoplab_explain::sockets::Sockets;
use hoplab_explain::{At, Events, Moment, Reading};
use hoplab_sim::{
    ChannelQualities, Command, Direction, DropReason, EventId, EventKind, Frame, LinkChange,
    LinkId, LinkSnapshot, NodeId, NodeSnapshot, PacketId, Place, ProgramId, SocketId,
    SocketProtocol, Trace, Transport, World,
};
use hoplab_tcp::{Seq, TcpEvent};
use hoplab_units::{Rate, Share, Span};

use super::*;
use crate::Lang;

fn node(id: u16, name: &str) -> NodeSnapshot {
    NodeSnapshot {
        id: NodeId(id),
        name: name.to_owned(),
        address: Ipv4Addr::new(10, 0, id as u8, 10),
        is_host: true,
        up: true,
        icmp: true,
        memory_corruption: Share::NEVER,
        spray: false,
        tcp: None,
        interfaces: Vec::new(),
    }
}

fn link() -> LinkSnapshot {
    let line = ChannelQualities {
        rate: Rate::from_mbit(2),
        delay: Span::from_millis(10),
        jitter: Span::ZERO,
        loss: Share::NEVER,
        duplication: Share::NEVER,
        corruption: Share::NEVER,
        queue: 65_536,
    };
    LinkSnapshot {
        id: LinkId(0),
        ends: [NodeId(0), NodeId(1)],
        up: true,
        mtu: 1500,
        cost: 1,
        channels: [line, line],
    }
}

fn said(lang: Lang, place: Place, kind: EventKind) -> String {
    let (nodes, links, known) = ([node(0, "r1"), node(1, "서버")], [link()], Known::default());
    let event = TraceEvent {
        id: EventId(0),
        at: Time::ZERO,
        place,
        cause: None,
        kind,
    };
    narrate(lang, Names::of(&nodes, &links, &[], known), &event)
}

fn cut() -> EventKind {
    EventKind::LinkChanged {
        direction: None,
        change: LinkChange::Cut,
    }
}

#[test]
fn a_cut_link_is_told_in_both_languages() {
    let place = Place::Link(LinkId(0));
    assert_eq!(said(Lang::En, place, cut()), "Link r1–서버 was cut");
    assert_eq!(said(Lang::Ko, place, cut()), "링크 r1–서버가 끊겼어요");
}

#[test]
fn who_gave_a_command_is_told() {
    let command = Command::SetLink {
        link: LinkId(0),
        direction: None,
        change: LinkChange::Cut,
    };
    let kind = |scripted| EventKind::Command {
        command: command.clone(),
        scripted,
    };
    assert_eq!(
        said(Lang::En, Place::World, kind(false)),
        "You cut link r1–서버"
    );
    assert_eq!(
        said(Lang::En, Place::World, kind(true)),
        "The scenario cut link r1–서버"
    );
    assert_eq!(
        said(Lang::Ko, Place::World, kind(true)),
        "시나리오에 따라 링크 r1–서버를 끊었어요"
    );
}

#[test]
fn a_quality_of_one_direction_is_told_with_its_value() {
    let change = LinkChange::Loss(Share::from_percent(5));
    let kind = EventKind::LinkChanged {
        direction: Some(Direction::BToA),
        change,
    };
    let text = said(Lang::En, Place::Link(LinkId(0)), kind);
    assert_eq!(text, "The loss of link r1–서버 (서버 → r1) is now 5%");
}

#[test]
fn a_death_says_where_and_why() {
    let kind = |why| EventKind::Dropped {
        packet: PacketId(12),
        frame: Frame::new(vec![]),
        why,
    };
    let line = Place::Channel(LinkId(0), Direction::AToB);
    assert_eq!(
        said(Lang::En, line, kind(DropReason::LinkCut)),
        "Packet #13 was lost on r1 → 서버: the link is cut"
    );
    assert_eq!(
        said(Lang::Ko, Place::Node(NodeId(1)), kind(DropReason::NoRoute)),
        "패킷 #13이 서버에서 손실됐어요: 서버에 목적지로 가는 경로가 없어요"
    );
}

#[test]
fn an_expired_timer_is_told_with_its_times() {
    let kind = || {
        EventKind::Tcp(TcpEvent::RtoExpired {
            seq: Seq(1),
            attempt: 1,
            rto: Span::from_secs(1),
            next_rto: Span::from_secs(2),
            original_tag: 0,
        })
    };
    let place = Place::Socket(NodeId(1), SocketId(1));
    assert_eq!(
        said(Lang::En, place, kind()),
        "No acknowledgment came to 서버 within 1 s: the retransmission timer ran out. Next RTO: 2 s"
    );
    assert_eq!(
        said(Lang::Ko, place, kind()),
        "서버가 1 s 안에 확인 응답을 받지 못해 재전송 타이머가 만료됐어요. 다음 RTO는 2 s예요"
    );
}

#[test]
fn why_a_state_changed_is_told_by_the_state_it_left() {
    use hoplab_tcp::{State, StateEvent};
    let why = |from, event| tcp::state_event(Lang::Ko, from, event);
    let closed = why(State::SynSent, StateEvent::Close);
    assert_eq!(closed, "연결되기 전에 프로그램이 포기하고 소켓을 닫음");
    assert_eq!(
        why(State::Established, StateEvent::Close),
        "프로그램이 자기 쪽을 닫음. FIN은 먼저 넘긴 데이터를 다 보낸 뒤에 나감"
    );
    let refused = why(State::SynSent, StateEvent::Reset);
    assert_eq!(refused, "연결 시도가 거부됨(RST 또는 ICMP)");
    assert_eq!(why(State::Established, StateEvent::Reset), "RST가 도착함");
}

#[test]
fn an_acknowledged_fin_is_no_data() {
    let acked = EventKind::Tcp(TcpEvent::Acked {
        bytes: 0,
        up_to: Seq(9),
        tag: None,
    });
    let place = Place::Socket(NodeId(1), SocketId(1));
    assert_eq!(said(Lang::Ko, place, acked), "서버가 보낸 FIN이 확인됐어요");
}

#[test]
fn an_echo_request_that_icmp_off_leaves_unanswered_is_told_so() {
    let mut told = Vec::new();
    super::tests::told("icmp-off", |names, event| {
        if let EventKind::Consumed { .. } = event.kind {
            told.push(narrate(Lang::En, names, event));
        }
    });
    assert!(
        told.iter()
            .any(|line| line.ends_with("ICMP is switched off there, so it is not answered")),
        "{told:#?}"
    );
    assert!(
        !told.iter().any(|line| line.contains("concerns no socket")),
        "{told:#?}"
    );
}

#[test]
fn a_nodes_name_keeps_its_small_letters() {
    let kind = EventKind::NodeChanged {
        change: hoplab_sim::NodeChange::Crash,
    };
    assert_eq!(
        said(Lang::En, Place::Node(NodeId(0)), kind),
        "r1 was switched off"
    );
}

#[test]
fn times_and_spans_have_the_figures_a_person_wants() {
    assert_eq!(clock(Time::from_micros(1_234_567)), "1.2345 s");
    assert_eq!(changes::span(Span::from_micros(31_204)), "31.204 ms");
    assert_eq!(changes::span(Span::from_millis(1_500)), "1.5 s");
    assert_eq!(changes::span(Span::ZERO), "0 ms");
}

/// A run of the library, played to its end.
fn ended(scenario: &str, transport: Transport) -> World {
    use hoplab_explain::run_to_end;
    use hoplab_replay::Recording;
    let recording = Recording {
        transport,
        ..Recording::new(hoplab_scenario::library::find(scenario).unwrap())
    };
    run_to_end(&recording, Time::from_secs(120), u64::MAX).unwrap()
}

fn snapshots(world: &World) -> (Vec<NodeSnapshot>, Vec<LinkSnapshot>) {
    let nodes = (0..).map_while(|node| world.node(NodeId(node))).collect();
    let links = (0..).map_while(|link| world.link(LinkId(link))).collect();
    (nodes, links)
}

/// Every event of a whole run, over each transport, with the names it has then.
fn told(scenario: &str, mut each: impl FnMut(Names<'_>, &TraceEvent)) {
    told_of(scenario, |names, event, _| each(names, event));
}

/// As [`told`], with what the event is about.
fn told_of(scenario: &str, mut each: impl FnMut(Names<'_>, &TraceEvent, Topic)) {
    for transport in Transport::ALL {
        let world = ended(scenario, transport);
        let (nodes, links) = snapshots(&world);
        let transfers = world.transfers();
        let packets = Reading::whole(Packets::default(), world.trace());
        let sockets = Reading::whole(Sockets::default(), world.trace());
        let lines = Reading::whole(Lines::default(), world.trace());
        for event in world.trace().iter() {
            let then = Events::before(world.trace(), EventId(event.id.0 + 1));
            let known = Known::new(Moment::new(then, &packets), &sockets);
            let at = At::new(&lines, EventId(event.id.0 + 1));
            let line = at.newest_lines(|_, _| true).next();
            let topic = line
                .filter(|line| line.event == event.id)
                .map(|line| line.topic);
            let topic = topic.expect("every event has a line");
            each(Names::of(&nodes, &links, &transfers, known), event, topic);
        }
    }
}

#[test]
fn a_whole_run_is_told_in_both_languages_with_every_name_known() {
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    let mut lines = 0;
    told("broken-line", |names, event| {
        let (en, ko) = (
            narrate(Lang::En, names, event),
            narrate(Lang::Ko, names, event),
        );
        lines += 1;
        assert!(!hangul(&en) && !en.contains('?') && !en.is_empty(), "{en}");
        assert!(hangul(&ko) && !ko.contains('?'), "{ko}");
        assert!(!en.ends_with('.') && !ko.ends_with('.'), "{en} / {ko}");
        assert_ne!(short(Lang::En, names, event), "");
        assert!(hangul(&short(Lang::Ko, names, event)));
    });
    assert!(lines > 500, "{lines}");
}

#[test]
fn a_packets_lines_know_its_protocol_and_piece_wherever_it_is() {
    let mut hops = 0;
    told_of("broken-line", |names, event, topic| {
        if let EventKind::Forwarded { packet, .. } = &event.kind {
            let label = names.known.packet(*packet).unwrap();
            assert_eq!(topic, label.protocol);
            hops += usize::from(label.piece.is_some());
        }
    });
    assert!(hops > 50, "{hops}");
}

#[test]
fn a_resend_is_told_as_one_with_its_reason() {
    use hoplab_sim::Origin;
    use hoplab_tcp::{RetransmitWhy, TransmitReason};
    let reason = TransmitReason::Retransmit {
        why: RetransmitWhy::RtoExpired { expiry: 1 },
        original_tag: 0,
        attempt: 1,
    };
    let kind = |reason| EventKind::Originated {
        packet: PacketId(7),
        frame: Frame::new(vec![]),
        why: Origin::Segment(reason),
        socket: None,
        transfer: None,
    };
    let place = Place::Node(NodeId(1));
    assert_eq!(
        said(Lang::En, place, kind(reason)),
        "서버 retransmitted what it considers lost as packet #8: the retransmission timer ran out"
    );
    assert_eq!(
        said(Lang::Ko, place, kind(reason)),
        "서버가 손실됐다고 본 세그먼트를 패킷 #8로 재전송했어요: 재전송 타이머 만료"
    );
    assert_eq!(
        said(Lang::En, place, kind(TransmitReason::Syn)),
        "서버 sent packet #8 to ask for a connection"
    );
}

#[test]
fn a_closed_socket_is_told_with_its_protocol_and_its_port() {
    use std::net::{Ipv4Addr, SocketAddrV4};
    let (nodes, links) = ([node(0, "r1"), node(1, "서버")], [link()]);
    let event = |kind| TraceEvent {
        id: EventId(0),
        at: Time::ZERO,
        place: Place::Socket(NodeId(0), hoplab_sim::SocketId(4)),
        cause: None,
        kind,
    };
    let closed = event(EventKind::SocketClosed);
    let told =
        |known: Known<'_>, lang| narrate(lang, Names::of(&nodes, &links, &[], known), &closed);
    assert_eq!(told(Known::default(), Lang::En), "A socket of r1 is closed");
    let kind = EventKind::SocketOpened {
        protocol: SocketProtocol::Udp,
        local: SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 53),
        remote: None,
        program: ProgramId(0),
    };
    let trace = Trace::made_of([(Time::ZERO, closed.place, kind)]);
    let sockets = Reading::whole(Sockets::default(), &trace);
    let packets = Packets::default();
    let events = Events::before(&trace, EventId(1));
    let known = Known::new(Moment::new(events, &packets), &sockets);
    assert_eq!(
        told(known, Lang::En),
        "r1's UDP socket on port 53 is closed"
    );
    assert_eq!(told(known, Lang::Ko), "r1의 UDP 53번 포트 소켓이 닫혔어요");
}

#[test]
fn a_socket_for_pings_has_an_identifier_and_one_of_udp_with_one_other_side_no_connection() {
    use std::net::{Ipv4Addr, SocketAddrV4};
    let (nodes, links) = ([node(0, "r1"), node(1, "서버")], [link()]);
    let event = |kind| TraceEvent {
        id: EventId(0),
        at: Time::ZERO,
        place: Place::Socket(NodeId(0), SocketId(4)),
        cause: None,
        kind,
    };
    let opened = |protocol, port, remote| {
        event(EventKind::SocketOpened {
            protocol,
            local: SocketAddrV4::new(Ipv4Addr::LOCALHOST, port),
            remote,
            program: ProgramId(0),
        })
    };
    let ping = opened(SocketProtocol::Icmp, 1, None);
    let trace = Trace::made_of([(Time::ZERO, ping.place, ping.kind.clone())]);
    let sockets = Reading::whole(Sockets::default(), &trace);
    let packets = Packets::default();
    let events = Events::before(&trace, EventId(1));
    let known = Known::new(Moment::new(events, &packets), &sockets);
    let fixed = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 53);
    let udp = opened(SocketProtocol::Udp, 49_152, Some(fixed));
    let closed = event(EventKind::SocketClosed);
    let told = |lang, event| narrate(lang, Names::of(&nodes, &links, &[], known), event);
    for (event, en, ko) in [
        (&ping, "with the echo identifier 1", "에코 식별자가 1인"),
        (&closed, "with the echo identifier 1", "에코 식별자가 1인"),
        (&udp, "(no connection)", "(연결은 아니에요)"),
    ] {
        let (english, korean) = (told(Lang::En, event), told(Lang::Ko, event));
        assert!(english.contains(en), "{english}");
        assert!(korean.contains(ko), "{korean}");
    }
    for lang in [Lang::En, Lang::Ko] {
        let both = told(lang, &ping) + &told(lang, &closed);
        assert!(!both.contains("port") && !both.contains("포트"), "{both}");
    }
}

// Who keeps a line's words, as the log does, relies on it.
#[test]
fn a_line_says_the_same_whenever_it_is_written() {
    for entry in hoplab_scenario::library::all() {
        let world = ended(entry.name, entry.scenario().transport);
        let ((nodes, links), transfers) = (snapshots(&world), world.transfers());
        let packets = Reading::whole(Packets::default(), world.trace());
        let sockets = Reading::whole(Sockets::default(), world.trace());
        let names_at = |events| {
            let known = Known::new(Moment::new(events, &packets), &sockets);
            Names::of(&nodes, &links, &transfers, known)
        };
        let late = names_at(Events::of(&world));
        let some = world.trace().len() / 2_000 + 1;
        for event in world.trace().iter().filter(|event| event.id.0 % some == 0) {
            let then = names_at(Events::before(world.trace(), EventId(event.id.0 + 1)));
            let words = narrate(Lang::En, then, event);
            assert_eq!(narrate(Lang::En, late, event), words, "{}", entry.name);
        }
    }
}

#[test]
fn what_programs_do_is_filed_under_programs_and_not_under_the_environment() {
    let mut filed = 0;
    told_of("first-lookup", |names, event, topic| {
        if let EventKind::App(_) | EventKind::ProgramStarted { .. } = event.kind {
            let line = narrate(Lang::En, names, event);
            assert_eq!(topic, Topic::Program, "{line}");
            filed += 1;
        }
    });
    assert!(filed > 30, "{filed}");
}
