//! The stage: the map on which packets move.
//!
//! Nodes, links and labels are SVG (`map`), every one of them a button; packets are drawn on one
//! canvas over it (`paint`), straight from the world, every frame. What a press on the canvas means
//! is found out here and not by the browser (`scene`): the canvas lets pointers through. Everything
//! without `web_sys` in it (`geometry`, `scene`, `drawn`, `detail`, `sides`, `scale`, `figures`) is pure
//! and tested natively.
//!
//! The stage owns the frame loop: while time runs it lets the [`crate::lab::Lab`] tick, and tells
//! the app at most ten times a second, so that panels follow. It asks for no frames while nothing
//! can change.
//!
//! With `?perf=1` each frame's script is measured under the name `hoplab-frame` (User Timing). To
//! have many packets under way, open a scenario whose links are long and fast: 16 pictures sent over
//! UDP at an interval of `1ms`, across a link with a delay of `500ms`, a rate of `1000Mbit/s` and a queue
//! of a million bytes, are 1,024 packets on one line.

mod asks;
pub mod cards;
pub mod detail;
pub mod drawn;
mod engine;
pub mod figures;
mod focus;
mod frames;
pub mod geometry;
mod glyphs;
mod layers;
mod legend;
mod map;
mod paint;
mod palette;
pub mod pointing;
mod popover;
mod roll;
pub mod scale;
pub mod scene;
pub mod sides;

use std::rc::Rc;

use gloo_render::AnimationFrame;
use hoplab_sim::{Direction, PacketId};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

use crate::act::{Act, Selection};
use crate::lab::SharedLab;
use crate::page::Page;
use engine::Engine;
use geometry::{Point, Size};
use hoplab_explain::way::Layer;
use hoplab_words::stage::Word;

/// What the stage is given.
#[derive(Properties, PartialEq)]
pub struct StageProps {
    /// The run it shows and whose time it drives.
    pub lab: SharedLab,
    /// The latest picture of it.
    pub page: Rc<Page>,
    /// Where to send what the person does.
    pub on: Callback<Act>,
}

/// What happens to the stage.
pub enum Msg {
    /// The browser is about to draw, at this time in milliseconds.
    Frame(f64),
    /// The stage has this size now.
    Resized(Size),
    /// A node or link was pressed.
    Pressed(map::Pressed),
    /// The empty map was pressed, here in the window; true: by a finger.
    Ground(f64, f64, bool),
    /// The pointer is over the map, here in the window, or has left it.
    Over(Option<(f64, f64)>),
    /// A packet was pressed in the hidden list.
    Packet(PacketId),
    /// The hidden button of a packet has the focus, or none has.
    Focused(Option<PacketId>),
    /// An arrow key in the hidden list.
    Moved(isize),
    /// The card is to go.
    Close,
    /// The card has another size.
    Grown,
    /// The card is to go, and the inspector to be shown.
    Details,
    /// The labels of packets are to show this layer, or not to.
    Layer(Layer),
    /// The sliders of a link's card are to set this direction.
    Turn(Option<Direction>),
}

/// The map, its canvas and its cards.
pub struct Stage {
    root: NodeRef,
    canvas: NodeRef,
    card: NodeRef,
    engine: Engine,
    frame: Option<AnimationFrame>,
    last_frame: Option<f64>,
    last_told: f64,
    /// The last frame on the way to a far moment only told how far it is.
    only_told: bool,
    /// There was work to do in the last frame.
    busy: bool,
    watched: Option<(ResizeObserver, Closure<dyn FnMut()>)>,
    /// Whose card is open.
    open: Selection,
    /// The card was just opened: it has to get the focus.
    opened: bool,
    /// What had the focus before.
    came_from: Option<Element>,
    /// How far the page was scrolled before a card was opened.
    scrolled: Option<f64>,
    /// How far it is to be scrolled again, now that the card is closed.
    back_to: Option<f64>,
    direction: Option<Direction>,
    focused: Option<PacketId>,
    current: Option<PacketId>,
    hover: Option<Hover>,
    /// The numbers of packets under way and of those without a note that were last told in words, and when.
    counted: ((usize, usize), f64),
}

/// What the pointer rests on.
#[derive(Clone, Debug, PartialEq)]
struct Hover {
    packet: PacketId,
    at: Point,
    text: String,
}

