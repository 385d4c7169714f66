//! The panels around the map. Each is given a [`Page`] to show and sends an [`Act`] for what a
//! person does.

pub mod compare;
pub mod connection;
pub mod connections;
pub mod dialog;
pub mod dns;
pub mod embed;
pub mod header;
pub mod help;
pub mod inspector;
pub mod launch;
pub mod log;
pub mod notice;
pub mod picture;
pub mod playbar;
pub mod ports;
pub mod poster;
pub mod receiver;
pub mod screens;
pub mod sendbar;
pub mod share;
pub mod skip;
pub mod stack;
pub mod start;
pub mod tabs;
pub mod transport;

use std::rc::Rc;

use yew::prelude::*;

use crate::act::Act;
use crate::lab::SharedLab;
use crate::page::Page;

/// What every panel gets. A panel is drawn again when the page is another one.
#[derive(Clone, Properties, PartialEq)]
pub struct PanelProps {
    /// The run, for what is too large to be in every page: borrowed while drawing, never longer.
    pub lab: SharedLab,
    /// What to show.
    pub page: Rc<Page>,
    /// Where to send what a person does.
    pub on: Callback<Act>,
}

/// The value of the field an event comes from; empty if it comes from none.
pub(crate) fn target_value(event: &web_sys::Event) -> String {
    use wasm_bindgen::JsCast;
    let Some(target) = event.target() else {
        return String::new();
    };
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        return input.value();
    }
    target
        .dyn_ref::<web_sys::HtmlSelectElement>()
        .map(|select| select.value())
        .unwrap_or_default()
}

/// A name or address of several parts with dots between them: where a line ends it is broken behind one of them, and
/// not in the middle of a part.
pub fn dotted(name: &str) -> Html {
    let parts = name.split_inclusive('.').enumerate().map(|(i, part)| {
        html! { <>if i > 0 { <wbr /> }{ part.to_owned() }</> }
    });
    html! { <>{ for parts }</> }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    fn sources(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("it is a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, all);
            } else if path.extension().is_some_and(|it| it == "rs") {
                all.push(path);
            }
        }
    }

    /// The end of the block in braces that `text` begins with.
    fn end_of_block(text: &str) -> usize {
        let (mut depth, mut quoted) = (0, false);
        for (at, letter) in text.char_indices() {
            match letter {
                '"' => quoted = !quoted,
                '{' if !quoted => depth += 1,
                '}' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        text.len()
    }

    /// Whether the text ends with an opening tag.
    fn ends_opening(text: &str) -> bool {
        let text = text.trim_end();
        if !text.ends_with('>') || text.ends_with("/>") || text.ends_with("=>") {
            return false;
        }
        let mut depth = 0;
        let tag = text.char_indices().rev().find(|(_, letter)| {
            match letter {
                '}' => depth += 1,
                '{' => depth -= 1,
                _ => {}
            }
            *letter == '<' && depth == 0
        });
        tag.is_some_and(|(at, _)| !text[at..].starts_with("</"))
    }

    /// Yew tells rows by their keys only where they have no siblings without: otherwise it counts them from the end,
    /// and each new row makes all others anew, under the finger that is on one.
    #[test]
    fn a_list_has_no_siblings_so_that_its_rows_stay_the_same_elements() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        let start = concat!("{ ", "for ");
        let mut found = 0;
        for path in all {
            let text = fs::read_to_string(&path).expect("it is text");
            for (at, _) in text.match_indices(start) {
                let before = text[..at].trim_end();
                if !before.ends_with(['>', '}', '{']) {
                    continue;
                }
                found += 1;
                let after = text[at + end_of_block(&text[at..])..].trim_start();
                let line = text[..at].matches('\n').count() + 1;
                assert!(
                    ends_opening(before) && after.starts_with("</"),
                    "{}:{line}: put the list into <>…</>",
                    path.display()
                );
            }
        }
        assert!(found > 50, "{found} lists");
    }
}
