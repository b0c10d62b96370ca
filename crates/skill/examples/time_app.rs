//! Tells the time. rhasspy-hermes-app has the same as `time_app.py`.

#![expect(clippy::disallowed_methods, reason = "an example needs no clock that tests can move")]

use jiff::Zoned;
use petasos_skill::prelude::*;

/// The time of day.
#[derive(Intent)]
#[intent(samples(en = ["what time is it", "tell me the time"]))]
struct GetTime;

async fn get_time(_: GetTime) -> String {
    format!("It's {}", Zoned::now().strftime("%H %M"))
}

fn main() -> Result<(), Error> {
    Skill::new("time").on(get_time).run()
}
