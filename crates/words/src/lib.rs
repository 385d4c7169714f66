//! Every sentence anyone reads, in every language it is said in.
//!
//! A text is a function or a `match` on [`Lang`]: one that is missing in a language does not
//! compile.

/// Texts with nothing to fill in.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $ko:literal;)*) => {
        $($(#[$doc])* pub const fn $name(lang: Lang) -> &'static str { lang.pick($en, $ko) })*
    };
}

pub mod apps;
pub mod connection;
pub mod dns;
#[cfg(test)]
mod facts;
pub mod fields;
#[cfg(test)]
mod glossary;
pub mod inspect;
pub mod josa;
pub mod ports;
pub mod programs;
pub mod reading;
pub mod refusals;
pub mod said;
pub mod screens;
mod shell;
pub mod stack;
pub mod stage;
pub mod story;
pub mod tabs;

pub use shell::*;

/// What a person wrote, in quotation marks. Written from right to left it is set apart, or it would turn what stands
/// around it, arrows and the closing mark, the other way (UAX #9).
pub fn quoted(text: &str) -> String {
    let to_the_left = |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if text.contains(to_the_left) {
        format!("“\u{2068}{text}\u{2069}”")
    } else {
        format!("“{text}”")
    }
}

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Lang {
    /// The tag for `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ko => "ko",
        }
    }
    /// The language of a tag such as `ko` or `ko-KR`, if the page speaks it.
    pub fn of_tag(tag: &str) -> Option<Lang> {
        match tag.get(..2)? {
            "en" => Some(Lang::En),
            "ko" => Some(Lang::Ko),
            _ => None,
        }
    }
    /// The one of two texts that is in this language.
    pub const fn pick<'a>(self, en: &'a str, ko: &'a str) -> &'a str {
        match self {
            Lang::En => en,
            Lang::Ko => ko,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_from_right_to_left_turns_nothing_around_it() {
        assert_eq!(quoted("hello"), "“hello”");
        assert_eq!(quoted("שלום"), "“\u{2068}שלום\u{2069}”");
        assert_eq!(quoted("مرحبا"), "“\u{2068}مرحبا\u{2069}”");
        let payload = hoplab_sim::Payload::Text("שלום".to_owned());
        let told = message_to(Lang::En, &payload, "Server");
        assert_eq!(told, "“\u{2068}שלום\u{2069}” → Server");
    }
}
