//! [`TraceHash`]: one number for everything that happened.

use core::fmt;
use core::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3Default;

/// The hash of a whole trace, frames' bytes included (XXH3, 64 bits). Equal runs have equal hashes
/// on every machine; its text form is 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TraceHash(pub u64);

impl fmt::Display for TraceHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Feeds `#[derive(Hash)]` to XXH3 in one form on every machine: sizes and discriminants, which
/// are as wide as a pointer, always as 64 bits, and integers little-endian. Without this the same
/// trace would hash differently in 32-bit WASM.
#[derive(Clone)]
pub(crate) struct PortableHasher(Xxh3Default);

impl PortableHasher {
    pub(crate) fn new() -> PortableHasher {
        PortableHasher(Xxh3Default::new())
    }
    pub(crate) fn feed(&mut self, value: &impl Hash) {
        value.hash(self);
    }
    pub(crate) fn digest(&self) -> TraceHash {
        TraceHash(self.0.digest())
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
            self.0.update(&value.to_le_bytes());
        })*
    };
}

impl Hasher for PortableHasher {
    fn finish(&self) -> u64 {
        self.0.digest()
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
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
