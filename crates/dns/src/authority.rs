//! [`Authority`]: what a server of zones answers (RFC 1034 §4.3.2).

use crate::message::{Message, Question, Rcode};
use crate::name::Name;
use crate::record::{Record, RecordData, RecordType};
use crate::transport::Over;
use crate::wildcard::{Node, Wildcard};
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
        self.answer_telling(query, &mut Vec::new())
    }

    /// As [`Authority::answer`]; what wildcards had to do with it is added to `told`.
    pub fn answer_telling(&self, query: &Message, told: &mut Vec<Wildcard>) -> Message {
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
        let mut reply = query.reply();
        match self.zone_of(&question.name) {
            Some(zone) => self.follow(zone, question, &mut reply, told),
            None => reply.rcode = Rcode::Refused,
        }
        reply
    }

    /// Answers from a zone, and follows CNAMEs for as long as they stay in it.
    fn follow(
        &self,
        zone: &Zone,
        question: &Question,
        reply: &mut Message,
        told: &mut Vec<Wildcard>,
    ) {
        let mut name = question.name.clone();
        for _ in 0..=MAX_CNAMES {
            let alias = zone.answer_into(&name, question.rtype, reply, told);
            let Some((alias, target)) = alias else {
                return;
            };
            // What is in the answer already leads back to where it was: the circle ends here.
            if reply.answers.contains(&alias) {
                return;
            }
            reply.answers.push(alias);
            // Another zone's names are for whoever asks to look for, even where this server has it.
            let goes_on = self.zone_of(&target);
            if goes_on.is_none_or(|other| other.origin() != zone.origin()) {
                return;
            }
            name = target;
        }
    }

    /// The bytes that answer these, if anything does: an answer is never answered. Over UDP they
    /// are at most [`Message::MAX_UDP_BYTES`], and TC says if more belongs to it.
    pub fn answer_bytes(&self, query: &[u8], over: Over) -> Option<Vec<u8>> {
        self.answer_bytes_telling(query, over, &mut Vec::new())
    }

    /// As [`Authority::answer_bytes`]; what wildcards had to do with it is added to `told`.
    pub fn answer_bytes_telling(
        &self,
        query: &[u8],
        over: Over,
        told: &mut Vec<Wildcard>,
    ) -> Option<Vec<u8>> {
        let reply = match Message::parse(query) {
            Ok(query) if query.qr => return None,
            Ok(query) => self.answer_telling(&query, told),
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
    /// What this zone has to say of one name, added to an answer (RFC 1034 §4.3.2 step 3 with RFC 4592 §3.3.3). If it
    /// is only another word for something, nothing is added: the CNAME and its target are returned.
    fn answer_into(
        &self,
        name: &Name,
        rtype: RecordType,
        reply: &mut Message,
        told: &mut Vec<Wildcard>,
    ) -> Option<(Record, Name)> {
        let node = self.node_of(name);
        if let Node::Delegated(cut) = &node {
            // AA speaks of the first name of the answer: set if a CNAME of ours led here.
            reply.aa = !reply.answers.is_empty();
            reply.authority = self.set_of(cut, RecordType::Ns);
            reply.additional = self.addresses_of_servers(&reply.authority);
            self.tell_of_wildcard(name, &node, false, told);
            return None;
        }
        reply.aa = true;
        let found = self.records_at(&node, name, rtype);
        let alias = match found.is_empty() {
            true => self.records_at(&node, name, RecordType::Cname),
            false => Vec::new(),
        };
        let is_answered = !found.is_empty() || !alias.is_empty();
        self.tell_of_wildcard(name, &node, is_answered, told);
        let alias = alias.into_iter().next();
        if let Some((alias, target)) = alias.and_then(with_target) {
            return Some((alias, target));
        }
        if found.is_empty() {
            if let Node::Missing { .. } = node {
                reply.rcode = Rcode::NxDomain;
            }
            reply.authority.push(self.soa_of_what_is_not());
        } else {
            reply.additional = self.addresses_of_servers(&found);
            reply.answers.extend(found);
        }
        None
    }

    /// The records of a type that a node gives a name: those of a wildcard get the name for an owner.
    fn records_at(&self, node: &Node, name: &Name, rtype: RecordType) -> Vec<Record> {
        let owner = match node {
            Node::Here => name,
            Node::Source(source) => source,
            Node::Delegated(_) | Node::Missing { .. } => return Vec::new(),
        };
        let mut records = match rtype {
            ANY => self.all_of(owner),
            rtype => self.set_of(owner, rtype),
        };
        if let Node::Source(_) = node {
            for record in &mut records {
                record.name = name.clone();
            }
        }
        records
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

    /// The addresses this zone has of a server: its own, also from a wildcard, or glue.
    pub(crate) fn addresses_of(&self, server: &Name) -> Vec<Record> {
        if !server.is_in(self.origin()) {
            return Vec::new();
        }
        match self.node_of(server) {
            // What stands below a cut is never made from a wildcard.
            Node::Delegated(_) => self.set_of(server, RecordType::A),
            node => self.records_at(&node, server, RecordType::A),
        }
    }

    /// The addresses this zone has of the servers that NS records name.
    fn addresses_of_servers(&self, records: &[Record]) -> Vec<Record> {
        let mut addresses: Vec<Record> = Vec::new();
        for record in records {
            if let RecordData::Ns(server) = &record.data {
                for address in self.addresses_of(server) {
                    if !addresses.contains(&address) {
                        addresses.push(address);
                    }
                }
            }
        }
        addresses
    }
}

/// A CNAME record and what it leads to.
fn with_target(record: Record) -> Option<(Record, Name)> {
    match &record.data {
        RecordData::Cname(target) => {
            let target = target.clone();
            Some((record, target))
        }
        _ => None,
    }
}
