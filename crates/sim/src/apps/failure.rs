//! [`ClientError`]: why a client program did not get what it wanted.

use serde::Serialize;

use super::target::LookupError;
use crate::event::SocketError;

/// Why a browser, an FTP client or a chat client gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientError {
    /// The name led to no address.
    Lookup(LookupError),
    /// The connection failed: refused, reset, timed out, unreachable.
    Socket(SocketError),
    /// For longer than the program waits nothing has come: it gave up before TCP did.
    Silence,
    /// The server closed the connection in the middle of something.
    CutOff,
    /// What came is not what the protocol says.
    NotUnderstood,
    /// More came than the program holds.
    TooMuch,
    /// One redirection after the other.
    RedirectedTooOften,
    /// What was typed is no address of a page.
    BadAddress,
    /// The server did not take the name and password.
    LoginRefused,
    /// The server does not have the file, or does not give it.
    FileRefused,
    /// The server said no to something else.
    #[serde(rename = "server-refused")]
    Refused,
}
