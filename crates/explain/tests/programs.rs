//! What is told of programs, of messages and of what has arrived is what the world has: over the whole library, whatever
//! befalls packets, links and hosts, and whatever future was known before.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use common::{Dice, opened, runs};
use hoplab_explain::messages::{AskedBy, Message, Messages, Stage};
use hoplab_explain::programs::{Program, Programs, Why};
use hoplab_explain::screen::{Sent, screens};
use hoplab_explain::{At, Reading, Table};
use hoplab_replay::Player;
use hoplab_sim::{
    Command, Delivery, EventId, EventKind, LinkChange, LinkId, NodeChange, NodeId, Payload, Place,
    ProgramRow, SocketError, TransferId, TransferSnapshot, TransferState, Transport,
    ViewerSnapshot, World,
};
use hoplab_units::{Share, Span, Time};

/// Something that befalls the run: packets, links, hosts or programs.
fn disaster(dice: &mut Dice, world: &World) -> Command {
    let spec = world.spec();
    let link = LinkId(dice.below(spec.links.len() as u64) as u16);
    let node = NodeId(dice.below(spec.nodes.len() as u64) as u16);
    let change = match world.link(link).is_some_and(|link| link.up) {
        true => LinkChange::Cut,
        false => LinkChange::Restore,
    };
    match dice.below(12) {
        0 => Command::SetLink {
            link,
            direction: None,
            change,
        },
        1 => Command::SetNode {
            node,
            change: match world.node(node).is_some_and(|node| node.up) {
                true => NodeChange::Crash,
                false => NodeChange::Restore,
            },
        },
        2 => Command::SetNode {
            node,
            change: NodeChange::MemoryCorruption(Share::from_percent(dice.below(60) as u32)),
        },
        3 => {
            let programs = world.programs(node);
            let program = dice.below(programs.len() as u64) as usize;
            match programs.get(program) {
                Some(row) => Command::Stop {
                    node,
                    program: row.id,
                },
                None => dice.command(world),
            }
        }
        _ => dice.command(world),
    }
}

/// One more message, from anybody to anybody.
fn message(dice: &mut Dice, world: &World) -> Command {
    let nodes = world.spec().nodes.len() as u64;
    let host = |dice: &mut Dice| {
        let from = dice.below(nodes);
        let around =
            (0..nodes).filter_map(|step| world.node(NodeId(((from + step) % nodes) as u16)));
        let mut hosts = around.filter(|node| node.is_host);
        hosts.next().expect("there is a host")
    };
    let (from, to) = (host(dice), host(dice));
    let viewers = world.viewers();
    let viewer = viewers.get(dice.below(viewers.len() as u64) as usize);
    let to = viewer
        .and_then(|viewer| world.node(viewer.node))
        .unwrap_or(to);
    Command::Send(hoplab_sim::Send {
        from: from.id,
        to: to.address,
        port: viewer.map_or(9, |viewer| viewer.port.max(1)),
        payload: match dice.below(3) {
            0 => Payload::Text("One word after the other, and none of them is lost.".into()),
            1 => Payload::Picture,
            _ => Payload::Bulk(1 + dice.below(30_000) as u32),
        },
        transport: Some(Transport::ALL[dice.below(3) as usize]),
        interval: Some(Span::from_millis(dice.below(20))),
        close: hoplab_sim::Closing::AtOnce,
    })
}

/// Plays every run with disasters and more messages, and has each step judged by what a table tells as of it.
fn judged<T: Table + Default>(seed: u64, steps: u32, mut judge: impl FnMut(&str, &World, At<&T>)) {
    for (name, mut player) in runs() {
        let mut reading = Reading::<T>::default();
        let mut dice = Dice(seed + name.len() as u64);
        for step in 0..steps {
            while reading.read(player.world().trace()) {}
            judge(
                name,
                player.world(),
                At::new(reading.table(), player.here()),
            );
            befall(&mut player, &mut dice, step);
        }
    }
}

