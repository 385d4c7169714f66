//! Chat: a server that passes on what one says to all the others, and its clients.
//!
//! The protocol is text in UTF-8 over TCP, a line at a time. A client's first line is its name; each further line
//! is something it says. The server's lines are `mina: hello` for what others say, `* mina joined`, `* mina left`
//! and `* here: mina, joon` for what happens, and `! …` for why it closes the connection.
//!
//! Who asks for a name that is taken may be the one who has it, come again after a crash that left a half-open
//! connection. So the server writes to the one who has it, and waits a little whether its TCP acknowledges that.

mod client;
mod server;

use core::net::SocketAddrV4;

use hoplab_units::{Span, Time};
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, SpecWhy, check_port, require};
use super::failure::ClientError;
use super::spec::{Ask, Carrier, Field, Settings, TO, field};
use super::target::Target;
use super::{AppKind, AppSummary};
use crate::event::{SocketError, SocketProtocol};

pub(crate) use client::ChatClient;
pub(crate) use server::ChatServer;

/// A chat server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChatServerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The TCP port it listens on; 4242 unless told otherwise.
    #[serde(default = "chat_port")]
    pub port: u16,
}

/// A chat client: joins, says its lines at their times, and what is typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChatClientSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is called in the chat.
    pub nick: String,
    /// Where the server is.
    pub to: Target,
    /// Its port; 4242 unless told otherwise.
    #[serde(default = "chat_port")]
    pub port: u16,
    /// What it says by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<TimedLine>,
}

/// Something to say at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimedLine {
    /// How long after the program was started, at most 24 hours. What comes before it has joined waits until then.
    pub after: Span,
    /// What it says.
    pub text: String,
}

const fn chat_port() -> u16 {
    4242
}

/// The longest line that may be said, in bytes.
pub const MAX_LINE: usize = 500;
/// The longest name in a chat, in bytes.
pub const MAX_NICK: usize = 30;

impl Settings for ChatServerSpec {
    const FORM: Option<&'static [Field]> = Some(&[field("port", Ask::Port, "4242")]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, self.port)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)
    }
}

impl ChatClientSpec {
    const MAX_LINES: usize = 100;
    const MAX_AFTER: Span = Span::from_secs(24 * 60 * 60);
}

impl Settings for ChatClientSpec {
    const FORM: Option<&'static [Field]> = Some(&[
        TO,
        field("port", Ask::Port, "4242"),
        field("nick", Ask::Text, "mina"),
    ]);
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        self.to.check("to")?;
        require(is_nick(&self.nick), "nick", SpecWhy::BadNick)?;
        let most = ChatClientSpec::MAX_LINES;
        require(self.lines.len() <= most, "lines", SpecWhy::TooMany { most })?;
        self.lines.iter().try_for_each(|line| {
            let plain = !line.text.chars().any(char::is_control);
            require(plain, "lines", SpecWhy::LineControl)?;
            let in_time = line.after <= ChatClientSpec::MAX_AFTER;
            require(in_time, "lines", SpecWhy::LineTooLate)?;
            let (least, most) = (1, MAX_LINE);
            let fits = (least..=most).contains(&line.text.len());
            require(fits, "lines", SpecWhy::LineBytes { least, most })
        })
    }
}

/// Whether somebody can be called so: it can be told from what they say, and from what the server says.
fn is_nick(nick: &str) -> bool {
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, ':' | ',');
    (1..=MAX_NICK).contains(&nick.len()) && !nick.starts_with(['*', '!']) && !nick.contains(odd)
}

/// What happened in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum ChatEvent {
    /// The client said a line.
    Said { text: String },
    /// The client heard what somebody else said.
    Heard { nick: String, text: String },
    /// The server let somebody in, or a client heard of it; of itself too.
    Joined { nick: String },
    /// Somebody left.
    Left { nick: String },
    /// Who was there when the client joined.
    Here { nicks: String },
    /// The server said something else.
    Told { text: String },
    /// The server passed a line on to so many others.
    Relayed { nick: String, to: u16 },
    /// The server closed a connection, and told why.
    Dismissed { nick: String, why: Dismissal },
    /// The client is not in the chat any more, or never was.
    Failed { error: ClientError },
}

/// Why a chat server closes a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dismissal {
    /// The name is taken.
    NameTaken,
    /// Nobody can be called so.
    BadName,
    /// The chat is full.
    Full,
    /// It took so little of what the others said that too much waits for it.
    TooSlow,
    /// It said a line that is too long.
    LineTooLong,
    /// Somebody else asked for its name, and it acknowledged nothing of what was sent to it then: it is gone without
    /// a word.
    Gone,
}

impl Dismissal {
    /// The server's words for it, behind `! `.
    pub const fn as_str(self) -> &'static str {
        match self {
            Dismissal::NameTaken => "this name is taken",
            Dismissal::BadName => "this is no name",
            Dismissal::Full => "the chat is full",
            Dismissal::TooSlow => "you read too slowly",
            Dismissal::LineTooLong => "this line is too long",
            Dismissal::Gone => "nothing is acknowledged any more",
        }
    }
}

/// What a chat server shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChatServerScreen {
    /// Why it does not listen.
    pub failed: Option<SocketError>,
    /// Who is connected, in the order they came.
    pub members: Vec<ChatMember>,
    /// The newest things that happened, oldest first, at most `MAX_SHOWN`.
    pub lines: Vec<ChatLine>,
}

/// Older lines of a chat's screens go.
pub const MAX_SHOWN: usize = 100;

/// Somebody connected to a chat server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatMember {
    /// The name, once told.
    pub nick: Option<String>,
    /// The other end of the connection.
    pub from: SocketAddrV4,
    /// Bytes of what others said that TCP has not taken yet.
    pub waiting: u32,
}

/// What a chat client shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatScreen {
    /// What it is called.
    pub nick: String,
    /// How far it is.
    pub state: ChatState,
    /// The newest lines, oldest first, at most `MAX_SHOWN`.
    pub lines: Vec<ChatLine>,
}

/// How far a chat client is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChatState {
    /// It waits for the address of the name, or for the connection.
    #[default]
    Connecting,
    /// It has told its name and waits to be let in.
    Joining,
    /// It is in the chat.
    In,
    /// It is not, any more.
    Out(ClientError),
}

/// A line of a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatLine {
    /// When.
    pub at: Time,
    /// What.
    pub event: ChatEvent,
}

/// Adds a line to a screen.
fn show(lines: &mut Vec<ChatLine>, at: Time, event: &ChatEvent) {
    if lines.len() >= MAX_SHOWN {
        lines.remove(0);
    }
    let event = event.clone();
    lines.push(ChatLine { at, event });
}
