//! What handlers share.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ops::Deref;

use crate::Failure;
use crate::handler::{Available, Context, FromContext};

/// Something that [`Skill::state`](crate::Skill::state) was given: an argument of handlers. Each gets a clone, so it is usually an
/// [`Arc`](std::sync::Arc) or made of such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone + Send + Sync + 'static> FromContext for State<T> {
    fn from_context(context: &Context) -> crate::Result<Self> {
        context.state().cloned().map(Self).ok_or_else(|| Failure::from(NoState(type_name::<T>())))
    }

    fn check(available: &Available<'_>) -> Result<(), String> {
        match available.states.get::<T>() {
            Some(_) => Ok(()),
            None => Err(NoState(type_name::<T>()).to_string()),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("it wants State<{0}>, but the skill was given none: add .state(..)")]
struct NoState(&'static str);

/// One value of each type.
#[derive(Debug, Default)]
pub(crate) struct States(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl States {
    pub(crate) fn put<T: Send + Sync + 'static>(&mut self, value: T) {
        self.0.insert(TypeId::of::<T>(), Box::new(value));
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}
