//! The program as people run it: exit codes, messages, what it prints.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn hoplab(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hoplab"))
        .args(args)
        .output()
        .unwrap()
}

/// Standard output of a run that must go well.
fn stdout(args: &[&str]) -> String {
    let output = hoplab(args);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}");
    String::from_utf8(output.stdout).unwrap()
}

/// The message of a run that must be refused.
fn refusal(args: &[&str]) -> String {
    let output = hoplab(args);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
    assert_eq!(output.stdout, b"", "{args:?}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    stderr
}

/// A file of one test's own.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn written(name: &str, text: &str) -> String {
    let path = file(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

const TWO: &str = r#"{ "nodes": [
    { "id": "a", "role": "host", "address": "192.0.2.1" },
    { "id": "b", "role": "host", "address": "198.51.100.1" }],
  "links": [{ "a": "a", "b": "b" }] }"#;

#[test]
fn the_list_names_every_scenario_in_both_languages() {
    let english = stdout(&["list"]);
    let korean = stdout(&["list", "--lang", "ko"]);
    let json: Value = serde_json::from_str(&stdout(&["list", "--json"])).unwrap();
    let entries = json.as_array().unwrap();
    assert_eq!(english.lines().count(), entries.len());
    for entry in entries {
        let name = entry["name"].as_str().unwrap();
        let line = |list: &str| {
            list.lines()
                .find(|line| line.starts_with(name))
                .unwrap()
                .to_owned()
        };
        assert!(line(&english).contains(entry["title"]["en"].as_str().unwrap()));
        assert!(line(&korean).contains(entry["title"]["ko"].as_str().unwrap()));
    }
    assert!(english.contains("broken-line"));
}

#[test]
fn a_summary_is_one_json_object_of_the_promised_shape() {
    let text = stdout(&["run", "broken-line", "--transport", "tcp", "--summary"]);
    assert_eq!(text.lines().count(), 1);
    let summary: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(summary["scenario"], "broken-line");
    assert_eq!(summary["transport"], "tcp");
    assert_eq!(summary["seed"], 1);
    assert_eq!(summary["hash"].as_str().unwrap().len(), 16);
    for figure in ["events", "packets_sent", "packets_lost", "resends"] {
        assert!(summary[figure].as_u64().unwrap() > 0, "{figure}: {summary}");
    }
    assert!(summary["virtual_seconds"].as_f64().unwrap() > 0.0);
    let transfer = &summary["transfers"][0];
    assert_eq!(transfer["sent_bytes"], 65_536);
    assert_eq!(transfer["delivered_bytes"], 65_536);
    assert_eq!(transfer["intact"], true);
    assert_eq!(transfer["in_order"], true);
    assert_eq!(transfer["failure"], Value::Null);
}

#[test]
fn the_same_run_has_the_same_hash_and_another_seed_another() {
    let hash = |seed| {
        stdout(&[
            "run",
            "uneven-routes",
            "--transport",
            "udp",
            "--seed",
            seed,
            "--hash",
        ])
    };
    let first = hash("7");
    assert_eq!(first.trim().len(), 16);
    assert_eq!(first, hash("7"));
    assert_ne!(first, hash("8"));
    let summary = [
        "run",
        "uneven-routes",
        "--transport",
        "udp",
        "--seed",
        "7",
        "--summary",
    ];
    assert!(stdout(&summary).contains(first.trim()));
}

#[test]
fn the_log_has_one_line_an_event_with_time_and_cause() {
    let log = stdout(&["run", "broken-line", "--transport", "udp"]);
    let summary: Value = serde_json::from_str(&stdout(&[
        "run",
        "broken-line",
        "--transport",
        "udp",
        "--summary",
    ]))
    .unwrap();
    assert_eq!(
        log.lines().count() as u64,
        summary["events"].as_u64().unwrap()
    );
    let cut = log
        .lines()
        .find(|line| line.contains("the scenario cut the link r2-r4"))
        .unwrap();
    assert!(cut.trim_start().starts_with("0.150000000s"), "{cut}");
    let dropped = log
        .lines()
        .find(|line| line.contains("dropped: the link r2-r4 was cut"))
        .unwrap();
    assert!(dropped.contains("  ← e"), "{dropped}");
}

