//! What became of each frame time, from left to right: a bar a frame time, high where the right frame was shown.

use hoplab_sim::apps::{FrameFate, ReceivingScreen};
use hoplab_units::Time;
use yew::prelude::*;

use hoplab_words::Lang;
use hoplab_words::programs::video as words;

/// The width of a strip in its own units.
const WIDTH: u64 = 600;
/// Its height.
const HEIGHT: u32 = 30;

const FATES: [FrameFate; 5] = [
    FrameFate::Shown,
    FrameFate::Damaged,
    FrameFate::Late,
    FrameFate::Lost,
    FrameFate::Stalled,
];

/// From when to when strips go, so that what stands under each other is of one moment.
#[derive(Clone, Copy)]
pub struct Axis {
    from: Time,
    until: Time,
}

impl Axis {
    /// An axis on which all these players' frame times find room.
    pub fn of<'a>(players: impl IntoIterator<Item = &'a ReceivingScreen>) -> Axis {
        let mut axis: Option<Axis> = None;
        for history in players.into_iter().map(|player| &player.history) {
            let ends = (history.first(), history.last());
            if let (Some(first), Some(last)) = ends {
                let (from, until) =
                    axis.map_or((first.at, last.at), |axis| (axis.from, axis.until));
                axis = Some(Axis {
                    from: from.min(first.at),
                    until: until.max(last.at),
                });
            }
        }
        axis.unwrap_or(Axis {
            from: Time::ZERO,
            until: Time::ZERO,
        })
    }

    /// Where a moment is, in units of the strip.
    fn place(self, at: Time) -> u64 {
        let whole = self.until.since(self.from).as_nanos().max(1);
        let part = at.since(self.from).as_nanos().min(whole);
        (u128::from(part) * u128::from(WIDTH) / u128::from(whole)) as u64
    }
}

/// How high a bar is, so that nobody needs the colours to tell them apart.
const fn height(fate: FrameFate) -> u32 {
    match fate {
        FrameFate::Shown => HEIGHT,
        FrameFate::Damaged => 20,
        FrameFate::Late => 13,
        FrameFate::Lost => 7,
        FrameFate::Stalled => 3,
    }
}

const fn class(fate: FrameFate) -> &'static str {
    match fate {
        FrameFate::Shown => "fate-shown",
        FrameFate::Damaged => "fate-damaged",
        FrameFate::Late => "fate-late",
        FrameFate::Lost => "fate-lost",
        FrameFate::Stalled => "fate-stalled",
    }
}

/// The strip of one player.
pub fn strip(lang: Lang, screen: &ReceivingScreen, axis: Axis) -> Html {
    html! {
        <svg class="strip" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" role="img"
            aria-label={words::strip(lang, &screen.totals)}>
            { for FATES.into_iter().map(|fate| html! { <path class={class(fate)} d={bars(screen, axis, fate)} /> }) }
        </svg>
    }
}

/// All bars of one fate as one path: six hundred elements ten times a second would be too many.
fn bars(screen: &ReceivingScreen, axis: Axis, fate: FrameFate) -> String {
    let mut path = String::new();
    let high = height(fate);
    let mut open: Option<u64> = None;
    let mut close = |from: u64, until: u64| {
        let wide = until.saturating_sub(from).max(1);
        path += &format!("M{from} {HEIGHT}v-{high}h{wide}v{high}z");
    };
    for time in &screen.history {
        let at = axis.place(time.at);
        match (open, time.fate == fate) {
            (None, true) => open = Some(at),
            (Some(from), false) => {
                close(from, at);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(from) = open {
        close(
            from,
            screen
                .history
                .last()
                .map_or(from, |last| axis.place(last.at)),
        );
    }
    path
}

/// What the bars mean.
pub fn legend(lang: Lang) -> Html {
    html! {
        <>
        <ul class="strip-legend">
            { for FATES.into_iter().map(|fate| html! {
                <li>
                    <svg viewBox={format!("0 0 8 {HEIGHT}")} width="8" height="15" aria-hidden="true">
                        <path class={class(fate)} d={format!("M0 {HEIGHT}v-{0}h8v{0}z", height(fate))} />
                    </svg>
                    { words::fate(lang, fate) }
                </li>
            }) }
        </ul>
        <p class="program-note">{ words::frame_clock(lang) }</p>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_sim::apps::FrameTime;

    fn played(from: u64, fates: &[FrameFate]) -> ReceivingScreen {
        let time = |(place, fate): (usize, &FrameFate)| FrameTime {
            at: Time::from_millis(from + 40 * place as u64),
            frame: place as u32,
            fate: *fate,
        };
        ReceivingScreen {
            history: fates.iter().enumerate().map(time).collect(),
            ..ReceivingScreen::default()
        }
    }

    #[test]
    fn what_two_players_saw_at_one_moment_stands_at_one_place() {
        use FrameFate::{Lost, Shown, Stalled};
        let (one, other) = (
            played(0, &[Shown, Lost, Shown]),
            played(40, &[Shown, Stalled, Shown, Shown]),
        );
        let axis = Axis::of([&one, &other]);
        assert_eq!(bars(&one, axis, Lost), "M150 30v-7h150v7z");
        assert_eq!(bars(&other, axis, Stalled), "M300 30v-3h150v3z");
    }

    #[test]
    fn before_the_first_frame_nothing_is_drawn() {
        let none = ReceivingScreen::default();
        for fate in FATES {
            assert_eq!(bars(&none, Axis::of([&none]), fate), "");
        }
    }
}
