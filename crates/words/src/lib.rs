//! Every sentence anyone reads, in every language it is said in.
//!
//! The modules of this crate list what can be said (`said!`), and hold what is the same in every language. The folder of a
//! language has the sentences, in files of the same names: who translates copies one and finds no logic in it. A
//! sentence that is missing does not compile.

#[macro_use]
mod lang;
#[macro_use]
mod program_table;
#[cfg(feature = "pseudo")]
mod pseudo;

languages! { $ En,
    En: en, "en", "English";
    Ko: ko, "ko", "한국어";
}

impl Lang {
    /// The language of a tag such as `ko` or `ko-KR`, if it is spoken here.
    pub fn of_tag(tag: &str) -> Option<Lang> {
        let spoken = hoplab_scenario::nearest(Lang::TAGS.iter().copied(), tag)?;
        Lang::ALL.get(spoken).copied()
    }

    /// A text that a scenario has in this language, or in another for want of it: in disguise where English is.
    fn dressed(self, text: &str) -> &str {
        #[cfg(feature = "pseudo")]
        if self == Lang::Pseudo {
            return pseudo::Disguise::disguised(text);
        }
        text
    }
}

pub mod captures;
pub mod connection;
pub mod dns;
#[cfg(test)]
mod facts;
pub mod fields;
#[cfg(test)]
mod glossary;
pub mod inspect;
mod labels;
pub mod log;
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
