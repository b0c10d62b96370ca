//! The ASR: opening and closing the microphone, and handling captured text.

use petasos_messages::payload::{StartListening, StopListening, Termination, TextCaptured};
use petasos_messages::{Message, SessionId};

use super::context::{SiteContext, primary_language};
use crate::phase_table::Phase;

impl SiteContext<'_> {
    pub(crate) fn text_captured(&mut self, text: &TextCaptured, message: &Message) {
        let now = self.now;
        let Some(session) = self.session() else { return };
        if session.turn.provoked_until.take().is_some_and(|until| now <= until) {
            self.ignore(message, "captured because we stopped the ASR ourselves");
            return;
        }
        session.turn.captured = Some(Box::new(text.into()));
        if session.follow_up && text.text.trim().is_empty() {
            self.close(Termination::Nominal);
        } else if self.is_cancel(&text.text) {
            self.close(Termination::AbortedByUser);
        } else {
            let plans = &self.site.profile().plans;
            let plan = if self.is_unclear(text.likelihood) { plans.unclear } else { plans.captured };
            let Some(session) = self.session() else { return };
            session.follow_up = false;
            session.follow(Phase::Understanding, plan);
            self.advance();
        }
    }

    pub(super) fn listen(&mut self) {
        let timeouts = &self.site.policy.timeouts;
        let sends_by_default = self.site.policy.send_audio_captured;
        let (now, lang) = (self.now, self.lang());
        let Some(session) = self.site.session.as_deref_mut() else {
            return;
        };
        session.phase = Phase::Listening;
        session.until = Some(now + if session.follow_up { timeouts.follow_up } else { timeouts.listening });
        if !self.site.policy.microphone {
            return;
        }
        let mut message = StartListening::new(self.site.id.clone());
        message.session_id = Some(session.id.clone());
        message.start_signal_ms = session.start_signal_ms.take();
        message.lang = lang;
        message.send_audio_captured = session.send_audio_captured.unwrap_or(sends_by_default);
        if !std::mem::replace(&mut session.wakeword_sent, true) {
            message.wakeword_id.clone_from(&session.wakeword_id);
        }
        self.publish(Message::StartListening(Box::new(message)));
    }

    pub(super) fn stop_listening(&mut self, session_id: Option<SessionId>) {
        if self.site.policy.microphone {
            let mut message = StopListening::new(self.site.id.clone());
            message.session_id = session_id;
            self.publish(Message::StopListening(message));
        }
    }

    /// Closes the microphone before anything is spoken, for plans that do not do so themselves.
    pub(super) fn close_microphone(&mut self) {
        if self.site.phase() == Some(Phase::Listening) {
            let session_id = self.session_id();
            self.stop_listening(session_id);
        }
    }

    /// Whether the ASR's confidence is below the configured threshold. NaN is below every threshold.
    fn is_unclear(&self, likelihood: Option<f64>) -> bool {
        let threshold = self.site.policy.min_asr_confidence;
        threshold > 0.0
            && likelihood.filter(|likelihood| likelihood.is_finite()).is_none_or(|sure| sure < threshold)
    }

    /// Whether the whole utterance is a cancel phrase, in the session's language or, if that is unknown, in any.
    fn is_cancel(&self, text: &str) -> bool {
        let words = &self.site.policy.cancel_words;
        if words.is_empty() {
            return false;
        }
        let said = plain(text);
        let lang = self.lang();
        let applies = |key: &str| match &lang {
            None => true,
            Some(lang) => key.is_empty() || key == lang || key == primary_language(lang),
        };
        words
            .iter()
            .filter(|(key, _)| applies(key))
            .any(|(_, words)| words.iter().any(|word| plain(word) == said))
    }
}

/// Lower case, without punctuation, with single spaces.
fn plain(text: &str) -> String {
    let letters = text.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' });
    let lower: String = letters.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn case_punctuation_and_spaces_do_not_matter() {
        assert_eq!(plain("  Never   mind! "), "never mind");
        assert_eq!(plain("OLVÍDALO..."), "olvídalo");
        assert_ne!(plain("please cancel the alarm"), "cancel");
    }
}
