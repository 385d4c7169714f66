//! A frame taken apart: every field with its bytes, its value and the key of its meaning.
//!
//! The tree's top fields are the layers in the order they lie in the frame: Ethernet, IPv4, TCP,
//! what the program says if its port tells the language (DNS, HTTP, FTP, RTP) and plain payload
//! if not, padding. Damage does not stop the reading: wrong checksums are told beside the right
//! ones, and where the bytes make no sense any more a [`FieldKey::Malformed`] field says why.
//! No field's children overlap or leave it, and in a sound frame every bit is in just one leaf.

mod app;
mod dns;
mod field;
mod ftp;
mod http;
mod icmp;
mod ipv4;
mod key;
mod reader;
mod rtp;
mod tcp;
mod tcp_options;
mod udp;

#[cfg(test)]
mod tests;

pub use field::{ChecksumStatus, Dissection, Field, Value};
pub use key::FieldKey;

use crate::{Layer, ethernet};
use reader::{Kind, Reader};
use std::ops::Range;

/// Takes a frame apart. Any bytes will do; fields are listed as far as the bytes reach.
pub fn dissect(frame: &[u8]) -> Dissection {
    let mut fields = Vec::new();
    let mut reader = Reader::new(frame, 0..frame.len(), Layer::Ethernet);
    let ethertype = ethernet_header(&mut reader);
    fields.push(reader.close(FieldKey::Ethernet));
    match ethertype {
        None => fields.push(reader.rest_is_cut(ethernet::HEADER_LEN)),
        Some(ethertype) => {
            let body = ethernet::HEADER_LEN..frame.len();
            if ethertype == u64::from(ethernet::ETHERTYPE_IPV4) {
                let end = ipv4::packet(frame, body, Depth::Outer, &mut fields);
                fields.extend(field::bytes(FieldKey::EthernetPadding, end..frame.len()));
            } else {
                fields.extend(field::payload(frame, body));
            }
        }
    }
    Dissection { fields }
}

/// Whether a packet is the one in the frame or one quoted in it. A quote may be cut short
/// without being wrong, and what it quotes itself is not taken apart: that could go on for as
/// many levels as a hostile frame has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    Outer,
    Quoted,
}

/// The bytes of an IP payload and what is known about them.
struct Transport<'a> {
    frame: &'a [u8],
    /// Where in the frame they are.
    range: Range<usize>,
    depth: Depth,
    /// Addresses for the pseudo-header, if the payload is whole: neither a fragment nor cut
    /// short. Without them lengths and checksums cannot be judged.
    whole: Option<(std::net::Ipv4Addr, std::net::Ipv4Addr)>,
}

impl<'a> Transport<'a> {
    fn reader(&self, layer: Layer) -> Reader<'a> {
        Reader::new(self.frame, self.range.clone(), layer)
    }

    fn bytes(&self) -> &'a [u8] {
        self.frame.get(self.range.clone()).unwrap_or_default()
    }

    /// What is left of a header that is not all there: nothing to complain of in a quote.
    fn cut_header(&self, reader: &Reader<'_>, need: usize) -> Option<Field> {
        match self.depth {
            Depth::Outer => Some(reader.rest_is_cut(need)),
            Depth::Quoted => field::bytes(FieldKey::QuoteRest, reader.rest()),
        }
    }
}

/// Returns the type field, if the header is whole.
fn ethernet_header(reader: &mut Reader<'_>) -> Option<u64> {
    reader.leaf(FieldKey::EthernetDst, 6, Kind::Mac)?;
    reader.leaf(FieldKey::EthernetSrc, 6, Kind::Mac)?;
    reader.leaf(FieldKey::EthernetType, 2, Kind::Hex)
}
