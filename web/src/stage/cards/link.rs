//! The card of a link: cut it, and set what it does to packets.

use hoplab_sim::{ChannelQualities, Command, Direction, LinkChange, LinkSnapshot};
use hoplab_units::{Rate, Share, Span};
use yew::prelude::*;

use super::CardView;
use super::dial::Dial;
use crate::act::Act;
use crate::stage::scale::{Scale, plain};
use hoplab_words::stage as words;
use hoplab_words::stage::Word;

const PERCENT: Scale = Scale::Even {
    min: 0.0,
    max: 50.0,
    step: 0.5,
};
const DELAY: Scale = Scale::Log {
    min: 1.0,
    max: 500.0,
};
const JITTER: Scale = Scale::Even {
    min: 0.0,
    max: 200.0,
    step: 1.0,
};
const RATE: Scale = Scale::Log {
    min: 0.01,
    max: 1000.0,
};
const QUEUE: Scale = Scale::Log {
    min: 2.0,
    max: 1024.0,
};

/// A quality that a dial sets.
struct Quality {
    word: Word,
    unit: &'static str,
    scale: Scale,
    read: fn(&ChannelQualities) -> f64,
    change: fn(f64) -> LinkChange,
}

fn percent(share: Share) -> f64 {
    f64::from(share.ppm()) / 10_000.0
}
fn share(percent: f64) -> Share {
    Share::from_ppm((percent * 10_000.0).round() as u32)
}
fn millis(span: Span) -> f64 {
    span.as_nanos() as f64 / 1e6
}
fn span(millis: f64) -> Span {
    Span::from_nanos((millis * 1e6).round() as u64)
}

const MAIN: [Quality; 3] = [
    Quality {
        word: Word::Loss,
        unit: "%",
        scale: PERCENT,
        read: |line| percent(line.loss),
        change: |value| LinkChange::Loss(share(value)),
    },
    Quality {
        word: Word::Delay,
        unit: "ms",
        scale: DELAY,
        read: |line| millis(line.delay),
        change: |value| LinkChange::Delay(span(value)),
    },
    Quality {
        word: Word::Jitter,
        unit: "ms",
        scale: JITTER,
        read: |line| millis(line.jitter),
        change: |value| LinkChange::Jitter(span(value)),
    },
];

const MORE: [Quality; 4] = [
    Quality {
        word: Word::Rate,
        unit: "Mbit/s",
        scale: RATE,
        read: |line| line.rate.bits_per_sec() as f64 / 1e6,
        change: |value| LinkChange::Rate(Rate::from_bits_per_sec((value * 1e6).round() as u64)),
    },
    Quality {
        word: Word::Queue,
        unit: "KiB",
        scale: QUEUE,
        read: |line| f64::from(line.queue) / 1024.0,
        change: |value| LinkChange::Queue((value * 1024.0).round() as u32),
    },
    Quality {
        word: Word::Duplication,
        unit: "%",
        scale: PERCENT,
        read: |line| percent(line.duplication),
        change: |value| LinkChange::Duplication(share(value)),
    },
    Quality {
        word: Word::Corruption,
        unit: "%",
        scale: PERCENT,
        read: |line| percent(line.corruption),
        change: |value| LinkChange::Corruption(share(value)),
    },
];

impl CardView<'_> {
    /// Title and body of a link's card.
    pub(super) fn link(&self, link: &LinkSnapshot) -> (String, Html) {
        let lang = self.page.lang;
        let title = words::link_title(lang, &self.page.link_name(link.id));
        let set = |change| Command::SetLink {
            link: link.id,
            direction: None,
            change,
        };
        let primary = if link.up {
            self.button("card-danger", Word::DoCut, set(LinkChange::Cut))
        } else {
            self.button(
                "card-primary",
                Word::DoRestoreLink,
                set(LinkChange::Restore),
            )
        };
        let body = html! {
            <>
                <div class="card-row">{ primary }{ self.details_button(Word::Details) }</div>
                <p class="card-now">{ self.link_now(link) }</p>
                { self.direction_choice(link) }
                <>{ for MAIN.iter().map(|quality| self.dial(link, quality)) }</>
                <details class="card-more" ontoggle={self.grown.reform(|_: Event| ())}>
                    <summary>{ self.word(Word::More) }</summary>
                    <div class="card-columns">{ for MORE.iter().map(|quality| self.dial(link, quality)) }</div>
                    <p class="quiet">{ words::loss_means(lang) }</p>
                </details>
            </>
        };
        (title, body)
    }

    fn link_now(&self, link: &LinkSnapshot) -> String {
        let flying = |direction| self.scene.lane(link.id, direction).len();
        let waiting = |direction| match self.lab.try_borrow() {
            Ok(lab) => lab.world().queued_bytes(link.id, direction),
            Err(_) => 0,
        };
        let [there, back] = Direction::BOTH;
        words::link_now(
            self.page.lang,
            flying(there) + flying(back),
            waiting(there) + waiting(back),
            self.drawn.lost_on(link.id),
        )
    }

    fn direction_choice(&self, link: &LinkSnapshot) -> Html {
        let [a, b] = link.ends.map(|end| self.page.node_name(end).to_owned());
        let lang = self.page.lang;
        let choices = [
            (
                None,
                self.word(Word::Both).to_owned(),
                self.word(Word::Both).to_owned(),
            ),
            (
                Some(Direction::AToB),
                format!("{a} → {b}"),
                words::towards(lang, &a, &b),
            ),
            (
                Some(Direction::BToA),
                format!("{b} → {a}"),
                words::towards(lang, &b, &a),
            ),
        ];
        html! {
            <div class="directions" role="group" aria-label={self.word(Word::Direction)}>
                { for choices.into_iter().map(|(direction, text, label)| {
                    let onclick = self.turn.reform(move |_: MouseEvent| direction);
                    let pressed = (self.direction == direction).to_string();
                    html! {
                        <button type="button" aria-pressed={pressed} aria-label={label} {onclick}>
                            { text }
                        </button>
                    }
                }) }
            </div>
        }
    }

    fn dial(&self, link: &LinkSnapshot, quality: &Quality) -> Html {
        let [there, back] = &link.channels;
        let read = quality.read;
        let value = match self.direction {
            Some(direction) => read(&link.channels[direction.index()]),
            None => read(there).max(read(back)),
        };
        let (id, direction, change) = (link.id, self.direction, quality.change);
        let set = self.on.reform(move |value| {
            Act::Issue(Command::SetLink {
                link: id,
                direction,
                change: change(value),
            })
        });
        let mut label = self.word(quality.word).to_owned();
        // One slider for both must not look as if both had what it shows.
        if self.direction.is_none() && read(there) != read(back) {
            let [there, back] = [there, back].map(|line| plain(read(line)));
            label += &format!(" (→ {there}, ← {back})");
        }
        html! {
            <Dial {label} unit={quality.unit} {value}
                scale={quality.scale} {set} />
        }
    }
}
