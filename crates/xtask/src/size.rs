//! The size budget of a first visit, in bytes as they cross the line (brotli).

use crate::bundle::first_visit;
use crate::site::Site;
use anyhow::{Result, bail};

/// A kind of file, and what all of that kind may weigh together.
struct Budget {
    what: &'static str,
    bytes: usize,
    holds: fn(&str) -> bool,
}

/// What is told of, in this order.
const BUDGETS: [Budget; 3] = [
    // The design's figure is 260 KB: what holds more than that is told in crates/ARCHITECTURE.md under "Weight". An
    // empty Yew page is 44 KB.
    Budget {
        what: "WASM before the page can be used",
        bytes: 284_000,
        holds: |path| is_wasm(path) && !is_rest(path),
    },
    // Nobody waits for it, and yet everybody pays for it: it holds every program, the DNS and all views but the
    // opening's, and has no reason to grow beyond them.
    Budget {
        what: "WASM that follows when the page is idle",
        bytes: 602_500,
        holds: is_rest,
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
    fn total(&self, rows: &[Row]) -> usize {
        let held = rows.iter().filter(|row| (self.holds)(row.path));
        held.map(|row| row.brotli).sum()
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
                 (after much new code, `cargo xtask profile` sorts anew what a first visit needs)",
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
        let [first, rest, page] = BUDGETS.map(|budget| budget.bytes);
        let full = [("a.wasm", first), ("a_rest.wasm", rest), ("b.js", page)];
        check(&site(&full)).unwrap();
        let error = check(&site(&[("a.wasm", first + 1)])).unwrap_err();
        assert!(error.to_string().contains("by 1 bytes"), "{error}");
        assert!(error.to_string().contains("a.wasm"), "{error}");
    }

    #[test]
    fn what_follows_has_a_budget_of_its_own() {
        let [first, rest, _] = BUDGETS.map(|budget| budget.bytes);
        let error = check(&site(&[("a.wasm", first), ("a_rest.wasm", rest + 1)])).unwrap_err();
        assert!(error.to_string().contains("a_rest.wasm"), "{error}");
    }

    #[test]
    fn what_is_no_wasm_is_summed_and_its_largest_named() {
        let error = check(&site(&[("a.css", 30_000), ("b.js", 10_001)])).unwrap_err();
        assert!(error.to_string().contains("a.css"), "{error}");
    }

    #[test]
    fn what_other_peoples_pages_load_is_not_counted() {
        check(&site(&[("embed/hop-lab.js", BUDGETS[2].bytes * 2)])).unwrap();
    }
}
