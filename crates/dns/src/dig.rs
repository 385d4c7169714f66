//! Messages and lookups in the form in which `dig` prints them.

use core::fmt::Write;
use core::net::Ipv4Addr;

use hoplab_units::Span;

use crate::event::{DnsEvent, DnsEventKind};
use crate::message::Message;
use crate::record::Record;
use crate::transport::Over;

/// What stands in which column of a record's line.
const TTL_COLUMN: usize = 24;
const CLASS_COLUMN: usize = 32;
const TYPE_COLUMN: usize = 40;
const DATA_COLUMN: usize = 48;

/// A message as `dig` prints it: header, question, and each section that is not empty.
pub fn dig(message: &Message) -> String {
    let mut text = String::new();
    let opcode = match message.opcode {
        0 => "QUERY".to_owned(),
        1 => "IQUERY".to_owned(),
        2 => "STATUS".to_owned(),
        4 => "NOTIFY".to_owned(),
        5 => "UPDATE".to_owned(),
        other => format!("RESERVED{other}"),
    };
    let Message { id, rcode, .. } = message;
    put(
        &mut text,
        format_args!(";; ->>HEADER<<- opcode: {opcode}, status: {rcode}, id: {id}\n;; flags:"),
    );
    let flags = [
        (message.qr, " qr"),
        (message.aa, " aa"),
        (message.tc, " tc"),
        (message.rd, " rd"),
        (message.ra, " ra"),
    ];
    for (is_set, flag) in flags {
        if is_set {
            text.push_str(flag);
        }
    }
    let sections = [
        (" ANSWER", &message.answers),
        (" AUTHORITY", &message.authority),
        (" ADDITIONAL", &message.additional),
    ];
    let questions = u8::from(message.question.is_some());
    put(&mut text, format_args!("; QUERY: {questions}"));
    for (section, records) in sections {
        put(&mut text, format_args!(",{section}: {}", records.len()));
    }
    text.push('\n');
    if let Some(question) = &message.question {
        text.push_str("\n;; QUESTION SECTION:\n");
        let mut line = format!(";{:#}", question.name);
        indent(&mut line, CLASS_COLUMN);
        line.push_str("IN");
        indent(&mut line, TYPE_COLUMN);
        put(&mut text, format_args!("{line}{}\n", question.rtype));
    }
    for (section, records) in sections {
        if !records.is_empty() {
            put(&mut text, format_args!("\n;;{section} SECTION:\n"));
            put_records(&mut text, records);
        }
    }
    text
}

/// What `dig` prints below a message: how long it took, who answered, how long it is.
pub fn dig_footer(bytes: u32, server: Ipv4Addr, over: Over, took: Span) -> String {
    let millis = took.as_millis();
    let over = match over {
        Over::Udp => "UDP",
        Over::Tcp => "TCP",
    };
    format!(
        ";; Query time: {millis} msec\n;; SERVER: {server}#53({server}) ({over})\n;; MSG SIZE  rcvd: {bytes}\n"
    )
}

/// A lookup as `dig +trace` prints it, from its events: each answer's records, and who gave it. As
/// there, additional records are left out.
pub fn dig_trace(events: &mut dyn Iterator<Item = &DnsEvent>) -> String {
    let mut text = String::new();
    for event in events {
        let DnsEventKind::AnswerReceived {
            server,
            server_name,
            took,
            message: bytes,
            ..
        } = &event.kind
        else {
            continue;
        };
        if let Ok(message) = Message::parse(bytes) {
            put_records(&mut text, &message.answers);
            put_records(&mut text, &message.authority);
        }
        let name = match server_name {
            Some(name) => name.to_string(),
            None => server.to_string(),
        };
        let (length, millis) = (bytes.len(), took.as_millis());
        put(
            &mut text,
            format_args!(";; Received {length} bytes from {server}#53({name}) in {millis} ms\n\n"),
        );
    }
    text
}

fn put_records(text: &mut String, records: &[Record]) {
    for record in records {
        let mut line = format!("{:#}", record.name);
        indent(&mut line, TTL_COLUMN);
        put(&mut line, format_args!("{}", record.ttl));
        indent(&mut line, CLASS_COLUMN);
        line.push_str("IN");
        indent(&mut line, TYPE_COLUMN);
        put(&mut line, format_args!("{}", record.rtype()));
        indent(&mut line, DATA_COLUMN);
        put(text, format_args!("{line}{}\n", record.data));
    }
}

fn put(text: &mut String, arguments: core::fmt::Arguments<'_>) {
    // A String takes all text there is.
    let _ = text.write_fmt(arguments);
}

/// Fills a line up to a column with tabs, which are eight wide, and blanks; at least one of them.
fn indent(line: &mut String, column: usize) {
    let mut from = 0;
    for char in line.chars() {
        from = if char == '\t' {
            (from / 8 + 1) * 8
        } else {
            from + 1
        };
    }
    let to = column.max(from + 1);
    let tabs = to / 8 - from / 8;
    line.extend(core::iter::repeat_n('\t', tabs));
    let blanks = if tabs > 0 { to % 8 } else { to - from };
    line.extend(core::iter::repeat_n(' ', blanks));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Name, Question, RecordData};

    #[test]
    fn a_message_looks_as_dig_prints_it() {
        let name: Name = "www.example.com".parse().unwrap();
        let query = Message::query(4711, Question::address_of(name.clone()), true);
        let mut reply = query.reply();
        reply.ra = true;
        let data = RecordData::Cname("a.name.that.is.rather.long.example.com".parse().unwrap());
        reply.answers.push(Record::new(name, 300, data));
        let address = RecordData::A(Ipv4Addr::new(198, 51, 100, 80));
        let long = "a.name.that.is.rather.long.example.com".parse().unwrap();
        reply.answers.push(Record::new(long, 300, address));
        let expected = "\
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4711
;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 0

;; QUESTION SECTION:
;www.example.com.\t\tIN\tA

;; ANSWER SECTION:
www.example.com.\t300\tIN\tCNAME\ta.name.that.is.rather.long.example.com.
a.name.that.is.rather.long.example.com.\t300 IN A 198.51.100.80
";
        assert_eq!(dig(&reply), expected);
    }

    #[test]
    fn what_stands_below_is_as_dig_prints_it() {
        let server = Ipv4Addr::new(198, 51, 100, 53);
        let took = Span::from_millis(20);
        assert_eq!(
            dig_footer(63, server, Over::Udp, took),
            ";; Query time: 20 msec\n;; SERVER: 198.51.100.53#53(198.51.100.53) (UDP)\n;; MSG SIZE  rcvd: 63\n"
        );
    }
}
