//! FTP clients and servers, in words.

use crate::Lang;
use crate::programs::target;
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
    /// A file so far.
    transfer(transfer: &FtpTransfer) -> String;
    /// A session of the server.
    session(session: &FtpSessionRow) -> String;
    /// A line of the server's log.
    event(event: &FtpEvent) -> String;
}

/// What a button says that starts a client.
pub(super) fn start(lang: Lang, spec: &FtpClientSpec, nodes: &[NodeSnapshot]) -> Option<String> {
    let to = target(&spec.to, nodes);
    Some(match &spec.file {
        Some(file) => fetch(lang, file, &to),
        None => log_in(lang, &to),
    })
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
