//! Links: what goes in comes out, nothing spoils them silently, and old ones stay readable.

use core::net::Ipv4Addr;

use hoplab_scenario::library;
use hoplab_scenario::link::{LinkError, LinkState, Selected, View, encode_json};
use hoplab_scenario::{LanguageTag, Link, Node, Program, Scenario, ScriptLine, TcpConfig, Words};
use hoplab_sim::{
    Closing, Command, CongestionControl, Direction, EventId, LinkChange, LinkId, Nagle, NodeChange,
    NodeId, PacketAction, PacketId, Payload, Send, SocketId, TcpSwitch, Timed, Transport,
};
use hoplab_units::{Rate, Share, Span, Time};
use proptest::prelude::*;

fn broken_line_with_three_commands() -> LinkState {
    let mut state = LinkState::new(library::find("broken-line").unwrap());
    state.transport = Transport::Tcp;
    state.seed = 77;
    let loss = LinkChange::Loss(Share::from_percent(5));
    let commands = [
        Command::SetLink {
            link: LinkId(4),
            direction: None,
            change: loss,
        },
        Command::SetNode {
            node: NodeId(3),
            change: NodeChange::Crash,
        },
        Command::SetPacket {
            packet: PacketId(41),
            action: PacketAction::Kill,
        },
    ];
    let moments = [20_123_456, 61_000_321, 140_777_001];
    state.commands = moments
        .into_iter()
        .zip(commands)
        .map(|(at, command)| Timed {
            at: Time::from_nanos(at),
            command,
        })
        .collect();
    state.cursor = Time::from_nanos(310_000_000);
    state.view = View {
        speed: Some(20_000),
        selected: Some(Selected::Link(LinkId(3))),
        lang: LanguageTag::new("ko"),
    };
    state
}

#[test]
fn a_link_of_a_library_scenario_is_short() {
    for entry in library::all() {
        let state = LinkState::new(entry.scenario());
        let text = state.encode().unwrap();
        println!("{}: {} characters", entry.name, text.len());
        // Programs and zones are long; past 1,800 characters the page warns that some cut a link off.
        let has_programs = !entry.scenario().launches.is_empty();
        let most = if has_programs { 1_800 } else { 900 };
        assert!(text.len() < most, "{}: {}", entry.name, text.len());
        assert_eq!(LinkState::decode(&text), Ok(state));
    }
    let state = broken_line_with_three_commands();
    let text = state.encode().unwrap();
    println!("broken-line with three commands: {} characters", text.len());
    assert!(text.len() < 900, "{}", text.len());
    assert_eq!(LinkState::decode(&format!("#s={text}\n")), Ok(state));
}

/// The CRC may be written in capitals: nothing else that one character can become is taken for the same link.
fn is_refused_or_the_same(spoilt: &str, state: &LinkState) -> bool {
    LinkState::decode(spoilt).map_or(true, |read| read == *state)
}

#[test]
fn any_changed_character_is_an_error_or_changes_nothing() {
    let state = broken_line_with_three_commands();
    let whole = broken_line_with_three_commands().encode().unwrap();
    for at in 0..whole.len() {
        for other in ["A", "z", "0", "f", "-", ".", " ", "é"] {
            if &whole[at..=at] != other {
                let spoilt = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
                assert!(is_refused_or_the_same(&spoilt, &state), "{at}: {other}");
                // In the content, there is only one spelling of a character.
                let content = at < whole.len() - 7 && !matches!(&whole[at..=at], "-" | "_");
                if content {
                    assert!(LinkState::decode(&spoilt).is_err(), "{at}: {other}");
                }
            }
        }
    }
}

#[test]
fn of_all_that_one_character_can_become_only_known_spellings_are_read() {
    let whole = broken_line_with_three_commands().encode().unwrap();
    for at in 0..whole.len() - 7 {
        for other in (b' '..=b'~').map(char::from) {
            let spoilt = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
            let spelling = match &whole[at..=at] {
                "d" if at == 1 => other == 'D',
                "_" => other == '/',
                "-" => other == '+',
                _ => false,
            };
            let read = LinkState::decode(&spoilt).is_ok();
            assert_eq!(read, spelling || spoilt == whole, "{at}: {other}");
        }
    }
}

