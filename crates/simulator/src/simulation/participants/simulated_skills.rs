//! The skills: how they answer, and what they begin of their own accord.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_messages::payload::{
    Action, Configure, ConfigureIntent, ContinueSession, DialogueIntentNotRecognized, EndSession, Intent,
    Presence, Say, SessionInit, SkillIntent, SkillStatus, SkillWorking, StartSession, Toggle,
};
use petasos_messages::{Dialect, IntentName, Level, Message, SessionId, SiteId};

use crate::world::{Happening, Part, World};

/// How many sessions are remembered.
const MEMORY: usize = 8;

/// The skills, and the sessions they remember.
#[derive(Debug, Default)]
pub(crate) struct Skills {
    running: VecDeque<SessionId>,
    over: VecDeque<SessionId>,
    life: Life,
}

/// Whether the skill lives that announces itself.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Life {
    /// It is one of those that announce nothing.
    #[default]
    Unannounced,
    Alive,
    Dead,
}

/// What the skill announces.
const INTENTS: [&str; 3] = ["GetTime", "ChangeLight", "PlayMusic"];

impl Skills {
    /// A session that was under way a moment ago.
    pub(super) fn a_running_session(&self) -> Option<&SessionId> {
        self.running.back()
    }

    /// A session that is over.
    pub(super) fn an_old_session(&self) -> Option<&SessionId> {
        self.over.front()
    }

    pub(super) fn started(&mut self, session: &SessionId) {
        remember(&mut self.running, session);
    }

    pub(super) fn ended(&mut self, session: &SessionId) {
        self.running.retain(|running| running != session);
        remember(&mut self.over, session);
    }

    /// An intent arrives.
    pub(super) fn intent(&self, world: &mut World, intent: &Intent) {
        let Some(session) = &intent.session_id else {
            return;
        };
        if self.life != Life::Dead {
            answer(world, Part::Skill, session, intent.site_id.as_ref());
        }
        if world.habits.two_skills && world.random.percent(20) {
            answer(world, Part::OtherSkill, session, intent.site_id.as_ref());
        }
    }

    /// Nobody understood, and the skill asked to know.
    pub(super) fn not_understood(&self, world: &mut World, told: &DialogueIntentNotRecognized) {
        if self.life != Life::Dead {
            answer(world, Part::Skill, &told.session_id, Some(&told.site_id));
        }
    }

    /// The skill comes and announces itself, or dies and its will is spoken; and again.
    pub(super) fn come_or_die(&mut self, world: &mut World) {
        if !world.busy {
            return;
        }
        let (life, state) = match self.life {
            Life::Alive => (Life::Dead, Presence::Offline),
            Life::Dead | Life::Unannounced => (Life::Alive, Presence::Online),
        };
        self.life = life;
        if let Ok(name) = Level::new("house") {
            let mut status = SkillStatus::new(name, state);
            status.not_recognized = world.habits.takes_anything;
            status.intents = INTENTS
                .iter()
                .filter_map(|name| Some(SkillIntent::new(IntentName::new(name).ok()?)))
                .collect();
            let status = Message::SkillStatus(Box::new(status));
            world.plan(Duration::ZERO, Happening::Publish(Part::Skill, status));
        }
        let after = world.random.millis(1_000, 30_000);
        world.plan(after, Happening::Skill);
    }
}

/// The skill needs long: it asks to be waited for, and says something in no session.
fn think(world: &mut World, session: &SessionId, site: Option<&SiteId>) -> Duration {
    let needed = world.random.millis(2_000, 30_000);
    if let Ok(name) = Level::new("house") {
        let ms = u64::try_from(needed.as_millis()).unwrap_or(u64::MAX);
        let working = SkillWorking::new(name, session.clone(), site.cloned(), ms);
        world.plan(Duration::ZERO, Happening::Publish(Part::Skill, Message::SkillWorking(working)));
    }
    let mut filler = Say::new("one moment");
    filler.site_id = site.cloned();
    filler.id = Some(world.fresh_request("filler"));
    let after = world.random.millis(10, 3_000);
    world.plan(after, Happening::Publish(Part::Skill, Message::Say(Box::new(filler))));
    needed
}

