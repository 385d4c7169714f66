//! The stub resolver of a host: looks names up for its programs by asking the name servers it is configured with.

use hoplab_dns::{
    CacheSnapshot, LookupId, Name, Question, Rcode, Resolution, Stub, StubAnswer, StubConfig,
};
use hoplab_units::Time;

use core::net::Ipv4Addr;

use super::dns_asker::DnsAsker;
use super::screen::Screen;
use super::target::LookupError;
use super::{AppKind, AppSummary, StubLookup};
use crate::event::ProgramSummary;
use crate::ids::{ProgramId, SocketId};
use crate::program::{Input, Program, Sys};

/// What a resolver shows, be it a host's or one that others ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolverScreen {
    /// Whom it asks: a stub its name servers, a recursive resolver the root servers.
    pub servers: Vec<Ipv4Addr>,
    /// What it remembers.
    pub cache: CacheSnapshot,
    /// How many lookups wait for an answer.
    pub waiting: u32,
}

/// A host's own resolver. The host starts it if it is configured with name servers.
#[derive(Clone, Debug)]
pub(crate) struct StubResolver {
    stub: Stub,
    asker: DnsAsker,
    waiting: Vec<Waiting>,
}

/// A program that waits for an answer.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    lookup: LookupId,
    pub(crate) by: ProgramId,
    pub(crate) token: u32,
    pub(crate) name: String,
}

impl Waiting {
    /// Its lookup, of the resolver with this number.
    pub(crate) fn lookup_of(&self, resolver: ProgramId) -> StubLookup {
        StubLookup {
            resolver,
            lookup: self.lookup,
        }
    }
}

impl StubResolver {
    /// The most programs' questions at a time; one more is told that the server cannot find out.
    const MAX_WAITING: usize = 256;

    /// What every one of them is.
    pub(crate) fn summary() -> ProgramSummary {
        ProgramSummary::App(AppSummary {
            kind: AppKind::Stub,
            name: None,
            port: None,
            target: None,
        })
    }

    pub(crate) fn new(servers: Vec<Ipv4Addr>) -> StubResolver {
        StubResolver {
            stub: Stub::new(StubConfig::new(servers)),
            asker: DnsAsker::default(),
            waiting: Vec::new(),
        }
    }

    /// Who waits for which name, now that it answers nobody any more.
    pub(crate) fn take_waiting(&mut self) -> Vec<Waiting> {
        core::mem::take(&mut self.waiting)
    }

    fn ask(&mut self, sys: &mut Sys<'_>, by: ProgramId, token: u32, name: &str) {
        let Ok(parsed) = name.parse::<Name>() else {
            return sys.answer_lookup(by, token, name, Err(LookupError::BadName), None);
        };
        if self.waiting.len() >= StubResolver::MAX_WAITING {
            return sys.answer_lookup(by, token, name, Err(LookupError::ServerFailure), None);
        }
        let (now, question) = (sys.now(), Question::address_of(parsed));
        let lookup = self.stub.resolve(now, by.0.into(), question);
        self.waiting.push(Waiting {
            lookup,
            by,
            token,
            name: name.to_owned(),
        });
    }

    fn drive(&mut self, sys: &mut Sys<'_>) {
        let input = sys.cause();
        self.asker.drive(&mut self.stub, sys);
        while let Some(StubAnswer {
            lookup, resolution, ..
        }) = self.stub.poll_answer()
        {
            let of = |waiting: &Waiting| waiting.lookup == lookup;
            let Some(place) = self.waiting.iter().position(of) else {
                continue;
            };
            let waiting = self.waiting.remove(place);
            let of = Some(waiting.lookup_of(sys.program().1));
            let Waiting {
                by, token, name, ..
            } = waiting;
            sys.because(self.asker.cause_of_answer(lookup).or(input));
            sys.answer_lookup(by, token, &name, result(&resolution), of);
        }
    }
}

fn result(resolution: &Resolution) -> Result<Vec<Ipv4Addr>, LookupError> {
    let error = match resolution {
        Resolution::Found { .. } => {
            let addresses: Vec<Ipv4Addr> = resolution.addresses().collect();
            if !addresses.is_empty() {
                return Ok(addresses);
            }
            LookupError::NoAddress
        }
        Resolution::NoSuchName => LookupError::NoSuchName,
        Resolution::NoData => LookupError::NoAddress,
        Resolution::ServFail(Rcode::Refused) => LookupError::Refused,
        Resolution::ServFail(_) => LookupError::ServerFailure,
        Resolution::Timeout => LookupError::TimedOut,
        Resolution::Unreachable => LookupError::Unreachable,
    };
    Err(error)
}

impl Program for StubResolver {
    fn screen(&self, now: Time) -> Option<Screen> {
        Some(Screen::Resolver(ResolverScreen {
            servers: self.stub.config().servers.clone(),
            cache: self.stub.cache().snapshot(now),
            waiting: self.waiting.len() as u32,
        }))
    }

    fn start(&mut self, _sys: &mut Sys<'_>) {}

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Ask { by, token, name } => self.ask(sys, by, token, name),
            Input::FlushDns => self.stub.flush(),
            input => {
                self.asker.handle(&mut self.stub, sys, socket, input);
            }
        }
        self.drive(sys);
    }
}
