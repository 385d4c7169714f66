//! Korean particles and the copula, whose form depends on the sound the word before them ends in.
//!
//! Every particle behind a value that is filled in comes from here: nobody can know beforehand what the value
//! ends in.

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
/// `이에요` or `예요`: it is that.
pub fn ieyo(word: &str) -> String {
    join(word, "이에요", "예요")
}
/// `이라는` or `라는`: called that.
pub fn iraneun(word: &str) -> String {
    join(word, "이라는", "라는")
}
/// `이라고` or `라고`, behind words that are quoted.
pub fn irago(word: &str) -> String {
    join(word, "이라고", "라고")
}
/// `이라서` or `라서`: since it is that.
pub fn iraseo(word: &str) -> String {
    join(word, "이라서", "라서")
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
pub fn ordinal(number: impl Into<u64>) -> String {
    match number.into() {
        1 => "첫 번째".to_owned(),
        2 => "두 번째".to_owned(),
        3 => "세 번째".to_owned(),
        4 => "네 번째".to_owned(),
        number => format!("{number}번째"),
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

fn ending(word: &str) -> Ending {
    let spoken = spoken(word);
    let Some(last) = spoken.chars().next_back() else {
        return Ending::Vowel;
    };
    match last {
        '가'..='힣' => match (last as u32 - '가' as u32) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        // ㄱ 기역 and so on; a vowel is its own name.
        'ㄹ' => Ending::Rieul,
        'ㄱ'..='ㅎ' => Ending::Consonant,
        '0'..='9' => number(spoken),
        // ① to ⑳ and their like are read as their numbers.
        '①'..='⑳' => digit(last as u32 - '①' as u32 + 1),
        // 샵, 원.
        '#' | '₩' => Ending::Consonant,
        _ if last.is_ascii_alphabetic() => latin(spoken),
        // 퍼센트, 도, 플러스, 별표, 슬래시.
        _ => Ending::Vowel,
    }
}

/// What is read aloud of a word, as far as its end: a note in brackets behind it is not (`추적(traceroute)` ends as
/// `추적` does), and neither are closing quotes, stops and hyphens.
fn spoken(word: &str) -> &str {
    let mut rest = word;
    loop {
        rest = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || "\"'’”‘“»」』.,:;!?…-–~_`".contains(c)
        });
        let open = match rest.chars().next_back() {
            Some(')') => '(',
            Some(']') => '[',
            _ => break,
        };
        let inner = rest.get(..rest.len() - 1).unwrap_or_default();
        match inner.rfind(open) {
            Some(at) if spoken(inner.get(..at).unwrap_or_default()).is_empty() => {
                // Nothing but the bracket: then what is in it counts.
                rest = inner;
            }
            Some(at) => rest = inner.get(..at).unwrap_or_default(),
            None => rest = inner,
        }
    }
    // The root's name: 점.
    if rest.is_empty() && word == "." {
        return "점";
    }
    rest
}

/// Numbers are read in Sino-Korean; only where one ends in zeros does more than the last digit count.
fn number(word: &str) -> Ending {
    let is_digit = |c: &char| c.is_ascii_digit() || *c == ',';
    let digits: String = word.chars().rev().take_while(is_digit).collect();
    let before = word.chars().rev().nth(digits.chars().count());
    let digits: String = digits.chars().filter(|c| *c != ',').collect();
    let zeros = digits.chars().take_while(|c| *c == '0').count();
    // 10^12 is 조; ten, hundred, 만, 억 end in consonants, and so does a lone 0 (영, 공).
    let whole = zeros < digits.len() && before != Some('.');
    if whole && (12..16).contains(&zeros) {
        return Ending::Vowel;
    }
    digit(
        digits
            .chars()
            .next()
            .and_then(|c| c.to_digit(10))
            .unwrap_or(0),
    )
}

fn digit(number: u32) -> Ending {
    match number % 10 {
        // 일, 칠, 팔
        1 | 7 | 8 => Ending::Rieul,
        // 영/십, 삼, 육
        0 | 3 | 6 => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

/// Names written in capitals that are said as words, or end so: 큐빅, 클로징, 이스탭, 씨네임, 섹, 에러, 맥.
const SAID: [(&str, Ending); 8] = [
    ("CUBIC", Ending::Consonant),
    ("CLOSING", Ending::Consonant),
    ("ESTAB", Ending::Consonant),
    ("CNAME", Ending::Consonant),
    ("DNSSEC", Ending::Consonant),
    ("MAC", Ending::Consonant),
    ("NOERROR", Ending::Vowel),
    ("FORMERR", Ending::Vowel),
];

/// The Latin letters at the end of a word: read one by one, or as a word.
fn latin(word: &str) -> Ending {
    let start = word
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_alphabetic())
        .last()
        .map_or(word.len(), |(at, _)| at);
    let letters = word.get(start..).unwrap_or_default();
    if let Some((_, ending)) = SAID.iter().find(|(name, _)| *name == letters) {
        return *ending;
    }
    let lower = letters.to_ascii_lowercase();
    let before = word.get(..start).unwrap_or_default();
    // `0xff`, `:0a`, `:ab`: digits of a number.
    let is_hex = before.ends_with(|c: char| c.is_ascii_digit() || c == ':')
        && lower.chars().all(|c| matches!(c, 'a'..='f' | 'x'));
    let has_vowel = lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let spelled = letters.len() == 1
        || is_hex
        || !has_vowel
        || letters.chars().all(|c| c.is_ascii_uppercase());
    match (lower.chars().next_back(), spelled) {
        // 엘, 알; 엠, 엔. All other letters' names end in vowels.
        (Some('l' | 'r'), true) => Ending::Rieul,
        (Some('m' | 'n'), true) => Ending::Consonant,
        (_, true) => Ending::Vowel,
        (_, false) => said(&lower),
    }
}

/// How an English word ends where it is said in Korean, by its last letters; the first that fit count.
#[rustfmt::skip] // a table
const WORD_ENDS: [(&str, Ending); 41] = [
    // A silent e: 파일, 네임, 폰.
    ("le", Ending::Rieul), ("me", Ending::Consonant), ("ne", Ending::Consonant),
    ("l", Ending::Rieul), ("m", Ending::Consonant), ("n", Ending::Consonant), ("ng", Ending::Consonant),
    // 비트 and 루트, but 챗, 넷, 패킷, 로봇, 아웃.
    ("bit", Ending::Vowel), ("oot", Ending::Vowel), ("eet", Ending::Vowel), ("eat", Ending::Vowel),
    ("oat", Ending::Vowel), ("at", Ending::Consonant), ("et", Ending::Consonant), ("ot", Ending::Consonant),
    ("ut", Ending::Consonant),
    // 뮤직, 맥; but 싱크.
    ("ic", Ending::Consonant), ("ac", Ending::Consonant), ("ec", Ending::Consonant), ("oc", Ending::Consonant),
    // 블록, 북; but 체크, 링크, 네트워크.
    ("heck", Ending::Vowel), ("ack", Ending::Consonant), ("eck", Ending::Consonant), ("ick", Ending::Consonant),
    ("ock", Ending::Consonant), ("uck", Ending::Consonant), ("ok", Ending::Consonant),
    // 맵, 스텝, 칩, 그룹; but 루프, 헬프.
    ("oop", Ending::Vowel), ("eep", Ending::Vowel), ("eap", Ending::Vowel), ("ap", Ending::Consonant),
    ("ep", Ending::Consonant), ("ip", Ending::Consonant), ("op", Ending::Consonant), ("up", Ending::Consonant),
    ("pp", Ending::Consonant),
    // 웹, 탭, 잡; but 허브.
    ("ab", Ending::Consonant), ("eb", Ending::Consonant), ("ob", Ending::Consonant), ("club", Ending::Consonant),
    // Most others gain a vowel: 클라이언트, 노드, 서버, 캐시.
    ("", Ending::Vowel),
];

fn said(lower: &str) -> Ending {
    let ends = WORD_ENDS.iter().find(|(end, _)| lower.ends_with(end));
    ends.map_or(Ending::Vowel, |(_, ending)| *ending)
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

    /// Every particle behind words of each ending, of every sort of word: vowel, ㄹ, another consonant.
    #[test]
    fn each_sort_of_ending_takes_every_particle_of_its_own() {
        #[rustfmt::skip] // a table
        let vowel = [
            "서버", "메시지(DNS)", "ACK", "SYN+ACK", "UDP", "RST", "TIME-WAIT", "client", "host", "traceroute",
            "link", "network", "cache", "Viewer", "Pictures", "r2", "#12", "0x00ff", "0xffff", "02:00:00:00:00:0a",
            "ab:ab", "100%", "0%", "5 s", "31.204 ms", "1.5 KB", "2 Mbit/s", "10 MB", "1,000,000,000,000", "②", "⑤",
            "hello.txt", "photo.png", "/index.html?q", "sunflour", "“어디”", "(나)", "http", "mail.io", "*", "/", "10.0.0.4",
            "64개(1024)", "check", "loop", "bit", "A", "NOERROR",
        ];
        #[rustfmt::skip] // a table
        let rieul = [
            "링크 두 개를 지날", "서울", "1", "7", "R8", "#18", "TTL", "URL", "SERVFAIL", "mail", "file", "example", "①", "⑧",
            "채널(UDP)", "google", "html", "www.example.kr", "r", "l",
        ];
        #[rustfmt::skip] // a table
        let consonant = [
            "패킷", "데이터그램(DNS)", "경로 추적(traceroute)", "SYN", "FIN", "NXDOMAIN", "CUBIC", "ping", "Chat", "chat", "com",
            "www.example.com", "example.net.", "packet", "socket", "stack", "block", "web", "app", "name", "phone",
            "#10", "#3", "16", "0", "10.0.2.10", "3.50", "③", "⑥", "⑩", "1,000", "100,000,000", "5 min", "‘그림’", "“안녕!”",
            "타일 7(1024바이트)의 조각", "#", "CLOSING", "CNAME", "0x0800", ".", "n", "timeout", "music", "[값]",
        ];
        for word in vowel {
            let told = [
                eul(word),
                i(word),
                eun(word),
                gwa(word),
                ro(word),
                ieyo(word),
            ];
            let right =
                ["를", "가", "는", "와", "로", "예요"].map(|particle| format!("{word}{particle}"));
            assert_eq!(told, right);
            assert_eq!(iraneun(word), format!("{word}라는"));
            assert_eq!(irago(word), format!("{word}라고"));
            assert_eq!(iraseo(word), format!("{word}라서"));
        }
        for (words, ro_is) in [(&rieul[..], "로"), (&consonant[..], "으로")] {
            for word in words {
                let told = [
                    eul(word),
                    i(word),
                    eun(word),
                    gwa(word),
                    ro(word),
                    ieyo(word),
                ];
                let right = ["을", "이", "은", "과", ro_is, "이에요"];
                assert_eq!(told, right.map(|particle| format!("{word}{particle}")));
                assert_eq!(iraneun(word), format!("{word}이라는"));
                assert_eq!(irago(word), format!("{word}이라고"));
                assert_eq!(iraseo(word), format!("{word}이라서"));
            }
        }
    }
}
