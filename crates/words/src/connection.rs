//! The words of a connection's panel.

use hoplab_sim::TcpSwitch;
use hoplab_tcp::{CongestionControl, Nagle, RecoveryPhase, State, StateEvent, TimerKind};

use super::Lang;
use hoplab_explain::connections::TurnKind;

texts! {
    /// The heading of the panel, and of a packet's or an event's connection.
    title: "TCP connection", "TCP 연결";
    /// The list of all of them.
    connections: "TCP connections", "TCP 연결 목록";
    /// No connection yet.
    none: "No connection yet.", "아직 연결이 없어요.";
    /// Puts the panel away.
    close: "Close the panel", "패널 닫기";
    /// Chooses the connection.
    choose: "Connection", "연결";
    /// Opens the panel.
    open: "See inside", "속 들여다보기";
    /// An end that asked for the connection.
    asked: "asked for it", "연결을 요청한 쪽";
    /// An end that took it.
    took: "took it", "연결을 받은 쪽";
    /// That there is no other end.
    nobody: "On the other side there is no socket for this connection.", "상대 쪽에는 이 연결의 소켓이 없어요.";
    /// The socket has not been opened yet at this moment.
    not_yet: "At this moment the connection has not begun.", "이 시점에는 아직 연결이 시작되지 않았어요.";
    /// The socket is gone.
    gone: "The socket is closed, and its figures went with it. Go back in time to see them.", "소켓이 닫혀 수치도 함께 없어졌어요. 시간을 되돌리면 볼 수 있어요.";
    /// The host crashed, and the connection's end with it.
    lost: "lost when the host went down", "호스트가 꺼지면서 없어짐";
    /// The same, where there is room for a word only.
    lost_short: "lost", "없어짐";
    /// What the last thing was that happened to it.
    went_down: "the host went down", "호스트가 꺼짐";
    /// Its figures are gone too.
    gone_lost: "The host went down without a word to the other side, and what it knew of the connection is lost. Go back in time to see it.", "호스트가 상대에게 알리지 못하고 꺼져서, 이 연결에 대해 알던 것이 모두 없어졌어요. 시간을 되돌리면 볼 수 있어요.";
    /// The heading of the figures.
    figures: "Figures", "수치";
    /// The heading of the timers.
    timers: "Running timers", "작동 중인 타이머";
    /// No timer runs.
    no_timers: "none", "없음";
    /// The heading of the sequence bars.
    sequence: "Sequence space", "순서 번호 공간";
    /// The switch for numbers as they are on the wire.
    absolute: "numbers as in the packets", "패킷에 적힌 번호로 보기";
    /// What numbers mean otherwise.
    relative_means: "Counted from the initial sequence number (ISN).", "초기 순서 번호(ISN)를 0으로 하여 센 번호예요.";
    /// A bar of the side that sends.
    sender_bar: "sending side", "보내는 쪽";
    /// A bar of the side that receives.
    receiver_bar: "receiving side", "받는 쪽";
    /// Nothing has been sent in a direction.
    nothing_sent: "No data has been sent this way yet.", "이 방향으로는 아직 보낸 데이터가 없어요.";
    /// The heading of the plot.
    plot: "Congestion window over time", "시간에 따른 혼잡 윈도우";
    /// Whose window is drawn.
    plot_of: "Of", "누구의 윈도우";
    /// The connection drawn beside it.
    plot_beside: "Beside", "함께 그릴 연결";
    /// None beside it.
    plot_alone: "none", "없음";
    /// Nothing to draw yet.
    plot_empty: "The window has not opened yet.", "아직 윈도우가 열리지 않았어요.";
    /// There is no window to draw.
    plot_unlimited: "Without congestion control there is no congestion window.", "혼잡 제어를 쓰지 않아 혼잡 윈도우가 없어요.";
    /// How to use the plot.
    plot_help: "Press a place in the plot to go to that moment.", "그래프를 누르면 그 시점으로 가요.";
    /// The points as a table.
    plot_table: "The points as a table", "표로 보기";
    /// Table column.
    time: "Time", "시각";
    /// Table column.
    why: "Why", "까닭";
    /// The curve of what is in flight.
    in_flight: "in flight", "전송 중";
    /// Bytes.
    bytes: "bytes", "바이트";
    /// On.
    yes: "yes", "사용";
    /// Off.
    no: "no", "사용 안 함";
    /// A threshold that no loss has set yet.
    no_limit: "no limit", "제한 없음";
    /// Not measured yet.
    unknown: "–", "–";
    /// What both SYNs settle, before the second one has come.
    not_agreed: "not agreed yet", "아직 정해지지 않음";
    /// The persist timer while the window is open, but too small.
    persist_override: "Persist: waits for room for a full segment (silly window avoidance)", "영속 타이머: 최대 크기(MSS) 세그먼트 하나가 들어갈 자리를 기다림(어리석은 윈도우 증후군 방지)";
    /// The heading of a host's switches.
    switches: "TCP settings", "TCP 설정";
    /// What they hold for.
    switches_hold: "For connections opened from now on. Changes are part of the recording and of the shared link.", "지금부터 맺는 연결에 적용돼요. 바꾼 내용은 실행 기록과 공유 링크에 남아요.";
}

