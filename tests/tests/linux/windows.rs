//! Windows: readers that stop and go on, updates that are lost, scaling, small segments, sequence numbers that wrap.

use std::io::Read;
use std::sync::mpsc;

use hoplab_tcp::Config;
use hoplab_units::Span;

use crate::bulk::move_bytes;
use crate::channel::Faults;
use crate::flow::{self, Flow, exchange, kernels, ours};
use crate::kernel::{self, Opener, SocketOptions};
use crate::namespace;
use crate::net::{Id, Net};
use crate::trial::{Case, Setup};

const MB: u64 = 1_000_000;

pub fn all() -> Vec<Case> {
    let small_kernel = || Setup {
        socket: SocketOptions {
            receive_buffer: Some(20_000),
            ..SocketOptions::default()
        },
        ..Setup::default()
    };
    let mut cases = vec![
        Case::new(
            "a_reader_of_the_kernel_stops_and_goes_on",
            small_kernel(),
            |net| kernels_reader_stops(net, false),
        ),
        Case::new(
            "our_probe_finds_the_window_open_when_the_kernels_update_was_lost",
            small_kernel(),
            |net| kernels_reader_stops(net, true),
        ),
        Case::new(
            "a_reader_of_ours_stops_and_goes_on",
            Setup::default(),
            |net| our_reader_stops(net, false),
        ),
        Case::new(
            "the_kernels_probe_finds_the_window_open_when_our_update_was_lost",
            Setup::default(),
            |net| our_reader_stops(net, true),
        ),
        Case::new(
            "a_reader_of_the_kernel_that_takes_little_at_a_time_gets_no_silly_segments",
            small_kernel(),
            little_at_a_time,
        ),
    ];
    cases.extend(segment_sizes());
    cases.extend(large_windows());
    cases.extend(wrapping());
    cases.extend(damage());
    cases
}

/// The kernel's program does not read until we have asked twice into its closed window. With `lost`, nothing the
/// kernel says arrives while it begins to read.
fn kernels_reader_stops(net: &mut Net, lost: bool) {
    let (id, stream) = kernel::open(net, Opener::We);
    let (go, wait) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    let program = kernel::start(move || {
        let _ = wait.recv();
        flow::read_telling(&stream, ours(MB), move || {
            let _ = tell.send(());
            if lost {
                let _ = wait.recv();
            }
        })?;
        flow::write(&stream, kernels(0))
    });
    let mut flow = Flow::new(ours(MB), kernels(0));
    net.until("we probe the kernel's closed window", |net| {
        let now = net.now();
        flow.work(net.endpoint(id), now);
        net.connection(id).figures.probes >= 2 && net.snapshot(id).snd_wnd == 0
    });
    // For the answer to the last probe; the next one is due in more than 400 ms.
    net.pass(Span::from_millis(20));
    net.cut_from_kernel(lost);
    let before = net.connection(id).figures.probes;
    let _ = go.send(());
    if lost {
        // The kernel says so before the program's read returns, and that goes over the cut link.
        net.until("the kernel's program reads", |_| told.try_recv().is_ok());
        net.cut_from_kernel(false);
        net.until("a probe finds out", |net| net.snapshot(id).snd_wnd > 0);
        let after = net.connection(id).figures.probes;
        assert!(after > before, "nothing but a probe could find out");
        let _ = go.send(());
    }
    net.until("all bytes are moved", |net| {
        let now = net.now();
        flow.work(net.endpoint(id), now)
    });
    program.result(net);
}

/// We do not read until the kernel has asked into our closed window.
fn our_reader_stops(net: &mut Net, lost: bool) {
    let (id, stream) = kernel::open(net, Opener::We);
    let program = kernel::start(move || exchange(stream, kernels(MB), ours(0)));
    let probes = || namespace::counter("TcpExt", "TCPWinProbe").unwrap_or_default();
    net.until("the kernel probes our closed window", |net| {
        announced(net, id) == 0 && probes() >= 2
    });
    net.cut_to_kernel(lost);
    let before = probes();
    let mut flow = Flow::new(ours(0), kernels(MB));
    if lost {
        let now = net.now();
        flow.read(net.endpoint(id), now);
        net.pass(Span::from_millis(50));
        assert!(announced(net, id) > 0);
        net.cut_to_kernel(false);
    }
    // Our FIN would tell of the window too, so it waits.
    net.until("the kernel's bytes are here", |net| {
        let now = net.now();
        flow.read(net.endpoint(id), now);
        flow.received() == MB
    });
    net.until("our program is through", |net| {
        let now = net.now();
        flow.work(net.endpoint(id), now)
    });
    program.result(net);
    assert!(
        !lost || probes() > before,
        "nothing but a probe could find out"
    );
}

/// The window field we would send: what is less than its unit cannot be said.
fn announced(net: &Net, id: Id) -> u32 {
    let snapshot = net.snapshot(id);
    snapshot.rcv_wnd >> snapshot.rcv_wind_shift
}

