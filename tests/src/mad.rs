//! Segments, calls and waits that no sane peer or program would make, read out of arbitrary bytes: what `cargo fuzz`
//! and the property tests feed an endpoint with.
//!
//! Numbers are mostly near those that matter at the moment, so that nonsense gets past the first check; now and
//! then they are anything. What the peer sends at a sequence number is always the same byte, whatever segment it comes
//! in, so that every byte the endpoint hands over can be checked.

mod source;
mod watch;

use hoplab_tcp::{
    Config, CongestionControl, Endpoint, FourTuple, IcmpError, Nagle, Seq, State, TcpEvent,
    TcpSnapshot, TransmitReason,
};
use hoplab_units::{Span, Time};
use hoplab_wire::tcp::{Flags, Header, Options, SackBlock};

use crate::stack::{CLIENT, SERVER};
use source::Source;
use watch::Watch;

const TUPLE: FourTuple = FourTuple {
    local: CLIENT,
    remote: SERVER,
};

/// How far an endpoint got: what shows that the nonsense gets past the first checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// Bytes of the peer's that the program read.
    pub heard: u64,
    /// Bytes of the program's that the peer acknowledged.
    pub acknowledged: u64,
    /// Segments sent again.
    pub resends: u64,
    /// Times it believed something lost by duplicates or SACK blocks.
    pub recoveries: u64,
    /// Bytes that the peer held ahead of a gap, by its SACK blocks, at most.
    pub sacked: u64,
    /// Segments older by their timestamps than what had come before.
    pub old: u64,
}

/// Leads an endpoint through whatever these bytes say.
///
/// # Panics
/// If it panics, grows past a bound, contradicts itself, or hands over a byte that is not the peer's.
pub fn torment(bytes: &[u8]) -> Life {
    let mut source = Source::new(bytes);
    let config = config(&mut source);
    // Sequence numbers that wrap soon, or later, or whenever.
    let iss = source
        .pick(&[u32::MAX - 2000, 0x7fff_f000, 0])
        .wrapping_add(source.u8().into());
    let irs = source
        .pick(&[u32::MAX - 100, 0x7fff_ff00, 0])
        .wrapping_add(source.u8().into());
    let mut victim = Victim {
        endpoint: open(&mut source, config, Seq(iss), irs),
        now: Time::ZERO,
        watch: Watch::new(Seq(iss)),
        life: Life::default(),
    };
    victim.drain();
    while !source.is_empty() {
        victim.step(&mut source);
        victim.drain();
    }
    victim.life
}

fn config(source: &mut Source<'_>) -> Config {
    let switches = source.u16();
    let on = |bit: u16| switches & (1 << bit) != 0;
    let config = Config {
        mss: source.pick(&[28, 100, 536, 1460]),
        send_buffer: source.pick(&[1024, 4096, 70_000]),
        receive_buffer: source.pick(&[1024, 4096, 70_000]),
        congestion: source.pick(&[
            CongestionControl::None,
            CongestionControl::Reno,
            CongestionControl::Cubic,
        ]),
        max_retransmissions: source.pick(&[1, 8, 30, 30]),
        min_rto: Span::from_millis(source.pick(&[1, 200])),
        delayed_ack: on(0),
        fast_retransmit: on(1),
        limited_transmit: on(2),
        sack: on(3),
        timestamps: on(4),
        nagle: match (on(5), on(9)) {
            (false, _) => Nagle::Off,
            (true, false) => Nagle::Minshall,
            (true, true) => Nagle::Rfc896,
        },
        byte_counting: on(10),
        window_scaling: on(6),
        keep_alive: on(7),
        keep_alive_idle: Span::from_secs(1),
        user_timeout: Span::from_secs(if on(8) { 5 } else { 0 }),
        ..Config::default()
    };
    assert_eq!(config.validate(), Ok(()));
    config
}

/// An endpoint that connects, accepts, or (mostly) is open already.
fn open(source: &mut Source<'_>, config: Config, iss: Seq, irs: u32) -> Endpoint {
    let options = Options {
        mss: source.pick(&[None, Some(0), Some(500), Some(1460), Some(u16::MAX)]),
        window_scale: source.pick(&[None, Some(0), Some(7), Some(255)]),
        sack_permitted: source.coin(),
        timestamps: source.coin().then_some((0, 0)),
        ..Options::default()
    };
    let syn = Header {
        options,
        ..header(irs, 0, Flags::SYN, source.u16())
    };
    let (now, how) = (Time::ZERO, source.u8() % 8);
    if how == 0 {
        return Endpoint::connect(config, TUPLE, iss, now);
    }
    let mut endpoint = Endpoint::accept(config, TUPLE, iss, &syn, now);
    if how > 1 {
        assert!(endpoint.poll_transmit(now, 0).is_some(), "the SYN+ACK");
        let mut ack = header(irs.wrapping_add(1), (iss + 1).0, Flags::ACK, source.u16());
        ack.options.timestamps = options.timestamps;
        endpoint.handle_segment(now, &ack, b"");
        assert_eq!(endpoint.state(), State::Established);
    }
    endpoint
}

