//! Everything that can be found, with its cause and its cure.

use std::fmt;
use std::str::FromStr;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing. The house works.
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

/// Everything that is known about a diagnosis.
struct Facts {
    name: &'static str,
    severity: Severity,
    cause: &'static str,
    cure: &'static str,
}

/// The list: a variant each, its name for programs, how bad it is, what causes it, what cures it.
macro_rules! diagnoses {
    ($($variant:ident = $name:literal, $severity:ident, $cause:literal, $cure:literal;)*) => {
        /// What can be wrong with a house. Names stay as they are; new ones may come.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Diagnosis {
            $(
                #[doc = concat!("`", $name, "`: ", $cause)]
                $variant,
            )*
        }

        impl Diagnosis {
            /// All of them.
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
    // two of a kind
    TwoManagers = "two-managers", Error,
        "Two dialogue managers start a session for the same cause, so everything is said and heard twice.",
        "Stop all dialogue managers but one, or give each its own sites.";
    TwoNlus = "two-nlus", Error,
        "One question to the NLU gets two answers.",
        "Stop all NLUs but one. In Rhasspy, satellites must leave intent recognition to the base.";
    TwoAsrs = "two-asrs", Error,
        "One command is written down twice.",
        "Stop all ASRs but one, or give each its own sites. In Rhasspy, satellites must leave speech to text to the base.";
    TwoIntentPublishers = "two-intent-publishers", Error,
        "NLU and dialogue manager both publish the intent, so skills act twice.",
        "Let one of them do it: a dialogue manager beside Rhasspy's NLU must speak Rhasspy's dialect.";
    TwoSkills = "two-skills", Warning,
        "Two skills answer the same turn of a session.",
        "Find the skills that take this intent, and switch one off or give it another intent.";
    IntentOfTwoSkills = "intent-of-two-skills", Warning,
        "Two skills that are running handle the same intent, so both act on it.",
        "Stop one of them, or give it another intent. petasos intents lists who handles what.";
    DoubledMessages = "doubled-messages", Warning,
        "Messages of several parts come twice, byte for byte.",
        "Look for a bridge between brokers that carries messages both ways, or a program that repeats what it hears.";

    // conversations
    SessionNeverEnds = "session-never-ends", Error,
        "A session was started and is never ended, so the site stays busy.",
        "Restart the dialogue manager, and look in its log for why it forgot the session.";
    SessionWithoutStart = "session-without-start", Hint,
        "A session ends whose start was never seen: messages get lost on the way here.",
        "Listen nearer to the broker, or with QoS 1.";
    LateAnswer = "late-answer", Warning,
        "A skill answers a session that has ended, so nothing is said.",
        "Make the skill answer sooner, or give it more time in the dialogue manager's settings.";
    IntentUnanswered = "intent-unanswered", Warning,
        "An intent was published, and no skill answered it.",
        "Start the skill for this intent. If it runs, it must end the session with endSession, also when it fails.";
    IntentWithoutSkill = "intent-without-skill", Error,
        "An intent is heard whose skills are all gone.",
        "Start the skill. If it will not come back, forget it with petasos intents --forget NAME.";
    LeftOpen = "left-open", Warning,
        "Something speaks within a session but leaves it open until it times out.",
        "Make the skill say its answer with endSession instead of tts/say.";
    IntentNotPublished = "intent-not-published", Error,
        "The NLU understood, but nobody publishes the intent for the skills.",
        "In Rhasspy the NLU publishes intents, in Snips and Alice the manager does: give the manager the dialect that fits.";
    NeverUnderstood = "never-understood", Warning,
        "The NLU understands nothing that is said.",
        "Train the NLU again, and see whether it has the language and the sentences that people use.";
    KeepsTimingOut = "keeps-timing-out", Hint,
        "The wake word is heard, and then nobody says anything, again and again.",
        "Lower the sensitivity of the wake word detector, or look whether the microphone works after the wake word.";
    QueueGrows = "queue-grows", Warning,
        "Sessions wait for a site, and more come than are dealt with.",
        "Look what keeps the site busy, and send fewer notifications or let some not be queued.";

    // who is there
    NoWakeWord = "no-wake-word", Hint,
        "No wake word detector answers, and no wake word is heard.",
        "Start a wake word detector for this broker. Satellites that hear the wake word themselves need none.";
    SiteNotServed = "site-not-served", Error,
        "A wake word is heard, and no dialogue manager starts a session.",
        "Start the dialogue manager. If it has a list of sites, add this one, or correct the siteId of the satellite.";
    SilentAsr = "silent-asr", Error,
        "The ASR is asked to listen and never answers.",
        "See whether the ASR runs, serves this site, and gets sound from it.";
    SilentNlu = "silent-nlu", Error,
        "The NLU is asked and never answers.",
        "See whether the NLU runs and was trained.";
    SilentTts = "silent-tts", Error,
        "The TTS is asked to speak, and neither sound nor an answer comes.",
        "See whether the TTS runs and serves this site.";
    SilentSpeaker = "silent-speaker", Warning,
        "A site gets sound to play and never says that it was played.",
        "See whether the audio player of this site runs. Until it answers, everybody has to wait for the length of each sound.";
    ComponentError = "component-error", Warning,
        "A component reports an error.",
        "Look in the log of this component.";

    // sites
    SiteNameNear = "site-name-near", Warning,
        "A siteId that nobody answers to is nearly that of another site.",
        "Correct the siteId where it is misspelt. Capital letters count.";
    SiteMismatch = "site-mismatch", Warning,
        "A message of a session names another site than the session.",
        "Correct the siteId in the settings of who sends it.";
    HeardInTwoRooms = "heard-in-two-rooms", Warning,
        "One wake word is heard at two sites at once, and both start a session.",
        "Put the two sites into one group in the dialogue manager's settings, or make the microphones less sensitive.";

    // microphones, loudspeakers, wake words
    MicrophoneHearsSpeech = "microphone-hears-speech", Error,
        "The microphone opens while the house still speaks, so it hears itself.",
        "Use a manager that waits for playFinished, and see that the player sends it when the sound is over, not before.";
    SpeechWhileListening = "speech-while-listening", Warning,
        "Something is played where the microphone listens to a command.",
        "Let skills speak with a notification, which waits, instead of tts/say or playBytes.";
    SayFinishedEarly = "say-finished-early", Warning,
        "The TTS says that it has finished while its sound still plays.",
        "Let the TTS wait for playFinished. Rhasspy's remote HTTP TTS does not: use a manager that waits for the sound itself.";
    WakeWordLeftOff = "wake-word-left-off", Error,
        "The wake word was switched off for a session and not on again, so the site is deaf.",
        "Restart the dialogue manager, or publish hermes/hotword/toggleOn with this siteId.";
    StreamsUnheard = "streams-unheard", Hint,
        "A satellite sends its sound all the time though the wake word is off and nobody listens.",
        "Switch the wake word on again, or stop the satellite's stream to spare the network.";
    SoundHasHoles = "sound-has-holes", Warning,
        "The sound of a microphone comes with holes, so wake words and commands are not understood.",
        "Bring the satellite nearer to the access point, or take load off it.";
    ClocksApart = "clocks-apart", Warning,
        "A satellite's clock is not that of the house, so replayed sound comes from the wrong moment.",
        "Set the clocks by NTP on the satellite and here.";
    RecordingHasGaps = "recording-has-gaps", Hint,
        "Messages are missing in the recording, so something may have been overlooked.",
        "Record again, nearer to the broker or on a faster disk.";
    ClockJumps = "clock-jumps", Hint,
        "The wall clock of whoever recorded was set while it recorded.",
        "Set the clock by NTP before recording. Times in log files do not fit before and after the jump.";

    // messages
    Retained = "retained", Error,
        "The broker keeps a message of Hermes, which happens again whenever somebody connects.",
        "Delete it with petasos pub TOPIC --clear, and publish without retain.";
    Malformed = "malformed", Warning,
        "A message cannot be read, so whoever should hear it does nothing.",
        "Correct the program that sends it.";
    MisspeltTopic = "misspelt-topic", Warning,
        "A topic is nearly one of Hermes, but nobody listens to it.",
        "Correct the topic where it is misspelt. Capital letters count.";
    DialectMix = "dialect-mix", Warning,
        "Parts speak different dialects of Hermes.",
        "Give the dialogue manager the dialect of the parts around it.";
}

impl Diagnosis {
    /// Its name for programs, such as `two-managers`. It never changes.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// How bad it is.
    pub const fn severity(self) -> Severity {
        self.facts().severity
    }

    /// What is behind it, in a sentence.
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

/// A text that names no diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no diagnosis; they are listed in docs/doctor.md")]
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
