//! Every check of the oracle fires on a trace that breaks what it stands for.

#![expect(clippy::unwrap_used, reason = "ids made of plain words are ids")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use petasos_dialogue::{Fact, Policy, SitePolicy, Time};
use petasos_messages::payload::{
    EndSession, HotwordDetected, Intent, IntentClassification, NluQuery, PlayBytes, PlayFinished, Presence,
    Say, SayFinished, SessionEnded, SessionInit, SessionQueued, SessionStarted, SkillIntent, SkillStatus,
    StartListening, StartSession, StopListening, Termination, TextCaptured, Toggle, ToggleReason,
};
use petasos_messages::wav::silence;
use petasos_messages::{Component, Dialect, IntentName, Level, Message, RequestId, SessionId, SiteId};
use petasos_simulator::{Event, Oracle};

/// A trace that is told event by event.
struct Story {
    now: Time,
    oracle: Oracle,
}

impl Story {
    fn new(policy: Policy) -> Self {
        Self { now: Time::START, oracle: Oracle::new(policy) }
    }

    fn event(mut self, event: &Event) -> Self {
        self.oracle.observe(self.now, event);
        self
    }

    fn hears(self, message: Message) -> Self {
        self.event(&Event::Received { message: Arc::new(message), duplicate: false, echo: false })
    }

    fn says(self, message: Message) -> Self {
        self.event(&Event::Published(Arc::new(message)))
    }

    fn writes(self, fact: Fact) -> Self {
        self.event(&Event::Durable(fact))
    }

    fn after(mut self, millis: u64) -> Self {
        self.now = self.now + Duration::from_millis(millis);
        self
    }

    fn times_out(self) -> Self {
        self.event(&Event::TimedOut)
    }

    /// A session that user or skill started, up to where it does something.
    fn starts(self, id: &str) -> Self {
        self.writes(Fact::SiteOpened(kitchen()))
            .writes(Fact::SessionStarted { site_id: kitchen(), session_id: session(id) })
            .says(started(id))
            .says(toggle(false, ToggleReason::DialogueSession))
    }

    /// Ends a session as it should be.
    fn ends(self, id: &str) -> Self {
        self.says(ended(id, Termination::Nominal))
            .says(toggle(true, ToggleReason::DialogueSession))
            .writes(Fact::SessionEnded(session(id)))
            .writes(Fact::SiteClosed(kitchen()))
    }

    fn findings(mut self) -> BTreeSet<&'static str> {
        self.oracle.rest(self.now + Duration::from_secs(600));
        self.oracle.violations().iter().map(|violation| violation.invariant).collect()
    }
}

fn rhasspy() -> Policy {
    Policy::new(Dialect::RHASSPY)
}

fn story() -> Story {
    Story::new(rhasspy())
}

fn kitchen() -> SiteId {
    SiteId::new("kitchen").unwrap()
}

fn session(id: &str) -> SessionId {
    SessionId::new(id).unwrap()
}

fn request(id: &str) -> Option<RequestId> {
    RequestId::new(id).ok()
}

fn wake() -> Message {
    Message::HotwordDetected(Box::new(HotwordDetected::new("jarvis", kitchen())))
}

fn started(id: &str) -> Message {
    Message::SessionStarted(SessionStarted::new(session(id), kitchen()))
}

fn queued(id: &str) -> Message {
    Message::SessionQueued(SessionQueued::new(session(id), kitchen()))
}

fn ended(id: &str, why: Termination) -> Message {
    Message::SessionEnded(SessionEnded::new(session(id), kitchen(), why))
}

fn toggle(on: bool, reason: ToggleReason) -> Message {
    let mut toggle = Toggle::at(kitchen());
    toggle.reason = Some(reason);
    if on { Message::HotwordToggleOn(toggle) } else { Message::HotwordToggleOff(toggle) }
}

fn asr_off() -> Message {
    let mut toggle = Toggle::at(kitchen());
    toggle.reason = Some(ToggleReason::TtsSay);
    Message::AsrToggleOff(toggle)
}

fn listen(id: &str) -> Message {
    let mut start = StartListening::new(kitchen());
    start.session_id = Some(session(id));
    Message::StartListening(Box::new(start))
}

fn stop(id: &str) -> Message {
    let mut stop = StopListening::new(kitchen());
    stop.session_id = Some(session(id));
    Message::StopListening(stop)
}

fn heard(id: &str, likelihood: f64) -> Message {
    let mut heard = TextCaptured::new("what time is it", likelihood);
    heard.site_id = Some(kitchen());
    heard.session_id = Some(session(id));
    Message::TextCaptured(Box::new(heard))
}

fn query(id: &str) -> Message {
    let mut query = NluQuery::new("what time is it");
    query.site_id = Some(kitchen());
    query.session_id = Some(session(id));
    Message::NluQuery(Box::new(query))
}

fn intent(id: &str) -> Message {
    let classification = IntentClassification::new(IntentName::new("GetTime").unwrap(), 1.0);
    let mut intent = Intent::new("what time is it", classification);
    intent.site_id = Some(kitchen());
    intent.session_id = Some(session(id));
    Message::Intent(Box::new(intent))
}

