//! What programs say, taken apart.

use crate::dissect::tests::{check_cover, check_nesting, path, top, value};
use crate::dissect::{Dissection, Field, FieldKey, Value, dissect};
use crate::tcp::{Flags, Header};
use crate::{Defect, Layer, ParseError, build, rtp};
use proptest::prelude::*;

/// Where the data of a datagram begins in its frame.
const UDP_DATA: usize = 42;

fn udp(ports: (u16, u16), data: &[u8]) -> Dissection {
    dissect(&build::udp(&path(), ports.0, ports.1, data).unwrap())
}

fn tcp_frame(ports: (u16, u16), data: &[u8]) -> Vec<u8> {
    let header = Header {
        src_port: ports.0,
        dst_port: ports.1,
        flags: Flags::ACK,
        ..Header::default()
    };
    build::tcp(&path(), &header, data).unwrap()
}

fn tcp(ports: (u16, u16), data: &[u8]) -> Dissection {
    dissect(&tcp_frame(ports, data))
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Keys and values of a field's children.
fn within(tree: &Dissection, key: FieldKey) -> Vec<(FieldKey, Value)> {
    let child = |field: &Field| (field.key, field.value.clone());
    tree.find(key).unwrap().children.iter().map(child).collect()
}

/// A response: www.example.com is an alias of web.example.com, which has an address.
fn dns_response() -> Vec<u8> {
    let mut bytes = b"\x12\x34\x85\x83\0\x01\0\x02\0\x01\0\0".to_vec();
    bytes.extend(b"\x03www\x07example\x03com\0\0\x01\0\x01");
    bytes.extend(b"\xc0\x0c\0\x05\0\x01\0\0\x00\x3c\0\x06\x03web\xc0\x10");
    bytes.extend(b"\xc0\x2d\0\x01\0\x01\0\0\x00\x3c\0\x04\x0a\0\x01\x07");
    bytes.extend(b"\xc0\x10\0\x06\0\x01\0\0\x02\x58\0\x1a\x01m\xc0\x10\xc0\x2d");
    bytes.extend(
        [1u32, 2, 3, 4, 5]
            .iter()
            .flat_map(|number| number.to_be_bytes()),
    );
    bytes
}

#[test]
fn a_dns_message_is_taken_apart_down_to_its_bits_and_labels() {
    let tree = udp((53, 50_000), &dns_response());
    assert_eq!(top(&tree)[2..], [FieldKey::Udp, FieldKey::Dns]);
    assert_eq!(tree.find(FieldKey::Malformed), None);
    for (key, set) in [
        (FieldKey::DnsQr, true),
        (FieldKey::DnsAa, true),
        (FieldKey::DnsTc, false),
        (FieldKey::DnsRd, true),
        (FieldKey::DnsRa, true),
    ] {
        assert_eq!(value(&tree, key), &Value::Bool(set), "{}", key.as_str());
    }
    assert_eq!(value(&tree, FieldKey::DnsRcode), &Value::Number(3));
    assert_eq!(value(&tree, FieldKey::DnsAnswers), &Value::Number(2));
    let qr = tree.find(FieldKey::DnsQr).unwrap();
    assert_eq!(
        (qr.range.start, qr.bits.clone()),
        (UDP_DATA + 2, Some(0..1))
    );
    assert_eq!(
        within(&tree, FieldKey::DnsQuestion),
        [
            (FieldKey::DnsName, text("www.example.com")),
            (FieldKey::DnsType, Value::Number(1)),
            (FieldKey::DnsClass, Value::Number(1)),
        ]
    );
    assert_eq!(value(&tree, FieldKey::DnsCname), &text("web.example.com"));
    let address = Value::Ip([10, 0, 1, 7].into());
    assert_eq!(value(&tree, FieldKey::DnsA), &address);
    assert_eq!(value(&tree, FieldKey::DnsSoaServer), &text("m.example.com"));
    assert_eq!(value(&tree, FieldKey::DnsSoaMinimum), &Value::Number(5));
}

#[test]
fn a_compressed_name_is_told_whole_and_has_only_its_own_bytes() {
    let tree = udp((53, 50_000), &dns_response());
    let cname = tree.find(FieldKey::DnsCname).unwrap();
    assert_eq!(cname.range.len(), 6);
    let parts = within(&tree, FieldKey::DnsCname);
    let pointer = (FieldKey::DnsPointer, Value::Number(16));
    assert_eq!(parts, [(FieldKey::DnsLabels, text("web")), pointer]);
    // Uncompressed names have no parts.
    assert_eq!(tree.find(FieldKey::DnsName).unwrap().children, []);
}

#[test]
fn what_is_wrong_with_a_dns_message_is_told_where_it_is() {
    let error = |bytes: &[u8]| match value(&udp((1, 53), bytes), FieldKey::Malformed) {
        Value::Error(error) => *error,
        other => panic!("{other:?}"),
    };
    let cut = |need, have| ParseError::Truncated {
        layer: Layer::Dns,
        need,
        have,
    };
    let wrong = |defect| ParseError::Malformed {
        layer: Layer::Dns,
        defect,
    };
    assert_eq!(error(b"who?"), cut(6, 4));
    let header = b"\0\x01\0\0\0\x01\0\0\0\0\0\0";
    assert_eq!(error(header), cut(13, 12));
    assert_eq!(
        error(&[&header[..], b"\xc0\x0c\0\x01\0\x01"].concat()),
        wrong(Defect::Pointer)
    );
    assert_eq!(
        error(&[&header[..], b"\x80\0\0\x01\0\x01"].concat()),
        wrong(Defect::Label)
    );
    let long = [&header[..], &[&[63; 64][..]; 5].concat(), b"\0\0\x01\0\x01"].concat();
    assert_eq!(error(&long), wrong(Defect::NameLength));
    // A record's data that is wrong does not hide what follows it.
    let bytes = b"\0\x01\x80\0\0\0\0\x02\0\0\0\0\
        \0\0\x02\0\x01\0\0\0\x09\0\x01\x80\
        \0\0\x01\0\x01\0\0\0\x09\0\x04\x0a\0\0\x02";
    assert_eq!(error(bytes), wrong(Defect::Label));
    let address = Value::Ip([10, 0, 0, 2].into());
    assert_eq!(value(&udp((1, 53), bytes), FieldKey::DnsA), &address);
}

#[test]
fn over_tcp_a_dns_message_stands_behind_its_length_and_may_go_on() {
    let message = dns_response();
    let framed = rtp::framed(&message).unwrap();
    let two = framed.repeat(2);
    let tree = tcp((53, 50_000), &two);
    assert_eq!(top(&tree)[3..], [FieldKey::Dns, FieldKey::Dns]);
    assert_eq!(
        value(&tree, FieldKey::DnsTcpLength),
        &Value::Number(message.len() as u64)
    );
    let begun = tcp((53, 50_000), &framed[..60]);
    assert_eq!(top(&begun)[3..], [FieldKey::Dns]);
    assert_eq!(begun.find(FieldKey::Malformed), None);
    assert!(begun.find(FieldKey::StreamUnfinished).is_some());
    let rest = tcp((53, 50_000), &framed[60..]);
    assert_eq!(top(&rest)[3..], [FieldKey::StreamContinuation]);
}

#[test]
fn an_http_request_is_method_target_version_and_fields() {
    let data = b"GET /a?b HTTP/1.1\r\nHost: www.example.com\r\nAccept:*/*\r\n\r\n";
    let tree = tcp((50_000, 80), data);
    let line = [
        (FieldKey::HttpMethod, text("GET")),
        (FieldKey::HttpTarget, text("/a?b")),
        (FieldKey::HttpVersion, text("HTTP/1.1")),
    ];
    assert_eq!(within(&tree, FieldKey::HttpRequestLine), line);
    let field = [
        (FieldKey::HttpFieldName, text("Host")),
        (FieldKey::HttpFieldValue, text("www.example.com")),
    ];
    assert_eq!(within(&tree, FieldKey::HttpField), field);
    assert!(tree.find(FieldKey::HttpBlank).is_some());
    assert_eq!(tree.find(FieldKey::HttpBody), None);
}

#[test]
fn an_http_response_has_its_body_and_the_next_may_follow_it() {
    let data =
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nnoHTTP/1.1 200\r\n\r\nall the rest";
    let tree = tcp((8080, 50_000), data);
    assert_eq!(top(&tree)[3..], [FieldKey::Http, FieldKey::Http]);
    let line = [
        (FieldKey::HttpVersion, text("HTTP/1.1")),
        (FieldKey::HttpStatus, Value::Number(404)),
        (FieldKey::HttpReason, text("Not Found")),
    ];
    assert_eq!(within(&tree, FieldKey::HttpStatusLine), line);
    let bodies = tree.iter().filter(|field| field.key == FieldKey::HttpBody);
    let bodies: Vec<_> = bodies.map(|field| field.value.clone()).collect();
    assert_eq!(bodies, [text("no"), text("all the rest")]);
}

fn keys(tree: &Dissection, key: FieldKey) -> Vec<Value> {
    let of_key = tree.iter().filter(|field| field.key == key);
    of_key.map(|field| field.value.clone()).collect()
}

#[test]
fn http_is_taken_apart_as_the_programs_read_it() {
    // Announced, folded, with white space before a colon, in chunks with an extension and a trailer; then the next.
    let data = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\r\nHTTP/1.1 200\nX-A : b\r\n\tc\r\ntransfer-encoding: chunked\r\n\r\n3;e=f\r\nabc\r\n0\r\nT: u\r\n\r\nHTTP/1.1 204 \r\nContent-Length: 5\r\n\r\n";
    let tree = tcp((80, 50_000), data);
    assert_eq!(top(&tree)[3..], [FieldKey::Http; 3]);
    let status = [103, 200, 204].map(Value::Number);
    assert_eq!(keys(&tree, FieldKey::HttpStatus), status);
    let values = ["</a>", "b c", "chunked", "5"].map(text);
    assert_eq!(keys(&tree, FieldKey::HttpFieldValue), values);
    let names = ["Link", "X-A", "transfer-encoding", "Content-Length"].map(text);
    assert_eq!(keys(&tree, FieldKey::HttpFieldName), names);
    let bodies = [text("3;e=f\r\nabc\r\n0\r\nT: u\r\n\r\n")];
    assert_eq!(keys(&tree, FieldKey::HttpBody), bodies);
}

#[test]
fn a_line_that_the_server_refuses_is_shown_to_be_unreadable() {
    for (data, unreadable) in [
        (
            &b"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n"[..],
            " folded\r\n\r\n",
        ),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "Host : a\r\n\r\n"),
    ] {
        let tree = tcp((50_000, 80), data);
        assert_eq!(keys(&tree, FieldKey::Malformed), [text(unreadable)]);
    }
    let two = b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxGET / HTTP/1.1\r\n";
    assert_eq!(keys(&tcp((50_000, 80), two), FieldKey::Http).len(), 1);
}