/// The next step, or something that happens to the run instead.
fn befall(player: &mut Player, dice: &mut Dice, step: u32) {
    let command = match step % 13 {
        5 => Some(disaster(dice, player.world())),
        11 if step.is_multiple_of(4) => Some(message(dice, player.world())),
        _ => None,
    };
    // What was done before may forbid it.
    let done = command.is_some_and(|command| player.issue(command).is_ok());
    if !done && !player.step() {
        let command = message(dice, player.world());
        let _ = player.issue(command);
    }
}

/// A delivery as the engine has it.
type Has = (
    (NodeId, hoplab_sim::ProgramId),
    u32,
    Vec<u32>,
    [bool; 3],
    [Option<Time>; 3],
);

fn delivery(has: &Delivery) -> Has {
    (
        (has.node, has.program),
        has.bytes,
        has.order.clone(),
        [has.intact, has.in_order, has.unchanged],
        [Some(has.first), Some(has.last), has.complete],
    )
}

fn told_delivery(told: hoplab_explain::messages::Delivery<'_>) -> Has {
    let complete = told.complete.map(|(_, at)| at);
    (
        (told.node, told.program),
        told.bytes,
        told.order().collect(),
        [told.intact, told.in_order, told.unchanged],
        [Some(told.first.1), Some(told.last.1), complete],
    )
}

/// What a sender was told that did not end its message.
fn reported(told: &Message<'_>) -> Option<SocketError> {
    let passes = |error: &SocketError| {
        !matches!(
            error,
            SocketError::Tcp(_)
                | SocketError::PortUnreachable
                | SocketError::ProtocolUnreachable
                | SocketError::TooBig { .. }
        )
    };
    let errors = told.errors().iter().rev();
    errors.map(|(_, error)| *error).find(passes)
}

fn compare(name: &str, told: Message<'_>, has: &TransferSnapshot) {
    let what = format!("{name}: {}", has.id);
    assert_eq!(
        (told.id, told.from, told.transport),
        (has.id, has.from, has.transport),
        "{what}"
    );
    assert_eq!(told.payload, &has.payload, "{what}");
    assert_eq!((told.to, told.started_at), (has.to, has.started), "{what}");
    assert_eq!(told.socket.map(|(_, local)| local), has.source, "{what}");
    assert_eq!(
        (told.bytes, told.pieces),
        (has.total_bytes, has.total_chunks),
        "{what}"
    );
    assert_eq!(told.sent_bytes, has.sent_bytes, "{what}");
    let state = match told.stage {
        Stage::Sending => TransferState::Sending,
        Stage::Sent(_, at) => TransferState::Sent(at),
        Stage::Failed(_, at, error) => TransferState::Failed(at, error),
    };
    assert_eq!(state, has.state, "{what}");
    assert_eq!(told.resends, has.resends, "{what}");
    assert_eq!(reported(&told), has.reported, "{what}");
    let got: Vec<Has> = told.deliveries().map(told_delivery).collect();
    let has: Vec<Has> = has.deliveries.iter().map(delivery).collect();
    assert_eq!(got, has, "{what}");
}

#[test]
fn every_message_is_told_of_as_the_world_has_it_at_every_step() {
    let (mut compared, mut arrived, mut whole, mut changed, mut failed) = (0, 0, 0, 0, 0);
    judged::<Messages>(5, 600, |name, world, at| {
        let has = world.transfers();
        assert_eq!(at.messages().count(), has.len(), "{name}");
        for (told, has) in at.messages().zip(&has) {
            compare(name, told, has);
            compared += 1;
            arrived += told.deliveries().count();
            changed += told.deliveries().filter(|got| !got.unchanged).count();
            whole += usize::from(told.arrived_whole().is_some());
            failed += usize::from(matches!(told.stage, Stage::Failed(..)));
        }
    });
    assert!(compared > 100_000, "{compared} messages compared");
    assert!(arrived > 50_000 && whole > 20_000, "{arrived}, {whole}");
    assert!(failed > 5_000, "{failed} of them given up");
    assert!(changed > 1_000, "{changed} of them changed on the way");
}

