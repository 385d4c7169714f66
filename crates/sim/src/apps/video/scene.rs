//! What a frame is made of: a picture of tiles, whole in key frames, by its differences between them.
//!
//! The picture has [`PICTURE_WIDTH`] by [`PICTURE_HEIGHT`] pixels of one byte. It is cut into tiles of 8 by 8. A frame's
//! bytes are records of 66: which tile (rows of tiles from the top, from the left, counted from 0), whether it is the
//! tile itself (0) or its difference to the frame before (1), and the tile's 64 bytes, row by row. A difference is the
//! exclusive or of both. A key frame holds every tile, any other frame those that changed. A packet holds whole records,
//! so each is of use without the others.

use hoplab_wire::rtp::video::Part;

/// The picture's width in pixels.
pub const PICTURE_WIDTH: usize = 48;
/// The picture's height in pixels.
pub const PICTURE_HEIGHT: usize = 32;

/// A tile's edge in pixels.
const TILE: usize = 8;
/// Tiles in a row of them.
const TILES_ACROSS: usize = PICTURE_WIDTH / TILE;
/// Tiles of a picture.
const TILES: usize = TILES_ACROSS * (PICTURE_HEIGHT / TILE);
/// A tile's pixels.
const TILE_BYTES: usize = TILE * TILE;
/// A record of a frame.
pub(super) const RECORD_BYTES: usize = 2 + TILE_BYTES;

/// The tile itself.
const WHOLE: u8 = 0;
/// Its difference to the frame before.
const DIFFERENCE: u8 = 1;

/// A frame as the sender's camera sees it: rows from the top, pixels from the left, a shade each.
///
/// 0 is the sky, 1 the ground, 2 a ball's edge, 3 its inside, and 4, in the lowest row, a clock: one pixel more each
/// frame, until the row is full. The scene says where the ball begins and which way it goes.
pub fn scene_picture(scene: u8, frame: u32) -> Vec<u8> {
    let phase = frame.wrapping_add(u32::from(scene) * 37);
    let radius = 5;
    let (x, y) = (
        bounce(phase, PICTURE_WIDTH as u32 - 2 * radius) + radius,
        bounce(
            phase.wrapping_mul(2) / 3,
            PICTURE_HEIGHT as u32 - 2 * radius - 2,
        ) + radius,
    );
    // Odd scenes are seen in a mirror.
    let x = if scene % 2 == 1 {
        PICTURE_WIDTH as u32 - 1 - x
    } else {
        x
    };
    let clock = frame as usize % (PICTURE_WIDTH + 1);
    // Hundreds of cameras may run in one world: what is the same in all pictures is not worked out pixel by pixel.
    let horizon = PICTURE_HEIGHT * 3 / 4 * PICTURE_WIDTH;
    let mut picture = vec![0; PICTURE_WIDTH * PICTURE_HEIGHT];
    picture[horizon..].fill(1);
    let around = |middle: u32| (middle - radius) as usize..=(middle + radius) as usize;
    for row in around(y) {
        for column in around(x) {
            let (across, down) = ((column as u32).abs_diff(x), (row as u32).abs_diff(y));
            let distance = across * across + down * down;
            let pixel = &mut picture[row * PICTURE_WIDTH + column];
            if distance < (radius - 1) * (radius - 1) {
                *pixel = 3;
            } else if distance <= radius * radius {
                *pixel = 2;
            }
        }
    }
    let lowest = (PICTURE_HEIGHT - 1) * PICTURE_WIDTH;
    picture[lowest..lowest + clock].fill(4);
    picture
}

/// To and fro between 0 and `length - 1`, a step a frame.
fn bounce(phase: u32, length: u32) -> u32 {
    let step = phase % (2 * length - 2).max(1);
    if step < length {
        step
    } else {
        2 * length - 2 - step
    }
}

/// The bytes of a tile's rows in a picture.
fn rows(tile: usize) -> impl Iterator<Item = core::ops::Range<usize>> {
    let (left, top) = (tile % TILES_ACROSS * TILE, tile / TILES_ACROSS * TILE);
    (0..TILE).map(move |row| {
        let start = (top + row) * PICTURE_WIDTH + left;
        start..start + TILE
    })
}