#[test]
fn the_trace_is_a_json_object_a_line_numbered_without_gaps() {
    let trace = stdout(&["run", "broken-line", "--transport", "tcp", "--trace", "-"]);
    let mut resent = false;
    for (line, number) in trace.lines().zip(0u64..) {
        let event: Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["id"], number);
        assert!(
            event["at_ns"].is_u64() && event["kind"].as_str().is_some_and(|kind| !kind.is_empty())
        );
        assert!(
            event["cause"].as_u64().is_none_or(|cause| cause < number),
            "{line}"
        );
        resent |= event["segment"]["reason"] == "retransmit";
        if event["kind"] == "dropped" {
            assert!(event["why"].is_string() && event["frame"].as_str().unwrap().len() >= 120);
        }
    }
    assert!(resent, "the broken line makes TCP send again");
}

#[test]
fn a_capture_and_a_trace_can_be_written_to_files_beside_the_hash() {
    let (pcap, trace) = (file("both.pcapng"), file("both.jsonl"));
    let (pcap_arg, trace_arg) = (pcap.display().to_string(), trace.display().to_string());
    let args = [
        "run",
        "first-message",
        "--pcap",
        &pcap_arg,
        "--trace",
        &trace_arg,
        "--hash",
    ];
    assert_eq!(stdout(&args).trim().len(), 16);
    assert_eq!(std::fs::read(&pcap).unwrap()[..4], [0x0a, 0x0d, 0x0d, 0x0a]);
    assert!(std::fs::read_to_string(&trace).unwrap().lines().count() > 50);
    let streamed = hoplab(&["run", "first-message", "--pcap", "-"]);
    assert_eq!(streamed.stdout, std::fs::read(&pcap).unwrap());
}

#[test]
fn until_stops_the_run_at_that_moment() {
    let args = ["run", "broken-line", "--until", "100ms", "--summary"];
    let summary: Value = serde_json::from_str(&stdout(&args)).unwrap();
    assert_eq!(summary["virtual_seconds"], 0.1);
}

#[test]
fn a_run_with_too_many_events_stops_and_says_so() {
    let output = hoplab(&["run", "broken-line", "--max-events", "300", "--summary"]);
    assert_eq!(output.status.code(), Some(0));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("--max-events 300"), "{stderr}");
}

#[test]
fn an_unknown_name_is_told_the_closest() {
    let message = refusal(&["run", "broken-lime"]);
    assert!(
        message.contains("\"broken-line\"") && message.contains("hoplab list"),
        "{message}"
    );
}

#[test]
fn a_missing_file_and_a_folder_are_told_apart() {
    assert!(refusal(&["run", "nowhere/mine.json"]).contains("there is no such file"));
    assert!(refusal(&["check", env!("CARGO_TARGET_TMPDIR")]).contains("folder"));
}

