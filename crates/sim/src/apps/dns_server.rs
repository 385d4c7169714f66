//! An authoritative name server (RFC 1034 §4.3.1): it answers from its zones, over UDP and TCP, and asks nobody.

use core::net::SocketAddrV4;

use hoplab_dns::{
    Authority, Message, Name, Over, Question, Rcode, Record, RecordSpec, Wildcard, ZoneSpec,
};
use hoplab_units::Time;
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, SpecWhy, require};
use super::dns_streams::DnsStreams;
use super::event::AppEvent;
use super::screen::Screen;
use super::spec::{Carrier, Field, Settings};
use super::{AppKind, AppSummary, DNS_PORT};
use crate::event::{EventKind, Refusal, SocketError, SocketProtocol};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys};

/// An authoritative name server on port 53.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DnsServerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is the source of.
    pub zones: Vec<ZoneSpec>,
}

impl DnsServerSpec {
    const MAX_ZONES: usize = 16;
}

impl Settings for DnsServerSpec {
    /// Zones are written in a scenario, not in a form.
    const FORM: Option<&'static [Field]> = None;
    const CARRIER: Carrier = Carrier::Own(&[SocketProtocol::Udp, SocketProtocol::Tcp]);

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, DNS_PORT)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        let (least, most) = (1, DnsServerSpec::MAX_ZONES);
        let number = (least..=most).contains(&self.zones.len());
        require(number, "zones", SpecWhy::Zones { least, most })?;
        let authority = Authority::new(&self.zones);
        authority.map(|_| ()).map_err(|error| SpecDefect {
            field: "zones",
            why: SpecWhy::Zone(Box::new(error)),
        })
    }
}

/// What happened at a name server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum DnsServerEvent {
    /// It answered a question.
    Answered {
        to: SocketAddrV4,
        question: Option<Question>,
        rcode: Rcode,
        /// Whether it answered with authority.
        authoritative: bool,
        /// Whether it finds out for others; one that does not may point at servers nearer to the name.
        recursive: bool,
        /// How many records of the answer itself it gave.
        answers: u16,
        /// Whether not all of it found room.
        truncated: bool,
        over: Over,
    },
    /// What a wildcard had to do with the answer that comes next (RFC 4592).
    Wildcard { to: SocketAddrV4, of: Wildcard },
    /// Its records were changed.
    Changed { zone: Name, name: Name, serial: u32 },
}

impl DnsServerEvent {
    /// An answer that leaves.
    pub(crate) fn answered(to: SocketAddrV4, reply: &Message, over: Over) -> DnsServerEvent {
        DnsServerEvent::Answered {
            to,
            question: reply.question.clone(),
            rcode: reply.rcode,
            authoritative: reply.aa,
            recursive: reply.ra,
            answers: reply.answers.len() as u16,
            truncated: reply.tc,
            over,
        }
    }
}

/// What a name server shows: its zones as they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsServerScreen {
    /// Each zone, by its origin.
    pub zones: Vec<ZoneScreen>,
    /// How many questions it has answered.
    pub answered: u32,
}

/// One zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneScreen {
    /// Where it begins.
    pub origin: Name,
    /// Its records, the SOA first.
    pub records: Vec<Record>,
}

/// The server.
#[derive(Clone, Debug)]
pub(crate) struct DnsServer {
    authority: Authority,
    streams: DnsStreams,
    answered: u32,
}

impl DnsServer {
    pub(crate) fn new(spec: DnsServerSpec) -> DnsServer {
        DnsServer {
            // Whoever starts it has checked the zones; with one that cannot be it would know nothing.
            authority: Authority::new(&spec.zones)
                .or_else(|_| Authority::new(&[]))
                .unwrap_or_default(),
            streams: DnsStreams::default(),
            answered: 0,
        }
    }

    fn open(&mut self, sys: &mut Sys<'_>) -> Result<(), SocketError> {
        sys.udp_bound(DNS_PORT)?;
        sys.listen(DNS_PORT)?;
        Ok(())
    }

