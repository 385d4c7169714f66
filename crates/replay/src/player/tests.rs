//! However one moves about in a run, its trace is that of the run, however little of it is kept.

use hoplab_scenario::library;
use hoplab_sim::{LinkChange, LinkId, TraceHash};
use hoplab_units::Share;
use proptest::prelude::*;

use super::*;

const END: Time = Time::from_millis(18_000);

/// Two connections that fill a line for a long time, and a trace of so many events.
fn player(limit: u32) -> Player {
    let recording = Recording::new(library::find("reno-vs-cubic").expect("it is there"));
    let mut spec = recording.to_spec().expect("it is valid");
    spec.trace_limit = limit;
    let here = Head {
        world: World::new(&spec),
        next_command: 0,
    };
    Player::at_beginning(recording, Checkpoints::new(&here), here)
}

fn set_loss(percent: u32) -> Command {
    Command::SetLink {
        link: LinkId(0),
        direction: None,
        change: LinkChange::Loss(Share::from_percent(percent)),
    }
}

/// The same recording played to a moment by a world that was never moved about.
fn afresh(player: &Player, time: Time) -> World {
    let mut fresh = super::tests::player(1_000_000);
    fresh.recording = player.recording.clone();
    fresh.seek(time);
    fresh.into_world()
}

fn hash(world: &World) -> (u64, TraceHash) {
    (world.trace().len(), world.trace().hash())
}

/// As [`hash`] of a world that has not yet done all that is due at its moment.
fn hash_up_to(len: u64, fresh: &World) -> (u64, TraceHash) {
    let part = fresh.trace().up_to(len).expect("it keeps all");
    (part.len(), part.hash())
}

/// What is kept of the trace is what was recorded.
fn holds(player: &Player) {
    let fresh = afresh(player, player.now());
    assert_eq!(hash(player.world()), hash_up_to(player.here().0, &fresh));
    let kept = player.world().trace();
    for event in kept.iter() {
        assert_eq!(Some(event), fresh.trace().get(event.id));
    }
    assert_eq!(kept.iter().count() as u64, kept.len() - kept.first());
    let known = afresh(player, player.furthest().now());
    assert_eq!(
        hash(player.furthest()),
        hash_up_to(player.trace().len(), &known)
    );
    assert!(player.trace().len() >= player.here().0);
}

#[test]
fn a_checkpoint_keeps_no_event() {
    let mut player = player(1_000_000);
    player.seek(END);
    assert!(player.checkpoint_count() > 2);
    let events = player.checkpoints.before(END, 0).head.world.trace();
    assert_eq!((events.iter().count(), events.first()), (0, events.len()));
    assert!(events.len() > 24_000);
}

#[test]
fn every_moment_has_some_past_to_be_read_however_much_was_let_go() {
    let mut player = player(3_000);
    player.seek(END);
    for millis in (1..90).rev() {
        let at = Time::from_millis(millis * 200);
        player.seek(at);
        let trace = player.world().trace();
        let past = trace.len() - trace.first();
        assert!(past >= 2_000 || trace.first() == 0, "{past} at {at}");
        assert!(past <= 3_000 + 512, "{past} at {at}");
    }
    holds(&player);
}

#[test]
fn who_goes_back_and_on_holds_each_event_once() {
    let mut player = player(1_000_000);
    player.seek(END);
    player.seek(Time::from_millis(3_000));
    let till = player.here().0;
    player.advance_to(Time::from_millis(7_000), u32::MAX);
    let (here, known) = (player.world().trace(), player.trace());
    assert!(till + 5_000 < here.len() && here.len() + 5_000 < known.len());
    // All but what is no whole chunk yet.
    for id in 0..here.len() - 512 {
        let [ours, theirs] = [here, known].map(|trace| trace.get(EventId(id)).expect("kept"));
        assert!(core::ptr::eq(ours, theirs), "{id}");
    }
}

#[test]
fn a_command_that_is_refused_leaves_future_and_past_as_they_are() {
    let mut player = player(3_000);
    player.seek(Time::from_millis(5_000));
    player.seek(Time::from_millis(2_000));
    let before = (hash(player.world()), hash(player.furthest()));
    let no_link = Command::SetLink {
        link: LinkId(99),
        direction: None,
        change: LinkChange::Cut,
    };
    assert_eq!(player.issue(no_link), Err(Refusal::NoSuchLink));
    assert_eq!((hash(player.world()), hash(player.furthest())), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn seeks_ways_ahead_and_commands_leave_the_trace_of_a_run_played_once(
        limit in prop_oneof![Just(1_000u32), Just(5_000), Just(20_000), Just(1_000_000)],
        moves in proptest::collection::vec((0u8..8, 0u64..18_000), 1..12),
    ) {
        let mut player = player(limit);
        for (kind, number) in moves {
            let at = Time::from_millis(number);
            match kind {
                0..=2 => player.seek(at),
                3 => { player.look_ahead(at, u32::MAX); }
                4 => { player.look_ahead(END, number as u32); }
                5 => { player.advance_to(at, number as u32 * 3); }
                6 => { player.step(); }
                _ => { let _ = player.issue(set_loss(number as u32 % 5)); }
            }
            if kind == 7 || number % 4 == 0 {
                holds(&player);
            }
        }
        holds(&player);
        player.restart();
        holds(&player);
        player.seek(END);
        holds(&player);
    }
}
