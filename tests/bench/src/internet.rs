//! The whole world: client, two routers, server, on links of 100, 10 and 100 Mbit/s with 20 ms there and back.

use core::net::Ipv4Addr;

use hoplab_sim::{
    EventKind, HostSpec, LinkSpec, NodeId, NodeSpec, Payload, ProgramSpec, Progress, Role,
    RouterSpec, Send, TraceEvent, Transport, World, WorldSpec,
};
use hoplab_units::{Rate, Share, Span, Time};

use crate::{Done, letters};

/// How fast the three links are.
pub const RATES: [Rate; 3] = [
    Rate::from_mbit(100),
    Rate::from_mbit(10),
    Rate::from_mbit(100),
];
/// How long a bit takes on each.
pub const DELAYS: [Span; 3] = [
    Span::from_millis(1),
    Span::from_millis(8),
    Span::from_millis(1),
];
/// Bytes that may wait before each link.
pub const QUEUE: u32 = 65_536;
/// The seed of everything.
pub const SEED: u64 = 9;

const CLIENT: NodeId = NodeId(0);
const SERVER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 80);
const PORT: u16 = 9000;

/// A world in which a long message has just been sent off.
pub struct Internet {
    world: World,
    expected: u32,
}

/// `count` datagrams of 1,000 bytes, one a millisecond: no queue builds up.
pub fn udp(count: u32) -> Internet {
    let mut spec = spec(Share::NEVER);
    spec.transport = Transport::Udp;
    Internet::new(&spec, count * 1000, 1000)
}

/// `bytes` over TCP, handed over a full segment at a time.
pub fn tcp(bytes: u32, loss: Share) -> Internet {
    Internet::new(&spec(loss), bytes, 1460)
}

impl Internet {
    fn new(spec: &WorldSpec, expected: u32, piece: u32) -> Internet {
        let mut world = World::new(spec);
        let send = Send {
            from: CLIENT,
            to: SERVER,
            port: PORT,
            payload: Payload::Text(letters(expected)),
            transport: None,
            interval: Some(Span::from_millis(1)),
            close: hoplab_sim::Closing::AtOnce,
        };
        world
            .send_long(send, piece)
            .expect("the client is a host and is on");
        Internet { world, expected }
    }

    /// Runs until nothing but TCP's last timers is left.
    pub fn run(&mut self) -> Done {
        let second = Span::from_secs(1);
        let mut until = Time::ZERO + second;
        loop {
            while self.world.run_until(until, u32::MAX) == Progress::BudgetSpent {}
            if self.is_over() {
                break;
            }
            until += second;
            assert!(until < Time::from_secs(1_000), "the message never arrives");
        }
        Done {
            events: self.world.trace().len(),
            ..Done::default()
        }
    }

    /// TCP's TIME-WAIT is left out: nothing happens in it. That the sender is done is among the last things that
    /// happen; to search further back for it would be measured too.
    fn is_over(&self) -> bool {
        let mut last = self.world.trace().iter().rev().take(1_000);
        let is_done = |event: &TraceEvent| matches!(event.kind, EventKind::TransferSent { .. });
        self.world.is_quiet() && last.any(is_done)
    }

    /// Counts and compares.
    ///
    /// # Panics
    /// If what arrived is not what was sent: then the figures would mean nothing.
    pub fn finish(self, done: Done) -> Done {
        let trace = self.world.trace();
        let delivery = self
            .world
            .transfers()
            .swap_remove(0)
            .deliveries
            .swap_remove(0);
        assert!(
            delivery.unchanged && delivery.bytes == self.expected,
            "{delivery:?}"
        );
        let made = trace.iter().rev().find_map(|event| event.kind.packet());
        Done {
            bytes: u64::from(delivery.bytes),
            packets: made.map_or(0, |last| last.0 + 1),
            simulated: delivery.last.as_nanos(),
            hash: trace.hash().0,
            ..done
        }
    }
}

/// How many things the agenda held in all: what other simulators call events.
pub fn things_due(mut internet: Internet) -> u64 {
    let mut things = 0;
    while internet.world.run_until(Time::from_secs(100_000), 1) == Progress::BudgetSpent {
        things += 1;
    }
    things
}

fn spec(loss: Share) -> WorldSpec {
    let host = |name: &str, address, programs| {
        let role = Role::Host(HostSpec {
            prefix_len: 24,
            tcp: crate::ours::config(),
            programs,
            resolvers: Vec::new(),
        });
        node(name, address, role)
    };
    let router = |number| {
        let role = Role::Router(RouterSpec { spray: false });
        node("router", Ipv4Addr::new(10, 0, 0, number), role)
    };
    let viewer = ProgramSpec::Viewer {
        name: "viewer".to_owned(),
        port: PORT,
        read_rate: None,
        reply: None,
    };
    let links = (0..3).map(|index: usize| LinkSpec {
        name: format!("line {index}"),
        a: NodeId(index as u16),
        b: NodeId(index as u16 + 1),
        rate: RATES[index],
        delay: DELAYS[index],
        jitter: Span::ZERO,
        loss: if index == 1 { loss } else { Share::NEVER },
        duplication: Share::NEVER,
        corruption: Share::NEVER,
        queue: QUEUE,
        mtu: 1500,
        cost: 1,
        up: true,
    });
    WorldSpec {
        nodes: vec![
            host("client", Ipv4Addr::new(192, 0, 2, 10), Vec::new()),
            router(1),
            router(2),
            host("server", SERVER, vec![viewer]),
        ],
        links: links.collect(),
        detection_delay: Span::from_millis(50),
        transport: Transport::Tcp,
        script: Vec::new(),
        seed: SEED,
        trace_limit: WorldSpec::DEFAULT_TRACE_LIMIT,
    }
}

fn node(name: &str, address: Ipv4Addr, role: Role) -> NodeSpec {
    NodeSpec {
        name: name.to_owned(),
        address,
        role,
        icmp: true,
        up: true,
        memory_corruption: Share::NEVER,
    }
}
