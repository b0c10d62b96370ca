//! What is done when somebody says something.

use petasos_skill::values::Percentage;
use petasos_skill::{Failure, Hermes, Result, Session, State, TopicMessage, Unanswered, Words, YesNo};

use crate::command::Wish;
use crate::home::Home;
use crate::intents::{
    AllOff, Change, ColorTemperature, Kelvin, LightState, LightSwitch, Power, SetBrightness, SetColor, White,
};
use crate::lamps::{Found, Lamp, Wanted};
use crate::said::{self, words};

/// Switches lamps.
pub async fn switch(
    LightSwitch { room, name, state }: LightSwitch,
    session: Session,
    State(home): State<Home>,
    hermes: Hermes,
) -> Result<Words> {
    let lamps = meant(&session, &home, room, name).await?;
    let wish = if state == Power::On { Wish::On } else { Wish::Off };
    Ok(carry_out(&home, &hermes, wish, lamps).await)
}

/// Sets a colour.
pub async fn set_color(
    SetColor { room, name, color }: SetColor,
    session: Session,
    State(home): State<Home>,
    hermes: Hermes,
) -> Result<Words> {
    let lamps = meant(&session, &home, room, name).await?;
    Ok(carry_out(&home, &hermes, Wish::Colour(color.rgb()), lamps).await)
}

/// Makes lamps so bright, or brighter or darker.
pub async fn set_brightness(
    SetBrightness { room, name, brightness, change }: SetBrightness,
    session: Session,
    State(home): State<Home>,
    hermes: Hermes,
) -> Result<Words> {
    let wish = match (brightness, change) {
        (Some(percentage), _) => bright(percentage),
        (None, Some(Change::Brighter)) => Wish::Step(home.step()),
        (None, Some(Change::Darker)) => Wish::Step(-home.step()),
        (None, None) => {
            let question = words("How bright, in percent?", "Wie hell, in Prozent?");
            bright(session.ask::<Percentage>(question).await?)
        }
    };
    let lamps = meant(&session, &home, room, name).await?;
    Ok(carry_out(&home, &hermes, wish, lamps).await)
}

/// Sets the white.
pub async fn color_temperature(
    ColorTemperature { room, name, white, kelvin }: ColorTemperature,
    session: Session,
    State(home): State<Home>,
    hermes: Hermes,
) -> Result<Words> {
    let kelvin = match (kelvin, white) {
        (Some(Kelvin(kelvin)), _) => kelvin,
        (None, Some(white)) => white.kelvin(),
        (None, None) => session.ask::<White>(words("Warm or cold?", "Warm oder kalt?")).await?.kelvin(),
    };
    let lamps = meant(&session, &home, room, name).await?;
    Ok(carry_out(&home, &hermes, Wish::White(kelvin), lamps).await)
}

/// Switches everything off, if that is really wanted.
pub async fn all_off(_: AllOff, session: Session, State(home): State<Home>, hermes: Hermes) -> Result<Words> {
    if home.lamps().everything().is_empty() {
        return Err(Failure::say(said::no_lamp()));
    }
    let question = words("Really everything?", "Wirklich alles?");
    // "No, only the kitchen": that is then done instead.
    match session.ask::<YesNo>(question).or_other_intents().await {
        Ok(YesNo::Yes) => {
            let lamps = home.lamps().everything();
            Ok(carry_out(&home, &hermes, Wish::Off, lamps).await)
        }
        Ok(YesNo::No) | Err(Unanswered::Silence) => Ok(words("Then not.", "Dann nicht.")),
        Err(unanswered) => Err(unanswered.into()),
    }
}

/// Says whether lamps are on.
pub async fn state(
    LightState { room, name }: LightState,
    session: Session,
    State(home): State<Home>,
    hermes: Hermes,
) -> Result<Words> {
    let lamps = meant(&session, &home, room, name).await?;
    Ok(said::state(&home.states(lamps, |topic, message| publish(&hermes, topic, message)).await))
}

/// Hears what lamps and bridges say.
pub async fn listen(message: TopicMessage, State(home): State<Home>, hermes: Hermes) {
    for topic in home.receive(&message.topic, &message.payload) {
        if let Err(error) = hermes.follow(&topic) {
            tracing::warn!(topic, "a lamp cannot be heard: {error}");
        }
    }
}

/// So bright; more than everything is everything.
fn bright(Percentage(percent): Percentage) -> Wish {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 100")]
    Wish::Brightness(percent.round().clamp(0.0, 100.0) as u8)
}

async fn carry_out(home: &Home, hermes: &Hermes, wish: Wish, lamps: Vec<Lamp>) -> Words {
    let outcome = home.carry_out(wish, lamps, |topic, command| publish(hermes, topic, command)).await;
    said::outcome(&outcome)
}

/// A command that cannot be sent has no answer either, which is said.
fn publish(hermes: &Hermes, topic: &str, message: String) {
    if let Err(error) = hermes.publish(topic, message) {
        tracing::warn!(topic, "a lamp cannot be told: {error}");
    }
}

/// The lamps somebody means; where that is not clear, he is asked.
async fn meant(
    session: &Session,
    home: &Home,
    mut room: Option<String>,
    name: Option<String>,
) -> Result<Vec<Lamp>> {
    loop {
        let wanted = Wanted { room: room.as_deref(), name: name.as_deref(), here: &session.site().room };
        let found = home.lamps().find(wanted);
        match found {
            Found::Lamps(lamps) => return Ok(lamps),
            Found::Which(lamps) => {
                let choices = said::choices(lamps);
                let chosen = session.choose(said::which(&choices), &choices).await?;
                return Ok(vec![chosen.lamp.clone()]);
            }
            Found::WhichRoom(rooms) => {
                let question = words("In which room?", "In welchem Raum?");
                room = Some(session.choose(question, &rooms).await?.clone());
            }
            Found::NoSuchLamp(unknown) => return Err(Failure::say(said::no_such_lamp(&unknown))),
            Found::NoLampIn(room) => return Err(Failure::say(said::no_lamp_in(&room))),
        }
    }
}
