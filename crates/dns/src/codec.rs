//! Messages from and to bytes. `domain` reads and compresses names and knows the header; where it
//! only says that something is wrong, this says what and where.

use core::net::Ipv4Addr;

use domain::base::header::HeaderSection;
use domain::base::iana::{Opcode, Rcode as DomainRcode};
use domain::base::message_builder::StaticCompressor;
use domain::base::name::{Name as DomainName, ParsedName};
use domain::base::wire::Composer;
use domain::dep::octseq::builder::{OctetsBuilder, Truncate};
use domain::dep::octseq::parse::Parser;

use crate::error::DnsError;
use crate::message::{Message, Question, Rcode};
use crate::name::Name;
use crate::record::{Record, RecordData, RecordType, Soa};

/// The class of the internet.
const IN: u16 = 1;
/// A pseudo-record whose class is something else, for extensions that are not spoken here: it is
/// read over, as RFC 6891 §7 has it of servers that do not know it.
const OPT: RecordType = RecordType::Other(41);

impl Message {
    /// Takes a message apart.
    pub fn parse(bytes: &[u8]) -> Result<Message, DnsError> {
        if bytes.len() > Message::MAX_BYTES {
            return Err(DnsError::TooLong {
                length: bytes.len() as u32,
            });
        }
        let mut reader = Reader {
            parser: Parser::from_ref(bytes),
        };
        if reader.parser.advance(HEADER_BYTES).is_err() {
            return Err(reader.truncated("the header"));
        }
        let header = HeaderSection::for_message_slice(bytes);
        let (flags, counts) = (header.header(), header.counts());
        let question = match counts.qdcount() {
            0 => None,
            1 => Some(reader.question()?),
            count => return Err(DnsError::SeveralQuestions { count }),
        };
        let message = Message {
            id: flags.id(),
            qr: flags.qr(),
            opcode: flags.opcode().to_int(),
            aa: flags.aa(),
            tc: flags.tc(),
            rd: flags.rd(),
            ra: flags.ra(),
            rcode: Rcode::from_code(flags.rcode().to_int()),
            question,
            answers: reader.records(counts.ancount())?,
            authority: reader.records(counts.nscount())?,
            additional: reader.records(counts.arcount())?,
        };
        match reader.parser.remaining() {
            0 => Ok(message),
            count => Err(DnsError::TrailingBytes {
                count: count as u32,
            }),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, [u8]>,
}

impl Reader<'_> {
    fn at(&self) -> u32 {
        self.parser.pos() as u32
    }

    fn truncated(&self, part: &'static str) -> DnsError {
        DnsError::Truncated {
            at: self.parser.len() as u32,
            part,
        }
    }

    fn question(&mut self) -> Result<Question, DnsError> {
        let name = self.name()?;
        let rtype = self.u16("a question")?;
        self.class()?;
        Ok(Question::new(name, RecordType::from_code(rtype)))
    }

    fn records(&mut self, count: u16) -> Result<Vec<Record>, DnsError> {
        let mut records = Vec::new();
        for _ in 0..count {
            let name = self.name()?;
            let rtype = RecordType::from_code(self.u16("a record")?);
            if rtype == OPT {
                self.u16("a record")?;
            } else {
                self.class()?;
            }
            let ttl = self.u32("a record")?;
            let data = self.data(rtype)?;
            if rtype != OPT {
                // A TTL with its highest bit set means zero (RFC 2181 §8).
                let ttl = if ttl >> 31 == 0 { ttl } else { 0 };
                records.push(Record { name, ttl, data });
            }
        }
        Ok(records)
    }

    fn class(&mut self) -> Result<(), DnsError> {
        match self.u16("a class")? {
            IN => Ok(()),
            class => Err(DnsError::ForeignClass { class }),
        }
    }

    /// The data with its length before it.
    fn data(&mut self, rtype: RecordType) -> Result<RecordData, DnsError> {
        let length = self.u16("a record")?;
        let at = self.at();
        let parser = self
            .parser
            .parse_parser(usize::from(length))
            .map_err(|_| self.truncated("a record's data"))?;
        let mut within = Reader { parser };
        let unfit = DnsError::RecordData { at, rtype, length };
        let data = within.fields(rtype).map_err(|error| match error {
            // The message goes on; it is the record whose end came too soon.
            DnsError::Truncated { .. } => unfit,
            error => error,
        })?;
        if within.parser.remaining() > 0 {
            return Err(unfit);
        }
        Ok(data)
    }

    fn fields(&mut self, rtype: RecordType) -> Result<RecordData, DnsError> {
        Ok(match rtype {
            RecordType::A => RecordData::A(Ipv4Addr::from_bits(self.u32("an address")?)),
            RecordType::Ns => RecordData::Ns(self.name()?),
            RecordType::Cname => RecordData::Cname(self.name()?),
            RecordType::Soa => RecordData::Soa(Box::new(Soa {
                mname: self.name()?,
                rname: self.name()?,
                serial: self.u32("a SOA")?,
                refresh: self.u32("a SOA")?,
                retry: self.u32("a SOA")?,
                expire: self.u32("a SOA")?,
                minimum: self.u32("a SOA")?,
            })),
            RecordType::Other(rtype) => {
                let bytes = self.parser.peek_all().to_vec();
                self.parser.advance_to_end();
                RecordData::Other { rtype, bytes }
            }
        })
    }

    fn u16(&mut self, part: &'static str) -> Result<u16, DnsError> {
        let number = self.parser.parse_u16_be();
        number.map_err(|_| self.truncated(part))
    }

    fn u32(&mut self, part: &'static str) -> Result<u32, DnsError> {
        let number = self.parser.parse_u32_be();
        number.map_err(|_| self.truncated(part))
    }

    fn name(&mut self) -> Result<Name, DnsError> {
        let start = self.parser.pos();
        let whole = self.parser.octets_ref();
        let parsed = ParsedName::parse_ref(&mut self.parser).ok();
        let name = parsed.and_then(|name| {
            let labels = name.iter().map(|label| label.as_slice());
            Name::from_labels(labels.filter(|label| !label.is_empty()))
        });
        name.ok_or_else(|| why_no_name(whole, start))
    }
}

/// Pointers that one name may need: `domain` follows as many.
const MAX_POINTERS: usize = 255;

/// What is wrong with a name that could not be read.
fn why_no_name(message: &[u8], start: usize) -> DnsError {
    let (mut at, mut length) = (start, 1);
    let mut pointers = Vec::new();
    let truncated = DnsError::Truncated {
        at: message.len() as u32,
        part: "a name",
    };
    loop {
        let Some(first) = message.get(at).copied() else {
            return truncated;
        };
        match first {
            0 => return truncated,
            1..=63 => {
                length += 1 + usize::from(first);
                at += 1 + usize::from(first);
            }
            0xc0.. => {
                let Some(second) = message.get(at + 1) else {
                    return truncated;
                };
                let to = usize::from(first & 0x3f) << 8 | usize::from(*second);
                // Pointing back is not enough: the labels there may lead on to this same pointer.
                if to >= at || pointers.contains(&at) || pointers.len() > MAX_POINTERS {
                    return DnsError::CompressionLoop {
                        at: at as u32,
                        to: to as u32,
                    };
                }
                pointers.push(at);
                at = to;
            }
            _ => {
                return DnsError::LabelTooLong {
                    at: at as u32,
                    first,
                };
            }
        }
        if length > Name::MAX_BYTES {
            return DnsError::NameTooLong { at: start as u32 };
        }
    }
}

impl Message {
    /// The message's bytes, names compressed (RFC 1035 §4.1.4).
    ///
    /// What is over `limit` bytes is left out by whole sets of records, the last first, and TC says
    /// so, unless it was only additional (RFC 2181 §9). A referral's addresses of name servers are
    /// not only that: without them nobody could go on (RFC 9471).
    pub fn to_bytes(&self, limit: Option<usize>) -> Vec<u8> {
        let limit = limit.unwrap_or(Message::MAX_BYTES).min(Message::MAX_BYTES);
        let mut writer = Writer {
            out: StaticCompressor::new(Vec::new()),
            limit,
        };
        writer.put(HeaderSection::new().as_slice());
        if let Some(question) = &self.question {
            writer.name(&question.name);
            writer.u16(question.rtype.code());
            writer.u16(IN);
        }
        let is_referral = self.answers.is_empty() && !self.aa && !self.authority.is_empty();
        let (answers, mut tc) = writer.records(&self.answers, true);
        let (mut authority, mut additional) = (0, 0);
        if !tc {
            let cut;
            (authority, cut) = writer.records(&self.authority, true);
            // Who the zone's servers are is no part of an answer that is there.
            tc = cut && self.answers.is_empty();
            if !cut {
                let cut;
                (additional, cut) = writer.records(&self.additional, is_referral);
                tc = cut && is_referral;
            }
        }
        let mut header = HeaderSection::new();
        self.write_flags(&mut header, tc);
        let counts = header.counts_mut();
        counts.set_qdcount(u16::from(self.question.is_some()));
        counts.set_ancount(answers);
        counts.set_nscount(authority);
        counts.set_arcount(additional);
        let mut bytes = writer.out.into_target();
        bytes[..HEADER_BYTES].copy_from_slice(header.as_slice());
        bytes
    }

