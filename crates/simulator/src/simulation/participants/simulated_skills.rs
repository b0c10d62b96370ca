//! The skills: how they answer, and what they do unasked.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_messages::payload::{
    Action, Configure, ConfigureIntent, ContinueSession, DialogueIntentNotRecognized, EndSession, Intent,
    Presence, Say, SessionInit, SkillIntent, SkillStatus, SkillWorking, StartSession, Toggle,
};
use petasos_messages::{Dialect, IntentName, Level, Message, SessionId, SiteId};

use crate::simulation::world::{Publisher, ScheduledEvent, World};

/// How many sessions of each kind are remembered.
const REMEMBERED: usize = 8;

/// The skills, and the sessions they know of.
#[derive(Debug, Default)]
pub(crate) struct SimulatedSkills {
    running: VecDeque<SessionId>,
    ended: VecDeque<SessionId>,
    presence: SkillPresence,
}

/// The presence of the skill that announces itself.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum SkillPresence {
    /// It announces nothing.
    #[default]
    Unannounced,
    Online,
    Offline,
}

/// The intents that the skill announces.
const INTENTS: [&str; 3] = ["GetTime", "ChangeLight", "PlayMusic"];

impl SimulatedSkills {
    /// A session that is active, or was until recently.
    pub(super) fn running_session(&self) -> Option<&SessionId> {
        self.running.back()
    }

    /// A session that has ended.
    pub(super) fn ended_session(&self) -> Option<&SessionId> {
        self.ended.front()
    }

    pub(super) fn started(&mut self, session: &SessionId) {
        remember(&mut self.running, session);
    }

    pub(super) fn ended(&mut self, session: &SessionId) {
        self.running.retain(|running| running != session);
        remember(&mut self.ended, session);
    }

    /// An intent arrives.
    pub(super) fn intent(&self, world: &mut World, intent: &Intent) {
        let Some(session) = &intent.session_id else {
            return;
        };
        if self.presence != SkillPresence::Offline {
            answer(world, Publisher::Skill, session, intent.site_id.as_ref());
        }
        if world.behaviour.two_skills && world.random.percent(20) {
            answer(world, Publisher::OtherSkill, session, intent.site_id.as_ref());
        }
    }

    /// The NLU did not recognize an intent, and the skill asked to be told.
    pub(super) fn not_recognized(&self, world: &mut World, message: &DialogueIntentNotRecognized) {
        if self.presence != SkillPresence::Offline {
            answer(world, Publisher::Skill, &message.session_id, Some(&message.site_id));
        }
    }

    /// The skill goes online and announces itself, or goes offline and the broker publishes its last will.
    pub(super) fn toggle_presence(&mut self, world: &mut World) {
        if !world.traffic {
            return;
        }
        let (presence, state) = match self.presence {
            SkillPresence::Online => (SkillPresence::Offline, Presence::Offline),
            SkillPresence::Offline | SkillPresence::Unannounced => (SkillPresence::Online, Presence::Online),
        };
        self.presence = presence;
        if let Ok(name) = Level::new("house") {
            let mut status = SkillStatus::new(name, state);
            status.not_recognized = world.behaviour.handles_not_recognized;
            status.intents = INTENTS
                .iter()
                .filter_map(|name| Some(SkillIntent::new(IntentName::new(name).ok()?)))
                .collect();
            let status = Message::SkillStatus(Box::new(status));
            world.publish(Duration::ZERO, Publisher::Skill, status);
        }
        let after = world.random.millis(1_000, 30_000);
        world.schedule(after, ScheduledEvent::SkillPresence);
    }
}

/// A skill announces how long it needs, and says something outside the session meanwhile.
fn announce_work(world: &mut World, session: &SessionId, site: Option<&SiteId>) -> Duration {
    let needed = world.random.millis(2_000, 30_000);
    if let Ok(name) = Level::new("house") {
        let ms = u64::try_from(needed.as_millis()).unwrap_or(u64::MAX);
        let working = SkillWorking::new(name, session.clone(), site.cloned(), ms);
        world.publish(Duration::ZERO, Publisher::Skill, Message::SkillWorking(working));
    }
    let mut filler = Say::new("one moment");
    filler.site_id = site.cloned();
    filler.id = Some(world.unique_request_id("filler"));
    let after = world.random.millis(10, 3_000);
    world.publish(after, Publisher::Skill, Message::Say(Box::new(filler)));
    needed
}

fn remember(sessions: &mut VecDeque<SessionId>, session: &SessionId) {
    sessions.push_back(session.clone());
    if sessions.len() > REMEMBERED {
        sessions.pop_front();
    }
}

