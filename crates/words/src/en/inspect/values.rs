//! What header fields say.

use hoplab_wire::ParseError;
use hoplab_wire::dissect::ChecksumStatus;

texts! {
    bit_set: "1 (set)";
}

pub fn checksum(found: u16, expected: Option<u16>, status: ChecksumStatus) -> String {
    match status {
        ChecksumStatus::Good => format!("{found:#06x}, good: the bytes add up to it"),
        ChecksumStatus::Bad => match expected {
            Some(expected) => format!(
                "{found:#06x}, bad: the bytes add up to {expected:#06x}, so something changed them"
            ),
            None => format!("{found:#06x}, bad"),
        },
        ChecksumStatus::Absent => "0x0000: the sender made none".to_owned(),
        ChecksumStatus::Unverifiable => {
            format!("{found:#06x}; not all the bytes it covers are here")
        }
    }
}

pub fn parse_error(error: &ParseError) -> String {
    error.to_string()
}