/// One figure of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named and explained below")]
pub enum Figure {
    Cwnd,
    Ssthresh,
    Control,
    InFlight,
    SndWnd,
    RcvWnd,
    Rto,
    Srtt,
    Rttvar,
    Mss,
    Sack,
    Timestamps,
    Scale,
    Nagle,
    Recovery,
    DupAcks,
}

impl Figure {
    /// All, as they are listed.
    pub const ALL: [Figure; 16] = [
        Figure::Cwnd,
        Figure::Ssthresh,
        Figure::Control,
        Figure::InFlight,
        Figure::SndWnd,
        Figure::RcvWnd,
        Figure::Recovery,
        Figure::DupAcks,
        Figure::Rto,
        Figure::Srtt,
        Figure::Rttvar,
        Figure::Mss,
        Figure::Sack,
        Figure::Timestamps,
        Figure::Scale,
        Figure::Nagle,
    ];

    /// Whether it comes from what the other side's SYN says.
    pub const fn settled_by_syns(self) -> bool {
        matches!(
            self,
            Figure::SndWnd | Figure::Mss | Figure::Sack | Figure::Timestamps | Figure::Scale
        )
    }

    /// Its name and what it is.
    #[rustfmt::skip] // a table
    pub const fn text(self, lang: Lang) -> (&'static str, &'static str) {
        let (name, means) = match self {
            Figure::Cwnd => (("Congestion window (cwnd)", "혼잡 윈도우(cwnd)"),
                ("How much the sender lets itself have in flight, so as not to overload the network. It begins at 10 segments (RFC 6928).",
                 "네트워크에 과부하를 주지 않도록, 보내는 쪽이 확인 응답 없이 보내 둘 양을 스스로 제한한 값이에요. 처음에는 세그먼트 10개예요(RFC 6928).")),
            Figure::Ssthresh => (("Slow-start threshold (ssthresh)", "느린 시작 임계값(ssthresh)"),
                ("Below it the window grows to up to double with each round trip, by about half with delayed ACKs unless bytes are counted (slow start); above it, it grows cautiously.",
                 "혼잡 윈도우가 이 값보다 작으면 왕복할 때마다 최대 두 배로 커지고(느린 시작), 크면 조심스럽게 커져요. 바이트 계수를 끄고 지연 ACK를 쓰면 느린 시작에서 1.5배쯤 커져요.")),
            Figure::Control => (("Congestion control", "혼잡 제어"),
                ("What decides how the window grows and how far it falls on a loss.",
                 "혼잡 윈도우를 어떻게 키우고, 손실이 나면 얼마나 줄일지 정하는 알고리즘이에요.")),
            Figure::InFlight => (("In flight", "전송 중"),
                ("Sent and not acknowledged. The pipe is what of it is believed to be in the network now.",
                 "보냈지만 아직 확인 응답을 받지 못한 양이에요. 그중 지금 네트워크 안에 있다고 보는 양이 파이프(pipe)예요.")),
            Figure::SndWnd => (("Send window (SND.WND)", "송신 윈도우(SND.WND)"),
                ("How much the other side has room for, counted from the first unacknowledged byte (UNA): what is in flight uses it up.",
                 "확인받지 못한 첫 바이트(UNA)부터 세어 상대가 더 받을 수 있다고 알려 온 양이에요. 전송 중인 데이터도 여기에 들어가요.")),
            Figure::RcvWnd => (("Receive window (RCV.WND)", "수신 윈도우(RCV.WND)"),
                ("How much this side has room for, counted from the next byte it expects (NXT).", "다음에 받을 바이트(NXT)부터 세어 이쪽이 더 받을 수 있는 양이에요.")),
            Figure::Rto => (("Retransmission timeout (RTO)", "재전송 타임아웃(RTO)"),
                ("If no acknowledgment comes within this time, the oldest segment is retransmitted and the time is doubled. It begins at 1 s (RFC 6298) and is never less than SRTT + 200 ms, as in Linux.",
                 "이 시간 안에 확인 응답이 오지 않으면 가장 오래된 세그먼트를 재전송하고, 이 시간을 두 배로 늘려요. 처음에는 1초이고(RFC 6298), 리눅스처럼 SRTT + 200 ms보다 작아지지 않아요.")),
            Figure::Srtt => (("Smoothed round trip (SRTT)", "평활 왕복 시간(SRTT)"),
                ("The average of the measured round trips, in which newer ones count more.",
                 "측정한 왕복 시간의 평균이에요. 최근에 잰 값일수록 더 많이 반영돼요.")),
            Figure::Rttvar => (("Its variation (RTTVAR)", "왕복 시간 편차(RTTVAR)"),
                ("How far the round trips stray from their average; the RTO leaves room for it.",
                 "왕복 시간이 평균에서 얼마나 벗어나는지 나타내요. RTO는 이만큼 여유를 둬요.")),
            Figure::Mss => (("Segment size (MSS)", "최대 세그먼트 크기(MSS)"),
                ("The most data that goes into one segment. With timestamps it is 12 bytes less than the SYN says, for that option is in every segment: 1,460 - 12 = 1,448.",
                 "세그먼트 하나에 담을 수 있는 데이터의 최대 크기예요. 타임스탬프를 쓰면 세그먼트마다 옵션이 12바이트씩 들어가서, SYN에 적힌 값보다 12바이트 작아요(1,460 - 12 = 1,448).")),
            Figure::Sack => (("Selective ACK (SACK)", "선택적 확인 응답(SACK)"),
                ("Whether the receiver tells what it holds behind a gap. Both SYNs must offer it.",
                 "받는 쪽이 빈 곳 뒤에 받아 둔 데이터까지 알려 줄지예요. 양쪽 SYN이 모두 제안해야 써요.")),
            Figure::Timestamps => (("Timestamps", "타임스탬프"),
                ("Whether each segment carries its sender's clock: a round trip can then be measured even for a segment that was sent twice, and old duplicates are recognised. Both SYNs must offer it.",
                 "세그먼트마다 보낸 쪽의 시각을 담을지예요. 재전송한 세그먼트의 왕복 시간도 잴 수 있고, 오래된 중복도 가려내요. 양쪽 SYN이 모두 제안해야 써요.")),
            Figure::Scale => (("Window scale", "윈도우 스케일"),
                ("By how many bits the windows in headers are shifted to the left: the other side's, and this side's. A SYN's window is never shifted.",
                 "헤더의 윈도우 값을 왼쪽으로 몇 비트 시프트할지예요. 상대의 값과 이쪽의 값이에요. SYN의 윈도우는 시프트하지 않아요.")),
            Figure::Nagle => (("Nagle's algorithm", "네이글 알고리즘"),
                ("Behind what a small segment waits. A program that sets TCP_NODELAY has switched it off.",
                 "작은 세그먼트를 언제까지 모아 둘지예요. 프로그램이 TCP_NODELAY를 설정하면 꺼져요.")),
            Figure::Recovery => (("Loss recovery", "손실 회복"),
                ("Whether the sender believes that something was lost, and how it noticed.",
                 "보내는 쪽이 손실이 있다고 보는지, 그리고 그것을 어떻게 알았는지예요.")),
            Figure::DupAcks => (("Duplicate ACKs", "중복 확인 응답"),
                ("Acknowledgments in a row that acknowledge nothing new. At the third the sender considers something lost.",
                 "새로 확인한 것이 없는 확인 응답이 연달아 온 횟수예요. 세 번째가 오면 손실로 봐요.")),
        };
        (lang.pick(name.0, name.1), lang.pick(means.0, means.1))
    }
}

