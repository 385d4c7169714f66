//! Small worlds to test on.

#![allow(dead_code, reason = "each file of tests takes what it needs")]

use core::net::Ipv4Addr;

use hoplab_sim::*;
use hoplab_units::{Rate, Share, Span, Time};

pub const CLIENT: NodeId = NodeId(0);
pub const SERVER: NodeId = NodeId(5);
pub const SERVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 80);
pub const PORT: u16 = 9000;

pub fn host(name: &str, address: Ipv4Addr, programs: Vec<ProgramSpec>) -> NodeSpec {
    let tcp = Default::default();
    let role = Role::Host(HostSpec {
        prefix_len: 24,
        tcp,
        programs,
        resolvers: Vec::new(),
    });
    NodeSpec {
        name: name.into(),
        address,
        role,
        icmp: true,
        up: true,
        memory_corruption: Share::NEVER,
    }
}

pub fn router(number: u8) -> NodeSpec {
    NodeSpec {
        name: format!("r{number}"),
        address: Ipv4Addr::new(10, 0, 0, number),
        role: Role::Router(RouterSpec { spray: false }),
        icmp: true,
        up: true,
        memory_corruption: Share::NEVER,
    }
}

pub fn link(a: u16, b: u16) -> LinkSpec {
    LinkSpec {
        name: format!("{a}-{b}"),
        a: NodeId(a),
        b: NodeId(b),
        rate: Rate::from_mbit(10),
        delay: Span::from_millis(5),
        jitter: Span::ZERO,
        loss: Share::NEVER,
        duplication: Share::NEVER,
        corruption: Share::NEVER,
        queue: 64 << 10,
        mtu: 1500,
        cost: 1,
        up: true,
    }
}

pub fn viewer(name: &str, port: u16) -> ProgramSpec {
    ProgramSpec::Viewer {
        name: name.into(),
        port,
        read_rate: None,
        reply: None,
    }
}

/// client 0 - r1 - {r2, r3} - r4 - server 5. Links: 0: 0-1, 1: 1-2, 2: 1-3, 3: 2-4, 4: 3-4, 5: 4-5.
pub fn diamond(seed: u64) -> WorldSpec {
    let client = host("client", Ipv4Addr::new(192, 0, 2, 10), Vec::new());
    let server = host("server", SERVER_ADDRESS, vec![viewer("viewer", PORT)]);
    WorldSpec {
        nodes: vec![client, router(1), router(2), router(3), router(4), server],
        links: vec![
            link(0, 1),
            link(1, 2),
            link(1, 3),
            link(2, 4),
            link(3, 4),
            link(4, 5),
        ],
        detection_delay: Span::from_millis(50),
        transport: Transport::Tcp,
        script: Vec::new(),
        seed,
        trace_limit: WorldSpec::DEFAULT_TRACE_LIMIT,
    }
}

pub fn send(transport: Transport, payload: Payload) -> Command {
    Command::Send(Send {
        from: CLIENT,
        to: SERVER_ADDRESS,
        port: PORT,
        payload,
        transport: Some(transport),
        interval: None,
        close: hoplab_sim::Closing::AtOnce,
    })
}

pub fn run(world: &mut World, millis: u64) {
    assert_eq!(
        world.run_until(Time::from_millis(millis), u32::MAX),
        Progress::Reached
    );
}

pub fn set_link(link: u16, change: LinkChange) -> Command {
    Command::SetLink {
        link: LinkId(link),
        direction: None,
        change,
    }
}

pub fn set_node(node: NodeId, change: NodeChange) -> Command {
    Command::SetNode { node, change }
}

/// How many events fit.
pub fn count(world: &World, fits: impl Fn(&EventKind) -> bool) -> usize {
    world
        .trace()
        .iter()
        .filter(|event| fits(&event.kind))
        .count()
}

pub fn drops(world: &World, why: DropReason) -> usize {
    count(
        world,
        |kind| matches!(kind, EventKind::Dropped { why: found, .. } if *found == why),
    )
}
