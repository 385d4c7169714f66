//! [`Cache`]: what a resolver remembers, and for how long.

use core::net::Ipv4Addr;

use hoplab_units::{Span, Time, VecMap};
use serde::Serialize;

use crate::name::Name;
use crate::record::{Record, RecordData, RecordType};

/// How much what is known can be trusted, the least first (RFC 2181 §5.4.1). What is known better
/// is not overwritten by what is known worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// From the additional section: glue. Good for reaching a server, never for an answer.
    Additional,
    /// Name servers as the zone above names them.
    Referral,
    /// From the answer of a server that only passes it on.
    Answer,
    /// From the answer of a server of the zone itself.
    AuthoritativeAnswer,
}

/// What a cache gives out. TTLs are counted down to what is left, in whole seconds rounded down: who
/// remembers them in turn forgets them no later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Records of the type asked for, or the CNAME that stands for the name.
    Records(Vec<Record>),
    /// There is no such name. The zone's SOA record says so.
    NoSuchName(Record),
    /// The name has no records of this type. The zone's SOA record says so.
    NoData(Record),
}

/// What a cache says to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It knows.
    Hit {
        /// What.
        held: Held,
        /// For how many whole seconds more.
        ttl_left: u32,
    },
    /// It knew; the time of that is over.
    Expired,
    /// It does not know.
    Miss,
}

/// One entry, to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CacheRow {
    /// Of which name.
    pub name: Name,
    /// Of which type; `None`: the name does not exist.
    pub rtype: Option<RecordType>,
    /// What is known; empty: that there is nothing.
    pub data: Vec<RecordData>,
    /// For how many whole seconds more.
    pub ttl_left: u32,
    /// Until when.
    pub expires: Time,
    /// Which server told it.
    pub from: Ipv4Addr,
    /// How much it can be trusted.
    pub rank: Rank,
}

/// Everything a cache holds at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CacheSnapshot {
    /// By name.
    pub rows: Vec<CacheRow>,
}

/// What a resolver remembers: records by name and type, and what it knows is not there (RFC 2308).
///
/// An entry is never given out at or past its end. When it is full, what would end soonest goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cache {
    /// `None` for a type stands for the name itself, which does not exist.
    entries: VecMap<(Name, Option<RecordType>), Entry>,
    limit: u32,
    /// What had to go for what was last given to it.
    driven_out: Vec<(Name, Option<RecordType>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// The records' data; or, if there are none, the SOA record that says so.
    content: Result<Vec<RecordData>, Record>,
    expires: Time,
    rank: Rank,
    from: Ipv4Addr,
}

impl Cache {
    /// Entries of a cache unless told otherwise.
    pub const DEFAULT_LIMIT: u32 = 1_000;
    /// The longest that anything is remembered, in seconds: a week, as most resolvers have it.
    pub const MAX_TTL: u32 = 604_800;
    /// The longest that it is remembered that something is not there, in seconds: three hours (RFC 2308 §5).
    pub const MAX_NEGATIVE_TTL: u32 = 10_800;

    /// A cache of at most so many entries; 0 remembers nothing.
    pub fn new(limit: u32) -> Cache {
        Cache {
            entries: VecMap::new(),
            limit,
            driven_out: Vec::new(),
        }
    }

    /// What is known of the records of one type at a name, as far as it can be trusted so much.
    pub fn find(&mut self, now: Time, name: &Name, rtype: RecordType, least: Rank) -> Found {
        let mut found = Found::Miss;
        let alias = (rtype != RecordType::Cname).then_some(RecordType::Cname);
        for held in [None, Some(rtype)].into_iter().chain(alias.map(Some)) {
            let key = (name.clone(), held);
            let Some(entry) = self.entries.get(&key) else {
                continue;
            };
            if entry.expires <= now {
                self.entries.remove(&key);
                found = Found::Expired;
                continue;
            }
            // That there is no CNAME says nothing about other types.
            let says_nothing = held != Some(rtype) && held.is_some() && entry.content.is_err();
            if entry.rank >= least && !says_nothing {
                return entry.give(now, name, held.is_none());
            }
        }
        found
    }

    /// Remembers all records of one name and type, and says for how many seconds; `None` if it
    /// does not, because it knows better or they must not be remembered.
    pub fn insert(&mut self, now: Time, set: &[Record], rank: Rank, from: Ipv4Addr) -> Option<u32> {
        self.driven_out.clear();
        let first = set.first()?;
        let ttl = set.iter().map(|record| record.ttl).min()?;
        let ttl = ttl.min(Cache::MAX_TTL);
        let data = set.iter().map(|record| record.data.clone()).collect();
        let entry = Entry {
            content: Ok(data),
            expires: now + Span::from_secs(ttl.into()),
            rank,
            from,
        };
        let kept = self.put(now, (first.name.clone(), Some(first.rtype())), entry)?;
        // There are records, so there is the name.
        self.drive_out(now, (first.name.clone(), None));
        kept.then_some(ttl)
    }

