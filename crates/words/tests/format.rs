//! A language's folder is declared by a macro, into which `cargo fmt` does not look: it is looked into here.

use std::process::Command;

use hoplab_words::Lang;

#[test]
fn the_folders_of_the_languages_are_formatted() {
    for lang in Lang::ALL {
        let folder = format!("{}/src/{}/mod.rs", env!("CARGO_MANIFEST_DIR"), lang.tag());
        let rustfmt = Command::new("rustfmt")
            .args(["--check", "--edition", "2024", &folder])
            .output()
            .expect("rustfmt comes with the toolchain");
        let said = String::from_utf8_lossy(&rustfmt.stdout);
        assert!(rustfmt.status.success(), "rustfmt {folder}\n{said}");
    }
}