#[test]
fn another_code_within_an_ftp_reply_of_several_lines_is_text() {
    let data = b"220-Hello\r\n230 not yet\r\n  more\r\n220-still\r\n220 Ready\r\n331 Next\r\n";
    let tree = tcp((21, 50_000), data);
    let codes = [220, 220, 220, 331].map(Value::Number);
    assert_eq!(keys(&tree, FieldKey::FtpCode), codes);
    let texts = ["Hello", "230 not yet", "  more", "still", "Ready", "Next"].map(text);
    assert_eq!(keys(&tree, FieldKey::FtpText), texts);
    assert_eq!(keys(&tree, FieldKey::StreamUnfinished), []);
    let telnet = tcp((50_000, 21), b"\xff\xf4\xff\xf2ABOR\r\n");
    assert_eq!(keys(&telnet, FieldKey::FtpCommand), [text("ABOR")]);
}

#[test]
fn a_segment_from_the_middle_of_a_message_is_told_to_be_that() {
    let tree = tcp((80, 50_000), b"<p>and so on</p>");
    assert_eq!(top(&tree)[3..], [FieldKey::StreamContinuation]);
    let cut = tcp((80, 50_000), b"HTTP/1.1 200 OK\r\nContent-Le");
    let unfinished = cut.find(FieldKey::StreamUnfinished).unwrap();
    assert_eq!(unfinished.value, text("Content-Le"));
    assert_eq!(
        tcp((80, 50_000), b"").find(FieldKey::StreamContinuation),
        None
    );
}

