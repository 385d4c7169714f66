//! The built-in picture: a pavilion by the sea under mountains and a setting sun, drawn with
//! integers, so that it costs the page a few hundred bytes and every tile of it can be told from
//! every other.
//!
//! It is 256 × 256 pixels, one byte a pixel, an index into [`PALETTE`]; it is sent as 8 × 8 tiles
//! of 32 × 32 pixels, one after another, each row by row.

use std::sync::{Arc, OnceLock};

/// Pixels on a side of the picture.
pub const SIDE: usize = 256;
/// Pixels on a side of a tile.
pub const TILE_SIDE: usize = 32;
/// Tiles in a row, and rows of tiles.
pub const TILES_ACROSS: usize = SIDE / TILE_SIDE;
/// Tiles in the picture.
pub const TILES: usize = TILES_ACROSS * TILES_ACROSS;
/// Bytes of a tile.
pub const TILE_BYTES: usize = TILE_SIDE * TILE_SIDE;
/// Bytes of the whole picture.
pub const BYTES: usize = TILES * TILE_BYTES;

/// Red, green, blue of each index. Pixels take only indices below 64, so a byte of 64 or more
/// (every letter) shows that something else got in.
pub const PALETTE: [[u8; 3]; 64] = palette();

const SKY: u8 = 0; // 24 shades, zenith to horizon
const SEA: u8 = 24; // 16 shades, horizon to shore
const SUN: u8 = 40;
const GLOW: u8 = 41;
const FAR: u8 = 42; // far mountains
const NEAR: u8 = 44; // near mountains, 4 shades
const SNOW: u8 = 48;
const ROOF: u8 = 50;
const ROOF_EDGE: u8 = 51;
const PILLAR: u8 = 52;
const BEAM: u8 = 53;
const STONE: u8 = 54;
const SAND: u8 = 56; // 4 shades
const GLITTER: u8 = 60;
const PINE: u8 = 61;
const TRUNK: u8 = 62;
const SAIL: u8 = 63;

const fn mix(from: [u8; 3], to: [u8; 3], step: usize, steps: usize) -> [u8; 3] {
    let mut mixed = [0; 3];
    let mut i = 0;
    while i < 3 {
        mixed[i] = ((from[i] as usize * (steps - step) + to[i] as usize * step) / steps) as u8;
        i += 1;
    }
    mixed
}

const fn palette() -> [[u8; 3]; 64] {
    let mut colours = [[0, 0, 0]; 64];
    let mut i = 0;
    while i < 24 {
        colours[SKY as usize + i] = mix([43, 76, 126], [250, 196, 138], i, 23);
        i += 1;
    }
    i = 0;
    while i < 16 {
        colours[SEA as usize + i] = mix([232, 170, 130], [24, 74, 104], i, 15);
        i += 1;
    }
    colours[SUN as usize] = [255, 240, 190];
    colours[GLOW as usize] = [253, 214, 150];
    colours[FAR as usize] = [126, 130, 166];
    colours[FAR as usize + 1] = [112, 116, 154];
    i = 0;
    while i < 4 {
        colours[NEAR as usize + i] = mix([78, 92, 122], [52, 74, 88], i, 3);
        i += 1;
    }
    colours[SNOW as usize] = [240, 240, 244];
    colours[SNOW as usize + 1] = [206, 212, 228];
    colours[ROOF as usize] = [44, 54, 62];
    colours[ROOF_EDGE as usize] = [30, 120, 104];
    colours[PILLAR as usize] = [176, 58, 46];
    colours[BEAM as usize] = [62, 128, 112];
    colours[STONE as usize] = [150, 146, 140];
    colours[STONE as usize + 1] = [120, 116, 112];
    i = 0;
    while i < 4 {
        colours[SAND as usize + i] = mix([214, 186, 140], [168, 138, 100], i, 3);
        i += 1;
    }
    colours[GLITTER as usize] = [255, 226, 176];
    colours[PINE as usize] = [34, 84, 62];
    colours[TRUNK as usize] = [86, 60, 46];
    colours[SAIL as usize] = [250, 246, 236];
    colours
}

/// The picture's pixels, row by row from the top left; each below 64.
pub fn pixels() -> Vec<u8> {
    (0..SIDE * SIDE)
        .map(|i| pixel((i % SIDE) as i32, (i / SIDE) as i32))
        .collect()
}

/// The picture as it is sent: its tiles, one after another. Drawn once: that takes as long as
/// simulating thousands of events.
pub fn message() -> &'static [u8] {
    shared()
}

/// The same, for those who hold on to it.
pub(crate) fn shared() -> &'static Arc<Vec<u8>> {
    static DRAWN: OnceLock<Arc<Vec<u8>>> = OnceLock::new();
    DRAWN.get_or_init(|| Arc::new(draw()))
}

fn draw() -> Vec<u8> {
    let pixels = pixels();
    let mut message = Vec::with_capacity(BYTES);
    for tile in 0..TILES {
        let (left, top) = (
            tile % TILES_ACROSS * TILE_SIDE,
            tile / TILES_ACROSS * TILE_SIDE,
        );
        for row in top..top + TILE_SIDE {
            let start = row * SIDE + left;
            message.extend_from_slice(&pixels[start..start + TILE_SIDE]);
        }
    }
    message
}

