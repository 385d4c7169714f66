//! A checksum worked out step by step, below its field.

use hoplab_wire::checksum::{Explanation, Part, explain};
use hoplab_wire::dissect::Value;
use yew::prelude::*;

use super::bytes::Row;
use hoplab_words::Lang;
use hoplab_words::inspect as words;

/// The steps, if the field is a checksum of the frame's own headers and can be worked out.
pub fn sum(lang: Lang, frame: &[u8], row: &Row) -> Html {
    // Those of a quoted packet lie deeper.
    let own = row.depth == 1 && matches!(row.value, Value::Checksum { .. });
    match explain(frame, row.key).filter(|_| own) {
        Some(told) => steps(lang, &told),
        None => html! {},
    }
}

fn steps(lang: Lang, told: &Explanation) -> Html {
    let before = core::iter::once(told.total).chain(told.folded.iter().copied());
    let folds = before.zip(&told.folded);
    html! {
        <section class="sum" aria-label={words::sum_title(lang)}>
            <p>{ words::sum_add(lang) }</p>
            <table class="table">
                <caption class="unseen">{ words::sum_title(lang) }</caption>
                <thead class="unseen"><tr>
                    <th scope="col">{ words::sum_part(lang) }</th>
                    <th scope="col">{ words::sum_words(lang) }</th>
                    <th scope="col">{ words::sum_of_part(lang) }</th>
                </tr></thead>
                <tbody>
                    <>{ for told.parts.iter().map(|part| part_row(lang, part)) }</>
                    <tr class="sum-total">
                        <th scope="row" colspan="2">{ words::sum_total(lang) }</th>
                        <td class="code" translate="no">{ format!("0x{:x}", told.total) }</td>
                    </tr>
                </tbody>
            </table>
            <ol>
                <>{ for folds.map(|(before, after)| html! { <li>{ words::sum_fold(lang, before, *after) }</li> }) }</>
                <li>{ words::sum_complement(lang, told.sum(), told.expected) }</li>
                <li>{ words::sum_verdict(lang, told.found, told.fits()) }</li>
            </ol>
        </section>
    }
}

fn part_row(lang: Lang, part: &Part) -> Html {
    let mut listed = String::new();
    for word in &part.words {
        if !listed.is_empty() {
            listed.push_str(" + ");
        }
        listed.push_str(&format!("{word:04x}"));
    }
    let more = part.count.saturating_sub(part.words.len());
    html! {
        <tr>
            <th scope="row">{ words::sum_part_name(lang, part.kind) }</th>
            <td class="code">
                <span translate="no">{ listed }</span>
                if more > 0 { <span class="quiet">{ " " }{ words::sum_more(lang, more) }</span> }
            </td>
            <td class="code" translate="no">{ format!("0x{:x}", part.sum) }</td>
        </tr>
    }
}
