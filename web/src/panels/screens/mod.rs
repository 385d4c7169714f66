//! What programs that speak protocols of their own have on their screens: a card each, one file a program.

mod browser;
mod chat;
mod echo;
mod ftp;
mod game;
mod lines;
mod picture;
mod ping;
mod quote;
mod typing;
mod video;
mod web_server;

use core::net::{Ipv4Addr, SocketAddrV4};
use std::rc::Rc;

use hoplab_sim::apps::{AppKind, Screen};
use hoplab_sim::{AppSnapshot, Command, ProgramSummary, SocketId, SocketProtocol, World};
use yew::prelude::*;

use super::PanelProps;
use crate::act::{Act, Selection, Tab};
use crate::page::Page;
use crate::programs::is_client;
use hoplab_words::{Lang, ports, programs as words};

/// Screens that are drawn; a page of hundreds could not be read.
const MOST: usize = 16;
/// Sockets that a card lists; the ports view has them all.
const MOST_SOCKETS: usize = 4;

/// The screens of all programs that have one. Nothing where there is none.
pub fn program_screens(props: &PanelProps) -> Html {
    let PanelProps { lab, page, on } = props;
    if page.apps.is_empty() {
        return html! {};
    }
    let lang = page.lang;
    let Ok(lab) = lab.try_borrow() else {
        return html! {};
    };
    let names = page
        .nodes
        .iter()
        .map(|node| (node.address, node.name.clone()));
    let names: Rc<Vec<(Ipv4Addr, String)>> = Rc::new(names.collect());
    // Programs that somebody sits before come first, and those that run.
    let mut apps: Vec<&AppSnapshot> = page.apps.iter().collect();
    apps.sort_by_key(|app| (!is_seen(app), app.program.ended.is_some()));
    let more = apps.len().saturating_sub(MOST);
    let beside = video::side_by_side(page);
    let folded = |app: &AppSnapshot| beside.is_some() && video::is_player(app);
    html! {
        <section class="screens" aria-labelledby="screens">
            <h2 id="screens">{ words::screens(lang) }</h2>
            { beside.clone().unwrap_or_default() }
            <>{ for apps.into_iter().take(MOST).map(|app| html! {
                <ScreenCard key={format!("{}-{}-{}", page.run, app.node.0, app.program.id.0)} app={app.clone()}
                    host={page.node_name(app.node).to_owned()} open={is_seen(app) && !folded(app)}
                    marked={is_marked(page, app)} sockets={sockets(lab.world(), app)} names={names.clone()}
                    {lang} on={on.clone()} />
            }) }</>
            if more > 0 { <p class="quiet">{ words::and_more(lang, more) }</p> }
        </section>
    }
}

/// Whether the selected socket is this program's.
fn is_marked(page: &Page, app: &AppSnapshot) -> bool {
    let program = page.socket.and_then(|socket| socket.program);
    program == Some((app.node, app.program.id))
}

/// Whether it is a program that a person sits before, and no server.
fn is_seen(app: &AppSnapshot) -> bool {
    match &app.program.summary {
        ProgramSummary::App(summary) => {
            is_client(summary.kind) || matches!(summary.kind, AppKind::Player | AppKind::VideoCall)
        }
        _ => false,
    }
}

/// A socket as its program's card names it.
#[derive(Clone, Copy, PartialEq)]
struct Socket {
    id: SocketId,
    protocol: SocketProtocol,
    local: SocketAddrV4,
    remote: Option<SocketAddrV4>,
}

fn sockets(world: &World, app: &AppSnapshot) -> Vec<Socket> {
    let rows = world.sockets(app.node);
    let own = rows.iter().filter(|row| row.program == app.program.id);
    let own = own.map(|row| Socket {
        id: row.id,
        protocol: row.protocol,
        local: row.local,
        remote: row.remote,
    });
    own.take(MOST_SOCKETS).collect()
}

/// What a card shows.
#[derive(Properties, PartialEq)]
struct CardProps {
    app: AppSnapshot,
    /// Its host's name.
    host: String,
    /// Whether it is unfolded at first.
    open: bool,
    /// Whether a socket of it is selected.
    marked: bool,
    sockets: Vec<Socket>,
    /// What the map calls whom.
    names: Rc<Vec<(Ipv4Addr, String)>>,
    lang: Lang,
    on: Callback<Act>,
}

