//! What every table has: as of a moment it tells what was known then, and what was cut was never read.

use std::fmt::Debug;

use hoplab_explain::messages::Messages;
use hoplab_explain::programs::Programs;
use hoplab_explain::{At, Reading, Table};
use hoplab_sim::EventId;
use hoplab_units::{Span, Time};

use crate::check::as_of_is_what_was_known;
use crate::common::{Dice, runs};
use crate::messages::told_delivery;
use crate::programs::row;
use crate::{befall, disaster, message};

/// All that can be asked of messages.
fn asked_messages(at: At<&Messages>) -> String {
    let mut told = String::new();
    for message in at.messages() {
        let same = at.message(message.id).map(|one| one.started);
        assert_eq!(same, Some(message.started));
        let found = message
            .socket
            .and_then(|(socket, _)| at.message_at(message.from, socket));
        let plain = (message.by, message.socket, message.stage, message.resends);
        let sent: Vec<_> = (0..message.pieces)
            .map(|piece| message.piece_sent(piece))
            .collect();
        told += &format!(
            "{:?} {plain:?} {:?}\n",
            message.id,
            found.map(|found| found.id)
        );
        told += &format!("{sent:?} {} {:?}\n", message.sent_bytes, message.errors());
        for got in message.deliveries() {
            let receipts: Vec<_> = got.receipts().collect();
            let ended = message.stream_ended(got.node, got.program);
            told += &format!("{:?} {receipts:?} {ended:?}\n", told_delivery(got));
        }
    }
    told
}

/// All that can be asked of programs.
fn asked_programs(at: At<&Programs>) -> String {
    let mut told = String::new();
    for program in at.all_programs() {
        let words: Vec<EventId> = program.told().collect();
        let end = (program.command, program.ended, program.forgotten);
        let newest = at.program_at(program.node, program.program);
        let newest = newest.map(|newest| newest.started);
        told += &format!("{:?} {end:?} {newest:?}\n", row(program));
        told += &format!("{words:?} {:?}\n", program.sockets());
    }
    told
}

/// Whatever befalls the runs of the library.
fn through_every_run<T>(asked: impl Fn(At<&T>) -> String)
where
    T: Table + Default + Clone + PartialEq + Debug,
{
    for (name, mut player) in runs() {
        let mut dice = Dice(43 + name.len() as u64);
        (0..300).for_each(|step| befall(&mut player, &mut dice, step));
        as_of_is_what_was_known(name, player.world().trace(), 25, |at, _| asked(at));
    }
}

#[test]
fn messages_as_of_a_moment_are_what_was_known_then_and_what_is_cut_was_never_read() {
    through_every_run(asked_messages);
}

#[test]
fn programs_as_of_a_moment_are_what_was_known_then_and_what_is_cut_was_never_read() {
    through_every_run(asked_programs);
}

#[test]
fn where_the_future_became_another_one_the_tables_are_those_built_afresh() {
    let mut cuts = 0;
    for (name, mut player) in runs() {
        let mut dice = Dice(name.len() as u64);
        let mut messages = Reading::<Messages>::default();
        let mut programs = Reading::<Programs>::default();
        for round in 0..6 {
            // Ahead, and back to some moment of it.
            player.seek(player.now() + Span::from_millis(300));
            while messages.read(player.trace()) {}
            while programs.read(player.trace()) {}
            let end = player.now().since(Time::ZERO).as_nanos();
            player.seek(Time::ZERO + Span::from_nanos(dice.below(end)));
            let command = match round % 2 {
                0 => message(&mut dice, player.world()),
                _ => disaster(&mut dice, player.world()),
            };
            let Ok(from) = player.issue(command) else {
                continue;
            };
            cuts += u32::from(from < messages.next());
            messages.cut(from);
            programs.cut(from);
            for _ in 0..dice.below(60) {
                player.step();
            }
            while messages.read(player.trace()) {}
            while programs.read(player.trace()) {}
            let fresh = Reading::whole(Messages::default(), player.trace());
            assert_eq!(*messages.table(), fresh, "{name}, round {round}");
            let fresh = Reading::whole(Programs::default(), player.trace());
            assert_eq!(*programs.table(), fresh, "{name}, round {round}");
        }
    }
    assert!(cuts > 150, "the future was cut {cuts} times");
}
