//! Starting, stopping and telling programs something, in words.

use crate::apps;
use crate::en::LANG;
use hoplab_sim::apps::AppKind;

texts! {
    start: "Start";
    start_other: "Start a program…";
    start_title: "Start a program";
    start_text: "It runs from this moment on, beside what runs already.";
    host: "On which host";
    kind: "Which program";
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
}

pub fn sample(text: &str) -> &str {
    text
}

pub fn say_to(text: &str, to: &str) -> String {
    format!("Say {text} to {to}")
}

pub fn join_chat(to: &str, nick: &str) -> String {
    format!("Join the chat on {to} as {nick}")
}

pub fn open_page(site: &str, path: &str) -> String {
    format!("Open {site}{path} in a browser")
}

pub fn open_path(path: &str, host: &str) -> String {
    format!("Open {path} at {host} in a browser")
}

pub fn fetch(file: &str, from: &str) -> String {
    format!("Fetch {file} from {from} by FTP")
}

pub fn log_in(to: &str) -> String {
    format!("Log in to {to} by FTP")
}

pub fn ping(to: &str) -> String {
    format!("Ping {to}")
}

pub fn trace(to: &str) -> String {
    format!("Trace the route to {to}")
}

pub fn play_on(to: &str) -> String {
    format!("Play on {to}")
}

pub fn stream(to: &str) -> String {
    format!("Stream video to {to}")
}

pub fn call(to: &str) -> String {
    format!("Video call with {to}")
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

pub fn defect(field: &str, why: &str) -> String {
    format!("{}: {why}.", field_name(field))
}

fn field_name(name: &str) -> &str {
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

pub fn carriers(switched: &[AppKind], own: &[(AppKind, String)]) -> String {
    let name = |kind: &AppKind| apps::kind(LANG, *kind);
    let switched: Vec<&str> = switched.iter().map(name).collect();
    let own = own
        .iter()
        .map(|(kind, over)| format!("{} {over}", name(kind)));
    let own: Vec<String> = own.collect();
    let mut text = String::new();
    if !switched.is_empty() {
        let names = switched.join(", ");
        text += &format!(
            "Goes over UDP or TCP, whichever is chosen (with IP chosen over UDP, since programs need ports): {names}. "
        );
    }
    if !own.is_empty() {
        let names = own.join(", ");
        text += &format!("Always over the same transport: {names}.");
    }
    text
}

pub fn stop_what(host: &str, program: &str) -> String {
    format!("Stop {program} on {host}")
}

pub fn answered(questions: u32) -> String {
    format!("Questions answered: {questions}.")
}

pub fn remembered(records: usize) -> String {
    format!("Answers in its cache: {records}.")
}

pub fn and_more(count: usize) -> String {
    format!("and {count} more: select their host to see them")
}
