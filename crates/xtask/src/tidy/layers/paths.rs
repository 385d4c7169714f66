//! The paths through `crate::` and `super::` in a source, as seen from the crate's root. Comments and tests are none.

use crate::tidy::without_tests;

/// The paths from the crate's root that a module names, each with its line.
pub fn used(text: &str, module: &[String]) -> Vec<(usize, Vec<String>)> {
    let code = without_tests(text);
    let mut all = Vec::new();
    let mut starts: Vec<usize> = ["crate::", "super::"]
        .iter()
        .flat_map(|start| code.match_indices(start).map(|(at, _)| at))
        .filter(|at| !code[..*at].ends_with(|c: char| is_of_name(c) || c == ':'))
        .collect();
    starts.sort_unstable();
    for at in starts {
        let before = &code[..at];
        let begin = before.rfind('\n').map_or(0, |end| end + 1);
        if before[begin..].trim_start().starts_with("//") {
            continue;
        }
        let line = before.matches('\n').count() + 1;
        let mut paths = Vec::new();
        read(&code[at..], &[], &mut paths);
        let paths = paths.iter().filter_map(|path| from_root(path, module));
        all.extend(paths.map(|path| (line, path)));
    }
    all
}

/// Reads the path that a text begins with, several where it goes on in braces, and hands back what is left.
fn read<'a>(text: &'a str, before: &[&'a str], all: &mut Vec<Vec<&'a str>>) -> &'a str {
    let text = text.trim_start();
    let end = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty()
        && let Some(mut rest) = rest.strip_prefix('{')
    {
        loop {
            rest = read(rest, before, all);
            // Past `as` and another name.
            rest = rest.find([',', '}']).map_or("", |at| &rest[at..]);
            match rest.strip_prefix(',').map(str::trim_start) {
                Some(more) if !more.starts_with('}') => rest = more,
                Some(last) => return &last[1..],
                None => return rest.strip_prefix('}').unwrap_or_default(),
            }
        }
    }
    let path = [before, &[name]].concat();
    match rest.strip_prefix("::") {
        Some(rest) if !name.is_empty() => read(rest, &path, all),
        _ => {
            all.push(path);
            rest
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A path as seen from the crate's root.
fn from_root(path: &[&str], module: &[String]) -> Option<Vec<String>> {
    let up = path.iter().take_while(|name| **name == "super").count();
    let (base, rest) = match up {
        0 => (&[][..], &path[1..]),
        up => (&module[..module.len().checked_sub(up)?], &path[up..]),
    };
    let rest = rest.iter().map(|name| (*name).to_owned());
    Some(base.iter().cloned().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, module: &[&str]) -> Vec<(usize, String)> {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        let used = used(text, &module);
        used.into_iter()
            .map(|(line, path)| (line, path.join("::")))
            .collect()
    }

    fn one(line: usize, path: &str) -> (usize, String) {
        (line, path.to_owned())
    }

    #[test]
    fn braces_within_braces_are_several_paths() {
        let text =
            "//! A.\nuse crate::{a::{self as b, C}, d::*,\n    e};\nfn f() { crate::g::H { i } }\n";
        let told = [
            (2, "a::self"),
            (2, "a::C"),
            (2, "d::"),
            (2, "e"),
            (4, "g::H"),
        ];
        assert_eq!(named(text, &[]), told.map(|(line, path)| one(line, path)));
        let text = "use crate::{\n    a,\n    b::{C, D},\n};\nuse crate::e;\n";
        let told = [(1, "a"), (1, "b::C"), (1, "b::D"), (5, "e")];
        assert_eq!(named(text, &[]), told.map(|(line, path)| one(line, path)));
    }

    #[test]
    fn super_leads_one_up_each_and_no_further_than_the_root() {
        let module = ["panels", "dns"];
        assert_eq!(named("use super::log;", &module), [one(1, "panels::log")]);
        assert_eq!(named("use super::super::app;", &module), [one(1, "app")]);
        assert_eq!(named("use super::super::super::x;", &module), []);
    }

    #[test]
    fn comments_and_what_only_ends_alike_name_nothing() {
        let text = "// crate::a\n/// [`super::b`]\nuse my_crate::c;\nuse d::crate::e;\n";
        assert_eq!(named(text, &[]), []);
    }
}