/// What lies in the inboxes is what is told to have come there: each datagram, piece by piece; each stream as a whole.
#[test]
fn what_has_arrived_is_what_lies_in_the_inboxes_at_every_step() {
    let (mut pieces, mut compared) = (0, 0);
    judged::<Messages>(17, 600, |name, world, at| {
        for viewer in world.viewers() {
            let who = (viewer.node, viewer.program);
            let mut has: BTreeMap<TransferId, Vec<(u32, Time)>> = BTreeMap::new();
            for piece in viewer.inbox.iter().flat_map(|item| &item.pieces) {
                if let Some(chunk) = piece.chunk {
                    let came = has.entry(chunk.transfer).or_default();
                    came.push((chunk.index, piece.at));
                }
            }
            for (transfer, has) in has {
                let message = at.message(transfer).expect("it was sent");
                let its = message.delivery(who.0, who.1).expect("it came").receipts();
                let told: Vec<(u32, Time)> = its
                    .map(|got| (got.piece.expect("a datagram"), got.at))
                    .collect();
                // A host that was switched off and on has lost what was in the inbox before.
                assert!(told.ends_with(&has), "{name}: {transfer} at {who:?}");
                pieces += has.len();
            }
            let mut streams: BTreeMap<TransferId, usize> = BTreeMap::new();
            for item in &viewer.inbox {
                let all = item.pieces.iter().map(|piece| piece.transfer);
                let all: BTreeSet<Option<TransferId>> = all.collect();
                let Some(transfer) = all.first().filter(|_| item.transport == Transport::Tcp)
                else {
                    continue;
                };
                assert_eq!(all.len(), 1, "{name}: a stream of several messages");
                let transfer = transfer.expect("nobody else streams to a viewer");
                *streams.entry(transfer).or_default() += item.content.len();
            }
            for (transfer, has) in streams {
                let message = at.message(transfer).expect("it was sent");
                let told = message.delivery(who.0, who.1).expect("it came").bytes;
                assert_eq!(told as usize, has, "{name}: {transfer} at {who:?}");
                compared += 1;
            }
        }
    });
    assert!(pieces > 100_000, "{pieces} pieces");
    assert!(compared > 20_000, "{compared} streams");
}

/// The layout is the same whoever tells of the messages; and who is shown a whole message over UDP or TCP has it whole,
/// unless a byte changed on the way, which nobody sees.
#[test]
fn what_is_on_a_screen_is_what_has_arrived_at_every_step() {
    let (mut laid_out, mut whole) = (0, 0);
    judged::<Messages>(29, 400, |name, world, at| {
        let transfers = world.transfers();
        for viewer in world.viewers() {
            let who = (viewer.node, viewer.program);
            let told: Vec<Sent<'_>> = at.messages().map(|sent| Sent::told(sent, who)).collect();
            assert_eq!(told, Sent::all(&transfers, who), "{name}");
            for item in &viewer.inbox {
                let screens = screens(item, &told);
                laid_out += screens.len();
                let shown = screens.iter().filter(|screen| screen.figures.is_whole());
                for id in shown.filter_map(|screen| screen.transfer) {
                    let message = at.message(id).expect("it was sent");
                    let its = message.delivery(who.0, who.1).expect("it came");
                    if item.transport != Transport::Ip && its.unchanged {
                        assert!(its.intact, "{name}: {id} at {who:?}");
                        whole += 1;
                    }
                }
            }
        }
    });
    assert!(laid_out > 20_000 && whole > 10_000, "{laid_out}, {whole}");
}