    /// Remembers that a name has no records of a type or, with `None`, does not exist, for as long
    /// as the zone's SOA record allows; says for how many seconds, `None` if it does not.
    pub fn insert_negative(
        &mut self,
        now: Time,
        name: &Name,
        rtype: Option<RecordType>,
        soa: &Record,
        rank: Rank,
        from: Ipv4Addr,
    ) -> Option<u32> {
        self.driven_out.clear();
        let RecordData::Soa(fields) = &soa.data else {
            return None;
        };
        let ttl = soa.ttl.min(fields.minimum).min(Cache::MAX_NEGATIVE_TTL);
        let entry = Entry {
            content: Err(soa.clone()),
            expires: now + Span::from_secs(ttl.into()),
            rank,
            from,
        };
        if rtype.is_some() {
            return self.put(now, (name.clone(), rtype), entry)?.then_some(ttl);
        }
        // A name that does not exist has no records: they go, unless they are known better.
        let of_name = self.entries.iter().filter(|((held, _), _)| held == name);
        let mut keys = Vec::new();
        for (key, held) in of_name {
            if held.expires > now && held.rank > rank {
                return None;
            }
            if key.1.is_some() {
                keys.push(key.clone());
            }
        }
        for key in keys {
            self.drive_out(now, key);
        }
        let kept = self.put(now, (name.clone(), None), entry)?;
        kept.then_some(ttl)
    }

    /// Puts an entry in unless what is there is better: `None`. What may not be remembered at all
    /// still drives out what it contradicts: `Some(false)`.
    fn put(&mut self, now: Time, key: (Name, Option<RecordType>), entry: Entry) -> Option<bool> {
        let held = self.entries.get(&key);
        if held.is_some_and(|held| held.expires > now && held.rank > entry.rank) {
            return None;
        }
        if entry.expires <= now || self.limit == 0 {
            self.drive_out(now, key);
            return Some(false);
        }
        if held.is_none() && self.entries.len() >= self.limit as usize {
            let soonest = self.entries.iter().min_by_key(|(_, entry)| entry.expires);
            let soonest = soonest.map(|(key, _)| key.clone());
            if let Some(soonest) = soonest {
                self.drive_out(now, soonest);
            }
        }
        self.entries.insert(key, entry);
        Some(true)
    }

    fn drive_out(&mut self, now: Time, key: (Name, Option<RecordType>)) {
        let gone = self.entries.remove(&key);
        if gone.is_some_and(|entry| entry.expires > now) {
            self.driven_out.push(key);
        }
    }

    /// The entries that had to go before their time for what was last given to it: what it contradicts, and what there
    /// was no room for any more.
    pub fn take_driven_out(&mut self) -> Vec<(Name, Option<RecordType>)> {
        core::mem::take(&mut self.driven_out)
    }

    /// Forgets everything.
    pub fn flush(&mut self) {
        self.entries = VecMap::new();
    }

    /// How many entries there are, those included whose time is over and that nobody asked for since.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What it knows at this moment.
    pub fn snapshot(&self, now: Time) -> CacheSnapshot {
        let living = self.entries.iter().filter(|(_, entry)| entry.expires > now);
        let rows = living.map(|((name, rtype), entry)| CacheRow {
            name: name.clone(),
            rtype: *rtype,
            data: entry.content.clone().unwrap_or_default(),
            ttl_left: entry.ttl_left(now),
            expires: entry.expires,
            from: entry.from,
            rank: entry.rank,
        });
        CacheSnapshot {
            rows: rows.collect(),
        }
    }
}

impl Entry {
    fn ttl_left(&self, now: Time) -> u32 {
        // At most a week, so it fits.
        (self.expires.since(now).as_nanos() / 1_000_000_000) as u32
    }

    fn give(&self, now: Time, name: &Name, is_name: bool) -> Found {
        let ttl_left = self.ttl_left(now);
        let held = match &self.content {
            Ok(data) => {
                let record = |data: &RecordData| Record::new(name.clone(), ttl_left, data.clone());
                Held::Records(data.iter().map(record).collect())
            }
            Err(soa) => {
                let soa = Record::new(soa.name.clone(), ttl_left, soa.data.clone());
                match is_name {
                    true => Held::NoSuchName(soa),
                    false => Held::NoData(soa),
                }
            }
        };
        Found::Hit { held, ttl_left }
    }
}
