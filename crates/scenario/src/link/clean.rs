//! What a text goes through on its way by chat, mail, notes and web pages, undone as far as that needs no
//! guessing: percent-encoding, HTML, quoted-printable, and characters that cannot be seen.

/// How often something may have been encoded over again: a link in a redirect in a redirect, and that in a mail.
const MOST_ROUNDS: usize = 5;
/// No HTML tag that a link meets is longer, in bytes.
const LONGEST_TAG: usize = 100;

/// The text without what its journey did to it. White space is one plain space each; dashes of
/// more than one meaning (en and em dash) stay. Its work is linear in the text's length.
pub(crate) fn clean(text: &str) -> String {
    let mut text = without_soft_breaks(text);
    for _ in 0..MOST_ROUNDS {
        // Quoted-printable writes an equals sign as `=3D`. No form of links is called `3D`.
        let decoded = without_entities(&without_percent(&text)).replace("=3D", "=");
        if decoded == text {
            break;
        }
        text = decoded;
    }
    plain(&without_tags(&text))
}

/// Quoted-printable ends a line that goes on with an equals sign. That of `s=` is none: it stays.
fn without_soft_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.strip_prefix("\r\n").or(rest.strip_prefix('\n'));
        let goes_on = |after: &&str| after.starts_with(|next: char| !next.is_whitespace());
        match end.filter(goes_on).filter(|_| !out.ends_with(['s', 'S'])) {
            Some(after) => rest = after,
            None => out.push('='),
        }
    }
    out.push_str(rest);
    out
}

/// `%2E` as the byte it stands for.
fn without_percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = after.first_chunk::<2>().filter(|_| *first == b'%');
        let byte = escape.and_then(|[high, low]| Some(hex(*high)? << 4 | hex(*low)?));
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// `&amp;`, `&#46;` and their like as the characters they stand for.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name_len = rest
            .bytes()
            .take(16)
            .take_while(|c| c.is_ascii_alphanumeric() || *c == b'#')
            .count();
        let named = rest.as_bytes().get(name_len) == Some(&b';');
        match entity(&rest[..name_len]).filter(|_| named) {
            Some(letter) => {
                out.push(letter);
                rest = &rest[name_len + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    const NAMED: [(&str, char); 22] = [
        ("amp", '&'),
        ("AMP", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("num", '#'),
        ("equals", '='),
        ("period", '.'),
        ("lowbar", '_'),
        ("hyphen", '-'),
        ("dash", '-'),
        ("ndash", '\u{2013}'),
        ("mdash", '\u{2014}'),
        ("nbsp", ' '),
        ("ensp", ' '),
        ("emsp", ' '),
        ("NewLine", ' '),
        ("Tab", ' '),
        ("shy", '\u{ad}'),
        ("zwj", '\u{200d}'),
        ("zwnj", '\u{200c}'),
    ];
    let Some(number) = name.strip_prefix('#') else {
        let zero_width = name == "ZeroWidthSpace";
        let known = NAMED.iter().find(|(known, _)| *known == name);
        return known
            .map(|(_, letter)| *letter)
            .or(zero_width.then_some('\u{200b}'));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

/// A tag such as `<br>` or `</a>` becomes a space. One that holds a link itself stays: all of those have a dot.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match tag_len(rest) {
            Some(len) => {
                out.push(' ');
                rest = &rest[len..];
            }
            None => out.push('<'),
        }
    }
    out.push_str(rest);
    out
}

/// The length of the tag that begins here, behind its `<`, up to and including its `>`.
fn tag_len(text: &str) -> Option<usize> {
    let name = text.strip_prefix('/').unwrap_or(text);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = text
        .bytes()
        .take(LONGEST_TAG)
        .position(|c| matches!(c, b'>' | b'<' | b'.' | b'#' | b'?'))?;
    (text.as_bytes().get(end) == Some(&b'>')).then_some(end + 1)
}

/// Character by character: what cannot be seen goes, what looks like an ASCII character becomes it.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = match letter {
            letter if letter.is_whitespace() => ' ',
            // A backslash keeps a character from meaning something in Markdown.
            '\\' => continue,
            letter if is_invisible(letter) => continue,
            // Fullwidth forms, as East Asian input methods write them.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            '\u{3002}' | '\u{ff61}' | '\u{2024}' => '.',
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' | '\u{fe63}' => '-',
            letter => letter,
        };
        if letter != ' ' || !out.ends_with(' ') {
            out.push(letter);
        }
    }
    out
}

/// Zero-width characters, marks of direction, variation selectors, fillers, controls.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{feff}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_journey_does_to_a_text_is_undone() {
        for (given, expected) in [
            ("a%2Eb%5fc", "a.b_c"),
            ("s%253D1d", "s=1d"),
            ("s%25252525253D", "s%3D"),
            ("100% of %zz %2", "100% of %zz %2"),
            ("%ED%95%9C %ED%95", "한 \u{fffd}"),
            ("a&amp;b&amp;amp;c", "a&b&c"),
            ("&#46;&#x3d;&period;&gt;&unknown;&", ".=.>&unknown;&"),
            ("a&shy;b\u{200b}c\u{ad}d\u{feff}\u{7}", "abcd"),
            ("a<br>b<wbr/>c</a>d", "a b c d"),
            ("<https://a.b/#s=1d.x>", "<https://a.b/#s=1d.x>"),
            ("<a href=\"#s=1d.x\">", "<a href=\"#s=1d.x\">"),
            ("a\r\n\u{3000}\t b", "a b"),
            ("1\\_2\\-3", "1_2-3"),
            ("１ｄ．ａ＿", "1d.a_"),
            ("a\u{2011}b\u{2013}c", "a-b\u{2013}c"),
            ("s=3D1d.ab=\n", "s=1d.ab= "),
            ("#s=3d.ab", "#s=3d.ab"),
        ] {
            assert_eq!(clean(given), expected, "{given}");
        }
    }
}