#[test]
fn ftp_lines_are_command_and_argument_or_code_and_text() {
    let tree = tcp((50_000, 21), b"RETR notes.txt\r\nQUIT\r\n");
    let parts = [
        (FieldKey::FtpCommand, text("RETR")),
        (FieldKey::FtpArgument, text("notes.txt")),
        (FieldKey::FtpCommand, text("QUIT")),
    ];
    assert_eq!(within(&tree, FieldKey::Ftp), parts);
    let tree = tcp(
        (21, 50_000),
        b"220-Welcome\r\n to the\r\n220 server\r\n331 Pass",
    );
    let parts = [
        (FieldKey::FtpCode, Value::Number(220)),
        (FieldKey::FtpText, text("Welcome")),
        (FieldKey::FtpText, text(" to the")),
        (FieldKey::FtpCode, Value::Number(220)),
        (FieldKey::FtpText, text("server")),
        (FieldKey::StreamUnfinished, text("331 Pass")),
    ];
    assert_eq!(within(&tree, FieldKey::Ftp), parts);
    let tree = tcp((21, 50_000), b"of a line\r\n");
    let parts = [(FieldKey::StreamContinuation, text("of a line\r\n"))];
    assert_eq!(within(&tree, FieldKey::Ftp), parts);
}

fn video_packet() -> Vec<u8> {
    let part = rtp::video::Part {
        frame: 7,
        part: 1,
        parts: 2,
        bytes: b"picture",
    };
    let header = rtp::Header {
        marker: true,
        payload_type: rtp::PAYLOAD_TYPE_VIDEO,
        sequence: 9,
        timestamp: 21_000,
        ssrc: 0xabcd,
    };
    header.to_packet(&part.to_payload())
}

