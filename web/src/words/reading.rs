//! The words of the log and the inspector that are not sentences about events or fields.

use hoplab_wire::dissect::ChecksumStatus;
use hoplab_wire::{Defect, ParseError};

use super::Lang;

/// A text with nothing to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each text says itself what it is")]
#[rustfmt::skip]
pub enum Text {
    Log, Filters, EveryHop, Earlier, NoLines, Why, Because,
    Inspector, Nothing, Gone, Life, Frame, FrameAt, Bytes, Fields, Field, Value, Meaning, Good, Bad,
    Absent, Unverifiable, Padding, Set, Unset,
    Address, State, On, Off, Host, Router, Yes, No, Interfaces, Link, Mac, Neighbour, Routes, Network, Cost, NextHop,
    Own, NoRoute, Sockets, NoSockets, Protocol, Local, Remote, ReceiveQueue, SendQueue, Icmp,
    MemoryErrors, Spray, Direction, Delay, Jitter, Rate, Loss, Duplication, BitErrors, Queue, Waiting,
    Whole, Cut, Quality, Chain, Original, Root, ShowPacket, Connection, Time, Place, Event, UnderWay,
}

impl Text {
    /// The text in a language.
    #[rustfmt::skip] // a table
    pub const fn of(self, lang: Lang) -> &'static str {
        use Text::*;
        let (en, ko) = match self {
            Log => ("Log", "기록"),
            Filters => ("What the log shows", "기록에 표시할 것"),
            EveryHop => ("Every hop", "모든 홉"),
            Earlier => ("Earlier", "이전 기록 보기"),
            NoLines => ("Nothing to show yet. Send something, or show more above.",
                "아직 보여 줄 기록이 없어요. 무언가 보내거나 위에서 표시할 것을 더 켜 보세요."),
            Why => ("Why?", "왜?"),
            Because => ("because", "원인:"),
            Inspector => ("Inspector", "자세히 보기"),
            Nothing => ("Select a node, a link, a packet or a line of the log to look inside.",
                "노드, 링크, 패킷이나 기록의 한 줄을 고르면 속을 들여다볼 수 있어요."),
            Gone => ("This is too long ago: the record of it is gone.", "너무 오래전 일이라 기록이 남아 있지 않아요."),
            Life => ("Its life", "패킷이 지나온 길"),
            Frame => ("The frame", "프레임"),
            FrameAt => ("As it was at", "보는 시점"),
            Bytes => ("Bytes", "바이트"),
            Fields => ("Fields of the frame", "프레임의 필드"),
            Field => ("Field", "필드"),
            Value => ("Value", "값"),
            Meaning => ("Meaning", "뜻"),
            Good => ("correct", "맞음"),
            Bad => ("wrong", "틀림"),
            Absent => ("none made", "체크섬 없음"),
            Unverifiable => ("cannot be checked here", "여기서는 확인할 수 없음"),
            Padding => ("Padding", "패딩"),
            Set => ("set", "설정됨"),
            Unset => ("not set", "설정 안 됨"),
            Address => ("Address", "주소"),
            State => ("State", "상태"),
            On => ("switched on", "켜짐"),
            Off => ("switched off", "꺼짐"),
            Host => ("Host", "호스트"),
            Router => ("Router", "라우터"),
            Yes => ("yes", "예"),
            No => ("no", "아니요"),
            Interfaces => ("Network cards", "네트워크 카드"),
            Link => ("Link", "링크"),
            Mac => ("MAC address", "MAC 주소"),
            Neighbour => ("Other end", "건너편"),
            Routes => ("Routing table", "라우팅 테이블"),
            Network => ("Network", "네트워크"),
            Cost => ("Cost", "비용"),
            NextHop => ("Next hop", "다음 홉"),
            Own => ("itself", "자기 자신"),
            NoRoute => ("No routes.", "경로가 없어요."),
            Sockets => ("Sockets", "소켓"),
            NoSockets => ("No socket is open.", "열린 소켓이 없어요."),
            Protocol => ("Protocol", "프로토콜"),
            Local => ("Own side", "이쪽"),
            Remote => ("Other side", "상대"),
            ReceiveQueue => ("Unread (bytes)", "읽지 않음(바이트)"),
            SendQueue => ("Unacknowledged (bytes)", "확인 안 됨(바이트)"),
            Icmp => ("Sends ICMP errors", "ICMP 오류 메시지 보냄"),
            MemoryErrors => ("Memory errors", "메모리 오류율"),
            Spray => ("Spreads over routes", "여러 경로로 분산"),
            Direction => ("Direction", "방향"),
            Delay => ("Delay", "지연"),
            Jitter => ("Jitter", "지터"),
            Rate => ("Rate", "전송률"),
            Loss => ("Loss", "손실률"),
            Duplication => ("Duplication", "중복률"),
            BitErrors => ("Bit errors", "비트 오류율"),
            Queue => ("Queue limit (bytes)", "큐 크기(바이트)"),
            Waiting => ("Waiting (bytes)", "대기 중(바이트)"),
            Whole => ("whole", "정상"),
            Cut => ("cut", "끊김"),
            Quality => ("Quality", "항목"),
            Chain => ("Why it happened", "왜 일어났나요"),
            Original => ("What became of the first sending", "처음 보낸 것은 어떻게 됐나요"),
            Root => ("This began the story: nothing before caused it.", "이 일이 시작이에요. 앞선 원인이 없어요."),
            ShowPacket => ("Look inside the packet", "패킷 들여다보기"),
            Connection => ("Connections", "TCP 연결"),
            Time => ("Time", "시각"),
            Place => ("Place", "장소"),
            Event => ("Event", "사건"),
            UnderWay => ("It is still under way.", "아직 가는 중이에요."),
        };
        lang.pick(en, ko)
    }
}

