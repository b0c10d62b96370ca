//! The parameters of a topic: sites, sessions, requests and the like that it names.

use petasos_messages::{Channel, Topic};

/// The channel of a topic; `None` if it is not part of the protocol.
pub(crate) fn channel(topic: &str) -> Option<&'static Channel> {
    topic.parse::<Topic>().ok().map(|topic| topic.channel())
}

/// The levels of a topic, each with the name of its parameter if it is one. A parameter at the end takes all levels that are left.
pub(crate) fn levels<'a>(
    topic: &'a str,
    channel: &Channel,
) -> impl Iterator<Item = (&'a str, Option<&'static str>)> {
    let expected = channel.address.split('/');
    topic.splitn(expected.clone().count(), '/').zip(expected.map(parameter))
}

/// The name of a parameter as it is written in an address.
pub(crate) fn parameter(level: &str) -> Option<&str> {
    level.strip_prefix('{')?.strip_suffix('}')
}
