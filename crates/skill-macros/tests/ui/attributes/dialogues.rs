use petasos_skill::Dialogue;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Dialogue)]
#[dialogue(versoin = 2)]
struct AllOff;

#[derive(Serialize, Deserialize, Dialogue)]
#[dialogue(version = "2", name = "", migrate = None)]
struct Quiz;

#[derive(Serialize, Deserialize, Dialogue)]
struct Of<T> {
    value: T,
}

fn main() {}
