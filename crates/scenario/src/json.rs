//! Scenarios as JSON text: errors that name the place and the field.

use crate::codec;
use crate::error::{Problem, ScenarioError};
use crate::json_problem::JsonProblem;
use crate::model::{Link, Scenario};
use crate::place::{place_of, text_before};

impl Scenario {
    /// The longest file that is read, in bytes.
    pub const MAX_JSON_BYTES: usize = 256 * 1024;

    /// Reads a scenario. It is well formed then, but not yet checked: [`Scenario::to_spec`] does.
    ///
    /// # Errors
    /// Names the line, the column and the field.
    pub fn from_json(text: &str) -> Result<Scenario, ScenarioError> {
        if text.len() > Scenario::MAX_JSON_BYTES {
            let problem = Problem::FileTooLong {
                bytes: text.len(),
                most: Scenario::MAX_JSON_BYTES,
            };
            return Err(ScenarioError::new("", problem));
        }
        Scenario::from_json_of_any_length(text)
    }

    /// As [`Scenario::from_json`], for text whose length was bounded elsewhere.
    pub(crate) fn from_json_of_any_length(text: &str) -> Result<Scenario, ScenarioError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match codec::read::<Scenario>(text) {
            Ok(scenario) => Ok(scenario.with_links_named()),
            Err(error) => Err(newer_schema(text).unwrap_or_else(|| explain(text, &error))),
        }
    }

    /// Writes the scenario for people to read and change.
    pub fn to_json(&self) -> String {
        codec::write_pretty(self)
    }

    /// Links that were given no name get one from their ends.
    pub(crate) fn with_links_named(mut self) -> Scenario {
        for link in self.links.iter_mut().filter(|link| link.id.is_empty()) {
            link.id = Link::id_of_ends(&link.a, &link.b);
        }
        self
    }
}

/// A newer file may have fields that this program does not know: then its version, and not the
/// field, is what is wrong.
pub(crate) fn newer_schema(text: &str) -> Option<ScenarioError> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        schema: u32,
    }
    let found = codec::read::<Versioned>(text).ok()?.schema;
    let problem = Problem::NewerSchema {
        found,
        newest: Scenario::SCHEMA,
    };
    (found > Scenario::SCHEMA).then(|| ScenarioError::new("schema", problem))
}

/// The JSON reader's error with the path of the field in which it came up.
pub(crate) fn explain(text: &str, error: &serde_json::Error) -> ScenarioError {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    // The reader appends the place; it has fields of its own here.
    let message = message
        .strip_suffix(&format!(" at line {line} column {column}"))
        .unwrap_or(&message);
    let lacking = message.starts_with("missing field");
    let path = path_at(text, line, column, lacking);
    let (line, column) = place_of(text, line, column, message);
    let problem = Problem::Json {
        what: Box::new(JsonProblem::new(in_plain_words(message))),
        line,
        column,
    };
    ScenarioError::new(path, problem)
}

/// What the reader says without the names of Rust's types, and no longer or stranger than a line can be whatever
/// the file holds.
fn in_plain_words(message: &str) -> String {
    let message = match message {
        "expected value" => "no such value can stand here",
        "invalid IPv4 address syntax" => "this is not an address such as 192.0.2.10",
        other => other,
    };
    let (found, expected) = message.rsplit_once(", expected ").unwrap_or((message, ""));
    let expected = match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0",
        "a sequence" => "a list [ ]",
        "IPv4 address" => "an address such as \"192.0.2.10\"",
        what if what.starts_with("struct ") => "an object { }",
        other => other,
    };
    let found = found
        .replacen("invalid type: map", "invalid type: object", 1)
        .replacen("invalid type: sequence", "invalid type: list", 1);
    let mut words: String = printable(&found, MOST_FOUND);
    if found.chars().count() > MOST_FOUND {
        words.push('…');
    }
    if !expected.is_empty() {
        words.push_str(", expected ");
        words.push_str(expected);
    }
    words
}

