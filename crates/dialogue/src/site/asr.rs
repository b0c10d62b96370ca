//! What the ASR heard, and what becomes of it.

use petasos_messages::Message;
use petasos_messages::payload::{Termination, TextCaptured};

use super::context::{SiteContext, primary_language};
use crate::phase_table::Input;
use crate::phase_table::Phase;

impl SiteContext<'_> {
    /// The user has spoken.
    pub(crate) fn text_captured(&mut self, text: &TextCaptured, message: &Message) {
        if !self.admits(Input::TextCaptured, message) {
            // If we had stopped the ASR, this was its answer to that: what comes next is the user's.
            if let Some(session) = self.session() {
                session.turn.provoked_until = None;
            }
            return;
        }
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

    /// Whether the ASR was less sure than the owner wants it to be. What is no number is below every threshold.
    fn is_unclear(&self, likelihood: Option<f64>) -> bool {
        let threshold = self.site.policy.min_asr_confidence;
        threshold > 0.0
            && likelihood.filter(|likelihood| likelihood.is_finite()).is_none_or(|sure| sure < threshold)
    }

    /// Whether the whole utterance means "leave it". Without a known language, in any language.
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

/// Lower case, without punctuation, single spaces.
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
