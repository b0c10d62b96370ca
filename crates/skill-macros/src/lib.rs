//! The derive macros of `petasos-skill`, which re-exports and documents them.
//!
//! Each derive parses an item into a model, checks the model and generates the code. All errors are reported together, each at
//! its source position.

mod attribute;
mod by_language;
mod derive_dialogue;
mod derive_form;
mod derive_intent;
mod derive_slot_value;
mod sample_template;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// A struct whose fields are slots; see `petasos_skill::Form`.
#[proc_macro_derive(Form, attributes(slot))]
pub fn form(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input), derive_form::derive)
}

/// An intent of a skill; see `petasos_skill::Intent`.
#[proc_macro_derive(Intent, attributes(intent, slot))]
pub fn intent(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input), derive_intent::derive)
}

/// An enum as the value of a slot; see `petasos_skill::SlotValue`.
#[proc_macro_derive(SlotValue, attributes(slot_value, say, value, other))]
pub fn slot_value(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input), derive_slot_value::derive)
}

/// The state of a dialogue; see `petasos_skill::Dialogue`.
#[proc_macro_derive(Dialogue, attributes(dialogue))]
pub fn dialogue(input: TokenStream) -> TokenStream {
    derive(&parse_macro_input!(input), derive_dialogue::derive)
}

type Derive = fn(&DeriveInput) -> syn::Result<proc_macro2::TokenStream>;

fn derive(input: &DeriveInput, derive: Derive) -> TokenStream {
    derive(input).unwrap_or_else(syn::Error::into_compile_error).into()
}