#[test]
fn a_malformed_file_names_line_and_field() {
    let broken = written(
        "malformed.json",
        &TWO.replace(r#""b": "b""#, r#""b": "b", "delay": "soon""#),
    );
    for command in ["run", "check", "show", "link"] {
        let message = refusal(&[command, &broken]);
        assert!(message.contains("malformed.json"), "{message}");
        assert!(
            message.contains("links[0].delay") && message.contains("line 4"),
            "{message}"
        );
    }
    let half = written("half.json", &TWO[..50]);
    assert!(
        refusal(&["check", &half]).contains("EOF"),
        "{}",
        refusal(&["check", &half])
    );
    std::fs::write(file("bytes.json"), [0xff, 0xfe, 0x00]).unwrap();
    assert!(refusal(&["check", &file("bytes.json").display().to_string()]).contains("UTF-8"));
}

#[test]
fn a_link_to_a_node_that_is_not_there_names_it() {
    let lost = written(
        "missing-node.json",
        &TWO.replace(r#""b": "b""#, r#""b": "bee""#),
    );
    for command in ["run", "check"] {
        let message = refusal(&[command, &lost]);
        assert!(message.contains("there is no node \"bee\""), "{message}");
    }
}

#[test]
fn bad_arguments_name_what_would_do() {
    let duration = refusal(&["run", "broken-line", "--until", "soon"]);
    assert!(
        duration.contains("\"soon\" is not a time such as 20ms"),
        "{duration}"
    );
    assert!(refusal(&["run", "broken-line", "--transport", "sctp"]).contains("ip, udp, tcp"));
    assert!(refusal(&["run", "broken-line", "--seed", "-1"]).contains("--seed"));
    refusal(&["run", "broken-line", "--hash", "--summary"]);
    refusal(&["run"]);
    let two = refusal(&["run", "broken-line", "--hash", "--trace", "-"]);
    assert!(two.contains("standard output"), "{two}");
}

#[test]
fn output_that_cannot_be_written_is_a_failure_of_its_own() {
    let output = hoplab(&[
        "run",
        "first-message",
        "--trace",
        "nowhere/deep/trace.jsonl",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("trace.jsonl") && stderr.contains("cannot be written"),
        "{stderr}"
    );
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hoplab"))
        .args(["run", "broken-line", "--trace", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_link_that_is_shown_keeps_what_was_done_and_runs_the_same() {
    let json = r#"{"scenario":"broken-line","transport":"udp","seed":7,"cursor":"310ms",
        "commands":[{"at":"100ms","command":{"set-link":{"link":"r1-r2","change":"cut"}}}]}"#;
    let link = format!("#s={}", hoplab_scenario::link::encode_json(json));
    let shown = written("shown-link.json", &stdout(&["show", &link]));
    let scenario: Value = serde_json::from_str(&stdout(&["show", &shown])).unwrap();
    let script = scenario["script"].as_array().unwrap();
    assert_eq!(
        script.last().unwrap()["command"]["set-link"]["change"],
        "cut"
    );
    assert!(stdout(&["check", &shown]).contains("a valid scenario"));
    assert_eq!(
        stdout(&["run", &shown, "--hash"]),
        stdout(&["run", &link, "--hash"])
    );
    assert_ne!(
        stdout(&["run", &shown, "--hash"]),
        stdout(&[
            "run",
            "?scenario=broken-line&transport=udp&seed=7&t=0.31",
            "--hash"
        ])
    );
    // A page saves the same, and what it saved before is read as well.
    let before = written("saved-before.json", json);
    assert_eq!(stdout(&["link", &before]), stdout(&["link", &shown]));
}

#[test]
fn a_node_that_no_link_leads_to_is_warned_of() {
    let alone = written(
        "alone.json",
        r#"{"nodes":[{"id":"a","address":"192.0.2.1"},{"id":"b","address":"192.0.2.2"},
            {"id":"c","address":"192.0.2.3"}],"links":[{"a":"a","b":"b"}]}"#,
    );
    let output = hoplab(&["check", &alone]);
    assert!(output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("warning: nodes[2] (\"c\"): no link leads"),
        "{told}"
    );
}

#[test]
fn a_scenario_that_was_shown_is_valid_and_runs_the_same() {
    let mine = written("shown.json", &stdout(&["show", "broken-line"]));
    assert!(stdout(&["check", &mine]).contains("8 nodes and 9 links"));
    assert_eq!(
        stdout(&["run", &mine, "--hash"]),
        stdout(&["run", "broken-line", "--hash"])
    );
}

#[test]
fn a_link_runs_the_same_in_each_of_its_forms() {
    let hash = stdout(&["run", "broken-line", "--hash"]);
    let link = stdout(&["link", "broken-line"]);
    let link = link.trim();
    assert!(link.starts_with("#s=1d."), "{link}");
    let bare = link.trim_start_matches("#s=");
    let address = format!("https://example.org/hoplab/{link}");
    for form in [
        link,
        bare,
        &address,
        "?scenario=broken-line",
        "http://localhost:8080/?lang=ko&scenario=broken-line",
    ] {
        assert_eq!(stdout(&["run", form, "--hash"]), hash, "{form}");
    }
    let message = refusal(&["run", &link[..link.len() - 9]]);
    assert!(
        message.contains("the end of this link is missing"),
        "{message}"
    );
    assert!(refusal(&["run", "https://example.org/?lang=ko"]).contains("names no scenario"));
    assert!(refusal(&["run", "?scenario=broken-line&seed=x"]).contains("seed"));
}

#[test]
fn a_link_that_its_journey_changed_is_read_by_every_command() {
    let hash = stdout(&["run", "broken-line", "--hash"]);
    let link = stdout(&["link", "broken-line"]);
    let link = link.trim();
    let encoded = link.replace('=', "%3D").replace('.', "%2E");
    for mangled in [
        format!("https://example.org/hoplab/{link}에서"),
        format!("[here](https://example.org/{link})."),
        format!("<a href=\"https://example.org/{link}\">here</a>"),
        format!("https://example.org/{encoded}&utm_source=x"),
        format!("{}\n{}", &link[..60], &link[60..]),
        format!("{link}\"></iframe>"),
        link.replacen("#s=", "?s=", 1),
        link.replacen("#s=", "#", 1),
        "https://example.org/?utm_source=x&amp;scenario=Broken-Line에서".to_owned(),
    ] {
        assert_eq!(stdout(&["run", &mangled, "--hash"]), hash, "{mangled}");
        assert!(stdout(&["check", &mangled]).contains("8 nodes and 9 links"));
        assert_eq!(
            stdout(&["show", &mangled]),
            stdout(&["show", "broken-line"])
        );
        assert_eq!(stdout(&["link", &mangled]).trim(), link, "{mangled}");
    }
    for (mangled, words) in [
        (&encoded[..200], "the end of this link is missing"),
        ("https://example.org/#s=hello", "not a Hoplab link"),
        ("#S=", "the end of this link is missing"),
        ("https://example.org/?scenaro=chat", "no scenario"),
        ("https://example.org/?scenario=", "scenario: \"\" is not"),
        ("?scenario=chatt", "did you mean \"chat\"?"),
        ("?scenario=chat&trasport=udp", "did you mean \"transport\"?"),
    ] {
        for command in ["run", "check", "show", "link"] {
            let message = refusal(&[command, mangled]);
            let told = message.contains(words) || message.contains("did you mean \"scenario\"?");
            assert!(told, "{mangled}: {message}");
        }
    }
}

#[test]
fn a_run_that_is_too_long_for_a_link_goes_into_a_file() {
    let mut random = 1_u64;
    let mut letter = || {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        char::from(b'0' + (random >> 33) as u8 % 43)
    };
    let nodes: Vec<Value> = (0..250)
        .map(|i| {
            let mut text = || (0..32).map(|_| letter()).collect::<String>();
            serde_json::json!({ "id": format!("n{i}"), "role": "host", "address": format!("10.0.{i}.1"),
                "label": { "en": text(), "ko": text() } })
        })
        .collect();
    let scenario = serde_json::json!({ "nodes": nodes, "links": [] });
    let large = written("large.json", &scenario.to_string());
    let message = refusal(&["link", &large]);
    assert!(
        message.contains("too many characters") && message.contains("--file"),
        "{message}"
    );
    let run = file("large-run.json").display().to_string();
    assert_eq!(stdout(&["link", &large, "--file", &run]), "");
    assert_eq!(
        stdout(&["run", &run, "--hash"]),
        stdout(&["run", &large, "--hash"])
    );
    // Commands and all.
    let link = stdout(&["link", "?scenario=chat&seed=9&t=0.2"]);
    let run = written(
        "chat-run.json",
        &stdout(&["link", link.trim(), "--file", "-"]),
    );
    assert_eq!(stdout(&["link", &run]), link);
    let spoilt = written(
        "spoilt-run.json",
        &stdout(&["link", "chat", "--file", "-"]).replace("\"nodes\"", "\"nods\""),
    );
    let message = refusal(&["run", &spoilt]);
    assert!(
        message.contains("spoilt-run.json") && message.contains("nods"),
        "{message}"
    );
}
