//! A frame taken apart: every field with its value and meaning, tied to the bytes.

use hoplab_sim::Frame;
use hoplab_wire::dissect::{ChecksumStatus, Value};
use yew::prelude::*;

use super::bytes::{Change, Row, changed_bytes, changes, row_at, rows};
use super::hex::Hex;
use super::sum::sum;
use hoplab_words::inspect as words;
use hoplab_words::{Lang, fields};

/// What [`FrameView`] shows.
#[derive(Clone, Properties, PartialEq)]
pub struct FrameProps {
    /// The words' language.
    pub lang: Lang,
    /// The frame.
    pub frame: Frame,
    /// The same packet's frame at the step before, if there was one.
    pub before: Option<Frame>,
}

/// What is pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pointed {
    /// A field, by its place in the list.
    Field(usize),
    /// A byte.
    Byte(usize),
}

/// The fields of the frame, layer by layer, what changed in it, and its bytes.
#[component]
pub fn FrameView(props: &FrameProps) -> Html {
    let FrameProps {
        lang,
        frame,
        before,
    } = props;
    let lang = *lang;
    let pointed = use_state(|| None::<Pointed>);
    let open = use_state(|| None::<usize>);
    let bytes = frame.to_vec();
    let rows = rows(&frame.dissect());
    let (changed, other_bytes) = match before {
        Some(before) => {
            let was = before.to_vec();
            let old = self::rows(&before.dissect());
            (
                changes(&was, &old, &bytes, &rows),
                changed_bytes(&was, &bytes),
            )
        }
        None => (Vec::new(), Vec::new()),
    };
    let marked = match *pointed {
        None => None,
        Some(Pointed::Field(place)) => Some(place),
        Some(Pointed::Byte(byte)) => row_at(&rows, byte),
    };
    let at = match *pointed {
        Some(Pointed::Byte(byte)) => Some(byte),
        _ => None,
    };
    let tree = Tree {
        lang,
        rows: &rows,
        bytes: &bytes,
        changed: &changed,
        marked,
        pointed: &pointed,
        open: &open,
    };
    let says = tree.says(at);
    let point = {
        let pointed = pointed.setter();
        Callback::from(move |byte: Option<usize>| pointed.set(byte.map(Pointed::Byte)))
    };
    let lit = marked
        .and_then(|place| rows.get(place))
        .map(|row| row.range.clone());
    html! {
        <>
            if before.is_some() { { tree.changes() } }
            <h3>{ words::fields(lang) }</h3>
            { tree.html() }
            <h3>{ words::bytes(lang) }</h3>
            <Hex {lang} frame={frame.clone()} {lit} {at} changed={other_bytes} {says} {point} />
        </>
    }
}

/// The fields, and what is marked in them.
struct Tree<'a> {
    lang: Lang,
    rows: &'a [Row],
    bytes: &'a [u8],
    changed: &'a [Change],
    marked: Option<usize>,
    pointed: &'a UseStateHandle<Option<Pointed>>,
    open: &'a UseStateHandle<Option<usize>>,
}

