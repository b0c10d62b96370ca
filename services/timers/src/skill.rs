//! What the skill does with what people say.

use std::fmt;

use petasos_skill::{Failure, Hermes, LocalizedText, Result, Session, Skill, State, YesNo};

use crate::shared_timers::Timers;
use crate::timer_intents::{AddToTimer, CancelAllTimers, CancelTimer, ListTimers, SetTimer, TimeLeft};
use crate::timer_list::{Timer, TimerList, TimerQuery};
use crate::timer_name::Lang;
use crate::timer_texts;

/// So many timers are asked about by name; nobody listens to more.
const MOST_NAMED: usize = 6;

/// The skill that keeps these timers.
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
        .background(ring)
}

async fn ring(hermes: Hermes, State(timers): State<Timers>) {
    timers.ring(hermes).await;
}

async fn set(wanted: SetTimer, session: Session, State(timers): State<Timers>) -> Result<LocalizedText> {
    let (now, bounds, site) = (timers.now(), timers.bounds(), session.site());
    let timer = timers.change(|book| book.set(now, wanted.into(), (&site.id, &site.room), bounds));
    Ok(timer_texts::set(&timer.map_err(|why| Failure::say(timer_texts::not_set(why)))?))
}

async fn add(
    AddToTimer { more, name }: AddToTimer,
    session: Session,
    State(timers): State<Timers>,
) -> Result<LocalizedText> {
    let timer = meant(TimerQuery { name, length: None }, &session, &timers).await?;
    let (now, bounds) = (timers.now(), timers.bounds());
    let longer = timers.change(|book| book.add(now, timer.id, more, bounds)).ok_or_else(gone)?;
    Ok(timer_texts::added(&longer.map_err(|why| Failure::say(timer_texts::not_set(why)))?, now))
}

async fn cancel(
    wanted: CancelTimer,
    session: Session,
    State(timers): State<Timers>,
) -> Result<LocalizedText> {
    let timer = meant(wanted.into(), &session, &timers).await?;
    let cancelled = timers.change(|book| book.cancel(timer.id)).ok_or_else(gone)?;
    Ok(timer_texts::cancelled(&cancelled))
}

async fn cancel_all(
    _: CancelAllTimers,
    session: Session,
    State(timers): State<Timers>,
) -> Result<LocalizedText> {
    let count = timers.book().timers().len();
    if count == 0 {
        return Ok(timer_texts::none());
    }
    if count > 1 && !session.confirm(timer_texts::cancel_all(count)).await? {
        return Ok(timer_texts::kept());
    }
    timers.change(TimerList::cancel_all);
    Ok(timer_texts::all_cancelled())
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
    match timers.book().timers() {
        [] => timer_texts::none(),
        all => timer_texts::list(all, timers.now()),
    }
}

/// The timer somebody means; asks back if there are several.
async fn meant(wanted: TimerQuery, session: &Session, timers: &Timers) -> Result<Timer> {
    let book = timers.book();
    let lang = Lang::of(session.lang());
    let mut choices: Vec<Choice> = Vec::new();
    for timer in book.meant(&wanted, &session.site().room) {
        let title = timer_texts::title(&timer, lang);
        // Of two that are called the same the one that is up next is meant.
        if choices.len() < MOST_NAMED && choices.iter().all(|choice| choice.title != title) {
            choices.push(Choice { title, timer });
        }
    }
    match choices.as_slice() {
        [] if book.timers().is_empty() => Err(Failure::say(timer_texts::none())),
        [] => Err(Failure::say(timer_texts::no_such())),
        [only] => Ok(only.timer.clone()),
        several => {
            let titles = several.iter().map(|choice| choice.timer.clone()).collect::<Vec<_>>();
            Ok(session.choose(timer_texts::which(&titles), several).await?.timer.clone())
        }
    }
}

/// A timer among which is chosen.
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
    Failure::say(timer_texts::gone())
}
