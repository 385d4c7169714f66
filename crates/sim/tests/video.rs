//! Video: what loss and delay make of a moving picture, over UDP and over TCP.

mod common;

use core::net::Ipv4Addr;

use common::*;
use hoplab_sim::apps::{
    AppEvent, ClientError, FrameFate, PlayState, PlayerSpec, ReceivingScreen, Screen,
    SendingScreen, SourceSpec, StreamerSpec, Target, VideoCallSpec, VideoEvent, VideoScreen,
    VideoTotals, scene_picture,
};
use hoplab_sim::*;
use hoplab_units::{Share, Span};

const VIDEO: u16 = 32_202;
/// A second player's host beside the first, behind the same line.
const OTHER: NodeId = NodeId(6);
const OTHER_ADDRESS: Ipv4Addr = Ipv4Addr::new(198, 51, 101, 80);

fn source(seconds: u64) -> SourceSpec {
    SourceSpec {
        duration: Span::from_secs(seconds),
        ..SourceSpec::default()
    }
}

fn player() -> ProgramSpec {
    player_with(200)
}

fn player_with(buffer: u64) -> ProgramSpec {
    ProgramSpec::Player(PlayerSpec {
        name: None,
        port: VIDEO,
        buffer: Span::from_millis(buffer),
    })
}

fn answerer() -> ProgramSpec {
    ProgramSpec::VideoCall(VideoCallSpec {
        name: None,
        to: None,
        port: VIDEO,
        transport: None,
        video: SourceSpec {
            scene: 1,
            ..source(3)
        },
        buffer: Span::from_millis(200),
    })
}

fn with(program: ProgramSpec, seed: u64) -> WorldSpec {
    let mut spec = diamond(seed);
    if let Role::Host(host) = &mut spec.nodes[SERVER.index()].role {
        host.programs = vec![program];
    }
    spec
}

fn start(program: ProgramSpec) -> Command {
    Command::Start {
        node: CLIENT,
        program: Box::new(program),
    }
}

fn streamer_to(to: Ipv4Addr, transport: Transport, video: SourceSpec) -> Command {
    start(ProgramSpec::Streamer(StreamerSpec {
        name: None,
        to: Target::Address(to),
        port: VIDEO,
        transport: Some(transport),
        video,
    }))
}

fn streamer(transport: Transport, seconds: u64) -> Command {
    streamer_to(SERVER_ADDRESS, transport, source(seconds))
}

fn caller(transport: Transport) -> Command {
    start(ProgramSpec::VideoCall(VideoCallSpec {
        name: None,
        to: Some(Target::Address(SERVER_ADDRESS)),
        port: VIDEO,
        transport: Some(transport),
        video: source(3),
        buffer: Span::from_millis(200),
    }))
}

fn started(spec: &WorldSpec, command: Command) -> World {
    let mut world = World::new(spec);
    run(&mut world, 1);
    world.apply(command).unwrap();
    world
}

fn screen(world: &World, node: NodeId) -> VideoScreen {
    let of = |app: AppSnapshot| match app.screen {
        Screen::Video(screen) if app.node == node => Some(*screen),
        _ => None,
    };
    world.apps().into_iter().find_map(of).unwrap()
}

fn played(world: &World, node: NodeId) -> ReceivingScreen {
    screen(world, node).receiving.unwrap()
}

fn sent(world: &World) -> SendingScreen {
    screen(world, CLIENT).sending.unwrap()
}

fn events(world: &World, node: NodeId) -> Vec<VideoEvent> {
    let of = |event: &TraceEvent| match &event.kind {
        EventKind::App(app) if event.place.node() == Some(node) => match &**app {
            AppEvent::Video(event) => Some(event.clone()),
            _ => None,
        },
        _ => None,
    };
    world.trace().iter().filter_map(of).collect()
}

fn number(world: &World, node: NodeId, fits: impl Fn(&VideoEvent) -> bool) -> usize {
    events(world, node)
        .iter()
        .filter(|event| fits(event))
        .count()
}

