//! Handlers of answers in dialogues.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::{Dialogue, Saved, Step};
use crate::handler::{Called, Context, FromContext, Offer};
use crate::intent::{Expected, Misread};
use crate::session::elicit::{Incomplete, settle};
use crate::session::question::Question;
use crate::{Answer, Failure, Heard, IntoReply, Reply, Session, Unanswered, Words};

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

/// A handler at work; or the words with which the answer is asked for again, if it is none that this handler takes.
type Call = Pin<Box<dyn Future<Output = Result<crate::Result, Misread>> + Send>>;

/// Calls a handler. `None`: the state cannot be read.
type Begin = dyn Fn(&Saved, Heard, Session, Context) -> Option<Call> + Send + Sync;

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
        let call = move |saved: &Saved, heard: Heard, session: Session, context| -> Option<Call> {
            let state = saved.state::<H::Dialogue>()?;
            let handler = handler.clone();
            Some(Box::pin(async move {
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
        let (heard, custom_data) = match called {
            Called::Turn(turn) => {
                let custom_data = turn.message.custom_data.clone();
                (Heard::Turn(Arc::unwrap_or_clone(turn)), custom_data)
            }
            Called::NotRecognized(words) => {
                (Heard::Words { input: words.input, lang: None }, words.custom_data)
            }
            Called::Topic(_) | Called::Begun => return Err(self.broken()),
        };
        if heard.is_silence() {
            return Err(Unanswered::Silence.into());
        }
        match custom_data.and_then(|data| Saved::read(&self.skill, &data)) {
            Some(saved) => self.go_on(saved, heard, context).await,
            None => Err(self.broken()),
        }
    }

    /// Calls the first handler for which what was heard is an answer. If there is none, it is asked again.
    async fn go_on(&self, saved: Saved, heard: Heard, context: Context) -> crate::Result {
        let session = Session::from_context(&context)?;
        let handlers = self.handlers.iter().filter(|handler| handler.dialogue == saved.dialogue);
        let mut expected = Vec::new();
        let mut misread = Misread::new("");
        for handler in handlers {
            let Some(call) = (handler.call)(&saved, heard.clone(), session.clone(), context.clone()) else {
                return Err(self.broken());
            };
            match call.await {
                Ok(reply) => return reply,
                Err(why) => misread = why,
            }
            expected.push((handler.expected)());
        }
        if expected.is_empty() {
            return Err(self.broken());
        }
        again(saved, &heard, &misread, &expected, &session)
    }

    fn broken(&self) -> Failure {
        Failure::say(self.broken.clone())
    }
}

/// Asks the last question again, whose words are not known any more: what was wrong with the answer stands for them.
fn again(
    mut saved: Saved,
    heard: &Heard,
    misread: &Misread,
    expected: &[Expected],
    session: &Session,
) -> crate::Result {
    if saved.again >= session.retries() {
        return Err(Unanswered::NotUnderstood { input: heard.input().to_owned() }.into());
    }
    saved.again += 1;
    let words = session.once_more(misread, &Words::default());
    let mut question = Question { words, ..Question::default() };
    for expected in expected {
        question.expect(expected);
    }
    Ok(Reply::Ask(Box::new(Step::again(saved, question))))
}