/// What the sender believes of its path.
pub const fn phase(lang: Lang, phase: RecoveryPhase) -> &'static str {
    match phase {
        RecoveryPhase::Open => lang.pick("nothing lost", "손실 없음"),
        RecoveryPhase::Fast => lang.pick("fast recovery", "빠른 회복"),
        RecoveryPhase::Loss => lang.pick("after a timeout (RTO)", "타임아웃(RTO) 뒤 회복"),
    }
}

/// An algorithm's name.
pub const fn control(lang: Lang, control: CongestionControl) -> &'static str {
    match control {
        CongestionControl::None => lang.pick("none", "없음"),
        CongestionControl::Reno => "Reno",
        CongestionControl::Cubic => "CUBIC",
    }
}

/// Which of Nagle's rules.
pub const fn nagle(lang: Lang, nagle: Nagle) -> &'static str {
    match nagle {
        Nagle::Off => lang.pick("off", "끔"),
        Nagle::Minshall => lang.pick("on (Minshall's variant)", "켬(민셜 방식)"),
        Nagle::Rfc896 => lang.pick("on (RFC 896)", "켬(RFC 896 방식)"),
    }
}

/// A timer's name.
pub const fn timer(lang: Lang, kind: TimerKind) -> &'static str {
    match kind {
        TimerKind::Retransmit => lang.pick("Retransmission", "재전송"),
        TimerKind::Persist => lang.pick("Persist (window probe)", "영속 타이머(윈도우 프로브)"),
        TimerKind::DelayedAck => lang.pick("Delayed ACK", "지연 ACK"),
        TimerKind::TimeWait => "TIME-WAIT",
        TimerKind::KeepAlive => lang.pick("Keep-alive", "킵얼라이브"),
        TimerKind::UserTimeout => lang.pick("User timeout", "사용자 타임아웃"),
    }
}

