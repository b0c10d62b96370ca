//! An NLU service: answers queries on a broker from Rhasspy's sentence templates, and reads the templates again when they change.
//!
//! A [`Source`] says what the NLU is made of; [`Source::load`] reads it. [`serve`] answers queries with a [`Service`] until it is told
//! to stop. [`random_sentences`] are what may be said.

mod converter_programs;
mod error;
mod file_watch;
mod load_templates;
mod nlu_service;
mod random_sentences;
mod reload;

pub use self::converter_programs::{NamedConverters, programs_in};
pub use self::error::Error;
pub use self::load_templates::{Loaded, Sentences, Source, Summary};
pub use self::nlu_service::{Report, Service, serve};
pub use self::random_sentences::random_sentences;
