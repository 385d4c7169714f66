//! No segments, however mad, with calls and waits to match, make an endpoint panic, grow past a bound or hand over
//! a byte that is not the peer's. The same body as the target in `tests/fuzz`.

use hoplab_tests::{Random, is_full, sweep, torment};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn an_endpoint_survives_anything(bytes in prop::collection::vec(any::<u8>(), 0..1500)) {
        torment(&bytes);
    }
}

#[test]
fn an_endpoint_survives_long_lives_of_it() {
    let seeds = if is_full() { 50_000 } else { 2_000 };
    let sums = sweep(0..seeds, |seed| {
        let mut random = Random::new(seed);
        let len = random.between(500, 6000) as usize;
        // One byte comes up far more often than by chance, another in each life.
        let usual = random.draw() as u8;
        let bytes: Vec<u8> = (0..len)
            .map(|_| {
                if random.below(5) == 0 {
                    usual
                } else {
                    random.draw() as u8
                }
            })
            .collect();
        let life = torment(&bytes);
        [
            life.heard,
            life.acknowledged,
            life.resends,
            life.recoveries,
            life.sacked,
            life.old,
        ]
    });
    println!("heard, acknowledged, resends, recoveries, sacked, old: {sums:?}");
    let [heard, acknowledged, resends, recoveries, sacked, old] = sums;
    assert!(heard > seeds * 1000 && acknowledged > seeds * 1000, "bytes");
    assert!(resends > seeds * 10 && recoveries > seeds / 4, "losses");
    assert!(
        sacked > seeds * 50 && old > seeds,
        "SACK blocks and old timestamps"
    );
}
