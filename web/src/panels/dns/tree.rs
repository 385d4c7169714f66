//! A lookup as a tree: under each question the queries it took, under each query to a resolver what that did for it.

use hoplab_dns::{DnsEventKind, Message, QueryKey, Question, Record, StepId};
use yew::prelude::*;

use super::{View, millis};
use crate::act::{Act, Selection};
use crate::panels::dotted;
use hoplab_explain::lookups::account::{AnswerKind, Party};
use hoplab_explain::lookups::{Lookup, ResolverEvent};
use hoplab_words::dns as words;

/// How deep the tree is drawn: resolvers that ask each other in a circle are cut off.
const DEEPEST: u8 = 8;

/// The tree of a lookup.
pub(super) fn tree(view: &View<'_>, lookup: Lookup<'_>) -> Html {
    html! {
        <details class="dns-part">
            <summary><h3>{ words::tree(view.page.lang) }</h3></summary>
            <ul class="dns-tree">{ question(view, lookup, StepId(0), 0) }</ul>
        </details>
    }
}

/// A question, and all it took to answer it.
fn question(view: &View<'_>, lookup: Lookup<'_>, step: StepId, depth: u8) -> Html {
    let asked = lookup
        .events
        .iter()
        .find_map(|happened| match &happened.kind {
            DnsEventKind::StepStarted { question, .. } if happened.step == step => Some(question),
            _ => None,
        });
    let Some(asked) = asked else {
        return html! {};
    };
    let children = lookup
        .events
        .iter()
        .filter_map(|happened| match &happened.kind {
            DnsEventKind::StepStarted {
                parent: Some(parent),
                ..
            } if *parent == step => {
                (depth < DEEPEST).then(|| question(view, lookup, happened.step, depth + 1))
            }
            _ if happened.step == step => entry(view, lookup, happened, depth),
            _ => None,
        });
    html! {
        <li key={format!("question {}", step.0)}>
            <span class="dns-question">{ title(view, lookup, asked) }</span>
            <ul>{ for children }</ul>
        </li>
    }
}

fn title(view: &View<'_>, lookup: Lookup<'_>, asked: &Question) -> Html {
    html! {
        <>
            <span class="dns-who">{ view.names.resolver(lookup.resolver) }</span>{ ": " }
            <span class="code" translate="no">{ asked.to_string() }</span>{ "?" }
        </>
    }
}

/// What a question came to: from the cache, by a query, or by another name.
fn entry(view: &View<'_>, lookup: Lookup<'_>, happened: &ResolverEvent, depth: u8) -> Option<Html> {
    let lang = view.page.lang;
    match &happened.kind {
        DnsEventKind::QuerySent { key, .. } => Some(exchange(view, lookup, *key, happened, depth)),
        DnsEventKind::CacheHit { .. }
        | DnsEventKind::CnameFollowed { .. }
        | DnsEventKind::Failed { .. } => {
            let step = hoplab_explain::lookups::account::step(lookup, happened, 0)?;
            let from = view.names.party(&step.from);
            Some(
                html! { <li key={happened.event.0}>{ words::sentence(lang, &from, "", &step.what, false) }</li> },
            )
        }
        _ => None,
    }
}

