//! The settings of a host's TCP.

use hoplab_sim::{Command, CongestionControl, NodeChange, NodeSnapshot, TcpSwitch};
use yew::prelude::*;

use crate::act::Act;
use crate::panels::target_value;
use crate::shot::Shot;
use crate::words::connection as words;

/// What can be chosen.
const CONTROLS: [(CongestionControl, &str); 3] = [
    (CongestionControl::None, "none"),
    (CongestionControl::Reno, "reno"),
    (CongestionControl::Cubic, "cubic"),
];

/// The switches of a host; nothing for a router.
pub fn switches(shot: &Shot, node: &NodeSnapshot, on: &Callback<Act>) -> Html {
    let Some(config) = &node.tcp else {
        return html! {};
    };
    let lang = shot.lang;
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
            TcpSwitch::Congestion(current) => choice(lang, current, &issue),
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

/// The choice of congestion control.
fn choice(
    lang: crate::words::Lang,
    current: CongestionControl,
    issue: &(impl Fn(TcpSwitch) + Clone + 'static),
) -> Html {
    let issue = issue.clone();
    let onchange = Callback::from(move |event: Event| {
        let value = target_value(&event);
        if let Some((control, _)) = CONTROLS.into_iter().find(|(_, name)| *name == value) {
            issue(TcpSwitch::Congestion(control));
        }
    });
    html! {
        <select {onchange}>
            { for CONTROLS.into_iter().map(|(control, value)| html! {
                <option {value} selected={control == current}>{ words::control(lang, control) }</option>
            }) }
        </select>
    }
}

/// The switch turned the other way; what is no switch stays as it is.
const fn turned(switch: TcpSwitch) -> TcpSwitch {
    match switch {
        TcpSwitch::Sack(on) => TcpSwitch::Sack(!on),
        TcpSwitch::Timestamps(on) => TcpSwitch::Timestamps(!on),
        TcpSwitch::Nagle(on) => TcpSwitch::Nagle(!on),
        TcpSwitch::DelayedAck(on) => TcpSwitch::DelayedAck(!on),
        TcpSwitch::FastRetransmit(on) => TcpSwitch::FastRetransmit(!on),
        TcpSwitch::LimitedTransmit(on) => TcpSwitch::LimitedTransmit(!on),
        TcpSwitch::WindowScaling(on) => TcpSwitch::WindowScaling(!on),
        TcpSwitch::KeepAlive(on) => TcpSwitch::KeepAlive(!on),
        TcpSwitch::Congestion(_) => switch,
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
