//! Segments, events and snapshots as a scene would write them.

use hoplab_tcp::{TcpEvent, TcpSnapshot};
use hoplab_wire::tcp::{Flags, Header, Options};
use serde::Serialize;
use serde_json::Value;

use super::host::Sent;
use super::numbers::{Numbering, relative};

/// Events about a place in the peer's stream; all others are about ours.
const ABOUT_THE_PEERS_STREAM: [&str; 8] = [
    "out-of-order",
    "duplicate-segment",
    "duplicate-to-report",
    "out-of-window",
    "no-room",
    "peer-closed",
    "rst-ignored",
    "urgent",
];

/// A segment that went out, as the line that would expect it.
pub(super) fn sent(sent: &Sent, numbering: Numbering) -> String {
    let (header, len) = (&sent.header, sent.payload.len());
    let mut text = format!(
        "{} seq {}",
        flags(header.flags),
        sent_seq(header, numbering)
    );
    if header.flags.contains(Flags::ACK) {
        text += &format!(" ack {}", relative(header.ack, numbering.theirs));
    }
    if len > 0 {
        text += &format!(" len {len}");
    }
    if !header.flags.contains(Flags::RST) {
        text += &format!(" win {}", header.window);
    }
    if header.urgent > 0 {
        text += &format!(" urg {}", header.urgent);
    }
    let options = options(&header.options, numbering.theirs);
    if !options.is_empty() {
        text += &format!(" <{options}>");
    }
    text
}

/// The sequence number of a segment that went out. A RST with ACK answers what had no ACK, and then
/// begins at an absolute 0 (RFC 9293 §3.10.7.1).
fn sent_seq(header: &Header, numbering: Numbering) -> String {
    if header.flags.contains(Flags::RST | Flags::ACK) {
        format!("={}", header.seq)
    } else {
        relative(header.seq, numbering.ours).to_string()
    }
}

/// The word of the reason a segment was sent for: `retransmit rto-expired` and the like.
pub(super) fn reason(sent: &Sent) -> String {
    let mut words = Vec::new();
    if let Some(reason) = &sent.reason {
        collect_words(&to_value(reason), &mut words);
    }
    words.join(" ")
}

/// The name of a variant, and those of its fields that are variants too.
fn collect_words(variant: &Value, words: &mut Vec<String>) {
    match variant {
        Value::String(word) => words.push(word.clone()),
        Value::Object(map) => {
            for (name, fields) in map {
                words.push(name.clone());
                let fields = fields.as_object().into_iter().flat_map(|map| map.values());
                fields.for_each(|field| collect_words(field, words));
            }
        }
        _ => {}
    }
}

pub(super) fn flags(flags: Flags) -> String {
    let letters = [
        (Flags::SYN, 'S'),
        (Flags::FIN, 'F'),
        (Flags::RST, 'R'),
        (Flags::PSH, 'P'),
        (Flags::URG, 'U'),
        (Flags::ECE, 'E'),
        (Flags::CWR, 'C'),
        (Flags::ACK, 'A'),
    ];
    let text: String = letters
        .into_iter()
        .filter(|(flag, _)| flags.contains(*flag))
        .map(|(_, letter)| letter)
        .collect();
    if text.is_empty() {
        "-".to_owned()
    } else {
        text
    }
}

/// Options as a scene lists them; SACK blocks count from `initial`.
pub(super) fn options(options: &Options, initial: u32) -> String {
    let mut items = Vec::new();
    items.extend(options.mss.map(|mss| format!("mss {mss}")));
    items.extend(options.window_scale.map(|shift| format!("ws {shift}")));
    if options.sack_permitted {
        items.push("sackOK".to_owned());
    }
    if let Some((value, echo)) = options.timestamps {
        items.push(format!("ts {value} {echo}"));
    }
    if !options.sack.is_empty() {
        let edge = |number| relative(number, initial);
        let blocks = options.sack.as_slice().iter();
        let blocks: Vec<String> = blocks
            .map(|block| format!("{}:{}", edge(block.left), edge(block.right)))
            .collect();
        items.push(format!("sack {}", blocks.join(" ")));
    }
    items.join(", ")
}

/// Something with a name and fields, all as text.
pub(super) struct Fields {
    pub(super) name: String,
    pub(super) fields: Vec<(String, String)>,
}

impl Fields {
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(known, _)| known == key);
        field.map(|(_, value)| value.as_str())
    }

    pub(super) fn text(&self) -> String {
        let fields = self.fields.iter();
        let fields: Vec<String> = fields
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        format!("{} {}", self.name, fields.join(" "))
            .trim()
            .to_owned()
    }
}

pub(super) fn event(event: &TcpEvent, numbering: Numbering) -> Fields {
    let (name, value) = match to_value(event) {
        Value::Object(map) => map.into_iter().next().unwrap_or_default(),
        other => (text(&other), Value::Null),
    };
    let theirs = ABOUT_THE_PEERS_STREAM.contains(&name.as_str());
    let origin = |key: &str| match key {
        "gap_from" => Some(numbering.theirs),
        "seq" | "up_to" if theirs => Some(numbering.theirs),
        "seq" | "recover" | "up_to" => Some(numbering.ours),
        // Elsewhere these are sizes or states.
        "from" | "to" if name == "duplicate-reported" => Some(numbering.ours),
        "from" | "to" if name == "duplicate-to-report" => Some(numbering.theirs),
        _ => None,
    };
    let fields = match value {
        Value::Object(map) => fields(map, origin),
        Value::Null => Vec::new(),
        other => vec![("what".to_owned(), text(&other))],
    };
    Fields { name, fields }
}

pub(super) fn snapshot(snapshot: &TcpSnapshot, numbering: Numbering) -> Fields {
    let origin = |key: &str| match key {
        "iss" | "snd_una" | "snd_nxt" | "recover" => Some(numbering.ours),
        "irs" | "rcv_nxt" | "out_of_order" => Some(numbering.theirs),
        _ => None,
    };
    let fields = match to_value(snapshot) {
        Value::Object(map) => fields(map, origin),
        _ => Vec::new(),
    };
    Fields {
        name: "snapshot".to_owned(),
        fields,
    }
}

fn fields(
    map: serde_json::Map<String, Value>,
    origin: impl Fn(&str) -> Option<u32>,
) -> Vec<(String, String)> {
    map.into_iter()
        .map(|(key, value)| {
            let value = match origin(&key) {
                Some(initial) => relative_text(&value, initial),
                None => text(&value),
            };
            (key, value)
        })
        .collect()
}

fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// A sequence number, or ranges of them as `left:right,left:right`.
fn relative_text(value: &Value, initial: u32) -> String {
    match value {
        Value::Number(number) => {
            let number = number.as_u64().unwrap_or_default() as u32;
            relative(number, initial).to_string()
        }
        Value::Array(parts) => {
            let separator = if parts.iter().all(Value::is_number) {
                ":"
            } else {
                ","
            };
            let parts: Vec<String> = parts
                .iter()
                .map(|part| relative_text(part, initial))
                .collect();
            parts.join(separator)
        }
        other => text(other),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(map) => map.keys().next().cloned().unwrap_or_default(),
        other => other.to_string(),
    }
}
