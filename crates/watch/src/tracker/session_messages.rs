//! Applies a message to its session.

use std::time::Duration;

use petasos_messages::payload::{
    ComponentName, IntentClassification, Say, SessionEnded, Termination, TextCaptured,
};
use petasos_messages::slot::Slot;
use petasos_messages::{Component, Message};

use super::end_of_speech::Listening;
use super::tracked_event::{Event, Sound};
use super::{
    Cause, Ended, FirstSound, Heard, Outcome, Problem, Session, Speech, Step, StepKind, Turn, Understood,
};

/// The most turns, steps, texts, problems and slots that are remembered of a session.
const MOST_TURNS: usize = 64;
const MOST_STEPS: usize = 512;
const MOST_SAID: usize = 128;
const MOST_PROBLEMS: usize = 64;
const MOST_SLOTS: usize = 64;
/// The longest text that is remembered, in characters.
const LONGEST_TEXT: usize = 1_000;

impl Session {
    /// Applies an event that belongs to this session.
    pub(super) fn follow(&mut self, at: Duration, event: &Event<'_>) {
        self.last = at;
        match event {
            Event::Frame { loudness, .. } => {
                if let Some(loudness) = loudness.filter(|_| self.is_open(StepKind::Listen)) {
                    self.listening.frame(at, loudness);
                }
                return;
            }
            Event::Sound { id, sound, .. } => self.sound(at, id, *sound),
            Event::Played { id, .. } => self.played(at, *id),
            Event::Message(message) => self.message(at, message),
        }
        self.messages += 1;
    }

    fn message(&mut self, at: Duration, message: &Message) {
        use Message as M;
        match message {
            M::SessionQueued(_) => {
                self.queued.get_or_insert(at);
                self.begin(at, StepKind::Wait, None);
            }
            M::SessionStarted(_) => {
                self.is_a_real_session();
                self.started.get_or_insert(at);
                self.end(at, StepKind::Wait);
                self.end(at, StepKind::Wake);
            }
            M::SessionEnded(ended) => {
                self.is_a_real_session();
                self.ended(at, ended);
            }

            M::StartListening(_) => self.start_listening(at),
            M::StopListening(_) => self.end(at, StepKind::Listen),
            M::VadUp(_) => self.listening.voice_up(),
            M::VadDown(_) if self.is_open(StepKind::Listen) => self.listening.voice_down(at),
            M::RecordingFinished(_) if self.is_open(StepKind::Listen) => {
                self.listening.recorded(at);
                self.end(at, StepKind::Listen);
                self.begin(at, StepKind::Asr, None);
            }
            M::TextCaptured(captured) => self.text_captured(at, captured),

            M::NluQuery(query) => {
                let turn = self.turn(at);
                turn.heard.get_or_insert_with(|| Heard {
                    text: short(&query.input),
                    likelihood: None,
                    seconds: None,
                });
                self.begin(at, StepKind::Nlu, None);
            }
            M::IntentParsed(parsed) => self.understood(at, &parsed.intent, &parsed.slots),
            M::NluIntentNotRecognized(_) => self.not_understood(at),
            M::Intent(intent) => {
                self.understood(at, &intent.intent, &intent.slots);
                self.begin(at, StepKind::Handle, None);
            }
            M::DialogueIntentNotRecognized(_) => {
                self.not_understood(at);
                self.begin(at, StepKind::Handle, None);
            }

            M::ContinueSession(_) | M::EndSession(_) => self.action(at),
            M::Say(say) => self.say(at, say),
            M::SayFinished(finished) => {
                let id = finished.id.as_ref().map(ToString::to_string);
                self.say_finished(at, id.as_deref());
            }
            M::HotwordError(error) => self.error(at, Component::Hotword, &error.error),
            M::AsrError(error) => self.error(at, Component::Asr, &error.error),
            M::NluError(error) => self.error(at, Component::Nlu, &error.error),
            M::TtsError(error) => self.error(at, Component::Tts, &error.error),
            M::AudioPlayError(error) => self.error(at, Component::AudioServer, &error.error),
            M::DialogueError(error) => self.error(at, Component::DialogueManager, &error.error),
            _ => {}
        }
    }

    /// What looked like a query without a session is a session whose start was missed.
    fn is_a_real_session(&mut self) {
        if self.cause == Cause::Text {
            self.cause = Cause::Unseen;
        }
    }

