//! From the keys an owner sets to what the dialogue core needs, and back.
//!
//! Each key of a site is declared once, in `site_keys.rs`: its name, its type, and the field of the core's policy it sets. The rest
//! follows from the types: how a value is laid over the default, and how the value in force is written.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::IntentName;
use petasos_program::{Checked, Fraction, Positive, Seconds};

/// A part of the configuration that lies over a part of the policy, which holds the defaults of the dialect.
pub(super) trait Layer<P> {
    /// Sets what is written here; what is absent stays as it is.
    fn lay_over(&self, policy: &mut P);

    /// Writes everything out.
    fn of(policy: &P) -> Self;
}

/// A value of one key.
pub(super) trait Written<P>: Sized {
    /// What it means to the core.
    fn value(&self) -> P;

    /// How the value of the core is written; `None` if it is the absence of a value.
    fn of(value: &P) -> Option<Self>;
}

impl<P, W: Written<P>> Layer<P> for Option<W> {
    fn lay_over(&self, policy: &mut P) {
        if let Some(written) = self {
            *policy = written.value();
        }
    }

    fn of(policy: &P) -> Self {
        W::of(policy)
    }
}

/// One layer for each language.
impl<P: Default, L: Layer<P>> Layer<BTreeMap<String, P>> for BTreeMap<String, L> {
    fn lay_over(&self, policy: &mut BTreeMap<String, P>) {
        for (lang, layer) in self {
            layer.lay_over(policy.entry(lang.clone()).or_default());
        }
    }

    fn of(policy: &BTreeMap<String, P>) -> Self {
        policy.iter().map(|(lang, policy)| (lang.clone(), L::of(policy))).collect()
    }
}

/// Declares a table of the configuration that lies over a struct of the core: `key: Type => field` for each key. The type is an
/// `Option`, or a table again. Keys in brackets are not laid over anything.
macro_rules! layer {
    (
        $(#[$meta:meta])*
        $name:ident over $policy:ty
        $([$($(#[$apart_meta:meta])* $apart:ident: $apart_type:ty,)*])?
        {
            $($(#[$key_meta:meta])* $key:ident: $type:ty => $field:ident,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $name {
            $($($(#[$apart_meta])* #[serde(skip_serializing_if = "is_absent")] pub $apart: $apart_type,)*)?
            $($(#[$key_meta])* #[serde(skip_serializing_if = "is_absent")] pub $key: $type,)*
        }

        impl Layer<$policy> for $name {
            fn lay_over(&self, policy: &mut $policy) {
                $(self.$key.lay_over(&mut policy.$field);)*
            }

            fn of(policy: &$policy) -> Self {
                Self { $($($apart: Default::default(),)*)? $($key: Layer::of(&policy.$field),)* }
            }
        }
    };
}
pub(super) use layer;

/// Whether a key or table says nothing.
pub(super) fn is_absent<T: Default + PartialEq>(written: &T) -> bool {
    *written == T::default()
}

/// Values that the core has in the type in which they are written.
macro_rules! written_as_they_are {
    ($($type:ty),*) => {
        $(impl Written<$type> for $type {
            fn value(&self) -> $type {
                *self
            }

            fn of(value: &$type) -> Option<$type> {
                Some(*value)
            }
        })*
    };
}

written_as_they_are!(bool, u32, usize);

/// An empty text is the absence of one.
impl Written<Option<String>> for String {
    fn value(&self) -> Option<String> {
        Some(self.clone()).filter(|text| !text.is_empty())
    }

    fn of(value: &Option<String>) -> Option<Self> {
        value.clone()
    }
}

impl Written<IntentName> for Checked<IntentName> {
    fn value(&self) -> IntentName {
        self.0.clone()
    }

    fn of(value: &IntentName) -> Option<Self> {
        Some(Self(value.clone()))
    }
}

impl Written<f64> for Fraction {
    fn value(&self) -> f64 {
        self.get()
    }

    fn of(value: &f64) -> Option<Self> {
        Self::new(*value)
    }
}

impl Written<f64> for Positive {
    fn value(&self) -> f64 {
        self.get()
    }

    fn of(value: &f64) -> Option<Self> {
        Self::new(*value)
    }
}

impl Written<Duration> for Seconds {
    fn value(&self) -> Duration {
        self.get()
    }

    fn of(value: &Duration) -> Option<Self> {
        Some((*value).into())
    }
}