fn ended(world: &World, node: NodeId) -> VideoTotals {
    let totals = |event: &VideoEvent| match event {
        VideoEvent::PlayEnded(totals) => Some(*totals),
        _ => None,
    };
    let told = events(world, node);
    told.iter()
        .find_map(totals)
        .unwrap_or_else(|| panic!("{told:?}"))
}

#[test]
fn on_a_good_line_every_frame_is_shown_as_it_was_sent_over_both_transports() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let mut world = started(&with(player(), 1), streamer(transport, 3));
        let mut shown = None;
        for millis in (0..4_000).step_by(7) {
            run(&mut world, millis.max(1));
            let screen = played(&world, SERVER);
            if let Some(frame) = screen.frame {
                assert!(screen.picture == scene_picture(0, frame), "frame {frame}");
                assert!(!screen.damaged);
                assert!(shown <= screen.frame);
            }
            shown = screen.frame;
        }
        let totals = ended(&world, SERVER);
        assert_eq!(
            (totals.shown, totals.frame_times()),
            (75, 75),
            "{transport:?}"
        );
        assert_eq!(totals.smoothness_per_mille(), Some(1000));
        assert_eq!(played(&world, SERVER).state, PlayState::Ended);
        assert!(sent(&world).done && world.is_quiet(), "{transport:?}");
        assert!(world.programs(CLIENT)[0].ended.is_some());
        assert!(
            world
                .connections()
                .iter()
                .all(|it| it.tcp.state == hoplab_tcp::State::TimeWait)
        );
        // What goes well is not told frame by frame.
        assert_eq!(events(&world, SERVER).len(), 3);
        assert_eq!(events(&world, CLIENT).len(), 2);
    }
}

#[test]
fn the_first_frame_is_shown_the_buffer_after_its_packet_came() {
    let mut world = started(&with(player(), 1), streamer(Transport::Udp, 1));
    run(&mut world, 3_000);
    let at = |fits: fn(&VideoEvent) -> bool| {
        let of = |event: &&TraceEvent| {
            matches!(&event.kind, EventKind::App(app)
            if matches!(&**app, AppEvent::Video(event) if fits(event)))
        };
        world.trace().iter().find(of).unwrap().at
    };
    let comes = at(|event| matches!(event, VideoEvent::PictureComes { .. }));
    let plays = at(|event| matches!(event, VideoEvent::PlayBegan { frame: 0 }));
    assert_eq!(plays.since(comes), Span::from_millis(200));
}

#[test]
fn frames_follow_each_other_in_even_time() {
    let mut world = started(&with(player(), 1), streamer(Transport::Udp, 2));
    run(&mut world, 4_000);
    let history = played(&world, SERVER).history;
    assert_eq!(history.len(), 50);
    for pair in history.windows(2) {
        assert_eq!(pair[1].at.since(pair[0].at), Span::from_millis(40));
        assert_eq!(pair[1].frame, pair[0].frame + 1);
    }
}

/// The same stream over UDP to one player and over TCP to another, over one bad line.
fn both_ways(seed: u64, percent: u32) -> World {
    let mut spec = with(player_with(100), seed);
    let other = host("other", OTHER_ADDRESS, vec![player_with(100)]);
    spec.nodes.push(other);
    spec.links.push(link(4, 6));
    spec.links[0].loss = Share::from_percent(percent);
    spec.links[0].delay = Span::from_millis(40);
    let mut world = started(&spec, streamer(Transport::Udp, 20));
    let over_tcp = streamer_to(OTHER_ADDRESS, Transport::Tcp, source(20));
    world.apply(over_tcp).unwrap();
    run(&mut world, 60_000);
    world
}

