//! tshark as a judge of captures.

use std::path::Path;
use std::process::Command;

/// Whether there is a tshark; without one there is no judge, and that is said.
pub fn has_tshark() -> bool {
    let found = Command::new("tshark")
        .arg("--version")
        .output()
        .is_ok_and(|out| out.status.success());
    if !found {
        println!("SKIPPED: tshark is not installed, so nobody judged the captures");
    }
    found
}

/// What tells tshark that RTP is spoken on a port that is not RTP's by any rule. Over TCP, where each packet has its
/// length before it (RFC 4571), only in a capture of one interface: a segment that is seen several times spoils the
/// stream tshark puts together.
pub const RTP: &[&str] = &["udp.port==32202,rtp", "tcp.port==32202,rtp"];

/// One line for each frame of `file` that `filter` lets through, with these fields, checksums verified. `decode_as`
/// says what tshark cannot know from the port.
///
/// # Panics
/// If tshark does not take the file or the filter.
pub fn tshark(file: &Path, decode_as: &[&str], filter: &str, fields: &[&str]) -> Vec<String> {
    let mut command = Command::new("tshark");
    command.arg("-n").arg("-r").arg(file);
    command.args(["-Y", filter, "-T", "fields"]);
    for rule in decode_as {
        command.args(["-d", rule]);
    }
    for protocol in ["ip", "tcp", "udp"] {
        command.args(["-o", &format!("{protocol}.check_checksum:TRUE")]);
    }
    // Segments that overtook each other are put together too.
    command.args(["-o", "tcp.reassemble_out_of_order:TRUE"]);
    for field in fields {
        command.args(["-e", field]);
    }
    let output = command.output().expect("tshark runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", file.display());
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Writes what one interface of a capture saw into a file of its own: tshark takes a segment that it sees on each
/// link of its way for one that was sent again.
///
/// # Panics
/// If tshark does not take the file.
pub fn one_interface(file: &Path, interface: u32, into: &Path) {
    let filter = format!("frame.interface_id == {interface}");
    let mut command = Command::new("tshark");
    command.args(["-n", "-Y", &filter]);
    command.arg("-r").arg(file).arg("-w").arg(into);
    let output = command.output().expect("tshark runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", file.display());
}
