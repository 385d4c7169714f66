//! A small internet of name servers, for tests: every message takes ten milliseconds each way.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::{Span, Time};

use super::authority;
use crate::{
    Authority, ClientAnswer, DnsEvent, DnsEventKind, FailureWhy, Message, Name, Over, Query,
    QueryKey, Question, Rcode, Recursive, RecursiveConfig, RootHint, Stub, StubAnswer,
};

pub(super) const ROOT: Ipv4Addr = Ipv4Addr::new(198, 41, 0, 4);
pub(super) const TLD: Ipv4Addr = Ipv4Addr::new(192, 5, 6, 30);
pub(super) const EXAMPLE_1: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 53);
pub(super) const EXAMPLE_2: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 54);
pub(super) const HOSTER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 53);

/// Where all questions to a recursive resolver come from.
pub(super) const CLIENT: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(192, 0, 2, 10), 50_000);

const DELAY: Span = Span::from_millis(10);

/// Changes what a server says before it arrives.
pub(super) type Tamper = fn(&mut Message);

/// What comes back for a query, and from whom.
type Arrival = (QueryKey, Ipv4Addr, Result<Vec<u8>, FailureWhy>);

/// Servers, and what is wrong with the way to them.
pub(super) struct Net {
    pub(super) servers: Vec<(Ipv4Addr, Authority)>,
    /// How many more queries to each get lost.
    pub(super) losing: Vec<(Ipv4Addr, u32)>,
    /// Servers that nothing comes back from.
    pub(super) dead: Vec<Ipv4Addr>,
    /// Servers that nobody listens at.
    pub(super) closed: Vec<Ipv4Addr>,
    pub(super) tampering: Option<(Ipv4Addr, Tamper)>,
    /// Every query that left, in order.
    pub(super) sent: Vec<(Ipv4Addr, Over, String)>,
    pub(super) now: Time,
    next_id: u16,
    under_way: Vec<(Time, Arrival)>,
}

impl Net {
    pub(super) fn new(servers: Vec<(Ipv4Addr, Authority)>) -> Net {
        Net {
            servers,
            losing: Vec::new(),
            dead: Vec::new(),
            closed: Vec::new(),
            tampering: None,
            sent: Vec::new(),
            now: Time::ZERO,
            next_id: 0x4711,
            under_way: Vec::new(),
        }
    }

