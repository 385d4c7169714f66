//! What is told of programs, of messages, of what has arrived and of whose a packet is, is what the world has: over the
//! whole library, whatever befalls packets, links and hosts, and whatever future was known before.

#[path = "../../src/check.rs"]
mod check;
#[path = "../common/mod.rs"]
mod common;
mod cuts;
mod messages;
mod programs;
mod sockets;

use common::{Dice, runs};
use hoplab_explain::{At, Reading, Table};
use hoplab_replay::Player;
use hoplab_sim::{Command, LinkChange, LinkId, NodeChange, NodeId, Payload, Transport, World};
use hoplab_units::{Share, Span};

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
pub fn judged<T: Table + Default>(
    seed: u64,
    steps: u32,
    mut judge: impl FnMut(&str, &World, At<&T>),
) {
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
