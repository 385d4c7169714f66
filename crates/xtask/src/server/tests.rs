//! The server, asked over a real connection.

use super::*;
use crate::headers::HeaderRules;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

fn site() -> Site {
    let rules = include_str!("../../../../web/headers");
    let wasm = File {
        plain: b"plain wasm".to_vec(),
        brotli: Some(b"brotli wasm".to_vec()),
        gzip: Some(b"gzip wasm".to_vec()),
    };
    Site {
        files: BTreeMap::from([
            ("index.html".to_owned(), File::plain("<!doctype html>")),
            ("assets/hoplab_bg.wasm".to_owned(), wasm),
            ("assets/boot.js".to_owned(), File::plain("start()")),
        ]),
        headers: HeaderRules::parse(rules).unwrap(),
        headers_text: rules.to_owned(),
    }
}

/// Sends the head of one request and returns the whole answer.
fn ask(caching: Caching, site: Option<Site>, request: &str) -> String {
    let port = Port::bind("127.0.0.1", 0).unwrap();
    let address = port.address;
    let _running = port.serve(Arc::new(RwLock::new(site)), caching).unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("{request}\r\nHost: here\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(path: &str) -> String {
    ask(
        Caching::Never,
        Some(site()),
        &format!("GET {path} HTTP/1.1"),
    )
}

#[test]
fn the_root_is_the_page_under_its_policy() {
    let answer = get("/?scenario=broken-line&lang=ko");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("Content-Type: text/html; charset=utf-8"));
    assert!(answer.contains("script-src 'self' 'wasm-unsafe-eval'"));
    assert!(answer.ends_with("<!doctype html>"));
}

#[test]
fn a_sandboxed_frame_may_load_every_file() {
    for path in ["/", "/assets/boot.js", "/assets/hoplab_bg.wasm", "/none"] {
        assert!(
            get(path).contains("Access-Control-Allow-Origin: *"),
            "{path}"
        );
    }
}

#[test]
fn wasm_has_the_type_that_streaming_needs() {
    assert!(get("/assets/hoplab_bg.wasm").contains("Content-Type: application/wasm"));
}

#[test]
fn a_path_out_of_the_page_is_not_found() {
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd",
    ] {
        let answer = get(path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        assert!(!answer.contains("[workspace]"), "{path}");
    }
}

#[test]
fn the_browser_gets_the_best_form_it_takes() {
    let form = |header: &str| {
        let request = format!("GET /assets/hoplab_bg.wasm HTTP/1.1{header}");
        ask(Caching::AsPublished, Some(site()), &request)
    };
    let both = form("\r\nAccept-Encoding: gzip, deflate, br");
    assert!(both.contains("Content-Encoding: br") && both.ends_with("brotli wasm"));
    let refused = form("\r\nAccept-Encoding: br;q=0, gzip;q=0.5");
    assert!(refused.contains("Content-Encoding: gzip") && refused.ends_with("gzip wasm"));
    let none = form("");
    assert!(!none.contains("Content-Encoding") && none.ends_with("plain wasm"));
    assert!(none.contains("Vary: Accept-Encoding"));
}

#[test]
fn only_a_published_page_is_cached() {
    let request = "GET /assets/boot.js HTTP/1.1";
    let published = ask(Caching::AsPublished, Some(site()), request);
    assert!(published.contains("immutable") && !published.contains("no-cache"));
    let dev = ask(Caching::Never, Some(site()), request);
    assert!(!dev.contains("immutable") && dev.contains("Cache-Control: no-cache"));
}

#[test]
fn writing_methods_are_refused_and_head_has_no_body() {
    let post = ask(
        Caching::Never,
        Some(site()),
        "POST / HTTP/1.1\r\nContent-Length: 0",
    );
    assert!(post.starts_with("HTTP/1.1 405"), "{post}");
    let head = ask(Caching::Never, Some(site()), "HEAD / HTTP/1.1");
    assert!(
        head.starts_with("HTTP/1.1 200") && !head.contains("doctype"),
        "{head}"
    );
}

#[test]
fn before_the_first_good_build_it_says_so() {
    let answer = ask(Caching::Never, None, "GET / HTTP/1.1");
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("build failed"));
}

#[test]
fn a_taken_port_is_named_with_the_way_out() {
    let first = Port::bind("127.0.0.1", 0).unwrap();
    let number = first.address.port();
    let error = Port::bind("127.0.0.1", number).err().unwrap().to_string();
    assert!(
        error.contains(&number.to_string()) && error.contains("--port"),
        "{error}"
    );
}

#[test]
fn connections_that_say_nothing_keep_nobody_waiting() {
    let port = Port::bind("127.0.0.1", 0).unwrap();
    let address = port.address;
    let _running = port
        .serve(Arc::new(RwLock::new(Some(site()))), Caching::Never)
        .unwrap();
    let _silent: Vec<TcpStream> = (0..32)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("<!doctype html>"), "{answer}");
}

#[test]
fn what_is_no_request_is_told_so() {
    let answer = ask(Caching::Never, Some(site()), "\0\0\0");
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}
