//! [`Zone`]: what one server is the source of, and how it can be changed.

use hoplab_units::VecMap;

use crate::name::Name;
use crate::record::{Record, RecordData, RecordType, Soa};
use crate::wildcard::Node;
use crate::zone_spec::{Hint, RecordSpec, ZoneError, ZoneSpec};

/// A part of the tree of names, with all its records (RFC 1034 §4.2).
///
/// What must hold: all names are in it; it has at least one name server; a CNAME is alone at its
/// name; a name server in it has its address here; below where another zone begins
/// there are only addresses (glue); no other zone begins at a wildcard. A change that would break this is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    origin: Name,
    ttl: u32,
    soa: Soa,
    /// By name, so that what is below a name stands right behind it.
    sets: VecMap<(Name, RecordType), RecordSet>,
}

/// All records of one name and type; they share a TTL (RFC 2181 §5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
struct RecordSet {
    ttl: u32,
    data: Vec<RecordData>,
}

impl Zone {
    /// The most records a zone may have.
    pub const MAX_RECORDS: u32 = 1_000;

    /// The zone that is described.
    pub fn new(spec: &ZoneSpec) -> Result<Zone, ZoneError> {
        let origin = &spec.origin;
        let mut zone = Zone {
            origin: origin.clone(),
            ttl: spec.ttl,
            soa: Soa {
                mname: Name::root(),
                rname: zone_name(origin, &spec.soa.rname)?.0,
                serial: spec.soa.serial,
                refresh: spec.soa.refresh,
                retry: spec.soa.retry,
                expire: spec.soa.expire,
                minimum: spec.soa.minimum,
            },
            sets: VecMap::new(),
        };
        let mut hints = VecMap::new();
        for record in &spec.records {
            zone.take_spec(record, &mut hints)?;
        }
        zone.soa.mname = match &spec.soa.mname {
            Some(text) => zone_name(origin, text)?.0,
            None => zone.first_server(),
        };
        zone.check(&hints)?;
        zone.check_dots(&hints)?;
        Ok(zone)
    }

    /// Where it begins.
    pub fn origin(&self) -> &Name {
        &self.origin
    }

    /// Its SOA record.
    pub fn soa(&self) -> Record {
        let data = RecordData::Soa(Box::new(self.soa.clone()));
        Record::new(self.origin.clone(), self.ttl, data)
    }

