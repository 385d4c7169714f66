//! FTP clients and servers, in words.

use crate as words;
use crate::en::LANG;
use crate::programs::client::client_error;
use crate::screens::span;
use core::net::SocketAddrV4;
use hoplab_sim::apps::{FtpEvent, FtpState};
use hoplab_units::count;

texts! {
    data_service: "FTP data";
    control_service: "FTP control";
    ftp_server: "FTP server";
    ftp_client: "FTP client";
    command: "Command, such as RETR picture";
    control: "Control connection";
    data: "Data connection";
    opening: "Data connection opening, no file asked for yet";
    sessions: "Sessions";
    no_sessions: "Nobody is connected.";
    server: "server";
    client: "client";
    whole: "whole";
    coming_in: "coming in";
    no_data_connection: "no data connection came";
}

pub fn sentence(subject: &str, event: &FtpEvent) -> String {
    match event {
        FtpEvent::Commanded { line } => {
            format!("{subject} says over the control connection: {line}")
        }
        FtpEvent::Replied { code, text } => format!("{subject} gets the reply {code} {text}"),
        FtpEvent::OpensData { at } => {
            format!("{subject} opens a second connection to {at}, for data")
        }
        FtpEvent::DataOpen { at } => format!("{subject} has the data connection to {at}"),
        FtpEvent::FileWhole { file, bytes, after } => {
            format!(
                "{subject} has all of {file}, {}, after {}",
                count(*bytes, "byte"),
                span(*after)
            )
        }
        FtpEvent::Failed { error } => format!(
            "{subject} does not get what it wanted: {}",
            client_error(LANG, *error)
        ),
        FtpEvent::WaitsForData { port, from } => {
            format!("{subject} listens on port {port} for the data connection of {from}")
        }
        FtpEvent::LetIn { user, from } => format!("{subject} lets in {user} from {from}"),
        FtpEvent::KeptOut { user, from } => {
            format!("{subject} does not let in {user} from {from}")
        }
        FtpEvent::FileSent { file, bytes, to } => {
            format!(
                "{subject} sent {file} to {to}, and all of it was acknowledged ({})",
                count(*bytes, "byte")
            )
        }
        FtpEvent::DataFailed {
            file,
            to,
            error: Some(error),
        } => format!(
            "{subject} could not send all of {file} to {to}: {}",
            words::socket_error(LANG, *error)
        ),
        FtpEvent::DataFailed {
            file,
            to,
            error: None,
        } => format!("{subject} could not send {file}: {to} opened no data connection"),
        FtpEvent::IdleClosed { to } => {
            format!("{subject} ends the session of {to}, who said nothing for too long")
        }
    }
}

pub fn state(state: FtpState) -> String {
    match state {
        FtpState::Connecting => "Connecting…",
        FtpState::Busy => "Waiting for the server…",
        FtpState::Ready => "Logged in: type a command.",
        FtpState::Over => "The session is over.",
        FtpState::Failed(error) => {
            let why = client_error(LANG, error);
            return format!("Failed: {}.", why.trim_end_matches('.'));
        }
    }
    .to_owned()
}

pub fn fetch(file: &str, from: &str) -> String {
    format!("Fetch {file} from {from} by FTP")
}

pub fn log_in(to: &str) -> String {
    format!("Log in to {to} by FTP")
}

pub fn data_port(port: u16) -> String {
    format!("data on port {port}")
}

pub fn part_of(file: &str, sent: &str, all: &str) -> String {
    format!("{file}: {sent} of {all}")
}

pub fn waits_for_data(port: u16, from: SocketAddrV4) -> String {
    format!("waits on port {port} for the data connection of {from}")
}

pub fn let_in(user: &str, from: SocketAddrV4) -> String {
    format!("{user} logged in from {from}")
}

pub fn kept_out(user: &str, from: SocketAddrV4) -> String {
    format!("{user} of {from} not let in")
}

pub fn idle_closed(to: SocketAddrV4) -> String {
    format!("closed the idle connection of {to}")
}
