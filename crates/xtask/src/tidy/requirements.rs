//! `tests/rfc9293.md` and `tests/rfcs.md`: every requirement has its row, and every row its proof.

use std::collections::BTreeMap;
use std::path::Path;

/// The tables there are.
const TABLES: [Table; 2] = [
    Table {
        path: "tests/rfc9293.md",
        ids: Ids::Given(&APPENDIX_B),
    },
    Table {
        path: "tests/rfcs.md",
        ids: Ids::BySection(&["2883", "4592", "5961", "7323"]),
    },
];

/// Every id of RFC 9293 Appendix B: a keyword and its last number. The RFC numbers without gaps.
const APPENDIX_B: [(&str, u32); 4] = [("MUST", 69), ("SHLD", 31), ("MAY", 18), ("REC", 1)];

/// How a section of a table of several RFCs begins: `## RFC 2883: duplicates`.
const SECTION: &str = "## RFC ";

struct Table {
    path: &'static str,
    ids: Ids,
}

/// Which ids a table must hold, each once: a kind and a number, which counts up from 1 without gaps.
enum Ids {
    /// Those an RFC itself gives: each kind and its last number.
    Given(&'static [(&'static str, u32)]),
    /// Ours: the kind is the number of the RFC in whose section the row stands. At least these have a section.
    BySection(&'static [&'static str]),
}

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