#[test]
fn a_link_without_its_end_says_so_wherever_it_was_cut() {
    let whole = broken_line_with_three_commands().encode().unwrap();
    for end in 1..whole.len() {
        assert_eq!(
            LinkState::decode(&whole[..end]),
            Err(LinkError::CutOff),
            "cut at {end}"
        );
    }
}

#[test]
fn a_link_to_a_moment_that_no_run_reaches_is_neither_made_nor_read() {
    let mut state = broken_line_with_three_commands();
    state.cursor = Time::from_secs(86_401);
    assert!(matches!(state.encode(), Err(LinkError::Invalid(_))));
    let mut state = broken_line_with_three_commands();
    state.commands[2].at = Time::NEVER;
    assert!(matches!(state.encode(), Err(LinkError::Invalid(_))));
    for json in [
        r#"{ "scenario": "broken-line", "cursor": "86401s" }"#,
        r#"{ "scenario": "broken-line", "commands": [
            { "at": "86401s", "command": { "set-link": { "link": "r3-r5", "change": "cut" } } } ] }"#,
    ] {
        let read = LinkState::decode(&encode_json(json));
        assert!(matches!(read, Err(LinkError::Invalid(_))), "{json}");
    }
}

#[test]
fn a_link_of_a_newer_form_says_so() {
    let text = broken_line_with_three_commands().encode().unwrap();
    let newer = format!("3{}", &text[1..]);
    assert_eq!(
        LinkState::decode(&newer),
        Err(LinkError::NewerVersion { found: 3 })
    );
}

#[test]
fn a_script_can_make_a_plain_link_by_names() {
    let json = r#"{ "scenario": "broken-line", "transport": "tcp", "seed": 77, "cursor": "310ms",
        "commands": [
            { "at": "61000.321us", "command": { "set-node": { "node": "r3", "change": "crash" } } },
            { "at": "20123456ns", "command": { "set-link": { "link": "r3-r5", "change": { "loss": "5%" } } } },
            { "at": "140777001ns", "command": { "set-packet": { "packet": 41, "action": "kill" } } }
        ],
        "view": { "speed": 20000, "selected": { "link": 3 }, "lang": "ko" } }"#;
    assert_eq!(
        LinkState::decode(&encode_json(json)),
        Ok(broken_line_with_three_commands())
    );

    let whole = format!(
        r#"{{ "scenario": {} }}"#,
        library::entry("server-off").unwrap().json()
    );
    let state = LinkState::decode(&encode_json(&whole)).unwrap();
    assert_eq!(state.scenario.name, "server-off");
}

#[test]
fn a_plain_link_that_makes_no_sense_names_the_field() {
    for (json, words) in [
        (
            r#"{ "scenario": "broken-lin" }"#,
            "did you mean \"broken-line\"?",
        ),
        (
            r#"{ "scenario": "broken-line", "sed": 7 }"#,
            "unknown field `sed`",
        ),
        (r#"{ "scenario": 7 }"#, "invalid type"),
        (r#"{ "scenario": { "nodes": [] } }"#, "at least one node"),
        (
            r#"{ "scenario": "broken-line", "commands": [
            { "at": "1s", "command": { "set-link": { "link": "x", "change": "cut" } } } ] }"#,
            "commands[0]: there is no link \"x\"",
        ),
        ("", "EOF"),
    ] {
        let error = LinkState::decode(&encode_json(json))
            .unwrap_err()
            .to_string();
        assert!(error.contains(words), "{json}: {error}");
    }
}

