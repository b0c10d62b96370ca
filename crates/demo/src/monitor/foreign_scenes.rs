//! What happens at sites whose parts somebody else plays, as far as messages tell.

use petasos_messages::{Message, SiteId};
use petasos_simulator::sites::SiteEvent;

use crate::components::Part;

/// What a message says about a part at a site, if somebody else plays that part. Our own parts report more by themselves.
pub(crate) fn scene(
    message: &Message,
    is_ours: impl Fn(&SiteId, Part) -> bool,
) -> Option<(SiteId, SiteEvent)> {
    let (part, site, scene) = match message {
        Message::StartListening(start) => (Part::Asr, Some(start.site_id.clone()), SiteEvent::Listening),
        Message::TextCaptured(captured) => {
            (Part::Asr, captured.site_id.clone(), SiteEvent::Heard(captured.text.clone()))
        }
        Message::Say(say) => (Part::Speaker, say.site_id.clone(), SiteEvent::Speaking(say.text.clone())),
        Message::SayFinished(finished) => {
            (Part::Speaker, finished.site_id.clone(), SiteEvent::FinishedSpeaking)
        }
        _ => return None,
    };
    let site = site.unwrap_or_default();
    (!is_ours(&site, part)).then_some((site, scene))
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::payload::{Say, StartListening};

    #[test]
    fn only_what_others_play_is_overheard() {
        let site = SiteId::new("attic").unwrap();
        let listening = Message::StartListening(Box::new(StartListening::new(site.clone())));
        assert_eq!(scene(&listening, |_, _| false), Some((site.clone(), SiteEvent::Listening)));
        assert_eq!(scene(&listening, |_, _| true), None);
        let mut say = Say::new("hello");
        say.site_id = Some(site.clone());
        let say = Message::Say(Box::new(say));
        assert_eq!(
            scene(&say, |_, part| part != Part::Speaker),
            Some((site, SiteEvent::Speaking("hello".to_owned())))
        );
        assert_eq!(scene(&say, |_, part| part == Part::Speaker), None);
    }
}
