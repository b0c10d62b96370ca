//! Asks before it acts. rhasspy-hermes-app has the same as `continue_session.py`.

use petasos_skill::prelude::*;

/// Switch the light off.
#[derive(Intent)]
#[intent(samples(en = ["turn off the light"]))]
struct TurnOffLight;

/// Switch the light on.
#[derive(Intent)]
#[intent(samples(en = ["turn on the light"]))]
struct TurnOnLight;

async fn turn_off_light(_: TurnOffLight, session: Session) -> Result {
    let sure = session.confirm("Do you really want to turn off the light?").await?;
    Ok(if sure { Reply::say("OK, turning off the light") } else { Reply::Silent })
}

async fn turn_on_light(_: TurnOnLight, session: Session) -> Result {
    let sure = session.confirm("Do you really want to turn on the light?").await?;
    Ok(if sure { Reply::say("OK, turning on the light") } else { Reply::Silent })
}

fn main() -> Result<(), Error> {
    Skill::new("light").on(turn_off_light).on(turn_on_light).run()
}
