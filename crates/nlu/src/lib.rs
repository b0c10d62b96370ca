//! An NLU service: answers queries on a broker from Rhasspy's sentence templates, and reloads the templates when they change.
//!
//! A [`Source`] names the templates and options; [`Source::load`] reads them. [`serve`] answers queries for a [`Service`] until it
//! is told to stop. [`random_sentences`] generates sentences that are recognised.

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
