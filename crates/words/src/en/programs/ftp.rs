//! FTP clients and servers, in words.

use crate as words;
use crate::en::LANG;
use crate::programs::client::client_error;
use crate::screens::{bytes, span};
use hoplab_sim::apps::{FtpEvent, FtpSessionRow, FtpState, FtpTransfer};
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

pub fn transfer(transfer: &FtpTransfer) -> String {
    if transfer.command.is_empty() && transfer.error.is_none() {
        return opening().to_owned();
    }
    let here = bytes(LANG, transfer.data.len() as u64);
    let how = match (transfer.done, transfer.error) {
        (Some(_), _) => "whole".to_owned(),
        (None, Some(error)) => client_error(LANG, error),
        (None, None) => "coming in".to_owned(),
    };
    match transfer.command.as_str() {
        "" => how,
        command => format!("{command} · {here} · {how}"),
    }
}

pub fn session(session: &FtpSessionRow) -> String {
    let mut text = session.from.to_string();
    if let Some(user) = &session.user {
        text += &format!(" · {user}");
    }
    if let Some(port) = session.data_port {
        text += &format!(" · data on port {port}");
    }
    if let Some((file, sent, all)) = &session.sending {
        let (sent, all) = (bytes(LANG, u64::from(*sent)), bytes(LANG, u64::from(*all)));
        text += &format!(" · {file}: {sent} of {all}");
    }
    text
}

pub fn event(event: &FtpEvent) -> String {
    match event {
        FtpEvent::WaitsForData { port, from } => {
            format!("waits on port {port} for the data connection of {from}")
        }
        FtpEvent::LetIn { user, from } => format!("{user} logged in from {from}"),
        FtpEvent::KeptOut { user, from } => format!("{user} of {from} not let in"),
        FtpEvent::FileSent {
            file,
            bytes: length,
            to,
        } => {
            format!("{file} → {to} · {}", bytes(LANG, u64::from(*length)))
        }
        FtpEvent::DataFailed { file, to, error } => {
            let why = match error {
                Some(error) => words::socket_error(LANG, *error),
                None => "no data connection came".to_owned(),
            };
            format!("{file} → {to}: {why}")
        }
        FtpEvent::IdleClosed { to } => format!("closed the idle connection of {to}"),
        // The client's kinds: a server has none of them in its log.
        FtpEvent::Commanded { line } => line.clone(),
        FtpEvent::Replied { code, text } => format!("{code} {text}"),
        FtpEvent::OpensData { at } | FtpEvent::DataOpen { at } => {
            format!("{} → {at}", data())
        }
        FtpEvent::FileWhole { file, .. } => file.clone(),
        FtpEvent::Failed { error } => client_error(LANG, *error),
    }
}

pub fn fetch(file: &str, from: &str) -> String {
    format!("Fetch {file} from {from} by FTP")
}

pub fn log_in(to: &str) -> String {
    format!("Log in to {to} by FTP")
}
