//! The DNS view: a lookup step by step and as a tree, what caches hold, and the records at the name servers.

mod caches;
mod dig;
mod names;
mod records;
mod steps;
mod tree;

use hoplab_units::Span;
use yew::prelude::*;

use super::{PanelProps, target_value};
use crate::act::{Act, Selection};
use crate::page::Page;
use hoplab_explain::At;
use hoplab_explain::lookups::{Lookup, Lookups, Number};
use hoplab_words::dns as words;
use names::PartyNames;

/// How many lookups there are to choose from, the newest.
const MOST_CHOICES: usize = 512;
/// The scenario to open where no names are looked up.
const FIRST: &str = "first-lookup";

/// The DNS view.
#[component]
pub fn DnsPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, page, on } = props;
    let lang = page.lang;
    let chosen = use_state(|| None::<(u64, Number)>);
    let Ok(lab) = lab.try_borrow() else {
        return html! {};
    };
    let lookups = lab.lookups();
    let lookups = lookups.by_ref();
    let apps = &page.apps;
    let names = PartyNames::new(page, lookups);
    // Another run's lookups have other numbers.
    let still = chosen.filter(|(run, _)| *run == page.run);
    let lookup = shown(page, &lookups, still.map(|(_, number)| number));
    let view = View {
        page,
        lookups,
        names,
        on,
    };
    let choose = {
        let chosen = chosen.clone();
        let run = page.run;
        Callback::from(move |number: Option<Number>| chosen.set(number.map(|number| (run, number))))
    };
    html! {
        <section class="inspector dns" aria-labelledby="dns-title">
            <h2 class="unseen" id="dns-title">{ words::title(lang) }</h2>
            if let Some(lookup) = lookup {
                { chooser(&view, lookup, choose) }
                { steps::steps(&view, lookup) }
                { tree::tree(&view, lookup) }
                <dig::DigText {lang} text={lookups.dig(lookup.number)} />
            } else {
                { nothing(page, on) }
            }
            { caches::caches(&view, apps) }
            { records::records(&view, apps) }
        </section>
    }
}

/// What the parts of the view are drawn from.
struct View<'a> {
    page: &'a Page,
    lookups: At<&'a Lookups>,
    names: PartyNames<'a>,
    on: &'a Callback<Act>,
}

impl View<'_> {
    /// How long after the lookup's first question an event was.
    fn after(&self, lookup: Lookup<'_>, at: hoplab_units::Time) -> Span {
        let began = match lookup.asker {
            hoplab_explain::lookups::Asker::Program { at, .. } => at,
            _ => lookup.at,
        };
        at.since(began)
    }
}

/// The lookup that is shown: that of the packet looked at, or the chosen one, or the newest.
fn shown<'a>(page: &Page, lookups: &'a At<&Lookups>, chosen: Option<Number>) -> Option<Lookup<'a>> {
    let of_packet = match page.selection {
        Selection::Packet(packet) => lookups.of_packet(packet).map(|(number, _)| number),
        _ => None,
    };
    let of_packet = of_packet.map(|number| lookups.root_of(number));
    let wanted = of_packet
        .or(chosen)
        .and_then(|number| lookups.lookup(number));
    wanted.or_else(|| lookups.begun().next())
}

/// The field in which one of several lookups is chosen.
fn chooser(view: &View<'_>, lookup: Lookup<'_>, choose: Callback<Option<Number>>) -> Html {
    let lang = view.page.lang;
    let all: Vec<Lookup<'_>> = view.lookups.begun().take(MOST_CHOICES).collect();
    let numbers: Vec<Number> = all.iter().map(|lookup| lookup.number).collect();
    let on = view.on.clone();
    let onchange = Callback::from(move |event: Event| {
        let place = target_value(&event).parse::<usize>().ok();
        // The newest is not held on to: a newer one will take its place.
        let held = place.filter(|place| *place > 0);
        choose.emit(held.and_then(|place| numbers.get(place)).copied());
        // A packet of another lookup would turn the view back to it.
        on.emit(Act::Select(Selection::Nothing));
    });
    let option = |(place, other): (usize, &Lookup<'_>)| {
        let at = hoplab_words::seconds(other.at.since(hoplab_units::Time::ZERO));
        let name = words::choice(
            lang,
            &other.question.to_string(),
            &at,
            &view.names.resolver(other.resolver),
        );
        html! { <option value={place.to_string()} selected={other.number == lookup.number}>{ name }</option> }
    };
    html! {
        <label class="field dns-choose">
            <span>{ words::which(lang) }</span>
            <select {onchange}>{ for all.iter().enumerate().map(option) }</select>
        </label>
    }
}

/// What there would be, and how to come by it.
fn nothing(page: &Page, on: &Callback<Act>) -> Html {
    let lang = page.lang;
    let asks = page
        .scenario
        .nodes
        .iter()
        .any(|node| !node.resolvers.is_empty());
    if asks {
        return html! {
            <>
                <p>{ words::nothing(lang) }</p>
                <p class="quiet">{ words::press_play(lang) }</p>
            </>
        };
    }
    let title = hoplab_scenario::library::entry(FIRST)
        .map_or(FIRST, |entry| hoplab_words::entry_title(lang, entry));
    let open = on.reform(|_: MouseEvent| Act::OpenScenario(FIRST.to_owned()));
    html! {
        <>
            <p>{ words::no_dns(lang) }</p>
            if page.embed.is_none() {
                <button type="button" class="button" onclick={open}>{ words::try_scenario(lang, title) }</button>
            }
        </>
    }
}

/// A time of the run after which something happened, as the view writes it.
fn millis(span: Span) -> String {
    let micros = span.as_nanos() / 1_000;
    match micros {
        0..10_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        10_000..10_000_000 => format!("{} ms", micros / 1_000),
        _ => format!("{} s", micros / 1_000_000),
    }
}
