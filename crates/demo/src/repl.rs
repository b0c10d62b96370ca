//! The play: what people do goes into the house, and what happens there comes onto the screen.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use anyhow::Result;
use petasos_bus::Received;
use petasos_messages::payload::{Presence, Termination};
use petasos_messages::{Dialect, Message, SiteId};
use petasos_simulator::sites::{self, SiteEvent};
use tokio::time::{Instant, sleep, sleep_until};

use super::follow::conversations::{Conversations, Ending};
use super::follow::doubles::Doubles;
use super::follow::overheard;
use super::follow::turns::Turns;
use super::house::{Happening, House};
use super::input::keyboard::Keyboard;
use super::input::line::{self, Line};
use super::input::pipe::Pipe;
use super::input::script::{Script, Wants};
use super::parts::Part;
use super::screen::messages::{self, Verbosity};
use super::screen::output::Output;
use super::screen::{self, Screen};

/// So long a house that does nothing at all is waited for before the next line of a pipe is said.
const PATIENCE: Duration = Duration::from_secs(15);

/// A play.
#[derive(Debug)]
pub(crate) struct Play {
    pub(crate) house: House,
    pub(crate) output: Output,
    screen: Screen,
    dialect: Dialect,
    verbosity: Verbosity,
    /// The room the person is in.
    here: SiteId,
    conversations: Conversations,
    turns: Turns,
    /// The rooms in which something went wrong in the conversation that goes on.
    trouble: BTreeSet<SiteId>,
    doubles: Doubles,
    /// Whether somebody who was not understood was told how to learn what is, so that it is said once.
    helped: bool,
    /// Whether the broker is gone, so that it is said once.
    lost: bool,
}

impl Play {
    /// A play in this house, which must have rooms; the person is in the first.
    pub(crate) fn new(house: House, dialect: Dialect, verbosity: Verbosity, output: Output) -> Self {
        Self {
            screen: Screen::new(house.rooms()),
            here: house.rooms().first().cloned().unwrap_or_default(),
            house,
            output,
            dialect,
            verbosity,
            conversations: Conversations::default(),
            turns: Turns::default(),
            trouble: BTreeSet::new(),
            doubles: Doubles::default(),
            helped: false,
            lost: false,
        }
    }

    /// Says how to begin.
    pub(crate) fn welcome(&mut self) -> Result<()> {
        let welcome = Screen::welcome(self.house.rooms(), &self.house.place());
        self.output.print(&welcome)
    }

    /// Says who was there before us.
    pub(crate) fn greet_others(&mut self) -> Result<()> {
        let Some(manager) = self.house.other_manager() else { return Ok(()) };
        let text = format!("A manager ({manager}) is there already, so ours stays out.");
        self.output.print(&screen::notice(&text))
    }

    /// A person types at a terminal.
    pub(crate) async fn with_keyboard(&mut self, mut keyboard: Keyboard) -> Result<()> {
        loop {
            keyboard.ask(&format!("{}> ", self.here));
            let line = loop {
                tokio::select! {
                    line = keyboard.line() => break line,
                    happening = self.house.next() => self.show(&happening?)?,
                }
            };
            let Some(line) = line else { break };
            if self.typed(&line).await?.is_break() {
                break;
            }
        }
        keyboard.close();
        Ok(())
    }

    /// Lines come out of a pipe. The next is said when it is a person's turn; after the last answer the play is over.
    pub(crate) async fn with_pipe(&mut self, mut pipe: Pipe) -> Result<()> {
        loop {
            self.wait_for_turn().await?;
            let line = loop {
                tokio::select! {
                    line = pipe.line() => break line,
                    happening = self.house.next() => self.show(&happening?)?,
                }
            };
            let Some(line) = line else { return Ok(()) };
            self.echo(&line)?;
            if self.typed(&line).await?.is_break() {
                return Ok(());
            }
        }
    }

    async fn wait_for_turn(&mut self) -> Result<()> {
        while !self.turns.is_the_persons(&self.conversations) {
            tokio::select! {
                happening = self.house.next() => self.show(&happening?)?,
                () = sleep(PATIENCE) => {
                    self.turns.give_up();
                    break;
                }
            }
        }
        Ok(())
    }

