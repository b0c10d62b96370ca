//! Handlers, and the skill as a program.

use std::fmt;

use petasos_skill::config::InvalidKey;
use petasos_skill::program::{AnyError, Config, SkillProgram};
use petasos_skill::texts::TextTable;
use petasos_skill::{
    Catalogue, Failure, Hermes, LocalizedText, Result, Session, Skill, State, WallClock, YesNo,
};

use crate::config::TimersConfig;
use crate::shared_timers::Timers;
use crate::timer_intents::{AddToTimer, CancelAllTimers, CancelTimer, ListTimers, SetTimer, TimeLeft};
use crate::timer_list::{Timer, TimerList, TimerQuery};
use crate::timer_texts::{self, TimerTexts};

/// If more timers match, only this many are named; users would not listen to more.
const MOST_NAMED: usize = 6;

impl SkillProgram for TimersConfig {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str = "Timers by voice: several at once, named, per room, surviving restarts.";
    const EXAMPLES: &'static str = "  \
  petasos-timers                                   run on the broker at 127.0.0.1:1883
  petasos-timers --config /etc/petasos/timers.toml
  petasos-timers --host broker --username petasos --password-file /etc/petasos/password
  petasos-timers check                             print the configuration in effect
  petasos-timers export rhasspy                    export the sentences for the NLU";
    const TABLE: &'static str = "timers";
    const KEEPS_STATE: bool = true;

    fn check(&self) -> std::result::Result<(), InvalidKey> {
        if self.most == 0 || self.longest_hours == 0 {
            return Err(InvalidKey::new("timers", "most and longest_hours must be greater than 0"));
        }
        Ok(())
    }

    fn skill(config: &Config<Self>) -> std::result::Result<Skill, AnyError> {
        let state = &config.shared.state;
        let timers = if let Some(folder) = &state.directory {
            Timers::stored(folder, state.sync, config.own, WallClock::start())?
        } else {
            tracing::warn!("state.directory is not set: timers are lost at a restart");
            Timers::in_memory(config.own, WallClock::start())
        };
        Ok(skill(timers))
    }

    fn catalogue(config: &Config<Self>) -> std::result::Result<Catalogue, AnyError> {
        Ok(skill(Timers::in_memory(config.own, WallClock::start())).catalogue().clone())
    }
}

/// The skill that sets, lists and announces these timers.
pub fn skill(timers: Timers) -> Skill {
    Skill::new("timers")
        .state(timers)
        .on(set)
        .on(add)
        .on(cancel)
        .on(cancel_all)
        .on(left)
        .on(list)
        .asks::<YesNo>()
        .background(announce)
}

async fn announce(hermes: Hermes, State(timers): State<Timers>) {
    timers.announce(hermes).await;
}

async fn set(wanted: SetTimer, session: Session, State(timers): State<Timers>) -> Result<LocalizedText> {
    let (now, limits, site) = (timers.now(), timers.limits(), session.site());
    let timer = timers.change(|timers| timers.set(now, wanted.into(), (&site.id, &site.room), limits));
    Ok(timer_texts::set(&timer.map_err(|why| Failure::say(timer_texts::not_set(why)))?))
}

async fn add(
    AddToTimer { more, name }: AddToTimer,
    session: Session,
    State(timers): State<Timers>,
) -> Result<LocalizedText> {
    let timer = meant(TimerQuery { name, length: None }, &session, &timers).await?;
    let (now, limits) = (timers.now(), timers.limits());
    let longer = timers.change(|timers| timers.add(now, timer.id, more, limits)).ok_or_else(gone)?;
    Ok(timer_texts::extended(&longer.map_err(|why| Failure::say(timer_texts::not_set(why)))?, now))
}

async fn cancel(
    wanted: CancelTimer,
    session: Session,
    State(timers): State<Timers>,
) -> Result<LocalizedText> {
    let timer = meant(wanted.into(), &session, &timers).await?;
    let cancelled = timers.change(|timers| timers.cancel(timer.id)).ok_or_else(gone)?;
    Ok(timer_texts::cancelled(&cancelled))
}

async fn cancel_all(
    _: CancelAllTimers,
    session: Session,
    State(timers): State<Timers>,
) -> Result<LocalizedText> {
    let count = timers.list().timers().len();
    if count == 0 {
        return Ok(TimerTexts::say(TimerTexts::none));
    }
    if count > 1 && !session.confirm(TimerTexts::say(|t| t.cancel_all(count))).await? {
        return Ok(TimerTexts::say(TimerTexts::kept));
    }
    timers.change(TimerList::cancel_all);
    Ok(TimerTexts::say(TimerTexts::all_cancelled))
}

async fn left(
    TimeLeft { name }: TimeLeft,
    session: Session,
    State(timers): State<Timers>,
) -> Result<LocalizedText> {
    let timer = meant(TimerQuery { name, length: None }, &session, &timers).await?;
    Ok(timer_texts::left(&timer, timers.now()))
}

async fn list(_: ListTimers, State(timers): State<Timers>) -> LocalizedText {
    match timers.list().timers() {
        [] => TimerTexts::say(TimerTexts::none),
        all => timer_texts::list(all, timers.now()),
    }
}

/// The timer that the user means; asks if several match.
async fn meant(wanted: TimerQuery, session: &Session, timers: &Timers) -> Result<Timer> {
    let list = timers.list();
    let texts = TimerTexts::in_lang(session.lang());
    let mut choices: Vec<Choice> = Vec::new();
    for timer in list.meant(&wanted, &session.site().room) {
        let title = timer_texts::title(texts, &timer);
        // Of two timers with the same title, the one that expires first is meant.
        if choices.len() < MOST_NAMED && choices.iter().all(|choice| choice.title != title) {
            choices.push(Choice { title, timer });
        }
    }
    match choices.as_slice() {
        [] if list.timers().is_empty() => Err(Failure::say(TimerTexts::say(TimerTexts::none))),
        [] => Err(Failure::say(TimerTexts::say(TimerTexts::no_such))),
        [only] => Ok(only.timer.clone()),
        several => {
            let titles = several.iter().map(|choice| choice.timer.clone()).collect::<Vec<_>>();
            Ok(session.choose(timer_texts::which(&titles), several).await?.timer.clone())
        }
    }
}

/// A timer to choose from.
struct Choice {
    title: String,
    timer: Timer,
}

impl fmt::Display for Choice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.title)
    }
}

fn gone() -> Failure {
    Failure::say(TimerTexts::say(TimerTexts::gone))
}
