//! The loop between the user and the installation: what is typed goes in, what happens is printed.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use petasos_bus::Received;
use petasos_messages::payload::{Presence, Termination};
use petasos_messages::{Component, Dialect, Message, SiteId};
use petasos_simulator::sites::SiteEvent;
use petasos_watch::Session;
use petasos_watch::tracker::Outcome;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

use crate::Error;
use crate::demo_installation::{DemoEvent, Installation};
use crate::input::demo_script::{Script, Wants};
use crate::input::keyboard::Keyboard;
use crate::input::typed_line::{self, Line};
use crate::monitor::message_monitor::{self, MessageMonitor};
use crate::monitor::turn_taking::TurnTaking;
use crate::screen::line_output::LineOutput;
use crate::screen::message_trace::{self, Verbosity};
use crate::screen::{self, Screen};

/// How long to wait without any event before the next line of a pipe is taken.
const PATIENCE: Duration = Duration::from_secs(15);

/// Reads lines, does what they say, and prints what happens.
#[derive(Debug)]
pub(crate) struct Repl {
    pub(crate) installation: Installation,
    pub(crate) output: LineOutput,
    screen: Screen,
    dialect: Dialect,
    verbosity: Verbosity,
    /// The site where the user is.
    here: SiteId,
    monitor: MessageMonitor,
    turns: TurnTaking,
    /// The sites at which something went wrong in the open session.
    trouble: BTreeSet<SiteId>,
    /// Whether a user who was not understood was told about `examples`, which happens once.
    helped: bool,
    /// Whether the connection is lost, which is reported once.
    lost: bool,
}

impl Repl {
    /// The user is at the first site.
    pub(crate) fn new(
        installation: Installation,
        dialect: Dialect,
        verbosity: Verbosity,
        output: LineOutput,
    ) -> Self {
        Self {
            screen: Screen::new(installation.sites()),
            here: installation.sites().first().cloned().unwrap_or_default(),
            installation,
            output,
            dialect,
            verbosity,
            monitor: MessageMonitor::new(dialect),
            turns: TurnTaking::default(),
            trouble: BTreeSet::new(),
            helped: false,
            lost: false,
        }
    }

    /// Prints how to begin.
    pub(crate) fn welcome(&mut self) -> Result<(), Error> {
        let welcome = Screen::welcome(self.installation.sites(), &self.installation.broker_address());
        self.output.print(&welcome)
    }

    /// Prints what ran before us, and so is used instead of ours.
    pub(crate) fn name_others(&mut self) -> Result<(), Error> {
        let manager = self.installation.other_manager().map(|name| format!("A dialogue manager ({name})"));
        let skills = self.installation.skills_left_out().map(|name| format!("A skill ({name})"));
        let names: Vec<String> = manager.into_iter().chain(skills).collect();
        for name in names {
            self.output.print(&screen::notice(&format!("{name} is already running, so ours stays out.")))?;
        }
        Ok(())
    }

    /// The user types at a terminal.
    pub(crate) async fn with_keyboard(&mut self, mut keyboard: Keyboard) -> Result<(), Error> {
        loop {
            keyboard.ask(&format!("{}> ", self.here));
            let line = self.next_line(&mut keyboard.lines).await?;
            keyboard.answered();
            let Some(line) = line else { break };
            if self.typed(&line).await?.is_break() {
                break;
            }
        }
        keyboard.close();
        Ok(())
    }

    /// Lines come out of a pipe. The next is said when it is the user's turn; after the last answer this returns.
    pub(crate) async fn with_pipe(&mut self, mut lines: mpsc::Receiver<String>) -> Result<(), Error> {
        loop {
            self.wait_for_turn().await?;
            let Some(line) = self.next_line(&mut lines).await? else { return Ok(()) };
            self.echo(&line)?;
            if self.typed(&line).await?.is_break() {
                return Ok(());
            }
        }
    }

    /// The next line; events are shown meanwhile.
    async fn next_line(&mut self, lines: &mut mpsc::Receiver<String>) -> Result<Option<String>, Error> {
        loop {
            tokio::select! {
                line = lines.recv() => return Ok(line),
                event = self.installation.next() => self.show(&event?)?,
            }
        }
    }

