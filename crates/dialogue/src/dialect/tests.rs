//! A session in a dialect that exists only here, defined by nothing but its two tables.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::Duration;

use petasos_messages::{Dialect, DialectProfile, IntentPublisher};
use support::phases::{arrive, in_phase};
use support::{Talk, with_sounds};

use super::DialogueProfile;
use crate::phase_table::{Input, Phase, PhaseTable, Reaction};
use crate::plan::Plans;
use crate::plan::Step::{Announce, Close, Listen, Mute, Query, Say, Silence, StopListening, Unmute};
use crate::{Policy, SitePolicy, Timeouts};

/// Wire format of Snips; toggles and NLU as in Rhasspy.
static FACTS: DialectProfile = {
    let mut facts = *Dialect::SNIPS.profile();
    facts.name = "calm";
    facts.toggles_have_reasons = true;
    facts.intents_published_by = IntentPublisher::Nlu;
    facts
};

/// No sounds, no interruption while a skill is working, and a skill timeout of 3 seconds.
static CALM: DialogueProfile = DialogueProfile {
    dialect: Dialect::new(&FACTS),
    table: PhaseTable::COMMON.with(
        Input::WakeWord,
        [
            Reaction::Close,
            Reaction::Close,
            Reaction::Close,
            Reaction::Close,
            Reaction::Ignore,
            Reaction::Close,
        ],
    ),
    plans: Plans {
        wake: &[Announce, Mute, Say, Listen],
        wake_while_playing: &[Announce, Mute, Say, Listen],
        action: &[Announce, Mute, Say, Listen],
        notification: &[Announce, Say, Silence, Close],
        resume: &[Mute, Say, Listen],
        captured: &[StopListening, Query, Unmute],
        unclear: &[StopListening, Unmute, Close],
    },
    stops_before_end: false,
    stops_after_end: false,
    ends_without_session: false,
    stays_muted_between_sessions: false,
    always_informs_skill: false,
    timeouts: Timeouts { skill: Duration::from_secs(3), ..Timeouts::COMMON },
    retries: 0,
    sends_audio_captured: false,
    has_cancel_words: true,
};

fn policy(profile: &'static DialogueProfile) -> Policy {
    let mut policy = Policy::new(profile.dialect);
    policy.everywhere = SitePolicy::with_profile(profile.dialect, profile).into();
    policy
}

#[test]
fn a_conversation_in_a_dialect_of_ones_own() {
    let mut talk = Talk::with(policy(&CALM));
    talk.wake("kitchen").captured("what time is it").intent("GetTime");
    talk.wake("kitchen").end("It is noon.").spoken();
    insta::assert_snapshot!(talk.trace);
    talk.trace.clear();
    talk.wake("kitchen").captured("what time is it").intent("GetTime").after(Duration::from_secs(4));
    talk.shows_timeout_of("clientApp");
    assert!(talk.core.subscriptions().contains(&petasos_messages::filter::INTENT));
    assert!(!talk.core.subscriptions().contains(&petasos_messages::filter::HOTWORD_TOGGLE_ON));
}

/// A profile with one cell of its table changed.
fn with_ignored(base: &DialogueProfile, phase: Phase, input: Input) -> &'static DialogueProfile {
    let reaction = |of: Phase| if of == phase { Reaction::Ignore } else { base.table.reaction(of, input) };
    let table = base.table.with(input, Phase::ALL.map(reaction));
    Box::leak(Box::new(DialogueProfile { table, ..*base }))
}

/// Fails for an input that acts on a session without consulting the table.
#[test]
fn an_input_that_the_table_ignores_leaves_the_session_alone() {
    let known = Dialect::ALL.map(DialogueProfile::of);
    for profile in known.into_iter().chain([&CALM]) {
        for phase in Phase::ALL {
            for input in Input::ALL {
                let policy = with_sounds(policy(with_ignored(profile, phase, input)));
                if profile.dialect == CALM.dialect && phase == Phase::Starting {
                    continue; // It announces its sessions at once.
                }
                let mut talk = in_phase(&policy, phase);
                let (id, before) = (talk.session(), talk.trace.len());
                if !arrive(&mut talk, profile.dialect, input) {
                    continue;
                }
                let trace = talk.trace.get(before..).unwrap_or_default();
                let cell = format!("{} {phase:?} {input:?}:\n{trace}", profile.dialect);
                if input == Input::Timeout {
                    // Playback ends regardless, and the session continues after it.
                    assert!(owes(phase).is_none_or(|component| !trace.contains(component)), "{cell}");
                    continue;
                }
                assert_eq!(talk.said(), Vec::<String>::new(), "{cell}");
                assert_eq!(talk.phase("kitchen"), Some(phase.name()), "{cell}");
                assert!(talk.core.sites().any(|site| site.session_id == Some(&id)), "{cell}");
            }
        }
    }
}

/// The component named when a phase times out. Starting and ending never time out.
fn owes(phase: Phase) -> Option<&'static str> {
    Some(match phase {
        Phase::Starting | Phase::Ending => return None,
        Phase::Speaking => "Some(Tts)",
        Phase::Listening => "Some(Asr)",
        Phase::Understanding => "Some(Nlu)",
        Phase::AwaitingSkill => "Some(ComponentName(\"clientApp\"))",
    })
}

#[test]
fn the_tables_hold_only_reactions_that_the_core_has() {
    use Reaction::{Accept, Close, Ignore, Postpone};
    for profile in Dialect::ALL.map(DialogueProfile::of) {
        for (input, phase) in Input::ALL.into_iter().flat_map(|input| Phase::ALL.map(|phase| (input, phase)))
        {
            let known: &[Reaction] = match input {
                Input::StartSession | Input::StartUrgentSession => &[Postpone, Ignore, Close],
                Input::WakeWord
                | Input::SkillGone
                | Input::AsrError
                | Input::NluError
                | Input::SpeechError => &[Ignore, Close],
                Input::Timeout => &[Accept, Ignore, Close],
                _ => &[Accept, Ignore],
            };
            let reaction = profile.table.reaction(phase, input);
            assert!(known.contains(&reaction), "{} {phase:?} {input:?}: {reaction:?}", profile.dialect);
        }
    }
}

#[test]
fn a_dialect_without_a_profile_is_managed_like_the_one_it_is_written_like() {
    assert_eq!(DialogueProfile::of(CALM.dialect).dialect, Dialect::SNIPS);
}
