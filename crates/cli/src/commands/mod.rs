//! One module for each command.

pub(crate) mod ask;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod configure;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod end;
pub(crate) mod hear;
pub(crate) mod import;
pub(crate) mod intents;
pub(crate) mod list;
pub(crate) mod nlu;
pub(crate) mod notify;
mod progress_line;
pub(crate) mod publish;
pub(crate) mod record;
pub(crate) mod redact;
pub(crate) mod replay;
pub(crate) mod say;
pub(crate) mod subscribe;
pub(crate) mod topics;
pub(crate) mod wake;
pub(crate) mod watch;