    fn start_listening(&mut self, at: Duration) {
        self.end(at, StepKind::Handle);
        self.listening = Listening::default();
        if !self.is_open(StepKind::Listen) && self.turns.len() < MOST_TURNS {
            self.turns.push(Turn { began: at, ..Turn::default() });
        }
        self.begin(at, StepKind::Listen, None);
    }

    fn text_captured(&mut self, at: Duration, captured: &TextCaptured) {
        let was_listening = self.is_open(StepKind::Listen) || self.is_open(StepKind::Asr);
        if !was_listening
            && self.turns.last().is_some_and(|turn| turn.heard.is_some() && turn.action.is_none())
        {
            return; // a duplicate
        }
        let end_of_speech = self.listening.end_of_speech(at);
        if self.is_open(StepKind::Listen) && end_of_speech.at < at {
            self.end(end_of_speech.at, StepKind::Listen);
            self.begin(end_of_speech.at, StepKind::Asr, None);
        }
        self.end(at, StepKind::Listen);
        self.end(at, StepKind::Asr);
        let turn = self.turn(at);
        turn.heard = Some(Heard {
            text: short(&captured.text),
            likelihood: captured.likelihood,
            seconds: captured.seconds,
        });
        // Text that was typed was never spoken.
        turn.end_of_speech = was_listening.then_some(end_of_speech);
    }

    fn understood(&mut self, at: Duration, intent: &IntentClassification, slots: &[Slot]) {
        self.end(at, StepKind::Nlu);
        let slots = slots.iter().take(MOST_SLOTS).map(|slot| {
            let value = slot.value.text().unwrap_or_else(|| slot.raw_value.clone());
            (short(&slot.slot_name), short(&value))
        });
        self.answered_turn(at).understood = Some(Understood::Intent {
            name: intent.intent_name.to_string(),
            confidence: intent.confidence_score,
            slots: slots.collect(),
        });
    }

    fn not_understood(&mut self, at: Duration) {
        self.end(at, StepKind::Nlu);
        self.answered_turn(at).understood = Some(Understood::Nothing);
    }

    /// A skill responds.
    fn action(&mut self, at: Duration) {
        self.end(at, StepKind::Handle);
        if let Some(turn) = self.turns.last_mut().filter(|turn| turn.understood.is_some()) {
            turn.action.get_or_insert(at);
        }
    }

    fn say(&mut self, at: Duration, say: &Say) {
        let id = say.id.as_ref().map(ToString::to_string);
        if self.steps.iter().any(|step| step.kind == StepKind::Tts && step.is_open() && step.id == id) {
            return; // a duplicate
        }
        let understood = self.turns.last().and_then(|turn| turn.understood.as_ref());
        if self.is_open(StepKind::Handle) && matches!(understood, Some(Understood::Intent { .. })) {
            // The manager is silent while a skill works on an intent, so this comes from the skill.
            self.action(at);
        }
        self.end(at, StepKind::Handle);
        let turn = self.turns.len().checked_sub(1);
        if self.said.len() < MOST_SAID {
            self.said.push(Speech { at, text: short(&say.text), turn });
        }
        self.first_sound(FirstSound { at, is_sound: false });
        self.begin(at, StepKind::Tts, id);
    }

    /// A sound is sent to the player: requested speech, or something else.
    fn sound(&mut self, at: Duration, id: &str, sound: Sound) {
        let plays = |step: &Step| step.is_open() && step.sound.is_some() && step.id.as_deref() == Some(id);
        if self.steps.iter().any(plays) {
            return; // a duplicate
        }
        let is_speech = |step: &Step| step.is_open() && step.kind == StepKind::Tts;
        let named = self.steps.iter().position(|step| is_speech(step) && step.id.as_deref() == Some(id));
        let speech = named.or_else(|| self.steps.iter().position(is_speech));
        if let Some(step) = speech.and_then(|speech| self.steps.get_mut(speech)) {
            step.end = Some(at);
            self.first_sound(FirstSound { at, is_sound: true });
        }
        let kind = if speech.is_some() { StepKind::Play } else { StepKind::Sound };
        self.begin(at, kind, Some(id.to_owned()));
        if let Some(step) = self.steps.iter_mut().rev().find(|step| step.id.as_deref() == Some(id)) {
            step.sound = Some(sound);
        }
    }

    /// A sound was played.
    fn played(&mut self, at: Duration, id: Option<&str>) {
        let is_it = |step: &&mut Step| {
            matches!(step.kind, StepKind::Play | StepKind::Sound)
                && step.is_open()
                && (id.is_none() || step.id.as_deref() == id)
        };
        if let Some(step) = self.steps.iter_mut().find(is_it) {
            step.end = Some(at);
        }
    }