/// Every form ever released stays readable, and means the same for ever. Links are only ever added.
#[test]
fn golden_links_are_still_read() {
    let golden = [
        (
            "broken-line-tcp",
            include_str!("links/broken-line-tcp.1d.txt"),
        ),
        (
            "broken-line-tcp",
            include_str!("links/broken-line-tcp.1j.txt"),
        ),
    ];
    for (name, text) in golden {
        let state = LinkState::decode(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = broken_line_with_three_commands();
        assert_eq!(state.commands, expected.commands, "{name}");
        assert_eq!(
            (state.transport, state.seed),
            (Transport::Tcp, 77),
            "{name}"
        );
        assert_eq!(
            (state.cursor, state.view),
            (expected.cursor, expected.view),
            "{name}"
        );
        assert_eq!(state.scenario.nodes.len(), 8, "{name}");
        assert_eq!(state.scenario.links[3].id, "r2-r4", "{name}");
        assert_eq!(state.scenario.script.len(), 2, "{name}");
    }
    let everything = include_str!("links/everything.1d.txt");
    let state = LinkState::decode(everything).unwrap();
    let json: serde_json::Value =
        serde_json::from_str(include_str!("links/everything.json")).unwrap();
    // What the link names reads as it always did; settings that came later have their defaults.
    assert_holds(
        &serde_json::to_value(&state.scenario).unwrap(),
        &json["scenario"],
    );
    assert_holds(
        &serde_json::to_value(&state.commands).unwrap(),
        &json["commands"],
    );
}

/// What came after the first form was frozen stands behind it, and stays readable too.
#[test]
fn golden_links_of_what_came_later_are_still_read() {
    let golden = LinkState::decode(include_str!("links/later.1d.txt"));
    let json = include_str!("links/later.json");
    let expected = LinkState::decode(&encode_json(json)).unwrap();
    assert_eq!(golden, Ok(expected));
}

/// What came once Nagle's algorithm was a choice of three, in both forms.
#[test]
fn golden_links_with_variants_of_nagle_and_byte_counting_are_still_read() {
    let golden = [
        (
            include_str!("links/nagle.1d.txt"),
            include_str!("links/nagle.json"),
        ),
        (
            include_str!("links/nagle.2d.txt"),
            include_str!("links/nagle-2.json"),
        ),
    ];
    for (golden, json) in golden {
        let expected = LinkState::decode(&encode_json(json)).unwrap();
        assert_eq!(LinkState::decode(golden), Ok(expected));
    }
}

/// What came once a message's program could keep its side open until all is acknowledged.
#[test]
fn a_golden_link_with_programs_that_close_late_is_still_read() {
    let json = include_str!("links/closing.json");
    let expected = LinkState::decode(&encode_json(json)).unwrap();
    let golden = LinkState::decode(include_str!("links/closing.1d.txt"));
    assert_eq!(golden, Ok(expected));
}

/// What came once a text could be in any language, in both forms.
#[test]
fn golden_links_with_texts_in_other_languages_are_still_read() {
    let golden = [
        (
            include_str!("links/languages.1d.txt"),
            include_str!("links/languages.json"),
        ),
        (
            include_str!("links/languages.2d.txt"),
            include_str!("links/languages-2.json"),
        ),
    ];
    for (golden, json) in golden {
        let expected = LinkState::decode(&encode_json(json)).unwrap();
        let title = expected.scenario.title.as_ref().unwrap();
        assert_eq!(title.in_language("ja"), "私のネットワーク");
        assert_eq!(title.in_language("fr"), "私のネットワーク");
        assert_eq!(LinkState::decode(golden), Ok(expected));
    }
}

#[test]
fn a_link_that_needs_nothing_of_what_came_later_is_as_it_always_was() {
    let golden = include_str!("links/broken-line-tcp.1d.txt").trim();
    let state = LinkState::decode(golden).unwrap();
    let content = |text: &str| miniz_oxide::inflate::decompress_to_vec(&packed_of(text)).unwrap();
    assert_eq!(content(&state.encode().unwrap()), content(golden));
}

/// Fails unless `value` has everything that `golden` has; it may have more fields.
fn assert_holds(value: &serde_json::Value, golden: &serde_json::Value) {
    use serde_json::Value::{Array, Object};
    match (value, golden) {
        (Object(value), Object(golden)) => {
            for (name, golden) in golden {
                let value = value.get(name);
                assert_holds(value.unwrap_or_else(|| panic!("no {name}")), golden);
            }
        }
        (Array(value), Array(golden)) => {
            assert_eq!(value.len(), golden.len());
            for (value, golden) in value.iter().zip(golden) {
                assert_holds(value, golden);
            }
        }
        _ => assert_eq!(value, golden),
    }
}

fn share() -> impl Strategy<Value = Share> {
    prop_oneof![
        Just(Share::NEVER),
        (0u32..=1_000_000).prop_map(Share::from_ppm)
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        Just(Span::from_millis(10)),
        (0u64..600_000_000_000).prop_map(Span::from_nanos)
    ]
}

fn transport() -> impl Strategy<Value = Transport> {
    (0usize..3).prop_map(|i| Transport::ALL[i])
}

fn words() -> impl Strategy<Value = Option<Words>> {
    let two = ("[a-zA-Z ]{0,9}x", "[가-힣 ]{0,9}요");
    let some = proptest::collection::btree_map(tag(), "[a-z가-힣 ]{0,9}x", 1..5)
        .prop_map(|texts| texts.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Words::tagged);
    proptest::option::of(prop_oneof![
        two.prop_map(|(en, ko)| Words::tagged([("en", en), ("ko", ko)])),
        "[a-c]".prop_map(|same| Words::tagged([("en", same.clone()), ("ko", same)])),
        "[a-z]{1,9}".prop_map(Words::everywhere),
        some,
    ])
}

fn tag() -> impl Strategy<Value = String> {
    prop_oneof![
        (0usize..4).prop_map(|i| ["en", "ko", "ja", "en-XA"][i].to_owned()),
        "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?",
    ]
}

fn payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        Just(Payload::Picture),
        "[a-z가-힣 ]{1,40}".prop_map(Payload::Text),
        (1..=Payload::MAX_BULK_BYTES).prop_map(Payload::Bulk),
    ]
}

