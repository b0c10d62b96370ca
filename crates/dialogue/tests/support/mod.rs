//! A conversation with the core, written down as one line per message.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod describe;
pub mod phases;

pub use describe::kind;

use std::fmt::Write as _;
use std::time::Duration;

use petasos_dialogue::{DialogueManager, Output, Policy, Received, SansIo, SitePolicy, Sound, Time};
use petasos_messages::payload::{
    Action, ComponentError, ContinueSession, EndSession, HotwordDetected, Intent, IntentClassification,
    IntentParsed, NluIntentNotRecognized, PlayBytes, PlayFinished, Presence, Say, SayFinished, SessionInit,
    SkillIntent, SkillStatus, SkillWorking, StartSession, Termination, TextCaptured,
};
use petasos_messages::{Dialect, IntentName, Level, Message, RequestId, SessionId, SiteId};
use petasos_sans_io::{Random, VirtualTime};

pub const SECOND: Duration = Duration::from_secs(1);

/// Talks to the core, and remembers what it said last.
#[derive(Debug)]
pub struct Talk {
    pub core: DialogueManager,
    pub time: VirtualTime,
    pub trace: String,
    pub outputs: Vec<Output>,
    /// The session that started last.
    pub session: Option<SessionId>,
    /// The speech that was asked for last.
    pub speech: Option<RequestId>,
    /// The sound that was played last.
    pub sound: Option<RequestId>,
    /// The query that was asked last.
    pub query: Option<String>,
    names: Vec<String>,
}

pub fn site(name: &str) -> SiteId {
    SiteId::new(name).unwrap()
}

pub fn intent_name(name: &str) -> IntentName {
    IntentName::new(name).unwrap()
}

/// A policy with feedback sounds of half a second.
pub fn with_sounds(mut policy: Policy) -> Policy {
    let length = vec![Duration::from_millis(500)];
    policy.sounds.wake.clone_from(&length);
    policy.sounds.recorded.clone_from(&length);
    policy.sounds.error = length;
    policy
}

pub fn everywhere(dialect: Dialect, change: impl FnOnce(&mut SitePolicy)) -> Policy {
    let mut policy = Policy::new(dialect);
    let mut site = SitePolicy::new(dialect);
    change(&mut site);
    policy.everywhere = site.into();
    policy
}

impl Talk {
    pub fn new(dialect: Dialect) -> Self {
        Self::with(Policy::new(dialect))
    }

    pub fn with(policy: Policy) -> Self {
        Self {
            core: DialogueManager::new(policy, Random::default()),
            time: VirtualTime::default(),
            trace: String::new(),
            outputs: Vec::new(),
            session: None,
            speech: None,
            sound: None,
            query: None,
            names: Vec::new(),
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "reads better where messages are made on the spot")]
    pub fn hear(&mut self, message: Message) -> &mut Self {
        let line = self.describe(&message);
        writeln!(self.trace, "<- {line}").unwrap();
        self.core.handle(self.time.now(), Received::new(&message));
        self.drain()
    }

    pub fn after(&mut self, pause: Duration) -> &mut Self {
        let end = self.time.now() + pause;
        writeln!(self.trace, ".. {pause:?}").unwrap();
        while self.step(end) {}
        self.time.pass_until(end);
        self
    }

    /// The core handles its next deadline. Returns false if there is none up to `end`.
    pub fn step(&mut self, end: Time) -> bool {
        let has_stepped = self.time.step(&mut self.core, end);
        if has_stepped {
            self.drain();
        }
        has_stepped
    }

    pub fn drain(&mut self) -> &mut Self {
        self.outputs.clear();
        while let Some(output) = self.core.poll_output() {
            let line = match &output {
                Output::Publish { message, .. } => {
                    self.remember(message);
                    Some(self.describe(message))
                }
                Output::PlaySound { site_id, sound, request_id, .. } => {
                    self.sound = Some(request_id.clone());
                    let name = match sound {
                        Sound::Wake => "wake",
                        Sound::Recorded => "recorded",
                        Sound::Error => "error",
                    };
                    Some(format!("play {name} sound {site_id}"))
                }
                _ => None,
            };
            if let Some(line) = line {
                writeln!(self.trace, "-> {line}").unwrap();
            }
            self.outputs.push(output);
        }
        self
    }

