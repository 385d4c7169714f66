//! What is said of stories, steps and ends, and what the first ten seconds of three stories sound like.

use std::fmt::Write;
use std::rc::Rc;

use hoplab_explain::Moment;
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::{LinkId, NodeId, Transport};

use super::*;
use crate::lab::Lab;

const FRAME_MS: f64 = 1000.0 / 60.0;
/// The app is told at most ten times a second.
const FRAMES_A_SHOT: u32 = 6;

fn lab(name: &str, transport: Option<Transport>) -> Lab {
    let scenario = library::find(name).expect("it is in the library");
    let mut state = LinkState::new(scenario.clone());
    state.transport = transport.unwrap_or(state.transport);
    let player = Player::new(Recording::from(state)).expect("the library is valid");
    Lab::new(Rc::new(scenario), player, || 0.0)
}

fn hear(speaker: &mut Speaker, lab: &Lab, lang: Lang, occasion: Occasion, at: f64) {
    let world = lab.world();
    let nodes = (0..).map_while(|index| world.node(NodeId(index)));
    let nodes = words::named(lang, lab.scenario(), nodes);
    let links: Vec<LinkSnapshot> = (0..).map_while(|index| world.link(LinkId(index))).collect();
    let (packets, sockets) = (lab.packets(), lab.sockets_so_far());
    let scene = Scene {
        lang,
        run: lab.run(),
        events: lab.events(),
        known: Known::new(Moment::new(lab.events(), &packets), &sockets),
        nodes: &nodes,
        links: &links,
        transfers: &world.transfers(),
        viewers: &world.viewers(),
        now: lab.now(),
        playing: lab.playing(),
        finished: lab.finished(),
        story_over: lab.story_over(),
        skip: lab.skip(),
    };
    speaker.hear(scene, occasion, at);
}

/// What is said in so many seconds from the beginning, and when.
fn said(name: &str, transport: Option<Transport>, lang: Lang, seconds: u32) -> Vec<(f64, String)> {
    let mut lab = lab(name, transport);
    let mut speaker = Speaker::default();
    hear(&mut speaker, &lab, lang, Occasion::Time, 0.0);
    lab.play();
    let mut said = Vec::new();
    for frame in 0..60 * seconds {
        let tick = lab.tick(FRAME_MS);
        let at = f64::from(frame) * FRAME_MS;
        if frame % FRAMES_A_SHOT == 0 || tick.ended || tick.skipping {
            hear(&mut speaker, &lab, lang, Occasion::Time, at);
        }
        let now = speaker.sentence();
        if !now.is_empty() && said.last().is_none_or(|(_, last)| last != now) {
            said.push((at / 1000.0, now.to_owned()));
        }
    }
    said
}

#[test]
fn what_is_said_in_the_first_ten_seconds_is_this() {
    let stories = [
        ("first-message", None),
        ("broken-line", Some(Transport::Tcp)),
        ("first-lookup", None),
    ];
    let mut text = String::new();
    for (name, transport) in stories {
        for lang in [Lang::En, Lang::Ko] {
            let over = transport.map_or(String::new(), |over| {
                format!(" over {}", words::transport(over))
            });
            let _ = writeln!(text, "# {name}{over}, {}", lang.tag());
            for (at, sentence) in said(name, transport, lang, 10) {
                let _ = writeln!(text, "{at:4.1} s  {sentence}");
            }
        }
    }
    assert_eq!(text, include_str!("golden.txt"), "it is now:\n{text}");
}

#[test]
fn sentences_leave_time_to_hear_them_out_and_the_end_is_told() {
    for (name, transport) in [
        ("broken-line", Transport::Udp),
        ("broken-line", Transport::Tcp),
    ] {
        let said = said(name, Some(transport), Lang::En, 60);
        assert!(said.len() > 4, "{said:?}");
        for pair in said.windows(2) {
            let skip = pair[1].1.contains("skipped");
            let end = pair[1].1.contains("Nothing more") || pair[1].1.contains("story ends");
            assert!(skip || end || pair[1].0 - pair[0].0 > 2.4, "{pair:?}");
        }
        let (_, last) = said.last().expect("something was said");
        assert!(last.contains("tiles"), "{last}");
        assert!(last.contains("What the sender knows"), "{last}");
    }
}

#[test]
fn each_step_on_and_back_has_one_sentence_with_its_moment() {
    let mut lab = lab("first-message", Some(Transport::Udp));
    let mut speaker = Speaker::default();
    hear(&mut speaker, &lab, Lang::En, Occasion::Time, 0.0);
    let mut on = Vec::new();
    while on.len() < 12 && lab.step_event() {
        hear(&mut speaker, &lab, Lang::En, Occasion::Step, 0.0);
        let clock = story::clock(lab.now());
        assert!(
            speaker.sentence().starts_with(&clock),
            "{}",
            speaker.sentence()
        );
        on.push(speaker.sentence().to_owned());
    }
    for sentence in on.iter().rev().skip(1) {
        lab.step_back();
        hear(&mut speaker, &lab, Lang::En, Occasion::Step, 0.0);
        assert_eq!(speaker.sentence(), sentence);
    }
}

#[test]
fn what_is_done_before_the_end_of_what_was_seen_says_that_this_is_no_more() {
    use hoplab_sim::{Command, LinkChange};
    let mut lab = lab("broken-line", Some(Transport::Udp));
    lab.seek(Time::from_millis(300));
    lab.seek(Time::from_millis(200));
    let mut speaker = Speaker::default();
    hear(&mut speaker, &lab, Lang::En, Occasion::Time, 0.0);
    let seen = lab.seen();
    let cut = Command::SetLink {
        link: LinkId(0),
        direction: None,
        change: LinkChange::Cut,
    };
    lab.issue(cut).expect("it is cut");
    hear(&mut speaker, &lab, Lang::En, Occasion::Dropped(seen), 0.0);
    let said = speaker.sentence();
    assert!(
        said.contains("0.3000 s") && said.contains("0.2000 s"),
        "{said}"
    );
    assert!(said.to_lowercase().contains("cut"), "{said}");
}

#[test]
fn the_answer_to_why_names_the_effect_and_its_cause() {
    let mut lab = lab("broken-line", Some(Transport::Tcp));
    lab.seek(Time::from_millis(900));
    let mut speaker = Speaker::default();
    let lost = lab
        .world()
        .trace()
        .iter()
        .find(|event| matches!(event.kind, EventKind::Dropped { .. }) && event.cause.is_some());
    let lost = lost.expect("something was lost").id;
    for (lang, word) in [(Lang::En, "because"), (Lang::Ko, "원인")] {
        hear(&mut speaker, &lab, lang, Occasion::Asked(lost), 0.0);
        assert!(speaker.sentence().contains(word), "{}", speaker.sentence());
    }
}
