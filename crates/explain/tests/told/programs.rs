//! Programs: what each host has, every word and every end.

use hoplab_explain::programs::{Program, Programs, Why};
use hoplab_explain::{At, Reading};
use hoplab_sim::{Command, EventId, EventKind, NodeChange, NodeId, Place, ProgramRow};

use crate::common::{Dice, runs};
use crate::{befall, judged};

pub fn row(told: Program<'_>) -> ProgramRow {
    ProgramRow {
        id: told.program,
        summary: told.summary.clone(),
        started: told.started_at,
        ended: told.ended.map(|ended| ended.at),
    }
}

#[test]
fn every_program_is_told_of_as_its_host_has_it_at_every_step() {
    let (mut compared, mut ended, mut sockets) = (0, 0, 0);
    judged::<Programs>(31, 600, |name, world, at| {
        for node in (0..world.spec().nodes.len()).map(|node| NodeId(node as u16)) {
            let told: Vec<ProgramRow> = at.known_to(node).map(row).collect();
            assert_eq!(told, world.programs(node), "{name}: {node}");
            compared += told.len();
            ended += told.iter().filter(|row| row.ended.is_some()).count();
            for row in world.sockets(node) {
                let owner = at.program_at(node, row.program).expect("it is known");
                let opened = owner.sockets().iter();
                let found = opened.filter(|(_, socket)| *socket == row.id).count();
                assert_eq!(found, 1, "{name}: {row:?}");
                sockets += 1;
            }
        }
    });
    assert!(compared > 200_000, "{compared} programs");
    assert!(ended > 5_000 && sockets > 200_000, "{ended}, {sockets}");
}

/// Every word of a program is a program's, and every end has its reason.
#[test]
fn every_word_and_every_end_of_a_program_is_told_of_once() {
    let (mut words, mut ends) = (0, [0; 3]);
    for (name, mut player) in runs() {
        let mut dice = Dice(3 + name.len() as u64);
        (0..600).for_each(|step| befall(&mut player, &mut dice, step));
        let world = player.world();
        let table = Reading::whole(Programs::default(), world.trace());
        let at = At::new(&table, player.here());
        let mut told: Vec<EventId> = Vec::new();
        for program in at.all_programs() {
            let place = Place::Program(program.node, program.program);
            let since = at.program_since(program.started).expect("it is there");
            assert_eq!(row(since), row(program), "{name}");
            for event in program.told() {
                let event = world.trace().get(event).expect("it is kept");
                assert!(event.place == place && event.id > program.started, "{name}");
                let over = program.ended.is_some_and(|ended| ended.event < event.id);
                assert!(!over, "{name}: {event:?} after its end");
                told.push(event.id);
            }
            let Some(ended) = program.ended else { continue };
            let kind = |event| &world.trace().get(event).expect("it is kept").kind;
            match ended.why {
                Why::Itself(cause) => {
                    assert_eq!(*kind(ended.event), EventKind::ProgramEnded, "{name}");
                    let cause = kind(cause.expect("something made it end"));
                    assert!(
                        !matches!(cause, EventKind::Command { .. }),
                        "{name}: {cause:?}"
                    );
                    ends[0] += 1;
                }
                Why::Stopped(by) => {
                    let Place::Program(node, id) = place else {
                        continue;
                    };
                    let stop = Command::Stop { node, program: id };
                    let is_it = |kind: &EventKind| matches!(kind, EventKind::Command { command, .. } if *command == stop);
                    assert!(is_it(kind(by)), "{name}");
                    ends[1] += 1;
                }
                Why::HostOff => {
                    let change = NodeChange::Crash;
                    assert_eq!(
                        *kind(ended.event),
                        EventKind::NodeChanged { change },
                        "{name}"
                    );
                    assert_eq!(program.forgotten, Some(ended.event), "{name}");
                    ends[2] += 1;
                }
            }
        }
        told.sort();
        let apps = world.trace().iter();
        let apps = apps.filter(|event| matches!(event.kind, EventKind::App(_)));
        assert_eq!(
            told,
            apps.map(|event| event.id).collect::<Vec<_>>(),
            "{name}"
        );
        words += told.len();
    }
    assert!(words > 800, "{words} words");
    assert!(ends.into_iter().all(|count| count > 10), "{ends:?}");
}
