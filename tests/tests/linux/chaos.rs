//! Any settings of ours, any of the kernel's, on any link: what was said is what was heard, both ways.

use hoplab_tcp::Config;
use hoplab_tests::{Random, random_config};
use hoplab_units::Span;

use crate::bulk::move_bytes;
use crate::channel::Faults;
use crate::kernel::{Opener, SocketOptions};
use crate::trial::{Case, Setup};

/// The longer sweep of `cargo xtask test --full` has more of them.
const USUAL: u64 = 60;
const FULL: u64 = 400;

pub fn all() -> Vec<Case> {
    let full = std::env::var_os("HOPLAB_FULL").is_some();
    (1..=if full { FULL } else { USUAL }).map(case).collect()
}

fn case(number: u64) -> Case {
    let usual = Setup::default();
    let mut random = Random::new(usual.seed.wrapping_mul(1_000_003).wrapping_add(number));
    let setup = Setup {
        seed: random.draw() >> 8,
        to_kernel: faults(&mut random),
        from_kernel: faults(&mut random),
        delay: Span::from_micros(random.pick(&[50, 500, 5000])),
        socket: SocketOptions {
            congestion: random.pick(&["reno", "cubic"]),
            receive_buffer: random.pick(&[None, None, Some(5000), Some(40_000)]),
            mss: random.pick(&[None, None, Some(100), Some(700)]),
            ..SocketOptions::default()
        },
        kernel: kernel_settings(&mut random),
        config: Config {
            // What takes long is tried elsewhere, in simulated time.
            initial_rto: Span::from_secs(1),
            min_rto: Span::from_millis(random.pick(&[10, 50, 200])),
            keep_alive: false,
            user_timeout: Span::ZERO,
            msl: usual.config.msl,
            ..random_config(&mut random)
        },
        iss: random.coin().then(|| random.draw() as u32),
        mtu: random.pick(&[1500, 1500, 576, 9000]),
        ..usual
    };
    // Small segments need many packets, and each may be lost.
    let most = 200
        * u64::from(
            setup
                .config
                .mss
                .min(setup.socket.mss.unwrap_or(1460) as u16),
        );
    let bytes = (random.below(most), random.below(most));
    let opener = random.pick(&Opener::BOTH);
    let name = format!("what_was_said_is_heard_whatever_the_settings_{number}");
    Case::new(name, setup, move |net| {
        move_bytes(net, bytes, opener);
    })
}

fn faults(random: &mut Random) -> Faults {
    let mut share = |most: u64| random.below(most + 1).saturating_sub(most / 3) as u32;
    Faults {
        loss: share(45),
        reorder: share(90),
        duplication: share(90),
        damage: share(30),
        ..Faults::default()
    }
}

fn kernel_settings(random: &mut Random) -> Vec<(&'static str, &'static str)> {
    let mut settings = Vec::new();
    for name in [
        "tcp_sack",
        "tcp_dsack",
        "tcp_timestamps",
        "tcp_window_scaling",
        "tcp_ecn",
        "tcp_slow_start_after_idle",
        "tcp_moderate_rcvbuf",
    ] {
        settings.push((name, random.pick(&["0", "1"])));
    }
    settings
}
