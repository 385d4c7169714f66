//! What TCP decides and why it sends, in sentences.

use crate as words;
use crate::ko::{LANG, josa};
use crate::story::changes::span;
use crate::story::tcp::{StateMove, again, retransmission, state_event};
use hoplab_tcp::{
    AckWhy, ChallengeWhy, CwndWhy, Nagle, RetransmitWhy, StateEvent, TcpEvent, TransmitReason,
};
use hoplab_units::Span;

#[rustfmt::skip] // a table: one event, one or two lines
pub fn sentence(who: &str, event: &TcpEvent) -> String {
    let (i, eun) = (josa::i(who), josa::eun(who));
    match *event {
        TcpEvent::StateChanged { from, to, why } =>
            format!("{who}의 연결 상태가 {from}에서 {} 바뀌었어요: {}", josa::ro(&to.to_string()), state_event(LANG, from, why)),
        TcpEvent::RttMeasured { sample, srtt, rto, .. } =>
            format!("{i} 왕복 시간 {} 쟀어요(평활 값 {}). RTO는 {}", josa::eul(&span(sample)), span(srtt), josa::ieyo(&span(rto))),
        TcpEvent::RtoExpired { rto, next_rto, attempt, .. } => {
            let again = again(LANG, attempt);
            format!("{i} {} 안에 확인 응답을 받지 못해 재전송 타이머가 만료됐어요{again}. 다음 RTO는 {}", span(rto), josa::ieyo(&span(next_rto)))
        }
        TcpEvent::FastRetransmit { dup_acks, seq, .. } =>
            format!("{i} 중복 확인 응답을 {dup_acks}번 받아 순서 번호 {}번 세그먼트가 손실됐다고 보고 바로 재전송해요(빠른 재전송)", seq.0),
        TcpEvent::PartialAck { up_to, .. } =>
            format!("{i} 순서 번호 {}번 앞까지만 확인 응답을 받았어요. 세그먼트 하나가 더 손실됐다고 봐요", up_to.0),
        TcpEvent::RecoveryEnded { up_to } =>
            format!("{i} 손실에서 회복했어요. 순서 번호 {}번 앞까지 모두 확인 응답을 받았어요", up_to.0),
        TcpEvent::DuplicateAck { seq, count } =>
            format!("{i} {} 중복 확인 응답을 받았어요. 상대는 아직 순서 번호 {}번을 기다려요", josa::ordinal(count), seq.0),
        TcpEvent::Sacked { news, total, .. } =>
            format!("{i} 빈 곳 뒤의 {news}바이트가 더 도착한 것을 알았어요. 모두 {total}바이트예요(SACK)"),
        TcpEvent::DuplicateReported { from, to } =>
            format!("{i} 순서 번호 {}번부터 {}바이트가 두 번 도착했다는 것을 알았어요. 재전송이 필요 없었거나 네트워크가 복제한 거예요(D-SACK)", from.0, to.since(from)),
        TcpEvent::DuplicateToReport { from, to } =>
            format!("{i} 순서 번호 {}번부터 {}바이트를 또 받았다고 상대에게 알려요(D-SACK)", from.0, to.since(from)),
        TcpEvent::Acked { bytes: 0, .. } => format!("{i} 보낸 FIN이 확인됐어요"),
        TcpEvent::Acked { bytes, up_to, .. } =>
            format!("{i} 보낸 {bytes}바이트가 확인됐어요. 순서 번호 {}번 앞까지 모두 도착했어요", up_to.0),
        TcpEvent::CwndChanged { from, to, why, .. } =>
            format!("{who}의 혼잡 윈도우가 {from}바이트에서 {to}바이트로 바뀌었어요: {}", cwnd_why(why)),
        TcpEvent::OutOfOrder { len, gap_from, .. } =>
            format!("{i} 먼저 온 {len}바이트를 보관해요. 앞쪽 순서 번호 {}번이 비어 있어요", gap_from.0),
        TcpEvent::Delivered { bytes, closed_gap: true } =>
            format!("빈 곳이 채워져 {who}의 프로그램이 {bytes}바이트를 읽을 수 있어요"),
        TcpEvent::Delivered { bytes, closed_gap: false } =>
            format!("{who}의 프로그램이 {bytes}바이트를 읽을 수 있어요"),
        TcpEvent::DuplicateSegment { len, .. } =>
            format!("{i} 이미 받은 {len}바이트가 또 와서 버렸어요"),
        TcpEvent::OutOfWindow { len, .. } =>
            format!("{i} 수신 윈도우 밖의 세그먼트({len}바이트)를 버렸어요"),
        TcpEvent::TimestampRejected { value: Some(value), recent } =>
            format!("{i} 오래된 중복 세그먼트를 버렸어요. 타임스탬프가 {value}인데 {recent}까지 이미 왔어요(PAWS)"),
        TcpEvent::TimestampRejected { value: None, .. } =>
            format!("{i} 양쪽이 쓰기로 한 타임스탬프가 없는 세그먼트를 버렸어요"),
        TcpEvent::Urgent { up_to } =>
            format!("{i} 순서 번호 {}까지가 긴급 데이터라는 것을 알았어요", up_to.0),
        TcpEvent::NagleHeld { bytes, up_to } =>
            format!("{i} 순서 번호 {}번 앞까지 확인 응답을 받거나 세그먼트를 채울 데이터가 더 올 때까지 {bytes}바이트를 모아 둬요(네이글 알고리즘)", up_to.0),
        TcpEvent::NagleSet { nagle: Nagle::Off } =>
            format!("{who}의 프로그램이 이 연결에서는 작은 세그먼트도 바로 보내게 했어요(TCP_NODELAY)"),
        TcpEvent::NagleSet { .. } =>
            format!("{who}의 프로그램이 이 연결에서 네이글 알고리즘을 켰어요"),
        TcpEvent::KeepAliveExpired { attempt } =>
            format!("{i} 오랫동안 받은 것이 없어 상대가 아직 있는지 확인해요({} 킵얼라이브 프로브)", josa::ordinal(attempt)),
        TcpEvent::KeepAliveGaveUp { probes } =>
            format!("{i} 킵얼라이브 프로브 {probes}번에 응답이 없어 포기했어요"),
        TcpEvent::UserTimeoutExpired { limit } =>
            format!("{i} 프로그램이 정한 {} 동안 확인 응답이 오지 않아 포기했어요", span(limit)),
        TcpEvent::NoRoom { len, .. } => format!("{who}에 자리가 없어 {len}바이트를 버렸어요"),
        TcpEvent::PeerClosed { .. } => format!("{eun} 상대가 더 보낼 것이 없다는 것을 알았어요"),
        TcpEvent::WindowClosed => format!("상대의 수신 윈도우가 닫혀 {i} 전송을 멈춰요"),
        TcpEvent::WindowOpened { window } =>
            format!("상대의 수신 윈도우가 {window}바이트로 다시 열려 {i} 계속 보낼 수 있어요"),
        TcpEvent::PersistExpired { attempt, next } =>
            format!("{i} 윈도우 프로브를 보내 닫힌 윈도우가 열렸는지 확인해요({}, 다음은 {} 뒤)", josa::ordinal(attempt), span(next)),
        TcpEvent::TimeWaitStarted { until } =>
            format!("{i} 네트워크에 남은 세그먼트가 사라지기를 기다리며, 마지막 ACK가 손실됐을 때 다시 보낼 수 있도록 {}까지 TIME-WAIT 상태로 있어요", crate::story::clock(until)),
        TcpEvent::TimeWaitEnded => format!("{who}의 TIME-WAIT가 끝났어요"),
        TcpEvent::ChallengeAck { why } =>
            format!("{i} 의심스러운 세그먼트를 챌린지 ACK로 확인해요: {}", challenge(why)),
        TcpEvent::RstIgnored { .. } => format!("{i} 윈도우에 맞지 않는 RST를 무시했어요"),
        TcpEvent::PathMtu { mtu, mss_from, mss_to } =>
            format!("{eun} 경로 MTU가 {mtu}바이트라는 것을 알고 세그먼트를 {mss_from}바이트에서 {mss_to}바이트로 줄여요"),
        TcpEvent::IcmpNoted { hard: true } =>
            format!("{i} 최종 오류로 치는 ICMP 메시지(포트나 프로토콜 도달 불가)를 받았지만 연결은 계속해요"),
        TcpEvent::IcmpNoted { hard: false } =>
            format!("{i} 도달할 수 없다는 ICMP 오류를 받았지만 일시적일 수 있어 계속 시도해요"),
        TcpEvent::IcmpIgnored { .. } =>
            format!("{i} 보낸 적 없는 세그먼트에 대한 ICMP 오류를 무시했어요"),
        TcpEvent::GaveUp { retransmissions, .. } =>
            format!("{i} {retransmissions}번 재전송해도 응답이 없어 포기했어요"),
        TcpEvent::Failed(failure) => {
            let error = words::socket_error(LANG, hoplab_sim::SocketError::Tcp(failure));
            format!("{who}의 연결이 실패했어요: {}", error.trim_end_matches('.'))
        }
    }
}