/// `12 bytes`
pub fn bytes(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 byte".to_owned(),
        (Lang::En, _) => format!("{count} bytes"),
        (Lang::Ko, _) => format!("{count}바이트"),
    }
}

/// A checksum, whether it fits, and if not what the bytes add up to.
pub fn checksum(lang: Lang, found: u16, expected: Option<u16>, status: ChecksumStatus) -> String {
    let found = format!("0x{found:04x}");
    match (status, expected) {
        (ChecksumStatus::Good, _) => format!("✓ {found}, {}", Text::Good.of(lang)),
        (ChecksumStatus::Bad, Some(expected)) => match lang {
            Lang::En => format!("✗ {found}, wrong: these bytes give 0x{expected:04x}"),
            Lang::Ko => format!("✗ {found}, 틀림: 이 바이트로 계산하면 0x{expected:04x}"),
        },
        (ChecksumStatus::Bad, None) => format!("✗ {found}, {}", Text::Bad.of(lang)),
        (ChecksumStatus::Absent, _) => format!("{found}, {}", Text::Absent.of(lang)),
        (ChecksumStatus::Unverifiable, _) => format!("{found}, {}", Text::Unverifiable.of(lang)),
    }
}

/// Why bytes could not be read.
pub fn parse_error(lang: Lang, error: &ParseError) -> String {
    match (lang, error) {
        (Lang::En, _) => error.to_string(),
        (Lang::Ko, ParseError::Truncated { layer, need, have }) => {
            format!("{layer} 바이트가 모자라요. {need}바이트여야 하는데 {have}바이트뿐이에요")
        }
        (
            Lang::Ko,
            ParseError::BadChecksum {
                layer,
                found,
                expected,
            },
        ) => format!(
            "{layer} 체크섬이 틀려요. 헤더에는 {found:#06x}, 계산하면 {expected:#06x}이에요"
        ),
        (Lang::Ko, ParseError::Malformed { layer, defect }) => {
            let defect = match defect {
                Defect::Version => "버전이 4가 아니에요",
                Defect::HeaderLength => "헤더 길이가 20바이트보다 짧아요",
                Defect::TotalLength => "전체 길이가 헤더보다 짧아요",
                Defect::Length => "길이가 도착한 바이트 수와 맞지 않아요",
                Defect::DataOffset => "데이터 오프셋이 20바이트보다 짧아요",
            };
            format!("{layer} 헤더가 잘못됐어요. {defect}")
        }
    }
}
