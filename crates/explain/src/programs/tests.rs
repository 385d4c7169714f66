//! What happens at the bounds; `tests/told` holds the rest against the engine.

use hoplab_sim::SocketProtocol;
use hoplab_sim::apps::{AppEvent, LookupEvent};

use super::*;
use crate::Reading;

const NODE: NodeId = NodeId(0);

fn started(program: u16) -> (Place, EventKind) {
    let summary = ProgramSummary::Viewer {
        name: program.to_string(),
        port: 80,
    };
    let place = Place::Program(NODE, ProgramId(program));
    (place, EventKind::ProgramStarted { program: summary })
}
fn ended(program: u16) -> (Place, EventKind) {
    let place = Place::Program(NODE, ProgramId(program));
    (place, EventKind::ProgramEnded)
}
fn says(program: u16) -> (Place, EventKind) {
    let name = "example".to_owned();
    let word = Box::new(AppEvent::Lookup(LookupEvent::Asked { name }));
    let place = Place::Program(NODE, ProgramId(program));
    (place, EventKind::App(word))
}
fn opens(program: u16, socket: u32) -> (Place, EventKind) {
    let local = core::net::SocketAddrV4::new(core::net::Ipv4Addr::LOCALHOST, 80);
    let kind = EventKind::SocketOpened {
        protocol: SocketProtocol::Udp,
        local,
        remote: None,
        program: ProgramId(program),
    };
    (Place::Socket(NODE, SocketId(socket)), kind)
}

fn read(events: Vec<(Place, EventKind)>) -> Programs {
    let events = events.into_iter();
    let trace = Trace::made_of(events.map(|(place, kind)| (Time::ZERO, place, kind)));
    Reading::whole(Programs::default(), &trace)
}
fn now(programs: &Programs) -> At<&Programs> {
    At::new(programs, EventId(u64::MAX))
}

#[test]
fn where_there_are_too_many_the_one_goes_that_was_over_first() {
    let mut events: Vec<_> = (0..MOST_PROGRAMS as u16).map(started).collect();
    events.extend([ended(7), ended(3), started(4_096), says(4_096), opens(9, 1)]);
    let programs = read(events.clone());
    let at = now(&programs);
    assert_eq!(at.all_programs().count(), MOST_PROGRAMS);
    assert!(at.program_at(NODE, ProgramId(7)).is_none());
    assert!(
        at.program_at(NODE, ProgramId(3))
            .is_some_and(|it| !it.runs())
    );
    let newest = at.program_at(NODE, ProgramId(4_096)).expect("it has room");
    assert_eq!(newest.told().len(), 1);
    let opener = at.program_at(NODE, ProgramId(9)).expect("it runs");
    assert_eq!(opener.sockets().len(), 1);
}

#[test]
fn while_none_is_over_no_more_are_told_of_and_their_words_are_nobody_elses() {
    let mut events: Vec<_> = (0..MOST_PROGRAMS as u16).map(started).collect();
    // Its host was switched off and on, and the number given anew.
    events.extend([started(5), says(5), opens(5, 1), ended(5)]);
    let programs = read(events);
    let at = now(&programs);
    let first = at.program_at(NODE, ProgramId(5));
    let first = first.expect("it is the only one that is known");
    assert!(first.runs() && first.told().len() == 0 && first.sockets().is_empty());
}

#[test]
fn of_too_many_words_each_programs_older_half_goes() {
    let mut events = vec![started(0), started(1)];
    events.extend([says(0), says(0), says(0), says(0), says(1)]);
    let mut programs = read(events);
    programs.forget();
    let at = now(&programs);
    let told = |program| {
        at.program_at(NODE, ProgramId(program))
            .map(|it| it.told().collect())
    };
    assert_eq!(told(0), Some(vec![EventId(4), EventId(5)]));
    assert_eq!(told(1), Some(vec![EventId(6)]));
    assert_eq!(programs.told, 3);
}
