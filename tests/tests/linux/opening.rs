//! Opening connections: who is refused, who tries again, and who opens at the same moment as the other.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read, Write};

use hoplab_tcp::{Failure, State};
use hoplab_units::Span;

use crate::bulk::move_bytes;
use crate::channel::Faults;
use crate::flow::{Flow, exchange, kernels, ours};
use crate::kernel::{self, Opener, SocketOptions};
use crate::net::Net;
use crate::trial::{Case, Setup};

pub fn all() -> Vec<Case> {
    let plain = |name: &str, body: fn(&mut Net)| Case::new(name, Setup::default(), body);
    let mut cases = vec![
        plain(
            "we_are_refused_by_a_closed_port_of_the_kernel",
            we_are_refused,
        ),
        plain(
            "the_kernel_is_refused_by_a_closed_port_of_ours",
            kernel_is_refused,
        ),
        plain(
            "after_a_crash_of_ours_the_same_ports_connect_again",
            connects_after_a_crash,
        ),
        plain("twenty_connections_at_once_do_not_mix", many_at_once),
        simultaneous_open(),
    ];
    cases.extend(Opener::BOTH.map(data_after_a_crash));
    cases.extend(lost_handshakes());
    cases
}

fn we_are_refused(net: &mut Net) {
    let id = net.connect(81);
    net.until("the kernel refuses", |net| {
        net.connection(id).endpoint.is_closed()
    });
    assert_eq!(net.snapshot(id).failure, Some(Failure::Refused));
}

fn kernel_is_refused(net: &mut Net) {
    let options = net.setup().socket;
    let program = kernel::start(move || options.connect(81));
    let error = program.outcome(net).expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
}

/// RFC 9293 Figure 9: the kernel answers our new SYN from the old connection, and our RST ends that.
fn connects_after_a_crash(net: &mut Net) {
    let listener = net.setup().socket.listen(80);
    let accepting = listener.try_clone().expect("a descriptor is left");
    let program = kernel::start(move || Ok(accepting.accept()?.0));
    let old = net.connect_from(5000, 80);
    let stream = program.result(net);
    net.forget(old);

    let program = kernel::start(move || {
        let fresh = listener.accept()?.0;
        exchange(fresh, kernels(1000), ours(1000))
    });
    let new = net.connect_from(5000, 80);
    let mut flow = Flow::new(ours(1000), kernels(1000));
    net.until("the new connection carries data", |net| {
        let now = net.now();
        flow.work(net.endpoint(new), now)
    });
    program.result(net);
    let told = stream.take_error().expect("the old socket is still there");
    assert_eq!(
        told.map(|error| error.kind()),
        Some(ErrorKind::ConnectionReset)
    );
}

/// RFC 9293 Figure 10: we know nothing of the connection any more, whether somebody listens on its port or not.
fn data_after_a_crash(opener: Opener) -> Case {
    let name = format!(
        "after_a_crash_of_ours_the_kernels_data_is_answered_with_rst_when_{}",
        opener.words()
    );
    Case::new(name, Setup::default(), move |net| {
        let (id, mut stream) = kernel::open(net, opener);
        net.forget(id);
        let program = kernel::start(move || {
            stream.write_all(b"are you there?")?;
            stream.read(&mut [0; 10])
        });
        let error = program.outcome(net).expect_err("we are not");
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    })
}

fn many_at_once(net: &mut Net) {
    const EACH: u64 = 50_000;
    let options = net.setup().socket;
    let listener = options.listen(80);
    net.listen(80);
    let mut programs = Vec::new();
    let mut flows = Vec::new();
    for _ in 0..10 {
        programs.push(kernel::start(move || {
            exchange(options.connect(80)?, kernels(EACH), ours(EACH))
        }));
        let listener = listener.try_clone().expect("a descriptor is left");
        programs.push(kernel::start(move || {
            exchange(listener.accept()?.0, kernels(EACH), ours(EACH))
        }));
        flows.push((net.connect(80), Flow::new(ours(EACH), kernels(EACH))));
    }
    for _ in 0..10 {
        flows.push((net.accept(), Flow::new(ours(EACH), kernels(EACH))));
    }
    net.until("all bytes of all connections are moved", |net| {
        let now = net.now();
        let mut done = true;
        for (id, flow) in &mut flows {
            done &= flow.work(net.endpoint(*id), now);
        }
        done
    });
    for program in programs {
        program.result(net);
    }
}

/// Both SYNs are on their way before either arrives (RFC 9293 Figure 8).
fn simultaneous_open() -> Case {
    let setup = Setup {
        delay: Span::from_millis(250),
        socket: SocketOptions {
            own_port: Some(7000),
            ..SocketOptions::default()
        },
        ..Setup::default()
    };
    Case::new("both_open_at_the_same_moment", setup, |net| {
        let options = net.setup().socket;
        let program =
            kernel::start(move || exchange(options.connect(7001)?, kernels(1000), ours(1000)));
        net.until("the kernel has sent its SYN", |net| {
            net.tallies()[1].offered > 0
        });
        let id = net.connect_from(7001, 7000);
        let mut flow = Flow::new(ours(1000), kernels(1000));
        net.until("all bytes are moved", |net| {
            let now = net.now();
            flow.work(net.endpoint(id), now)
        });
        program.result(net);
        let states = &net.connection(id).figures.states;
        let way = [State::SynSent, State::SynReceived, State::Established];
        assert_eq!(states.get(..3), Some(&way[..]), "{states:?}");
    })
}

/// Each of the three segments of the handshake is lost once.
fn lost_handshakes() -> Vec<Case> {
    // Whether the lost one is on the link to the kernel, and which it is there.
    let losses = [
        ("our_syn", Opener::We, true, 1),
        ("the_kernels_syn_and_ack", Opener::We, false, 1),
        ("our_last_ack", Opener::We, true, 2),
        ("the_kernels_syn", Opener::Kernel, false, 1),
        ("our_syn_and_ack", Opener::Kernel, true, 1),
        ("the_kernels_last_ack", Opener::Kernel, false, 2),
    ];
    let case = |(words, opener, to_kernel, number): (&str, Opener, bool, u64)| {
        let faults = Faults {
            lose: BTreeSet::from([number]),
            ..Faults::default()
        };
        let mut setup = Setup::default();
        if to_kernel {
            setup.to_kernel = faults;
        } else {
            setup.from_kernel = faults;
        }
        let name = format!("a_connection_opens_although_{words}_is_lost");
        Case::new(name, setup, move |net| {
            move_bytes(net, (1000, 1000), opener);
            let lost: u64 = net.tallies().iter().map(|channel| channel.lost).sum();
            assert_eq!(lost, 1);
        })
    };
    losses.into_iter().map(case).collect()
}
