//! The records at each name server, and a form to change them while the world runs.

use hoplab_dns::{Name, Record, RecordData, RecordSpec};
use hoplab_sim::apps::{Screen, ZoneScreen};
use hoplab_sim::{AppSnapshot, Command, NodeId};
use yew::prelude::*;

use super::View;
use super::caches::rtype;
use crate::act::Act;
use crate::panels::{dotted, target_value};
use hoplab_words::Lang;
use hoplab_words::dns as words;

/// The zones of all name servers.
pub(super) fn records(view: &View<'_>, apps: &[AppSnapshot]) -> Html {
    let lang = view.page.lang;
    let servers = apps.iter().filter(|app| app.program.ended.is_none());
    let zones: Vec<Html> = servers
        .filter_map(|app| match &app.screen {
            Screen::DnsServer(screen) => Some((app.node, screen)),
            _ => None,
        })
        .flat_map(|(node, screen)| screen.zones.iter().map(move |of| zone(view, node, of)))
        .collect();
    if zones.is_empty() {
        return html! {};
    }
    html! {
        <details class="dns-part">
            <summary><h3>{ words::records(lang) }</h3></summary>
            <p class="quiet">{ words::records_means(lang) }</p>
            <>{ for zones }</>
        </details>
    }
}

fn zone(view: &View<'_>, node: NodeId, zone: &ZoneScreen) -> Html {
    let lang = view.page.lang;
    let title = words::zone_at(lang, &zone.origin, view.page.node_name(node));
    let row = |record: &Record| {
        html! {
            <tr>
                <th scope="row" class="dns-code" translate="no">{ dotted(&record.name.to_string()) }</th>
                <td class="code" translate="no">{ rtype(view, Some(record.rtype())) }</td>
                <td class="dns-code" translate="no">{ dotted(&record.data.to_string()) }</td>
                <td class="figure">{ words::seconds(lang, record.ttl) }</td>
            </tr>
        }
    };
    // PartyNames of hosts that are no name servers: a change of those makes a story, not a puzzle.
    let servers: Vec<&Name> = zone
        .records
        .iter()
        .filter_map(|record| match &record.data {
            RecordData::Ns(name) => Some(name),
            _ => None,
        })
        .collect();
    let addresses: Vec<Record> = zone
        .records
        .iter()
        .filter(|record| {
            matches!(record.data, RecordData::A(_)) && !servers.contains(&&record.name)
        })
        .cloned()
        .collect();
    html! {
        <section class="dns-zone" aria-label={title.clone()} key={format!("{}-{}", node.0, zone.origin)}>
            <div class="table-box" tabindex="0" role="group" aria-label={title.clone()}>
                <table class="table dns-table">
                    <caption>{ title }</caption>
                    <thead><tr>
                        <th scope="col">{ words::name(lang) }</th>
                        <th scope="col">{ words::rtype(lang) }</th>
                        <th scope="col">{ words::data(lang) }</th>
                        <th scope="col">{ words::ttl(lang) }</th>
                    </tr></thead>
                    <tbody>{ for zone.records.iter().map(row) }</tbody>
                </table>
            </div>
            if !addresses.is_empty() {
                <ChangeForm {lang} {node} zone={zone.origin.clone()} {addresses} on={view.on.clone()} />
            }
        </section>
    }
}

/// What the form needs.
#[derive(Properties, PartialEq)]
struct ChangeProps {
    lang: Lang,
    node: NodeId,
    zone: Name,
    /// The address records that can be changed; at least one.
    addresses: Vec<Record>,
    on: Callback<Act>,
}

/// A form to change an address or to remove a name.
#[component]
fn ChangeForm(props: &ChangeProps) -> Html {
    let ChangeProps {
        lang,
        node,
        zone,
        addresses,
        on,
    } = props;
    let (lang, node) = (*lang, *node);
    let chosen = use_state(|| 0_usize);
    let address = use_state(|| None::<String>);
    let ttl = use_state(|| None::<String>);
    let wrong = use_state(|| "");
    let Some(record) = addresses.get(*chosen).or_else(|| addresses.first()) else {
        return html! {};
    };
    let name = format!("{:#}", record.name);
    let text = (*address)
        .clone()
        .unwrap_or_else(|| record.data.to_string());
    let seconds = (*ttl).clone().unwrap_or_else(|| record.ttl.to_string());
    let reset = {
        let (address, ttl, wrong) = (address.clone(), ttl.clone(), wrong.clone());
        move || {
            address.set(None);
            ttl.set(None);
            wrong.set("");
        }
    };
    let issue = {
        let (on, zone) = (on.clone(), zone.clone());
        move |record: RecordSpec| {
            let (zone, record) = (zone.clone(), Box::new(record));
            on.emit(Act::Issue(Command::SetRecord { node, zone, record }));
        }
    };
    let onsubmit = {
        let (name, text, seconds) = (name.clone(), text.clone(), seconds.clone());
        let (reset, issue, wrong) = (reset.clone(), issue.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Ok(address) = text.trim().parse() else {
                return wrong.set(words::bad_address(lang));
            };
            let Ok(ttl) = seconds.trim().parse() else {
                return wrong.set(words::bad_ttl(lang));
            };
            issue(RecordSpec {
                name: name.clone(),
                a: vec![address],
                ttl: Some(ttl),
                ..RecordSpec::default()
            });
            reset();
        })
    };
    let remove = {
        let (name, reset, chosen) = (name.clone(), reset.clone(), chosen.clone());
        Callback::from(move |_: MouseEvent| {
            issue(RecordSpec {
                name: name.clone(),
                ..RecordSpec::default()
            });
            chosen.set(0);
            reset();
        })
    };
    let choose = Callback::from(move |event: Event| {
        chosen.set(target_value(&event).parse().unwrap_or(0));
        reset();
    });
    let typed = |field: UseStateHandle<Option<String>>| {
        Callback::from(move |event: InputEvent| field.set(Some(target_value(&event))))
    };
    html! {
        <form class="dns-form" {onsubmit} aria-label={words::change_title(lang)}>
            <label class="field"><span>{ words::field_name(lang) }</span>
                <select onchange={choose}>
                    { for addresses.iter().enumerate().map(|(place, other)| html! {
                        <option value={place.to_string()} selected={other.name == record.name}>{ other.name.to_string() }</option>
                    }) }
                </select>
            </label>
            <label class="field"><span>{ words::field_address(lang) }</span>
                <input type="text" inputmode="decimal" autocomplete="off" value={text} oninput={typed(address)} />
            </label>
            <label class="field"><span>{ words::field_ttl(lang) }</span>
                <input type="text" inputmode="numeric" autocomplete="off" value={seconds} oninput={typed(ttl)} />
            </label>
            <div class="dns-form-do">
                <button type="submit" class="button">{ words::change(lang) }</button>
                <button type="button" class="button button-quiet" onclick={remove}>{ words::remove(lang) }</button>
            </div>
            <p class="bad" role="alert">{ *wrong }</p>
        </form>
    }
}
