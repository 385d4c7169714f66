//! Closing connections: in either order, one direction only, at the same moment, and by force.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;

use hoplab_tcp::{Failure, SendError, State};
use hoplab_units::Span;

use crate::channel::Faults;
use crate::flow::{self, Flow, exchange, kernels, ours};
use crate::kernel::{self, Opener};
use crate::net::{Id, Net};
use crate::trial::{Case, Setup};

const MB: u64 = 1_000_000;

pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for opener in Opener::BOTH {
        let mut add = |name: &str, body: fn(&mut Net, Opener)| {
            let name = format!("{name}_when_{}", opener.words());
            cases.push(Case::new(name, Setup::default(), move |net| {
                body(net, opener)
            }));
        };
        add("we_close_first", we_close_first);
        add("the_kernel_closes_first", kernel_closes_first);
        add(
            "the_kernel_still_sends_after_we_have_closed_our_direction",
            half_closed_by_us,
        );
        add(
            "we_still_send_after_the_kernel_has_closed_its_direction",
            half_closed_by_the_kernel,
        );
        add("the_kernel_resets_the_connection", reset_by_the_kernel);
        add("we_reset_the_connection", reset_by_us);
        add(
            "the_kernel_resets_when_it_closes_with_data_unread",
            closed_with_data_unread,
        );
        add(
            "data_for_a_program_of_the_kernel_that_is_gone_is_answered_with_rst",
            data_for_nobody,
        );
    }
    cases.push(both_close_at_once());
    cases.push(last_ack_lost());
    cases.push(short_connections());
    cases
}

fn states(net: &Net, id: Id) -> &[State] {
    let all = &net.connection(id).figures.states;
    let open = all.iter().position(|state| *state == State::Established);
    &all[open.expect("it was open")..]
}

fn until_closed(net: &mut Net, id: Id) {
    net.until("our end is closed", |net| {
        net.connection(id).endpoint.is_closed()
    });
}

/// Works at a flow of ours until it is through.
fn work(net: &mut Net, id: Id, flow: &mut Flow) {
    net.until("our program is through", |net| {
        let now = net.now();
        flow.work(net.endpoint(id), now)
    });
}

fn we_close_first(net: &mut Net, opener: Opener) {
    let (id, mut stream) = kernel::open(net, opener);
    let program = kernel::start(move || stream.read(&mut [0; 10]));
    let now = net.now();
    net.endpoint(id).close(now);
    assert_eq!(program.result(net), 0, "the end of our stream");
    until_closed(net, id);
    let way = [
        State::Established,
        State::FinWait1,
        State::FinWait2,
        State::TimeWait,
        State::Closed,
    ];
    // The kernel may acknowledge our FIN with its own.
    let short: Vec<State> = way
        .into_iter()
        .filter(|state| *state != State::FinWait2)
        .collect();
    let found = states(net, id);
    assert!(found == way || found == short, "{found:?}");
    assert_eq!(net.snapshot(id).failure, None);
}

fn kernel_closes_first(net: &mut Net, opener: Opener) {
    let (id, stream) = kernel::open(net, opener);
    drop(stream);
    net.until("the kernel's FIN arrives", |net| {
        net.connection(id).endpoint.peer_closed()
    });
    let now = net.now();
    net.endpoint(id).close(now);
    until_closed(net, id);
    let way = [
        State::Established,
        State::CloseWait,
        State::LastAck,
        State::Closed,
    ];
    assert_eq!(states(net, id), way);
    assert_eq!(net.snapshot(id).failure, None);
}

fn half_closed_by_us(net: &mut Net, opener: Opener) {
    let (id, stream) = kernel::open(net, opener);
    // The kernel says nothing before our stream has ended.
    let program = kernel::start(move || {
        flow::read(&stream, ours(10))?;
        flow::write(&stream, kernels(MB))
    });
    work(net, id, &mut Flow::new(ours(10), kernels(MB)));
    program.result(net);
    let found = states(net, id);
    let order = [State::FinWait2, State::TimeWait];
    assert!(found.windows(2).any(|pair| pair == order), "{found:?}");
}

fn half_closed_by_the_kernel(net: &mut Net, opener: Opener) {
    let (id, stream) = kernel::open(net, opener);
    let program = kernel::start(move || {
        flow::write(&stream, kernels(10))?;
        flow::read(&stream, ours(MB))
    });
    let mut flow = Flow::new(ours(MB), kernels(10));
    // We say nothing before the kernel's stream has ended.
    net.until("the kernel's stream ends", |net| {
        let now = net.now();
        flow.read(net.endpoint(id), now);
        net.connection(id).endpoint.peer_closed()
    });
    work(net, id, &mut flow);
    program.result(net);
    let way = [
        State::Established,
        State::CloseWait,
        State::LastAck,
        State::Closed,
    ];
    until_closed(net, id);
    assert_eq!(states(net, id), way);
}

fn reset_by_the_kernel(net: &mut Net, opener: Opener) {
    let (id, mut stream) = kernel::open(net, opener);
    let program = kernel::start(move || {
        stream.write_all(b"last words")?;
        kernel::reset_on_close(&stream)
    });
    program.result(net);
    until_closed(net, id);
    let now = net.now();
    let failed = Failure::Reset;
    assert_eq!(net.snapshot(id).failure, Some(failed));
    assert_eq!(
        net.endpoint(id).send(now, b"more"),
        Err(SendError::Closed(Some(failed)))
    );
}

