//! Random settings of a TCP, all of them valid.

use hoplab_tcp::{Config, CongestionControl, Nagle};
use hoplab_units::{Share, Span, Time};

use crate::link::Faults;
use crate::random::Random;

const CONGESTION: [CongestionControl; 3] = [
    CongestionControl::None,
    CongestionControl::Reno,
    CongestionControl::Cubic,
];

/// Settings in which every mechanism may be on or off and every figure anything sensible.
pub fn random_config(random: &mut Random) -> Config {
    let buffer = |random: &mut Random| random.pick(&[1024, 4096, 16_384, 65_535, 65_536, 300_000]);
    let millis = |random: &mut Random, choices: &[u64]| Span::from_millis(random.pick(choices));
    let config = Config {
        mss: random.pick(&[28, 100, 536, 1000, 1448, 1460]),
        initial_rto: millis(random, &[100, 1000, 3000]),
        min_rto: millis(random, &[10, 200, 1000]),
        max_rto: millis(random, &[5000, 60_000]),
        max_retransmissions: random.between(8, 15) as u32,
        syn_retries: random.between(5, 8) as u32,
        send_buffer: buffer(random),
        receive_buffer: buffer(random),
        delayed_ack: random.coin(),
        delayed_ack_timeout: millis(random, &[1, 40, 200, 499]),
        congestion: random.pick(&CONGESTION),
        fast_retransmit: random.coin(),
        limited_transmit: random.coin(),
        sack: random.coin(),
        timestamps: random.coin(),
        nagle: random.pick(&[Nagle::Off, Nagle::Minshall, Nagle::Rfc896]),
        byte_counting: random.coin(),
        window_scaling: random.coin(),
        keep_alive: random.below(4) == 0,
        keep_alive_idle: millis(random, &[1000, 30_000]),
        keep_alive_interval: millis(random, &[1000, 10_000]),
        keep_alive_probes: random.between(4, 9) as u32,
        // Mostly off.
        user_timeout: millis(random, &[0, 0, 0, 0, 0, 0, 0, 20_000]),
        backlog: 16,
        msl: millis(random, &[1, 100, 30_000]),
        ttl: random.pick(&[32, 64, 255]),
        dscp: random.pick(&[0, 46]),
    };
    assert_eq!(config.validate(), Ok(()));
    config
}

/// A share up to `most` percent; in a third of the calls none.
pub fn random_share(random: &mut Random, most: u64) -> Share {
    let ppm = random.below(most * 10_000 + 1) as u32;
    if random.below(3) == 0 {
        Share::NEVER
    } else {
        Share::from_ppm(ppm)
    }
}

/// A link with some of all faults.
pub fn random_faults(random: &mut Random) -> Faults {
    let cut = (random.below(4) == 0).then(|| {
        let start = Time::from_millis(random.below(2000));
        let length = random.pick(&[50, 500, 5000, 50_000]);
        (start, start + Span::from_millis(random.below(length)))
    });
    Faults {
        loss: random_share(random, 20),
        reorder: random_share(random, 30),
        duplicate: random_share(random, 20),
        corrupt: random_share(random, 10),
        cut,
        ..Faults::none(Span::from_micros(
            random.pick(&[100, 5000, 50_000, 300_000]),
        ))
    }
}
