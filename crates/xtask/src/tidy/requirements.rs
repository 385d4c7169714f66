//! `tests/rfc9293.md`: every requirement of RFC 9293 has its row, and every row its proof.

use std::collections::BTreeMap;
use std::path::Path;

/// Where the table is.
pub const TABLE: &str = "tests/rfc9293.md";

/// Every id of RFC 9293 Appendix B: a keyword and its last number. The RFC numbers without gaps.
const IDS: [(&str, u32); 4] = [("MUST", 69), ("SHLD", 31), ("MAY", 18), ("REC", 1)];

/// What a row may say, in the order of the summary's columns.
const VERDICTS: [&str; 5] = [
    "kept",
    "kept in part",
    "does not apply",
    "deviates",
    "not used",
];

/// A reason shorter than this explains nothing.
const SHORTEST_REASON: usize = 20;

/// Checks the table of the tree at `root`.
pub fn problems(root: &Path) -> Vec<String> {
    let read = |path: &str| std::fs::read_to_string(root.join(path)).ok();
    match read(TABLE) {
        Some(table) => check(&table, read),
        None => vec![format!("{TABLE}: missing")],
    }
}

/// One row of the table.
struct Row<'t> {
    line: usize,
    id: &'t str,
    verdict: &'t str,
    proof: &'t str,
}

impl Row<'_> {
    /// The tests it names, as `path::name` in code quotes.
    fn tests(&self) -> impl Iterator<Item = (&str, &str)> {
        let quoted = self.proof.split('`').skip(1).step_by(2);
        quoted.filter_map(|code| code.split_once("::").filter(|(path, _)| path.contains('/')))
    }

    /// How much it says besides naming tests, in bytes.
    fn reason(&self) -> usize {
        let named: usize = self
            .tests()
            .map(|(path, name)| path.len() + name.len() + 4)
            .sum();
        self.proof.len().saturating_sub(named)
    }

    fn kind(&self) -> &str {
        self.id.split('-').next().unwrap_or_default()
    }

    fn problems(&self, read: &impl Fn(&str) -> Option<String>) -> Vec<String> {
        let mut problems = Vec::new();
        let (proven, explained) = match self.verdict {
            "kept" => (true, false),
            "kept in part" => (true, true),
            verdict if VERDICTS.contains(&verdict) => (false, true),
            other => {
                problems.push(format!("`{other}` is no verdict: {}", VERDICTS.join(", ")));
                (false, false)
            }
        };
        if self.verdict == "not used" && self.kind() != "MAY" {
            problems.push("only a MAY can be `not used`".to_owned());
        }
        if proven && self.tests().next().is_none() {
            problems.push(format!("{}, but no test is named", self.verdict));
        }
        if explained && self.reason() < SHORTEST_REASON {
            problems.push(format!("{}, but no reason is given", self.verdict));
        }
        for (path, name) in self.tests() {
            match read(path) {
                None => problems.push(format!("no file {path}")),
                Some(text) if !has_test(path, &text, name) => {
                    problems.push(format!("no test `{name}` in {path}"));
                }
                Some(_) => {}
            }
        }
        problems
    }
}

fn check(table: &str, read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    for (line, text) in (1..).zip(table.lines()) {
        let Some(row) = row(line, text) else { continue };
        let mut object = |what: String| {
            problems.push(format!("{TABLE}:{line}: {}: {what}", row.id));
        };
        if !is_known(row.id) {
            object("RFC 9293 has no such id".to_owned());
            continue;
        }
        row.problems(&read).into_iter().for_each(&mut object);
        if let Some(first) = rows.get(row.id) {
            object(format!("also in line {}", first.line));
            continue;
        }
        rows.insert(row.id, row);
    }
    for (kind, last) in IDS {
        let ids = (1..=last).map(|number| format!("{kind}-{number}"));
        let missing = ids.filter(|id| !rows.contains_key(id.as_str()));
        problems.extend(missing.map(|id| format!("{TABLE}: {id}: missing")));
        let expected = summary(kind, rows.values());
        if !table.lines().any(|line| line == expected) {
            problems.push(format!("{TABLE}: the summary must say `{expected}`"));
        }
    }
    problems
}

