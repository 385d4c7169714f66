//! Chains of causes in a real run: TCP over a line that is cut under it.

use super::*;
use hoplab_replay::{Player, Recording};
use hoplab_scenario::link::LinkState;
use hoplab_scenario::{Role, Scenario, library};
use hoplab_sim::{Command, DropReason, Transport};
use hoplab_units::Time;

use crate::life::Stage;
use crate::packets::Packets;
use crate::{Events, Reading};

fn broken_line() -> Player {
    played(library::find("broken-line").expect("it is in the library"))
}

/// The same with a TCP that knows of a loss by its timer alone.
fn broken_line_without_fast_retransmit() -> Player {
    let mut scenario = library::find("broken-line").expect("it is in the library");
    for node in &mut scenario.nodes {
        let mut tcp = node.tcp.unwrap_or_default();
        tcp.fast_retransmit = false;
        node.tcp = (node.role == Role::Host).then_some(tcp);
    }
    played(scenario)
}

fn played(scenario: Scenario) -> Player {
    let mut state = LinkState::new(scenario);
    state.transport = Transport::Tcp;
    let mut player = Player::new(Recording::from(state)).expect("the library is valid");
    player.seek(Time::from_secs(20));
    player
}

fn read(player: &Player) -> Packets {
    Reading::whole(Packets::default(), player.world().trace())
}

/// A segment sent again because what was sent first died on a cut link.
fn resent_after_a_cut(moment: Moment<'_>) -> Option<(EventId, Why)> {
    moment.events().iter().find_map(|event| {
        let why = moment.why(resent(event).map(|_| event.id)?)?;
        let fate = moment.event(why.earlier.as_ref()?.fate?)?;
        let cut = DropReason::LinkCut;
        matches!(fate.kind, EventKind::Dropped { why, .. } if why == cut).then_some((event.id, why))
    })
}

fn events<'a>(trace: Events<'a>, chain: &'a Chain) -> impl Iterator<Item = &'a EventKind> {
    chain.lines.iter().filter_map(move |line| match line {
        Line::Event(id) => trace.get(*id).map(|event| &event.kind),
        Line::Way(_) | Line::More(_) => None,
    })
}

#[test]
fn a_resend_goes_back_to_the_timer_and_to_the_first_sending() {
    let player = broken_line_without_fast_retransmit();
    let packets = read(&player);
    let moment = Moment::of(player.world(), &packets);
    let trace = moment.events();
    let timer = trace.iter().find(|event| {
        let timer = matches!(event.kind, EventKind::Tcp(TcpEvent::RtoExpired { .. }));
        timer
            && moment
                .why(event.id)
                .is_some_and(|why| why.earlier.is_some())
    });
    let timer = timer.expect("the timer ran out");
    let resend = trace
        .iter()
        .find(|event| event.cause == Some(timer.id) && resent(event).is_some())
        .expect("it made something be sent again");
    let why = moment.why(resend.id).expect("the trace has it");
    let mut causes = events(trace, &why.chain);
    assert!(matches!(
        causes.next(),
        Some(EventKind::Tcp(TcpEvent::RtoExpired { .. }))
    ));
    assert!(
        matches!(causes.next(), Some(EventKind::Originated { .. })),
        "sent first"
    );
    assert!(why.chain.to_root);
}

#[test]
fn what_was_sent_first_was_lost_because_somebody_cut_the_link() {
    let player = broken_line();
    let packets = read(&player);
    let moment = Moment::of(player.world(), &packets);
    let trace = moment.events();
    let (_, why) = resent_after_a_cut(moment).expect("the cut cost a segment");
    let earlier = why.earlier.expect("found by it");
    let root = events(trace, &earlier.chain)
        .last()
        .expect("a loss has a cause");
    assert!(
        matches!(
            root,
            EventKind::Command {
                command: Command::SetLink { .. },
                ..
            }
        ),
        "{root:?}"
    );
    let way = moment.life(earlier.packet);
    assert!(way.from_birth);
    assert!(matches!(
        way.steps.first().map(|step| step.stage),
        Some(Stage::Made(_))
    ));
    assert!(matches!(
        way.steps.last().map(|step| step.stage),
        Some(Stage::Dropped(DropReason::LinkCut))
    ));
    assert!(way.steps.iter().all(|step| step.frame.is_some()));
}

#[test]
fn no_chain_is_longer_than_can_be_read_and_none_loses_its_root() {
    let player = broken_line();
    let packets = read(&player);
    let moment = Moment::of(player.world(), &packets);
    let trace = moment.events();
    for event in trace.iter() {
        let chain = moment.why(event.id).expect("the trace has it").chain;
        assert!(chain.lines.len() <= MOST_LINES, "{event:?}");
        let told: usize = chain
            .lines
            .iter()
            .map(|line| match line {
                Line::Event(_) => 1,
                Line::Way(steps) | Line::More(steps) => *steps,
            })
            .sum();
        assert_eq!(told, trace.causes(event.id).count(), "{event:?}");
        assert!(chain.to_root, "{event:?}");
    }
}

#[test]
fn what_the_trace_does_not_have_has_no_why() {
    let player = broken_line();
    let packets = read(&player);
    let moment = Moment::of(player.world(), &packets);
    let trace = moment.events();
    assert_eq!(moment.why(EventId(trace.len())), None);
    assert_eq!(moment.life(PacketId(u64::MAX)).steps, []);
}
