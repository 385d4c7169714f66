//! Heads as they are sent and read.

use super::*;
use proptest::prelude::*;

fn request(bytes: &[u8]) -> RequestHead {
    match parse_request(bytes) {
        Parsed::Head { head, .. } => head,
        other => panic!("{other:?} is no head"),
    }
}

fn response(bytes: &[u8]) -> ResponseHead {
    match parse_response(bytes) {
        Parsed::Head { head, .. } => head,
        other => panic!("{other:?} is no head"),
    }
}

#[test]
fn a_request_is_what_a_browser_would_send() {
    let head = RequestHead::get("www.example.com", "/a b/그림").with("Accept", "*/*");
    let bytes = head.to_bytes();
    let text =
        "GET /a%20b/%EA%B7%B8%EB%A6%BC HTTP/1.1\r\nHost: www.example.com\r\nAccept: */*\r\n\r\n";
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), text);
    assert_eq!(request(&bytes).host(), Some("www.example.com"));
}

#[test]
fn a_value_cannot_smuggle_in_another_field() {
    let head = RequestHead::get("a\r\nX: y", "/").with("B:\r\n C", "d");
    let fields: Vec<_> = head.fields.iter().collect();
    assert_eq!(fields, [("Host", "a  X: y"), ("BC", "d")]);
    // As a host this cannot be; as any other value it reads back.
    let bytes = head.to_bytes();
    assert_eq!(parse_request(&bytes), Parsed::Bad(BadHead::Host));
    let head = RequestHead::get("a", "/").with("B:\r\n C", "d\r\nX: y");
    let read = request(&head.to_bytes());
    assert_eq!(read.fields, head.fields);
}

