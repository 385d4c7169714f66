//! Finding a link in whatever text it came in, and mending it. The CRC proves what is mended, so nothing
//! is taken for a link that is not one as it was made.
//!
//! Its work is bounded. A text has at most [`MOST_HEADS`] places taken for a link's beginning; each is read
//! two ways and in at most [`MOST_SPELLINGS`] spellings. Thus at most 48 texts are tried against the CRC's 24 bits, and
//! for a link that only has something before or behind it just one: the chance that a text of
//! random letters passes stays below 3 in a million at the worst.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::clean::clean;
use super::envelope::{CRC_DIGITS, NEWEST, crc24};
use super::{LinkError, MAX_TEXT_BYTES};
use crate::error::Counted;

/// Places in a text that are tried as the beginning of a link.
const MOST_HEADS: usize = 4;
/// Spellings that are tried of each.
const MOST_SPELLINGS: usize = 6;
/// A text this much longer than a link is none: every character may have been written as three, and stand in a page.
const MOST_GIVEN_BYTES: usize = 4 * MAX_TEXT_BYTES;
/// More text than a link may have.
pub(super) const TOO_LONG: LinkError = LinkError::TooLong {
    what: Counted::Characters,
    most: MAX_TEXT_BYTES,
};

/// A link's form: its version, its packing and its packed content.
pub(super) type Opened = (u32, char, Vec<u8>);

/// Whether somebody meant this text to be a link, or to hold one.
pub fn looks_like_a_link(text: &str) -> bool {
    let short: String = text.chars().take(MOST_GIVEN_BYTES).collect();
    let text = clean(&short);
    after_marker(&text).is_some() || !heads(&text).is_empty()
}

/// The version, the packing and the packed content of the link in this text.
///
/// # Errors
/// If no reading of it is proven: why not, as far as can be told.
pub(super) fn open(text: &str) -> Result<Opened, LinkError> {
    if text.len() > MOST_GIVEN_BYTES {
        return Err(TOO_LONG);
    }
    let text = clean(text);
    let heads = heads(&text);
    for head in &heads {
        if let Some(opened) = head.open()? {
            return Ok(opened);
        }
    }
    Err(match heads.first() {
        Some(head) => head.why_not(),
        None => why_no_head(&text),
    })
}

/// What stands behind `s=`, if the text or its fragment begins with it (as `s=`, `#S =`, `#/s=`, `?s=` and their like).
fn after_marker(text: &str) -> Option<&str> {
    let behind = |at: usize| {
        let part = text
            .get(at..)?
            .trim_start_matches(['/', '!', '?', '&', ' ']);
        let part = part.strip_prefix(['s', 'S'])?.trim_start();
        part.strip_prefix('=')
    };
    let fragments = text.match_indices('#').map(|(at, _)| at + 1);
    core::iter::once(0).chain(fragments).find_map(behind)
}

/// A text without a link's beginning may be the beginning of that.
fn why_no_head(text: &str) -> LinkError {
    let marked = after_marker(text);
    let text = marked.unwrap_or(text).trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let cut = match &text.as_bytes()[digits..] {
        [] => digits > 0 || marked.is_some(),
        [packing] => digits > 0 && matches!(packing, b'd' | b'j'),
        _ => false,
    };
    if cut && digits <= 4 {
        LinkError::CutOff
    } else {
        LinkError::NotALink
    }
}

/// The beginning of a link: `1d.`.
struct Head<'a> {
    version: u32,
    packing: char,
    /// It stands behind `s=`.
    marked: bool,
    /// All text behind its dot.
    rest: &'a str,
}

/// The likeliest first: those behind `s=`, then in the order in which they stand.
fn heads(text: &str) -> Vec<Head<'_>> {
    let mut found: Vec<Head<'_>> = Vec::new();
    let mut before = [' ', ' '];
    let mut in_number = false;
    for (at, letter) in text.char_indices() {
        let begins = letter.is_ascii_digit() && !in_number && !continues_a_word(before[1]);
        if begins && let Some(head) = head_at(&text[at..], before) {
            let marked = found.iter().filter(|head| head.marked).count();
            if head.marked && marked < MOST_HEADS {
                found.insert(marked, head);
            } else if found.len() < MOST_HEADS {
                found.push(head);
            }
            found.truncate(MOST_HEADS);
        }
        in_number = letter.is_ascii_digit();
        if letter != ' ' || before[1] != '=' {
            before = [before[1], letter];
        }
    }
    found
}

/// Inside of a link's own content, nothing begins.
fn continues_a_word(before: char) -> bool {
    before.is_ascii_alphanumeric() || matches!(before, '-' | '_' | '.')
}

fn head_at(text: &str, before: [char; 2]) -> Option<Head<'_>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let version = text[..digits].parse::<u32>().ok()?;
    let rest = text[digits..].trim_start();
    let mut letters = rest.chars();
    let packing = letters.next().filter(char::is_ascii_alphabetic)?;
    let rest = letters.as_str().trim_start().strip_prefix('.')?;
    let packing = packing.to_ascii_lowercase();
    let marked = matches!(before, ['s' | 'S' | ' ', '=']);
    // Only behind `s=` may a letter be one that is not known: `2a.` is in many a text.
    let known = marked || matches!(packing, 'd' | 'j');
    (known && version > 0 && digits <= 4).then_some(Head {
        version,
        packing,
        marked,
        rest,
    })
}

