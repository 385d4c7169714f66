//! [`JsonProblem`]: what the reader of JSON says, as something that can be told in any language.

use core::fmt;

use crate::texts::A_TAG;

/// What is wrong with JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonProblem {
    /// In English, as the reader says it.
    said: String,
    /// What that is.
    pub kind: JsonProblemKind,
}

/// What can be wrong with JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum JsonProblemKind {
    /// A field that there is not, and those there are.
    UnknownField { name: String, known: Vec<String> },
    /// A name that is none of the known ones.
    UnknownVariant { name: String, known: Vec<String> },
    /// A field that must be there.
    MissingField { name: String },
    /// A field that is there twice.
    DuplicateField { name: String },
    /// A value of another kind than it has to be.
    Unexpected {
        found: Found,
        value: String,
        expected: Expected,
    },
    /// A text that is not the quantity it has to be.
    NotSuchText { text: String, expected: Expected },
    /// A comma behind the last thing.
    TrailingComma,
    /// Something behind the last bracket.
    TrailingCharacters,
    /// Neither a comma nor the brace that closes.
    NoCommaOrBrace,
    /// Neither a comma nor the bracket that closes.
    NoCommaOrBracket,
    /// No colon behind a field's name.
    NoColon,
    /// A field's name without quotation marks.
    KeyNotText,
    /// Not an IPv4 address.
    NotAnAddress,
    /// Not a number as JSON writes them.
    BadNumber,
    /// A backslash before something that needs none.
    BadEscape,
    /// The text ends in the middle.
    EndsEarly,
    /// A line end or the like between quotation marks.
    ControlCharacter,
    /// Anything else.
    Other,
}

/// What kind of value stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Found {
    Number,
    Text,
    Boolean,
    Object,
    List,
    Null,
    Other,
}

/// What would have to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum Expected {
    /// A whole number from the first to the last.
    Between { least: String, most: String },
    /// A whole number, not negative.
    WholeNumber,
    /// A text.
    Text,
    /// True or false.
    Boolean,
    /// A list.
    List,
    /// An object.
    Object,
    /// An IPv4 address.
    Address,
    /// So much in a second.
    Rate,
    /// Of a hundred.
    Percentage,
    /// A time.
    Time,
    /// A text, or one in each language.
    TextOrWords,
    /// The tag of a language.
    LanguageTag,
    /// Anything else.
    Other,
}

impl JsonProblem {
    /// What `said`, a sentence of the reader's, tells.
    pub(crate) fn new(said: String) -> JsonProblem {
        let kind = named(&said)
            .or_else(|| unexpected(&said))
            .unwrap_or_else(|| form(&said));
        JsonProblem { said, kind }
    }
}

impl fmt::Display for JsonProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

/// What is about a field or a variant of this name: ``unknown field `dealy`, expected one of `delay`, `loss` ``.
fn named(said: &str) -> Option<JsonProblemKind> {
    let of = |what: &str| {
        let rest = said.strip_prefix(what)?.strip_prefix(" `")?;
        let (name, rest) = rest.split_once('`')?;
        let known = rest.split('`').skip(1).step_by(2).map(str::to_owned);
        Some((name.to_owned(), known.collect()))
    };
    if let Some((name, known)) = of("unknown field") {
        return Some(JsonProblemKind::UnknownField { name, known });
    }
    if let Some((name, known)) = of("unknown variant") {
        return Some(JsonProblemKind::UnknownVariant { name, known });
    }
    if let Some((name, _)) = of("missing field") {
        return Some(JsonProblemKind::MissingField { name });
    }
    of("duplicate field").map(|(name, _)| JsonProblemKind::DuplicateField { name })
}

