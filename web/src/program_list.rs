//! A host's programs as a list: what each is, whether it runs, and a button that ends it.

use hoplab_sim::{Command, NodeId, ProgramRow};
use yew::prelude::*;

use crate::act::Act;
use hoplab_words::{Lang, programs as words, stage};

/// The programs of a host, those that run first; at most so many. Under them what starts another.
pub fn program_list(
    lang: Lang,
    (node, host): (NodeId, &str),
    programs: &[ProgramRow],
    most: usize,
    on: &Callback<Act>,
) -> Html {
    let running = programs.iter().filter(|row| row.ended.is_none());
    // Of those that are over the newest is told first.
    let over = programs.iter().rev().filter(|row| row.ended.is_some());
    let more = programs.len().saturating_sub(most);
    let ask = on.reform(move |_: MouseEvent| Act::AskStart(Some(node)));
    html! {
        <>
            if programs.is_empty() {
                <p class="quiet">{ words::no_programs(lang) }</p>
            } else {
                <ul class="program-list" aria-label={words::programs(lang)}>
                    <>{ for running.chain(over).take(most).map(|row| one(lang, (node, host), row, on)) }</>
                    if more > 0 { <li class="quiet">{ stage::and_more(lang, more) }</li> }
                </ul>
            }
            <button type="button" class="button button-quiet" onclick={ask}>{ words::start_other(lang) }</button>
        </>
    }
}

fn one(lang: Lang, (node, host): (NodeId, &str), row: &ProgramRow, on: &Callback<Act>) -> Html {
    let program = row.id;
    let stop = on.reform(move |_: MouseEvent| Act::Run(Command::Stop { node, program }));
    let name = words::program_name(lang, &row.summary);
    html! {
        <li key={row.id.0}>
            <span>{ words::row(lang, row) }</span>
            <span class="chip">{ words::state(lang, row) }</span>
            if row.ended.is_none() {
                <button type="button" class="button button-quiet" onclick={stop}
                    aria-label={words::stop_what(lang, host, &name)}>{ words::stop(lang) }</button>
            }
        </li>
    }
}