/// What may have become of a link's characters, where there is more than one possibility.
#[derive(Clone, Copy)]
struct Spelling {
    plus: Plus,
    /// Hyphens that an en dash stands for.
    en_dash: usize,
    /// And an em dash.
    em_dash: usize,
}

/// What a `+` stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plus {
    /// A hyphen, as in plain base64, which also has `/` for `_` and `=` at its end.
    Hyphen,
    /// A space that was put into the link and then encoded.
    Space,
    /// Itself: the link was made in plain base64, and its CRC is of that, without the `=` at its end
    Plain,
    /// or with it.
    Padded,
}

const AS_WRITTEN: Spelling = Spelling {
    plus: Plus::Hyphen,
    en_dash: 1,
    em_dash: 1,
};

/// The spellings worth trying on this text, the likeliest first.
fn spellings(text: &str) -> impl Iterator<Item = Spelling> {
    let dashed = text.contains(['\u{2013}', '\u{2014}']);
    let plain = text.contains(['+', '/', '=']);
    let candidates: [(bool, Spelling); MOST_SPELLINGS] = [
        (true, AS_WRITTEN),
        (
            plain,
            Spelling {
                plus: Plus::Plain,
                ..AS_WRITTEN
            },
        ),
        (
            plain,
            Spelling {
                plus: Plus::Padded,
                ..AS_WRITTEN
            },
        ),
        (
            text.contains('+'),
            Spelling {
                plus: Plus::Space,
                ..AS_WRITTEN
            },
        ),
        // Typography makes one dash of two hyphens, or of two and three.
        (
            dashed,
            Spelling {
                em_dash: 2,
                ..AS_WRITTEN
            },
        ),
        (
            dashed,
            Spelling {
                en_dash: 2,
                em_dash: 3,
                ..AS_WRITTEN
            },
        ),
    ];
    candidates
        .into_iter()
        .filter_map(|(wanted, spelling)| wanted.then_some(spelling))
}

/// One way to read what stands behind a link's beginning.
#[derive(Default)]
struct Reading {
    /// Base64 in the spelling.
    content: String,
    /// The digits of the CRC, as many as there are; absent without a dot before them.
    crc: Option<String>,
    /// It ended at a character that no CRC has.
    damaged: bool,
    /// It ended at a character that no link has.
    stopped: bool,
}

impl Head<'_> {
    /// Tries every reading; `None` if none is proven.
    fn open(&self) -> Result<Option<Opened>, LinkError> {
        for through in [false, true] {
            for spelling in spellings(self.rest) {
                let reading = self.read(spelling, through);
                if let Some(opened) = self.proven(&reading, spelling)? {
                    return Ok(Some(opened));
                }
                if through && !reading.stopped {
                    // There was nothing to read over.
                    break;
                }
            }
        }
        Ok(None)
    }

    /// Reads on to the end of the CRC. `through`: over what no link has, too, such as the marks of a quoted mail.
    fn read(&self, spelling: Spelling, through: bool) -> Reading {
        let mut reading = Reading::default();
        for letter in self.rest.chars() {
            if reading.is_whole() || reading.content.len() > MAX_TEXT_BYTES {
                break;
            }
            let hyphens = match letter {
                ' ' => continue,
                '.' if reading.crc.is_none() => {
                    reading.crc = Some(String::new());
                    continue;
                }
                '+' if spelling.plus == Plus::Space => continue,
                // Padding says nothing; and quoted-printable ends its lines with one.
                '=' => continue,
                '\u{2013}' => spelling.en_dash,
                '\u{2014}' => spelling.em_dash,
                _ => 0,
            };
            let letter = match letter {
                '+' if spelling.plus == Plus::Hyphen => '-',
                '/' if matches!(spelling.plus, Plus::Hyphen | Plus::Space) => '_',
                letter => letter,
            };
            if reading.takes(letter, hyphens) {
                continue;
            }
            reading.stopped = true;
            if !through || reading.damaged {
                break;
            }
        }
        reading
    }

    /// Its content, if the CRC is of it.
    fn proven(&self, reading: &Reading, spelling: Spelling) -> Result<Option<Opened>, LinkError> {
        let Some(crc) = reading.crc.as_deref().filter(|_| reading.is_whole()) else {
            return Ok(None);
        };
        let padding = match spelling.plus {
            Plus::Padded => "=".repeat((4 - reading.content.len() % 4) % 4),
            _ => String::new(),
        };
        let body = format!(
            "{}{}.{}{padding}",
            self.version, self.packing, reading.content
        );
        if format!("{:06x}", crc24(&body)) != *crc {
            return Ok(None);
        }
        if self.version > NEWEST {
            return Err(LinkError::NewerVersion {
                found: self.version,
            });
        }
        if body.len() + 1 + CRC_DIGITS > MAX_TEXT_BYTES {
            return Err(TOO_LONG);
        }
        let url_safe = |letter| match letter {
            '+' => '-',
            '/' => '_',
            letter => letter,
        };
        let content: String = reading.content.chars().map(url_safe).collect();
        let content = URL_SAFE_NO_PAD
            .decode(content)
            .map_err(|_| LinkError::Damaged)?;
        Ok(Some((self.version, self.packing, content)))
    }

    /// Why no reading is proven.
    fn why_not(&self) -> LinkError {
        if self.version > NEWEST {
            return LinkError::NewerVersion {
                found: self.version,
            };
        }
        if !matches!(self.packing, 'd' | 'j') {
            return LinkError::NotALink;
        }
        let reading = self.read(AS_WRITTEN, false);
        if reading.content.len() + "1d.".len() > MAX_TEXT_BYTES {
            return TOO_LONG;
        }
        match &reading.crc {
            _ if reading.damaged || reading.is_whole() => LinkError::Damaged,
            _ => LinkError::CutOff,
        }
    }
}

