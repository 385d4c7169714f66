//! The sending side's camera and packetizer: frames into RTP packets.

use hoplab_units::Span;
use hoplab_wire::rtp::{self, Header, VIDEO_CLOCK_HZ, video};

use super::SourceSpec;
use super::scene::{encode, part_bytes, scene_picture};

/// Makes one frame after the other.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) spec: SourceSpec,
    /// The frame to be made next.
    pub(super) next: u32,
    pub(super) skipped: u32,
    pub(super) packets: u32,
    /// The frame sent last: what the receiver has. None after a gap, so that the next is a key frame.
    before: Option<Vec<u8>>,
    ssrc: u32,
    sequence: u16,
    /// The timestamp of frame 0.
    timestamp: u32,
}

impl Source {
    /// `draws`: where sequence numbers and timestamps begin (RFC 3550 §5.1 wants both unforeseeable), and the
    /// stream's name.
    pub(super) fn new(spec: SourceSpec, draws: [u32; 3]) -> Source {
        let [ssrc, sequence, timestamp] = draws;
        Source {
            spec,
            next: 0,
            skipped: 0,
            packets: 0,
            before: None,
            ssrc,
            sequence: sequence as u16,
            timestamp,
        }
    }

    /// Whether all frames are made.
    pub(super) fn is_done(&self) -> bool {
        self.next >= self.spec.frames()
    }

    /// How long after the first frame the next one is due.
    pub(super) fn due(&self) -> Span {
        let nanos = u64::from(self.next) * 1_000_000_000 / u64::from(self.spec.fps.max(1));
        Span::from_nanos(nanos)
    }

    /// The packets of the next frame.
    pub(super) fn frame(&mut self) -> Vec<Vec<u8>> {
        let number = self.next;
        let picture = scene_picture(self.spec.scene, number);
        let key = number.is_multiple_of(u32::from(self.spec.key_every.max(1)));
        let before = self.before.as_deref().filter(|_| !key);
        let bytes = encode(&picture, before);
        let ticks = u64::from(number) * u64::from(VIDEO_CLOCK_HZ);
        let ticks = ticks / u64::from(self.spec.fps.max(1));
        let mut packets = Vec::new();
        for part in video::parts(number, &bytes, part_bytes(self.spec.packet_bytes)) {
            let header = Header {
                marker: part.is_last(),
                payload_type: rtp::PAYLOAD_TYPE_VIDEO,
                sequence: self.sequence,
                timestamp: self.timestamp.wrapping_add(ticks as u32),
                ssrc: self.ssrc,
            };
            packets.push(header.to_packet(&part.to_payload()));
            self.sequence = self.sequence.wrapping_add(1);
        }
        self.packets += packets.len() as u32;
        self.before = Some(picture);
        self.next += 1;
        packets
    }

    /// Leaves the next frame out.
    pub(super) fn skip(&mut self) {
        self.before = None;
        self.next += 1;
        self.skipped += 1;
    }

    /// How far it will be at a time after its beginning: whether nothing is left to send then.
    pub(super) fn would_be_done(&self, after: Span) -> bool {
        let nanos = u128::from(after.as_nanos()) * u128::from(self.spec.fps);
        nanos / 1_000_000_000 >= u128::from(self.spec.frames())
    }

    /// Goes on over a new connection: as a stream of another name, since the other side took the first for over, with the
    /// frame that is due so long after the beginning.
    pub(super) fn go_on(&mut self, draws: [u32; 3], after: Span) {
        let [ssrc, sequence, timestamp] = draws;
        self.ssrc = ssrc;
        self.sequence = sequence as u16;
        self.timestamp = timestamp;
        self.before = None;
        while self.due() < after && !self.is_done() {
            self.skip();
        }
    }

    /// Says that no more comes: an empty receiver report and BYE (RFC 3550 §6.4.2 and §6.6) on the stream's own
    /// port (RFC 5761).
    pub(super) fn bye(&self) -> Vec<u8> {
        let mut bytes = vec![0x80, RECEIVER_REPORT, 0, 1];
        bytes.extend(self.ssrc.to_be_bytes());
        bytes.extend([0x81, BYE, 0, 1]);
        bytes.extend(self.ssrc.to_be_bytes());
        bytes
    }
}

/// RTCP's packet types lie where no RTP packet with a marker has its payload type (RFC 5761 §4).
const RECEIVER_REPORT: u8 = 201;
const BYE: u8 = 203;

/// Whether a packet is of RTCP; if so, whether it says goodbye for this stream.
pub(super) fn rtcp_bye(packet: &[u8], ssrc: Option<u32>) -> Option<bool> {
    if !(200..=207).contains(packet.get(1)?) || packet[0] >> 6 != 2 {
        return None;
    }
    let mut rest = packet;
    while let Some(([first, kind, high, low], behind)) = rest.split_first_chunk() {
        let words = usize::from(u16::from_be_bytes([*high, *low]));
        let Some((body, after)) = behind.split_at_checked(4 * words) else {
            return Some(false);
        };
        let mut sources = body.chunks_exact(4).take(usize::from(first & 0x1f));
        let named = |of: &[u8]| ssrc.is_some_and(|ssrc| of == ssrc.to_be_bytes());
        if *kind == BYE && sources.any(named) {
            return Some(true);
        }
        rest = after;
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goodbye_is_read_by_whom_it_names() {
        let source = Source::new(SourceSpec::default(), [7, 8, 9]);
        assert_eq!(rtcp_bye(&source.bye(), Some(7)), Some(true));
        assert_eq!(rtcp_bye(&source.bye(), Some(8)), Some(false));
        assert_eq!(rtcp_bye(&source.bye()[..12], Some(7)), Some(false));
        assert_eq!(rtcp_bye(&[], Some(7)), None);
    }

    #[test]
    fn a_packet_of_video_is_none_of_rtcp() {
        let mut source = Source::new(SourceSpec::default(), [7, 8, 9]);
        for packet in source.frame() {
            assert_eq!(rtcp_bye(&packet, Some(7)), None);
        }
    }

    #[test]
    fn after_a_frame_left_out_comes_a_key_frame() {
        let mut source = Source::new(SourceSpec::default(), [7, 8, 9]);
        let sizes: Vec<usize> = (0..4)
            .map(|number| {
                if number == 2 {
                    source.skip();
                }
                source.frame().concat().len()
            })
            .collect();
        assert!(sizes[0] > 1500 && sizes[1] < 800, "{sizes:?}");
        assert!(sizes[2] > 1500 && sizes[3] < 800, "{sizes:?}");
    }
}