    /// Its records, the SOA first and then by name.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let sets = self.sets.iter().flat_map(|((name, _), set)| {
            let record = |data: &RecordData| Record::new(name.clone(), set.ttl, data.clone());
            set.data.iter().map(record)
        });
        core::iter::once(self.soa()).chain(sets)
    }

    /// The records of one name and type; none if there are none.
    pub fn set_of(&self, name: &Name, rtype: RecordType) -> Vec<Record> {
        if rtype == RecordType::Soa && *name == self.origin {
            return vec![self.soa()];
        }
        let record = |ttl: u32, data: &RecordData| Record::new(name.clone(), ttl, data.clone());
        match self.sets.get(&(name.clone(), rtype)) {
            Some(set) => set.data.iter().map(|data| record(set.ttl, data)).collect(),
            None => Vec::new(),
        }
    }

    /// All records of one name.
    pub fn all_of(&self, name: &Name) -> Vec<Record> {
        let all = self.records();
        all.filter(|record| record.name == *name).collect()
    }

    /// Whether there is such a name: with records, or with names below it.
    pub fn has_name(&self, name: &Name) -> bool {
        *name == self.origin || self.sets.iter().any(|((held, _), _)| held.is_in(name))
    }

    /// Whether the name has records of its own.
    pub(crate) fn has_records(&self, name: &Name) -> bool {
        *name == self.origin || self.sets.iter().any(|((held, _), _)| held == name)
    }

    /// The name on the way down to `name` at which another zone begins, if there is one.
    pub fn cut_above(&self, name: &Name) -> Option<Name> {
        let mut cut = None;
        let above = name.and_parents();
        for name in above.take_while(|name| *name != self.origin && name.is_in(&self.origin)) {
            if self.sets.contains_key(&(name.clone(), RecordType::Ns)) {
                // The one nearest to the origin: from there on the other zone's servers decide.
                cut = Some(name);
            }
        }
        cut
    }

    /// Sets the records of one name and type, instead of those it had; an empty list removes them.
    /// The SOA's serial number grows. What is refused changes nothing.
    pub fn set(
        &mut self,
        name: Name,
        rtype: RecordType,
        data: Vec<RecordData>,
        ttl: u32,
    ) -> Result<(), ZoneError> {
        let mut changed = self.clone();
        changed.put(name, rtype, data, ttl)?;
        changed.check(&VecMap::new())?;
        changed.soa.serial = changed.soa.serial.wrapping_add(1);
        *self = changed;
        Ok(())
    }

    /// Sets the records that are described: of each kind that is given, instead of those of this
    /// kind. The SOA's serial number grows. What is refused changes nothing.
    pub fn change(&mut self, spec: &RecordSpec) -> Result<(), ZoneError> {
        let (name, _) = zone_name(&self.origin, &spec.name)?;
        let mut changed = self.clone();
        for rtype in spec.types() {
            changed.sets.remove(&(name.clone(), rtype));
        }
        let mut hints = VecMap::new();
        changed.take_spec(spec, &mut hints)?;
        changed.check(&hints)?;
        changed.soa.serial = changed.soa.serial.wrapping_add(1);
        *self = changed;
        Ok(())
    }

    /// Removes the records of one name and type. Says whether there were any.
    pub fn remove(&mut self, name: &Name, rtype: RecordType) -> Result<bool, ZoneError> {
        let had = self.sets.contains_key(&(name.clone(), rtype));
        if had {
            self.set(name.clone(), rtype, Vec::new(), 0)?;
        }
        Ok(had)
    }

    /// Adds what is described to what is there. `hints` takes what names with a dot but none at
    /// their end would have meant with one.
    fn take_spec(
        &mut self,
        spec: &RecordSpec,
        hints: &mut VecMap<Name, String>,
    ) -> Result<(), ZoneError> {
        let origin = self.origin.clone();
        let (name, _) = zone_name(&origin, &spec.name)?;
        let mut target = |text: &String| {
            let (name, hint) = zone_name(&origin, text)?;
            if let Some(hint) = hint {
                hints.insert(name.clone(), hint);
            }
            Ok(name)
        };
        let mut data: Vec<RecordData> = Vec::new();
        data.extend(spec.a.iter().copied().map(RecordData::A));
        for text in &spec.ns {
            data.push(RecordData::Ns(target(text)?));
        }
        if let Some(text) = &spec.cname {
            data.push(RecordData::Cname(target(text)?));
        }
        if data.is_empty() {
            return Err(ZoneError::NothingSaid { origin, name });
        }
        let ttl = spec.ttl.unwrap_or(self.ttl);
        for data in data {
            let rtype = data.rtype();
            let key = (name.clone(), rtype);
            let mut whole = self
                .sets
                .get(&key)
                .map_or(Vec::new(), |set| set.data.clone());
            whole.push(data);
            self.put(name.clone(), rtype, whole, ttl)?;
        }
        Ok(())
    }

    fn put(
        &mut self,
        name: Name,
        rtype: RecordType,
        data: Vec<RecordData>,
        ttl: u32,
    ) -> Result<(), ZoneError> {
        let origin = self.origin.clone();
        if !name.is_in(&origin) {
            return Err(ZoneError::NotInZone { origin, name });
        }
        let fits = data.iter().all(|data| data.rtype() == rtype);
        // Some types are only for questions, or for the message itself (RFC 6895 §3.1).
        let is_meta = matches!(rtype, RecordType::Other(0 | 41 | 128..=255));
        if rtype == RecordType::Soa || is_meta || !fits || ttl >> 31 != 0 {
            return Err(ZoneError::BadData {
                origin,
                name,
                rtype,
            });
        }
        let mut once: Vec<RecordData> = Vec::new();
        for data in data {
            if !once.contains(&data) {
                once.push(data);
            }
        }
        if once.is_empty() {
            self.sets.remove(&(name, rtype));
        } else {
            let set = RecordSet { ttl, data: once };
            self.sets.insert((name, rtype), set);
        }
        Ok(())
    }

    fn first_server(&self) -> Name {
        let servers = self.set_of(&self.origin, RecordType::Ns);
        match servers.first().map(|record| &record.data) {
            Some(RecordData::Ns(server)) => server.clone(),
            _ => self.origin.clone(),
        }
    }
}

