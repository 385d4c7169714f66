//! What the commands need beyond cargo: looked for, and installed where it can be, saying so.

use crate::shell::{Project, announce, capture, have, run};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// Sees to it that rustc can compile for the browser.
pub fn wasm_target(project: &Project) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut rustc = project.command("rustc");
    let sysroot = capture(rustc.args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .exists()
    {
        return Ok(());
    }
    if !have("rustup") {
        bail!("rustc here has no {TARGET} target and there is no rustup to add it with");
    }
    announce(&format!("Rust's {TARGET} target (rustup target add)"));
    run(project.command("rustup").args(["target", "add", TARGET]))
}

/// Sees to it that the npm packages of tests/browser are those of its lock file.
pub fn browser_packages(project: &Project) -> Result<()> {
    let folder = project.browser_tests();
    let lock = std::fs::read(folder.join("package-lock.json")).context("package-lock.json")?;
    let wanted = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&lock));
    let stamp = folder.join("node_modules/.hoplab-lock-hash");
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    for tool in ["node", "npm"] {
        if !have(tool) {
            bail!("`{tool}` is not on the PATH: install Node.js 20 or later");
        }
    }
    announce("wasm-opt and Playwright, from npm, into tests/browser/node_modules (npm ci)");
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder))?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

/// Sees to it that there is a Chromium, and returns the path of its program.
pub fn chromium(project: &Project) -> Result<String> {
    if let Some(path) = find_chromium(project)? {
        return Ok(path);
    }
    announce("Chromium, from Playwright (npx playwright install chromium)");
    let playwright = run(Command::new("npx")
        .args(["playwright", "install", "chromium"])
        .current_dir(project.browser_tests()));
    if playwright.is_err() && may_apt() {
        announce("Chromium and Noto's Korean letters, from Debian (apt-get)");
        apt_install(&["chromium", "fonts-noto-cjk"])?;
    }
    find_chromium(project)?.context(
        "there is no Chromium and none could be installed: \
         install one and set HOPLAB_CHROMIUM to the path of its program",
    )
}

/// tests/browser/chromium.js knows where to look, for a developer running Playwright alone too.
fn find_chromium(project: &Project) -> Result<Option<String>> {
    let script = project.browser_tests().join("chromium.js");
    let found = capture(project.command("node").arg(script))?;
    let found = found.trim();
    Ok((!found.is_empty()).then(|| found.to_owned()))
}

/// Installs tshark where that is possible; says which tests are skipped where it is not.
pub fn tshark() {
    if have("tshark") {
        return;
    }
    if may_apt() {
        announce("tshark, from Debian (apt-get)");
        if let Err(error) = apt_install(&["tshark"]) {
            println!("{error:#}");
        }
    }
    if !have("tshark") {
        println!("no tshark here: the tests that let it judge our captures are skipped");
    }
}

/// Debian or its kin, and the right to install.
fn may_apt() -> bool {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    root && Path::new("/etc/debian_version").exists() && have("apt-get")
}

fn apt_install(packages: &[&str]) -> Result<()> {
    let apt = |arguments: &[&str]| {
        run(Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-qq"])?;
    apt(&[
        &["install", "-y", "-qq", "--no-install-recommends"],
        packages,
    ]
    .concat())
}
