//! The page: it owns the lab, carries out every [`Act`] and publishes a [`Page`] for the panels.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use hoplab_sim::{Command, EventId, LinkId, NodeId};
use hoplab_units::Time;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::act::{Act, Selection, Tab, Theme};
use crate::address::{Address, EmbedOptions, Start, Ui};
use crate::browser;
use crate::compare::{Column, Comparison};
use crate::hands::{self, Hands};
use crate::held::{Follow, Held};
use crate::kept;
use crate::lab::{Lab, SharedLab};
use crate::notice::Notice;
use crate::opening::{self, Opened};
use crate::page::{MarkedSocket, Page};
use crate::panels::compare::ComparePanel;
use crate::panels::connection::ConnectionPanel;
use crate::panels::header::Header;
use crate::panels::help::HelpDialog;
use crate::panels::launch;
use crate::panels::log::LogPanel;
use crate::panels::notice::NoticeBar;
use crate::panels::playbar::PlayBar;
use crate::panels::poster::Poster;
use crate::panels::receiver::ReceiverPanel;
use crate::panels::sendbar::SendBar;
use crate::panels::share::{ShareDialog, Shared};
use crate::panels::skip;
use crate::panels::start::StartDialog;
use crate::panels::tabs::TabsPanel;
use crate::spoken::{Occasion, Scene, Speaker};
use crate::stage::Stage;
use hoplab_explain::Moment;
use hoplab_explain::connections::EndId;
use hoplab_words::story::Known;
use hoplab_words::{self as words, Lang, OpenError};

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

/// Where the focus goes once the page has been drawn.
#[derive(Clone, Debug, PartialEq)]
enum Reveal {
    /// To the panel of the connection.
    Connection,
    /// To the answer why something happened.
    Answer,
    /// Back to where that was asked.
    Back(Asked),
    /// To the button that plays and pauses.
    Toggle,
}

/// Where it was asked why something happened.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    /// What had the focus: some browsers give none to what a finger presses.
    element: Option<web_sys::Element>,
    /// What was asked about.
    event: EventId,
}

/// The page.
pub struct App {
    lab: SharedLab,
    page: Rc<Page>,
    /// What the panels that tell of programs, events and connections show; while that is not the moment of the clock they
    /// are marked as busy.
    held: Held,
    lang: Lang,
    theme: Theme,
    selection: Selection,
    /// The step of the selected packet's life that is looked at.
    step: Option<EventId>,
    tab: Tab,
    /// The connection whose panel is open.
    connection: Option<EndId>,
    /// What is to be brought into view.
    reveal: Option<Reveal>,
    /// Where it was asked why something happened, while the answer is shown.
    asked: Option<Asked>,
    embed: Option<EmbedOptions>,
    /// Whether a large play button lies over it all.
    poster: bool,
    /// The number of the history entry that the run belongs to.
    entry: Option<u32>,
    overlay: Overlay,
    notice: Option<Notice>,
    /// What is said.
    speaker: Speaker,
    comparison: Option<Comparison>,
    compared: Rc<Vec<Column>>,
    shared: Rc<Shared>,
    revision: u64,
    on: Callback<Act>,
    _listeners: Vec<EventListener>,
    _hands: Hands,
    _seen: Option<crate::panels::embed::SeenObserver>,
    work: Option<Timeout>,
}

