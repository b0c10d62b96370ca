//! Rhasspy's sentence templates: what people may say to a house, what it means, and what it is when they say it.

mod convert;
mod generate;
mod grammar;
mod hermes;
mod language;
mod limits;
pub mod meaning;
mod numbers;
mod programs;
mod reading;
mod recognition;
mod settings;
mod value;

pub use convert::Convert;
pub use generate::{Sentence, Sentences};
pub use grammar::{Grammar, GrammarError, Matching, RecogniseError};
pub use hermes::{Nlu, NluOptions};
pub use language::{Language, UnknownLanguage};
pub use limits::Limits;
pub use reading::{Problem, Problems, Templates};
pub use recognition::{Entity, Recognition};
pub use settings::{Casing, Settings};