fn closing() -> impl Strategy<Value = Closing> {
    prop_oneof![Just(Closing::AtOnce), Just(Closing::WhenAcknowledged)]
}

fn viewer(port: u16) -> impl Strategy<Value = Program> {
    let rate = (1u64..100_000_000_000).prop_map(Rate::from_bits_per_sec);
    let (rate, reply) = (proptest::option::of(rate), proptest::option::of(payload()));
    (rate, reply).prop_map(move |(read_rate, reply)| Program::Viewer {
        name: "View".to_owned(),
        port,
        read_rate,
        reply,
    })
}

fn node(i: usize) -> impl Strategy<Value = Node> {
    let place = proptest::option::of(0u16..=600);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (
        flags,
        share(),
        words(),
        place,
        1u8..=32,
        proptest::option::of(0u32..30),
        viewer(1 + i as u16),
    )
        .prop_map(
            move |(flags, memory_corruption, label, y, prefix_len, retries, viewer)| {
                let (host, up, icmp, spray) = flags;
                let address = Ipv4Addr::from([10, 0, 1, i as u8 + 1]);
                let node = match host || i == 0 {
                    false => Node {
                        spray,
                        ..Node::router(&format!("노드{i}"), address)
                    },
                    true => Node {
                        prefix_len,
                        tcp: retries.map(|syn_retries| TcpConfig {
                            syn_retries,
                            ..TcpConfig::default()
                        }),
                        programs: vec![viewer],
                        ..Node::host(&format!("host {i}"), address)
                    },
                };
                Node {
                    up,
                    icmp,
                    memory_corruption,
                    label,
                    y,
                    x: y,
                    ..node
                }
            },
        )
}

