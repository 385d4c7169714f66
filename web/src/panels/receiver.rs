//! What arrived, as a person would see it, and what the sender knows of that.

use core::net::SocketAddrV4;

use hoplab_sim::{InboxItem, NodeSnapshot, TransferSnapshot, Transport, ViewerSnapshot};
use yew::prelude::*;

use super::PanelProps;
use super::picture::Picture;
use super::screens::program_screens;
use crate::delivery::sender_says;
use hoplab_explain::screen::{Content, Run, Screen, Sent, State, screens};
use hoplab_words::{self as words, Lang};

/// The receiver's view and the sender's knowledge.
#[component]
pub fn ReceiverPanel(props: &PanelProps) -> Html {
    let page = &props.page;
    let lang = page.lang;
    let marks = use_state(|| true);
    let toggle = {
        let marks = marks.clone();
        Callback::from(move |_: Event| marks.set(!*marks))
    };
    if page.viewers.is_empty() && page.transfers.is_empty() && !page.apps.is_empty() {
        // Nothing that was sent as a message is to be seen: the programs' own screens are all there is.
        return html! { <div class="receiver">{ off(props) }{ program_screens(props) }</div> };
    }
    html! {
        <section class="receiver" aria-labelledby="received">
            <div class="panel-head">
                <h2 id="received">{ lang.received() }</h2>
                <label class="check">
                    <input type="checkbox" checked={*marks} onchange={toggle} />
                    <span>{ lang.show_wrong() }</span>
                </label>
            </div>
            { off(props) }
            <>{ for page.viewers.iter().map(|viewer| {
                let screen = viewer_screen(lang, viewer, page.transport, &page.nodes, &page.transfers, *marks);
                let marked = page.socket.is_some_and(|socket| socket.program == Some((viewer.node, viewer.program)));
                html! {
                    <div key={format!("{}-{}", viewer.node.0, viewer.program.0)} class={if marked { "screen-marked" } else { "screen-plain" }}>
                        if marked { <p class="screen-mark">{ words::ports::selected_program(lang) }</p> }
                        { screen }
                    </div>
                }
            }) }</>
            <div class="sender-part">
                <h3>{ lang.sender_knows() }</h3>
                { sender(lang, &page.transfers) }
            </div>
            { program_screens(props) }
        </section>
    }
}

/// Hosts that show nothing since they are off.
fn off(props: &PanelProps) -> Html {
    let off = props
        .page
        .nodes
        .iter()
        .filter(|node| node.is_host && !node.up);
    html! {
        <>{ for off.map(|node| html! {
            <article class="screen" key={node.id.0}><h3>{ node.name.clone() }</h3><p class="quiet">{ props.page.lang.switched_off() }</p></article>
        }) }</>
    }
}

/// One program's screen: the newest of what came. `over`: what the run's messages go over.
pub fn viewer_screen(
    lang: Lang,
    viewer: &ViewerSnapshot,
    over: Transport,
    nodes: &[NodeSnapshot],
    transfers: &[TransferSnapshot],
    marks: bool,
) -> Html {
    let name = nodes
        .get(viewer.node.index())
        .map_or("?", |node| node.name.as_str());
    let sent = Sent::all(transfers, (viewer.node, viewer.program));
    let shown: Vec<(&InboxItem, Screen)> = viewer
        .inbox
        .iter()
        .flat_map(|item| {
            screens(item, &sent)
                .into_iter()
                .map(move |screen| (&**item, screen))
        })
        .collect();
    // A long afternoon of sending must not make a page of a thousand pictures.
    let newest = shown.len().saturating_sub(4);
    html! {
        <article class="screen">
            <h3>{ words::screen_of(lang, name, &words::programs::known_name(lang, &viewer.name), over, viewer.port) }</h3>
            if shown.is_empty() {
                <p class="quiet">{ lang.nothing_yet() }</p>
            }
            <>{ for shown.iter().enumerate().skip(newest).rev().map(|(place, (item, screen))| one_message(lang, place, (item, screen), marks)) }</>
        </article>
    }
}

/// `place`: which of all that came; it stays the same when more comes.
fn one_message(
    lang: Lang,
    place: usize,
    (item, screen): (&InboxItem, &Screen),
    marks: bool,
) -> Html {
    let picture = matches!(screen.content, Content::Picture(_));
    let caption = words::figures(lang, screen.figures, picture);
    // Only here can it be seen that nothing tells where a tile belongs.
    let shifted = picture && item.transport != Transport::Tcp && screen.figures.misplaced > 0;
    let from = address(item.transport, item.from);
    let whole = screen.figures.is_whole();
    html! {
        <figure key={place} class={classes!("message", whole.then_some("message-whole"))} data-testid="message">
            { match &screen.content {
                Content::Picture(tiles) => html! {
                    <Picture content={item.content.clone()} tiles={tiles.clone()} {marks} label={caption.clone()} />
                },
                Content::Text(runs) => text(lang, runs, marks),
            } }
            if !screen.stray.is_empty() {
                <p class="stray">{ lang.stray() }{ " " }<q translate="no">{ screen.stray.concat() }</q></p>
            }
            <figcaption>
                <span class={classes!("chip", format!("chip-{}", item.transport.as_str()))}>{ words::came_over(lang, &from, item.transport) }</span>
                <span class="message-figures">{ caption }</span>
                if shifted { <span class="message-figures">{ if screen.figures.missing() > 0 { lang.shifted() } else { lang.overtaken() } }</span> }
            </figcaption>
        </figure>
    }
}

/// An address as the transport knows it: raw IP has no ports.
fn address(transport: Transport, address: SocketAddrV4) -> String {
    match transport {
        Transport::Ip => address.ip().to_string(),
        Transport::Udp | Transport::Tcp => address.to_string(),
    }
}

fn text(lang: Lang, runs: &[Run], marks: bool) -> Html {
    html! {
        <blockquote class="message-text" dir="auto">
            { for runs.iter().map(|run| match run {
                Run::Text { text, state } => {
                    let wrong = marks && *state != State::Right;
                    html! { <span translate="no" class={classes!(wrong.then_some("wrong"))}>{ text.clone() }</span> }
                }
                Run::Missing(count) if marks => html! {
                    <span class="missing" title={count.to_string()}>{ words::missing_bytes(lang, *count) }</span>
                },
                Run::Missing(_) => html! {},
            }) }
        </blockquote>
    }
}

fn sender(lang: Lang, transfers: &[TransferSnapshot]) -> Html {
    if transfers.is_empty() {
        return html! { <p class="quiet">{ lang.nothing_sent() }</p> };
    }
    let line = |transfer: &TransferSnapshot| {
        let said = sender_says(lang, transfer);
        let over = transfer.transport;
        html! {
            <li key={transfer.id.0}>
                <span class={classes!("chip", format!("chip-{}", over.as_str()))}>{ words::transport(over) }</span>
                { " " }<b>{ words::message_to(lang, &transfer.payload, &address(transfer.transport, transfer.to)) }</b>
                { " " }{ said }
            </li>
        }
    };
    let newest = transfers.len().saturating_sub(5);
    html! { <ul class="sender">{ for transfers[newest..].iter().rev().map(line) }</ul> }
}
