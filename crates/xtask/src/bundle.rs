//! From sources to a page: cargo, wasm-bindgen, wasm-opt, names that hold a hash.

use crate::headers::HeaderRules;
use crate::shell::{self, Project, shown};
use crate::site::{File, Site};
use crate::split::{self, relocations::Relocations, rules::Rules};
use crate::{install, site};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// How a page is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build, plain names.
    Dev,
    /// Small and quick to load: optimised, hashed names, compressed forms.
    Dist,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Profile::Dev => "dev",
            Profile::Dist => "dist",
        }
    }
}

/// The languages that a page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Languages {
    /// Those that people speak.
    Spoken,
    /// The pseudo-language `en-XA` as well: with accents and a third longer, so that a text which comes from no
    /// language's folder shows, and one that has no room.
    AndPseudo,
}

/// Builds the page for publishing and writes it to `dist/`.
pub fn dist(project: &Project) -> Result<Site> {
    let site = build(project, Profile::Dist, Languages::Spoken)?;
    let folder = project.root.join("dist");
    site.write(&folder)?;
    println!("written: {}", folder.display());
    Ok(site)
}

/// Builds the published page's program with the pseudo-language, in one module and not yet optimised: what `dist` has
/// compiled is not compiled again for it.
pub fn in_pseudo_language(project: &Project) -> Result<Site> {
    let linked = link(project, Profile::Dist, Languages::AndPseudo)?;
    assemble(project, Profile::Dev, &linked.folder)
}

/// Builds the page. The dev build is written to `target/web/dev` as well, for a look at it.
pub fn build(project: &Project, profile: Profile, languages: Languages) -> Result<Site> {
    let linked = link(project, profile, languages)?;
    if profile == Profile::Dist {
        install::browser_packages(project)?;
        split(project, &linked)?;
        for module in linked.modules()? {
            optimise(project, &module)?;
        }
    }
    assemble(project, profile, &linked.folder)
}

/// A program that is whole, with its names, and not yet optimised.
pub struct Linked {
    /// What the linker wrote.
    module: PathBuf,
    /// Where wasm-bindgen put what it made of it.
    pub folder: PathBuf,
}

impl Linked {
    /// What the linker knew.
    pub fn relocations(&self) -> Result<Relocations> {
        Relocations::read(&std::fs::read(&self.module)?)
    }

    /// All modules in the folder.
    fn modules(&self) -> Result<Vec<PathBuf>> {
        let files = std::fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.path()));
        let mut files = files.collect::<Result<Vec<_>>>()?;
        files.retain(|path| {
            path.extension()
                .is_some_and(|extension| extension == "wasm")
        });
        files.sort();
        Ok(files)
    }
}

/// Compiles, links and makes the glue.
pub fn link(project: &Project, profile: Profile, languages: Languages) -> Result<Linked> {
    install::wasm_target(project)?;
    let module = compile(project, profile, languages)?;
    let folder = project.target.join("web/bindgen").join(profile.name());
    bindgen(&module, &folder, profile)?;
    Ok(Linked { module, folder })
}

/// Makes several modules of one, and tells the glue.
fn split(project: &Project, linked: &Linked) -> Result<()> {
    let rules = rules(project)?;
    let relocations = linked.relocations()?;
    let module = linked.folder.join(WASM);
    let glue = linked.folder.join(GLUE);
    let whole = std::fs::read(&module)?;
    let parts = split::split(&whole, &read(&glue)?, &relocations, &rules)
        .context("could not split the module")?;
    std::fs::write(glue, parts.glue)?;
    for (number, (name, bytes)) in parts.modules.into_iter().enumerate() {
        let file = match number {
            0 => module.clone(),
            _ => linked.folder.join(format!("hoplab_{name}.wasm")),
        };
        std::fs::write(file, bytes)?;
    }
    Ok(())
}

