//! Messages: what was written is read, and what is not a message is told by name.

use core::net::Ipv4Addr;

use proptest::prelude::*;

use super::*;
use crate::{DnsError, RecordData, Soa};

pub(super) fn any_name() -> impl Strategy<Value = Name> {
    let label = prop_oneof![
        8 => prop::collection::vec(any::<u8>(), 1..8),
        1 => prop::collection::vec(any::<u8>(), 60..=63),
    ];
    prop::collection::vec(label, 0..6).prop_map(|labels| {
        // Of the longest, as many labels as a name may hold.
        (0..=labels.len())
            .rev()
            .find_map(|count| Name::from_labels(labels[..count].iter().map(Vec::as_slice)))
            .unwrap()
    })
}

fn any_data() -> impl Strategy<Value = RecordData> {
    let soa = (any_name(), any_name(), any::<[u32; 5]>()).prop_map(|(mname, rname, numbers)| {
        let [serial, refresh, retry, expire, minimum] = numbers;
        RecordData::Soa(Box::new(Soa {
            mname,
            rname,
            serial,
            refresh,
            retry,
            expire,
            minimum,
        }))
    });
    prop_oneof![
        any::<u32>().prop_map(|bits| RecordData::A(Ipv4Addr::from_bits(bits))),
        any_name().prop_map(RecordData::Ns),
        any_name().prop_map(RecordData::Cname),
        soa,
        prop::collection::vec(any::<u8>(), 0..40)
            .prop_map(|bytes| RecordData::Other { rtype: 65, bytes }),
    ]
}

fn any_records() -> impl Strategy<Value = Vec<Record>> {
    let record = (any_name(), 0..=u32::MAX >> 1, any_data());
    let record = record.prop_map(|(name, ttl, data)| Record { name, ttl, data });
    prop::collection::vec(record, 0..8)
}

pub(super) fn any_message() -> impl Strategy<Value = Message> {
    let header = (any::<u16>(), any::<[bool; 5]>(), 0..16_u8, 0..16_u8);
    let question = prop::option::of((any_name(), any::<u16>()));
    let sections = (any_records(), any_records(), any_records());
    (header, question, sections).prop_map(|(header, question, sections)| {
        let (id, [qr, aa, tc, rd, ra], opcode, rcode) = header;
        let question =
            question.map(|(name, code)| Question::new(name, RecordType::from_code(code)));
        let (answers, authority, additional) = sections;
        let rcode = Rcode::from_code(rcode);
        Message {
            id,
            qr,
            opcode,
            aa,
            tc,
            rd,
            ra,
            rcode,
            question,
            answers,
            authority,
            additional,
        }
    })
}

