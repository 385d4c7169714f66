//! The page: it owns the lab, carries out every [`Act`] and publishes a [`Shot`] for the panels.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use hoplab_sim::{Command, EventId, LinkId, NodeId, Place};
use hoplab_units::Time;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::act::{Act, Selection, Tab, Theme};
use crate::address::{Address, EmbedOptions, Start, Ui};
use crate::browser;
use crate::compare::{Column, Comparison};
use crate::connections::EndId;
use crate::lab::{Lab, SharedLab};
use crate::opening::{self, OpenError, Opened};
use crate::panels::compare::ComparePanel;
use crate::panels::connection::ConnectionPanel;
use crate::panels::header::Header;
use crate::panels::help::HelpDialog;
use crate::panels::launch;
use crate::panels::log::LogPanel;
use crate::panels::notice::NoticeBar;
use crate::panels::playbar::PlayBar;
use crate::panels::receiver::ReceiverPanel;
use crate::panels::sendbar::SendBar;
use crate::panels::share::{ShareDialog, Shared};
use crate::panels::start::StartDialog;
use crate::panels::tabs::TabsPanel;
use crate::programs::follows_switch;
use crate::shot::{MarkedSocket, Shot};
use crate::stage::Stage;
use crate::words::{self, Lang};

/// What lies over the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Overlay {
    #[default]
    Nothing,
    Help,
    Share,
    Compare,
    /// Which program to start, on this host if one is named.
    Start(Option<NodeId>),
}

/// Something the page has to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Something could not be opened.
    CouldNotOpen {
        /// Why not.
        error: OpenError,
        /// The text that was given.
        given: String,
        /// Whether the first scenario is shown instead; otherwise what was there stays.
        instead: bool,
    },
    /// A command was refused.
    Refused(hoplab_sim::Refusal),
}

/// The page.
pub struct App {
    lab: SharedLab,
    shot: Rc<Shot>,
    /// What the panels that tell of programs, events and connections show: on the way to a far moment they wait for its
    /// end, marked as busy, for they can have hundreds of screens and lines to draw.
    held: Rc<Shot>,
    lang: Lang,
    theme: Theme,
    selection: Selection,
    /// The step of the selected packet's life that is looked at.
    step: Option<EventId>,
    tab: Tab,
    /// The connection whose panel is open.
    connection: Option<EndId>,
    /// Whether that panel is to be brought into view.
    reveal: bool,
    embed: Option<EmbedOptions>,
    overlay: Overlay,
    notice: Option<Notice>,
    comparison: Option<Comparison>,
    compared: Rc<Vec<Column>>,
    shared: Rc<Shared>,
    revision: u64,
    on: Callback<Act>,
    _listeners: Vec<EventListener>,
    _seen: Option<crate::panels::embed::SeenObserver>,
    work: Option<Timeout>,
}

impl Component for App {
    type Message = Act;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let address = Address::of_window();
        let (opened, notice) = open_or_default(&address);
        let lang = address.lang.or(opening::lang_of(&opened.view));
        let lang = lang.unwrap_or_else(browser::preferred_lang);
        let theme = address.theme.unwrap_or_else(browser::preferred_theme);
        let on = ctx.link().callback(|act| act);
        let selection = opening::selection_of(&opened.view);
        let lab = SharedLab::new(lab_of(opened, address.embed, notice.is_some()));
        let shot = first_shot(&lab, lang, theme, selection, address.embed);
        browser::set_theme(theme, false);
        let shot = Rc::new(shot);
        let mut app = App {
            held: shot.clone(),
            shot,
            lab,
            lang,
            theme,
            connection: connection_of(selection),
            reveal: false,
            selection,
            step: None,
            tab: address.tab.unwrap_or_default(),
            embed: address.embed,
            overlay: Overlay::Nothing,
            notice,
            comparison: None,
            compared: Rc::default(),
            shared: Rc::default(),
            revision: 0,
            _listeners: listeners(&on),
            _seen: address
                .embed
                .map(|_| crate::panels::embed::SeenObserver::new(on.clone())),
            on,
            work: None,
        };
        app.name_page(false);
        app.publish(false);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, act: Act) -> bool {
        let ticked = act == Act::Ticked;
        self.carry_out(ctx, act);
        self.publish(ticked);
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        match self.embed.map(|embed| embed.ui) {
            None | Some(Ui::Full) => self.whole_page(),
            Some(Ui::Min) => self.small_page(true),
            Some(Ui::None) => self.small_page(false),
        }
    }

    fn rendered(&mut self, _ctx: &Context<Self>, first: bool) {
        if first && let Some(root) = browser::document().and_then(|d| d.get_element_by_id("app")) {
            let _ = root.set_attribute("data-ready", "");
        }
        if core::mem::take(&mut self.reveal) {
            browser::reveal("connection");
        }
    }
}

