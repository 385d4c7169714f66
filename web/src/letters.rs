//! About how wide a text is, without asking the browser, and what of it fits.

/// Pixels across. Fonts differ: a text may well be a tenth wider.
pub fn width_of(text: &str, font_px: f64) -> f64 {
    text.chars().map(width_of_letter).sum::<f64>() * font_px
}

/// The share of a font's size that a letter is wide.
fn width_of_letter(letter: char) -> f64 {
    match letter {
        '…' | 'm' | 'w' | 'M' | 'W' => 0.9,
        letter if (letter as u32) >= 0x1100 => 1.0,
        'i' | 'l' | 'j' | 't' | 'f' | '.' | ',' | ' ' | '\'' => 0.34,
        _ => 0.6,
    }
}

/// As much of a text as there is room for, with a mark where it goes on.
pub fn shortened(text: &str, font_px: f64, room_px: f64) -> String {
    const MORE: char = '…';
    if width_of(text, font_px) <= room_px {
        return text.to_owned();
    }
    let mut left = room_px / font_px - width_of_letter(MORE);
    let fits = |letter: &char| {
        left -= width_of_letter(*letter);
        left >= 0.0
    };
    let short: String = text.chars().take_while(fits).collect();
    format!("{}{MORE}", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_stays_whole_and_a_longer_one_says_that_it_goes_on() {
        assert_eq!(shortened("echo server", 12.0, 100.0), "echo server");
        let short = shortened("a server of quotes of the day", 12.0, 100.0);
        assert!(short.ends_with('…'));
        assert!(width_of(&short, 12.0) <= 100.0 && width_of(&short, 12.0) > 80.0);
        assert_eq!(shortened("메아리 서버", 12.0, 40.0), "메아…");
        assert_eq!(shortened("one more", 12.0, 0.0), "…");
    }
}
