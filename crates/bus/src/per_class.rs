//! One value for each class of message.

use serde::{Deserialize, Serialize};

use crate::{Class, QoS};

/// One value for each [`Class`], the class that is dropped first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>, PerClass<T>: Default"))]
pub struct PerClass<T> {
    /// For [`Class::Speech`].
    pub speech: T,
    /// For [`Class::Query`].
    pub query: T,
    /// For [`Class::Toggle`].
    pub toggle: T,
    /// For [`Class::Report`].
    pub report: T,
    /// For [`Class::Obligation`].
    pub obligation: T,
}

impl<T> PerClass<T> {
    /// The value for this class.
    pub fn get(&self, class: Class) -> &T {
        match class {
            Class::Speech => &self.speech,
            Class::Query => &self.query,
            Class::Toggle => &self.toggle,
            Class::Report => &self.report,
            Class::Obligation => &self.obligation,
        }
    }

    /// The value for this class, to change it.
    pub fn get_mut(&mut self, class: Class) -> &mut T {
        match class {
            Class::Speech => &mut self.speech,
            Class::Query => &mut self.query,
            Class::Toggle => &mut self.toggle,
            Class::Report => &mut self.report,
            Class::Obligation => &mut self.obligation,
        }
    }
}

impl<T: Copy> PerClass<T> {
    /// The same for every class.
    pub const fn all(value: T) -> Self {
        Self { speech: value, query: value, toggle: value, report: value, obligation: value }
    }
}

/// QoS 1, except for toggles: they are sent twice after every change and again after every reconnect.
impl Default for PerClass<QoS> {
    fn default() -> Self {
        Self { toggle: QoS::AtMostOnce, ..Self::all(QoS::AtLeastOnce) }
    }
}

impl Default for PerClass<u64> {
    fn default() -> Self {
        Self::all(0)
    }
}

impl PerClass<u64> {
    /// All classes together.
    pub fn total(&self) -> u64 {
        self.speech + self.query + self.toggle + self.report + self.obligation
    }
}
