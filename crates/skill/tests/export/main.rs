//! The sentences of derived intents, as they are written for each NLU.

mod skill;
mod written;
