//! JSON as this crate reads and writes it: by one reader and one writer for all. Every further kind of either would be one
//! more copy of every type's code in the page.

use core::fmt;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::ser::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use std::io::{Result as Written, Write};

/// Reads a value that is all of the text.
pub(crate) fn read<'a, T: Deserialize<'a>>(text: &'a str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Named(&mut reader))?;
    reader.end()?;
    Ok(value)
}

/// Writes a value without white space.
///
/// Empty if the value cannot be written: only a map whose keys are no texts cannot, and no type of this crate has one.
pub(crate) fn write(value: &impl Serialize) -> String {
    write_as(value, Layout::Compact(CompactFormatter))
}

/// Writes a value for people to read and change; [`write`] says when it is empty.
pub(crate) fn write_pretty(value: &impl Serialize) -> String {
    write_as(value, Layout::Pretty(PrettyFormatter::new()))
}

fn write_as(value: &impl Serialize, layout: Layout) -> String {
    let mut text = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut text, layout);
    let written = value.serialize(&mut writer);
    written
        .ok()
        .and_then(|()| String::from_utf8(text).ok())
        .unwrap_or_default()
}

/// Where white space goes.
enum Layout {
    Compact(CompactFormatter),
    Pretty(PrettyFormatter<'static>),
}

macro_rules! by_layout {
    ($($method:ident($($argument:ident: $kind:ty)?);)*) => {$(
        fn $method<W: ?Sized + Write>(&mut self, to: &mut W $(, $argument: $kind)?) -> Written<()> {
            match self {
                Layout::Compact(layout) => layout.$method(to $(, $argument)?),
                Layout::Pretty(layout) => layout.$method(to $(, $argument)?),
            }
        }
    )*};
}

impl Formatter for Layout {
    by_layout! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }
}

/// A reader, visitor or access that takes objects by the names of their fields alone. serde's own would take a list of the
/// fields' values in order as well, which nobody writes and which doubles the code of each type.
struct Named<T>(T);

macro_rules! as_it_is {
    ($($method:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method(visitor)
        }
    )*};
}

macro_rules! with_what_is_within {
    ($($method:ident($($argument:ident: $kind:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $kind,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($argument,)* Named(visitor))
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Named<D> {
    type Error = D::Error;

    as_it_is! {
        deserialize_bool;
        deserialize_i8;
        deserialize_i16;
        deserialize_i32;
        deserialize_i64;
        deserialize_i128;
        deserialize_u8;
        deserialize_u16;
        deserialize_u32;
        deserialize_u64;
        deserialize_u128;
        deserialize_f32;
        deserialize_f64;
        deserialize_char;
        deserialize_str;
        deserialize_string;
        deserialize_bytes;
        deserialize_byte_buf;
        deserialize_unit;
        deserialize_identifier;
        deserialize_ignored_any;
    }

    with_what_is_within! {
        deserialize_any();
        deserialize_option();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserialize_map(visitor)
    }
}

macro_rules! values {
    ($($method:ident($kind:ty);)*) => {$(
        fn $method<E: Error>(self, value: $kind) -> Result<V::Value, E> {
            self.0.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Named<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    values! {
        visit_bool(bool);
        visit_i64(i64);
        visit_u64(u64);
        visit_f64(f64);
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, within: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Named(within))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, within: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Named(within))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Named(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Named(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Named(variant))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Named<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Named(reader))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Named<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Named(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Named<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(Named(seed))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Named(seed))
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Named<A> {
    type Error = A::Error;
    type Variant = Named<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Named<A::Variant>), A::Error> {
        let (name, content) = self.0.variant_seed(Named(seed))?;
        Ok((name, Named(content)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Named<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(Named(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, Named(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.newtype_variant_seed(Fields(visitor))
    }
}

/// The fields of a variant.
struct Fields<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Fields<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<V::Value, D::Error> {
        reader.deserialize_map(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Scenario, library};

    #[test]
    fn a_compact_text_and_a_pretty_one_are_those_of_the_json_library_and_read_back() {
        for entry in library::all() {
            let scenario = library::find(entry.name).unwrap();
            let [compact, pretty] = [write(&scenario), write_pretty(&scenario)];
            assert_eq!(compact, serde_json::to_string(&scenario).unwrap());
            assert_eq!(pretty, serde_json::to_string_pretty(&scenario).unwrap());
            for text in [compact, pretty] {
                assert_eq!(read::<Scenario>(&text).unwrap(), scenario);
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_where_and_as_the_json_library_would() {
        for text in [
            r#"{"nodes": [{"id": "a", "role": "host"}], "links": 7}"#,
            r#"{"nodes": [{"id": 3}]}"#,
            r#"{"nodes": [}"#,
            r#"{"nodes": [], "links": [], "script": [{"at": "soon"}]}"#,
            r#"{"nodes": [], "links": [], "weather": 1}"#,
            "{} {}",
        ] {
            let ours = read::<Scenario>(text).unwrap_err().to_string();
            let theirs = serde_json::from_str::<Scenario>(text).unwrap_err();
            assert_eq!(ours, theirs.to_string());
        }
    }

    #[test]
    fn fields_without_their_names_are_no_object() {
        let error = read::<Scenario>("[[], []]").unwrap_err().to_string();
        assert!(
            error.starts_with("invalid type: sequence, expected struct Scenario"),
            "{error}"
        );
    }
}
