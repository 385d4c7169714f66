//! The shapes packets are drawn in.

use web_sys::CanvasRenderingContext2d;

use super::geometry::Point;
use super::palette::Tint;
use hoplab_explain::look::{Family, Shape};

/// Adds a parcel to the path, `x` along its lane: TCP has round corners, UDP a point in front like
/// a thrown dart, raw IP (dashed by the painter) square ones.
pub fn parcel(
    ctx: &CanvasRenderingContext2d,
    family: Family,
    x: f64,
    long: f64,
    high: f64,
    flipped: bool,
) {
    let half = high / 2.0;
    match family {
        Family::Udp | Family::Dns => {
            let tip = 5.0f64.min(long / 3.0);
            // The front is where the packet is going.
            let (front, back, lean) = if flipped {
                (x, x + long, tip)
            } else {
                (x + long, x, -tip)
            };
            ctx.move_to(back, -half);
            ctx.line_to(front + lean, -half);
            ctx.line_to(front, 0.0);
            ctx.line_to(front + lean, half);
            ctx.line_to(back, half);
            // Not closed: browsers measure the whole path at each closing, and a thousand packets are one path. The first
            // edge a second time makes the corner.
            ctx.line_to(back, -half);
            ctx.line_to(front + lean, -half);
        }
        Family::Tcp if long > 8.0 => {
            let _ = ctx.round_rect_with_f64(x, -half, long, high, 4.0);
        }
        _ => ctx.rect(x, -half, long, high),
    }
}

/// Draws the mark of a packet that carries no content, with its middle at `at`.
pub fn mark(ctx: &CanvasRenderingContext2d, shape: Shape, at: Point, tint: &Tint, ground: &str) {
    ctx.set_stroke_style_str(&tint.line);
    match shape {
        Shape::Ack => {
            tick(ctx, at);
            ctx.set_stroke_style_str(ground);
            ctx.set_line_width(5.5);
            ctx.stroke();
            ctx.set_stroke_style_str(&tint.line);
            ctx.set_line_width(2.25);
            ctx.stroke();
        }
        Shape::Syn | Shape::SynAck | Shape::Fin => {
            circle(ctx, at, 6.5);
            ctx.set_fill_style_str(if shape == Shape::Fin {
                &tint.line
            } else {
                &tint.ground
            });
            ctx.fill();
            ctx.set_line_width(2.25);
            ctx.stroke();
            if shape == Shape::SynAck {
                ctx.begin_path();
                let down = core::f64::consts::FRAC_PI_2;
                let _ = ctx.arc(at.x, at.y, 6.5, down, 3.0 * down);
                ctx.set_fill_style_str(&tint.line);
                ctx.fill();
            }
        }
        Shape::Rst => {
            bolt(ctx, at);
            ctx.set_stroke_style_str(ground);
            ctx.set_line_width(3.0);
            ctx.stroke();
            ctx.set_fill_style_str(&tint.line);
            ctx.fill();
        }
        Shape::Report => {
            diamond(ctx, at);
            ctx.set_fill_style_str(&tint.ground);
            ctx.fill();
            ctx.set_line_width(1.75);
            ctx.stroke();
            ctx.begin_path();
            ctx.move_to(at.x, at.y - 4.0);
            ctx.line_to(at.x, at.y + 0.5);
            ctx.move_to(at.x, at.y + 3.5);
            ctx.line_to(at.x, at.y + 3.6);
            ctx.set_stroke_style_str(&tint.ink);
            ctx.stroke();
        }
        Shape::Data => {}
    }
}

fn tick(ctx: &CanvasRenderingContext2d, at: Point) {
    ctx.begin_path();
    ctx.move_to(at.x - 5.0, at.y);
    ctx.line_to(at.x - 1.5, at.y + 4.0);
    ctx.line_to(at.x + 5.5, at.y - 4.5);
}

fn bolt(ctx: &CanvasRenderingContext2d, at: Point) {
    ctx.begin_path();
    let points = [
        (2.5, -9.5),
        (-6.0, 1.5),
        (-1.0, 1.5),
        (-3.0, 9.5),
        (6.0, -2.5),
        (1.0, -2.5),
    ];
    for (i, (dx, dy)) in points.into_iter().enumerate() {
        match i {
            0 => ctx.move_to(at.x + dx, at.y + dy),
            _ => ctx.line_to(at.x + dx, at.y + dy),
        }
    }
    ctx.close_path();
}

fn diamond(ctx: &CanvasRenderingContext2d, at: Point) {
    ctx.begin_path();
    ctx.move_to(at.x, at.y - 9.0);
    ctx.line_to(at.x + 9.0, at.y);
    ctx.line_to(at.x, at.y + 9.0);
    ctx.line_to(at.x - 9.0, at.y);
    ctx.close_path();
}

/// Begins the path of a circle.
pub fn circle(ctx: &CanvasRenderingContext2d, at: Point, radius: f64) {
    ctx.begin_path();
    let _ = ctx.arc(at.x, at.y, radius, 0.0, core::f64::consts::TAU);
}

/// Begins the path of a cross.
pub fn cross(ctx: &CanvasRenderingContext2d, at: Point, arm: f64) {
    ctx.begin_path();
    ctx.move_to(at.x - arm, at.y - arm);
    ctx.line_to(at.x + arm, at.y + arm);
    ctx.move_to(at.x - arm, at.y + arm);
    ctx.line_to(at.x + arm, at.y - arm);
}

/// Begins the path of a jagged line across a box.
pub fn jagged(ctx: &CanvasRenderingContext2d, x: f64, long: f64, high: f64) {
    ctx.begin_path();
    let teeth = ((long / 5.0) as u32).clamp(3, 40);
    let step = long / f64::from(teeth);
    ctx.move_to(x, high / 2.0);
    for tooth in 1..=teeth {
        let y = if tooth % 2 == 0 {
            high / 2.0
        } else {
            high / 2.0 - 5.0
        };
        ctx.line_to(x + step * f64::from(tooth), y);
    }
}

/// Sets the dashes of lines to come; none: unbroken.
pub fn dash(ctx: &CanvasRenderingContext2d, lengths: &[f64]) {
    let array: js_sys::Array = lengths
        .iter()
        .map(|length| wasm_bindgen::JsValue::from_f64(*length))
        .collect();
    let _ = ctx.set_line_dash(&array);
}