#[test]
fn an_rtp_packet_shows_its_header_and_its_part_of_a_frame() {
    let tree = udp((50_000, rtp::PORT), &video_packet());
    assert_eq!(top(&tree)[3..], [FieldKey::Rtp]);
    assert_eq!(value(&tree, FieldKey::RtpMarker), &Value::Bool(true));
    for (key, number) in [
        (FieldKey::RtpVersion, 2),
        (FieldKey::RtpPayloadType, 96),
        (FieldKey::RtpSequence, 9),
        (FieldKey::RtpTimestamp, 21_000),
        (FieldKey::RtpVideoFrame, 7),
        (FieldKey::RtpVideoPart, 1),
        (FieldKey::RtpVideoParts, 2),
    ] {
        let name = key.as_str();
        assert_eq!(value(&tree, key), &Value::Number(number), "{name}");
    }
    assert_eq!(value(&tree, FieldKey::RtpPayload), &Value::Bytes(7));
}

#[test]
fn what_is_no_rtp_on_its_port_stays_content() {
    let tree = udp((50_000, rtp::PORT), b"hello, is this the video?");
    assert_eq!(top(&tree)[3..], [FieldKey::Payload]);
    // A packet of another sender's format, whose first number of parts is out of all reason.
    let packet = rtp::Header {
        payload_type: rtp::PAYLOAD_TYPE_VIDEO,
        ..rtp::Header::default()
    };
    let tree = udp((50_000, rtp::PORT), &packet.to_packet(&[0xff; 20]));
    assert_eq!(top(&tree)[3..], [FieldKey::Payload]);
    let tree = udp((50_000, 5000), &video_packet());
    assert_eq!(top(&tree)[3..], [FieldKey::Payload]);
}

#[test]
fn over_tcp_an_rtp_packet_stands_behind_its_length_and_may_go_on() {
    let stream = rtp::framed(&video_packet()).unwrap().repeat(2);
    let tree = tcp((rtp::PORT, 50_000), &stream[..stream.len() - 3]);
    assert_eq!(top(&tree)[3..], [FieldKey::Rtp, FieldKey::Rtp]);
    assert_eq!(value(&tree, FieldKey::RtpFrameLength), &Value::Number(27));
    let unfinished = tree.find(FieldKey::StreamUnfinished).unwrap();
    assert_eq!(unfinished.value, Value::Bytes(12));
    // Texts go to this port as well: what is no packet may be one of those.
    let rest = tcp((rtp::PORT, 50_000), b"picture");
    assert_eq!(top(&rest)[3..], [FieldKey::Payload]);
}

/// Bytes of which some are nearly what the ports promise.
fn nearly_a_message() -> impl Strategy<Value = Vec<u8>> {
    let scraps = vec![
        dns_response(),
        rtp::framed(&dns_response()).unwrap(),
        video_packet(),
        rtp::framed(&video_packet()).unwrap(),
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".to_vec(),
        b"HTTP/1.1 204\r\n".to_vec(),
        b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n".to_vec(),
        b"A : b\r\n c\r\n".to_vec(),
        b"\xff\xf4220-a\r\nb\r\n".to_vec(),
        b"a b\r\n:\r\n\r\n".to_vec(),
        b"220-a\r\n".to_vec(),
        b"220\r\n".to_vec(),
        b"RETR\r\nUSER \nuser a\r\n".to_vec(),
    ];
    let scrap = prop_oneof![
        3 => prop::sample::select(scraps),
        1 => prop::collection::vec(any::<u8>(), 0..40),
    ];
    let changes = prop::collection::vec(any::<(prop::sample::Index, u8)>(), 0..4);
    (
        prop::collection::vec(scrap, 1..4),
        changes,
        any::<prop::sample::Index>(),
    )
        .prop_map(|(scraps, changes, keep)| {
            let mut bytes = scraps.concat();
            bytes.push(0);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes.truncate(keep.index(bytes.len() + 1));
            bytes
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_bytes_at_a_known_port_are_all_in_an_orderly_tree(
        data in nearly_a_message(),
        port in prop::sample::select(vec![53, 80, 8080, 21, rtp::PORT]),
        to_server: bool,
    ) {
        let ports = if to_server { (50_000, port) } else { (port, 50_000) };
        let frames = [
            tcp_frame(ports, &data),
            build::udp(&path(), ports.0, ports.1, &data).unwrap(),
        ];
        for frame in frames {
            let tree = dissect(&frame);
            check_nesting(&tree.fields, 0..8 * frame.len())?;
            check_cover(&tree, frame.len())?;
            let _ = crate::app_summary(&frame);
            for len in (0..frame.len()).step_by(7) {
                check_nesting(&dissect(&frame[..len]).fields, 0..8 * len)?;
                let _ = crate::app_summary(&frame[..len]);
            }
        }
    }
}
