//! No segments, however mad, make an endpoint panic or grow past its bounds.

use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header, Options};
use proptest::prelude::*;

use super::link::tuple;
use crate::{Config, Endpoint, IcmpError, MAX_RANGES, Seq};

const ISS: u32 = u32::MAX - 2000;
const IRS: u32 = u32::MAX - 100;

#[derive(Clone, Debug)]
enum Call {
    Segment {
        seq: u32,
        ack: u32,
        flags: u8,
        window: u16,
        len: usize,
        mss: Option<u16>,
        scale: Option<u8>,
    },
    Wait(u64),
    Send(usize),
    Recv(usize),
    Close,
    Abort,
    Mtu(u16, u32),
    Unreachable(bool, u32),
}

/// Numbers near where it matters, and now and then anywhere.
fn near(base: u32) -> impl Strategy<Value = u32> {
    prop_oneof![
        8 => (0u32..6000).prop_map(move |offset| base.wrapping_add(offset).wrapping_sub(1000)),
        1 => any::<u32>(),
    ]
}

fn step() -> impl Strategy<Value = Call> {
    let flags = prop_oneof![6 => Just(0x10u8), 2 => Just(0x11), 1 => Just(0x12), 1 => Just(0x02), 2 => any::<u8>()];
    let window = prop_oneof![Just(0u16), 1u16..2000, any::<u16>()];
    let options = (
        proptest::option::of(any::<u16>()),
        proptest::option::of(any::<u8>()),
    );
    let segment = (near(IRS), near(ISS), flags, window, 0usize..1500, options);
    prop_oneof![
        10 => segment.prop_map(|(seq, ack, flags, window, len, (mss, scale))| {
            Call::Segment { seq, ack, flags, window, len, mss, scale }
        }),
        3 => (0u64..5000).prop_map(Call::Wait),
        3 => (0usize..5000).prop_map(Call::Send),
        2 => (0usize..5000).prop_map(Call::Recv),
        1 => Just(Call::Close),
        1 => prop::bool::weighted(0.1).prop_map(|abort| if abort { Call::Abort } else { Call::Wait(1) }),
        1 => (any::<u16>(), near(ISS)).prop_map(|(mtu, seq)| Call::Mtu(mtu, seq)),
        1 => (any::<bool>(), near(ISS)).prop_map(|(hard, seq)| Call::Unreachable(hard, seq)),
    ]
}

fn header(seq: u32, ack: u32, flags: u8, window: u16) -> Header {
    Header {
        src_port: 80,
        dst_port: 49_152,
        seq,
        ack,
        flags: Flags(flags),
        window,
        ..Header::default()
    }
}

fn apply(endpoint: &mut Endpoint, now: &mut Time, step: Call) {
    match step {
        Call::Segment {
            seq,
            ack,
            flags,
            window,
            len,
            mss,
            scale,
        } => {
            let options = Options {
                mss,
                window_scale: scale,
                ..Options::default()
            };
            let header = Header {
                options,
                ..header(seq, ack, flags, window)
            };
            endpoint.handle_segment(*now, &header, &vec![7; len]);
        }
        Call::Wait(millis) => {
            *now += Span::from_millis(millis);
            endpoint.handle_timeout(*now);
        }
        Call::Send(len) => drop(endpoint.send(*now, &vec![1; len])),
        Call::Recv(len) => drop(endpoint.recv(*now, len)),
        Call::Close => endpoint.close(*now),
        Call::Abort => endpoint.abort(*now),
        Call::Mtu(next_hop_mtu, seq) => {
            endpoint.handle_icmp(
                *now,
                IcmpError::FragmentationNeeded { next_hop_mtu },
                Seq(seq),
            );
        }
        Call::Unreachable(hard, seq) => {
            endpoint.handle_icmp(*now, IcmpError::Unreachable { hard }, Seq(seq));
        }
    }
}

/// Applies the steps; the endpoint's own assertions watch the rest.
fn survive(mut endpoint: Endpoint, steps: Vec<Call>) -> Result<(), TestCaseError> {
    let mut now = Time::ZERO;
    for step in steps {
        apply(&mut endpoint, &mut now, step);
        let mut segments = 0;
        while let Some(transmit) = endpoint.poll_transmit(now, segments) {
            prop_assert!(transmit.payload.len() <= usize::from(endpoint.config().mss));
            segments += 1;
            prop_assert!(segments < 1000, "it comes to an end");
        }
        while endpoint.poll_event().is_some() {}
        let snapshot = endpoint.snapshot();
        prop_assert!(snapshot.send_queue <= 4096 && snapshot.receive_queue <= 4096);
        prop_assert!(snapshot.rcv_wnd <= 4096);
        prop_assert!(snapshot.out_of_order.len() <= MAX_RANGES);
        prop_assert_eq!(snapshot.events_dropped, 0);
    }
    Ok(())
}

fn small() -> Config {
    Config {
        send_buffer: 4096,
        receive_buffer: 4096,
        mss: 500,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_connecting_endpoint_survives_anything(steps in prop::collection::vec(step(), 0..80)) {
        survive(Endpoint::connect(small(), tuple(), Seq(ISS), Time::ZERO), steps)?;
    }

    #[test]
    fn an_accepting_endpoint_survives_anything(steps in prop::collection::vec(step(), 0..80)) {
        let syn = header(IRS, 0, Flags::SYN.0, 4000);
        survive(Endpoint::accept(small(), tuple(), Seq(ISS), &syn, Time::ZERO), steps)?;
    }

    #[test]
    fn an_open_endpoint_survives_anything(steps in prop::collection::vec(step(), 0..120)) {
        let syn = header(IRS, 0, Flags::SYN.0, 4000);
        let mut endpoint = Endpoint::accept(small(), tuple(), Seq(ISS), &syn, Time::ZERO);
        prop_assert!(endpoint.poll_transmit(Time::ZERO, 0).is_some());
        let ack = header(IRS.wrapping_add(1), ISS.wrapping_add(1), Flags::ACK.0, 4000);
        endpoint.handle_segment(Time::ZERO, &ack, b"");
        prop_assert_eq!(endpoint.state(), crate::State::Established);
        survive(endpoint, steps)?;
    }
}
