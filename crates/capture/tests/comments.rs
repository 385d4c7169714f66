//! What a capture says of packets: read back by another program's reader.

use hoplab_capture::{CaptureStats, RunInfo, write_pcapng};
use hoplab_scenario::Scenario;
use hoplab_sim::{
    Command, LinkChange, LinkId, NodeId, PacketAction, PacketId, Payload, Send, Transport, World,
};
use hoplab_units::{Share, Time};
use pcap_file::pcapng::blocks::enhanced_packet::{EnhancedPacketBlock, EnhancedPacketOption};
use pcap_file::pcapng::blocks::interface_description::InterfaceDescriptionOption;
use pcap_file::pcapng::blocks::section_header::SectionHeaderOption;
use pcap_file::pcapng::{Block, PcapNgReader};

/// A client, a router and a server; the client sends the picture.
const THREE: &str = r#"{
    "nodes": [
        { "id": "client", "role": "host", "address": "192.0.2.1" },
        { "id": "r1", "address": "10.0.0.1" },
        { "id": "server", "role": "host", "address": "198.51.100.1",
          "programs": [{ "viewer": { "name": "Viewer", "port": 80 } }] }],
    "links": [{ "a": "client", "b": "r1" }, { "a": "r1", "b": "server" }],
    "script": [{ "at": "0s", "command":
        { "send": { "from": "client", "to": "198.51.100.1", "port": 80, "payload": "picture" } } }]
}"#;

const CLIENT_R1: LinkId = LinkId(0);
const R1_SERVER: LinkId = LinkId(1);

fn world(transport: Transport, trace_limit: u32) -> World {
    let mut spec = Scenario::from_json(THREE).unwrap().to_spec().unwrap();
    spec.transport = transport;
    spec.trace_limit = trace_limit;
    World::new(&spec)
}

fn run_to(world: &mut World, millis: u64) {
    world.run_until(Time::from_millis(millis), u32::MAX);
}

fn set(world: &mut World, link: LinkId, change: LinkChange) {
    world
        .apply(Command::SetLink {
            link,
            direction: None,
            change,
        })
        .unwrap();
}

/// A frame as another reader sees it.
struct Seen {
    interface: String,
    outbound: bool,
    comments: Vec<String>,
}

struct Capture {
    section: String,
    frames: Vec<Seen>,
    stats: CaptureStats,
}

impl Capture {
    /// All comments that contain `part`, with the interface they were made at.
    fn about(&self, part: &str) -> Vec<(&str, &str)> {
        let all = self.frames.iter().flat_map(|frame| {
            frame
                .comments
                .iter()
                .map(|comment| (frame.interface.as_str(), comment.as_str()))
        });
        all.filter(|(_, comment)| comment.contains(part)).collect()
    }
}