#[rustfmt::skip] // a table
pub fn sent(who: &str, packet: &str, reason: &TransmitReason) -> String {
    let sent = format!("{} {} 보냈어요", josa::i(who), josa::eul(packet));
    let plain = |ko: &str| format!("{sent}. {ko}");
    match *reason {
        TransmitReason::Data => sent,
        TransmitReason::Syn => plain("연결을 요청해요"),
        TransmitReason::SynAck => plain("연결 요청을 받아들여요"),
        TransmitReason::Fin => plain("더 보낼 것이 없다고 알려요"),
        TransmitReason::Reset => plain("연결을 즉시 끊어요"),
        TransmitReason::Ack { why } => format!("{sent}: {}", ack(why)),
        TransmitReason::ChallengeAck { why } => format!("{sent}: {}", challenge(why)),
        TransmitReason::LimitedTransmit { .. } => plain("중복 확인 응답으로 세그먼트 하나가 네트워크를 빠져나간 것을 알았어요(제한 전송)"),
        TransmitReason::KeepAlive { attempt } => format!("{sent}. 상대가 아직 있는지 확인해요({} 킵얼라이브 프로브)", josa::ordinal(attempt)),
        TransmitReason::ZeroWindowProbe { attempt } => format!("{sent}. 닫힌 윈도우가 열렸는지 확인해요({} 윈도우 프로브)", josa::ordinal(attempt)),
        TransmitReason::Retransmit { why, attempt, .. } => retransmission(LANG, (who, packet), why, attempt),
    }
}