#[test]
fn on_a_bad_line_udp_has_holes_and_never_stalls_and_tcp_shows_everything_and_stalls() {
    for (seed, percent) in [(1, 3), (2, 4), (3, 5)] {
        let world = both_ways(seed, percent);
        let (udp, tcp) = (ended(&world, SERVER), ended(&world, OTHER));
        // UDP: the time of each of the 500 frames passes, whatever is missing.
        assert_eq!((udp.stalls, udp.stalled), (0, 0));
        assert_eq!(udp.frame_times(), 500);
        let holes = udp.lost + udp.late + udp.damaged;
        assert!(udp.lost > 5 && holes > 100, "seed {seed}: {udp:?}");
        // TCP: all 500 as they were sent, with stops.
        assert_eq!(
            (tcp.shown, tcp.damaged, tcp.lost, tcp.late),
            (500, 0, 0, 0),
            "{tcp:?}"
        );
        assert!(
            tcp.stalls >= 5 && tcp.stalled_for > Span::from_millis(300),
            "seed {seed}: {tcp:?}"
        );
        assert!(
            played(&world, OTHER).behind < tcp.stalled_for,
            "it catches up"
        );
    }
}

#[test]
fn a_lost_packet_is_seen_until_the_next_key_frame_and_no_longer() {
    let mut spec = with(player(), 4);
    spec.links[5].loss = Share::from_percent(2);
    let mut world = started(&spec, streamer(Transport::Udp, 10));
    for millis in (0..12_000).step_by(20) {
        run(&mut world, millis.max(1));
        let screen = played(&world, SERVER);
        if let Some(frame) = screen.frame {
            let right = screen.picture == scene_picture(0, frame);
            assert!(
                right || screen.damaged,
                "frame {frame} is wrong and nobody says so"
            );
        }
    }
    let mended = events(&world, SERVER)
        .into_iter()
        .filter_map(|event| match event {
            VideoEvent::Mended {
                frame,
                after_frames,
            } => Some((frame, after_frames)),
            _ => None,
        });
    let mended: Vec<(u32, u32)> = mended.collect();
    assert!(mended.len() >= 2, "{mended:?}");
    assert!(
        mended.iter().all(|(frame, _)| frame % 25 == 0),
        "{mended:?}"
    );
}

#[test]
fn what_comes_after_its_time_is_late_and_not_lost() {
    let mut spec = with(player(), 1);
    spec.links[5].jitter = Span::from_millis(400);
    let mut world = started(&spec, streamer(Transport::Udp, 5));
    run(&mut world, 9_000);
    let totals = ended(&world, SERVER);
    assert!(totals.late > 5 && totals.lost == 0, "{totals:?}");
    let late = |event: &VideoEvent| matches!(event, VideoEvent::FrameLate { .. });
    assert_eq!(number(&world, SERVER, late), totals.late as usize);
    let fates = played(&world, SERVER).history;
    let late = fates.iter().filter(|time| time.fate == FrameFate::Late);
    assert_eq!(late.count() as u32, totals.late);
    // A mean difference of two times drawn from 400 ms is a third of that.
    let jitter = played(&world, SERVER).jitter;
    assert!(
        (Span::from_millis(60)..Span::from_millis(220)).contains(&jitter),
        "{jitter}"
    );
}

#[test]
fn packets_that_come_twice_change_nothing() {
    let mut spec = with(player(), 1);
    spec.links[5].duplication = Share::from_percent(100);
    let mut world = started(&spec, streamer(Transport::Udp, 2));
    run(&mut world, 5_000);
    let totals = ended(&world, SERVER);
    assert_eq!((totals.shown, totals.frame_times()), (50, 50));
    assert_eq!(totals.packets, 2 * sent(&world).packets);
}

#[test]
fn a_cut_is_lost_frames_over_udp_and_one_long_stall_over_tcp() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let mut world = started(&with(player(), 1), streamer(transport, 6));
        run(&mut world, 2_000);
        world.apply(set_link(5, LinkChange::Cut)).unwrap();
        run(&mut world, 3_500);
        world.apply(set_link(5, LinkChange::Restore)).unwrap();
        run(&mut world, 20_000);
        let totals = ended(&world, SERVER);
        let lost_signal = |event: &VideoEvent| *event == VideoEvent::SignalLost;
        assert_eq!(number(&world, SERVER, lost_signal), 1, "{transport:?}");
        if transport == Transport::Udp {
            assert!((34..=40).contains(&totals.lost), "{totals:?}");
            assert_eq!(totals.frame_times(), 150);
            let missing = |event: &VideoEvent| matches!(event, VideoEvent::FramesMissing { frames, .. } if *frames == totals.lost);
            assert_eq!(
                number(&world, SERVER, missing),
                1,
                "told once, not frame by frame"
            );
        } else {
            assert_eq!((totals.shown, totals.lost), (150, 0), "{totals:?}");
            assert!(totals.stalled_for > Span::from_millis(1_300), "{totals:?}");
        }
    }
}

