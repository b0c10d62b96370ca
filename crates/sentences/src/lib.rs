//! Rhasspy's sentence templates: what people may say to a house, what it means, and what it is when they say it.

mod convert;
mod generate;
mod grammar;
mod limits;
pub mod meaning;
mod recognition;
mod value;

pub use convert::Convert;
pub use generate::{Sentence, Sentences};
pub use grammar::{Grammar, GrammarError, Matching, RecogniseError};
pub use limits::Limits;
pub use recognition::{Entity, Recognition};
