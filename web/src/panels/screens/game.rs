//! The game on its screens: everybody on the field, where the newest state has them, and what became of the rest.

use hoplab_sim::apps::{
    GAME_HEIGHT, GAME_WIDTH, GameCounts, GamePlayer, GameScreen, GameServerScreen, GameState,
};
use yew::prelude::*;

use super::lines::list;
use hoplab_words::Lang;
use hoplab_words::programs::game as words;
use hoplab_words::screens::span;

pub fn game(lang: Lang, screen: &GameScreen) -> Html {
    let silent = screen.state == GameState::Silent || screen.trouble.is_some();
    let figures = [
        (
            words::round_trip(lang),
            screen.rtt.map_or_else(|| "–".to_owned(), span),
        ),
        (
            words::inputs(lang),
            words::seen(lang, screen.input, screen.seen_input),
        ),
    ];
    html! {
        <>
            <p class={classes!("program-state", silent.then_some("bad"))}>
                { match screen.trouble {
                    Some(trouble) => hoplab_words::programs::client_error(lang, trouble),
                    None => words::state(lang, screen),
                } }
            </p>
            { field(&screen.players, screen.player, words::field(lang, &screen.players, screen.player)) }
            <dl class="facts program-facts">
                { for counts(lang, &screen.states).into_iter().chain(figures).map(|(name, value)| html! {
                    <div><dt>{ name }</dt><dd class="figure">{ value }</dd></div>
                }) }
            </dl>
        </>
    }
}

pub fn game_server(lang: Lang, screen: &GameServerScreen) -> Html {
    let players: Vec<GamePlayer> = screen.seats.iter().map(|seat| seat.at).collect();
    let label = words::field(lang, &players, None);
    let seats = screen.seats.iter().map(|seat| words::seat(lang, seat));
    html! {
        <>
            { field(&players, None, label) }
            { list(words::seats(lang), words::no_seats(lang), seats) }
        </>
    }
}

fn counts(lang: Lang, counts: &GameCounts) -> [(&'static str, String); 4] {
    [
        (words::came(lang), counts.received.to_string()),
        (words::lost(lang), counts.lost.to_string()),
        (words::stale(lang), counts.stale.to_string()),
        (words::twice(lang), counts.duplicates.to_string()),
    ]
}

/// The field; `own`: whose screen it is.
fn field(players: &[GamePlayer], own: Option<u8>, label: String) -> Html {
    let frame = format!(
        "0 0 {} {}",
        u32::from(GAME_WIDTH) * 10,
        u32::from(GAME_HEIGHT) * 10
    );
    html! {
        <svg class="game-field" viewBox={frame} role="img" aria-label={label}>
            { for players.iter().map(|GamePlayer { player, x, y }| {
                let (x, y) = (u32::from(*x) * 10, u32::from(*y) * 10);
                let own = own == Some(*player);
                html! {
                    <g key={*player} class={classes!("game-player", own.then_some("game-own"))} transform={format!("translate({x} {y})")}>
                        <rect width="10" height="10" rx="2" />
                        <text x="5" y="8">{ *player }</text>
                    </g>
                }
            }) }
        </svg>
    }
}
