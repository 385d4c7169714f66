//! What a host does with a segment that belongs to no connection (RFC 9293 §3.10.7.1, §3.10.7.2).

use hoplab_wire::tcp::{Flags, Header, Options};

use crate::seq::Seq;

/// What a listener does with a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listen {
    /// A SYN: make an [`Endpoint::accept`](crate::Endpoint::accept) of it.
    Accept,
    /// It acknowledges something never sent here: answer with this RST.
    Reset(Header),
    /// Drop it.
    Ignore,
}

/// What a host in LISTEN does with a segment for its port (RFC 9293 §3.10.7.2).
pub fn listen(header: &Header, payload_len: usize) -> Listen {
    if header.flags.contains(Flags::RST) {
        Listen::Ignore
    } else if header.flags.contains(Flags::ACK) {
        reset_for(header, payload_len).map_or(Listen::Ignore, Listen::Reset)
    } else if header.flags.contains(Flags::SYN) {
        Listen::Accept
    } else {
        Listen::Ignore
    }
}

/// The RST that a host sends for a segment of no connection (RFC 9293 §3.10.7.1); `None` for a RST, which is
/// never answered.
pub fn reset_for(header: &Header, payload_len: usize) -> Option<Header> {
    if header.flags.contains(Flags::RST) {
        return None;
    }
    let reply = Header {
        src_port: header.dst_port,
        dst_port: header.src_port,
        seq: 0,
        ack: 0,
        flags: Flags::RST,
        window: 0,
        urgent: 0,
        options: Options::default(),
    };
    Some(if header.flags.contains(Flags::ACK) {
        Header {
            seq: header.ack,
            ..reply
        }
    } else {
        let ack = Seq(header.seq) + sequence_space(header.flags, payload_len);
        Header {
            ack: ack.0,
            flags: Flags::RST | Flags::ACK,
            ..reply
        }
    })
}

/// SEG.LEN: the octets of sequence space that a segment takes, SYN and FIN included.
pub(crate) fn sequence_space(flags: Flags, payload_len: usize) -> u32 {
    // No segment is longer than an IP packet, 65,535 bytes.
    payload_len as u32
        + u32::from(flags.contains(Flags::SYN))
        + u32::from(flags.contains(Flags::FIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(flags: Flags) -> Header {
        Header {
            src_port: 1000,
            dst_port: 80,
            seq: u32::MAX,
            ack: 77,
            flags,
            window: 0,
            urgent: 0,
            options: Options::default(),
        }
    }

    #[test]
    fn a_segment_without_ack_is_reset_with_one() {
        let reset = reset_for(&header(Flags::SYN), 4).unwrap();
        assert_eq!(
            (reset.seq, reset.ack, reset.flags),
            (0, 4, Flags::RST | Flags::ACK)
        );
        assert_eq!((reset.src_port, reset.dst_port), (80, 1000));
    }

    #[test]
    fn a_segment_with_ack_is_reset_at_what_it_acknowledges() {
        let reset = reset_for(&header(Flags::ACK), 4).unwrap();
        assert_eq!((reset.seq, reset.flags), (77, Flags::RST));
    }

    #[test]
    fn a_reset_is_never_answered() {
        assert_eq!(reset_for(&header(Flags::RST), 0), None);
        assert_eq!(reset_for(&header(Flags::RST | Flags::ACK), 0), None);
        assert_eq!(listen(&header(Flags::RST), 0), Listen::Ignore);
    }

    #[test]
    fn a_listener_takes_a_syn_resets_an_ack_and_drops_the_rest() {
        assert_eq!(listen(&header(Flags::SYN), 0), Listen::Accept);
        assert!(matches!(
            listen(&header(Flags::SYN | Flags::ACK), 0),
            Listen::Reset(_)
        ));
        assert_eq!(listen(&header(Flags::FIN), 0), Listen::Ignore);
    }
}
