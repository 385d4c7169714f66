//! FTP on its screens: the dialogue of the client with the file so far, and the sessions of the server.

use hoplab_sim::apps::{FtpClientScreen, FtpServerScreen, FtpState, FtpTransfer};
use hoplab_sim::{AppSnapshot, picture};
use yew::prelude::*;

use super::lines::{Line, lines, list};
use super::picture::picture_so_far;
use super::typing::TypeLine;
use crate::act::Act;
use hoplab_words::programs::ftp as words;
use hoplab_words::{self as all, Lang, screens};

/// The longest text that is drawn, in bytes.
const MOST_TEXT: usize = 2000;

pub fn ftp_client(
    lang: Lang,
    app: &AppSnapshot,
    screen: &FtpClientScreen,
    on: &Callback<Act>,
) -> Html {
    let said = screen.lines.iter().map(|line| {
        let (arrow, bad) = match line.by_server {
            // 4yz and 5yz are refusals (RFC 959 §4.2.1).
            true => ("← ", line.text.starts_with(['4', '5'])),
            false => ("→ ", false),
        };
        Line {
            at: Some(line.at),
            text: format!("{arrow}{}", line.text),
            bad,
            verbatim: true,
        }
    });
    let failed = matches!(screen.state, FtpState::Failed(_));
    let runs = app.program.ended.is_none();
    html! {
        <>
            <p class={classes!("program-state", failed.then_some("bad"))}>{ words::state(lang, screen.state) }</p>
            if let Some((local, remote)) = screen.control {
                <p class="program-note code">{ format!("{}: {local} → {remote}", words::control(lang)) }</p>
            }
            { lines(screens::lines(lang), lang, said) }
            if runs && screen.state == FtpState::Ready {
                <TypeLine node={app.node} program={app.program.id} label={words::command(lang)} {lang} on={on.clone()} />
            }
            <>{ for screen.transfer.as_ref().map(|transfer| file(lang, transfer)) }</>
        </>
    }
}

fn file(lang: Lang, transfer: &FtpTransfer) -> Html {
    let label = words::transfer(lang, transfer);
    let ends = match transfer.local {
        Some(local) => format!("{}: {local} → {}", words::data(lang), transfer.remote),
        None => format!("{}: {}", words::data(lang), transfer.remote),
    };
    let text = core::str::from_utf8(&transfer.data).ok();
    html! {
        <figure class="message">
            if is_picture(transfer) {
                { picture_so_far(&transfer.data, label.clone()) }
            } else if let Some(text) = text.filter(|text| !text.is_empty()) {
                <blockquote class="message-text" translate="no">{ text.chars().take(MOST_TEXT).collect::<String>() }</blockquote>
            }
            <figcaption>{ label }<span class="program-note code">{ ends }</span></figcaption>
        </figure>
    }
}

/// Whether the file is the built-in picture: by its name, as people tell files, or by what is in it.
fn is_picture(transfer: &FtpTransfer) -> bool {
    let named = transfer.command.to_ascii_lowercase().ends_with("picture");
    named && transfer.data.len() <= picture::BYTES
}

pub fn ftp_server(lang: Lang, screen: &FtpServerScreen) -> Html {
    let sessions = screen
        .sessions
        .iter()
        .map(|session| words::session(lang, session));
    let log = screen.log.iter().map(|line| Line {
        at: Some(line.at),
        text: words::event(lang, &line.event),
        bad: false,
        verbatim: false,
    });
    html! {
        <>
            if let Some(error) = screen.failed {
                <p class="bad">{ all::socket_error(lang, error) }</p>
            }
            { list(words::sessions(lang), words::no_sessions(lang), sessions) }
            { lines(screens::lines(lang), lang, log) }
        </>
    }
}