/// The one skill says whether it is there.
fn skill(state: Presence) -> Message {
    let mut status = SkillStatus::new(Level::new("clock").unwrap(), state);
    status.intents = vec![SkillIntent::new(IntentName::new("GetTime").unwrap())];
    Message::SkillStatus(Box::new(status))
}

fn say(id: &str, speech: &str, text: &str) -> Message {
    let mut say = Say::new(text);
    say.site_id = Some(kitchen());
    say.session_id = Some(session(id));
    say.id = request(speech);
    Message::Say(Box::new(say))
}

fn said(speech: &str) -> Message {
    let mut said = SayFinished::default();
    said.id = request(speech);
    said.site_id = Some(kitchen());
    Message::SayFinished(said)
}

fn play(id: &str, seconds: u32) -> Message {
    Message::PlayBytes(PlayBytes::new(kitchen(), request(id).unwrap(), wav(seconds)))
}

fn played(id: &str) -> Message {
    let mut played = PlayFinished::new(kitchen());
    played.id = request(id);
    Message::PlayFinished(played)
}

fn notification() -> Message {
    let mut start = StartSession::new(SessionInit::Notification { text: "ding".to_owned() });
    start.site_id = Some(kitchen());
    Message::StartSession(start)
}

/// A WAV of some seconds of silence.
fn wav(seconds: u32) -> Bytes {
    silence(Duration::from_secs(seconds.into()))
}

/// A whole conversation as it should be: woken, heard, understood, answered; with WAV and an early `sayFinished`.
fn conversation() -> Story {
    story()
        .hears(wake())
        .starts("one")
        .says(listen("one"))
        .after(2_000)
        .hears(heard("one", 0.9))
        .says(stop("one"))
        .says(toggle(true, ToggleReason::DialogueSession))
        .says(query("one"))
        .after(100)
        .hears(intent("one"))
        .after(100)
        .hears(Message::EndSession(EndSession::new(session("one"))))
        .says(toggle(false, ToggleReason::TtsSay))
        .says(say("one", "speech", "It is noon"))
        .after(100)
        .hears(play("speech", 2))
        .hears(said("speech"))
        .after(2_000)
        .hears(played("speech"))
        .says(toggle(true, ToggleReason::TtsSay))
        .ends("one")
}

#[test]
fn a_good_conversation_breaks_nothing() {
    assert_eq!(conversation().findings(), BTreeSet::new());
}

/// What breaks each invariant. The name comes first, so that a missing one is noticed.
fn broken() -> Vec<(&'static str, Story)> {
    let mut stories = broken_sessions();
    stories.extend(broken_turns());
    stories.extend(broken_rooms());
    stories.extend(broken_toggles());
    stories.extend(broken_steps());
    stories
}

fn broken_sessions() -> Vec<(&'static str, Story)> {
    let timeout = |component| ended("one", Termination::Timeout { component });
    vec![
        ("one session per room", story().starts("one").starts("two")),
        ("a session starts once", story().starts("one").ends("one").starts("one")),
        ("a session ends once", story().starts("one").ends("one").ends("one")),
        ("a session ends once", story().starts("one")),
        ("a session ends once", story().ends("stranger")),
        ("nothing after the end", story().starts("one").ends("one").says(query("one"))),
        ("a session stays at its site", {
            let mut elsewhere = StartListening::new(SiteId::new("attic").unwrap());
            elsewhere.session_id = Some(session("one"));
            story().starts("one").says(Message::StartListening(Box::new(elsewhere)))
        }),
        (
            "a timeout names who was silent",
            story().starts("one").says(listen("one")).times_out().says(timeout(Some(Component::Nlu.into()))),
        ),
        ("a wake word is answered", story().hears(wake()).after(10_000).times_out()),
    ]
}

fn broken_turns() -> Vec<(&'static str, Story)> {
    let listened = || story().starts("one").says(listen("one")).hears(heard("one", 0.9));
    let mut unsure = rhasspy();
    let mut picky = SitePolicy::new(Dialect::RHASSPY);
    picky.min_asr_confidence = 0.5;
    unsure.everywhere = Arc::new(picky);
    vec![
        ("one query per turn", listened().says(query("one")).says(query("one"))),
        ("one query per turn", story().starts("one").says(listen("one")).says(query("one"))),
        ("one intent per turn", listened().says(intent("one")).says(intent("one"))),
        (
            "unsure words are not understood",
            Story::new(unsure).starts("one").says(listen("one")).hears(heard("one", 0.3)).says(query("one")),
        ),
        (
            "a dead skill is not waited for",
            listened()
                .says(query("one"))
                .hears(skill(Presence::Offline))
                .hears(intent("one"))
                .says(ended("one", Termination::Timeout { component: Some(Component::Skill.into()) })),
        ),
        (
            "words are said once",
            listened().says(say("one", "a", "Bye")).hears(said("a")).says(say("one", "b", "Bye")),
        ),
        (
            "every speech has its own id",
            listened().says(say("one", "a", "Hello")).hears(said("a")).says(say("one", "a", "Bye")),
        ),
    ]
}