fn link(nodes: Vec<String>) -> impl Strategy<Value = Link> {
    let ends = (0..nodes.len(), 1..nodes.len());
    let shares = (share(), share(), share());
    let rest = (
        1u64..100_000_000_000,
        1518u32..100_000,
        68u16..=9000,
        1u16..9,
        any::<bool>(),
    );
    (ends, span(), span(), shares, rest).prop_map(
        move |(
            (a, further),
            delay,
            jitter,
            (loss, duplication, corruption),
            (rate, queue, mtu, cost, up),
        )| Link {
            delay,
            jitter,
            loss,
            duplication,
            corruption,
            rate: Rate::from_bits_per_sec(rate),
            queue,
            mtu,
            cost,
            up,
            ..Link::between(&nodes[a], &nodes[(a + further) % nodes.len()])
        },
    )
}

fn link_change() -> impl Strategy<Value = LinkChange> {
    prop_oneof![
        Just(LinkChange::Cut),
        Just(LinkChange::Restore),
        share().prop_map(LinkChange::Loss),
        span().prop_map(LinkChange::Delay),
        span().prop_map(LinkChange::Jitter),
        (1u64..1_000_000).prop_map(|bits| LinkChange::Rate(Rate::from_bits_per_sec(bits))),
        share().prop_map(LinkChange::Duplication),
        share().prop_map(LinkChange::Corruption),
        (1518u32..99_999).prop_map(LinkChange::Queue),
    ]
}

fn tcp_switch() -> impl Strategy<Value = TcpSwitch> {
    let control = [
        CongestionControl::None,
        CongestionControl::Reno,
        CongestionControl::Cubic,
    ];
    let nagle = [Nagle::Off, Nagle::Minshall, Nagle::Rfc896];
    (any::<bool>(), 0usize..10, 0usize..3).prop_map(move |(on, which, chosen)| {
        [
            TcpSwitch::Sack(on),
            TcpSwitch::Timestamps(on),
            TcpSwitch::Nagle(nagle[chosen]),
            TcpSwitch::DelayedAck(on),
            TcpSwitch::FastRetransmit(on),
            TcpSwitch::LimitedTransmit(on),
            TcpSwitch::WindowScaling(on),
            TcpSwitch::KeepAlive(on),
            TcpSwitch::Congestion(control[chosen]),
            TcpSwitch::ByteCounting(on),
        ][which]
    })
}

fn command(links: u16) -> impl Strategy<Value = Command> {
    let direction = proptest::option::of((0usize..2).prop_map(|i| Direction::BOTH[i]));
    let node_change = prop_oneof![
        Just(NodeChange::Crash),
        Just(NodeChange::Restore),
        any::<bool>().prop_map(NodeChange::Icmp),
        share().prop_map(NodeChange::MemoryCorruption),
        tcp_switch().prop_map(NodeChange::Tcp),
    ];
    let action = prop_oneof![
        Just(PacketAction::Kill),
        Just(PacketAction::Corrupt),
        Just(PacketAction::Duplicate),
        span().prop_map(PacketAction::Delay),
    ];
    let send = (
        payload(),
        1u16..,
        proptest::option::of(transport()),
        proptest::option::of(span()),
        closing(),
    );
    prop_oneof![
        (0..links, direction, link_change()).prop_map(|(link, direction, change)| {
            Command::SetLink {
                link: LinkId(link),
                direction,
                change,
            }
        }),
        node_change.prop_map(|change| Command::SetNode {
            node: NodeId(0),
            change
        }),
        (any::<u64>(), action).prop_map(|(packet, action)| Command::SetPacket {
            packet: PacketId(packet),
            action
        }),
        send.prop_map(
            |(payload, port, transport, interval, close)| Command::Send(Send {
                from: NodeId(0),
                to: Ipv4Addr::new(198, 51, 100, 1),
                port,
                payload,
                transport,
                interval,
                close,
            })
        ),
        transport().prop_map(Command::SetTransport),
    ]
}

