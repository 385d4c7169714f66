//! [`ClientError`]: why a client program did not get what it wanted.

use core::fmt;

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

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ClientError::Lookup(error) => return error.fmt(f),
            ClientError::Socket(error) => return error.fmt(f),
            ClientError::Silence => "nothing came for too long",
            ClientError::CutOff => "the server closed the connection too early",
            ClientError::NotUnderstood => "what came is not what the protocol says",
            ClientError::TooMuch => "more came than fits",
            ClientError::RedirectedTooOften => "redirected too often",
            ClientError::BadAddress => "this is no address of a page",
            ClientError::LoginRefused => "the server did not take name and password",
            ClientError::FileRefused => "the server does not give the file",
            ClientError::Refused => "the server said no",
        })
    }
}
