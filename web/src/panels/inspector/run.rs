//! The run as a whole: its seed, how much has happened, and its hash.

use yew::prelude::*;

use crate::panels::PanelProps;
use hoplab_words::inspect as words;

/// What names a run and its state, to compare it with another.
#[component]
pub fn RunDetails(props: &PanelProps) -> Html {
    let PanelProps { lab, page, .. } = props;
    let lang = page.lang;
    // The hash with what it is the hash of: a run goes on, or becomes another one.
    let hash = use_state(|| None::<(u64, u64, String)>);
    let current = hash
        .as_ref()
        .filter(|(run, len, _)| (*run, *len) == (page.run, page.trace_len))
        .map(|(_, _, hash)| hash.clone());
    let compute = {
        let (lab, hash, run) = (lab.clone(), hash.clone(), page.run);
        Callback::from(move |_: MouseEvent| {
            if let Ok(lab) = lab.try_borrow() {
                let of = hoplab_explain::hash(lab.world());
                hash.set(Some((run, lab.here().0, of.to_string())));
            }
        })
    };
    let seed = lab
        .try_borrow()
        .map(|lab| lab.world().spec().seed.to_string());
    html! {
        <details class="run">
            <summary>{ words::run(lang) }</summary>
            <dl class="facts">
                <div><dt>{ words::seed(lang) }</dt><dd class="figure">{ seed.unwrap_or_default() }</dd></div>
                <div><dt>{ words::events(lang) }</dt><dd class="figure">{ page.trace_len }</dd></div>
                <div>
                    <dt>{ words::hash(lang) }</dt>
                    <dd>
                        if let Some(hash) = current {
                            <code translate="no" data-trace-hash={hash.clone()}>{ hash }</code>
                        } else {
                            <button type="button" class="button" onclick={compute}>{ words::show(lang) }</button>
                        }
                    </dd>
                </div>
            </dl>
            <p class="quiet run-note">{ words::hash_means(lang) }</p>
        </details>
    }
}
