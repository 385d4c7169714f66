//! The same bytes are sound, or not, to both.

use hoplab_tcp::Config;
use hoplab_tests::{End, Ours, Smoltcp, SmoltcpOptions, Stack, bytes, read_packet};
use hoplab_units::{Share, Time};

use crate::case::{Case, Order, PLAIN};

/// Every flip of one bit of this packet.
fn damaged(packet: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..packet.len() * 8).map(|bit| {
        let mut copy = packet.to_vec();
        copy[bit / 8] ^= 1 << (bit % 8);
        copy
    })
}

/// Lets two hosts shake hands; the first segment of data, from the client, is returned undelivered.
fn first_data(client: &mut dyn Stack, server: &mut dyn Stack) -> Vec<u8> {
    let now = Time::from_millis(1);
    let syn = client.depart(now).expect("a SYN");
    server.arrive(now, &syn);
    let syn_ack = server.depart(now).expect("a SYN+ACK");
    client.arrive(now, &syn_ack);
    client.send(now, &bytes(1, 300));
    let mut last = None;
    while let Some(packet) = client.depart(now) {
        let (_, _, data) = read_packet(&packet).expect("it is sound");
        if !data.is_empty() {
            last = Some(packet);
        } else {
            server.arrive(now, &packet);
        }
    }
    last.expect("there was something to send")
}

#[test]
fn smoltcp_refuses_every_segment_of_ours_with_one_bit_flipped_and_takes_it_whole() {
    let now = Time::from_millis(1);
    let mut client = Ours::connecting(Config::default(), 7);
    let mut server = Smoltcp::listening(SmoltcpOptions::default(), 7);
    let packet = first_data(&mut client, &mut server);
    for copy in damaged(&packet) {
        server.arrive(now, &copy);
        assert_eq!(server.recv(now), b"");
    }
    server.arrive(now, &packet);
    assert_eq!(server.recv(now), bytes(1, 300));
}

#[test]
fn ours_refuses_every_segment_of_smoltcp_with_one_bit_flipped_and_takes_it_whole() {
    let now = Time::from_millis(1);
    let mut client = Smoltcp::connecting(SmoltcpOptions::default(), 7);
    let mut server = Ours::listening(Config::default(), 7);
    let packet = first_data(&mut client, &mut server);
    for copy in damaged(&packet) {
        server.arrive(now, &copy);
        assert_eq!(server.recv(now), b"");
        assert_eq!(server.depart(now), None, "it is not even answered");
    }
    assert_eq!(server.refused, packet.len() as u64 * 8);
    server.arrive(now, &packet);
    assert_eq!(server.recv(now), bytes(1, 300));
}

#[test]
fn a_line_that_flips_bits_garbles_nothing_in_either_direction() {
    let (mut refused, mut damaged) = (0, 0);
    for seed in 0..60 {
        let case = Case {
            we_connect: seed % 2 == 0,
            order: if seed % 3 == 0 {
                Order::WeFirst
            } else {
                Order::TheyFirst
            },
            ..PLAIN
        };
        let mut duel = case.duel(seed);
        for faults in &mut duel.link.faults {
            faults.corrupt = Share::from_percent(5);
        }
        assert!(duel.run_until(Time::from_secs(86_400)), "seed {seed}");
        assert!(duel.all_was_heard(), "seed {seed}");
        assert_eq!(duel.ends(), [End::Closed, End::Closed], "seed {seed}");
        refused += duel.ours(case.us()).refused;
        damaged += duel.link.corrupted;
    }
    // Half of them came our way; none of those was taken.
    assert!(
        refused * 3 > damaged && refused < damaged,
        "{refused} of {damaged}"
    );
}
