//! Everything the doctor can find, with its cause and its cure.

use std::fmt;
use std::str::FromStr;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing; everything works.
    Hint,
    /// Something goes wrong now and then.
    Warning,
    /// Something does not work.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The facts of a diagnosis.
struct Facts {
    name: &'static str,
    severity: Severity,
    cause: &'static str,
    cure: &'static str,
}

/// The table of diagnoses: variant, stable name, severity, cause, cure.
macro_rules! diagnoses {
    ($($variant:ident = $name:literal, $severity:ident, $cause:literal, $cure:literal;)*) => {
        /// What can be wrong with an installation. Names never change, but more may be added.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Diagnosis {
            $(
                #[doc = concat!("`", $name, "`: ", $cause)]
                $variant,
            )*
        }

        impl Diagnosis {
            /// All diagnoses, in the order of the table in docs/doctor.md.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            const fn facts(self) -> Facts {
                match self {
                    $(Self::$variant => Facts {
                        name: $name,
                        severity: Severity::$severity,
                        cause: $cause,
                        cure: $cure,
                    },)*
                }
            }
        }
    };
}

diagnoses! {
    // components that run twice
    TwoManagers = "two-managers", Error,
        "Two dialogue managers start a session for the same wake word or request, so everything is said and heard twice.",
        "Stop all dialogue managers but one, or give each its own sites.";
    TwoNlus = "two-nlus", Error,
        "One NLU query gets two answers.",
        "Stop all NLUs but one. In Rhasspy, satellites must leave intent recognition to the base station.";
    TwoAsrs = "two-asrs", Error,
        "One utterance is transcribed twice.",
        "Stop all ASRs but one, or give each its own sites. In Rhasspy, satellites must leave speech to text to the base station.";
    TwoIntentPublishers = "two-intent-publishers", Error,
        "Both the NLU and the dialogue manager publish the intent, so skills act twice.",
        "Only one of them may: a dialogue manager that runs beside Rhasspy's NLU must use Rhasspy's dialect.";
    TwoSkills = "two-skills", Warning,
        "Two skills answer the same turn of a session.",
        "Find the skills that handle this intent, and disable one of them or give it another intent.";
    IntentOfTwoSkills = "intent-of-two-skills", Warning,
        "Two running skills handle the same intent, so both act on it.",
        "Stop one of them, or give it another intent. petasos intents lists which skill handles what.";
    DoubledMessages = "doubled-messages", Warning,
        "Messages from several components arrive twice, byte for byte.",
        "Look for a bridge between brokers that forwards messages in both directions, or a program that publishes again what it receives.";

    // sessions
    SessionNeverEnds = "session-never-ends", Error,
        "A session was started but never ended, so the site stays busy.",
        "Restart the dialogue manager, and check its log for why it lost the session.";
    SessionWithoutStart = "session-without-start", Hint,
        "A session ended whose start was never seen: messages are being lost.",
        "Listen closer to the broker, or with QoS 1.";
    LateAnswer = "late-answer", Warning,
        "A skill answers a session that has already ended, so nothing is said.",
        "Make the skill answer faster, or allow it more time in the dialogue manager's settings.";
    IntentUnanswered = "intent-unanswered", Warning,
        "An intent was published, but no skill answered it.",
        "Start the skill for this intent. If it is running, it must end the session with endSession, even when it fails.";
    IntentWithoutSkill = "intent-without-skill", Error,
        "An intent was recognized, but no running skill handles it.",
        "Start the skill. If it is gone for good, remove it with petasos intents --forget NAME.";
    LeftOpen = "left-open", Warning,
        "Something speaks during a session but leaves the session open until it times out.",
        "Let the skill answer with endSession instead of tts/say.";
    IntentNotPublished = "intent-not-published", Error,
        "The NLU recognized an intent, but it was never published for the skills.",
        "In Rhasspy the NLU publishes intents, in Snips and Alice the dialogue manager does: set the manager to the matching dialect.";
    NeverUnderstood = "never-understood", Warning,
        "The NLU understands nothing that is said.",
        "Train the NLU again, and check that it has the right language and the sentences that people use.";
    KeepsTimingOut = "keeps-timing-out", Hint,
        "The wake word is detected, but nobody says anything afterwards, again and again.",
        "Lower the sensitivity of the wake word detector, or check whether the microphone works after the wake word.";
    QueueGrows = "queue-grows", Warning,
        "Sessions wait for a site, and new ones arrive faster than they are handled.",
        "Check what keeps the site busy, and send fewer notifications or let fewer sessions be queued.";

    // missing components
    NoWakeWord = "no-wake-word", Hint,
        "No wake word detector answers, and no wake word is detected.",
        "Start a wake word detector on this broker. Satellites that detect the wake word themselves need none.";
    SiteNotServed = "site-not-served", Error,
        "A wake word is detected, but no dialogue manager starts a session.",
        "Start the dialogue manager. If it has a list of sites, add this one, or correct the siteId of the satellite.";
    SilentAsr = "silent-asr", Error,
        "The ASR is asked to listen but never answers.",
        "Check that the ASR is running, serves this site, and receives audio from it.";
    SilentNlu = "silent-nlu", Error,
        "The NLU is asked but never answers.",
        "Check that the NLU is running and has been trained.";
    SilentTts = "silent-tts", Error,
        "The TTS is asked to speak, but neither audio nor an answer arrives.",
        "Check that the TTS is running and serves this site.";
    SilentSpeaker = "silent-speaker", Warning,
        "A site receives audio to play but never reports that it has finished.",
        "Check that the audio player of this site is running. Until it reports back, sessions wait for the full length of each sound.";
    ComponentError = "component-error", Warning,
        "A component reports an error.",
        "Check the log of that component.";

    // sites
    SiteNameNear = "site-name-near", Warning,
        "A siteId at which nothing responds is nearly the same as that of another site.",
        "Correct the siteId where it is misspelt. Upper and lower case matter.";
    SiteMismatch = "site-mismatch", Warning,
        "A message of a session names another site than the session's.",
        "Correct the siteId in the settings of the component that sends it.";
    HeardInTwoRooms = "heard-in-two-rooms", Warning,
        "One wake word is detected at two sites at once, and both start a session.",
        "Put the two sites into one group in the dialogue manager's settings, or make the microphones less sensitive.";

    // audio, wake words and clocks
    MicrophoneHearsSpeech = "microphone-hears-speech", Error,
        "The microphone opens while speech is still playing, so the assistant hears itself.",
        "Use a dialogue manager that waits for playFinished, and make sure that the player sends it when the sound has ended, not before.";
    SpeechWhileListening = "speech-while-listening", Warning,
        "Audio is played while the microphone listens for a command.",
        "Let skills speak with a notification, which waits for its turn, instead of tts/say or playBytes.";
    SayFinishedEarly = "say-finished-early", Warning,
        "The TTS reports that it has finished while its audio is still playing.",
        "Let the TTS wait for playFinished. Rhasspy's remote HTTP TTS does not: use a dialogue manager that waits for the audio itself.";
    WakeWordLeftOff = "wake-word-left-off", Error,
        "The wake word was switched off for a session and never switched on again, so the site does not react.",
        "Restart the dialogue manager, or publish hermes/hotword/toggleOn with this siteId.";
    StreamsUnheard = "streams-unheard", Hint,
        "A satellite streams audio all the time although its wake word is off and nothing listens.",
        "Switch the wake word on again, or stop the satellite's stream to save bandwidth.";
    SoundHasHoles = "sound-has-holes", Warning,
        "The audio stream of a microphone has gaps, so wake words and commands are missed.",
        "Move the satellite closer to the access point, or reduce the load on it.";
    ClocksApart = "clocks-apart", Warning,
        "The clock of a satellite differs from the clock here, so replayed audio starts at the wrong moment.",
        "Synchronize the clocks of the satellite and of this computer with NTP.";
    RecordingHasGaps = "recording-has-gaps", Hint,
        "Messages are missing from the recording, so problems may have been overlooked.",
        "Record again, closer to the broker or to a faster disk.";
    ClockJumps = "clock-jumps", Hint,
        "The clock of the recording computer was changed during the recording.",
        "Synchronize the clock with NTP before recording. Times in log files from before and after the change do not match.";

    // messages
    Retained = "retained", Error,
        "The broker retains a Hermes message, which takes effect again whenever a program connects.",
        "Delete it with petasos pub TOPIC --clear, and publish without the retain flag.";
    Malformed = "malformed", Warning,
        "A message cannot be read, so its receivers ignore it.",
        "Fix the program that sends it.";
    MisspeltTopic = "misspelt-topic", Warning,
        "A topic is nearly one of Hermes, but nothing listens to it.",
        "Correct the topic where it is misspelt. Upper and lower case matter.";
    DialectMix = "dialect-mix", Warning,
        "Components use different dialects of Hermes.",
        "Set the dialogue manager to the dialect of the components around it.";
}

impl Diagnosis {
    /// The stable name, such as `two-managers`.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// How serious it is.
    pub const fn severity(self) -> Severity {
        self.facts().severity
    }

    /// The cause, in a sentence.
    pub const fn cause(self) -> &'static str {
        self.facts().cause
    }

    /// What to do about it.
    pub const fn cure(self) -> &'static str {
        self.facts().cure
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The error for a text that is not the name of a diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a diagnosis; docs/doctor.md lists them")]
pub struct UnknownDiagnosis(String);

impl FromStr for Diagnosis {
    type Err = UnknownDiagnosis;

    fn from_str(text: &str) -> Result<Self, UnknownDiagnosis> {
        Self::ALL
            .iter()
            .copied()
            .find(|diagnosis| diagnosis.name() == text)
            .ok_or_else(|| UnknownDiagnosis(text.to_owned()))
    }
}
