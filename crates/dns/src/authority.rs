//! [`Authority`]: what a server of zones answers (RFC 1034 §4.3.2).

use crate::message::{Message, Question, Rcode};
use crate::name::Name;
use crate::record::{Record, RecordData, RecordType};
use crate::transport::Over;
use crate::zone::Zone;
use crate::zone_spec::{ZoneError, ZoneSpec};

/// The most CNAMEs followed within a zone for one answer.
const MAX_CNAMES: usize = 8;
/// A question for whatever there is.
const ANY: RecordType = RecordType::Other(255);

/// The zones of one server. It knows them and nothing else: what is elsewhere it refers to or refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    zones: Vec<Zone>,
}

impl Authority {
    /// The server of these zones.
    pub fn new(specs: &[ZoneSpec]) -> Result<Authority, ZoneError> {
        let mut zones: Vec<Zone> = Vec::new();
        for spec in specs {
            if zones.iter().any(|zone| *zone.origin() == spec.origin) {
                let origin = spec.origin.clone();
                return Err(ZoneError::Twice { origin });
            }
            zones.push(Zone::new(spec)?);
        }
        Ok(Authority { zones })
    }

    /// Its zones.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// The zone of this name, to be changed.
    pub fn zone_mut(&mut self, origin: &Name) -> Option<&mut Zone> {
        self.zones.iter_mut().find(|zone| zone.origin() == origin)
    }

    /// The zone that a name is in: the deepest of those that may hold it.
    pub fn zone_of(&self, name: &Name) -> Option<&Zone> {
        let holding = self.zones.iter().filter(|zone| name.is_in(zone.origin()));
        holding.max_by_key(|zone| zone.origin().label_count())
    }

    /// As [`Authority::zone_of`], to be changed.
    pub fn zone_of_mut(&mut self, name: &Name) -> Option<&mut Zone> {
        let holding = self.zones.iter_mut();
        let holding = holding.filter(|zone| name.is_in(zone.origin()));
        holding.max_by_key(|zone| zone.origin().label_count())
    }

    /// The answer to a question.
    pub fn answer(&self, query: &Message) -> Message {
        if query.opcode != 0 {
            return query.reply_with(Rcode::NotImp);
        }
        let Some(question) = &query.question else {
            return query.reply_with(Rcode::FormErr);
        };
        // 251 to 254 ask for whole zones or mailboxes (RFC 1035 §3.2.3).
        if matches!(question.rtype, RecordType::Other(251..=254)) {
            return query.reply_with(Rcode::Refused);
        }
        match self.zone_of(&question.name) {
            Some(zone) => {
                let mut reply = query.reply();
                zone.answer_into(question, &mut reply);
                reply
            }
            None => query.reply_with(Rcode::Refused),
        }
    }

    /// The bytes that answer these, if anything does: an answer is never answered. Over UDP they
    /// are at most [`Message::MAX_UDP_BYTES`], and TC says if more belongs to it.
    pub fn answer_bytes(&self, query: &[u8], over: Over) -> Option<Vec<u8>> {
        let reply = match Message::parse(query) {
            Ok(query) if query.qr => return None,
            Ok(query) => self.answer(&query),
            Err(_) => reply_to_unreadable(query)?,
        };
        Some(reply.to_bytes(over.limit()))
    }
}

/// FORMERR to what cannot be read, if at least its beginning says that it is a question. A question
/// of another kind or class cannot be read either: those are told that nobody here speaks that.
pub(crate) fn reply_to_unreadable(query: &[u8]) -> Option<Message> {
    let [id_high, id_low, flags, _, ..] = query else {
        return None;
    };
    if flags >> 7 == 1 {
        return None;
    }
    let opcode = flags >> 3 & 15;
    let foreign = matches!(
        Message::parse(query),
        Err(crate::DnsError::ForeignClass { .. })
    );
    Some(Message {
        id: u16::from_be_bytes([*id_high, *id_low]),
        qr: true,
        opcode,
        rd: flags & 1 == 1,
        rcode: match (opcode, foreign) {
            (0, true) => Rcode::Refused,
            (0, false) => Rcode::FormErr,
            _ => Rcode::NotImp,
        },
        ..Message::default()
    })
}

impl Zone {
    /// What this zone has to say, added to the beginning of an answer.
    fn answer_into(&self, question: &Question, reply: &mut Message) {
        let mut name = question.name.clone();
        for _ in 0..=MAX_CNAMES {
            if let Some(cut) = self.cut_above(&name) {
                // AA speaks of the first name of the answer: set if a CNAME of ours led here.
                reply.aa = !reply.answers.is_empty();
                reply.authority = self.set_of(&cut, RecordType::Ns);
                reply.additional = self.addresses_of_servers(&reply.authority);
                return;
            }
            reply.aa = true;
            let found = match question.rtype {
                ANY => self.all_of(&name),
                rtype => self.set_of(&name, rtype),
            };
            if !found.is_empty() {
                reply.additional = self.addresses_of_servers(&found);
                reply.answers.extend(found);
                return;
            }
            let alias = self.set_of(&name, RecordType::Cname);
            let Some(target) = alias.first().and_then(target_of) else {
                if !self.has_name(&name) {
                    reply.rcode = Rcode::NxDomain;
                }
                reply.authority.push(self.soa_of_what_is_not());
                return;
            };
            let is_loop = reply.answers.contains(&alias[0]);
            if is_loop {
                return;
            }
            reply.answers.extend(alias);
            if !target.is_in(self.origin()) {
                return;
            }
            name = target;
        }
    }

    /// The SOA record beside an answer that something is not there: its TTL is how long that may be
    /// remembered (RFC 2308 §3).
    fn soa_of_what_is_not(&self) -> Record {
        let mut record = self.soa();
        if let RecordData::Soa(soa) = &record.data {
            record.ttl = record.ttl.min(soa.minimum);
        }
        record
    }

    /// The addresses this zone has of the servers that NS records name.
    fn addresses_of_servers(&self, records: &[Record]) -> Vec<Record> {
        let mut addresses: Vec<Record> = Vec::new();
        for record in records {
            if let RecordData::Ns(server) = &record.data {
                for address in self.set_of(server, RecordType::A) {
                    if !addresses.contains(&address) {
                        addresses.push(address);
                    }
                }
            }
        }
        addresses
    }
}

fn target_of(record: &Record) -> Option<Name> {
    match &record.data {
        RecordData::Cname(target) => Some(target.clone()),
        _ => None,
    }
}
