//! Gives advice from a web service. rhasspy-hermes-app has the same as `async_advice_app.py`.

use petasos_skill::prelude::*;
use serde::Deserialize;

const URL: &str = "https://api.adviceslip.com/advice";

/// Some advice for life.
#[derive(Intent)]
#[intent(samples(en = ["give me [some] advice", "what should i do"]))]
struct GetAdvice;

#[derive(Deserialize)]
struct Answer {
    slip: Slip,
}

#[derive(Deserialize)]
struct Slip {
    advice: String,
}

/// Blocks its thread while it waits, which holds up no other handler.
async fn get_advice(_: GetAdvice) -> Result<String> {
    let sorry = "Sadly I cannot reach the spring of my wisdom. Maybe try again later.";
    let mut response = ureq::get(URL).call().or_say(sorry)?;
    let answer: Answer = serde_json::from_reader(response.body_mut().as_reader()).or_say(sorry)?;
    Ok(answer.slip.advice)
}

fn main() -> Result<(), Error> {
    Skill::new("advice").on(get_advice).run()
}
