//! The handlers of the intents and of lamps' messages.

use petasos_skill::texts::TextTable;
use petasos_skill::values::Percentage;
use petasos_skill::{
    Failure, Hermes, LocalizedText, Result, Session, State, TopicMessage, Unanswered, YesNo,
};

use crate::lamp_control::LampControl;
use crate::lamps::{Lamp, LampMatch, LampQuery};
use crate::light_command::LightAction;
use crate::light_intents::{
    AllOff, Change, ColorTemperature, Kelvin, LightState, LightSwitch, Power, SetBrightness, SetColor, White,
};
use crate::light_texts::{self, LightTexts};

pub(crate) async fn switch(
    LightSwitch { room, name, state }: LightSwitch,
    session: Session,
    State(control): State<LampControl>,
    hermes: Hermes,
) -> Result<LocalizedText> {
    let lamps = meant(&session, &control, room, name).await?;
    let action = if state == Power::On { LightAction::On } else { LightAction::Off };
    Ok(carry_out(&control, &hermes, action, lamps).await)
}

pub(crate) async fn set_color(
    SetColor { room, name, color }: SetColor,
    session: Session,
    State(control): State<LampControl>,
    hermes: Hermes,
) -> Result<LocalizedText> {
    let lamps = meant(&session, &control, room, name).await?;
    Ok(carry_out(&control, &hermes, LightAction::Colour(color.rgb()), lamps).await)
}

pub(crate) async fn set_brightness(
    SetBrightness { room, name, brightness, change }: SetBrightness,
    session: Session,
    State(control): State<LampControl>,
    hermes: Hermes,
) -> Result<LocalizedText> {
    let action = match (brightness, change) {
        (Some(percentage), _) => bright(percentage),
        (None, Some(Change::Brighter)) => LightAction::Step(control.step()),
        (None, Some(Change::Darker)) => LightAction::Step(-control.step()),
        (None, None) => {
            let question = LightTexts::say(LightTexts::how_bright);
            bright(session.ask::<Percentage>(question).await?)
        }
    };
    let lamps = meant(&session, &control, room, name).await?;
    Ok(carry_out(&control, &hermes, action, lamps).await)
}

pub(crate) async fn color_temperature(
    ColorTemperature { room, name, white, kelvin }: ColorTemperature,
    session: Session,
    State(control): State<LampControl>,
    hermes: Hermes,
) -> Result<LocalizedText> {
    let kelvin = match (kelvin, white) {
        (Some(Kelvin(kelvin)), _) => kelvin,
        (None, Some(white)) => white.kelvin(),
        (None, None) => session.ask::<White>(LightTexts::say(LightTexts::warm_or_cold)).await?.kelvin(),
    };
    let lamps = meant(&session, &control, room, name).await?;
    Ok(carry_out(&control, &hermes, LightAction::White(kelvin), lamps).await)
}

/// Switches everything off after a confirmation.
pub(crate) async fn all_off(
    _: AllOff,
    session: Session,
    State(control): State<LampControl>,
    hermes: Hermes,
) -> Result<LocalizedText> {
    if control.lamps().everything().is_empty() {
        return Err(Failure::say(LightTexts::say(LightTexts::no_lamps)));
    }
    let question = LightTexts::say(LightTexts::really_everything);
    // "No, only the kitchen" is executed instead.
    match session.ask::<YesNo>(question).or_other_intents().await {
        Ok(YesNo::Yes) => {
            let lamps = control.lamps().everything();
            Ok(carry_out(&control, &hermes, LightAction::Off, lamps).await)
        }
        Ok(YesNo::No) | Err(Unanswered::Silence) => Ok(LightTexts::say(LightTexts::then_not)),
        Err(unanswered) => Err(unanswered.into()),
    }
}

pub(crate) async fn state(
    LightState { room, name }: LightState,
    session: Session,
    State(control): State<LampControl>,
    hermes: Hermes,
) -> Result<LocalizedText> {
    let lamps = meant(&session, &control, room, name).await?;
    Ok(light_texts::state(&control.states(lamps, |topic, message| publish(&hermes, topic, message)).await))
}

/// Processes messages of lamps and bridges.
pub(crate) async fn listen(message: TopicMessage, State(control): State<LampControl>, hermes: Hermes) {
    for topic in control.receive(&message.topic, &message.payload) {
        if let Err(error) = hermes.follow(&topic) {
            tracing::warn!(topic, "cannot subscribe to a lamp: {error}");
        }
    }
}

/// A brightness, clamped to 100 percent.
fn bright(Percentage(percent): Percentage) -> LightAction {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 100")]
    LightAction::Brightness(percent.round().clamp(0.0, 100.0) as u8)
}

async fn carry_out(
    control: &LampControl,
    hermes: &Hermes,
    action: LightAction,
    lamps: Vec<Lamp>,
) -> LocalizedText {
    let outcome = control.carry_out(action, lamps, |topic, command| publish(hermes, topic, command)).await;
    light_texts::outcome(&outcome)
}

/// Publishes a command. If that fails there is no answer, which is reported to the user.
fn publish(hermes: &Hermes, topic: &str, message: String) {
    if let Err(error) = hermes.publish(topic, message) {
        tracing::warn!(topic, "cannot send a command to a lamp: {error}");
    }
}

/// The lamps that the user means; asks if that is ambiguous.
async fn meant(
    session: &Session,
    control: &LampControl,
    mut room: Option<String>,
    name: Option<String>,
) -> Result<Vec<Lamp>> {
    loop {
        let wanted = LampQuery { room: room.as_deref(), name: name.as_deref(), here: &session.site().room };
        let found = control.lamps().find(wanted);
        match found {
            LampMatch::Lamps(lamps) => return Ok(lamps),
            LampMatch::Which(lamps) => {
                let choices = light_texts::choices(lamps);
                let chosen = session.choose(light_texts::which(&choices), &choices).await?;
                return Ok(vec![chosen.lamp.clone()]);
            }
            LampMatch::WhichRoom(rooms) => {
                let question = LightTexts::say(LightTexts::which_room);
                room = Some(session.choose(question, &rooms).await?.clone());
            }
            LampMatch::NoSuchLamp(unknown) => {
                return Err(Failure::say(LightTexts::say(|t| t.no_lamp_called(unknown.as_str()))));
            }
            LampMatch::NoLampIn(room) => {
                return Err(Failure::say(LightTexts::say(|t| t.no_lamp_in(room.as_str()))));
            }
        }
    }
}