#[test]
fn a_connection_stays_open_as_rfc_9112_section_9_3_has_it() {
    let kept = |text: &str| request(text.as_bytes()).keep_alive();
    assert!(kept("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert!(!kept(
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n"
    ));
    assert!(!kept("GET / HTTP/1.0\r\n\r\n"));
    assert!(kept("GET / HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n"));
    assert!(!response(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").keep_alive());
}

#[test]
fn what_a_server_must_refuse_has_its_status() {
    let refused = |text: &str| match parse_request(text.as_bytes()) {
        Parsed::Bad(bad) => bad.status(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused("GET / HTTP/1.1\r\n\r\n"), 400);
    assert_eq!(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    assert_eq!(refused("GET / HTTP/2.0\r\n\r\n"), 505);
    assert_eq!(refused("GET\0/ HTTP/1.1\r\n\r\n"), 400);
    let many = "A: b\r\n".repeat(MAX_FIELDS + 1);
    assert_eq!(refused(&format!("GET / HTTP/1.1\r\n{many}\r\n")), 431);
    assert_eq!(refused(&format!("GET /{}", "a".repeat(MAX_HEAD))), 431);
}

#[test]
fn a_body_ends_as_rfc_9112_section_6_3_has_it() {
    let body = |fields: &str| {
        let head = response(format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes());
        head.body("GET")
    };
    assert_eq!(body(""), Ok(Body::UntilClose));
    assert_eq!(body("Content-Length: 7\r\n"), Ok(Body::Length(7)));
    assert_eq!(body("Content-Length: 7, 7\r\n"), Ok(Body::Length(7)));
    assert_eq!(body("Content-Length: 0\r\n"), Ok(Body::None));
    assert_eq!(body("Transfer-Encoding: chunked\r\n"), Ok(Body::Chunked));
    for bad in ["x", "+7", "7, 8", "", "99999999999999999999"] {
        assert_eq!(
            body(&format!("Content-Length: {bad}\r\n")),
            Err(BadHead::Length),
            "{bad}"
        );
    }
    let both = "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n";
    assert_eq!(body(both), Err(BadHead::Length));
    let coded = body("Transfer-Encoding: gzip, chunked\r\n").map_err(BadHead::status);
    assert_eq!(coded, Err(501));
    let seven = response(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
    assert_eq!(seven.body("HEAD"), Ok(Body::None));
    let unchanged = response(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
    assert_eq!(unchanged.body("GET"), Ok(Body::None));
}

#[test]
fn a_folded_field_is_one_line_to_a_client_and_none_to_a_server() {
    let head = response(
        b"HTTP/1.1 200 OK\r\nA: one \r\n \t two\r\n\tthree\nB:\r\n  late\r\nC: x\r\n \r\n\r\n",
    );
    let fields: Vec<_> = head.fields.iter().collect();
    assert_eq!(fields, [("A", "one two three"), ("B", "late"), ("C", "x")]);
    let folded = "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n";
    assert_eq!(
        parse_request(folded.as_bytes()),
        Parsed::Bad(BadHead::Syntax)
    );
    // Before the first field there is nothing that could go on.
    let first = b"HTTP/1.1 200 OK\r\n X: y\r\n\r\n";
    assert_eq!(parse_response(first), Parsed::Bad(BadHead::Syntax));
}

#[test]
fn white_space_before_a_colon_is_borne_in_a_response_and_refused_in_a_request() {
    let head = response(b"HTTP/1.1 200 OK\r\nContent-Length \t: 7\r\n\r\n");
    assert_eq!(head.body("GET"), Ok(Body::Length(7)));
    let spaced = b"GET / HTTP/1.1\r\nHost : a\r\n\r\n";
    assert_eq!(parse_request(spaced), Parsed::Bad(BadHead::Syntax));
}

#[test]
fn lines_may_end_with_a_bare_lf_and_empty_ones_come_first() {
    let head = request(b"\r\n\nGET / HTTP/1.1\nhOsT: a\r\nB:c\n\nrest");
    let fields: Vec<_> = head.fields.iter().collect();
    assert_eq!(fields, [("hOsT", "a"), ("B", "c")]);
    assert_eq!(head.host(), Some("a"));
    for bad in [
        &b"GET / HTTP/1.1\rHost: a\r\n\r\n"[..],
        b"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost a\r\n\r\n",
        b"GET / HTTP/1.1\r\n: a\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / /x HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\r\n\r\n",
        b" GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        let bytes = String::from_utf8_lossy(bad);
        assert_eq!(
            parse_request(bad),
            Parsed::Bad(BadHead::Syntax),
            "{bytes:?}"
        );
    }
}

#[test]
fn a_status_line_needs_no_reason_and_a_later_minor_version_is_the_newest_known() {
    for (line, status, reason) in [
        ("HTTP/1.1 200", 200, ""),
        ("HTTP/1.1 200 ", 200, ""),
        ("HTTP/1.0 299 Fine  by me", 299, "Fine  by me"),
        ("HTTP/1.7 599 x", 599, "x"),
        ("HTTP/1.1 404 없음", 404, "없음"),
    ] {
        let head = response(format!("{line}\r\n\r\n").as_bytes());
        assert_eq!((head.status, &*head.reason), (status, reason), "{line}");
    }
    let head = response(b"HTTP/1.7 200\r\n\r\n");
    assert_eq!(head.version, Version::Http11);
    for (line, bad) in [
        ("HTTP/2.0 200 OK", BadHead::Version),
        ("HTTP/1.1 20 OK", BadHead::Syntax),
        ("HTTP/1.1 2000 OK", BadHead::Syntax),
        ("HTTP/1.1  200 OK", BadHead::Syntax),
        ("HTTP/11 200 OK", BadHead::Syntax),
        ("http/1.1 200 OK", BadHead::Syntax),
        ("ICY 200 OK", BadHead::Syntax),
    ] {
        let read = parse_response(format!("{line}\r\n\r\n").as_bytes());
        assert_eq!(read, Parsed::Bad(bad), "{line}");
    }
}

#[test]
fn a_host_is_named_once_and_can_be_one() {
    let host = |text: &str| match parse_request(format!("GET / {text}\r\n\r\n").as_bytes()) {
        Parsed::Head { .. } => None,
        Parsed::Bad(bad) => Some(bad),
        Parsed::NeedMore => panic!("{text:?} has its end"),
    };
    for good in ["HTTP/1.0", "HTTP/1.1\r\nHost: a:80", "HTTP/1.1\r\nHost:"] {
        assert_eq!(host(good), None, "{good}");
    }
    for bad in [
        "HTTP/1.1",
        "HTTP/1.1\r\nHost: a b",
        "HTTP/1.1\r\nHost: a/b",
        "HTTP/1.0\r\nHost: a\r\nhost: a",
    ] {
        assert_eq!(host(bad), Some(BadHead::Host), "{bad}");
    }
}

#[test]
fn transfer_codings_are_one_list_however_many_lines_it_has() {
    let body = |version: &str, fields: &str| {
        response(format!("{version} 200 OK\r\n{fields}\r\n\r\n").as_bytes()).body("GET")
    };
    let of = |fields| body("HTTP/1.1", fields);
    assert_eq!(of("Transfer-Encoding: , Chunked ,"), Ok(Body::Chunked));
    let two = "Transfer-Encoding: chunked\r\nTransfer-Encoding:";
    assert_eq!(of(two), Ok(Body::Chunked));
    for bad in [
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding:",
    ] {
        assert_eq!(of(bad), Err(BadHead::TransferCoding), "{bad}");
    }
    let old = body("HTTP/1.0", "Transfer-Encoding: chunked");
    assert_eq!(old, Err(BadHead::Length));
    let twice = of("Content-Length: 7\r\nContent-Length: 7");
    assert_eq!(twice, Ok(Body::Length(7)));
    let conflict = of("Content-Length: 7\r\nContent-Length: 8");
    assert_eq!(conflict, Err(BadHead::Length));
}

prop_compose! {
    fn any_fields()(all in prop::collection::vec(("[A-Za-z][A-Za-z0-9-]{0,12}", "[^\\p{Cc}]{0,20}"), 0..8)) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in all.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("host")) {
            fields.push(name, value);
        }
        fields
    }
}

proptest! {
    #[test]
    fn a_request_reads_back_as_it_was_sent(
        method in "[A-Z]{1,7}", target in "/[!-~]{0,30}", fields in any_fields(),
    ) {
        let mut head = RequestHead::get("host", &target);
        head.method = method;
        for (name, value) in fields.iter() {
            head = head.with(name, value);
        }
        let bytes = head.to_bytes();
        prop_assert_eq!(parse_request(&bytes), Parsed::Head { head, len: bytes.len() });
        for len in 0..bytes.len() {
            prop_assert_eq!(parse_request(&bytes[..len]), Parsed::NeedMore);
        }
    }

    #[test]
    fn a_response_reads_back_as_it_was_sent(
        status in 100u16..1000, reason in "([!-~][ -~]{0,20})?", fields in any_fields(),
    ) {
        let head = ResponseHead { version: Version::Http10, status, reason, fields };
        let bytes = head.to_bytes();
        prop_assert_eq!(parse_response(&bytes), Parsed::Head { head, len: bytes.len() });
    }
}
