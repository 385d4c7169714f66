//! FTP's control connection (RFC 959), a line after the other.

use super::{Field, FieldKey, Kind, Reader, Value, field};
use crate::Layer;
use crate::app::{line, trimmed};
use crate::ftp::{Command, is_last_line, split_line, telnet};
use std::ops::Range;

/// The lines of a segment. The space or hyphen behind a word, and the line end, are counted to the
/// part before them.
pub(super) fn lines(frame: &[u8], range: Range<usize>, to_server: bool) -> Field {
    let mut reader = Reader::new(frame, range.clone(), Layer::Tcp);
    let mut rest = frame.get(range).unwrap_or_default();
    // Within a reply of several lines anything may stand.
    let mut within_reply = None;
    while let Some((this, behind)) = line(rest) {
        let known = match to_server {
            true => command(&mut reader, this),
            false => reply(&mut reader, this, &mut within_reply),
        };
        if known.is_none() {
            break;
        }
        rest = behind;
    }
    let left = reader.rest();
    let key = if left.start == reader.start() {
        FieldKey::StreamContinuation
    } else {
        FieldKey::StreamUnfinished
    };
    let last = field::content(key, frame, left.clone());
    reader.skip(left.len());
    last.into_iter().for_each(|field| reader.push(field));
    reader.close(FieldKey::Ftp)
}

fn command(reader: &mut Reader<'_>, line: &[u8]) -> Option<()> {
    let telnet = telnet::leading(line);
    let bare = trimmed(line.get(telnet..)?);
    let command = Command::parse(bare);
    // A missing argument is the client's fault, and the line a command all the same.
    let verb = match &command {
        Ok(command) => command.verb().len(),
        Err(crate::ftp::BadCommand::NoArgument) => bare.trim_ascii_end().len().min(4),
        Err(crate::ftp::BadCommand::Syntax) => return None,
    };
    let argument = bare.get(verb + 1..).unwrap_or_default();
    let first = if argument.is_empty() {
        line.len()
    } else {
        telnet + verb + 1
    };
    word(reader, FieldKey::FtpCommand, first, bare.get(..verb)?)?;
    if !argument.is_empty() {
        word(reader, FieldKey::FtpArgument, line.len() - first, argument)?;
    }
    Some(())
}

/// `within`: the code of the reply of several lines that has begun and not ended.
fn reply(reader: &mut Reader<'_>, line: &[u8], within: &mut Option<u16>) -> Option<()> {
    let telnet = telnet::leading(line);
    let bare = trimmed(line.get(telnet..)?);
    let parts = split_line(bare);
    if let Some(begun) = *within {
        if is_last_line(bare, begun) {
            *within = None;
        } else if parts.is_none_or(|(code, _, _)| code != begun) {
            // Another code within a reply is text as any other (RFC 959 section 4.2).
            return word(reader, FieldKey::FtpText, line.len(), bare);
        }
    }
    let (code, mark, text) = parts?;
    if mark == b'-' {
        *within = Some(code);
    }
    let first = if text.is_empty() {
        line.len()
    } else {
        telnet + 4
    };
    reader.leaf(FieldKey::FtpCode, first, Kind::Bytes)?;
    reader.set_last(Value::Number(u64::from(code)));
    if !text.is_empty() {
        word(reader, FieldKey::FtpText, line.len() - first, text)?;
    }
    Some(())
}

fn word(reader: &mut Reader<'_>, key: FieldKey, len: usize, text: &[u8]) -> Option<()> {
    let range = reader.skip(len)?;
    let text = String::from_utf8_lossy(text).into_owned();
    reader.push(Field::leaf(key, range, Value::Text(text)));
    Some(())
}
