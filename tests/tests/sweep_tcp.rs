//! TCP over thousands of broken lines and broken internets, with settings drawn by chance: every
//! byte arrives, once, in its place, or the program is told that the connection failed. The endpoint's
//! own assertions watch its inside all the while.

use std::net::Ipv4Addr;

use hoplab_sim::{
    Command, DropReason, EventKind, HostSpec, LinkChange, LinkId, LinkSpec, NodeChange, NodeId,
    NodeSpec, Payload, ProgramSpec, Role, RouterSpec, Send, Timed, TransferSnapshot, TransferState,
    Transport, World, WorldSpec, picture,
};
use hoplab_tests::{
    Close, Duel, End, Ours, Party, Program, Random, Side, Start, bytes, is_full, random_config,
    random_faults, random_share, sweep,
};
use hoplab_units::{Rate, Share, Span, Time};

/// Long enough for every timer to have run out and every connection to have ended.
const DAY: Time = Time::from_secs(86_400);

// Two hosts on a line.

fn programs(random: &mut Random, seed: u64, most: u64) -> [Program; 2] {
    let mut programs = [1, 2].map(|who| {
        let len = random.below(most.min(100_000)) as usize;
        Program::new(bytes(seed * 2 + who, len))
    });
    let first = random.below(2) as usize;
    programs[first].close = if random.coin() {
        Close::WhenDone
    } else {
        Close::At(Time::from_millis(random.below(20_000)))
    };
    let second = &mut programs[1 - first];
    match random.below(4) {
        0 => second.close = Close::WhenDone,
        1 => second.close = Close::At(Time::from_millis(random.below(20_000))),
        2 => second.start = Start::AfterPeerCloses,
        _ => {}
    }
    for program in &mut programs {
        if random.below(4) == 0 {
            let from = Time::from_millis(random.below(1000));
            program.pause = Some((from, from + Span::from_millis(random.below(100_000))));
        }
    }
    programs
}

fn duel(seed: u64) -> Duel {
    let mut random = Random::new(seed);
    let configs = [random_config(&mut random), random_config(&mut random)];
    let mss = u64::from(configs[0].mss.min(configs[1].mss));
    let [said, heard] = programs(&mut random, seed, mss * 150);
    let [client_iss, server_iss] = [random.draw() as u32, random.draw() as u32];
    let client = Party {
        stack: Box::new(Ours::connecting(configs[0], client_iss)),
        program: said,
    };
    let server = Party {
        stack: Box::new(Ours::listening(configs[1], server_iss)),
        program: heard,
    };
    let faults = random_faults(&mut random);
    let mut duel = Duel::new(client, server, seed, faults);
    duel.link.faults[1] = random_faults(&mut random);
    duel
}

/// Whoever's connection ended in order has read all the other said, and the other all it said.
fn judge(seed: u64, duel: &Duel) {
    let ends = duel.ends();
    for side in Side::BOTH {
        let (own, peer) = (duel.party(side), duel.party(side.other()));
        let told = format!(
            "seed {seed}, {side:?}: {ends:?}, {} of {} heard, {} of {} said",
            own.program.received.len(),
            peer.program.message.len(),
            peer.program.received.len(),
            own.program.message.len(),
        );
        match &ends[side as usize] {
            End::Closed => {
                assert!(own.program.saw_end, "{told}");
                assert!(own.program.received == peer.program.message, "{told}");
                assert!(peer.program.received == own.program.message, "{told}");
            }
            // Nobody tells the one that only listens when the other is gone.
            End::Alive => assert!(
                matches!(ends[side.other() as usize], End::Failed(_)),
                "{told}"
            ),
            End::Failed(_) => {}
        }
        assert_eq!(duel.overruns(side), [], "{told}");
    }
    assert!(duel.nothing_was_garbled(), "seed {seed}");
}

