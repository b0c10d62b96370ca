//! Errors of the NLU service.

use std::io;
use std::path::PathBuf;

use petasos_bus::{SettingsError, SubscribeError};
use petasos_sentences::{GrammarError, Problems};

/// Why the NLU cannot start or continue.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The templates have mistakes.
    #[error(transparent)]
    Templates(#[from] Problems),
    /// The templates cannot be compiled.
    #[error(transparent)]
    Grammar(#[from] GrammarError),
    /// The folder of converters cannot be read.
    #[error("cannot read the folder of converters {}", folder.display())]
    Converters {
        /// The folder.
        folder: PathBuf,
        /// The cause.
        #[source]
        error: io::Error,
    },
    /// The settings of the connection are invalid.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A topic filter is not valid.
    #[error(transparent)]
    Subscribe(#[from] SubscribeError),
    /// Reading the templates panicked.
    #[error("reading the templates panicked")]
    LoadPanicked,
    /// Answering a query panicked.
    #[error("the NLU panicked")]
    AnswerPanicked,
}