impl Component for Stage {
    type Message = Msg;
    type Properties = StageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let size = Size {
            width: 1000.0,
            height: 460.0,
        };
        let mut stage = Stage {
            root: NodeRef::default(),
            canvas: NodeRef::default(),
            card: NodeRef::default(),
            engine: Engine::new(&ctx.props().page, size),
            frame: None,
            last_frame: None,
            last_told: f64::NEG_INFINITY,
            only_told: false,
            busy: false,
            watched: None,
            open: Selection::Nothing,
            opened: false,
            came_from: None,
            scrolled: None,
            back_to: None,
            direction: None,
            focused: None,
            current: None,
            hover: None,
            counted: ((0, 0), f64::NEG_INFINITY),
        };
        stage.refresh(ctx);
        stage
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Frame(at) => self.on_frame(ctx, at),
            Msg::Resized(size) => {
                if self.engine.geometry.size() == size {
                    return false;
                }
                let was_compact = self.engine.geometry.is_compact();
                self.engine.resize(&ctx.props().page, size);
                // A phone was turned: the card has another place, and what lay under the map is another thing.
                if self.has_card() && was_compact != self.engine.geometry.is_compact() {
                    self.opened = true;
                    self.set_under(0.0);
                }
                self.ask_for_frame(ctx);
                true
            }
            Msg::Pressed((selection, pointer)) => self.on_pressed(ctx, selection, pointer),
            Msg::Ground(x, y, touch) => self.on_ground(ctx, x, y, touch),
            Msg::Over(pointer) => self.on_over(ctx, pointer),
            Msg::Packet(packet) => self.open_card(ctx, Selection::Packet(packet)),
            Msg::Focused(packet) => {
                self.focused = packet;
                self.current = packet.or(self.current);
                self.ask_for_frame(ctx);
                packet.is_some()
            }
            Msg::Moved(by) => self.on_moved(by),
            Msg::Close => self.close_card(),
            Msg::Grown => {
                self.show_card();
                false
            }
            Msg::Details => self.on_details(ctx),
            Msg::Layer(layer) => {
                self.engine.layers = self.engine.layers.toggled(layer);
                self.ask_for_frame(ctx);
                true
            }
            Msg::Turn(direction) => {
                let changed = self.direction != direction;
                self.direction = direction;
                changed
            }
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &StageProps) -> bool {
        let page = &ctx.props().page;
        if ctx.props().lab != old.lab {
            self.engine.drawn.forget();
        }
        self.engine.take(&old.page, page);
        if page.selection != old.page.selection && page.selection != self.open {
            // Something else was selected, elsewhere on the page.
            self.open = Selection::Nothing;
        }
        if !page.playing {
            self.refresh(ctx);
        }
        self.ask_for_frame(ctx);
        self.shows_otherwise(&old.page, page)
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let page = &ctx.props().page;
        let link = ctx.link();
        let geometry = &self.engine.geometry;
        let map = map::MapView {
            page,
            geometry,
            open: self.open,
            pressed: link.callback(Msg::Pressed),
        };
        let class = classes!(
            "stage",
            geometry.is_compact().then_some("compact"),
            page.reduced_motion.then_some("calm"),
            self.hover.is_some().then_some("over-packet"),
            self.has_card().then_some("docked"),
        );
        html! {
            <section {class} aria-label={Word::Map.text(page.lang)} onkeydown={link.batch_callback(pointing::on_key)}>
                <p class="unseen" id="map-help">{ Word::MapHelp.text(page.lang) }</p>
                <div class="stage-map" ref={self.root.clone()} tabindex="-1"
                    aria-describedby="map-help"
                    onclick={link.callback(|event: MouseEvent| {
                        let touch = event.dyn_ref::<web_sys::PointerEvent>()
                            .is_some_and(|event| event.pointer_type() == "touch");
                        Msg::Ground(f64::from(event.client_x()), f64::from(event.client_y()), touch)
                    })}
                    onpointermove={link.batch_callback(pointing::on_pointer)}
                    onpointerleave={link.callback(|_| Msg::Over(None))}>
                    { map.html() }
                    <canvas ref={self.canvas.clone()} aria-hidden="true" />
                    { map.labels() }
                    { self.tip() }
                </div>
                { self.card(ctx) }
                { self.roll(ctx) }
                if page.embed.is_none() {
                    { legend::legend(page.lang, !geometry.is_compact(), self.engine.layers, self.counted.0.1, &link.callback(Msg::Layer)) }
                }
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if let Some(canvas) = self.canvas.cast() {
            self.engine.attach(canvas);
        }
        if first {
            self.watch_size(ctx);
            self.ask_for_frame(ctx);
        }
        if self.opened {
            self.opened = false;
            self.show_card();
            if let Some(card) = self.card.cast::<HtmlElement>() {
                focus::focus(&card);
            }
        } else if self.has_card() {
            self.fit_over_sheet();
        }
        if let (Some(back_to), Some(window)) = (self.back_to.take(), web_sys::window()) {
            window.scroll_to_with_x_and_y(0.0, back_to);
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some((observer, _)) = self.watched.take() {
            observer.disconnect();
        }
    }
}
