//! The words of a connection's panel.

use crate::connection::{Figure, Mark, Part, grouped};
use hoplab_explain::connections::TurnKind;
use hoplab_sim::TcpSwitch;
use hoplab_tcp::{CongestionControl, Nagle, RecoveryPhase, State, StateEvent, TimerKind};

texts! {
    title: "TCP 연결";
    connections: "TCP 연결 목록";
    none: "아직 연결이 없어요.";
    close: "패널 닫기";
    choose: "연결";
    open: "속 들여다보기";
    asked: "연결을 요청한 쪽";
    took: "연결을 받은 쪽";
    nobody: "상대 쪽에는 이 연결의 소켓이 없어요.";
    not_yet: "이 시점에는 아직 연결이 시작되지 않았어요.";
    gone: "소켓이 닫혀 수치도 함께 없어졌어요. 시간을 되돌리면 볼 수 있어요.";
    lost: "호스트가 꺼지면서 없어짐";
    lost_short: "없어짐";
    went_down: "호스트가 꺼짐";
    gone_lost: "호스트가 상대에게 알리지 못하고 꺼져서, 이 연결에 대해 알던 것이 모두 없어졌어요. 시간을 되돌리면 볼 수 있어요.";
    figures: "수치";
    timers: "작동 중인 타이머";
    no_timers: "없음";
    sequence: "순서 번호 공간";
    absolute: "패킷에 적힌 번호로 보기";
    relative_means: "초기 순서 번호(ISN)를 0으로 하여 센 번호예요.";
    sender_bar: "보내는 쪽";
    receiver_bar: "받는 쪽";
    nothing_sent: "이 방향으로는 아직 보낸 데이터가 없어요.";
    plot: "시간에 따른 혼잡 윈도우";
    plot_of: "누구의 윈도우";
    plot_beside: "함께 그릴 연결";
    plot_alone: "없음";
    plot_empty: "아직 윈도우가 열리지 않았어요.";
    plot_unlimited: "혼잡 제어를 쓰지 않아 혼잡 윈도우가 없어요.";
    plot_help: "그래프를 누르면 그 시점으로 가요.";
    plot_table: "표로 보기";
    time: "시각";
    why: "까닭";
    in_flight: "전송 중";
    bytes: "바이트";
    yes: "사용";
    no: "사용 안 함";
    no_limit: "제한 없음";
    unknown: "–";
    not_agreed: "아직 정해지지 않음";
    persist_override: "영속 타이머: 최대 크기(MSS) 세그먼트 하나가 들어갈 자리를 기다림(어리석은 윈도우 증후군 방지)";
    switches: "TCP 설정";
    switches_hold: "지금부터 맺는 연결에 적용돼요. 바꾼 내용은 실행 기록과 공유 링크에 남아요.";
}

