//! Where in a text of JSON something is wrong: as a person would point at it.
//!
//! The reader tells the place it had come to when it noticed. That is behind the value that is wrong, often on the next
//! line, and of a comma too many the bracket after it.

/// The line and column (from 1, columns in bytes) of what is wrong, where the reader stood at `line`, `column` when it
/// said `message`.
pub(crate) fn place_of(text: &str, line: usize, column: usize, message: &str) -> (usize, usize) {
    let read = text_before(text, line, column);
    let at = if message == "trailing comma" {
        let before = read.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '}' | ']'));
        before.strip_suffix(',').map(str::len)
    } else if tells_of_a_value(message) {
        Some(start_of_last_token(read))
    } else {
        None
    };
    at.map_or((line, column), |at| place(text, at))
}

/// Whether the message is about a value that is there, and not about what is missing or about the text's form.
fn tells_of_a_value(message: &str) -> bool {
    let of_form = [
        "missing field",
        "EOF",
        "expected `",
        "expected value",
        "expected ident",
        "trailing",
        "key must",
        "invalid escape",
        "invalid number",
        "control character",
        "lone leading",
        "unexpected end",
        "number out of range",
        "recursion",
    ];
    !of_form.iter().any(|start| message.starts_with(start))
}

/// Where the last string, number or word of the text begins; what only closes it or stands between does not count.
fn start_of_last_token(text: &str) -> usize {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ':');
    let kept = text.trim_end_matches(between);
    let kept = kept.strip_suffix(['}', ']']).unwrap_or(kept);
    let kept = kept.trim_end_matches(between);
    let bytes = kept.as_bytes();
    let mut at = kept.len().saturating_sub(1);
    if bytes.get(at) == Some(&b'"') {
        // Back to the quote that opens it: one that no odd number of backslashes stands before.
        while at > 0 {
            at -= 1;
            let escapes = bytes.get(..at).unwrap_or_default();
            let escapes = escapes.iter().rev().take_while(|b| **b == b'\\').count();
            if bytes.get(at) == Some(&b'"') && escapes % 2 == 0 {
                break;
            }
        }
        return at;
    }
    let of_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.' | b'_');
    while at > 0 && bytes.get(at).is_some_and(of_word) && bytes.get(at - 1).is_some_and(of_word) {
        at -= 1;
    }
    at
}

fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count();
    let column = before.iter().rev().take_while(|b| **b != b'\n').count();
    (line + 1, column + 1)
}

/// The text before the place `line`, `column`.
pub(crate) fn text_before(text: &str, line: usize, column: usize) -> &str {
    let start = match line {
        0 | 1 => 0,
        _ => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(text.len(), |(at, _)| at + 1),
    };
    // The reader counts columns in bytes.
    let mut end = (start + column).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use crate::error::Problem;
    use crate::model::Scenario;

    const LINES: &str = r#"{
  "nodes": [
    {"id": "a", "role": "host", "address": "192.0.2.1"},
    {"id": "b", "role": "host", "address": "192.0.2.2"}
  ],
  "links": [
    {
      "a": "a",
      "b": "b",
      "delay": "5ms"
    }
  ]
}
"#;

    fn place(good: &str, bad: &str) -> (usize, usize) {
        let text = LINES.replacen(good, bad, 1);
        assert_ne!(text, LINES);
        match Scenario::from_json(&text).unwrap_err().problem {
            Problem::Json { line, column, .. } => (line, column),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_its_own_place() {
        for (good, bad, at) in [
            (r#""delay": "5ms""#, r#""delay": "-5ms""#, (10, 16)),
            (r#""delay": "5ms""#, r#""delay": -5"#, (10, 16)),
            (r#""delay": "5ms""#, r#""delay": "a\"b""#, (10, 16)),
            (
                "\"b\": \"b\",\n",
                "\"b\": \"b\",\n\"mtu\": 70000,\n",
                (10, 8),
            ),
            ("\"5ms\"", "\"5ms\",", (10, 21)),
            ("\"192.0.2.2\"}\n", "\"192.0.2.2\"},\n\n", (4, 56)),
            ("192.0.2.2\"}", "192.0.2.2\",}", (4, 55)),
            ("192.0.2.1", "192.0.2.256", (3, 44)),
            (r#""delay""#, r#""dealy""#, (10, 7)),
        ] {
            assert_eq!(place(good, bad), at, "{bad}");
        }
    }
}
