//! Tests of the lab, natively: frames and what they take are numbers here.

use super::*;
use crate::pace::Gap;
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::{LinkChange, LinkId};

const FRAME_MS: f64 = 1000.0 / 60.0;

fn lab(name: &str, transport: Transport) -> Lab {
    lab_by(name, transport, || 0.0)
}

fn lab_by(name: &str, transport: Transport, clock: Clock) -> Lab {
    let scenario = library::find(name).expect("it is in the library");
    let mut state = LinkState::new(scenario.clone());
    state.transport = transport;
    let player = Player::new(Recording::from(state)).expect("the library is valid");
    Lab::new(Rc::new(scenario), player, clock)
}

/// Plays to the end; seconds it took, and the longest time in which nothing moved.
fn play(lab: &mut Lab) -> (f64, f64) {
    let (mut frames, mut still, mut longest) = (0, 0, 0);
    lab.play();
    while lab.playing() && frames < 60 * 120 {
        lab.tick(FRAME_MS);
        frames += 1;
        still = if lab.world().is_quiet() { still + 1 } else { 0 };
        longest = longest.max(still);
    }
    (f64::from(frames) / 60.0, f64::from(longest) / 60.0)
}

#[test]
fn every_story_plays_in_about_twenty_seconds_and_never_stands_still() {
    for entry in library::all() {
        for transport in Transport::ALL {
            let mut lab = lab(entry.name, transport);
            let (took, still) = play(&mut lab);
            let what = format!("{} over {}", entry.name, transport.as_str());
            assert!(lab.finished() || lab.story_over(), "{what} ends");
            assert!((12.0..60.0).contains(&took), "{what} takes {took} s");
            assert!(still < 2.0, "{what}: nothing moves for {still} s");
        }
    }
}

/// Lets frames pass until there is nothing more to do; how many it were.
fn rest(lab: &mut Lab) -> u32 {
    let mut frames = 0;
    while lab.busy() {
        lab.tick(FRAME_MS);
        lab.settle();
        frames += 1;
        assert!(frames < 1_000_000, "there is an end to it");
    }
    frames
}

/// A run of which every transport makes tens of thousands of events.
fn long_run() -> Lab {
    lab("reno-vs-cubic", Transport::Tcp)
}
const FAR: Time = Time::from_secs(20);

#[test]
fn a_story_stops_at_its_end_with_what_is_there_still_to_be_seen() {
    let mut lab = lab("first-lookup", Transport::Udp);
    play(&mut lab);
    assert_eq!(lab.now(), lab.scenario().until);
    let resolvers = lab.world().apps();
    let remembered = resolvers.iter().any(|app| match &app.screen {
        hoplab_sim::apps::Screen::Resolver(screen) => !screen.cache.rows.is_empty(),
        _ => false,
    });
    assert!(remembered, "the entry of 30 s is in the cache");
    // Whoever plays on sees the rest.
    play(&mut lab);
    assert!(lab.finished());
}

#[test]
fn a_person_who_does_something_is_not_stopped_at_the_storys_end() {
    let mut lab = lab("first-message", Transport::Udp);
    lab.seek(lab.scenario().until);
    lab.restart();
    let change = LinkChange::Delay(Span::from_millis(2_000));
    lab.issue(Command::SetLink {
        link: LinkId(0),
        direction: None,
        change,
    })
    .expect("it is slow");
    lab.set_speed(Speed::REAL);
    play(&mut lab);
    assert!(lab.finished());
    assert!(lab.now() > lab.scenario().until);
}

