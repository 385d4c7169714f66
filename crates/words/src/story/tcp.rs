//! What TCP decides and why it sends, in sentences.

use hoplab_tcp::{
    AckWhy, ChallengeWhy, CwndWhy, Nagle, RetransmitWhy, State, StateEvent, TcpEvent,
    TransmitReason,
};

use super::changes::span;
use crate::{self as words, Lang, josa};

/// A decision or discovery of the connection at the node `who`.
pub fn sentence(lang: Lang, who: &str, event: &TcpEvent) -> String {
    match lang {
        Lang::En => english(who, event),
        Lang::Ko => korean(who, event),
    }
}

#[rustfmt::skip] // a table: one event, one or two lines
fn english(who: &str, event: &TcpEvent) -> String {
    match *event {
        TcpEvent::StateChanged { from, to, why } =>
            format!("{who}: connection goes from {from} to {to}, {}", state_event(Lang::En, from, why)),
        TcpEvent::RttMeasured { sample, srtt, rto, .. } =>
            format!("{who} measured a round trip of {} (smoothed {}): the RTO is {}", span(sample), span(srtt), span(rto)),
        TcpEvent::RtoExpired { rto, next_rto, attempt, .. } => {
            let again = if attempt > 1 { format!(", {attempt} times in a row") } else { String::new() };
            format!("no acknowledgment came to {who} within {}: the retransmission timer ran out{again}. Next RTO: {}", span(rto), span(next_rto))
        }
        TcpEvent::FastRetransmit { dup_acks, seq, .. } =>
            format!("{dup_acks} duplicate acknowledgments reached {who}: it considers the segment at {} lost and retransmits it at once (fast retransmit)", seq.0),
        TcpEvent::PartialAck { up_to, .. } =>
            format!("{who} got an acknowledgment only of what is before {}: one more segment is considered lost", up_to.0),
        TcpEvent::RecoveryEnded { up_to } =>
            format!("{who} has recovered: everything before {} is acknowledged", up_to.0),
        TcpEvent::DuplicateAck { seq, count } =>
            format!("{who} got duplicate acknowledgment {count}: the other side still waits for {}", seq.0),
        TcpEvent::Sacked { news, total, .. } =>
            format!("{who} learns that {} more arrived behind a gap, {total} in all (SACK)", count(Lang::En, news)),
        TcpEvent::DuplicateReported { from, to } =>
            format!("{who} learns that {} at {} arrived twice: a retransmission was not needed, or the network made a copy (D-SACK)", count(Lang::En, to.since(from)), from.0),
        TcpEvent::DuplicateToReport { from, to } =>
            format!("{who} got {} at {} once more and tells the other side so (D-SACK)", count(Lang::En, to.since(from)), from.0),
        TcpEvent::Acked { bytes: 0, .. } => format!("{who}'s FIN was acknowledged"),
        TcpEvent::Acked { bytes, up_to, .. } =>
            format!("{} of {who} {} acknowledged, all before {}", count(Lang::En, bytes), were(bytes), up_to.0),
        TcpEvent::CwndChanged { from, to, why, .. } =>
            format!("{who}'s congestion window goes from {from} to {to} bytes: {}", cwnd_why(Lang::En, why)),
        TcpEvent::OutOfOrder { len, gap_from, .. } =>
            format!("{who} keeps {} that came ahead of a gap at {}", count(Lang::En, len), gap_from.0),
        TcpEvent::Delivered { bytes, closed_gap: true } =>
            format!("the gap is closed: {who}'s program can read {}", count(Lang::En, bytes)),
        TcpEvent::Delivered { bytes, closed_gap: false } =>
            format!("{who}'s program can read {}", count(Lang::En, bytes)),
        TcpEvent::DuplicateSegment { len, seq } =>
            format!("{who} has the segment at {} ({}) already and discards it", seq.0, count(Lang::En, len)),
        TcpEvent::OutOfWindow { len, .. } =>
            format!("{who} dropped a segment of {} outside its receive window", count(Lang::En, len)),
        TcpEvent::TimestampRejected { value: Some(value), recent } =>
            format!("{who} dropped an old duplicate: its timestamp is {value}, and {recent} has come already (PAWS)"),
        TcpEvent::TimestampRejected { value: None, .. } =>
            format!("{who} dropped a segment without the timestamp both sides agreed on"),
        TcpEvent::Urgent { up_to } =>
            format!("{who} learns that everything up to {} is urgent", up_to.0),
        TcpEvent::NagleHeld { bytes, up_to } =>
            format!("{who} holds {} back until all before {} is acknowledged or more data fills a segment (Nagle)", count(Lang::En, bytes), up_to.0),
        TcpEvent::NagleSet { nagle: Nagle::Off } =>
            format!("{who}'s program has small segments of this connection sent at once (TCP_NODELAY)"),
        TcpEvent::NagleSet { .. } =>
            format!("{who}'s program switches Nagle's algorithm on for this connection"),
        TcpEvent::KeepAliveExpired { attempt } =>
            format!("{who} has heard nothing for long and asks whether the other side is still there (keep-alive probe {attempt})"),
        TcpEvent::KeepAliveGaveUp { probes } =>
            format!("{who} gave up: {} went unanswered", hoplab_units::count(probes, "keep-alive probe")),
        TcpEvent::UserTimeoutExpired { limit } =>
            format!("{who} gave up: data stayed unacknowledged for longer than its program's limit of {}", span(limit)),
        TcpEvent::NoRoom { len, .. } =>
            format!("{who} has no room for {} and discards the segment", count(Lang::En, len)),
        TcpEvent::PeerClosed { .. } => format!("{who} learns that the other side has no more to send"),
        TcpEvent::WindowClosed => format!("{who} must stop: the other side's receive window is closed"),
        TcpEvent::WindowOpened { window } =>
            format!("{who} may go on: the other side's receive window is {} again", count(Lang::En, window)),
        TcpEvent::PersistExpired { attempt, next } =>
            format!("{who} probes the closed window (probe {attempt}, the next in {})", span(next)),
        TcpEvent::TimeWaitStarted { until } =>
            format!("{who} waits in TIME-WAIT until {} so that old segments die out, and to repeat its last ACK if that was lost", super::clock(until)),
        TcpEvent::TimeWaitEnded => format!("{who}'s TIME-WAIT is over"),
        TcpEvent::ChallengeAck { why } =>
            format!("{who} challenges a suspicious segment: {}", challenge(Lang::En, why)),
        TcpEvent::RstIgnored { .. } => format!("{who} ignored an RST that does not fit its window"),
        TcpEvent::PathMtu { mtu, mss_from, mss_to } =>
            format!("{who} learns that the path takes {mtu} bytes a packet: its segments shrink from {mss_from} to {mss_to} bytes"),
        TcpEvent::IcmpNoted { hard: true } =>
            format!("{who} got an ICMP error that counts as final (port or protocol unreachable), but its connection goes on"),
        TcpEvent::IcmpNoted { hard: false } =>
            format!("{who} was told by ICMP that the destination cannot be reached for now, and goes on trying"),
        TcpEvent::IcmpIgnored { .. } =>
            format!("{who} ignored an ICMP error about a segment that is not under way"),
        TcpEvent::GaveUp { retransmissions, .. } =>
            format!("{who} gave up after {} without an answer", hoplab_units::count(retransmissions, "retransmission")),
        TcpEvent::Failed(failure) =>
            format!("{who}'s connection failed: {}", words::socket_error(Lang::En, hoplab_sim::SocketError::Tcp(failure))),
    }
}

