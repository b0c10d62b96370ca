//! The dialects of Hermes, as data: one file per dialect states everything in which it differs.
//!
//! Code asks for a named fact (`dialect.toggles_have_reasons`) and never compares dialects, so a new dialect is a new file
//! here. What only a dialogue manager needs to know stands in `crates/dialogue/src/dialect`.

mod alice;
mod rhasspy;
mod snips;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserializer;
use serde::de::Error;

use crate::json::{Read, WireFormat, Write};

/// A dialect of Hermes. It decides how messages are written, and how the dialogue manager behaves.
///
/// It dereferences to its [`DialectProfile`]. Two dialects are equal if they have the same name.
#[derive(Clone, Copy)]
pub struct Dialect(&'static DialectProfile);

/// The facts of a dialect.
///
/// A dialect that this crate does not know is made of the profile of one that it knows:
///
/// ```
/// use petasos_messages::{Dialect, DialectProfile};
///
/// static QUIET: DialectProfile = {
///     let mut profile = *Dialect::SNIPS.profile();
///     profile.name = "quiet";
///     profile.toggles_have_reasons = true;
///     profile
/// };
/// assert!(Dialect::new(&QUIET).toggles_have_reasons);
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct DialectProfile {
    /// Its name in configuration files, recordings and messages.
    pub name: &'static str,
    /// One sentence for the schema.
    pub description: &'static str,
    /// How topics and payloads are written.
    pub wire_format: WireFormat,
    /// Which component publishes `hermes/intent/...`.
    pub intents_published_by: IntentPublisher,
    /// Toggles carry a reason, and a component is on while no reason is left to be off. Otherwise the last toggle counts.
    pub toggles_have_reasons: bool,
    /// An empty intent filter matches nothing. Otherwise it does not filter.
    pub empty_filter_matches_nothing: bool,
    /// The NLU answers a filter that names an intent it does not know with an error. Otherwise it ignores the name.
    pub filter_must_be_known: bool,
    /// The intent to filter for where any words will do.
    pub free_text_intent: Option<&'static str>,
    /// `continueSession` may name a slot, which `nlu/partialQuery` then asks for alone.
    pub elicits_slots: bool,
    /// `endSession` may leave the session open under its id (`requestContinue`), and the manager may do so unasked.
    pub sessions_continue_after_end: bool,
    /// How long a skill may take for an answer: a little less than managers of this dialect wait.
    pub skill_deadline: Duration,
    /// The request id with which the TTS plays a text.
    pub speech_request_id: SpeechRequestId,
    /// `tts/sayFinished` names the site.
    pub say_finished_names_site: bool,
    /// `hotword/detected` may name the session that it starts.
    pub hotword_names_session: bool,
    /// Wake word detectors answer `hotword/getHotwords` for all of a site.
    pub hotwords_can_be_listed: bool,
    /// `asr/textCaptured` names the site.
    pub text_captured_names_site: bool,
    /// An ASR that is stopped publishes what it has captured so far.
    pub asr_answers_stop: bool,
    /// The ASR publishes an utterance sentence by sentence.
    pub asr_splits_utterances: bool,
    /// The input of `nlu/intentParsed` is the text after substitution, and the ranges of its slots count in it.
    pub nlu_rewrites_input: bool,
    /// Components insist on a site: an answer to a query that names none names the default site.
    pub site_is_required: bool,
    /// Skills may answer by `tts/say` and never end the session.
    pub skills_answer_by_say: bool,
    /// Satellites register with a core, whose heartbeat they watch (`projectalice/devices/...`).
    pub has_core: bool,
    /// The senders of messages, where they differ from [`Channel::from`](crate::Channel::from): names of topics, each with its
    /// senders in the form of `from`, the most frequent one first.
    pub senders: &'static [(&'static str, &'static str)],
}

/// Which component publishes `hermes/intent/...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntentPublisher {
    /// The NLU, right after `intentParsed` (Rhasspy).
    Nlu,
    /// The dialogue manager (Snips, Alice).
    Manager,
}

/// Where the TTS takes the request id of `playBytes` from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechRequestId {
    /// It is the id of the `say`.
    Say,
    /// It is the id of the session.
    Session,
    /// It is one of the TTS's own.
    Own,
}

impl Dialect {
    /// Rhasspy 2.5, the default.
    pub const RHASSPY: Self = Self(&rhasspy::PROFILE);
    /// Snips.
    pub const SNIPS: Self = Self(&snips::PROFILE);
    /// Project Alice.
    pub const ALICE: Self = Self(&alice::PROFILE);

    /// All that have a name to configure.
    pub const ALL: [Self; 3] = [Self::RHASSPY, Self::SNIPS, Self::ALICE];

    /// A dialect of one's own.
    pub const fn new(profile: &'static DialectProfile) -> Self {
        Self(profile)
    }

    /// Its facts.
    pub const fn profile(self) -> &'static DialectProfile {
        self.0
    }

    /// `rhasspy`, `snips` or `alice`.
    pub const fn as_str(self) -> &'static str {
        self.0.name
    }

    /// Whether the NLU publishes `hermes/intent/...` itself, and not the dialogue manager.
    pub fn nlu_publishes_intents(self) -> bool {
        self.intents_published_by == IntentPublisher::Nlu
    }
}

impl Deref for Dialect {
    type Target = DialectProfile;

    fn deref(&self) -> &DialectProfile {
        self.0
    }
}

impl Default for Dialect {
    fn default() -> Self {
        Self::RHASSPY
    }
}

impl PartialEq for Dialect {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Dialect {}

impl PartialOrd for Dialect {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dialect {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl Hash for Dialect {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Debug for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// A text that names no dialect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a dialect: write rhasspy, snips or alice")]
pub struct UnknownDialect(String);

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(text: &str) -> Result<Self, UnknownDialect> {
        Self::ALL
            .into_iter()
            .find(|dialect| dialect.name == text)
            .ok_or_else(|| UnknownDialect(text.to_owned()))
    }
}

impl Read for Dialect {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        String::read(deserializer)?.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

impl Write for Dialect {
    fn write(&self, format: WireFormat, out: &mut Vec<u8>) {
        self.name.write(format, out);
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Dialect {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Dialect".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = |dialect: Self| {
            serde_json::json!({
                "const": dialect.name, "description": dialect.description, "type": "string",
            })
        };
        schemars::json_schema!({
            "description":
                "Whose Hermes is spoken: it decides how messages are written, and how the dialogue manager behaves.",
            "oneOf": Self::ALL.map(one),
        })
    }
}