proptest! {
    #[test]
    fn a_name_of_any_legal_form_reads_back_from_text(name in any_name()) {
        prop_assert_eq!(name.to_string().parse::<Name>().unwrap(), name.clone());
        let dotted: Name = format!("{name:#}").parse().unwrap();
        // Equal to the byte, not only but for case.
        prop_assert_eq!(dotted.as_wire(), name.as_wire());
    }

    #[test]
    fn a_message_of_any_form_reads_back_from_bytes(message in any_message()) {
        let bytes = message.to_bytes(None);
        prop_assert_eq!(Message::parse(&bytes), Ok(message));
    }

    #[test]
    fn no_beginning_of_a_message_is_a_message(message in any_message()) {
        let bytes = message.to_bytes(None);
        for length in 0..bytes.len() {
            prop_assert!(Message::parse(&bytes[..length]).is_err());
        }
        let mut longer = bytes;
        longer.push(0);
        prop_assert_eq!(Message::parse(&longer), Err(DnsError::TrailingBytes { count: 1 }));
    }

    #[test]
    fn within_a_limit_what_is_left_out_is_told(message in any_message(), limit in 280..600_usize) {
        let whole = message.to_bytes(None);
        let bytes = message.to_bytes(Some(limit));
        if whole.len() <= limit {
            prop_assert_eq!(bytes, whole);
        } else {
            prop_assert!(bytes.len() <= limit);
            let cut = Message::parse(&bytes).unwrap();
            prop_assert!(cut.tc || cut.answers == message.answers);
            prop_assert_eq!(&message.answers[..cut.answers.len()], cut.answers);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Message::parse(&bytes);
        // What begins like a message gets further.
        let mut likely = vec![0, 1, 0x80, 0, 0, 1, 0, 2, 0, 1, 0, 1];
        likely.extend_from_slice(&bytes);
        let _ = Message::parse(&likely);
    }

    #[test]
    fn no_changed_byte_makes_it_panic(
        message in any_message(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = message.to_bytes(None);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(message) = Message::parse(&bytes) {
            prop_assert_eq!(Message::parse(&message.to_bytes(None)), Ok(message));
        }
    }
}

/// A question whose name is these bytes.
fn question(name: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    bytes.extend_from_slice(name);
    bytes.extend_from_slice(&[0, 1, 0, 1]);
    bytes
}

#[test]
fn what_is_wrong_with_a_name_is_told_by_name_and_place() {
    let wrong = |name: &[u8]| Message::parse(&question(name)).unwrap_err();
    let circle = DnsError::CompressionLoop { at: 12, to: 12 };
    assert_eq!(wrong(&[0xc0, 12]), circle, "a pointer to itself");
    let circle = DnsError::CompressionLoop { at: 14, to: 12 };
    assert_eq!(wrong(&[1, b'a', 0xc0, 12]), circle, "back into its name");
    let forward = DnsError::CompressionLoop { at: 12, to: 14 };
    assert_eq!(wrong(&[0xc0, 14, 0]), forward);
    let first = 0x40;
    assert_eq!(wrong(&[0x40]), DnsError::LabelTooLong { at: 12, first });
    let mut long = Vec::new();
    for _ in 0..4 {
        long.push(63);
        long.extend([b'a'; 63]);
    }
    long.push(0);
    assert_eq!(wrong(&long), DnsError::NameTooLong { at: 12 });
    let text = DnsError::CompressionLoop { at: 12, to: 14 }.to_string();
    assert_eq!(
        text,
        "the compression pointer at byte 12 points to byte 14: its name would never end"
    );
}

#[test]
fn a_record_whose_length_lies_is_an_error() {
    let record = Record::new(name("a"), 1, RecordData::A(Ipv4Addr::LOCALHOST));
    let message = Message {
        answers: vec![record],
        ..Message::default()
    };
    let mut bytes = message.to_bytes(None);
    let at = bytes.len() - 5;
    for length in [3, 5] {
        bytes[at] = length;
        let error = Message::parse(&bytes).unwrap_err();
        match length {
            3 => assert_eq!(
                error.to_string(),
                "the data of the A record at byte 25 does not fit its length of 3"
            ),
            _ => assert!(matches!(error, DnsError::Truncated { .. })),
        }
    }
}

#[test]
fn exactly_as_long_as_the_limit_fits() {
    let message = Message::query(1, Question::address_of(name("www.example.com")), true);
    let length = message.to_bytes(None).len();
    let mut reply = message.reply();
    let data = RecordData::A(Ipv4Addr::LOCALHOST);
    reply
        .answers
        .push(Record::new(name("www.example.com"), 1, data));
    let length = length + 16;
    let whole = Message::parse(&reply.to_bytes(Some(length))).unwrap();
    assert_eq!((whole.tc, whole.answers.len()), (false, 1));
    let cut = Message::parse(&reply.to_bytes(Some(length - 1))).unwrap();
    assert_eq!((cut.tc, cut.answers.len()), (true, 0));
}

#[test]
fn a_set_of_records_is_never_cut_in_two() {
    let mut reply = Message::query(1, Question::address_of(name("www.example.com")), true).reply();
    for last in 0..60 {
        let data = RecordData::A(Ipv4Addr::new(198, 51, 100, last));
        reply
            .answers
            .push(Record::new(name("www.example.com"), 1, data));
    }
    let cut = Message::parse(&reply.to_bytes(Some(Message::MAX_UDP_BYTES))).unwrap();
    assert_eq!((cut.tc, cut.answers.len()), (true, 0));
    let whole = Message::parse(&reply.to_bytes(None)).unwrap();
    assert_eq!(whole, reply);
}
