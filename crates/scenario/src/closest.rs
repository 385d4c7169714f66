//! Which known name did somebody mean?

/// The names in `known` that are near enough to `name` to be worth suggesting, nearest first.
pub(crate) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    // An error is short and so is what a person types: longer input only costs time.
    let name: String = name
        .chars()
        .take(64)
        .collect::<String>()
        .to_ascii_lowercase();
    let limit = (name.chars().count() / 2).max(2);
    let mut near: Vec<(usize, &str)> = known
        .map(|candidate| (distance(&name, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(distance, candidate)| {
            *distance <= limit || (name.len() >= 3 && candidate.contains(name.as_str()))
        })
        .collect();
    hoplab_units::insertion_sort(&mut near, |a, b| a < b);
    near.into_iter()
        .map(|(_, candidate)| candidate)
        .take(3)
        .collect()
}

/// The name in `known` that is at most `limit` letters away from `name`, and not the same: the nearest.
pub(crate) fn within<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    limit: usize,
) -> Option<&'a str> {
    let name: String = name.chars().take(64).collect();
    known
        .map(|candidate| (distance(&name, candidate), candidate))
        .filter(|(distance, _)| (1..=limit).contains(distance))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, left out or changed to turn `a` into `b` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(&b) {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = *cell;
            left = changed.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_letters_put_in_left_out_and_changed() {
        for (a, b, expected) in [
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_misspelt_name_finds_the_one_that_was_meant() {
        let known = ["first-message", "broken-line", "server-off"];
        assert_eq!(closest("brokenline", known.into_iter()), ["broken-line"]);
        assert_eq!(
            closest("server", known.into_iter()).first(),
            Some(&"server-off")
        );
        assert_eq!(closest("zzzzzzzzzzzz", known.into_iter()), [""; 0]);
    }
}
