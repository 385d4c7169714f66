//! One end of a connection: its state, its figures, its timers.

use hoplab_tcp::{Config, CongestionControl, NO_LIMIT, OVERRIDE, TcpSnapshot, TimerKind};
use hoplab_units::Span;
use yew::prelude::*;

use super::View;
use super::diagram::diagram;
use crate::act::{Act, Selection};
use hoplab_explain::connections::End;
use hoplab_explain::name_of;
use hoplab_words::Lang;
use hoplab_words::connection as words;
use hoplab_words::connection::{Figure, grouped};
use hoplab_words::story::changes::span;
use hoplab_words::story::tcp::state_event;

/// An end's column.
pub fn end(
    view: &View<'_>,
    end: &End,
    tcp: Option<&TcpSnapshot>,
    asked: bool,
    on: &Callback<Act>,
) -> Html {
    let lang = view.lang();
    let who = view.name(end);
    let steps = end.steps_until(view.until);
    let state = tcp.map_or_else(|| end.state(view.until), |tcp| tcp.state);
    let lost = end.lost(view.until);
    let role = if asked {
        words::asked(lang)
    } else {
        words::took(lang)
    };
    let last = match (lost, steps.last()) {
        (Some(event), _) => Some((event, format!("{state} → {}", words::went_down(lang)))),
        (None, Some(step)) => {
            let why = state_event(lang, step.from, step.why);
            Some((step.event, words::last_step(step.from, step.to, why)))
        }
        (None, None) => None,
    };
    let id = if asked { "conn-left" } else { "conn-right" };
    html! {
        <section class="conn-end" aria-labelledby={id}>
            <h3 {id}>
                { who }{ " " }
                <span class="conn-role">{ format!("{} · {role}", end.local) }</span>
            </h3>
            <p class="conn-state">
                <strong class={format!("conn-now conn-now-{}", if tcp.is_some() { "open" } else { "closed" })}>{ if lost.is_some() { words::lost(lang) } else { state.name() } }</strong>
                if let Some((event, told)) = last {
                    <button type="button" class="conn-why" onclick={
                        on.reform(move |_: MouseEvent| Act::Select(Selection::Event(event)))
                    }>{ told }</button>
                }
            </p>
            if let Some(tcp) = tcp.filter(|tcp| tcp.close_requested && !tcp.fin_sent) {
                <p class="quiet conn-unsent">{ words::fin_queued(lang, tcp.unsent) }</p>
            }
            <div class="conn-body">
                <div class="conn-way">
                    { diagram(lang, who, state, lost.is_some(), steps) }
                    <>{ for tcp.map(|tcp| timers(view, end, tcp)) }</>
                </div>
                if let Some(tcp) = tcp {
                    { figures(lang, tcp) }
                } else if view.begun() {
                    <p class="quiet">{ if lost.is_some() { words::gone_lost(lang) } else { words::gone(lang) } }</p>
                }
            </div>
        </section>
    }
}

fn figures(lang: Lang, tcp: &TcpSnapshot) -> Html {
    html! {
        <div class="figures" role="group" aria-label={words::figures(lang)}>
            { for Figure::ALL.into_iter().map(|figure| {
                let (name, means) = figure.text(lang);
                html! {
                    <details class="figure-row">
                        <summary title={means}>
                            <span class="figure-name">{ name }</span>
                            { shown(lang, figure, tcp) }
                        </summary>
                        <p class="quiet">{ means }</p>
                    </details>
                }
            }) }
        </div>
    }
}

/// A figure's value. What both SYNs settle is not known before the other side's has come.
fn shown(lang: Lang, figure: Figure, tcp: &TcpSnapshot) -> Html {
    if tcp.irs.is_none() && figure.settled_by_syns() {
        return html! {
            <span class="figure" title={words::not_agreed(lang)}>
                <span aria-hidden="true">{ words::unknown(lang) }</span>
                <span class="unseen">{ words::not_agreed(lang) }</span>
            </span>
        };
    }
    // An algorithm with its figure is long; it may take two lines.
    let class = classes!(
        "figure",
        matches!(figure, Figure::Control | Figure::Nagle).then_some("figure-long")
    );
    html! { <span {class}>{ value(lang, figure, tcp) }</span> }
}

/// A size in bytes, or that there is no limit.
pub fn limit(lang: Lang, bytes: u32) -> String {
    match bytes {
        NO_LIMIT.. => words::no_limit(lang).to_owned(),
        _ => grouped(bytes),
    }
}

