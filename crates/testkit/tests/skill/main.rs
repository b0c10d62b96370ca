//! A house in which skills are tested: what can be lived through in it, and what is claimed about that.

mod claims;
mod dialects;
mod faults;
mod house;
mod messages;
mod same;
mod skills;