pub fn resend_after(rto: Span) -> String {
    let rto = span(rto);
    format!("재전송 타이머 만료(RTO {rto})")
}

#[rustfmt::skip] // a table
pub fn resend(why: RetransmitWhy) -> String {
    let text = match why {
RetransmitWhy::RtoExpired { .. } => "재전송 타이머 만료",
RetransmitWhy::FastRetransmit { dup_acks } => return format!("중복 확인 응답 {dup_acks}번"),
RetransmitWhy::PartialAck => "부분 확인 응답",
RetransmitWhy::Sack { sacked_above } => return format!("뒤쪽 {sacked_above}바이트가 먼저 도착함(SACK)"),
RetransmitWhy::SackHole => "도착한 데이터 앞의 빈 곳(SACK)",
RetransmitWhy::SackRescue => "빠졌을지 모르는 마지막 세그먼트(SACK)",
RetransmitWhy::PathMtu => "경로 MTU 초과",
RetransmitWhy::SynRepeated => "상대가 SYN을 재전송함",
RetransmitWhy::WindowOpened => "닫혔던 윈도우가 열려, 기다리던 데이터도 함께 보낼 수 있음",
};
    text.to_owned()
}

#[rustfmt::skip] // a table
fn ack(why: AckWhy) -> &'static str {
    match why {
        AckWhy::Handshake => "3방향 핸드셰이크의 세 번째 단계",
        AckWhy::Immediate => "데이터가 도착함",
        AckWhy::SecondSegment => "최대 크기(MSS) 세그먼트가 두 개째 도착함",
        AckWhy::Delayed => "지연 시간 안에 더 온 것이 없음",
        AckWhy::Gap => "중간이 빈 채로 뒤쪽 데이터가 도착함",
        AckWhy::GapFilled => "빈 곳이 채워짐",
        AckWhy::Duplicate => "이미 받은 데이터가 또 옴",
        AckWhy::OutOfWindow => "세그먼트가 윈도우 밖에 있음",
        AckWhy::OldTimestamp => "세그먼트의 타임스탬프가 오래됨",
        AckWhy::NoRoom => "세그먼트를 둘 자리가 없음",
        AckWhy::PeerClosed => "상대의 FIN이 도착함",
        AckWhy::WindowUpdate => "수신 윈도우가 열림",
    }
}

#[rustfmt::skip] // a table
fn challenge(why: ChallengeWhy) -> &'static str {
    match why {
        ChallengeWhy::ResetNotExact => "순서 번호가 정확히 맞지 않는 RST",
        ChallengeWhy::SynOnOpenConnection => "이미 열린 연결에 온 SYN",
        ChallengeWhy::AckOutOfRange => "보낸 적 없거나 너무 오래된 순서 번호에 대한 확인 응답",
    }
}

