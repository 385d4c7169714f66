//! What programs say in the library's scenarios, named by tshark: HTTP, FTP, DNS, RTP and ICMP, message by message
//! the same as our own reading of the same frames.

use std::path::{Path, PathBuf};

use hoplab_capture::{RunInfo, write_pcapng};
use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::{Scenario, library};
use hoplab_sim::apps::{AppEvent, ChatEvent};
use hoplab_sim::{Direction, EventKind, Frame, Place, World, picture};
use hoplab_tests::{RTP, has_tshark, one_interface, tshark};
use hoplab_wire::AppSummary;

/// A run, and its capture in a file.
struct Captured {
    scenario: Scenario,
    world: World,
    file: PathBuf,
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("programs-{name}.pcapng"))
}

impl Captured {
    fn new(name: &str) -> Captured {
        let scenario = library::find(name).expect("it is in the library");
        let until = scenario.until;
        let recording = Recording::new(scenario.clone());
        let (world, _) = run(&recording, until, 400_000).expect("the library is valid");
        let run = RunInfo {
            scenario: name,
            transport: recording.transport,
            spec: world.spec(),
            lang: hoplab_words::Lang::En,
        };
        let mut bytes = Vec::new();
        write_pcapng(world.trace(), run, &mut bytes).expect("memory takes all");
        let file = path(name);
        std::fs::write(&file, bytes).expect("the target folder can be written");
        Captured {
            scenario,
            world,
            file,
        }
    }

    /// The interface of a host with one line.
    fn interface(&self, host: &str) -> u32 {
        let links = self.scenario.links.iter().enumerate();
        let mut ends = links.flat_map(|(i, link)| [(2 * i, &link.a), (2 * i + 1, &link.b)]);
        let end = ends.find(|(_, node)| *node == host);
        end.expect("the host has a line").0 as u32
    }

    /// The frames that an interface saw, in order; `None`: those of all of them.
    fn frames(&self, interface: Option<u32>) -> Vec<&Frame> {
        let seen = |event: &'_ hoplab_sim::TraceEvent| -> Option<(u32, Frame)> {
            match (&event.kind, event.place) {
                (EventKind::Transmitted { frame, .. }, Place::Channel(link, direction)) => {
                    let end = u32::from(direction != Direction::AToB);
                    Some((2 * u32::from(link.0) + end, frame.clone()))
                }
                (EventKind::Received { frame, link, .. }, place) => {
                    let is_a = Some(self.world.spec().links[link.index()].a) == place.node();
                    Some((2 * u32::from(link.0) + u32::from(!is_a), frame.clone()))
                }
                _ => None,
            }
        };
        let events = self.world.trace().iter();
        events
            .filter(|event| {
                seen(event).is_some_and(|(at, _)| interface.is_none_or(|only| only == at))
            })
            .filter_map(|event| event.kind.frame())
            .collect()
    }

    /// What the programs say in these frames, as we read it.
    fn said(&self, interface: Option<u32>) -> Vec<AppSummary> {
        let frames = self.frames(interface);
        frames
            .iter()
            .filter_map(|frame| frame.app_summary())
            .collect()
    }

    /// A capture of what a host's card saw.
    fn at(&self, host: &str) -> PathBuf {
        let into = path(&format!("{}-{host}", self.scenario.name));
        one_interface(&self.file, self.interface(host), &into);
        into
    }
}

/// Both say the same, whatever the order: tshark names a long message where it ends, we where it begins.
fn assert_same(name: &str, mut theirs: Vec<String>, mut ours: Vec<String>, least: usize) {
    theirs.sort();
    ours.sort();
    assert_eq!(theirs, ours, "{name}");
    assert!(ours.len() >= least, "{name}: only {}", ours.len());
    println!("{name}: tshark names {} messages, as we do", ours.len());
}

