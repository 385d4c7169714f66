//! [`TraceHash`]: one number for everything that happened.

use core::fmt;
use core::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3Default;

/// The digest of some bytes, to be hashed in their stead. By what hashes the whole, too: a function of XXH3's for bytes
/// that are all there would be quicker, and one more for the page to load.
pub(crate) fn digest_of(bytes: &[u8]) -> u64 {
    let mut taken = Xxh3Default::new();
    taken.update(bytes);
    taken.digest()
}

/// The hash of a whole trace, frames' bytes included (XXH3, 64 bits). Equal runs have equal hashes
/// on every machine; its text form is 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TraceHash(pub u64);

impl fmt::Display for TraceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The hash of all that went over the links: each frame with the channel it was put on and the moment of its first bit
/// (XXH3, 64 bits). This is what a shared link must go on giving: a [`TraceHash`] changes, too, when events learn to
/// say more. Its text form is 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WireHash(pub u64);

impl fmt::Display for WireHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Feeds `#[derive(Hash)]` to XXH3 in one form on every machine: sizes and discriminants, which
/// are as wide as a pointer, always as 64 bits, and integers little-endian. Without this the same
/// trace would hash differently in 32-bit WASM.
///
/// An event is a dozen integers, and XXH3 has a fixed price for each piece it is given: they are
/// gathered first.
#[derive(Clone)]
pub(crate) struct PortableHasher {
    taken: Xxh3Default,
    gathered: [u8; GATHERED],
    len: usize,
}

/// Bytes gathered before XXH3 gets them; longer pieces go to it as they are.
const GATHERED: usize = 512;

impl PortableHasher {
    pub(crate) fn new() -> PortableHasher {
        PortableHasher {
            taken: Xxh3Default::new(),
            gathered: [0; GATHERED],
            len: 0,
        }
    }
    pub(crate) fn feed(&mut self, value: &impl Hash) {
        value.hash(self);
    }
    pub(crate) fn digest(&self) -> TraceHash {
        let mut all = self.taken.clone();
        all.update(&self.gathered[..self.len]);
        TraceHash(all.digest())
    }

    fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        if let Some(room) = self.gathered[self.len..].first_chunk_mut() {
            *room = bytes;
            self.len += N;
        } else {
            self.hand_over();
            self.write(&bytes);
        }
    }

    fn hand_over(&mut self) {
        self.taken.update(&self.gathered[..self.len]);
        self.len = 0;
    }
}

impl fmt::Debug for PortableHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PortableHasher({})", self.digest())
    }
}

macro_rules! little_endian {
    ($($method:ident: $integer:ty),*) => {
        $(fn $method(&mut self, value: $integer) {
            self.put(value.to_le_bytes());
        })*
    };
}

impl Hasher for PortableHasher {
    fn finish(&self) -> u64 {
        self.digest().0
    }
    fn write(&mut self, bytes: &[u8]) {
        if let Some(room) = self.gathered[self.len..].get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
            self.len += bytes.len();
        } else {
            self.hand_over();
            self.taken.update(bytes);
        }
    }
    little_endian!(
        write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128,
        write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128
    );
    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
    fn write_isize(&mut self, value: isize) {
        self.write_i64(value as i64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathering_changes_nothing_about_the_hash() {
        let mut hasher = PortableHasher::new();
        let mut whole = Vec::new();
        for number in 0..300u32 {
            let piece: Vec<u8> = (0..number * 7 % 1200).map(|n| (n ^ number) as u8).collect();
            hasher.write(&piece);
            hasher.write_u32(number);
            whole.extend_from_slice(&piece);
            whole.extend_from_slice(&number.to_le_bytes());
            assert_eq!(hasher.digest().0, xxhash_rust::xxh3::xxh3_64(&whole));
        }
    }
}