#[rustfmt::skip] // a table
pub fn figure(figure: Figure) -> (&'static str, &'static str) {
    match figure {
        Figure::Cwnd => ("혼잡 윈도우(cwnd)",
                "네트워크에 과부하를 주지 않도록, 보내는 쪽이 확인 응답 없이 보내 둘 양을 스스로 제한한 값이에요. 처음에는 세그먼트 10개예요(RFC 6928)."),
        Figure::Ssthresh => ("느린 시작 임계값(ssthresh)",
                "혼잡 윈도우가 이 값보다 작으면 왕복할 때마다 최대 두 배로 커지고(느린 시작), 크면 조심스럽게 커져요. 바이트 계수를 끄고 지연 ACK를 쓰면 느린 시작에서 1.5배쯤 커져요."),
        Figure::Control => ("혼잡 제어",
                "혼잡 윈도우를 어떻게 키우고, 손실이 나면 얼마나 줄일지 정하는 알고리즘이에요."),
        Figure::InFlight => ("전송 중",
                "보냈지만 아직 확인 응답을 받지 못한 양이에요. 그중 지금 네트워크 안에 있다고 보는 양이 파이프(pipe)예요."),
        Figure::SndWnd => ("송신 윈도우(SND.WND)",
                "확인받지 못한 첫 바이트(UNA)부터 세어 상대가 더 받을 수 있다고 알려 온 양이에요. 전송 중인 데이터도 여기에 들어가요."),
        Figure::RcvWnd => ("수신 윈도우(RCV.WND)",
                "다음에 받을 바이트(NXT)부터 세어 이쪽이 더 받을 수 있는 양이에요."),
        Figure::Rto => ("재전송 타임아웃(RTO)",
                "이 시간 안에 확인 응답이 오지 않으면 가장 오래된 세그먼트를 재전송하고, 이 시간을 두 배로 늘려요. 처음에는 1초이고(RFC 6298), 리눅스처럼 SRTT + 200 ms보다 작아지지 않아요."),
        Figure::Srtt => ("평활 왕복 시간(SRTT)",
                "측정한 왕복 시간의 평균이에요. 최근에 잰 값일수록 더 많이 반영돼요."),
        Figure::Rttvar => ("왕복 시간 편차(RTTVAR)",
                "왕복 시간이 평균에서 얼마나 벗어나는지 나타내요. RTO는 이만큼 여유를 둬요."),
        Figure::Mss => ("최대 세그먼트 크기(MSS)",
                "세그먼트 하나에 담을 수 있는 데이터의 최대 크기예요. 타임스탬프를 쓰면 세그먼트마다 옵션이 12바이트씩 들어가서, SYN에 적힌 값보다 12바이트 작아요(1,460 - 12 = 1,448)."),
        Figure::Sack => ("선택적 확인 응답(SACK)",
                "받는 쪽이 빈 곳 뒤에 받아 둔 데이터까지 알려 줄지예요. 양쪽 SYN이 모두 제안해야 써요."),
        Figure::Timestamps => ("타임스탬프",
                "세그먼트마다 보낸 쪽의 시각을 담을지예요. 재전송한 세그먼트의 왕복 시간도 잴 수 있고, 오래된 중복도 가려내요. 양쪽 SYN이 모두 제안해야 써요."),
        Figure::Scale => ("윈도우 스케일",
                "헤더의 윈도우 값을 왼쪽으로 몇 비트 시프트할지예요. 상대의 값과 이쪽의 값이에요. SYN의 윈도우는 시프트하지 않아요."),
        Figure::Nagle => ("네이글 알고리즘",
                "작은 세그먼트를 언제까지 모아 둘지예요. 프로그램이 TCP_NODELAY를 설정하면 꺼져요."),
        Figure::Recovery => ("손실 회복",
                "보내는 쪽이 손실이 있다고 보는지, 그리고 그것을 어떻게 알았는지예요."),
        Figure::DupAcks => ("중복 확인 응답",
                "새로 확인한 것이 없는 확인 응답이 연달아 온 횟수예요. 세 번째가 오면 손실로 봐요."),
    }
}

pub fn phase(phase: RecoveryPhase) -> &'static str {
    match phase {
        RecoveryPhase::Open => "손실 없음",
        RecoveryPhase::Fast => "빠른 회복",
        RecoveryPhase::Loss => "타임아웃(RTO) 뒤 회복",
    }
}

pub fn control(control: CongestionControl) -> &'static str {
    match control {
        CongestionControl::None => "없음",
        CongestionControl::Reno => "Reno",
        CongestionControl::Cubic => "CUBIC",
    }
}

pub fn nagle(nagle: Nagle) -> &'static str {
    match nagle {
        Nagle::Off => "끔",
        Nagle::Minshall => "켬(민셜 방식)",
        Nagle::Rfc896 => "켬(RFC 896 방식)",
    }
}

pub fn timer(kind: TimerKind) -> &'static str {
    match kind {
        TimerKind::Retransmit => "재전송",
        TimerKind::Persist => "영속 타이머(윈도우 프로브)",
        TimerKind::DelayedAck => "지연 ACK",
        TimerKind::TimeWait => "TIME-WAIT",
        TimerKind::KeepAlive => "킵얼라이브",
        TimerKind::UserTimeout => "사용자 타임아웃",
    }
}

pub fn left(span: &str) -> String {
    format!("{span} 남음")
}

#[rustfmt::skip] // a table
pub fn arrow(from: State, why: StateEvent) -> &'static str {
    match (from, why) {
        (_, StateEvent::PassiveOpen) => "수동 열기",
        (State::Listen, StateEvent::ActiveOpen) => "보내기: SYN",
        (_, StateEvent::ActiveOpen) => "능동 열기: SYN",
        (_, StateEvent::SynArrived) => "SYN → SYN+ACK",
        (_, StateEvent::SynAckArrived) => "SYN+ACK → ACK",
        (_, StateEvent::SynAcked) => "SYN의 ACK",
        (State::Listen | State::SynSent, StateEvent::Close) => "닫기",
        (_, StateEvent::Close) => "닫기: FIN",
        (_, StateEvent::FinArrived) => "FIN → ACK",
        (_, StateEvent::FinAcked) => "FIN의 ACK",
        (_, StateEvent::TimeWaitOver) => "2 MSL",
        (_, StateEvent::Reset) => "RST",
        (_, StateEvent::Abort) => "중단",
        (_, StateEvent::GiveUp) => "포기",
    }
}

pub fn diagram(who: &str, state: &str, way: &str) -> String {
    match way.is_empty() {
        true => format!("{who}의 상태도: {state}"),
        false => format!("{who}의 상태도: {state}, 지나온 상태 {way}"),
    }
}

