//! The keys of `[everywhere]`, `[site.NAME]` and `[limits]`. Their defaults are in the core's policy.

use std::collections::BTreeMap;

use petasos_dialogue::{IntentPublisher, Limits, Phrases, SitePolicy, Timeouts};
use petasos_messages::{Dialect, IntentName};
use petasos_program::{Checked, Fraction, Positive, Seconds};
use serde::{Deserialize, Serialize};

use super::CancelWords;
use super::layer::{Layer, Written, is_absent, layer};

layer! {
    /// Settings for all sites or a single one. A key that is not set has the dialect's default or, for a single site, the value for all
    /// sites.
    SiteConfig over SitePolicy
    [
        /// The dialect of the components at this site. It determines the defaults of all other keys.
        dialect: Option<Checked<Dialect>>,
    ]
    {
        /// Who publishes `hermes/intent/...`.
        intents_from: Option<IntentsFrom> => intents_from,
        /// Language of speech and of cancel words when a session names none, such as `en`. Empty: none.
        lang: Option<String> => lang,
        /// Whether there is a microphone at this site.
        microphone: Option<bool> => microphone,
        /// Whether speech can be heard at this site.
        speaker: Option<bool> => speaker,
        /// Whether feedback sounds are played at this site.
        sounds: Option<bool> => feedback_sounds,
        /// Words with a lower ASR confidence count as not understood.
        min_asr_confidence: Option<Fraction> => min_asr_confidence,
        /// Whether the ASR publishes its recordings.
        send_audio_captured: Option<bool> => send_audio_captured,
        /// How often the user is asked again after words that were not understood.
        retries: Option<u32> => retries,
        /// Whether the microphone opens again after every answer.
        follow_up: Option<bool> => follow_up,
        /// The intent that accepts any words.
        free_text_intent: Option<Checked<IntentName>> => free_text_intent,
        /// Words that end the session.
        cancel_words: Option<CancelWords> => cancel_words,
        /// What the manager itself says, by language. Overrides the built-in phrases.
        phrases: BTreeMap<String, PhrasesConfig> => phrases,
        /// How long answers may take.
        timeouts: TimeoutsConfig => timeouts,
    }
}

layer! {
    /// What the manager itself says in one language. An empty text means silence.
    #[derive(Eq)]
    PhrasesConfig over Phrases {
        /// After the wake word, before listening.
        greeting: Option<String> => greeting,
        /// When a component fails in the middle of a turn.
        broken: Option<String> => broken,
        /// When the first words were not understood and the user is asked again.
        not_understood: Option<String> => not_understood,
        /// When an answer was not understood and the user is asked again.
        answer_not_understood: Option<String> => answer_not_understood,
        /// When the manager gives up asking.
        give_up: Option<String> => give_up,
        /// When every skill that announced an intent is gone.
        skill_away: Option<String> => skill_away,
    }
}

layer! {
    /// How long answers may take. Each field is documented at [`Timeouts`].
    #[derive(Copy)]
    #[expect(missing_docs, reason = "documented at petasos_dialogue::Timeouts")]
    TimeoutsConfig over Timeouts {
        listening_seconds: Option<Seconds> => listening,
        follow_up_seconds: Option<Seconds> => follow_up,
        understanding_seconds: Option<Seconds> => understanding,
        skill_seconds: Option<Seconds> => skill,
        working_seconds: Option<Seconds> => working,
        queued_seconds: Option<Seconds> => queued,
        speech_start_seconds: Option<Seconds> => speech_start,
        speech_chars_per_second: Option<Positive> => speech_chars_per_second,
        speech_longest_seconds: Option<Seconds> => speech_longest,
        playback_margin_seconds: Option<Seconds> => playback_margin,
    }
}

layer! {
    /// Limits that bound memory. Each field is documented at [`Limits`].
    #[derive(Copy, Eq)]
    #[expect(missing_docs, reason = "documented at petasos_dialogue::Limits")]
    LimitsConfig over Limits {
        sites: Option<usize> => sites,
        queue: Option<usize> => queue,
        speech_chars: Option<usize> => speech_chars,
        configured_intents: Option<usize> => configured_intents,
    }
}

/// Who publishes `hermes/intent/...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum IntentsFrom {
    /// The NLU (Rhasspy).
    Nlu,
    /// The dialogue manager (Snips, Alice).
    Manager,
}

impl Written<IntentPublisher> for IntentsFrom {
    fn value(&self) -> IntentPublisher {
        match self {
            Self::Nlu => IntentPublisher::Nlu,
            Self::Manager => IntentPublisher::Manager,
        }
    }

    fn of(value: &IntentPublisher) -> Option<Self> {
        Some(match value {
            IntentPublisher::Nlu => Self::Nlu,
            IntentPublisher::Manager => Self::Manager,
        })
    }
}
