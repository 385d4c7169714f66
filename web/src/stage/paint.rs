//! Draws one frame of the canvas: packets, queues, crosses, and the way of what is selected.
//!
//! What is alike is drawn in one path: a thousand boxes of one protocol on one lane cost one fill
//! and one stroke.

use hoplab_sim::{Direction, LinkId, PacketId};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::detail::{Detail, MOST_LABELS, share_room};
use super::drawn::{Drawn, Facts};
use super::geometry::{Geometry, Lane, Point, Rect, Size};
use super::glyphs;
use super::layers::{self, Layers, Placed};
use super::palette::Palette;
use super::scene::{self, Moving, Scene};
use crate::letters::width_of;
use hoplab_explain::look::{Family, Shape};
use hoplab_explain::way::Layer;

/// How thick a parcel is across its lane.
const BOX: f64 = 15.0;
/// How thick the trail of a mark without a box is.
const TRAIL: f64 = 2.0;
const FONT_PX: f64 = 11.0;

/// Frames that wait for a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Which link.
    pub link: LinkId,
    /// Which way.
    pub direction: Direction,
    /// How many.
    pub count: usize,
    /// How full the queue is, 0 to 1.
    pub fill: f64,
    /// The protocol of the first one.
    pub family: Family,
}

/// What is to be drawn.
pub struct View<'a> {
    /// Where things are.
    pub geometry: &'a Geometry,
    /// Who is under way.
    pub scene: &'a Scene,
    /// What is known of them.
    pub drawn: &'a Drawn,
    /// Who waits.
    pub waiting: &'a [Waiting],
    /// The packet looked at.
    pub selected: Option<PacketId>,
    /// The packet whose hidden button has the focus.
    pub focused: Option<PacketId>,
    /// What the labels of packets show.
    pub layers: Layers,
    /// Whether crosses fade little by little.
    pub fading: bool,
}

/// The canvas and its colours.
pub struct Painter {
    canvas: HtmlCanvasElement,
    ctx: CanvasRenderingContext2d,
    ratio: f64,
    size: Size,
    /// The colours in use.
    pub palette: Palette,
}

/// A box on its lane: where it begins and ends along it, and whose it is.
struct Parcel<'a> {
    from: f64,
    to: f64,
    packet: PacketId,
    facts: &'a Facts,
}

/// The axes of a lane: `x` runs along it in reading direction.
#[derive(Clone, Copy)]
struct Axes {
    origin: Point,
    cos: f64,
    sin: f64,
    length: f64,
    flipped: bool,
}

impl Axes {
    fn of(lane: Lane) -> Axes {
        let length = lane.length().max(1e-6);
        let (dx, dy) = (
            (lane.to.x - lane.from.x) / length,
            (lane.to.y - lane.from.y) / length,
        );
        let flipped = dx < -1e-6 || (dx.abs() <= 1e-6 && dy < 0.0);
        let sign = if flipped { -1.0 } else { 1.0 };
        let origin = if flipped { lane.to } else { lane.from };
        Axes {
            origin,
            cos: dx * sign,
            sin: dy * sign,
            length,
            flipped,
        }
    }
    /// A stretch along the lane as a stretch of `x`.
    fn span(&self, from: f64, to: f64) -> (f64, f64) {
        if self.flipped {
            (self.length - to, self.length - from)
        } else {
            (from, to)
        }
    }
    fn point(&self, x: f64) -> Point {
        self.origin.moved(self.cos * x, self.sin * x)
    }
    /// So steep that letters along it would lie on their side.
    fn steep(&self) -> bool {
        self.sin.abs() > 0.8
    }
}

