//! [`Held`]: what the panels show that have hundreds of screens and lines to draw. They follow the clock, but not so closely
//! that the hand which moves it has to wait for them.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::Callback;

use crate::act::Act;
use crate::browser;
use crate::hands;
use crate::page::Page;

/// How often they are drawn at most while time is moved by hand, in milliseconds.
const EVERY_MS: f64 = 100.0;
/// The map and the clock follow the hand first, in the next frame.
const A_FRAME_MS: f64 = 16.0;

/// How closely the panels follow one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// Nobody did anything, time went on: on the way to a far moment they wait for its end.
    Arrival,
    /// Time is being moved by hand, and most likely will be at once again.
    Hand,
    /// Anything else that somebody did.
    AtOnce,
}

impl Follow {
    /// How closely they follow this one.
    pub fn after(act: &Act) -> Follow {
        match act {
            Act::Ticked => Follow::Arrival,
            Act::Seek(_) => Follow::Hand,
            _ => Follow::AtOnce,
        }
    }
}

/// The moment that the panels show.
pub struct Held {
    /// As they show it.
    pub page: Rc<Page>,
    /// When they were drawn last.
    drawn: f64,
    /// They will be drawn again.
    behind: Option<Timeout>,
}

impl Held {
    /// They show this.
    pub fn new(page: Rc<Page>) -> Held {
        Held {
            page,
            drawn: browser::now_ms(),
            behind: None,
        }
    }

    /// The page has a new picture. `on` is told [`Act::CatchUp`] when it is time for panels that were left behind.
    pub fn follow(&mut self, page: &Rc<Page>, follow: Follow, on: &Callback<Act>) {
        match follow {
            Follow::Arrival if page.seeking.is_some() => {}
            Follow::Hand => self.wait(on),
            Follow::Arrival | Follow::AtOnce => {
                self.page = page.clone();
                self.drawn = browser::now_ms();
                self.behind = None;
                // The end of the way is told by a frame, and a finger that is down keeps that back.
                if page.seeking.is_some() && hands::on_slider() {
                    self.wait(on);
                }
            }
        }
    }

    /// It was time for them, but a finger is on them: they are drawn when it is up.
    pub fn put_off(&mut self) {
        self.behind = None;
    }

    fn wait(&mut self, on: &Callback<Act>) {
        if self.behind.is_some() {
            return;
        }
        let left = EVERY_MS - (browser::now_ms() - self.drawn);
        let on = on.clone();
        let ms = left.clamp(A_FRAME_MS, EVERY_MS) as u32;
        self.behind = Some(Timeout::new(ms, move || on.emit(Act::CatchUp)));
    }
}