#[test]
fn a_line_too_slow_makes_a_tcp_streamer_leave_frames_out_and_the_picture_stays_whole() {
    let mut spec = with(player(), 1);
    spec.links[5].rate = hoplab_units::Rate::from_kbit(64);
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.tcp.send_buffer = 8192;
    }
    let mut world = started(&spec, streamer(Transport::Tcp, 15));
    run(&mut world, 60_000);
    let sending = sent(&world);
    assert!(sending.skipped > 20, "{sending:?}");
    let totals = ended(&world, SERVER);
    let screen = played(&world, SERVER);
    let frame = screen.frame.unwrap();
    // Of frames left out behind the last that was sent nobody knows but the sender.
    let behind = 15 * 25 - (frame + 1);
    assert_eq!(
        totals.lost + behind,
        sending.skipped,
        "what was left out is never waited for"
    );
    assert!(screen.damaged || screen.picture == scene_picture(0, frame));
    assert!(world.is_quiet());
}

#[test]
fn a_call_shows_each_side_the_other_over_both_transports() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let mut world = started(&with(answerer(), 1), caller(transport));
        run(&mut world, 2_000);
        for (node, scene) in [(CLIENT, 1), (SERVER, 0)] {
            let screen = played(&world, node);
            let frame = screen.frame.unwrap();
            assert!(
                frame > 20 && screen.picture == scene_picture(scene, frame),
                "{transport:?}"
            );
        }
        run(&mut world, 9_000);
        for node in [CLIENT, SERVER] {
            let totals = ended(&world, node);
            assert_eq!(
                (totals.shown, totals.frame_times()),
                (75, 75),
                "{transport:?}"
            );
        }
        assert!(world.programs(CLIENT)[0].ended.is_some(), "{transport:?}");
        assert!(
            world.programs(SERVER)[0].ended.is_none(),
            "it waits for the next"
        );
        assert!(world.is_quiet(), "{transport:?}");

        world.apply(caller(transport)).unwrap();
        run(&mut world, 19_000);
        let again = number(&world, SERVER, |event| {
            matches!(event, VideoEvent::PlayEnded(_))
        });
        assert_eq!(again, 2, "{transport:?}");
    }
}

#[test]
fn who_is_being_called_looks_at_no_second_caller() {
    let mut world = started(&with(answerer(), 1), caller(Transport::Udp));
    run(&mut world, 500);
    world.apply(caller(Transport::Udp)).unwrap();
    world.apply(caller(Transport::Tcp)).unwrap();
    run(&mut world, 9_000);
    assert_eq!(
        number(&world, SERVER, |event| matches!(
            event,
            VideoEvent::Busy { .. }
        )),
        2
    );
    assert_eq!(ended(&world, SERVER).shown, 75);
    let reset = SocketError::Tcp(hoplab_tcp::Failure::Reset);
    let told = number(&world, CLIENT, |event| {
        *event == VideoEvent::Failed { error: reset }
    });
    assert_eq!(told, 1);
}

#[test]
fn nobody_at_the_port_is_the_error_that_the_transport_gives() {
    for (transport, error) in [
        (Transport::Udp, SocketError::PortUnreachable),
        (
            Transport::Tcp,
            SocketError::Tcp(hoplab_tcp::Failure::Refused),
        ),
    ] {
        let mut world = started(&diamond(1), streamer(transport, 60));
        // It tries again five times, and then says so.
        run(&mut world, 40_000);
        let tries = |event: &VideoEvent| matches!(event, VideoEvent::TriesAgain { .. });
        assert_eq!(number(&world, CLIENT, tries), 5, "{transport:?}");
        assert_eq!(
            events(&world, CLIENT).last(),
            Some(&VideoEvent::Failed { error })
        );
        assert!(world.programs(CLIENT)[0].ended.is_some());
    }
}