    /// A script is played. Each answer may take that long.
    pub(crate) async fn with_script(&mut self, mut script: Script, limit: Duration) -> Result<()> {
        let mut left = script.left();
        let mut deadline = Instant::now() + limit;
        loop {
            let wants = script.proceed()?;
            if script.left() < left {
                left = script.left();
                deadline = Instant::now() + limit;
            }
            match wants {
                Wants::Nothing => return Ok(()),
                Wants::Type(line) => {
                    self.echo(&line)?;
                    if self.typed(&line).await?.is_break() {
                        return Ok(());
                    }
                }
                Wants::Answer => {
                    tokio::select! {
                        happening = self.house.next() => {
                            let happening = happening?;
                            if let Some((site, SiteEvent::Speaking(words))) = self.scene(&happening) {
                                script.hear(&site, &words);
                            }
                            self.show(&happening)?;
                        }
                        () = sleep_until(deadline) => return script.overdue().map_or(Ok(()), |missing| Err(missing.into())),
                    }
                }
            }
        }
    }

    /// Shows a line that nobody saw being typed.
    fn echo(&mut self, line: &str) -> Result<()> {
        self.output.print(&screen::notice(&format!("{}> {line}", self.here)))
    }

    /// Does what was typed.
    async fn typed(&mut self, line: &str) -> Result<ControlFlow<()>> {
        match line::read(line, self.house.rooms()) {
            Line::Nothing => {}
            Line::Quit => return Ok(ControlFlow::Break(())),
            Line::Help => self.output.print(&screen::help(self.house.rooms()))?,
            Line::Examples => self.show_examples().await?,
            Line::NoSuchRoom(name) => {
                let text = line::no_such_room(&name, self.house.rooms());
                self.output.print(&screen::notice(&format!("There is {text}.")))?;
            }
            Line::Sites => self.show_sites()?,
            Line::Use(room) => self.here = room,
            Line::Break(part) => self.set_broken(part, true).await?,
            Line::Mend(part) => self.set_broken(part, false).await?,
            Line::Act(room, act) => {
                let room = room.unwrap_or_else(|| self.here.clone());
                self.turns.act(&room, &act);
                self.house.act(&room, act);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    async fn set_broken(&mut self, part: Part, broken: bool) -> Result<()> {
        if !self.house.is_ours(part) {
            let text = format!("The {part} is played by somebody else: break it there.");
            return self.output.print(&screen::notice(&text));
        }
        match self.house.set_broken(part, broken).await {
            Ok(()) => self.output.print(&screen::broken(part, broken)),
            Err(error) => {
                self.output.print(&screen::trouble(&format!("The {part} cannot be mended:")))?;
                self.output.print(&format!("{error:#}"))
            }
        }
    }

    async fn show_examples(&mut self) -> Result<()> {
        if !self.house.is_ours(Part::Nlu) {
            let text = "The nlu is played by somebody else: what it understands is not known here.";
            return self.output.print(&screen::notice(text));
        }
        match self.house.phrases().await {
            Ok(sentences) => self.output.print(&screen::examples(&sentences)),
            Err(error) => {
                self.output.print(&screen::trouble("The sentences cannot be read:"))?;
                self.output.print(&format!("{error:#}"))
            }
        }
    }

    fn show_sites(&mut self) -> Result<()> {
        for site in self.house.rooms() {
            let doing = self.turns.doing(site, &self.conversations).to_owned();
            let state = std::iter::once(doing).chain(self.house.light(site)).collect::<Vec<_>>().join(", ");
            self.output.print(&self.screen.room(site, *site == self.here, &state))?;
        }
        for part in self.house.broken() {
            self.output.print(&screen::broken(part, true))?;
        }
        Ok(())
    }

    /// What happens in a room with this, and where.
    fn scene(&self, happening: &Happening) -> Option<(SiteId, SiteEvent)> {
        match happening {
            Happening::Scene(site, scene) => Some((site.clone(), scene.clone())),
            Happening::Message(received) if !received.retain => {
                let is_ours =
                    |site: &SiteId, part| self.house.is_ours(part) && self.house.rooms().contains(site);
                overheard::scene(&decode(received)?, is_ours)
            }
            _ => None,
        }
    }

    /// Shows what happened.
    fn show(&mut self, happening: &Happening) -> Result<()> {
        match happening {
            Happening::NoAnswer(site, intent) => {
                self.note_trouble(site);
                self.print(Some(self.screen.no_answer(site, intent)))?;
            }
            // What the broker kept from earlier does not happen now.
            Happening::Message(received) if received.retain => {}
            Happening::Message(received) => self.show_message(received)?,
            Happening::Nlu(report) => self.print(screen::report(report))?,
            Happening::Silent(reason) => {
                self.print(Some(screen::notice(&format!("Nothing can be heard: {reason}."))))?;
            }
            Happening::Lost(reason) if !self.lost => {
                self.lost = true;
                let text = format!("The broker is gone ({reason}). Waiting for it.");
                self.print(Some(screen::trouble(&text)))?;
            }
            Happening::Back if self.lost => {
                self.lost = false;
                self.print(Some(screen::notice("The broker is back.")))?;
            }
            Happening::Scene(..) | Happening::Lost(_) | Happening::Back => {}
        }
        let Some((site, scene)) = self.scene(happening) else { return Ok(()) };
        if self.house.rooms().contains(&site) {
            self.turns.see(&site, &scene);
        }
        // A wake word that nobody hears begins no conversation.
        if matches!(scene, SiteEvent::Broken(part) if part != sites::Part::Hotword) {
            self.note_trouble(&site);
        }
        self.print(self.screen.scene(&site, &scene))
    }

    fn note_trouble(&mut self, site: &SiteId) {
        if self.house.rooms().contains(site) {
            self.trouble.insert(site.clone());
        }
    }

    fn show_message(&mut self, received: &Received) -> Result<()> {
        if self.verbosity > Verbosity::Quiet {
            let now = self.house.clock().now();
            self.print(Some(messages::show(now, received, self.dialect, self.verbosity)))?;
        }
        let Some(message) = decode(received) else { return Ok(()) };
        if let Some(part) = self.doubles.handle(&message) {
            self.print(Some(screen::doubled(part, self.house.is_ours(part))))?;
        }
        self.print(self.manager_moved(&message))?;
        self.print(self.screen.error(&message))?;
        let Some(ending) = self.conversations.handle(&message) else { return Ok(()) };
        let was_trouble = self.trouble.remove(&ending.site);
        self.print(self.screen.ending(&ending, was_trouble))?;
        self.help_out(&ending)
    }

    /// What to say if this is the word that the manager who was there before us has gone, or has come back.
    fn manager_moved(&self, message: &Message) -> Option<String> {
        let Message::Status(status) = message else { return None };
        let manager =
            status.instance.as_ref().filter(|instance| self.house.other_manager() == Some(instance))?;
        match status.state {
            Presence::Offline => {
                let text =
                    format!("The manager ({manager}) is gone: nobody leads conversations. Waiting for it.");
                Some(screen::trouble(&text))
            }
            Presence::Online => Some(screen::notice(&format!("The manager ({manager}) is back."))),
            _ => None,
        }
    }

    /// Who was not understood learns, once, what would be.
    fn help_out(&mut self, ending: &Ending) -> Result<()> {
        let puzzled = ending.termination == Termination::IntentNotRecognized;
        if !puzzled || self.helped || !self.house.is_ours(Part::Nlu) {
            return Ok(());
        }
        self.helped = true;
        self.output.print(&screen::notice("Type examples to see what the house understands."))
    }

    fn print(&mut self, line: Option<String>) -> Result<()> {
        line.map_or(Ok(()), |line| self.output.print(&line))
    }
}

fn decode(received: &Received) -> Option<Message> {
    Message::decode(&received.topic, received.payload.clone()).ok()
}