#[rustfmt::skip] // a table: one event, one or two lines
fn korean(who: &str, event: &TcpEvent) -> String {
    let (i, eun) = (josa::i(who), josa::eun(who));
    match *event {
        TcpEvent::StateChanged { from, to, why } =>
            format!("{who}의 연결 상태가 {from}에서 {} 바뀌었어요: {}", josa::ro(&to.to_string()), state_event(Lang::Ko, from, why)),
        TcpEvent::RttMeasured { sample, srtt, rto, .. } =>
            format!("{i} 왕복 시간 {} 쟀어요(평활 값 {}). RTO는 {}", josa::eul(&span(sample)), span(srtt), josa::ieyo(&span(rto))),
        TcpEvent::RtoExpired { rto, next_rto, attempt, .. } => {
            let again = if attempt > 1 { format!("(연속 {})", josa::ordinal(attempt)) } else { String::new() };
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
            format!("{who}의 혼잡 윈도우가 {from}바이트에서 {to}바이트로 바뀌었어요: {}", cwnd_why(Lang::Ko, why)),
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
            format!("{i} 네트워크에 남은 세그먼트가 사라지기를 기다리며, 마지막 ACK가 손실됐을 때 다시 보낼 수 있도록 {}까지 TIME-WAIT 상태로 있어요", super::clock(until)),
        TcpEvent::TimeWaitEnded => format!("{who}의 TIME-WAIT가 끝났어요"),
        TcpEvent::ChallengeAck { why } =>
            format!("{i} 의심스러운 세그먼트를 챌린지 ACK로 확인해요: {}", challenge(Lang::Ko, why)),
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
            let error = words::socket_error(Lang::Ko, hoplab_sim::SocketError::Tcp(failure));
            format!("{who}의 연결이 실패했어요: {}", error.trim_end_matches('.'))
        }
    }
}

