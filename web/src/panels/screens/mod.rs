//! What programs that speak protocols of their own have on their screens: a card each, one file a program.

mod browser;
mod chat;
mod echo;
mod ftp;
mod lines;
mod picture;
mod typing;
mod web_server;

use hoplab_sim::apps::{AppKind, Screen};
use hoplab_sim::{AppSnapshot, Command, ProgramSummary};
use yew::prelude::*;

use crate::act::Act;
use crate::programs::is_client;
use crate::shot::Shot;
use crate::words::{Lang, apps, programs as words};

/// Screens that are drawn; a page of hundreds could not be read.
const MOST: usize = 16;

/// The screens of all programs that have one. Nothing where there is none.
pub fn program_screens(shot: &Shot, on: &Callback<Act>) -> Html {
    if shot.apps.is_empty() {
        return html! {};
    }
    let lang = shot.lang;
    // Programs that somebody sits before come first, and those that run.
    let mut apps: Vec<&AppSnapshot> = shot.apps.iter().collect();
    apps.sort_by_key(|app| (!is_seen(app), app.program.ended.is_some()));
    let more = apps.len().saturating_sub(MOST);
    html! {
        <section class="screens" aria-labelledby="screens">
            <h2 id="screens">{ words::screens(lang) }</h2>
            { for apps.into_iter().take(MOST).map(|app| html! {
                <ScreenCard key={format!("{}-{}-{}", shot.run, app.node.0, app.program.id.0)} app={app.clone()}
                    host={shot.node_name(app.node).to_owned()} {lang} on={on.clone()} />
            }) }
            if more > 0 { <p class="quiet">{ words::and_more(lang, more) }</p> }
        </section>
    }
}

fn kind_of(app: &AppSnapshot) -> Option<AppKind> {
    match &app.program.summary {
        ProgramSummary::App(summary) => Some(summary.kind),
        _ => None,
    }
}

/// Whether it is a program that a person sits before, and no server.
fn is_seen(app: &AppSnapshot) -> bool {
    kind_of(app).is_some_and(is_client)
}

/// What a card shows.
#[derive(Properties, PartialEq)]
struct CardProps {
    app: AppSnapshot,
    /// Its host's name.
    host: String,
    lang: Lang,
    on: Callback<Act>,
}

/// One program's screen; it can be folded, and is drawn again only when something on it is new.
#[component]
fn ScreenCard(props: &CardProps) -> Html {
    let CardProps {
        app,
        host,
        lang,
        on,
    } = props;
    let lang = *lang;
    let name = words::row(lang, &app.program);
    let title = words::screen_of(host, &name);
    let over = app.program.ended.is_some();
    let stop = {
        let (node, program) = (app.node, app.program.id);
        on.reform(move |_: MouseEvent| Act::Run(Command::Stop { node, program }))
    };
    let target = match &app.program.summary {
        ProgramSummary::App(summary) => summary.target.as_ref().map(ToString::to_string),
        _ => None,
    };
    html! {
        <details class={classes!("program", over.then_some("program-over"))} open={is_seen(app)}>
            <summary class="program-head">
                <h3>{ title.clone() }</h3>
                if let Some(target) = target { <span class="program-target">{ format!("→ {target}") }</span> }
                <span class="chip">{ words::state(lang, &app.program) }</span>
            </summary>
            <div class="program-body" role="group" aria-label={title}>
                { body(props) }
                if !over {
                    <button type="button" class="button button-quiet program-stop" onclick={stop}
                        aria-label={words::stop_what(lang, host, &apps::program_name(lang, &app.program.summary))}>
                        { words::stop(lang) }
                    </button>
                }
            </div>
        </details>
    }
}

fn body(props: &CardProps) -> Html {
    let CardProps { app, lang, on, .. } = props;
    let lang = *lang;
    match &app.screen {
        Screen::Echo(screen) => echo::echo(lang, screen),
        Screen::DnsServer(screen) => html! { <p>{ words::answered(lang, screen.answered) }</p> },
        Screen::Resolver(screen) => {
            html! { <p>{ words::remembered(lang, screen.cache.rows.len()) }</p> }
        }
        Screen::WebServer(screen) => web_server::web_server(lang, screen),
        Screen::Browser(screen) => browser::browser(lang, app, screen, on),
        Screen::FtpServer(screen) => ftp::ftp_server(lang, screen),
        Screen::FtpClient(screen) => ftp::ftp_client(lang, app, screen, on),
        Screen::ChatServer(screen) => chat::chat_server(lang, screen),
        Screen::Chat(screen) => chat::chat(lang, app, screen, on),
    }
}
