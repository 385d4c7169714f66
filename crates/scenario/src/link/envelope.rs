//! Around a link's content: version, packing, base64url, CRC.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::{LinkError, MAX_CONTENT_BYTES, MAX_TEXT_BYTES};

/// The newest form.
const NEWEST: u32 = 2;
const CRC_DIGITS: usize = 6;

/// Makes a link's text from its packed content.
pub(super) fn close(version: u32, packing: char, content: &[u8]) -> String {
    let body = format!("{version}{packing}.{}", URL_SAFE_NO_PAD.encode(content));
    let crc = crc24(&body);
    format!("{body}.{crc:06x}")
}

/// The version, the packing and the packed content of a link's text.
pub(super) fn open(text: &str) -> Result<(u32, char, Vec<u8>), LinkError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(LinkError::TooLong {
            what: "characters",
            most: MAX_TEXT_BYTES,
        });
    }
    let (version, packing, content) = open_head(text)?;
    // Base64url has no dot, so the only other one stands before the CRC.
    let Some((content, tail)) = content.split_once('.') else {
        return Err(LinkError::CutOff);
    };
    let hex = tail
        .bytes()
        .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if hex && tail.len() < CRC_DIGITS {
        return Err(LinkError::CutOff);
    }
    let body = text
        .strip_suffix(tail)
        .and_then(|body| body.strip_suffix('.'))
        .unwrap_or(text);
    if tail != format!("{:06x}", crc24(body)) {
        return Err(LinkError::Damaged);
    }
    let content = URL_SAFE_NO_PAD
        .decode(content)
        .map_err(|_| LinkError::Damaged)?;
    Ok((version, packing, content))
}

/// Reads the version and the packing up to their dot; gives them and the rest.
fn open_head(text: &str) -> Result<(u32, char, &str), LinkError> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (version, rest) = text.split_at(digits);
    let version = match version.parse::<u32>() {
        Ok(version) if digits <= 4 && version > 0 => version,
        _ => return Err(LinkError::NotALink),
    };
    let mut letters = rest.chars();
    let (packing, dot) = (letters.next(), letters.next());
    match (packing, dot) {
        (None, _) => Err(LinkError::CutOff),
        (Some(packing), dot) if packing.is_ascii_lowercase() && matches!(dot, None | Some('.')) => {
            if version > NEWEST {
                return Err(LinkError::NewerVersion { found: version });
            }
            match (packing, dot) {
                ('d' | 'j', Some(_)) => Ok((version, packing, letters.as_str())),
                ('d' | 'j', None) => Err(LinkError::CutOff),
                _ => Err(LinkError::NotALink),
            }
        }
        _ => Err(LinkError::NotALink),
    }
}

/// The low 24 bits of the CRC-32 that zlib and PNG use.
fn crc24(text: &str) -> u32 {
    crc32fast::hash(text.as_bytes()) & 0x00ff_ffff
}

pub(super) fn deflate(content: &[u8]) -> Vec<u8> {
    const BEST: u8 = 10;
    compress_to_vec(content, BEST)
}

/// Inflates, and stops as soon as there is more than a link may hold.
pub(super) fn inflate(packed: &[u8]) -> Result<Vec<u8>, LinkError> {
    decompress_to_vec_with_limit(packed, MAX_CONTENT_BYTES).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LinkError::TooLong {
            what: "bytes when unpacked",
            most: MAX_CONTENT_BYTES,
        },
        _ => LinkError::Unreadable {
            detail: "it does not unpack".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_spoil_a_link_is_told_apart() {
        let whole = close(1, 'd', &deflate(b"content"));
        assert!(open(&whole).is_ok());
        for end in 2..whole.len() {
            assert_eq!(
                open(&whole[..end]),
                Err(LinkError::CutOff),
                "{}",
                &whole[..end]
            );
        }
        assert_eq!(
            open(&whole.replacen('1', "3", 1)),
            Err(LinkError::NewerVersion { found: 3 })
        );
        assert_eq!(open(&format!("{whole}0")), Err(LinkError::Damaged));
        assert_eq!(open(&whole.to_uppercase()), Err(LinkError::NotALink));
        for text in [
            "",
            "hello",
            ".",
            "d.abc.123456",
            "0d.abc.123456",
            "1x.a.b",
            "99999d.",
            "한글",
        ] {
            assert_eq!(open(text), Err(LinkError::NotALink), "{text}");
        }
        let long = format!("1d.{}", "A".repeat(MAX_TEXT_BYTES));
        assert!(matches!(open(&long), Err(LinkError::TooLong { .. })));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = deflate(&vec![0; MAX_CONTENT_BYTES + 1]);
        assert!(bomb.len() < 200, "it would fit in a link: {}", bomb.len());
        assert!(matches!(inflate(&bomb), Err(LinkError::TooLong { .. })));
        assert_eq!(
            inflate(&deflate(&vec![0; MAX_CONTENT_BYTES]))
                .unwrap()
                .len(),
            MAX_CONTENT_BYTES
        );
    }
}
