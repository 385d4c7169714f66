//! Every way to spoil a scenario is told by the field that is wrong.

use crate::Scenario;

const GOOD: &str = r#"{
  "nodes": [
    { "id": "client", "role": "host", "address": "192.0.2.10", "programs": [] },
    { "id": "r1", "address": "10.0.0.1" },
    { "id": "r2", "address": "10.0.0.2" },
    { "id": "server", "role": "host", "address": "198.51.100.80",
      "programs": [{ "viewer": { "name": "Chat", "port": 11220 } },
                   { "viewer": { "name": "Pictures", "port": 32202 } }] }
  ],
  "links": [
    { "a": "client", "b": "r1" },
    { "a": "r1", "b": "r2", "rate": "1Mbit/s", "delay": "10ms", "queue": 20000, "mtu": 1500 },
    { "a": "r2", "b": "server" }
  ],
  "script": [
    { "at": "0s", "command": { "send": { "from": "client", "to": "198.51.100.80", "port": 32202, "payload": "picture" } } },
    { "at": "1s", "command": { "set-link": { "link": "r1-r2", "change": "cut" } } },
    { "at": "2s", "command": { "set-node": { "node": "r2", "change": "crash" } } }
  ]
}"#;

#[test]
fn a_good_scenario_becomes_what_the_simulator_takes() {
    let spec = Scenario::from_json(GOOD).unwrap().to_spec().unwrap();
    assert_eq!(
        (spec.nodes.len(), spec.links.len(), spec.script.len()),
        (4, 3, 3)
    );
    assert_eq!(
        (spec.links[2].a, spec.links[2].b),
        (hoplab_sim::NodeId(2), hoplab_sim::NodeId(3))
    );
}

#[test]
fn two_hosts_may_share_an_address_and_a_host_may_have_no_link() {
    let twin = GOOD.replacen(
        r#""nodes": ["#,
        r#""nodes": [{ "id": "twin", "role": "host", "address": "198.51.100.80" },"#,
        1,
    );
    assert!(Scenario::from_json(&twin).unwrap().to_spec().is_ok());
}

