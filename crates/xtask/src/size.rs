//! The size budget of a first visit, in bytes as they cross the line (brotli).
//!
//! A visit loads one language; a budget holds with the heaviest of them.

use crate::bundle::first_visit;
use crate::site::Site;
use anyhow::{Result, bail};
use std::collections::BTreeMap;

/// A kind of file, and what a visit may load of that kind.
struct Budget {
    what: &'static str,
    bytes: usize,
    holds: fn(&str) -> bool,
}

/// What is told of, in this order. The bounds of WASM leave a hundredth for what a change of the compiler or of a text makes
/// of it, and go down with what they hold.
const BUDGETS: [Budget; 4] = [
    // The design's figure is 260 KB: what holds more than that is told in crates/ARCHITECTURE.md under "Weight". An
    // empty Yew page is 44 KB.
    Budget {
        what: "WASM before the page can be used, in one language",
        bytes: 294_500,
        holds: |path| is_wasm(path) && !is_rest(path),
    },
    // Nobody waits for it, and yet everybody pays for it: it holds every program, the DNS and all views but the
    // opening's, and has no reason to grow beyond them.
    Budget {
        what: "WASM that follows when the page is idle",
        bytes: 540_000,
        holds: is_rest,
    },
    Budget {
        what: "all WASM of a visit",
        bytes: 830_000,
        holds: is_wasm,
    },
    Budget {
        what: "page, scripts, styles and icon",
        bytes: 40_000,
        holds: |path| !is_wasm(path),
    },
];

fn is_wasm(path: &str) -> bool {
    path.ends_with(".wasm")
}

fn is_rest(path: &str) -> bool {
    is_wasm(path) && path.contains("_rest")
}

/// The language whose module this is: `ko` of `hoplab_rest_ko-0123456789abcdef.wasm`.
fn language(path: &str) -> Option<&str> {
    let (name, _) = path.strip_suffix(".wasm")?.split_once('-')?;
    let (_, last) = name.rsplit_once('_')?;
    (last != "bg" && last != "rest").then_some(last)
}

/// One row: a file, as it is and compressed.
struct Row<'a> {
    path: &'a str,
    plain: usize,
    brotli: usize,
}

fn rows(site: &Site) -> Vec<Row<'_>> {
    let mut rows: Vec<Row> = first_visit(site)
        .map(|(path, file)| Row {
            path,
            plain: file.plain.len(),
            brotli: file.brotli.as_ref().unwrap_or(&file.plain).len(),
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.brotli));
    rows
}

impl Budget {
    /// What a visit in the heaviest language loads.
    fn total(&self, rows: &[Row]) -> usize {
        let mut always = 0;
        let mut by_language: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| (self.holds)(row.path)) {
            match language(row.path) {
                None => always += row.brotli,
                Some(language) => *by_language.entry(language).or_default() += row.brotli,
            }
        }
        always + by_language.into_values().max().unwrap_or_default()
    }
}

/// Prints what a first visit loads.
pub fn print_table(site: &Site) -> Result<()> {
    let rows = rows(site);
    println!("{:>10} {:>10}  a first visit loads", "bytes", "brotli");
    for row in &rows {
        println!("{:>10} {:>10}  {}", row.plain, row.brotli, row.path);
    }
    println!("{:>10} {:>10}  budget", "brotli", "of");
    for budget in &BUDGETS {
        let total = budget.total(&rows);
        println!("{total:>10} {:>10}  {}", budget.bytes, budget.what);
    }
    Ok(())
}

/// An error naming the file when a budget is passed.
pub fn check(site: &Site) -> Result<()> {
    let rows = rows(site);
    for budget in &BUDGETS {
        let total = budget.total(&rows);
        if total > budget.bytes {
            let largest = rows.iter().find(|row| (budget.holds)(row.path));
            bail!(
                "{}: over the size budget by {} bytes: {total} of {}, of which {} is the most \
                 (`cargo xtask profile` tells what comes first and does not run)",
                budget.what,
                total - budget.bytes,
                budget.bytes,
                largest.map_or("?", |row| row.path),
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers::HeaderRules;
    use crate::site::File;

    fn site(sizes: &[(&str, usize)]) -> Site {
        Site {
            files: sizes
                .iter()
                .map(|(path, brotli)| {
                    let mut file = File::plain(vec![0; brotli * 4]);
                    file.brotli = Some(vec![0; *brotli]);
                    ((*path).to_owned(), file)
                })
                .collect(),
            headers: HeaderRules::default(),
            headers_text: String::new(),
        }
    }

    #[test]
    fn at_the_budget_it_passes_and_one_byte_over_names_the_file() {
        let [first, _, all, page] = BUDGETS.map(|budget| budget.bytes);
        let full = [
            ("a.wasm", first),
            ("a_rest.wasm", all - first),
            ("b.js", page),
        ];
        check(&site(&full)).unwrap();
        let error = check(&site(&[("a.wasm", first + 1)])).unwrap_err();
        assert!(error.to_string().contains("by 1 bytes"), "{error}");
        assert!(error.to_string().contains("a.wasm"), "{error}");
    }

    #[test]
    fn what_follows_has_a_budget_of_its_own() {
        let [_, rest, _, _] = BUDGETS.map(|budget| budget.bytes);
        let error = check(&site(&[("a.wasm", 1), ("a_rest.wasm", rest + 1)])).unwrap_err();
        assert!(error.to_string().contains("a_rest.wasm"), "{error}");
    }

    #[test]
    fn a_visit_is_in_one_language_and_the_heaviest_counts() {
        let first = BUDGETS[0].bytes;
        let [en, ko] = ["a_en-0123.wasm", "a_ko-4567.wasm"];
        check(&site(&[("a_bg-89.wasm", first - 20), (en, 10), (ko, 20)])).unwrap();
        let error = check(&site(&[("a_bg-89.wasm", first - 20), (en, 21), (ko, 20)])).unwrap_err();
        assert!(error.to_string().contains("by 1 bytes"), "{error}");
        assert_eq!(language("assets/a_rest_ko-89.wasm"), Some("ko"));
        assert_eq!(language("assets/a_rest-89.wasm"), None);
    }

    #[test]
    fn what_is_no_wasm_is_summed_and_its_largest_named() {
        let error = check(&site(&[("a.css", 30_000), ("b.js", 10_001)])).unwrap_err();
        assert!(error.to_string().contains("a.css"), "{error}");
    }

    #[test]
    fn what_other_peoples_pages_load_is_not_counted() {
        check(&site(&[("embed/hop-lab.js", BUDGETS[3].bytes * 2)])).unwrap();
    }
}
