//! Captures for debugging, in the classic format: <https://www.ietf.org/archive/id/draft-gharris-opsawg-pcap-01.html>.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use hoplab_units::Time;

/// Nanosecond time stamps, little-endian.
const MAGIC: u32 = 0xa1b2_3c4d;
/// Packets begin with the IP header.
const LINKTYPE_RAW: u32 = 101;
const BILLION: u64 = 1_000_000_000;

/// A capture being written.
pub struct Pcap(BufWriter<File>);

impl Pcap {
    pub fn create(folder: &Path, name: &str) -> io::Result<Pcap> {
        fs::create_dir_all(folder)?;
        let mut out = BufWriter::new(File::create(folder.join(name))?);
        // Version 2.4, time zone, accuracy, longest packet.
        for word in [MAGIC, 2 | 4 << 16, 0, 0, 65_535, LINKTYPE_RAW] {
            out.write_all(&word.to_le_bytes())?;
        }
        Ok(Pcap(out))
    }

    pub fn packet(&mut self, at: Time, packet: &[u8]) -> io::Result<()> {
        let (seconds, rest) = (at.as_nanos() / BILLION, at.as_nanos() % BILLION);
        let len = packet.len() as u32;
        for word in [seconds as u32, rest as u32, len, len] {
            self.0.write_all(&word.to_le_bytes())?;
        }
        self.0.write_all(packet)
    }
}