fn reset_by_us(net: &mut Net, opener: Opener) {
    let (id, mut stream) = kernel::open(net, opener);
    let program = kernel::start(move || stream.read(&mut [0; 10]));
    let now = net.now();
    net.endpoint(id).abort(now);
    let error = program.outcome(net).expect_err("we reset the connection");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(net.snapshot(id).failure, Some(Failure::Aborted));
}

/// RFC 2525 §2.17: nobody will ever read it, and the sender must learn that.
fn closed_with_data_unread(net: &mut Net, opener: Opener) {
    let (id, stream) = kernel::open(net, opener);
    let now = net.now();
    let sent = net.endpoint(id).send(now, b"never to be read");
    assert_eq!(sent, Ok(16));
    // Waits until something is there, takes nothing, and closes.
    let program = kernel::start(move || stream.peek(&mut [0; 1]));
    program.result(net);
    until_closed(net, id);
    assert_eq!(net.snapshot(id).failure, Some(Failure::Reset));
}

fn data_for_nobody(net: &mut Net, opener: Opener) {
    let (id, stream) = kernel::open(net, opener);
    drop(stream);
    net.until("the kernel's FIN arrives", |net| {
        net.connection(id).endpoint.peer_closed()
    });
    let now = net.now();
    let sent = net.endpoint(id).send(now, b"is anybody there?");
    assert_eq!(sent, Ok(17));
    until_closed(net, id);
    assert_eq!(net.snapshot(id).failure, Some(Failure::Reset));
}

/// Both FINs are on their way before either arrives: both ends pass through CLOSING.
fn both_close_at_once() -> Case {
    let setup = Setup {
        delay: Span::from_millis(250),
        ..Setup::default()
    };
    Case::new("both_close_at_the_same_moment", setup, |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        let before = net.tallies()[1].offered;
        let program = kernel::start(move || stream.shutdown(Shutdown::Both).map(|()| stream));
        program.result(net);
        net.until("the kernel has sent its FIN", |net| {
            net.tallies()[1].offered > before
        });
        let now = net.now();
        net.endpoint(id).close(now);
        until_closed(net, id);
        let way = [
            State::Established,
            State::FinWait1,
            State::Closing,
            State::TimeWait,
            State::Closed,
        ];
        assert_eq!(states(net, id), way);
    })
}

/// The kernel waits in LAST-ACK and sends its FIN again; our TIME-WAIT is there to answer it.
fn last_ack_lost() -> Case {
    let mut setup = Setup::default();
    // SYN, ACK, FIN, and the acknowledgment of the kernel's FIN.
    setup.to_kernel.lose = BTreeSet::from([4]);
    setup.config.msl = Span::from_secs(2);
    let name = "time_wait_acknowledges_the_kernels_fin_again_when_the_last_ack_was_lost";
    Case::new(name, setup, |net| {
        let (id, stream) = kernel::open(net, Opener::We);
        let program = kernel::start(move || flow::read(&stream, ours(0)).map(|()| drop(stream)));
        let now = net.now();
        net.endpoint(id).close(now);
        program.result(net);
        let times = |net: &Net| net.connection(id).figures.time_waits;
        net.until("the kernel's FIN comes again", |net| times(net) >= 2);
        // Those that were sent before our second acknowledgment went through.
        net.pass(Span::from_millis(100));
        let seen = times(net);
        net.pass(Span::from_secs(1));
        assert_eq!(times(net), seen, "the kernel's end must be gone");
        assert_eq!(net.snapshot(id).failure, None);
    })
}

/// Many of them at once over a bad link: handshakes, data and FINs are lost all the time.
fn short_connections() -> Case {
    const EACH: u64 = 3000;
    let name = "short_connections_open_and_close_over_a_line_that_loses_a_tenth";
    let setup = Setup::faults(Faults::loss_percent(10));
    Case::new(name, setup, |net| {
        let listener = net.setup().socket.listen(80);
        let program = kernel::start(move || {
            let exchanges: Vec<_> = (0..50)
                .map(|_| {
                    let stream = listener.accept()?.0;
                    Ok(std::thread::spawn(move || {
                        exchange(stream, kernels(EACH), ours(EACH))
                    }))
                })
                .collect::<std::io::Result<_>>()?;
            for exchange in exchanges {
                exchange
                    .join()
                    .unwrap_or_else(|_| Err(ErrorKind::Other.into()))?;
            }
            Ok(())
        });
        let mut flows: Vec<_> = (0..50)
            .map(|_| (net.connect(80), Flow::new(ours(EACH), kernels(EACH))))
            .collect();
        net.until("all are through", |net| {
            let now = net.now();
            let mut done = true;
            for (id, flow) in &mut flows {
                done &= flow.work(net.endpoint(*id), now);
            }
            done
        });
        program.result(net);
        let lost: u64 = net.tallies().iter().map(|channel| channel.lost).sum();
        assert!(lost >= 50, "only {lost} packets were lost");
        let again = |(id, _): &(Id, Flow)| net.connection(*id).figures.sent_again;
        assert!(flows.iter().map(again).sum::<u64>() > 0);
    })
}