/// A row of five cells: id, section, what is asked, verdict, proof.
fn row(line: usize, text: &str) -> Option<Row<'_>> {
    let inner = text.strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = inner.splitn(5, '|').map(str::trim);
    let id = cells.next()?;
    let (kind, number) = id.split_once('-')?;
    let named = kind.chars().all(|letter| letter.is_ascii_uppercase());
    if !named || number.is_empty() || !number.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let verdict = cells.nth(2).unwrap_or_default();
    let proof = cells.next().unwrap_or_default();
    Some(Row {
        line,
        id,
        verdict,
        proof,
    })
}

fn is_known(id: &str) -> bool {
    IDS.iter()
        .any(|(kind, last)| (1..=*last).any(|number| id == format!("{kind}-{number}")))
}

/// The line that the summary must hold for one keyword.
fn summary<'t>(kind: &str, rows: impl Iterator<Item = &'t Row<'t>>) -> String {
    let verdicts: Vec<&str> = rows
        .filter(|row| row.kind() == kind)
        .map(|row| row.verdict)
        .collect();
    let count = |wanted: &str| {
        let with = verdicts.iter().filter(|verdict| **verdict == wanted);
        with.count().to_string()
    };
    let counts: Vec<String> = VERDICTS.iter().map(|verdict| count(verdict)).collect();
    format!("| {kind} | {} | {} |", counts.join(" | "), verdicts.len())
}

