//! Asking for slots until an intent, a form or an answer is complete.

use std::collections::HashMap;
use std::sync::Arc;

use petasos_messages::slot::Slot;

use super::question::{Elicited, Question};
use super::{Session, Unanswered};
use crate::intent::spec::{IntentSpec, SlotSpec, Values};
use crate::intent::{Expected, Misread, Unfilled};
use crate::{Answer, Failure, Form, Heard, Intent, Slots, Turn, Words, values};

/// Why something could not be completed.
#[derive(Debug)]
pub(crate) enum Incomplete {
    /// A slot was asked for in vain.
    Slot { slot: &'static SlotSpec, unanswered: Unanswered },
    /// It is something else altogether.
    NoAnswer(Misread),
}

impl From<Incomplete> for Failure {
    /// Where nobody answered or nobody understood, the slot's own last words are said.
    fn from(incomplete: Incomplete) -> Self {
        match incomplete {
            Incomplete::Slot { slot, unanswered } => {
                let in_vain = matches!(unanswered, Unanswered::Silence | Unanswered::NotUnderstood { .. });
                match slot.give_up {
                    words @ [_, ..] if in_vain => Self::say(Words::of_table(words)),
                    _ => unanswered.into(),
                }
            }
            Incomplete::NoAnswer(misread) => misread.into(),
        }
    }
}

/// Makes an intent of a turn; asks for what misses, and adds it to the turn.
pub(crate) async fn elicit<I: Intent>(turn: &mut Arc<Turn>, session: &Session) -> Result<I, Failure> {
    if let Ok(intent) = I::read(turn) {
        return Ok(intent);
    }
    let spec = I::specs().into_iter().find(|spec| spec.names.contains(&&*turn.intent));
    Ok(of_turn(session, spec, Arc::make_mut(turn), I::read).await?)
}

/// Makes an answer of what was heard; asks for what misses, if it is an intent.
pub(crate) async fn settle<T: Answer>(
    session: &Session,
    heard: &Heard,
    expected: &Expected,
) -> Result<T, Incomplete> {
    let unfilled = match T::read(heard) {
        Ok(answer) => return Ok(answer),
        Err(unfilled) => unfilled,
    };
    if let Heard::Turn(turn) = heard {
        let spec = expected.intents.iter().copied().find(|spec| spec.names.contains(&&*turn.intent));
        if spec.is_some() {
            let read = |turn: &Turn| T::read(&Heard::Turn(turn.clone()));
            return of_turn(session, spec, &mut turn.clone(), read).await;
        }
    }
    Err(Incomplete::NoAnswer(match unfilled {
        Unfilled::NoAnswer(why) | Unfilled::Wrong { why, .. } => why,
        Unfilled::Missing(_) => Misread::new(""),
    }))
}

async fn of_turn<T>(
    session: &Session,
    intent: Option<&'static IntentSpec>,
    turn: &mut Turn,
    read: impl Fn(&Turn) -> Result<T, Unfilled>,
) -> Result<T, Incomplete> {
    let slots = turn.slots.clone();
    let read = |slots: &Slots| {
        turn.slots.clone_from(slots);
        read(turn)
    };
    complete(session, intent, slots, read).await
}

impl Session {
    /// Asks for the slots of a form, one after the other, until it is filled in.
    ///
    /// ```
    /// use petasos_skill::{Form, Result, Session};
    ///
    /// /// What to cook.
    /// #[derive(Form)]
    /// struct Order {
    ///     #[slot(ask(en = "What would you like?", de = "Was darf es sein?"))]
    ///     dish: String,
    ///     #[slot(ask(en = "For how many?", de = "Für wie viele?"))]
    ///     people: u8,
    /// }
    ///
    /// async fn order(session: Session) -> Result<String> {
    ///     let order = session.fill::<Order>().await?;
    ///     Ok(format!("{} for {}.", order.dish, order.people))
    /// }
    /// ```
    ///
    /// # Errors
    /// The slot's own words to give up with, or an [`Unanswered`] as from [`ask`](Self::ask).
    pub async fn fill<F: Form>(&self) -> Result<F, Failure> {
        let read = |slots: &Slots| F::read(slots, self.site(), self.lang());
        Ok(complete(self, None, Slots::default(), read).await?)
    }
}

/// Asks for slots until something can be made of them. Every slot is asked for once and then as often as its retries say.
async fn complete<T>(
    session: &Session,
    intent: Option<&'static IntentSpec>,
    mut slots: Slots,
    mut read: impl FnMut(&Slots) -> Result<T, Unfilled>,
) -> Result<T, Incomplete> {
    let mut asked: HashMap<&str, u32> = HashMap::new();
    let mut input = String::new();
    loop {
        let (slot, wrong) = match read(&slots) {
            Ok(value) => return Ok(value),
            Err(Unfilled::Missing(slot)) => (slot, None),
            Err(Unfilled::Wrong { slot, why }) => (slot, Some(why)),
            Err(Unfilled::NoAnswer(why)) => return Err(Incomplete::NoAnswer(why)),
        };
        slots.remove(slot.name);
        let times = asked.entry(slot.name).or_default();
        let again = *times > 0;
        if *times > slot.retries {
            return Err(Incomplete::Slot { slot, unanswered: Unanswered::NotUnderstood { input } });
        }
        *times += 1;
        let words = match wrong {
            Some(why) => session.once_more(&why, &slot.question()),
            None if again => session.once_more(&Misread::new(""), &slot.question()),
            None => slot.question(),
        };
        let heard = session
            .hear(question(words, intent, slot))
            .await
            .map_err(|unanswered| Incomplete::Slot { slot, unanswered })?;
        slots = filled(&slots, intent, slot, &heard);
        input = heard.into_input();
    }
}

/// The question for a slot: Snips asks for the slot of the intent, the others for the intent or the value alone.
fn question(words: Words, intent: Option<&'static IntentSpec>, slot: &SlotSpec) -> Question {
    let intent = intent.and_then(|intent| intent.names.first()).copied();
    let entity = (slot.entity)();
    Question {
        words,
        intents: intent.map(Into::into).into_iter().chain([entity.name]).collect(),
        slot: intent.map(|intent| Elicited { intent, slot: slot.name }),
        any_words: entity.values == Values::Any,
        ..Question::default()
    }
}

/// The slots with what was heard: all that the same intent brings, or else the value of the slot that was asked for.
fn filled(slots: &Slots, intent: Option<&IntentSpec>, slot: &SlotSpec, heard: &Heard) -> Slots {
    let brought = match (heard, intent) {
        (Heard::Turn(turn), Some(intent)) if intent.names.contains(&&*turn.intent) => brought(turn, intent),
        _ => Vec::new(),
    };
    let old = slots.iter().filter(|old| !brought.iter().any(|new| new.slot_name == old.slot_name));
    let mut slots = Slots::new(old.chain(&brought).cloned().collect());
    if slots.first(slot.name).is_none() {
        slots.put(value(slot, heard));
    }
    slots
}

/// The slots of a turn that its intent knows.
fn brought(turn: &Turn, intent: &IntentSpec) -> Vec<Slot> {
    let known = |slot: &&Slot| intent.slots.iter().any(|spec| spec.name == slot.slot_name);
    turn.slots.iter().filter(known).cloned().collect()
}

/// The value for a slot: what the NLU has found of its name or entity, or what the words say.
fn value(slot: &SlotSpec, heard: &Heard) -> Slot {
    let entity = (slot.entity)();
    let found = match heard {
        Heard::Turn(turn) => {
            turn.slots.first(slot.name).or_else(|| turn.slots.iter().find(|found| entity.has(found)))
        }
        Heard::Words { .. } => None,
    };
    if let Some(found) = found {
        return named(slot, found.clone());
    }
    named(slot, values::answer::spoken(&entity, heard))
}

/// What was found, as the slot that was asked for.
fn named(wanted: &SlotSpec, mut found: Slot) -> Slot {
    wanted.name.clone_into(&mut found.slot_name);
    found
}
