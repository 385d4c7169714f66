//! What programs of one host tell each other: a name to look up, an address found, a line typed by the user.
//!
//! It is delivered when whoever writes it has finished: a program cannot be told of anything while it runs.

use core::net::Ipv4Addr;

use crate::apps::{AnyProgram, AppEvent, LookupError, LookupEvent, StubLookup};
use crate::event::{EventKind, Place};
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
        if let Content::Ask { by, token, name } = &mail.content
            && !self.is_running(mail.node, mail.to)
        {
            let (to, error) = ((mail.node, *by), Err(LookupError::NoResolver));
            self.answer_lookup(to, *token, name, error, None, mail.cause);
            return true;
        }
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
            Content::Typed(channel) => Input::Typed(channel),
        };
        self.run_program(mail.node, mail.to, mail.cause, |program, sys| {
            program.handle(sys, None, input);
        });
        true
    }

    /// Tells a program what became of the name it asked for. One that is over learns nothing.
    pub(crate) fn answer_lookup(
        &mut self,
        (node, by): (NodeId, ProgramId),
        token: u32,
        name: &str,
        result: Result<Vec<Ipv4Addr>, LookupError>,
        lookup: Option<StubLookup>,
        cause: Option<EventId>,
    ) {
        if !self.is_running(node, by) {
            return;
        }
        let name = name.to_owned();
        let event = match result.clone() {
            Ok(addresses) => LookupEvent::Found {
                name,
                addresses,
                lookup,
            },
            Err(error) => LookupEvent::Failed {
                name,
                error,
                lookup,
            },
        };
        // It is the asking program that learns it.
        let place = Place::Program(node, by);
        let kind = EventKind::App(Box::new(AppEvent::Lookup(event)));
        let cause = Some(self.record(place, cause, kind));
        let content = Content::Answer { token, result };
        self.post(Mail {
            node,
            to: by,
            content,
            cause,
        });
    }

    /// If it was the stub resolver that ended: nobody answers those who wait for it any more.
    pub(crate) fn stub_ended(&mut self, node: NodeId, id: ProgramId, cause: Option<EventId>) {
        let Some(host) = self.host_mut(node).filter(|host| host.stub == Some(id)) else {
            return;
        };
        host.stub = None;
        let slot = host.programs.get_mut(id.index());
        let Some(AnyProgram::Stub(stub)) = slot.and_then(|slot| slot.program.as_mut()) else {
            return;
        };
        for waiting in stub.take_waiting() {
            let by = (node, waiting.by);
            let error = Err(LookupError::NoResolver);
            let lookup = Some(waiting.lookup_of(id));
            self.answer_lookup(by, waiting.token, &waiting.name, error, lookup, cause);
        }
    }

    fn is_running(&self, node: NodeId, id: ProgramId) -> bool {
        let slot = self
            .host(node)
            .and_then(|host| host.programs.get(id.index()));
        slot.is_some_and(|slot| slot.ended.is_none())
    }
}
