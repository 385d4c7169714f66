//! Single mechanisms, each met by the kernel's: congestion control, PAWS, keep-alive, urgent data, Nagle, TIME-WAIT.

use std::io::{Read, Write};

use hoplab_tcp::{CongestionControl, Failure, Nagle, State};
use hoplab_units::Span;

use crate::bulk::move_bytes;
use crate::channel::Faults;
use crate::flow::{Flow, exchange, kernels, ours};
use crate::kernel::{self, Opener, SocketOptions};
use crate::namespace;
use crate::net::{self, Net};
use crate::trial::{Case, Setup};

const MB: u64 = 1_000_000;

pub fn all() -> Vec<Case> {
    let mut cases = congestion_controls();
    cases.extend([paws_here(), paws_there()]);
    cases.extend([kernel_asks(), we_ask(), we_ask_in_vain()]);
    let plain = |name: &str, body: fn(&mut Net)| Case::new(name, Setup::default(), body);
    cases.push(plain(
        "urgent_data_of_the_kernel_is_marked_and_keeps_its_place",
        urgent_from_the_kernel,
    ));
    cases.push(plain(
        "the_kernel_finds_the_urgent_byte_we_marked",
        urgent_to_the_kernel,
    ));
    cases.extend([Nagle::Minshall, Nagle::Rfc896, Nagle::Off].map(nagle));
    cases.extend([we_meet_time_wait(), kernel_meets_time_wait()]);
    cases
}

/// Each of our congestion controls over a link that loses, with all other mechanisms and with none.
fn congestion_controls() -> Vec<Case> {
    let mut cases = Vec::new();
    for (congestion, name) in [
        (CongestionControl::None, "no_congestion_control"),
        (CongestionControl::Reno, "reno"),
        (CongestionControl::Cubic, "cubic"),
    ] {
        for bare in [false, true] {
            let mut setup = Setup::faults(Faults::loss_percent(1));
            setup.config.congestion = congestion;
            if bare {
                setup.config.sack = false;
                setup.config.timestamps = false;
                setup.config.limited_transmit = false;
                setup.config.fast_retransmit = false;
                setup.config.delayed_ack = false;
                setup.config.nagle = Nagle::Off;
            }
            let with = if bare { "nothing_else" } else { "all_else" };
            let name = format!("2_mb_arrive_both_ways_with_our_{name}_and_{with}");
            cases.push(Case::new(name, setup, |net| {
                move_bytes(net, (2 * MB, 2 * MB), Opener::Kernel);
            }));
        }
    }
    cases
}

/// An old duplicate of the kernel's whose sequence number has come around into our window (RFC 7323 §5).
fn paws_here() -> Case {
    let name = "an_old_segment_of_the_kernels_is_known_by_its_timestamp";
    Case::new(name, Setup::default(), |net| {
        let (id, mut stream) = kernel::open(net, Opener::We);
        let program = kernel::start(move || stream.write_all(b"true").map(|()| stream));
        let stream = program.result(net);
        net.until("it is here", |net| {
            net.connection(id).endpoint.readable_len() == 4
        });
        let last = net.connection(id).figures.last_data_in;
        let mut old = last.expect("four bytes arrived");
        let (value, echo) = old.options.timestamps.expect("both ends have them");
        old.options.timestamps = Some((value.wrapping_sub(1000), echo));
        old.seq = old.seq.wrapping_add(4);
        net.inject_from_kernel(&old, b"false");
        net.pass(Span::from_millis(20));
        let rejected = net.connection(id).figures.timestamps_rejected;
        assert_eq!(rejected, 1);
        // What the kernel says next is in the same place.
        let program = kernel::start(move || (&stream).write_all(b" too"));
        program.result(net);
        net.until("it is here", |net| {
            net.connection(id).endpoint.readable_len() == 8
        });
        let now = net.now();
        assert_eq!(net.endpoint(id).recv(now, 100), b"true too");
    })
}

