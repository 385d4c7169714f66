//! A language for those who work on the page: English with an accent on every letter and every vowel twice, so that a
//! text that is in no language's folder shows, and so does one that has no room to grow. It is made of English, and of
//! nothing else: whatever is said there is said here.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// What was disguised of texts that live as long as the program: each once, for they are asked for at every drawing.
static KEPT: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());

/// What can be said, told in the pseudo-language.
pub trait Disguise {
    /// The same with accents. What has them already stays as it is, so that a sentence within a sentence is not
    /// disguised twice.
    fn disguised(self) -> Self;
}

impl Disguise for String {
    fn disguised(self) -> String {
        self.chars().flat_map(accented).collect()
    }
}

impl Disguise for &str {
    fn disguised(self) -> Self {
        let Ok(mut kept) = KEPT.lock() else {
            return self;
        };
        if let Some(known) = kept.get(self) {
            return known;
        }
        let disguised: &'static str = self.to_owned().disguised().leak();
        kept.insert(self.to_owned(), disguised);
        disguised
    }
}

impl<T: Disguise> Disguise for Option<T> {
    fn disguised(self) -> Option<T> {
        self.map(T::disguised)
    }
}

impl<A: Disguise, B: Disguise> Disguise for (A, B) {
    fn disguised(self) -> (A, B) {
        (self.0.disguised(), self.1.disguised())
    }
}

/// A letter with its accent, a vowel twice.
fn accented(letter: char) -> impl Iterator<Item = char> {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "áƀçðéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ";
    let place = PLAIN.chars().position(|plain| plain == letter);
    let accented = place.and_then(|place| ACCENTED.chars().nth(place));
    let again = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u').then_some(accented);
    [Some(accented.unwrap_or(letter)), again.flatten()]
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, stage};

    #[test]
    fn every_letter_has_an_accent_once_and_the_text_is_a_third_longer() {
        let told = "Destroys a packet".disguised();
        assert_eq!(told, "Ðééšţŕóóýš áá þááçķééţ");
        assert_eq!(told.disguised(), told);
        assert_eq!(stage::left_out(Lang::Pseudo, 3), "+3 ñóóţ šĥóóŵñ");
        assert_eq!(Lang::of_tag("en-xa"), Some(Lang::Pseudo));
        assert_eq!(Lang::of_tag("en-GB"), Some(Lang::En));
    }
}
