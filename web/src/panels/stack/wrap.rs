//! A frame as boxes in boxes: each layer's header with the fields that tell what it does, and what changed in
//! them. Pure.

use core::ops::Range;

use hoplab_sim::Frame;
use hoplab_wire::dissect::{ChecksumStatus, Field, FieldKey, Value};

use crate::panels::inspector::bytes::{changed_bytes, changes, rows};
use hoplab_explain::way::Layer;

/// A field as a box shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What it is.
    pub key: FieldKey,
    /// What it says.
    pub value: Value,
    /// What it said before, if it changed.
    pub before: Option<Value>,
}

/// A box: a header, or content.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrap {
    /// Whose header it is.
    pub key: FieldKey,
    /// The layer it belongs to.
    pub layer: Layer,
    /// Its fields.
    pub fields: Vec<Shown>,
    /// Its bytes in the frame.
    pub range: Range<usize>,
    /// Whether any of its bytes changed: content has no fields that would tell.
    pub changed: bool,
    /// The packet that an ICMP error quotes.
    pub quoted: Vec<Wrap>,
}

/// The boxes of a frame, the outermost first.
pub fn wraps(frame: &Frame, before: Option<&Frame>) -> Vec<Wrap> {
    let tree = frame.dissect();
    let bytes = frame.to_vec();
    let (changed, changed_bytes) = match before {
        Some(before) => {
            let (old, new) = (rows(&before.dissect()), rows(&tree));
            let changes = changes(&before.to_vec(), &old, &bytes, &new);
            let at = |row: usize| Some((new.get(row)?.key, new.get(row)?.range.clone()));
            let changed = changes.into_iter().filter_map(|change| {
                let (key, range) = at(change.row)?;
                Some((key, range, change.before?))
            });
            (changed.collect(), changed_bytes(&before.to_vec(), &bytes))
        }
        None => (Vec::new(), Vec::new()),
    };
    Wrapper {
        changed,
        changed_bytes,
    }
    .boxes(&tree.fields)
}

struct Wrapper {
    changed: Vec<(FieldKey, Range<usize>, Value)>,
    changed_bytes: Vec<usize>,
}

impl Wrapper {
    fn boxes(&self, layers: &[Field]) -> Vec<Wrap> {
        let told = |field: &&Field| {
            !matches!(
                field.key,
                FieldKey::EthernetPadding | FieldKey::QuoteRest | FieldKey::Malformed
            )
        };
        let layers = layers.iter().filter(told);
        layers.map(|field| self.wrap(field)).collect()
    }

    fn wrap(&self, field: &Field) -> Wrap {
        let quoted = field
            .children
            .iter()
            .find(|inner| inner.key == FieldKey::IcmpQuoted);
        Wrap {
            key: field.key,
            layer: layer(field.key),
            fields: self.fields(field),
            range: field.range.clone(),
            changed: self.changed_bytes.iter().any(|at| field.range.contains(at)),
            quoted: quoted.map_or_else(Vec::new, |quoted| self.boxes(&quoted.children)),
        }
    }

    /// Those that always matter, and those that changed or are wrong.
    fn fields(&self, header: &Field) -> Vec<Shown> {
        let before = |field: &Field| {
            let was = self
                .changed
                .iter()
                .find(|(key, range, _)| *key == field.key && *range == field.range);
            was.map(|(.., value)| value.clone())
        };
        let all = header.children.iter().map(|field| Shown {
            key: field.key,
            value: field.value.clone(),
            before: before(field),
        });
        let unknown = layer(header.key) == Layer::Application;
        all.filter(|shown| {
            let told = matters(shown.key) || unknown;
            told || shown.before.is_some() || is_bad(&shown.value)
        })
        .collect()
    }
}

/// Whether a value is a checksum that does not fit or something unreadable.
pub fn is_bad(value: &Value) -> bool {
    let bad = ChecksumStatus::Bad;
    matches!(value, Value::Error(_))
        || matches!(value, Value::Checksum { status, .. } if *status == bad)
}

/// The layer of a header; what is in no header of the lower three is a program's.
const fn layer(key: FieldKey) -> Layer {
    match key {
        FieldKey::Ethernet => Layer::Interface,
        FieldKey::Ipv4 | FieldKey::Icmp => Layer::Internet,
        FieldKey::Udp | FieldKey::Tcp => Layer::Transport,
        _ => Layer::Application,
    }
}

/// The fields that a box always shows.
const fn matters(key: FieldKey) -> bool {
    matches!(
        key,
        FieldKey::EthernetSrc
            | FieldKey::EthernetDst
            | FieldKey::Ipv4Src
            | FieldKey::Ipv4Dst
            | FieldKey::Ipv4Ttl
            | FieldKey::Ipv4Protocol
            | FieldKey::Ipv4Checksum
            | FieldKey::IcmpType
            | FieldKey::IcmpCode
            | FieldKey::IcmpIdentifier
            | FieldKey::IcmpSequence
            | FieldKey::IcmpNextHopMtu
            | FieldKey::UdpSrcPort
            | FieldKey::UdpDstPort
            | FieldKey::UdpLength
            | FieldKey::UdpChecksum
            | FieldKey::TcpSrcPort
            | FieldKey::TcpDstPort
            | FieldKey::TcpSeq
            | FieldKey::TcpAck
            | FieldKey::TcpFlags
            | FieldKey::TcpChecksum
    )
}