#[test]
fn every_step_of_a_key_moves_time_and_one_back_undoes_one_on() {
    for (name, over) in [
        ("broken-line", Transport::Tcp),
        ("live-video", Transport::Udp),
        ("first-lookup", Transport::Udp),
    ] {
        let mut lab = lab(name, over);
        let mut moments = vec![lab.now()];
        while moments.len() < 300 && lab.step_event() {
            assert!(Some(&lab.now()) > moments.last(), "{name}");
            moments.push(lab.now());
        }
        assert!(moments.len() > 30, "{name}: {}", moments.len());
        let hash = lab.world().trace().hash();
        moments.pop();
        lab.step_back();
        lab.step_event();
        assert_eq!(lab.world().trace().hash(), hash, "{name}");
        for moment in moments.iter().rev() {
            lab.step_back();
            assert_eq!(lab.now(), *moment, "{name}");
        }
    }
}

#[test]
fn a_page_is_there_before_its_far_moment_is() {
    let mut lab = long_run();
    lab.jump(FAR);
    let seeking = lab.seeking().expect("it is on its way");
    assert_eq!((seeking.from, seeking.wanted), (Time::ZERO, FAR));
    assert!(lab.now() < FAR, "the clock shows the moment reached");
    assert_eq!(lab.wanted(), FAR);
    assert!(lab.scale().end() >= FAR);
    let slices = rest(&mut lab);
    assert!(slices > 5, "{slices}");
    assert_eq!((lab.seeking(), lab.now()), (None, FAR));
    let mut at_once = long_run().player;
    at_once.seek(FAR);
    assert_eq!(lab.world().trace().hash(), at_once.world().trace().hash());
}

#[test]
fn slices_that_are_measured_to_be_slow_become_smaller_and_the_run_is_the_same() {
    let hashes = [0.1, 12.0, 500.0].map(|ms| {
        let mut lab = long_run();
        lab.jump(FAR);
        let mut slices = 0;
        while lab.seeking().is_some() {
            lab.tick(FRAME_MS);
            lab.took(ms);
            slices += 1;
        }
        (slices, lab.world().trace().hash())
    });
    assert!(hashes[0].0 < hashes[1].0 && hashes[1].0 < hashes[2].0);
    assert!(hashes.iter().all(|(_, hash)| *hash == hashes[0].1));
}

#[test]
fn a_way_broken_off_ends_where_it_is_and_says_so_until_something_else_is_done() {
    let mut lab = long_run();
    lab.jump(FAR);
    lab.tick(FRAME_MS);
    let reached = lab.now();
    lab.play();
    lab.stop_seeking();
    rest(&mut lab);
    assert_eq!((lab.now(), lab.seeking()), (reached, None));
    assert!(!lab.playing());
    let stopped = lab.stopped().expect("it says so");
    assert_eq!((stopped.reached, stopped.wanted), (reached, FAR));
    // The moment is whole: who comes to it by a link sees the same.
    let mut at_once = long_run().player;
    at_once.seek(reached);
    let hash = lab.world().trace().hash();
    assert_eq!(hash, at_once.world().trace().hash());
    assert!(lab.step_event());
    assert_eq!(lab.stopped(), None);
}

#[test]
fn a_second_way_takes_the_place_of_the_first() {
    let mut lab = long_run();
    lab.jump(FAR);
    lab.tick(FRAME_MS);
    let here = lab.now();
    lab.jump(Time::from_secs(10));
    assert_eq!(lab.wanted(), Time::from_secs(10));
    assert_eq!(lab.seeking().map(|seeking| seeking.from), Some(here));
    lab.seek(Time::from_millis(2));
    assert!(lab.seeking().is_none(), "that is near");
    assert_eq!(lab.now(), Time::from_millis(2));
    rest(&mut lab);
    assert_eq!(lab.now(), Time::from_millis(2));
}

#[test]
fn time_runs_on_from_a_moment_once_it_is_reached() {
    let mut lab = long_run();
    lab.jump(FAR);
    lab.play();
    assert!(lab.playing() && lab.seeking().is_some());
    while lab.seeking().is_some() {
        lab.tick(FRAME_MS);
    }
    assert_eq!(lab.now(), FAR);
    rest(&mut lab);
    lab.tick(FRAME_MS);
    assert!(lab.now() > FAR || lab.finished());
}

