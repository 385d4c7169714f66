//! Which module of the page may use which, by the paths through `crate::` and `super::` in `web/src`. A parent and
//! what is in its folder may use each other; tests may use all.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::used;

const FOLDER: &str = "web/src/";

/// Modules, each with those beside it that it may use.
type Table = [(&'static str, &'static [&'static str])];

/// The modules of `web/src`, from the ground up: each may use only what stands above it.
const PAGE: &Table = &[
    ("number", &[]),
    ("letters", &[]),
    ("seeking", &[]),
    ("notice", &[]),
    ("programs", &[]),
    ("delivery", &[]),
    ("pace", &["number"]),
    ("act", &["pace"]),
    ("address", &["act"]),
    ("browser", &["act"]),
    ("kept", &["act"]),
    ("program_list", &["act"]),
    ("lookahead", &["pace"]),
    ("compare", &["seeking"]),
    ("hands", &["act", "browser"]),
    ("lab", &["act", "lookahead", "pace", "seeking"]),
    ("opening", &["act", "address", "lab", "pace"]),
    ("page", &["act", "address", "lookahead", "pace", "seeking"]),
    ("held", &["act", "browser", "hands", "page"]),
    ("spoken", &["delivery", "lookahead", "page"]),
    (
        "stage",
        &[
            "number",
            "letters",
            "act",
            "browser",
            "program_list",
            "hands",
            "lab",
            "page",
        ],
    ),
    (
        "panels",
        &[
            "number",
            "letters",
            "seeking",
            "notice",
            "programs",
            "delivery",
            "pace",
            "act",
            "browser",
            "program_list",
            "compare",
            "hands",
            "lab",
            "page",
        ],
    ),
    (
        "app",
        &[
            "notice", "act", "address", "browser", "kept", "compare", "hands", "lab", "opening",
            "page", "held", "spoken", "stage", "panels",
        ],
    ),
];

/// The panels that use others, from the ground up. What is not a row here uses no other.
const PANELS: &Table = &[
    ("connections", &["connection"]),
    ("ports", &["connections"]),
    ("inspector", &["connections", "ports"]),
    ("stack", &["inspector"]),
    ("tabs", &["dns", "ports", "inspector", "stack"]),
    ("screens", &["picture"]),
    ("receiver", &["picture", "screens"]),
    ("launch", &["transport"]),
    ("sendbar", &["transport", "launch"]),
    ("start", &["dialog", "launch"]),
    ("compare", &["dialog", "receiver"]),
    ("help", &["dialog"]),
    ("share", &["dialog"]),
];

/// One module's use of another in the same folder.
struct Arrow<'a> {
    /// The folder's path, nothing for `web/src` itself.
    folder: &'a [String],
    from: &'a str,
    to: String,
    /// Where it is used: path and line.
    place: String,
}

/// Every arrow against the tables, and every circle in the folders that have none. `sources`: paths and texts; those
/// that are not the page's do not matter.
pub fn problems(sources: &[(String, String)]) -> Vec<String> {
    check(sources, PAGE, PANELS)
}

fn check(sources: &[(String, String)], page: &Table, panels: &Table) -> Vec<String> {
    let modules: Vec<(Vec<String>, &str, &str)> = sources
        .iter()
        .filter_map(|(path, text)| Some((module_of(path)?, &**path, &**text)))
        .collect();
    let known: BTreeSet<&[String]> = modules.iter().map(|(module, ..)| &module[..]).collect();
    let mut problems = Vec::new();
    let mut inside: BTreeMap<&[String], BTreeMap<&str, BTreeSet<String>>> = BTreeMap::new();
    for (module, path, text) in &modules {
        if let [name] = &module[..]
            && row(page, name).is_none()
        {
            problems.push(format!(
                "{path}: not in the page's layers; add it to tidy/layers/page.rs"
            ));
        }
        let used = used(text, module);
        // What it uses in there by way of that name would stay unseen.
        let own = |path: &[String]| !path.is_empty() && module.starts_with(path);
        for (line, folder) in used.iter().filter(|(_, path)| own(path)) {
            let folder = folder.join("/");
            problems.push(format!(
                "{path}:{line}: is in {folder}; name what it uses there"
            ));
        }
        for arrow in arrows(module, path, &used, &known) {
            let Arrow { from, to, .. } = &arrow;
            let (table, prefix) = match arrow.folder {
                [] => (page, ""),
                [folder] if folder == "panels" => (panels, "panels/"),
                folder => {
                    let uses = inside.entry(folder).or_default();
                    uses.entry(from).or_default().insert(to.clone());
                    continue;
                }
            };
            if !row(table, from).unwrap_or_default().contains(&&**to) {
                problems.push(format!(
                    "{}: {prefix}{from} must not use {prefix}{to}",
                    arrow.place
                ));
            }
        }
    }
    // Several in one line's braces.
    problems.dedup();
    for (folder, uses) in inside {
        for circle in circles(&uses) {
            let folder = folder.join("/");
            problems.push(format!(
                "{FOLDER}{folder}: a circle: {}",
                circle.join(" → ")
            ));
        }
    }
    problems
}

fn row(table: &Table, name: &str) -> Option<&'static [&'static str]> {
    let row = table.iter().find(|(module, _)| *module == name);
    row.map(|(_, allowed)| *allowed)
}

/// The module that a file of the page is; nothing for a test. The crate itself has no name.
fn module_of(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix(FOLDER)?.strip_suffix(".rs")?;
    let mut module: Vec<String> = path.split('/').map(str::to_owned).collect();
    if matches!(module.last()?.as_str(), "mod" | "lib") {
        module.pop();
    }
    (module.last().is_none_or(|name| name != "tests")).then_some(module)
}

/// What a module uses beside itself or beside a folder it is in.
fn arrows<'a>(
    module: &'a [String],
    path: &str,
    used: &[(usize, Vec<String>)],
    known: &BTreeSet<&[String]>,
) -> Vec<Arrow<'a>> {
    let mut arrows = Vec::new();
    for (line, used) in used {
        let same = module.iter().zip(used).take_while(|(a, b)| a == b).count();
        // Otherwise one of them is the other's parent, or it is no module but something that is in the parent.
        if let (Some(from), Some(to)) = (module.get(same), used.get(same))
            && known.contains(&used[..=same])
        {
            arrows.push(Arrow {
                folder: &module[..same],
                from,
                to: to.clone(),
                place: format!("{path}:{line}"),
            });
        }
    }
    arrows
}

