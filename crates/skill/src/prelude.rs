//! The common imports of a skill, for `use petasos_skill::prelude::*`.

pub use crate::intent::InvalidValue;
pub use crate::texts::TextTable;
pub use crate::values::{Interval, Money, Ordinal, Percentage, Room, Temperature};
pub use crate::{
    Answer, AnyIntent, Dialogue, Error, Failure, Form, FreeText, Hermes, Intent, IntoReply, Limits,
    LocalizedText, NotRecognized, OrSay, Phrases, RecognizedIntent, Reply, Result, Session, Site, SiteId,
    Skill, SlotValue, State, TopicMessage, Unanswered, YesNo,
};
