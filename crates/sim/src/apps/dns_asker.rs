//! [`DnsAsker`]: between a resolver that knows no sockets and the sockets its queries need.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_dns::{
    DnsEvent, DnsEventKind, FailureWhy, LookupId, Over, Query, QueryKey, Recursive, StepId, Stub,
};
use hoplab_units::Time;

use super::DNS_PORT;
use super::dns_causes::{DnsCauses, Mark};
use super::dns_streams::DnsStreams;
use super::event::AppEvent;
use crate::event::SocketError;
use crate::host::PortChoice;
use crate::ids::{EventId, SocketId};
use crate::program::{Input, Sys, Timer};

/// What stub and recursive resolvers have in common.
pub(crate) trait Resolving {
    fn handle_response(&mut self, now: Time, key: QueryKey, from: Ipv4Addr, bytes: &[u8]);
    fn handle_failure(&mut self, now: Time, key: QueryKey, why: FailureWhy);
    fn handle_timeout(&mut self, now: Time);
    fn poll_timeout(&self) -> Option<Time>;
    fn poll_transmit(&mut self, now: Time, new_id: &mut dyn FnMut() -> u16) -> Option<Query>;
    fn poll_event(&mut self) -> Option<DnsEvent>;
    fn is_waiting(&self, key: QueryKey) -> bool;
}

macro_rules! resolving {
    ($type:ty) => {
        impl Resolving for $type {
            fn handle_response(&mut self, now: Time, key: QueryKey, from: Ipv4Addr, bytes: &[u8]) {
                <$type>::handle_response(self, now, key, from, bytes);
            }
            fn handle_failure(&mut self, now: Time, key: QueryKey, why: FailureWhy) {
                <$type>::handle_failure(self, now, key, why);
            }
            fn handle_timeout(&mut self, now: Time) {
                <$type>::handle_timeout(self, now);
            }
            fn poll_timeout(&self) -> Option<Time> {
                <$type>::poll_timeout(self)
            }
            fn poll_transmit(
                &mut self,
                now: Time,
                new_id: &mut dyn FnMut() -> u16,
            ) -> Option<Query> {
                <$type>::poll_transmit(self, now, new_id)
            }
            fn poll_event(&mut self) -> Option<DnsEvent> {
                <$type>::poll_event(self)
            }
            fn is_waiting(&self, key: QueryKey) -> bool {
                <$type>::is_waiting(self, key)
            }
        }
    };
}
resolving!(Stub);
resolving!(Recursive);

/// The queries under way, each with a socket of its own: a UDP socket that takes nothing but what its server
/// sends, from a port that nobody off the path can guess (RFC 5452 §9.2), or a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct DnsAsker {
    open: Vec<Open>,
    streams: DnsStreams,
    causes: DnsCauses,
    /// The wake-ups under way, the next one last.
    wakes: Vec<Time>,
}

#[derive(Clone, Debug)]
struct Open {
    key: QueryKey,
    socket: SocketId,
    sent: Option<Sent>,
    /// What to send once the connection is open.
    query: Option<Vec<u8>>,
}

/// Of which question a query is, and the event of its sending: what its silence comes of.
#[derive(Clone, Copy, Debug)]
struct Sent {
    lookup: LookupId,
    step: StepId,
    event: EventId,
}

impl DnsAsker {
    /// The timer that wakes a resolver.
    pub(crate) const TIMER: Timer = Timer(0);

    fn key_at(&self, socket: SocketId) -> Option<QueryKey> {
        let open = self.open.iter().find(|open| open.socket == socket)?;
        Some(open.key)
    }

    /// Passes on what concerns a query; `false` if it does not.
    pub(crate) fn handle(
        &mut self,
        resolving: &mut dyn Resolving,
        sys: &mut Sys<'_>,
        socket: Option<SocketId>,
        input: Input<'_>,
    ) -> bool {
        let now = sys.now();
        if let Input::Timer(DnsAsker::TIMER) = input {
            self.wakes.retain(|at| *at > now);
            if resolving.poll_timeout().is_some_and(|at| at <= now) {
                resolving.handle_timeout(now);
            }
            return true;
        }
        let Some((socket, key)) = socket.and_then(|socket| Some((socket, self.key_at(socket)?)))
        else {
            return false;
        };
        match input {
            Input::Datagram { from, data, .. } => {
                resolving.handle_response(now, key, *from.ip(), data);
            }
            Input::Connected => self.write_query(sys, socket),
            Input::Writable => self.streams.write_on(sys, socket),
            Input::Readable { from } => {
                for message in self.streams.read(sys, socket) {
                    resolving.handle_response(now, key, *from.ip(), &message);
                }
            }
            Input::StreamEnded { .. } => {
                resolving.handle_failure(now, key, FailureWhy::Reset);
            }
            Input::Error(error) => resolving.handle_failure(now, key, why(error)),
            _ => {}
        }
        true
    }

