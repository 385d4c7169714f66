//! What is remembered, for how long, and what is believed.

use core::net::Ipv4Addr;

use hoplab_units::{Span, Time};
use proptest::prelude::*;

use super::*;
use crate::{Cache, Found, Held, Rank, RecordData, Soa};

const FROM: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 53);

fn address(of: &str, ttl: u32, last: u8) -> Record {
    Record::new(
        name(of),
        ttl,
        RecordData::A(Ipv4Addr::new(203, 0, 113, last)),
    )
}

fn soa(ttl: u32, minimum: u32) -> Record {
    let data = RecordData::Soa(Box::new(Soa {
        mname: name("ns1.example.com"),
        rname: name("hostmaster.example.com"),
        serial: 1,
        refresh: 1,
        retry: 1,
        expire: 1,
        minimum,
    }));
    Record::new(name("example.com"), ttl, data)
}

fn known(cache: &mut Cache, now: Time, of: &str, least: Rank) -> Vec<String> {
    match cache.find(now, &name(of), RecordType::A, least) {
        Found::Hit {
            held: Held::Records(records),
            ..
        } => lines(&records),
        other => vec![format!("{other:?}")],
    }
}

#[test]
fn glue_is_good_for_reaching_a_server_but_not_for_an_answer_nor_over_what_is_known_better() {
    let mut cache = Cache::new(10);
    let now = Time::from_secs(1);
    cache.insert(now, &[address("ns.a", 60, 1)], Rank::Additional, FROM);
    assert_eq!(known(&mut cache, now, "ns.a", Rank::Answer), ["Miss"]);
    assert_eq!(
        known(&mut cache, now, "ns.a", Rank::Additional),
        ["ns.a. 60 IN A 203.0.113.1"]
    );
    cache.insert(
        now,
        &[address("ns.a", 60, 2)],
        Rank::AuthoritativeAnswer,
        FROM,
    );
    assert_eq!(
        cache.insert(now, &[address("ns.a", 90, 3)], Rank::Additional, FROM),
        None
    );
    assert_eq!(
        known(&mut cache, now, "ns.a", Rank::Answer),
        ["ns.a. 60 IN A 203.0.113.2"]
    );
    let later = now + Span::from_secs(60);
    assert_eq!(
        cache.insert(later, &[address("ns.a", 90, 3)], Rank::Additional, FROM),
        Some(90)
    );
}

#[test]
fn that_there_is_nothing_is_known_for_the_lesser_of_both_times_and_ends_when_something_is_there() {
    let now = Time::from_secs(1);
    for (ttl, minimum, expected) in [(60, 30, 30), (20, 30, 20), (90_000, 90_000, 10_800)] {
        let mut cache = Cache::new(10);
        let of = name("nix.example.com");
        let rank = Rank::AuthoritativeAnswer;
        let kept = cache.insert_negative(now, &of, None, &soa(ttl, minimum), rank, FROM);
        assert_eq!(kept, Some(expected));
        let end = now + Span::from_secs(expected.into());
        let before = Time::from_nanos(end.as_nanos() - 1);
        let found = cache.find(before, &of, RecordType::Ns, Rank::Answer);
        assert!(matches!(
            found,
            Found::Hit {
                held: Held::NoSuchName(_),
                ttl_left: 0
            }
        ));
        cache.insert(before, &[address("nix.example.com", 5, 1)], rank, FROM);
        let lines = known(&mut cache, before, "nix.example.com", Rank::Answer);
        assert_eq!(lines, ["nix.example.com. 5 IN A 203.0.113.1"]);
    }
    let mut cache = Cache::new(10);
    let of = name("example.com");
    cache.insert_negative(
        now,
        &of,
        Some(RecordType::Cname),
        &soa(60, 60),
        Rank::Answer,
        FROM,
    );
    assert_eq!(
        cache.find(now, &of, RecordType::A, Rank::Answer),
        Found::Miss,
        "no CNAME says nothing about addresses"
    );
}