impl App {
    fn carry_out(&mut self, ctx: &Context<Self>, act: Act) {
        match act {
            Act::Ticked => {}
            Act::Select(selection) => self.select(selection),
            Act::Escape if self.lab.borrow().seeking().is_none() => {
                self.select(Selection::Nothing);
            }
            Act::ShowTab(tab) => self.tab = tab,
            Act::ShowStep(packet, step) => {
                self.select(Selection::Packet(packet));
                self.step = Some(step);
            }
            Act::CloseConnection => {
                self.connection = None;
                if connection_of(self.selection).is_some() {
                    self.selection = Selection::Nothing;
                }
            }
            Act::Issue(command) => self.issue(command),
            Act::Run(command) => {
                let switched = match &command {
                    Command::Start { program, .. } => follows_switch(program),
                    _ => false,
                };
                self.run(command, switched);
            }
            Act::Launch(place) => {
                let found = launch::command_of(self.lab.borrow().scenario(), place);
                if let Some((command, switched)) = found {
                    self.run(command, switched);
                }
            }
            Act::AskStart(node) => self.overlay = Overlay::Start(node),
            Act::Send { offer, text } => self.send(offer, text),
            Act::SetTransport(transport) => self.lab.borrow_mut().set_chosen(transport),
            Act::OpenScenario(name) => {
                // The address must lead back to what is shown, or a reload would lie.
                if self.embed.is_none() {
                    browser::replace_address(&format!("{}?scenario={name}", browser::base_url()));
                }
                self.open(opening::open_named(&name), name);
            }
            Act::OpenFile(text) => self.open(opening::open_text(&text), text),
            Act::AddressChanged => {
                let address = Address::of_window();
                let given = address.given.clone();
                self.tab = address.tab.unwrap_or(self.tab);
                self.open(opening::open(&address), given);
            }
            Act::SetLang(lang) => {
                self.lang = lang;
                self.name_page(true);
            }
            Act::SetTheme(theme) => {
                self.theme = theme;
                browser::set_theme(theme, true);
            }
            Act::Share => self.share(),
            Act::Compare => self.compare(ctx),
            Act::Help => self.overlay = Overlay::Help,
            Act::CloseOverlay => {
                self.overlay = Overlay::Nothing;
                // Nobody waits for the rest of a comparison that was put away.
                self.comparison = None;
                self.work = None;
            }
            Act::DismissNotice => self.notice = None,
            act => self.move_in_time(ctx, act),
        }
    }

    /// Acts on the playhead.
    fn move_in_time(&mut self, ctx: &Context<Self>, act: Act) {
        let lab = &mut *self.lab.borrow_mut();
        match act {
            Act::Pause => lab.pause(),
            Act::Toggle if lab.playing() => lab.pause(),
            Act::Play | Act::Toggle => lab.play_chosen(),
            Act::StepEvent => {
                lab.step_event();
            }
            Act::StepBack => lab.step_back(),
            Act::Restart => {
                lab.restart();
                lab.play_chosen();
            }
            Act::RestartOver(transport) => {
                lab.restart_over(transport);
                // Over another transport the same number is another socket.
                if let Selection::Socket(..) = self.selection {
                    self.selection = Selection::Nothing;
                }
                lab.play();
                self.overlay = Overlay::Nothing;
            }
            Act::SetSpeed(speed) => lab.set_speed(speed),
            Act::Seek(at) => lab.seek(at),
            Act::StopSeeking | Act::Escape => lab.stop_seeking(),
            Act::SetSkipQuiet(skip) => lab.set_skip_quiet(skip),
            Act::Awake(awake) => lab.set_awake(awake),
            Act::ComparisonWork => {
                self.work = None;
                if let Some(comparison) = &mut self.comparison {
                    let began = browser::now_ms();
                    let more = comparison.work();
                    comparison.took(browser::now_ms() - began);
                    if comparison.columns.len() != self.compared.len() {
                        self.compared = Rc::new(comparison.columns.clone());
                    }
                    if more {
                        let on = ctx.link().callback(|()| Act::ComparisonWork);
                        self.work = Some(Timeout::new(0, move || on.emit(())));
                    }
                }
            }
            _ => {}
        }
        // A packet or event that lies in the future after a rewind is none that can be looked at.
        if let Selection::Event(event) = self.selection
            && lab.world().trace().get(event).is_none()
        {
            self.selection = Selection::Nothing;
        }
    }

