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
