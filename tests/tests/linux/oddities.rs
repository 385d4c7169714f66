//! A kernel with unusual settings, a clock that goes around, and segments of one byte.

use std::sync::mpsc;

use hoplab_tcp::State;
use hoplab_units::Span;

use crate::bulk::move_bytes;
use crate::channel::Faults;
use crate::flow::{self, Flow, kernels, ours};
use crate::kernel::{self, Opener};
use crate::net::Net;
use crate::options;
use crate::trial::{Case, Setup};

const MB: u64 = 1_000_000;

pub fn all() -> Vec<Case> {
    let mut cases = vec![clock_goes_around(), shrinking_windows(), tiny_segments()];
    cases.extend(Opener::BOTH.map(explicit_congestion));
    cases.extend([true, false].map(cookies));
    cases.extend(Opener::BOTH.map(unusual_mtu));
    cases
}

/// Our timestamps count milliseconds in 32 bits (RFC 7323 §5.4): after 49 days they begin anew.
fn clock_goes_around() -> Case {
    let setup = Setup {
        clock: Span::from_millis((1 << 32) - 300),
        ..Setup::faults(Faults::loss_percent(1))
    };
    let name = "the_kernel_goes_along_when_our_timestamps_wrap";
    Case::new(name, setup, |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        let program = kernel::start(move || flow::exchange(stream, kernels(2 * MB), ours(2 * MB)));
        let mut flow = Flow::new(ours(2 * MB), kernels(2 * MB));
        let part = |net: &Net| net.connection(id).figures.last_data_out;
        let stamp = |net: &Net| Some(part(net)?.options.timestamps?.0);
        let mut work = |net: &mut Net| {
            let now = net.now();
            flow.work(net.endpoint(id), now)
        };
        let mut before = None;
        let half = Span::from_millis(150);
        net.until("the first stamp", |net| {
            work(net);
            before = stamp(net);
            before.is_some()
        });
        // Hold the rest back until the clock has gone around.
        net.pass(half * 3);
        let mut after = None;
        net.until("all bytes are moved", |net| {
            let done = work(net);
            after = stamp(net);
            done
        });
        program.result(net);
        assert!(before > after, "{before:?} and then {after:?}");
    })
}

/// Since Linux 6.1 the kernel can take back window it has offered (RFC 9293 §3.8.6, SHLD-14 and -15, MUST-34).
fn shrinking_windows() -> Case {
    let mut setup = Setup::faults(Faults::loss_percent(1));
    setup.kernel = vec![
        ("tcp_shrink_window", "1"),
        ("tcp_rmem", "4096 40000 200000"),
    ];
    let name = "a_kernel_that_takes_window_back_gets_every_byte";
    Case::new(name, setup, |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        let (go, wait) = mpsc::channel();
        let program = kernel::start(move || {
            let _ = wait.recv();
            flow::read(&stream, ours(MB))?;
            flow::write(&stream, kernels(0))
        });
        let mut flow = Flow::new(ours(MB), kernels(0));
        net.until("the kernel takes window back", |net| {
            let now = net.now();
            flow.work(net.endpoint(id), now);
            net.connection(id).figures.windows_taken_back > 0
        });
        let _ = go.send(());
        net.until("all bytes are moved", |net| {
            let now = net.now();
            flow.work(net.endpoint(id), now)
        });
        program.result(net);
    })
}

/// Two thousand segments of one byte, lost and out of order: as many gaps as there can be.
fn tiny_segments() -> Case {
    const BYTES: u64 = 2000;
    let faults = Faults {
        loss: 30,
        reorder: 100,
        duplication: 30,
        ..Faults::default()
    };
    let setup = Setup {
        from_kernel: faults,
        ..Setup::default()
    };
    let name = "segments_of_one_byte_lost_and_out_of_order_make_one_stream";
    Case::new(name, setup, |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        let program = kernel::start(move || {
            stream.set_nodelay(true)?;
            for at in 0..BYTES {
                kernel::send_apart(&stream, &kernels(BYTES).part(at, 1))?;
            }
            stream.shutdown(std::net::Shutdown::Write)?;
            flow::read(&stream, ours(0))
        });
        let mut flow = Flow::new(ours(0), kernels(BYTES));
        net.until("all bytes are here", |net| {
            let now = net.now();
            flow.read(net.endpoint(id), now);
            net.connection(id).endpoint.state() == State::CloseWait
        });
        net.until("our program is through", |net| {
            let now = net.now();
            flow.work(net.endpoint(id), now)
        });
        program.result(net);
        let offered = net.tallies()[1].offered;
        assert!(offered > BYTES, "the kernel put bytes together: {offered}");
    })
}

/// A kernel that offers ECN (RFC 3168) to us, who know nothing of it: bits to be ignored.
fn explicit_congestion(opener: Opener) -> Case {
    let setup = Setup {
        kernel: vec![("tcp_ecn", "1")],
        ..Setup::faults(Faults::loss_percent(1))
    };
    let name = format!(
        "a_kernel_that_offers_ecn_goes_without_when_{}",
        opener.words()
    );
    Case::new(name, setup, move |net| {
        move_bytes(net, (MB, MB), opener);
    })
}

/// A kernel that keeps no state before the handshake is over: what was negotiated must fit into its timestamp.
fn cookies(timestamps: bool) -> Case {
    let mut setup = Setup {
        kernel: vec![("tcp_syncookies", "2")],
        ..Setup::default()
    };
    setup.config.timestamps = timestamps;
    let onoff = if timestamps { "on" } else { "off" };
    let name =
        format!("both_ends_agree_when_the_kernel_uses_syn_cookies_and_timestamps_are_{onoff}");
    Case::new(name, setup, move |net| {
        // Without timestamps a cookie has room for the MSS alone.
        options::agreed(net, Opener::We, [timestamps; 3]);
    })
}

/// The kernel's link carries little: its MSS says so.
fn unusual_mtu(opener: Opener) -> Case {
    let setup = Setup {
        mtu: 700,
        ..Setup::faults(Faults::loss_percent(1))
    };
    let name = format!("segments_fit_a_link_of_700_bytes_when_{}", opener.words());
    Case::new(name, setup, move |net| {
        let id = move_bytes(net, (MB, MB), opener);
        let figures = &net.connection(id).figures;
        let longest = (figures.longest_out, figures.longest_in);
        assert_eq!(longest, (700 - 52, 700 - 52));
    })
}
