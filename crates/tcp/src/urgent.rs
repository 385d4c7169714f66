//! The urgent pointer (RFC 9293 §3.8.5): it marks a place in the stream and moves no data.
//!
//! New programs should not use it (SHLD-13), but every TCP must carry it (MUST-30).

use crate::endpoint::Endpoint;
use crate::event::{SendError, TcpEvent};
use crate::seq::Seq;

use hoplab_units::Time;

impl Endpoint {
    /// Queues data as [`send`](Self::send) does and marks all that is queued up to its end as urgent.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_urgent(&mut self, now: Time, data: &[u8]) -> Result<usize, SendError> {
        let taken = self.send(now, data)?;
        if taken > 0 {
            self.snd_up = Some(self.send_buffer.end());
        }
        Ok(taken)
    }

    /// How many of the bytes still to be read are urgent (MUST-33); 0 if none.
    pub fn urgent_len(&self) -> usize {
        let unread = self
            .receive_buffer
            .next()
            .minus(self.receive_buffer.readable());
        match self.rcv_up {
            Some(end) if end.after(unread) => end.since(unread) as usize,
            _ => 0,
        }
    }

    /// Forgets marks that have been passed. A sequence number kept for ever would one day lie ahead again.
    pub(crate) fn forget_urgent(&mut self) {
        let unread = self
            .receive_buffer
            .next()
            .minus(self.receive_buffer.readable());
        self.snd_up = self.snd_up.filter(|end| end.after(self.snd_una));
        self.rcv_up = self.rcv_up.filter(|end| end.after(unread));
    }

    /// The pointer for a segment at `seq`: to the octet after the urgent data (MUST-62), as far as 16 bits reach.
    pub(crate) fn urgent_offset(&self, seq: Seq) -> Option<u16> {
        let end = self.snd_up.filter(|end| end.after(seq))?;
        Some(u16::try_from(end.since(seq)).unwrap_or(u16::MAX))
    }

    /// RFC 9293 §3.10.7.4, sixth step: RCV.UP moves on and the program hears of it (MUST-32).
    pub(crate) fn take_urgent(&mut self, seq: Seq, pointer: u16) {
        let up_to = seq + u32::from(pointer);
        let news = self.rcv_up.is_none_or(|known| up_to.after(known));
        if news && up_to.after(self.receive_buffer.next()) && self.state.takes_data() {
            self.rcv_up = Some(up_to);
            self.events.push(TcpEvent::Urgent { up_to });
        }
    }
}
