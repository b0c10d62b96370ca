//! Sessions in each phase, and each input that can arrive.

use std::time::Duration;

use petasos_dialogue::{Input, Phase, Policy};
use petasos_messages::payload::{HotwordDetected, Presence, Say, SlotParsed};
use petasos_messages::{Dialect, Message, SessionId};

use super::{Talk, intent_name, site};

pub fn in_phase(policy: &Policy, phase: Phase) -> Talk {
    let dialect = policy.everywhere.dialect();
    let mut talk = Talk::with(policy.clone());
    match phase {
        Phase::Starting => {
            let mut detected = HotwordDetected::new("jarvis", site("kitchen"));
            detected.session_id = Some(SessionId::new("mine").unwrap());
            talk.session.clone_from(&detected.session_id);
            talk.hear(Message::HotwordDetected(Box::new(detected)))
        }
        Phase::Speaking => talk.action("kitchen", |action| action.text = Some("Which room?".into())),
        Phase::Listening => talk.action("kitchen", |_| {}),
        Phase::Understanding => talk.action("kitchen", |_| {}).captured("the kitchen").heard("kitchen"),
        Phase::AwaitingSkill => {
            talk = in_phase(policy, Phase::Understanding);
            talk.understood(dialect, "Room")
        }
        Phase::Ending => talk.action("kitchen", |_| {}).end("Goodbye."),
    };
    talk.after(Duration::from_millis(300));
    assert_eq!(talk.phase("kitchen"), Some(phase.name()), "{dialect:?}\n{}", talk.trace);
    talk
}

/// Lets an input arrive. False if the dialect has no such message.
pub fn arrive(talk: &mut Talk, dialect: Dialect, input: Input) -> bool {
    let nlu_publishes = dialect.nlu_publishes_intents();
    match input {
        Input::WakeWord => talk.wake("kitchen"),
        Input::TextCaptured => talk.captured("the bath"),
        Input::Intent if !nlu_publishes => return false,
        Input::Intent => talk.intent("Room"),
        Input::IntentParsed if nlu_publishes => return false,
        Input::IntentParsed => talk.parsed("Room"),
        Input::SlotParsed => {
            let mut parsed = SlotParsed::new("the kitchen", intent_name("Room"));
            parsed.session_id.clone_from(&talk.session);
            parsed.id.clone_from(&talk.query);
            talk.hear(Message::SlotParsed(Box::new(parsed)))
        }
        Input::IntentNotRecognized => {
            // Said by somebody who was not asked: only an answer to a query carries its id.
            talk.query.take_if(|_| talk.core.sites().all(|status| status.phase != "understanding"));
            talk.not_recognized()
        }
        Input::ContinueSession => talk.ask("Really?"),
        Input::EndSession => talk.end("Done."),
        Input::ForeignSay => {
            let mut say = Say::new("It is done.");
            say.session_id.clone_from(&talk.session);
            talk.hear(Message::Say(Box::new(say)))
        }
        Input::StartSession => talk.notify("kitchen", "The washing is done."),
        Input::StartUrgentSession => talk.action("kitchen", |action| action.can_be_enqueued = false),
        Input::SkillWorking => talk.working(20_000),
        Input::SkillGone => talk.skill("rooms", Presence::Offline, &["Room"]),
        Input::AsrError => talk.error(Message::AsrError),
        Input::NluError => talk.error(Message::NluError),
        Input::SpeechError => talk.error(Message::TtsError),
        Input::Timeout => talk.after(Duration::from_secs(40)),
    };
    true
}
