//! Every DNS message that crosses a wire in the library's scenarios, read by hickory-proto, which shares no code with
//! ours; and hickory's messages, read by ours.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddrV4};

use hickory_proto::op::{Message as Theirs, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::rdata::{A, CNAME, NS, SOA};
use hickory_proto::rr::{
    DNSClass, Name as TheirName, RData, Record as TheirRecord, RecordType as TheirType,
};
use hoplab_dns::{
    Message, Name, Question, Rcode, Record, RecordData, RecordType, Soa, StreamReader,
};
use hoplab_explain::run;
use hoplab_replay::Recording;
use hoplab_scenario::{Program, Scenario, library};
use hoplab_sim::{EventKind, World};
use hoplab_tests::Random;
use hoplab_wire::{ethernet, ipv4, tcp, udp};

const DNS: u16 = 53;

fn play(scenario: Scenario) -> World {
    let until = scenario.until;
    run(&Recording::new(scenario), until, 200_000).unwrap().0
}

/// `first-lookup` with so many addresses for the name that they do not fit into a datagram.
fn truncated() -> Scenario {
    let mut scenario = library::find("first-lookup").unwrap();
    for program in scenario
        .nodes
        .iter_mut()
        .flat_map(|node| &mut node.programs)
    {
        let Program::DnsServer(server) = program else {
            continue;
        };
        let records = server.zones.iter_mut().flat_map(|zone| &mut zone.records);
        for record in records.filter(|record| record.name == "www") {
            // The first is where somebody is.
            record
                .a
                .extend((1..40).map(|n| Ipv4Addr::new(198, 51, 100, n)));
        }
    }
    scenario
}

/// What was sent over one direction of a connection: the SYN's sequence number, and pieces by how far they are from it.
type Stream = (u32, BTreeMap<u32, Vec<u8>>);

/// The DNS messages that hosts sent over UDP, and those of their TCP connections, which are as they were written
/// whatever became of single segments.
fn messages(world: &World) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut datagrams = Vec::new();
    // By the address and port at each end.
    let mut streams: BTreeMap<(SocketAddrV4, SocketAddrV4), Stream> = BTreeMap::new();
    for event in world.trace().iter() {
        let EventKind::Originated { frame, .. } = &event.kind else {
            continue;
        };
        let bytes = frame.to_vec();
        let (_, packet) = ethernet::parse(&bytes).unwrap();
        let (ip, payload) = ipv4::parse(packet).unwrap();
        match ip.protocol {
            ipv4::protocol::UDP => {
                let (header, data) = udp::parse(ip.src, ip.dst, payload).unwrap();
                if header.src_port == DNS || header.dst_port == DNS {
                    datagrams.push(data.to_vec());
                }
            }
            ipv4::protocol::TCP => {
                let (header, data) = tcp::parse(ip.src, ip.dst, payload).unwrap();
                if header.src_port != DNS && header.dst_port != DNS {
                    continue;
                }
                let from = SocketAddrV4::new(ip.src, header.src_port);
                let to = SocketAddrV4::new(ip.dst, header.dst_port);
                let stream = streams
                    .entry((from, to))
                    .or_insert((header.seq, BTreeMap::new()));
                if !data.is_empty() {
                    let offset = header.seq.wrapping_sub(stream.0);
                    stream.1.insert(offset, data.to_vec());
                }
            }
            _ => {}
        }
    }
    let whole = |(_, pieces): Stream| {
        let mut reader = StreamReader::new();
        for piece in pieces.values() {
            reader.push(piece);
        }
        core::iter::from_fn(move || reader.next_message()).collect::<Vec<_>>()
    };
    (datagrams, streams.into_values().flat_map(whole).collect())
}

fn name_as_ours(name: &TheirName) -> Name {
    Name::from_labels(name.iter()).expect("a name of legal length")
}

fn record_as_ours(record: &TheirRecord) -> Record {
    assert_eq!(record.dns_class, DNSClass::IN);
    let data = match &record.data {
        RData::A(A(address)) => RecordData::A(*address),
        RData::NS(NS(name)) => RecordData::Ns(name_as_ours(name)),
        RData::CNAME(CNAME(name)) => RecordData::Cname(name_as_ours(name)),
        RData::SOA(soa) => RecordData::Soa(Box::new(Soa {
            mname: name_as_ours(&soa.mname),
            rname: name_as_ours(&soa.rname),
            serial: soa.serial,
            refresh: soa.refresh as u32,
            retry: soa.retry as u32,
            expire: soa.expire as u32,
            minimum: soa.minimum,
        })),
        other => panic!("no program here sends {other:?}"),
    };
    Record::new(name_as_ours(&record.name), record.ttl, data)
}

/// What hickory read, in our words.
fn as_ours(theirs: &Theirs) -> Message {
    let records = |records: &[TheirRecord]| records.iter().map(record_as_ours).collect();
    let header = &theirs.metadata;
    assert!(!header.authentic_data && !header.checking_disabled);
    assert!(theirs.queries.len() <= 1 && theirs.edns.is_none() && theirs.signature.is_none());
    let question = theirs.queries.first().map(|query| {
        assert_eq!(query.query_class(), DNSClass::IN);
        let rtype = RecordType::from_code(query.query_type().into());
        Question::new(name_as_ours(query.name()), rtype)
    });
    Message {
        id: header.id,
        qr: header.message_type == MessageType::Response,
        opcode: header.op_code.into(),
        aa: header.authoritative,
        tc: header.truncation,
        rd: header.recursion_desired,
        ra: header.recursion_available,
        rcode: Rcode::from_code(header.response_code.low()),
        question,
        answers: records(&theirs.answers),
        authority: records(&theirs.authorities),
        additional: records(&theirs.additionals),
    }
}