#[rustfmt::skip] // a table
pub fn cwnd_why(why: CwndWhy) -> &'static str {
    match why {
        CwndWhy::Started => "핸드셰이크가 끝남",
        CwndWhy::SlowStart => "느린 시작",
        CwndWhy::CongestionAvoidance => "혼잡 회피",
        CwndWhy::FastRetransmit => "빠른 재전송",
        CwndWhy::DuplicateAck => "중복 확인 응답: 세그먼트 하나가 네트워크를 빠져나감",
        CwndWhy::PartialAck => "부분 확인 응답",
        CwndWhy::Recovered => "회복이 끝남",
        CwndWhy::RtoExpired => "재전송 타이머 만료",
        CwndWhy::Idle => "RTO보다 오래 보낸 것이 없음",
        CwndWhy::PathMtu => "세그먼트 크기가 바뀜",
    }
}

#[rustfmt::skip] // a table
pub fn moved(by: StateMove) -> &'static str {
    match by {
        StateMove::GivesUpConnecting => "연결되기 전에 프로그램이 포기하고 소켓을 닫음",
        StateMove::StopsListening => "프로그램이 더는 연결을 기다리지 않음",
        StateMove::Refused => "연결 시도가 거부됨(RST 또는 ICMP)",
        StateMove::BrokenOff => "연결 시도가 중단됨(RST, 새 SYN 또는 ICMP)",
        StateMove::By(StateEvent::PassiveOpen) => "프로그램이 연결을 기다림",
        StateMove::By(StateEvent::ActiveOpen) => "프로그램이 연결을 요청함",
        StateMove::By(StateEvent::SynArrived) => "SYN이 도착함",
        StateMove::By(StateEvent::SynAckArrived) => "SYN+ACK가 도착함",
        StateMove::By(StateEvent::SynAcked) => "보낸 SYN이 확인됨",
        StateMove::By(StateEvent::Close) => "프로그램이 자기 쪽을 닫음. FIN은 먼저 넘긴 데이터를 다 보낸 뒤에 나감",
        StateMove::By(StateEvent::FinArrived) => "상대의 FIN이 도착함",
        StateMove::By(StateEvent::FinAcked) => "보낸 FIN이 확인됨",
        StateMove::By(StateEvent::TimeWaitOver) => "대기 시간(2 MSL)이 끝남",
        StateMove::By(StateEvent::Reset) => "RST가 도착함",
        StateMove::By(StateEvent::Abort) => "프로그램이 연결을 중단함",
        StateMove::By(StateEvent::GiveUp) => "상대가 너무 오래 응답하지 않음",
    }
}

pub fn short(who: &str, event: &TcpEvent) -> Option<String> {
    let text = match event {
        TcpEvent::RtoExpired { .. } => "재전송 타이머 만료",
        TcpEvent::FastRetransmit { .. } => "중복 확인 응답(빠른 재전송)",
        TcpEvent::PartialAck { .. } => "부분 확인 응답",
        TcpEvent::PersistExpired { .. } => "상대의 윈도우가 계속 닫혀 있음",
        TcpEvent::KeepAliveExpired { .. } => "오랫동안 받은 것이 없음",
        TcpEvent::KeepAliveGaveUp { .. } => "킵얼라이브 프로브에 응답이 없음",
        TcpEvent::UserTimeoutExpired { .. } => "사용자 타임아웃 만료",
        TcpEvent::TimestampRejected { .. } => "오래된 중복 세그먼트(PAWS)",
        TcpEvent::PathMtu { .. } => "경로 MTU가 더 작음",
        TcpEvent::GaveUp { .. } => "TCP가 포기함",
        TcpEvent::Failed(_) => "연결 실패",
        TcpEvent::TimeWaitStarted { .. } => "TIME-WAIT 시작",
        TcpEvent::StateChanged { to, .. } => {
            return Some(format!("{who}의 연결이 {to} 상태가 됨"));
        }
        TcpEvent::Acked { .. } => {
            return Some(format!("{} 확인 응답을 받음", josa::i(who)));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

pub fn sent_last(who: &str, packet: &str) -> String {
    format!(
        "{} {} 보냈어요. 마지막 데이터와 함께 FIN을 보내 더 보낼 것이 없다고 알려요",
        josa::i(who),
        josa::eul(packet)
    )
}

pub fn times_in_a_row(attempt: u32) -> String {
    format!("(연속 {})", josa::ordinal(attempt))
}

texts! {
    a_segment: "세그먼트를";
    a_lost_segment: "손실됐다고 본 세그먼트를";
}

pub fn attempt_number(attempt: u32) -> String {
    format!("({})", josa::ordinal(attempt))
}

pub fn retransmitted(who: &str, what: &str, packet: &str, again: &str, why: &str) -> String {
    let (who, packet) = (josa::i(who), josa::ro(packet));
    format!("{who} {what} {packet} 재전송했어요{again}: {why}")
}
