//! Serde for a list that people may write as one text: `"ns1"` or `["ns1", "ns2"]`.

use core::fmt;
use core::marker::PhantomData;
use core::net::Ipv4Addr;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserializer, Serialize, Serializer};

/// What can stand in such a list.
pub(crate) trait Item: Sized {
    /// What is expected, for the error.
    const EXPECTED: &'static str;
    fn read(text: &str) -> Option<Self>;
}

impl Item for Ipv4Addr {
    const EXPECTED: &'static str = "an IPv4 address such as \"198.51.100.80\", or a list of them";
    fn read(text: &str) -> Option<Ipv4Addr> {
        text.parse().ok()
    }
}

impl Item for String {
    const EXPECTED: &'static str = "a name such as \"ns1\", or a list of them";
    fn read(text: &str) -> Option<String> {
        Some(text.to_owned())
    }
}

pub(crate) fn serialize<T: Serialize, S: Serializer>(
    list: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match list {
        [one] if serializer.is_human_readable() => one.serialize(serializer),
        list => list.serialize(serializer),
    }
}

pub(crate) fn deserialize<'de, T: Item, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(OneOrMany(PhantomData))
    } else {
        deserializer.deserialize_seq(OneOrMany(PhantomData))
    }
}

struct OneOrMany<T>(PhantomData<T>);

impl<'de, T: Item> Visitor<'de> for OneOrMany<T> {
    type Value = Vec<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        read(text).map(|item| vec![item])
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(text) = list.next_element::<String>()? {
            items.push(read(&text)?);
        }
        Ok(items)
    }
}

fn read<T: Item, E: Error>(text: &str) -> Result<T, E> {
    let short: String = text.chars().take(40).collect();
    T::read(text).ok_or_else(|| E::custom(format_args!("\"{short}\" is not {}", T::EXPECTED)))
}
