//! What goes wrong in houses.

use std::time::Duration;

use petasos_skill::Skill;

use super::tenant::Tenant;
use super::{Part, SkillTest};

/// So long a manager may take to take leave.
const LEAVE: Duration = Duration::from_secs(2);

impl SkillTest {
    /// A part of the house breaks: it hears everything, and does nothing.
    pub fn break_part(&mut self, part: Part) {
        self.open().house.set_broken(part, true);
    }

    /// A part works again.
    pub fn mend_part(&mut self, part: Part) {
        self.open().house.set_broken(part, false);
    }

    /// The skill loses its connection, as by an unplugged cable: the broker publishes its will.
    pub fn disconnect_skill(&mut self) {
        let inside = self.open();
        inside.house.note("the skill loses its connection".to_owned());
        inside.skills.iter().for_each(|skill| inside.house.broker.cut(&skill.client_id));
    }

    /// The skill has its connection again.
    pub fn reconnect_skill(&mut self) {
        let inside = self.open();
        inside.house.note("the skill is connected again".to_owned());
        inside.skills.iter().for_each(|skill| inside.house.broker.restore(&skill.client_id));
    }

    /// The skill takes leave, as it does when its process is told to end.
    pub fn stop_skill(&mut self) {
        let inside = self.open();
        inside.house.note("the skill is told to end".to_owned());
        inside.skills.iter_mut().for_each(Tenant::stop);
    }

    /// The skill crashes, and this one is started in its place.
    ///
    /// # Panics
    ///
    /// If there is another one beside it.
    #[track_caller]
    pub fn restart_skill(&mut self, skill: Skill) {
        let skill = self.plan.at_home(skill);
        let inside = self.open();
        assert!(inside.skills.len() == 1, "which of the skills is to crash? This is for tests with one");
        inside.house.note("the skill crashes, and is started again".to_owned());
        inside.skills.clear();
        inside.skills.push(Tenant::skill(skill, &inside.house.broker, 1));
        inside.ready = false;
    }

    /// The dialogue manager is told to end, which ends all conversations, and is started again.
    pub async fn restart_manager(&mut self) {
        let config = self.plan.manager_config();
        let inside = self.ready().await;
        inside.house.note("the manager is told to end, and started again".to_owned());
        inside.manager.stop();
        inside.house.live_for(LEAVE).await;
        inside.managers += 1;
        inside.manager = Tenant::manager(config, &inside.house.broker, inside.managers);
        inside.ready = false;
    }
}
