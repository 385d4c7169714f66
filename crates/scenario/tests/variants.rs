//! One link of every variant that the compact form has a number for, as they were released. A link that is made today
//! has the same bytes, and one of then says the same.

use core::net::Ipv4Addr;

use hoplab_scenario::library;
use hoplab_scenario::link::{LinkState, Selected};
use hoplab_scenario::{LanguageTag, Program, Scenario, ScriptLine, Words};
use hoplab_sim::{
    Closing, Command, CongestionControl, Direction, EventId, LinkChange, LinkId, Nagle, NodeChange,
    NodeId, PacketAction, PacketId, Payload, Send, SocketId, TcpSwitch, Timed, Transport,
};
use hoplab_units::{Rate, Share, Span, Time};

const RELEASED: &str = include_str!("links/variants.txt");

#[test]
fn every_variant_stands_in_a_link_as_it_was_released() {
    let states = states();
    assert_eq!(states.len(), RELEASED.lines().count());
    for ((name, state), line) in states.into_iter().zip(RELEASED.lines()) {
        let (released, text) = line.split_once(' ').expect("a name and a link");
        assert_eq!(name, released);
        let made = state.encode().expect(&name);
        assert!(made.starts_with("1d."), "{name}");
        // What deflate makes of the bytes may change.
        assert_eq!(content_of(&made), content_of(text), "{name}");
        assert_eq!(LinkState::decode(text), Ok(state), "{name}");
    }
}

fn content_of(text: &str) -> Vec<u8> {
    use base64::Engine;
    let body = text.split('.').nth(1).expect("its content");
    let packed = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(body);
    miniz_oxide::inflate::decompress_to_vec(&packed.expect("base64")).expect("deflate")
}

/// Two hosts and a router: about as little as a link can hold.
fn plain() -> LinkState {
    let json = r#"{ "name": "x", "nodes": [
        { "id": "a", "role": "host", "address": "192.0.2.1" },
        { "id": "b", "role": "host", "address": "198.51.100.2",
          "programs": [{ "viewer": { "name": "View", "port": 7 } }] },
        { "id": "r", "address": "10.0.0.1" }],
        "links": [{ "a": "a", "b": "r" }, { "a": "r", "b": "b" }] }"#;
    LinkState::new(Scenario::from_json(json).expect("a scenario"))
}

fn states() -> Vec<(String, LinkState)> {
    let mut states = Vec::new();
    let mut add = |name: String, state: LinkState| states.push((name, state));
    for (name, command) in commands() {
        let mut state = plain();
        let at = Time::from_nanos(1);
        state.commands.push(Timed { at, command });
        add(name, state);
    }
    for transport in Transport::ALL {
        let mut state = plain();
        state.scenario.transport = transport;
        add(format!("transport-{}", transport.as_str()), state);
    }
    for (name, lang) in [("lang-en", "en"), ("lang-ko", "ko")] {
        let mut state = plain();
        state.view.lang = LanguageTag::new(lang);
        add(name.to_owned(), state);
    }
    for (name, selected) in [
        ("selected-node", Selected::Node(NodeId(1))),
        ("selected-link", Selected::Link(LinkId(0))),
        ("selected-packet", Selected::Packet(PacketId(9))),
        ("selected-event", Selected::Event(EventId(300))),
        (
            "selected-connection",
            Selected::Connection(NodeId(1), SocketId(2)),
        ),
        ("selected-socket", Selected::Socket(NodeId(1), SocketId(2))),
    ] {
        let mut state = plain();
        state.view.selected = Some(selected);
        add(name.to_owned(), state);
    }
    for (name, payload) in payloads() {
        let mut state = plain();
        if let Program::Viewer { reply, .. } = &mut state.scenario.nodes[1].programs[0] {
            *reply = Some(payload);
        }
        add(format!("reply-{name}"), state);
    }
    let mut own = plain();
    own.scenario.title = Some(Words::tagged([("en", "Mine"), ("ko", "내 것")]));
    add("words-own".to_owned(), own);
    let library = library::find("first-message").expect("it is in the library");
    add("words-library".to_owned(), LinkState::new(library));
    let mut by_name = plain();
    let node = |id: NodeId| Ok::<_, ()>(["a", "b", "r"][id.index()].to_owned());
    let script = commands().into_iter().map(|(_, command)| ScriptLine {
        at: Time::ZERO,
        command: (command.try_map(node, |_| Ok("a-r".to_owned()))).expect("they have names"),
    });
    by_name.scenario.script = script.collect();
    add("script-by-name".to_owned(), by_name);
    for (name, state) in in_other_languages() {
        add(name.to_owned(), state);
    }
    states
}