    /// The TTS reports that it has finished.
    fn say_finished(&mut self, at: Duration, id: Option<&str>) {
        let is_speech = |step: &&mut Step| step.kind == StepKind::Tts && step.is_open();
        let is_it = |step: &&mut Step| is_speech(step) && (id.is_none() || step.id.as_deref() == id);
        if let Some(step) = self.steps.iter_mut().find(is_it) {
            step.kind = StepKind::Say;
            step.end = Some(at);
        }
    }

    fn first_sound(&mut self, sound: FirstSound) {
        let answers = |turn: &&mut Turn| turn.heard.is_some();
        if let Some(turn) = self.turns.last_mut().filter(answers) {
            match turn.first_sound {
                Some(first) if first.is_sound || !sound.is_sound => {}
                _ => turn.first_sound = Some(sound),
            }
        }
    }

    fn ended(&mut self, at: Duration, ended: &SessionEnded) {
        let mut late = None;
        match &ended.termination {
            Termination::Timeout { component } => {
                let named = component.as_ref().map(ComponentName::component);
                late = named.filter(|named| *named != Component::Other).or_else(|| self.owner());
                // An error that was reported before is more precise.
                if self.problems.is_empty() {
                    let late =
                        late.map_or("A component".to_owned(), |late| format!("The {}", late.display_name()));
                    self.problem(at, format!("{late} did not answer in time."));
                }
            }
            Termination::Error { error } if !error.is_empty() => self.problem(at, short(error)),
            _ => {}
        }
        self.close(at, Outcome::Ended(ended.termination.clone()));
        if let Some(ended) = &mut self.ended {
            ended.late = late;
        }
    }

    /// Ends the session and all its open steps.
    pub(super) fn close(&mut self, at: Duration, outcome: Outcome) {
        for step in self.steps.iter_mut().filter(|step| step.is_open()) {
            let length = step.sound.and_then(|sound| sound.length);
            let silent = length.map_or(at, |length| step.begin.saturating_add(length));
            step.end = Some(at.min(silent));
        }
        self.listening = Listening::default();
        self.ended = Some(Ended { at, outcome, late: None });
    }

    /// The component that the session waits for. A manager that gives up may close the microphone just before it says so, so the
    /// last step counts if none is open.
    fn owner(&self) -> Option<Component> {
        Some(self.current_step().or(self.steps.last())?.kind.component())
    }

    fn error(&mut self, at: Duration, component: Component, error: &str) {
        self.problem(at, format!("The {} reported an error: {}", component.display_name(), short(error)));
    }

    /// Adds a problem, unless it is known already.
    pub(super) fn problem(&mut self, at: Duration, what: String) {
        let is_new = self.problems.iter().all(|problem| problem.what != what);
        if is_new && self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { at, what });
        }
    }

    /// The turn of a text: the last one if it was not answered yet, else a new one.
    fn turn(&mut self, at: Duration) -> &mut Turn {
        let is_answered = self.turns.last().is_none_or(|turn| turn.action.is_some());
        if is_answered && self.turns.len() < MOST_TURNS {
            self.turns.push(Turn { began: at, ..Turn::default() });
        }
        self.answered_turn(at)
    }

    /// The last turn; the first if there was none.
    fn answered_turn(&mut self, at: Duration) -> &mut Turn {
        if self.turns.is_empty() {
            self.turns.push(Turn { began: at, ..Turn::default() });
        }
        let last = self.turns.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "one was added if there was none")]
        &mut self.turns[last]
    }

    fn is_open(&self, kind: StepKind) -> bool {
        self.steps_of(kind).any(Step::is_open)
    }

    /// Begins a step, unless the same step is open already.
    pub(super) fn begin(&mut self, at: Duration, kind: StepKind, id: Option<String>) {
        let goes_on = self.steps_of(kind).any(|step| step.is_open() && step.id == id);
        if goes_on || self.steps.len() >= MOST_STEPS {
            return;
        }
        let turn = self.turns.len().checked_sub(1);
        let place = self.steps.partition_point(|step| step.begin <= at);
        self.steps.insert(place, Step { kind, begin: at, end: None, turn, sound: None, id });
    }

    fn end(&mut self, at: Duration, kind: StepKind) {
        for step in self.steps.iter_mut().filter(|step| step.kind == kind && step.is_open()) {
            step.end = Some(at);
        }
    }
}

/// The text, cut off if it is too long to be kept.
fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
