//! HTTP/1 messages (RFC 9112). The character that ends a part, be it a space, a colon or a line
//! end, is counted to the part before it, so that no byte is left over.

use super::{Field, FieldKey, Reader, Value, field};
use crate::Layer;
use crate::app::{StartLine, line, trimmed};
use std::ops::Range;

/// What of the head matters to what follows it.
struct Facts {
    /// How many bytes the body has at most.
    body: u64,
}

/// The message at the beginning of some bytes, as far as it is there; `None` if none begins here.
pub(super) fn message(frame: &[u8], range: Range<usize>) -> Option<Field> {
    let bytes = frame.get(range.clone())?;
    let (first, rest) = line(bytes)?;
    let start = StartLine::parse(trimmed(first))?;
    let mut reader = Reader::new(frame, range, Layer::Tcp);
    let mut facts = Facts {
        body: match start {
            StartLine::Request(..) => 0,
            StartLine::Status(_, status, _) if has_no_body(status) => 0,
            StartLine::Status(..) => u64::MAX,
        },
    };
    start_line(&mut reader, first, &start);
    let whole = header_fields(&mut reader, rest, &mut facts);
    let rest = reader.rest();
    let len = if whole {
        rest.len()
            .min(usize::try_from(facts.body).unwrap_or(usize::MAX))
    } else {
        rest.len()
    };
    let key = if whole {
        FieldKey::HttpBody
    } else {
        FieldKey::StreamUnfinished
    };
    let body = field::content(key, frame, rest.start..rest.start + len);
    reader.skip(len);
    body.into_iter().for_each(|field| reader.push(field));
    Some(reader.close(FieldKey::Http))
}

fn has_no_body(status: &str) -> bool {
    status.starts_with('1') || matches!(status, "204" | "304")
}

fn start_line(reader: &mut Reader<'_>, line: &[u8], start: &StartLine<'_>) {
    let (key, parts) = match start {
        StartLine::Request(method, target, version) => (
            FieldKey::HttpRequestLine,
            [
                (FieldKey::HttpMethod, *method),
                (FieldKey::HttpTarget, *target),
                (FieldKey::HttpVersion, *version),
            ],
        ),
        StartLine::Status(version, status, reason) => (
            FieldKey::HttpStatusLine,
            [
                (FieldKey::HttpVersion, *version),
                (FieldKey::HttpStatus, *status),
                (FieldKey::HttpReason, *reason),
            ],
        ),
    };
    let at = reader.rest().start;
    let end = at + line.len();
    let mut field = text(key, at..end, trimmed(line));
    let mut from = at;
    for (place, (key, part)) in parts.iter().copied().enumerate() {
        // The last part that is there has the line end, each other its space.
        let to = match parts.get(place + 1) {
            Some((_, next)) if !next.is_empty() => (from + part.len() + 1).min(end),
            _ => end,
        };
        if to > from {
            let value = match key {
                FieldKey::HttpStatus => Value::Number(part.parse().unwrap_or(0)),
                _ => Value::Text(part.to_owned()),
            };
            field.children.push(Field::leaf(key, from..to, value));
        }
        from = to;
    }
    reader.skip(line.len());
    reader.push(field);
}

/// Adds the lines up to the empty one; whether that is there.
fn header_fields(reader: &mut Reader<'_>, mut rest: &[u8], facts: &mut Facts) -> bool {
    while let Some((this, behind)) = line(rest) {
        rest = behind;
        let Some(range) = reader.skip(this.len()) else {
            return false;
        };
        let bare = trimmed(this);
        if bare.is_empty() {
            let len = range.len();
            reader.push(Field::leaf(FieldKey::HttpBlank, range, Value::Bytes(len)));
            return true;
        }
        let mut field = text(FieldKey::HttpField, range.clone(), bare);
        if let Some(colon) = bare.iter().position(|byte| *byte == b':') {
            let (name, value) = (&bare[..colon], &bare[colon + 1..]);
            let space = value.len() - value.trim_ascii_start().len();
            let value = value.trim_ascii();
            let middle = range.start + colon + 1 + space;
            let name_field = text(FieldKey::HttpFieldName, range.start..middle, name);
            let value_field = text(FieldKey::HttpFieldValue, middle..range.end, value);
            field.children = vec![name_field, value_field];
            if name.eq_ignore_ascii_case(b"content-length") {
                let digits = std::str::from_utf8(value).ok();
                facts.body = digits
                    .and_then(|text| text.parse().ok())
                    .unwrap_or(facts.body);
            } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
                facts.body = u64::MAX;
            }
        }
        reader.push(field);
    }
    false
}

fn text(key: FieldKey, range: Range<usize>, bytes: &[u8]) -> Field {
    let text = String::from_utf8_lossy(bytes).into_owned();
    Field::leaf(key, range, Value::Text(text))
}
