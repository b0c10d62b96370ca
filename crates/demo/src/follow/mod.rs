//! What goes on in the house, as far as messages and scenes tell.

pub(crate) mod conversations;
pub(crate) mod doubles;
pub(crate) mod overheard;
pub(crate) mod turns;
