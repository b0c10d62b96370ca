//! Knows how long things cook. docs/skills/first-skill.md builds it step by step.

use petasos_skill::prelude::*;

/// How long something has to cook.
#[derive(Intent)]
#[intent(samples(en = ["how long do i cook [the] [{dish}]", "how long does [the] {dish} take"]))]
struct CookingTime {
    /// What is cooked.
    #[slot(ask(en = "What do you want to cook?"))]
    dish: Dish,
}

#[derive(SlotValue)]
enum Dish {
    #[say("pasta", "noodles", "spaghetti")]
    Pasta,
    Rice,
    #[say("egg", "eggs")]
    Egg,
}

async fn cooking_time(wanted: CookingTime) -> &'static str {
    match wanted.dish {
        Dish::Pasta => "Ten minutes.",
        Dish::Rice => "A quarter of an hour.",
        Dish::Egg => "Six minutes, if you like it soft.",
    }
}

/// All that it can do.
pub fn skill() -> Skill {
    Skill::new("kitchen").on(cooking_time)
}

fn main() -> Result<(), Error> {
    skill().run()
}