#[test]
fn when_it_is_full_what_ends_soonest_goes() {
    let mut cache = Cache::new(3);
    for (of, ttl) in [("a", 50), ("b", 10), ("c", 30), ("d", 40)] {
        cache.insert(Time::ZERO, &[address(of, ttl, 1)], Rank::Answer, FROM);
    }
    let rows = cache.snapshot(Time::ZERO).rows;
    let names: Vec<String> = rows.iter().map(|row| row.name.to_string()).collect();
    assert_eq!(names, ["a", "c", "d"]);
    assert_eq!(rows[0].ttl_left, 50);
    let late = cache.snapshot(Time::from_secs(40));
    assert_eq!(late.rows.len(), 1, "what is over is not shown");
    cache.flush();
    assert!(cache.is_empty());
}

proptest! {
    #[test]
    fn nothing_is_given_out_past_its_time(
        calls in prop::collection::vec((0..4_usize, 0..4_000_u64, 0..5_u32, 0..3_u8), 1..80),
    ) {
        let names = ["a", "b", "c.b", "d"];
        let mut cache = Cache::new(3);
        let mut now = Time::ZERO;
        // For each name, when what was last put in ends.
        let mut ends = [Time::ZERO; 4];
        for (which, wait, ttl, call) in calls {
            now += Span::from_millis(wait);
            let of = name(names[which]);
            match call {
                0 => {
                    let record = address(names[which], ttl, 1);
                    cache.insert(now, &[record], Rank::Answer, FROM);
                    ends[which] = now + Span::from_secs(ttl.into());
                }
                1 => {
                    cache.insert_negative(now, &of, None, &soa(ttl, 3), Rank::Answer, FROM);
                    ends[which] = now + Span::from_secs(ttl.min(3).into());
                }
                _ => {
                    let found = cache.find(now, &of, RecordType::A, Rank::Answer);
                    if let Found::Hit { ttl_left, held } = found {
                        prop_assert!(now < ends[which]);
                        prop_assert!(now + Span::from_secs(ttl_left.into()) <= ends[which]);
                        if let Held::Records(records) = held {
                            prop_assert_eq!(records[0].ttl, ttl_left);
                        }
                    }
                }
            }
            prop_assert!(cache.len() <= 3);
        }
    }
}

proptest! {
    /// Who hears what is remembered and what had to go for it knows what a cache holds.
    #[test]
    fn what_is_told_of_a_cache_is_what_it_holds(
        limit in 0_u32..5,
        given in proptest::collection::vec((0_u64..3, 0_u8..4, 0_u8..3, 0_u32..4, any::<bool>()), 0..60),
    ) {
        let mut cache = Cache::new(limit);
        let mut now = Time::from_secs(1);
        let mut told = std::collections::BTreeMap::new();
        for (after, of, what, ttl, is_known_well) in given {
            now += Span::from_secs(after);
            let of = name(&format!("n{of}.example.com"));
            let rank = match is_known_well {
                true => Rank::AuthoritativeAnswer,
                false => Rank::Additional,
            };
            let (rtype, kept) = match what {
                0 => (None, cache.insert_negative(now, &of, None, &soa(ttl, ttl), rank, FROM)),
                1 => {
                    let rtype = Some(RecordType::A);
                    (rtype, cache.insert_negative(now, &of, rtype, &soa(ttl, ttl), rank, FROM))
                }
                _ => {
                    let record = address(&of.to_string(), ttl, 1);
                    (Some(RecordType::A), cache.insert(now, &[record], rank, FROM))
                }
            };
            for gone in cache.take_driven_out() {
                prop_assert!(told.remove(&gone).is_some_and(|until| until > now));
            }
            if let Some(ttl) = kept {
                told.insert((of, rtype), now + Span::from_secs(ttl.into()));
            }
            told.retain(|_, until| *until > now);
            let rows = cache.snapshot(now).rows.into_iter();
            let held: Vec<_> = rows.map(|row| ((row.name, row.rtype), row.expires)).collect();
            prop_assert_eq!(held, told.clone().into_iter().collect::<Vec<_>>());
        }
    }
}
