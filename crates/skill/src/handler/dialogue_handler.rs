//! Handlers of answers in dialogues.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::saved::{Lost, Saved, expects};
use super::{Dialogue, Step};
use crate::handler::{Called, Context, FromContext, Offer};
use crate::intent::{Expected, Misread};
use crate::session::elicit::{Incomplete, settle};
use crate::session::question::Question;
use crate::{Answer, Heard, IntoReply, OrSay, Reply, Session, Unanswered, Words};

/// An `async fn` whose first argument is an answer, and whose second is the [`Dialogue`] it belongs to; then come up to four
/// arguments like those of other handlers. `Skill::during` takes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler of answers in a dialogue",
    note = "such a handler is an `async fn`: first the answer, second the state of the dialogue, then `Session`, `Site`, `State<T>` ...; it gives back words or `petasos_skill::Result`"
)]
pub trait DialogueHandler<Arguments>: Clone + Send + Sync + 'static {
    /// What answers.
    type Answer: Answer;
    /// The dialogue.
    type Dialogue: Dialogue;

    /// Calls it.
    fn call(
        self,
        answer: Self::Answer,
        state: Self::Dialogue,
        context: Context,
    ) -> impl Future<Output = crate::Result> + Send;

    /// Says what it needs and would not get, before anybody calls it.
    fn check(offer: &Offer<'_>) -> Result<(), String>;
}

macro_rules! handlers {
    ($($argument:ident)*) => {
        impl<F, Fut, A, D, $($argument,)*> DialogueHandler<(A, D, $($argument,)*)> for F
        where
            F: Fn(A, D, $($argument,)*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output: IntoReply> + Send,
            A: Answer,
            D: Dialogue,
            $($argument: FromContext + Send,)*
        {
            type Answer = A;
            type Dialogue = D;

            #[allow(non_snake_case, unused_variables, reason = "the names of types, and functions without arguments")]
            async fn call(self, answer: A, state: D, context: Context) -> crate::Result {
                $(let $argument = $argument::from_context(&context)?;)*
                self(answer, state, $($argument,)*).await.into_reply()
            }

            #[allow(unused_variables, reason = "functions without arguments")]
            fn check(offer: &Offer<'_>) -> Result<(), String> {
                $($argument::check(offer)?;)*
                Ok(())
            }
        }
    };
}

handlers! {}
handlers! { P }
handlers! { P Q }
handlers! { P Q R }
handlers! { P Q R S }

/// A handler at work; or what is wrong with the answer, if it is none.
type Call = Pin<Box<dyn Future<Output = Result<crate::Result, Misread>> + Send>>;

/// Calls a handler, if it can read the state.
type Begin = dyn Fn(&Saved, &Heard, Session, Context) -> Result<Call, Lost> + Send + Sync;

/// A handler whose types are forgotten.
pub(crate) struct During {
    /// The function's path, for the log.
    pub(crate) name: &'static str,
    dialogue: &'static str,
    expected: fn() -> Expected,
    check: fn(&Offer<'_>) -> Result<(), String>,
    call: Box<Begin>,
}

impl During {
    pub(crate) fn of<A, H: DialogueHandler<A>>(handler: H) -> Self {
        let call = move |saved: &Saved, heard: &Heard, session: Session, context| -> Result<Call, Lost> {
            let state = saved.state::<H::Dialogue>()?;
            let (handler, heard) = (handler.clone(), heard.clone());
            Ok(Box::pin(async move {
                match settle::<H::Answer>(&session, &heard, &H::Answer::expected()).await {
                    Ok(answer) => Ok(handler.call(answer, state, context).await),
                    Err(Incomplete::NoAnswer(why)) => Err(why),
                    Err(unanswered) => Ok(Err(unanswered.into())),
                }
            }))
        };
        let (dialogue, expected) = (H::Dialogue::NAME, H::Answer::expected);
        Self { name: type_name::<H>(), dialogue, expected, check: H::check, call: Box::new(call) }
    }

    /// Says what it needs and would not get.
    pub(crate) fn check(&self, offer: &Offer<'_>) -> Result<(), String> {
        (self.check)(offer)
    }
}

impl fmt::Debug for During {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("During").field("name", &self.name).finish_non_exhaustive()
    }
}

/// All handlers of answers in the dialogues of a skill.
#[derive(Debug)]
pub(crate) struct Durings {
    skill: String,
    handlers: Vec<During>,
    /// Said when a state cannot be read.
    broken: Words,
}

impl Durings {
    pub(crate) fn new(skill: impl Into<String>, handlers: Vec<During>, broken: Words) -> Self {
        Self { skill: skill.into(), handlers, broken }
    }

    /// Goes on with the dialogue in the data of the session.
    pub(crate) async fn call(&self, called: Called, context: Context) -> crate::Result {
        let session = Session::from_context(&context)?;
        let heard = match called {
            Called::Turn(turn) => Heard::Turn(Arc::unwrap_or_clone(turn)),
            Called::NotRecognized(words) => {
                Heard::Words { input: words.input, lang: session.lang().map(str::to_owned) }
            }
            Called::Topic(_) | Called::Begun => return Err(Lost::Nowhere.into()),
        };
        if heard.is_silence() {
            return Err(Unanswered::Silence.into());
        }
        let saved = session.custom_data().and_then(|data| Saved::read(&self.skill, data));
        let saved = saved.ok_or(Lost::Nowhere)?;
        let (handler, call) = self.begin(&saved, &heard, &session, context).or_say(self.broken.clone())?;
        match call.await {
            Ok(reply) => reply,
            Err(misread) => again(saved, heard, &misread, &(handler.expected)(), &session),
        }
    }

    /// Calls the handler of such an answer in such a dialogue.
    fn begin(
        &self,
        saved: &Saved,
        heard: &Heard,
        session: &Session,
        context: Context,
    ) -> Result<(&During, Call), Lost> {
        let takes = |handler: &&During| {
            handler.dialogue == saved.dialogue && expects(&(handler.expected)()) == saved.expects
        };
        let handler = self.handlers.iter().find(takes).ok_or_else(|| Lost::Unhandled {
            dialogue: saved.dialogue.clone(),
            expects: saved.expects.clone(),
        })?;
        Ok((handler, (handler.call)(saved, heard, session.clone(), context)?))
    }
}

/// Asks the last question again, whose words are not known any more: what was wrong with the answer stands for them.
fn again(
    mut saved: Saved,
    heard: Heard,
    misread: &Misread,
    expected: &Expected,
    session: &Session,
) -> crate::Result {
    if saved.again >= session.retries() {
        return Err(Unanswered::NotUnderstood { input: heard.into_input() }.into());
    }
    saved.again += 1;
    let words = session.once_more(misread, &Words::default());
    Ok(Reply::Ask(Box::new(Step::again(saved, Question::expecting(words, expected)))))
}