impl Reading {
    fn is_whole(&self) -> bool {
        self.crc
            .as_ref()
            .is_some_and(|digits| digits.len() >= CRC_DIGITS)
    }

    /// Takes a character, or the hyphens that it stands for, if a link has such.
    fn takes(&mut self, letter: char, hyphens: usize) -> bool {
        if let Some(digits) = &mut self.crc {
            let is_digit = letter.is_ascii_hexdigit();
            if is_digit {
                digits.push(letter.to_ascii_lowercase());
            }
            // A letter where a digit should be; punctuation may have got between.
            self.damaged = letter.is_ascii_alphanumeric() && !is_digit;
            return is_digit;
        }
        for _ in 0..hyphens {
            self.content.push('-');
        }
        let is_base64 = letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '+' | '/');
        if is_base64 {
            self.content.push(letter);
        }
        is_base64 || hyphens > 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::envelope::{close, deflate};
    use super::*;

    #[test]
    fn each_way_to_spoil_a_link_is_told_apart() {
        let whole = close(1, 'd', &deflate(b"content"));
        assert!(open(&whole).is_ok());
        for end in 1..whole.len() {
            assert_eq!(
                open(&whole[..end]),
                Err(LinkError::CutOff),
                "{}",
                &whole[..end]
            );
        }
        let newer = Err(LinkError::NewerVersion { found: 3 });
        assert_eq!(open(&whole.replacen('1', "3", 1)), newer);
        // The case of its letters is part of its content.
        assert_eq!(open(&whole.to_uppercase()), Err(LinkError::Damaged));
        let other_crc = format!("{}z", &whole[..whole.len() - 1]);
        assert_eq!(open(&other_crc), Err(LinkError::Damaged));
        for text in [
            "",
            "hello",
            ".",
            "d.abc.123456",
            "0d.abc.123456",
            "1x.a.b",
            "s=1x.a.b",
            "99999d.",
            "한글",
        ] {
            assert_eq!(open(text), Err(LinkError::NotALink), "{text}");
        }
        let long = format!("1d.{}", "A".repeat(MAX_TEXT_BYTES));
        assert_eq!(open(&long), Err(TOO_LONG));
        assert_eq!(open(&"A".repeat(MOST_GIVEN_BYTES + 1)), Err(TOO_LONG));
    }

    #[test]
    fn a_cut_link_is_told_to_be_cut_whatever_stands_behind_it() {
        let whole = close(1, 'd', &deflate(b"content"));
        for tail in [
            "에서",
            "&utm_source=news.letter",
            "\"></iframe>",
            "…",
            ")",
            "\n",
        ] {
            for cut in [3, 8] {
                let text = format!("{}{tail}", &whole[..whole.len() - cut]);
                assert_eq!(open(&text), Err(LinkError::CutOff), "{text}");
            }
        }
    }

    #[test]
    fn a_text_looks_like_a_link_if_it_has_the_mark_or_the_beginning_of_one() {
        for text in [
            "#s=",
            "#s=hello",
            "#S=1",
            "#s%3D1d",
            "#s%253D",
            "#s =x",
            "#/s=x",
            "#!s=x",
            "##s=x",
            "#1d.abc",
            "see 2d.abc",
            "링크1j.abc",
            "[1d.abc",
            "#１d．abc",
        ] {
            assert!(looks_like_a_link(text), "{text}");
        }
        for text in [
            "",
            "#",
            "#top",
            "#inspector",
            "#2a.intro",
            "#section-1d.x",
            "#s",
            "#scenario=x",
            "x1d.y",
        ] {
            assert!(!looks_like_a_link(text), "{text}");
        }
    }

    #[test]
    fn a_long_text_of_beginnings_is_tried_at_four_of_them() {
        let text = "s=1d.–+/".repeat(2_000);
        assert_eq!(heads(&clean(&text)).len(), MOST_HEADS);
        assert!(spellings(&text).count() <= MOST_SPELLINGS);
        assert!(open(&text).is_err());
    }
}
