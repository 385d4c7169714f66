//! FTP (RFC 959), passive mode: a server and a client with a control connection and one more for each file.

mod client;
mod files;
mod server;
mod session;

use core::net::SocketAddrV4;
use std::sync::Arc;

use hoplab_units::{Span, Time};
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, check_length, check_port};
use super::failure::ClientError;
use super::spec::{Ask, Carrier, Field, Settings, TO, field};
use super::target::Target;
use super::{AppKind, AppSummary};
use crate::event::{SocketError, SocketProtocol};

pub(crate) use client::FtpClient;
pub(crate) use server::FtpServer;

/// An FTP server with three files: `picture`, `hello.txt` and `readme.txt`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FtpServerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The TCP port of control connections; 21 unless told otherwise.
    #[serde(default = "ftp_port")]
    pub port: u16,
    /// The one user it knows; with `anonymous` any password will do.
    #[serde(default = "anonymous")]
    pub user: String,
    /// This user's password.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub password: String,
    /// What `hello.txt` says.
    #[serde(default = "hello")]
    pub text: String,
}

/// An FTP client: logs in, fetches a file and says goodbye, or waits for commands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FtpClientSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the server is.
    pub to: Target,
    /// The port of its control connections; 21 unless told otherwise.
    #[serde(default = "ftp_port")]
    pub port: u16,
    /// As whom it logs in.
    #[serde(default = "anonymous")]
    pub user: String,
    /// With which password; anyone on the way can read it.
    #[serde(default = "guest")]
    pub password: String,
    /// What it fetches before it says goodbye; none: it stays logged in and waits for what is typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

const fn ftp_port() -> u16 {
    hoplab_wire::ftp::PORT
}
fn anonymous() -> String {
    "anonymous".to_owned()
}
fn guest() -> String {
    "guest@".to_owned()
}
fn hello() -> String {
    "Hello from the file server.".to_owned()
}

/// The longest name, password or name of a file, in bytes.
const MAX_WORD: usize = 100;

impl FtpServerSpec {
    const MAX_TEXT: usize = 4096;
}

impl Settings for FtpServerSpec {
    const FORM: Option<&'static [Field]> = Some(&[field("port", Ask::Port, "21")]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, self.port)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        check_length("user", &self.user, 1, MAX_WORD)?;
        check_length("password", &self.password, 0, MAX_WORD)?;
        check_length("text", &self.text, 0, FtpServerSpec::MAX_TEXT)
    }
}

impl Settings for FtpClientSpec {
    const FORM: Option<&'static [Field]> = Some(&[
        TO,
        field("port", Ask::Port, "21"),
        field("file", Ask::Optional, "picture"),
    ]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        self.to.check("to")?;
        check_length("user", &self.user, 1, MAX_WORD)?;
        check_length("password", &self.password, 0, MAX_WORD)?;
        let file = self.file.as_deref().unwrap_or("-");
        check_length("file", file, 1, MAX_WORD)
    }
}

/// What happened between an FTP client and its server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum FtpEvent {
    /// The client sent a command; the line is as on the wire, a password included.
    Commanded { line: String },
    /// The client got a reply.
    Replied { code: u16, text: String },
    /// The client opens a data connection to where the server said it waits.
    OpensData { at: SocketAddrV4 },
    /// The data connection is open.
    DataOpen { at: SocketAddrV4 },
    /// The file is here, and the server says that this is all of it.
    FileWhole {
        file: String,
        bytes: u32,
        after: Span,
    },
    /// The client did not get what it wanted.
    Failed { error: ClientError },
    /// The server waits for a data connection on a port of its own choice.
    WaitsForData { port: u16, from: SocketAddrV4 },
    /// The server let somebody in.
    LetIn { user: String, from: SocketAddrV4 },
    /// The server kept somebody out.
    KeptOut { user: String, from: SocketAddrV4 },
    /// The server sent a file, and all of it was acknowledged.
    FileSent {
        file: String,
        bytes: u32,
        to: SocketAddrV4,
    },
    /// A data connection failed, or nobody opened it.
    DataFailed {
        file: String,
        to: SocketAddrV4,
        error: Option<SocketError>,
    },
    /// The server closed a control connection over which nothing came for too long.
    IdleClosed { to: SocketAddrV4 },
}

/// What an FTP server shows: who is connected, and what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FtpServerScreen {
    /// Why it does not listen.
    pub failed: Option<SocketError>,
    /// Sessions, in the order they came.
    pub sessions: Vec<FtpSessionRow>,
    /// The newest things that happened, oldest first, at most [`FtpServerScreen::MAX_LOG`].
    pub log: Vec<FtpLogLine>,
}

impl FtpServerScreen {
    /// Older lines go.
    pub const MAX_LOG: usize = 50;
}

/// One session of an FTP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FtpSessionRow {
    /// The other end of the control connection.
    pub from: SocketAddrV4,
    /// Since when.
    pub since: Time,
    /// Who it is, once let in.
    pub user: Option<String>,
    /// The port the server waits on for its data connection, or has it on.
    pub data_port: Option<u16>,
    /// What is being sent: the file, how many bytes TCP took of it, and how many it has.
    pub sending: Option<(String, u32, u32)>,
}

/// A line of an FTP server's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FtpLogLine {
    /// When.
    pub at: Time,
    /// What; of the server's kinds.
    pub event: FtpEvent,
}

/// What an FTP client shows: the dialogue and the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FtpClientScreen {
    /// How far it is.
    pub state: FtpState,
    /// Both ends of the control connection, once there is one.
    pub control: Option<(SocketAddrV4, SocketAddrV4)>,
    /// The dialogue, oldest first, at most [`FtpClientScreen::MAX_LINES`].
    pub lines: Vec<FtpLine>,
    /// The newest file or listing.
    pub transfer: Option<FtpTransfer>,
}

impl FtpClientScreen {
    /// Older lines go.
    pub const MAX_LINES: usize = 100;
}

/// How far an FTP client is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FtpState {
    /// It waits for the address of the name, or for the connection.
    #[default]
    Connecting,
    /// It waits for a reply, or for a file.
    Busy,
    /// It waits for what is typed.
    Ready,
    /// The session is over, as it should be.
    Over,
    /// The session is over, or goes on without what was wanted.
    Failed(ClientError),
}

/// A line of the dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FtpLine {
    /// When.
    pub at: Time,
    /// Whether the server said it; else the client did.
    pub by_server: bool,
    /// The line as on the wire.
    pub text: String,
}

/// A file or listing that came, or comes, over a data connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FtpTransfer {
    /// The command it answers, such as `RETR picture`; empty until it was given.
    pub command: String,
    /// The client's end of the data connection.
    pub local: Option<SocketAddrV4>,
    /// Where the server waited.
    pub remote: SocketAddrV4,
    /// What came so far.
    pub data: Arc<Vec<u8>>,
    /// Since when.
    pub begun: Time,
    /// When the server's word came that this was all, and it was.
    pub done: Option<Time>,
    /// Why it did not come whole.
    pub error: Option<ClientError>,
}
