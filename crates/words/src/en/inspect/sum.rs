//! A checksum worked out step by step.

use hoplab_units::count;
use hoplab_wire::checksum::PartKind;

texts! {
    sum_title: "How the sum comes about";
    sum_add: "Add up all 16-bit words, the checksum itself taken for 0:";
    sum_part: "Part";
    sum_words: "Words";
    sum_of_part: "Sum";
    sum_total: "All together";
}

pub fn sum_part_name(kind: PartKind) -> &'static str {
    match kind {
        PartKind::SourceAddress => "Pseudo-header: source address",
        PartKind::DestinationAddress => "Pseudo-header: destination address",
        PartKind::Protocol => "Pseudo-header: protocol",
        PartKind::Length => "Pseudo-header: length",
        PartKind::Header => "Header",
        PartKind::Data => "Data",
    }
}

pub fn sum_more(words: usize) -> String {
    format!("… and {}", count(words as u64, "more word"))
}

pub fn sum_verdict(found: u16, fits: bool) -> String {
    match fits {
        true => format!("The header carries 0x{found:04x}: it fits."),
        false => {
            format!(
                "The header carries 0x{found:04x}: it does not fit, so some bit changed on the way."
            )
        }
    }
}

pub fn sum_carry(low: u64, carry: u64, after: u64) -> String {
    format!(
        "The carry above 16 bits goes back in at the bottom: 0x{low:04x} + 0x{carry:x} = 0x{after:04x}"
    )
}

pub fn sum_turned(sum: u16, turned: u16) -> String {
    format!("Turn every bit over (one's complement): 0x{sum:04x} → 0x{turned:04x}")
}

pub fn sum_sent_instead(sent: u16) -> String {
    format!("; UDP sends 0x{sent:04x} for it, since 0 means “none”")
}