    async fn wait_for_turn(&mut self) -> Result<(), Error> {
        while !self.turns.is_the_users(|site| self.monitor.has_session(site)) {
            tokio::select! {
                event = self.installation.next() => self.show(&event?)?,
                () = sleep(PATIENCE) => {
                    self.turns.give_up();
                    break;
                }
            }
        }
        Ok(())
    }

    /// Runs a script. Each answer may take this long.
    pub(crate) async fn with_script(&mut self, mut script: Script, limit: Duration) -> Result<(), Error> {
        let mut left = script.left();
        let mut deadline = Instant::now() + limit;
        loop {
            let wants = script.proceed()?;
            if script.left() < left {
                left = script.left();
                deadline = Instant::now() + limit;
            }
            match wants {
                Wants::Nothing => return self.wait_for_turn().await,
                Wants::Type(line) => {
                    self.echo(&line)?;
                    if self.typed(&line).await?.is_break() {
                        return Ok(());
                    }
                }
                Wants::Answer => {
                    tokio::select! {
                        event = self.installation.next() => {
                            let event = event?;
                            if let Some((site, SiteEvent::Speaking(words))) = self.site_event(&event) {
                                script.hear(&site, &words);
                            }
                            self.show(&event)?;
                        }
                        () = sleep_until(deadline) => return script.unexpected(None).map_or(Ok(()), |missing| Err(missing.into())),
                    }
                }
            }
        }
    }

    /// Prints a line that was not typed at the terminal.
    fn echo(&mut self, line: &str) -> Result<(), Error> {
        self.output.print(&screen::notice(&format!("{}> {line}", self.here)))
    }