    fn remember(&mut self, message: &Message) {
        match message {
            Message::SessionStarted(started) => self.session = Some(started.session_id.clone()),
            Message::Say(say) => self.speech.clone_from(&say.id),
            Message::NluQuery(query) => self.query.clone_from(&query.id),
            Message::PartialQuery(query) => self.query.clone_from(&query.id),
            _ => {}
        }
    }

    pub fn session(&self) -> SessionId {
        self.session.clone().expect("a session was started")
    }

    /// What was published since the last input, described.
    pub fn said(&self) -> Vec<String> {
        let published = self.outputs.iter().filter_map(|output| match output {
            Output::Publish { message, .. } => Some(message),
            _ => None,
        });
        published.map(|message| kind(message).to_owned()).collect()
    }

    /// Why the session that ended last did so.
    pub fn termination(&self) -> Option<Termination> {
        self.outputs.iter().rev().find_map(|output| match output {
            Output::Publish { message: Message::SessionEnded(ended), .. } => Some(ended.termination.clone()),
            _ => None,
        })
    }

    pub fn started(&self) -> usize {
        self.trace.matches("-> sessionStarted").count()
    }

    #[track_caller]
    pub fn shows(&self, part: &str) {
        assert!(self.trace.contains(part), "{}", self.trace);
    }

    #[track_caller]
    pub fn lacks(&self, part: &str) {
        assert!(!self.trace.contains(part), "{}", self.trace);
    }

    /// A session timed out, and this component owed the answer.
    #[track_caller]
    pub fn shows_timeout_of(&self, component: &str) {
        self.shows(&format!("Timeout {{ component: Some(ComponentName({component:?})) }}"));
    }