/// One program's screen; it can be folded, and is drawn again only when something on it is new.
#[component]
fn ScreenCard(props: &CardProps) -> Html {
    let CardProps {
        app, host, lang, ..
    } = props;
    let lang = *lang;
    let name = words::row(lang, &app.program);
    let title = words::screen_of(host, &name);
    let over = app.program.ended.is_some();
    let target = match &app.program.summary {
        // A browser has an address line of its own.
        ProgramSummary::App(app) if app.kind == AppKind::Browser => None,
        ProgramSummary::App(summary) => summary.target.as_ref().map(ToString::to_string),
        _ => None,
    };
    let class = classes!(
        "program",
        over.then_some("program-over"),
        props.marked.then_some("program-marked")
    );
    html! {
        <details {class} open={props.open}>
            <summary class="program-head">
                <h3>{ title.clone() }</h3>
                <span class="chip">{ words::state(lang, &app.program) }</span>
            </summary>
            <div class="program-body" role="group" aria-label={title}>
                if props.marked { <p class="screen-mark">{ ports::selected_program(lang) }</p> }
                if let Some(target) = target { <p class="program-note" translate="no">{ format!("→ {target}") }</p> }
                { body(props) }
                { foot(props) }
            </div>
        </details>
    }
}

/// The program's sockets, each a button that selects it everywhere, and what ends the program.
fn foot(props: &CardProps) -> Html {
    let CardProps {
        app,
        host,
        lang,
        on,
        sockets,
        ..
    } = props;
    let lang = *lang;
    let node = app.node;
    let stop = {
        let program = app.program.id;
        on.reform(move |_: MouseEvent| Act::Run(Command::Stop { node, program }))
    };
    let select =
        |id: SocketId| on.reform(move |_: MouseEvent| Act::Select(Selection::Socket(node, id)));
    let name = words::program_name(lang, &app.program.summary);
    html! {
        <div class="program-foot">
            if !sockets.is_empty() {
                <ul class="program-sockets" aria-label={words::sockets(lang)}>
                    { for sockets.iter().map(|socket| html! {
                        <li key={socket.id.0}>
                            <button type="button" class="socket-chip code" onclick={select(socket.id)}>{ words::socket(
                                lang,
                                socket.protocol, socket.local, socket.remote) }</button>
                        </li>
                    }) }
                </ul>
            }
            if app.program.ended.is_none() {
                <button type="button" class="button button-quiet program-stop" onclick={stop}
                    aria-label={words::stop_what(lang, host, &name)}>{ words::stop(lang) }</button>
            }
        </div>
    }
}

fn body(props: &CardProps) -> Html {
    let CardProps { app, lang, on, .. } = props;
    let lang = *lang;
    match &app.screen {
        Screen::Echo(screen) => echo::echo(lang, screen),
        Screen::Quote(screen) => quote::quote(lang, screen),
        Screen::DnsServer(screen) => dns(lang, words::dns::answered(lang, screen.answered), on),
        Screen::Resolver(screen) => dns(
            lang,
            words::dns::remembered(lang, screen.cache.rows.len()),
            on,
        ),
        Screen::WebServer(screen) => web_server::web_server(lang, screen),
        Screen::Browser(screen) => browser::browser(lang, app, screen, on),
        Screen::FtpServer(screen) => ftp::ftp_server(lang, screen),
        Screen::FtpClient(screen) => ftp::ftp_client(lang, app, screen, on),
        Screen::ChatServer(screen) => chat::chat_server(lang, screen),
        Screen::Chat(screen) => chat::chat(lang, app, screen, on),
        Screen::Ping(screen) => ping::ping(lang, screen),
        Screen::Traceroute(screen) => ping::traceroute(lang, screen, &props.names),
        Screen::Game(screen) => game::game(lang, screen),
        Screen::GameServer(screen) => game::game_server(lang, screen),
        Screen::Video(screen) => video::video(lang, screen),
    }
}

/// A program of the DNS in one line; the view of the DNS tells the rest.
fn dns(lang: Lang, text: String, on: &Callback<Act>) -> Html {
    let show = on.reform(|_: MouseEvent| Act::ShowTab(Tab::Dns));
    html! {
        <p>
            { text }{ " " }
            <button type="button" class="button button-quiet" onclick={show}>{ words::show_dns(lang) }</button>
        </p>
    }
}
