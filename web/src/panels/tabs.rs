//! The views that share a place, as tabs (the pattern of WAI-ARIA): one is shown, the arrow keys, Home and
//! End lead to the others, and what a view shows of the selection it shows when it is looked at again.

use yew::prelude::*;

use super::PanelProps;
use super::dns::DnsPanel;
use super::inspector::InspectorPanel;
use super::ports::PortsPanel;
use super::stack::StackPanel;
use crate::act::{Act, Selection, Tab};
use crate::browser;
use hoplab_words::{Lang, tabs as words};

/// The tabs and the view of the chosen one.
#[component]
pub fn TabsPanel(props: &PanelProps) -> Html {
    let PanelProps { page, on, .. } = props;
    let lang = page.lang;
    let clear = on.reform(|_: MouseEvent| Act::Select(Selection::Nothing));
    let keys = {
        let (on, chosen) = (on.clone(), page.tab);
        Callback::from(move |event: KeyboardEvent| {
            let Some(tab) = tab_of_key(&event.key(), chosen) else {
                return;
            };
            event.prevent_default();
            on.emit(Act::ShowTab(tab));
            browser::focus(&tab_id(tab));
        })
    };
    let tab = |tab: Tab| {
        let chosen = tab == page.tab;
        let show = on.reform(move |_: MouseEvent| Act::ShowTab(tab));
        html! {
            <button key={tab.id()} type="button" role="tab" class="tab" id={tab_id(tab)}
                aria-selected={chosen.to_string()} aria-controls="tab-view"
                tabindex={if chosen { "0" } else { "-1" }} onclick={show}>{ name(lang, tab) }</button>
        }
    };
    let view = match page.tab {
        Tab::Inspector => html! { <InspectorPanel ..props.clone() /> },
        Tab::Stack => html! { <StackPanel ..props.clone() /> },
        Tab::Ports => html! { <PortsPanel ..props.clone() /> },
        Tab::Dns => html! { <DnsPanel ..props.clone() /> },
    };
    html! {
        <>
            <div class="tabs">
                <div class="tabs-list" role="tablist" aria-label={words::views(lang)} onkeydown={keys}>
                    { for Tab::ALL.into_iter().map(tab) }
                </div>
                if page.selection != Selection::Nothing {
                    <button type="button" class="button button-quiet" onclick={clear}>{ words::unselect(lang) }</button>
                }
            </div>
            <div id="tab-view" class="tab-view" role="tabpanel" aria-labelledby={tab_id(page.tab)} key={page.tab.id()}>
                { view }
            </div>
        </>
    }
}

fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.id())
}

/// The tab that a key leads to from this one.
fn tab_of_key(key: &str, from: Tab) -> Option<Tab> {
    let (last, at) = (Tab::ALL.len() - 1, from as usize);
    let to = match key {
        "ArrowRight" if at == last => 0,
        "ArrowRight" => at + 1,
        "ArrowLeft" if at == 0 => last,
        "ArrowLeft" => at - 1,
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Tab::ALL.get(to).copied()
}

/// A tab.
fn name(lang: Lang, tab: Tab) -> &'static str {
    match tab {
        Tab::Inspector => hoplab_words::inspect::title(lang),
        Tab::Stack => hoplab_words::stack::title(lang),
        Tab::Ports => hoplab_words::ports::title(lang),
        Tab::Dns => hoplab_words::dns::title(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrow_keys_lead_round_all_tabs_and_back() {
        let last = Tab::ALL.len() - 1;
        for (at, tab) in Tab::ALL.into_iter().enumerate() {
            assert_eq!(tab as usize, at);
            let next = tab_of_key("ArrowRight", tab).expect("there is a next one");
            assert_eq!(next, Tab::ALL[(at + 1) % Tab::ALL.len()]);
            assert_eq!(tab_of_key("ArrowLeft", next), Some(tab));
            assert_eq!(tab_of_key("Home", tab), Some(Tab::ALL[0]));
            assert_eq!(tab_of_key("End", tab), Some(Tab::ALL[last]));
            assert_eq!(tab_of_key("Tab", tab), None);
        }
    }

    #[test]
    fn every_tab_is_found_by_the_name_it_has_in_an_address() {
        for tab in Tab::ALL {
            assert_eq!(Tab::of_id(tab.id()), Some(tab));
        }
        assert_eq!(Tab::of_id("nonsense"), None);
    }
}
