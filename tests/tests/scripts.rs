//! Every scene in `tests/scripts` is a test of its own, named by its file and its sentence:
//! `cargo test -p hoplab-tests --test scripts closing` plays those about closing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hoplab_tcp::State;
use hoplab_tests::script::{self, Kind, Scene};
use libtest_mimic::{Arguments, Failed, Trial};

/// What issue and README promise.
const AT_LEAST: usize = 200;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let scenes = match scenes() {
        Ok(scenes) => scenes,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials = vec![
        checked("all::there_are_at_least_200_scenes", enough(&scenes)),
        checked("all::every_name_is_told_once", names_differ(&scenes)),
        checked(
            "all::the_matrix_of_states_and_segments_is_complete",
            matrix(&scenes),
        ),
    ];
    for scene in scenes {
        let name = name(&scene);
        trials.push(Trial::test(name, move || {
            script::play(&scene).map_err(|error| Failed::from(format!("\n{error}")))
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn checked(name: &str, result: Result<(), String>) -> Trial {
    Trial::test(name, move || result.map_err(Failed::from))
}

fn name(scene: &Scene) -> String {
    let file = scene.file.trim_end_matches(".scene").replace('/', "::");
    format!("{file}::{}", scene.name.replace(' ', "_"))
}

/// Every scene of every file, in order.
fn scenes() -> Result<Vec<Scene>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut scenes = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(|error| format!("{path:?}: {error}"))?;
        let file = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy();
        scenes.extend(script::parse(&file, &text)?);
    }
    Ok(scenes)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{folder:?}: {error}"))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "scene")
        {
            files.push(path);
        }
    }
    Ok(())
}

fn enough(scenes: &[Scene]) -> Result<(), String> {
    if scenes.len() >= AT_LEAST {
        Ok(())
    } else {
        Err(format!(
            "{} scenes, and {AT_LEAST} are promised",
            scenes.len()
        ))
    }
}

fn names_differ(scenes: &[Scene]) -> Result<(), String> {
    let mut names: Vec<String> = scenes.iter().map(name).collect();
    names.sort();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two scenes are called {}", pair[0])),
        None => Ok(()),
    }
}

/// Each of the 11 states has to meet each of the 8 kinds of segment, in one scene. That the scene really shows its
/// cell is checked as it is played.
fn matrix(scenes: &[Scene]) -> Result<(), String> {
    let mut wrong = Vec::new();
    for state in State::ALL {
        for kind in Kind::ALL {
            let cell = script::Cell { state, kind };
            let count = scenes
                .iter()
                .filter(|scene| scene.cell == Some(cell))
                .count();
            if count != 1 {
                wrong.push(format!("{state} x {}: {count} scenes", kind.name()));
            }
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}
