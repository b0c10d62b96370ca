//! One module per command.

pub(crate) mod ask_command;
pub(crate) mod check_command;
pub(crate) mod completions_command;
pub(crate) mod configure_command;
pub(crate) mod demo_command;
pub(crate) mod doctor_command;
pub(crate) mod end_command;
pub(crate) mod hear_command;
pub(crate) mod import_command;
pub(crate) mod intents_command;
pub(crate) mod list_command;
pub(crate) mod nlu_command;
pub(crate) mod notify_command;
mod progress_line;
pub(crate) mod publish_command;
pub(crate) mod record_command;
pub(crate) mod redact_command;
pub(crate) mod replay_command;
mod replay_report;
pub(crate) mod say_command;
pub(crate) mod subscribe_command;
pub(crate) mod topics_command;
pub(crate) mod wake_command;
pub(crate) mod watch_command;