/// Whether a file holds a test of this name that runs: in Rust a function marked as one, elsewhere a
/// scene with this title.
fn has_test(path: &str, text: &str, name: &str) -> bool {
    if !path.ends_with(".rs") {
        let titled = |line: &str| {
            let title = line.strip_prefix("scene ").unwrap_or_default();
            title.split('#').next().unwrap_or_default().trim() == name
        };
        return text.lines().any(titled);
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let start = format!("fn {name}(");
    let Some(at) = lines.iter().position(|line| line.starts_with(&start)) else {
        return false;
    };
    let above = lines.iter().take(at).rev();
    let marks: Vec<&&str> = above
        .take_while(|line| line.starts_with("#[") || line.starts_with("//"))
        .collect();
    marks.iter().any(|line| ***line == *"#[test]")
        && !marks.iter().any(|line| line.starts_with("#[ignore"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
        #[test]\n\
        fn it_is_so() {}\n\
        #[test]\n\
        #[ignore]\n\
        fn it_never_runs() {}\n\
        fn it_only_helps() {}\n";

    fn read(path: &str) -> Option<String> {
        match path {
            "a/b.rs" => Some(SOURCE.to_owned()),
            "a/b.scene" => Some("scene a closed window # why\n  > A\nscene other\n".to_owned()),
            _ => None,
        }
    }

    /// A table in which all is well, but for the row of `id`.
    fn with(id: &str, rest: &str) -> String {
        let mut table = String::new();
        for (kind, last) in IDS {
            for number in 1..=last {
                let own = format!("{kind}-{number}");
                let usual = "3.1 | this | kept | `a/b.rs::it_is_so`";
                let cells = if own == id { rest } else { usual };
                table.push_str(&format!("| {own} | {cells} |\n"));
            }
        }
        let rows: Vec<Row<'_>> = (1..)
            .zip(table.lines())
            .filter_map(|(line, text)| row(line, text))
            .collect();
        let summaries = IDS.map(|(kind, _)| summary(kind, rows.iter()));
        format!("{}\n{table}", summaries.join("\n"))
    }

    fn told(id: &str, rest: &str, word: &str) {
        let all = check(&with(id, rest), read);
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(all[0].contains(id) && all[0].contains(word), "{all:?}");
    }

    #[test]
    fn a_table_in_which_all_is_well_passes() {
        for rest in [
            "3.1 | this | kept | `a/b.rs::it_is_so`, as asked",
            "3.1 | this | kept | `a/b.scene::a closed window`",
            "3.1 | this | deviates | for a reason that is written out",
            "3.1 | this | kept in part | `a/b.rs::it_is_so`; the rest has a reason too",
        ] {
            assert_eq!(check(&with("MUST-7", rest), read), [""; 0]);
        }
        let unused = "3.1 | this | not used | nobody here has a need of it";
        assert_eq!(check(&with("MAY-7", unused), read), [""; 0]);
    }

    #[test]
    fn kept_without_a_test_is_told() {
        told(
            "MUST-7",
            "3.1 | this | kept | we promise",
            "no test is named",
        );
        told("SHLD-7", "3.1 | this | kept | ", "no test is named");
        told(
            "MUST-7",
            "3.1 | this | kept | `Config::nagle`",
            "no test is named",
        );
    }

    #[test]
    fn a_test_that_is_not_there_or_never_runs_is_told() {
        let kept = |test: &str| format!("3.1 | this | kept | `{test}`");
        told("MUST-7", &kept("a/c.rs::it_is_so"), "no file a/c.rs");
        told("MUST-7", &kept("a/b.rs::it_is"), "no test `it_is`");
        told("MUST-7", &kept("a/b.rs::it_never_runs"), "it_never_runs");
        told("MUST-7", &kept("a/b.rs::it_only_helps"), "it_only_helps");
        told("MUST-7", &kept("a/b.scene::a closed"), "no test `a closed`");
    }

    #[test]
    fn a_test_that_is_not_there_is_told_beside_one_that_is() {
        let two = "3.1 | this | kept | `a/b.rs::it_is_so`, `a/b.rs::it_was_so`";
        told("MUST-7", two, "it_was_so");
    }

    #[test]
    fn another_verdict_without_a_reason_is_told() {
        for verdict in ["deviates", "does not apply"] {
            let rest = format!("3.1 | this | {verdict} | no");
            told("SHLD-31", &rest, "no reason");
        }
        let bare = "3.1 | this | kept in part | `a/b.rs::it_is_so`";
        told("MUST-7", bare, "no reason");
    }

    #[test]
    fn a_verdict_nobody_knows_is_told_and_a_must_cannot_be_unused() {
        told(
            "MUST-7",
            "3.1 | this | sure | `a/b.rs::it_is_so`",
            "no verdict",
        );
        let rest = "3.1 | this | not used | nobody here has a need of it";
        told("MUST-7", rest, "only a MAY");
    }

    #[test]
    fn a_row_that_is_missing_doubled_or_unknown_is_told() {
        let well = with("", "");
        let line = "| MUST-7 | 3.1 | this | kept | `a/b.rs::it_is_so` |\n";
        let missing = check(&well.replace(line, ""), read);
        assert!(missing[0].contains("MUST-7: missing"), "{missing:?}");
        let doubled = check(&format!("{well}{line}"), read);
        assert_eq!(doubled.len(), 1);
        assert!(doubled[0].contains("also in line"), "{doubled:?}");
        let unknown = check(&format!("{well}{}", line.replace("-7", "-70")), read);
        assert_eq!(unknown.len(), 1);
        assert!(unknown[0].contains("no such id"), "{unknown:?}");
    }

    #[test]
    fn a_summary_that_no_longer_counts_right_is_told() {
        let well = with("", "");
        let rotten = well.replace("| MUST | 69 |", "| MUST | 68 |");
        assert_ne!(well, rotten);
        let all = check(&rotten, read);
        assert_eq!(all.len(), 1);
        assert!(
            all[0].contains("| MUST | 69 | 0 | 0 | 0 | 0 | 69 |"),
            "{all:?}"
        );
    }

    #[test]
    fn without_a_table_the_tree_is_not_tidy() {
        let all = problems(Path::new("/nowhere"));
        assert_eq!(all, [format!("{TABLE}: missing")]);
    }
}