    pub fn phase(&self, name: &str) -> Option<&'static str> {
        self.core.sites().find(|status| *status.site_id == name).map(|status| status.phase)
    }

    pub fn wake(&mut self, name: &str) -> &mut Self {
        self.hear(Message::HotwordDetected(Box::new(HotwordDetected::new("jarvis", site(name)))))
    }

    pub fn captured(&mut self, text: &str) -> &mut Self {
        self.captured_with(text, 0.9)
    }

    pub fn captured_with(&mut self, text: &str, likelihood: f64) -> &mut Self {
        let mut captured = TextCaptured::new(text, likelihood);
        captured.session_id = Some(self.session());
        self.hear(Message::TextCaptured(Box::new(captured)))
    }

    /// The NLU publishes an intent (Rhasspy).
    pub fn intent(&mut self, name: &str) -> &mut Self {
        let mut intent = Intent::new("input", IntentClassification::new(intent_name(name), 1.0));
        intent.session_id = Some(self.session());
        intent.id.clone_from(&self.query);
        self.hear(Message::Intent(Box::new(intent)))
    }

    /// The NLU understood (Snips, Alice).
    pub fn parsed(&mut self, name: &str) -> &mut Self {
        let mut parsed = IntentParsed::new("input", IntentClassification::new(intent_name(name), 1.0));
        parsed.session_id = Some(self.session());
        parsed.id.clone_from(&self.query);
        self.hear(Message::IntentParsed(Box::new(parsed)))
    }

    pub fn not_recognized(&mut self) -> &mut Self {
        let mut denial = NluIntentNotRecognized::new("input");
        denial.session_id = Some(self.session());
        denial.id.clone_from(&self.query);
        self.hear(Message::NluIntentNotRecognized(Box::new(denial)))
    }

    pub fn ask(&mut self, text: &str) -> &mut Self {
        self.ask_with(text, |_| {})
    }

    pub fn ask_with(&mut self, text: &str, change: impl FnOnce(&mut ContinueSession)) -> &mut Self {
        let mut question = ContinueSession::new(self.session());
        question.text = Some(text.to_owned()).filter(|text| !text.is_empty());
        change(&mut question);
        self.hear(Message::ContinueSession(question))
    }

    pub fn end(&mut self, text: &str) -> &mut Self {
        let mut end = EndSession::new(self.session());
        end.text = Some(text.to_owned()).filter(|text| !text.is_empty());
        self.hear(Message::EndSession(end))
    }

    /// The speech asked for last was spoken.
    pub fn spoken(&mut self) -> &mut Self {
        let mut finished = SayFinished::default();
        finished.id.clone_from(&self.speech);
        self.hear(Message::SayFinished(finished))
    }

    /// The sound played last was heard.
    pub fn heard(&mut self, name: &str) -> &mut Self {
        let mut finished = PlayFinished::new(site(name));
        finished.id.clone_from(&self.sound);
        self.hear(Message::PlayFinished(finished))
    }

    /// A skill speaks through the TTS in the kitchen, without the core.
    pub fn foreign_say(&mut self, id: Option<&str>, session: Option<SessionId>) -> &mut Self {
        let mut say = Say::new("It is noon.");
        say.id = id.map(|id| RequestId::new(id).unwrap());
        (say.site_id, say.session_id) = (Some(site("kitchen")), session);
        self.hear(Message::Say(Box::new(say)))
    }

    pub fn say_finished(&mut self, id: &str) -> &mut Self {
        let mut finished = SayFinished::default();
        (finished.id, finished.site_id) = (RequestId::new(id).ok(), Some(site("kitchen")));
        self.hear(Message::SayFinished(finished))
    }

    /// A WAV of this length is published for the kitchen.
    pub fn play(&mut self, id: &str, length: Duration) -> &mut Self {
        let wav = petasos_messages::wav::silence(length);
        self.hear(Message::PlayBytes(PlayBytes::new(site("kitchen"), RequestId::new(id).unwrap(), wav)))
    }

    pub fn notify(&mut self, name: &str, text: &str) -> &mut Self {
        self.start(name, SessionInit::Notification { text: text.to_owned() })
    }

    pub fn action(&mut self, name: &str, change: impl FnOnce(&mut Action)) -> &mut Self {
        let mut action = Action::new();
        change(&mut action);
        self.start(name, SessionInit::Action(action))
    }

    fn start(&mut self, name: &str, init: SessionInit) -> &mut Self {
        let mut start = StartSession::new(init);
        start.site_id = Some(site(name));
        self.hear(Message::StartSession(start))
    }

    /// A skill announces whether it is there, and which intents it handles.
    pub fn skill(&mut self, name: &str, state: Presence, intents: &[&str]) -> &mut Self {
        self.announce(name, state, intents, &[])
    }

    /// A skill announces that it is there, and which intents only answer its questions.
    pub fn asking_skill(&mut self, name: &str, intents: &[&str], answers: &[&str]) -> &mut Self {
        self.announce(name, Presence::Online, intents, answers)
    }

    fn announce(&mut self, name: &str, state: Presence, intents: &[&str], answers: &[&str]) -> &mut Self {
        let mut status = SkillStatus::new(Level::new(name).unwrap(), state);
        status.intents = intents.iter().map(|intent| SkillIntent::new(intent_name(intent))).collect();
        status.answers = answers.iter().map(|intent| intent_name(intent)).collect();
        self.hear(Message::SkillStatus(Box::new(status)))
    }

    /// A skill says that it needs longer, in ms.
    pub fn working(&mut self, ms: u64) -> &mut Self {
        let skill = Level::new("lights").unwrap();
        let working = SkillWorking::new(skill, self.session(), None, ms);
        self.hear(Message::SkillWorking(working))
    }

    /// The words were understood as an intent, as the dialect has it.
    pub fn understood(&mut self, dialect: Dialect, name: &str) -> &mut Self {
        if dialect.nlu_publishes_intents() { self.intent(name) } else { self.parsed(name) }
    }

    pub fn error(&mut self, wrap: fn(ComponentError) -> Message) -> &mut Self {
        let mut error = ComponentError::new("boom");
        error.session_id = Some(self.session());
        self.hear(wrap(error))
    }
}
