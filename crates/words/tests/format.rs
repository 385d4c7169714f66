//! A language's folder is declared by a macro, into which `cargo fmt` does not look: it is looked into here.

use std::path::Path;
use std::process::Command;

#[test]
fn the_folders_of_the_languages_are_formatted() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = std::fs::read_dir(&sources).expect("the crate has sources");
    // Only a language's folder has a file of its own for what is in it.
    let languages = entries.map(|entry| entry.expect("it can be read").path().join("mod.rs"));
    let languages: Vec<_> = languages.filter(|file| file.is_file()).collect();
    assert!(languages.len() >= 2, "{languages:?}");
    for file in languages {
        let rustfmt = Command::new("rustfmt")
            .args(["--check", "--edition", "2024"])
            .arg(&file)
            .output()
            .expect("rustfmt comes with the toolchain");
        let said = String::from_utf8_lossy(&rustfmt.stdout);
        assert!(
            rustfmt.status.success(),
            "rustfmt {}\n{said}",
            file.display()
        );
    }
}
