//! The receiving side's depacketizer: RTP packets into frames, and how unevenly they come.

use hoplab_units::{Span, Time, VecMap};
use hoplab_wire::rtp::{self, VIDEO_CLOCK_HZ, video::Part};

use super::scene::draw;

/// The parts of one frame that came.
#[derive(Clone, Debug, Default)]
pub(super) struct Assembly {
    parts: VecMap<u16, Vec<u8>>,
    of: u16,
}

impl Assembly {
    /// How many parts it lacks, of how many.
    pub(super) fn missing(&self) -> (u16, u16) {
        (self.of - self.parts.len() as u16, self.of)
    }

    pub(super) fn is_whole(&self) -> bool {
        self.missing().0 == 0
    }

    /// Draws what is there; returns whether the frame is a key frame.
    pub(super) fn draw(&self, frame: u32, picture: &mut Vec<u8>) -> bool {
        let mut key = false;
        for (number, bytes) in self.parts.iter() {
            let part = Part {
                frame,
                part: *number,
                parts: self.of,
                bytes,
            };
            key |= draw(picture, &part);
        }
        key
    }
}

/// Frames that wait for their time.
#[derive(Clone, Debug)]
pub(super) struct Receiver {
    pub(super) ssrc: u32,
    pub(super) frames: VecMap<u32, Assembly>,
    pub(super) jitter: Jitter,
    /// The first frame seen and its timestamp, and the last one.
    first: (u32, u32),
    last: (u32, u32),
}

impl Receiver {
    /// The most frames that wait: ten seconds of sixty.
    const MAX_FRAMES: u32 = 600;
    /// The most parts of one frame.
    const MAX_PARTS: u16 = 64;

    /// For the stream whose first packet this is; `None` if it is none of video.
    pub(super) fn new(packet: &[u8]) -> Option<Receiver> {
        let packet = rtp::parse(packet).ok()?;
        let part = Part::parse(packet.payload)?;
        let header = packet.header;
        let first = (part.frame, header.timestamp);
        (header.payload_type == rtp::PAYLOAD_TYPE_VIDEO).then(|| Receiver {
            ssrc: header.ssrc,
            frames: VecMap::new(),
            jitter: Jitter::default(),
            first,
            last: first,
        })
    }

    /// Takes a packet; returns the number of its frame if it is one of this stream. Kept are parts of frames from
    /// `next` on.
    pub(super) fn take(&mut self, now: Time, next: Option<u32>, packet: &[u8]) -> Option<u32> {
        let packet = rtp::parse(packet).ok()?;
        let part = Part::parse(packet.payload)?;
        let header = packet.header;
        if header.ssrc != self.ssrc || header.payload_type != rtp::PAYLOAD_TYPE_VIDEO {
            return None;
        }
        self.jitter.take(now, header.timestamp);
        let frame = part.frame;
        if frame > self.last.0 {
            self.last = (frame, header.timestamp);
        }
        if frame < self.first.0 {
            self.first = (frame, header.timestamp);
        }
        let from = next.unwrap_or(self.first.0);
        let wanted = frame >= from && frame - from < Receiver::MAX_FRAMES;
        if wanted && part.parts <= Receiver::MAX_PARTS {
            if self.frames.get(&frame).is_none() {
                let of = part.parts;
                let parts = VecMap::new();
                self.frames.insert(frame, Assembly { parts, of });
            }
            if let Some(assembly) = self.frames.get_mut(&frame)
                && assembly.of == part.parts
            {
                assembly.parts.insert(part.part, part.bytes.to_vec());
            }
        }
        Some(frame)
    }

    /// The highest frame any part of which came.
    pub(super) fn highest(&self) -> u32 {
        self.last.0
    }

    /// The time from one frame to the next, by their timestamps; `None` while only one is known.
    pub(super) fn period(&self) -> Option<Span> {
        let frames = u64::from(self.last.0.checked_sub(self.first.0)?);
        let ticks = u64::from(self.last.1.wrapping_sub(self.first.1));
        let nanos = (ticks * 1_000_000_000).checked_div(frames * u64::from(VIDEO_CLOCK_HZ))?;
        // At 60 a second it is 16.7 ms; nothing here sends more than that, or less than one.
        Some(Span::from_nanos(nanos.clamp(10_000_000, 1_000_000_000)))
    }
}

/// The interarrival jitter of RFC 3550 §6.4.1, computed as in its appendix A.8: in timestamp ticks, sixteenfold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Jitter {
    transit: Option<u32>,
    sixteenfold: u32,
}

impl Jitter {
    fn take(&mut self, now: Time, timestamp: u32) {
        let ticks = now.as_nanos() / 1000 * u64::from(VIDEO_CLOCK_HZ / 1000) / 1000;
        let transit = (ticks as u32).wrapping_sub(timestamp);
        if let Some(before) = self.transit.replace(transit) {
            let difference = (transit.wrapping_sub(before) as i32).unsigned_abs();
            let mean = (self.sixteenfold + 8) >> 4;
            self.sixteenfold = (self.sixteenfold).saturating_add(difference) - mean;
        }
    }

    pub(super) fn span(self) -> Span {
        let ticks = u64::from(self.sixteenfold >> 4);
        Span::from_nanos(ticks * 1_000_000_000 / u64::from(VIDEO_CLOCK_HZ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::SourceSpec;
    use super::super::source::Source;
    use super::*;

    #[test]
    fn frames_come_out_of_their_packets_in_any_order() {
        let mut source = Source::new(SourceSpec::default(), [1, 65_535, u32::MAX]);
        let packets: Vec<Vec<u8>> = (0..3).flat_map(|_| source.frame()).collect();
        let mut receiver = Receiver::new(&packets[0]).expect("it is video");
        for packet in packets.iter().rev().chain(&packets) {
            assert!(receiver.take(Time::ZERO, None, packet).is_some());
        }
        assert_eq!(receiver.highest(), 2);
        assert!(receiver.frames.values().all(Assembly::is_whole));
        assert_eq!(receiver.period(), Some(Span::from_millis(40)));
    }

    #[test]
    fn packets_that_come_as_they_were_sent_have_no_jitter_and_others_have() {
        let mut even = Jitter::default();
        let mut uneven = Jitter::default();
        for frame in 0..400_u64 {
            let at = Time::from_millis(40 * frame);
            even.take(at, frame as u32 * 3600);
            uneven.take(at + Span::from_millis(frame % 2 * 8), frame as u32 * 3600);
        }
        assert_eq!(even.span(), Span::ZERO);
        // Every difference is 8 ms, and the mean comes near it.
        let off = uneven.span().as_nanos().abs_diff(8_000_000);
        assert!(off < 200_000, "{}", uneven.span());
    }

    #[test]
    fn what_is_no_video_makes_no_stream() {
        assert!(Receiver::new(b"").is_none());
        let audio = rtp::Header::default().to_packet(&[0; 20]);
        assert!(Receiver::new(&audio).is_none());
    }
}
