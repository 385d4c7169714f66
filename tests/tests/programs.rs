//! Whatever the lines do, every program's story ends: with what it wanted, or with an error that it is told.

use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::library;
use hoplab_sim::apps::{
    AppEvent, BrowserState, ChatState, EchoEvent, FtpState, GameState, LookupEvent, PlayState,
    Screen,
};
use hoplab_sim::{AppSnapshot, Command, EventKind, ProgramSummary, TraceEvent, World};
use hoplab_tests::{Random, is_full, random_share, sweep};
use hoplab_units::Span;

/// Whether a program's story is over (`Ok`: it got what it wanted), or still goes on (`None`). Servers have no
/// story: they wait for ever.
fn ending(app: &AppSnapshot) -> Option<Result<(), ()>> {
    let well = |well: bool| Some(if well { Ok(()) } else { Err(()) });
    match &app.screen {
        Screen::Browser(screen) => match screen.state {
            BrowserState::Done => well(true),
            BrowserState::Failed(_) => well(false),
            _ => None,
        },
        Screen::FtpClient(screen) => match screen.state {
            FtpState::Over | FtpState::Ready => well(true),
            FtpState::Failed(_) => well(false),
            _ => None,
        },
        Screen::Chat(screen) => match screen.state {
            ChatState::In => well(true),
            ChatState::Out(_) => well(false),
            _ => None,
        },
        Screen::Ping(screen) => (screen.done || screen.trouble.is_some())
            .then(|| well(screen.totals.received == screen.totals.sent))?,
        Screen::Traceroute(screen) => (screen.end.is_some() || screen.trouble.is_some())
            .then(|| well(screen.trouble.is_none()))?,
        // Who plays without an end in time plays on.
        Screen::Game(screen) => match screen.state {
            _ if screen.trouble.is_some() => well(false),
            GameState::Over | GameState::Playing => well(true),
            _ => None,
        },
        Screen::Video(screen) => {
            let sent = screen.sending.as_ref().is_none_or(|sending| sending.done);
            let shown = screen.receiving.as_ref().is_none_or(|receiving| {
                matches!(receiving.state, PlayState::Waiting | PlayState::Ended)
            });
            if screen.trouble.is_some() {
                return well(false);
            }
            (sent && shown).then(|| well(true))?
        }
        Screen::Quote(screen) => match &app.program.summary {
            ProgramSummary::App(summary) if summary.target.is_some() => (screen.quote.is_some()
                || screen.trouble.is_some())
            .then(|| well(screen.trouble.is_none()))?,
            _ => well(true),
        },
        _ => well(true),
    }
}

/// Lookups that were begun and those that came to an end, and the same of echoes.
fn begun_and_ended(world: &World) -> [usize; 4] {
    let mut counts = [0; 4];
    for event in world.trace().iter() {
        let EventKind::App(app) = &event.kind else {
            continue;
        };
        match &**app {
            AppEvent::Lookup(LookupEvent::Asked { .. }) => counts[0] += 1,
            AppEvent::Lookup(_) => counts[1] += 1,
            AppEvent::Echo(EchoEvent::Said { .. }) => counts[2] += 1,
            AppEvent::Echo(
                EchoEvent::Heard { .. } | EchoEvent::Silence { .. } | EchoEvent::Failed { .. },
            ) => counts[3] += 1,
            _ => {}
        }
    }
    counts
}

/// One of the library's scenarios with programs, on lines with random faults.
fn broken(seed: u64) -> Recording {
    let starts = |command: &Command<String, String>| matches!(command, Command::Start { .. });
    let with_programs: Vec<_> = library::all()
        .iter()
        .map(library::Entry::scenario)
        .filter(|scenario| scenario.script.iter().any(|line| starts(&line.command)))
        .collect();
    let mut random = Random::new(seed);
    let mut scenario = with_programs[(seed % with_programs.len() as u64) as usize].clone();
    for link in &mut scenario.links {
        link.loss = random_share(&mut random, 30);
        link.duplication = random_share(&mut random, 10);
        link.corruption = random_share(&mut random, 10);
        link.jitter = random.up_to(Span::from_millis(30));
    }
    // What the page offers is started as well.
    let nodes = scenario.nodes.clone();
    let mut recording = Recording::new(scenario.clone());
    recording.seed = seed;
    for launch in &scenario.launches {
        let node = nodes.iter().position(|node| node.id == launch.node);
        recording.commands.push(hoplab_sim::Timed {
            at: hoplab_units::Time::from_millis(random.below(3000)),
            command: Command::Start {
                node: hoplab_sim::NodeId(node.unwrap() as u16),
                program: Box::new(launch.program.clone()),
            },
        });
    }
    recording.commands.sort_by_key(|timed| timed.at);
    recording
}

#[test]
fn every_programs_story_ends_in_success_or_in_an_error_it_is_told_and_the_same_each_time() {
    let seeds = if is_full() { 0..2_000 } else { 0..64 };
    let [well, badly, again] = sweep(seeds, |seed| {
        let recording = broken(seed);
        // TCP gives up after a quarter of an hour at the latest.
        let until = recording.scenario.until + Span::from_secs(1_800);
        let play = || run(&recording, until, 400_000).unwrap();
        let (world, outcome) = play();
        let name = &recording.scenario.name;
        let mut ends = [0; 3];
        for app in world.apps() {
            match ending(&app) {
                Some(Ok(())) => ends[0] += 1,
                Some(Err(())) => ends[1] += 1,
                None => panic!("seed {seed}, {name}: {:?} goes on", app.program),
            }
        }
        let [asked, answered, said, heard] = begun_and_ended(&world);
        assert_eq!(asked, answered, "seed {seed}, {name}: each lookup ends");
        assert!(
            heard >= said,
            "seed {seed}, {name}: {said} said, {heard} heard or told why not"
        );
        assert!(!refused(&world), "seed {seed}, {name}: nothing is refused");
        if seed % 4 == 0 {
            assert_eq!(play().1.hash, outcome.hash, "seed {seed}, {name}");
            ends[2] = 1;
        }
        ends
    });
    assert!(
        well > 100 && badly > 5 && again > 10,
        "{well} {badly} {again}"
    );
}

fn refused(world: &World) -> bool {
    let is = |event: &TraceEvent| matches!(event.kind, EventKind::CommandRefused { .. });
    world.trace().iter().any(is)
}