fn value(lang: Lang, figure: Figure, tcp: &TcpSnapshot) -> String {
    let yes = |on: bool| if on { words::yes } else { words::no }(lang).to_owned();
    let measured = |time: Span| match tcp.srtt {
        Some(_) => span(time),
        None => words::unknown(lang).to_owned(),
    };
    match figure {
        Figure::Cwnd => limit(lang, tcp.cwnd),
        Figure::Ssthresh => limit(lang, tcp.ssthresh),
        Figure::Control => match (tcp.congestion, tcp.w_max) {
            (CongestionControl::Cubic, Some(w_max)) => {
                format!("CUBIC (W_max\u{a0}{})", grouped(w_max))
            }
            (control, _) => words::control(lang, control).to_owned(),
        },
        Figure::InFlight => words::in_flight_and_pipe(tcp.flight_size, tcp.pipe),
        Figure::SndWnd => grouped(tcp.snd_wnd),
        Figure::RcvWnd => grouped(tcp.rcv_wnd),
        Figure::Rto => match tcp.rto_backoff {
            0 => span(tcp.rto),
            backoff => format!("{} (×2{})", span(tcp.rto), superscript(backoff)),
        },
        Figure::Srtt => measured(tcp.srtt.unwrap_or_default()),
        Figure::Rttvar => measured(tcp.rttvar),
        Figure::Mss => grouped(u32::from(tcp.mss)),
        Figure::Sack => yes(tcp.sack),
        Figure::Timestamps => yes(tcp.timestamps.is_some()),
        Figure::Nagle => words::nagle(lang, tcp.nagle).to_owned(),
        Figure::Scale => format!("{}, {}", tcp.snd_wind_shift, tcp.rcv_wind_shift),
        Figure::Recovery => words::phase(lang, tcp.recovery).to_owned(),
        Figure::DupAcks => tcp.dup_acks.to_string(),
    }
}

/// How often the timeout was doubled, as an exponent.
fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = |digit: char| {
        let value = digit.to_digit(10)? as usize;
        DIGITS.get(value).copied()
    };
    number.to_string().chars().filter_map(digit).collect()
}

fn timers(view: &View<'_>, end: &End, tcp: &TcpSnapshot) -> Html {
    let lang = view.lang();
    let node = view.page.nodes.get(end.id.node.index());
    let config = node.and_then(|node| node.tcp).unwrap_or_default();
    html! {
        <div class="timers" role="group" aria-label={words::timers(lang)}>
            <h4>{ words::timers(lang) }</h4>
            if tcp.timers.is_empty() { <p class="quiet">{ words::no_timers(lang) }</p> }
            <>{ for tcp.timers.iter().map(|(kind, deadline)| {
                let left = deadline.since(view.page.now);
                let whole = whole(*kind, tcp, &config).max(left).as_nanos().max(1);
                let percent = u128::from(left.as_nanos()) * 100 / u128::from(whole);
                let id = name_of(kind);
                html! {
                    <p class="timer" key={id.clone()} data-timer={id}>
                        <span class="timer-name">{ name(lang, *kind, tcp) }</span>
                        <span class="timer-bar" aria-hidden="true"><span style={format!("width:{percent}%")}></span></span>
                        <span class="figure">{ words::left(lang, &span(rounded(left))) }</span>
                    </p>
                }
            }) }</>
        </div>
    }
}

/// What a timer is called, and what for.
fn name(lang: Lang, kind: TimerKind, tcp: &TcpSnapshot) -> &'static str {
    match kind {
        TimerKind::Persist if tcp.snd_wnd > 0 => words::persist_override(lang),
        kind => words::timer(lang, kind),
    }
}

/// To a tenth of a millisecond: no eye follows more.
fn rounded(left: Span) -> Span {
    const TENTH: u64 = 100_000;
    Span::from_nanos(left.as_nanos().div_ceil(TENTH) * TENTH)
}

/// How long a timer runs from its setting to its end.
fn whole(kind: TimerKind, tcp: &TcpSnapshot, config: &Config) -> Span {
    match kind {
        // It waits for a small window to grow before it probes a closed one.
        TimerKind::Persist if tcp.snd_wnd > 0 => tcp.rto.max(OVERRIDE),
        TimerKind::Retransmit | TimerKind::Persist => tcp.rto,
        TimerKind::DelayedAck => config.delayed_ack_timeout,
        TimerKind::TimeWait => config.msl + config.msl,
        TimerKind::KeepAlive if tcp.keep_alive_probes == 0 => config.keep_alive_idle,
        TimerKind::KeepAlive => config.keep_alive_interval,
        TimerKind::UserTimeout => config.user_timeout,
    }
}
