//! What a skill needs, for `use petasos_skill::prelude::*`.

pub use crate::intent::Misread;
pub use crate::values::{Interval, Money, Ordinal, Percentage, Room, Temperature};
pub use crate::{
    Answer, AnyIntent, Dialogue, Error, Failure, Form, FreeText, Hermes, Intent, IntoReply, Limits,
    NotRecognized, OrSay, Phrases, Reply, Result, Session, Site, Skill, SlotValue, State, TopicMessage, Turn,
    Unanswered, Words, YesNo,
};
