//! The options of a TCP header (RFC 9293 section 3.2, RFC 7323, RFC 2018).

/// Bytes a header has for options.
pub const MAX_LEN: usize = 40;

pub(crate) mod kind {
    pub const END: u8 = 0;
    pub const NOP: u8 = 1;
    pub const MSS: u8 = 2;
    pub const WINDOW_SCALE: u8 = 3;
    pub const SACK_PERMITTED: u8 = 4;
    pub const SACK: u8 = 5;
    pub const TIMESTAMPS: u8 = 8;
}

/// The options Hoplab's TCP knows. Absent ones are `None`, false or empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Maximum segment size: the most data bytes a segment to the sender may hold.
    pub mss: Option<u16>,
    /// Window scale: by how many bits the sender's windows are shifted (RFC 7323 section 2).
    /// As it came; values above 14 mean 14.
    pub window_scale: Option<u8>,
    /// The sender understands selective acknowledgments (RFC 2018 section 2).
    pub sack_permitted: bool,
    /// What arrived beyond the acknowledgment number (RFC 2018 section 3).
    pub sack: SackBlocks,
    /// Timestamps: the sender's clock, and the peer's clock it echoes (RFC 7323 section 3).
    pub timestamps: Option<(u32, u32)>,
}

/// A stretch of sequence numbers that arrived: from `left` up to but without `right`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SackBlock {
    /// The first sequence number of the block.
    pub left: u32,
    /// The sequence number after its last.
    pub right: u32,
}

/// Up to four SACK blocks in the order they are sent in, stored inline.
#[derive(Clone, Copy, Debug, Default)]
pub struct SackBlocks {
    blocks: [SackBlock; 4],
    len: u8,
}

impl SackBlocks {
    /// The most blocks 40 bytes of options can hold.
    pub const MAX: usize = 4;

    /// Adds a block at the end; false, with nothing changed, if four are there already.
    pub fn push(&mut self, block: SackBlock) -> bool {
        let free = self.blocks.get_mut(usize::from(self.len));
        let fits = free.is_some();
        if let Some(slot) = free {
            *slot = block;
            self.len += 1;
        }
        fits
    }

