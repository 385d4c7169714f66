//! FTP's control connection: commands and replies, a line each (RFC 959).
//!
//! Data connections carry a file's bytes and nothing else, so there is nothing here for them but
//! the address they are opened to: the one in the reply to PASV.

mod command;
mod reply;
pub(crate) mod telnet;

pub(crate) use reply::{is_last_line, split_line};

pub use command::{BadCommand, Command};
pub use reply::{BadReply, Reply, ReplyReader};

/// The longest line either end sends or takes, in bytes, without its line end.
pub const MAX_LINE: usize = 512;

/// The most lines one reply may have.
pub const MAX_REPLY_LINES: usize = 64;

/// The port a server listens at for control connections.
pub const PORT: u16 = 21;

/// Text as it may stand in a line: control characters would end it, or worse, and become spaces.
fn clean(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(|c| if c.is_control() { ' ' } else { c })
}
