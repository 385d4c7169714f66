//! The stack view: a packet's way through the four layers.

use hoplab_sim::{Frame, PacketId, Trace};
use hoplab_wire::dissect::{FieldKey, Value};
use yew::prelude::*;

use super::PanelProps;
use super::inspector::life;
use crate::act::Selection;
use crate::shot::Shot;
use crate::words::stack as words;

/// The stack view.
#[component]
pub fn StackPanel(props: &PanelProps) -> Html {
    let PanelProps { lab, shot, .. } = props;
    let lang = shot.lang;
    let addresses = match (lab.try_borrow(), shot.selection) {
        (Ok(lab), Selection::Packet(id)) => addresses(shot, lab.world().trace(), id),
        _ => None,
    };
    html! {
        <section class="inspector" aria-labelledby="stack-title">
            <h2 class="unseen" id="stack-title">{ words::title(lang) }</h2>
            { addresses.unwrap_or_else(|| html! { <p class="quiet">{ words::nothing(lang) }</p> }) }
        </section>
    }
}

/// Each layer's addresses of the packet as it was last.
fn addresses(shot: &Shot, trace: &Trace, id: PacketId) -> Option<Html> {
    let lang = shot.lang;
    let life = life::life(trace, id);
    let frame = life.steps.last()?.frame.as_ref()?;
    let summary = frame.summary()?;
    let port = |port: Option<u16>| {
        port.map_or_else(
            || words::no_header(lang).to_owned(),
            |port| words::port(lang, port),
        )
    };
    let mac = |key| mac(frame, key).unwrap_or_default();
    let layers = [
        (
            words::transport(lang),
            port(summary.src_port),
            port(summary.dst_port),
        ),
        (
            words::internet(lang),
            summary.src.to_string(),
            summary.dst.to_string(),
        ),
        (
            words::interface(lang),
            mac(FieldKey::EthernetSrc),
            mac(FieldKey::EthernetDst),
        ),
    ];
    let row = |(layer, from, to): (&str, String, String)| {
        html! {
            <tr>
                <th scope="row">{ layer }</th>
                <td class="code">{ from }</td>
                <td class="code">{ to }</td>
            </tr>
        }
    };
    Some(html! {
        <table class="table">
            <caption>{ words::addresses(lang, id.0) }</caption>
            <thead><tr>
                <th scope="col">{ words::layer(lang) }</th>
                <th scope="col">{ words::from(lang) }</th>
                <th scope="col">{ words::to(lang) }</th>
            </tr></thead>
            <tbody>{ for layers.into_iter().map(row) }</tbody>
        </table>
    })
}

/// What a field of the frame's outermost header says.
fn mac(frame: &Frame, key: FieldKey) -> Option<String> {
    let tree = frame.dissect();
    let fields = tree.fields.first()?.children.iter();
    let field = fields.into_iter().find(|field| field.key == key)?;
    match field.value {
        Value::Mac(mac) => Some(mac.to_string()),
        _ => None,
    }
}
