//! Messages, and what of them arrived.

use std::collections::{BTreeMap, BTreeSet};

use hoplab_explain::messages::{AskedBy, Message, Messages, Stage};
use hoplab_explain::screen::{Sent, screens};
use hoplab_explain::{At, Reading};
use hoplab_sim::{
    Command, Delivery, EventKind, NodeId, Payload, Place, SocketError, TransferId,
    TransferSnapshot, TransferState, Transport, ViewerSnapshot,
};
use hoplab_units::Time;

use crate::common::opened;
use crate::judged;

/// A delivery as the engine has it.
pub type Has = (
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

pub fn told_delivery(told: hoplab_explain::messages::Delivery<'_>) -> Has {
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