/// How long a timer has left.
pub fn left(lang: Lang, span: &str) -> String {
    match lang {
        Lang::En => format!("{span} left"),
        Lang::Ko => format!("{span} 남음"),
    }
}

/// What moves a connection along an arrow of the diagram: what happens, and what is sent upon it.
#[rustfmt::skip] // a table
pub const fn arrow(lang: Lang, from: State, why: StateEvent) -> &'static str {
    match (from, why) {
        (_, StateEvent::PassiveOpen) => lang.pick("passive open", "수동 열기"),
        (State::Listen, StateEvent::ActiveOpen) => lang.pick("send: SYN", "보내기: SYN"),
        (_, StateEvent::ActiveOpen) => lang.pick("active open: SYN", "능동 열기: SYN"),
        (_, StateEvent::SynArrived) => "SYN → SYN+ACK",
        (_, StateEvent::SynAckArrived) => "SYN+ACK → ACK",
        (_, StateEvent::SynAcked) => lang.pick("ACK of SYN", "SYN의 ACK"),
        (State::Listen | State::SynSent, StateEvent::Close) => lang.pick("close", "닫기"),
        (_, StateEvent::Close) => lang.pick("close: FIN", "닫기: FIN"),
        (_, StateEvent::FinArrived) => "FIN → ACK",
        (_, StateEvent::FinAcked) => lang.pick("ACK of FIN", "FIN의 ACK"),
        (_, StateEvent::TimeWaitOver) => "2 MSL",
        (_, StateEvent::Reset) => "RST",
        (_, StateEvent::Abort) => lang.pick("abort", "중단"),
        (_, StateEvent::GiveUp) => lang.pick("gave up", "포기"),
    }
}