/// A query, its answer, and what the resolver that was asked did for it.
fn exchange(
    view: &View<'_>,
    lookup: Lookup<'_>,
    key: QueryKey,
    sent: &ResolverEvent,
    depth: u8,
) -> Html {
    let lang = view.page.lang;
    let Some(query) = lookup.query(key) else {
        return html! {};
    };
    let name = match &sent.kind {
        DnsEventKind::QuerySent { server_name, .. } => server_name.clone(),
        _ => None,
    };
    let server = view.names.party(&Party::Server(query.server, name));
    let came = |happened: &ResolverEvent| match &happened.kind {
        DnsEventKind::AnswerReceived {
            key: of,
            took,
            message,
            ..
        } if *of == key => Some((AnswerKind::of(message), Some(*took), message.clone())),
        _ => None,
    };
    let reply = lookup.events.iter().find_map(came);
    let lost = lookup.events.iter().any(|happened| match &happened.kind {
        DnsEventKind::TimedOut { key: of, .. } | DnsEventKind::Unreachable { key: of, .. } => {
            *of == key
        }
        _ => false,
    });
    let (badge, mood) = match &reply {
        Some((outcome, ..)) => (words::outcome_badge(lang, outcome), "dns-good"),
        None if lost => (words::no_answer(lang), "dns-bad"),
        None => (words::waiting(lang), ""),
    };
    let took = reply.as_ref().and_then(|(_, took, _)| *took).map(millis);
    let asked = query.says();
    let served = query
        .served_by
        .filter(|by| *by != lookup.number && depth < DEEPEST);
    let served = served.and_then(|number| view.lookups.lookup(number));
    html! {
        <li key={sent.event.0}>
            <span class="dns-arrow" aria-hidden="true">{ "→ " }</span>
            <span class="dns-who">{ dotted(&server) }</span>{ " " }
            <span class={classes!("dns-badge", mood)}>{ badge }</span>
            if let Some(took) = took { <span class="dns-took figure">{ format!(" {took}") }</span> }
            <>{ for query.wildcards.iter().map(|(_, _, of)| html! {
                <p class="quiet">{ words::wildcard(lang, &server, of) }</p>
            }) }</>
            if let Some((asked, bytes)) = asked {
                { message(view, words::query_message(lang), &asked, bytes, query.packet) }
            }
            if let Some((message_of, bytes)) = reply.as_ref()
                .and_then(|(_, _, bytes)| Some((Message::parse(bytes).ok()?, bytes.len()))) {
                { message(view, words::reply_message(lang), &message_of, bytes, query.reply) }
            }
            if let Some(other) = served { <ul>{ question(view, other, StepId(0), depth + 1) }</ul> }
        </li>
    }
}

/// A message, section by section.
fn message(
    view: &View<'_>,
    title: &str,
    message: &Message,
    bytes: usize,
    packet: Option<hoplab_sim::PacketId>,
) -> Html {
    let lang = view.page.lang;
    let sections = [
        (words::section_answer(lang), &message.answers),
        (words::section_authority(lang), &message.authority),
        (words::section_additional(lang), &message.additional),
    ];
    let flags = [
        (message.qr, "qr"),
        (message.aa, "aa"),
        (message.tc, "tc"),
        (message.rd, "rd"),
        (message.ra, "ra"),
    ];
    let flags: Vec<&str> = flags
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, flag)| *flag)
        .collect();
    let mut head = vec![format!("id {}", message.id)];
    // A query has no response code: the field means nothing there (RFC 1035 §4.1.1).
    if message.qr {
        head.push(message.rcode.to_string());
    }
    if !flags.is_empty() {
        head.push(flags.join(" "));
    }
    let section = |(name, records): (&str, &Vec<Record>)| {
        html! {
            <>
                <dt>{ name }</dt>
                <dd>
                    if records.is_empty() { <span class="quiet">{ words::section_empty(lang) }</span> }
                    <>{ for records.iter().map(|record| html! { <code translate="no">{ record.to_string() }</code> }) }</>
                </dd>
            </>
        }
    };
    html! {
        <details class="dns-message">
            <summary>{ title }</summary>
            if let Some(packet) = packet {
                <button type="button" class="dns-packet" onclick={view.on.reform(move |_: MouseEvent| Act::Select(Selection::Packet(packet)))}>
                    { words::packet(lang, packet.0, bytes) }
                </button>
            }
            <p class="code" translate="no">{ head.join(", ") }</p>
            <dl>
                <dt>{ words::section_question(lang) }</dt>
                <dd>{ for message.question.iter().map(|question| html! { <code translate="no">{ format!("{:#} IN {}", question.name, question.rtype) }</code> }) }</dd>
                <>{ for sections.into_iter().map(section) }</>
            </dl>
        </details>
    }
}
