//! The dialog that starts a program: host, kind, and what that kind needs to be told.

use std::rc::Rc;

use hoplab_scenario::Program;
use hoplab_sim::apps::{AppKind, Ask, Field, Target};
use hoplab_sim::{Command, NodeId, Transport};
use yew::prelude::*;

use super::dialog::Dialog;
use super::launch::has_switch;
use super::target_value;
use crate::act::Act;
use crate::page::Page;
use crate::programs::{Defect, kinds, program};
use hoplab_words::programs as words;

/// What the dialog needs.
#[derive(Properties, PartialEq)]
pub struct StartProps {
    /// The hosts, and the language.
    pub page: Rc<Page>,
    /// The host it is opened for, if it is for one.
    pub node: Option<NodeId>,
    /// Starts the program.
    pub on: Callback<Act>,
    /// Closes it.
    pub close: Callback<()>,
}

/// The dialog.
#[component]
pub fn StartDialog(props: &StartProps) -> Html {
    let page = &props.page;
    let lang = page.lang;
    let hosts = || page.nodes.iter().filter(|node| node.is_host);
    let first = props.node.or_else(|| hosts().next().map(|node| node.id));
    let node = use_state(|| first);
    let kind = use_state(|| kinds().next().unwrap_or(AppKind::Echo));
    let answers = use_state(|| first_answers(*kind, props));
    let defect = use_state(|| None::<Defect>);
    let onsubmit = {
        let (node, kind, answers) = (node.clone(), *kind, answers.clone());
        let (defect, on, page) = (defect.clone(), props.on.clone(), page.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match (*node, program(kind, &answers, &page.nodes)) {
                (Some(node), Ok(program)) => {
                    let program = Box::new(program);
                    on.emit(Act::Run(Command::Start { node, program }));
                }
                (None, _) => {}
                (_, Err(wrong)) => defect.set(Some(wrong)),
            }
        })
    };
    let choose_host = {
        let node = node.clone();
        Callback::from(move |event: Event| {
            node.set(target_value(&event).parse().ok().map(NodeId));
        })
    };
    let choose_kind = {
        let (kind, answers, defect) = (kind.clone(), answers.clone(), defect.clone());
        let first = first_answers_of_all(props);
        Callback::from(move |event: Event| {
            let name = target_value(&event);
            let found = first.iter().find(|(known, _)| known.as_str() == name);
            if let Some((known, first)) = found {
                kind.set(*known);
                answers.set(first.clone());
                defect.set(None);
            }
        })
    };
    let fields = kind.form().unwrap_or_default();
    html! {
        <Dialog title={words::start_title(lang)} {lang} class="dialog-start" close={props.close.clone()}>
            <p class="quiet">{ words::start_text(lang) }</p>
            <form class="start-form" {onsubmit}>
                <label class="field field-tall"><span>{ words::host(lang) }</span>
                    <select onchange={choose_host}>
                        { for hosts().map(|host| html! {
                            <option value={host.id.0.to_string()} selected={Some(host.id) == *node} disabled={!host.up}>
                                { format!("{} ({})", host.name, host.address) }
                            </option>
                        }) }
                    </select>
                </label>
                <label class="field field-tall"><span>{ words::which(lang) }</span>
                    <select onchange={choose_kind}>
                        { for kinds().map(|known| html! {
                            <option value={known.as_str()} selected={known == *kind}>{ words::kind_name(lang, known) }</option>
                        }) }
                    </select>
                </label>
                <>{ for fields.iter().enumerate().map(|(place, field)| one_field(props, field, place, &answers, &defect)) }</>
                { places(props) }
                <div role="alert" class="start-defect">
                    { for defect.as_ref().map(|defect| words::defect(lang, defect.field, &defect.why)) }
                </div>
                <button type="submit" class="button button-main">{ words::do_start(lang) }</button>
            </form>
        </Dialog>
    }
}