/// ``invalid type: integer `7`, expected a string``, `"soon" is not a time such as 20ms`.
fn unexpected(said: &str) -> Option<JsonProblemKind> {
    if let Some((found, expected)) = said.rsplit_once(", expected ") {
        let what = found.split_once(": ").map_or(found, |(_, what)| what);
        let (kind, value) = what.split_once(' ').unwrap_or((what, ""));
        return Some(JsonProblemKind::Unexpected {
            found: found_of(kind),
            value: value.trim_start_matches("point ").to_owned(),
            expected: expected_of(expected),
        });
    }
    let (text, expected) = said.split_once(" is not ")?;
    // Of an address the reader does not repeat the text.
    (text != "this").then(|| JsonProblemKind::NotSuchText {
        text: text.to_owned(),
        expected: expected_of(expected),
    })
}

fn found_of(kind: &str) -> Found {
    match kind {
        "integer" | "floating" => Found::Number,
        "string" => Found::Text,
        "boolean" => Found::Boolean,
        "map" | "object" => Found::Object,
        "sequence" | "list" => Found::List,
        "null" => Found::Null,
        _ => Found::Other,
    }
}

fn expected_of(expected: &str) -> Expected {
    if let Some(range) = expected.strip_prefix("a whole number ") {
        let range = range.strip_prefix("from ");
        return match range.and_then(|range| range.split_once(" to ")) {
            Some((least, most)) => Expected::Between {
                least: least.to_owned(),
                most: most.to_owned(),
            },
            None => Expected::WholeNumber,
        };
    }
    match expected {
        "a string" => Expected::Text,
        "a boolean" => Expected::Boolean,
        "a list [ ]" => Expected::List,
        "an object { }" => Expected::Object,
        text if text.starts_with("a rate") => Expected::Rate,
        text if text.starts_with("a percentage") => Expected::Percentage,
        text if text.starts_with("a time") => Expected::Time,
        text if text.starts_with("an address") => Expected::Address,
        text if text.starts_with("a text, or") => Expected::TextOrWords,
        A_TAG => Expected::LanguageTag,
        _ => Expected::Other,
    }
}

/// What is about the form of the text itself.
fn form(said: &str) -> JsonProblemKind {
    match said {
        "trailing comma" => JsonProblemKind::TrailingComma,
        "trailing characters" => JsonProblemKind::TrailingCharacters,
        "expected `,` or `}`" => JsonProblemKind::NoCommaOrBrace,
        "expected `,` or `]`" => JsonProblemKind::NoCommaOrBracket,
        "expected `:`" => JsonProblemKind::NoColon,
        "key must be a string" => JsonProblemKind::KeyNotText,
        "this is not an address such as 192.0.2.10" => JsonProblemKind::NotAnAddress,
        "invalid number" => JsonProblemKind::BadNumber,
        "invalid escape" => JsonProblemKind::BadEscape,
        text if text.starts_with("EOF") => JsonProblemKind::EndsEarly,
        text if text.starts_with("control character") => JsonProblemKind::ControlCharacter,
        _ => JsonProblemKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_says_becomes_what_it_means() {
        let kind = |said: &str| JsonProblem::new(said.to_owned()).kind;
        assert_eq!(
            kind("unknown field `dealy`, expected one of `delay`, `loss`"),
            JsonProblemKind::UnknownField {
                name: "dealy".to_owned(),
                known: vec!["delay".to_owned(), "loss".to_owned()],
            }
        );
        assert_eq!(
            kind("invalid value: integer `70000`, expected a whole number from 0 to 65535"),
            JsonProblemKind::Unexpected {
                found: Found::Number,
                value: "`70000`".to_owned(),
                expected: Expected::Between {
                    least: "0".to_owned(),
                    most: "65535".to_owned(),
                },
            }
        );
        assert_eq!(
            kind("\"soon\" is not a time such as 20ms"),
            JsonProblemKind::NotSuchText {
                text: "\"soon\"".to_owned(),
                expected: Expected::Time,
            }
        );
        assert_eq!(
            kind("this is not an address such as 192.0.2.10"),
            JsonProblemKind::NotAnAddress
        );
        assert_eq!(kind("EOF while parsing a list"), JsonProblemKind::EndsEarly);
        assert_eq!(kind("no such value can stand here"), JsonProblemKind::Other);
    }
}
