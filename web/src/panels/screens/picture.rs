//! The built-in picture as far as it has come over a stream: the tiles that are here, each in its place.

use hoplab_sim::picture::{TILE_BYTES, TILES};
use yew::prelude::*;

use crate::panels::picture::Picture;
use hoplab_explain::screen::{State, Tile};

/// The picture of these bytes. `label` says what it is, and how much of it is here.
pub fn picture_so_far(body: &[u8], label: String) -> Html {
    let tiles: Vec<Tile> = (0..TILES)
        .map(|place| (place, place * TILE_BYTES))
        .take_while(|(_, begin)| *begin < body.len())
        .map(|(place, begin)| Tile {
            place,
            bytes: begin..(begin + TILE_BYTES).min(body.len()),
            state: State::Right,
        })
        .collect();
    html! { <Picture content={hoplab_sim::SharedBytes::from(body)} {tiles} marks={false} {label} /> }
}
