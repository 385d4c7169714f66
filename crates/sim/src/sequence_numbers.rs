//! Initial sequence numbers (RFC 9293 §3.4.1, RFC 6528): a clock, and on it for each connection an offset that
//! nobody outside the host can work out.

use hoplab_tcp::{FourTuple, Seq};
use hoplab_units::{Span, Time};

use crate::random::{Random, keyed};

/// The clock moves on by one this often, and so comes round in 4.8 hours.
const TICK: Span = Span::from_micros(4);

/// Where a host's connections begin to count.
#[derive(Clone, Debug)]
pub(crate) struct SequenceNumbers {
    random: Random,
    secret: [u32; 5],
}

impl SequenceNumbers {
    /// Draws the secret.
    pub(crate) fn new(mut random: Random) -> SequenceNumbers {
        let secret = core::array::from_fn(|_| random.draw());
        SequenceNumbers { random, secret }
    }

    /// Those of the same host switched on again, with another secret.
    pub(crate) fn after_restart(&self) -> SequenceNumbers {
        SequenceNumbers::new(self.random.clone())
    }

    /// ISN = M + F(local address and port, remote address and port, secret).
    pub(crate) fn first(&self, tuple: FourTuple, now: Time) -> Seq {
        let clock = (now.as_nanos() / TICK.as_nanos()) as u32;
        let [a, b, c, d, e] = self.secret;
        let ports = u32::from(tuple.local.port()) << 16 | u32::from(tuple.remote.port());
        let (local, remote) = (tuple.local.ip().to_bits(), tuple.remote.ip().to_bits());
        Seq(clock) + keyed([a, b, c, d, e, local, remote, ports])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NodeId;
    use crate::random::Purpose;
    use core::net::{Ipv4Addr, SocketAddrV4};

    fn host(node: u16) -> SequenceNumbers {
        SequenceNumbers::new(Random::new(7, Purpose::SequenceNumbers(NodeId(node))))
    }

    fn tuple(port: u16) -> FourTuple {
        FourTuple {
            local: SocketAddrV4::new(Ipv4Addr::new(192, 0, 2, 1), port),
            remote: SocketAddrV4::new(Ipv4Addr::new(192, 0, 2, 2), 80),
        }
    }

    #[test]
    fn the_same_connection_begins_later_by_the_clock() {
        let host = host(1);
        let first = host.first(tuple(50_000), Time::from_secs(1));
        let later = host.first(tuple(50_000), Time::from_secs(3));
        assert_eq!(later.since(first), 500_000, "two seconds in 4 µs");
        let round = Time::ZERO + TICK * (1 << 32);
        assert_eq!(
            host.first(tuple(1), round),
            host.first(tuple(1), Time::ZERO)
        );
    }

    #[test]
    fn another_connection_host_or_start_begins_somewhere_else() {
        let own = host(1);
        let at = |numbers: &SequenceNumbers, port| numbers.first(tuple(port), Time::ZERO);
        let mut firsts = vec![at(&own, 50_000), at(&own, 50_001), at(&host(2), 50_000)];
        firsts.push(at(&own.after_restart(), 50_000));
        firsts.sort_by_key(|first| first.0);
        firsts.dedup();
        assert_eq!(firsts.len(), 4);
        let near = firsts.windows(2).filter(|two| two[1].since(two[0]) < 1000);
        assert_eq!(near.count(), 0);
    }

    #[test]
    fn neighbouring_ports_tell_nothing_of_each_other() {
        let host = host(1);
        let steps: Vec<u32> = (50_000..50_100)
            .map(|port| {
                host.first(tuple(port + 1), Time::ZERO)
                    .since(host.first(tuple(port), Time::ZERO))
            })
            .collect();
        let mut different = steps.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), steps.len());
    }
}
