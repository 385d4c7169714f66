//! A lookup as a list of steps; each that a packet carries is a button that selects it.

use hoplab_dns::WildcardEffect;
use yew::prelude::*;

use super::{View, millis};
use crate::act::{Act, Selection};
use crate::panels::dotted;
use hoplab_explain::lookups::Lookup;
use hoplab_explain::lookups::account::{AnswerKind, LookupStep, Party, What};
use hoplab_words::dns as words;

/// The steps of a lookup.
pub(super) fn steps(view: &View<'_>, lookup: Lookup<'_>) -> Html {
    let lang = view.page.lang;
    let steps = view.lookups.account(lookup.number);
    let queries = steps
        .iter()
        .filter(|step| matches!(step.what, What::Asks { .. }))
        .count();
    let over = lookup.told.map(|told| told.at).or(lookup.ended);
    let took = over.map(|at| millis(view.after(lookup, at)));
    html! {
        <section class="dns-part" aria-labelledby="dns-steps-title">
            <h3 id="dns-steps-title">{ words::steps(lang) }</h3>
            <p class="quiet">{ words::summary(lang, queries, took.as_deref()) }</p>
            <ol class="dns-steps">
                { for steps.iter().enumerate().map(|(place, it)| step(view, lookup, place + 1, it)) }
            </ol>
        </section>
    }
}

fn step(view: &View<'_>, lookup: Lookup<'_>, number: usize, step: &LookupStep) -> Html {
    let lang = view.page.lang;
    let names = &view.names;
    let from = names.party(&step.from);
    let to = step
        .to
        .as_ref()
        .map(|to| names.party(to))
        .unwrap_or_default();
    let recursive = match &step.from {
        Party::Resolver(node, program) => names.is_stub((*node, *program)),
        _ => false,
    };
    let selected = step
        .packet
        .is_some_and(|packet| view.page.selection == Selection::Packet(packet));
    let inside = html! {
        <>
            <span class="unseen">{ words::step_number(lang, number) }</span>{ " " }
            <span class="dns-at figure">{ format!("+{}", millis(view.after(lookup, step.at))) }</span>{ " " }
            <span class="dns-who">
                { dotted(&from) }
                if step.to.is_some() {
                    <span class="dns-arrow" aria-hidden="true">{ "→" }</span>
                    <span class="unseen">{ " → " }</span>
                    { dotted(&to) }
                }
            </span>{ " " }
            <span class={classes!("dns-badge", mood(&step.what))}>{ words::badge(lang, &step.what) }</span><span class="unseen">{ ". " }</span>
            <span class="dns-says">
                { words::sentence(lang, &from, &to, &step.what, recursive) }
                if let What::Answers { took, .. } = &step.what {
                    <span class="dns-took figure">{ format!(" {}", millis(*took)) }</span>
                }
            </span>
        </>
    };
    let depth = format!("--depth: {}", step.depth);
    match step.packet {
        Some(packet) => {
            let select = view
                .on
                .reform(move |_: MouseEvent| Act::Select(Selection::Packet(packet)));
            html! {
                <li key={step.event.0} style={depth}>
                    <button type="button" class="dns-step" onclick={select}
                        aria-pressed={selected.to_string()}>{ inside }</button>
                </li>
            }
        }
        None => {
            html! { <li key={step.event.0} style={depth}><div class="dns-step">{ inside }</div></li> }
        }
    }
}

/// The colour of a step's badge; its word says the same.
pub(super) fn mood(what: &What) -> &'static str {
    match what {
        What::Answers { outcome, .. } => match outcome {
            AnswerKind::Answer(_) | AnswerKind::Alias(_) => "dns-good",
            AnswerKind::Referral(_) | AnswerKind::Truncated => "dns-on",
            AnswerKind::NoSuchName
            | AnswerKind::NoData
            | AnswerKind::Error(_)
            | AnswerKind::Unreadable => "dns-bad",
        },
        What::FromCache {
            negative: false, ..
        }
        | What::Tells(_) => "dns-good",
        What::Wildcard(of) if of.effect == WildcardEffect::Synthesized => "dns-good",
        What::FromCache { .. }
        | What::TimedOut
        | What::Unreachable(_)
        | What::Ignores(_)
        | What::Disbelieves { .. }
        | What::Fails(_)
        | What::FailsSo(_)
        | What::TellsNot(_) => "dns-bad",
        _ => "",
    }
}
