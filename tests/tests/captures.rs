//! Captures of every scenario of the library over every transport, judged by tshark with checksum
//! checking on.

use std::path::{Path, PathBuf};

use hoplab_capture::{CaptureStats, RunInfo, write_pcapng};
use hoplab_explain::run_to_end;
use hoplab_replay::Recording;
use hoplab_scenario::library;
use hoplab_sim::apps::AppEvent;
use hoplab_sim::{Command, EventKind, TraceEvent, Transport, World};
use hoplab_tests::{RTP, has_tshark, tshark};

/// Enough for every story but the longest, of which the beginning will do: slow start, losses, recovery.
const MAX_EVENTS: u64 = 30_000;

/// Every scenario of the library over every transport, run to its own end or for so many events, and its name. Where
/// programs choose for themselves, one transport is as good as another.
fn runs() -> impl Iterator<Item = (String, Transport, World)> {
    library::all().iter().flat_map(|entry| {
        let scenario = entry.scenario();
        let sends = |command: &Command<String, String>| matches!(command, Command::Send(_));
        let follows = scenario.script.iter().any(|line| sends(&line.command));
        let transports = if follows {
            Transport::ALL.to_vec()
        } else {
            vec![scenario.transport]
        };
        transports.into_iter().map(move |transport| {
            let recording = Recording {
                transport,
                ..Recording::new(scenario.clone())
            };
            let until = recording.scenario.until;
            let world = run_to_end(&recording, until, MAX_EVENTS).expect("the library is valid");
            (entry.name.to_owned(), transport, world)
        })
    })
}

fn capture(name: &str, transport: Transport, world: &World) -> (Vec<u8>, CaptureStats) {
    let mut bytes = Vec::new();
    let run = RunInfo {
        scenario: name,
        transport,
        spec: world.spec(),
        lang: hoplab_words::Lang::En,
    };
    let stats = write_pcapng(world.trace(), run, &mut bytes).expect("memory takes all");
    (bytes, stats)
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pcapng"));
    std::fs::write(&path, bytes).expect("the target folder can be written");
    path
}

/// What tshark has to be told: that RTP is spoken, where it is. The same port carries pictures in other scenarios.
fn decode_as(world: &World) -> &'static [&'static str] {
    let video = |event: &TraceEvent| matches!(&event.kind, EventKind::App(app) if matches!(**app, AppEvent::Video(_)));
    if world.trace().iter().any(video) {
        &RTP[..1]
    } else {
        &[]
    }
}

/// What tshark makes of a capture.
#[derive(Default)]
struct Verdict {
    frames: u64,
    /// Frames that are malformed or have a bad checksum.
    bad: Vec<String>,
    /// Drops told in comments.
    told: u64,
}

/// Has tshark read a file, in one pass, as each takes its time.
fn judge(file: &Path, decode_as: &[&str]) -> Verdict {
    let fields = [
        "frame.number",
        "_ws.malformed",
        "ip.checksum.status",
        "tcp.checksum.status",
        "udp.checksum.status",
        "icmp.checksum.status",
        "frame.comment",
    ];
    let mut verdict = Verdict::default();
    for line in tshark(file, decode_as, "frame", &fields) {
        verdict.told += line.matches("Dropped at ").count() as u64;
        let mut columns = line.split('\t');
        // A comment of several lines goes on in lines without a number.
        if columns.next() != Some(&(verdict.frames + 1).to_string()) {
            continue;
        }
        verdict.frames += 1;
        let malformed = columns.next() != Some("");
        // A quoted header has a checksum of its own. 0 is "bad".
        let bad = |column: &str| column.split(',').any(|status| status == "0");
        if malformed || columns.take(4).any(bad) {
            verdict.bad.push(line);
        }
    }
    verdict
}

#[test]
fn tshark_finds_nothing_wrong_in_the_capture_of_any_scenario_over_any_transport() {
    if !has_tshark() {
        return;
    }
    for (name, transport, world) in runs() {
        let label = format!("{name}-{}", transport.as_str());
        let (bytes, stats) = capture(&name, transport, &world);
        let file = written(&label, &bytes);

        let verdict = judge(&file, decode_as(&world));
        assert_eq!(verdict.bad, [""; 0], "{label}");
        assert_eq!(verdict.frames, stats.packets, "{label}");
        assert!(stats.packets > 0, "{label}");

        let drops = world
            .trace()
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Dropped { .. }))
            .count() as u64;
        let told = verdict.told;
        assert_eq!(told + stats.unseen_drops, drops, "{label}");
        if name == "broken-line" {
            assert!(told > 0, "{label}: the cut loses packets");
        }
    }
}

#[test]
fn tshark_does_find_a_flipped_bit() {
    if !has_tshark() {
        return;
    }
    let (name, transport, world) = runs().next().expect("the library is not empty");
    let (mut bytes, _) = capture(&name, transport, &world);
    // The TTL of the first frame: 14 bytes of Ethernet and 8 of IP behind the block's 28.
    let frame = world.trace().iter().find_map(|event| match &event.kind {
        EventKind::Transmitted { frame, .. } => Some(frame.to_vec()),
        _ => None,
    });
    let frame = frame.expect("something was sent");
    let start = bytes
        .windows(frame.len())
        .position(|window| window == frame)
        .expect("it is there");
    bytes[start + 22] ^= 1;
    let file = written("flipped", &bytes);
    let bad = judge(&file, &[]).bad;
    assert!(bad.len() == 1 && bad[0].starts_with("1\t"), "{bad:?}");
}

#[test]
fn tshark_reads_the_stamps_to_the_nanosecond() {
    if !has_tshark() {
        return;
    }
    let (name, transport, world) = runs().next().expect("the library is not empty");
    let (bytes, _) = capture(&name, transport, &world);
    let file = written("stamps", &bytes);
    let stamps = world.trace().iter().filter_map(|event| match event.kind {
        EventKind::Transmitted { .. } | EventKind::Received { .. } => {
            let nanos = event.at.as_nanos();
            Some(format!(
                "{}.{:09}",
                nanos / 1_000_000_000,
                nanos % 1_000_000_000
            ))
        }
        _ => None,
    });
    assert_eq!(
        tshark(&file, &[], "frame", &["frame.time_epoch"]),
        stamps.collect::<Vec<_>>()
    );
}

#[test]
fn every_drop_of_a_seen_packet_is_told_once() {
    for (name, transport, world) in runs() {
        let (bytes, stats) = capture(&name, transport, &world);
        let text = String::from_utf8_lossy(&bytes);
        let told = text.matches("Dropped at ").count() as u64;
        let drops = world
            .trace()
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Dropped { .. }));
        assert_eq!(
            told + stats.unseen_drops,
            drops.count() as u64,
            "{name} over {transport:?}"
        );
    }
}
