//! A checksum worked out step by step.

use hoplab_units::count;
use hoplab_wire::checksum::PartKind;

use crate::{Lang, josa};

texts! {
    /// The heading of the steps.
    sum_title: "How the sum comes about", "체크섬 계산 과정";
    /// The first step.
    sum_add: "Add up all 16-bit words, the checksum itself taken for 0:", "모든 16비트 워드를 더해요. 체크섬 자리는 0으로 둬요.";
    /// A column: the part that is added.
    sum_part: "Part", "부분";
    /// A column: its words.
    sum_words: "Words", "워드";
    /// A column: its sum.
    sum_of_part: "Sum", "합";
    /// The row of the sum of all parts.
    sum_total: "All together", "전체 합";
}

/// What is added up.
pub const fn sum_part_name(lang: Lang, kind: PartKind) -> &'static str {
    match kind {
        PartKind::SourceAddress => {
            lang.pick("Pseudo-header: source address", "의사 헤더: 출발지 주소")
        }
        PartKind::DestinationAddress => lang.pick(
            "Pseudo-header: destination address",
            "의사 헤더: 목적지 주소",
        ),
        PartKind::Protocol => lang.pick("Pseudo-header: protocol", "의사 헤더: 프로토콜"),
        PartKind::Length => lang.pick("Pseudo-header: length", "의사 헤더: 길이"),
        PartKind::Header => lang.pick("Header", "헤더"),
        PartKind::Data => lang.pick("Data", "데이터"),
    }
}

/// How many words are not listed.
pub fn sum_more(lang: Lang, words: usize) -> String {
    match lang {
        Lang::En => format!("… and {}", count(words as u64, "more word")),
        Lang::Ko => format!("… 외 워드 {words}개"),
    }
}

/// What exceeds 16 bits is added again at the bottom.
pub fn sum_fold(lang: Lang, before: u64, after: u64) -> String {
    let (high, low) = (before >> 16, before & 0xffff);
    match lang {
        Lang::En => format!(
            "The carry above 16 bits goes back in at the bottom: 0x{low:04x} + 0x{high:x} = 0x{after:04x}"
        ),
        Lang::Ko => {
            format!(
                "16비트를 넘친 자리올림을 아래에 다시 더해요. 0x{low:04x} + 0x{high:x} = 0x{after:04x}"
            )
        }
    }
}

/// Every bit is turned over.
pub fn sum_complement(lang: Lang, sum: u16, expected: u16) -> String {
    let turned = !sum;
    let text = match lang {
        Lang::En => format!("Turn every bit over (one's complement): 0x{sum:04x} → 0x{turned:04x}"),
        Lang::Ko => format!("모든 비트를 뒤집어요(1의 보수). 0x{sum:04x} → 0x{turned:04x}"),
    };
    if turned == expected {
        return text;
    }
    match lang {
        Lang::En => format!("{text}; UDP sends 0x{expected:04x} for it, since 0 means “none”"),
        Lang::Ko => {
            let sent = josa::eul(&format!("0x{expected:04x}"));
            format!("{text}. UDP에서 0은 “계산 안 함”이라는 뜻이라서 {sent} 보내요")
        }
    }
}

/// What the header carries, and what to make of it.
pub fn sum_verdict(lang: Lang, found: u16, fits: bool) -> String {
    match (lang, fits) {
        (Lang::En, true) => format!("The header carries 0x{found:04x}: it fits."),
        (Lang::En, false) => {
            format!(
                "The header carries 0x{found:04x}: it does not fit, so some bit changed on the way."
            )
        }
        (Lang::Ko, true) => format!("헤더에 적힌 값은 0x{found:04x}, 계산한 값과 같아요."),
        (Lang::Ko, false) => {
            let found = josa::iraseo(&format!("0x{found:04x}"));
            format!("헤더에 적힌 값은 {found} 맞지 않아요. 도중에 비트가 바뀌었어요.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carry_is_split_off_and_added() {
        let told = sum_fold(Lang::En, 0x2_a3f0, 0xa3f2);
        assert!(told.ends_with("0xa3f0 + 0x2 = 0xa3f2"), "{told}");
    }

    #[test]
    fn udps_two_zeros_are_explained() {
        assert!(!sum_complement(Lang::En, 1, 0xfffe).contains("UDP"));
        assert!(sum_complement(Lang::En, 0xffff, 0xffff).contains("UDP sends 0xffff"));
    }
}
