//! The commands for an action, and their outcome.

use crate::confirmation::is_done;
use crate::lamps::{Lamp, Lamps};
use crate::light_command::{LightAction, LightCommand, Unsupported};

/// The commands for an action.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Plan {
    pub(crate) commands: Vec<PlannedCommand>,
    /// Lamps known to be unreachable.
    pub(crate) gone: Vec<Lamp>,
    /// Lamps that do not support the action, with the reason.
    pub(crate) unable: Vec<(Lamp, Unsupported)>,
}

/// A command for one lamp or group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlannedCommand {
    pub(crate) lamp: Lamp,
    pub(crate) set: LightCommand,
    /// The number of the last report before the command. Earlier reports do not answer it.
    pub(crate) since: u64,
}

/// A lamp's answer to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Nothing,
    /// It has reported the requested state.
    Done,
    /// It has reported another state.
    Otherwise,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Outcome {
    /// Lamps that have confirmed the action.
    pub(crate) done: Vec<Lamp>,
    /// Lamps that got the command but never report.
    pub(crate) told: Vec<Lamp>,
    /// Lamps that have not answered, and those known to be unreachable.
    pub(crate) silent: Vec<Lamp>,
    /// Lamps that have reported another state.
    pub(crate) otherwise: Vec<Lamp>,
    /// Lamps that do not support the action, with the reason.
    pub(crate) unable: Vec<(Lamp, Unsupported)>,
}

impl Lamps {
    /// Plans an action for the lamps that are reachable and support it, with as few commands as possible.
    ///
    /// Lamps that do not support it are reported only if none does.
    pub(crate) fn plan(&self, action: LightAction, lamps: Vec<Lamp>, transition: Option<f64>) -> Plan {
        let (gone, there): (Vec<Lamp>, Vec<Lamp>) = lamps.into_iter().partition(|lamp| self.is_gone(lamp));
        let mut unable = Vec::new();
        let mut able = Vec::new();
        for lamp in there {
            match self.command(action, &lamp) {
                Ok(_) => able.push(lamp),
                Err(why) => unable.push((lamp, why)),
            }
        }
        // A step (`step_percent` in config.rs) depends on the brightness of each lamp, so there is no command for a group.
        let lamps = if matches!(action, LightAction::Step(_)) { able } else { self.grouped(able) };
        let planned = |lamp: Lamp| {
            let set = self.command(action, &lamp).ok()?.within(transition);
            Some(PlannedCommand { since: self.now(), set, lamp })
        };
        Plan { commands: lamps.into_iter().filter_map(planned).collect(), gone, unable }
    }

    fn command(&self, action: LightAction, lamp: &Lamp) -> Result<LightCommand, Unsupported> {
        LightCommand::new(action, lamp.abilities, self.report(lamp).map(|report| &report.state))
    }

    /// A lamp's answer to a command so far.
    pub(crate) fn answer(&self, command: &PlannedCommand) -> Answer {
        match self.report(&command.lamp).filter(|report| report.number > command.since) {
            None => Answer::Nothing,
            Some(report) if is_done(&command.set, &report.state) => Answer::Done,
            Some(_) => Answer::Otherwise,
        }
    }

    /// Whether there is nothing left to wait for: every lamp that reports has confirmed, or is unreachable.
    pub(crate) fn is_over(&self, plan: &Plan) -> bool {
        let over = |command: &PlannedCommand| {
            command.lamp.topics.state.is_none()
                || self.answer(command) == Answer::Done
                || self.is_gone(&command.lamp)
        };
        plan.commands.iter().all(over)
    }