#[test]
fn a_sender_that_dies_is_missed_and_its_picture_ends() {
    for (transport, seconds) in [(Transport::Udp, 8), (Transport::Tcp, 40)] {
        let mut world = started(&with(player(), 1), streamer(transport, 10));
        run(&mut world, 2_000);
        world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
        run(&mut world, 4_000);
        let frozen = played(&world, SERVER).frame;
        run(&mut world, seconds * 1_000);
        let screen = played(&world, SERVER);
        assert_eq!(
            (screen.state, screen.frame),
            (PlayState::Ended, frozen),
            "{transport:?}"
        );
        let totals = ended(&world, SERVER);
        let frames = u64::from(totals.shown);
        assert!((45..=51).contains(&frames), "{totals:?}");
        assert_eq!(
            totals.frame_times(),
            totals.shown,
            "after the last frame there was none to miss"
        );
    }
}

#[test]
fn a_stream_that_stops_in_the_middle_of_a_frame_ends_like_any_other() {
    let mut spec = with(player(), 1);
    // Each frame goes out as several small packets, and each of those in segments of its own.
    if let Role::Host(host) = &mut spec.nodes[CLIENT.index()].role {
        host.tcp.mss = 200;
    }
    let video = SourceSpec {
        packet_bytes: 200,
        ..source(3)
    };
    for at in 1_000..1_100 {
        let streamer = streamer_to(SERVER_ADDRESS, Transport::Tcp, video.clone());
        let mut world = started(&spec, streamer);
        run(&mut world, at);
        world.apply(set_link(5, LinkChange::Cut)).unwrap();
        run(&mut world, at + 40_000);
        assert_eq!(
            played(&world, SERVER).state,
            PlayState::Ended,
            "cut at {at} ms"
        );
        let stalled = played(&world, SERVER).totals.stalled;
        assert_eq!(stalled, 0, "it was no stall but the end: cut at {at} ms");
    }
}

#[test]
fn a_packet_that_strays_in_after_the_end_begins_no_new_picture() {
    let mut spec = with(player(), 1);
    spec.links[5].jitter = Span::from_millis(900);
    let mut world = started(&spec, streamer(Transport::Udp, 4));
    run(&mut world, 12_000);
    assert!(world.is_quiet());
    let comes = |event: &VideoEvent| matches!(event, VideoEvent::PictureComes { .. });
    assert_eq!(number(&world, SERVER, comes), 1);
    assert_eq!(played(&world, SERVER).totals, ended(&world, SERVER));
}

#[test]
fn who_was_called_by_a_host_that_died_can_be_called_by_it_again() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let mut world = started(&with(answerer(), 1), caller(transport));
        run(&mut world, 1_500);
        world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
        run(&mut world, 50_000);
        world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
        world.apply(caller(transport)).unwrap();
        run(&mut world, 60_000);
        let ends = number(&world, SERVER, |event| {
            matches!(event, VideoEvent::PlayEnded(_))
        });
        assert_eq!(ends, 2, "{transport:?}: {:?}", events(&world, SERVER));
        assert_eq!(played(&world, SERVER).totals.shown, 75, "{transport:?}");
        assert_eq!(ended(&world, CLIENT).shown, 75, "{transport:?}");
    }
}

#[test]
fn a_player_can_be_used_again_after_its_host_was_off() {
    let mut world = started(&with(player(), 1), streamer(Transport::Udp, 8));
    run(&mut world, 2_000);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, 3_000);
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, 14_000);
    let totals = ended(&world, SERVER);
    // It joins in the middle: wrong until the next key frame, then right.
    assert!(totals.shown > 90, "{totals:?}");
}

