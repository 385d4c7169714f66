//! HTTP/1 messages (RFC 9112), read by the same rules as the programs read them. The character that ends a part, be it a
//! space, a colon or a line end, is counted to the part before it, so that no byte is left over.

use super::{Field, FieldKey, Reader, Value, field};
use crate::Layer;
use crate::app::{line, trimmed};
use crate::http::{
    BadHead, Body, Kind, Line, Lines, Parsed, StartLine, chunked_len, kind_of, parse_request,
    parse_response,
};
use std::ops::Range;

/// How the lines of a head end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// With the empty line.
    Whole,
    /// Within the segment's bytes.
    Cut,
    /// With a line that is none.
    Bad,
}

/// The message at the beginning of some bytes, as far as it is there; `None` if none begins here.
pub(super) fn message(frame: &[u8], range: Range<usize>) -> Option<Field> {
    let bytes = frame.get(range.clone())?;
    let kind = kind_of(first_line(bytes)?);
    StartLine::parse(first_line(bytes)?).ok()?;
    let mut reader = Reader::new(frame, range, Layer::Tcp);
    let end = head(&mut reader, bytes, kind);
    let rest = reader.rest();
    let behind = frame.get(rest.clone()).unwrap_or_default();
    let (key, len) = match end {
        End::Whole => (FieldKey::HttpBody, body_len(bytes, behind, kind)),
        End::Cut => (FieldKey::StreamUnfinished, rest.len()),
        // The program that reads this gives up here.
        End::Bad => (FieldKey::Malformed, rest.len()),
    };
    let body = field::content(key, frame, rest.start..rest.start + len);
    reader.skip(len);
    body.into_iter().for_each(|field| reader.push(field));
    Some(reader.close(FieldKey::Http))
}

/// The first line that is not empty, without its end.
fn first_line(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes;
    loop {
        let (first, behind) = line(rest)?;
        if !trimmed(first).is_empty() {
            return Some(trimmed(first));
        }
        rest = behind;
    }
}

/// How much of what is behind a head belongs to its message.
fn body_len(bytes: &[u8], behind: &[u8], kind: Kind) -> usize {
    let body = match kind {
        Kind::Request => match parse_request(bytes) {
            Parsed::Head { head, .. } => head.body(),
            _ => Err(BadHead::Syntax),
        },
        Kind::Response => match parse_response(bytes) {
            // To which method it responds the segment does not say.
            Parsed::Head { head, .. } => head.body("GET"),
            _ => Err(BadHead::Syntax),
        },
    };
    match body {
        Ok(Body::None) => 0,
        Ok(Body::Length(len)) => {
            usize::try_from(len).map_or(behind.len(), |len| len.min(behind.len()))
        }
        Ok(Body::Chunked) => chunked_len(behind).unwrap_or(behind.len()),
        // Whoever cannot say where the body ends reads nothing more.
        Ok(Body::UntilClose) | Err(_) => behind.len(),
    }
}

/// Adds the lines up to the empty one.
fn head(reader: &mut Reader<'_>, bytes: &[u8], kind: Kind) -> End {
    let mut lines = Lines::new(bytes, kind);
    let from = reader.start();
    let mut at = 0;
    while let Some(read) = lines.next() {
        let Ok(read) = read else { return End::Bad };
        let len = lines.at() - at;
        let whole = bytes.get(at..lines.at()).unwrap_or_default();
        let Some(range) = reader.skip(len) else {
            return End::Cut;
        };
        match read {
            Line::Start(start) => reader.push(start_line(range, whole, &start)),
            Line::Leading => reader.push(blank(range)),
            Line::Field { name, value } => {
                let mut field = text(FieldKey::HttpField, range.clone(), trimmed(whole));
                let middle = from + value.start;
                let part = |part: Range<usize>| bytes.get(part).unwrap_or_default();
                field.children = vec![
                    text(FieldKey::HttpFieldName, range.start..middle, part(name)),
                    text(FieldKey::HttpFieldValue, middle..range.end, part(value)),
                ];
                reader.push(field);
            }
            Line::Fold { value } => {
                let part = bytes.get(value).unwrap_or_default();
                reader.extend_last(range, part);
            }
            Line::Blank => {
                reader.push(blank(range));
                return End::Whole;
            }
        }
        at = lines.at();
    }
    End::Cut
}

fn blank(range: Range<usize>) -> Field {
    let len = range.len();
    Field::leaf(FieldKey::HttpBlank, range, Value::Bytes(len))
}

fn start_line(range: Range<usize>, line: &[u8], start: &StartLine<'_>) -> Field {
    let reason;
    let (key, parts) = match start {
        StartLine::Request(method, target, version) => (
            FieldKey::HttpRequestLine,
            [
                (FieldKey::HttpMethod, method.len(), *method),
                (FieldKey::HttpTarget, target.len(), *target),
                (FieldKey::HttpVersion, version.len(), *version),
            ],
        ),
        StartLine::Status(version, status, words) => {
            reason = String::from_utf8_lossy(words);
            (
                FieldKey::HttpStatusLine,
                [
                    (FieldKey::HttpVersion, version.len(), *version),
                    (FieldKey::HttpStatus, status.len(), *status),
                    (FieldKey::HttpReason, words.len(), &*reason),
                ],
            )
        }
    };
    let end = range.end;
    let mut from = range.start;
    let mut field = text(key, range, trimmed(line));
    for (place, (key, len, part)) in parts.into_iter().enumerate() {
        // The last part that is there has the line end, each other its space.
        let to = match parts.get(place + 1) {
            Some((_, next, _)) if *next > 0 => (from + len + 1).min(end),
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
    field
}

fn text(key: FieldKey, range: Range<usize>, bytes: &[u8]) -> Field {
    let text = String::from_utf8_lossy(bytes).into_owned();
    Field::leaf(key, range, Value::Text(text))
}