/// Makes a page of what is in the folder and in the sources.
pub fn assemble(project: &Project, profile: Profile, program: &Path) -> Result<Site> {
    let mut files = read_page(project, program)?;
    if profile == Profile::Dist {
        files = hash_names(files)?;
    }
    let headers_text = read(&project.root.join("web/headers"))?;
    let mut site = Site {
        files: files
            .into_iter()
            .map(|(path, bytes)| (path, File::plain(bytes)))
            .collect(),
        headers: HeaderRules::parse(&headers_text)?,
        headers_text,
    };
    match profile {
        Profile::Dist => site.compress()?,
        Profile::Dev => site.write(&project.target.join("web/dev"))?,
    }
    Ok(site)
}

/// The names wasm-bindgen gives its two files.
const GLUE: &str = "hoplab.js";
pub const WASM: &str = "hoplab_bg.wasm";

/// The rules by which functions go to other modules than the first.
pub const LATER: &str = "web/later.txt";

/// Reads the rules of the split.
pub fn rules(project: &Project) -> Result<Rules> {
    Rules::parse(&read(&project.root.join(LATER))?).context(LATER)
}

/// For the split: names that hold type arguments, so that instances can be told apart, and what
/// the linker knows of who names what.
///
/// And what a panic says of its place: a published page names no folder of the machine that built it.
fn for_publishing() -> String {
    let mut flags = vec![
        "-Csymbol-mangling-version=v0".to_owned(),
        "-Clink-arg=--emit-relocs".to_owned(),
    ];
    // Where cargo keeps what it downloads; with none of that, nothing of it is named either.
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let sources = home.unwrap_or_default().join("registry/src");
    let registries = std::fs::read_dir(sources).into_iter().flatten().flatten();
    let folders = registries.map(|entry| format!("{}/", entry.path().display()));
    flags.extend(folders.map(|folder| format!("--remap-path-prefix={folder}=")));
    // What `{:?}` writes of a path is a basic string of TOML.
    let list: Vec<String> = flags.iter().map(|flag| format!("{flag:?}")).collect();
    let target = "target.wasm32-unknown-unknown.rustflags";
    format!("{target} = [{}]", list.join(", "))
}

