//! The CRC-32 of IEEE 802.3, which zlib and PNG use as well.
//!
//! Half a byte a step: of frames only damaged ones are ever checked, so 64 bytes of tables do, where quicker ways take 16 KB,
//! and no compression makes those shorter.

/// What each half byte makes of a remainder of zero.
const STEPS: [u32; 16] = {
    /// x^32 + x^26 + x^23 + … + 1, the lowest power in the highest bit.
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut steps = [0; 16];
    let mut half = 0;
    while half < 16 {
        let mut remainder = half;
        let mut bit = 0;
        while bit < 4 {
            remainder = (remainder >> 1) ^ (POLYNOMIAL * (remainder & 1));
            bit += 1;
        }
        steps[half as usize] = remainder;
        half += 1;
    }
    steps
};

/// The CRC-32 of these bytes.
pub fn crc32(bytes: &[u8]) -> u32 {
    let step = |remainder: u32| (remainder >> 4) ^ STEPS[(remainder & 15) as usize];
    let remainder = bytes.iter().fold(!0, |remainder, byte| {
        step(step(remainder ^ u32::from(*byte)))
    });
    !remainder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_the_standard_gives() {
        assert_eq!(crc32(b""), 0);
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(&[0; 32]), 0x190a_55ad);
        assert_eq!(crc32(&[0xff; 32]), 0xff6c_ab0b);
        assert_eq!(
            crc32(b"The quick brown fox jumps over the lazy dog"),
            0x414f_a339
        );
    }
}
