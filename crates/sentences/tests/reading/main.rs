//! Reading of templates.

#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking, with the reason"
)]

mod adversarial;
mod constructs;
mod files;
mod lists;
mod mistakes;
mod show;