/// The name of a host's state diagram: where it is and what way it took.
pub fn diagram(lang: Lang, who: &str, state: &str, way: &str) -> String {
    match (lang, way.is_empty()) {
        (Lang::En, true) => format!("State diagram of {who}: {state}"),
        (Lang::En, false) => format!("State diagram of {who}: {state}, after {way}"),
        (Lang::Ko, true) => format!("{who}의 상태도: {state}"),
        (Lang::Ko, false) => format!("{who}의 상태도: {state}, 지나온 상태 {way}"),
    }
}

/// The last step in words.
pub fn last_step(from: State, to: State, why: &str) -> String {
    format!("{from} → {to}: {why}")
}

/// What part of a sequence space something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Sent and acknowledged.
    Acked,
    /// Sent, and nothing is known of it yet.
    InFlight,
    /// The same, sent more than once.
    Again,
    /// The receiver says that it holds it.
    Sacked,
    /// Believed lost.
    Lost,
    /// May be sent.
    Allowed,
    /// Beyond the window.
    Beyond,
    /// Received and read.
    Read,
    /// Received and waiting to be read.
    Waiting,
    /// Missing.
    Gap,
    /// Received ahead of a gap.
    Ahead,
    /// Room in the window.
    Room,
}

impl Part {
    /// Parts of what a sender sees.
    pub const SENDER: [Part; 7] = [
        Part::Acked,
        Part::InFlight,
        Part::Again,
        Part::Sacked,
        Part::Lost,
        Part::Allowed,
        Part::Beyond,
    ];
    /// Parts of what a receiver sees.
    pub const RECEIVER: [Part; 6] = [
        Part::Read,
        Part::Waiting,
        Part::Gap,
        Part::Ahead,
        Part::Room,
        Part::Beyond,
    ];
    /// What it is.
    pub const fn text(self, lang: Lang) -> &'static str {
        match self {
            Part::Acked => lang.pick("sent and acknowledged", "보내고 확인받음"),
            Part::InFlight => lang.pick("in flight", "전송 중"),
            Part::Again => lang.pick("in flight, retransmitted", "재전송 중"),
            Part::Sacked => lang.pick("SACKed: the receiver holds it", "SACK로 확인됨"),
            Part::Lost => lang.pick("considered lost", "손실로 봄"),
            Part::Allowed => lang.pick("may be sent", "보낼 수 있음"),
            Part::Beyond => lang.pick("beyond the window", "윈도우 밖"),
            Part::Read => lang.pick("received and read", "받아서 읽음"),
            Part::Waiting => lang.pick("received, not read yet", "받았지만 아직 읽지 않음"),
            Part::Gap => lang.pick("missing", "빈 곳"),
            Part::Ahead => lang.pick("received ahead of a gap", "빈 곳 뒤에 먼저 받음"),
            Part::Room => lang.pick("room in the window", "윈도우의 남은 자리"),
        }
    }
    /// For style and tests.
    pub const fn class(self) -> &'static str {
        match self {
            Part::Acked => "acked",
            Part::InFlight => "flight",
            Part::Again => "again",
            Part::Sacked => "sacked",
            Part::Lost => "lost",
            Part::Allowed => "allowed",
            Part::Beyond => "beyond",
            Part::Read => "read",
            Part::Waiting => "waiting",
            Part::Gap => "gap",
            Part::Ahead => "ahead",
            Part::Room => "room",
        }
    }
}

/// A part and what it spans: numbers of bytes, the last included.
pub fn part(lang: Lang, part: Part, first: &str, last: &str) -> String {
    format!("{first}–{last}: {}", part.text(lang))
}

/// The heading of a direction.
pub fn direction(from: &str, to: &str) -> String {
    format!("{from} → {to}")
}

/// A number marked on a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// SND.UNA.
    Unacked,
    /// SND.NXT.
    Next,
    /// RCV.NXT.
    Expected,
}

impl Mark {
    /// As the RFC writes it, without the side, which the bar has.
    pub const fn name(self) -> &'static str {
        match self {
            Mark::Unacked => "UNA",
            Mark::Next | Mark::Expected => "NXT",
        }
    }
    /// What it is.
    pub const fn means(self, lang: Lang) -> &'static str {
        match self {
            Mark::Unacked => lang.pick(
                "SND.UNA: the first byte that is not acknowledged",
                "SND.UNA: 아직 확인받지 못한 첫 바이트",
            ),
            Mark::Next => lang.pick(
                "SND.NXT: the next byte to send",
                "SND.NXT: 다음에 보낼 바이트",
            ),
            Mark::Expected => lang.pick(
                "RCV.NXT: the next byte expected",
                "RCV.NXT: 다음에 받을 바이트",
            ),
        }
    }
}

