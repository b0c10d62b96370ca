//! Switches are said again in case they were lost. What says nothing new is not compared.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::Message;
use petasos_messages::payload::Toggle;

/// A switch that is said again within this time is no re-assertion, but said twice.
const SOON: Duration = Duration::from_secs(5);

/// Notes how switches stand, and tells what only says it again.
#[derive(Debug, Default)]
pub(super) struct Reassertions {
    said: BTreeMap<(&'static str, String, String), (bool, Duration)>,
}

impl Reassertions {
    /// Whether this message, said at this time, only says again how a switch stands.
    pub(super) fn is_one(&mut self, at: Duration, message: Option<&Message>) -> bool {
        let (part, toggle, on) = match message {
            Some(Message::HotwordToggleOn(toggle)) => ("hotword", toggle, true),
            Some(Message::HotwordToggleOff(toggle)) => ("hotword", toggle, false),
            Some(Message::AsrToggleOn(toggle)) => ("asr", toggle, true),
            Some(Message::AsrToggleOff(toggle)) => ("asr", toggle, false),
            _ => return false,
        };
        let Toggle { site_id, reason, .. } = toggle;
        let site = site_id.as_ref().map(ToString::to_string).unwrap_or_default();
        let reason = reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default();
        // Whatever has reasons to be off is on as long as nobody gave one.
        let on_from_the_start = on && toggle.reason.is_some();
        match self.said.insert((part, site, reason), (on, at)) {
            Some((was_on, when)) => was_on == on && at.saturating_sub(when) >= SOON,
            None => on_from_the_start,
        }
    }
}