impl Component for App {
    type Message = Act;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let mut address = Address::of_window();
        let (opened, notice) = match address.embed {
            None => kept_or_asked(&mut address),
            Some(_) => open_or_default(&address),
        };
        let lang = address.lang.or(opening::lang_of(&opened.view));
        let lang = lang.unwrap_or_else(browser::preferred_lang);
        let theme = address.theme.unwrap_or_else(browser::preferred_theme);
        let on = ctx.link().callback(|act| act);
        let selection = opening::selection_of(&opened.view);
        let lab = SharedLab::new(lab_of(opened, &address, instead(&notice)));
        let page = first_page(&lab, lang, theme, selection, address.embed);
        browser::set_theme(theme, false);
        let page = Rc::new(page);
        let mut app = App {
            held: Held::new(page.clone()),
            page,
            lab,
            lang,
            theme,
            connection: connection_of(selection),
            reveal: None,
            asked: None,
            selection,
            step: None,
            tab: address.tab.unwrap_or_default(),
            embed: address.embed,
            poster: address.start == Some(Start::Poster),
            entry: kept::entry(),
            overlay: Overlay::Nothing,
            notice,
            speaker: Speaker::default(),
            comparison: None,
            compared: Rc::default(),
            shared: Rc::default(),
            revision: 0,
            _listeners: listeners(&on),
            _hands: Hands::new(&on),
            _seen: address
                .embed
                .map(|_| crate::panels::embed::SeenObserver::new(on.clone())),
            on,
            work: None,
        };
        app.name_page(false);
        app.publish(Occasion::Time, Follow::AtOnce);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, act: Act) -> bool {
        if act == Act::Ticked && hands::put_off() {
            return false;
        }
        if act == Act::CatchUp && !hands::on_slider() && hands::put_off() {
            self.held.put_off();
            return false;
        }
        let lets_run = matches!(act, Act::Send { .. } | Act::Launch(_) | Act::RestartOver(_));
        let before = self.occasion(&act);
        // A refusal is about one thing that was done: with the next it is over.
        let by_itself = matches!(
            act,
            Act::Ticked | Act::CatchUp | Act::Awake(_) | Act::ComparisonWork
        );
        if !by_itself && matches!(self.notice, Some(Notice::Refused(_))) {
            self.notice = None;
        }
        let follow = Follow::after(&act);
        self.carry_out(ctx, act);
        // Whoever presses by key what lets time run has Pause under the same key next, and sends nothing twice.
        if lets_run && self.lab.borrow().playing() && hands::on_button_by_key() {
            self.reveal = Some(Reveal::Toggle);
        }
        self.publish(before, follow);
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
        match self.reveal.take() {
            Some(Reveal::Connection) => browser::reveal("connection"),
            Some(Reveal::Answer) => hands::show("answer"),
            Some(Reveal::Back(asked)) => hands::go_back(asked.element.as_ref(), asked.event),
            Some(Reveal::Toggle) => browser::focus("play-toggle"),
            None => {}
        }
    }
}

