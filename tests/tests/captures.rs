//! Captures of every scenario of the library over every transport, judged by tshark with checksum
//! checking on.

use std::path::{Path, PathBuf};
use std::process::Command;

use hoplab_capture::{CaptureStats, RunInfo, write_pcapng};
use hoplab_replay::{Recording, run_to_end};
use hoplab_scenario::library;
use hoplab_sim::{EventKind, Transport, World};

/// Enough for every story but the longest, of which the beginning will do: slow start, losses, recovery.
const MAX_EVENTS: u64 = 30_000;

/// Every scenario of the library over every transport, run to its own end or for so many events, and its name.
fn runs() -> impl Iterator<Item = (String, Transport, World)> {
    library::all().iter().flat_map(|entry| {
        Transport::ALL.map(|transport| {
            let recording = Recording {
                transport,
                ..Recording::new(entry.scenario())
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
    };
    let stats = write_pcapng(world.trace(), run, &mut bytes).expect("memory takes all");
    (bytes, stats)
}

/// Whether there is a tshark; without one there is no judge, and that is said.
fn has_tshark() -> bool {
    let found = Command::new("tshark")
        .arg("--version")
        .output()
        .is_ok_and(|out| out.status.success());
    if !found {
        println!("SKIPPED: tshark is not installed, so nobody judged the captures");
    }
    found
}

/// One line for each frame of `file` that `filter` lets through, with these fields.
fn tshark(file: &Path, filter: &str, fields: &[&str]) -> Vec<String> {
    let mut command = Command::new("tshark");
    command
        .arg("-n")
        .arg("-r")
        .arg(file)
        .args(["-Y", filter, "-T", "fields"]);
    for protocol in ["ip", "tcp", "udp"] {
        command.args(["-o", &format!("{protocol}.check_checksum:TRUE")]);
    }
    for field in fields {
        command.args(["-e", field]);
    }
    let output = command.output().expect("tshark runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", file.display());
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect()
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pcapng"));
    std::fs::write(&path, bytes).expect("the target folder can be written");
    path
}

/// What no frame may be: malformed, or of a bad checksum. (Status 0 is "bad".)
const BAD: &str = "_ws.malformed or ip.checksum.status == 0 or tcp.checksum.status == 0 \
                   or udp.checksum.status == 0 or icmp.checksum.status == 0";

#[test]
fn tshark_finds_nothing_wrong_in_the_capture_of_any_scenario_over_any_transport() {
    if !has_tshark() {
        return;
    }
    for (name, transport, world) in runs() {
        let label = format!("{name}-{}", transport.as_str());
        let (bytes, stats) = capture(&name, transport, &world);
        let file = written(&label, &bytes);

        assert_eq!(
            tshark(&file, BAD, &["frame.number", "_ws.col.info"]),
            [""; 0],
            "{label}"
        );
        let frames = tshark(&file, "frame", &["frame.number"]);
        assert_eq!(frames.len() as u64, stats.packets, "{label}");
        assert!(stats.packets > 0, "{label}");

        let drops = world
            .trace()
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Dropped { .. }))
            .count() as u64;
        let comments = tshark(&file, "frame.comment", &["frame.comment"]);
        let told = comments
            .iter()
            .map(|text| text.matches("Dropped at ").count() as u64)
            .sum::<u64>();
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
    assert_eq!(tshark(&file, BAD, &["frame.number"]), ["1"]);
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
        tshark(&file, "frame", &["frame.time_epoch"]),
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