/// The first characters of a text from a file, fit for a terminal: what would move the cursor or turn the direction
/// of writing is replaced.
pub(crate) fn printable(text: &str, most: usize) -> String {
    let strange = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let shown = |c: char| {
        if strange(c) {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    text.chars().take(most).map(shown).collect()
}

/// How many characters of what was found an error repeats.
const MOST_FOUND: usize = 120;

/// One level of nesting around a place in JSON text.
enum Level {
    Object { key: String },
    Array { index: usize },
}

/// The path, as `links[3].rate`, of the value around the place `line`, `column` (from 1), or of the
/// object around it if that is what lacks something.
fn path_at(text: &str, line: usize, column: usize, lacking: bool) -> String {
    let before = text_before(text, line, column);
    let mut levels: Vec<Level> = Vec::new();
    let mut rest = before.char_indices();
    let mut expects_key = false;
    let mut closed = None;
    while let Some((at, c)) = rest.next() {
        match c {
            '{' => levels.push(Level::Object { key: String::new() }),
            '[' => levels.push(Level::Array { index: 0 }),
            '}' | ']' => closed = levels.pop(),
            ',' => match levels.last_mut() {
                Some(Level::Array { index }) => *index += 1,
                Some(Level::Object { key }) => key.clear(),
                None => {}
            },
            '"' => {
                let string = skip_string(before, at, &mut rest);
                if let (true, Some(Level::Object { key })) = (expects_key, levels.last_mut()) {
                    *key = printable(string, 40);
                }
            }
            _ => {}
        }
        if !c.is_whitespace() {
            expects_key = matches!(c, '{' | ',');
        }
        if !c.is_whitespace() && !matches!(c, '}' | ']') {
            closed = None;
        }
    }
    // The reader looks past the end of an object before it says what was wrong in it: mostly its
    // last field, unless it lacks one.
    levels.extend(closed.filter(|_| !lacking));
    show(&levels)
}

/// Moves `rest` past the string that begins with the quote at `at`, and gives what is in it.
fn skip_string<'a>(text: &'a str, at: usize, rest: &mut core::str::CharIndices<'_>) -> &'a str {
    while let Some((end, c)) = rest.next() {
        match c {
            '\\' => {
                rest.next();
            }
            '"' => return text.get(at + 1..end).unwrap_or(""),
            _ => {}
        }
    }
    text.get(at + 1..).unwrap_or("")
}

fn show(levels: &[Level]) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Object { key } if key.is_empty() => {}
            Level::Object { key } if path.is_empty() => path.push_str(key),
            Level::Object { key } => {
                path.push('.');
                path.push_str(key);
            }
            Level::Array { index } => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"{"nodes":[
        {"id":"a","role":"host","address":"192.0.2.1"},
        {"id":"b","role":"host","address":"192.0.2.2"}],
        "links":[{"a":"a","b":"b"}]}"#;

    #[test]
    fn a_file_needs_only_names_addresses_and_ends() {
        let scenario = Scenario::from_json(TWO).unwrap();
        assert_eq!(scenario.links[0], Link::between("a", "b"));
        assert_eq!(scenario.seed, 1);
        assert!(scenario.nodes[0].icmp && scenario.nodes[0].up);
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let scenario = Scenario::from_json(TWO).unwrap();
        assert_eq!(Scenario::from_json(&scenario.to_json()), Ok(scenario));
    }

    #[test]
    fn a_misspelt_field_is_named_with_its_place() {
        let text = TWO.replace(r#""b":"b"}"#, r#""b":"b","dealy":"5ms"}"#);
        let error = Scenario::from_json(&text).unwrap_err();
        assert_eq!(error.path, "links[0].dealy");
        let words = error.to_string();
        assert!(
            words.contains("unknown field `dealy`") && words.contains("line 4"),
            "{words}"
        );
    }

    #[test]
    fn a_bad_value_is_named_by_its_field() {
        let text = TWO.replace(r#""b":"b"}"#, r#""b":"b","delay":"soon"}"#);
        let error = Scenario::from_json(&text).unwrap_err();
        assert_eq!(error.path, "links[0].delay");
        assert!(
            error
                .to_string()
                .contains("\"soon\" is not a time such as 20ms"),
            "{error}"
        );
        let text = TWO.replace("192.0.2.2", "192.0.2.256");
        assert_eq!(
            Scenario::from_json(&text).unwrap_err().path,
            "nodes[1].address"
        );
    }

    #[test]
    fn what_is_of_the_wrong_kind_is_told_in_words_of_json_and_not_of_rust() {
        let wrong = |good: &str, bad: &str| {
            let text = TWO.replacen(good, bad, 1);
            assert_ne!(text, TWO, "{good}");
            Scenario::from_json(&text).unwrap_err().to_string()
        };
        let b = r#""b":"b"}"#;
        for (bad, words) in [
            (
                r#""b":"b","mtu":70000}"#,
                "links[0].mtu: invalid value: integer `70000`, expected a whole number from 0 to 65535",
            ),
            (
                r#""b":"b","mtu":"x"}"#,
                "expected a whole number from 0 to 65535",
            ),
            (
                r#""b":"b"},7"#,
                "links[1]: invalid type: integer `7`, expected an object { }",
            ),
            (
                r#""b":["b"]}"#,
                "links[0].b: invalid type: list, expected a string",
            ),
        ] {
            assert!(wrong(b, bad).contains(words), "{bad}: {}", wrong(b, bad));
        }
        assert!(wrong("192.0.2.2", "192.0.2").contains("not an address such as 192.0.2.10"));
        let long = wrong(
            b,
            &format!(r#""b":"b","delay":{{"{}":1}}}}"#, "x".repeat(5_000)),
        );
        assert!(long.chars().count() < 400, "{long}");
        let strange = wrong(b, "\"b\":\"b\",\"\\u001b[2J\u{202e}\":1}");
        assert!(strange.contains("unknown field"), "{strange}");
        assert!(!strange.contains(['\u{1b}', '\u{202e}']), "{strange:?}");
    }

    fn labelled(label: &str) -> Result<Scenario, ScenarioError> {
        let text = TWO.replacen(r#""id":"a""#, &format!(r#""id":"a","label":{label}"#), 1);
        Scenario::from_json(&text)
    }

    #[test]
    fn a_label_in_one_language_stands_in_all() {
        let words = labelled(r#""민지""#)
            .unwrap()
            .nodes
            .remove(0)
            .label
            .unwrap();
        for tag in ["en", "ko", "ja"] {
            assert_eq!(words.in_language(tag), "민지");
        }
    }

    #[test]
    fn a_label_in_any_languages_is_kept_when_it_is_written() {
        for label in [
            r#""민지""#,
            r#"{"ko":"민지"}"#,
            r#"{"ja":"ミンジ","ko":"민지"}"#,
            r#"{"en":"Minji","ko":"민지","ja":"ミンジ"}"#,
        ] {
            let scenario = labelled(label).unwrap();
            scenario.to_spec().unwrap();
            let written = scenario.to_json();
            let value: serde_json::Value = serde_json::from_str(&written).unwrap();
            let expected: serde_json::Value = serde_json::from_str(label).unwrap();
            assert_eq!(value["nodes"][0]["label"], expected);
            assert_eq!(Scenario::from_json(&written), Ok(scenario));
        }
    }

    #[test]
    fn a_label_that_cannot_be_is_told_by_its_language() {
        let many: Vec<String> = (0..33).map(|i| format!("\"en-x-{i:02}\":\"a\"")).collect();
        let many = format!("{{{}}}", many.join(","));
        for (wrong, words) in [
            ("7", "expected a text, or one in each language"),
            (r#"{"en":7}"#, "expected a string"),
            ("{}", "nodes[0] (\"a\").label: this has no text"),
            (r#""""#, "nodes[0] (\"a\").label: this must not be empty"),
            (r#"{"en":"a","ja":" "}"#, "label.ja: this must not be empty"),
            (
                r#"{"en":"a","English":"b","x":"c"}"#,
                "\"x\" is not a language's tag",
            ),
            (r#"{"en":"a","":"b"}"#, "\"\" is not a language's tag"),
            (
                r#"{"ko":"a","en":"b","KO":"c"}"#,
                "two texts in the language \"KO\"",
            ),
            (&many, "label: there are 33 languages, and the most is 32"),
        ] {
            let spec = labelled(wrong).and_then(|scenario| scenario.to_spec().map(|_| ()));
            let error = spec.unwrap_err().to_string();
            assert!(
                error.contains(words) && !error.contains("struct"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_missing_field_is_named_with_what_lacks_it() {
        let text = TWO.replace(r#""a":"a","b":"b""#, r#""a":"a""#);
        let error = Scenario::from_json(&text).unwrap_err();
        assert_eq!(error.path, "links[0]");
        assert!(error.to_string().contains("missing field `b`"), "{error}");
    }

    #[test]
    fn a_newer_form_is_told_even_if_it_has_new_fields() {
        let text = TWO.replacen('{', r#"{"schema":9,"weather":"rain","#, 1);
        let error = Scenario::from_json(&text).unwrap_err();
        assert!(error.to_string().contains("newer Hoplab"), "{error}");
    }

    #[test]
    fn half_a_file_and_a_huge_one_are_refused_in_words() {
        let error = Scenario::from_json(&TWO[..60]).unwrap_err();
        assert!(error.to_string().contains("EOF"), "{error}");
        let huge = " ".repeat(Scenario::MAX_JSON_BYTES + 1);
        assert!(matches!(
            Scenario::from_json(&huge).unwrap_err().problem,
            Problem::FileTooLong { .. }
        ));
    }
}
