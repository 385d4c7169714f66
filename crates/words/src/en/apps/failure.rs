//! Why a client program did not get what it wanted, in words.

use crate::apps::lookup_error;
use crate::en::LANG;
use crate::{self as words};
use hoplab_sim::apps::ClientError;

pub fn client_error(error: ClientError) -> String {
    let text = match error {
        ClientError::Lookup(error) => lookup_error(LANG, error),
        ClientError::Socket(error) => return words::socket_error(LANG, error),
        ClientError::Silence => "nothing came for too long, so the program gave up",
        ClientError::CutOff => "the server closed the connection too early",
        ClientError::NotUnderstood => "what came does not follow the protocol",
        ClientError::TooMuch => "more came than fits",
        ClientError::RedirectedTooOften => "redirected from one page to the next without end",
        ClientError::BadAddress => "this is not the address of a page",
        ClientError::LoginRefused => "the server did not accept the user name and password",
        ClientError::FileRefused => "the server does not give this file",
        ClientError::Refused => "the server said no",
    };
    text.to_owned()
}