/// So many bytes.
fn count(lang: Lang, bytes: u32) -> String {
    words::inspect::bytes_count(lang, bytes as usize)
}

fn were(bytes: u32) -> &'static str {
    if bytes == 1 { "was" } else { "were" }
}

/// That the node `who` sent a segment, and why if it is more than new data. `fin`: it says that no more comes.
#[rustfmt::skip] // a table
pub fn sent(lang: Lang, who: &str, packet: &str, reason: &TransmitReason, fin: bool) -> String {
    let sent = match lang {
        Lang::En => format!("{who} sent {packet}"),
        Lang::Ko => format!("{} {} 보냈어요", josa::i(who), josa::eul(packet)),
    };
    let plain = |en: &str, ko: &str| match lang {
        Lang::En => format!("{sent} {en}"),
        Lang::Ko => format!("{sent}. {ko}"),
    };
    match *reason {
        TransmitReason::Data if fin => plain("with the last data, and says that no more comes (FIN)", "마지막 데이터와 함께 FIN을 보내 더 보낼 것이 없다고 알려요"),
        TransmitReason::Data => sent,
        TransmitReason::Syn => plain("to ask for a connection", "연결을 요청해요"),
        TransmitReason::SynAck => plain("to accept the connection", "연결 요청을 받아들여요"),
        TransmitReason::Fin => plain("to say that no more comes", "더 보낼 것이 없다고 알려요"),
        TransmitReason::Reset => plain("to end the connection at once", "연결을 즉시 끊어요"),
        TransmitReason::Ack { why } => format!("{sent}: {}", ack(lang, why)),
        TransmitReason::ChallengeAck { why } => format!("{sent}: {}", challenge(lang, why)),
        TransmitReason::LimitedTransmit { .. } => plain(
            "early, since a duplicate acknowledgment says that a segment left the network (limited transmit)",
            "중복 확인 응답으로 세그먼트 하나가 네트워크를 빠져나간 것을 알았어요(제한 전송)",
        ),
        TransmitReason::KeepAlive { attempt } => match lang {
            Lang::En => format!("{sent} to ask whether the other side is still there (keep-alive probe {attempt})"),
            Lang::Ko => format!("{sent}. 상대가 아직 있는지 확인해요({} 킵얼라이브 프로브)", josa::ordinal(attempt)),
        },
        TransmitReason::ZeroWindowProbe { attempt } => match lang {
            Lang::En => format!("{sent} to ask whether the closed window has opened (window probe {attempt})"),
            Lang::Ko => format!("{sent}. 닫힌 윈도우가 열렸는지 확인해요({} 윈도우 프로브)", josa::ordinal(attempt)),
        },
        TransmitReason::Retransmit { why, attempt, .. } => {
            let (lost, why) = (is_loss(why), resend(lang, why));
            match lang {
                Lang::En => {
                    let what = if lost { "what it considers lost" } else { "a segment" };
                    let attempt = if attempt > 1 { format!(" (attempt {attempt})") } else { String::new() };
                    format!("{who} retransmitted {what} as {packet}{attempt}: {why}")
                }
                Lang::Ko => {
                    let what = if lost { "손실됐다고 본 세그먼트를" } else { "세그먼트를" };
                    let attempt = if attempt > 1 { format!("({})", josa::ordinal(attempt)) } else { String::new() };
                    format!("{} {what} {} 재전송했어요{attempt}: {why}", josa::i(who), josa::ro(packet))
                }
            }
        }
    }
}

