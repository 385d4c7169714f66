//! What header fields say.

use crate::inspect::values::name;
use crate::ko::josa;
use hoplab_wire::dissect::ChecksumStatus;
use hoplab_wire::{Defect, Layer, ParseError};

texts! {
    bit_set: "1 (켜짐)";
}

pub fn checksum(found: u16, expected: Option<u16>, status: ChecksumStatus) -> String {
    match status {
        ChecksumStatus::Good => format!("{found:#06x}, 맞음: 계산한 값과 같아요"),
        ChecksumStatus::Bad => match expected {
            Some(expected) => {
                let expected = josa::iraseo(&format!("{expected:#06x}"));
                format!("{found:#06x}, 틀림: 계산하면 {expected} 도중에 무언가 바뀌었어요")
            }
            None => format!("{found:#06x}, 틀림"),
        },
        ChecksumStatus::Absent => "0x0000: 보낸 쪽이 계산하지 않았어요".to_owned(),
        ChecksumStatus::Unverifiable => {
            format!("{found:#06x}; 검사할 바이트가 다 있지 않아요")
        }
    }
}

pub fn parse_error(error: &ParseError) -> String {
    match error {
        ParseError::Truncated { layer, need, have } => {
            let layer = name(*layer);
            format!(
                "{} 잘렸어요: {need}바이트가 필요한데 {have}바이트만 있어요",
                josa::i(layer)
            )
        }
        ParseError::BadChecksum {
            layer,
            found,
            expected,
        } => {
            let layer = name(*layer);
            let expected = josa::ieyo(&format!("{expected:#06x}"));
            format!("{layer} 체크섬이 틀려요: 헤더에는 {found:#06x}, 계산하면 {expected}")
        }
        ParseError::Malformed { layer, defect } => {
            let part = match layer {
                Layer::Dns => "메시지",
                _ => "헤더",
            };
            let (layer, part, why) = (name(*layer), josa::i(part), defect_ko(*defect));
            format!("{layer} {part} 잘못됐어요: {why}")
        }
    }
}

fn defect_ko(defect: Defect) -> &'static str {
    match defect {
        Defect::Version => "버전이 4가 아니에요",
        Defect::HeaderLength => "헤더 길이가 20바이트보다 짧아요",
        Defect::TotalLength => "전체 길이가 헤더보다 짧아요",
        Defect::Length => "길이가 도착한 바이트 수와 달라요",
        Defect::DataOffset => "데이터 오프셋이 20바이트보다 작아요",
        Defect::Label => "이름의 레이블이 뜻이 없는 비트로 시작해요",
        Defect::Pointer => "압축 포인터가 앞쪽을 가리키지 않아요",
        Defect::NameLength => "이름이 255바이트보다 길어요",
    }
}