const HORIZON: i32 = 150;

fn pixel(x: i32, y: i32) -> u8 {
    pavilion(x, y)
        .or_else(|| pine(x, y))
        .or_else(|| boat(x, y))
        .or_else(|| shore(x, y))
        .unwrap_or_else(|| if y < HORIZON { sky(x, y) } else { sea(x, y) })
}

/// A wave without floats: a triangle of this period and height, rounded at its tips by squaring.
fn wave(x: i32, period: i32, height: i32) -> i32 {
    let phase = (x.rem_euclid(period) * 2 - period).abs();
    height * phase * phase / (period * period)
}

fn sky(x: i32, y: i32) -> u8 {
    let near = 118 - wave(x + 20, 97, 34) + wave(x, 23, 5);
    let far = 100 - wave(x + 70, 131, 46) + wave(x, 31, 6);
    let (dx, dy) = (x - 148, y - 60);
    let from_sun = dx * dx + dy * dy;
    if y > near {
        return NEAR + ((y - near) / 12).min(3) as u8;
    }
    if y > far {
        let snow = far < 70 && y < far + 9 + wave(x, 9, 5);
        return if snow {
            SNOW + (x + y) as u8 % 2
        } else {
            FAR + u8::from(y > far + 18)
        };
    }
    match from_sun {
        ..=420 => SUN,
        421..=640 => GLOW,
        // The tilt and the dithering keep neighbouring tiles of the sky distinct.
        _ => SKY + ((y * 23 + x / 6 + ((x * 7 + y * 13) % 16) * 2) / HORIZON).clamp(0, 23) as u8,
    }
}

fn sea(x: i32, y: i32) -> u8 {
    let depth = y - HORIZON;
    let path = (x - 148).abs() < 6 + depth / 3;
    if path && (x * 5 + y * 11) % 17 < 6 && (y * 7) % 5 < 3 {
        return GLITTER;
    }
    let ripple = (x * 3 + y * 17 + wave(x, 19, 9)) % 23 / 9;
    SEA + (depth / 6 + ripple + x / 90).clamp(0, 15) as u8
}

fn shore(x: i32, y: i32) -> Option<u8> {
    let edge = 214 + x / 5 - wave(x, 61, 8);
    (y > edge).then(|| SAND + ((y - edge) / 9 + (x * x / 11 + y * 3) % 7 / 5).min(3) as u8)
}

fn pavilion(x: i32, y: i32) -> Option<u8> {
    let dx = (x - 70).abs();
    // Two roofs, each sweeping up at its corners.
    for (top, bottom, half, ridge) in [(84, 104, 40, 10), (122, 146, 58, 26)] {
        let rise = (y - top) * (half - ridge) / (bottom - top);
        let lift = dx * dx / (half * 9);
        if y >= top && y + lift < bottom && dx <= ridge + rise + 4 {
            return Some(if y + lift >= bottom - 3 {
                ROOF_EDGE
            } else {
                ROOF
            });
        }
    }
    let inside = |half: i32, top: i32, bottom: i32| dx <= half && y >= top && y < bottom;
    if inside(24, 100, 122) {
        return Some(if dx % 16 > 11 || y > 119 {
            PILLAR
        } else {
            BEAM
        });
    }
    if inside(44, 140, 146) {
        return Some(BEAM);
    }
    if inside(44, 146, 196) && (dx % 22 < 3 || dx > 40) {
        return Some(PILLAR);
    }
    let steps = 52 + (y - 196) / 6 * 5;
    ((196..220).contains(&y) && dx <= steps).then(|| STONE + ((y - 196) / 6 % 2) as u8)
}

fn pine(x: i32, y: i32) -> Option<u8> {
    let (dx, dy) = ((x - 222).abs(), y - 160);
    let tier = dy.rem_euclid(22);
    if (0..66).contains(&dy) && dx <= 4 + tier * 2 / 3 + dy / 5 {
        return Some(PINE);
    }
    ((66..84).contains(&dy) && dx <= 3).then_some(TRUNK)
}

fn boat(x: i32, y: i32) -> Option<u8> {
    let (dx, dy) = (x - 188, y - 168);
    if (0..6).contains(&dy) && dx.abs() <= 14 - dy {
        return Some(TRUNK);
    }
    ((-24..-1).contains(&dy) && dx > 0 && dx <= (dy + 24) / 2).then_some(SAIL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_tile_differs_from_every_other_so_a_misplaced_one_can_be_told() {
        let message = message();
        let tiles: BTreeSet<&[u8]> = message.chunks(TILE_BYTES).collect();
        assert_eq!((message.len(), tiles.len()), (BYTES, TILES));
    }

    #[test]
    fn no_pixel_is_outside_the_palette() {
        assert!(
            pixels()
                .iter()
                .all(|pixel| usize::from(*pixel) < PALETTE.len())
        );
    }
}
