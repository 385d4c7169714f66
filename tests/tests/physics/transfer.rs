//! A client that always has something to send, over a link without faults but those asked for.

use hoplab_tcp::{Config, TcpEvent};
use hoplab_tests::{Close, Curve, Duel, Faults, Ours, Party, Program, Side, bytes};
use hoplab_units::{Span, Time};

/// The segment size, so small that long transfers cost little.
pub const MSS: u16 = 100;
/// The round trip.
pub const RTT: Span = Span::from_millis(100);

/// Settings in which only the congestion window limits: no option in any segment, each acknowledged at once.
pub fn unlimited() -> Config {
    Config {
        mss: MSS,
        send_buffer: 4 << 20,
        receive_buffer: 4 << 20,
        timestamps: false,
        delayed_ack: false,
        ..Config::default()
    }
}

/// A client with so much to say and these settings at both ends.
pub fn transfer(config: Config, len: usize, seed: u64, faults: Faults) -> Duel {
    let client = Party {
        stack: Box::new(Ours::connecting(config, seed as u32)),
        program: Program {
            close: Close::Never,
            ..Program::new(bytes(seed, len))
        },
    };
    let server = Party {
        stack: Box::new(Ours::listening(config, !seed as u32)),
        program: Program::new(Vec::new()),
    };
    Duel::new(client, server, seed, faults)
}

/// A link that only delays.
pub fn clean() -> Faults {
    Faults::none(RTT.div(2))
}

/// How many round trips have passed at `time` since the client could first send data.
pub fn round_trips(time: Time) -> f64 {
    time.as_secs_f64() / RTT.as_secs_f64() - 1.0
}

/// Loses these segments of data of the client, counted from 1, when they are first sent.
pub fn lose(duel: &mut Duel, lost: &'static [u32]) {
    let first = (duel
        .ours(Side::Client)
        .endpoint()
        .expect("it connects")
        .snapshot()
        .iss
        + 1)
    .0;
    let mut highest = 0;
    duel.link.censor = Some(Box::new(move |sent| {
        let offset = sent.header.seq.wrapping_sub(first);
        let number = offset / u32::from(MSS) + 1;
        let is_new = sent.from == Side::Client && sent.len > 0 && number > highest;
        if is_new {
            highest = number;
        }
        is_new && lost.contains(&number)
    }));
}

/// The congestion window and the slow-start threshold over time, in segments and round trips. The
/// threshold is drawn once it is known.
pub fn curves(duel: &Duel) -> [Curve; 2] {
    let changes = duel.ours(Side::Client).events.iter();
    let changes: Vec<_> = changes
        .filter_map(|(at, event)| match event {
            TcpEvent::CwndChanged { to, ssthresh, .. } => Some((round_trips(*at), *to, *ssthresh)),
            _ => None,
        })
        .collect();
    let mut first = duel.ours(Side::Client).events.iter();
    let initial = first.find_map(|(_, event)| match event {
        TcpEvent::CwndChanged { from, .. } => Some((0.0, segments(*from))),
        _ => None,
    });
    let thresholds = changes
        .iter()
        .filter(|(_, _, ssthresh)| *ssthresh < hoplab_tcp::NO_LIMIT);
    let ssthresh = thresholds.map(|(at, _, ssthresh)| (*at, segments(*ssthresh)));
    let cwnd = changes.iter().map(|(at, to, _)| (*at, segments(*to)));
    [
        Curve {
            sign: '.',
            name: "ssthresh",
            steps: ssthresh.collect(),
        },
        Curve {
            sign: '*',
            name: "cwnd",
            steps: initial.into_iter().chain(cwnd).collect(),
        },
    ]
}

/// Bytes as segments.
pub fn segments(bytes: u32) -> f64 {
    f64::from(bytes) / f64::from(MSS)
}