#[test]
fn tshark_reads_the_same_http_requests_and_responses() {
    if !has_tshark() {
        return;
    }
    for (name, least) in [("three-programs", 4), ("ephemeral-ports", 6)] {
        let run = Captured::new(name);
        let fields = [
            "http.request.method",
            "http.request.uri",
            "http.response.code",
            "http.response.phrase",
        ];
        let theirs = tshark(&run.at("client"), RTP, "http", &fields);
        let ours = run.said(Some(run.interface("client")));
        let ours = ours.into_iter().filter_map(|it| match it {
            AppSummary::HttpRequest { method, target } => Some(format!("{method}\t{target}\t\t")),
            AppSummary::HttpResponse { status, reason } => Some(format!("\t\t{status}\t{reason}")),
            _ => None,
        });
        assert_same(name, theirs, ours.collect(), least);
    }
}

#[test]
fn tshark_follows_ftp_from_the_dialogue_to_the_file() {
    if !has_tshark() {
        return;
    }
    let run = Captured::new("ftp-two-connections");
    let fields = [
        "ftp.request.command",
        "ftp.request.arg",
        "ftp.response.code",
        "ftp.response.arg",
    ];
    let file = run.at("client");
    let theirs = tshark(&file, &[], "ftp", &fields);
    let ours = run.said(Some(run.interface("client")));
    let ours = ours.into_iter().filter_map(|it| match it {
        AppSummary::FtpCommand { verb, argument } => Some(format!("{verb}\t{argument}\t\t")),
        AppSummary::FtpReply { code, text } => Some(format!("\t\t{code}\t{text}")),
        _ => None,
    });
    // USER, PASS, TYPE, PASV, RETR, QUIT and their replies, 220 before and 226 behind.
    assert_same("ftp", theirs, ours.collect(), 14);

    // It found the data connection by what PASV said.
    let data = tshark(&file, &[], "ftp-data", &["tcp.srcport", "tcp.len"]);
    let ports = tshark(&file, &[], "ftp.passive.port", &["ftp.passive.port"]);
    let total: usize = data
        .iter()
        .map(|line| {
            let (port, len) = line.split_once('\t').expect("two fields");
            assert_eq!([port.to_owned()], ports[..]);
            len.parse::<usize>().expect("a number")
        })
        .sum();
    assert_eq!(total, picture::message().len());
}

#[test]
fn tshark_reads_the_same_names_types_and_codes_in_dns() {
    if !has_tshark() {
        return;
    }
    for name in [
        "first-lookup",
        "cached",
        "stale-record",
        "no-such-name",
        "resolver-down",
    ] {
        let run = Captured::new(name);
        let fields = [
            "dns.flags.response",
            "dns.flags.rcode",
            "dns.qry.type",
            "dns.qry.name",
            "dns.count.answers",
            "dns.flags.truncated",
        ];
        // ICMP errors quote packets, which may have been DNS.
        let theirs = tshark(&run.file, &[], "dns and not icmp", &fields);
        let ours = run.said(None).into_iter().filter_map(|it| match it {
            AppSummary::Dns {
                response,
                rcode,
                kind,
                name,
                answers,
                truncated,
                ..
            } => {
                // A query has no code.
                let code = if response {
                    rcode.to_string()
                } else {
                    String::new()
                };
                let (response, truncated) = (u8::from(response), u8::from(truncated));
                Some(format!(
                    "{response}\t{code}\t{kind}\t{name}\t{answers}\t{truncated}"
                ))
            }
            _ => None,
        });
        assert_same(name, theirs, ours.collect(), 16);
    }
}

#[test]
fn tshark_reads_the_same_rtp_packets_over_udp_and_over_tcp() {
    if !has_tshark() {
        return;
    }
    let run = Captured::new("live-video");
    for (host, transport) in [("udp-screen", "udp"), ("tcp-screen", "tcp")] {
        let file = run.at(host);
        // Of a stream, one segment can hold several packets.
        let lines = tshark(&file, RTP, "rtp", &["rtp.seq", "rtp.p_type"]);
        let mut theirs: Vec<u32> = Vec::new();
        for line in &lines {
            let (numbers, types) = line.split_once('\t').expect("two fields");
            theirs.extend(
                numbers
                    .split(',')
                    .map(|it| it.parse::<u32>().expect("a number")),
            );
            assert!(types.split(',').all(|it| it == "96"), "{host}: {types}");
        }
        theirs.sort();
        theirs.dedup();

        let packets = packets_of(&run, host, transport == "tcp");
        assert_eq!(theirs, packets, "{host}");
        assert!(theirs.len() > 90, "{host}: only {}", theirs.len());
        println!(
            "{host}: tshark names {} RTP packets, as we do",
            theirs.len()
        );
    }
}