    fn select(&mut self, selection: Selection) {
        self.selection = selection;
        self.step = None;
        if let Selection::Event(_) = selection {
            // Only the inspector tells why something happened.
            self.tab = Tab::Inspector;
        }
        if let Some(end) = connection_of(selection) {
            self.connection = Some(end);
            self.reveal = true;
        } else if self.connection.is_some() {
            // The open panel turns to the connection of what is looked at.
            let lab = self.lab.borrow();
            let of = lab.connection_of(selection);
            self.connection = of.or(self.connection);
        }
    }

    fn issue(&mut self, command: Command) {
        self.notice = self
            .lab
            .borrow_mut()
            .issue(command)
            .err()
            .map(Notice::Refused);
    }

    /// Does something to the world and lets time run. `switched`: it goes over what is chosen now.
    fn run(&mut self, command: Command, switched: bool) {
        let (now, over) = {
            let lab = self.lab.borrow();
            (lab.world().transport(), lab.chosen())
        };
        if switched && now != over {
            self.issue(Command::SetTransport(over));
        }
        self.issue(command);
        self.overlay = Overlay::Nothing;
        let mut lab = self.lab.borrow_mut();
        // A run that is over begins again when it plays: not for what nothing comes of.
        if self.notice.is_none() && !lab.finished() {
            lab.play();
        }
    }

    fn send(&mut self, offer: usize, text: Option<String>) {
        let (command, over) = {
            let lab = self.lab.borrow();
            (
                crate::panels::sendbar::command_of(lab.scenario(), offer, text),
                lab.chosen(),
            )
        };
        if let Some(command) = command {
            let now = self.lab.borrow().world().transport();
            if now != over {
                self.issue(Command::SetTransport(over));
            }
            self.issue(command);
            if self.notice.is_none() {
                self.lab.borrow_mut().play();
            }
        }
    }

    fn open(&mut self, opened: Result<Opened, OpenError>, given: String) {
        match opened {
            Ok(opened) => {
                self.selection = opening::selection_of(&opened.view);
                self.step = None;
                self.connection = connection_of(self.selection);
                self.lang = opening::lang_of(&opened.view).unwrap_or(self.lang);
                let run = self.lab.borrow().run();
                let mut lab = lab_of(opened, self.embed, false);
                lab.follow(run);
                *self.lab.borrow_mut() = lab;
                self.notice = None;
                self.overlay = Overlay::Nothing;
                self.name_page(false);
            }
            // What is on the page stays.
            Err(error) => {
                self.notice = Some(Notice::CouldNotOpen {
                    error,
                    given,
                    instead: false,
                })
            }
        }
    }

    fn share(&mut self) {
        let lab = self.lab.borrow();
        let state = opening::state_of(&lab, self.selection, self.lang);
        let tab = match self.tab {
            Tab::Inspector => String::new(),
            tab => format!("?tab={}", tab.id()),
        };
        let address = |link| format!("{}{tab}#s={link}", browser::base_url());
        self.shared = Rc::new(Shared {
            link: state.encode().map(address),
            file: state.to_file(),
        });
        if let (None, Ok(link)) = (self.embed, &self.shared.link) {
            browser::replace_address(link);
        }
        self.overlay = Overlay::Share;
    }

    fn compare(&mut self, ctx: &Context<Self>) {
        self.lab.borrow_mut().pause();
        self.comparison = Some(Comparison::new(self.lab.borrow().recording()));
        self.compared = Rc::default();
        self.overlay = Overlay::Compare;
        ctx.link().send_message(Act::ComparisonWork);
    }

    fn name_page(&mut self, remember: bool) {
        let lab = self.lab.borrow();
        let title = words::scenario_title(self.lang, lab.scenario());
        let remember = remember && self.embed.is_none();
        browser::set_lang(self.lang, &format!("{title} · Hoplab"), remember);
    }

