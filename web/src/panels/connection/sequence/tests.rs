//! The drawn sequence space, on every snapshot of whole runs.

use super::*;
use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::Transport;
use hoplab_tcp::State;

/// Every snapshot of every connection of a run.
fn snapshots(name: &str) -> Vec<TcpSnapshot> {
    let mut state = LinkState::new(library::find(name).expect("it is in the library"));
    state.transport = Transport::Tcp;
    let mut player = Player::new(Recording::from(state)).expect("the library is valid");
    let mut all = Vec::new();
    while player.step() {
        all.extend(player.world().connections().into_iter().map(|one| one.tcp));
    }
    all
}

fn is_seamless(pieces: &[Piece]) -> bool {
    pieces.first().is_none_or(|first| first.start == 0)
        && pieces.windows(2).all(|pair| pair[0].end == pair[1].start)
        && pieces.iter().all(|piece| piece.start < piece.end)
}

fn length(pieces: &[Piece], parts: &[Part]) -> u32 {
    let of = pieces.iter().filter(|piece| parts.contains(&piece.part));
    of.map(|piece| piece.end - piece.start).sum()
}

#[test]
fn a_senders_bar_is_seamless_and_adds_up_to_its_figures() {
    let all = snapshots("broken-line");
    assert!(all.len() > 100);
    for tcp in &all {
        let pieces = sent(tcp);
        assert!(is_seamless(&pieces), "{pieces:?}");
        let flight = [Part::InFlight, Part::Again, Part::Sacked, Part::Lost];
        assert_eq!(length(&pieces, &flight), tcp.flight_size);
        assert_eq!(length(&pieces, &[Part::Sacked]), tcp.sacked);
        assert_eq!(length(&pieces, &[Part::Lost]), tcp.lost);
        assert_eq!(length(&pieces, &[Part::Acked]), tcp.snd_una.since(tcp.iss));
    }
    let ever = |part| all.iter().any(|tcp| length(&sent(tcp), &[part]) > 0);
    assert!(ever(Part::Lost) && ever(Part::Again), "the cut shows");
}

#[test]
fn a_receivers_bar_is_seamless_and_ends_at_its_window() {
    for tcp in snapshots("broken-line") {
        let pieces = received(&tcp);
        assert!(is_seamless(&pieces), "{pieces:?}");
        let Some(irs) = tcp.irs else {
            assert!(pieces.is_empty());
            continue;
        };
        let next = tcp.rcv_nxt.since(irs);
        assert_eq!(length(&pieces, &[Part::Read, Part::Waiting]), next);
        assert_eq!(
            length(&pieces, &[Part::Waiting]),
            tcp.receive_queue.min(next)
        );
        let held = tcp
            .out_of_order
            .last()
            .map_or(next, |(_, end)| end.since(irs));
        let edge = next + tcp.rcv_wnd;
        assert_eq!(pieces.last().map(|piece| piece.end), Some(edge.max(held)));
    }
}

#[test]
fn what_is_under_way_is_in_sight_and_lies_where_its_numbers_say() {
    for tcp in snapshots("broken-line") {
        let frame = Frame::new(Some(&tcp), None);
        let (una, nxt) = (tcp.snd_una.since(tcp.iss), tcp.snd_nxt.since(tcp.iss));
        assert!(frame.shows(una) && frame.shows(nxt));
        assert!((1_000..=9_000).contains(&frame.place(una)));
        assert!(frame.place(una) <= frame.place(nxt));
        let expected = frame.place(una) * 2 + (frame.place(nxt) - frame.place(una));
        let middle = frame.place(una + (nxt - una) / 2) * 2;
        let octet = 10_000 / (frame.to - frame.from) + 2;
        assert!(
            (middle - expected).abs() <= 2 * octet,
            "{middle} {expected}"
        );
    }
}

#[test]
fn after_the_fin_nothing_may_be_sent_and_before_it_the_queue_may() {
    let all = snapshots("slow-receiver");
    let closed = |tcp: &&TcpSnapshot| {
        matches!(
            tcp.state,
            State::FinWait1 | State::FinWait2 | State::Closing | State::LastAck | State::TimeWait
        )
    };
    let (after, before): (Vec<&TcpSnapshot>, Vec<&TcpSnapshot>) =
        all.iter().filter(closed).partition(|tcp| tcp.fin_sent);
    assert!(!after.is_empty() && !before.is_empty());
    for tcp in after {
        assert_eq!(length(&sent(tcp), &[Part::Allowed]), 0);
        assert_eq!(tcp.unsent, 0, "the FIN comes last");
    }
    assert!(before.iter().any(|tcp| tcp.unsent > 0));
}