/// RFC 9293 §3.8.6.2.1: the window grows by little, and yet we wait until it is worth a segment.
fn little_at_a_time(net: &mut Net) {
    const BYTES: u64 = 200_000;
    let (id, mut stream) = kernel::open(net, Opener::We);
    let program = kernel::start(move || {
        let (mut at, mut buffer) = (0, [0; 100]);
        while at < BYTES {
            let len = stream.read(&mut buffer)?;
            ours(BYTES)
                .compare(at, &buffer[..len])
                .map_err(std::io::Error::other)?;
            at += len as u64;
        }
        flow::write(&stream, kernels(0))
    });
    let mut flow = Flow::new(ours(BYTES), kernels(0));
    net.until("all bytes are moved", |net| {
        let now = net.now();
        flow.work(net.endpoint(id), now)
    });
    program.result(net);
    let segments = net.connection(id).figures.data_segments;
    assert!(
        segments < 2 * BYTES / 1460,
        "{segments} segments for {BYTES} bytes"
    );
}

/// Neither end sends more at once than the other takes.
fn segment_sizes() -> Vec<Case> {
    // What we announce, what the kernel's socket does, and what both may send.
    let sizes = [
        (100, None, 100),
        (536, None, 536),
        (1460, Some(200), 200),
        (9000, None, 1460),
    ];
    let mut cases = Vec::new();
    for (own, kernels_own, most) in sizes {
        for opener in Opener::BOTH {
            let mut setup = Setup {
                socket: SocketOptions {
                    mss: kernels_own,
                    ..SocketOptions::default()
                },
                ..Setup::default()
            };
            setup.config.mss = own;
            let name = format!(
                "segments_hold_{most}_bytes_when_we_take_{own}_and_the_kernel_{}_and_{}",
                kernels_own.map_or("what_fits".to_owned(), |own| own.to_string()),
                opener.words()
            );
            cases.push(Case::new(name, setup, move |net| {
                let id = move_bytes(net, (100_000, 100_000), opener);
                let figures = &net.connection(id).figures;
                // The MSS counts the timestamps, which take 12 bytes (RFC 6691).
                let most = most - 12;
                let longest = (figures.longest_out, figures.longest_in);
                assert_eq!(longest, (most, most));
            }));
        }
    }
    cases
}

/// A link that needs more than 64 KB under way: only scaled windows fill it.
fn large_windows() -> Vec<Case> {
    let mut cases = Vec::new();
    for (ours_scales, kernel_scales) in [(true, true), (true, false), (false, true)] {
        for opener in Opener::BOTH {
            let setup = Setup {
                delay: Span::from_millis(10),
                kernel: vec![("tcp_window_scaling", if kernel_scales { "1" } else { "0" })],
                config: Config {
                    window_scaling: ours_scales,
                    send_buffer: 4 << 20,
                    receive_buffer: 4 << 20,
                    ..Setup::default().config
                },
                ..Setup::default()
            };
            let scaled = ours_scales && kernel_scales;
            let name = format!(
                "windows_{}_when_scaling_is_{}_here_and_{}_in_the_kernel_and_{}",
                if scaled {
                    "pass_64_kb"
                } else {
                    "stay_below_64_kb"
                },
                if ours_scales { "on" } else { "off" },
                if kernel_scales { "on" } else { "off" },
                opener.words()
            );
            cases.push(Case::new(name, setup, move |net| {
                let id = move_bytes(net, (4 * MB, 4 * MB), opener);
                check_windows(net, id, scaled);
            }));
        }
    }
    cases
}

fn check_windows(net: &Net, id: Id, scaled: bool) {
    let (figures, snapshot) = (&net.connection(id).figures, net.snapshot(id));
    let (under_way, offered) = (figures.most_under_way, figures.largest_window);
    if scaled {
        assert!(under_way > 65_535, "we had {under_way} bytes under way");
        assert!(offered > 65_535, "we offered {offered} bytes");
        assert!(snapshot.snd_wind_shift > 0 && snapshot.rcv_wind_shift > 0);
    } else {
        assert!(under_way <= 65_535, "we had {under_way} bytes under way");
        assert!(offered <= 65_535, "we offered {offered} bytes");
        assert_eq!((snapshot.snd_wind_shift, snapshot.rcv_wind_shift), (0, 0));
    }
}

/// Our sequence numbers pass zero in the handshake, soon after it, and in the middle of the stream.
fn wrapping() -> Vec<Case> {
    let case = |before: u32| {
        let setup = Setup {
            iss: Some(before.wrapping_neg()),
            ..Setup::faults(Faults::loss_percent(1))
        };
        let name = format!("sequence_numbers_wrap_{before}_bytes_after_our_syn");
        Case::new(name, setup, |net| {
            let id = move_bytes(net, (2 * MB, 2 * MB), Opener::We);
            let snapshot = net.snapshot(id);
            assert!(snapshot.snd_nxt.0 < snapshot.iss.0, "they wrapped");
        })
    };
    [1, 2, 1000, 1_000_000].into_iter().map(case).collect()
}

/// A flipped bit is found by both checksums, and what it hit is sent again. This also shows that the counters which are
/// zero after every other test can count.
fn damage() -> Vec<Case> {
    let faults = Faults {
        damage: 20,
        ..Faults::default()
    };
    let name = "damaged_segments_are_thrown_away_by_both_and_sent_again";
    vec![Case::new(name, Setup::faults(faults), |net| {
        move_bytes(net, (MB, MB), Opener::We);
        let damaged = net.tallies().map(|channel| channel.damaged);
        assert!(damaged.iter().all(|count| *count > 5), "{damaged:?}");
    })]
}