impl Painter {
    /// A painter for this canvas; `None` where the browser gives no 2D context.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Painter> {
        use wasm_bindgen::JsCast;
        let ctx = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let size = Size {
            width: 0.0,
            height: 0.0,
        };
        Some(Painter {
            canvas,
            ctx,
            ratio: 1.0,
            size,
            palette: Palette::default(),
        })
    }

    /// Gives the canvas this size in CSS pixels and `ratio` device pixels for each.
    pub fn fit(&mut self, size: Size, ratio: f64) {
        // More than three a pixel costs much and shows nothing.
        let ratio = ratio.clamp(1.0, 3.0);
        if self.size == size && self.ratio == ratio {
            return;
        }
        (self.size, self.ratio) = (size, ratio);
        self.canvas.set_width((size.width * ratio).round() as u32);
        self.canvas.set_height((size.height * ratio).round() as u32);
    }

    /// Draws everything anew, and tells of how many packets the lower layers are not shown for want of room.
    pub fn frame(&self, view: &View<'_>) -> usize {
        self.plain_axes();
        self.ctx
            .clear_rect(0.0, 0.0, self.size.width, self.size.height);
        self.ctx.set_line_cap("round");
        self.ctx.set_line_join("round");
        if let Some(packet) = view.selected {
            self.way(view, packet);
        }
        for (link, direction, packets) in view.scene.lanes() {
            self.lane(view, link, direction, packets);
        }
        self.plain_axes();
        let left_out = match view.layers.below_application() {
            true => self.callouts(view),
            false => 0,
        };
        for waiting in view.waiting {
            self.queue(view, waiting);
        }
        self.crosses(view);
        left_out
    }

    fn plain_axes(&self) {
        let ratio = self.ratio;
        // Only numbers that are not finite are refused, and these are.
        let _ = self.ctx.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    }
    fn lane_axes(&self, axes: &Axes) {
        let r = self.ratio;
        let (cos, sin) = (axes.cos * r, axes.sin * r);
        let _ = self
            .ctx
            .set_transform(cos, sin, -sin, cos, axes.origin.x * r, axes.origin.y * r);
    }

    /// The lines the selected packet went over.
    fn way(&self, view: &View<'_>, packet: PacketId) {
        let Some(facts) = view.drawn.facts(packet) else {
            return;
        };
        let here = view.scene.find(packet);
        self.ctx.set_stroke_style_str(&self.palette.accent);
        self.ctx.set_global_alpha(0.28);
        self.ctx.set_line_width(BOX + 5.0);
        self.ctx.begin_path();
        for (rank, hop) in facts.hops.iter().enumerate() {
            let Some(lane) = view.geometry.lane(hop.link, hop.direction) else {
                continue;
            };
            let last = rank + 1 == facts.hops.len();
            let share = match (&here, facts.end.map(|end| end.spot)) {
                (Some((link, direction, moving)), _)
                    if last && (*link, *direction) == (hop.link, hop.direction) =>
                {
                    moving.head
                }
                (None, Some(super::drawn::Spot::Channel { link, share, .. }))
                    if last && link == hop.link =>
                {
                    share
                }
                _ => 1.0,
            };
            let end = lane.at(share);
            self.ctx.move_to(lane.from.x, lane.from.y);
            self.ctx.line_to(end.x, end.y);
        }
        self.ctx.stroke();
        self.ctx.set_global_alpha(1.0);
    }

    /// Every packet of one lane.
    fn lane(&self, view: &View<'_>, link: LinkId, direction: Direction, packets: &[Moving]) {
        let Some(lane) = view.geometry.lane(link, direction) else {
            return;
        };
        let axes = Axes::of(lane);
        let detail = Detail::of(axes.length, packets.len(), view.scene.total());
        let labelled = view.layers.shows(Layer::Application);
        let parcels = parcels(view.drawn, packets, &axes, detail, labelled);
        self.lane_axes(&axes);
        for family in Family::ALL {
            self.boxes(&parcels, family, &axes, detail);
        }
        if detail.marks {
            self.trails(&parcels);
            self.oddities(&parcels);
            self.plain_axes();
            parcels.iter().for_each(|parcel| self.mark(parcel, &axes));
            if labelled {
                self.labels(&parcels, &axes);
            }
            self.lane_axes(&axes);
        }
        for parcel in &parcels {
            let of_socket = view.drawn.is_marked(parcel.packet);
            let meant = [view.selected, view.focused].contains(&Some(parcel.packet));
            if of_socket || meant {
                self.halo(parcel);
            }
        }
    }

    /// The boxes of one protocol: data as parcels, everything else as a trail its mark lies on.
    fn boxes(&self, parcels: &[Parcel<'_>], family: Family, axes: &Axes, detail: Detail) {
        let tint = &self.palette.tints[family.index()];
        let of_family = |parcel: &&Parcel<'_>| parcel.facts.look.family == family;
        let mut some = false;
        self.ctx.begin_path();
        for parcel in parcels.iter().filter(of_family) {
            some = true;
            let long = parcel.to - parcel.from;
            if parcel.facts.look.shape == Shape::Data {
                glyphs::parcel(&self.ctx, family, parcel.from, long, BOX, axes.flipped);
            } else if !detail.marks {
                self.ctx.rect(parcel.from, -3.0, long, 6.0);
            }
        }
        if !some {
            return;
        }
        let solid = !detail.marks;
        self.ctx
            .set_fill_style_str(if solid { &tint.line } else { &tint.ground });
        if detail.least_width < 6.0 {
            // An outline would cover all of so narrow a box.
            self.ctx.fill();
            return;
        }
        self.ctx
            .set_stroke_style_str(if solid { &tint.ground } else { &tint.line });
        self.ctx.set_line_width(if solid { 0.75 } else { 1.5 });
        let dashed = family == Family::Ip && !solid;
        if dashed {
            glyphs::dash(&self.ctx, &[3.0, 2.5]);
        }
        self.ctx.fill();
        self.ctx.stroke();
        if dashed {
            glyphs::dash(&self.ctx, &[]);
        }
    }

    /// What marks a packet out: sent again (a second outline), a copy (a shadow behind), damaged
    /// (a jagged line across).
    fn oddities(&self, parcels: &[Parcel<'_>]) {
        for parcel in parcels {
            let Facts {
                look,
                resend,
                copy,
                corrupted,
                ..
            } = parcel.facts;
            let tint = &self.palette.tints[look.family.index()];
            let (from, long) = (parcel.from, parcel.to - parcel.from);
            self.ctx.set_line_width(1.0);
            self.ctx.set_stroke_style_str(&tint.line);
            if *resend && look.shape == Shape::Data {
                self.ctx
                    .stroke_rect(from - 3.0, -BOX / 2.0 - 3.0, long + 6.0, BOX + 6.0);
            }
            if *copy {
                self.ctx.begin_path();
                self.ctx.move_to(from + 4.0, BOX / 2.0 + 3.0);
                self.ctx.line_to(from + long + 3.0, BOX / 2.0 + 3.0);
                self.ctx.line_to(from + long + 3.0, -BOX / 2.0 + 4.0);
                self.ctx.stroke();
            }
            if *corrupted {
                glyphs::jagged(&self.ctx, from, long, BOX);
                self.ctx.set_stroke_style_str(&self.palette.lost);
                self.ctx.set_line_width(2.0);
                self.ctx.stroke();
            }
        }
    }

    /// The length on the line of packets without a box, whose mark is only a sign.
    fn trails(&self, parcels: &[Parcel<'_>]) {
        for family in Family::ALL {
            let without_box = |parcel: &&Parcel<'_>| {
                parcel.facts.look.family == family && parcel.facts.look.shape != Shape::Data
            };
            self.ctx.begin_path();
            for parcel in parcels.iter().filter(without_box) {
                self.ctx.move_to(parcel.from, 0.0);
                self.ctx.line_to(parcel.to, 0.0);
            }
            self.ctx
                .set_stroke_style_str(&self.palette.tints[family.index()].line);
            self.ctx.set_line_width(TRAIL);
            self.ctx.stroke();
        }
    }

    /// The tick, ring or bolt of a packet that carries no content.
    fn mark(&self, parcel: &Parcel<'_>, axes: &Axes) {
        let Facts { look, resend, .. } = parcel.facts;
        if look.shape == Shape::Data {
            return;
        }
        let at = axes.point((parcel.from + parcel.to) / 2.0);
        let tint = &self.palette.tints[look.family.index()];
        self.ctx.set_stroke_style_str(&tint.line);
        glyphs::mark(&self.ctx, look.shape, at, tint, &self.palette.ground);
        if *resend {
            self.ctx.set_line_width(1.0);
            glyphs::circle(&self.ctx, at, 10.0);
            self.ctx.stroke();
        }
    }

    fn labels(&self, parcels: &[Parcel<'_>], axes: &Axes) {
        self.ctx.set_font(&format!(
            "600 {}px {}",
            hoplab_units::fixed(FONT_PX, 0),
            self.palette.font
        ));
        self.ctx.set_text_align("center");
        self.ctx.set_text_baseline("middle");
        let mut last: Option<Family> = None;
        for parcel in parcels {
            let Some(label) = &parcel.facts.label else {
                continue;
            };
            let family = parcel.facts.look.family;
            if last != Some(family) {
                self.ctx
                    .set_fill_style_str(&self.palette.tints[family.index()].ink);
                last = Some(family);
            }
            self.label(label, parcel, axes);
        }
    }

    fn label(&self, label: &str, parcel: &Parcel<'_>, axes: &Axes) {
        let wide = width_of(label, FONT_PX);
        let middle = (parcel.from + parcel.to) / 2.0;
        let upright = axes.steep() && wide <= BOX + 5.0;
        let room = parcel.to - parcel.from - 3.0;
        if room < if upright { FONT_PX } else { wide } {
            return;
        }
        if upright {
            // Upright: short numbers fit across the box.
            let at = axes.point(middle);
            let _ = self.ctx.fill_text(label, at.x, at.y + 0.5);
            return;
        }
        self.lane_axes(axes);
        let _ = self.ctx.fill_text(label, middle, 0.5);
        self.plain_axes();
    }

    /// Beside a packet what the lower layers say of it, where there is free room: first of the packet looked at,
    /// then of the others. How many found none.
    fn callouts(&self, view: &View<'_>) -> usize {
        let middle = |(link, direction, moving): &(LinkId, Direction, &Moving)| {
            let lane = view.geometry.lane(*link, *direction)?;
            Some(lane.at((moving.tail.clamp(0.0, 1.0) + moving.head.clamp(0.0, 1.0)) / 2.0))
        };
        let packets = view.scene.lanes().flat_map(|(link, direction, packets)| {
            packets.iter().map(move |moving| (link, direction, moving))
        });
        let packets: Vec<_> = packets.collect();
        let in_the_way = packets.iter().take(MOST_LABELS).filter_map(middle);
        let mut placed = Placed::new(view.geometry, in_the_way);
        self.ctx.set_font(&format!(
            "{}px {}",
            hoplab_units::fixed(layers::FONT_PX, 0),
            self.palette.font
        ));
        self.ctx.set_text_baseline("middle");
        self.ctx.set_text_align("center");
        let looked_at = |packet: &&(_, _, &Moving)| view.selected == Some(packet.2.packet);
        let first = packets.iter().filter(looked_at);
        let others = packets.iter().filter(|packet| !looked_at(packet));
        let mut left_out = 0;
        for (tried, packet) in first.chain(others).enumerate() {
            let facts = view.drawn.facts(packet.2.packet);
            let (Some(at), Some(facts)) = (middle(packet), facts) else {
                continue;
            };
            if !layers::says_anything(facts, view.layers) {
                continue;
            }
            if placed.is_full() || tried >= layers::MOST_TRIED {
                left_out += 1;
                continue;
            }
            let lines = layers::lines(facts, view.layers);
            match placed.place(at, &lines, looked_at(&packet)) {
                Some(room) => self.callout(&lines, at, room, facts.look.family),
                None => left_out += 1,
            }
        }
        left_out
    }

    fn callout(&self, lines: &[String], at: Point, room: Rect, family: Family) {
        let tint = &self.palette.tints[family.index()];
        let middle = room.x + room.width / 2.0;
        self.ctx.set_stroke_style_str(&tint.line);
        self.ctx.set_line_width(1.0);
        self.ctx.begin_path();
        self.ctx.move_to(at.x, at.y);
        // To the nearest point of the note's edge.
        self.ctx.line_to(
            at.x.clamp(room.x, room.x + room.width),
            at.y.clamp(room.y, room.y + room.height),
        );
        self.ctx.stroke();
        self.ctx.begin_path();
        self.ctx.rect(room.x, room.y, room.width, room.height);
        self.ctx.set_fill_style_str(&self.palette.ground);
        self.ctx.fill();
        self.ctx.stroke();
        self.ctx.set_fill_style_str(&tint.ink);
        for (row, line) in lines.iter().enumerate() {
            let y = room.y + layers::LINE_PX * (row as f64 + 0.5) + layers::PADDING;
            let _ = self.ctx.fill_text(line, middle, y);
        }
    }

    fn halo(&self, parcel: &Parcel<'_>) {
        let out = 5.0;
        self.ctx.set_stroke_style_str(&self.palette.accent);
        self.ctx.set_line_width(3.0);
        self.ctx.begin_path();
        let long = parcel.to - parcel.from + 2.0 * out;
        let high = BOX + 2.0 * out;
        let _ = self
            .ctx
            .round_rect_with_f64(parcel.from - out, -high / 2.0, long, high, 7.0);
        self.ctx.stroke();
    }

    /// A stack at the entrance of a line, as high as the queue is full, and how many wait.
    fn queue(&self, view: &View<'_>, waiting: &Waiting) {
        let lane = view.geometry.lane(waiting.link, waiting.direction);
        let middle = view.geometry.line(waiting.link);
        let (Some(lane), Some(line)) = (lane, middle) else {
            return;
        };
        let tint = &self.palette.tints[waiting.family.index()];
        let length = lane.length().max(1.0);
        let (ux, uy) = (
            (lane.to.x - lane.from.x) / length,
            (lane.to.y - lane.from.y) / length,
        );
        let foot = lane.from.moved(ux * 16.0, uy * 16.0);
        // Away from the middle of the link, clear of what runs on the lane.
        let inward = line.from.towards(line.to, 0.5).distance(foot);
        let side = foot.moved(-uy, ux);
        let sign = if line.from.towards(line.to, 0.5).distance(side) > inward {
            1.0
        } else {
            -1.0
        };
        let (nx, ny) = (-uy * sign, ux * sign);
        let slabs = waiting.count.clamp(1, 6);
        self.ctx.begin_path();
        for slab in 0..slabs {
            let out = BOX / 2.0 + 5.0 + 4.5 * slab as f64;
            let at = foot.moved(nx * out, ny * out);
            self.ctx.move_to(at.x - ux * 7.0, at.y - uy * 7.0);
            self.ctx.line_to(at.x + ux * 7.0, at.y + uy * 7.0);
        }
        self.ctx.set_stroke_style_str(if waiting.fill > 0.9 {
            &self.palette.lost
        } else {
            &tint.line
        });
        self.ctx.set_line_width(3.0);
        self.ctx.stroke();
        let out = BOX / 2.0 + 16.0 + 4.5 * slabs as f64;
        let at = foot.moved(nx * out, ny * out);
        self.ctx.set_font(&format!(
            "600 {}px {}",
            hoplab_units::fixed(FONT_PX, 0),
            self.palette.font
        ));
        self.ctx.set_text_align("center");
        self.ctx.set_text_baseline("middle");
        self.halo_text(&format!("×{}", waiting.count), at, &tint.ink);
    }

    /// Letters set off against whatever lies under them.
    fn halo_text(&self, text: &str, at: Point, ink: &str) {
        self.ctx.set_stroke_style_str(&self.palette.ground);
        self.ctx.set_line_width(3.5);
        let _ = self.ctx.stroke_text(text, at.x, at.y);
        self.ctx.set_fill_style_str(ink);
        let _ = self.ctx.fill_text(text, at.x, at.y);
    }

    fn crosses(&self, view: &View<'_>) {
        for (rank, cross) in scene::ranked(view.drawn) {
            let Some(at) = scene::point_of(view.geometry, cross.spot, rank) else {
                continue;
            };
            let strength = cross.strength(view.fading);
            let arm = 3.0 + 4.5 * strength;
            if strength > 0.0 {
                glyphs::cross(&self.ctx, at, arm);
                self.ctx.set_stroke_style_str(&self.palette.ground);
                self.ctx.set_line_width(6.5);
                self.ctx.stroke();
            }
            glyphs::cross(&self.ctx, at, arm);
            self.ctx.set_global_alpha(0.65 + 0.35 * strength);
            self.ctx.set_stroke_style_str(&self.palette.lost);
            self.ctx.set_line_width(1.6 + 1.4 * strength);
            self.ctx.stroke();
            self.ctx.set_global_alpha(1.0);
            if view.selected == Some(cross.packet) {
                glyphs::circle(&self.ctx, at, arm + 5.0);
                self.ctx.set_stroke_style_str(&self.palette.accent);
                self.ctx.set_line_width(2.5);
                self.ctx.stroke();
            }
        }
    }
}

/// The packets of a lane with the stretches they are drawn on.
fn parcels<'a>(
    drawn: &'a Drawn,
    packets: &[Moving],
    axes: &Axes,
    detail: Detail,
    labelled: bool,
) -> Vec<Parcel<'a>> {
    let known: Vec<(&Moving, &Facts)> = packets
        .iter()
        .filter_map(|moving| Some((moving, drawn.facts(moving.packet)?)))
        .collect();
    let length = axes.length;
    let wish = |facts: &Facts| wished_width(facts, detail, labelled);
    let least: Vec<f64> = if detail.marks {
        let boxes: Vec<_> = known
            .iter()
            .map(|(moving, facts)| (moving.tail * length, moving.head * length, wish(facts)))
            .collect();
        share_room(&boxes)
    } else {
        known.iter().map(|(_, facts)| wish(facts)).collect()
    };
    let place = |((moving, facts), least): (&(&Moving, &'a Facts), &f64)| {
        let (from, to) = moving.stretch(length, *least);
        let (from, to) = axes.span(from, to);
        Parcel {
            from,
            to,
            packet: moving.packet,
            facts,
        }
    };
    known.iter().zip(&least).map(place).collect()
}

/// How long a packet would like to be drawn: a parcel wants room for its label; a mark is drawn as
/// large as it is wherever its packet is, and its trail has its real length.
fn wished_width(facts: &Facts, detail: Detail, labelled: bool) -> f64 {
    if !detail.marks {
        return detail.least_width;
    }
    match &facts.label {
        _ if facts.look.shape != Shape::Data => 1.0,
        Some(label) if labelled => (width_of(label, FONT_PX) + 9.0).max(detail.least_width),
        _ => detail.least_width,
    }
}