fn scenario() -> impl Strategy<Value = Scenario> {
    (2usize..9).prop_flat_map(|count| {
        let nodes: Vec<_> = (0..count).map(node).collect();
        nodes.prop_flat_map(|nodes| {
            let names: Vec<String> = nodes.iter().map(|node| node.id.clone()).collect();
            let links = proptest::collection::vec(link(names), 1..12);
            let known = (0usize..2).prop_map(|i| ["broken-line", "of my own"][i].to_owned());
            (
                Just(nodes),
                links,
                known,
                words(),
                any::<u64>(),
                span(),
                transport(),
                proptest::collection::vec((payload(), closing()), 0..3),
            )
                .prop_map(
                    |(nodes, mut links, name, title, seed, detection_delay, transport, offered)| {
                        for (i, link) in links.iter_mut().enumerate() {
                            link.id = format!("{}{}", link.id, i);
                        }
                        let text = library::entry(&name).map(|entry| entry.text().to_words());
                        let offer = |(payload, close)| Send {
                            from: nodes[0].id.clone(),
                            to: Ipv4Addr::new(198, 51, 100, 1),
                            port: 7,
                            payload,
                            transport: None,
                            interval: None,
                            close,
                        };
                        let offers = offered.into_iter().map(offer).collect();
                        let base = Scenario::new(&name, nodes, links);
                        Scenario {
                            offers,
                            title,
                            text,
                            seed,
                            detection_delay,
                            transport,
                            ..base
                        }
                    },
                )
        })
    })
}

fn state() -> impl Strategy<Value = LinkState> {
    scenario().prop_flat_map(|scenario| {
        let links = scenario.links.len() as u16;
        let timed = || {
            (0..=86_400_000_000_000_u64, command(links)).prop_map(|(at, command)| Timed {
                at: Time::from_nanos(at),
                command,
            })
        };
        let commands = proptest::collection::vec(timed(), 0..6);
        let script = proptest::collection::vec(timed(), 0..4);
        let selected = prop_oneof![
            any::<u64>().prop_map(|id| Selected::Event(EventId(id))),
            any::<(u16, u32)>()
                .prop_map(|(node, socket)| Selected::Connection(NodeId(node), SocketId(socket))),
            (any::<u16>(), any::<u32>())
                .prop_map(|(node, socket)| Selected::Socket(NodeId(node), SocketId(socket))),
        ];
        let selected = proptest::option::of(selected);
        let view = (
            proptest::option::of(any::<u32>()),
            selected,
            proptest::option::of(tag()),
        )
            .prop_map(|(speed, selected, tag)| View {
                speed,
                selected,
                lang: tag.and_then(|tag| LanguageTag::new(&tag)),
            });
        (
            Just(scenario),
            commands,
            script,
            view,
            transport(),
            any::<u64>(),
            0..=86_400_000_000_000_u64,
        )
            .prop_map(
                |(mut scenario, commands, script, view, transport, seed, cursor)| {
                    scenario.script = script
                        .into_iter()
                        .map(|timed| by_name(&scenario, timed))
                        .collect();
                    let cursor = Time::from_nanos(cursor);
                    LinkState {
                        scenario,
                        transport,
                        seed,
                        commands,
                        cursor,
                        view,
                    }
                },
            )
    })
}