    /// Takes a new picture of the page. `ticked`: nobody did anything, time went on.
    fn publish(&mut self, ticked: bool) {
        self.revision += 1;
        self.lab.borrow_mut().settle();
        self.forget_connection();
        let mut shot = first_shot(&self.lab, self.lang, self.theme, self.selection, self.embed);
        shot.revision = self.revision;
        shot.tab = self.tab;
        if let (Tab::Dns, Selection::Packet(packet)) = (self.tab, self.selection) {
            shot.asking = crate::lookups::asking(&shot, self.lab.borrow().world().trace(), packet);
        }
        shot.step = self.step;
        shot.socket = marked_socket(&self.lab.borrow(), self.selection);
        shot.connection = self.connection;
        self.lab.borrow_mut().set_calm(shot.reduced_motion);
        self.shot = Rc::new(shot);
        if !ticked || self.shot.seeking.is_none() {
            self.held = self.shot.clone();
        }
    }

    /// A connection of another story is none that can be looked at.
    fn forget_connection(&mut self) {
        let lab = self.lab.borrow();
        if lab.reads_connections() {
            // It may yet come.
            return;
        }
        let known = |end: &EndId| lab.connections().end(*end).is_some();
        self.connection = self.connection.filter(known);
        if connection_of(self.selection).is_some_and(|end| !known(&end)) {
            self.selection = Selection::Nothing;
        }
    }

