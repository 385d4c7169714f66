//! The bytes of a frame, tied to its fields.

use core::ops::Range;

use hoplab_sim::Frame;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::bytes::{ACROSS, hex_rows};
use hoplab_words::Lang;
use hoplab_words::inspect as words;

/// What [`Hex`] shows and tells.
#[derive(Clone, Properties, PartialEq)]
pub struct HexProps {
    /// The words' language.
    pub lang: Lang,
    /// The bytes.
    pub frame: Frame,
    /// The bytes of the field that is looked at.
    pub lit: Option<Range<usize>>,
    /// The byte that is pointed at.
    pub at: Option<usize>,
    /// Bytes that were others at the step before.
    pub changed: Vec<usize>,
    /// What the byte or field pointed at is.
    pub says: String,
    /// A byte is pointed at, or none any more.
    pub point: Callback<Option<usize>>,
}

/// The bytes. The arrow keys move from byte to byte.
#[component]
pub fn Hex(props: &HexProps) -> Html {
    let HexProps {
        lang,
        frame,
        lit,
        at,
        changed,
        says,
        point,
    } = props;
    let lang = *lang;
    // On a slow machine keys come faster than the bytes are drawn: each goes on from where the one before led.
    let latest = use_mut_ref(|| None);
    latest.replace(*at);
    let onmouseover = {
        let point = point.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(byte) = pointed(&event) {
                point.emit(Some(byte));
            }
        })
    };
    let onkeydown = {
        let (point, len) = (point.clone(), frame.len() as usize);
        Callback::from(move |event: KeyboardEvent| {
            let at = *latest.borrow();
            if let Some(byte) = moved(&event.key(), at, len) {
                latest.replace(Some(byte));
                event.prevent_default();
                event.stop_propagation();
                point.emit(Some(byte));
            }
        })
    };
    let class = |byte: usize| {
        let is_lit = lit.as_ref().is_some_and(|lit| lit.contains(&byte));
        classes!(
            is_lit.then_some("hex-lit"),
            (*at == Some(byte)).then_some("hex-at"),
            changed.contains(&byte).then_some("hex-changed"),
        )
    };
    html! {
        <>
            <div class="hex" role="group" tabindex="0" aria-label={words::bytes(lang)} aria-describedby="hex-help"
                {onmouseover} onmouseleave={point.reform(|_: MouseEvent| None)}
                onblur={point.reform(|_: FocusEvent| None)} {onkeydown}>
                <table>
                    <caption class="unseen">{ words::bytes(lang) }</caption>
                    <tbody>
                        { for hex_rows(&frame.to_vec()).into_iter().map(|row| html! {
                            <tr key={row.at}>
                                <th scope="row">{ format!("{:04x}", row.at) }</th>
                                <>{ for row.bytes.iter().zip(row.at..).map(|(byte, place)| html! {
                                    <td class={class(place)} translate="no" data-byte={place.to_string()}>{ format!("{byte:02x}") }</td>
                                }) }</>
                                <>{ for (row.bytes.len()..ACROSS).map(|_| html! { <td></td> }) }</>
                                <td class="hex-text" translate="no">{ row.text() }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            <p id="hex-help" class="unseen">{ words::bytes_help(lang) }</p>
            <p class="hex-says" role="status">{ says }</p>
        </>
    }
}

fn pointed(event: &MouseEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    target.get_attribute("data-byte")?.parse().ok()
}

/// Where an arrow key leads; nothing for other keys.
fn moved(key: &str, at: Option<usize>, len: usize) -> Option<usize> {
    let last = len.checked_sub(1)?;
    let Some(at) = at else {
        return key.starts_with("Arrow").then_some(0);
    };
    let to = match key {
        "ArrowLeft" => at.saturating_sub(1),
        "ArrowRight" => at + 1,
        "ArrowUp" => at.checked_sub(ACROSS).unwrap_or(at),
        "ArrowDown" if at + ACROSS > last => at,
        "ArrowDown" => at + ACROSS,
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn arrow_keys_move_by_bytes_and_rows_and_stay_inside() {
        assert_eq!(moved("ArrowDown", None, 60), Some(0));
        assert_eq!(moved("ArrowDown", Some(3), 60), Some(11));
        assert_eq!(moved("ArrowUp", Some(3), 60), Some(3));
        assert_eq!(moved("ArrowRight", Some(59), 60), Some(59));
        assert_eq!(moved("ArrowDown", Some(58), 60), Some(58));
        assert_eq!(moved("x", Some(3), 60), None);
        assert_eq!(moved("ArrowDown", None, 0), None);
    }
}