/// Two servers have one address. Each writes to itself, from the same port to the same port.
#[test]
fn hosts_of_one_address_are_not_taken_for_each_other() {
    let mut player = opened("same-address", Transport::Tcp);
    player.step();
    let viewers = player.world().viewers();
    let address = |node: NodeId| player.world().node(node).expect("it is there").address;
    let twins = viewers.iter().filter(|one| {
        let same = |other: &&ViewerSnapshot| address(other.node) == address(one.node);
        viewers.iter().filter(same).count() == 2
    });
    let sends: Vec<Command> = twins
        .map(|twin| {
            let text = format!("From {} to itself", twin.node);
            Command::Send(hoplab_sim::Send {
                from: twin.node,
                to: address(twin.node),
                port: twin.port,
                payload: Payload::Text(text),
                transport: Some(Transport::Tcp),
                interval: None,
                close: hoplab_sim::Closing::AtOnce,
            })
        })
        .collect();
    assert_eq!(sends.len(), 2);
    for send in sends {
        player.issue(send).expect("it is sent");
    }
    player.seek(Time::from_secs(5));
    let table = Reading::whole(Messages::default(), player.world().trace());
    let at = At::new(&table, player.here());
    let own: Vec<Message<'_>> = at
        .messages()
        .filter(|message| matches!(message.by, AskedBy::User(_)))
        .collect();
    let from = |message: &Message<'_>| message.socket.map(|(_, local)| local);
    assert_eq!(
        from(&own[0]),
        from(&own[1]),
        "from the same address and port"
    );
    for message in own {
        let got = message.arrived_whole().expect("nothing stands in its way");
        assert_eq!(got.node, message.from);
        assert_eq!(message.deliveries().count(), 1);
    }
}

#[test]
fn who_asked_for_a_message_is_who_gave_the_command_or_is_answered() {
    let mut asked = [0; 3];
    judged::<Messages>(23, 300, |name, world, at| {
        let get = |event| world.trace().get(event).expect("it is kept");
        for message in at.messages() {
            let what = format!("{name}: {}", message.id);
            let started = get(message.started);
            let place = Place::Program(message.from, message.program);
            assert_eq!(
                (started.place, started.at),
                (place, message.started_at),
                "{what}"
            );
            let (command, scripted) = match message.by {
                AskedBy::Script(event) => (event, true),
                AskedBy::User(event) => (event, false),
                AskedBy::Answer(event) => {
                    let ended = matches!(get(event).kind, EventKind::StreamEnded { .. });
                    assert!(ended && get(event).place == place, "{what}");
                    asked[2] += 1;
                    continue;
                }
                AskedBy::Nobody => panic!("{what}: nobody asked"),
            };
            asked[usize::from(scripted)] += 1;
            match &get(command).kind {
                EventKind::Command {
                    command: Command::Send(send),
                    scripted: by_script,
                } => {
                    assert_eq!((send.from, *by_script), (message.from, scripted), "{what}");
                    assert_eq!(&send.payload, message.payload, "{what}");
                }
                other => panic!("{what}: {other:?}"),
            }
        }
    });
    assert!(asked.into_iter().all(|count| count > 100), "{asked:?}");
}

fn row(told: Program<'_>) -> ProgramRow {
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

/// As of a moment a table tells what one tells that has read no further, and cut there it is that one; having read on
/// again it is whole.
fn as_of_is_what_was_known<T>(asked: impl Fn(At<&T>) -> String)
where
    T: Table + Default + Clone + PartialEq + Debug,
{
    for (name, mut player) in runs() {
        let mut dice = Dice(43 + name.len() as u64);
        (0..300).for_each(|step| befall(&mut player, &mut dice, step));
        let trace = player.world().trace();
        let whole = Reading::whole(T::default(), trace);
        let mut fresh = T::default();
        let every = trace.len() / 25 + 1;
        for event in trace.iter() {
            let from = event.id;
            if from.0 % every == 3 {
                let then = asked(At::new(&whole, from));
                assert_eq!(then, asked(At::new(&fresh, from)), "{name} before {from}");
                assert_eq!(then, asked(At::new(&fresh, EventId(u64::MAX))), "{name}");
                let mut cut = whole.clone();
                cut.cut(from);
                assert_eq!(cut, fresh, "{name} cut before {from}");
                trace.since(from).for_each(|event| cut.note(event, trace));
                assert_eq!(cut, whole, "{name} grown again from {from}");
            }
            fresh.note(event, trace);
        }
    }
}

#[test]
fn messages_as_of_a_moment_are_what_was_known_then_and_what_is_cut_was_never_read() {
    as_of_is_what_was_known(asked_messages);
}

#[test]
fn programs_as_of_a_moment_are_what_was_known_then_and_what_is_cut_was_never_read() {
    as_of_is_what_was_known(asked_programs);
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
