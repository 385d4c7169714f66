//! The blocks of a pcapng file (draft-ietf-opsawg-pcapng), as far as a capture needs them.
//!
//! Our own, though the `pcap-file` crate is sound: in the page it would cost 14 KB compressed, and
//! this costs almost nothing. That crate reads back in the tests what is written here.

use std::io::{self, Write};

use hoplab_units::Time;

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION: u32 = 1;
const ENHANCED_PACKET: u32 = 6;

/// Tells a reader which end the numbers begin at: ours are little-endian.
const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;
/// Link type of frames that begin with an Ethernet header and have no frame check sequence.
const LINKTYPE_ETHERNET: u16 = 1;
/// `if_tsresol`: stamps count in units of ten to the minus ninth of a second.
const NANOSECONDS: u8 = 9;

const OPT_END: u16 = 0;
const OPT_COMMENT: u16 = 1;
const SHB_USER_APPLICATION: u16 = 4;
const IF_NAME: u16 = 2;
const IF_DESCRIPTION: u16 = 3;
const IF_TIMESTAMP_RESOLUTION: u16 = 9;
const EPB_FLAGS: u16 = 2;

/// Whether a frame came in at an interface or went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// It arrived.
    Inbound,
    /// It left.
    Outbound,
}

/// Writes blocks one after another.
pub(crate) struct BlockWriter<'a, W: Write> {
    out: &'a mut W,
    /// The body of the block at hand; kept to save allocations.
    body: Vec<u8>,
    written_bytes: u64,
}

