//! [`Words`]: a text of a scenario in the languages it is written in, and which of them a reader is shown.
//!
//! In a file it is one text, which then stands in every language, `"label": "민지"`, or a text for each language by its
//! tag (BCP 47), at least one: `"label": { "en": "Minji", "ko": "민지", "ja": "ミンジ" }`. Who reads in a language is shown
//!
//! 1. the text of that very tag, whatever its case, or of what is left of the tag without its last parts: for `pt-BR`
//!    also `pt` (the lookup of RFC 4647 §3.4);
//! 2. else one of the same language from elsewhere: for `pt-PT` also `pt-BR`;
//! 3. else the English one;
//! 4. else the first of the file.

use core::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text in one or more languages; the module says which of them a reader is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// Each language's tag and text, as in the file but for the English one, which stands first: whoever reads none of
    /// the languages is shown what stands first. What stands in every language is alone and has no tag.
    texts: Vec<(String, String)>,
}

impl Words {
    /// The most languages that a text may be in.
    pub const MAX_LANGUAGES: usize = 32;

    /// One text for every language.
    pub fn everywhere(text: impl Into<String>) -> Words {
        Words {
            texts: vec![(String::new(), text.into())],
        }
    }

    /// Texts with the tags of their languages. Whether these are tags, and each there once, is checked with the
    /// scenario.
    pub fn tagged<Tag: Into<String>, Text: Into<String>>(
        texts: impl IntoIterator<Item = (Tag, Text)>,
    ) -> Words {
        let texts = texts.into_iter();
        let mut texts: Vec<_> = texts.map(|(tag, text)| (tag.into(), text.into())).collect();
        let tags = texts.iter().map(|(tag, _): &(String, String)| tag.as_str());
        if let Some(english) = nearest(tags, "en") {
            let up_to_it = texts.get_mut(..=english);
            up_to_it.unwrap_or_default().rotate_right(1);
        }
        Words { texts }
    }

    /// What is shown to somebody who reads in the language of this tag; nothing only if there is no text at all.
    pub fn in_language(&self, tag: &str) -> &str {
        let tags = self.texts.iter().map(|(tag, _)| tag.as_str());
        let shown = self.texts.get(nearest(tags, tag).unwrap_or(0));
        shown.map_or("", |(_, text)| text)
    }

    /// Each language's tag and text, the one first that stands in for others. What stands in every language has an
    /// empty tag.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let texts = self.texts.iter();
        texts.map(|(tag, text)| (tag.as_str(), text.as_str()))
    }
}

/// Which of these tags has what somebody reads whose language has the tag `wanted`; `None`: none of them.
pub fn nearest<'a>(tags: impl Iterator<Item = &'a str> + Clone, wanted: &str) -> Option<usize> {
    let of = |wanted: &str| {
        tags.clone()
            .position(|tag| tag.eq_ignore_ascii_case(wanted))
    };
    let mut part = wanted;
    loop {
        match (of(part), part.rsplit_once(BETWEEN_SUBTAGS)) {
            (Some(place), _) => return Some(place),
            (None, Some((less, _))) => part = less,
            (None, None) => break,
        }
    }
    let mut tags = tags.clone();
    tags.position(|tag| primary(tag).eq_ignore_ascii_case(part))
}

/// Between the parts of a tag; people write the second, which stands there in the names of locales.
const BETWEEN_SUBTAGS: [char; 2] = ['-', '_'];

/// The part of a tag that names the language itself.
fn primary(tag: &str) -> &str {
    tag.split(BETWEEN_SUBTAGS).next().unwrap_or_default()
}

/// Whether this has the form of a language's tag (RFC 5646 §2.1), and is no longer than §4.4.1 has everyone store.
pub(crate) fn is_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    tag.len() <= LanguageTag::MAX_BYTES
        && (2..=8).contains(&language.len())
        && language.bytes().all(|letter| letter.is_ascii_alphabetic())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len()) && subtag.bytes().all(|c| c.is_ascii_alphanumeric())
        })
        // What is one letter long says of what kind that is which follows it.
        && tag.rsplit('-').next().is_some_and(|last| last.len() > 1)
}

