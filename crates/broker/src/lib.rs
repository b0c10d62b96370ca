//! An MQTT broker to embed.
