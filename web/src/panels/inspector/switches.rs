//! The settings of a host's TCP.

use hoplab_sim::{Command, CongestionControl, Nagle, NodeChange, NodeSnapshot, TcpSwitch};
use yew::prelude::*;

use crate::act::Act;
use crate::page::Page;
use crate::panels::target_value;
use hoplab_words::connection as words;

/// What can be chosen.
const CONTROLS: [(CongestionControl, &str); 3] = [
    (CongestionControl::None, "none"),
    (CongestionControl::Reno, "reno"),
    (CongestionControl::Cubic, "cubic"),
];
const NAGLES: [(Nagle, &str); 3] = [
    (Nagle::Off, "off"),
    (Nagle::Minshall, "minshall"),
    (Nagle::Rfc896, "rfc896"),
];

/// The switches of a host; nothing for a router.
pub fn switches(page: &Page, node: &NodeSnapshot, on: &Callback<Act>) -> Html {
    let Some(config) = &node.tcp else {
        return html! {};
    };
    let lang = page.lang;
    let issue = {
        let (on, node) = (on.clone(), node.id);
        move |switch| {
            on.emit(Act::Issue(Command::SetNode {
                node,
                change: NodeChange::Tcp(switch),
            }));
        }
    };
    let row = |switch: TcpSwitch| {
        let (name, means) = words::switch(lang, switch);
        let control = match switch {
            TcpSwitch::Congestion(current) => {
                let options = CONTROLS.map(|(control, value)| {
                    let chosen = TcpSwitch::Congestion(control);
                    (
                        chosen,
                        value,
                        words::control(lang, control),
                        control == current,
                    )
                });
                choice(options, &issue)
            }
            TcpSwitch::Nagle(current) => {
                let options = NAGLES.map(|(nagle, value)| {
                    let chosen = TcpSwitch::Nagle(nagle);
                    (chosen, value, words::nagle(lang, nagle), nagle == current)
                });
                choice(options, &issue)
            }
            _ => {
                let issue = issue.clone();
                let turned = turned(switch);
                let onchange = Callback::from(move |_: Event| issue(turned));
                html! { <input type="checkbox" checked={switch.is_on() == Some(true)} {onchange} /> }
            }
        };
        html! {
            <li>
                <label class="tcp-switch">{ control }<span>{ name }</span></label>
                <p class="quiet">{ means }</p>
            </li>
        }
    };
    html! {
        <details class="tcp-switches">
            <summary>{ words::switches(lang) }</summary>
            <p class="quiet">{ words::switches_hold(lang) }</p>
            <ul>{ for TcpSwitch::all(config).into_iter().map(row) }</ul>
        </details>
    }
}

/// A choice between three: what each sets, its value, its name, whether it is the one that holds.
fn choice(
    options: [(TcpSwitch, &'static str, &'static str, bool); 3],
    issue: &(impl Fn(TcpSwitch) + Clone + 'static),
) -> Html {
    let issue = issue.clone();
    let onchange = Callback::from(move |event: Event| {
        let value = target_value(&event);
        if let Some((switch, ..)) = options.into_iter().find(|(_, name, ..)| *name == value) {
            issue(switch);
        }
    });
    html! {
        <select {onchange}>
            { for options.into_iter().map(|(_, value, name, selected)| html! {
                <option {value} {selected}>{ name }</option>
            }) }
        </select>
    }
}

/// The switch turned the other way; what is no switch stays as it is.
const fn turned(switch: TcpSwitch) -> TcpSwitch {
    match switch {
        TcpSwitch::Sack(on) => TcpSwitch::Sack(!on),
        TcpSwitch::Timestamps(on) => TcpSwitch::Timestamps(!on),
        TcpSwitch::DelayedAck(on) => TcpSwitch::DelayedAck(!on),
        TcpSwitch::FastRetransmit(on) => TcpSwitch::FastRetransmit(!on),
        TcpSwitch::LimitedTransmit(on) => TcpSwitch::LimitedTransmit(!on),
        TcpSwitch::WindowScaling(on) => TcpSwitch::WindowScaling(!on),
        TcpSwitch::KeepAlive(on) => TcpSwitch::KeepAlive(!on),
        TcpSwitch::ByteCounting(on) => TcpSwitch::ByteCounting(!on),
        TcpSwitch::Nagle(_) | TcpSwitch::Congestion(_) => switch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_turns_its_own_setting_and_back() {
        for switch in TcpSwitch::all(&hoplab_tcp::Config::default()) {
            let Some(on) = switch.is_on() else { continue };
            assert_eq!(turned(switch).is_on(), Some(!on), "{switch:?}");
            assert_eq!(turned(turned(switch)), switch);
        }
    }
}
