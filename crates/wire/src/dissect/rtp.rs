//! RTP packets of Hoplab's video (RFC 3550), over UDP and framed over TCP (RFC 4571).

use super::{Field, FieldKey, Kind, Reader, field};
use crate::app::is_video;
use crate::rtp::video::Part;
use crate::{Layer, rtp};
use std::ops::Range;

/// What a datagram on the video's port holds: a packet, or plain content if it is none.
pub(super) fn datagram(frame: &[u8], range: Range<usize>) -> Option<Field> {
    let reader = Reader::new(frame, range.clone(), Layer::Udp);
    let is_video = frame.get(range.clone()).is_some_and(is_video);
    match is_video.then(|| packet(frame, reader)).flatten() {
        Some(packet) => Some(packet),
        None => field::payload(frame, range),
    }
}

/// The packet at the beginning of some bytes of a stream, behind its length; `None` if it does not
/// look like one.
pub(super) fn framed(frame: &[u8], range: Range<usize>) -> Option<Field> {
    let bytes = frame.get(range.clone())?;
    let (len, bytes) = bytes.split_first_chunk::<2>()?;
    let len = usize::from(u16::from_be_bytes(*len));
    let whole = len <= bytes.len();
    // Padding and payload of one that goes on cannot be told apart, so its header must do.
    let shown = bytes.get(..len).unwrap_or(bytes);
    if len < rtp::HEADER_LEN || !is_video(shown) {
        return None;
    }
    let end = range.start + 2 + shown.len();
    let mut reader = Reader::new(frame, range.start..end, Layer::Tcp);
    reader.leaf(FieldKey::RtpFrameLength, 2, Kind::Number)?;
    if whole {
        return packet(frame, reader);
    }
    header(&mut reader)?;
    let rest = field::bytes(FieldKey::StreamUnfinished, reader.rest());
    reader.skip(reader.rest().len());
    rest.into_iter().for_each(|field| reader.push(field));
    Some(reader.close(FieldKey::Rtp))
}

/// A packet that [`is_video`].
fn packet(frame: &[u8], mut reader: Reader<'_>) -> Option<Field> {
    let facts = rtp::parse(frame.get(reader.rest())?).ok()?;
    header(&mut reader)?;
    for _ in &facts.csrcs {
        reader.leaf(FieldKey::RtpCsrc, 4, Kind::Hex)?;
    }
    if let Some((_, words)) = facts.extension {
        reader.leaf(FieldKey::RtpExtensionHeader, 4 + words.len(), Kind::Bytes)?;
    }
    let part = Part::parse(facts.payload)?;
    reader.leaf(FieldKey::RtpVideoFrame, 4, Kind::Number)?;
    reader.leaf(FieldKey::RtpVideoPart, 2, Kind::Number)?;
    reader.leaf(FieldKey::RtpVideoParts, 2, Kind::Number)?;
    if !part.bytes.is_empty() {
        reader.leaf(FieldKey::RtpPayload, part.bytes.len(), Kind::Bytes)?;
    }
    if facts.padding > 0 {
        let len = usize::from(facts.padding);
        reader.leaf(FieldKey::RtpPaddingBytes, len, Kind::Bytes)?;
    }
    Some(reader.close(FieldKey::Rtp))
}

/// Adds the fixed header.
fn header(reader: &mut Reader<'_>) -> Option<()> {
    let first = reader.skip(1)?;
    reader.bits(FieldKey::RtpVersion, first.clone(), 0..2, Kind::Number);
    reader.bits(FieldKey::RtpPadding, first.clone(), 2..3, Kind::Bool);
    reader.bits(FieldKey::RtpExtension, first.clone(), 3..4, Kind::Bool);
    reader.bits(FieldKey::RtpCsrcCount, first, 4..8, Kind::Number);
    let second = reader.skip(1)?;
    reader.bits(FieldKey::RtpMarker, second.clone(), 0..1, Kind::Bool);
    reader.bits(FieldKey::RtpPayloadType, second, 1..8, Kind::Number);
    reader.leaf(FieldKey::RtpSequence, 2, Kind::Number)?;
    reader.leaf(FieldKey::RtpTimestamp, 4, Kind::Number)?;
    reader.leaf(FieldKey::RtpSsrc, 4, Kind::Hex)?;
    Some(())
}
