//! [`Frame`]: the bytes of an Ethernet frame, shared by everything that looks at them.

use std::sync::Arc;

use hoplab_wire as wire;

/// An Ethernet frame without its frame check sequence, at one hop. Cloning shares the bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Frame(Arc<[u8]>);

impl Frame {
    /// A frame of these bytes.
    pub fn new(bytes: Vec<u8>) -> Frame {
        Frame(bytes.into())
    }
    /// All bytes from the destination MAC to the padding.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
    /// The IP packet in it, padding included.
    pub fn packet(&self) -> &[u8] {
        self.0.get(wire::ethernet::HEADER_LEN..).unwrap_or(&[])
    }
    /// What lists and labels say of it.
    pub fn summary(&self) -> Option<wire::Summary> {
        wire::summary(&self.0)
    }
    /// The tree of its fields.
    pub fn dissect(&self) -> wire::dissect::Dissection {
        wire::dissect::dissect(&self.0)
    }
    /// Bytes it takes up on the line: with preamble, frame check and the gap after it
    /// (IEEE 802.3 clause 4).
    pub fn len_on_line(&self) -> u64 {
        (self.0.len() + wire::ethernet::OVERHEAD_ON_LINE) as u64
    }
    /// Its length in bytes, as a queue counts it.
    pub fn len(&self) -> u32 {
        self.0.len() as u32
    }
    /// Whether it has no bytes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The frame with its bytes changed by `edit`.
    pub(crate) fn edited(&self, edit: impl FnOnce(&mut [u8])) -> Frame {
        let mut bytes: Arc<[u8]> = Arc::from(&*self.0);
        if let Some(bytes) = Arc::get_mut(&mut bytes) {
            edit(bytes);
        }
        Frame(bytes)
    }
}

impl core::fmt::Debug for Frame {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Frame({} bytes)", self.0.len())
    }
}