/// Checks the tables of the tree at `root`.
pub fn problems(root: &Path) -> Vec<String> {
    let read = |path: &str| std::fs::read_to_string(root.join(path)).ok();
    let of = |table: &Table| match read(table.path) {
        Some(text) => check(table, &text, read),
        None => vec![format!("{}: missing", table.path)],
    };
    TABLES.iter().flat_map(of).collect()
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

    fn number(&self) -> Option<u32> {
        self.id.split('-').nth(1)?.parse().ok()
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

fn check(table: &Table, text: &str, read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let path = table.path;
    let mut problems = Vec::new();
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    let mut section = "";
    for (line, text) in (1..).zip(text.lines()) {
        section = rfc_of_section(text).unwrap_or(section);
        let Some(row) = row(line, text) else { continue };
        let mut object = |what: String| {
            problems.push(format!("{path}:{line}: {}: {what}", row.id));
        };
        if let Some(objection) = table.ids.objection(&row, section) {
            object(objection);
            continue;
        }
        row.problems(&read).into_iter().for_each(&mut object);
        if let Some(first) = rows.get(row.id) {
            object(format!("also in line {}", first.line));
            continue;
        }
        rows.insert(row.id, row);
    }
    for (kind, last) in table.ids.expected(text, rows.values()) {
        let ids = (1..=last.max(1)).map(|number| format!("{kind}-{number}"));
        let missing = ids.filter(|id| !rows.contains_key(id.as_str()));
        problems.extend(missing.map(|id| format!("{path}: {id}: missing")));
        let expected = summary(kind, rows.values());
        if !text.lines().any(|line| line == expected) {
            problems.push(format!("{path}: the summary must say `{expected}`"));
        }
    }
    problems
}

impl Ids {
    /// What is wrong with the id of a row that stands in the section of an RFC.
    fn objection(&self, row: &Row<'_>, section: &str) -> Option<String> {
        match self {
            Ids::Given(ids) => {
                let numbers = |last: u32| 1..=last;
                let mut all = ids
                    .iter()
                    .flat_map(|(kind, last)| numbers(*last).map(move |n| format!("{kind}-{n}")));
                let known = all.any(|id| id == row.id);
                (!known).then(|| "the RFC has no such id".to_owned())
            }
            Ids::BySection(_) if row.kind() != section => {
                Some(format!("stands in the section of RFC {section}"))
            }
            Ids::BySection(_) => None,
        }
    }

    /// Each kind with the last of its numbers.
    fn expected<'t>(
        &self,
        text: &'t str,
        rows: impl Iterator<Item = &'t Row<'t>> + Clone,
    ) -> Vec<(&'t str, u32)> {
        match self {
            Ids::Given(ids) => ids.to_vec(),
            Ids::BySection(least) => {
                let mut kinds: Vec<&str> = text.lines().filter_map(rfc_of_section).collect();
                let absent: Vec<&str> = (least.iter().copied())
                    .filter(|rfc| !kinds.contains(rfc))
                    .collect();
                kinds.extend(absent);
                let last = |kind: &str| {
                    let own = rows.clone().filter(|row| row.kind() == kind);
                    own.filter_map(Row::number).max().unwrap_or_default()
                };
                kinds.into_iter().map(|kind| (kind, last(kind))).collect()
            }
        }
    }
}

/// The RFC of which this line begins the section.
fn rfc_of_section(line: &str) -> Option<&str> {
    line.strip_prefix(SECTION)?.split(':').next()
}

/// A row of five cells: id, section, what is asked, verdict, proof.
fn row(line: usize, text: &str) -> Option<Row<'_>> {
    let inner = text.strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = inner.splitn(5, '|').map(str::trim);
    let id = cells.next()?;
    let (kind, number) = id.split_once('-')?;
    let named = |is: fn(&char) -> bool| !kind.is_empty() && kind.chars().all(|c| is(&c));
    let named = named(char::is_ascii_uppercase) || named(char::is_ascii_digit);
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

    const GIVEN: &Table = &TABLES[0];
    const OWN: &Table = &Table {
        path: "rfcs.md",
        ids: Ids::BySection(&["2883", "5961"]),
    };

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
        for (kind, last) in APPENDIX_B {
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
        let summaries = APPENDIX_B.map(|(kind, _)| summary(kind, rows.iter()));
        format!("{}\n{table}", summaries.join("\n"))
    }

    fn told(id: &str, rest: &str, word: &str) {
        let all = check(GIVEN, &with(id, rest), read);
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
            assert_eq!(check(GIVEN, &with("MUST-7", rest), read), [""; 0]);
        }
        let unused = "3.1 | this | not used | nobody here has a need of it";
        assert_eq!(check(GIVEN, &with("MAY-7", unused), read), [""; 0]);
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
        let missing = check(GIVEN, &well.replace(line, ""), read);
        assert!(missing[0].contains("MUST-7: missing"), "{missing:?}");
        let doubled = check(GIVEN, &format!("{well}{line}"), read);
        assert_eq!(doubled.len(), 1);
        assert!(doubled[0].contains("also in line"), "{doubled:?}");
        let unknown = check(GIVEN, &format!("{well}{}", line.replace("-7", "-70")), read);
        assert_eq!(unknown.len(), 1);
        assert!(unknown[0].contains("no such id"), "{unknown:?}");
    }

    #[test]
    fn a_summary_that_no_longer_counts_right_is_told() {
        let well = with("", "");
        let rotten = well.replace("| MUST | 69 |", "| MUST | 68 |");
        assert_ne!(well, rotten);
        let all = check(GIVEN, &rotten, read);
        assert_eq!(all.len(), 1);
        assert!(
            all[0].contains("| MUST | 69 | 0 | 0 | 0 | 0 | 69 |"),
            "{all:?}"
        );
    }

    /// Two RFCs with two rows each, in which all is well.
    const SECTIONS: &str = "\
        | 2883 | 2 | 0 | 0 | 0 | 0 | 2 |\n\
        | 5961 | 1 | 0 | 0 | 1 | 0 | 2 |\n\
        ## RFC 2883: duplicates\n\
        | 2883-1 | 4 | this | kept | `a/b.rs::it_is_so` |\n\
        | 2883-2 | 4.1 | that | kept | `a/b.scene::other` |\n\
        ## RFC 5961: forgeries\n\
        | 5961-1 | 3.2 | this | kept | `a/b.rs::it_is_so` |\n\
        | 5961-2 | 7 | that | deviates | for a reason that is written out |\n";

    fn told_of_sections(from: &str, to: &str, word: &str) {
        assert!(SECTIONS.contains(from), "{from}");
        let all = check(OWN, &SECTIONS.replace(from, to), read);
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(all[0].contains(word), "{all:?}");
    }

    #[test]
    fn sections_in_which_all_is_well_pass() {
        assert_eq!(check(OWN, SECTIONS, read), [""; 0]);
        let more = "## RFC 4592: wildcards\n| 4592-1 | 2 | x | kept | `a/b.rs::it_is_so` |\n\
            | 4592 | 1 | 0 | 0 | 0 | 0 | 1 |\n";
        assert_eq!(check(OWN, &format!("{SECTIONS}{more}"), read), [""; 0]);
    }

    #[test]
    fn a_row_of_a_section_is_proven_as_any_other() {
        told_of_sections(
            "`a/b.scene::other`",
            "`a/b.scene::another`",
            "no test `another`",
        );
        told_of_sections("`a/b.scene::other`", "we promise", "no test is named");
        told_of_sections("for a reason that is written out", "no", "no reason");
    }

    #[test]
    fn numbers_in_a_section_are_unique_and_without_gaps() {
        let doubled = check(OWN, &SECTIONS.replace("2883-1 ", "2883-2 "), read);
        assert_eq!(
            doubled[..2],
            [
                "rfcs.md:5: 2883-2: also in line 4",
                "rfcs.md: 2883-1: missing"
            ]
        );
        let gap = check(OWN, &SECTIONS.replace("2883-2 ", "2883-3 "), read);
        assert_eq!(gap, ["rfcs.md: 2883-2: missing"]);
    }

    #[test]
    fn a_row_in_the_section_of_another_rfc_is_told() {
        let moved = check(OWN, &SECTIONS.replace("2883-2 ", "5961-3 "), read);
        assert!(
            moved[0].contains("stands in the section of RFC 2883"),
            "{moved:?}"
        );
    }

    #[test]
    fn a_section_that_is_missing_or_empty_is_told() {
        let (first, _) = SECTIONS.split_once("## RFC 5961").unwrap();
        let missing = check(OWN, first, read);
        assert!(missing[0].contains("5961-1: missing"), "{missing:?}");
        let empty = check(OWN, &format!("{SECTIONS}## RFC 4592: wildcards\n"), read);
        assert!(empty[0].contains("4592-1: missing"), "{empty:?}");
    }

    #[test]
    fn a_summary_of_sections_that_no_longer_counts_right_is_told() {
        let to = "| 5961 | 2 | 0 | 0 | 0 | 0 | 2 |";
        told_of_sections(
            "| 5961 | 1 | 0 | 0 | 1 | 0 | 2 |",
            to,
            "| 5961 | 1 | 0 | 0 | 1 | 0 | 2 |",
        );
    }

    #[test]
    fn without_its_tables_the_tree_is_not_tidy() {
        let all = problems(Path::new("/nowhere"));
        let missing = TABLES.map(|table| format!("{}: missing", table.path));
        assert_eq!(all, missing);
    }
}