fn one_field(
    props: &StartProps,
    field: &Field,
    place: usize,
    answers: &UseStateHandle<Vec<String>>,
    defect: &UseStateHandle<Option<Defect>>,
) -> Html {
    let lang = props.page.lang;
    let value = answers.get(place).cloned().unwrap_or_default();
    let wrong = defect
        .as_ref()
        .is_some_and(|defect| defect.field == field.name);
    let set = {
        let (answers, defect) = (answers.clone(), defect.clone());
        Callback::from(move |answer: String| {
            let mut all = (*answers).clone();
            if let Some(one) = all.get_mut(place) {
                *one = answer;
            }
            answers.set(all);
            defect.set(None);
        })
    };
    let label = words::field(lang, field.name);
    if field.ask == Ask::Transport {
        let onchange = set.reform(|event: Event| target_value(&event));
        return html! {
            <label class="field field-tall" key={field.name}><span>{ label }</span>
                <select {onchange}>
                    if has_switch(&props.page.scenario) {
                        <option value="" selected={value.is_empty()}>{ words::as_switched(lang) }</option>
                    }
                    <>{ for [Transport::Udp, Transport::Tcp].into_iter().map(|over| html! {
                        <option value={over.as_str()} selected={value == over.as_str()}>{ hoplab_words::transport(over) }</option>
                    }) }</>
                </select>
            </label>
        };
    }
    let oninput = set.reform(|event: InputEvent| target_value(&event));
    let number = matches!(field.ask, Ask::Port | Ask::Number);
    html! {
        <label class="field field-tall" key={field.name}><span>{ label }</span>
            <input type="text" {value} {oninput} autocomplete="off" spellcheck="false"
                inputmode={number.then_some("numeric")} aria-invalid={wrong.then_some("true")}
                list={(field.ask == Ask::Target).then_some("start-places")} />
        </label>
    }
}

/// What the field for whom to turn to suggests: every host, and the names that the scenario itself uses.
fn places(props: &StartProps) -> Html {
    let page = &props.page;
    let mut names = named(props);
    names.sort();
    names.dedup();
    html! {
        <datalist id="start-places">
            <>{ for names.into_iter().map(|name| html! { <option value={name} /> }) }</>
            <>{ for page.nodes.iter().map(|node| html! {
                <option value={node.address.to_string()}>{ node.name.clone() }</option>
            }) }</>
        </datalist>
    }
}

/// The names that programs of the scenario turn to.
fn named(props: &StartProps) -> Vec<String> {
    let scenario = &props.page.scenario;
    let started = scenario
        .script
        .iter()
        .filter_map(|line| match &line.command {
            Command::Start { program, .. } => Some(&**program),
            _ => None,
        });
    let launched = scenario.launches.iter().map(|launch| &launch.program);
    let name = |program: &Program| match program.summary() {
        hoplab_sim::ProgramSummary::App(app) => match app.target {
            Some(Target::Name(name)) => Some(name),
            _ => None,
        },
        _ => None,
    };
    started.chain(launched).filter_map(name).collect()
}

/// What stands in the form at first: a program turns to the last host, on which servers usually are.
fn first_answers(kind: AppKind, props: &StartProps) -> Vec<String> {
    let hosts = props.page.nodes.iter().rev().filter(|node| node.is_host);
    let other = hosts.map(|node| node.address).next();
    let fields = kind.form().unwrap_or_default().iter();
    let answer = |field: &Field| match (field.ask, other) {
        (Ask::Target, Some(address)) => address.to_string(),
        // Where no switch is to be seen, what the program goes over is named: what it would without a choice.
        (Ask::Transport, _) if !has_switch(&props.page.scenario) => match props.page.transport {
            Transport::Ip => Transport::Udp.as_str().to_owned(),
            over => over.as_str().to_owned(),
        },
        (Ask::Text, _) => words::sample(props.page.lang, field.first).to_owned(),
        _ => field.first.to_owned(),
    };
    fields.map(answer).collect()
}

fn first_answers_of_all(props: &StartProps) -> Vec<(AppKind, Vec<String>)> {
    kinds()
        .map(|kind| (kind, first_answers(kind, props)))
        .collect()
}