    /// Whether the panels that are held show an earlier moment than the clock.
    fn busy(&self) -> Option<&'static str> {
        self.shot.seeking.map(|_| "true")
    }

    fn whole_page(&self) -> Html {
        let (lab, shot, on) = (self.lab.clone(), self.shot.clone(), self.on.clone());
        let (held, busy) = (self.held.clone(), self.busy());
        html! {
            <div class="page" lang={self.lang.tag()}>
                <Header lab={lab.clone()} shot={shot.clone()} on={on.clone()} />
                { self.notice() }
                <main class="bench">
                    <div class="bench-send">
                        <SendBar lab={lab.clone()} shot={shot.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-map">
                        <Stage lab={lab.clone()} shot={shot.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-receiver" aria-busy={busy}>
                        <ReceiverPanel lab={lab.clone()} shot={held.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-play">
                        <PlayBar lab={lab.clone()} shot={shot.clone()} on={on.clone()} />
                    </div>
                    if held.connection.is_some() {
                        <div class="bench-connection" aria-busy={busy} id="connection" tabindex="-1">
                            <ConnectionPanel lab={lab.clone()} shot={held.clone()} on={on.clone()} />
                        </div>
                    }
                    <div class="bench-log" aria-busy={busy}>
                        <LogPanel lab={lab.clone()} shot={held.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-inspector" aria-busy={busy} id="inspector" tabindex="-1">
                        <TabsPanel lab={lab.clone()} shot={held.clone()} on={on.clone()} />
                    </div>
                </main>
                { self.overlays() }
            </div>
        }
    }

    /// An embedding: little chrome.
    fn small_page(&self, controls: bool) -> Html {
        let (lab, shot, on) = (self.lab.clone(), self.shot.clone(), self.on.clone());
        html! {
            <div class="page page-small" lang={self.lang.tag()}>
                <h1 class="unseen">{ words::scenario_title(self.lang, &self.shot.scenario) }{ " · Hoplab" }</h1>
                { self.notice() }
                <main class={classes!("bench", "bench-small", (!controls).then_some("bench-bare"))}>
                    if controls {
                        <div class="bench-send">
                            <SendBar lab={lab.clone()} shot={shot.clone()} on={on.clone()} />
                        </div>
                    }
                    <div class="bench-map">
                        <Stage lab={lab.clone()} shot={shot.clone()} on={on.clone()} />
                    </div>
                    if controls {
                        <div class="bench-receiver" aria-busy={self.busy()}>
                            <ReceiverPanel lab={lab.clone()} shot={self.held.clone()} on={on.clone()} />
                        </div>
                    }
                    <div class="bench-play">
                        <PlayBar lab={lab.clone()} shot={shot.clone()} on={on.clone()} />
                    </div>
                </main>
                { self.overlays() }
            </div>
        }
    }

    fn notice(&self) -> Html {
        match &self.notice {
            Some(notice) => html! {
                <NoticeBar notice={notice.clone()} lang={self.lang} on={self.on.clone()} />
            },
            None => html! {},
        }
    }

    fn overlays(&self) -> Html {
        let close = self.on.reform(|()| Act::CloseOverlay);
        html! {
            <>
                if self.overlay == Overlay::Help {
                    <HelpDialog lang={self.lang} {close} />
                } else if self.overlay == Overlay::Share {
                    <ShareDialog lang={self.lang} shared={self.shared.clone()} {close} on={self.on.clone()}
                        name={self.shot.scenario.name.clone()} />
                } else if let Overlay::Start(node) = self.overlay {
                    <StartDialog shot={self.shot.clone()} {node} on={self.on.clone()} {close} />
                } else if self.overlay == Overlay::Compare {
                    <ComparePanel lang={self.lang} columns={self.compared.clone()}
                        reached={self.comparison.as_ref().and_then(Comparison::reached)}
                        {close} on={self.on.clone()} nodes={self.shot.nodes.clone()} />
                }
            </>
        }
    }
}

/// What the address asks for, or the first scenario and a notice that says why not.
fn open_or_default(address: &Address) -> (Opened, Option<Notice>) {
    match opening::open(address) {
        Ok(opened) => (opened, None),
        Err(error) => {
            let given = address.given.clone();
            let opened = opening::open(&Address::default()).ok();
            let opened =
                opened.expect("the first scenario of the library opens: a test sees to it");
            (
                opened,
                Some(Notice::CouldNotOpen {
                    error,
                    given,
                    instead: true,
                }),
            )
        }
    }
}

/// A lab for what was opened, at its moment; it plays from the beginning unless a moment was asked for.
fn lab_of(opened: Opened, embed: Option<EmbedOptions>, paused: bool) -> Lab {
    let Opened {
        player,
        cursor,
        view,
    } = opened;
    let scenario = Rc::new(player.recording().scenario.clone());
    let mut lab = Lab::new(scenario, player);
    if let Some(speed) = opening::speed_of(&view) {
        lab.set_speed(speed);
    }
    let plays = embed.is_none_or(|embed| embed.start == Start::Play);
    if cursor > Time::ZERO {
        lab.jump(cursor);
    } else if plays && !paused {
        lab.play();
    }
    lab
}

/// The connection that is selected, if one is.
fn connection_of(selection: Selection) -> Option<EndId> {
    match selection {
        Selection::Connection(end) => Some(end),
        _ => None,
    }
}

/// The socket that is selected, as far as it has been opened by now.
fn marked_socket(lab: &Lab, selection: Selection) -> Option<MarkedSocket> {
    let Selection::Socket(node, socket) = selection else {
        return None;
    };
    let sockets = lab.sockets();
    let life = sockets.life(node, socket)?;
    Some(MarkedSocket {
        place: Place::Socket(node, socket),
        key: life.key,
        program: sockets.program(life).map(|started| (node, started.program)),
    })
}

fn first_shot(
    lab: &SharedLab,
    lang: Lang,
    theme: Theme,
    selection: Selection,
    embed: Option<EmbedOptions>,
) -> Shot {
    let lab = lab.borrow();
    let world = lab.world();
    let spec = world.spec();
    let nodes = (0..spec.nodes.len()).filter_map(|index| world.node(NodeId(index as u16)));
    let links = (0..spec.links.len()).filter_map(|index| world.link(LinkId(index as u16)));
    Shot {
        revision: 0,
        run: lab.run(),
        lang,
        theme,
        selection,
        socket: None,
        tab: Tab::default(),
        step: None,
        asking: None,
        connection: None,
        now: lab.now(),
        playing: lab.playing(),
        finished: lab.finished(),
        seeking: lab.seeking(),
        stopped: lab.stopped(),
        speed: lab.speed(),
        chosen: lab.chosen(),
        transport: lab.recording().transport,
        skip_quiet: lab.skip_quiet(),
        skip: lab.skip().cloned(),
        scale: lab.scale(),
        marks: Rc::new(lab.outlook().marks(lab.seen())),
        trace_len: world.trace().len(),
        nodes: words::named(lang, lab.scenario(), nodes),
        links: links.collect(),
        transfers: world.transfers(),
        viewers: world.viewers(),
        apps: world.apps(),
        reduced_motion: browser::reduced_motion(),
        embed,
        scenario: lab.scenario().clone(),
    }
}

/// Keys, the address, and the visibility of the page.
fn listeners(on: &Callback<Act>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let keys = {
        let on = on.clone();
        // Not passive, or the page would scroll under the keys it has a use for.
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&window, "keydown", options, move |event| {
            if let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>()
                && let Some(act) = crate::panels::help::act_of_key(event)
            {
                event.prevent_default();
                on.emit(act);
            }
        })
    };
    let address = {
        let on = on.clone();
        EventListener::new(&window, "hashchange", move |_| on.emit(Act::AddressChanged))
    };
    vec![keys, address]
}
