//! Faults that a test can cause.

use std::time::Duration;

use petasos_messages::Component;
use petasos_skill::Skill;

use super::SkillTest;
use super::process::Process;

/// How long to wait for the manager to shut down.
const SHUTDOWN: Duration = Duration::from_secs(2);

impl SkillTest {
    /// Breaks the hotword service, the ASR, the NLU, the TTS or the loudspeaker (audio server) at all sites: it receives everything, does
    /// nothing and reports no error.
    ///
    /// # Panics
    ///
    /// For any other component.
    #[track_caller]
    pub fn break_part(&mut self, component: Component) {
        self.open().installation.set_broken(component, true);
    }

    /// Repairs a broken component.
    ///
    /// # Panics
    ///
    /// As [`break_part`](Self::break_part).
    #[track_caller]
    pub fn mend_part(&mut self, component: Component) {
        self.open().installation.set_broken(component, false);
    }

    /// The skill loses its connection, as by an unplugged cable: the broker publishes its last will.
    pub fn disconnect_skill(&mut self) {
        let running = self.open();
        running.installation.note("the skill loses its connection".to_owned());
        running.skills.iter().for_each(|skill| running.installation.broker.cut(&skill.client_id));
    }

    /// The skill is connected again.
    pub fn reconnect_skill(&mut self) {
        let running = self.open();
        running.installation.note("the skill is connected again".to_owned());
        running.skills.iter().for_each(|skill| running.installation.broker.restore(&skill.client_id));
    }

    /// The skill shuts down, as on SIGTERM.
    pub fn stop_skill(&mut self) {
        let running = self.open();
        running.installation.note("the skill is told to end".to_owned());
        running.skills.iter_mut().for_each(Process::stop);
    }

    /// The skill crashes, and this one is started in its place.
    ///
    /// # Panics
    ///
    /// If there is another one beside it.
    #[track_caller]
    pub fn restart_skill(&mut self, skill: Skill) {
        let skill = self.builder.configured(skill);
        let running = self.open();
        assert!(running.skills.len() == 1, "which of the skills is to crash? This is for tests with one");
        running.installation.note("the skill crashes, and is started again".to_owned());
        running.skills.clear();
        running.skills.push(Process::skill(skill, &running.installation.broker, 1));
        running.ready = false;
    }

    /// The dialogue manager shuts down, which ends all sessions, and is started again.
    pub async fn restart_manager(&mut self) {
        let config = self.builder.manager_config();
        let running = self.ready().await;
        running.installation.note("the manager is told to end, and started again".to_owned());
        running.manager.stop();
        running.run_for(SHUTDOWN).await;
        running.restarts += 1;
        running.manager = Process::manager(config, &running.installation.broker, running.restarts);
        running.ready = false;
    }
}
