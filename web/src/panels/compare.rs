//! The same run over all three transports, side by side.

use std::rc::Rc;

use hoplab_sim::{NodeSnapshot, TransferState, Transport};
use hoplab_units::Time;
use yew::prelude::*;

use super::dialog::Dialog;
use super::receiver::viewer_screen;
use crate::act::Act;
use crate::compare::Column;
use crate::delivery::sender_says;
use hoplab_words::{self as words, Lang};

/// What the comparison shows.
#[derive(Properties, PartialEq)]
pub struct CompareProps {
    /// The page's language.
    pub lang: Lang,
    /// What is done.
    pub columns: Rc<Vec<Column>>,
    /// What is being run, and how far it is; `None` when all is done.
    pub reached: Option<(Transport, Time)>,
    /// The nodes, for their names.
    pub nodes: Vec<NodeSnapshot>,
    /// Closes it.
    pub close: Callback<()>,
    /// Where to send what a person does.
    pub on: Callback<Act>,
}

/// The comparison.
#[component]
pub fn ComparePanel(props: &CompareProps) -> Html {
    let lang = props.lang;
    html! {
        <Dialog title={lang.compare_title()} {lang} close={props.close.clone()} class="compare">
            <p>{ lang.compare_text() }</p>
            <div class="compare-columns">
                { for props.columns.iter().map(|column| one(props, column)) }
            </div>
            if let Some((transport, reached)) = props.reached {
                <p role="status">{ lang.comparing() }</p>
                <progress class="seek-bar" max="3" value={props.columns.len().to_string()} aria-label={lang.comparing()}
                    aria-valuetext={words::comparing(lang, transport, reached)} />
                <p class="quiet figure">{ words::comparing(lang, transport, reached) }</p>
            }
        </Dialog>
    }
}

fn one(props: &CompareProps, column: &Column) -> Html {
    let lang = props.lang;
    let transport = column.transport;
    let watch = props
        .on
        .reform(move |_: MouseEvent| Act::RestartOver(transport));
    let row =
        |name: &'static str, value: String| html! { <><dt>{ name }</dt><dd>{ value }</dd></> };
    html! {
        <section class={format!("compare-column compare-{}", transport.as_str())} aria-label={words::transport(transport)}>
            <h3>{ words::transport(transport) }</h3>
            <>{ for column.viewers.iter().map(|viewer| viewer_screen(lang, viewer, transport, &props.nodes, &column.transfers, true)) }</>
            <dl>
                { row(lang.row_time(), last(column)) }
                { row(lang.row_packets(), column.tally.packets_sent.to_string()) }
                { row(lang.row_lost(), column.tally.packets_lost.to_string()) }
                if transport == Transport::Tcp {
                    { row(lang.row_resends(), column.tally.resends.to_string()) }
                }
                <>{ for column.transfers.iter().map(|transfer| row(lang.row_sender(), sender_says(lang, transfer))) }</>
            </dl>
            <button type="button" class="button" onclick={watch}>{ lang.watch() }</button>
        </section>
    }
}

/// When the last of what arrived arrived, since the first message was sent.
fn last(column: &Column) -> String {
    let started = column
        .transfers
        .iter()
        .map(|transfer| transfer.started)
        .min();
    let deliveries = column
        .transfers
        .iter()
        .flat_map(|transfer| &transfer.deliveries);
    let arrived = deliveries.map(|delivery| delivery.last).max();
    let failed = column
        .transfers
        .iter()
        .filter_map(|transfer| match transfer.state {
            TransferState::Failed(at, _) => Some(at),
            _ => None,
        });
    match arrived.or(failed.max()) {
        Some(last) => words::seconds(last.since(started.unwrap_or(Time::ZERO))),
        None => "–".to_owned(),
    }
}
