//! A language's folder is declared by a macro, and so are the files of programs in it, into which `cargo fmt` does not look:
//! they are looked into here.

use std::path::{Path, PathBuf};
use std::process::Command;

/// All files of a folder and of those in it.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn the_folders_of_the_languages_and_the_files_of_programs_are_formatted() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = std::fs::read_dir(&sources).expect("the crate has sources");
    // Only a language's folder has a file of its own for what is in it.
    let folders = entries.map(|entry| entry.expect("it can be read").path());
    let languages: Vec<_> = folders
        .filter(|path| path.join("mod.rs").is_file())
        .collect();
    assert!(languages.len() >= 2, "{languages:?}");
    let mut all = Vec::new();
    for folder in languages.iter().chain([&sources.join("programs")]) {
        files(folder, &mut all);
    }
    let rustfmt = Command::new("rustfmt")
        .args(["--check", "--edition", "2024"])
        .args(&all)
        .output()
        .expect("rustfmt comes with the toolchain");
    let said = String::from_utf8_lossy(&rustfmt.stdout);
    assert!(rustfmt.status.success(), "{said}");
}
