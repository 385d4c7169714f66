//! An FTP client and server on their screens.

use hoplab_sim::apps::{FtpEvent, FtpSessionRow, FtpState, FtpTransfer};

said! { screens::ftp =>
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
