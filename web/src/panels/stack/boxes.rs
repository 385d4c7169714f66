//! The packet at a node as boxes in boxes, each with its layer's addresses, what changed in it, and what the
//! layer does there.

use core::net::Ipv4Addr;

use hoplab_wire::dissect::Value;
use yew::prelude::*;

use super::told::Teller;
use super::wrap::{Shown, Wrap, is_bad, wraps};
use hoplab_explain::way::{Layer, Stop};
use hoplab_words::{fields, inspect, stack as words};

/// The boxes at a stop.
pub fn boxes(teller: &Teller<'_>, stop: &Stop) -> Html {
    let Some(frame) = &stop.frame else {
        return html! {};
    };
    let wraps = wraps(frame, stop.before.as_ref());
    Boxes { teller, stop }.layer(&wraps, Layer::Interface)
}

struct Boxes<'a> {
    teller: &'a Teller<'a>,
    stop: &'a Stop,
}

impl Boxes<'_> {
    /// The box of one layer, with those of the layers above in it. A layer without a header has a place all the
    /// same, to say so.
    fn layer(&self, wraps: &[Wrap], layer: Layer) -> Html {
        let lang = self.teller.page.lang;
        let mine = wraps.iter().take_while(|wrap| wrap.layer == layer).count();
        let (mine, inner) = wraps.split_at(mine);
        let unopened = |wrap: &Wrap| self.teller.unopened(self.stop, wrap.key).is_some();
        let (opened, cargo) = mine.split_at(mine.iter().take_while(|wrap| !unopened(wrap)).count());
        let changed = mine.iter().any(|wrap| wrap.changed);
        let within = match layer {
            Layer::Interface => Some(Layer::Internet),
            Layer::Internet => Some(Layer::Transport),
            Layer::Transport => Some(Layer::Application),
            Layer::Application => None,
        };
        let name = words::layer(lang, layer);
        let class = classes!("wrap", mine.is_empty().then_some("wrap-none"));
        html! {
            <div {class} role="group" aria-label={name}>
                <p class="wrap-head">
                    <strong>{ name }</strong>
                    <>{ for opened.iter().map(|wrap| html! { <span class="wrap-what">{ words::wrap(lang, wrap.key) }</span> }) }</>
                    if changed && layer == Layer::Application {
                        <span class="mark-changed">{ words::content_changed(lang) }</span>
                    }
                </p>
                <p class="wrap-does">{ self.teller.does(self.stop, layer) }</p>
                <>{ for opened.iter().map(|wrap| self.fields(wrap)) }</>
                <>{ for cargo.iter().map(|wrap| self.cargo(wrap)) }</>
                <>{ for within.map(|within| self.layer(inner, within)) }</>
            </div>
        }
    }

    /// A header that the node does not look at, as a box of its own within its layer's.
    fn cargo(&self, wrap: &Wrap) -> Html {
        let name = words::wrap(self.teller.page.lang, wrap.key);
        html! {
            <div class="wrap" role="group" aria-label={name}>
                <p class="wrap-head"><span class="wrap-what">{ name }</span></p>
                <p class="wrap-does">{ self.teller.unopened(self.stop, wrap.key) }</p>
                { self.fields(wrap) }
            </div>
        }
    }

    fn fields(&self, wrap: &Wrap) -> Html {
        let lang = self.teller.page.lang;
        html! {
            <>
                if wrap.layer == Layer::Application && wrap.fields.is_empty() {
                    <p class="wrap-content">{ self.teller.content(self.stop) }</p>
                }
                if !wrap.fields.is_empty() {
                    <dl class="wrap-fields">{ for wrap.fields.iter().map(|shown| self.field(shown)) }</dl>
                }
                if !wrap.quoted.is_empty() {
                    <div class="wrap wrap-quoted" role="group" aria-label={words::quoted(lang)}>
                        <p class="wrap-head"><strong>{ words::quoted(lang) }</strong></p>
                        { self.quoted(&wrap.quoted) }
                    </div>
                }
            </>
        }
    }

    /// A quoted packet: its headers in each other, as far as they were quoted.
    fn quoted(&self, wraps: &[Wrap]) -> Html {
        let lang = self.teller.page.lang;
        let Some((outer, inner)) = wraps.split_first() else {
            return html! {};
        };
        html! {
            <div class="wrap">
                <p class="wrap-head"><span class="wrap-what">{ words::wrap(lang, outer.key) }</span></p>
                if !outer.fields.is_empty() {
                    <dl class="wrap-fields">{ for outer.fields.iter().map(|shown| self.field(shown)) }</dl>
                }
                { self.quoted(inner) }
            </div>
        }
    }

    fn field(&self, shown: &Shown) -> Html {
        let lang = self.teller.page.lang;
        let told = |value: &Value| match value {
            value if is_bad(value) => inspect::value(lang, shown.key, value),
            value => inspect::value_short(lang, shown.key, value),
        };
        let owner = self.owner(&shown.value);
        html! {
            <div class={is_bad(&shown.value).then_some("field-bad")}>
                <dt>{ fields::name(lang, shown.key) }</dt>
                <dd>
                    if let Some(before) = &shown.before {
                        <del class="code">{ inspect::value_short(lang, shown.key, before) }</del>
                        <span aria-hidden="true">{ " → " }</span>
                        <ins class="code">{ told(&shown.value) }</ins>
                    } else {
                        <span class="code">{ told(&shown.value) }</span>
                    }
                    if let Some(owner) = owner { <span class="wrap-owner">{ owner }</span> }
                    if shown.before.is_some() { <span class="mark-changed">{ inspect::changed(lang) }</span> }
                </dd>
            </div>
        }
    }

    /// Whose address it is.
    fn owner(&self, value: &Value) -> Option<String> {
        let nodes = &self.teller.page.nodes;
        match value {
            Value::Mac(mac) => {
                let has = |card: &(_, hoplab_wire::MacAddr, _)| card.1 == *mac;
                let node = nodes.iter().find(|node| node.interfaces.iter().any(has))?;
                Some(node.name.clone())
            }
            Value::Ip(address) => {
                let address: Ipv4Addr = *address;
                let mut with = nodes.iter().filter(|node| node.address == address);
                match (with.next(), with.next()) {
                    (Some(node), None) => Some(node.name.clone()),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
