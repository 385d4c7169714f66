//! The program as people run it: exit codes, messages, what it prints.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

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
    let at = |field: &str| transfer[field].as_u64().unwrap();
    assert_eq!(at("started_at_ns"), 0);
    assert!(0 < at("first_byte_at_ns") && at("first_byte_at_ns") < at("completed_at_ns"));
    assert!(
        at("completed_at_ns") < at("sent_at_ns"),
        "the sender knows it by the last ACK"
    );
    assert_eq!(at("duration_ns"), at("completed_at_ns"));
    assert_eq!(transfer["failed_at_ns"], Value::Null);
    assert_eq!(
        (&summary["fetches"], &summary["refused_commands"]),
        (&json!([]), &json!([]))
    );
}

#[test]
fn a_summary_says_when_a_message_failed_and_why() {
    let text = stdout(&["run", "nobody-home", "--transport", "tcp", "--summary"]);
    let summary: Value = serde_json::from_str(&text).unwrap();
    let transfer = &summary["transfers"][0];
    assert_eq!(transfer["failure"], "timed-out");
    assert_eq!(transfer["duration_ns"], transfer["failed_at_ns"]);
    for never in ["first_byte_at_ns", "completed_at_ns", "sent_at_ns"] {
        assert_eq!(transfer[never], Value::Null, "{never}");
    }
}

/// A crash, and two commands that cannot be carried out after it.
fn script_that_is_not_done() -> String {
    let script = r#"{ "script": [
      { "at": "0s", "command": { "set-node": { "node": "a", "change": "crash" } } },
      { "at": "1s", "command": { "send": { "from": "a", "to": "198.51.100.1", "port": 9, "payload": { "text": "hi" } } } },
      { "at": "2s", "command": { "stop": { "node": "b", "program": 7 } } }
    ],"#;
    TWO.replacen('{', script, 1)
}

#[test]
fn refused_commands_are_in_the_summary_with_time_reason_and_event() {
    let file = written("refused.json", &script_that_is_not_done());
    let summary: Value = serde_json::from_str(&stdout(&["run", &file, "--summary"])).unwrap();
    let refused = summary["refused_commands"].as_array().unwrap();
    assert_eq!(refused.len(), 2);
    assert_eq!(refused[0]["at_ns"], 1_000_000_000_u64);
    assert_eq!(refused[0]["reason"], "node-down");
    assert_eq!(refused[0]["message"], "the node is switched off");
    assert_eq!(refused[0]["command"]["send"]["from"], "a");
    assert_eq!(refused[1]["reason"], "no-such-program");
    assert_eq!(
        refused[1]["command"],
        json!({ "stop": { "node": "b", "program": 7 } })
    );
    let trace = stdout(&["run", &file, "--trace", "-"]);
    for one in refused {
        let line = trace
            .lines()
            .nth(one["event"].as_u64().unwrap() as usize)
            .unwrap();
        let event: Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            (&event["kind"], &event["at_ns"]),
            (&json!("command-refused"), &one["at_ns"])
        );
        assert_eq!(event["command"], one["command"]);
    }
}

#[test]
fn refused_commands_are_warned_of_whatever_is_printed_and_the_run_is_good() {
    let file = written("warned.json", &script_that_is_not_done());
    for what in [&["--summary"][..], &["--hash"], &["--trace", "-"], &[]] {
        let output = hoplab(&[&["run", file.as_str()], what].concat());
        assert_eq!(output.status.code(), Some(0), "{what:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        let first = "hoplab: warning: at 1.000000000s not done: somebody had a send ";
        assert!(stderr.starts_with(first), "{what:?}: {stderr}");
        let why = ". The sender is switched off. Switch it on first (e";
        assert!(stderr.contains(why), "{what:?}: {stderr}");
        assert_eq!(stderr.lines().count(), 2, "{what:?}: {stderr}");
    }
    let log = stdout(&["run", &file]);
    assert!(
        log.contains("command could not be carried out: That program is over."),
        "{log}"
    );
}

#[test]
fn more_messages_than_a_world_holds_are_refused_and_told() {
    let big = r#"{ "at": "0s", "command": { "send": { "from": "a", "to": "198.51.100.1", "port": 9, "payload": { "bulk": 16777216 } } } }"#;
    let script = format!(r#"{{ "script": [{}],"#, vec![big; 16].join(","));
    let file = written("too-many.json", &TWO.replacen('{', &script, 1));
    let output = hoplab(&["run", &file, "--until", "1ms", "--summary"]);
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["transfers"].as_array().unwrap().len(), 4);
    let refused = summary["refused_commands"].as_array().unwrap();
    assert_eq!(
        (refused.len(), &refused[0]["reason"]),
        (12, &json!("too-many"))
    );
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.lines().count() == 11 && stderr.contains("and 2 more"),
        "{stderr}"
    );
}