    /// The bytes that answer a question, told in the trace.
    fn answer(
        &mut self,
        sys: &mut Sys<'_>,
        to: SocketAddrV4,
        query: &[u8],
        over: Over,
    ) -> Option<Vec<u8>> {
        let mut wildcards = Vec::new();
        let authority = &self.authority;
        let bytes = authority.answer_bytes_telling(query, over, &mut wildcards)?;
        let reply = Message::parse(&bytes).ok()?;
        self.answered += 1;
        for of in wildcards {
            let event = DnsServerEvent::Wildcard { to, of };
            sys.record_app(AppEvent::DnsServer(event));
        }
        let event = DnsServerEvent::answered(to, &reply, over);
        sys.record_app(AppEvent::DnsServer(event));
        Some(bytes)
    }

    fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        loop {
            let queries = self.streams.read(sys, socket);
            if queries.is_empty() {
                return;
            }
            for query in queries {
                if let Some(reply) = self.answer(sys, from, &query, Over::Tcp) {
                    self.streams.write(sys, socket, &reply);
                }
            }
        }
    }

    pub(crate) fn has_zone(&self, origin: &Name) -> bool {
        let mut zones = self.authority.zones().iter();
        zones.any(|zone| zone.origin() == origin)
    }

    /// Changes the records of one name; a spec that names no data removes all of that name.
    ///
    /// # Errors
    /// Nothing has changed then.
    pub(crate) fn change(
        &mut self,
        zone: &Name,
        spec: &RecordSpec,
    ) -> Result<DnsServerEvent, Refusal> {
        let zone = self.authority.zone_mut(zone).ok_or(Refusal::NoSuchZone)?;
        let name = Name::parse_in(&spec.name, zone.origin()).map_err(|_| Refusal::BadRecord)?;
        if spec.a.is_empty() && spec.ns.is_empty() && spec.cname.is_none() {
            for record in zone.all_of(&name) {
                zone.remove(&name, record.data.rtype())
                    .map_err(|_| Refusal::BadRecord)?;
            }
        } else {
            zone.change(spec).map_err(|_| Refusal::BadRecord)?;
        }
        let serial = match zone.soa().data {
            hoplab_dns::RecordData::Soa(soa) => soa.serial,
            _ => 0,
        };
        Ok(DnsServerEvent::Changed {
            zone: zone.origin().clone(),
            name,
            serial,
        })
    }
}

impl Program for DnsServer {
    fn screen(&self, _now: Time) -> Option<Screen> {
        let zones = self.authority.zones().iter().map(|zone| ZoneScreen {
            origin: zone.origin().clone(),
            records: zone.records().collect(),
        });
        Some(Screen::DnsServer(DnsServerScreen {
            zones: zones.collect(),
            answered: self.answered,
        }))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        if let Err(error) = self.open(sys) {
            sys.record(EventKind::SocketError { error });
            sys.exit();
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        if let Input::SetRecord { zone, record } = input {
            // The command was tried before it was carried out.
            if let Ok(event) = self.change(zone, record) {
                sys.record_app(AppEvent::DnsServer(event));
            }
            return;
        }
        if let Input::Timer(DnsStreams::TIMER) = input {
            return self.streams.handle_timer(sys);
        }
        let Some(socket) = socket else { return };
        match input {
            Input::Accepted { .. } => self.streams.accept(sys, socket),
            Input::Datagram { from, data, .. } => {
                if let Some(reply) = self.answer(sys, from, data, Over::Udp) {
                    // What finds no way out is lost, and whoever asked asks again.
                    let _ = sys.send_to(socket, from, &reply);
                }
            }
            Input::Readable { from } => self.read(sys, socket, from),
            Input::Writable => {
                self.streams.write_on(sys, socket);
                if let Some(from) = sys.remote(socket) {
                    self.read(sys, socket, from);
                }
            }
            Input::StreamEnded { .. } => self.streams.finish(sys, socket),
            Input::Error(_) => self.streams.forget(socket),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
