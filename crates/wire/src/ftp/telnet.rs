//! What of Telnet a control connection may carry between its lines (RFC 959 section 3.3: the protocol is Telnet's).
//!
//! Programs send IAC (255) and a command: an option to talk about, or, before ABOR, that the server should look up. Nothing
//! here takes part in that, so it is taken out of the lines.

use std::borrow::Cow;

const IAC: u8 = 255;
/// WILL, WON'T, DO and DON'T have an option behind them.
const NEGOTIATION: std::ops::RangeInclusive<u8> = 251..=254;

/// How many bytes the command at the beginning of some bytes has, if one begins there.
fn command_len(bytes: &[u8]) -> Option<usize> {
    let len = match bytes {
        [IAC, command, ..] if NEGOTIATION.contains(command) => 3,
        // Two of them are one byte of data.
        [IAC, IAC, ..] | [] => return None,
        [IAC, ..] => 2,
        _ => return None,
    };
    Some(len.min(bytes.len()))
}

/// How many bytes of Telnet's commands a line begins with.
pub(crate) fn leading(line: &[u8]) -> usize {
    let mut at = 0;
    while let Some(len) = line.get(at..).and_then(command_len) {
        at += len;
    }
    at
}

/// A line without Telnet's commands.
pub(crate) fn without_commands(line: &[u8]) -> Cow<'_, [u8]> {
    if !line.contains(&IAC) {
        return Cow::Borrowed(line);
    }
    let mut text = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some(first) = rest.first() {
        let used = match command_len(rest) {
            Some(len) => len,
            None => {
                text.push(*first);
                if *first == IAC { 2 } else { 1 }
            }
        };
        rest = rest.get(used..).unwrap_or_default();
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_taken_out_and_a_doubled_byte_is_one() {
        let line = b"\xff\xf4\xff\xf2AB\xff\xfb\x01OR\xff\xff\xff";
        assert_eq!(&*without_commands(line), b"ABOR\xff");
        assert_eq!(leading(line), 4);
        assert_eq!(leading(b"\xff\xff"), 0);
        assert_eq!(&*without_commands(b"\xff\xfd"), b"");
    }
}
