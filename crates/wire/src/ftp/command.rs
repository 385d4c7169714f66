//! What a client asks for.

use super::{clean, telnet};
use std::fmt;

/// A command of RFC 959 section 4.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Who wants in.
    User(String),
    /// The password.
    Pass(String),
    /// How files are represented: `A` text, `I` bytes as they are.
    Type(String),
    /// Print the working directory.
    Pwd,
    /// Listen for the data connection (passive mode).
    Pasv,
    /// Send a file.
    Retr(String),
    /// Send the names of the files, of one directory if it is named.
    List(Option<String>),
    /// What system is this?
    Syst,
    /// Goodbye.
    Quit,
    /// A command this crate does not know: a server answers 502, or 500 if it is none at all.
    Other {
        /// Its first word, in capital letters.
        verb: String,
        /// What follows it, as it came.
        argument: String,
    },
}

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadCommand {
    /// It does not begin with three or four letters.
    Syntax,
    /// The command needs an argument and has none.
    NoArgument,
}

impl BadCommand {
    /// The code a server answers with (RFC 959 section 4.2.1).
    pub fn reply_code(self) -> u16 {
        match self {
            BadCommand::Syntax => 500,
            BadCommand::NoArgument => 501,
        }
    }
}

impl fmt::Display for BadCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadCommand::Syntax => "the line is no command",
            BadCommand::NoArgument => "the command needs an argument",
        })
    }
}

impl std::error::Error for BadCommand {}

impl Command {
    /// Reads a line without its line end. Letters may be small or capital.
    pub fn parse(line: &[u8]) -> Result<Command, BadCommand> {
        let line = telnet::without_commands(line);
        let text = String::from_utf8_lossy(&line);
        let (verb, argument) = text.split_once(' ').unwrap_or((text.as_ref(), ""));
        let letters = verb.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !letters || !(3..=4).contains(&verb.len()) {
            return Err(BadCommand::Syntax);
        }
        let verb = verb.to_ascii_uppercase();
        let some = (!argument.is_empty()).then(|| argument.to_owned());
        let needed = some.clone().ok_or(BadCommand::NoArgument);
        Ok(match verb.as_str() {
            "USER" => Command::User(needed?),
            // Some servers let anyone in with an empty password.
            "PASS" => Command::Pass(argument.to_owned()),
            "TYPE" => Command::Type(needed?),
            "PWD" => Command::Pwd,
            "PASV" => Command::Pasv,
            "RETR" => Command::Retr(needed?),
            "LIST" => Command::List(some),
            "SYST" => Command::Syst,
            "QUIT" => Command::Quit,
            _ => Command::Other {
                verb,
                argument: argument.to_owned(),
            },
        })
    }

    /// The command's first word, in capital letters.
    pub fn verb(&self) -> &str {
        match self {
            Command::User(_) => "USER",
            Command::Pass(_) => "PASS",
            Command::Type(_) => "TYPE",
            Command::Pwd => "PWD",
            Command::Pasv => "PASV",
            Command::Retr(_) => "RETR",
            Command::List(_) => "LIST",
            Command::Syst => "SYST",
            Command::Quit => "QUIT",
            Command::Other { verb, .. } => verb,
        }
    }

    /// What follows the first word; empty if nothing does.
    pub fn argument(&self) -> &str {
        match self {
            Command::User(text)
            | Command::Pass(text)
            | Command::Type(text)
            | Command::Retr(text)
            | Command::List(Some(text)) => text,
            Command::Other { argument, .. } => argument,
            Command::Pwd | Command::Pasv | Command::List(None) | Command::Syst | Command::Quit => {
                ""
            }
        }
    }

    /// The line as it is sent, with CRLF. Control characters become spaces: an argument cannot
    /// smuggle in a second command.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut line: String = clean(self.verb()).collect();
        if !self.argument().is_empty() {
            line.push(' ');
            line.extend(clean(self.argument()));
        }
        line.push_str("\r\n");
        line.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commands_are_read_whatever_their_letters_case() {
        let retr = Command::Retr("a file.txt".into());
        assert_eq!(Command::parse(b"retr a file.txt"), Ok(retr));
        assert_eq!(Command::parse(b"Pasv"), Ok(Command::Pasv));
        assert_eq!(Command::parse(b"LIST"), Ok(Command::List(None)));
        let other = Command::Other {
            verb: "CWD".into(),
            argument: "/pub".into(),
        };
        assert_eq!(Command::parse(b"cwd /pub"), Ok(other));
    }

    #[test]
    fn a_line_that_is_no_command_is_500_and_a_missing_argument_501() {
        for line in [
            &b""[..],
            b"GO",
            b"HELLO x",
            b"12 x",
            b" USER x",
            b"\xff\xff\xff",
        ] {
            let code = Command::parse(line).map_err(BadCommand::reply_code);
            assert_eq!(code, Err(500), "{line:?}");
        }
        let code = Command::parse(b"RETR").map_err(BadCommand::reply_code);
        assert_eq!(code, Err(501));
    }

    #[test]
    fn an_argument_cannot_smuggle_in_a_second_command() {
        let bytes = Command::Retr("a\r\nQUIT".into()).to_bytes();
        assert_eq!(bytes, b"RETR a  QUIT\r\n");
    }

    fn any_command() -> impl Strategy<Value = Command> {
        let text = "[^\\p{Cc}]{1,20}";
        prop_oneof![
            text.prop_map(Command::User),
            "[^\\p{Cc}]{0,20}".prop_map(Command::Pass),
            text.prop_map(Command::Type),
            Just(Command::Pwd),
            Just(Command::Pasv),
            text.prop_map(Command::Retr),
            prop::option::of(text).prop_map(Command::List),
            Just(Command::Syst),
            Just(Command::Quit),
            "[^\\p{Cc}]{0,20}".prop_map(|argument| Command::Other {
                verb: "NOOP".into(),
                argument,
            }),
        ]
    }

    proptest! {
        #[test]
        fn a_command_reads_back_as_it_was_sent(command in any_command()) {
            let bytes = command.to_bytes();
            let line = bytes.strip_suffix(b"\r\n").unwrap();
            prop_assert_eq!(Command::parse(line), Ok(command));
        }

        #[test]
        fn any_line_is_a_command_or_told_not_to_be(line in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(command) = Command::parse(&line) {
                prop_assert!(matches!(command.verb().len(), 3 | 4));
            }
        }
    }
}