/// Both read the same; names to the letter, which `==` of names does not ask for.
fn assert_agree(bytes: &[u8]) -> Message {
    let ours = Message::parse(bytes).expect("ours reads it");
    let theirs = Theirs::from_vec(bytes).expect("hickory reads it");
    let converted = as_ours(&theirs);
    assert_eq!(ours, converted);
    assert_eq!(format!("{ours:?}"), format!("{converted:?}"));
    ours
}

#[test]
fn hickory_reads_every_message_of_every_scenario_as_we_do() {
    let with_names = [
        "first-lookup",
        "cached",
        "stale-record",
        "no-such-name",
        "resolver-down",
    ];
    let mut rcodes = Vec::new();
    for entry in library::all() {
        let (datagrams, streamed) = messages(&play(entry.scenario()));
        for message in datagrams.iter().chain(&streamed) {
            rcodes.push(assert_agree(message).rcode);
        }
        if with_names.contains(&entry.name) {
            // A question and an answer each from the client, and from root, com and example.com.
            assert!(datagrams.len() >= 8, "{}: {}", entry.name, datagrams.len());
        }
    }
    for rcode in [Rcode::NoError, Rcode::NxDomain] {
        assert!(rcodes.contains(&rcode), "there was no {rcode}");
    }
}

#[test]
fn hickory_reads_an_answer_that_was_cut_and_the_whole_one_over_tcp() {
    let (datagrams, streamed) = messages(&play(truncated()));
    let cut: Vec<Message> = datagrams.iter().map(|bytes| assert_agree(bytes)).collect();
    assert!(cut.iter().any(|message| message.tc));
    let whole: Vec<Message> = streamed.iter().map(|bytes| assert_agree(bytes)).collect();
    assert!(whole.iter().any(|message| message.answers.len() == 40));
    assert!(whole.iter().all(|message| !message.tc));
}

/// A name of one to four labels of any bytes.
fn random_name(random: &mut Random) -> TheirName {
    let labels: Vec<Vec<u8>> = (0..random.between(1, 4))
        .map(|_| {
            let len = random.pick(&[1, 2, 3, 8, 20, 63]);
            (0..len).map(|_| random.pick(b"abcXYZ019-_")).collect()
        })
        .collect();
    TheirName::from_labels(labels).expect("at most 4 · 64 bytes, of which 63 are the last's")
}

fn random_record(random: &mut Random, names: &[TheirName]) -> TheirRecord {
    let name = || names[0].clone();
    let other = names[random.below(names.len() as u64) as usize].clone();
    let data = match random.below(4) {
        0 => RData::A(A(Ipv4Addr::from(random.draw() as u32))),
        1 => RData::NS(NS(other)),
        2 => RData::CNAME(CNAME(other)),
        _ => RData::SOA(SOA::new(
            other,
            name(),
            random.draw() as u32,
            3600,
            600,
            86_400,
            random.below(4000) as u32,
        )),
    };
    let owner = names[random.below(names.len() as u64) as usize].clone();
    TheirRecord::from_rdata(owner, random.below(1 << 31) as u32, data)
}

fn random_message(random: &mut Random) -> Theirs {
    let kind = random.pick(&[MessageType::Query, MessageType::Response]);
    let mut message = Theirs::new(random.draw() as u16, kind, OpCode::Query);
    let flags = &mut message.metadata;
    flags.authoritative = random.coin();
    flags.truncation = random.coin();
    flags.recursion_desired = random.coin();
    flags.recursion_available = random.coin();
    flags.response_code = random.pick(&[
        ResponseCode::NoError,
        ResponseCode::ServFail,
        ResponseCode::NXDomain,
        ResponseCode::Refused,
    ]);
    // Names under each other, so that hickory has something to compress.
    let mut names = vec![random_name(random)];
    for _ in 0..3 {
        let under = names[0].clone();
        let label = [random.pick(b"abc"), random.pick(b"xyz")];
        names.extend(under.prepend_label(&label[..]));
        names.push(random_name(random));
    }
    let types = [TheirType::A, TheirType::NS, TheirType::SOA, TheirType::AAAA];
    message.add_query(Query::query(names[1].clone(), random.pick(&types)));
    for _ in 0..random.below(5) {
        message.add_answer(random_record(random, &names));
        message.add_authority(random_record(random, &names));
        message.add_additional(random_record(random, &names));
    }
    message
}

#[test]
fn messages_that_hickory_wrote_are_read_here_and_what_we_write_again_is_read_there() {
    let mut random = Random::new(53);
    for round in 0..500 {
        let built = random_message(&mut random);
        let bytes = built.to_vec().expect("hickory writes it");
        let read = assert_agree(&bytes);
        assert_eq!(read, as_ours(&built), "round {round}");
        assert_eq!(assert_agree(&read.to_bytes(None)), read, "round {round}");
    }
}