fn broken_rooms() -> Vec<(&'static str, Story)> {
    let speaks = || story().starts("one").says(say("one", "speech", "Which room?"));
    let never = "the microphone never hears our own voice";
    vec![
        (never, speaks().after(1_000).says(listen("one"))),
        (never, speaks().hears(play("speech", 3)).hears(said("speech")).says(listen("one"))),
        (never, story().starts("one").says(play("beep", 1)).says(listen("one"))),
        (never, speaks().hears(said("other")).after(500).says(listen("one"))),
        ("one voice at a time", speaks().says(play("beep", 1))),
        (
            "the wake word is off while listening",
            story().starts("one").says(toggle(true, ToggleReason::DialogueSession)).says(listen("one")),
        ),
        ("the ASR is on while listening", story().starts("one").says(asr_off()).says(listen("one"))),
        (
            "no open microphone without a session",
            story().starts("one").says(listen("one")).ends("one").times_out(),
        ),
        (
            "the queue keeps its order",
            story()
                .starts("one")
                .says(queued("two"))
                .says(queued("three"))
                .ends("one")
                .says(started("three")),
        ),
        (
            "a free site starts the next session",
            story()
                .starts("one")
                .says(queued("two"))
                .ends("one")
                .times_out()
                .after(5_000)
                .times_out()
                .times_out(),
        ),
        (
            "queues are bounded",
            (0..17).fold(story().starts("one"), |story, number| {
                story.says(queued(&format!("waiting {number}")))
            }),
        ),
        ("nothing is open at rest", story().starts("one").says(queued("two"))),
    ]
}

fn broken_toggles() -> Vec<(&'static str, Story)> {
    let off = || toggle(false, ToggleReason::DialogueSession);
    let on = || toggle(true, ToggleReason::DialogueSession);
    let plain = Toggle::at(kitchen());
    let snips = || Story::new(Policy::new(Dialect::SNIPS));
    vec![
        (
            "the wake word is on without a session",
            story()
                .starts("one")
                .says(ended("one", Termination::Nominal))
                .times_out()
                .after(5_000)
                .times_out()
                .times_out(),
        ),
        (
            "the wake word is on without a session",
            story()
                .starts("one")
                .event(&Event::Crashed)
                .event(&Event::Restarted)
                .says(ended("one", Termination::Error { error: String::new() }))
                .times_out(),
        ),
        ("no toggleOn within a session", story().starts("one").says(listen("one")).says(on())),
        ("no toggleOn within a session", snips().starts("one").says(Message::HotwordToggleOn(plain.clone()))),
        ("toggles are balanced at rest", story().says(off())),
        (
            "somebody else's mute is respected",
            snips()
                .hears(Message::HotwordToggleOff(plain.clone()))
                .says(Message::HotwordToggleOn(plain.clone())),
        ),
        ("toggles carry our own reasons", story().says(Message::HotwordToggleOff(plain))),
    ]
}

fn broken_steps() -> Vec<(&'static str, Story)> {
    let late = || story().starts("one").ends("one").after(100);
    let mut elsewhere = Toggle::at(SiteId::new("attic").unwrap());
    elsewhere.reason = Some(ToggleReason::DialogueSession);
    let many = |story: Story| {
        (0..40).fold(story.times_out(), |story, _| story.says(toggle(true, ToggleReason::PlayAudio)))
    };
    vec![
        ("late and foreign messages change nothing", late().hears(heard("one", 0.9)).says(query("one"))),
        (
            "late and foreign messages change nothing",
            late().hears(Message::EndSession(EndSession::new(session("one")))).starts("two"),
        ),
        (
            "a notification harms nobody",
            story()
                .starts("one")
                .says(listen("one"))
                .hears(notification())
                .says(ended("one", Termination::Nominal)),
        ),
        ("sites do not affect each other", story().hears(wake()).says(Message::HotwordToggleOff(elsewhere))),
        ("few messages per input", many(story())),
        ("obligations are written down first", story().says(started("one"))),
        (
            "obligations are written down first",
            story()
                .starts("one")
                .writes(Fact::SessionEnded(session("one")))
                .says(ended("one", Termination::Nominal)),
        ),
        ("obligations are written down first", story().starts("one").writes(Fact::SiteClosed(kitchen()))),
    ]
}

#[test]
fn every_check_fires_on_a_trace_that_breaks_it() {
    for (number, (invariant, story)) in broken().into_iter().enumerate() {
        let findings = story.findings();
        assert!(findings.contains(invariant), "story {number} should break {invariant:?}, not {findings:?}");
    }
}

#[test]
fn no_check_is_left_unproven() {
    let proven: BTreeSet<_> = broken().into_iter().map(|(invariant, _)| invariant).collect();
    let unproven: Vec<_> = Oracle::new(rhasspy())
        .invariants()
        .into_iter()
        .filter(|invariant| !proven.contains(invariant))
        .collect();
    assert!(unproven.is_empty(), "{unproven:?}");
}
