//! What must hold of an endpoint whatever happens to it, as far as it can be seen from outside.

use hoplab_tcp::{Endpoint, MAX_RANGES, Seq, State, TcpSnapshot, Transmit};
use hoplab_wire::tcp::{Flags, header_len};

/// What the peer sends at this sequence number.
pub fn theirs(seq: u32) -> u8 {
    (seq.wrapping_mul(2_654_435_761) >> 24) as u8
}

/// The program's byte at this place of its stream.
fn ours(offset: u32) -> u8 {
    (offset.wrapping_mul(0x9e37_79b1) >> 13) as u8
}

/// Remembers how far things were, since none of them may go back.
pub struct Watch {
    iss: Seq,
    /// Bytes the endpoint has taken from the program.
    said: u32,
    /// Bytes it has handed to it.
    heard: u32,
    last: Option<TcpSnapshot>,
}

impl Watch {
    pub fn new(iss: Seq) -> Watch {
        Watch {
            iss,
            said: 0,
            heard: 0,
            last: None,
        }
    }

    /// What the program says next.
    pub fn next_words(&self, len: usize) -> Vec<u8> {
        (0..len as u32)
            .map(|index| ours(self.said + index))
            .collect()
    }

    pub fn said(&mut self, taken: usize) {
        self.said += taken as u32;
    }

    /// Bytes were read: they are the peer's, in its order.
    pub fn heard(&mut self, endpoint: &Endpoint, data: &[u8], most: usize) {
        assert!(data.len() <= most);
        let Some(irs) = endpoint.snapshot().irs else {
            assert!(data.is_empty(), "nobody has said anything");
            return;
        };
        let from = irs + 1 + self.heard;
        for (index, byte) in data.iter().enumerate() {
            assert_eq!(
                *byte,
                theirs((from + index as u32).0),
                "byte {index} at {from:?}"
            );
        }
        self.heard += data.len() as u32;
    }

    /// A segment goes out: what is in it is what the program said, and fits.
    pub fn sent(&self, endpoint: &Endpoint, transmit: &Transmit) {
        let (header, payload) = (&transmit.header, &transmit.payload);
        let options = header_len(header) - 20;
        assert!(payload.len() + options <= usize::from(endpoint.config().mss).max(options));
        assert!(options <= 40);
        let flags = header.flags;
        assert!(!(flags.contains(Flags::SYN) && flags.intersects(Flags::FIN | Flags::RST)));
        let offset = Seq(header.seq).since(self.iss + 1);
        for (index, byte) in (0..).zip(payload) {
            assert!(offset + index < self.said, "never said");
            assert_eq!(
                *byte,
                ours(offset + index),
                "byte {index} at offset {offset}"
            );
        }
    }

    /// Everything that can be seen between two calls.
    pub fn look(&mut self, endpoint: &Endpoint) {
        let snapshot = endpoint.snapshot();
        bounded(&snapshot);
        timed(endpoint, &snapshot);
        if let Some(last) = self.last.take() {
            forwards(&last, &snapshot);
        }
        self.last = Some(snapshot);
    }
}

/// Nothing is larger than it may be.
fn bounded(now: &TcpSnapshot) {
    assert_eq!(now.flight_size, now.snd_nxt.since(now.snd_una));
    // A SYN and a FIN besides.
    assert!(now.flight_size <= now.send_buffer + 2);
    assert!(now.unsent <= now.send_queue && now.send_queue <= now.send_buffer);
    // A segment sent again on suspicion may be under way twice.
    assert!(now.pipe <= 2 * now.flight_size && now.sacked + now.lost <= now.flight_size);
    assert!(now.rcv_wnd <= now.receive_buffer);
    let kept: u32 = now
        .out_of_order
        .iter()
        .map(|(from, to)| to.since(*from))
        .sum();
    assert!(now.receive_queue + kept <= now.receive_buffer);
    assert!(now.out_of_order.len() <= MAX_RANGES);
    let mut edge = now.rcv_nxt;
    for (from, to) in &now.out_of_order {
        assert!(
            from.after(edge) && to.after(*from),
            "ranges lie apart and in order"
        );
        edge = *to;
    }
    assert_eq!(now.events_dropped, 0);
    if now.state.is_synchronized() {
        assert!(now.cwnd >= u32::from(now.mss), "a segment can always go");
        assert!(now.ssthresh >= 2 * u32::from(now.mss), "RFC 5681 (4)");
    }
}

/// Whatever waits for something has a timer against waiting for ever.
fn timed(endpoint: &Endpoint, now: &TcpSnapshot) {
    let next = endpoint.poll_timeout();
    if now.state == State::Closed {
        assert_eq!(next, None, "it is over");
        return;
    }
    assert!(now.rto <= endpoint.config().max_rto);
    let sends = now.state.is_synchronized() && now.state != State::TimeWait;
    assert!(
        next.is_some() || now.flight_size == 0,
        "nothing would resend it"
    );
    assert!(
        next.is_some() || now.unsent == 0 || !sends,
        "nothing would send it"
    );
    assert!(
        next.is_some() || now.state != State::TimeWait,
        "it would never end"
    );
}

/// Nothing goes back that may only go on.
fn forwards(last: &TcpSnapshot, now: &TcpSnapshot) {
    assert!(!now.snd_una.before(last.snd_una) && !now.snd_nxt.before(last.snd_nxt));
    assert!(last.state != State::Closed || now.state == State::Closed);
    if last.irs.is_none() || now.state == State::Closed {
        return;
    }
    assert_eq!(last.irs, now.irs);
    assert!(!now.rcv_nxt.before(last.rcv_nxt));
    // RFC 9293 §3.8.6, SHLD-14: the window is never taken back.
    let edges = [last, now].map(|snapshot| snapshot.rcv_nxt + snapshot.rcv_wnd);
    assert!(!edges[1].before(edges[0]), "the window shrank");
}
