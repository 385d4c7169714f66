//! A host's resolver: what programs are told, and whom it asks.

use hoplab_units::Span;

use super::net::{EXAMPLE_1, EXAMPLE_2, Net, ROOT, has};
use super::*;
use crate::{DnsEventKind as Kind, Over, Resolution, Stub, StubConfig};

/// A stub that asks the two servers of example.com, which is as good as a recursive resolver for it.
fn stub() -> Stub {
    Stub::new(StubConfig::new(vec![EXAMPLE_1, EXAMPLE_2]))
}

fn resolve(net: &mut Net, stub: &mut Stub, text: &str) -> Resolution {
    net.sent.clear();
    stub.resolve(net.now, 0, Question::address_of(name(text)));
    let (mut answers, _) = net.run_stub(stub);
    assert_eq!(answers.len(), 1);
    answers.remove(0).resolution
}

fn addresses(resolution: &Resolution) -> Vec<String> {
    resolution.addresses().map(|a| a.to_string()).collect()
}

#[test]
fn a_name_becomes_addresses_with_their_ttl_and_the_next_time_without_asking() {
    let (mut net, mut stub) = (Net::internet(), stub());
    let found = resolve(&mut net, &mut stub, "blog.example.com");
    assert_eq!(addresses(&found), ["198.51.100.80"]);
    assert!(matches!(found, Resolution::Found { ttl: 300, .. }));
    net.now += Span::from_millis(1_500);
    let again = resolve(&mut net, &mut stub, "BLOG.example.com");
    assert!(matches!(again, Resolution::Found { ttl: 298, .. }));
    assert!(net.sent.is_empty());
    stub.flush();
    resolve(&mut net, &mut stub, "blog.example.com");
    assert_eq!(net.asked(), [EXAMPLE_1]);
}

#[test]
fn a_lost_query_is_asked_again_at_the_next_server() {
    let (mut net, mut stub) = (Net::internet(), stub());
    net.losing.push((EXAMPLE_1, 1));
    let found = resolve(&mut net, &mut stub, "www.example.com");
    assert_eq!(addresses(&found), ["198.51.100.80"]);
    assert_eq!(net.asked(), [EXAMPLE_1, EXAMPLE_2]);
    assert_eq!(net.now.as_nanos(), 2_020_000_000, "after its timeout");
}

#[test]
fn every_way_of_not_finding_is_told_apart() {
    let mut net = Net::internet();
    assert_eq!(
        resolve(&mut net, &mut stub(), "nix.example.com"),
        Resolution::NoSuchName
    );
    assert_eq!(
        resolve(&mut net, &mut stub(), "www.example.org"),
        Resolution::ServFail(Rcode::Refused)
    );
    let mut at_root = Stub::new(StubConfig::new(vec![ROOT]));
    assert_eq!(
        resolve(&mut net, &mut at_root, "www.example.com"),
        Resolution::ServFail(Rcode::ServFail),
        "a server that only refers does not recurse"
    );
    net.closed = vec![EXAMPLE_1, EXAMPLE_2];
    assert_eq!(
        resolve(&mut net, &mut stub(), "www.example.com"),
        Resolution::Unreachable
    );
    net.dead = vec![EXAMPLE_1, EXAMPLE_2];
    assert_eq!(
        resolve(&mut net, &mut stub(), "www.example.com"),
        Resolution::Timeout
    );
    assert_eq!(net.sent.len(), 4, "each server twice");
    let mut nobody = Stub::new(StubConfig::new(vec![]));
    assert_eq!(
        resolve(&mut net, &mut nobody, "www.example.com"),
        Resolution::Unreachable
    );
    let mut no_data = stub();
    net.dead.clear();
    net.closed.clear();
    no_data.resolve(
        net.now,
        0,
        Question::new(name("www.example.com"), RecordType::Ns),
    );
    let (answers, _) = net.run_stub(&mut no_data);
    assert_eq!(answers[0].resolution, Resolution::NoData);
}

#[test]
fn equal_questions_at_once_are_asked_once_and_all_are_answered() {
    let (mut net, mut stub) = (Net::internet(), stub());
    let question = Question::address_of(name("www.example.com"));
    let ids: Vec<_> = (0..3)
        .map(|_| stub.resolve(net.now, 0, question.clone()))
        .collect();
    let (answers, events) = net.run_stub(&mut stub);
    let answered: Vec<_> = answers.iter().map(|answer| answer.lookup).collect();
    assert_eq!(answered, ids);
    assert!(has(&events, |kind| *kind == Kind::Joined { other: ids[0] }));
    assert_eq!(net.sent.len(), 1);
}

#[test]
fn a_truncated_answer_is_fetched_over_tcp() {
    let (mut net, mut stub) = (Net::internet(), stub());
    let found = resolve(&mut net, &mut stub, "many.example.com");
    assert_eq!(found.addresses().count(), 40);
    let over: Vec<Over> = net.sent.iter().map(|(_, over, _)| *over).collect();
    assert_eq!(over, [Over::Udp, Over::Tcp]);
}

#[test]
fn a_late_answer_is_as_good_as_one_in_time() {
    let net = Net::internet();
    let mut stub = stub();
    let question = Question::address_of(name("www.example.com"));
    stub.resolve(net.now, 0, question);
    let first = stub.poll_transmit(net.now, &mut || 1).unwrap();
    let later = stub.poll_timeout().unwrap();
    stub.handle_timeout(later);
    let second = stub.poll_transmit(later, &mut || 2).unwrap();
    assert_eq!((first.to, second.to), (EXAMPLE_1, EXAMPLE_2));
    let answer = net.servers[2]
        .1
        .answer_bytes(&first.bytes, Over::Udp)
        .unwrap();
    stub.handle_response(later, first.key, EXAMPLE_1, &answer);
    let found = stub.poll_answer().unwrap().resolution;
    assert_eq!(addresses(&found), ["198.51.100.80"]);
    assert!(!stub.is_waiting(second.key));
    assert_eq!(stub.poll_timeout(), None);
}
