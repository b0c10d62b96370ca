//! Rhasspy's sentence templates: recognition of intents in text, and generation of sentences.
//!
//! [`Settings`] read a file of templates; a [`Grammar`] recognises text and generates sentences:
//!
//! ```
//! use petasos_sentences::{Grammar, Limits, Matching, Settings};
//!
//! let templates = Settings::default().read_text("sentences.ini", "[SetLight]\nturn (on | off){state} [the] lamp\n")?;
//! let grammar = Grammar::new(&templates.intents, &Limits::default())?;
//! let found = grammar.recognise("please turn on the lamp", &Matching::default())?.ok_or("not understood")?;
//! assert_eq!(found.intent, "SetLight");
//! assert_eq!(found.entities[0].value, "on");
//! assert_eq!(found.confidence, 0.75);
//! assert_eq!(grammar.count(None), 4);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where to look: [`meaning`] is the resolved form of templates, which everything else works on; `grammar` compiles it to trees
//! of words and searches them; `generate` derives sentences from the same trees.

mod convert;
mod generate;
mod grammar;
mod hermes;
mod language;
mod limits;
pub mod meaning;
mod numbers;
mod programs;
mod python_text;
mod reading;
mod recognition_result;
mod settings;

pub use convert::Convert;
pub use generate::{Sentence, Sentences};
pub use grammar::{Grammar, GrammarError, Matching, RecogniseError};
pub use hermes::{Nlu, NluOptions};
pub use language::{Language, UnknownLanguage};
pub use limits::Limits;
pub use reading::{Problem, Problems, Templates};
pub use recognition_result::{Entity, Recognition};
pub use settings::{Casing, Settings};