fn header(seq: u32, ack: u32, flags: Flags, window: u16) -> Header {
    Header {
        src_port: SERVER.port(),
        dst_port: CLIENT.port(),
        seq,
        ack,
        flags,
        window,
        ..Header::default()
    }
}

struct Victim {
    endpoint: Endpoint,
    now: Time,
    watch: Watch,
    life: Life,
}

impl Victim {
    fn step(&mut self, source: &mut Source<'_>) {
        let now = self.now;
        match source.u8() % 16 {
            0..=2 => self.acknowledge(source),
            3..=7 => self.segment(source),
            8 | 9 => self.wait(source),
            10 | 11 => self.say(source),
            12 => {
                let most = usize::from(source.u16());
                let data = self.endpoint.recv(now, most);
                self.watch.heard(&self.endpoint, &data, most);
                self.life.heard += data.len() as u64;
            }
            13 => match source.u8() {
                0..=1 => self.endpoint.abort(now),
                2..=14 => self.endpoint.close(now),
                _ => self.wait(source),
            },
            14 => {
                let seq = Seq(self.near_ours(source));
                let error = if source.coin() {
                    let next_hop_mtu = source.u16();
                    IcmpError::FragmentationNeeded { next_hop_mtu }
                } else {
                    let hard = source.coin();
                    IcmpError::Unreachable { hard }
                };
                self.endpoint.handle_icmp(now, error, seq);
            }
            _ => self.endpoint.handle_mtu(now, source.u16()),
        }
    }

    fn segment(&mut self, source: &mut Source<'_>) {
        let flags = match source.u8() {
            0..=199 => Flags::ACK,
            200..=229 => Flags::ACK | Flags::PSH,
            230..=233 => Flags::ACK | Flags::FIN,
            234..=240 => Flags::SYN | Flags::ACK,
            241 => Flags::RST | Flags::ACK,
            242..=250 => Flags::SYN,
            _ => Flags(source.u8()),
        };
        let snapshot = self.endpoint.snapshot();
        let seq = near_theirs(&snapshot, source);
        let ack = self.near_ours(source);
        let window = source.pick(&[0, 1, 500, u16::MAX, source.clone().u16()]);
        let mut header = header(seq, ack, flags, window);
        header.urgent = source.pick(&[0, 0, 10, u16::MAX]);
        header.options = self.options(&snapshot, source);
        let len = source.pick(&[
            0,
            0,
            1,
            100,
            536,
            1460,
            usize::from(source.clone().u16() % 3000),
        ]);
        let first = seq.wrapping_add(u32::from(flags.contains(Flags::SYN)));
        let data: Vec<u8> = (0..len as u32)
            .map(|index| watch::theirs(first.wrapping_add(index)))
            .collect();
        self.endpoint.handle_segment(self.now, &header, &data);
    }

    /// One to four times the same acknowledgment, as a sane peer would send it: of all, of a part, or of nothing new
    /// with what arrived ahead.
    fn acknowledge(&mut self, source: &mut Source<'_>) {
        let snapshot = self.endpoint.snapshot();
        let (una, mss) = (snapshot.snd_una.0, u32::from(snapshot.mss));
        let how = source.u8();
        let ack = match how % 4 {
            0 => snapshot.snd_nxt.0,
            1 => una.wrapping_add(mss.min(snapshot.flight_size)),
            _ => una,
        };
        let mut header = header(snapshot.rcv_nxt.0, ack, Flags::ACK, 40_000);
        let clock = (self.now.as_nanos() / 1_000_000) as u32;
        header.options.timestamps = snapshot.timestamps.map(|recent| (recent, clock));
        let room = snapshot.flight_size / mss;
        if snapshot.sack && room > 1 {
            let left = 1 + u32::from(source.u8()) % (room - 1);
            let right = (left + u32::from(source.u8()) % 4 + 1).min(room);
            header.options.sack.push(SackBlock {
                left: una.wrapping_add(left * mss),
                right: una.wrapping_add(right * mss),
            });
        }
        for _ in 0..=how / 64 {
            self.endpoint.handle_segment(self.now, &header, b"");
            self.drain();
        }
    }

