//! What happens between FTP clients and servers, in words.

use crate::apps::failure::client_error;
use crate::en::LANG;
use crate::screens::span;
use crate::{self as words};
use hoplab_sim::apps::FtpEvent;
use hoplab_units::count;

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