/// What to replace in the good scenario, by what, and what the error must say.
const SPOILT: &[(&str, &str, &str)] = &[
    (
        r#""b": "r2", "rate""#,
        r#""b": "r9", "rate""#,
        "links[1] (\"r1-r9\").b: there is no node \"r9\"; nodes are: client, r1, r2, server",
    ),
    (
        r#""b": "r2", "rate""#,
        r#""b": "r1", "rate""#,
        "links[1] (\"r1-r1\"): both ends are at \"r1\"",
    ),
    (
        r#""id": "r2""#,
        r#""id": "r1""#,
        "nodes[2].id: \"r1\" is already the name of nodes[1]",
    ),
    (
        r#""id": "r2""#,
        r#""id": """#,
        "nodes[2].id: this must not be empty",
    ),
    (
        r#""id": "r2""#,
        r#""id": "r\n2""#,
        "nodes[2].id: this must be one line",
    ),
    (
        r#""id": "r2""#,
        r#""id": "a-name-that-does-not-fit-into-any-drawing""#,
        "nodes[2].id: this is 41 characters",
    ),
    (
        r#"{ "a": "r2", "b": "server" }"#,
        r#"{ "id": "client-r1", "a": "r2", "b": "server" }"#,
        "links[2].id: \"client-r1\" is already the name of links[0]",
    ),
    (
        "1Mbit/s",
        "0bit/s",
        "links[1] (\"r1-r2\").rate: 0bit/s is out of bounds: it must be from 1bit/s to 100Gbit/s",
    ),
    ("1Mbit/s", "101Gbit/s", "rate: 101Gbit/s is out of bounds"),
    (
        r#""delay": "10ms""#,
        r#""delay": "11min""#,
        "links[1] (\"r1-r2\").delay: 660s is out of bounds",
    ),
    (
        r#""delay": "10ms""#,
        r#""jitter": "11min""#,
        "jitter: 660s is out of bounds",
    ),
    (
        r#""queue": 20000"#,
        r#""queue": 1500"#,
        "queue: 1500 is out of bounds: it must be from 1518 to 16777216",
    ),
    (
        r#""mtu": 1500"#,
        r#""mtu": 67"#,
        "mtu: 67 is out of bounds: it must be from 68 to 9000",
    ),
    (r#""mtu": 1500"#, r#""cost": 0"#, "cost: 0 is out of bounds"),
    (
        "10.0.0.2",
        "10.0.0.1",
        "nodes[2] (\"r2\").address: router nodes[1] (\"r1\") has the address 10.0.0.1 already",
    ),
    (
        "10.0.0.2",
        "0.0.0.0",
        "nodes[2] (\"r2\").address: 0.0.0.0 cannot be a node's address",
    ),
    ("10.0.0.2", "224.0.0.1", "multicast"),
    ("10.0.0.2", "255.255.255.255", "broadcast"),
    (
        r#""programs": []"#,
        r#""prefix_len": 33"#,
        "nodes[0] (\"client\").prefix_len: 33 is out of bounds",
    ),
    (
        r#""programs": []"#,
        r#""prefix_len": 0"#,
        "prefix_len: 0 is out of bounds",
    ),
    (
        r#""programs": []"#,
        r#""x": 1001"#,
        "x: 1001 is out of bounds: it must be from 0 to 1000",
    ),
    (
        r#""programs": []"#,
        r#""spray": true"#,
        "spray: only a router can have this",
    ),
    (
        r#""programs": []"#,
        r#""tcp": { "mss": 3 }"#,
        "nodes[0] (\"client\").tcp: mss must be from 28",
    ),
    (
        r#""10.0.0.1" }"#,
        r#""10.0.0.1", "tcp": {} }"#,
        "nodes[1] (\"r1\").tcp: only a host can have this",
    ),
    (
        r#""port": 11220"#,
        r#""port": 0"#,
        "programs[0].port: 0 is not a port",
    ),
    (
        r#""port": 11220"#,
        r#""port": 32202"#,
        "programs[1].port: \"Chat\" on the same host listens on port 32202 already",
    ),
    (
        r#""name": "Chat""#,
        r#""name": " ""#,
        "programs[0].name: this must not be empty",
    ),
    (
        r#""from": "client""#,
        r#""from": "nobody""#,
        "script[0]: there is no node \"nobody\"",
    ),
    (
        r#""from": "client""#,
        r#""from": "r1""#,
        "script[0].from: only a host can send, and \"r1\" is a router",
    ),
    (
        r#""payload": "picture""#,
        r#""payload": { "text": "" }"#,
        "script[0].payload: this must not be empty",
    ),
    (
        r#""port": 32202, "payload""#,
        r#""port": 0, "payload""#,
        "script[0].port: 0 is not a port",
    ),
    (
        r#""to": "198.51.100.80""#,
        r#""to": "239.0.0.1""#,
        "script[0].to: 239.0.0.1",
    ),
    (
        r#""link": "r1-r2""#,
        r#""link": "r1-r3""#,
        "script[1]: there is no link \"r1-r3\"; links are: client-r1, r1-r2, r2-server",
    ),
    (
        r#""change": "cut""#,
        r#""change": { "rate": "0bit/s" }"#,
        "script[1]: 0bit/s is out of bounds",
    ),
    (
        r#""node": "r2", "change": "crash""#,
        r#""node": "server", "change": { "spray": true }"#,
        "script[2]: only a router",
    ),
    (
        r#""payload": "picture""#,
        r#""payload": { "bulk": 20000000 }"#,
        "script[0].payload: 20000000 is out of bounds",
    ),
    (
        r#""port": 11220 }"#,
        r#""port": 11220, "read_rate": "0bit/s" }"#,
        "programs[0].read_rate: 0bit/s is out of bounds",
    ),
    (
        r#""port": 11220 }"#,
        r#""port": 11220, "reply": { "bulk": 0 } }"#,
        "programs[0].reply: 0 is out of bounds",
    ),
    (
        r#""port": 11220 }"#,
        r#""port": 11220, "reply": { "text": "" } }"#,
        "programs[0].reply: ",
    ),
    (
        r#""change": "crash""#,
        r#""change": { "tcp": { "delayed-ack": false } }"#,
        "script[2]: only a host",
    ),
    (
        r#""at": "2s""#,
        r#""at": "100000s""#,
        "script[2].at: 100000s is out of bounds",
    ),
    (
        r#""script""#,
        r#""detection_delay": "1000s", "script""#,
        "detection_delay: 1000s is out of bounds",
    ),
    (
        r#""script""#,
        r#""until": "0s", "script""#,
        "until: 0s is out of bounds",
    ),
    (
        r#""script""#,
        r#""name": "", "script""#,
        "name: this must not be empty",
    ),
    (
        r#""script""#,
        r#""title": { "en": "x", "ko": "" }, "script""#,
        "title.ko: this must not be empty",
    ),
    (
        r#""script""#,
        r#""schema": 2, "script""#,
        "schema: this scenario was made by a newer Hoplab",
    ),
    (
        r#""script""#,
        r#""schema": 0, "script""#,
        "schema: there is no form 0",
    ),
];

#[test]
fn every_fault_is_named_by_its_field_and_says_what_to_do() {
    for (good, bad, words) in SPOILT {
        assert!(GOOD.contains(good), "the good scenario has {good}");
        let spoilt = GOOD.replacen(good, bad, 1);
        let scenario =
            Scenario::from_json(&spoilt).unwrap_or_else(|error| panic!("{bad}: {error}"));
        let error = scenario.to_spec().expect_err(bad).to_string();
        assert!(
            error.contains(words),
            "{bad}\n  says: {error}\n  not:  {words}"
        );
    }
}

#[test]
fn a_misspelt_field_of_a_command_is_told() {
    let spoilt = GOOD.replacen(
        r#""change": "cut""#,
        r#""change": "cut", "directoin": "a-to-b""#,
        1,
    );
    let error = Scenario::from_json(&spoilt).unwrap_err();
    assert!(
        error.path.starts_with("script[1].command.set-link"),
        "{error}"
    );
    assert!(
        error.to_string().contains("unknown field `directoin`"),
        "{error}"
    );
}

#[test]
fn too_many_of_anything_is_told() {
    let mut scenario = Scenario::from_json(GOOD).unwrap();
    let router = scenario.nodes[1].clone();
    scenario.nodes.resize(257, router);
    assert!(
        scenario
            .to_spec()
            .unwrap_err()
            .to_string()
            .starts_with("nodes: there are 257 nodes")
    );

    let mut scenario = Scenario::from_json(GOOD).unwrap();
    scenario.script = vec![scenario.script[0].clone(); 1001];
    let error = scenario.to_spec().unwrap_err().to_string();
    assert_eq!(
        error,
        "script: there are 1001 lines of script, and the most is 1000"
    );

    let scenario = Scenario::new("empty", Vec::new(), Vec::new());
    assert!(
        scenario
            .to_spec()
            .unwrap_err()
            .to_string()
            .contains("at least one node")
    );
}

/// A scenario with a name server and a resolver: its error, if it has one.
fn named(records: &str, root: &str) -> Option<String> {
    let text = format!(
        r#"{{ "nodes": [
            {{ "id": "ns", "role": "host", "address": "203.0.113.53", "programs": [ {{ "dns-server": {{ "zones": [
                {{ "origin": "example", "records": [ {{ "name": "@", "ns": "ns1" }}, {{ "name": "ns1", "a": "203.0.113.53" }}, {records} ] }} ] }} }} ] }},
            {{ "id": "resolver", "role": "host", "address": "198.18.0.53", "resolvers": ["198.18.0.53"], "programs": [ {{ "resolver": {{ "roots": [
                {{ "name": "{root}", "address": "203.0.113.53" }} ] }} }} ] }} ],
          "links": [ {{ "a": "ns", "b": "resolver" }} ],
          "script": [ {{ "at": "0s", "command": {{ "start": {{ "node": "resolver", "program": {{ "ping": {{ "to": "*.example" }} }} }} }} }} ] }}"#
    );
    let scenario = Scenario::from_json(&text).unwrap_or_else(|error| panic!("{records}: {error}"));
    scenario.to_spec().err().map(|error| error.to_string())
}

