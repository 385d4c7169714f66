//! FTP clients and servers, in words.

use crate::Lang;
use crate::programs::client::client_error;
use crate::programs::target;
use crate::screens::bytes;
use core::net::SocketAddrV4;
use hoplab_sim::NodeSnapshot;
use hoplab_sim::apps::{FtpClientSpec, FtpEvent, FtpSessionRow, FtpState, FtpTransfer};

said! { programs::ftp =>
    /// What is called so by the port of its data.
    data_service;
    /// What is called so by the port of its commands.
    control_service;
    /// The program that has files.
    ftp_server;
    /// The program that fetches them.
    ftp_client;
    /// What one of them did or learnt.
    sentence(subject: &str, event: &FtpEvent) -> String;
    /// A button: fetches a file.
    fetch(file: &str, from: &str) -> String;
    /// A button: logs in.
    log_in(to: &str) -> String;
    /// The field for a command.
    command;
    /// A connection of the client.
    control;
    /// The other connection of the client.
    data;
    /// A data connection for which no file has been asked yet.
    opening;
    /// Who is connected to the server.
    sessions;
    /// Nobody is.
    no_sessions;
    /// Who said a line.
    server;
    /// Who said a line.
    client;
    /// How far a client is.
    state(state: FtpState) -> String;
    /// A file of which all is here.
    whole;
    /// A file of which more is to come.
    coming_in;
    /// Why a file could not be sent: nobody took it.
    no_data_connection;
    /// The port at which a session's data goes.
    data_port(port: u16) -> String;
    /// How much of a file is sent.
    part_of(file: &str, sent: &str, all: &str) -> String;
    /// In the server's log: it waits for the other connection.
    waits_for_data(port: u16, from: SocketAddrV4) -> String;
    /// In the server's log: somebody logged in.
    let_in(user: &str, from: SocketAddrV4) -> String;
    /// In the server's log: somebody did not get in.
    kept_out(user: &str, from: SocketAddrV4) -> String;
    /// In the server's log: somebody said nothing for too long.
    idle_closed(to: SocketAddrV4) -> String;
}

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &FtpClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    let to = target(&spec.to, nodes);
    Some(match &spec.file {
        Some(file) => fetch(lang, file, &to),
        None => log_in(lang, &to),
    })
}

/// A file so far.
pub fn transfer(lang: Lang, transfer: &FtpTransfer) -> String {
    let command = transfer.command.as_str();
    let how = match (transfer.done, transfer.error) {
        (_, None) if command.is_empty() => return opening(lang).to_owned(),
        (Some(_), _) => whole(lang).to_owned(),
        (None, Some(error)) => client_error(lang, error),
        (None, None) => coming_in(lang).to_owned(),
    };
    if command.is_empty() {
        return how;
    }
    let here = bytes(lang, transfer.data.len() as u64);
    format!("{command} · {here} · {how}")
}

/// A session of the server.
pub fn session(lang: Lang, session: &FtpSessionRow) -> String {
    let size = |length: u32| bytes(lang, u64::from(length));
    let sending = session.sending.as_ref();
    let parts = [
        Some(session.from.to_string()),
        session.user.clone(),
        session.data_port.map(|port| data_port(lang, port)),
        sending.map(|(file, sent, all)| part_of(lang, file, &size(*sent), &size(*all))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// A line of the server's log.
pub fn event(lang: Lang, event: &FtpEvent) -> String {
    match event {
        FtpEvent::WaitsForData { port, from } => waits_for_data(lang, *port, *from),
        FtpEvent::LetIn { user, from } => let_in(lang, user, *from),
        FtpEvent::KeptOut { user, from } => kept_out(lang, user, *from),
        FtpEvent::FileSent {
            file,
            bytes: length,
            to,
        } => format!("{file} → {to} · {}", bytes(lang, u64::from(*length))),
        FtpEvent::DataFailed { file, to, error } => {
            let none_came = || no_data_connection(lang).to_owned();
            let why = error.map_or_else(none_came, |error| crate::socket_error(lang, error));
            format!("{file} → {to}: {why}")
        }
        FtpEvent::IdleClosed { to } => idle_closed(lang, *to),
        // The client's kinds: a server has none of them in its log.
        FtpEvent::Commanded { line } => line.clone(),
        FtpEvent::Replied { code, text } => format!("{code} {text}"),
        FtpEvent::OpensData { at } | FtpEvent::DataOpen { at } => {
            format!("{} → {at}", data(lang))
        }
        FtpEvent::FileWhole { file, .. } => file.clone(),
        FtpEvent::Failed { error } => client_error(lang, *error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;
    use core::net::{Ipv4Addr, SocketAddrV4};
    use hoplab_units::Time;

    #[test]
    fn before_a_file_is_asked_for_only_the_data_connection_is_told_of() {
        let mut file = FtpTransfer {
            command: String::new(),
            local: None,
            remote: SocketAddrV4::new(Ipv4Addr::LOCALHOST, 49_152),
            data: Vec::new().into(),
            begun: Time::ZERO,
            done: None,
            error: None,
        };
        assert_eq!(transfer(Lang::En, &file), opening(Lang::En));
        file.command = "RETR hello.txt".to_owned();
        assert_eq!(
            transfer(Lang::En, &file),
            "RETR hello.txt · 0 bytes · coming in"
        );
    }
}
