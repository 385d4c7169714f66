//! Starting, stopping and telling programs something, in words.

use crate::programs::Wants;
use hoplab_sim::apps::Target;

program_table! { files }

texts! {
    start: "Start";
    start_other: "Start a program…";
    start_title: "Start a program";
    start_text: "It runs from this moment on, beside what runs already.";
    host: "On which host";
    which: "Which program";
    do_start: "Start it";
    stop: "Stop";
    screens: "Programs";
    show_dns: "See it in the DNS tab";
    sockets: "Its sockets";
    programs: "Programs";
    no_programs: "No program runs here.";
    running: "running";
    ended: "ended";
    enter: "Enter";
    as_switched: "as chosen above";
    sender: "sender";
}

pub fn sample(text: &str) -> &str {
    text
}

pub fn library_name(name: &str) -> &str {
    name
}

pub fn program_of(host: &str, program: &str) -> String {
    format!("{host}'s {program}")
}

pub fn start_program(name: &str) -> String {
    format!("Start {name}")
}

pub fn start_on_port(name: &str, port: u16) -> String {
    format!("Start {name} on port {port}")
}

pub fn named(what: &str, name: &str) -> String {
    format!("{what} ({name})")
}

pub fn field(name: &'static str) -> &'static str {
    match name {
        "to" => "To (name, address or host)",
        "port" => "Port",
        "transport" => "Over",
        "count" => "How often",
        "text" => "What it says",
        "path" => "Page",
        "file" => "File (empty: wait for commands)",
        "nick" => "Name in the chat",
        "buffer" => "Waits before it plays",
        "title" => "Title of its page",
        name => name,
    }
}

pub fn wrong(_wants: Wants, why: &str) -> String {
    format!("{why}.")
}

pub fn field_name(name: &str) -> &str {
    match name {
        "to" => "To",
        "port" => "Port",
        "text" => "What it says",
        "count" => "How often",
        "path" => "Page",
        "file" => "File",
        "nick" => "Name in the chat",
        "buffer" => "Waits before it plays",
        name => name,
    }
}

pub fn as_switched_go(names: &str) -> String {
    format!(
        "Goes over UDP or TCP, whichever is chosen (with IP chosen over UDP, since programs need ports): {names}. "
    )
}

pub fn always_go(names: &str) -> String {
    format!("Always over the same transport: {names}.")
}

pub fn stop_what(host: &str, program: &str) -> String {
    format!("Stop {program} on {host}")
}

pub fn and_more(count: usize) -> String {
    format!("and {count} more: select their host to see them")
}

pub fn waits_on(who: &str, program: &str, port: u16) -> String {
    format!("{who} runs {program}, which waits on port {port}")
}

pub fn starts_for(who: &str, program: &str, target: &Target) -> String {
    format!("{who} starts {program} for {target}")
}

pub fn starts(who: &str, program: &str) -> String {
    format!("{who} starts {program}")
}