    fn write_flags(&self, header: &mut HeaderSection, tc: bool) {
        let flags = header.header_mut();
        flags.set_id(self.id);
        flags.set_qr(self.qr);
        flags.set_opcode(Opcode::from_int(self.opcode & 15));
        flags.set_aa(self.aa);
        flags.set_tc(self.tc || tc);
        flags.set_rd(self.rd);
        flags.set_ra(self.ra);
        flags.set_rcode(DomainRcode::masked_from_int(self.rcode.code()));
    }
}

const HEADER_BYTES: usize = size_of::<HeaderSection>();

struct Writer {
    out: StaticCompressor<Vec<u8>>,
    limit: usize,
}

impl Writer {
    /// Writes records while they fit, and says how many, and whether some did not. Those of one name
    /// and type belong together: they are all written, or none. `stop`: nothing follows one that does not fit.
    fn records(&mut self, records: &[Record], stop: bool) -> (u16, bool) {
        let (mut count, mut cut) = (0, false);
        for set in records.chunk_by(|a, b| a.rtype() == b.rtype() && a.name == b.name) {
            let start = self.out.as_slice().len();
            set.iter().for_each(|record| self.record(record));
            let fits = self.out.as_slice().len() <= self.limit;
            match count {
                count @ 0..=u16::MAX if fits && set.len() <= usize::from(u16::MAX - count) => {}
                _ => {
                    self.out.truncate(start);
                    cut = true;
                    if stop {
                        break;
                    }
                    continue;
                }
            }
            count += set.len() as u16;
        }
        (count, cut)
    }

