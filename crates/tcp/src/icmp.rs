//! What the network says about our segments: ICMP errors and the path's MTU (RFC 1122 §4.2.3.9, RFC 5927, RFC 1191).

use hoplab_units::Time;

use crate::config::MIN_MSS;
use crate::endpoint::Endpoint;
use crate::event::{CwndWhy, Failure, IcmpError, RetransmitWhy, TcpEvent};
use crate::seq::Seq;
use crate::state::{State, StateEvent};

/// IPv4 and TCP header without options.
const HEADERS: u32 = 40;

/// RFC 1191 §7.1: usual MTUs, for routers that do not say theirs.
const PLATEAUS: [u16; 10] = [
    32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296, 68,
];

impl Endpoint {
    /// Takes an ICMP error about a segment of ours that began at `seq`, as the quoted header says. An error about
    /// what is not under way is ignored (RFC 5927 §4.1).
    pub fn handle_icmp(&mut self, now: Time, error: IcmpError, seq: Seq) {
        if self.state == State::Closed {
            return;
        }
        if !seq.is_within(self.snd_una, self.snd_nxt) {
            self.events.push(TcpEvent::IcmpIgnored { seq });
            return;
        }
        match error {
            IcmpError::FragmentationNeeded { next_hop_mtu } => self.handle_mtu(now, next_hop_mtu),
            // RFC 5927 §5.2, RFC 5461: on an open connection no ICMP error is final, whatever it says:
            // it may be forged or pass. R2 decides.
            IcmpError::Unreachable { hard: true } if !self.state.is_synchronized() => {
                self.end(StateEvent::Reset, Some(Failure::Unreachable));
            }
            IcmpError::Unreachable { hard } => {
                self.soft_error = true;
                self.events.push(TcpEvent::IcmpNoted { hard });
            }
        }
        self.check();
    }

    /// The path carries packets of at most `next_hop_mtu` bytes (0: smaller than the last, from a router that does
    /// not say). Lowers the segment size and sends again what was too long; the congestion window does not pay
    /// for it (RFC 1191 §6.4).
    pub fn handle_mtu(&mut self, _now: Time, next_hop_mtu: u16) {
        let headers = HEADERS + self.timestamps.option_len();
        let packet = self.mss + headers;
        let plateau = || {
            PLATEAUS
                .into_iter()
                .find(|mtu| u32::from(*mtu) < packet)
                .unwrap_or(68)
        };
        let mtu = if next_hop_mtu == 0 {
            plateau()
        } else {
            next_hop_mtu
        };
        let least = u32::from(MIN_MSS) - self.timestamps.option_len();
        let mss = u32::from(mtu).saturating_sub(headers).max(least);
        if self.state == State::Closed || mss >= self.mss {
            return;
        }
        let (mss_from, mss_to) = (self.mss as u16, mss as u16);
        self.events.push(TcpEvent::PathMtu {
            mtu,
            mss_from,
            mss_to,
        });
        self.mss = mss;
        let from = self.congestion.window();
        self.congestion.set_mss(mss);
        self.cwnd_changed(from, CwndWhy::PathMtu);
        self.flight.mark_longer_lost(mss, RetransmitWhy::PathMtu);
    }
}
