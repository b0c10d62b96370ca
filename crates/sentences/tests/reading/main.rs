//! What files of templates mean.

#![expect(clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking, with the reason")]

mod constructs;
mod lists;
mod show;