    /// The current outcome of a plan.
    pub(crate) fn outcome(&self, plan: Plan) -> Outcome {
        let mut outcome = Outcome { silent: plan.gone, ..Outcome::default() };
        if plan.commands.is_empty() {
            outcome.unable = plan.unable;
        }
        for command in plan.commands {
            let answer = self.answer(&command);
            let lamps = match answer {
                _ if command.lamp.topics.state.is_none() => &mut outcome.told,
                Answer::Done => &mut outcome.done,
                Answer::Nothing => &mut outcome.silent,
                Answer::Otherwise => &mut outcome.otherwise,
            };
            lamps.push(command.lamp);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::colour::Rgb;
    use petasos_skill::program::Config;

    const CYAN: LightAction = LightAction::Colour(Rgb::new(0, 255, 255));

    /// A colour lamp, a plain one and a group of both, all in the kitchen.
    fn kitchen() -> Lamps {
        let mut lamps = Lamps::new(&Config::default());
        let device = |name: &str, features: Value| {
            let light = json!({"type": "light", "features": features});
            json!({"ieee_address": name, "friendly_name": format!("kitchen/{name}"), "definition": {"exposes": [light]}})
        };
        let devices = json!([
            device("shelf", json!([{"name": "color_xy"}, {"name": "brightness"}])),
            device("oven", json!([]))
        ]);
        receive(&mut lamps, "bridge/devices", &devices);
        let members = json!([{"ieee_address": "shelf"}, {"ieee_address": "oven"}]);
        receive(
            &mut lamps,
            "bridge/groups",
            &json!([{"id": 1, "friendly_name": "kitchen/all", "members": members}]),
        );
        lamps
    }

    fn receive(lamps: &mut Lamps, name: &str, message: &Value) {
        lamps.receive(&format!("zigbee2mqtt/{name}"), message.to_string().as_bytes());
    }

    fn topics(plan: &Plan) -> Vec<&str> {
        plan.commands.iter().map(|command| command.lamp.topics.set.as_str()).collect()
    }

    #[test]
    fn a_whole_room_is_one_command_to_its_group() {
        let lamps = kitchen();
        assert_eq!(
            topics(&lamps.plan(LightAction::On, lamps.everything(), None)),
            ["zigbee2mqtt/kitchen/all/set"]
        );
    }

    #[test]
    fn lamps_that_cannot_do_it_are_left_alone_unless_all_cannot() {
        let lamps = kitchen();
        let plan = lamps.plan(CYAN, lamps.everything(), None);
        assert_eq!(topics(&plan), ["zigbee2mqtt/kitchen/shelf/set"]);
        assert_eq!(lamps.outcome(plan).unable, []);
        let plan = lamps.plan(LightAction::White(2700), lamps.everything(), None);
        assert_eq!(lamps.outcome(plan).unable.len(), 2);
    }

    #[test]
    fn a_lamp_that_is_gone_gets_no_command() {
        let mut lamps = kitchen();
        receive(&mut lamps, "kitchen/oven/availability", &json!({"state": "offline"}));
        let plan = lamps.plan(LightAction::On, lamps.everything(), None);
        assert_eq!(topics(&plan), ["zigbee2mqtt/kitchen/shelf/set"]);
        assert_eq!(lamps.outcome(plan).silent.len(), 2, "it, and the one that was told and did not answer");
    }

    #[test]
    fn only_what_is_reported_afterwards_is_an_answer() {
        let mut lamps = kitchen();
        receive(&mut lamps, "kitchen/shelf", &json!({"state": "ON"}));
        let shelf = lamps.everything().remove(0);
        let plan = lamps.plan(LightAction::On, vec![shelf], None);
        assert_eq!(lamps.answer(&plan.commands[0]), Answer::Nothing);
        assert!(!lamps.is_over(&plan));
        receive(&mut lamps, "kitchen/shelf", &json!({"state": "OFF"}));
        assert_eq!(lamps.answer(&plan.commands[0]), Answer::Otherwise);
        assert!(!lamps.is_over(&plan), "there may be another report");
        receive(&mut lamps, "kitchen/shelf", &json!({"state": "ON"}));
        assert!(lamps.is_over(&plan));
        assert_eq!(lamps.outcome(plan).done.len(), 1);
    }

    #[test]
    fn lamps_that_never_report_or_have_gone_are_not_waited_for() {
        let mut lamps = kitchen();
        let described = json!({"schema": "json", "cmd_t": "x/set", "name": "desk"});
        lamps.receive("homeassistant/light/x/config", described.to_string().as_bytes());
        let desk = lamps.everything().into_iter().filter(|lamp| lamp.name == "desk").collect();
        let plan = lamps.plan(LightAction::On, desk, Some(2.0));
        assert!(lamps.is_over(&plan));
        assert_eq!(plan.commands[0].set.transition, Some(2.0));
        assert_eq!(lamps.outcome(plan).told.len(), 1);

        let oven = lamps.everything().into_iter().filter(|lamp| lamp.name == "oven").collect();
        let plan = lamps.plan(LightAction::On, oven, None);
        receive(&mut lamps, "kitchen/oven/availability", &json!("offline"));
        assert!(!lamps.is_over(&plan), "a JSON text is no word");
        lamps.receive("zigbee2mqtt/kitchen/oven/availability", b"offline");
        assert!(lamps.is_over(&plan));
    }

    #[test]
    fn each_lamp_takes_a_step_of_its_own() {
        let mut lamps = kitchen();
        let plan = lamps.plan(LightAction::Step(25), lamps.everything(), None);
        assert_eq!(
            plan.unable.iter().map(|(_, why)| *why).collect::<Vec<_>>(),
            [Unsupported::Unknown, Unsupported::Dimming]
        );
        receive(&mut lamps, "kitchen/shelf", &json!({"state": "ON", "brightness": 127}));
        let plan = lamps.plan(LightAction::Step(25), lamps.everything(), None);
        assert_eq!(plan.commands[0].set.brightness, Some(191));
    }
}
