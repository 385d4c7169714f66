//! `cargo xtask serve`: builds the page, serves it, and builds again when a file changes.

use crate::bundle::{self, Languages, Profile};
use crate::server::{Caching, Port, Shared};
use crate::shell::{Project, bold};
use anyhow::Result;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

/// What can be chosen on the command line.
#[derive(clap::Args)]
pub struct Options {
    /// The port; 0 picks a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Serve the page as it is published (what `dist` builds)
    #[arg(long)]
    release: bool,
    /// Speak the pseudo-language as well: `?lang=en-XA` shows texts that no language's folder has, or that have no room
    #[arg(long, conflicts_with = "release")]
    pseudo: bool,
}

/// Serves until the process is ended.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    // Before the build: a taken port should not take a minute to be told.
    let port = Port::bind(&options.host, options.port)?;
    let url = port.url();
    let site: Shared = Arc::new(RwLock::new(None));

    let mut seen = stamps(project);
    rebuild(project, options, &site);
    let caching = if options.release {
        Caching::AsPublished
    } else {
        Caching::Never
    };
    let _running = port.serve(Arc::clone(&site), caching)?;
    println!("{} (Ctrl-C stops)", bold(&format!("Hoplab is at {url}")));

    // Looking at a few hundred time stamps twice a second costs nothing that can be felt, and
    // works on every file system, which notifications do not.
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = stamps(project);
        if now != seen {
            let changed = changes(&seen, &now);
            println!("changed: {}", changed.display());
            seen = now;
            rebuild(project, options, &site);
        }
    }
}

/// Builds, and replaces what is served if that went well.
fn rebuild(project: &Project, options: &Options, site: &Shared) {
    let start = Instant::now();
    let languages = if options.pseudo {
        Languages::AndPseudo
    } else {
        Languages::Spoken
    };
    let built = if options.release {
        bundle::dist(project)
    } else {
        bundle::build(project, Profile::Dev, languages)
    };
    match built {
        Ok(new) => {
            *site.write().unwrap_or_else(PoisonError::into_inner) = Some(new);
            println!("built in {:.1} s", start.elapsed().as_secs_f32());
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            if site
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .is_some()
            {
                eprintln!("The last good build is still being served.");
            }
        }
    }
}

type Stamps = BTreeMap<PathBuf, SystemTime>;

/// When each source of the page was last changed.
fn stamps(project: &Project) -> Stamps {
    let mut stamps = Stamps::new();
    for place in ["crates", "web", "index.html", "Cargo.toml", "Cargo.lock"] {
        add_stamps(&project.root.join(place), &mut stamps);
    }
    // The running tool can't replace itself.
    let own = project.root.join("crates/xtask");
    stamps.retain(|path, _| !path.starts_with(&own));
    stamps
}

fn add_stamps(path: &Path, stamps: &mut Stamps) {
    if let Ok(entries) = std::fs::read_dir(path) {
        for entry in entries.flatten() {
            add_stamps(&entry.path(), stamps);
        }
    } else if let Ok(changed) = std::fs::metadata(path).and_then(|data| data.modified()) {
        stamps.insert(path.to_path_buf(), changed);
    }
}

/// The first path whose stamp is new, changed or gone.
fn changes<'a>(before: &'a Stamps, after: &'a Stamps) -> &'a Path {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    after
        .iter()
        .filter(|(path, stamp)| before.get(*path) != Some(stamp))
        .map(|(path, _)| path)
        .chain(gone)
        .next()
        .map_or(Path::new("?"), PathBuf::as_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(pairs: &[(&str, u64)]) -> Stamps {
        pairs
            .iter()
            .map(|(path, second)| {
                let time = SystemTime::UNIX_EPOCH + Duration::from_secs(*second);
                (PathBuf::from(path), time)
            })
            .collect()
    }

    #[test]
    fn a_new_a_changed_and_a_removed_file_are_each_a_change() {
        let before = at(&[("a", 1), ("b", 1)]);
        assert_eq!(changes(&before, &at(&[("a", 1), ("b", 2)])), Path::new("b"));
        assert_eq!(changes(&before, &at(&[("a", 1)])), Path::new("b"));
        let more = at(&[("a", 1), ("b", 1), ("c", 1)]);
        assert_eq!(changes(&before, &more), Path::new("c"));
    }
}