#[test]
fn a_command_a_step_and_a_new_beginning_end_the_way() {
    let cut = Command::SetLink {
        link: LinkId(0),
        direction: None,
        change: LinkChange::Cut,
    };
    let ends: [fn(&mut Lab, Command); 4] = [
        |lab, command| assert!(lab.issue(command).is_ok()),
        |lab, _| assert!(lab.step_event()),
        |lab, _| lab.restart(),
        |lab, _| lab.restart_over(Transport::Udp),
    ];
    for end in ends {
        let mut lab = long_run();
        lab.jump(FAR);
        let reached = lab.now();
        end(&mut lab, cut.clone());
        assert!(lab.seeking().is_none());
        assert!(lab.now() == Time::ZERO || lab.now() >= reached);
        assert!(lab.now() < FAR);
    }
}

#[test]
fn nothing_is_done_while_the_page_cannot_be_seen() {
    let mut lab = long_run();
    lab.jump(FAR);
    lab.set_awake(false);
    let reached = lab.now();
    for _ in 0..10 {
        lab.tick(FRAME_MS);
    }
    assert!(!lab.busy());
    assert_eq!(lab.now(), reached);
    lab.set_awake(true);
    rest(&mut lab);
    assert_eq!(lab.now(), FAR);
}

#[test]
fn what_is_looked_at_ahead_of_a_long_run_is_looked_at_in_slices() {
    let mut lab = long_run();
    assert!(
        lab.lookahead().is_working(),
        "the page does not wait for it"
    );
    lab.play();
    lab.tick(FRAME_MS);
    assert_eq!(lab.now(), Time::ZERO, "its pace is not known yet");
    rest(&mut lab);
    assert!(!lab.lookahead().is_working());
    assert!(!lab.reads_connections());
    assert!(lab.now() > Time::ZERO);
}

#[test]
fn what_was_played_ahead_is_what_then_happens() {
    let mut lab = lab("broken-line", Transport::Tcp);
    play(&mut lab);
    assert!(lab.story_over());
    // And beyond the story's end.
    play(&mut lab);
    assert!(lab.finished());
    assert!(lab.lookahead().is_complete());
    assert_eq!(lab.world().trace().hash(), lab.furthest().trace().hash());
}

#[test]
fn steps_end_where_they_should_however_slow_the_machine_is() {
    thread_local! {
        static NOW: core::cell::Cell<f64> = const { core::cell::Cell::new(0.0) };
    }
    // A second passes between any two looks at this clock.
    let slow = || NOW.replace(NOW.get() + 1_000.0);
    let moments = |clock| {
        let mut lab = lab_by("broken-line", Transport::Tcp, clock);
        lab.jump(Time::from_millis(400));
        while lab.seeking().is_some() {
            lab.tick(FRAME_MS);
        }
        let mut moments = vec![lab.now()];
        for _ in 0..3 {
            lab.step_back();
            moments.push(lab.now());
        }
        moments
    };
    let quick = moments(|| 0.0);
    assert!(quick.windows(2).all(|pair| pair[1] < pair[0]));
    assert_eq!(moments(slow), quick);
}

#[test]
fn a_step_back_leads_to_the_moment_before_and_forward_to_the_same_again() {
    let mut lab = lab("broken-line", Transport::Udp);
    for _ in 0..40 {
        assert!(lab.step_event());
    }
    let (at, hash) = (lab.now(), lab.world().trace().hash());
    lab.step_back();
    assert!(lab.now() < at);
    lab.seek(at);
    assert_eq!(lab.world().trace().hash(), hash);
}

#[test]
fn another_transport_meets_the_same_breaks() {
    let mut lab = lab("first-message", Transport::Udp);
    let change = LinkChange::Cut;
    lab.issue(Command::SetLink {
        link: LinkId(0),
        direction: None,
        change,
    })
    .expect("it is cut");
    lab.restart_over(Transport::Tcp);
    assert_eq!(
        (lab.world().transport(), lab.now()),
        (Transport::Tcp, Time::ZERO)
    );
    lab.step_event();
    lab.seek(Time::from_millis(1));
    assert!(lab.world().link(LinkId(0)).is_some_and(|link| !link.up));
}

