//! What programs that turn to others share: looking a name up, and why they give up.

use crate as words;
use crate::dns::step::list;
use crate::en::LANG;
use hoplab_sim::apps::{ClientError, LookupError, LookupEvent};

pub fn lookup(subject: &str, event: &LookupEvent) -> String {
    match event {
        LookupEvent::Asked { name } => {
            format!(
                "{subject} needs the address of {name} and asks the stub resolver of its own host"
            )
        }
        LookupEvent::Found {
            name, addresses, ..
        } => {
            let found = list(addresses);
            format!("{subject} learns that {name} is {found}")
        }
        LookupEvent::Failed { name, error, .. } => {
            format!(
                "{subject} gets no address for {name}: {}",
                lookup_error(*error)
            )
        }
    }
}

pub fn lookup_error(error: LookupError) -> &'static str {
    match error {
        LookupError::NoResolver => "this host knows no name server",
        LookupError::BadName => "it is not a valid name",
        LookupError::NoSuchName => "there is no such name (NXDOMAIN)",
        LookupError::NoAddress => "the name exists but has no address",
        LookupError::ServerFailure => "the name server could not find out (SERVFAIL)",
        LookupError::Refused => "the name server will not answer (REFUSED)",
        LookupError::TimedOut => "no name server answered",
        LookupError::Unreachable => "no name server could be reached",
    }
}

pub fn client_error(error: ClientError) -> String {
    let text = match error {
        ClientError::Lookup(error) => lookup_error(error),
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
