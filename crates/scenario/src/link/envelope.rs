//! Around a link's content: version, packing, base64url, CRC.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hoplab_wire::crc32::crc32;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::{LinkError, MAX_CONTENT_BYTES};
use crate::error::Counted;

/// The newest form.
pub(super) const NEWEST: u32 = 2;
/// Hex digits of the CRC.
pub(super) const CRC_DIGITS: usize = 6;

/// More content than a link may hold.
pub(super) const TOO_MUCH: LinkError = LinkError::TooLong {
    what: Counted::UnpackedBytes,
    most: MAX_CONTENT_BYTES,
};

/// Makes a link's text from its packed content.
pub(super) fn close(version: u32, packing: char, content: &[u8]) -> String {
    let body = format!("{version}{packing}.{}", URL_SAFE_NO_PAD.encode(content));
    let crc = crc24(&body);
    format!("{body}.{crc:06x}")
}

/// The low 24 bits of the CRC-32 that zlib and PNG use.
pub(super) fn crc24(text: &str) -> u32 {
    crc32(text.as_bytes()) & 0x00ff_ffff
}

pub(super) fn deflate(content: &[u8]) -> Vec<u8> {
    const BEST: u8 = 10;
    compress_to_vec(content, BEST)
}

/// Inflates, and stops as soon as there is more than a link may hold.
pub(super) fn inflate(packed: &[u8]) -> Result<Vec<u8>, LinkError> {
    decompress_to_vec_with_limit(packed, MAX_CONTENT_BYTES).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => TOO_MUCH,
        _ => LinkError::Unreadable {
            detail: "it does not unpack".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
