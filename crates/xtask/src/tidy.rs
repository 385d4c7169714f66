//! `cargo xtask tidy`: what neither rustfmt nor clippy sees.

mod layers;
mod requirements;

use crate::shell::{Project, capture};
use anyhow::{Context, Result, bail};

/// What the top level may hold besides dotfiles.
const TOP_LEVEL: [&str; 12] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "crates",
    "deny.toml",
    "index.html",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "tests",
    "web",
];

const LARGEST_FILE: usize = 1024 * 1024;

/// Checks the tree and prints what it objects to.
pub fn run(project: &Project) -> Result<()> {
    let problems = problems(project)?;
    for problem in &problems {
        println!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("tidy: 1 problem"),
        many => bail!("tidy: {many} problems"),
    }
}

fn problems(project: &Project) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let mut page = Vec::new();
    for path in files(project)? {
        let absolute = project.root.join(&path);
        // Deleted, but git has not been told yet; or a link to nothing of ours.
        let Ok(bytes) = std::fs::read(&absolute) else {
            continue;
        };
        check_file(&path, &bytes, &mut problems);
        if let (true, Ok(text)) = (path.starts_with("web/src/"), String::from_utf8(bytes)) {
            page.push((path, text));
        }
    }
    problems.extend(layers::problems(&project.metadata)?);
    problems.extend(layers::page::problems(&page));
    problems.extend(requirements::problems(&project.root));
    Ok(problems)
}

/// Every file git tracks or would offer to track.
fn files(project: &Project) -> Result<Vec<String>> {
    let mut git = project.command("git");
    git.args(["ls-files", "-z", "--cached", "--others"]);
    let listed =
        capture(git.arg("--exclude-standard")).context("tidy asks git which files there are")?;
    let mut files: Vec<String> = listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

fn check_file(path: &str, bytes: &[u8], problems: &mut Vec<String>) {
    let top = path.split('/').next().unwrap_or(path);
    if !top.starts_with('.') && !TOP_LEVEL.contains(&top) {
        problems.push(format!("{path}: `{top}` does not belong at the top level"));
    }
    if bytes.len() > LARGEST_FILE {
        problems.push(format!("{path}: {} bytes, over 1 MiB", bytes.len()));
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !matches!(extension, "rs" | "css" | "js" | "html" | "md" | "toml") {
        return;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        problems.push(format!("{path}: not UTF-8"));
        return;
    };
    check_lines(path, text, problems);
    if extension == "rs" {
        check_rust(path, text, problems);
        check_readers(path, text, problems);
    }
    let part_of_page = path == "index.html" || path.starts_with("web/");
    if part_of_page && matches!(extension, "css" | "js" | "html") {
        check_requests(path, text, problems);
    }
}

fn check_lines(path: &str, text: &str, problems: &mut Vec<String>) {
    for (number, line) in (1..).zip(text.split('\n')) {
        if line.ends_with(char::is_whitespace) {
            problems.push(format!(
                "{path}:{number}: whitespace at the end of the line"
            ));
        }
        if line.contains('\t') {
            problems.push(format!("{path}:{number}: a tab"));
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        problems.push(format!("{path}: no newline at the end"));
    }
}

fn check_rust(path: &str, text: &str, problems: &mut Vec<String>) {
    if !path.contains("/fixtures/") && !text.starts_with("//!") {
        problems.push(format!("{path}: does not begin with `//!` and what it is"));
    }
    for (number, line) in (1..).zip(text.lines()) {
        for name in ["todo", "unimplemented", "dbg"] {
            // Put together here, so that this file does not object to itself.
            if line.contains(&format!("{name}!(")) {
                problems.push(format!("{path}:{number}: `{name}!`"));
            }
        }
    }
}

/// What a run's trace tells is read by `explain` alone, so that all who tell of it tell the same. The page and the
/// command line ask that, and hand a trace on at most to be captured.
fn check_readers(path: &str, text: &str, problems: &mut Vec<String>) {
    let asks = ["web/src/", "crates/cli/src/", "crates/words/src/"];
    let is_test = path.ends_with("tests.rs") || path == "crates/words/src/glossary.rs";
    if is_test || !asks.iter().any(|under| path.starts_with(under)) {
        return;
    }
    for (number, line) in (1..).zip(without_tests(text).lines()) {
        if line.contains(".trace()") && !line.contains("write_pcapng(") {
            problems.push(format!(
                "{path}:{number}: reads a trace; ask hoplab-explain"
            ));
        }
    }
}

/// A source without the tests at its end.
fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text)
}

/// The page asks nobody but its own host for anything.
fn check_requests(path: &str, text: &str, problems: &mut Vec<String>) {
    // The names of SVG and its kin look like addresses but are never asked for.
    let text = text.replace("http://www.w3.org/", "");
    for (number, line) in (1..).zip(text.lines()) {
        let elsewhere = [
            "http://", "https://", "\"//", "'//", "(//", "ws://", "wss://",
        ];
        if let Some(found) = elsewhere.iter().find(|start| line.contains(**start)) {
            problems.push(format!("{path}:{number}: an address elsewhere (`{found}`)"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objections(path: &str, text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        check_file(path, text.as_bytes(), &mut problems);
        problems
    }

    #[test]
    fn this_tree_is_tidy() {
        let project = Project::find().unwrap();
        assert!(files(&project).unwrap().len() > 20);
        assert_eq!(problems(&project).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_clean_file_passes() {
        assert_eq!(
            objections("crates/x/src/lib.rs", "//! X.\n\nfn x() {}\n"),
            [""; 0]
        );
    }

    #[test]
    fn each_fault_is_told_with_its_line() {
        let told = |path: &str, text: &str, word: &str| {
            let all = objections(path, text);
            assert_eq!(all.len(), 1, "{all:?}");
            assert!(all[0].contains(word), "{all:?}");
        };
        told("crates/a.rs", "//! A.\nfn a() {} \n", "a.rs:2: whitespace");
        told("web/a.css", "a {\n\tcolor: red;\n}\n", "a.css:2: a tab");
        let reads = "//! A.\nfn a() { world.trace().len() }\n";
        told("web/src/a.rs", reads, "a.rs:2: reads a trace");
        told("crates/a.rs", "fn a() {}\n", "//!");
        // Put together here, so that this file itself is tidy.
        let unfinished = format!("//! A.\n{}!();\n", "todo");
        told("crates/a.rs", &unfinished, ":2: `todo!`");
        told("README.md", "words", "newline");
        told("notes.md", "words\n", "top level");
        told(
            "web/a.css",
            "a { background: url(https://a.example/b) }\n",
            "elsewhere",
        );
        told(
            "index.html",
            "<script src=\"//a.example/b.js\"></script>\n",
            "elsewhere",
        );
        told(".data", &"x".repeat(LARGEST_FILE + 1), "1 MiB");
    }

    #[test]
    fn fixtures_and_svg_names_are_let_pass() {
        assert_eq!(objections("tests/fixtures/a.rs", "fn a() {}\n"), [""; 0]);
        let svg = "const SVG = \"http://www.w3.org/2000/svg\";\n";
        assert_eq!(objections("web/a.js", svg), [""; 0]);
    }
}