/// How many of the flight's segments are what.
pub fn bar(lang: Lang, who: &str, side: &str, parts: &[(Part, usize)]) -> String {
    let mut text = match lang {
        Lang::En => format!("Sequence space of {who}, {side}"),
        Lang::Ko => format!("{who}의 순서 번호 공간, {side}"),
    };
    for (place, (part, count)) in parts.iter().enumerate() {
        text += if place == 0 { ": " } else { ", " };
        text += part.text(lang);
        if *count > 1 {
            text += &format!(" ×{count}");
        }
    }
    text
}

/// Where the sender has to stop, or the receiver's window ends.
pub fn window_edge(lang: Lang, congestion: bool, edge: &str) -> String {
    match (lang, congestion) {
        (Lang::En, false) => format!("window ends at {edge}"),
        (Lang::En, true) => format!("cwnd ends at {edge}"),
        (Lang::Ko, false) => format!("윈도우 끝 {edge}"),
        (Lang::Ko, true) => format!("cwnd 끝 {edge}"),
    }
}

/// What the program has written and TCP has not sent.
pub fn unsent(lang: Lang, bytes: u32) -> String {
    match lang {
        Lang::En => format!("Waiting in the send buffer: {} more", grouped_bytes(bytes)),
        Lang::Ko => format!("송신 버퍼에서 {}바이트가 더 기다려요", grouped(bytes)),
    }
}

/// A program has closed, and its FIN waits for its turn.
pub fn fin_queued(lang: Lang, bytes: u32) -> String {
    match (lang, bytes) {
        (Lang::En, 0) => "FIN not sent yet".to_owned(),
        (Lang::Ko, 0) => "FIN은 아직 보내지 않았어요".to_owned(),
        (Lang::En, _) => format!("FIN queued behind {}, not sent yet", grouped_bytes(bytes)),
        (Lang::Ko, _) => format!(
            "FIN은 아직 보내지 않았어요. 앞에 보낼 데이터가 {}바이트 남았어요",
            grouped(bytes)
        ),
    }
}

fn grouped_bytes(bytes: u32) -> String {
    format!(
        "{} byte{}",
        grouped(bytes),
        if bytes == 1 { "" } else { "s" }
    )
}

/// What a plot marks.
pub const fn turn(lang: Lang, kind: TurnKind) -> &'static str {
    match kind {
        TurnKind::Rto => lang.pick("timeout (RTO)", "타임아웃(RTO)"),
        TurnKind::FastRetransmit => lang.pick("fast retransmit", "빠른 재전송"),
        TurnKind::Recovered => lang.pick("recovered", "회복 완료"),
    }
}

/// What a plot shows, for who cannot see it.
pub fn plot_says(lang: Lang, who: &str, cwnd: &str, ssthresh: &str, losses: usize) -> String {
    match lang {
        Lang::En => format!(
            "Plot of {who}'s congestion window: now {cwnd}, threshold {ssthresh}, losses noticed: {losses}"
        ),
        Lang::Ko => format!(
            "{who}의 혼잡 윈도우 그래프: 지금 {cwnd}, 임계값 {ssthresh}, 알아챈 손실 {losses}번"
        ),
    }
}

/// In flight, and what of it is in the network.
pub fn in_flight_and_pipe(flight: u32, pipe: u32) -> String {
    format!("{} (pipe {})", grouped(flight), grouped(pipe))
}