    fn options(&self, snapshot: &TcpSnapshot, source: &mut Source<'_>) -> Options {
        let mut options = Options::default();
        let which = source.u8();
        if which & 0b11 != 0 {
            let clock = snapshot.timestamps.unwrap_or_default();
            let value = clock.wrapping_add(source.pick(&[0, 1, 50, u32::MAX, 1 << 31]));
            let echo = (self.now.as_nanos() / 1_000_000) as u32;
            let echo = echo.wrapping_sub(source.pick(&[0, 1, 100, 10_000, 1 << 30]));
            options.timestamps = Some((value, echo));
        }
        if which & 0b100 != 0 {
            for _ in 0..source.u8() % 5 {
                let left = self.near_ours(source);
                let right = self.near_ours(source);
                options.sack.push(SackBlock { left, right });
            }
        }
        if which & 0b1111_1000 == 0b1111_1000 {
            options.mss = Some(source.u16());
            options.window_scale = Some(source.u8());
            options.sack_permitted = true;
        }
        options
    }

    /// A sequence number of the endpoint's own direction.
    fn near_ours(&self, source: &mut Source<'_>) -> u32 {
        let snapshot = self.endpoint.snapshot();
        let mss = u32::from(snapshot.mss);
        let (una, nxt) = (snapshot.snd_una.0, snapshot.snd_nxt.0);
        match source.u8() % 16 {
            0..=3 => una,
            4..=6 => nxt,
            7..=10 => una.wrapping_add(mss * u32::from(source.u8() % 16)),
            11 | 12 => nxt.wrapping_sub(source.u16().into()),
            13 | 14 => una.wrapping_add(source.u16().into()),
            _ => source.u32(),
        }
    }

    fn wait(&mut self, source: &mut Source<'_>) {
        let until_timer = self.endpoint.poll_timeout();
        self.now = match source.u8() % 8 {
            0..=3 => until_timer.unwrap_or(self.now).max(self.now),
            4..=6 => self.now + Span::from_millis(source.u8().into()),
            _ => self.now + Span::from_secs((source.u16() >> (source.u8() % 16)).into()),
        };
        self.endpoint.handle_timeout(self.now);
        let next = self.endpoint.poll_timeout();
        assert!(
            next.is_none_or(|next| next > self.now),
            "a timer due stays due"
        );
    }

    fn say(&mut self, source: &mut Source<'_>) {
        let data = self.watch.next_words(usize::from(source.u16() % 6000));
        let taken = if source.u8() < 20 {
            self.endpoint.send_urgent(self.now, &data)
        } else {
            self.endpoint.send(self.now, &data)
        };
        self.watch.said(taken.unwrap_or(0));
    }

    /// Sends all it wants to send, and looks at it.
    fn drain(&mut self) {
        let mut sent = 0;
        while let Some(transmit) = self.endpoint.poll_transmit(self.now, sent) {
            self.watch.sent(&self.endpoint, &transmit);
            let again = matches!(transmit.reason, TransmitReason::Retransmit { .. });
            self.life.resends += u64::from(again);
            sent += 1;
            // The largest buffer in the smallest segments, and all of it again.
            assert!(sent < 20_000, "it comes to an end");
        }
        while let Some(event) = self.endpoint.poll_event() {
            match event {
                TcpEvent::Acked { bytes, .. } => self.life.acknowledged += u64::from(bytes),
                TcpEvent::FastRetransmit { .. } => self.life.recoveries += 1,
                TcpEvent::TimestampRejected { .. } => self.life.old += 1,
                _ => {}
            }
        }
        let sacked = u64::from(self.endpoint.snapshot().sacked);
        self.life.sacked = self.life.sacked.max(sacked);
        self.watch.look(&self.endpoint);
    }
}

/// A sequence number of the peer's direction.
fn near_theirs(snapshot: &TcpSnapshot, source: &mut Source<'_>) -> u32 {
    let next = snapshot.rcv_nxt.0;
    match source.u8() % 16 {
        0..=7 => next,
        8..=10 => next.wrapping_add(u32::from(source.u8() % 32) * 100),
        11 => next.wrapping_sub(source.u8().into()),
        12 => next
            .wrapping_add(snapshot.rcv_wnd)
            .wrapping_sub(u32::from(source.u8() % 4)),
        13 => next.wrapping_add(source.u16().into()),
        14 => next.wrapping_sub(source.u16().into()),
        _ => source.u32(),
    }
}
