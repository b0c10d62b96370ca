//! What the kit itself says.

use crate::Words;

/// What the kit itself says.
#[derive(Debug, Clone, Default)]
pub struct Phrases {}

macro_rules! phrases { ($($name:ident $words:literal),*) => { impl Phrases { $(
    pub(crate) fn $name(&self) -> Words { Words::new($words) }
)* } } }
phrases! { done "Done.", apology "Sorry, that did not work.", too_slow "Sorry, that takes too long.", thinking "One moment.", silence "I did not hear anything.", not_understood "Sorry, I did not understand.", again "Sorry?" }
