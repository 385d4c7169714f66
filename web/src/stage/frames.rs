//! The frame loop: who asks for frames, what one does, and whom it tells.

use std::rc::Rc;

use gloo_render::request_animation_frame;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

use super::geometry::Size;
use super::{Msg, Stage};
use crate::act::{Act, Selection};
use crate::browser;
use crate::lab::Tick;
use crate::page::Page;

/// The longest time between two frames that counts, in milliseconds: after a pause of the page
/// the world must not leap.
const LONGEST_FRAME_MS: f64 = 100.0;
/// How often the app is told at most, in milliseconds.
const TOLD_EVERY_MS: f64 = 100.0;
/// How often the number of packets is told in words at most, in milliseconds.
const COUNTED_EVERY_MS: f64 = 500.0;

impl Stage {
    pub(super) fn ask_for_frame(&mut self, ctx: &Context<Self>) {
        if self.frame.is_none() {
            let link = ctx.link().clone();
            self.frame = Some(request_animation_frame(move |at| {
                link.send_message(Msg::Frame(at))
            }));
        }
    }

    pub(super) fn on_frame(&mut self, ctx: &Context<Self>, at: f64) -> bool {
        self.frame = None;
        self.engine.measure_begin();
        let page = &ctx.props().page;
        let since = self
            .last_frame
            .map_or(0.0, |last| (at - last).clamp(0.0, LONGEST_FRAME_MS));
        let began = browser::now_ms();
        let seeking = ctx.props().lab.borrow().seeking().is_some();
        let tells = at - self.last_told >= TOLD_EVERY_MS;
        // On the way to a far moment a frame goes on or tells, in turns: hands would wait for both.
        let tells = tells && !(seeking && self.only_told);
        self.only_told = seeking && tells;
        let tick = match self.only_told {
            true => Tick::default(),
            false => ctx.props().lab.borrow_mut().tick(since),
        };
        let reads = {
            let lab = ctx.props().lab.borrow();
            lab.more_to_read() && lab.seeking().is_none()
        };
        let due = reads || tells;
        let (playing, busy, drawn) = {
            let lab = ctx.props().lab.borrow();
            // On the way to a far moment, a picture now and then is enough.
            let drawn = due || lab.seeking().is_none();
            if drawn {
                self.engine.refresh(&lab, page);
            }
            (lab.playing(), lab.busy(), drawn)
        };
        if !self.only_told {
            ctx.props().lab.borrow_mut().took(browser::now_ms() - began);
        }
        if playing {
            self.engine.drawn.age(since);
        }
        if drawn {
            self.engine.draw(page, self.focused);
        }
        self.engine.measure_end();
        let turned = tick.ended || tick.skipping || tick.arrived;
        let stopped = page.playing && !playing;
        // The last of what there is to do is told, too.
        let rested = self.busy && !busy;
        self.busy = busy;
        if turned || stopped || rested || ((playing || busy) && due) {
            self.last_told = at;
            ctx.props().on.emit(Act::Ticked);
        }
        if playing || busy {
            self.last_frame = Some(at);
            self.ask_for_frame(ctx);
        } else {
            // When frames begin again, the time without them must not count.
            self.last_frame = None;
        }
        self.count_again(ctx, at)
    }

    /// Whether the number of packets under way, or of those without a note, has to be told anew: now and then is enough.
    fn count_again(&mut self, ctx: &Context<Self>, at: f64) -> bool {
        let (told, when) = self.counted;
        let counts = (self.engine.scene.total(), self.engine.left_out);
        if counts == told {
            return false;
        }
        if at - when < COUNTED_EVERY_MS {
            // Where nothing moves no other frame would come to tell it.
            if self.frame.is_none() {
                self.ask_for_frame(ctx);
            }
            return false;
        }
        self.counted = (counts, at);
        true
    }

    pub(super) fn refresh(&mut self, ctx: &Context<Self>) {
        if let Ok(lab) = ctx.props().lab.try_borrow() {
            self.engine.refresh(&lab, &ctx.props().page);
        }
    }

    /// Whether two states of the page look different on the map: the canvas apart, which is drawn
    /// every frame.
    pub(super) fn shows_otherwise(&self, old: &Page, new: &Page) -> bool {
        !new.playing
            || self.open != Selection::Nothing
            || old.playing != new.playing
            || old.lang != new.lang
            || old.theme != new.theme
            || old.selection != new.selection
            || old.asking != new.asking
            || old.reduced_motion != new.reduced_motion
            || old.nodes != new.nodes
            || old.links != new.links
            || old.viewers.len() != new.viewers.len()
            || !Rc::ptr_eq(&old.scenario, &new.scenario)
    }

    pub(super) fn watch_size(&mut self, ctx: &Context<Self>) {
        let Some(element) = self.root.cast::<HtmlElement>() else {
            return;
        };
        let link = ctx.link().clone();
        let watched = element.clone();
        let tell = move || {
            let size = Size {
                width: f64::from(watched.client_width()),
                height: f64::from(watched.client_height()),
            };
            if size.width > 0.0 && size.height > 0.0 {
                link.send_message(Msg::Resized(size));
            }
        };
        tell();
        let closure = Closure::<dyn FnMut()>::new(tell);
        if let Ok(observer) = ResizeObserver::new(closure.as_ref().unchecked_ref()) {
            observer.observe(&element);
            self.watched = Some((observer, closure));
        }
    }
}