/// What must hold of every zone.
impl Zone {
    fn check(&self, hints: &VecMap<Name, String>) -> Result<(), ZoneError> {
        let origin = self.origin.clone();
        let records: usize = self.sets.values().map(|set| set.data.len()).sum();
        if records > Zone::MAX_RECORDS as usize {
            return Err(ZoneError::TooManyRecords {
                origin,
                most: Zone::MAX_RECORDS,
            });
        }
        if self.soa.mname.has_asterisk() {
            let server = self.soa.mname.clone();
            return Err(ZoneError::AsteriskHost { origin, server });
        }
        if !self.sets.contains_key(&(origin.clone(), RecordType::Ns)) {
            return Err(ZoneError::NoNameServer { origin });
        }
        for ((name, rtype), set) in self.sets.iter() {
            self.check_set(name, *rtype, set)?;
        }
        for ((name, _), set) in self.sets.iter() {
            for data in &set.data {
                if let RecordData::Ns(server) = data {
                    self.check_server(name, server, hints)?;
                }
            }
        }
        Ok(())
    }

    fn check_set(&self, name: &Name, rtype: RecordType, set: &RecordSet) -> Result<(), ZoneError> {
        let (origin, name) = (self.origin.clone(), name.clone());
        if rtype == RecordType::Cname {
            let others = self.sets.iter().filter(|((held, _), _)| *held == name);
            if others.count() > 1 || set.data.len() > 1 || name == origin {
                return Err(ZoneError::CnameNotAlone { origin, name });
            }
        }
        // What that would mean is left undefined (RFC 4592 §4.2).
        if rtype == RecordType::Ns && name.is_wildcard() && name != origin {
            return Err(ZoneError::WildcardDelegation { origin, name });
        }
        match self.cut_above(&name) {
            Some(cut) if rtype != RecordType::A && cut != name => {
                Err(ZoneError::BelowCut { origin, name, cut })
            }
            Some(cut) if !matches!(rtype, RecordType::A | RecordType::Ns) => {
                Err(ZoneError::BelowCut { origin, name, cut })
            }
            _ => Ok(()),
        }
    }

    /// A server in this zone must have its address in it: below what it serves nobody else could tell.
    fn check_server(
        &self,
        name: &Name,
        server: &Name,
        hints: &VecMap<Name, String>,
    ) -> Result<(), ZoneError> {
        // An NS record names a host, and the name of a host has no asterisk (RFC 1123 §2.1).
        if server.has_asterisk() {
            return Err(ZoneError::AsteriskHost {
                origin: self.origin.clone(),
                server: server.clone(),
            });
        }
        let elsewhere = !server.is_in(&self.origin)
            || self
                .cut_above(server)
                .is_some_and(|cut| cut != *name && !server.is_in(name));
        if elsewhere || !self.addresses_of(server).is_empty() {
            return Ok(());
        }
        Err(ZoneError::NoAddress {
            origin: self.origin.clone(),
            name: name.clone(),
            server: server.clone(),
            hint: Hint(hints.get(server).cloned()),
        })
    }

    /// A CNAME may lead to nowhere, but one that was written with dots and none at the end hardly should.
    fn check_dots(&self, hints: &VecMap<Name, String>) -> Result<(), ZoneError> {
        for ((name, _), set) in self.sets.iter() {
            for data in &set.data {
                let RecordData::Cname(target) = data else {
                    continue;
                };
                let hint = hints.get(target).cloned();
                if hint.is_some() && matches!(self.node_of(target), Node::Missing { .. }) {
                    return Err(ZoneError::MissingDot {
                        origin: self.origin.clone(),
                        name: name.clone(),
                        target: target.clone(),
                        hint: Hint(hint),
                    });
                }
            }
        }
        Ok(())
    }
}

impl RecordSpec {
    fn types(&self) -> impl Iterator<Item = RecordType> {
        let given = [
            (!self.a.is_empty(), RecordType::A),
            (!self.ns.is_empty(), RecordType::Ns),
            (self.cname.is_some(), RecordType::Cname),
        ];
        given
            .into_iter()
            .filter_map(|(is_given, rtype)| is_given.then_some(rtype))
    }
}

/// Reads a name of a zone's spec; and, if it has dots but none at its end and was taken as relative,
/// what it says.
fn zone_name(origin: &Name, text: &str) -> Result<(Name, Option<String>), ZoneError> {
    let bad = |error| ZoneError::BadName {
        origin: origin.clone(),
        error,
    };
    let has_dot = text.contains('.') && !text.ends_with('.');
    if has_dot && !origin.is_root() {
        let whole: Name = text.parse().map_err(bad)?;
        if whole.is_in(origin) {
            return Ok((whole, None));
        }
    }
    let name = Name::parse_in(text, origin).map_err(bad)?;
    let hint = (has_dot && !origin.is_root()).then(|| text.to_owned());
    Ok((name, hint))
}