    fn record(&mut self, record: &Record) {
        self.name(&record.name);
        self.u16(record.rtype().code());
        self.u16(IN);
        self.u32(record.ttl);
        let at = self.out.as_slice().len();
        self.u16(0);
        match &record.data {
            RecordData::A(address) => self.put(&address.octets()),
            RecordData::Ns(name) | RecordData::Cname(name) => self.name(name),
            RecordData::Soa(soa) => {
                self.name(&soa.mname);
                self.name(&soa.rname);
                for number in [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum] {
                    self.u32(number);
                }
            }
            RecordData::Other { bytes, .. } => {
                // Data that is longer than a message would not fit whatever follows.
                self.put(&bytes[..bytes.len().min(Message::MAX_BYTES)]);
            }
        }
        let length = (self.out.as_slice().len() - at - 2) as u16;
        self.out.as_slice_mut()[at..at + 2].copy_from_slice(&length.to_be_bytes());
    }

    fn name(&mut self, name: &Name) {
        // A name's bytes are checked when it is made, so the root never stands in for it.
        let name = DomainName::from_slice(name.as_wire()).unwrap_or(DomainName::root_slice());
        let Ok(()) = self.out.append_compressed_name(name);
    }

    fn u16(&mut self, number: u16) {
        self.put(&number.to_be_bytes());
    }

    fn u32(&mut self, number: u32) {
        self.put(&number.to_be_bytes());
    }

    fn put(&mut self, bytes: &[u8]) {
        let Ok(()) = self.out.append_slice(bytes);
    }
}