/// After a while a skill ends the session, asks back, or does not answer.
fn answer(world: &mut World, from: Publisher, session: &SessionId, site: Option<&SiteId>) {
    let is_slow = world.behaviour.slow_skills && world.random.percent(15);
    let after = if is_slow { announce_work(world, session, site) } else { world.random.millis(10, 700) };
    let dialect = site.and_then(|site| world.site(site)).map_or(Dialect::default(), |site| site.dialect);
    if world.behaviour.forgetful && world.random.percent(3) {
        return;
    }
    if world.behaviour.answers_by_say && dialect.skills_answer_by_say && world.random.percent(15) {
        let mut say = Say::new(world.unique("said by a handler"));
        say.site_id = site.cloned();
        say.session_id = Some(session.clone());
        say.id = Some(world.unique_request_id("handler"));
        world.respond(from, after, Message::Say(Box::new(say)));
        return;
    }
    if world.random.percent(25) {
        let more = ask_back(world, session, dialect);
        world.respond(from, after, Message::ContinueSession(more));
        return;
    }
    let mut end = EndSession::new(session.clone());
    end.text = world.random.percent(75).then(|| unique_text(world, "The answer is"));
    end.request_continue = dialect.sessions_continue_after_end && world.random.percent(10);
    world.respond(from, after, Message::EndSession(end));
}

fn ask_back(world: &mut World, session: &SessionId, dialect: Dialect) -> ContinueSession {
    let mut more = ContinueSession::new(session.clone());
    more.text = world.random.percent(85).then(|| unique_text(world, "Are you sure about") + "?");
    more.intent_filter = match world.random.below(4) {
        0 => IntentName::new("Confirm").ok().map(|name| vec![name]),
        1 => Some(Vec::new()),
        2 => IntentName::new("UserRandomAnswer").ok().map(|name| vec![name]),
        _ => None,
    };
    let one_intent = more.intent_filter.as_ref().is_some_and(|filter| filter.len() == 1);
    if dialect.elicits_slots && one_intent && world.random.percent(50) {
        more.slot = Some("color".to_owned());
    }
    more.custom_data = world.random.percent(50).then(|| world.unique("data"));
    more.send_intent_not_recognized = world.random.percent(30);
    more
}

/// A text that was not used before, at random a long one.
fn unique_text(world: &mut World, begin: &str) -> String {
    let filler = world.random.pick([
        "",
        "",
        " and so on",
        " and a rather long explanation of everything there is to it",
    ]);
    format!("{begin} {}{filler}", world.unique("number"))
}

/// A skill acts unasked, and schedules the next such action.
pub(super) fn act(world: &mut World) {
    if !world.traffic {
        return;
    }
    let pause = world.random.millis(1_000, 9_000);
    world.schedule(pause, ScheduledEvent::SkillInitiative);
    let site = world.random_site().id;
    let behaviour = world.behaviour;
    let message = match world.random.below(10) {
        0..=2 if behaviour.notifications => notification(world, site),
        3..=5 if behaviour.actions => action(world, site),
        6 if behaviour.configure => configure(world, site),
        7 if behaviour.sound_toggles && world.random.percent(50) => {
            Message::SoundFeedbackToggleOff(Toggle::at(site))
        }
        7 if behaviour.sound_toggles => Message::SoundFeedbackToggleOn(Toggle::at(site)),
        8 if behaviour.manager_toggles && world.random.percent(30) => {
            let after = world.random.millis(500, 8_000);
            world.publish(after, Publisher::Skill, Message::DialogueToggleOn);
            Message::DialogueToggleOff
        }
        9 => Message::DialogueVersionRequest,
        _ => return,
    };
    world.publish(Duration::ZERO, Publisher::Skill, message);
}

fn notification(world: &mut World, site: SiteId) -> Message {
    let mut start = StartSession::new(SessionInit::Notification { text: unique_text(world, "Please note") });
    start.site_id = Some(site);
    start.custom_data = world.random.percent(50).then(|| world.unique("data"));
    Message::StartSession(start)
}

fn action(world: &mut World, site: SiteId) -> Message {
    let mut action = Action::new();
    action.text = world.random.percent(80).then(|| unique_text(world, "Shall I close") + "?");
    action.can_be_enqueued = !(world.behaviour.urgent && world.random.percent(30));
    action.send_intent_not_recognized = world.random.percent(30);
    action.intent_filter =
        world.random.percent(30).then(|| IntentName::new("Confirm").ok().map(|name| vec![name])).flatten();
    let mut start = StartSession::new(SessionInit::Action(action));
    start.site_id = Some(site);
    start.custom_data = world.random.percent(50).then(|| world.unique("data"));
    Message::StartSession(start)
}

fn configure(world: &mut World, site: SiteId) -> Message {
    let enable = world.random.percent(60);
    let name = world.random.pick(["GetTime", "ChangeLight", "PlayMusic"]);
    let intents = IntentName::new(name).ok().map(|name| ConfigureIntent::new(name, enable));
    let mut configure = Configure::new(intents.into_iter().collect());
    configure.site_id = world.random.percent(70).then_some(site);
    Message::Configure(configure)
}