#[test]
fn an_asterisk_makes_a_wildcard_where_records_are_given_and_is_told_to_be_wrong_where_a_host_is_named()
 {
    let good = [
        r#"{ "name": "*", "a": "192.0.2.1" }"#,
        r#"{ "name": "*.sub", "cname": "www.elsewhere." }"#,
        r#"{ "name": "*.example", "a": "192.0.2.1" }"#,
        // These are names as any other.
        r#"{ "name": "a.*.b", "a": "192.0.2.1" }, { "name": "the*", "a": "192.0.2.1" }"#,
    ];
    for records in good {
        assert_eq!(named(records, "a.root"), None, "{records}");
    }
    let plain = r#"{ "name": "www", "a": "192.0.2.1" }"#;
    let wrong = [
        (
            r#"{ "name": "*", "ns": "ns1" }"#,
            "a.root",
            "zone example: *.example cannot have an \"ns\"",
        ),
        (
            r#"{ "name": "sub", "ns": "*" }"#,
            "a.root",
            "a name server cannot be called *.example",
        ),
        (
            plain,
            "*.root",
            "roots: \"*\" stands for other names only where a zone's records are given",
        ),
    ];
    for (records, root, words) in wrong {
        let error = named(records, root).unwrap_or_default();
        assert!(error.contains(words), "{records}, {root}: {error}");
        assert!(error.starts_with("nodes["), "{error}");
    }
}