    fn write_query(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let open = self.open.iter_mut().find(|open| open.socket == socket);
        if let Some(query) = open.and_then(|open| open.query.take()) {
            self.streams.open(sys, socket);
            self.streams.write(sys, socket, &query);
        }
    }

    /// Does what the resolver wants done: tells what it decided, sends its queries, closes the sockets that it
    /// needs no more, and sets its timer.
    pub(crate) fn drive(&mut self, resolving: &mut dyn Resolving, sys: &mut Sys<'_>) {
        let input = sys.cause();
        self.causes.forget_over();
        self.tell(resolving, sys);
        loop {
            sys.because(input);
            let now = sys.now();
            let query = resolving.poll_transmit(now, &mut || sys.random() as u16);
            // Its sending is told first: it is the cause of the packet.
            let sent = self.tell(resolving, sys);
            let Some(query) = query else { break };
            let key = query.key;
            if let Err(error) = self.send(sys, query, sent) {
                resolving.handle_failure(now, key, why(error));
                self.tell(resolving, sys);
            }
        }
        self.close_settled(resolving, sys);
        sys.because(input);
        self.set_timer(resolving, sys);
    }

    /// What an answer to those who wait for a lookup comes of.
    pub(crate) fn cause_of_answer(&self, lookup: LookupId) -> Option<EventId> {
        self.causes.of_answer(lookup)
    }

    /// Tells what the resolver decided. From then on, what is done is done because of the last of it; it is
    /// returned if it is a query that leaves.
    fn tell(&mut self, resolving: &mut dyn Resolving, sys: &mut Sys<'_>) -> Option<Sent> {
        let input = sys.cause();
        let mut sent = None;
        while let Some(event) = resolving.poll_event() {
            let cause = match event.kind {
                DnsEventKind::TimedOut { key, .. } => self.sending_of(key).or(input),
                _ => self.causes.of(&event, input),
            };
            let is_query = matches!(event.kind, DnsEventKind::QuerySent { .. });
            let mark = Mark::of(&event);
            sys.because(cause);
            let event = sys.record_app(AppEvent::Dns(event));
            self.causes.note(mark, event);
            sent = is_query.then_some(Sent {
                lookup: mark.lookup,
                step: mark.step,
                event,
            });
        }
        sent
    }

    fn sending_of(&self, key: QueryKey) -> Option<EventId> {
        let open = self.open.iter().find(|open| open.key == key)?;
        open.sent.map(|sent| sent.event)
    }

    fn send(
        &mut self,
        sys: &mut Sys<'_>,
        query: Query,
        sent: Option<Sent>,
    ) -> Result<(), SocketError> {
        let Query {
            key,
            to,
            over,
            bytes,
            ..
        } = query;
        let to = SocketAddrV4::new(to, DNS_PORT);
        let (socket, query) = match over {
            Over::Udp => {
                let (socket, _) = sys.udp_connected_from(to, PortChoice::Random)?;
                self.open.push(Open {
                    key,
                    socket,
                    sent,
                    query: None,
                });
                return sys.send_datagram(socket, &bytes, None);
            }
            Over::Tcp => (sys.connect_from_random_port(to)?, Some(bytes)),
        };
        self.open.push(Open {
            key,
            socket,
            sent,
            query,
        });
        Ok(())
    }

    fn close_settled(&mut self, resolving: &dyn Resolving, sys: &mut Sys<'_>) {
        let input = sys.cause();
        let (open, settled): (Vec<Open>, Vec<Open>) = core::mem::take(&mut self.open)
            .into_iter()
            .partition(|open| resolving.is_waiting(open.key));
        self.open = open;
        for Open { socket, sent, .. } in settled {
            let cause = sent.and_then(|sent| self.causes.of_closing(sent.lookup, sent.step));
            sys.because(cause.or(input));
            self.streams.forget(socket);
            sys.close(socket);
        }
    }

    fn set_timer(&mut self, resolving: &dyn Resolving, sys: &mut Sys<'_>) {
        let Some(at) = resolving.poll_timeout() else {
            return;
        };
        if self.wakes.last().is_none_or(|first| at < *first) {
            self.wakes.push(at);
            sys.set_timer_for(at.since(sys.now()), DnsAsker::TIMER);
        }
    }
}

fn why(error: SocketError) -> FailureWhy {
    match error {
        SocketError::PortUnreachable | SocketError::Tcp(hoplab_tcp::Failure::Refused) => {
            FailureWhy::Refused
        }
        SocketError::Tcp(hoplab_tcp::Failure::Reset) => FailureWhy::Reset,
        _ => FailureWhy::Unreachable,
    }
}