pub fn part_name(part: Part) -> &'static str {
    match part {
        Part::Acked => "보내고 확인받음",
        Part::InFlight => "전송 중",
        Part::Again => "재전송 중",
        Part::Sacked => "SACK로 확인됨",
        Part::Lost => "손실로 봄",
        Part::Allowed => "보낼 수 있음",
        Part::Beyond => "윈도우 밖",
        Part::Read => "받아서 읽음",
        Part::Waiting => "받았지만 아직 읽지 않음",
        Part::Gap => "빈 곳",
        Part::Ahead => "빈 곳 뒤에 먼저 받음",
        Part::Room => "윈도우의 남은 자리",
    }
}

pub fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Unacked => "SND.UNA: 아직 확인받지 못한 첫 바이트",
        Mark::Next => "SND.NXT: 다음에 보낼 바이트",
        Mark::Expected => "RCV.NXT: 다음에 받을 바이트",
    }
}

pub fn sequence_of(who: &str, side: &str) -> String {
    format!("{who}의 순서 번호 공간, {side}")
}

pub fn window_edge(congestion: bool, edge: &str) -> String {
    match congestion {
        false => format!("윈도우 끝 {edge}"),
        true => format!("cwnd 끝 {edge}"),
    }
}

pub fn unsent(bytes: u32) -> String {
    format!("송신 버퍼에서 {}바이트가 더 기다려요", grouped(bytes))
}

pub fn fin_queued(bytes: u32) -> String {
    match bytes {
        0 => "FIN은 아직 보내지 않았어요".to_owned(),
        _ => format!(
            "FIN은 아직 보내지 않았어요. 앞에 보낼 데이터가 {}바이트 남았어요",
            grouped(bytes)
        ),
    }
}

pub fn turn(kind: TurnKind) -> &'static str {
    match kind {
        TurnKind::Rto => "타임아웃(RTO)",
        TurnKind::FastRetransmit => "빠른 재전송",
        TurnKind::Recovered => "회복 완료",
    }
}

pub fn plot_says(who: &str, cwnd: &str, ssthresh: &str, losses: usize) -> String {
    format!("{who}의 혼잡 윈도우 그래프: 지금 {cwnd}, 임계값 {ssthresh}, 알아챈 손실 {losses}번")
}

#[rustfmt::skip] // a table
pub fn switch(switch: TcpSwitch) -> (&'static str, &'static str) {
    match switch {
        TcpSwitch::Sack(_) => ("선택적 확인 응답(SACK)",
                "받는 쪽이 빈 곳 뒤에 받아 둔 데이터를 알려 주어, 빠진 것만 재전송해요."),
        TcpSwitch::Timestamps(_) => ("타임스탬프",
                "세그먼트마다 보낸 쪽의 시각을 담아, 재전송한 세그먼트의 왕복 시간도 잴 수 있고 오래된 중복도 가려내요."),
        TcpSwitch::Nagle(_) => ("네이글 알고리즘",
                "작은 세그먼트를 언제까지 모아 둘지예요. 실제 운영체제가 쓰는 민셜 방식은 앞서 보낸 작은 세그먼트가 확인될 때까지, RFC 896 방식은 보낸 것이 모두 확인될 때까지 기다려요. 웹과 FTP 프로그램은 연결마다 꺼 둬요(TCP_NODELAY)."),
        TcpSwitch::DelayedAck(_) => ("지연 ACK",
                "다음 세그먼트를 잠깐 기다렸다가 두 개를 한 번에 확인 응답해요."),
        TcpSwitch::FastRetransmit(_) => ("빠른 재전송",
                "중복 확인 응답이 세 번 오면 바로 재전송해요. 끄면 손실이 날 때마다 타이머를 기다려요."),
        TcpSwitch::LimitedTransmit(_) => ("제한 전송",
                "첫 두 번의 중복 확인 응답에도 새 세그먼트를 하나씩 내보내요."),
        TcpSwitch::WindowScaling(_) => ("윈도우 스케일",
                "헤더에 적을 수 있는 65,535바이트보다 큰 윈도우를 써요."),
        TcpSwitch::KeepAlive(_) => ("킵얼라이브",
                "오래 조용한 상대에게 아직 있는지 가끔 물어봐요."),
        TcpSwitch::Congestion(_) => ("혼잡 제어",
                "한꺼번에 보내 둘 양을 정하는 방식이에요. ‘없음’이면 수신 윈도우만 따라요."),
        TcpSwitch::ByteCounting(_) => ("바이트 계수(ABC)",
                "느린 시작에서 확인 응답마다 확인된 바이트만큼, 한 번에 세그먼트 두 개까지 윈도우를 키워요. 지연 ACK를 써도 느려지지 않아요."),
    }
}

pub fn open_this(ends: &str) -> String {
    format!("{ends} 연결 속 들여다보기")
}