/// The tag of a language (BCP 47), such as `ko` or `pt-BR`, of which only the form is known to be right.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The longest tag.
    pub const MAX_BYTES: usize = 35;

    /// The tag, if it has the form of one.
    pub fn new(tag: &str) -> Option<LanguageTag> {
        is_tag(tag).then(|| LanguageTag(tag.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for LanguageTag {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<LanguageTag, D::Error> {
        let tag = String::deserialize(reader)?;
        LanguageTag::new(&tag).ok_or_else(|| D::Error::custom(format!("\"{tag}\" is not {A_TAG}")))
    }
}

/// What a language's tag is, for errors.
pub(crate) const A_TAG: &str = "a language's tag such as \"en\", \"ko\" or \"pt-BR\"";

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        match self.texts.as_slice() {
            [(tag, text)] if tag.is_empty() => writer.serialize_str(text),
            texts => writer.collect_map(texts.iter().map(|(tag, text)| (tag, text))),
        }
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Words, D::Error> {
        struct OneOrEach;
        impl<'de> Visitor<'de> for OneOrEach {
            type Value = Words;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or one in each language as { \"en\": …, \"ko\": … }")
            }
            fn visit_str<E>(self, text: &str) -> Result<Words, E> {
                Ok(Words::everywhere(text))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                let mut texts: Vec<(String, String)> = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    texts.push(entry);
                }
                Ok(Words::tagged(texts))
            }
        }
        reader.deserialize_any(OneOrEach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Words {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
    }

    #[test]
    fn who_reads_in_a_language_is_shown_the_nearest_text_there_is() {
        let words =
            read(r#"{ "ko": "민지", "pt-BR": "Minji (BR)", "en": "Minji", "JA": "ミンジ" }"#);
        for (tag, shown) in [
            ("ko", "민지"),
            ("ko-KR", "민지"),
            ("ko_KR", "민지"),
            ("KO", "민지"),
            ("ja", "ミンジ"),
            ("pt", "Minji (BR)"),
            ("pt-PT", "Minji (BR)"),
            ("kok", "Minji"),
            ("fr", "Minji"),
            ("en-XA", "Minji"),
            ("", "Minji"),
        ] {
            assert_eq!(words.in_language(tag), shown, "{tag}");
        }
        let without_english = read(r#"{ "ja": "ミンジ", "ko": "민지" }"#);
        assert_eq!(without_english.in_language("fr"), "ミンジ");
        assert_eq!(without_english.in_language("en"), "ミンジ");
        assert_eq!(
            read(r#"{ "ja": "a", "en-GB": "b" }"#).in_language("fr"),
            "b"
        );
        assert_eq!(read(r#""민지""#).in_language("fr"), "민지");
        assert_eq!(read("{}").in_language("en"), "");
    }

    #[test]
    fn a_text_is_written_as_it_was_read_with_english_first() {
        for (read_from, written) in [
            (r#""민지""#, r#""민지""#),
            (r#"{"ja":"a","ko":"b"}"#, r#"{"ja":"a","ko":"b"}"#),
            (
                r#"{"ja":"a","ko":"b","en":"c"}"#,
                r#"{"en":"c","ja":"a","ko":"b"}"#,
            ),
            (r#"{"en-XA":"a","en":"b"}"#, r#"{"en":"b","en-XA":"a"}"#),
            ("{}", "{}"),
        ] {
            let words = read(read_from);
            assert_eq!(serde_json::to_string(&words).unwrap(), written);
            assert_eq!(read(written), words);
        }
    }

    #[test]
    fn a_tag_has_its_form() {
        for tag in [
            "en",
            "ko",
            "en-XA",
            "zh-Hant-TW",
            "sr-Latn-RS",
            "de-1901",
            "hy-Latn-IT-arevela",
            "en-a-bbb-x-a-ccc",
            "kok",
        ] {
            assert!(is_tag(tag), "{tag}");
        }
        for tag in [
            "",
            "e",
            "en-",
            "-en",
            "en_US",
            "englishes",
            "e1",
            "en-x",
            "en--US",
            "en-verylongpart",
            "ko KR",
            "한국어",
            "en-abcdefgh-abcdefgh-abcdefgh-abcdefgh",
        ] {
            assert!(!is_tag(tag), "{tag}");
        }
    }
}
