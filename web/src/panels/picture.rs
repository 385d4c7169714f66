//! A picture as far as it has come, drawn tile by tile where the program put them.

use hoplab_explain::screen::{State, Tile};
use hoplab_sim::picture;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use yew::prelude::*;

/// A picture as far as it has come.
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// The bytes the tiles are of.
    pub content: hoplab_sim::SharedBytes,
    /// Which of them where.
    pub tiles: Vec<Tile>,
    /// Whether what is out of place is marked.
    pub marks: bool,
    /// What it is, for those who do not see it.
    pub label: String,
}

/// The picture as far as it has come, drawn tile by tile where the program put them.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        let (content, tiles) = (props.content.clone(), props.tiles.clone());
        use_effect_with((content, tiles), move |(content, tiles)| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                draw(&canvas, content, tiles);
            }
        });
    }
    let side = picture::SIDE.to_string();
    html! {
        <div class="picture">
            <canvas ref={canvas} width={side.clone()} height={side} role="img" aria-label={props.label.clone()} />
            if props.marks {
                <svg viewBox="0 0 8 8" aria-hidden="true">
                    { for props.tiles.iter().filter(|tile| tile.state != State::Right).map(|tile| {
                        let (x, y) = (tile.place % picture::TILES_ACROSS, tile.place / picture::TILES_ACROSS);
                        html! { <rect x={format!("{}.04", x)} y={format!("{}.04", y)} width="0.92" height="0.92" /> }
                    }) }
                </svg>
            }
        </div>
    }
}

fn draw(canvas: &HtmlCanvasElement, content: &hoplab_sim::SharedBytes, tiles: &[Tile]) {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return;
    };
    let side = picture::SIDE;
    let mut rgba = vec![0_u8; side * side * 4];
    for tile in tiles {
        let bytes = content.get(tile.bytes.clone());
        let (column, row) = (
            tile.place % picture::TILES_ACROSS,
            tile.place / picture::TILES_ACROSS,
        );
        for (i, byte) in bytes.iter().take(picture::TILE_BYTES).enumerate() {
            let x = column * picture::TILE_SIDE + i % picture::TILE_SIDE;
            let y = row * picture::TILE_SIDE + i / picture::TILE_SIDE;
            let Some(pixel) = rgba.get_mut((y * side + x) * 4..(y * side + x) * 4 + 4) else {
                break;
            };
            let [r, g, b] = colour(*byte);
            pixel.copy_from_slice(&[r, g, b, 255]);
        }
    }
    if let Ok(image) = ImageData::new_with_u8_clamped_array(Clamped(&rgba), side as u32) {
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

/// A byte that is no index of the palette, as when a text got in or a bit flipped, shows in glaring pink.
fn colour(byte: u8) -> [u8; 3] {
    picture::PALETTE
        .get(usize::from(byte))
        .copied()
        .unwrap_or([255, byte / 2, 200])
}