    /// Does what a line says.
    async fn typed(&mut self, line: &str) -> Result<ControlFlow<()>, Error> {
        match typed_line::read(line, self.installation.sites()) {
            Line::Nothing => {}
            Line::Quit => return Ok(ControlFlow::Break(())),
            Line::Help => self.output.print(&screen::help(self.installation.sites()))?,
            Line::Examples => self.show_examples().await?,
            Line::Unknown(text) => self.output.print(&screen::notice(&text))?,
            Line::Sites => self.show_sites()?,
            Line::Use(site) => self.here = site,
            Line::Break(component) => self.set_broken(component, true).await?,
            Line::Mend(component) => self.set_broken(component, false).await?,
            Line::Act(site, action) => {
                let site = site.unwrap_or_else(|| self.here.clone());
                self.turns.act(&site, &action);
                self.installation.act(&site, action);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    async fn set_broken(&mut self, component: Component, broken: bool) -> Result<(), Error> {
        let name = component.display_name();
        if !self.installation.is_ours(component) {
            let text = format!("The {name} is not ours: break it where it runs.");
            return self.output.print(&screen::notice(&text));
        }
        match self.installation.set_broken(component, broken).await {
            Ok(()) => self.output.print(&screen::broken(component, broken)),
            Err(error) => {
                self.output.print(&screen::trouble(&format!("The {name} cannot be repaired:")))?;
                self.output.print(&error.to_string())
            }
        }
    }

    async fn show_examples(&mut self) -> Result<(), Error> {
        if !self.installation.is_ours(Component::Nlu) {
            let text = "The NLU is not ours, so what it understands is not known here.";
            return self.output.print(&screen::notice(text));
        }
        match self.installation.example_sentences().await {
            Ok(sentences) => self.output.print(&screen::examples(&sentences)),
            Err(error) => {
                self.output.print(&screen::trouble("The sentences cannot be read:"))?;
                self.output.print(&error.to_string())
            }
        }
    }

    fn show_sites(&mut self) -> Result<(), Error> {
        for site in self.installation.sites() {
            let activity = self.monitor.activity(site).to_owned();
            let state: Vec<String> = std::iter::once(activity).chain(self.installation.lamp(site)).collect();
            self.output.print(&self.screen.site(site, *site == self.here, &state.join(", ")))?;
        }
        for component in self.installation.broken() {
            self.output.print(&screen::broken(component, true))?;
        }
        Ok(())
    }

    /// What an event means at a site.
    fn site_event(&self, event: &DemoEvent) -> Option<(SiteId, SiteEvent)> {
        match event {
            DemoEvent::Site(site, event) => Some((site.clone(), event.clone())),
            DemoEvent::Message(received) if !received.retain => {
                let is_ours = |site: &SiteId, component| {
                    self.installation.is_ours(component) && self.installation.sites().contains(site)
                };
                let message = Message::decode(&received.topic, received.payload.clone()).ok()?;
                message_monitor::foreign_event(&message, is_ours)
            }
            _ => None,
        }
    }

    /// Prints an event.
    fn show(&mut self, event: &DemoEvent) -> Result<(), Error> {
        match event {
            DemoEvent::Lamp(site, state) => self.output.print(&self.screen.lamp(site, state))?,
            // A retained message is old.
            DemoEvent::Message(received) if received.retain => {}
            DemoEvent::Message(received) => self.show_message(received)?,
            DemoEvent::Nlu(report) => self.print(screen::report(report))?,
            DemoEvent::Silent(reason) => {
                self.output.print(&screen::notice(&format!("Speech cannot be played: {reason}.")))?;
            }
            DemoEvent::Lost(reason) if !self.lost => {
                self.lost = true;
                let text = format!("The broker is gone ({reason}). Waiting for it.");
                self.output.print(&screen::trouble(&text))?;
            }
            DemoEvent::Back if self.lost => {
                self.lost = false;
                self.output.print(&screen::notice("The broker is back."))?;
            }
            DemoEvent::Site(..) | DemoEvent::Lost(_) | DemoEvent::Back => {}
        }
        let Some((site, event)) = self.site_event(event) else { return Ok(()) };
        if self.installation.sites().contains(&site) {
            self.turns.handle(&site, &event);
        }
        // A wake word that is not heard starts no session.
        if matches!(event, SiteEvent::Broken(component) if component != Component::Hotword) {
            self.note_trouble(&site);
        }
        self.print(self.screen.event(&site, &event))
    }

    fn note_trouble(&mut self, site: &SiteId) {
        if self.installation.sites().contains(site) {
            self.trouble.insert(site.clone());
        }
    }

    fn show_message(&mut self, received: &Received) -> Result<(), Error> {
        let now = self.installation.clock();
        if self.verbosity > Verbosity::Quiet {
            self.output.print(&message_trace::show(now.now(), received, self.dialect, self.verbosity))?;
        }
        let meaning = self.monitor.handle(now.elapsed(), received);
        if let Some(duplicate) = meaning.duplicate {
            let is_ours = self.installation.is_ours(duplicate.component);
            self.output.print(&screen::duplicate(&duplicate, is_ours))?;
        }
        if let Some(message) = meaning.message {
            self.print(self.manager_moved(&message))?;
            self.print(self.screen.error(&message))?;
        }
        meaning.ended.map_or(Ok(()), |session| self.show_end(&session))
    }

    /// What to print if the manager that ran before us has gone offline or is back.
    fn manager_moved(&self, message: &Message) -> Option<String> {
        let Message::Status(status) = message else { return None };
        let manager =
            self.installation.other_manager().filter(|name| status.instance.as_ref() == Some(name))?;
        match status.state {
            Presence::Offline => {
                let text = format!("The dialogue manager ({manager}) is gone. Waiting for it.");
                Some(screen::trouble(&text))
            }
            Presence::Online => Some(screen::notice(&format!("The dialogue manager ({manager}) is back."))),
            _ => None,
        }
    }

    /// Prints the end of a session, and once, after something was not understood, how to see what would be.
    fn show_end(&mut self, session: &Session) -> Result<(), Error> {
        let (Some(site), Some(ended)) = (&session.site, &session.ended) else { return Ok(()) };
        let Outcome::Ended(termination) = &ended.outcome else { return Ok(()) };
        let was_trouble = self.trouble.remove(site);
        self.print(self.screen.ending(site, termination, ended.late, was_trouble))?;
        let puzzled = *termination == Termination::IntentNotRecognized;
        if !puzzled || self.helped || !self.installation.is_ours(Component::Nlu) {
            return Ok(());
        }
        self.helped = true;
        self.output.print(&screen::notice("Type examples to see what is understood."))
    }

    fn print(&mut self, line: Option<String>) -> Result<(), Error> {
        line.map_or(Ok(()), |line| self.output.print(&line))
    }
}