/// A setting of a host's TCP: its name and what it does.
#[rustfmt::skip] // a table
pub const fn switch(lang: Lang, switch: TcpSwitch) -> (&'static str, &'static str) {
    let (name, means) = match switch {
        TcpSwitch::Sack(_) => (("Selective ACK (SACK)", "선택적 확인 응답(SACK)"),
            ("The receiver tells what it holds behind a gap, and only what is missing is retransmitted.",
             "받는 쪽이 빈 곳 뒤에 받아 둔 데이터를 알려 주어, 빠진 것만 재전송해요.")),
        TcpSwitch::Timestamps(_) => (("Timestamps", "타임스탬프"),
            ("Each segment carries its sender's clock: round trips of retransmitted segments can be measured too, and old duplicates are recognised.",
             "세그먼트마다 보낸 쪽의 시각을 담아, 재전송한 세그먼트의 왕복 시간도 잴 수 있고 오래된 중복도 가려내요.")),
        TcpSwitch::Nagle(_) => (("Nagle's algorithm", "네이글 알고리즘"),
            ("Behind what a small segment waits: by Minshall's variant, which real systems have, an unacknowledged small one; by RFC 896, anything unacknowledged. Web and FTP programs switch it off for their connections (TCP_NODELAY).",
             "작은 세그먼트를 언제까지 모아 둘지예요. 실제 운영체제가 쓰는 민셜 방식은 앞서 보낸 작은 세그먼트가 확인될 때까지, RFC 896 방식은 보낸 것이 모두 확인될 때까지 기다려요. 웹과 FTP 프로그램은 연결마다 꺼 둬요(TCP_NODELAY).")),
        TcpSwitch::DelayedAck(_) => (("Delayed ACK", "지연 ACK"),
            ("An acknowledgment waits a little for a second segment, to answer for both at once.",
             "다음 세그먼트를 잠깐 기다렸다가 두 개를 한 번에 확인 응답해요.")),
        TcpSwitch::FastRetransmit(_) => (("Fast retransmit", "빠른 재전송"),
            ("The third duplicate acknowledgment is enough to retransmit; otherwise every loss waits for the timer.",
             "중복 확인 응답이 세 번 오면 바로 재전송해요. 끄면 손실이 날 때마다 타이머를 기다려요.")),
        TcpSwitch::LimitedTransmit(_) => (("Limited transmit", "제한 전송"),
            ("The first two duplicate acknowledgments each let one new segment out.",
             "첫 두 번의 중복 확인 응답에도 새 세그먼트를 하나씩 내보내요.")),
        TcpSwitch::WindowScaling(_) => (("Window scaling", "윈도우 스케일"),
            ("Windows may be larger than the header's 65,535 bytes.",
             "헤더에 적을 수 있는 65,535바이트보다 큰 윈도우를 써요.")),
        TcpSwitch::KeepAlive(_) => (("Keep-alive", "킵얼라이브"),
            ("A silent peer is asked from time to time whether it is still there.",
             "오래 조용한 상대에게 아직 있는지 가끔 물어봐요.")),
        TcpSwitch::Congestion(_) => (("Congestion control", "혼잡 제어"),
            ("What decides how much may be in flight: nothing but the receiver's window, Reno, or CUBIC.",
             "한꺼번에 보내 둘 양을 정하는 방식이에요. ‘없음’이면 수신 윈도우만 따라요.")),
        TcpSwitch::ByteCounting(_) => (("Byte counting (ABC)", "바이트 계수(ABC)"),
            ("In slow start the window grows by the bytes acknowledged, up to two segments for each ACK, so that delayed ACKs do not slow it.",
             "느린 시작에서 확인 응답마다 확인된 바이트만큼, 한 번에 세그먼트 두 개까지 윈도우를 키워요. 지연 ACK를 써도 느려지지 않아요.")),
    };
    (lang.pick(name.0, name.1), lang.pick(means.0, means.1))
}

/// Who is on a connection's left and who on its right.
pub fn ends(client: &str, client_port: u16, server: &str, server_port: u16) -> String {
    format!("{client}:{client_port} → {server}:{server_port}")
}

/// A connection in the list, with both ends' states.
pub fn open_this(lang: Lang, ends: &str) -> String {
    match lang {
        Lang::En => format!("See inside the connection {ends}"),
        Lang::Ko => format!("{ends} 연결 속 들여다보기"),
    }
}

/// A whole number with commas: `65,535`.
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (65_535, "65,535"),
            (u32::MAX, "4,294,967,295"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }
}
