//! Megabytes over links that lose, repeat and overtake: every byte arrives, in order, both ways.

use hoplab_tcp::CongestionControl;

use crate::channel::Faults;
use crate::flow::{Flow, exchange, kernels, ours};
use crate::kernel::{self, Opener};
use crate::net::{Id, Net};
use crate::trial::{Case, Setup};

const MB: u64 = 1_000_000;

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    KernelToUs,
    UsToKernel,
    Both,
}

impl Way {
    const ALL: [Way; 3] = [Way::KernelToUs, Way::UsToKernel, Way::Both];

    fn words(self) -> &'static str {
        match self {
            Way::KernelToUs => "from_the_kernel_to_us",
            Way::UsToKernel => "from_us_to_the_kernel",
            Way::Both => "both_ways_at_once",
        }
    }

    /// How much we send, and the kernel.
    fn bytes(self, bytes: u64) -> (u64, u64) {
        match self {
            Way::KernelToUs => (0, bytes),
            Way::UsToKernel => (bytes, 0),
            Way::Both => (bytes, bytes),
        }
    }
}

pub fn all() -> Vec<Case> {
    let full = std::env::var_os("HOPLAB_FULL").is_some();
    let algorithms = [CongestionControl::Reno, CongestionControl::Cubic];
    let mut cases = Vec::new();
    for (kernels, ours) in algorithms
        .iter()
        .flat_map(|one| algorithms.map(|own| (*one, own)))
    {
        for (percent, way) in [0, 1, 5]
            .iter()
            .flat_map(|one| Way::ALL.map(|way| (*one, way)))
        {
            for opener in Opener::BOTH {
                // All combinations only in the long run; of each pair of algorithms and openers always one.
                let number = kernels as u32 + percent + way as u32 + opener as u32;
                let usual = kernels == ours && number.is_multiple_of(2);
                if usual || full {
                    cases.push(transfer([kernels, ours], percent, way, opener));
                }
            }
        }
    }
    cases.extend(disorder());
    cases
}

fn name(congestion: CongestionControl) -> &'static str {
    match congestion {
        CongestionControl::None => "none",
        CongestionControl::Reno => "reno",
        CongestionControl::Cubic => "cubic",
    }
}

fn transfer(
    [kernels, ours]: [CongestionControl; 2],
    percent: u32,
    way: Way,
    opener: Opener,
) -> Case {
    let words = format!(
        "10_mb_arrive_{}_with_{percent}_percent_lost_and_{}_here_and_{}_in_the_kernel_when_{}",
        way.words(),
        name(ours),
        name(kernels),
        opener.words()
    );
    let mut setup = Setup::faults(Faults::loss_percent(percent));
    setup.socket.congestion = name(kernels);
    setup.config.congestion = ours;
    Case::new(words, setup, move |net| {
        move_bytes(net, way.bytes(10 * MB), opener);
        if percent > 0 {
            let tallies = net.tallies();
            assert!(
                tallies.iter().all(|channel| channel.lost > 0),
                "{tallies:?}"
            );
        }
    })
}

/// Moves this many bytes from us and from the kernel over one connection, and closes it.
pub fn move_bytes(net: &mut Net, (from_us, from_kernel): (u64, u64), opener: Opener) -> Id {
    let (our_stream, kernels_stream) = (ours(from_us), kernels(from_kernel));
    let (id, stream) = kernel::open(net, opener);
    let program = kernel::start(move || exchange(stream, kernels_stream, our_stream));
    let mut flow = Flow::new(our_stream, kernels_stream);
    net.until("all bytes are moved", |net| {
        let now = net.now();
        flow.work(net.endpoint(id), now)
    });
    program.result(net);
    id
}

/// Packets that overtake each other and come twice.
fn disorder() -> Vec<Case> {
    let faults = |loss, reorder, duplication| Faults {
        loss,
        reorder,
        duplication,
        ..Faults::default()
    };
    let cases = [
        ("packets_overtake_each_other", faults(0, 20, 0)),
        ("packets_come_twice", faults(0, 0, 50)),
        (
            "packets_are_lost_overtake_and_come_twice",
            faults(5, 10, 20),
        ),
    ];
    let case = |(words, faults): (&str, Faults)| {
        let name = format!("every_byte_arrives_once_and_in_order_when_{words}");
        Case::new(name, Setup::faults(faults), |net| {
            let id = move_bytes(net, (2 * MB, 2 * MB), Opener::We);
            let figures = &net.connection(id).figures;
            let setup = net.setup();
            if setup.from_kernel.reorder > 0 {
                assert!(figures.out_of_order > 0, "nothing overtook: {figures:?}");
            }
        })
    };
    cases.into_iter().map(case).collect()
}
