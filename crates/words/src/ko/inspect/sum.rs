//! A checksum worked out step by step.

use crate::ko::josa;
use hoplab_wire::checksum::PartKind;

texts! {
    sum_title: "체크섬 계산 과정";
    sum_add: "모든 16비트 워드를 더해요. 체크섬 자리는 0으로 둬요.";
    sum_part: "부분";
    sum_words: "워드";
    sum_of_part: "합";
    sum_total: "전체 합";
}

pub fn sum_part_name(kind: PartKind) -> &'static str {
    match kind {
        PartKind::SourceAddress => "의사 헤더: 출발지 주소",
        PartKind::DestinationAddress => "의사 헤더: 목적지 주소",
        PartKind::Protocol => "의사 헤더: 프로토콜",
        PartKind::Length => "의사 헤더: 길이",
        PartKind::Header => "헤더",
        PartKind::Data => "데이터",
    }
}

pub fn sum_more(words: usize) -> String {
    format!("… 외 워드 {words}개")
}

pub fn sum_verdict(found: u16, fits: bool) -> String {
    match fits {
        true => format!("헤더에 적힌 값은 0x{found:04x}, 계산한 값과 같아요."),
        false => {
            let found = josa::iraseo(&format!("0x{found:04x}"));
            format!("헤더에 적힌 값은 {found} 맞지 않아요. 도중에 비트가 바뀌었어요.")
        }
    }
}

pub fn sum_carry(low: u64, carry: u64, after: u64) -> String {
    format!(
        "16비트를 넘친 자리올림을 아래에 다시 더해요. 0x{low:04x} + 0x{carry:x} = 0x{after:04x}"
    )
}

pub fn sum_turned(sum: u16, turned: u16) -> String {
    format!("모든 비트를 뒤집어요(1의 보수). 0x{sum:04x} → 0x{turned:04x}")
}

pub fn sum_sent_instead(sent: u16) -> String {
    let sent = josa::eul(&format!("0x{sent:04x}"));
    format!(". UDP에서 0은 “계산 안 함”이라는 뜻이라서 {sent} 보내요")
}
