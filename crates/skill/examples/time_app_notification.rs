//! Tells the time every minute, without being asked. rhasspy-hermes-app has the same as `time_app_notification.py`.

#![expect(clippy::disallowed_methods, reason = "an example needs no clock that tests can move")]

use std::time::Duration;

use jiff::Zoned;
use petasos_skill::prelude::*;

async fn tell_time(hermes: Hermes) -> Result<()> {
    let site = SiteId::default_site();
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        hermes.notify(&site, format!("It's {}", Zoned::now().strftime("%H %M")))?;
    }
}

fn main() -> Result<(), Error> {
    Skill::new("time-notification").background(tell_time).run()
}
