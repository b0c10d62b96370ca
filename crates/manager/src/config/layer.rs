//! Conversion between configuration keys and the policy of the dialogue core.
//!
//! Each key of a site is declared once, in `site_keys.rs`: its name, its type, and the policy field it sets. The types determine how
//! a value overrides the default, and how the effective value is written.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::IntentName;
use petasos_program::{Checked, Fraction, Positive, Seconds};

/// A part of the configuration that overrides a part of the policy, which starts with the dialect's defaults.
pub(super) trait Layer<P> {
    /// Overrides the policy with the keys that are set; the others stay as they are.
    fn lay_over(&self, policy: &mut P);

    /// The configuration with every key set to the policy's value.
    fn of(policy: &P) -> Self;
}

/// The value of one key.
pub(super) trait Written<P>: Sized {
    /// The value as the core represents it.
    fn value(&self) -> P;

    /// The core's value as it is written in TOML; `None` for an absent value.
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

/// Declares a configuration table that overrides a struct of the core, with `key: Type => field` for each key. The type is an
/// `Option` or another table. Keys in brackets do not override anything.
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

/// Whether a key or table is unset.
pub(super) fn is_absent<T: Default + PartialEq>(written: &T) -> bool {
    *written == T::default()
}

/// Values that have the same type in TOML and in the core.
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

/// An empty text means none.
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
