//! Our TCP against the one in the Linux kernel, packet by packet over a TUN device.
//!
//! Each test runs in a network namespace of its own. There the sockets of `std::net` are the kernel's side, and
//! whatever the kernel sends to 10.9.0.2 comes out of the TUN device, where a driver with our endpoint answers.
//! Between them lies a link that loses, delays, repeats and overtakes packets by a seed.
//!
//! It needs root or user namespaces, and `/dev/net/tun`; without them every test says that it was skipped, and
//! why. To look closer:
//!
//! - `cargo test -p hoplab-tests --test linux -- NAME` runs the tests whose name holds NAME;
//! - `HOPLAB_PCAP=folder` writes two captures a test, as our end and as the kernel saw it;
//! - `HOPLAB_SEED=n` runs with another seed, `HOPLAB_SHOW=1` prints what each test measured;
//! - `HOPLAB_FULL=1` moves the 10 MB with every combination of congestion controls and openers.

#[cfg(target_os = "linux")]
mod bulk;
#[cfg(target_os = "linux")]
mod channel;
#[cfg(target_os = "linux")]
mod chaos;
#[cfg(target_os = "linux")]
mod closing;
#[cfg(target_os = "linux")]
mod connection;
#[cfg(target_os = "linux")]
mod flow;
#[cfg(target_os = "linux")]
mod kernel;
#[cfg(target_os = "linux")]
mod mechanisms;
#[cfg(target_os = "linux")]
mod namespace;
#[cfg(target_os = "linux")]
mod net;
#[cfg(target_os = "linux")]
mod oddities;
#[cfg(target_os = "linux")]
mod opening;
#[cfg(target_os = "linux")]
mod options;
#[cfg(target_os = "linux")]
mod pcap;
#[cfg(target_os = "linux")]
mod trial;
#[cfg(target_os = "linux")]
mod windows;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let mut arguments = libtest_mimic::Arguments::from_args();
    // The tests mostly wait for timers, so more of them than cores can run side by side.
    arguments.test_threads = arguments.test_threads.or(Some(8));
    // Before any thread is started: a process with threads may not enter a user namespace.
    let place = namespace::enter();
    if let Err(why) = &place {
        println!("SKIPPED: our TCP was not tried against the Linux kernel: {why}");
    }
    // The longest first, so that they do not run alone at the end.
    let tests = [
        bulk::all(),
        closing::all(),
        mechanisms::all(),
        oddities::all(),
        opening::all(),
        windows::all(),
        options::all(),
        chaos::all(),
    ]
    .into_iter()
    .flatten()
    .map(|case| case.into_trial(&place))
    .collect();
    libtest_mimic::run(&arguments, tests).exit_code()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("SKIPPED: our TCP was not tried against the Linux kernel: this is not Linux");
}