#[test]
fn the_same_seed_plays_the_same_and_another_does_not() {
    let hash = |seed| both_ways(seed, 5).trace().hash();
    assert_eq!(hash(1), hash(1));
    assert_ne!(hash(1), hash(2));
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let bad: [fn(&mut SourceSpec); 4] = [
        |video| video.fps = 0,
        |video| video.key_every = 0,
        |video| video.packet_bytes = 65,
        |video| video.duration = Span::ZERO,
    ];
    let mut world = World::new(&diamond(1));
    for change in bad {
        let mut video = source(3);
        change(&mut video);
        let command = streamer_to(SERVER_ADDRESS, Transport::Udp, video);
        assert_eq!(world.apply(command), Err(Refusal::BadProgram));
    }
}

/// Switches the client's host off and on, and has it send a picture of two seconds again.
fn restarts_and_streams_again(world: &mut World, off: u64, on: u64, transport: Transport) {
    run(world, off);
    world.apply(set_node(CLIENT, NodeChange::Crash)).unwrap();
    run(world, on);
    world.apply(set_node(CLIENT, NodeChange::Restore)).unwrap();
    // The routers need their time to notice.
    run(world, on + 100);
    world.apply(streamer(transport, 2)).unwrap();
}

fn last_totals(world: &World) -> VideoTotals {
    let told = events(world, SERVER);
    let last = told.iter().rev().find_map(|event| match event {
        VideoEvent::PlayEnded(totals) => Some(*totals),
        _ => None,
    });
    last.unwrap_or_else(|| panic!("{told:?}"))
}

#[test]
fn a_streamer_that_was_switched_off_and_on_takes_the_place_of_its_half_open_predecessor() {
    use Transport::{Tcp, Udp};
    for (before, after) in [(Tcp, Tcp), (Udp, Udp), (Tcp, Udp), (Udp, Tcp)] {
        for off_for in [100, 900, 1_900] {
            let mut world = started(&with(player(), 1), streamer(before, 10));
            restarts_and_streams_again(&mut world, 3_000, 3_000 + off_for, after);
            run(&mut world, 12_000);
            let case = format!(
                "{before:?}, {after:?}, {off_for} ms: {:?}",
                events(&world, SERVER)
            );
            let taken = |event: &VideoEvent| matches!(event, VideoEvent::TakenOver { from, old, .. } if from != old);
            assert_eq!(number(&world, SERVER, taken), 1, "{case}");
            let ends = |event: &VideoEvent| matches!(event, VideoEvent::PlayEnded(_));
            assert_eq!(number(&world, SERVER, ends), 2, "{case}");
            let totals = last_totals(&world);
            // Over TCP what came while it waited is kept; datagrams of up to a second are not.
            let least = if after == Tcp { 50 } else { 20 };
            assert!(totals.shown >= least, "{case}");
            assert_eq!(played(&world, SERVER).state, PlayState::Ended, "{case}");
            let old = world.connections();
            let half_open =
                |it: &&ConnectionSnapshot| it.tcp.state == hoplab_tcp::State::Established;
            assert_eq!(old.iter().filter(half_open).count(), 0, "{case}");
        }
    }
}

#[test]
fn a_caller_whose_callee_was_switched_off_and_on_has_lost_the_call_and_does_not_call_again() {
    let mut world = started(&with(answerer(), 1), caller(Transport::Tcp));
    run(&mut world, 1_000);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, 1_500);
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, 20_000);
    // Nobody on the other side has taken the call up again: no program may answer in their stead.
    let calling = screen(&world, CLIENT);
    let reset = ClientError::Socket(SocketError::Tcp(hoplab_tcp::Failure::Reset));
    assert_eq!(
        (calling.trouble, calling.tries_again_at),
        (Some(reset), None)
    );
    assert!(calling.sending.unwrap().frames > 0);
    let tries = |event: &VideoEvent| matches!(event, VideoEvent::TriesAgain { .. });
    assert_eq!(number(&world, CLIENT, tries), 0);
    assert!(world.connections().is_empty());
}

