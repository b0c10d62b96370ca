//! AskBuilder for slots until an intent, a form or an answer is complete.

use std::collections::HashMap;
use std::sync::Arc;

use petasos_messages::slot::Slot;

use super::{Session, Unanswered};
use crate::intent::spec::{IntentSpec, SlotSpec, Values};
use crate::intent::{Expected, InvalidValue, Unfilled};
use crate::question::{ElicitedSlot, Question};
use crate::{Answer, Failure, Form, Intent, LocalizedText, RecognizedIntent, Slots, Utterance, values};

/// Why something could not be completed.
#[derive(Debug)]
pub(crate) enum Incomplete {
    /// A slot was asked for in vain.
    Slot { slot: &'static SlotSpec, unanswered: Unanswered },
    /// It is something else altogether.
    NoAnswer(InvalidValue),
}

impl From<Incomplete> for Failure {
    /// Where nobody answered or nobody understood, the slot's own last words are said.
    fn from(incomplete: Incomplete) -> Self {
        match incomplete {
            Incomplete::Slot { slot, unanswered } => {
                let in_vain = matches!(unanswered, Unanswered::Silence | Unanswered::NotUnderstood { .. });
                match slot.give_up {
                    words @ [_, ..] if in_vain => Self::say(LocalizedText::of_table(words)),
                    _ => unanswered.into(),
                }
            }
            Incomplete::NoAnswer(invalid) => invalid.into(),
        }
    }
}

/// Makes an intent of a turn; asks for what misses, and adds it to the turn.
pub(crate) async fn elicit<I: Intent>(
    recognized: &mut Arc<RecognizedIntent>,
    session: &Session,
) -> Result<I, Failure> {
    if let Ok(intent) = I::read(recognized) {
        return Ok(intent);
    }
    let spec = I::specs().into_iter().find(|spec| spec.names.contains(&&*recognized.intent));
    Ok(fill_recognized(session, spec, Arc::make_mut(recognized), I::read).await?)
}

/// Makes an answer of what was heard; asks for what misses, if it is an intent.
pub(crate) async fn settle<T: Answer>(
    session: &Session,
    utterance: &Utterance,
    expected: &Expected,
) -> Result<T, Incomplete> {
    let unfilled = match T::read(utterance) {
        Ok(answer) => return Ok(answer),
        Err(unfilled) => unfilled,
    };
    if let Utterance::Recognized(recognized) = utterance {
        let spec = expected.intents.iter().copied().find(|spec| spec.names.contains(&&*recognized.intent));
        if spec.is_some() {
            let read = |recognized: &RecognizedIntent| T::read(&Utterance::Recognized(recognized.clone()));
            return fill_recognized(session, spec, &mut recognized.clone(), read).await;
        }
    }
    Err(Incomplete::NoAnswer(match unfilled {
        Unfilled::NoAnswer(why) | Unfilled::Wrong { why, .. } => why,
        Unfilled::Missing(_) => InvalidValue::new(""),
    }))
}

async fn fill_recognized<T>(
    session: &Session,
    intent: Option<&'static IntentSpec>,
    recognized: &mut RecognizedIntent,
    read: impl Fn(&RecognizedIntent) -> Result<T, Unfilled>,
) -> Result<T, Incomplete> {
    let slots = recognized.slots.clone();
    let read = |slots: &Slots| {
        recognized.slots.clone_from(slots);
        read(recognized)
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
            None if again => session.once_more(&InvalidValue::new(""), &slot.question()),
            None => slot.question(),
        };
        let utterance = session
            .hear(question(words, intent, slot))
            .await
            .map_err(|unanswered| Incomplete::Slot { slot, unanswered })?;
        slots = filled(&slots, intent, slot, &utterance);
        input = utterance.into_input();
    }
}

/// The question for a slot: Snips asks for the slot of the intent, the others for the intent or the value alone.
fn question(words: LocalizedText, intent: Option<&'static IntentSpec>, slot: &SlotSpec) -> Question {
    let intent = intent.and_then(|intent| intent.names.first()).copied();
    let entity = (slot.entity)();
    Question {
        words,
        intents: intent.map(Into::into).into_iter().chain([entity.name]).collect(),
        slot: intent.map(|intent| ElicitedSlot { intent, slot: slot.name }),
        any_words: entity.values == Values::Any,
        ..Question::default()
    }
}

/// The slots with what was heard: all that the same intent brings, or else the value of the slot that was asked for.
fn filled(slots: &Slots, intent: Option<&IntentSpec>, slot: &SlotSpec, utterance: &Utterance) -> Slots {
    let brought = match (utterance, intent) {
        (Utterance::Recognized(recognized), Some(intent)) if intent.names.contains(&&*recognized.intent) => {
            brought(recognized, intent)
        }
        _ => Vec::new(),
    };
    let old = slots.iter().filter(|old| !brought.iter().any(|new| new.slot_name == old.slot_name));
    let mut slots = Slots::new(old.chain(&brought).cloned().collect());
    if slots.first(slot.name).is_none() {
        slots.put(value(slot, utterance));
    }
    slots
}

/// The slots of a turn that its intent knows.
fn brought(recognized: &RecognizedIntent, intent: &IntentSpec) -> Vec<Slot> {
    let known = |slot: &&Slot| intent.slots.iter().any(|spec| spec.name == slot.slot_name);
    recognized.slots.iter().filter(known).cloned().collect()
}

/// The value for a slot: what the NLU has found of its name or entity, or what the words say.
fn value(slot: &SlotSpec, utterance: &Utterance) -> Slot {
    let entity = (slot.entity)();
    let found = match utterance {
        Utterance::Recognized(recognized) => recognized
            .slots
            .first(slot.name)
            .or_else(|| recognized.slots.iter().find(|found| entity.has(found))),
        Utterance::NotRecognized { .. } => None,
    };
    if let Some(found) = found {
        return named(slot, found.clone());
    }
    named(slot, values::answer::spoken(&entity, utterance))
}

/// What was found, as the slot that was asked for.
fn named(wanted: &SlotSpec, mut found: Slot) -> Slot {
    wanted.name.clone_into(&mut found.slot_name);
    found
}