#[test]
fn time_stands_still_while_the_page_cannot_be_seen() {
    let mut lab = lab("first-message", Transport::Udp);
    lab.play();
    lab.set_awake(false);
    assert_eq!(lab.tick(FRAME_MS), Tick::default());
    lab.set_awake(true);
    assert!(lab.tick(FRAME_MS).moved);
}

#[test]
fn with_less_motion_time_moves_in_calm_steps() {
    let mut lab = lab("broken-line", Transport::Udp);
    lab.set_calm(true);
    lab.play();
    let moves = (0..600).filter(|_| lab.tick(FRAME_MS).moved).count();
    assert!((10..20).contains(&moves), "{moves} steps in ten seconds");
}

/// All that is known of what comes: silences with their ends, marks, the end, the events.
fn foresees(lab: &Lab) -> impl PartialEq + use<> {
    let lookahead = lab.lookahead();
    let note = |gap: Gap| lookahead.quiet_at(Events::of(lab.furthest()), gap.from);
    (
        lookahead.gaps().into_iter().map(note).collect::<Vec<_>>(),
        lab.marks(Time::NEVER),
        lookahead.end(),
        lab.furthest().trace().hash(),
    )
}

#[test]
fn what_is_foreseen_after_a_command_is_what_one_foresees_who_knew_of_it() {
    let crash = Command::SetNode {
        node: hoplab_sim::NodeId(0),
        change: hoplab_sim::NodeChange::Crash,
    };
    let cut = Command::SetLink {
        link: LinkId(0),
        direction: None,
        change: LinkChange::Cut,
    };
    for (name, over) in [
        ("broken-line", Transport::Tcp),
        ("first-lookup", Transport::Udp),
        ("live-video", Transport::Udp),
    ] {
        let mut lab = lab(name, over);
        rest(&mut lab);
        let gap = |lab: &Lab, place: usize| lab.lookahead().gaps().get(place).copied();
        let span = lab.lookahead().end().as_nanos();
        let part = |number: u64| Time::from_nanos(span / 13 * number);
        for number in [12, 9, 7, 4, 1] {
            // In the midst of a silence, and wherever else it may be.
            let silent = gap(&lab, number as usize)
                .map(|gap| gap.from + Span::from_nanos(gap.span().as_nanos() / 2));
            for at in silent.into_iter().chain([part(number)]) {
                lab.seek(at);
                rest(&mut lab);
                let command = if number % 2 == 0 { &cut } else { &crash };
                lab.issue(command.clone()).expect("it is there");
                rest(&mut lab);
                let player = Player::new(lab.recording().clone()).expect("it was valid");
                let mut afresh = Lab::new(lab.scenario().clone(), player, || 0.0);
                rest(&mut afresh);
                assert!(foresees(&lab) == foresees(&afresh), "{name} at {at}");
            }
        }
    }
}

#[test]
fn a_way_back_and_far_on_leaves_no_hole_in_what_is_foreseen() {
    let mut straight = long_run();
    rest(&mut straight);
    let mut about = long_run();
    about.jump(FAR);
    about.tick(FRAME_MS);
    about.seek(Time::from_millis(2));
    about.step_event();
    about.jump(FAR);
    rest(&mut about);
    about.step_back();
    rest(&mut about);
    assert!(foresees(&about) == foresees(&straight));
}

