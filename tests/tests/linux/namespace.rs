//! The kernel's side: a network namespace with a TUN device in it, its settings and its counters.

use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener};
use std::os::fd::AsFd;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use hoplab_units::Span;
use nix::sched::{CloneFlags, unshare};
use nix::sys::socket::{setsockopt, sockopt};
use nix::unistd::{getgid, getuid};
use tun_rs::{DeviceBuilder, SyncDevice};

/// The kernel's address.
pub const KERNEL: Ipv4Addr = Ipv4Addr::new(10, 9, 0, 1);
/// Ours.
pub const OURS: Ipv4Addr = Ipv4Addr::new(10, 9, 0, 2);

const DEVICE: &str = "/dev/net/tun";

/// Takes the process where it may make network namespaces, and tries one. Must run before any thread is started.
///
/// # Errors
/// Says what is missing.
pub fn enter() -> Result<(), String> {
    // Asked first, because the library would make the device node if it could.
    if !Path::new(DEVICE).exists() {
        return Err(format!("there is no {DEVICE} here"));
    }
    if unshare(CloneFlags::CLONE_NEWNET).is_err() {
        become_root_of_a_user_namespace()?;
    }
    open_device(1500).map(drop)
}

/// Users who may do nothing else may be root of a namespace of their own, if the system allows it.
fn become_root_of_a_user_namespace() -> Result<(), String> {
    let (user, group) = (getuid(), getgid());
    unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET)
        .map_err(|error| format!("neither root nor user namespaces are allowed here ({error})"))?;
    // Without this no group may be mapped (user_namespaces(7)).
    write("/proc/self/setgroups", "deny")?;
    write("/proc/self/uid_map", &format!("0 {user} 1"))?;
    write("/proc/self/gid_map", &format!("0 {group} 1"))
}

/// Moves the calling thread, and those it will start, into a network namespace of their own.
pub fn enter_another() -> Result<(), String> {
    unshare(CloneFlags::CLONE_NEWNET).map_err(|error| format!("no new namespace: {error}"))
}

/// Opens a TUN device that carries packets between the kernel and us.
pub fn open_device(mtu: u16) -> Result<SyncDevice, String> {
    let told = |error| format!("no TUN device can be made ({error})");
    let device = DeviceBuilder::new()
        .name("hoplab")
        .ipv4(KERNEL, 24, None)
        .mtu(mtu)
        .build_sync()
        .map_err(told)?;
    // So that nothing is lost by accident while the other tests keep the processor busy. Only the system's own root
    // may (SIOCSIFTXQLEN); 500 packets will do.
    let _ = device.set_tx_queue_len(20_000);
    device.set_nonblocking(true).map_err(told)?;
    Ok(device)
}

/// Sets `net.ipv4.<name>` of this thread's namespace.
pub fn set(name: &str, value: &str) -> Result<(), String> {
    write(&format!("/proc/sys/net/ipv4/{name}"), value)
}

/// Whether this kernel has that setting.
pub fn has(name: &str) -> bool {
    Path::new("/proc/sys/net/ipv4").join(name).exists()
}

/// Whether the kernel has this congestion control and lets us use it.
pub fn offers_congestion_control(name: &str) -> bool {
    TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0))
        .is_ok_and(|socket| set_congestion_control(&socket, name).is_ok())
}

/// For one socket: the namespace's default may be changed only to what the whole system allows.
pub fn set_congestion_control(socket: &impl AsFd, name: &str) -> io::Result<()> {
    Ok(setsockopt(
        socket,
        sockopt::TcpCongestion,
        &OsString::from(name),
    )?)
}

fn write(path: &str, value: &str) -> Result<(), String> {
    fs::write(path, value).map_err(|error| format!("{value} to {path}: {error}"))
}

/// One of the namespace's counters, such as `Tcp`, `InCsumErrors` or `TcpExt`, `PAWSEstab`; `None` if this kernel does
/// not keep it.
pub fn counter(group: &str, name: &str) -> Option<u64> {
    // Of this thread: the rest of the process is elsewhere.
    ["snmp", "netstat"].into_iter().find_map(|file| {
        let text = fs::read_to_string(format!("/proc/thread-self/net/{file}")).ok()?;
        let prefix = format!("{group}: ");
        let mut lines = text.lines().filter_map(|line| line.strip_prefix(&prefix));
        let (names, values) = (lines.next()?, lines.next()?);
        let mut pairs = names.split(' ').zip(values.split(' '));
        pairs.find(|(found, _)| *found == name)?.1.parse().ok()
    })
}

/// How many connections the kernel has in TIME-WAIT.
pub fn time_waits() -> Option<u64> {
    let text = fs::read_to_string("/proc/thread-self/net/sockstat").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("TCP: "))?;
    let mut words = line.split(' ').skip_while(|word| *word != "tw");
    words.nth(1)?.parse().ok()
}

/// What `ss` says of the namespace's connections with this local or remote port, one each two lines; `None` without
/// `ss`.
pub fn socket_statistics(port: u16) -> Option<String> {
    // -o, or `ss` keeps SACK and timestamps to itself. Listeners are left out, and those in TIME-WAIT, which are no sockets any more.
    let filter =
        format!("state connected exclude time-wait ( sport = :{port} or dport = :{port} )");
    // Started by this thread, so it looks into this namespace.
    let output = Command::new("ss")
        .arg("-tinoH")
        .args(filter.split(' '))
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(text)
}

/// What the kernel believes to have agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KernelView {
    pub sack: bool,
    pub timestamps: bool,
    /// By how many bits our windows are shifted, and the kernel's own.
    pub scaling: Option<(u8, u8)>,
    /// The most payload it puts in a segment.
    pub mss: u32,
}

/// The kernel's account of the connection with this port; `None` without `ss`.
pub fn kernel_view(port: u16) -> Option<KernelView> {
    let text = socket_statistics(port)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let value = |key: &str| words.iter().find_map(|word| word.strip_prefix(key));
    let scaling = value("wscale:").and_then(|both| both.split_once(','));
    let scaling = scaling.and_then(|(ours, own)| Some((ours.parse().ok()?, own.parse().ok()?)));
    Some(KernelView {
        sack: words.contains(&"sack"),
        timestamps: words.contains(&"ts"),
        scaling,
        mss: value("mss:")?.parse().ok()?,
    })
}

/// The kernel's smoothed round trip on the connection with this port; `None` without `ss`.
pub fn kernel_round_trip(port: u16) -> Option<Span> {
    let text = socket_statistics(port)?;
    let mut words = text.split_whitespace();
    // In milliseconds with up to three decimals, before its variation.
    let both = words.find_map(|word| word.strip_prefix("rtt:"))?;
    format!("{}ms", both.split_once('/')?.0).parse().ok()
}
