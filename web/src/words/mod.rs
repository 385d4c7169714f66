//! Every word on the page, in every language it speaks.
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
