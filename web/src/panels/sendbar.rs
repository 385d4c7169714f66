//! The send bar: what to send, over what, and Send.

use core::net::Ipv4Addr;

use hoplab_scenario::{Node, Scenario};
use hoplab_sim::{Command, NodeId, Payload, Send};
use yew::prelude::*;

use super::launch::{launches, other};
use super::transport::{again, switch};
use super::{PanelProps, target_value};
use crate::act::Act;
use hoplab_words as words;

/// The send bar.
#[component]
pub fn SendBar(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    let offers = page.scenario.sendable();
    let name = page.scenario.name.clone();
    let lang = page.lang;
    let chosen = use_state(|| 0_usize);
    let text = use_state(String::new);
    let sample = use_state(String::new);
    let take_sample = {
        let (text, sample, first) = (text.clone(), sample.clone(), first_text(&offers));
        move || {
            let said = words::programs::sample(lang, &first);
            text.set(said.to_owned());
            sample.set(said.to_owned());
        }
    };
    {
        // Another scenario offers other things.
        let (chosen, take_sample) = (chosen.clone(), take_sample.clone());
        let first = first_offer(&page.scenario, &offers);
        use_effect_with(name, move |_| {
            chosen.set(first);
            take_sample();
        });
    }
    {
        // Another language has a sample of its own; what a person wrote stays.
        let is_sample = *text == *sample;
        use_effect_with(lang, move |_| {
            if is_sample {
                take_sample();
            }
        });
    }
    if offers.is_empty() {
        return launches(props, true);
    }
    let index = (*chosen).min(offers.len() - 1);
    let writes = matches!(offers[index].payload, Payload::Text(_));
    let onsubmit = {
        let (on, text) = (on.clone(), text.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on.emit(Act::Send {
                offer: index,
                text: writes.then(|| (*text).clone()),
            });
        })
    };
    html! {
        <>
        <form class="send" {onsubmit}>
            <fieldset class="segments send-what">
                <legend>{ lang.send_what() }</legend>
                <>{ for offers.iter().enumerate().map(|(i, offer)| {
                    let chosen = chosen.clone();
                    let onchange = Callback::from(move |_: Event| chosen.set(i));
                    html! {
                        <label class="segment">
                            <input type="radio" name="what" checked={i == index} {onchange} />
                            <span>{ offer_name(props, offer, &offers) }</span>
                        </label>
                    }
                }) }</>
            </fieldset>
            if writes {
                <label class="field send-text">
                    <span class="unseen">{ lang.your_text() }</span>
                    <input type="text" dir="auto" value={(*text).clone()} placeholder={lang.your_text()}
                        oninput={Callback::from(move |event: InputEvent| text.set(target_value(&event)))} />
                </label>
            }
            { switch(props) }
            <button type="submit" class="button button-main">{ words::send_over(lang, page.chosen) }</button>
            if page.chosen != page.transport {
                { again(props) }
            }
            if page.embed.is_none() {
                <button type="button" class="button" onclick={on.reform(|_: MouseEvent| Act::Compare)}>{ lang.compare() }</button>
            }
            if page.scenario.launches.is_empty() { { other(props) } }
            <p class="promise">{ words::promise(lang, page.chosen) }</p>
        </form>
        { launches(props, false) }
        </>
    }
}

/// The offer that is like what the scenario itself sends first, so that Send does the same again.
fn first_offer(scenario: &Scenario, offers: &[Send<String>]) -> usize {
    let sent = scenario.script.iter().find_map(|line| match &line.command {
        Command::Send(send) => Some(send.payload.clone()),
        _ => None,
    });
    let like = |offer: &Send<String>| {
        sent.as_ref().is_some_and(|sent| {
            core::mem::discriminant(sent) == core::mem::discriminant(&offer.payload)
        })
    };
    offers.iter().position(like).unwrap_or(0)
}

fn first_text(offers: &[Send<String>]) -> String {
    let texts = offers.iter().filter_map(|offer| match &offer.payload {
        Payload::Text(text) => Some(text.clone()),
        Payload::Picture | Payload::Bulk(_) => None,
    });
    texts.into_iter().next().unwrap_or_default()
}

/// What an offer sends; from whom and to whom where there are several.
fn offer_name(props: &PanelProps, offer: &Send<String>, offers: &[Send<String>]) -> String {
    let lang = props.page.lang;
    let what = match offer.payload {
        Payload::Text(_) => lang.text().to_owned(),
        Payload::Picture => lang.picture().to_owned(),
        Payload::Bulk(bytes) => words::bulk(lang, bytes),
    };
    let several = offers.iter().any(|other| other.from != offer.from);
    let ports = (offers.iter()).any(|other| other.to == offer.to && other.port != offer.port);
    if !several && !ports && offers.iter().all(|other| other.to == offer.to) {
        return what;
    }
    let to = match to_of(props, offer.to) {
        Some(label) => label,
        None => offer.to.to_string(),
    };
    let port = match ports {
        true => format!(":{}", offer.port),
        false => String::new(),
    };
    match several {
        true => format!(
            "{what}: {} → {to}{port}",
            label_of(props, |node| node.id == offer.from)
        ),
        false => format!("{what} → {to}{port}"),
    }
}

/// The name that people see of the first node that fits.
fn label_of(props: &PanelProps, fits: impl Fn(&Node) -> bool) -> String {
    let place = props.page.scenario.nodes.iter().position(fits);
    let node = place.and_then(|place| props.page.nodes.get(place));
    node.map_or_else(String::new, |node| node.name.clone())
}

/// The name of the one node with this address; several may share one, and a port may be anybody's.
fn to_of(props: &PanelProps, address: Ipv4Addr) -> Option<String> {
    let with = |node: &&Node| node.address == address;
    let mut nodes = props.page.scenario.nodes.iter().filter(with);
    let node = nodes.next()?;
    let alone = nodes.next().is_none();
    alone.then(|| label_of(props, |other| other.id == node.id))
}

/// The command that sends what a scenario offers, with this text if it is one.
pub fn command_of(scenario: &Scenario, offer: usize, text: Option<String>) -> Option<Command> {
    let Send {
        from,
        to,
        port,
        payload,
        interval,
        close,
        ..
    } = scenario.sendable().get(offer)?.clone();
    let from = scenario.nodes.iter().position(|node| node.id == from)?;
    let payload = match (payload, text) {
        (Payload::Text(_), Some(text)) => Payload::Text(text),
        (payload, _) => payload,
    };
    let from = NodeId(u16::try_from(from).ok()?);
    // What it goes over is left to the run, so that the run can be played again over another.
    Some(Command::Send(Send {
        from,
        to,
        port,
        payload,
        transport: None,
        interval,
        close,
    }))
}