/// Compiles the page's crate and returns the path of the linked module.
fn compile(project: &Project, profile: Profile, languages: Languages) -> Result<PathBuf> {
    let mut cargo = project.cargo();
    cargo
        .args(["build", "--package", "hoplab-web", "--lib"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--profile", profile.name()])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit());
    if profile == Profile::Dist {
        cargo.args(["--config", &for_publishing()]);
    }
    if languages == Languages::AndPseudo {
        cargo.args(["--features", "pseudo"]);
    }
    let output = cargo.output().context("could not run cargo")?;
    if !output.status.success() {
        bail!("`{}` failed", shown(&cargo));
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "hoplab_web")
        .filter_map(|message| message["filenames"].as_array().cloned())
        .flatten()
        .filter_map(|name| name.as_str().map(PathBuf::from))
        .find(|name| {
            name.extension()
                .is_some_and(|extension| extension == "wasm")
        })
        .context("cargo built no .wasm of hoplab-web: is it still a cdylib?")
}

/// Writes the module and its JavaScript glue to the folder, emptied first.
fn bindgen(linked: &Path, folder: &Path, profile: Profile) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let small = profile == Profile::Dist;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(linked)
        .out_name("hoplab")
        .web(true)?
        .typescript(false)
        // In a dev build the names make a panic's stack readable; the split needs them as they are.
        .demangle(!small)
        .remove_producers_section(small)
        .generate(folder)
        .context("wasm-bindgen")
}

/// Lets wasm-opt shrink the module in place.
pub fn optimise(project: &Project, module: &Path) -> Result<()> {
    let tool = project
        .browser_tests()
        .join("node_modules/binaryen/bin/wasm-opt");
    // What rustc switches on for wasm32-unknown-unknown; wasm-opt assumes none of it.
    const FEATURES: [&str; 7] = [
        "--enable-bulk-memory",
        "--enable-bulk-memory-opt",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
    ];
    // Functions of a module next to each other compress better than by how often they are called. That goes by their names,
    // so these are the last to go.
    let smaller = [
        "-Os",
        "--converge",
        // What is put into its one caller has other neighbours than its like, and compresses worse.
        "--one-caller-inline-max-function-size=0",
        "--debuginfo",
    ];
    let in_order = [
        "--reorder-functions-by-name",
        "--strip-debug",
        "--strip-producers",
    ];
    for passes in [&smaller[..], &in_order[..]] {
        let mut command = project.command("node");
        command.arg(&tool).args(FEATURES).args(passes);
        command.arg(module).arg("-o").arg(module);
        shell::run(&mut command).context("wasm-opt")?;
    }
    Ok(())
}

/// Gathers every file of the page under the path it is served from.
fn read_page(project: &Project, bindgen: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let web = project.root.join("web");
    let mut files = BTreeMap::new();
    files.insert(
        "index.html".to_owned(),
        read(&project.root.join("index.html"))?.into_bytes(),
    );
    for name in ["boot-early.js", "boot.js", "parts.js", "favicon.svg"] {
        let text = read(&web.join(name))?;
        files.insert(format!("assets/{name}"), text.into_bytes());
    }
    files.insert(
        "assets/app.css".to_owned(),
        join_styles(&web.join("style"))?.into_bytes(),
    );
    add_tree(&mut files, "assets", bindgen)?;
    // For other people's pages, which name these files: they keep their names.
    if web.join("embed").is_dir() {
        add_tree(&mut files, "embed", &web.join("embed"))?;
    }
    Ok(files)
}

/// All style sheets in the order of their names, as one.
fn join_styles(folder: &Path) -> Result<String> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("could not read {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    paths.sort();
    let sheets: Vec<String> = paths.iter().map(|path| read(path)).collect::<Result<_>>()?;
    Ok(sheets.join("\n"))
}

fn add_tree(files: &mut BTreeMap<String, Vec<u8>>, under: &str, folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let place = format!("{under}/{name}");
        if path.is_dir() {
            add_tree(files, &place, &path)?;
        } else {
            files.insert(place, std::fs::read(&path)?);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

/// Which files name which: the names in a file are part of what its hash depends on.
const REFERENCES: [(&str, &[&str]); 5] = [
    ("app.css", &[]),
    ("favicon.svg", &[]),
    ("boot-early.js", &[]),
    (GLUE, &[]),
    ("boot.js", &[WASM, GLUE, PARTS]),
];

/// What fetches the parts of the program behind the first.
const PARTS: &str = "parts.js";

/// The assets with what they name, whatever is named before what names it.
fn references(files: &BTreeMap<String, Vec<u8>>) -> Vec<(String, Vec<String>)> {
    let assets = files.keys().filter_map(|path| path.strip_prefix("assets/"));
    let modules: Vec<String> = assets
        .filter(|name| name.ends_with(".wasm"))
        .map(str::to_owned)
        .collect();
    let parts = modules.iter().filter(|name| *name != WASM).cloned();
    let parts = (PARTS.to_owned(), parts.collect());
    let modules = modules.into_iter().map(|name| (name, Vec::new()));
    let others = REFERENCES.iter().map(|(name, refers_to)| {
        let refers_to = refers_to.iter().map(|other| (*other).to_owned());
        ((*name).to_owned(), refers_to.collect())
    });
    modules.chain([parts]).chain(others).collect()
}

/// Whether index.html names an asset, or it is not to be fetched before it is needed.
fn is_announced(name: &str) -> bool {
    name != PARTS && (name == WASM || !name.ends_with(".wasm"))
}

/// Gives each asset a name that holds a hash of its content, so that it can be cached for ever.
fn hash_names(mut files: BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (name, refers_to) in references(&files) {
        let mut bytes = files
            .remove(&format!("assets/{name}"))
            .with_context(|| format!("the page has no assets/{name}"))?;
        if !refers_to.is_empty() {
            let mut text = String::from_utf8(bytes)?;
            for other in &refers_to {
                text = replace(&name, &text, &format!("\"./{other}\""), |quoted| {
                    quoted.replace(other, &names[other])
                })?;
            }
            bytes = text.into_bytes();
        }
        let hashed = with_hash(&name, &bytes);
        files.insert(format!("assets/{hashed}"), bytes);
        names.insert(name, hashed);
    }
    let mut index = String::from_utf8(files.remove("index.html").context("no index.html")?)?;
    for (name, hashed) in names.iter().filter(|(name, _)| is_announced(name)) {
        index = replace("index.html", &index, &format!("\"assets/{name}\""), |_| {
            format!("\"assets/{hashed}\"")
        })?;
    }
    files.insert("index.html".to_owned(), index.into_bytes());
    Ok(files)
}

/// Replaces every occurrence; an error if there is none, since the name would then dangle.
fn replace(file: &str, text: &str, from: &str, to: impl Fn(&str) -> String) -> Result<String> {
    if !text.contains(from) {
        bail!("{file} does not refer to {from}");
    }
    Ok(text.replace(from, &to(from)))
}

/// `boot.js` becomes `boot-0123456789abcdef.js`.
fn with_hash(name: &str, bytes: &[u8]) -> String {
    let hash = xxhash_rust::xxh3::xxh3_64(bytes);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}-{hash:016x}.{extension}")
}

/// The files a first visit loads, every part of the program included: all but what other people's pages ask for.
pub fn first_visit(site: &site::Site) -> impl Iterator<Item = (&String, &File)> {
    site.files
        .iter()
        .filter(|(path, _)| !path.starts_with("embed/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = "hoplab_rest.wasm";

    fn page() -> BTreeMap<String, Vec<u8>> {
        let modules = [WASM, REST, "hoplab_en.wasm"];
        let names = REFERENCES.map(|(name, _)| name).into_iter();
        let names = names.chain(modules).chain([PARTS]);
        let mut files: BTreeMap<_, _> = names
            .map(|name| (format!("assets/{name}"), name.as_bytes().to_vec()))
            .collect();
        let mut index = String::new();
        for (name, refers_to) in references(&files) {
            if is_announced(&name) {
                index += &format!("\"assets/{name}\"");
            }
            if !refers_to.is_empty() {
                let quoted = refers_to.iter().map(|other| format!("\"./{other}\" "));
                files.insert(
                    format!("assets/{name}"),
                    quoted.collect::<String>().into_bytes(),
                );
            }
        }
        files.insert("index.html".into(), index.into_bytes());
        files.insert("embed/hop-lab.js".into(), Vec::new());
        files
    }

    #[test]
    fn every_reference_follows_the_file_it_names() {
        let files = hash_names(page()).unwrap();
        let index = String::from_utf8(files["index.html"].clone()).unwrap();
        let boot = files
            .keys()
            .find(|name| name.contains("boot-") && !name.contains("early"));
        let boot = String::from_utf8(files[boot.unwrap()].clone()).unwrap();
        let later = |path: &str| {
            ["rest", "_en", "parts"]
                .iter()
                .any(|part| path.contains(part))
        };
        for path in files.keys().filter(|path| path.starts_with("assets/")) {
            assert_eq!(index.contains(path), !later(path), "{path} in {index}");
        }
        for name in boot.split('"').filter_map(|part| part.strip_prefix("./")) {
            assert!(files.contains_key(&format!("assets/{name}")), "{name}");
        }
        assert!(files.contains_key("embed/hop-lab.js"));
    }

    #[test]
    fn a_changed_module_changes_the_name_of_all_that_lead_to_it() {
        let before = hash_names(page()).unwrap();
        let mut changed = page();
        changed.insert(format!("assets/{WASM}"), b"other".to_vec());
        let after = hash_names(changed).unwrap();
        let differ = after.keys().filter(|name| !before.contains_key(*name));
        assert_eq!(differ.count(), 2, "the module and boot.js");
        assert_ne!(before["index.html"], after["index.html"]);

        let mut changed = page();
        changed.insert(format!("assets/{REST}"), b"other".to_vec());
        let after = hash_names(changed).unwrap();
        let differ = after.keys().filter(|name| !before.contains_key(*name));
        assert_eq!(differ.count(), 3, "the module, parts.js and boot.js");
    }

    #[test]
    fn a_name_that_nothing_refers_to_is_an_error() {
        let mut files = page();
        files.insert("index.html".into(), b"nothing".to_vec());
        let error = hash_names(files).unwrap_err().to_string();
        assert!(error.contains("index.html does not refer to"), "{error}");
    }
}
