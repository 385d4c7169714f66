//! The programs that the scenario offers to start, and the way to all others.

use hoplab_scenario::Scenario;
use hoplab_sim::apps::{AppKind, Carrier};
use hoplab_sim::{Command, NodeId, ProgramSpec, ProgramSummary};
use yew::prelude::*;

use super::PanelProps;
use super::transport::{again, switch};
use crate::act::Act;
use hoplab_words::{Lang, programs as words};

/// A button for each program the scenario offers, and one for any other. `alone`: nothing else can be sent, so
/// the switch stands here if it has a say.
pub fn launches(props: &PanelProps, alone: bool) -> Html {
    let PanelProps { page, .. } = props;
    let lang = page.lang;
    let scenario = &page.scenario;
    if scenario.launches.is_empty() && !(alone && page.embed.is_none()) {
        return html! {};
    }
    let kinds = kinds_of(scenario);
    let switched = alone && has_switch(scenario);
    html! {
        <div class="launch" role="group" aria-label={words::screens(lang)}>
            if switched { { switch(props) } }
            if !scenario.launches.is_empty() {
                <span class="launch-label" aria-hidden="true">{ words::start(lang) }</span>
            }
            <>{ for (0..scenario.launches.len()).map(|place| one(props, place)) }</>
            { other(props) }
            if switched && page.chosen != page.transport { { again(props) } }
            if !kinds.is_empty() {
                <p class="promise">{ carriers(lang, &kinds) }</p>
            }
        </div>
    }
}

/// To what the switch applies, and what has a transport of its own. `kinds`: each once.
fn carriers(lang: Lang, kinds: &[AppKind]) -> String {
    let (mut switched, mut own) = (Vec::new(), Vec::new());
    for kind in kinds {
        match kind.carrier() {
            Carrier::Switch => switched.push(*kind),
            Carrier::Own(over) => {
                let over: Vec<&str> = over.iter().map(|one| words::protocol(*one)).collect();
                own.push((*kind, over.join(", ")));
            }
            Carrier::Any => {}
        }
    }
    words::carriers(lang, &switched, &own)
}

/// Whether the page shows the switch: something can be sent, or a program of the scenario follows it.
pub fn has_switch(scenario: &Scenario) -> bool {
    let mut kinds = kinds_of(scenario).into_iter();
    !scenario.sendable().is_empty() || kinds.any(|kind| kind.carrier() == Carrier::Switch)
}

/// The way to any other program; an embedding has no room for it.
pub fn other(props: &PanelProps) -> Html {
    if props.page.embed.is_some() {
        return html! {};
    }
    let ask = props.on.reform(|_: MouseEvent| Act::AskStart(None));
    let text = words::start_other(props.page.lang);
    html! { <button type="button" class="button button-quiet" onclick={ask}>{ text }</button> }
}

fn one(props: &PanelProps, place: usize) -> Html {
    let PanelProps { page, on, .. } = props;
    let launch = &page.scenario.launches[place];
    let text = words::launch(page.lang, &launch.program, &page.nodes);
    let node = node_of(&page.scenario, &launch.node);
    let host = node.map_or("?", |node| page.node_name(node));
    // Where a client starts is told only where it could be elsewhere; of a server it is the point.
    let mut others = page.scenario.launches.iter();
    let at_home =
        others.all(|other| other.node == launch.node || !turns_to_somebody(&other.program));
    let text = match at_home && turns_to_somebody(&launch.program) {
        true => text,
        false => words::screen_of(host, &text),
    };
    let onclick = on.reform(move |_: MouseEvent| Act::Launch(place));
    html! { <button type="button" class="button" key={place} {onclick}>{ text }</button> }
}

fn turns_to_somebody(program: &ProgramSpec) -> bool {
    match program.summary() {
        ProgramSummary::App(app) => app.target.is_some(),
        _ => false,
    }
}

fn node_of(scenario: &Scenario, name: &str) -> Option<NodeId> {
    let place = scenario.nodes.iter().position(|node| node.id == name)?;
    Some(NodeId(u16::try_from(place).ok()?))
}

/// The command that starts what a scenario offers, and whether it goes over what the page is switched to.
pub fn command_of(scenario: &Scenario, place: usize) -> Option<(Command, bool)> {
    let launch = scenario.launches.get(place)?;
    let node = node_of(scenario, &launch.node)?;
    let program = Box::new(launch.program.clone());
    Some((
        Command::Start { node, program },
        launch.program.follows_switch(),
    ))
}

/// The kinds of programs in a scenario, each once, in the order of [`AppKind::ALL`].
fn kinds_of(scenario: &Scenario) -> Vec<AppKind> {
    let started = scenario
        .script
        .iter()
        .filter_map(|line| match &line.command {
            Command::Start { program, .. } => Some(&**program),
            _ => None,
        });
    let launched = scenario.launches.iter().map(|launch| &launch.program);
    let running = scenario.nodes.iter().flat_map(|node| &node.programs);
    // One that says itself what it goes over is no word for the switch.
    let has_a_say = |program: &ProgramSpec, kind: AppKind| {
        kind.carrier() != Carrier::Switch || program.follows_switch()
    };
    let kind = |program: &ProgramSpec| match program.summary() {
        ProgramSummary::App(app) => Some(app.kind).filter(|kind| has_a_say(program, *kind)),
        _ => None,
    };
    let there: Vec<AppKind> = started
        .chain(launched)
        .chain(running)
        .filter_map(kind)
        .collect();
    let all = AppKind::ALL.iter().copied();
    all.filter(|kind| there.contains(kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_scenario::library;

    #[test]
    fn there_is_a_switch_where_something_follows_it_and_only_there() {
        let has = |name: &str| has_switch(&library::find(name).expect(name));
        assert!(has("first-message") && has("closed-port"));
        // Every quote is asked for over what its button says, and a ping has no choice.
        assert!(!has("quote"));
    }

    #[test]
    fn what_says_itself_what_it_goes_over_is_not_told_to_follow_the_switch() {
        let quote = library::find("quote").expect("it is in the library");
        assert!(!kinds_of(&quote).contains(&AppKind::QuoteClient));
    }
}