fn remember(sessions: &mut VecDeque<SessionId>, session: &SessionId) {
    sessions.push_back(session.clone());
    if sessions.len() > MEMORY {
        sessions.pop_front();
    }
}

/// A skill thinks, and then ends the session, asks back, or forgets.
fn answer(world: &mut World, part: Part, session: &SessionId, site: Option<&SiteId>) {
    let thinks = world.habits.slow && world.random.percent(15);
    let after = if thinks { think(world, session, site) } else { world.random.millis(10, 700) };
    let dialect = site.and_then(|site| world.place(site)).map_or(Dialect::default(), |place| place.dialect);
    let forgets = world.habits.forgetful && world.random.percent(3);
    if forgets {
        return;
    }
    if world.habits.answers_by_say && dialect.skills_answer_by_say && world.random.percent(15) {
        let mut say = Say::new(world.fresh("said by a handler"));
        say.site_id = site.cloned();
        say.session_id = Some(session.clone());
        say.id = Some(world.fresh_request("handler"));
        world.answer(part, after, Message::Say(Box::new(say)));
        return;
    }
    if world.random.percent(25) {
        let more = ask_back(world, session, dialect);
        world.answer(part, after, Message::ContinueSession(more));
        return;
    }
    let mut end = EndSession::new(session.clone());
    end.text = world.random.percent(75).then(|| speech(world, "The answer is"));
    end.request_continue = dialect.sessions_continue_after_end && world.random.percent(10);
    world.answer(part, after, Message::EndSession(end));
}

fn ask_back(world: &mut World, session: &SessionId, dialect: Dialect) -> ContinueSession {
    let mut more = ContinueSession::new(session.clone());
    more.text = world.random.percent(85).then(|| speech(world, "Are you sure about") + "?");
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
    more.custom_data = world.random.percent(50).then(|| world.fresh("data"));
    more.send_intent_not_recognized = world.random.percent(30);
    more
}

/// Words nobody said before, some of them long.
fn speech(world: &mut World, begin: &str) -> String {
    let filler = world.random.pick([
        "",
        "",
        " and so on",
        " and a rather long explanation of everything there is to it",
    ]);
    format!("{begin} {}{filler}", world.fresh("number"))
}

/// A skill begins something of its own accord, and will again.
pub(super) fn act(world: &mut World) {
    if !world.busy {
        return;
    }
    let pause = world.random.millis(1_000, 9_000);
    world.plan(pause, Happening::Initiative);
    let site = world.any_place().id;
    let habits = world.habits;
    let message = match world.random.below(10) {
        0..=2 if habits.notifications => notification(world, site),
        3..=5 if habits.actions => action(world, site),
        6 if habits.configure => configure(world, site),
        7 if habits.sound_toggles && world.random.percent(50) => {
            Message::SoundFeedbackToggleOff(Toggle::at(site))
        }
        7 if habits.sound_toggles => Message::SoundFeedbackToggleOn(Toggle::at(site)),
        8 if habits.manager_toggles && world.random.percent(30) => {
            let after = world.random.millis(500, 8_000);
            world.plan(after, Happening::Publish(Part::Skill, Message::DialogueToggleOn));
            Message::DialogueToggleOff
        }
        9 => Message::DialogueVersionRequest,
        _ => return,
    };
    world.plan(Duration::ZERO, Happening::Publish(Part::Skill, message));
}

fn notification(world: &mut World, site: SiteId) -> Message {
    let mut start = StartSession::new(SessionInit::Notification { text: speech(world, "Please note") });
    start.site_id = Some(site);
    start.custom_data = world.random.percent(50).then(|| world.fresh("data"));
    Message::StartSession(start)
}

fn action(world: &mut World, site: SiteId) -> Message {
    let mut action = Action::new();
    action.text = world.random.percent(80).then(|| speech(world, "Shall I close") + "?");
    action.can_be_enqueued = !(world.habits.urgent && world.random.percent(30));
    action.send_intent_not_recognized = world.random.percent(30);
    action.intent_filter =
        world.random.percent(30).then(|| IntentName::new("Confirm").ok().map(|name| vec![name])).flatten();
    let mut start = StartSession::new(SessionInit::Action(action));
    start.site_id = Some(site);
    start.custom_data = world.random.percent(50).then(|| world.fresh("data"));
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
