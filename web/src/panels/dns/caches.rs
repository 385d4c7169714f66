//! What each resolver remembers, and for how long still.

use hoplab_dns::{CacheRow, CacheSnapshot, Name, RecordType};
use hoplab_sim::apps::Screen;
use hoplab_sim::{AppSnapshot, Command};
use hoplab_units::Span;
use yew::prelude::*;

use super::View;
use crate::act::Act;
use crate::panels::dotted;
use hoplab_explain::lookups::Entry;
use hoplab_words::dns as words;

/// For how long after its end an entry is still shown, as one that is over.
const SHOWN_AFTER: Span = Span::from_secs(5);
/// With so many seconds left or fewer an entry is said to expire soon.
const SOON: u32 = 2;

/// A table for each cache.
pub(super) fn caches(view: &View<'_>, apps: &[AppSnapshot]) -> Html {
    let lang = view.page.lang;
    let tables: Vec<Html> = apps
        .iter()
        .filter(|app| app.program.ended.is_none())
        .filter_map(|app| match &app.screen {
            Screen::Resolver(screen) => Some(table(view, app, &screen.cache)),
            _ => None,
        })
        .collect();
    if tables.is_empty() {
        return html! {};
    }
    html! {
        <section class="dns-part" aria-labelledby="dns-caches-title">
            <h3 id="dns-caches-title">{ words::caches(lang) }</h3>
            <>{ for tables }</>
        </section>
    }
}

fn table(view: &View<'_>, app: &AppSnapshot, cache: &CacheSnapshot) -> Html {
    let lang = view.page.lang;
    let resolver = (app.node, app.program.id);
    let node = view.page.node_name(app.node).to_owned();
    let what = match view.names.is_stub(resolver) {
        true => words::stub_cache(lang),
        false => words::resolver_cache(lang),
    };
    let at = app.node;
    let flush = view
        .on
        .reform(move |_: MouseEvent| Act::Issue(Command::FlushDns { node: at }));
    let over: Vec<&Entry> = view
        .lookups
        .expired(resolver, view.page.now, SHOWN_AFTER)
        .map(|(entry, _)| entry)
        .filter(|(_, name, rtype)| {
            !cache
                .rows
                .iter()
                .any(|row| row.name == *name && row.rtype == *rtype)
        })
        .collect();
    let is_empty = cache.rows.is_empty() && over.is_empty();
    html! {
        <div class="dns-cache" key={format!("{}-{}", app.node.0, app.program.id.0)}>
            <div class="dns-cache-head">
                <h4>{ format!("{node}: {what}") }</h4>
                <button type="button" class="button button-quiet" onclick={flush} disabled={cache.rows.is_empty()}
                    aria-label={words::flush_of(lang, &node)}>{ words::flush(lang) }</button>
            </div>
            if is_empty {
                <p class="quiet">{ words::cache_empty(lang) }</p>
            } else {
                <div class="table-box" tabindex="0" role="group" aria-label={format!("{node}: {what}")}>
                <table class="table dns-table" aria-label={format!("{node}: {what}")}>
                    <thead><tr>
                        <th scope="col">{ words::name(lang) }</th>
                        <th scope="col">{ words::rtype(lang) }</th>
                        <th scope="col">{ words::data(lang) }</th>
                        <th scope="col"><abbr title={words::ttl_means(lang)}>{ words::ttl_left(lang) }</abbr></th>
                    </tr></thead>
                    <tbody>
                        <>{ for cache.rows.iter().map(|entry| row(view, resolver, entry)) }</>
                        <>{ for over.into_iter().map(|(_, name, rtype)| gone(view, name, *rtype)) }</>
                    </tbody>
                </table>
                </div>
            }
        </div>
    }
}

fn row(view: &View<'_>, resolver: hoplab_explain::lookups::Resolver, entry: &CacheRow) -> Html {
    let lang = view.page.lang;
    let data = match (entry.data.is_empty(), entry.rtype) {
        (false, _) => entry
            .data
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        (true, None) => words::no_such_name(lang).to_owned(),
        (true, Some(_)) => words::no_such_record(lang).to_owned(),
    };
    let kept = view
        .lookups
        .kept(&(resolver, entry.name.clone(), entry.rtype));
    let whole = kept.map_or(entry.ttl_left, |kept| kept.ttl).max(1);
    let left = entry.expires.since(view.page.now);
    let share = (left.as_nanos() / 10_000_000 / u64::from(whole)).min(100);
    let is_soon = entry.ttl_left <= SOON;
    html! {
        <tr key={format!("{}-{:?}", entry.name, entry.rtype)} class={classes!(is_soon.then_some("dns-soon"))}>
            <th scope="row" class="dns-code" translate="no">{ dotted(&entry.name.to_string()) }</th>
            <td class="code" translate="no">{ rtype(view, entry.rtype) }</td>
            <td>
                if entry.data.is_empty() {
                    <span class="dns-none">{ dotted(&data) }</span>
                } else {
                    <span class="dns-code" translate="no">{ dotted(&data) }</span>
                }
                <abbr class="dns-from" title={words::trust_means(lang)}>{
                    words::told_by(lang, &view.names.server(entry.from, None), entry.rank)
                }</abbr>
            </td>
            <td class="dns-ttl">
                <span class="figure">{ words::time_left(lang, left) }</span>
                <span class="dns-bar" aria-hidden="true"><span style={format!("width: {share}%")} /></span>
                if is_soon { <span class="dns-note">{ words::soon(lang) }</span> }
            </td>
        </tr>
    }
}

/// An entry whose time is over.
fn gone(view: &View<'_>, name: &Name, of_type: Option<RecordType>) -> Html {
    let lang = view.page.lang;
    html! {
        <tr key={format!("{name}-{of_type:?}")} class="dns-gone">
            <th scope="row" class="dns-code" translate="no"><s>{ dotted(&name.to_string()) }</s></th>
            <td class="code" translate="no">{ rtype(view, of_type) }</td>
            <td></td>
            <td class="dns-ttl"><span class="dns-note">{ words::expired(lang) }</span></td>
        </tr>
    }
}

pub(super) fn rtype(view: &View<'_>, rtype: Option<RecordType>) -> Html {
    let lang = view.page.lang;
    match rtype {
        Some(rtype) => match words::rtype_means(lang, rtype) {
            Some(means) => html! { <abbr title={means}>{ rtype.to_string() }</abbr> },
            None => html! { { rtype.to_string() } },
        },
        None => html! { <span class="quiet">{ words::any_type(lang) }</span> },
    }
}
