//! Internets with links that take less than the 576 bytes an ICMP error may have: what the senders are told.

use hoplab_explain::{RunOutcome, run};
use hoplab_replay::Recording;
use hoplab_scenario::Scenario;
use hoplab_sim::{DropReason, EventKind, SocketError, TransferState, World};
use hoplab_units::Time;

fn play(json: &str) -> (World, RunOutcome) {
    let scenario = Scenario::from_json(json).expect("a scenario");
    scenario.check().expect("a good one");
    run(&Recording::new(scenario), Time::from_secs(150), 100_000).expect("it can be played")
}

fn count(world: &World, fits: impl Fn(&EventKind) -> bool) -> usize {
    let kinds = world.trace().iter().map(|event| &event.kind);
    kinds.filter(|kind| fits(kind)).count()
}

fn too_big(world: &World, mtu: u16) -> usize {
    let too_big = DropReason::TooBig { mtu };
    count(
        world,
        |kind| matches!(kind, EventKind::Dropped { why, .. } if *why == too_big),
    )
}

/// client - r1 - r2 - server.
fn three_links(mtus: [u16; 3]) -> String {
    let [first, second, third] = mtus;
    format!(
        r#"{{ "name": "three-links", "transport": "tcp", "until": "5s",
  "nodes": [
    {{ "id": "client", "role": "host", "address": "192.0.2.10" }},
    {{ "id": "r1", "address": "10.0.0.1" }},
    {{ "id": "r2", "address": "10.0.0.2" }},
    {{ "id": "server", "role": "host", "address": "198.51.100.80",
      "programs": [{{ "viewer": {{ "name": "Viewer", "port": 32202 }} }}] }}
  ],
  "links": [
    {{ "a": "client", "b": "r1", "rate": "10Mbit/s", "delay": "5ms", "mtu": {first} }},
    {{ "a": "r1", "b": "r2", "rate": "10Mbit/s", "delay": "5ms", "mtu": {second} }},
    {{ "a": "r2", "b": "server", "rate": "10Mbit/s", "delay": "5ms", "mtu": {third} }}
  ],
  "script": [{{ "at": "0s", "command": {{ "send": {{
    "from": "client", "to": "198.51.100.80", "port": 32202, "payload": {{ "bulk": 1000 }} }} }} }}]
}}"#
    )
}

#[test]
fn tcp_learns_of_a_narrower_link_though_its_own_is_narrow_too() {
    for mtus in [
        [500, 300, 1500],
        [300, 500, 250],
        [69, 68, 1500],
        [400, 1500, 399],
    ] {
        let (world, outcome) = play(&three_links(mtus));
        let transfer = &outcome.transfers[0];
        assert!(
            transfer.intact && transfer.failure.is_none(),
            "{mtus:?}: {transfer:?}"
        );
        let state = world.transfers()[0].state;
        let soon = matches!(state, TransferState::Sent(at) if at < Time::from_secs(5));
        assert!(soon, "{mtus:?}: {state:?}");
        assert_eq!(
            too_big(&world, mtus[0]),
            0,
            "{mtus:?}: no report died on its way back"
        );
    }
}

#[test]
fn a_program_hears_of_the_closed_port_over_links_of_400_bytes() {
    let start = |at: &str| {
        let text = "x".repeat(370);
        format!(
            r#"{{ "at": "{at}", "command": {{ "start": {{ "node": "client", "program": {{ "echo-client": {{
                "to": "198.51.100.80", "transport": "udp", "text": "{text}" }} }} }} }} }}"#
        )
    };
    let json = format!(
        r#"{{ "name": "closed-port-narrow", "until": "20s",
  "nodes": [
    {{ "id": "client", "role": "host", "address": "192.0.2.10" }},
    {{ "id": "r1", "address": "10.0.0.1" }},
    {{ "id": "server", "role": "host", "address": "198.51.100.80" }}
  ],
  "links": [
    {{ "a": "client", "b": "r1", "rate": "10Mbit/s", "delay": "5ms", "mtu": 400 }},
    {{ "a": "r1", "b": "server", "rate": "10Mbit/s", "delay": "5ms", "mtu": 400 }}
  ],
  "script": [{}, {}] }}"#,
        start("0s"),
        start("5s")
    );
    let (world, _) = play(&json);
    let refused = EventKind::SocketError {
        error: SocketError::PortUnreachable,
    };
    assert_eq!(count(&world, |kind| *kind == refused), 2);
    assert_eq!(too_big(&world, 400), 0);
}
