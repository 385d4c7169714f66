//! What every header field is called and what it means.
//!
//! Korean names are those of the textbooks; where these leave a name in English, so do we.

use hoplab_wire::dissect::FieldKey;

said! { fields =>
    /// What a field is called.
    name(key: FieldKey) -> &'static str;
    /// What a field is for, in one sentence.
    meaning(key: FieldKey) -> &'static str;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn every_field_is_explained_in_a_sentence_of_its_language() {
        for key in FieldKey::ALL {
            let (en, ko) = (meaning(Lang::En, *key), meaning(Lang::Ko, *key));
            assert!(en.ends_with('.') && en.is_ascii(), "{en}");
            assert!(ko.ends_with("요."), "{ko}");
            assert_ne!(name(Lang::En, *key), "", "{key:?}");
            assert_ne!(name(Lang::Ko, *key), "", "{key:?}");
        }
    }
}
