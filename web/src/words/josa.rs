//! Korean particles, whose form depends on the sound the word before them ends in.

/// How a word ends, as far as particles care.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Vowel,
    /// The consonant ㄹ, after which `로` stays `로`.
    Rieul,
    Consonant,
}

/// `을` or `를`.
pub fn eul(word: &str) -> String {
    join(word, "을", "를")
}
/// `이` or `가`.
pub fn i(word: &str) -> String {
    join(word, "이", "가")
}
/// `은` or `는`.
pub fn eun(word: &str) -> String {
    join(word, "은", "는")
}
/// `과` or `와`.
pub fn gwa(word: &str) -> String {
    join(word, "과", "와")
}
/// `으로` or `로`.
pub fn ro(word: &str) -> String {
    let particle = if ending(word) == Ending::Consonant {
        "으로"
    } else {
        "로"
    };
    format!("{word}{particle}")
}

/// The how-manieth: the first four have words, the rest keep their figures.
pub fn ordinal(number: u16) -> String {
    match number {
        1 => "첫 번째".to_owned(),
        2 => "두 번째".to_owned(),
        3 => "세 번째".to_owned(),
        4 => "네 번째".to_owned(),
        _ => format!("{number}번째"),
    }
}

fn join(word: &str, after_consonant: &str, after_vowel: &str) -> String {
    let particle = if ending(word) == Ending::Vowel {
        after_vowel
    } else {
        after_consonant
    };
    format!("{word}{particle}")
}

/// Closing brackets and quotes are not spoken: the sound before them counts.
fn ending(word: &str) -> Ending {
    match word.chars().rev().find(|c| c.is_alphanumeric()) {
        Some(c @ '가'..='힣') => match (c as u32 - '가' as u32) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        Some(digit @ '0'..='9') => match digit {
            // 일, 칠, 팔
            '1' | '7' | '8' => Ending::Rieul,
            // 영, 삼, 육
            '0' | '3' | '6' => Ending::Consonant,
            _ => Ending::Vowel,
        },
        Some(letter) => latin_ending(word, letter.to_ascii_lowercase()),
        None => Ending::Vowel,
    }
}

/// An abbreviation is read letter by letter (L 엘, M 엠, N 엔, R 알), a word roughly by its last letter.
fn latin_ending(word: &str, last: char) -> Ending {
    // Said as a word: 큐빅.
    if word.ends_with("CUBIC") {
        return Ending::Consonant;
    }
    let spelled = word
        .chars()
        .rev()
        .find(char::is_ascii_alphabetic)
        .is_some_and(|letter| letter.is_ascii_uppercase());
    match last {
        'l' => Ending::Rieul,
        'r' if spelled => Ending::Rieul,
        'm' | 'n' => Ending::Consonant,
        'b' | 'k' | 'p' | 't' | 'c' | 'g' | 'd' if !spelled => consonant_word(word),
        _ => Ending::Vowel,
    }
}

/// English words in -t, -d and the like mostly gain a vowel in Korean (클라이언트), but short -ck,
/// -ok, -p do not always; the common endings of network words are what counts here.
fn consonant_word(word: &str) -> Ending {
    let lower = word.to_ascii_lowercase();
    match ["ng", "ink", "ck", "ok", "ap", "op", "ip", "et"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        true if lower.ends_with("ink") => Ending::Vowel,
        true => Ending::Consonant,
        false => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_takes_the_particle_its_last_syllable_asks_for() {
        assert_eq!(eul("서버"), "서버를");
        assert_eq!(eul("패킷"), "패킷을");
        assert_eq!(i("링크"), "링크가");
        assert_eq!(eun("그림"), "그림은");
        assert_eq!(gwa("서울"), "서울과");
        assert_eq!(ro("서울"), "서울로");
        assert_eq!(ro("부산"), "부산으로");
        assert_eq!(ro("서버"), "서버로");
    }

    #[test]
    fn digits_are_read_as_they_sound() {
        assert_eq!(eul("라우터 1"), "라우터 1을");
        assert_eq!(eul("라우터 2"), "라우터 2를");
        assert_eq!(ro("R7"), "R7로");
        assert_eq!(ro("R3"), "R3으로");
        assert_eq!(i("10.0.2.10"), "10.0.2.10이");
    }

    #[test]
    fn abbreviations_are_read_letter_by_letter() {
        assert_eq!(ro("TCP"), "TCP로");
        assert_eq!(eul("UDP"), "UDP를");
        assert_eq!(i("SYN"), "SYN이");
        assert_eq!(eul("ACK"), "ACK를");
        assert_eq!(eul("FIN"), "FIN을");
        assert_eq!(ro("URL"), "URL로");
        assert_eq!(ro("CUBIC"), "CUBIC으로");
    }

    #[test]
    fn english_words_take_the_particle_of_how_they_are_said() {
        assert_eq!(eun("client"), "client는");
        assert_eq!(eul("ping"), "ping을");
        assert_eq!(eul("server"), "server를");
    }

    #[test]
    fn brackets_and_nothing_at_all_do_no_harm() {
        assert_eq!(eul("‘서버’"), "‘서버’를");
        assert_eq!(eul(""), "를");
    }
}
