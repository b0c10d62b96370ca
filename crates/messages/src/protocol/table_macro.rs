//! `protocol!`: generates topics, messages, decoding and encoding, channels and filters from one table.
//!
//! A row contains: the name of topic and message, the payload type, the address, the name of its constant in
//! [`filter`](crate::filter) if a component subscribes to it, the kind of payload, its publishers and subscribers, and its
//! dialects (`R`hasspy, `S`nips, `A`lice, `P`etasos).
//!
//! Kinds of payload:
//! * `json`: a payload of the row's type. A parameter of the address fills the field of the same name.
//! * `binary`: raw bytes; the type consists of the parameters and the bytes.
//! * `empty`: nothing; any payload is ignored.
//!
//! A following `speech` or `bulk` raises the size limit.
//!
//! There are four sections:
//! * `fixed`: topics without parameters.
//! * `levels`: topics with parameters, level by level, in matching order.
//! * `also`: additional topics of these messages, and the wire format that uses them.
//! * `passive`: messages that nothing inspects, so that they need no types. Their payloads are read as a type, `json (Type)`, or
//!   as JSON objects with certain fields, `json { "key": Type } "purpose"`.

/// See the module's documentation.
macro_rules! protocol {
    (
        fixed {$(
            $fixed:ident $(($fixed_type:ty))? = $address:literal $(as $fixed_filter:ident)?,
            $fixed_kind:ident $($fixed_size:ident)?, $fixed_from:literal > $fixed_to:literal, $fixed_in:ident;
        )*}
        levels {$(
            $name:ident ($type:ty) = $first:literal $(/ $($word:literal)? $(($param:ident : $param_type:ident))?)*
                $(as $filter:ident)?,
            $kind:ident $($size:ident)?, $from:literal > $to:literal, $in:ident;
        )*}
        also {$(
            $also:ident = $also_first:literal
                $(/ $($also_word:literal)? $(($also_param:ident : $also_param_type:ident))?)* $(as $also_filter:ident)?,
            $also_kind:ident $of:ident [$format:ident], $also_from:literal > $also_to:literal, $also_in:ident;
        )*}
        passive {$(
            $passive:ident = $passive_first:literal
                $(/ $($passive_word:literal)? $(($passive_param:ident : $passive_param_type:ident))?)*
                $(as $passive_filter:ident)?,
            $passive_kind:ident $($passive_size:ident)? $(($passive_type:ty))?
                $({$($key:literal : $field_type:ty),*} $about:literal)?,
            $passive_from:literal > $passive_to:literal, $passive_in:ident;
        )*}
    ) => {
        /// A topic of the protocol. [`FromStr`](std::str::FromStr) and [`Display`](std::fmt::Display) are inverse to each other.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Topic {
            $(#[doc = concat!("`", $address, "`")] $fixed,)*
            $(
                #[doc = concat!("`", $first $(, "/" $(, $word)? $(, "{", stringify!($param), "}")?)*, "`")]
                $name {$($(#[doc = concat!("`{", stringify!($param), "}`")] $param: $param_type,)?)*},
            )*
            $(
                #[doc = concat!("`", $also_first $(, "/" $(, $also_word)? $(, "{", stringify!($also_param), "}")?)*, "`")]
                $also {$($(#[doc = concat!("`{", stringify!($also_param), "}`")] $also_param: $also_param_type,)?)*},
            )*
            /// The topic of a passive message.
            Passive(PassiveTopic),
        }

        /// A message of the protocol.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Message {
            $(#[doc = concat!("`", $address, "`")] $fixed $(($fixed_type))?,)*
            $(
                #[doc = concat!("`", $first $(, "/" $(, $word)? $(, "{", stringify!($param), "}")?)*, "`")]
                $name($type),
            )*
            /// A message that nothing inspects.
            Passive(PassiveMessage),
        }

        /// The description of each topic.
        #[expect(non_upper_case_globals, reason = "each is named after its topic")]
        mod rows {
            use super::{Carries, Channel, protocol};

            $(pub(super) const $fixed: Channel = protocol!(
                @channel $fixed $fixed, $address, $address, $fixed_kind $($fixed_size)?, $fixed_from $fixed_to $fixed_in
            );)*
            $(pub(super) const $name: Channel = protocol!(
                @channel $name $name,
                concat!($first $(, "/" $(, $word)? $(, "{", stringify!($param), "}")?)*),
                concat!($first $(, "/" $(, $word)? $(, protocol!(@wildcard $param_type))?)*),
                $kind $($size)?, $from $to $in
            );)*
            $(pub(super) const $also: Channel = protocol!(
                @channel $also $of,
                concat!($also_first $(, "/" $(, $also_word)? $(, "{", stringify!($also_param), "}")?)*),
                concat!($also_first $(, "/" $(, $also_word)? $(, protocol!(@wildcard $also_param_type))?)*),
                $also_kind, $also_from $also_to $also_in
            );)*
            $(pub(super) const $passive: Channel = protocol!(
                @channel $passive $passive,
                concat!($passive_first $(, "/" $(, $passive_word)? $(, "{", stringify!($passive_param), "}")?)*),
                concat!($passive_first $(, "/" $(, $passive_word)? $(, protocol!(@wildcard $passive_param_type))?)*),
                $passive_kind $($passive_size)?, $passive_from $passive_to $passive_in
            );)*
        }

        /// Every topic of the protocol, in the order of the table.
        pub const CHANNELS: &[Channel] =
            &[$(rows::$fixed,)* $(rows::$name,)* $(rows::$also,)* $(rows::$passive,)*];

        const PASSIVE: &[PassiveRow] = &[$(PassiveRow {
            channel: rows::$passive,
            address: &[
                AddressPart::Fixed($passive_first)
                $(,
                    $(AddressPart::Fixed($passive_word))?
                    $(AddressPart::Parameter(|text| {
                        <$passive_param_type as TopicLevel>::parse(stringify!($passive_param), text).map(drop)
                    }))?
                )*
            ],
            payload: protocol!(@passive $passive_kind $($passive_type)? $({$($key: $field_type),*} $about)?),
        },)*];

        /// The filters of topics with subscribers.
        pub(super) mod filters {
            use super::rows;

            $($(#[doc = concat!("`", $address, "`")] pub const $fixed_filter: &str = rows::$fixed.filter;)?)*
            $($(
                #[doc = concat!("For [`", stringify!($name), "`](crate::Topic::", stringify!($name), ").")]
                pub const $filter: &str = rows::$name.filter;
            )?)*
            $($(
                #[doc = concat!("For [`", stringify!($also), "`](crate::Topic::", stringify!($also), ").")]
                pub const $also_filter: &str = rows::$also.filter;
            )?)*
            $($(
                #[doc = concat!("For the passive message `", stringify!($passive), "`.")]
                pub const $passive_filter: &str = rows::$passive.filter;
            )?)*
        }

        impl Topic {
            /// The description of this topic in the table.
            pub fn channel(&self) -> &'static Channel {
                match self {
                    $(Self::$fixed => &rows::$fixed,)*
                    $(Self::$name {..} => &rows::$name,)*
                    $(Self::$also {..} => &rows::$also,)*
                    Self::Passive(topic) => topic.channel(),
                }
            }
        }

        impl std::fmt::Display for Topic {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$fixed => formatter.write_str($address),)*
                    $(Self::$name {$($($param,)?)*} => join(formatter, &[&$first $(, $(&$word)? $($param)?)*]),)*
                    $(Self::$also {$($($also_param,)?)*} => {
                        join(formatter, &[&$also_first $(, $(&$also_word)? $($also_param)?)*])
                    })*
                    Self::Passive(topic) => topic.fmt(formatter),
                }
            }
        }

        impl std::str::FromStr for Topic {
            type Err = TopicError;

            fn from_str(text: &str) -> Result<Self, TopicError> {
                match text {
                    $($address => return Ok(Self::$fixed),)*
                    _ => {}
                }
                if text.len() > MAX_TOPIC_BYTES {
                    return Err(TopicError::TooLong(text.len()));
                }
                let levels = Levels::split(text);
                $(if let Some([$first $(, $($word)? $($param)?)*]) = levels.first() {
                    return Ok(Self::$name {
                        $($($param: TopicLevel::parse(stringify!($param), $param)?,)?)*
                    });
                })*
                $(if let Some([$also_first $(, $($also_word)? $($also_param)?)*]) = levels.first() {
                    return Ok(Self::$also {
                        $($($also_param: TopicLevel::parse(stringify!($also_param), $also_param)?,)?)*
                    });
                })*
                PassiveTopic::parse(PASSIVE, text)?.map(Self::Passive).ok_or(TopicError::Unknown)
            }
        }

        impl Message {
            /// The topic of this message.
            pub fn topic(&self, dialect: Dialect) -> Topic {
                match (self, dialect.wire_format) {
                    $((Self::$of(_message), WireFormat::$format) => Topic::$also {
                        $($($also_param: InTopic::to_level(&_message.$also_param),)?)*
                    },)*
                    $((Self::$fixed {..}, _) => Topic::$fixed,)*
                    $((Self::$name(message), _) => Topic::$name {
                        $($($param: InTopic::to_level(&message.$param),)?)*
                    },)*
                    (Self::Passive(message), _) => Topic::Passive(message.topic.clone()),
                }
            }

            /// The name of this kind of message, for logs and counters.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$fixed {..} => stringify!($fixed),)*
                    $(Self::$name(_) => stringify!($name),)*
                    Self::Passive(message) => message.topic.channel().message,
                }
            }

            pub(super) fn read(topic: &Topic, payload: Bytes) -> Result<Self, ReadError> {
                Ok(match topic {
                    $(Topic::$fixed => protocol!(@read $fixed_kind $fixed payload),)*
                    $(Topic::$name {$($($param,)?)*} => protocol!(@read $kind $name payload $($($param)?)*),)*
                    $(Topic::$also {$($($also_param,)?)*} => {
                        protocol!(@read $also_kind $of payload $($($also_param)?)*)
                    })*
                    Topic::Passive(topic) => Self::Passive(PassiveMessage::read(topic.clone(), payload)?),
                })
            }

            pub(super) fn write(&self, format: WireFormat) -> Bytes {
                match self {
                    $(protocol!(@pattern $fixed_kind $fixed message) => {
                        protocol!(@write $fixed_kind message format)
                    })*
                    $(Self::$name(message) => protocol!(@write $kind message format),)*
                    Self::Passive(message) => message.payload.clone(),
                }
            }
        }

        /// The schema of a kind of message's payload; `None` if that is not JSON.
        #[cfg(feature = "schema")]
        pub(crate) fn payload_schema(
            message: &str,
            generator: &mut schemars::SchemaGenerator,
        ) -> Option<schemars::Schema> {
            $($(if message == stringify!($fixed) {
                return protocol!(@schema $fixed_kind $fixed_type, generator);
            })?)*
            $(if message == stringify!($name) {
                return protocol!(@schema $kind $type, generator);
            })*
            PASSIVE.iter().find(|row| row.channel.message == message)?.payload.schema(generator)
        }
    };

    (
        @channel $topic:ident $message:ident, $address:expr, $filter:expr, $kind:ident $($size:ident)?,
        $from:literal $to:literal $in:ident
    ) => {
        Channel {
            topic: stringify!($topic),
            address: $address,
            filter: $filter,
            message: stringify!($message),
            carries: protocol!(@carries $kind),
            most_bytes: protocol!(@most_bytes $($size)?),
            from: $from,
            to: $to,
            spoken_by: stringify!($in),
        }
    };

    // Only these may contain slashes, and they always come last.
    (@wildcard IntentName) => { "#" };
    (@wildcard RequestId) => { "#" };
    (@wildcard $param_type:ident) => { "+" };

    (@carries json) => { Carries::Json };
    (@carries binary) => { Carries::Binary };
    (@carries empty) => { Carries::Nothing };

    (@most_bytes) => { Channel::CONTROL_BYTES };
    (@most_bytes speech) => { Channel::SPEECH_BYTES };
    (@most_bytes bulk) => { Channel::BULK_BYTES };

    (@read json $message:ident $payload:ident $($param:ident)*) => {{
        #[allow(unused_mut, reason = "only addresses with parameters change it")]
        let mut message = Message::$message(document(&$payload)?);
        $(if let Message::$message(value) = &mut message {
            InTopic::take_level(&mut value.$param, $param);
        })*
        message
    }};
    (@read binary $message:ident $payload:ident $($param:ident)*) => {
        Message::$message($message::new($($param.clone(),)* $payload))
    };
    (@read empty $message:ident $payload:ident) => { Message::$message };

    (@pattern empty $message:ident $name:ident) => { Message::$message };
    (@pattern $kind:ident $message:ident $name:ident) => { Message::$message($name) };

    (@write json $value:ident $format:ident) => { json::payload($value, $format) };
    (@write binary $value:ident $format:ident) => { $value.bytes().clone() };
    (@write empty $value:ident $format:ident) => { Bytes::new() };

    (@schema json $type:ty, $generator:ident) => { Some($generator.subschema_for::<$type>()) };
    (@schema binary $type:ty, $generator:ident) => { None };

    (@passive json $type:ty) => { PassivePayload::json::<$type>() };
    (@passive json {$($key:literal : $field_type:ty),*} $about:literal) => {
        PassivePayload::Object { fields: &[$(PassiveField::new::<$field_type>($key)),*], about: $about }
    };
    (@passive $kind:ident) => { PassivePayload::Bytes };
}

pub(super) use protocol;