    /// Root, com and net, and below them three zones on three servers.
    pub(super) fn internet() -> Net {
        let root = r#"{"origin": ".", "records": [
            {"name": "@", "ns": "a.root-servers.net"},
            {"name": "a.root-servers.net", "a": "198.41.0.4"},
            {"name": "com", "ns": "a.gtld.net"},
            {"name": "net", "ns": "a.gtld.net"},
            {"name": "a.gtld.net", "a": "192.5.6.30"}
        ]}"#;
        let com = r#"{"origin": "com", "records": [
            {"name": "@", "ns": "a.gtld.net."},
            {"name": "example", "ns": ["ns1.example", "ns2.example"]},
            {"name": "ns1.example", "a": "198.51.100.53"},
            {"name": "ns2.example", "a": "198.51.100.54"},
            {"name": "glueless", "ns": "ns1.hoster.net."},
            {"name": "nowhere", "ns": "ns.nowhere-else.net."},
            {"name": "loop-a", "ns": "ns.loop-b.com"},
            {"name": "loop-b", "ns": "ns.loop-a.com"}
        ]}"#;
        let net = r#"{"origin": "net", "records": [
            {"name": "@", "ns": "a.gtld"},
            {"name": "a.gtld", "a": "192.5.6.30"},
            {"name": "hoster", "ns": "ns1.hoster"},
            {"name": "ns1.hoster", "a": "203.0.113.53"}
        ]}"#;
        let many: Vec<String> = (1..=40)
            .map(|last| format!("\"203.0.113.{last}\""))
            .collect();
        let example = format!(
            r#"{{"origin": "example.com", "soa": {{"minimum": 30}}, "records": [
                {{"name": "@", "ns": ["ns1", "ns2"]}},
                {{"name": "ns1", "a": "198.51.100.53"}},
                {{"name": "ns2", "a": "198.51.100.54"}},
                {{"name": "www", "a": "198.51.100.80"}},
                {{"name": "brief", "a": "198.51.100.81", "ttl": 0}},
                {{"name": "blog", "cname": "www"}},
                {{"name": "far", "cname": "www.glueless.com."}},
                {{"name": "round", "cname": "round.glueless.com."}},
                {{"name": "many", "a": [{}]}}
            ]}}"#,
            many.join(",")
        );
        let glueless = r#"{"origin": "glueless.com", "records": [
            {"name": "@", "ns": "ns1.hoster.net."},
            {"name": "www", "a": "203.0.113.80"},
            {"name": "round", "cname": "round.example.com."}
        ]}"#;
        let hoster = r#"{"origin": "hoster.net", "records": [
            {"name": "@", "ns": "ns1"}, {"name": "ns1", "a": "203.0.113.53"}
        ]}"#;
        Net::new(vec![
            (ROOT, authority(&[root])),
            (TLD, authority(&[com, net])),
            (EXAMPLE_1, authority(&[&example])),
            (EXAMPLE_2, authority(&[&example])),
            (HOSTER, authority(&[glueless, hoster])),
        ])
    }

    pub(super) fn recursive() -> Recursive {
        Recursive::new(RecursiveConfig::new(vec![RootHint {
            name: "a.root-servers.net".parse().unwrap(),
            address: ROOT,
        }]))
    }

    fn carry(&mut self, query: Query) {
        let asked = Message::parse(&query.bytes).unwrap().question.unwrap();
        self.sent.push((query.to, query.over, asked.to_string()));
        let losing = self.losing.iter_mut().find(|(to, _)| *to == query.to);
        if let Some((_, left @ 1..)) = losing {
            *left -= 1;
            return;
        }
        if self.dead.contains(&query.to) {
            return;
        }
        let arrives = self.now + DELAY + DELAY;
        let answer = if self.closed.contains(&query.to) {
            Err(FailureWhy::Refused)
        } else {
            let server = self.servers.iter().find(|(at, _)| *at == query.to);
            let Some((_, server)) = server else { return };
            let Some(mut bytes) = server.answer_bytes(&query.bytes, query.over) else {
                return;
            };
            if let Some((at, tamper)) = self.tampering
                && at == query.to
            {
                let mut message = Message::parse(&bytes).unwrap();
                tamper(&mut message);
                bytes = message.to_bytes(None);
            }
            Ok(bytes)
        };
        let arrival = (query.key, query.to, answer);
        self.under_way.push((arrives, arrival));
    }

    /// Lets time pass to whatever is next: what arrives, or `None` for a timer.
    fn pass(&mut self, timeout: Option<Time>) -> Option<Arrival> {
        self.under_way.sort_by_key(|(at, _)| *at);
        match self.under_way.first() {
            Some((at, _)) if timeout.is_none_or(|timeout| *at <= timeout) => {
                let (at, arrival) = self.under_way.remove(0);
                self.now = at.max(self.now);
                Some(arrival)
            }
            _ => {
                self.now = timeout.unwrap_or(self.now).max(self.now);
                None
            }
        }
    }

    /// Runs until nothing is left to wait for.
    pub(super) fn run(&mut self, resolver: &mut Recursive) -> (Vec<ClientAnswer>, Vec<DnsEvent>) {
        for _ in 0..10_000 {
            while let Some(query) = resolver.poll_transmit(self.now, &mut || {
                self.next_id = self.next_id.wrapping_mul(31).wrapping_add(7);
                self.next_id
            }) {
                self.carry(query);
            }
            let timeout = resolver.poll_timeout();
            if timeout.is_none() && self.under_way.is_empty() {
                let answers = core::iter::from_fn(|| resolver.poll_answer()).collect();
                return (
                    answers,
                    core::iter::from_fn(|| resolver.poll_event()).collect(),
                );
            }
            match self.pass(timeout) {
                Some((key, from, Ok(bytes))) => {
                    resolver.handle_response(self.now, key, from, &bytes);
                }
                Some((key, _, Err(why))) => resolver.handle_failure(self.now, key, why),
                None => resolver.handle_timeout(self.now),
            }
        }
        panic!("it never ends");
    }

    /// As [`Net::run`], for a stub.
    pub(super) fn run_stub(&mut self, stub: &mut Stub) -> (Vec<StubAnswer>, Vec<DnsEvent>) {
        for _ in 0..10_000 {
            while let Some(query) = stub.poll_transmit(self.now, &mut || {
                self.next_id = self.next_id.wrapping_mul(31).wrapping_add(7);
                self.next_id
            }) {
                assert!(stub.is_waiting(query.key));
                self.carry(query);
            }
            let timeout = stub.poll_timeout();
            if timeout.is_none() && self.under_way.is_empty() {
                let answers = core::iter::from_fn(|| stub.poll_answer()).collect();
                return (answers, core::iter::from_fn(|| stub.poll_event()).collect());
            }
            match self.pass(timeout) {
                Some((key, from, Ok(bytes))) => stub.handle_response(self.now, key, from, &bytes),
                Some((key, _, Err(why))) => stub.handle_failure(self.now, key, why),
                None => stub.handle_timeout(self.now),
            }
        }
        panic!("it never ends");
    }

    /// What a recursive resolver answers a client that asks for a name's address.
    pub(super) fn ask(&mut self, resolver: &mut Recursive, name: &str) -> (Message, Vec<DnsEvent>) {
        let name: Name = name.parse().unwrap();
        let query = Message::query(99, Question::address_of(name), true);
        resolver.handle_query(self.now, 1, CLIENT, &query.to_bytes(None), Over::Tcp);
        self.sent.clear();
        let (answers, events) = self.run(resolver);
        assert_eq!(answers.len(), 1);
        let answer = Message::parse(&answers[0].bytes).unwrap();
        assert!(answer.id == 99 && answer.qr && answer.ra && !answer.aa);
        assert_eq!(answer.question, query.question);
        (answer, events)
    }

    /// As [`Net::ask`], for code and records.
    pub(super) fn told(&mut self, resolver: &mut Recursive, name: &str) -> (Rcode, Vec<String>) {
        super::told(&self.ask(resolver, name).0)
    }

    /// Whom queries went to, in order.
    pub(super) fn asked(&self) -> Vec<Ipv4Addr> {
        self.sent.iter().map(|(to, ..)| *to).collect()
    }
}

pub(super) fn has(events: &[DnsEvent], is: impl Fn(&DnsEventKind) -> bool) -> bool {
    events.iter().any(|event| is(&event.kind))
}