impl App {
    fn carry_out(&mut self, ctx: &Context<Self>, act: Act) {
        self.poster &= !lifts_poster(&act);
        match act {
            Act::Ticked | Act::CatchUp => {}
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
                    Command::Start { program, .. } => program.follows_switch(),
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
                    self.keep();
                    kept::new_entry(&format!("{}?scenario={name}", browser::base_url()));
                    self.entry = kept::entry();
                }
                self.open(opening::open_named(&name), name);
            }
            Act::OpenFile(text) => {
                let opened = opening::open_file(&text);
                if let (None, Ok(_)) = (self.embed, &opened) {
                    self.keep();
                    // No address leads to a file; what is kept of this entry does.
                    kept::new_entry(&browser::base_url());
                    self.entry = kept::entry();
                }
                self.open(opened, text);
                let warnings = self.lab.borrow().scenario().warnings();
                if self.notice.is_none() && !warnings.is_empty() {
                    self.notice = Some(Notice::Warned(warnings));
                }
            }
            Act::Leaves => self.keep(),
            // A fragment changed by hand makes an entry without a number: that one is an address to be opened.
            Act::CameBack if self.embed.is_some() || kept::entry().is_none() => {}
            Act::CameBack => self.come_back(),
            // It has a number: it was opened when the history went to it.
            Act::AddressChanged if self.embed.is_none() && kept::entry().is_some() => {}
            Act::AddressChanged => {
                if self.embed.is_none() {
                    self.keep();
                    kept::number_entry();
                    self.entry = kept::entry();
                }
                let address = Address::of_window();
                let given = address.given.clone();
                self.tab = address.tab.unwrap_or(self.tab);
                match opening::open_mended(&address) {
                    Some((opened, _)) => self.open(Ok(opened), given),
                    None => self.open(opening::open(&address), given),
                }
                self.notice = self.notice.take().or_else(|| self.remarks(&address));
            }
            Act::AskLang(lang) => browser::ask_for(lang),
            Act::SetLang(lang) => {
                self.lang = lang;
                self.name_page(true);
            }
            Act::SetTheme(theme) => {
                self.theme = theme;
                browser::set_theme(theme, true);
            }
            Act::Share => self.share(),
            Act::OpenOutside => self.open_outside(),
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
                    let more = comparison.work(browser::now_ms);
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
            && lab.events().get(event).is_none()
        {
            self.selection = Selection::Nothing;
        }
    }

    fn select(&mut self, selection: Selection) {
        let inside = hands::is_in("inspector");
        match selection {
            Selection::Event(event) => {
                // Only the inspector tells why something happened.
                self.tab = Tab::Inspector;
                // From one answer to the next the way back stays the same.
                if !inside {
                    let element = hands::focused();
                    self.asked = Some(Asked { element, event });
                }
                self.reveal = Some(Reveal::Answer);
            }
            Selection::Nothing => {
                // Some browsers give no focus to what a finger presses.
                let here = inside || hands::focused().is_none();
                let asked = self.asked.take().filter(|_| here);
                self.reveal = asked.map(Reveal::Back);
            }
            _ => {}
        }
        self.selection = selection;
        self.step = None;
        if let Some(end) = connection_of(selection) {
            self.connection = Some(end);
            self.reveal = Some(Reveal::Connection);
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
                if let Some(lang) = opening::lang_of(&opened.view).filter(|it| *it != self.lang) {
                    browser::ask_for(lang);
                }
                let run = self.lab.borrow().run();
                let mut lab = lab_of(opened, &Address::of_window(), false);
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

    /// Keeps the run as that of this entry of the history. An embedding's history is its page's.
    fn keep(&self) {
        if let (None, Some(entry)) = (self.embed, self.entry) {
            let lab = self.lab.borrow();
            let state = opening::state_of(&lab, self.selection, self.lang);
            kept::keep(entry, &state, self.tab);
        }
    }

    /// Puts back the run of the entry of the history that is shown now.
    fn come_back(&mut self) {
        self.keep();
        self.entry = kept::entry();
        let address = Address::of_window();
        let again = kept::kept().and_then(|text| opening::open_text(&text).ok());
        let (opened, given) = match again {
            Some(opened) => (Ok(opened), String::new()),
            None => (opening::open(&address), address.given.clone()),
        };
        // Whoever goes back keeps the language chosen since.
        let opened = opened.map(|mut opened| {
            opened.view.lang = None;
            opened
        });
        self.open(opened, given);
        self.tab = kept::kept_tab().or(address.tab).unwrap_or(self.tab);
        self.name_page(false);
    }

    /// What is to be told of an address whose run is on the page.
    fn remarks(&self, address: &Address) -> Option<Notice> {
        let scenario = self.lab.borrow().scenario().name.clone();
        told_of(address, scenario)
    }

    /// Where no tab may be opened, the dialog has the link and says so.
    fn open_outside(&mut self) {
        self.share();
        if let Ok(link) = &self.shared.link {
            if browser::open_tab(link) {
                self.overlay = Overlay::Nothing;
            } else {
                Rc::make_mut(&mut self.shared).no_new_tab = true;
            }
        }
    }

    fn share(&mut self) {
        self.notice = None;
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
            embedding: embedding_query(self.lang, self.tab, self.embed),
            no_new_tab: false,
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

    /// What an act that is about to be carried out has to be told as.
    fn occasion(&self, act: &Act) -> Occasion {
        let lab = self.lab.borrow();
        let drops = lab.seen() > lab.now();
        match act {
            Act::StepEvent | Act::StepBack => Occasion::Step,
            Act::Pause => Occasion::Paused,
            Act::Toggle if lab.playing() => Occasion::Paused,
            Act::Play | Act::Toggle => Occasion::Played,
            Act::Select(Selection::Event(event)) | Act::ShowStep(_, event) => {
                Occasion::Asked(*event)
            }
            Act::Issue(_) | Act::Run(_) | Act::Launch(_) | Act::Send { .. } if drops => {
                Occasion::Dropped(lab.seen())
            }
            Act::Restart
            | Act::RestartOver(_)
            | Act::Seek(_)
            | Act::OpenScenario(_)
            | Act::OpenFile(_)
            | Act::AddressChanged => Occasion::Elsewhere,
            _ => Occasion::Time,
        }
    }

    /// Takes a new picture of the page.
    fn publish(&mut self, occasion: Occasion, follow: Follow) {
        self.revision += 1;
        self.lab.borrow_mut().settle();
        self.forget_connection();
        let mut page = first_page(&self.lab, self.lang, self.theme, self.selection, self.embed);
        page.revision = self.revision;
        page.tab = self.tab;
        if let (Tab::Dns, Selection::Packet(packet)) = (self.tab, self.selection) {
            page.asking = self.lab.borrow().lookups().asking(&page.nodes, packet);
        }
        page.step = self.step;
        page.socket = marked_socket(&self.lab.borrow(), self.selection);
        page.connection = self.connection;
        // What was refused has dropped nothing.
        let occasion = match (occasion, &self.notice) {
            (Occasion::Dropped(_), Some(_)) => Occasion::Time,
            (occasion, _) => occasion,
        };
        {
            let lab = self.lab.borrow();
            let (packets, sockets) = (lab.packets(), lab.sockets_so_far());
            let known = Known::new(Moment::new(lab.events(), &packets), &sockets);
            let scene = Scene::of(&page, lab.events(), known);
            self.speaker.hear(scene, occasion, js_sys::Date::now());
        }
        if *self.page.said == *self.speaker.sentence() {
            page.said = self.page.said.clone();
        } else {
            page.said = AttrValue::from(self.speaker.sentence().to_owned());
        }
        self.lab.borrow_mut().set_calm(page.reduced_motion);
        self.page = Rc::new(page);
        self.held.follow(&self.page, follow, &self.on);
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
        let behind = self.page.seeking.is_some() || !Rc::ptr_eq(&self.page, &self.held.page);
        behind.then_some("true")
    }

    fn whole_page(&self) -> Html {
        let (lab, page, on) = (self.lab.clone(), self.page.clone(), self.on.clone());
        let (held, busy) = (self.held.page.clone(), self.busy());
        html! {
            <div class="page" lang={self.lang.tag()}>
                { skip::links(self.lang) }
                <Header lab={lab.clone()} page={page.clone()} on={on.clone()} />
                { self.notice() }
                { self.poster() }
                <main class="bench" tabindex="-1" inert={self.poster}>
                    <div class="bench-send" tabindex="-1">
                        <SendBar lab={lab.clone()} page={page.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-map" id="map" tabindex="-1">
                        <Stage lab={lab.clone()} page={page.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-receiver" aria-busy={busy} tabindex="-1">
                        <ReceiverPanel lab={lab.clone()} page={held.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-play" tabindex="-1">
                        <PlayBar lab={lab.clone()} page={page.clone()} on={on.clone()} />
                    </div>
                    if held.connection.is_some() {
                        <div class="bench-connection" aria-busy={busy} id="connection" tabindex="-1">
                            <ConnectionPanel lab={lab.clone()} page={held.clone()} on={on.clone()} />
                        </div>
                    }
                    <div class="bench-log" aria-busy={busy} id="log" tabindex="-1">
                        <LogPanel lab={lab.clone()} page={held.clone()} on={on.clone()} />
                    </div>
                    <div class="bench-inspector" aria-busy={busy} id="inspector" tabindex="-1">
                        <TabsPanel lab={lab.clone()} page={held.clone()} on={on.clone()} />
                    </div>
                </main>
                { self.overlays() }
            </div>
        }
    }

    /// An embedding: little chrome.
    fn small_page(&self, controls: bool) -> Html {
        let (lab, page, on) = (self.lab.clone(), self.page.clone(), self.on.clone());
        html! {
            <div class="page page-small" lang={self.lang.tag()}>
                <h1 class="unseen">{ words::scenario_title(self.lang, &self.page.scenario) }{ " · Hoplab" }</h1>
                { self.notice() }
                { self.poster() }
                <main class={classes!("bench", "bench-small", (!controls).then_some("bench-bare"))} inert={self.poster}>
                    if controls {
                        <div class="bench-send" tabindex="-1">
                            <SendBar lab={lab.clone()} page={page.clone()} on={on.clone()} />
                        </div>
                    }
                    <div class="bench-map" tabindex="-1">
                        <Stage lab={lab.clone()} page={page.clone()} on={on.clone()} />
                    </div>
                    if controls {
                        <div class="bench-receiver" aria-busy={self.busy()} tabindex="-1">
                            <ReceiverPanel lab={lab.clone()} page={self.held.page.clone()} on={on.clone()} />
                        </div>
                    }
                    <div class="bench-play" tabindex="-1">
                        <PlayBar lab={lab.clone()} page={page.clone()} on={on.clone()} />
                    </div>
                </main>
                { self.overlays() }
            </div>
        }
    }

    fn poster(&self) -> Html {
        match self.poster {
            true => html! { <Poster page={self.page.clone()} on={self.on.clone()} /> },
            false => html! {},
        }
    }

    fn notice(&self) -> Html {
        // A dialog lies over the page: what is to be said stands in it then.
        match self.overlay {
            Overlay::Share => html! {},
            _ => self.notice_bar(),
        }
    }

    fn notice_bar(&self) -> Html {
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
                        name={self.page.scenario.name.clone()} notice={self.notice_bar()} />
                } else if let Overlay::Start(node) = self.overlay {
                    <StartDialog page={self.page.clone()} {node} on={self.on.clone()} {close} />
                } else if self.overlay == Overlay::Compare {
                    <ComparePanel lang={self.lang} columns={self.compared.clone()}
                        reached={self.comparison.as_ref().and_then(Comparison::reached)}
                        {close} on={self.on.clone()} nodes={self.page.nodes.clone()} />
                }
            </>
        }
    }
}

/// The run that was kept of this entry of the history, standing still where it stood; else what the address asks for.
fn kept_or_asked(address: &mut Address) -> (Opened, Option<Notice>) {
    let again = kept::kept().and_then(|text| opening::open_text(&text).ok());
    address.tab = kept::kept_tab().or(address.tab);
    if kept::entry().is_none() {
        kept::number_entry();
    }
    match again {
        Some(opened) => {
            address.start = Some(Start::Paused);
            (opened, None)
        }
        None => open_or_default(address),
    }
}

/// What the address asks for, or the first scenario and a notice that says why not.
fn open_or_default(address: &Address) -> (Opened, Option<Notice>) {
    let name = |opened: &Opened| opened.player.recording().scenario.name.clone();
    if let Some((opened, _)) = opening::open_mended(address) {
        let told = told_of(address, name(&opened));
        return (opened, told);
    }
    match opening::open(address) {
        Ok(opened) => {
            let told = told_of(address, name(&opened));
            (opened, told)
        }
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

/// What there is to tell of an address whose run, of this scenario, was opened.
fn told_of(address: &Address, scenario: String) -> Option<Notice> {
    let mended = address.mended.as_ref().map(|(_, wrong)| wrong.clone());
    let (mended, remarks) = (mended.unwrap_or_default(), address.remarks.clone());
    (!mended.is_empty() || !remarks.is_empty()).then_some(Notice::Address {
        mended,
        remarks,
        scenario,
    })
}

/// Whether something else than what was asked for is shown.
fn instead(notice: &Option<Notice>) -> bool {
    matches!(notice, Some(Notice::CouldNotOpen { .. }))
}

/// Whether this makes time run or moves it, so that there is something to see.
fn lifts_poster(act: &Act) -> bool {
    matches!(
        act,
        Act::Play
            | Act::Toggle
            | Act::StepEvent
            | Act::StepBack
            | Act::Restart
            | Act::RestartOver(_)
            | Act::Seek(_)
            | Act::Send { .. }
            | Act::OpenScenario(_)
            | Act::OpenFile(_)
    )
}

/// What stands behind `?` in the address of an embedding of this page: a small one unless the page is a large one.
/// Its words come with it, since the link is only read when the program has come; a tab only where there are tabs.
fn embedding_query(lang: Lang, tab: Tab, embed: Option<EmbedOptions>) -> String {
    let mut query = format!("embed=1&lang={}", lang.tag());
    if let Some(EmbedOptions { ui: Ui::Full }) = embed {
        query.push_str("&ui=full");
        if tab != Tab::default() {
            query.push_str("&tab=");
            query.push_str(tab.id());
        }
    }
    query
}

/// A lab for what was opened, at its moment; it plays as the address says.
fn lab_of(opened: Opened, address: &Address, paused: bool) -> Lab {
    let Opened {
        player,
        cursor,
        view,
    } = opened;
    let scenario = Rc::new(player.recording().scenario.clone());
    let mut lab = Lab::new(scenario, player, browser::now_ms);
    if let Some(speed) = opening::speed_of(&view) {
        lab.set_speed(speed);
    }
    let plays = address.plays(cursor > Time::ZERO);
    if cursor > Time::ZERO {
        lab.jump(cursor);
    }
    if plays && !paused && !browser::reduced_motion() {
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
        life,
        program: sockets
            .program(&life)
            .map(|started| (node, started.program)),
    })
}

fn first_page(
    lab: &SharedLab,
    lang: Lang,
    theme: Theme,
    selection: Selection,
    embed: Option<EmbedOptions>,
) -> Page {
    let lab = lab.borrow();
    let world = lab.world();
    let spec = world.spec();
    let nodes = (0..spec.nodes.len()).filter_map(|index| world.node(NodeId(index as u16)));
    let links = (0..spec.links.len()).filter_map(|index| world.link(LinkId(index as u16)));
    Page {
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
        story_over: lab.story_over(),
        said: AttrValue::default(),
        scale: lab.scale(),
        marks: Rc::new(lab.marks(lab.seen())),
        trace_len: lab.here().0,
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

/// A file that is dropped anywhere on the page is opened, and not by the browser in place of the page.
fn dropping(window: &web_sys::Window, on: &Callback<Act>) -> [EventListener; 2] {
    let listen = |name, then: Box<dyn Fn(web_sys::DataTransfer)>| {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(window, name, options, move |event| {
            let event = event.dyn_ref::<web_sys::DragEvent>();
            let data = event.and_then(|event| event.data_transfer());
            // What is dragged within the page, such as a marked text, is its own affair.
            if let (Some(event), Some(data)) = (event, data)
                && data.types().iter().any(|kind| kind == "Files")
            {
                event.prevent_default();
                then(data);
            }
        })
    };
    let over = listen("dragover", Box::new(|data| data.set_drop_effect("copy")));
    let on = on.clone();
    let drop = listen(
        "drop",
        Box::new(move |data| {
            if let Some(file) = data.files().and_then(|files| files.get(0)) {
                browser::read_file(&file, on.reform(Act::OpenFile));
            }
        }),
    );
    [over, drop]
}

/// Keys, the address, languages that have come, and the visibility of the page.
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
                hands::took(event);
                on.emit(act);
            }
        })
    };
    let address = {
        let on = on.clone();
        EventListener::new(&window, "hashchange", move |_| on.emit(Act::AddressChanged))
    };
    let language = {
        let on = on.clone();
        EventListener::new(&window, browser::LANG_IS_THERE, move |event| {
            let event = event.dyn_ref::<web_sys::CustomEvent>();
            let tag = event.and_then(|event| event.detail().as_string());
            if let Some(lang) = tag.and_then(|tag| Lang::of_tag(&tag)) {
                on.emit(Act::SetLang(lang));
            }
        })
    };
    let tell = |name, act: Act| {
        let on = on.clone();
        EventListener::new(&window, name, move |_| on.emit(act.clone()))
    };
    let [over, drop] = dropping(&window, on);
    let back = tell("popstate", Act::CameBack);
    // The second also tells that the page is no longer seen, after which a phone may end it without a word.
    let leaves = tell("pagehide", Act::Leaves);
    let hides = tell("visibilitychange", Act::Leaves);
    vec![keys, address, language, over, drop, back, leaves, hides]
}
