//! What both ends negotiate, each by its own account, and that it is used.

use hoplab_tcp::Config;
use hoplab_units::Span;

use crate::bulk::move_bytes;
use crate::channel::Faults;
use crate::flow::{Flow, exchange, kernels, ours};
use crate::kernel::{self, Opener};
use crate::namespace::{self, KernelView};
use crate::net::{Id, Net};
use crate::trial::{Case, Setup};

const MB: u64 = 1_000_000;

pub fn all() -> Vec<Case> {
    let mut cases = negotiations();
    cases.extend(selective_acknowledgment());
    cases.extend(duplicates_reported());
    cases.push(round_trips());
    cases
}

/// Three options, each on or off here and in the kernel: on for the connection only if on at both ends.
fn negotiations() -> Vec<Case> {
    let mut cases = Vec::new();
    for bits in 0..16_u32 {
        let bit = |n: u32| bits >> n & 1 == 1;
        // Window scaling goes through its own table in `windows`; here it only varies.
        let (here, there) = ([bit(0), bit(1), bit(0)], [bit(2), bit(3), bit(1)]);
        let opener = Opener::BOTH[usize::from(bit(0) ^ bit(1) ^ bit(2) ^ bit(3))];
        let onoff = |on: bool| if on { "1" } else { "0" };
        let [sack, timestamps, window_scaling] = here;
        let setup = Setup {
            kernel: vec![
                ("tcp_sack", onoff(there[0])),
                ("tcp_timestamps", onoff(there[1])),
                ("tcp_window_scaling", onoff(there[2])),
            ],
            config: Config {
                sack,
                timestamps,
                window_scaling,
                ..Setup::default().config
            },
            ..Setup::faults(Faults::loss_percent(2))
        };
        let name = format!(
            "both_ends_agree_on_{}_here_and_{}_there_when_{}",
            words(here),
            words(there),
            opener.words()
        );
        let both = [0, 1, 2].map(|n| here[n] && there[n]);
        cases.push(Case::new(name, setup, move |net| {
            agreed(net, opener, both);
        }));
    }
    cases
}

fn words(on: [bool; 3]) -> String {
    let names = ["sack", "timestamps", "scaling"];
    let named = names.into_iter().zip(on).filter(|(_, on)| *on);
    let list: Vec<&str> = named.map(|(name, _)| name).collect();
    if list.is_empty() {
        "nothing".to_owned()
    } else {
        list.join("_and_")
    }
}

/// Opens a connection, compares both accounts with what they should be, and uses it.
pub fn agreed(net: &mut Net, opener: Opener, [sack, timestamps, scaling]: [bool; 3]) {
    let (id, stream) = kernel::open(net, opener);
    let snapshot = net.snapshot(id);
    assert_eq!(snapshot.sack, sack);
    assert_eq!(snapshot.timestamps.is_some(), timestamps);
    let shifts = (snapshot.snd_wind_shift, snapshot.rcv_wind_shift);
    assert_eq!(shifts.0 > 0 && shifts.1 > 0, scaling);
    match namespace::kernel_view(80) {
        Some(view) => {
            let ours = KernelView {
                sack,
                timestamps,
                // Its sending is our receiving.
                scaling: scaling.then_some((shifts.1, shifts.0)),
                mss: u32::from(snapshot.mss),
            };
            assert_eq!(view, ours, "the kernel's account, and ours");
        }
        None => println!("`ss` is missing or said nothing: only our own account was checked"),
    }
    let program = kernel::start(move || exchange(stream, kernels(MB / 5), ours(MB / 5)));
    let mut flow = Flow::new(ours(MB / 5), kernels(MB / 5));
    net.until("all bytes are moved", |net| {
        let now = net.now();
        flow.work(net.endpoint(id), now)
    });
    program.result(net);
}

/// Losses in both directions are repaired by SACK where both ends have it, and without it where one has not.
fn selective_acknowledgment() -> Vec<Case> {
    let case = |(here, there): (bool, bool)| {
        let mut setup = Setup::faults(Faults::loss_percent(2));
        setup.config.sack = here;
        setup.kernel = vec![("tcp_sack", if there { "1" } else { "0" })];
        let onoff = |on| if on { "on" } else { "off" };
        let name = format!(
            "losses_are_repaired_with_sack_{}_here_and_{}_in_the_kernel",
            onoff(here),
            onoff(there)
        );
        Case::new(name, setup, move |net| {
            let id = move_bytes(net, (2 * MB, 2 * MB), Opener::We);
            repaired_by(net, id, here && there);
        })
    };
    [(true, true), (true, false), (false, true)]
        .into_iter()
        .map(case)
        .collect()
}

fn repaired_by(net: &Net, id: Id, sack: bool) {
    let figures = &net.connection(id).figures;
    let blocks = (figures.blocks_in > 0, figures.blocks_out > 0);
    assert_eq!(blocks, (sack, sack), "blocks from the kernel and from us");
    assert_eq!(figures.sent_again_by_sack > 0, sack, "{figures:?}");
    let counted = |name| namespace::counter("TcpExt", name).unwrap_or_default() > 0;
    assert_eq!(counted("TCPSackRecovery"), sack, "the kernel's recoveries");
    assert_eq!(counted("TCPRenoRecovery"), !sack, "the kernel's recoveries");
}

/// What came twice is reported in the first SACK block (RFC 2883), by the kernel to us and by us to the kernel.
fn duplicates_reported() -> Vec<Case> {
    let faults = Faults {
        duplication: 50,
        ..Faults::default()
    };
    let name = "segments_that_came_twice_are_reported_by_both";
    vec![Case::new(name, Setup::faults(faults), |net| {
        let id = move_bytes(net, (MB, MB), Opener::We);
        let to_us = net.connection(id).figures.duplicates_reported;
        assert!(to_us > 5, "the kernel reported {to_us}");
        let received = namespace::counter("TcpExt", "TCPDSACKRecv").unwrap_or_default()
            + namespace::counter("TcpExt", "TCPDSACKOfoRecv").unwrap_or_default();
        assert!(received > 5, "we reported {received}");
    })]
}

/// Each end measures the link's delay by the clock the other echoes: less than the link takes cannot be.
fn round_trips() -> Case {
    let setup = Setup {
        delay: Span::from_millis(20),
        ..Setup::default()
    };
    let name = "both_ends_measure_no_less_than_the_line_takes";
    Case::new(name, setup, |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        let program = kernel::start(move || {
            let kept = stream.try_clone()?;
            exchange(stream, kernels(MB), ours(MB)).map(|()| kept)
        });
        let mut flow = Flow::new(ours(MB), kernels(MB));
        net.until("half of it is here", |net| {
            let now = net.now();
            flow.work(net.endpoint(id), now);
            flow.received() > MB / 2
        });
        let delay = Span::from_millis(40);
        let srtt = net.snapshot(id).srtt.expect("measured by now");
        assert!(srtt >= delay, "we measured {srtt}");
        if let Some(measured) = namespace::kernel_round_trip(80) {
            assert!(measured >= delay, "the kernel measured {measured}");
        }
        net.until("all bytes are moved", |net| {
            let now = net.now();
            flow.work(net.endpoint(id), now)
        });
        program.result(net);
    })
}
