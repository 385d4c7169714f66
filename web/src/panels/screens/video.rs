//! Video on its screens: the frame that is shown, as far as its bytes came, and what became of each frame time.
//!
//! Two players of one stream stand side by side on one time axis: what one waits for the other leaves out.

mod strip;

use hoplab_sim::AppSnapshot;
use hoplab_sim::apps::{
    PICTURE_HEIGHT, PICTURE_WIDTH, PlayState, ReceivingScreen, Screen, SendingScreen, VideoScreen,
    scene_picture,
};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use yew::prelude::*;

use crate::page::Page;
use hoplab_words::programs::video as words;
use hoplab_words::{Lang, programs};
use strip::{Axis, legend, strip};

pub fn video(lang: Lang, screen: &VideoScreen) -> Html {
    html! {
        <>
            if let Some(trouble) = screen.trouble {
                <p class="program-state bad">{ hoplab_words::programs::client_error(lang, trouble) }</p>
            }
            if let Some(over) = words::lost_call(lang, screen) {
                <p class="program-note">{ over }</p>
            }
            if let Some(at) = screen.tries_again_at {
                <p class="program-note">{ words::tries_again(lang, at) }</p>
            }
            <>{ for screen.sending.as_ref().map(|sending| camera(lang, sending)) }</>
            <>{ for screen.receiving.as_ref().map(|receiving| {
                let axis = Axis::of([receiving]);
                html! {
                    <>
                        { player(lang, receiving) }
                        { strip(lang, receiving, axis) }
                        { legend(lang) }
                    </>
                }
            }) }</>
        </>
    }
}

/// Everybody who only shows a picture.
fn players(page: &Page) -> Vec<(&AppSnapshot, &ReceivingScreen)> {
    let apps = page.apps.iter().filter(|app| is_player(app));
    let both = apps.filter_map(|app| match &app.screen {
        Screen::Video(screen) => Some((app, screen.receiving.as_ref()?)),
        _ => None,
    });
    both.take(4).collect()
}

/// Whether a program shows a picture and sends none.
pub fn is_player(app: &AppSnapshot) -> bool {
    match &app.screen {
        Screen::Video(screen) => screen.receiving.is_some() && screen.sending.is_none(),
        _ => false,
    }
}

/// Several players side by side, at the same moments; nothing where there is one or none.
pub fn side_by_side(page: &Page) -> Option<Html> {
    let lang = page.lang;
    let players = players(page);
    if players.len() < 2 {
        return None;
    }
    let axis = Axis::of(players.iter().map(|(_, screen)| *screen));
    let name = |app: &AppSnapshot| {
        let name = programs::program_name(lang, &app.program.summary);
        programs::screen_of(page.node_name(app.node), &name)
    };
    Some(html! {
        <section class="players" aria-label={words::side_by_side(lang)}>
            <h3>{ words::side_by_side(lang) }</h3>
            <div class="players-row">
                { for players.iter().map(|(app, screen)| html! {
                    <article class="player" key={format!("{}-{}", app.node.0, app.program.id.0)} aria-label={name(app)}>
                        <h4>{ name(app) }</h4>
                        { player(lang, screen) }
                    </article>
                }) }
            </div>
            <>{ for players.iter().map(|(app, screen)| html! {
                <div class="players-strip" key={format!("{}-{}", app.node.0, app.program.id.0)}><span>{ name(app) }</span>{ strip(lang, screen, axis) }</div>
            }) }</>
            { legend(lang) }
        </section>
    })
}

fn player(lang: Lang, screen: &ReceivingScreen) -> Html {
    let stands_still = matches!(screen.state, PlayState::Stalled);
    html! {
        <figure class={classes!("video", stands_still.then_some("video-still"))}>
            <Frame picture={screen.picture.clone()} label={words::frame(lang, screen)} />
            <figcaption>
                <p class={classes!("program-state", (stands_still || screen.damaged).then_some("bad"))}>
                    { words::state(lang, screen) }
                </p>
                <p class="video-smooth figure">{ words::smoothness(lang, screen.totals.smoothness_per_mille()) }</p>
                <p class="program-note">{ words::totals(lang, &screen.totals) }</p>
                <p class="program-note">{ words::buffer(lang, screen) }</p>
            </figcaption>
        </figure>
    }
}

fn camera(lang: Lang, screen: &SendingScreen) -> Html {
    let picture = screen
        .frame
        .map_or_else(Vec::new, |frame| scene_picture(screen.scene, frame));
    html! {
        <figure class="video video-camera">
            <Frame {picture} label={words::camera(lang)} />
            <figcaption class="program-note">{ words::sending(lang, screen) }</figcaption>
        </figure>
    }
}

#[derive(Properties, PartialEq)]
struct FrameProps {
    /// A shade a pixel; empty before there is a picture.
    picture: Vec<u8>,
    label: String,
}

/// A frame, drawn from its bytes.
#[component]
fn Frame(props: &FrameProps) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        use_effect_with(props.picture.clone(), move |picture| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                draw(&canvas, picture);
            }
        });
    }
    html! {
        <canvas class="video-frame" ref={canvas} width={PICTURE_WIDTH.to_string()} height={PICTURE_HEIGHT.to_string()}
            role="img" aria-label={props.label.clone()} />
    }
}

/// Sky, ground, a ball's edge and inside, and the clock.
const SHADES: [[u8; 3]; 5] = [
    [150, 192, 226],
    [106, 142, 92],
    [110, 42, 20],
    [232, 110, 52],
    [255, 255, 255],
];

/// A byte that is no shade shows in glaring pink; before the first frame the screen is black.
fn draw(canvas: &HtmlCanvasElement, picture: &[u8]) {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return;
    };
    let mut rgba = vec![0_u8; PICTURE_WIDTH * PICTURE_HEIGHT * 4];
    for (place, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let [r, g, b] = match picture.get(place) {
            Some(shade) => SHADES
                .get(usize::from(*shade))
                .copied()
                .unwrap_or([255, 0, 200]),
            None => [16, 18, 20],
        };
        pixel.copy_from_slice(&[r, g, b, 255]);
    }
    if let Ok(image) = ImageData::new_with_u8_clamped_array(Clamped(&rgba), PICTURE_WIDTH as u32) {
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}