#[test]
fn over_any_line_all_arrives_or_the_program_is_told() {
    let seeds = if is_full() { 30_000 } else { 10_000 };
    let [whole, failed, lost, damaged, repeated] = sweep(0..seeds, |seed| {
        let mut duel = duel(seed);
        assert!(duel.run_until(DAY), "seed {seed}: still talking");
        judge(seed, &duel);
        let whole = duel.all_was_heard();
        let line = &duel.link;
        [
            u64::from(whole),
            u64::from(!whole),
            line.lost,
            line.corrupted,
            line.repeated,
        ]
    });
    println!("{whole} whole, {failed} failed; {lost} lost, {damaged} damaged, {repeated} twice");
    assert!(
        whole > seeds * 2 / 3 && failed > seeds / 100,
        "{whole} whole, {failed} failed"
    );
    assert!(lost > seeds && damaged > seeds && repeated > seeds);
}

// Whole internets.

const PORT: u16 = 9000;
const SERVER: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 80);

fn host(
    random: &mut Random,
    name: &str,
    address: Ipv4Addr,
    programs: Vec<ProgramSpec>,
) -> NodeSpec {
    let role = Role::Host(HostSpec {
        prefix_len: 24,
        tcp: random_config(random),
        programs,
        resolvers: Vec::new(),
    });
    node(random, name.into(), address, role)
}

fn node(random: &mut Random, name: String, address: Ipv4Addr, role: Role) -> NodeSpec {
    NodeSpec {
        name,
        address,
        role,
        icmp: random.below(4) > 0,
        up: true,
        memory_corruption: Share::NEVER,
    }
}

fn link(random: &mut Random, a: u16, b: u16) -> LinkSpec {
    LinkSpec {
        name: format!("{a}-{b}"),
        a: NodeId(a),
        b: NodeId(b),
        rate: Rate::from_kbit(random.pick(&[256, 2_000, 10_000, 100_000])),
        delay: Span::from_micros(random.below(40_000)),
        jitter: Span::from_micros(random.pick(&[0, 0, 1000, 20_000])),
        loss: random_share(random, 10),
        duplication: random_share(random, 10),
        corruption: random_share(random, 5),
        queue: random.pick(&[3_000, 16_000, 64_000]),
        mtu: random.pick(&[296, 576, 1500, 1500]),
        cost: random.between(1, 3) as u16,
        up: true,
    }
}

/// What happens to links and routers in the first seconds. The hosts are the first and the last node.
fn script(random: &mut Random, links: usize, nodes: usize) -> Vec<Timed> {
    let mut script = Vec::new();
    for _ in 0..random.below(5) {
        let at = Time::from_millis(random.below(4000));
        let link = LinkId(random.below(links as u64) as u16);
        let router = NodeId(random.between(1, nodes as u64 - 2) as u16);
        let set_link = |change| Command::SetLink {
            link,
            direction: None,
            change,
        };
        let set_node = |change| Command::SetNode {
            node: router,
            change,
        };
        let (command, undo) = match random.below(6) {
            0..=2 => (
                set_link(LinkChange::Cut),
                Some(set_link(LinkChange::Restore)),
            ),
            3 => (
                set_node(NodeChange::Crash),
                Some(set_node(NodeChange::Restore)),
            ),
            4 => (set_link(LinkChange::Loss(random_share(random, 50))), None),
            _ => (set_node(NodeChange::Spray(true)), None),
        };
        script.push(Timed { at, command });
        if let Some(command) = undo.filter(|_| random.below(10) > 0) {
            let at = at + Span::from_millis(random.pick(&[50, 1000, 20_000]));
            script.push(Timed { at, command });
        }
    }
    script
}