impl Tree<'_> {
    /// What the status line below the bytes says.
    fn says(&self, at: Option<usize>) -> String {
        let row = self.marked.and_then(|place| self.rows.get(place));
        let field = row.map(|row| {
            let name = fields::name(self.lang, row.key);
            format!("{name}: {}", words::value(self.lang, row.key, &row.value))
        });
        let byte = at.and_then(|at| Some((at, *self.bytes.get(at)?)));
        match (byte, field) {
            (Some((at, byte)), field) => {
                words::byte_at(self.lang, at, byte, &field.unwrap_or_default())
            }
            (None, Some(field)) => field,
            (None, None) => words::bytes_help(self.lang).to_owned(),
        }
    }

    fn changes(&self) -> Html {
        let lang = self.lang;
        if self.changed.is_empty() {
            return html! { <p class="quiet">{ words::nothing_changed(lang) }</p> };
        }
        let row = |change: &Change| {
            let row = self.rows.get(change.row)?;
            let told = |value: &Value| words::value_short(lang, row.key, value);
            Some(html! {
                <tr>
                    <th scope="row">{ fields::name(lang, row.key) }</th>
                    <td class="code">{ change.before.as_ref().map_or_else(|| "–".to_owned(), told) }</td>
                    <td class="code">{ told(&row.value) }</td>
                </tr>
            })
        };
        html! {
            <div class="table-box" role="region" tabindex="0" aria-label={words::changed_here(lang)}>
                <table class="table">
                    <caption>{ words::changed_here(lang) }</caption>
                    <thead><tr>
                        <th scope="col">{ words::field(lang) }</th>
                        <th scope="col">{ words::before(lang) }</th>
                        <th scope="col">{ words::after(lang) }</th>
                    </tr></thead>
                    <tbody>{ for self.changed.iter().filter_map(row) }</tbody>
                </table>
            </div>
        }
    }

    /// One box a layer; the fields of a layer in a table.
    fn html(&self) -> Html {
        let starts = |(place, row): &(usize, &Row)| (row.depth == 0).then_some(*place);
        let starts: Vec<usize> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|at| starts(&at))
            .collect();
        let ends = starts.iter().skip(1).copied().chain([self.rows.len()]);
        html! {
            <div class="layers">
                { for starts.iter().copied().zip(ends).map(|(start, end)| self.layer(start, end)) }
            </div>
        }
    }

    fn layer(&self, start: usize, end: usize) -> Html {
        let Some(row) = self.rows.get(start) else {
            return html! {};
        };
        let lang = self.lang;
        let own = |place: usize| (start..end).contains(&place);
        let lit = self.marked.is_some_and(own);
        let bad = self
            .rows
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .any(|row| is_bad(&row.value));
        let changed = self.changed.iter().any(|change| own(change.row));
        let meaning = fields::meaning(lang, row.key);
        html! {
            <details key={start} class={classes!("layer", lit.then_some("layer-lit"))}>
                <summary title={meaning} onmouseenter={self.point(Some(start))} onmouseleave={self.point(None)}
                    onfocus={self.point(Some(start))} onblur={self.point(None)}>
                    <span class="layer-name">{ fields::name(lang, row.key) }</span>
                    <span class="layer-value">{ words::value(lang, row.key, &row.value) }</span>
                    if changed { <span class="mark-changed">{ words::changed(lang) }</span> }
                    if bad { <span class="mark-bad">{ words::bad(lang) }</span> }
                </summary>
                <p class="quiet">{ meaning }</p>
                if end > start + 1 {
                    <table class="table fields">
                        <caption class="unseen">{ fields::name(lang, row.key) }</caption>
                        <thead class="unseen"><tr>
                            <th scope="col">{ words::field(lang) }</th>
                            <th scope="col">{ words::value_column(lang) }</th>
                        </tr></thead>
                        <tbody>{ for (start + 1..end).map(|place| self.field(place)) }</tbody>
                    </table>
                }
            </details>
        }
    }

    /// Lights the bytes of a field, or of none.
    fn point<E>(&self, place: Option<usize>) -> Callback<E> {
        let pointed = self.pointed.setter();
        Callback::from(move |_: E| pointed.set(place.map(Pointed::Field)))
    }

    fn field(&self, place: usize) -> Html {
        let Some(row) = self.rows.get(place) else {
            return html! {};
        };
        let lang = self.lang;
        let is_open = **self.open == Some(place);
        let toggle = {
            let open = self.open.setter();
            Callback::from(move |_: MouseEvent| open.set((!is_open).then_some(place)))
        };
        let meaning = fields::meaning(lang, row.key);
        let changed = self.changed.iter().any(|change| change.row == place);
        let class = classes!(
            (self.marked == Some(place)).then_some("field-lit"),
            is_bad(&row.value).then_some("field-bad"),
        );
        html! {
            <>
                <tr key={place} {class} onmouseenter={self.point(Some(place))} onmouseleave={self.point(None)}>
                    <th scope="row" class={format!("field-depth-{}", row.depth.min(4))}>
                        <button type="button" class="field-name" title={meaning} aria-expanded={is_open.to_string()}
                            onclick={toggle} onfocus={self.point(Some(place))} onblur={self.point(None)}>{ fields::name(lang, row.key) }</button>
                    </th>
                    <td class="figure">
                        { words::value(lang, row.key, &row.value) }
                        if changed { <span class="mark-changed">{ words::changed(lang) }</span> }
                    </td>
                </tr>
                if is_open {
                    <tr class="field-meaning"><td colspan="2">{ meaning }{ sum(lang, self.bytes, row) }</td></tr>
                }
            </>
        }
    }
}

fn is_bad(value: &Value) -> bool {
    let bad = ChecksumStatus::Bad;
    matches!(value, Value::Error(_))
        || matches!(value, Value::Checksum { status, .. } if *status == bad)
}