#[test]
fn two_streamers_of_one_host_that_are_both_there_do_not_push_each_other_out() {
    let mut world = started(&with(player(), 1), streamer(Transport::Tcp, 4));
    run(&mut world, 1_000);
    world.apply(streamer(Transport::Tcp, 8)).unwrap();
    run(&mut world, 20_000);
    let told = events(&world, SERVER);
    assert!(
        told.iter()
            .any(|event| matches!(event, VideoEvent::Busy { .. })),
        "{told:?}"
    );
    let first = ended(&world, SERVER);
    assert_eq!((first.shown, first.frame_times()), (100, 100), "{told:?}");
    // The second one tried again, and was let in when the first was over, with what was left of its picture.
    let tries = |event: &VideoEvent| matches!(event, VideoEvent::TriesAgain { .. });
    assert!(number(&world, CLIENT, tries) >= 2);
    let second = last_totals(&world);
    assert!((75..200).contains(&second.shown), "{second:?}");
    let taken = |event: &VideoEvent| matches!(event, VideoEvent::TakenOver { .. });
    assert_eq!(number(&world, SERVER, taken), 0);
}

#[test]
fn a_connection_that_fell_silent_before_its_first_packet_keeps_nobody_out() {
    let mut world = started(&with(player(), 1), streamer(Transport::Tcp, 4));
    // The handshake takes 30 ms each way; the first frame goes out with its last part.
    world
        .apply(set_link(0, LinkChange::Loss(Share::NEVER)))
        .unwrap();
    let mut millis = 1;
    while world.connections().iter().all(|it| it.node != SERVER) {
        millis += 1;
        run(&mut world, millis);
    }
    run(&mut world, millis + 45);
    restarts_and_streams_again(&mut world, millis + 46, millis + 500, Transport::Tcp);
    run(&mut world, 20_000);
    let told = events(&world, SERVER);
    assert!(last_totals(&world).shown >= 50, "{told:?}");
}

#[test]
fn a_streamer_waits_for_a_player_that_is_started_later_and_tells_that_it_does() {
    for transport in [Transport::Tcp, Transport::Udp] {
        let mut world = started(&diamond(1), streamer(transport, 20));
        run(&mut world, 2_000);
        let waiting = screen(&world, CLIENT);
        assert!(waiting.trouble.is_some(), "{transport:?}");
        assert!(waiting.tries_again_at.is_some_and(|at| at > world.now()));
        let program = Box::new(player());
        let node = SERVER;
        world.apply(Command::Start { node, program }).unwrap();
        run(&mut world, 40_000);
        assert_eq!(screen(&world, CLIENT).trouble, None, "{transport:?}");
        let totals = ended(&world, SERVER);
        assert_eq!((totals.lost, totals.damaged), (0, 0), "{totals:?}");
        assert!(totals.shown >= 400, "{totals:?}");
    }
}

#[test]
fn a_live_picture_goes_on_where_it_is_after_its_player_was_switched_off_and_on() {
    let mut world = started(&with(player(), 1), streamer(Transport::Tcp, 10));
    run(&mut world, 3_000);
    world.apply(set_node(SERVER, NodeChange::Crash)).unwrap();
    run(&mut world, 3_500);
    world.apply(set_node(SERVER, NodeChange::Restore)).unwrap();
    run(&mut world, 20_000);
    let told = events(&world, CLIENT);
    let tries = told.iter().filter_map(|event| match event {
        VideoEvent::TriesAgain { error, after } => Some((*error, *after)),
        _ => None,
    });
    let reset = SocketError::Tcp(hoplab_tcp::Failure::Reset);
    assert_eq!(tries.collect::<Vec<_>>(), [(reset, Span::from_secs(1))]);
    let begins = played(&world, SERVER);
    assert_eq!(begins.state, PlayState::Ended);
    let sent = sent(&world);
    assert_eq!((sent.frames + sent.skipped, sent.done), (250, true));
    assert!((100..160).contains(&begins.totals.shown), "{begins:?}");
    assert_eq!(begins.totals.damaged, 0, "it begins with a key frame");
}