/// A frame's bytes. `before`: the frame that the receiver has; none makes a key frame.
pub(super) fn encode(picture: &[u8], before: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for tile in 0..TILES {
        let Some(before) = before else {
            bytes.extend([tile as u8, WHOLE]);
            rows(tile).for_each(|row| bytes.extend_from_slice(&picture[row]));
            continue;
        };
        if rows(tile).all(|row| picture[row.clone()] == before[row]) {
            continue;
        }
        bytes.extend([tile as u8, DIFFERENCE]);
        for row in rows(tile) {
            let old = before[row.clone()].iter();
            bytes.extend(picture[row].iter().zip(old).map(|(new, old)| new ^ old));
        }
    }
    bytes
}

/// How many bytes of whole records a packet takes of a frame.
pub(super) fn part_bytes(packet_bytes: u16) -> usize {
    (usize::from(packet_bytes) / RECORD_BYTES).max(1) * RECORD_BYTES
}

/// Draws a part of a frame over the picture of the frame before; returns whether it is a part of a key frame. What is
/// no record is left alone.
pub(super) fn draw(picture: &mut Vec<u8>, part: &Part<'_>) -> bool {
    picture.resize(PICTURE_WIDTH * PICTURE_HEIGHT, 0);
    let mut whole = false;
    for record in part.bytes.chunks_exact(RECORD_BYTES) {
        let (tile, kind) = (usize::from(record[0]), record[1]);
        if tile >= TILES || kind > DIFFERENCE {
            continue;
        }
        whole |= kind == WHOLE;
        let pixels = record[2..].chunks_exact(TILE);
        for (row, new) in rows(tile).zip(pixels) {
            let old = &mut picture[row];
            if kind == WHOLE {
                old.copy_from_slice(new);
            } else {
                old.iter_mut().zip(new).for_each(|(old, new)| *old ^= new);
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_wire::rtp::video::parts;

    #[test]
    fn key_frames_and_differences_make_the_pictures_again() {
        for scene in 0..4 {
            let (mut seen, mut before) = (Vec::new(), None::<Vec<u8>>);
            for frame in 0..200 {
                let picture = scene_picture(scene, frame);
                let reference = before.filter(|_| frame % 25 != 0);
                let bytes = encode(&picture, reference.as_deref());
                let mut key = false;
                for part in parts(frame, &bytes, part_bytes(600)) {
                    key = draw(&mut seen, &part);
                }
                assert_eq!(key, frame % 25 == 0);
                assert!(seen == picture, "scene {scene}, frame {frame}");
                before = Some(picture);
            }
        }
    }

    #[test]
    fn every_frame_differs_from_the_one_before() {
        for frame in 0..500 {
            assert_ne!(scene_picture(0, frame), scene_picture(0, frame + 1));
        }
    }

    #[test]
    fn a_missing_difference_is_seen_until_the_next_key_frame() {
        let mut seen = Vec::new();
        for frame in 0..=50 {
            let picture = scene_picture(0, frame);
            let before = scene_picture(0, frame.wrapping_sub(1));
            let reference = (frame % 25 != 0).then_some(&before[..]);
            let bytes = encode(&picture, reference);
            for part in parts(frame, &bytes, part_bytes(600)).filter(|part| part.frame != 10) {
                draw(&mut seen, &part);
            }
            assert_eq!(seen != picture, (10..25).contains(&frame), "frame {frame}");
        }
    }

    #[test]
    fn any_bytes_draw_something_or_nothing() {
        for first in 0..=255_u8 {
            let bytes: Vec<u8> = (0..200).map(|at: u8| first.wrapping_mul(at)).collect();
            let part = Part {
                frame: 0,
                part: 0,
                parts: 1,
                bytes: &bytes,
            };
            let mut picture = Vec::new();
            draw(&mut picture, &part);
            assert_eq!(picture.len(), PICTURE_WIDTH * PICTURE_HEIGHT);
        }
    }
}
