//! Executes the steps of a session's plan.

use super::context::SiteContext;
use crate::plan::Step;

impl SiteContext<'_> {
    /// Executes steps until one has to wait for silence or for a message.
    pub(crate) fn advance(&mut self) {
        while let Some(step) = self.next_step() {
            self.perform(step);
        }
    }

    fn next_step(&mut self) -> Option<Step> {
        let (step, rest) = self.site.session.as_ref()?.plan.split_first()?;
        if self.site.playback.is_some() && self.needs_silence(*step) {
            return None;
        }
        self.session()?.plan = rest;
        Some(*step)
    }

    fn needs_silence(&self, step: Step) -> bool {
        match step {
            Step::Silence => true,
            // A user who types may answer while we are still speaking.
            Step::Listen => self.site.policy.microphone,
            Step::Say => self.site.session.as_ref().is_some_and(|session| session.speech.is_some()),
            Step::Play(sound) => self.plays(sound),
            _ => false,
        }
    }

    fn perform(&mut self, step: Step) {
        match step {
            Step::StopListening => {
                let session_id = self.session_id();
                self.stop_listening(session_id);
            }
            Step::Mute => self.mute(),
            Step::Unmute => self.unmute(None),
            Step::Queue => self.queue_in_passing(),
            Step::Announce => self.announce(),
            Step::Play(sound) => self.play(sound),
            Step::Say => self.say(),
            Step::Silence => {}
            Step::Listen => self.listen(),
            Step::Query => self.query(),
            Step::DenyForNlu => self.deny_for_nlu(),
            Step::NotUnderstood => self.not_understood(),
            Step::InformSkill => self.inform_skill(),
            Step::Close => {
                if let Some(termination) = self.session().map(|session| session.termination.clone()) {
                    self.close(termination);
                }
            }
        }
    }
}