#[test]
fn a_summary_says_what_programs_fetched_and_how_long_it_took() {
    let fetches = |scenario: &str| {
        let text = stdout(&["run", scenario, "--summary"]);
        let summary: Value = serde_json::from_str(&text).unwrap();
        summary["fetches"].as_array().unwrap().clone()
    };
    let [page, lookup] = &fetches("first-lookup")[..] else {
        panic!("a page and a lookup")
    };
    assert_eq!(
        (&page["kind"], &page["node"]),
        (&json!("page"), &json!("client"))
    );
    assert_eq!(
        (&lookup["kind"], &lookup["target"]),
        (&json!("lookup"), &json!("www.example.com"))
    );
    assert!(lookup["duration_ns"].as_u64() < page["duration_ns"].as_u64());
    assert!(page["bytes"].as_u64() > Some(0) && page["status"] == 200);
    let files = fetches("ftp-two-connections");
    assert_eq!(
        (&files[0]["kind"], &files[0]["target"]),
        (&json!("file"), &json!("picture"))
    );
    assert_eq!(files[0]["bytes"], 65_536);
    let failed = &fetches("no-such-name")[0];
    assert_eq!(
        (&failed["failure"], &failed["bytes"]),
        (&json!("no-such-name"), &Value::Null)
    );
    assert_eq!(failed["duration_ns"], failed["failed_at_ns"]);
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
        .find(|line| line.contains("The scenario cut link r2–r4"))
        .unwrap();
    assert!(cut.trim_start().starts_with("0.150000000s"), "{cut}");
    let dropped = log
        .lines()
        .find(|line| line.contains("was lost on r2 → r4: the link is cut"))
        .unwrap();
    assert!(dropped.contains("  ← e"), "{dropped}");
}

/// A word of a line that is a Rust name: `PortUnreachable`, `Tcp(Refused)`.
fn rust_name(line: &str) -> Option<&str> {
    let words = line.split(|c: char| !c.is_ascii_alphabetic() && c != '(');
    let mut names = words.filter(|word| {
        let humps = word.as_bytes().windows(2);
        let hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
        humps.into_iter().any(hump) || word.starts_with("Tcp(")
    });
    names.next()
}

/// A span without a space before its unit, as files have it and texts do not. Moments have nine figures.
fn span_of_a_file(line: &str) -> Option<&str> {
    let mut words = line.split([' ', ',', ';', ')', '(']);
    words.find(|word| {
        let number = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let unit = word.get(number.len()..).unwrap_or_default();
        let is_number = number.chars().all(|c| c.is_ascii_digit() || c == '.');
        let is_moment = unit == "s" && number.split('.').nth(1).is_some_and(|it| it.len() == 9);
        !number.is_empty() && is_number && ["s", "ms", "us", "ns"].contains(&unit) && !is_moment
    })
}

#[test]
fn the_log_says_everything_in_words_and_each_span_in_one_form() {
    assert_eq!(
        rust_name("gives up: PortUnreachable"),
        Some("PortUnreachable")
    );
    assert_eq!(span_of_a_file("the RTO is 254905.5us"), Some("254905.5us"));
    let list = stdout(&["list"]);
    for name in list.lines().filter_map(|line| line.split(' ').next()) {
        let log = stdout(&["run", name, "--max-events", "8000"]);
        for line in log.lines() {
            // What a program says is its own.
            let told = line.split([':', '“']).take(2).collect::<Vec<_>>().join(" ");
            let told = if line.contains("gives up") {
                line
            } else {
                &told
            };
            assert_eq!(rust_name(told), None, "{name}: {line}");
            assert_eq!(span_of_a_file(told), None, "{name}: {line}");
        }
    }
}