#[test]
fn lookups_are_told_as_of_the_playhead_though_they_are_read_ahead_of_it() {
    use hoplab_dns::DnsEventKind;
    use hoplab_sim::EventKind;
    use hoplab_sim::apps::AppEvent;

    let began = |lab: &Lab| {
        let begins = |event: &&hoplab_sim::TraceEvent| {
            matches!(&event.kind, EventKind::App(app) if matches!(&**app, AppEvent::Dns(dns)
                if matches!(dns.kind, DnsEventKind::StepStarted { parent: None, .. })))
        };
        lab.events().iter().filter(begins).count()
    };
    let read = |lab: &Lab| {
        At::new(lab.lookups().table(), EventId(u64::MAX))
            .newest()
            .count()
    };
    let mut lab = lab("cached", Transport::Udp);
    rest(&mut lab);
    assert!(!lab.told.lookups().has_read(EventId(1)), "nobody has asked");
    let all = read(&lab);
    assert!(all > 3);
    for at in [0, 1, 700, 6_000, 1, 1_300, 300] {
        lab.seek(Time::from_millis(at));
        rest(&mut lab);
        assert_eq!(lab.lookups().newest().count(), began(&lab), "{at} ms");
        assert_eq!(read(&lab), all, "it is the same reading");
        assert!(!lab.more_to_read());
    }
    let ahead = read(&lab) - began(&lab);
    let node = hoplab_sim::NodeId(0);
    lab.issue(Command::FlushDns { node })
        .expect("it has a cache");
    lab.seek(Time::from_millis(6_000));
    rest(&mut lab);
    assert_eq!(lab.lookups().newest().count(), began(&lab));
    assert!(
        began(&lab) > all - ahead,
        "another future, read on from the cut"
    );
}

/// Picture upon picture: more happens than a trace keeps.
fn endless(sends: u64) -> Lab {
    let scenario = library::find("first-message").expect("it is in the library");
    let mut recording = Recording::new(scenario.clone());
    let script = recording.to_spec().expect("it is valid").script;
    let mut told = script.into_iter().map(|timed| timed.command);
    let send = told.find(|command| matches!(command, Command::Send(_)));
    let mut send = send.expect("the story sends something");
    if let Command::Send(send) = &mut send {
        send.payload = hoplab_sim::Payload::Picture;
        send.transport = Some(Transport::Tcp);
    }
    recording.commands = (1..=sends)
        .map(|second| hoplab_sim::Timed {
            at: Time::from_secs(second),
            command: send.clone(),
        })
        .collect();
    let player = Player::new(recording).expect("it is valid");
    Lab::new(Rc::new(scenario), player, || 0.0)
}

/// Plays some frames; every packet under way is known with the line it is on. How many were looked at.
fn every_packet_is_known(lab: &mut Lab) -> u64 {
    lab.set_speed(Speed::REAL);
    lab.play();
    let mut seen = 0;
    for _ in 0..300 {
        lab.tick(FRAME_MS);
        let packets = lab.packets();
        let moment = hoplab_explain::Moment::new(lab.events(), &packets);
        for flight in lab.world().in_flight() {
            let facts = moment.facts(flight.packet).expect("it is under way");
            let line = facts.hops.last().map(|hop| (hop.link, hop.direction));
            assert_eq!(line, Some((flight.link, flight.direction)));
            seen += 1;
        }
    }
    lab.pause();
    seen
}

#[test]
fn packets_are_known_at_the_playhead_however_far_the_run_was_played_ahead() {
    let mut lab = endless(1_000);
    rest(&mut lab);
    assert!(lab.furthest().trace().first() > 0, "it was too much");
    assert!(every_packet_is_known(&mut lab) > 500);
    // There is an end to the reading, too.
    rest(&mut lab);
}

#[test]
fn packets_are_known_when_one_goes_back_to_what_is_long_past_and_then_far_on() {
    let mut lab = endless(1_000);
    for far in [980, 3, 990] {
        lab.jump(Time::from_secs(far));
        while lab.seeking().is_some() {
            lab.tick(FRAME_MS);
        }
        assert!(every_packet_is_known(&mut lab) > 500);
    }
    assert!(lab.furthest().trace().len() > 1 << 20);
}