/// Whether what is sent again is believed lost: what was too long for the path, or refused by a closed window, is not.
const fn is_loss(why: RetransmitWhy) -> bool {
    match why {
        RetransmitWhy::RtoExpired { .. }
        | RetransmitWhy::FastRetransmit { .. }
        | RetransmitWhy::PartialAck
        | RetransmitWhy::Sack { .. }
        | RetransmitWhy::SackHole
        | RetransmitWhy::SackRescue => true,
        RetransmitWhy::PathMtu | RetransmitWhy::SynRepeated | RetransmitWhy::WindowOpened => false,
    }
}

/// Why something is sent again.
#[rustfmt::skip] // a table
pub fn resend(lang: Lang, why: RetransmitWhy) -> String {
    let (en, ko) = match why {
        RetransmitWhy::RtoExpired { .. } => ("the retransmission timer ran out", "재전송 타이머 만료"),
        RetransmitWhy::FastRetransmit { dup_acks } => return match lang {
            Lang::En => format!("{dup_acks} duplicate acknowledgments came"),
            Lang::Ko => format!("중복 확인 응답 {dup_acks}번"),
        },
        RetransmitWhy::PartialAck => ("an acknowledgment stopped short of it", "부분 확인 응답"),
        RetransmitWhy::Sack { sacked_above } => return match lang {
            Lang::En => format!("{} from behind it arrived (SACK)", count(lang, sacked_above)),
            Lang::Ko => format!("뒤쪽 {sacked_above}바이트가 먼저 도착함(SACK)"),
        },
        RetransmitWhy::SackHole => ("it is a gap below what has arrived (SACK)", "도착한 데이터 앞의 빈 곳(SACK)"),
        RetransmitWhy::SackRescue => ("it is the last segment that may be missing (SACK)", "빠졌을지 모르는 마지막 세그먼트(SACK)"),
        RetransmitWhy::PathMtu => ("it was too long for the path", "경로 MTU 초과"),
        RetransmitWhy::SynRepeated => ("the other side retransmitted its SYN", "상대가 SYN을 재전송함"),
        RetransmitWhy::WindowOpened => ("the closed window has opened, and what waited may go with it", "닫혔던 윈도우가 열려, 기다리던 데이터도 함께 보낼 수 있음"),
    };
    lang.pick(en, ko).to_owned()
}