/// The same the other way: the kernel must throw ours away, which says that our clock is what it takes it for.
fn paws_there() -> Case {
    let name = "the_kernel_knows_an_old_segment_of_ours_by_its_timestamp";
    Case::new(name, Setup::default(), |net| {
        let (id, mut stream) = kernel::open(net, Opener::We);
        net.pass(Span::from_millis(20));
        let program = kernel::start(move || {
            let mut buffer = [0; 8];
            stream.read_exact(&mut buffer).map(|()| buffer)
        });
        let now = net.now();
        let sent = net.endpoint(id).send(now, b"true");
        assert_eq!(sent, Ok(4));
        net.until("it is acknowledged", |net| net.snapshot(id).send_queue == 0);
        let mut old = net.connection(id).figures.last_data_out.expect("sent");
        let (value, echo) = old.options.timestamps.expect("both ends have them");
        // Our clock ticks in milliseconds.
        old.options.timestamps = Some((value.wrapping_sub(10), echo));
        old.seq = old.seq.wrapping_add(4);
        net.inject(net::packet(&old, b"false"));
        net.pass(Span::from_millis(20));
        let counted = namespace::counter("TcpExt", "PAWSEstab");
        assert_eq!(counted, Some(1), "the kernel's PAWS");
        let now = net.now();
        let sent = net.endpoint(id).send(now, b" too");
        assert_eq!(sent, Ok(4));
        assert_eq!(&program.result(net), b"true too");
    })
}

fn keeping_alive() -> Setup {
    let mut setup = Setup {
        socket: SocketOptions {
            keep_alive: true,
            ..SocketOptions::default()
        },
        kernel: vec![
            ("tcp_keepalive_time", "1"),
            ("tcp_keepalive_intvl", "1"),
            ("tcp_keepalive_probes", "3"),
        ],
        ..Setup::default()
    };
    setup.config.keep_alive_idle = Span::from_secs(1);
    setup.config.keep_alive_interval = Span::from_millis(200);
    setup.config.keep_alive_probes = 3;
    setup
}

/// Without our answers the kernel would give up four seconds after the last segment.
fn kernel_asks() -> Case {
    let name = "we_answer_when_the_kernel_asks_whether_we_are_there";
    Case::new(name, keeping_alive(), |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        net.pass(Span::from_millis(4500));
        let asked = namespace::counter("TcpExt", "TCPKeepAlive");
        assert!(asked >= Some(2), "the kernel asked {asked:?} times");
        let program = kernel::start(move || exchange(stream, kernels(10), ours(10)));
        let mut flow = Flow::new(ours(10), kernels(10));
        net.until("the connection still carries data", |net| {
            let now = net.now();
            flow.work(net.endpoint(id), now)
        });
        program.result(net);
    })
}

fn we_ask() -> Case {
    let mut setup = keeping_alive();
    setup.socket.keep_alive = false;
    setup.config.keep_alive = true;
    let name = "the_kernel_answers_when_we_ask_whether_it_is_there";
    Case::new(name, setup, |net| {
        let (id, stream) = kernel::open(net, Opener::Kernel);
        net.until("we have asked twice", |net| {
            net.connection(id).figures.keep_alives >= 2
        });
        // Longer than three probes without an answer would take.
        net.pass(Span::from_millis(800));
        let snapshot = net.snapshot(id);
        assert_eq!(
            (snapshot.state, snapshot.failure),
            (State::Established, None)
        );
        drop(stream);
    })
}

fn we_ask_in_vain() -> Case {
    let mut setup = keeping_alive();
    setup.socket.keep_alive = false;
    setup.config.keep_alive = true;
    let name = "we_give_up_a_kernel_that_does_not_answer_any_more";
    Case::new(name, setup, |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        net.cut_from_kernel(true);
        net.until("we give up", |net| net.connection(id).endpoint.is_closed());
        let failure = net.snapshot(id).failure;
        assert_eq!(failure, Some(Failure::KeepAlive { probes: 3 }));
        drop(stream);
    })
}

fn urgent_from_the_kernel(net: &mut Net) {
    let (id, mut stream) = kernel::open(net, Opener::Kernel);
    let program = kernel::start(move || {
        stream.write_all(b"plain ")?;
        kernel::send_urgent(&stream, b"urgent!")?;
        stream.write_all(b" plain")
    });
    program.result(net);
    net.until("all is here", |net| {
        net.connection(id).endpoint.readable_len() == 19
    });
    assert!(net.connection(id).figures.urgents > 0);
    let now = net.now();
    assert_eq!(net.endpoint(id).recv(now, 100), b"plain urgent! plain");
}

fn urgent_to_the_kernel(net: &mut Net) {
    let (id, mut stream) = kernel::open(net, Opener::Kernel);
    let program = kernel::start(move || {
        // Reading past the urgent byte would lose it.
        let mut before = [0; 6];
        stream.read_exact(&mut before)?;
        let urgent = kernel::receive_urgent(&stream)?;
        let mut rest = before.to_vec();
        stream.read_to_end(&mut rest)?;
        Ok((rest, urgent))
    });
    let now = net.now();
    let endpoint = net.endpoint(id);
    assert_eq!(endpoint.send_urgent(now, b"urgent!"), Ok(7));
    net.pass(Span::from_millis(20));
    let now = net.now();
    let endpoint = net.endpoint(id);
    assert_eq!(endpoint.send(now, b" plain"), Ok(6));
    endpoint.close(now);
    // Linux keeps the urgent byte apart from the rest.
    assert_eq!(program.result(net), (b"urgent plain".to_vec(), b'!'));
}

