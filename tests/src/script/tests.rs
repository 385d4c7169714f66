//! The interpreter itself: what must fail does, and says where and why.

use super::{parse, play};

/// How a scene of these steps ends.
fn outcome(steps: &str) -> Result<(), String> {
    let scenes = parse("x.scene", &format!("scene it\n{steps}"))?;
    scenes.iter().try_for_each(play)
}

fn failure(steps: &str) -> String {
    outcome(steps).expect_err("this scene must fail")
}

#[test]
fn a_true_scene_passes() {
    let scene = "given ESTABLISHED\nsend 1000\n> PA seq 1 ack 1 len 1000\n+300ms\n\
                 > PA seq 1 ack 1 len 1000 why rto-expired\n< A seq 1 ack 1001\nstate ESTABLISHED";
    assert_eq!(outcome(scene), Ok(()));
}

#[test]
fn each_part_of_an_expected_segment_is_compared() {
    let cases = [
        ("> A seq 1 ack 1 len 1000", "flags A"),
        ("> PA seq 2 ack 1 len 1000", "seq 2"),
        ("> PA seq 1 ack 2 len 1000", "ack 2"),
        ("> PA seq 1 ack 1 len 999", "len 999"),
        ("> PA seq 1 ack 1 len 1000 win 7", "win 7"),
        ("> PA seq 1 ack 1 len 1000 urg 7", "urg 7"),
        ("> PA seq 1 ack 1 len 1000 <ts 1 1>", "options <ts 1 1>"),
        ("> PA seq 1 ack 1 len 1000 after 1ms", "after 1ms"),
        ("> PA seq 1 ack 1 len 1000 why fin", "why fin"),
    ];
    for (line, wrong) in cases {
        let error = failure(&format!("given ESTABLISHED\nsend 1000\n{line}"));
        assert!(error.starts_with("x.scene:4: in `it`"), "{error}");
        assert!(error.contains(&format!("expected: {wrong}\n")), "{error}");
        assert!(
            error.contains("came:     > PA seq 1 ack 1 len 1000"),
            "{error}"
        );
        assert!(
            error.contains("    3  send 1000"),
            "the last steps: {error}"
        );
    }
}

#[test]
fn a_segment_nobody_expected_fails_at_the_next_input_or_at_the_end() {
    for last in ["", "+1s", "state ESTABLISHED", "> nothing"] {
        let error = failure(&format!("given ESTABLISHED\nsend 10\n{last}"));
        assert!(error.contains("expected: nothing more sent"), "{error}");
    }
}

#[test]
fn a_segment_that_does_not_come_fails() {
    let error = failure("given ESTABLISHED\n> A seq 1 ack 1");
    assert!(error.contains("came:     nothing sent"), "{error}");
}

#[test]
fn a_segment_sent_on_the_way_must_say_when() {
    let scene = |line: &str| {
        format!("given ESTABLISHED\nsend 1000\n> PA seq 1 ack 1 len 1000\n+500ms\n{line}")
    };
    assert_eq!(
        outcome(&scene("> PA seq 1 ack 1 len 1000 after 300ms")),
        Ok(())
    );
    assert!(failure(&scene("> PA seq 1 ack 1 len 1000")).contains("expected: after 500ms"));
}

#[test]
fn every_check_can_fail() {
    let checks = [
        "state CLOSED",
        "error reset",
        "readable 1",
        "room 1",
        "urgent 1",
        "end of stream yes",
        "event peer-closed",
        "no event cwnd-changed why=started",
        "inside cwnd=1",
        "inside cwmd=1",
        "timer retransmit 1s",
        "timer retransmitt off",
        "recv gets 1",
        "send 10 takes 5",
        "send 10 fails closing",
        "set mss 20",
        "set mms 1000",
    ];
    for check in checks {
        let error = failure(&format!("given ESTABLISHED\n{check}"));
        assert!(error.starts_with("x.scene:3:"), "{check}: {error}");
    }
}

#[test]
fn a_scene_must_show_the_cell_it_claims() {
    let steps = |cell: &str| format!("cell {cell}\ngiven ESTABLISHED\n< A seq 1 ack 1");
    assert_eq!(outcome(&steps("ESTABLISHED ACK")), Ok(()));
    for cell in ["CLOSED ACK", "ESTABLISHED data", "ESTABLISHED FIN"] {
        assert!(outcome(&steps(cell)).is_err(), "{cell}");
    }
    let far =
        "cell ESTABLISHED data\ngiven ESTABLISHED\n< A seq 70000 ack 1 len 5\n> A seq 1 ack 1";
    assert!(failure(far).contains("kind data"));
    assert!(failure("cell ESTABLISHED ACK\ngiven ESTABLISHED").contains("no segment came"));
}

#[test]
fn a_line_that_is_no_step_is_refused_with_its_number() {
    let lines = [
        "jump",
        "< A seq 1",
        "< S seq 1 ack 1",
        "< A ack 1",
        "< S seq 0 <mss>",
        "< X seq 0",
        "> A seq 1 ack 1 len",
        "+3 apples",
        "state OPEN",
        "given OPEN",
        "given CLOSED passive",
        "cell ESTABLISHED PUSH",
        "repeat 3",
        "end",
    ];
    for line in lines {
        let error = failure(&format!("listen\n{line}\n"));
        assert!(error.starts_with("x.scene"), "{line}: {error}");
    }
    assert!(
        parse("x.scene", "listen").is_err(),
        "a step before any scene"
    );
}

#[test]
fn segments_in_a_row_are_told_by_one_line() {
    let scene = "given ESTABLISHED\nsend 3000\n> A seq 1 ack 1 len 1000 times 2\n";
    assert_eq!(
        outcome(&format!("{scene}> PA seq 2001 ack 1 len 1000")),
        Ok(())
    );
    assert!(failure(scene).contains("nothing more sent"));
}

#[test]
fn repeated_lines_are_played_that_often() {
    let scene = "given CLOSED\nrepeat 3\n< A seq 1 ack 5\n> R seq 5\nend";
    assert_eq!(outcome(scene), Ok(()));
    assert_eq!(
        parse("x", &format!("scene it\n{scene}")).unwrap()[0]
            .steps
            .len(),
        7
    );
}