#[rustfmt::skip] // a table
fn ack(lang: Lang, why: AckWhy) -> &'static str {
    match why {
        AckWhy::Handshake => lang.pick("the third step of the handshake", "3방향 핸드셰이크의 세 번째 단계"),
        AckWhy::Immediate => lang.pick("data came", "데이터가 도착함"),
        AckWhy::SecondSegment => lang.pick("a second full segment came", "최대 크기(MSS) 세그먼트가 두 개째 도착함"),
        AckWhy::Delayed => lang.pick("nothing more came within the delay", "지연 시간 안에 더 온 것이 없음"),
        AckWhy::Gap => lang.pick("data came ahead of a gap", "중간이 빈 채로 뒤쪽 데이터가 도착함"),
        AckWhy::GapFilled => lang.pick("a gap was filled", "빈 곳이 채워짐"),
        AckWhy::Duplicate => lang.pick("the segment, or part of it, had come before", "이미 받은 데이터가 또 옴"),
        AckWhy::OutOfWindow => lang.pick("the segment was outside the window", "세그먼트가 윈도우 밖에 있음"),
        AckWhy::OldTimestamp => lang.pick("the segment's timestamp was old", "세그먼트의 타임스탬프가 오래됨"),
        AckWhy::NoRoom => lang.pick("there was no room for the segment", "세그먼트를 둘 자리가 없음"),
        AckWhy::PeerClosed => lang.pick("the other side's FIN came", "상대의 FIN이 도착함"),
        AckWhy::WindowUpdate => lang.pick("the receive window has opened", "수신 윈도우가 열림"),
    }
}

#[rustfmt::skip] // a table
fn challenge(lang: Lang, why: ChallengeWhy) -> &'static str {
    match why {
        ChallengeWhy::ResetNotExact => lang.pick("an RST that is not exactly where it should be", "순서 번호가 정확히 맞지 않는 RST"),
        ChallengeWhy::SynOnOpenConnection => lang.pick("a SYN on an open connection", "이미 열린 연결에 온 SYN"),
        ChallengeWhy::AckOutOfRange => lang.pick("an acknowledgment of what was never sent, or far too old", "보낸 적 없거나 너무 오래된 순서 번호에 대한 확인 응답"),
    }
}

/// What moved the congestion window.
#[rustfmt::skip] // a table
pub fn cwnd_why(lang: Lang, why: CwndWhy) -> &'static str {
    match why {
        CwndWhy::Started => lang.pick("the handshake is over", "핸드셰이크가 끝남"),
        CwndWhy::SlowStart => lang.pick("slow start", "느린 시작"),
        CwndWhy::CongestionAvoidance => lang.pick("congestion avoidance", "혼잡 회피"),
        CwndWhy::FastRetransmit => lang.pick("fast retransmit", "빠른 재전송"),
        CwndWhy::DuplicateAck => lang.pick("a duplicate acknowledgment says that a segment left the network", "중복 확인 응답: 세그먼트 하나가 네트워크를 빠져나감"),
        CwndWhy::PartialAck => lang.pick("a partial acknowledgment", "부분 확인 응답"),
        CwndWhy::Recovered => lang.pick("recovery is over", "회복이 끝남"),
        CwndWhy::RtoExpired => lang.pick("the retransmission timer ran out", "재전송 타이머 만료"),
        CwndWhy::Idle => lang.pick("nothing was sent for longer than the RTO", "RTO보다 오래 보낸 것이 없음"),
        CwndWhy::PathMtu => lang.pick("the segment size changed", "세그먼트 크기가 바뀜"),
    }
}