/// The ways from a module back to itself, each told once: from the first of its names in the alphabet.
fn circles(uses: &BTreeMap<&str, BTreeSet<String>>) -> Vec<Vec<String>> {
    let starts = uses.keys();
    starts.filter_map(|start| way_back(start, uses)).collect()
}

fn way_back(start: &str, uses: &BTreeMap<&str, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut ways = vec![vec![start.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        for next in way.last().and_then(|last| uses.get(&**last))? {
            let longer = [&way[..], std::slice::from_ref(next)].concat();
            if next == start {
                return Some(longer);
            }
            if &**next > start && uses.contains_key(&**next) && seen.insert(next) {
                ways.push(longer);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE_UP: &Table = &[
        ("ground", &[]),
        ("map", &["ground"]),
        ("panels", &["ground"]),
        ("page", &["ground", "map", "panels"]),
    ];
    const OF_PANELS: &Table = &[("log", &["row"])];

    fn objections(sources: &[(&str, &str)]) -> Vec<String> {
        let whole = [
            ("ground.rs", ""),
            ("map/mod.rs", ""),
            ("map/dot.rs", ""),
            ("map/line.rs", ""),
            ("map/sum.rs", ""),
            ("panels.rs", ""),
            ("panels/log.rs", ""),
            ("panels/row.rs", ""),
            ("page.rs", ""),
        ];
        let changed = |path: &str| sources.iter().any(|(other, _)| *other == path);
        let rest = whole.iter().filter(|(path, _)| !changed(path));
        let sources: Vec<(String, String)> = sources
            .iter()
            .chain(rest)
            .map(|(path, text)| (format!("{FOLDER}{path}"), (*text).to_owned()))
            .collect();
        check(&sources, MADE_UP, OF_PANELS)
    }

    #[test]
    fn an_arrow_with_the_layers_passes() {
        let page = "use crate::ground::One;\nuse crate::{map::{self as m, Dot}, panels::log};\n";
        assert_eq!(objections(&[("page.rs", page)]), [""; 0]);
        let log = "use super::row::Row;\nuse super::Props;\nuse crate::ground;\n";
        assert_eq!(objections(&[("panels/log.rs", log)]), [""; 0]);
    }

    #[test]
    fn one_against_them_is_told_with_who_and_where() {
        let map = "//! The map.\n\nuse crate::panels::row::Row;\n";
        assert_eq!(
            objections(&[("map/dot.rs", map)]),
            ["web/src/map/dot.rs:3: map must not use panels"]
        );
        let row = "fn row() { super::log::line() }\n";
        assert_eq!(
            objections(&[("panels/row.rs", row)]),
            ["web/src/panels/row.rs:1: panels/row must not use panels/log"]
        );
    }

    #[test]
    fn it_is_found_in_braces_and_by_way_of_parents() {
        let braces = "use crate::{\n    ground,\n    page::{Notice, told},\n};\n";
        assert_eq!(
            objections(&[("panels/log.rs", braces)]),
            ["web/src/panels/log.rs:1: panels must not use page"]
        );
        let parents = "use super::super::page::Notice;\n";
        assert_eq!(
            objections(&[("panels/log.rs", parents)]),
            ["web/src/panels/log.rs:1: panels must not use page"]
        );
    }

    #[test]
    fn in_a_folder_without_a_table_a_circle_is_told_once() {
        let dot = ("map/dot.rs", "use super::line::Line;\n");
        let line = ("map/line.rs", "use crate::map::sum;\nuse super::Map;\n");
        assert_eq!(objections(&[dot, line]), [""; 0]);
        let sum = ("map/sum.rs", "use super::{Map, dot::Dot};\n");
        assert_eq!(
            objections(&[dot, line, sum]),
            ["web/src/map: a circle: dot → line → sum → dot"]
        );
    }

    #[test]
    fn a_folder_is_not_named_as_a_whole_from_within() {
        let log = ("panels/log.rs", "use crate::panels;\n");
        assert_eq!(
            objections(&[log]),
            ["web/src/panels/log.rs:1: is in panels; name what it uses there"]
        );
    }

    #[test]
    fn tests_and_comments_may_name_all() {
        let text =
            "//! See [`crate::page`].\n\n#[cfg(test)]\nmod tests {\n    use crate::page;\n}\n";
        assert_eq!(objections(&[("ground.rs", text)]), [""; 0]);
        let tests = ("map/tests.rs", "use crate::page;\n");
        assert_eq!(objections(&[tests]), [""; 0]);
        // Declared at the top, they end nothing.
        let text = "#[cfg(test)]\nmod tests;\nuse crate::page;\n";
        assert_eq!(objections(&[("ground.rs", text)]).len(), 1);
    }

    #[test]
    fn an_unknown_module_must_be_given_its_layer() {
        assert_eq!(objections(&[("new.rs", "")]).len(), 1);
    }

    #[test]
    fn the_tables_hold_no_circle() {
        for table in [PAGE, PANELS] {
            let place = |name: &str| table.iter().position(|(row, _)| *row == name);
            for (at, (row, allowed)) in table.iter().enumerate() {
                for used in *allowed {
                    assert!(place(used).is_none_or(|it| it < at), "{row} uses {used}");
                }
            }
        }
    }
}
