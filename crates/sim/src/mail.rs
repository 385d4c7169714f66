//! What programs of one host tell each other: a name to look up, an address found, a line typed by the user.
//!
//! It is delivered when whoever writes it has finished: a program cannot be told of anything while it runs.

use core::net::Ipv4Addr;

use crate::apps::LookupError;
use crate::ids::{EventId, NodeId, ProgramId};
use crate::program::Input;
use crate::world::World;

/// Something for a program, from another one of its host or from the user.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) node: NodeId,
    pub(crate) to: ProgramId,
    pub(crate) content: Content,
    pub(crate) cause: Option<EventId>,
}

/// What it says.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// To the stub resolver: look this name up.
    Ask {
        by: ProgramId,
        token: u32,
        name: String,
    },
    /// What became of a name.
    Answer {
        token: u32,
        result: Result<Vec<Ipv4Addr>, LookupError>,
    },
    /// A line that the user typed.
    Typed(String),
}

impl World {
    /// Has something told to a program once whoever runs now is done.
    pub(crate) fn post(&mut self, mail: Mail) {
        self.mail.push_back(mail);
    }

    /// Delivers the first of the mail; `false` if there was none.
    pub(crate) fn deliver_mail(&mut self) -> bool {
        let Some(mail) = self.mail.pop_front() else {
            return false;
        };
        let input = match &mail.content {
            Content::Ask { by, token, name } => Input::Ask {
                by: *by,
                token: *token,
                name,
            },
            Content::Answer { token, result } => Input::Resolved {
                token: *token,
                result: result.as_deref().map_err(|error| *error),
            },
            Content::Typed(line) => Input::Typed(line),
        };
        self.run_program(mail.node, mail.to, mail.cause, |program, sys| {
            program.handle(sys, None, input);
        });
        true
    }
}