/// What moved a connection from a state to another. One word of the state diagram means more than one thing: which
/// of them, the state it left says.
#[rustfmt::skip] // a table
pub fn state_event(lang: Lang, from: State, event: StateEvent) -> &'static str {
    match event {
        // No data could be sent yet: whoever closes now no longer wants the connection (RFC 9293 section 3.10.4).
        StateEvent::Close if from == State::SynSent => lang.pick("its program gave up before the connection was open", "연결되기 전에 프로그램이 포기하고 소켓을 닫음"),
        StateEvent::Close if from == State::Listen => lang.pick("its program no longer waits for connections", "프로그램이 더는 연결을 기다리지 않음"),
        // RFC 9293 section 3.10.7.3; a final ICMP error counts as a refusal while connecting (RFC 5461).
        StateEvent::Reset if from == State::SynSent => lang.pick("the attempt was refused (RST or ICMP)", "연결 시도가 거부됨(RST 또는 ICMP)"),
        StateEvent::Reset if from == State::SynReceived => lang.pick("the attempt was broken off (RST, a new SYN or ICMP)", "연결 시도가 중단됨(RST, 새 SYN 또는 ICMP)"),
        StateEvent::PassiveOpen => lang.pick("its program waits for connections", "프로그램이 연결을 기다림"),
        StateEvent::ActiveOpen => lang.pick("its program wants a connection", "프로그램이 연결을 요청함"),
        StateEvent::SynArrived => lang.pick("a SYN came", "SYN이 도착함"),
        StateEvent::SynAckArrived => lang.pick("a SYN+ACK came", "SYN+ACK가 도착함"),
        StateEvent::SynAcked => lang.pick("its SYN was acknowledged", "보낸 SYN이 확인됨"),
        // The state changes at the call, and the FIN waits its turn (RFC 9293 section 3.10.4).
        StateEvent::Close => lang.pick("its program closed its side: the FIN goes once all it wrote before has gone", "프로그램이 자기 쪽을 닫음. FIN은 먼저 넘긴 데이터를 다 보낸 뒤에 나감"),
        StateEvent::FinArrived => lang.pick("the other side's FIN came", "상대의 FIN이 도착함"),
        StateEvent::FinAcked => lang.pick("its FIN was acknowledged", "보낸 FIN이 확인됨"),
        StateEvent::TimeWaitOver => lang.pick("the wait of 2 MSL is over", "대기 시간(2 MSL)이 끝남"),
        StateEvent::Reset => lang.pick("an RST came", "RST가 도착함"),
        StateEvent::Abort => lang.pick("its program aborted the connection", "프로그램이 연결을 중단함"),
        StateEvent::GiveUp => lang.pick("the other side did not answer for too long", "상대가 너무 오래 응답하지 않음"),
    }
}

/// A decision as the cause of something, in a few words; nothing where the sentence is short itself.
pub fn short(lang: Lang, who: &str, event: &TcpEvent) -> Option<String> {
    let (en, ko) = match event {
        TcpEvent::RtoExpired { .. } => ("the retransmission timer ran out", "재전송 타이머 만료"),
        TcpEvent::FastRetransmit { .. } => (
            "duplicate acknowledgments came (fast retransmit)",
            "중복 확인 응답(빠른 재전송)",
        ),
        TcpEvent::PartialAck { .. } => ("an acknowledgment stopped short", "부분 확인 응답"),
        TcpEvent::PersistExpired { .. } => (
            "the other side's window stayed closed",
            "상대의 윈도우가 계속 닫혀 있음",
        ),
        TcpEvent::KeepAliveExpired { .. } => {
            ("nothing was heard for long", "오랫동안 받은 것이 없음")
        }
        TcpEvent::KeepAliveGaveUp { .. } => (
            "keep-alive probes went unanswered",
            "킵얼라이브 프로브에 응답이 없음",
        ),
        TcpEvent::UserTimeoutExpired { .. } => ("the user timeout ran out", "사용자 타임아웃 만료"),
        TcpEvent::TimestampRejected { .. } => {
            ("an old duplicate came (PAWS)", "오래된 중복 세그먼트(PAWS)")
        }
        TcpEvent::PathMtu { .. } => ("the path takes only smaller packets", "경로 MTU가 더 작음"),
        TcpEvent::GaveUp { .. } => ("TCP gave up", "TCP가 포기함"),
        TcpEvent::Failed(_) => ("the connection failed", "연결 실패"),
        TcpEvent::TimeWaitStarted { .. } => ("TIME-WAIT began", "TIME-WAIT 시작"),
        TcpEvent::StateChanged { to, .. } => {
            return Some(match lang {
                Lang::En => format!("{who}'s connection is {to} now"),
                Lang::Ko => format!("{who}의 연결이 {to} 상태가 됨"),
            });
        }
        TcpEvent::Acked { .. } => {
            return Some(match lang {
                Lang::En => format!("{who} got an acknowledgment"),
                Lang::Ko => format!("{} 확인 응답을 받음", josa::i(who)),
            });
        }
        _ => return None,
    };
    Some(lang.pick(en, ko).to_owned())
}
