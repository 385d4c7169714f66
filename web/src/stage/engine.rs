//! What the stage draws and how: the state behind the canvas, apart from Yew.

use std::rc::Rc;

use hoplab_explain::Moment;
use hoplab_sim::{Direction, PacketId};
use hoplab_units::Rate;
use web_sys::{HtmlCanvasElement, MediaQueryList, Performance, Window};

use super::drawn::Drawn;
use super::figures;
use super::geometry::{Geometry, Point, Size};
use super::layers::Layers;
use super::paint::{Painter, View, Waiting};
use super::palette::Palette;
use super::scene::{self, Scene};
use crate::act::{Selection, Theme};
use crate::lab::Lab;
use crate::page::Page;
use hoplab_explain::look::Family;

/// The name under which frames are measured with `?perf=1`.
const MEASURE: &str = "hoplab-frame";
const MARK: &str = "hoplab-frame-start";

/// Everything the canvas is drawn from.
pub struct Engine {
    /// Where things are.
    pub geometry: Geometry,
    /// What is known of packets.
    pub drawn: Drawn,
    /// Where packets are.
    pub scene: Scene,
    /// The layers that the labels of packets show.
    pub layers: Layers,
    /// Of how many packets they are not shown, for want of room.
    pub left_out: usize,
    waiting: Vec<Waiting>,
    rates: Vec<[Rate; 2]>,
    painter: Option<Painter>,
    canvas: Option<HtmlCanvasElement>,
    dark: Option<MediaQueryList>,
    coloured_for: Option<(Theme, bool)>,
    run: u64,
    perf: Option<Performance>,
}

impl Engine {
    /// An engine for what this page shows, on a stage of this size.
    pub fn new(page: &Page, size: Size) -> Engine {
        let window = web_sys::window();
        let wants_perf = |window: &Window| {
            window
                .location()
                .search()
                .is_ok_and(|search| search.contains("perf=1"))
        };
        let dark = |window: &Window| window.match_media("(prefers-color-scheme: dark)").ok()?;
        Engine {
            geometry: figures::geometry(page, size),
            drawn: Drawn::default(),
            scene: Scene::default(),
            layers: Layers::default(),
            left_out: 0,
            waiting: Vec::new(),
            rates: rates(page),
            painter: None,
            canvas: None,
            dark: window.as_ref().and_then(dark),
            coloured_for: None,
            run: page.run,
            perf: window
                .filter(wants_perf)
                .and_then(|window| window.performance()),
        }
    }

    /// Takes the canvas to draw on.
    pub fn attach(&mut self, canvas: HtmlCanvasElement) {
        if self.canvas.as_ref() != Some(&canvas) {
            self.painter = Painter::new(canvas.clone());
            self.canvas = Some(canvas);
            self.coloured_for = None;
        }
    }

    /// Takes a new state of the page.
    pub fn take(&mut self, old: &Page, new: &Rc<Page>) {
        if self.run != new.run || !Rc::ptr_eq(&old.scenario, &new.scenario) {
            self.run = new.run;
            self.drawn.forget();
        }
        self.rates = rates(new);
        let same_links = old.links.len() == new.links.len()
            && old
                .links
                .iter()
                .zip(&new.links)
                .all(|(a, b)| a.ends == b.ends);
        // Names are as long as their language makes them.
        let same_names = old.lang == new.lang;
        if !Rc::ptr_eq(&old.scenario, &new.scenario) || !same_links || !same_names {
            self.geometry = figures::geometry(new, self.geometry.size());
        }
    }

    /// Gives the stage another size.
    pub fn resize(&mut self, page: &Page, size: Size) {
        self.geometry = figures::geometry(page, size);
    }

    /// Looks where everything is now.
    pub fn refresh(&mut self, lab: &Lab, page: &Page) {
        let world = lab.world();
        self.scene.fill(world, &self.rates, page.reduced_motion);
        let selected = match page.selection {
            Selection::Packet(packet) => Some(packet),
            _ => None,
        };
        let waiting = world.queue_levels().map(|queue| queue.first);
        let wanted = self.scene.packets().chain(waiting).chain(selected);
        let packets = lab.packets();
        let marked = page.socket.as_ref().map(|socket| &socket.life);
        let moment = Moment::new(lab.events(), &packets);
        self.drawn.look(moment, wanted, marked);
        self.waiting.clear();
        for queue in world.queue_levels() {
            let first = self.drawn.facts(queue.first);
            self.waiting.push(Waiting {
                link: queue.link,
                direction: queue.direction,
                count: queue.count,
                fill: f64::from(queue.bytes) / f64::from(queue.bound.max(1)),
                family: first.map_or(Family::Ip, |facts| facts.look.family),
            });
        }
    }

    /// Draws what was last read.
    pub fn draw(&mut self, page: &Page, focused: Option<PacketId>) {
        let Some(window) = web_sys::window() else {
            return;
        };
        self.recolour(&window, page.theme);
        let Some(painter) = &mut self.painter else {
            return;
        };
        painter.fit(self.geometry.size(), window.device_pixel_ratio());
        let selected = match page.selection {
            Selection::Packet(packet) => Some(packet),
            _ => None,
        };
        self.left_out = painter.frame(&View {
            geometry: &self.geometry,
            scene: &self.scene,
            drawn: &self.drawn,
            waiting: &self.waiting,
            selected,
            focused,
            layers: self.layers,
            fading: !page.reduced_motion,
        });
    }

    /// Reads the colours again if the theme was changed. Asked at each frame, so it does not ask the document.
    fn recolour(&mut self, window: &Window, theme: Theme) {
        let (Some(painter), Some(canvas)) = (&mut self.painter, &self.canvas) else {
            return;
        };
        let dark = self.dark.as_ref().is_some_and(MediaQueryList::matches);
        let wanted = Some((theme, dark));
        if self.coloured_for != wanted {
            if let Some(palette) = Palette::read(window, canvas) {
                painter.palette = palette;
            }
            self.coloured_for = wanted;
        }
    }

    /// The packet meant by a finger or a mouse at `point`: one under way, else one that died there.
    pub fn packet_at(&self, point: Point, reach: f64) -> Option<PacketId> {
        self.scene
            .packet_at(&self.geometry, point, reach)
            .or_else(|| scene::cross_at(&self.drawn, &self.geometry, point, reach))
    }

    /// Begins to measure a frame, with `?perf=1`.
    pub fn measure_begin(&self) {
        if let Some(perf) = &self.perf {
            let _ = perf.mark(MARK);
        }
    }
    /// Ends it.
    pub fn measure_end(&self) {
        if let Some(perf) = &self.perf {
            let _ = perf.measure_with_start_mark(MEASURE, MARK);
        }
    }
}

fn rates(page: &Page) -> Vec<[Rate; 2]> {
    let of = |direction: Direction| {
        move |link: &hoplab_sim::LinkSnapshot| link.channels[direction.index()].rate
    };
    page.links
        .iter()
        .map(|link| Direction::BOTH.map(|direction| of(direction)(link)))
        .collect()
}