/// The numbers of the RTP packets that came to a host, each once, in order: over UDP those of the frames, over TCP
/// those of the stream, put together from the segments that came.
fn packets_of(run: &Captured, host: &str, over_tcp: bool) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut stream: std::collections::BTreeMap<u32, Vec<u8>> = Default::default();
    let mut begin = None;
    for frame in run.frames(Some(run.interface(host))) {
        let bytes = frame.to_vec();
        let (_, packet) = hoplab_wire::ethernet::parse(&bytes).expect("a frame");
        let (ip, payload) = hoplab_wire::ipv4::parse(packet).expect("a packet");
        if !over_tcp {
            if let Some(AppSummary::Rtp { sequence, .. }) = frame.app_summary() {
                numbers.push(u32::from(sequence));
            }
            continue;
        }
        let (header, data) = hoplab_wire::tcp::parse(ip.src, ip.dst, payload).expect("a segment");
        if header.dst_port == 32_202 {
            let first = *begin.get_or_insert(header.seq.wrapping_add(1));
            if !data.is_empty() {
                let place = header.seq.wrapping_sub(first);
                let longer = stream.get(&place).is_none_or(|old| old.len() < data.len());
                if longer {
                    stream.insert(place, data.to_vec());
                }
            }
        }
    }
    let mut whole: Vec<u8> = Vec::new();
    for (place, data) in stream {
        let have = whole.len().saturating_sub(place as usize);
        assert!(place as usize <= whole.len(), "{host}: nothing is missing");
        whole.extend(data.iter().skip(have));
    }
    let mut rest = &whole[..];
    while let Some((length, behind)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let Some((packet, after)) = behind.split_at_checked(length) else {
            break;
        };
        rest = after;
        if let Ok(packet) = hoplab_wire::rtp::parse(packet)
            && packet.header.payload_type == hoplab_wire::rtp::PAYLOAD_TYPE_VIDEO
        {
            numbers.push(u32::from(packet.header.sequence));
        }
    }
    numbers.sort();
    numbers.dedup();
    numbers
}

#[test]
fn tshark_reads_the_same_types_and_codes_in_icmp() {
    if !has_tshark() {
        return;
    }
    for (name, least) in [("icmp-off", 4), ("closed-port", 1), ("resolver-down", 0)] {
        let run = Captured::new(name);
        let theirs = tshark(&run.file, &[], "icmp", &["icmp.type", "icmp.code"]);
        let ours = run.frames(None).into_iter().filter_map(|frame| {
            let icmp = frame.summary()?.icmp?;
            Some(format!("{}\t{}", icmp.kind, icmp.code))
        });
        // What is quoted in an error is a packet of its own to tshark.
        let theirs = theirs.iter().map(|line| {
            let first = |field: &str| field.split(',').next().unwrap_or_default().to_owned();
            let (kind, code) = line.split_once('\t').expect("two fields");
            format!("{}\t{}", first(kind), first(code))
        });
        assert_same(name, theirs.collect(), ours.collect(), least);
    }
}

#[test]
fn tshark_shows_the_lines_of_a_chat_as_text() {
    if !has_tshark() {
        return;
    }
    let run = Captured::new("chat");
    let file = run.at("server");
    let payloads = tshark(
        &file,
        &[],
        "tcp.dstport == 4242 and tcp.len > 0",
        &["tcp.payload"],
    );
    let bytes = payloads.iter().flat_map(|hex| {
        let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
        (0..hex.len()).step_by(2).map(digit).collect::<Vec<u8>>()
    });
    let text = String::from_utf8(bytes.collect()).expect("it is UTF-8");
    let mut said = 0;
    for event in run.world.trace().iter() {
        if let EventKind::App(app) = &event.kind
            && let AppEvent::Chat(ChatEvent::Said { text: line }) = &**app
        {
            assert!(text.contains(&format!("{line}\r\n")), "{line}");
            said += 1;
        }
    }
    assert!(said >= 6, "{said}");
}