#[test]
fn the_log_counts_packets_and_pieces_from_one_and_the_trace_from_zero() {
    let log = stdout(&["run", "first-message", "--transport", "udp"]);
    assert!(
        log.contains(" sent packet #1 (UDP, ") && !log.contains("#0"),
        "{log}"
    );
    assert!(log.contains(" hands piece 1 ("), "{log}");
    let trace = stdout(&["run", "first-message", "--transport", "udp", "--trace", "-"]);
    assert!(trace.contains(r#""packet":0"#), "{trace}");
}

#[test]
fn the_log_and_the_comments_of_a_capture_are_told_in_the_language_asked_for() {
    let log = stdout(&["run", "broken-line", "--transport", "udp", "--lang", "ko"]);
    assert!(
        log.contains("시나리오에 따라 링크 r2–r4") && log.contains("r2 → r4에서 손실됐어요"),
        "{log}"
    );
    let path = written("korean.pcapng", "");
    let _ = hoplab(&["run", "broken-line", "--lang", "ko", "--pcap", &path]);
    let capture = std::fs::read(&path).unwrap();
    let comment = "손실: ".as_bytes();
    assert!(capture.windows(comment.len()).any(|at| at == comment));
    assert!(refusal(&["run", "broken-line", "--lang", "xx"]).contains("there are en, ko"));
}

#[test]
fn an_attempt_that_its_program_gave_up_is_not_called_done_sending() {
    let log = stdout(&["run", "stale-record", "--until", "40s"]);
    let closed = "goes from SYN-SENT to CLOSED, its program gave up before the connection was open";
    assert!(log.contains(closed), "{log}");
}

#[test]
fn an_echo_request_at_a_host_whose_icmp_is_off_is_told_with_its_reason() {
    let log = stdout(&["run", "icmp-off"]);
    assert!(
        log.contains("is an echo request, but ICMP is switched off there"),
        "{log}"
    );
    assert!(!log.contains("concerns no socket"), "{log}");
    let syn = log.lines().find(|line| line.contains("TCP SYN ")).unwrap();
    assert!(
        !syn.contains(" ack "),
        "{syn}: without its flag the number has no meaning"
    );
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

const BROADCAST: &str = r#"{ "nodes": [
    { "id": "a", "role": "host", "address": "192.0.2.255" }, { "id": "r", "address": "10.0.0.1" }],
  "links": [{ "a": "a", "b": "r" }] }"#;

#[test]
fn an_address_that_is_no_host_s_is_refused_with_the_reason() {
    let router_s = r#"{ "nodes": [
        { "id": "r2", "address": "198.51.100.80" }, { "id": "b1", "role": "host", "address": "198.51.100.80" }],
      "links": [{ "a": "r2", "b": "b1" }] }"#;
    for (name, text, words) in [
        (
            "broadcast.json",
            BROADCAST,
            "nodes[0] (\"a\").address: 192.0.2.255 is the broadcast address of the network 192.0.2.0/24",
        ),
        (
            "router-s.json",
            router_s,
            "nodes[1] (\"b1\").address: router nodes[0] (\"r2\") has the address 198.51.100.80 already",
        ),
    ] {
        let bad = written(name, text);
        for command in ["check", "run", "show", "link"] {
            let message = refusal(&[command, &bad]);
            assert!(
                message.contains(name) && message.contains(words),
                "{command}: {message}"
            );
        }
    }
    let line = BROADCAST.replace(r#"255" }"#, r#"255", "prefix_len": 31 }"#);
    stdout(&["check", &written("line.json", &line)]);
}

#[test]
fn a_link_with_such_an_address_is_played_as_it_was_made_with_a_warning() {
    let link = hoplab_scenario::link::encode_json(&format!(r#"{{ "scenario": {BROADCAST} }}"#));
    let output = hoplab(&["run", &link, "--hash"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 17));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("warning") && stderr.contains("broadcast address"),
        "{stderr}"
    );
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
    assert!(stdout(&["check", &shown]).contains("a valid saved run"));
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
fn a_file_is_taken_for_what_it_holds_whatever_it_and_its_scenario_are_called() {
    let called = TWO.replacen('{', r#"{"name": "scenario", "#, 1);
    for name in ["scenario.json", "scenario", "run.json", "1d.json", "2j.txt"] {
        let path = written(name, &called);
        assert!(
            stdout(&["check", &path]).contains("a valid scenario of 2 nodes"),
            "{name}"
        );
        assert_eq!(stdout(&["run", &path, "--hash"]).trim().len(), 16, "{name}");
    }
    let run = r#"{"scenario": "broken-line", "seed": 5, "transport": "udp"}"#;
    let path = written("saved.json", run);
    assert!(stdout(&["check", &path]).contains("a valid saved run of 8 nodes"));
    let summary: Value = serde_json::from_str(&stdout(&["run", &path, "--summary"])).unwrap();
    assert_eq!(
        (&summary["scenario"], &summary["seed"]),
        (&"broken-line".into(), &5.into())
    );
    let link = written("saved.txt", stdout(&["link", &path]).trim());
    assert_eq!(
        stdout(&["run", &link, "--hash"]),
        stdout(&["run", &path, "--hash"])
    );
    for (name, text) in [
        ("other.json", r#"{"name": "scenario"}"#),
        ("words.json", "hello"),
    ] {
        let path = written(name, text);
        let told = refusal(&["run", &path]);
        assert!(
            told.contains(name) && told.contains("neither a scenario"),
            "{told}"
        );
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

#[test]
fn a_name_of_the_library_means_its_scenario_even_beside_a_file_of_that_name() {
    let path = written("broken-line", TWO);
    let folder = std::path::Path::new(&path).parent().unwrap();
    let run = |name: &str| {
        let hoplab = env!("CARGO_BIN_EXE_hoplab");
        let mut command = std::process::Command::new(hoplab);
        let output = command
            .args(["run", name, "--hash"])
            .current_dir(folder)
            .output();
        output.unwrap()
    };
    let library = run("broken-line");
    assert_eq!(
        String::from_utf8_lossy(&library.stdout),
        stdout(&["run", "broken-line", "--hash"])
    );
    assert!(String::from_utf8_lossy(&library.stderr).contains("./broken-line is the file"));
    assert_eq!(
        String::from_utf8_lossy(&run("./broken-line").stdout),
        stdout(&["run", &path, "--hash"])
    );
}
