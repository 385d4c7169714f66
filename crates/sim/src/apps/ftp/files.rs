//! The files that every FTP server has.

use std::sync::Arc;

use super::FtpServerSpec;
use crate::picture;

/// Their names.
const NAMES: [&str; 3] = ["hello.txt", "picture", "readme.txt"];

const README: &str = "This server has three files.\r\n\
    hello.txt  a short text\r\n\
    picture    the built-in picture, 65536 bytes\r\n\
    readme.txt this text\r\n";

/// What a file holds. There is one directory, so its name may stand before the file's. Lines end with CR and LF, as
/// TYPE A asks for, and TYPE I leaves them so.
pub(super) fn read(spec: &FtpServerSpec, name: &str) -> Option<Arc<[u8]>> {
    match name.strip_prefix('/').unwrap_or(name) {
        "picture" => Some(picture::message().into()),
        "readme.txt" => Some(README.as_bytes().into()),
        "hello.txt" => {
            let lines: Vec<&str> = spec.text.lines().collect();
            Some((lines.join("\r\n") + "\r\n").into_bytes().into())
        }
        _ => None,
    }
}

/// The listing, in the form of `ls -l`, as most servers send it.
pub(super) fn list(spec: &FtpServerSpec) -> Vec<u8> {
    let mut listing = String::new();
    for name in NAMES {
        let bytes = read(spec, name).map_or(0, |file| file.len());
        listing.push_str(&format!(
            "-r--r--r-- 1 ftp ftp {bytes:>8} Jan 01 00:00 {name}\r\n"
        ));
    }
    listing.into_bytes()
}