fn capture(world: &World, transport: Transport) -> Capture {
    let mut bytes = Vec::new();
    let run = RunInfo {
        scenario: "three",
        transport,
        spec: world.spec(),
        lang: hoplab_words::Lang::En,
    };
    let stats = write_pcapng(world.trace(), run, &mut bytes).unwrap();
    assert_eq!(stats.bytes, bytes.len() as u64);
    let mut reader = PcapNgReader::new(&bytes[..]).unwrap();
    let section = reader
        .section()
        .options
        .iter()
        .find_map(|option| match option {
            SectionHeaderOption::Comment(text) => Some(text.to_string()),
            _ => None,
        })
        .unwrap();
    let mut interfaces = Vec::new();
    let mut frames = Vec::new();
    while let Some(block) = reader.next_block() {
        match block.unwrap() {
            Block::InterfaceDescription(interface) => {
                interfaces.extend(interface.options.iter().find_map(|option| match option {
                    InterfaceDescriptionOption::IfName(name) => Some(name.to_string()),
                    _ => None,
                }));
            }
            Block::EnhancedPacket(packet) => frames.push(seen(&interfaces, &packet)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(stats.packets, frames.len() as u64);
    Capture {
        section,
        frames,
        stats,
    }
}

fn seen(interfaces: &[String], packet: &EnhancedPacketBlock) -> Seen {
    let mut comments = Vec::new();
    let mut outbound = false;
    for option in &packet.options {
        match option {
            EnhancedPacketOption::Comment(text) => comments.push(text.to_string()),
            EnhancedPacketOption::Flags(flags) => outbound = *flags == 2,
            other => panic!("{other:?}"),
        }
    }
    Seen {
        interface: interfaces[packet.interface_id as usize].clone(),
        outbound,
        comments,
    }
}

#[test]
fn a_frame_is_seen_at_every_link_end_it_passes() {
    let mut world = world(Transport::Udp, 400_000);
    run_to(&mut world, 2_000);
    let capture = capture(&world, Transport::Udp);
    assert_eq!(capture.stats.interfaces, 4);
    assert_eq!(capture.frames.len(), 64 * 4);
    for (interface, outbound) in [
        ("client:eth0 (client-r1)", true),
        ("r1:eth0 (client-r1)", false),
        ("r1:eth1 (r1-server)", true),
        ("server:eth0 (r1-server)", false),
    ] {
        let here = |frame: &&Seen| frame.interface == interface && frame.outbound == outbound;
        assert_eq!(
            capture.frames.iter().filter(here).count(),
            64,
            "{interface}"
        );
    }
    assert_eq!(capture.stats.comments, 0);
    assert!(
        capture
            .section
            .starts_with("Scenario three over UDP, seed 1."),
        "{}",
        capture.section
    );
    assert!(
        !capture.section.contains("Not whole"),
        "{}",
        capture.section
    );
}

#[test]
fn a_frame_lost_on_a_cut_link_says_which_and_who_cut_it() {
    let mut world = world(Transport::Udp, 400_000);
    run_to(&mut world, 50);
    set(&mut world, R1_SERVER, LinkChange::Cut);
    run_to(&mut world, 52);
    let capture = capture(&world, Transport::Udp);
    let drops = capture.about("Dropped at 0.050000000s, r1 → server: the link is cut");
    assert!(!drops.is_empty());
    for (interface, comment) in drops {
        assert_eq!(interface, "r1:eth1 (r1-server)", "{comment}");
        assert!(
            comment.contains("the user cut link r1–server at 0.050000000s"),
            "{comment}"
        );
    }
}

#[test]
fn a_frame_that_found_the_queue_full_is_shown_where_it_would_have_gone() {
    let mut world = world(Transport::Udp, 400_000);
    set(&mut world, CLIENT_R1, LinkChange::Queue(2_000));
    set(
        &mut world,
        CLIENT_R1,
        LinkChange::Rate("64kbit/s".parse().unwrap()),
    );
    run_to(&mut world, 100);
    let capture = capture(&world, Transport::Udp);
    let drops = capture.about(", client → r1: the queue before the link was full");
    assert!(!drops.is_empty());
    for (interface, comment) in drops {
        assert_eq!(interface, "client:eth0 (client-r1)");
        assert!(comment.contains("It never was on the link."), "{comment}");
    }
}

#[test]
fn a_killed_packet_and_a_damaged_one_say_so() {
    let mut world = world(Transport::Udp, 400_000);
    run_to(&mut world, 8);
    let tamper = |packet, action| Command::SetPacket {
        packet: PacketId(packet),
        action,
    };
    world.apply(tamper(0, PacketAction::Kill)).unwrap();
    world.apply(tamper(1, PacketAction::Corrupt)).unwrap();
    run_to(&mut world, 200);
    let capture = capture(&world, Transport::Udp);
    assert_eq!(capture.about("it was destroyed on purpose").len(), 1);
    assert_eq!(capture.about("Damaged: bit ").len(), 1);
}

#[test]
fn a_copy_made_by_the_line_is_told_from_the_first() {
    let mut world = world(Transport::Udp, 400_000);
    set(
        &mut world,
        CLIENT_R1,
        LinkChange::Duplication(Share::ALWAYS),
    );
    run_to(&mut world, 30);
    let capture = capture(&world, Transport::Udp);
    let copies = capture.about("The link delivered packet");
    assert!(!copies.is_empty());
    assert!(
        copies
            .iter()
            .all(|(interface, _)| *interface == "r1:eth0 (client-r1)"),
        "{copies:?}"
    );
}

#[test]
fn a_resend_says_why_and_what_it_repeats() {
    let mut world = world(Transport::Tcp, 400_000);
    set(&mut world, R1_SERVER, LinkChange::Cut);
    run_to(&mut world, 1_500);
    let capture = capture(&world, Transport::Tcp);
    let resends = capture
        .about("Retransmitted: the retransmission timer ran out (RTO 1 s); first sent as frame 1.");
    assert_eq!(
        resends
            .iter()
            .map(|(interface, _)| *interface)
            .collect::<Vec<_>>(),
        ["client:eth0 (client-r1)"]
    );
}

#[test]
fn a_capture_of_a_trace_that_lost_its_beginning_says_so() {
    let mut world = world(Transport::Tcp, 1);
    for second in 1..5 {
        run_to(&mut world, second * 1_000);
        let again = Send {
            from: NodeId(0),
            to: "198.51.100.1".parse().unwrap(),
            port: 80,
            payload: Payload::Picture,
            transport: None,
            interval: None,
            close: hoplab_sim::Closing::AtOnce,
        };
        world.apply(Command::Send(again)).unwrap();
    }
    run_to(&mut world, 10_000);
    assert!(
        world.trace().first() > 0,
        "the run is too short to lose anything"
    );
    let section = capture(&world, Transport::Tcp).section;
    let gone = format!("the {} events before", world.trace().first());
    assert!(
        section.contains("Not whole") && section.contains(&gone),
        "{section}"
    );
}

#[test]
fn an_output_that_fails_gives_its_error_back() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let world = world(Transport::Udp, 1);
    let run = RunInfo {
        scenario: "three",
        transport: Transport::Udp,
        spec: world.spec(),
        lang: hoplab_words::Lang::En,
    };
    let error = write_pcapng(world.trace(), run, &mut Full).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}
