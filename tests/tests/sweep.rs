//! Many seeds of one broken internet: what each transport promises holds in every one of them.

use hoplab_explain::{RunOutcome, run};
use hoplab_replay::Recording;
use hoplab_scenario::library;
use hoplab_sim::{DropReason, EventKind, Transport, World};
use hoplab_units::{Share, Time};

/// `broken-line` with this seed and 5% loss on every link; with `damage`, also bits flipped on
/// lines and in the memory of the router beside the client. One router, so that no packet is damaged
/// twice: two flips can cancel out in a 16-bit sum, as they can in real life.
fn broken(seed: u64, transport: Transport, damage: bool) -> (World, RunOutcome) {
    let mut scenario = library::find("broken-line").expect("it is in the library");
    for link in &mut scenario.links {
        link.loss = Share::from_percent(5);
        if damage {
            link.corruption = Share::from_percent(2);
        }
    }
    for node in scenario
        .nodes
        .iter_mut()
        .filter(|node| damage && node.id == "r1")
    {
        node.memory_corruption = Share::from_percent(5);
    }
    let recording = Recording {
        transport,
        seed,
        ..Recording::new(scenario)
    };
    // A day: with one packet in five lost each way and the timer doubling, a few take hours.
    run(&recording, Time::from_secs(86_400), 1_000_000).expect("the scenario is valid")
}

fn seeds() -> core::ops::Range<u64> {
    // The longer sweep of `cargo xtask test --full`.
    if std::env::var_os("HOPLAB_FULL").is_some() {
        0..10_000
    } else {
        0..1_000
    }
}

#[test]
fn tcp_delivers_every_byte_in_order_or_tells_the_program_that_it_failed() {
    let mut whole = 0;
    for seed in seeds() {
        let (_, outcome) = broken(seed, Transport::Tcp, false);
        let transfer = &outcome.transfers[0];
        let complete = transfer.intact && transfer.in_order && transfer.failure.is_none();
        whole += u64::from(complete);
        assert!(
            complete || transfer.failure.is_some(),
            "seed {seed}: {transfer:?}"
        );
    }
    assert!(
        whole >= seeds().end * 95 / 100,
        "only {whole} of {} arrived",
        seeds().end
    );
}

#[test]
fn no_transport_with_a_checksum_hands_over_damaged_content_and_raw_ip_does() {
    let (mut damaged_over_ip, mut caught) = (0, 0);
    for seed in seeds().take(300) {
        for transport in Transport::ALL {
            let (world, outcome) = broken(seed, transport, true);
            let transfer = &outcome.transfers[0];
            match transport {
                Transport::Ip => damaged_over_ip += u32::from(!transfer.unchanged),
                _ => assert!(
                    transfer.unchanged,
                    "{transport:?}, seed {seed}: {transfer:?}"
                ),
            }
            let bad = |kind: &EventKind| {
                matches!(
                    kind,
                    EventKind::Dropped {
                        why: DropReason::BadTransport,
                        ..
                    }
                )
            };
            caught += world
                .trace()
                .iter()
                .filter(|event| bad(&event.kind))
                .count();
        }
    }
    assert!(
        damaged_over_ip > 100,
        "raw IP cannot notice: {damaged_over_ip} of 300"
    );
    assert!(
        caught > 100,
        "the checksums had something to catch: {caught}"
    );
}

#[test]
fn raw_ip_and_udp_lose_part_of_the_picture_and_do_not_know_it() {
    for transport in [Transport::Ip, Transport::Udp] {
        for seed in seeds() {
            let (_, outcome) = broken(seed, transport, false);
            let transfer = &outcome.transfers[0];
            assert!(
                transfer.delivered_bytes < transfer.sent_bytes,
                "{transport:?}, seed {seed}"
            );
            assert!(
                !transfer.intact && transfer.failure.is_none(),
                "{transport:?}, seed {seed}"
            );
        }
    }
}