fn by_name(scenario: &Scenario, timed: Timed) -> ScriptLine {
    let node = |id: NodeId| Ok::<_, ()>(scenario.nodes[id.index()].id.clone());
    let link = |id: LinkId| Ok::<_, ()>(scenario.links[id.index()].id.clone());
    let at = Time::from_nanos(timed.at.as_nanos() % 1_000_000_000_000);
    ScriptLine {
        at,
        command: timed.command.try_map(node, link).unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_encoded_decodes_to_the_same(state in state()) {
        prop_assert_eq!(LinkState::decode(&state.encode().unwrap()), Ok(state));
    }

    #[test]
    fn what_is_written_as_json_reads_back_the_same(state in state()) {
        let scenario = state.scenario;
        prop_assert_eq!(Scenario::from_json(&scenario.to_json()), Ok(scenario));
    }

    #[test]
    fn any_text_is_read_or_refused_and_never_panics(text in "\\PC{0,200}") {
        prop_assert!(LinkState::decode(&text).is_err());
    }

    #[test]
    fn any_content_in_a_good_envelope_never_panics(mut content in proptest::collection::vec(any::<u8>(), 0..300)) {
        // Plain JSON of any bytes, and compact content that was altered before it was packed.
        let _ = LinkState::decode(&encode_json(&String::from_utf8_lossy(&content)));
        content.truncate(40);
        let packed = miniz_oxide::deflate::compress_to_vec(&content, 6);
        let _ = LinkState::decode(&in_envelope(&packed));
    }

    #[test]
    fn altered_content_in_a_good_envelope_never_panics(state in state(), at in any::<prop::sample::Index>(), flip in 1u8..) {
        let text = state.encode().unwrap();
        let packed = packed_of(&text);
        let mut content = miniz_oxide::inflate::decompress_to_vec(&packed).unwrap();
        let at = at.index(content.len());
        content[at] ^= flip;
        let packed = miniz_oxide::deflate::compress_to_vec(&content, 6);
        if let Ok(read) = LinkState::decode(&in_envelope(&packed)) {
            prop_assert!(read.scenario.to_spec().is_ok(), "what is read can be played");
        }
    }

    #[test]
    fn any_changed_character_of_any_link_is_an_error_or_changes_nothing(state in state(), at in any::<prop::sample::Index>(), other in "[ -~]") {
        let whole = state.encode().unwrap();
        let at = at.index(whole.len());
        prop_assume!(whole[at..=at] != other);
        let spoilt = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
        prop_assert!(is_refused_or_the_same(&spoilt, &state));
        // The letter of the packing may have become a capital, as at the beginning of a line.
        let is_capital = at == 1 && other.eq_ignore_ascii_case(&whole[at..=at]);
        if at < whole.len() - 7 && !matches!(&whole[at..=at], "-" | "_") && !is_capital {
            prop_assert!(LinkState::decode(&spoilt).is_err());
        }
    }

    #[test]
    fn a_character_left_out_put_in_or_exchanged_is_an_error(state in state(), at in any::<prop::sample::Index>(), other in "[A-Za-z0-9_-]") {
        let whole = state.encode().unwrap();
        // Behind the head and before the CRC.
        let at = 3 + at.index(whole.len() - 11);
        let (head, tail) = whole.split_at(at);
        let next = tail.chars().next().unwrap_or_default();
        let left_out = format!("{head}{}", &tail[1..]);
        let put_in = format!("{head}{other}{tail}");
        prop_assert!(LinkState::decode(&left_out).is_err());
        prop_assert!(LinkState::decode(&put_in).is_err());
        let second = tail[1..].chars().next().unwrap_or_default();
        if second != next && second != '.' {
            let exchanged = format!("{head}{second}{next}{}", &tail[2..]);
            prop_assert!(LinkState::decode(&exchanged).is_err());
        }
    }
}

fn packed_of(text: &str) -> Vec<u8> {
    use base64::Engine;
    let body = text.split('.').nth(1).unwrap();
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(body)
        .unwrap()
}

fn in_envelope(packed: &[u8]) -> String {
    use base64::Engine;
    let body = format!(
        "1d.{}",
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(packed)
    );
    format!(
        "{body}.{:06x}",
        crc32fast::hash(body.as_bytes()) & 0x00ff_ffff
    )
}

#[test]
fn what_the_first_form_has_no_place_for_goes_into_the_second_and_comes_back() {
    let mut scenario = library::find("first-message").unwrap();
    let program: Program = serde_json::from_str(r#"{ "echo": {} }"#).unwrap();
    let host = scenario.nodes.iter_mut().find(|node| node.id == "server");
    host.unwrap().programs.push(program);
    let mut state = LinkState::new(scenario);
    assert!(state.encode().unwrap().starts_with("2d."));
    let start =
        r#"{ "start": { "node": 0, "program": { "echo-client": { "to": "198.51.100.80" } } } }"#;
    state.commands = vec![Timed {
        at: Time::from_millis(3),
        command: serde_json::from_str(start).unwrap(),
    }];
    state.view.lang = LanguageTag::new("ko");
    assert_eq!(LinkState::decode(&state.encode().unwrap()), Ok(state));
}