/// A client, one to five routers in a row, a server, and some more links between routers.
fn world(seed: u64) -> WorldSpec {
    let mut random = Random::new(seed);
    let routers = random.between(1, 5) as u16;
    let viewer = ProgramSpec::Viewer {
        name: "viewer".into(),
        port: PORT,
        read_rate: random.pick(&[None, None, Some(Rate::from_kbit(100))]),
        reply: random.coin().then(|| Payload::Text("Seen. ".repeat(500))),
    };
    let mut nodes = vec![host(
        &mut random,
        "client",
        Ipv4Addr::new(192, 0, 2, 10),
        Vec::new(),
    )];
    for router in 1..=routers {
        let address = Ipv4Addr::new(10, 0, 0, router as u8);
        let role = Role::Router(RouterSpec {
            spray: random.below(5) == 0,
        });
        nodes.push(node(&mut random, format!("r{router}"), address, role));
    }
    // One router only, so that no packet is damaged twice: two flips can cancel out in a 16-bit sum.
    nodes[1].memory_corruption = random_share(&mut random, 5);
    nodes.push(host(&mut random, "server", SERVER, vec![viewer]));
    let mut links: Vec<_> = (0..=routers).map(|a| link(&mut random, a, a + 1)).collect();
    for a in 1..routers.saturating_sub(1) {
        if random.coin() {
            links.push(link(&mut random, a, a + 2));
        }
    }
    WorldSpec {
        script: script(&mut random, links.len(), nodes.len()),
        nodes,
        links,
        detection_delay: Span::from_millis(random.pick(&[10, 200, 3000])),
        transport: Transport::Tcp,
        seed,
        trace_limit: WorldSpec::DEFAULT_TRACE_LIMIT,
    }
}

fn message(seed: u64) -> Payload {
    if seed.is_multiple_of(4) {
        Payload::Picture
    } else {
        let len = Random::new(seed).below(Payload::MAX_TEXT_BYTES as u64) as usize;
        Payload::Text(
            "All of it, in order. "
                .chars()
                .cycle()
                .take(len + 1)
                .collect(),
        )
    }
}

/// Sends a message through this world. What came of it: arrived whole, failed; packets damaged
/// that a checksum caught, packets that died on cut links.
fn try_world(seed: u64) -> [u64; 4] {
    let mut world = World::new(&world(seed));
    world.run_until(Time::from_millis(100), u32::MAX);
    let send = Send {
        from: NodeId(0),
        to: SERVER,
        port: PORT,
        payload: message(seed),
        transport: None,
        interval: None,
        close: hoplab_sim::Closing::AtOnce,
    };
    world
        .apply(Command::Send(send))
        .expect("there is such a host");
    world.run_until(DAY, u32::MAX);
    let mut all_whole = 1;
    for transfer in world.transfers() {
        all_whole = all_whole.min(judge_transfer(seed, &transfer));
    }
    let drops = |wanted: DropReason| {
        let found = world
            .trace()
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Dropped { why, .. } if why == wanted));
        found.count() as u64
    };
    [
        all_whole,
        1 - all_whole,
        drops(DropReason::BadTransport),
        drops(DropReason::LinkCut),
    ]
}

/// 1 if the message arrived whole, 0 if the program was told that it failed.
fn judge_transfer(seed: u64, transfer: &TransferSnapshot) -> u64 {
    let told = || format!("seed {seed}: {transfer:?}");
    for delivery in &transfer.deliveries {
        assert!(delivery.unchanged && delivery.in_order, "{}", told());
    }
    let intact = transfer.deliveries.iter().any(|delivery| delivery.intact);
    match transfer.state {
        TransferState::Sent(_) => {
            assert!(intact, "{}", told());
            1
        }
        TransferState::Failed(..) => 0,
        TransferState::Sending => panic!("{}", told()),
    }
}

#[test]
fn through_any_internet_all_arrives_or_the_program_is_told() {
    let seeds = if is_full() { 10_000 } else { 600 };
    let [whole, failed, damaged, cut] = sweep(0..seeds, try_world);
    println!("{whole} whole, {failed} failed; {damaged} damaged, {cut} lost on cut links");
    assert!(
        whole > seeds * 2 / 3 && failed > seeds / 100,
        "{whole} whole, {failed} failed"
    );
    assert!(
        damaged > seeds / 10 && cut > seeds / 10,
        "{damaged} damaged, {cut} cut"
    );
    assert!(
        picture::message().len() > 60_000,
        "some of them are more than one window long"
    );
}
