//! Skills at work on a bus in memory and on virtual time: what a handler does, and what the house sees.

mod answers;
mod dialogues;
mod house;
