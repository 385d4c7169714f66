//! Golden traces: what happens in the first scenario, event by event, over each transport. A change
//! here is a change of what a shared link shows: it must be meant. And what goes over the links in every scenario: that
//! must stay, whatever events learn to say. `cargo insta review` accepts it.

use std::fmt::Write;

use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::library;
use hoplab_sim::{Transport, WireHasher};
use hoplab_units::Time;

/// One line an event: moment, id, cause, place, what. Frames show as their length; the hash below
/// covers their bytes.
fn trace(name: &str, transport: Transport) -> String {
    let recording = Recording {
        transport,
        ..Recording::new(library::find(name).expect("it is there"))
    };
    let (world, _) = run(&recording, Time::from_secs(2), u64::MAX).expect("it is valid");
    let mut text = String::new();
    for event in world.trace().iter() {
        let cause = event
            .cause
            .map_or_else(String::new, |cause| format!(" <- {cause}"));
        let (at, id, place, kind) = (event.at, event.id, event.place, &event.kind);
        writeln!(text, "{at} {id}{cause} {place:?} {kind:?}").expect("a string takes all");
    }
    writeln!(text, "hash {}", world.trace().hash()).expect("a string takes all");
    text
}

/// A line for each scenario and transport: how much went over the links, and the hash of it.
#[test]
fn what_goes_over_the_links_in_every_scenario() {
    let mut text = String::new();
    for entry in library::all() {
        for transport in Transport::ALL {
            let recording = Recording {
                transport,
                ..Recording::new(entry.scenario())
            };
            let until = recording.scenario.until;
            let (world, outcome) = run(&recording, until, 100_000).expect("it is valid");
            assert_eq!(world.trace().first(), 0, "all of it is kept");
            let mut hasher = WireHasher::default();
            hasher.read(world.trace());
            let (sent, hash) = (outcome.packets_sent, hasher.digest());
            let (name, transport) = (entry.name, transport.as_str());
            writeln!(text, "{name} {transport}: {sent} packets, {hash}")
                .expect("a string takes all");
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_first_message_over_raw_ip() {
    insta::assert_snapshot!(trace("first-message", Transport::Ip));
}

#[test]
fn the_first_message_over_udp() {
    insta::assert_snapshot!(trace("first-message", Transport::Udp));
}

#[test]
fn the_first_message_over_tcp() {
    insta::assert_snapshot!(trace("first-message", Transport::Tcp));
}
