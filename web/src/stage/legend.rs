//! What the shapes and colours of the map mean.

use yew::prelude::*;

use super::layers::Layers;
use hoplab_explain::look::{Family, Look, Shape};
use hoplab_explain::way::Layer;
use hoplab_words::stage::Word;
use hoplab_words::{Lang, stack, stage as words};

const LOOKS: [Look; 10] = [
    Look {
        family: Family::Tcp,
        shape: Shape::Data,
    },
    Look {
        family: Family::Udp,
        shape: Shape::Data,
    },
    Look {
        family: Family::Dns,
        shape: Shape::Data,
    },
    Look {
        family: Family::Ip,
        shape: Shape::Data,
    },
    Look {
        family: Family::Icmp,
        shape: Shape::Report,
    },
    Look {
        family: Family::Tcp,
        shape: Shape::Syn,
    },
    Look {
        family: Family::Tcp,
        shape: Shape::SynAck,
    },
    Look {
        family: Family::Tcp,
        shape: Shape::Ack,
    },
    Look {
        family: Family::Tcp,
        shape: Shape::Fin,
    },
    Look {
        family: Family::Tcp,
        shape: Shape::Rst,
    },
];

/// The legend; `open` where there is room for it from the start. With it goes the choice of the layers that the
/// labels of packets show, and of how many packets they are not shown for want of room.
pub fn legend(
    lang: Lang,
    open: bool,
    layers: Layers,
    left_out: usize,
    toggle: &Callback<Layer>,
) -> Html {
    let choice = |layer: Layer| {
        let onchange = toggle.reform(move |_: Event| layer);
        html! {
            <label class="check" title={words::layer_shows(lang, layer)}>
                <input type="checkbox" checked={layers.shows(layer)} {onchange} />
                <span>{ stack::layer_short(lang, layer) }</span>
            </label>
        }
    };
    html! {
        <details class="legend" {open}>
            <summary>{ Word::Legend.text(lang) }</summary>
            <fieldset class="legend-layers">
                <legend>{ words::layers_shown(lang) }</legend>
                <>{ for Layer::DOWN.map(choice) }</>
                if left_out > 0 {
                    <span class="quiet" title={words::left_out_means(lang)}>{ words::left_out(lang, left_out) }</span>
                }
            </fieldset>
            <ul>
                <>{ for LOOKS.map(|look| entry(glyph(look), words::legend(lang, look))) }</>
                { entry(html! { <>
                    <rect class="tcp-box" x="5" y="6" width="16" height="10" rx="3" />
                    <rect class="tcp-line" x="2" y="3" width="22" height="16" />
                </> }, Word::Resent.text(lang)) }
                { entry(html! { <path class="jag" d="M2 15l3-5 3 5 3-5 3 5 3-5 3 5 3-5" /> }, Word::Damaged.text(lang)) }
                { entry(html! { <path class="lost" d="M7 5l12 12M7 17 19 5" /> }, Word::Lost.text(lang)) }
            </ul>
        </details>
    }
}

fn entry(glyph: Html, text: &'static str) -> Html {
    html! {
        <li>
            <svg viewBox="0 0 26 22" width="26" height="22" aria-hidden="true">{ glyph }</svg>
            <span>{ text }</span>
        </li>
    }
}

fn glyph(look: Look) -> Html {
    match (look.shape, look.family) {
        (Shape::Data, Family::Tcp) => {
            html! { <rect class="tcp-box" x="2" y="4" width="22" height="14" rx="4" /> }
        }
        (Shape::Data, Family::Udp) => {
            html! { <path class="udp-box" d="M2 4H19L24 11 19 18H2Z" /> }
        }
        (Shape::Data, Family::Dns) => {
            html! { <path class="dns-box" d="M2 4H19L24 11 19 18H2Z" /> }
        }
        (Shape::Data, _) => html! { <rect class="ip-box" x="2" y="4" width="22" height="14" /> },
        (Shape::Report, _) => html! {
            <><path class="icmp-box" d="M13 2 22 11 13 20 4 11Z" /><path class="icmp-line" d="M13 6.5V12M13 15V15.2" /></>
        },
        (Shape::Ack, _) => html! { <path class="tcp-line" d="M8 11l3.5 4.5L18.5 6.5" /> },
        (Shape::Syn, _) => html! { <circle class="tcp-box" cx="13" cy="11" r="6.5" /> },
        (Shape::SynAck, _) => html! {
            <><circle class="tcp-box" cx="13" cy="11" r="6.5" /><path class="tcp-fill" d="M13 4.5A6.5 6.5 0 0 0 13 17.5Z" /></>
        },
        (Shape::Fin, _) => html! { <circle class="tcp-fill" cx="13" cy="11" r="6.5" /> },
        (Shape::Rst, _) => html! {
            <path class="tcp-fill" d="M15.5 1.5 7 12.5H12L10 20.5 19 8.5H14Z" />
        },
    }
}
