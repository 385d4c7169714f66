//! Where the project is, and how other programs are run.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The checkout that the tool works on.
pub struct Project {
    /// The folder that holds the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the developer keeps it.
    pub target: PathBuf,
    /// What `cargo metadata --no-deps` says of the workspace.
    pub metadata: serde_json::Value,
}

impl Project {
    /// Finds the checkout this binary was built from and asks cargo about it.
    pub fn find() -> Result<Project> {
        // `cargo run` sets the variable; the constant serves when the binary is run by hand.
        let own = std::env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&own)
            .ancestors()
            .nth(2)
            .context("crates/xtask lies two folders below the root")?
            .to_path_buf();
        let mut ask = cargo();
        ask.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata: serde_json::Value =
            serde_json::from_str(&capture(ask.current_dir(&root))?).context("cargo metadata")?;
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target_directory")?;
        Ok(Project {
            root,
            target: PathBuf::from(target),
            metadata,
        })
    }

    /// A command that runs in the root.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The same cargo that runs this tool, in the root.
    pub fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// The folder of the browser tests, whose packages hold wasm-opt too.
    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }
}

fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    if !colours() {
        command.env("CARGO_TERM_COLOR", "never");
    }
    command
}

/// Runs a command with its output on the terminal; an error when it fails or isn't there.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("could not run `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command and returns what it printed; its complaints go to the terminal.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("could not run `{}`", shown(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", shown(command), output.status);
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed no UTF-8", shown(command)))
}

/// Whether a program of that name is on the PATH.
pub fn have(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| {
        let file = folder.join(program);
        file.is_file() || file.with_extension("exe").is_file()
    })
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether output may be coloured: a person is looking and has not asked otherwise.
pub fn colours() -> bool {
    std::env::var_os("NO_COLOR").is_none()
        && std::env::var_os("CI").is_none()
        && std::io::stdout().is_terminal()
}

/// The text in bold where colours are wanted.
pub fn bold(text: &str) -> String {
    if colours() {
        format!("\x1b[1m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

/// Says on the terminal that something is being installed, so that nothing comes unannounced.
pub fn announce(what: &str) {
    println!("installing: {what}");
}
