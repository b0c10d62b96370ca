//! Tells the time without the kit, with nothing but a bus and its messages: what the kit spares its users. rhasspy-hermes-app has the
//! same as `time_app_direct.py`.

#![expect(clippy::disallowed_methods, reason = "an example needs no clock that tests can move")]

use jiff::Zoned;
use petasos_bus::{Bus, Class, Event, MqttBus, Publish, QoS, Settings, Subscription};
use petasos_messages::payload::EndSession;
use petasos_messages::{Dialect, Message};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (bus, mut events) = MqttBus::connect(Settings::default())?;
    bus.subscribe(&[Subscription::new("hermes/intent/GetTime", QoS::AtLeastOnce)])?;
    while let Some(event) = events.next().await {
        let Event::Received(received) = event else { continue };
        match Message::decode(&received.topic, received.payload) {
            Ok(Message::Intent(intent)) => match intent.session_id {
                Some(session) => {
                    let mut end = EndSession::new(session);
                    end.text = Some(format!("It's {}", Zoned::now().strftime("%H %M")));
                    let message = Message::EndSession(end);
                    let topic = message.topic(Dialect::RHASSPY).to_string();
                    bus.publish(Publish::new(topic, message.encode(Dialect::RHASSPY), Class::Obligation))?;
                }
                None => eprintln!("There is no session to end."),
            },
            Ok(other) => eprintln!("nobody asked for a {}", other.kind()),
            Err(error) => eprintln!("{error}"),
        }
    }
    Ok(())
}