/// What came once a text could be in any language: variants of their own, and labels behind the state.
fn in_other_languages() -> [(&'static str, LinkState); 5] {
    let [mut lang, mut own, mut label, mut one, mut same] = [(); 5].map(|()| plain());
    lang.view.lang = LanguageTag::new("en-XA");
    own.scenario.title = Some(Words::tagged([
        ("ja", "私の"),
        ("en", "Mine"),
        ("ko", "내 것"),
    ]));
    label.scenario.nodes[1].label = Some(Words::tagged([("ja", "友"), ("ko", "친구")]));
    one.scenario.title = Some(Words::everywhere("x"));
    one.scenario.nodes[1].label = Some(Words::everywhere("민지"));
    same.scenario.nodes[1].label = Some(Words::tagged([("en", "A"), ("ko", "A")]));
    [
        ("lang-other", lang),
        ("words-in-three-languages", own),
        ("label-in-other-languages", label),
        ("words-in-every-language", one),
        ("label-the-same-in-two-languages", same),
    ]
}

fn commands() -> Vec<(String, Command)> {
    let mut commands = Vec::new();
    for (name, direction) in [
        ("direction-both", None),
        ("direction-a-to-b", Some(Direction::AToB)),
        ("direction-b-to-a", Some(Direction::BToA)),
    ] {
        commands.push((name, set_link(direction, LinkChange::Cut)));
    }
    for (name, change) in [
        ("link-cut", LinkChange::Cut),
        ("link-restore", LinkChange::Restore),
        ("link-loss", LinkChange::Loss(Share::from_percent(5))),
        ("link-delay", LinkChange::Delay(Span::from_millis(3))),
        ("link-jitter", LinkChange::Jitter(Span::from_millis(4))),
        ("link-rate", LinkChange::Rate(Rate::from_mbit(7))),
        (
            "link-duplication",
            LinkChange::Duplication(Share::from_percent(6)),
        ),
        (
            "link-corruption",
            LinkChange::Corruption(Share::from_percent(7)),
        ),
        ("link-queue", LinkChange::Queue(9000)),
    ] {
        commands.push((name, set_link(None, change)));
    }
    for (name, change) in node_changes() {
        let is_of_routers = matches!(change, NodeChange::Spray(_));
        let node = NodeId(if is_of_routers { 2 } else { 1 });
        commands.push((name, Command::SetNode { node, change }));
    }
    for (name, action) in [
        ("packet-kill", PacketAction::Kill),
        ("packet-corrupt", PacketAction::Corrupt),
        ("packet-duplicate", PacketAction::Duplicate),
        ("packet-delay", PacketAction::Delay(Span::from_millis(5))),
    ] {
        let packet = PacketId(41);
        commands.push((name, Command::SetPacket { packet, action }));
    }
    for (name, transport) in [
        ("switch-ip", Transport::Ip),
        ("switch-udp", Transport::Udp),
        ("switch-tcp", Transport::Tcp),
    ] {
        commands.push((name, Command::SetTransport(transport)));
    }
    for (name, payload) in payloads() {
        commands.push((name, send(payload.clone(), Closing::AtOnce)));
    }
    for (name, (_, payload)) in ["picture-closing", "text-closing", "bulk-closing"]
        .into_iter()
        .zip(payloads())
    {
        commands.push((name, send(payload, Closing::WhenAcknowledged)));
    }
    let named = |(name, command): (&str, Command)| (name.to_owned(), command);
    commands.into_iter().map(named).collect()
}

fn set_link(direction: Option<Direction>, change: LinkChange) -> Command {
    Command::SetLink {
        link: LinkId(0),
        direction,
        change,
    }
}

fn node_changes() -> Vec<(&'static str, NodeChange)> {
    let tcp = NodeChange::Tcp;
    vec![
        ("node-crash", NodeChange::Crash),
        ("node-restore", NodeChange::Restore),
        ("node-icmp", NodeChange::Icmp(false)),
        (
            "node-memory-corruption",
            NodeChange::MemoryCorruption(Share::from_percent(8)),
        ),
        ("node-spray", NodeChange::Spray(true)),
        ("tcp-sack", tcp(TcpSwitch::Sack(true))),
        ("tcp-timestamps", tcp(TcpSwitch::Timestamps(false))),
        ("tcp-nagle-off", tcp(TcpSwitch::Nagle(Nagle::Off))),
        ("tcp-nagle-minshall", tcp(TcpSwitch::Nagle(Nagle::Minshall))),
        ("tcp-nagle-rfc896", tcp(TcpSwitch::Nagle(Nagle::Rfc896))),
        ("tcp-delayed-ack", tcp(TcpSwitch::DelayedAck(true))),
        ("tcp-fast-retransmit", tcp(TcpSwitch::FastRetransmit(false))),
        (
            "tcp-limited-transmit",
            tcp(TcpSwitch::LimitedTransmit(true)),
        ),
        ("tcp-window-scaling", tcp(TcpSwitch::WindowScaling(false))),
        ("tcp-keep-alive", tcp(TcpSwitch::KeepAlive(true))),
        ("tcp-byte-counting", tcp(TcpSwitch::ByteCounting(true))),
        (
            "congestion-none",
            tcp(TcpSwitch::Congestion(CongestionControl::None)),
        ),
        (
            "congestion-reno",
            tcp(TcpSwitch::Congestion(CongestionControl::Reno)),
        ),
        (
            "congestion-cubic",
            tcp(TcpSwitch::Congestion(CongestionControl::Cubic)),
        ),
    ]
}

fn payloads() -> [(&'static str, Payload); 3] {
    [
        ("picture", Payload::Picture),
        ("text", Payload::Text("hello".to_owned())),
        ("bulk", Payload::Bulk(70_000)),
    ]
}

fn send(payload: Payload, close: Closing) -> Command {
    Command::Send(Send {
        from: NodeId(0),
        to: Ipv4Addr::new(198, 51, 100, 2),
        port: 7,
        payload,
        transport: Some(Transport::Tcp),
        interval: None,
        close,
    })
}
