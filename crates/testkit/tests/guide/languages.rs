//! docs/skills/languages.md

use petasos_skill::prelude::*;
use petasos_skill::texts;
use petasos_testkit::SkillTest;

texts! {
    struct KitchenTexts("texts", ["en", "de"]) {
        cooks(minutes, dish),
        dish(number),
    }
}

/// How long something has to cook.
#[derive(Intent)]
#[intent(samples(en = ["how long does {dish} take"], de = ["wie lange brauchen {dish}"]))]
struct CookingTime {
    dish: Dish,
}

#[derive(Clone, Copy, SlotValue)]
enum Dish {
    #[say(en("pasta", "noodles"), de("Nudeln"))]
    Pasta,
    #[say(en("eggs"), de("Eier"))]
    Eggs,
}

async fn cooking_time(wanted: CookingTime) -> LocalizedText {
    let minutes: u8 = match wanted.dish {
        Dish::Pasta => 10,
        Dish::Eggs => 6,
    };
    KitchenTexts::say(|t| t.cooks(minutes, t.dish(wanted.dish as u8)))
}

#[test]
fn every_language_has_every_text() {
    KitchenTexts::check().unwrap();
}

#[tokio::test]
async fn germans_are_answered_in_german() {
    let mut t = SkillTest::new(Skill::new("kitchen").on(cooking_time)).lang("de");
    t.hear("wie lange brauchen nudeln").await.said("Nudeln kochen 10 Minuten.").ended();
}

#[tokio::test]
async fn others_are_answered_in_english() {
    let mut t = SkillTest::new(Skill::new("kitchen").on(cooking_time));
    t.hear("how long does pasta take").await.said("Pasta cooks for 10 minutes.").ended();
}
