//! Training of ASR and NLU, and how words are pronounced (Rhasspy).

use crate::entries::Entries;
use crate::fields::{fields, written};
use crate::{SessionId, SiteId};

fields! {
    /// `rhasspy/asr/{siteId}/train` and `rhasspy/nlu/{siteId}/train`: learn these sentences.
    #[derive(Eq, Default)]
    pub struct Train {
        /// Where; from the topic.
        pub site_id: Option<SiteId>,
        /// The file that the sentences were compiled to.
        pub graph_path: String = "graphPath",
        /// Echoed in `trainSuccess`.
        pub id: Option<String> = "id",
        /// How the file is written.
        pub graph_format: Option<String> = "graphFormat",
        /// The sentence templates: file name and text.
        pub sentences: Option<Entries<String>> = "sentences",
        /// The slot lists: name and values.
        pub slots: Option<Entries<Vec<String>>> = "slots",
    }
}

written! { Train {
    _ => {
        "graphPath": graph_path, "id": id, "graphFormat": graph_format, "sentences": sentences, "slots": slots
    }
} }

fields! {
    /// `rhasspy/asr/{siteId}/trainSuccess` and `rhasspy/nlu/{siteId}/trainSuccess`.
    #[derive(Eq, Default)]
    pub struct TrainSuccess {
        /// Where; from the topic.
        pub site_id: Option<SiteId>,
        /// Echoed from `train`.
        pub id: Option<String> = "id",
    }
}

written! { TrainSuccess {
    _ => { "id": id }
} }

fields! {
    /// `rhasspy/train/getIntentGraph`: what were the sentences compiled to?
    #[derive(Eq, Default)]
    pub struct GetIntentGraph {
        /// The request id of the answer.
        pub id: String = "id",
        /// Where.
        pub site_id: Option<SiteId> = "siteId",
    }
}

written! { GetIntentGraph {
    _ => { "id": id, "siteId": site_id }
} }

fields! {
    /// `rhasspy/g2p/pronounce`: how are these words pronounced?
    #[derive(Eq)]
    pub struct Pronounce {
        /// The words.
        pub words: Vec<String> = "words",
        /// Echoed in the answer.
        pub id: Option<String> = "id",
        /// Where.
        pub site_id: Option<SiteId> = "siteId",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// How many guesses for a word that is not known.
        pub num_guesses: u64 = "numGuesses" else 5,
    }
}

written! { Pronounce {
    _ => { "words": words, "id": id, "siteId": site_id, "sessionId": session_id, "numGuesses": num_guesses }
} }

impl Pronounce {
    /// Five guesses for each word, as Rhasspy asks for.
    pub fn new(words: Vec<String>) -> Self {
        Self { words, id: None, site_id: None, session_id: None, num_guesses: 5 }
    }
}

fields! {
    /// `rhasspy/g2p/phonemes`: the answer to `pronounce`.
    #[derive(Eq, Default)]
    pub struct Phonemes {
        /// Each word, and the ways to say it.
        pub word_phonemes: Entries<Vec<Pronunciation>> = "wordPhonemes",
        /// Echoed from the question.
        pub id: Option<String> = "id",
        /// Where.
        pub site_id: Option<SiteId> = "siteId",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { Phonemes {
    _ => { "wordPhonemes": word_phonemes, "id": id, "siteId": site_id, "sessionId": session_id }
} }

fields! {
    /// A way to say a word.
    #[derive(Eq, Default)]
    pub struct Pronunciation {
        /// Its sounds.
        pub phonemes: Vec<String> = "phonemes",
        /// Whether it was guessed.
        pub guessed: Option<bool> = "guessed",
    }
}

written! { Pronunciation {
    _ => { "phonemes": phonemes, "guessed": guessed }
} }