impl<'a, W: Write> BlockWriter<'a, W> {
    pub(crate) fn new(out: &'a mut W) -> BlockWriter<'a, W> {
        BlockWriter {
            out,
            body: Vec::new(),
            written_bytes: 0,
        }
    }

    /// Bytes written so far.
    pub(crate) fn written_bytes(&self) -> u64 {
        self.written_bytes
    }

    /// The block a file begins with.
    pub(crate) fn section_header(&mut self, application: &str, comment: &str) -> io::Result<()> {
        self.body.clear();
        self.body.extend(BYTE_ORDER_MAGIC.to_le_bytes());
        self.body.extend(1u16.to_le_bytes());
        self.body.extend(0u16.to_le_bytes());
        // The section's length is not known in advance.
        self.body.extend((-1i64).to_le_bytes());
        self.text(SHB_USER_APPLICATION, application);
        self.text(OPT_COMMENT, comment);
        self.finish(SECTION_HEADER)
    }

    /// An interface; packets name it by its place in the order these were written in.
    pub(crate) fn interface(&mut self, name: &str, description: &str) -> io::Result<()> {
        self.body.clear();
        self.body.extend(LINKTYPE_ETHERNET.to_le_bytes());
        self.body.extend(0u16.to_le_bytes());
        // No limit on how much of a frame is kept.
        self.body.extend(0u32.to_le_bytes());
        self.text(IF_NAME, name);
        self.text(IF_DESCRIPTION, description);
        self.option(IF_TIMESTAMP_RESOLUTION, &[NANOSECONDS]);
        self.finish(INTERFACE_DESCRIPTION)
    }

    /// A frame with its comments.
    pub(crate) fn packet(
        &mut self,
        interface: u32,
        at: Time,
        way: Way,
        frame: &[u8],
        comments: &[String],
    ) -> io::Result<()> {
        let nanos = at.as_nanos();
        let len = u32::try_from(frame.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.body.clear();
        self.body.extend(interface.to_le_bytes());
        self.body.extend(((nanos >> 32) as u32).to_le_bytes());
        self.body.extend((nanos as u32).to_le_bytes());
        self.body.extend(len.to_le_bytes());
        self.body.extend(len.to_le_bytes());
        self.body.extend(frame);
        self.pad();
        let flags: u32 = match way {
            Way::Inbound => 1,
            Way::Outbound => 2,
        };
        self.option(EPB_FLAGS, &flags.to_le_bytes());
        for comment in comments {
            self.text(OPT_COMMENT, comment);
        }
        self.finish(ENHANCED_PACKET)
    }

    /// A text as an option, cut at the 65,535 bytes an option holds, between two characters.
    fn text(&mut self, code: u16, text: &str) {
        let end = text.floor_char_boundary(usize::from(u16::MAX));
        self.option(code, text.get(..end).unwrap_or_default().as_bytes());
    }

    /// `value` is at most 65,535 bytes long: [`BlockWriter::text`] and our own constants see to it.
    fn option(&mut self, code: u16, value: &[u8]) {
        debug_assert!(value.len() <= usize::from(u16::MAX));
        self.body.extend(code.to_le_bytes());
        self.body.extend((value.len() as u16).to_le_bytes());
        self.body.extend(value);
        self.pad();
    }

    /// Every part of a block ends on a multiple of four bytes.
    fn pad(&mut self) {
        self.body.resize(self.body.len().next_multiple_of(4), 0);
    }

    /// Puts the body between the type and the two copies of the length.
    fn finish(&mut self, block_type: u32) -> io::Result<()> {
        self.option(OPT_END, &[]);
        let len = u32::try_from(self.body.len() + 12).map_err(|_| io::ErrorKind::InvalidInput)?;
        self.out.write_all(&block_type.to_le_bytes())?;
        self.out.write_all(&len.to_le_bytes())?;
        self.out.write_all(&self.body)?;
        self.out.write_all(&len.to_le_bytes())?;
        self.written_bytes += u64::from(len);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketOption;
    use pcap_file::pcapng::blocks::interface_description::InterfaceDescriptionOption;
    use pcap_file::pcapng::blocks::section_header::SectionHeaderOption;
    use pcap_file::pcapng::{Block, PcapNgReader};

    use super::*;

    /// Section header, one interface, one packet.
    fn file(frame: &[u8], at: Time, comments: &[String]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut blocks = BlockWriter::new(&mut out);
        blocks.section_header("Hoplab", "about this").unwrap();
        blocks.interface("a:eth0", "one end").unwrap();
        blocks
            .packet(0, at, Way::Outbound, frame, comments)
            .unwrap();
        assert_eq!(blocks.written_bytes(), out.len() as u64);
        out
    }

    fn blocks(bytes: &[u8]) -> Vec<Block<'static>> {
        let mut reader = PcapNgReader::new(bytes).unwrap();
        let mut blocks = vec![Block::SectionHeader(reader.section().clone().into_owned())];
        while let Some(block) = reader.next_block() {
            blocks.push(block.unwrap().into_owned());
        }
        blocks
    }

    #[test]
    fn another_reader_finds_what_was_written() {
        let at = Time::from_nanos(5_000_000_123);
        let comments = ["lost".to_owned(), "둘째".to_owned()];
        let read = blocks(&file(&[7; 61], at, &comments));
        let [
            Block::SectionHeader(section),
            Block::InterfaceDescription(interface),
            Block::EnhancedPacket(packet),
        ] = &read[..]
        else {
            panic!("{read:?}");
        };
        assert!(
            section
                .options
                .contains(&SectionHeaderOption::UserApplication("Hoplab".into()))
        );
        assert!(
            section
                .options
                .contains(&SectionHeaderOption::Comment("about this".into()))
        );
        assert_eq!(
            interface.options,
            [
                InterfaceDescriptionOption::IfName("a:eth0".into()),
                InterfaceDescriptionOption::IfDescription("one end".into()),
                InterfaceDescriptionOption::IfTsResol(9),
            ]
        );
        assert_eq!(packet.timestamp.as_nanos(), 5_000_000_123);
        assert_eq!(packet.data, &[7; 61][..]);
        assert_eq!(packet.original_len, 61);
        assert_eq!(
            packet.options,
            [
                EnhancedPacketOption::Flags(2),
                EnhancedPacketOption::Comment("lost".into()),
                EnhancedPacketOption::Comment("둘째".into()),
            ]
        );
    }

    #[test]
    fn stamps_beyond_32_bits_keep_every_nanosecond() {
        let at = Time::from_nanos(u64::MAX - 5);
        let read = blocks(&file(&[0; 60], at, &[]));
        let Some(Block::EnhancedPacket(packet)) = read.last() else {
            panic!("{read:?}")
        };
        assert_eq!(packet.timestamp.as_nanos(), u128::from(u64::MAX - 5));
    }

    #[test]
    fn every_frame_length_ends_on_a_boundary_of_four() {
        for len in 0..9 {
            let frame = vec![9; len];
            let bytes = file(&frame, Time::ZERO, &["x".repeat(len)]);
            assert_eq!(bytes.len() % 4, 0);
            let read = blocks(&bytes);
            let Some(Block::EnhancedPacket(packet)) = read.last() else {
                panic!("{read:?}")
            };
            assert_eq!(packet.data, frame);
        }
    }

    #[test]
    fn a_comment_too_long_for_an_option_is_cut_between_two_characters() {
        let read = blocks(&file(&[0; 60], Time::ZERO, &["가".repeat(30_000)]));
        let Some(Block::EnhancedPacket(packet)) = read.last() else {
            panic!("{read:?}")
        };
        let Some(EnhancedPacketOption::Comment(comment)) = packet.options.last() else {
            panic!("no comment")
        };
        assert_eq!(comment.len(), 65_535);
    }
}