/// Many small writes over a long link: with Nagle's algorithm they travel together.
fn nagle(nagle: Nagle) -> Case {
    const WRITES: u64 = 200;
    let mut setup = Setup {
        delay: Span::from_millis(25),
        ..Setup::default()
    };
    setup.config.nagle = nagle;
    let how = match nagle {
        Nagle::Off => "alone_without",
        Nagle::Minshall => "together_with_minshalls_variant_of",
        Nagle::Rfc896 => "together_with",
    };
    let name = format!("small_writes_travel_{how}_nagles_algorithm");
    Case::new(name, setup, move |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        let program = kernel::start(move || exchange(stream, kernels(0), ours(WRITES * 10)));
        let mut written = 0;
        net.until("all is written, ten bytes at a time", |net| {
            let now = net.now();
            let data = ours(WRITES * 10).part(written * 10, 10);
            assert_eq!(net.endpoint(id).send(now, &data), Ok(10));
            written += 1;
            written == WRITES
        });
        let now = net.now();
        net.endpoint(id).close(now);
        program.result(net);
        let segments = net.connection(id).figures.data_segments;
        // Each write was a step of the driver of its own.
        let alone = segments >= WRITES;
        assert_eq!(
            alone,
            nagle == Nagle::Off,
            "{segments} segments for {WRITES} writes"
        );
    })
}

/// The kernel closed first, so it is in TIME-WAIT; our new SYN from the same port is newer and is taken.
fn we_meet_time_wait() -> Case {
    let name = "we_connect_anew_while_the_kernel_is_in_time_wait";
    Case::new(name, Setup::default(), |net| {
        let listener = net.setup().socket.listen(80);
        for round in 0..3 {
            let listener = listener.try_clone().expect("a descriptor is left");
            let program = kernel::start(move || {
                let mut stream = listener.accept()?.0;
                stream.write_all(b"first to close")?;
                // The end of our stream is awaited, so that nothing unread makes the kernel send RST.
                stream.shutdown(std::net::Shutdown::Write)?;
                stream.read(&mut [0; 10])
            });
            let id = net.connect_from(5000, 80);
            net.until("the kernel has closed", |net| {
                net.connection(id).endpoint.readable_len() == 14
                    && net.connection(id).endpoint.state() == State::CloseWait
            });
            let now = net.now();
            let said = net.endpoint(id).recv(now, 100);
            assert_eq!(said, b"first to close", "round {round}");
            net.endpoint(id).close(now);
            net.until("we are closed", |net| {
                net.connection(id).endpoint.is_closed()
            });
            assert_eq!(program.result(net), 0);
            // So that our clock of milliseconds has moved on.
            net.pass(Span::from_millis(5));
            assert_eq!(namespace::time_waits(), Some(1), "round {round}");
        }
    })
}

/// We closed first, so TIME-WAIT is ours; the kernel's new SYN from the same port cuts it short (RFC 6191).
fn kernel_meets_time_wait() -> Case {
    let mut setup = Setup {
        socket: SocketOptions {
            own_port: Some(6000),
            ..SocketOptions::default()
        },
        ..Setup::default()
    };
    setup.config.msl = Span::from_secs(30);
    let name = "the_kernel_connects_anew_while_we_are_in_time_wait";
    Case::new(name, setup, |net| {
        let mut before = None;
        for round in 0..3 {
            let (id, mut stream) = kernel::open(net, Opener::Kernel);
            if let Some(old) = before.replace(id) {
                // Replaced by the new one, and not reset on the way.
                let old = net.connection(old);
                assert_eq!(old.endpoint.state(), State::TimeWait);
                assert!(old.forgotten, "round {round}");
            }
            let program = kernel::start(move || stream.read(&mut [0; 10]));
            let now = net.now();
            net.endpoint(id).close(now);
            assert_eq!(program.result(net), 0, "round {round}");
            net.until("we are in TIME-WAIT", |net| {
                net.connection(id).endpoint.state() == State::TimeWait
            });
            net.pass(Span::from_millis(5));
        }
    })
}