    /// The blocks.
    pub fn as_slice(&self) -> &[SackBlock] {
        self.blocks.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl PartialEq for SackBlocks {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for SackBlocks {}

impl std::hash::Hash for SackBlocks {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

/// Takes blocks as long as there is room; those beyond the fourth are left out.
impl FromIterator<SackBlock> for SackBlocks {
    fn from_iter<I: IntoIterator<Item = SackBlock>>(blocks: I) -> Self {
        let mut result = SackBlocks::default();
        for block in blocks {
            if !result.push(block) {
                break;
            }
        }
        result
    }
}

/// The first of an acknowledgment's `blocks` if it tells of octets that came twice (D-SACK, RFC 2883 section 4): it then lies
/// below `ack`, the number acknowledged by the same segment, or inside the second block.
pub fn duplicate_block(ack: u32, blocks: &[SackBlock]) -> Option<SackBlock> {
    let first = blocks.first()?;
    // Sequence numbers are compared on a circle (RFC 9293 section 3.4).
    let reaches = |from: u32, to: u32| to.wrapping_sub(from) as i32 >= 0;
    let is_range = reaches(first.left.wrapping_add(1), first.right);
    let below = reaches(first.right, ack);
    let inside =
        |outer: &SackBlock| reaches(outer.left, first.left) && reaches(first.right, outer.right);
    (is_range && (below || blocks.get(1).is_some_and(inside))).then_some(*first)
}

/// The options as bytes, padded to a multiple of four.
pub(crate) struct Encoded {
    bytes: [u8; MAX_LEN],
    len: usize,
}

impl Encoded {
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Every option is a multiple of four with the NOPs before it, and all of them but the SACK
    /// blocks fit together, so nothing that is pushed here is ever cut.
    fn push(&mut self, bytes: &[u8]) {
        for (to, from) in self.bytes.iter_mut().skip(self.len).zip(bytes) {
            *to = *from;
        }
        self.len = (self.len + bytes.len()).min(MAX_LEN);
    }
}

impl Options {
    /// How many bytes the options take in a header, padding included: a multiple of 4, at
    /// most [`MAX_LEN`].
    pub fn encoded_len(&self) -> usize {
        let fixed = self.fixed_len();
        fixed + sack_len(self.sack_room(fixed))
    }

    /// How many of the SACK blocks go into the header: what the other options leave room for.
    /// RFC 2018 section 3: four, or three beside timestamps.
    fn sack_room(&self, fixed_len: usize) -> usize {
        self.sack
            .len()
            .min((MAX_LEN - fixed_len).saturating_sub(4) / 8)
    }

    fn fixed_len(&self) -> usize {
        let mss = if self.mss.is_some() { 4 } else { 0 };
        let window_scale = if self.window_scale.is_some() { 4 } else { 0 };
        let timestamps = if self.timestamps.is_some() { 12 } else { 0 };
        // Beside timestamps it takes the place of their two NOPs.
        let sack_permitted = if self.sack_permitted && self.timestamps.is_none() {
            4
        } else {
            0
        };
        mss + window_scale + timestamps + sack_permitted
    }

    /// Writes the options in Linux's order and with its padding: each is brought to a multiple of
    /// four bytes by NOPs before it, and SACK-permitted takes their place before timestamps.
    pub(crate) fn encode(&self) -> Encoded {
        let mut out = Encoded {
            bytes: [0; MAX_LEN],
            len: 0,
        };
        if let Some(mss) = self.mss {
            let [a, b] = mss.to_be_bytes();
            out.push(&[kind::MSS, 4, a, b]);
        }
        if let Some((value, echo)) = self.timestamps {
            out.push(if self.sack_permitted {
                &[kind::SACK_PERMITTED, 2]
            } else {
                &[kind::NOP, kind::NOP]
            });
            out.push(&[kind::TIMESTAMPS, 10]);
            out.push(&value.to_be_bytes());
            out.push(&echo.to_be_bytes());
        } else if self.sack_permitted {
            out.push(&[kind::NOP, kind::NOP, kind::SACK_PERMITTED, 2]);
        }
        if let Some(shift) = self.window_scale {
            out.push(&[kind::NOP, kind::WINDOW_SCALE, 3, shift]);
        }
        let blocks = self.sack_room(self.fixed_len());
        if blocks > 0 {
            out.push(&[kind::NOP, kind::NOP, kind::SACK, 2 + 8 * blocks as u8]);
            for block in self.sack.as_slice().iter().take(blocks) {
                out.push(&block.left.to_be_bytes());
                out.push(&block.right.to_be_bytes());
            }
        }
        out
    }

    /// Reads options. Those it does not know, or that have another length than theirs, are skipped;
    /// at a length that cannot be, reading ends with what was read so far (RFC 9293 MUST-6, MUST-7).
    pub(crate) fn parse(bytes: &[u8]) -> Options {
        let mut options = Options::default();
        for item in Items::new(bytes) {
            match item {
                Item::Nop { .. } => {}
                Item::Option { kind, body, .. } => options.take(kind, body),
                Item::End { .. } | Item::Bad { .. } => break,
            }
        }
        options
    }

    fn take(&mut self, kind: u8, body: &[u8]) {
        match kind {
            kind::MSS => {
                if let Ok(value) = body.try_into() {
                    self.mss = Some(u16::from_be_bytes(value));
                }
            }
            kind::WINDOW_SCALE => {
                if let [shift] = body {
                    self.window_scale = Some(*shift);
                }
            }
            kind::SACK_PERMITTED => self.sack_permitted |= body.is_empty(),
            kind::SACK => {
                if let Some(blocks) = sack_blocks(body) {
                    self.sack = blocks;
                }
            }
            kind::TIMESTAMPS => {
                if let Some(pair) = pair(body) {
                    self.timestamps = Some(pair);
                }
            }
            _ => {}
        }
    }
}

fn sack_len(blocks: usize) -> usize {
    if blocks == 0 { 0 } else { 4 + 8 * blocks }
}

/// Two 32-bit numbers, if there are exactly eight bytes.
fn pair(bytes: &[u8]) -> Option<(u32, u32)> {
    let [a, b, c, d, e, f, g, h] = *<&[u8; 8]>::try_from(bytes).ok()?;
    Some((
        u32::from_be_bytes([a, b, c, d]),
        u32::from_be_bytes([e, f, g, h]),
    ))
}

fn sack_blocks(body: &[u8]) -> Option<SackBlocks> {
    let (blocks, rest) = body.as_chunks::<8>();
    if blocks.is_empty() || !rest.is_empty() {
        return None;
    }
    let blocks = blocks.iter().filter_map(|bytes| pair(bytes));
    Some(
        blocks
            .map(|(left, right)| SackBlock { left, right })
            .collect(),
    )
}

/// One entry of an option list; `at` is where it begins in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item<'a> {
    /// One byte of padding.
    Nop { at: usize },
    /// The end of the list; what follows is padding, this byte included.
    End { at: usize },
    /// An option; `body` is what follows kind and length.
    Option { at: usize, kind: u8, body: &'a [u8] },
    /// A length that is under 2 or runs past the header: nothing behind it can be read.
    Bad { at: usize },
}

/// Walks an option list; ends after `End` or `Bad`.
pub(crate) struct Items<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Items<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Items { bytes, at: 0 }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let at = self.at;
        let kind = *self.bytes.get(at)?;
        // Unless an option with a sound length is found, this entry is the last.
        self.at = self.bytes.len();
        match kind {
            kind::END => Some(Item::End { at }),
            kind::NOP => {
                self.at = at + 1;
                Some(Item::Nop { at })
            }
            _ => {
                let len = self.bytes.get(at + 1).map_or(0, |len| usize::from(*len));
                match self.bytes.get(at + 2..at + len) {
                    Some(body) => {
                        self.at = at + len;
                        Some(Item::Option { at, kind, body })
                    }
                    None => Some(Item::Bad { at }),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(left: u32) -> SackBlock {
        SackBlock {
            left,
            right: left + 10,
        }
    }

    #[test]
    fn a_first_block_below_the_ack_or_inside_the_second_tells_of_a_duplicate() {
        let blocks = |edges: &[(u32, u32)]| -> Vec<SackBlock> {
            let block = |&(left, right)| SackBlock { left, right };
            edges.iter().map(block).collect()
        };
        let tells = |ack, edges: &[(u32, u32)]| duplicate_block(ack, &blocks(edges)).is_some();
        assert!(tells(4000, &[(3000, 3500), (4500, 5000)]));
        assert!(tells(4000, &[(3500, 4000)]), "right up to it");
        assert!(tells(4000, &[(5000, 5500), (4500, 5500)]));
        assert!(tells(4000, &[(4500, 5500), (4500, 5500)]), "all of it");
        assert!(tells(5, &[(u32::MAX - 9, u32::MAX)]), "around the circle");
        assert!(!tells(4000, &[(4500, 5500), (6000, 6500)]));
        assert!(!tells(4000, &[(4500, 5500), (4500, 5499)]));
        assert!(!tells(4000, &[(3500, 4500)]), "partly above: neither");
        assert!(!tells(4000, &[(3500, 3500)]) && !tells(4000, &[(3500, 3400)]));
        assert!(!tells(4000, &[]));
    }

    #[test]
    fn a_syn_s_options_are_laid_out_as_linux_does() {
        let options = Options {
            mss: Some(1460),
            window_scale: Some(7),
            sack_permitted: true,
            timestamps: Some((1, 2)),
            ..Options::default()
        };
        let encoded = options.encode();
        let expected = [
            2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 3, 3, 7,
        ];
        assert_eq!(encoded.as_slice(), expected);
        assert_eq!(options.encoded_len(), 20);
        assert_eq!(Options::parse(&expected), options);
    }

    #[test]
    fn sack_permitted_alone_is_padded_with_two_nops() {
        let options = Options {
            sack_permitted: true,
            ..Options::default()
        };
        assert_eq!(options.encode().as_slice(), [1, 1, 4, 2]);
    }

    #[test]
    fn four_sack_blocks_fit_alone_and_three_beside_timestamps() {
        let mut options = Options {
            sack: [block(100), block(200), block(300), block(400)]
                .into_iter()
                .collect(),
            ..Options::default()
        };
        assert_eq!(options.encoded_len(), 36);
        assert_eq!(Options::parse(options.encode().as_slice()), options);
        options.timestamps = Some((5, 6));
        assert_eq!(options.encoded_len(), 40);
        let read = Options::parse(options.encode().as_slice());
        assert_eq!(read.sack.as_slice(), [block(100), block(200), block(300)]);
        assert_eq!(read.timestamps, Some((5, 6)));
    }

    #[test]
    fn a_fifth_block_is_left_out() {
        let blocks: SackBlocks = (0..5).map(|n| block(n * 100)).collect();
        assert_eq!(blocks.len(), 4);
    }

    #[test]
    fn unknown_options_are_skipped() {
        let bytes = [254, 4, 0, 0, 1, 2, 4, 5, 180, 0, 3, 3];
        let options = Options::parse(&bytes);
        assert_eq!(options.mss, Some(1460));
        assert_eq!(
            options.window_scale, None,
            "what follows the end is not read"
        );
    }

    #[test]
    fn a_known_option_of_a_wrong_length_is_skipped() {
        let bytes = [2, 3, 5, 3, 3, 9, 5, 9, 0, 0, 0, 0, 0, 0, 0, 4, 2];
        let options = Options::parse(&bytes);
        assert_eq!((options.mss, options.window_scale), (None, Some(9)));
        assert!(options.sack.is_empty() && options.sack_permitted);
    }

    #[test]
    fn an_illegal_length_ends_the_list_with_what_was_read() {
        for bad in [&[8, 0][..], &[8, 1], &[8, 11], &[8]] {
            let mut bytes = vec![2, 4, 5, 180];
            bytes.extend_from_slice(bad);
            let options = Options::parse(&bytes);
            assert_eq!((options.mss, options.timestamps), (Some(1460), None));
        }
    }
}
