//! What carries messages: the switch, and the button that plays the run again over what it is set to.

use hoplab_sim::Transport;
use yew::prelude::*;

use super::PanelProps;
use crate::act::Act;
use hoplab_words as words;

/// The choice of what carries messages.
pub fn switch(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    html! {
        <fieldset class="segments send-over">
            <legend>{ page.lang.over() }</legend>
            <>{ for Transport::ALL.into_iter().map(|transport| {
                let onchange = on.reform(move |_: Event| Act::SetTransport(transport));
                html! {
                    <label class={classes!("segment", format!("segment-{}", transport.as_str()))}>
                        <input type="radio" name="over" checked={page.chosen == transport} {onchange} />
                        <span>{ words::transport(transport) }</span>
                    </label>
                }
            }) }</>
        </fieldset>
    }
}

/// Plays the run again over what is chosen.
pub fn again(props: &PanelProps) -> Html {
    let transport = props.page.chosen;
    let onclick = props
        .on
        .reform(move |_: MouseEvent| Act::RestartOver(transport));
    html! {
        <button type="button" class="button" {onclick}>{ words::again_over(props.page.lang, transport) }</button>
    }
}
