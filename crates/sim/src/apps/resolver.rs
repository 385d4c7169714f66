//! A recursive resolver (RFC 1034 §5.3.3): finds out for other hosts, from the root down, and remembers.

use core::net::SocketAddrV4;

use hoplab_dns::{ClientAnswer, Message, Over, Recursive, RecursiveConfig, RootHint};
use hoplab_units::Time;
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, SpecWhy, require};
use super::dns_asker::DnsAsker;
use super::dns_server::DnsServerEvent;
use super::dns_streams::DnsStreams;
use super::event::AppEvent;
use super::screen::Screen;
use super::spec::{Carrier, Field, Settings};
use super::stub::ResolverScreen;
use super::{AppKind, AppSummary, DNS_PORT};
use crate::event::{EventKind, SocketError, SocketProtocol};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys};

/// A recursive resolver on port 53.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolverSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The servers of the root zone, where every way down begins.
    pub roots: Vec<RootHint>,
}

impl ResolverSpec {
    /// As many as there are on the real internet.
    const MAX_ROOTS: usize = 13;
}

impl Settings for ResolverSpec {
    const FORM: Option<&'static [Field]> = None;
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Udp, SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, DNS_PORT)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        let (least, most) = (1, ResolverSpec::MAX_ROOTS);
        let number = (least..=most).contains(&self.roots.len());
        require(number, "roots", SpecWhy::Roots { least, most })?;
        let asterisk = self.roots.iter().any(|root| root.name.has_asterisk());
        require(!asterisk, "roots", SpecWhy::RootAsterisk)?;
        let unicast = |root: &RootHint| crate::transfer::is_unicast(root.address);
        let fits = self.roots.iter().all(unicast);
        require(fits, "roots", SpecWhy::NoRootsAddress)
    }
}

/// The resolver.
#[derive(Clone, Debug)]
pub(crate) struct RecursiveResolver {
    recursive: Recursive,
    asker: DnsAsker,
    streams: DnsStreams,
    /// Who waits, by the token that the resolver gives back.
    clients: Vec<(u64, Client)>,
    next_client: u64,
}

#[derive(Clone, Copy, Debug)]
struct Client {
    socket: SocketId,
    from: SocketAddrV4,
}

impl RecursiveResolver {
    /// The most clients that wait at a time. What one more asks is lost, as in a full queue: it asks again.
    const MAX_CLIENTS: usize = 1024;

    pub(crate) fn new(spec: ResolverSpec) -> RecursiveResolver {
        RecursiveResolver {
            recursive: Recursive::new(RecursiveConfig::new(spec.roots)),
            asker: DnsAsker::default(),
            streams: DnsStreams::default(),
            clients: Vec::new(),
            next_client: 0,
        }
    }

    fn open(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        sys.udp_bound(DNS_PORT)?;
        sys.listen(DNS_PORT)?;
        Ok(())
    }

    fn asked(&mut self, sys: &mut Sys<'_>, client: Client, query: &[u8], over: Over) {
        if self.clients.len() >= RecursiveResolver::MAX_CLIENTS {
            return;
        }
        let (now, token) = (sys.now(), self.next_client);
        self.next_client += 1;
        if self
            .recursive
            .handle_query(now, token, client.from, query, over)
        {
            self.clients.push((token, client));
            if over == Over::Tcp {
                self.streams.owe(client.socket);
            }
        }
    }

    fn read(&mut self, sys: &mut Sys<'_>, client: Client) {
        loop {
            let queries = self.streams.read(sys, client.socket);
            if queries.is_empty() {
                return;
            }
            for query in queries {
                self.asked(sys, client, &query, Over::Tcp);
            }
        }
    }

    /// What comes from clients; `false` if it is none of theirs.
    fn serve(&mut self, sys: &mut Sys<'_>, socket: SocketId, input: Input<'_>) {
        match input {
            Input::Datagram { from, data, .. } => {
                self.asked(sys, Client { socket, from }, data, Over::Udp);
            }
            Input::Accepted { .. } => self.streams.accept(sys, socket),
            Input::Readable { from } => {
                self.read(sys, Client { socket, from });
            }
            Input::Writable => {
                self.streams.write_on(sys, socket);
                if let Some(from) = sys.remote(socket) {
                    self.read(sys, Client { socket, from });
                }
            }
            // Whoever waits for an answer may have closed its own side: it gets the answer all the same.
            Input::StreamEnded { .. } => self.streams.finish(sys, socket),
            // Of a connection: one socket serves all that ask over UDP, and what befell one is not the others' fault.
            Input::Error(SocketError::Tcp(_)) => {
                self.streams.forget(socket);
                let elsewhere = |(_, client): &(u64, Client)| client.socket != socket;
                self.clients.retain(elsewhere);
            }
            _ => {}
        }
    }

    fn drive(&mut self, sys: &mut Sys<'_>) {
        let input = sys.cause();
        self.asker.drive(&mut self.recursive, sys);
        while let Some(answer) = self.recursive.poll_answer() {
            let lookup = answer.lookup;
            let ended = lookup.and_then(|lookup| self.asker.cause_of_answer(lookup));
            sys.because(ended.or(input));
            self.answer(sys, &answer);
        }
    }

    fn answer(&mut self, sys: &mut Sys<'_>, answer: &ClientAnswer) {
        let of = |(token, _): &(u64, Client)| *token == answer.client;
        let Some(place) = self.clients.iter().position(of) else {
            return;
        };
        let (_, Client { socket, from }) = self.clients.remove(place);
        if let Ok(reply) = Message::parse(&answer.bytes) {
            let event = DnsServerEvent::answered(from, &reply, answer.over);
            sys.record_app(AppEvent::DnsServer(event));
        }
        match answer.over {
            Over::Udp => {
                // What finds no way out is lost, and whoever asked asks again.
                let _ = sys.send_to(socket, from, &answer.bytes);
            }
            Over::Tcp => self.streams.write_owed(sys, socket, &answer.bytes),
        }
    }
}

impl Program for RecursiveResolver {
    fn screen(&self, now: Time) -> Option<Screen> {
        let roots = self.recursive.config().roots.iter();
        Some(Screen::Resolver(ResolverScreen {
            servers: roots.map(|root| root.address).collect(),
            cache: self.recursive.cache().snapshot(now),
            waiting: self.clients.len() as u32,
        }))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        self.recursive.set_own_address(sys.address());
        if let Err(error) = self.open(sys) {
            sys.record(EventKind::SocketError { error });
            sys.exit();
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        if let Input::FlushDns = input {
            return self.recursive.flush();
        }
        if let Input::Timer(DnsStreams::TIMER) = input {
            return self.streams.handle_timer(sys);
        }
        let of_a_query = self.asker.handle(&mut self.recursive, sys, socket, input);
        if let Some(socket) = socket.filter(|_| !of_a_query) {
            self.serve(sys, socket, input);
        }
        self.drive(sys);
    }
}

#[cfg(test)]
mod tests;
