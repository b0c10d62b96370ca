//! `protocol!`: makes of one table the topics, how messages are read and written, and the list of channels.
//!
//! A row says: the topic's name and address, the name of its constant in [`filter`](crate::filter) if somebody subscribes
//! to it, what it carries and which [`Message`](crate::Message) that is, in which
//! wire formats that message goes there (all, unless said), who speaks to whom, and who speaks it at all
//! (`R`haspsy, `S`nips, `A`lice, `P`etasos).
//!
//! What a topic carries:
//! * `json Name`: the payload of `Message::Name`. A parameter of the address fills the field of the same name.
//! * `binary Name`: raw bytes; `Message::Name` holds a type of that name, made of the parameters and the bytes.
//! * `empty Name`: nothing, whatever is there is ignored.
//! * `bare Name`: nothing but the one parameter of the address, which `Message::Name` holds.

/// See the module's documentation.
macro_rules! protocol {
    (
        fixed {$(
            $fixed:ident = $address:literal $(as $fixed_filter:ident)?,
            $fixed_kind:ident $fixed_message:ident $([$($fixed_format:ident)|+])?,
            $fixed_from:literal > $fixed_to:literal, $fixed_in:ident;
        )*}
        levels {$(
            $topic:ident = $($($word:literal)? $(($param:ident : $param_type:ident))?)/+ $(as $filter:ident)?,
            $kind:ident $message:ident $([$($format:ident)|+])?, $from:literal > $to:literal, $in:ident;
        )*}
    ) => {
        /// A topic of the protocol: [`FromStr`](std::str::FromStr) and [`Display`](std::fmt::Display) are each
        /// other's inverse.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Topic {
            $(#[doc = concat!("`", $address, "`")] $fixed,)*
            $(
                #[doc = concat!("`" $(, "/" $(, $word)? $(, "{", stringify!($param), "}")?)+, "`")]
                $topic {$($(#[doc = concat!("Which ", stringify!($param), ".")] $param: $param_type,)?)+},
            )*
        }

        impl std::fmt::Display for Topic {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$fixed => formatter.write_str($address),)*
                    $(Self::$topic {$($($param,)?)+} => {
                        crate::topic::join(formatter, &[$($(&$word)? $($param)?),+])
                    })*
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
                $(if let Some([$($($word)? $($param)?),+]) = levels.first() {
                    return Ok(Self::$topic {
                        $($($param: TopicLevel::parse(stringify!($param), $param)?,)?)+
                    });
                })*
                Err(TopicError::Unknown)
            }
        }

        impl Message {
            /// Where this message is published.
            pub fn topic(&self, dialect: Dialect) -> Topic {
                match (self, dialect.wire_format) {
                    $((Self::$fixed_message {..}, protocol!(@formats $($($fixed_format)|+)?)) => Topic::$fixed,)*
                    $((Self::$message(_message), protocol!(@formats $($($format)|+)?)) => Topic::$topic {
                        $($($param: protocol!(@level $kind _message $param),)?)+
                    },)*
                }
            }

            /// The name of this kind of message, for logs and counters.
            #[expect(unreachable_patterns, reason = "a message may be read from more than one topic")]
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$fixed_message {..} => stringify!($fixed_message),)*
                    $(Self::$message {..} => stringify!($message),)*
                }
            }

            pub(crate) fn from_topic(topic: &Topic, payload: Bytes) -> Result<Self, Trouble> {
                Ok(match topic {
                    $(Topic::$fixed => protocol!(@decode $fixed_kind $fixed_message payload),)*
                    $(Topic::$topic {$($($param,)?)+} => protocol!(@decode $kind $message payload $($($param)?)+),)*
                })
            }

            #[expect(unreachable_patterns, reason = "a message may be read from more than one topic")]
            pub(crate) fn write_payload(&self, format: WireFormat) -> Bytes {
                match self {
                    $(protocol!(@pattern $fixed_kind $fixed_message message) => {
                        protocol!(@encode $fixed_kind message format)
                    })*
                    $(protocol!(@pattern $kind $message message) => protocol!(@encode $kind message format),)*
                }
            }
        }

        /// Every topic of the protocol, in the order of the table.
        pub const CHANNELS: &[Channel] = &[
            $(protocol!(
                @channel $fixed, $address, $address, $fixed_kind $fixed_message $fixed_from $fixed_to $fixed_in
            ),)*
            $(protocol!(
                @channel $topic,
                protocol!(@join $("/" $(, $word)? $(, "{", stringify!($param), "}")?),+),
                protocol!(@join $("/" $(, $word)? $(, protocol!(@wildcard $param_type))?),+),
                $kind $message $from $to $in
            ),)*
        ];

        /// The filters of topics that somebody subscribes to.
        pub(crate) mod filters {
            use crate::table::protocol;

            $(protocol!(@constant [$($fixed_filter)?] $address);)*
            $(protocol!(
                @constant [$($filter)?] protocol!(@join $("/" $(, $word)? $(, protocol!(@wildcard $param_type))?),+)
            );)*
        }

        impl Topic {
            /// What the table says about this topic.
            pub fn channel(&self) -> &'static Channel {
                match self {
                    $(Self::$fixed => &const {
                        protocol!(
                            @channel $fixed, $address, $address,
                            $fixed_kind $fixed_message $fixed_from $fixed_to $fixed_in
                        )
                    },)*
                    $(Self::$topic {..} => &const {
                        protocol!(
                            @channel $topic,
                            protocol!(@join $("/" $(, $word)? $(, "{", stringify!($param), "}")?),+),
                            protocol!(@join $("/" $(, $word)? $(, protocol!(@wildcard $param_type))?),+),
                            $kind $message $from $to $in
                        )
                    },)*
                }
            }
        }

        /// The schema of what a kind of message carries; `None` if that is not JSON.
        #[cfg(feature = "schema")]
        pub(crate) fn payload_schema(
            message: &str,
            generator: &mut schemars::SchemaGenerator,
        ) -> Option<schemars::Schema> {
            $(protocol!(@schema $fixed_kind $fixed_message message generator);)*
            $(protocol!(@schema $kind $message message generator);)*
            None
        }
    };

    (
        @channel $topic:ident, $address:expr, $filter:expr,
        $kind:ident $message:ident $from:literal $to:literal $in:ident
    ) => {
        Channel {
            topic: stringify!($topic),
            address: $address,
            filter: $filter,
            message: stringify!($message),
            carries: protocol!(@carries $kind),
            from: $from,
            to: $to,
            spoken_by: stringify!($in),
        }
    };

    (@constant [] $filter:expr) => {};
    (@constant [$name:ident] $filter:expr) => {
        /// The filter of the topic of this name.
        pub const $name: &str = $filter;
    };

    // Every level begins with a slash; the first one's goes.
    (@join $($part:expr),+) => { concat!($($part),+).split_at(1).1 };

    // Only these may contain slashes, and they are always last.
    (@wildcard IntentName) => { "#" };
    (@wildcard RequestId) => { "#" };
    (@wildcard $param_type:ident) => { "+" };

    (@formats) => { _ };
    (@formats $($format:ident)|+) => { $(WireFormat::$format)|+ };

    (@level bare $value:ident $param:ident) => { $value.clone() };
    (@level $kind:ident $value:ident $param:ident) => { crate::topic::InTopic::to_level(&$value.$param) };

    (@decode json $message:ident $payload:ident $($param:ident)*) => {{
        #[allow(unused_mut, reason = "only addresses with parameters change it")]
        let mut message = Message::$message(document(&$payload)?);
        $(if let Message::$message(value) = &mut message {
            crate::topic::InTopic::take_level(&mut value.$param, $param);
        })*
        message
    }};
    (@decode binary $message:ident $payload:ident $($param:ident)*) => {
        Message::$message(crate::payload::$message::new($($param.clone(),)* $payload))
    };
    (@decode empty $message:ident $payload:ident) => { Message::$message };
    (@decode bare $message:ident $payload:ident $param:ident) => { Message::$message($param.clone()) };

    (@pattern empty $message:ident $name:ident) => { Message::$message };
    (@pattern bare $message:ident $name:ident) => { Message::$message(_) };
    (@pattern $kind:ident $message:ident $name:ident) => { Message::$message($name) };

    (@encode json $value:ident $format:ident) => { write::payload($value, $format) };
    (@encode binary $value:ident $format:ident) => { $value.bytes().clone() };
    (@encode $kind:ident $value:ident $format:ident) => { Bytes::new() };

    (@carries json) => { Carries::Json };
    (@carries binary) => { Carries::Binary };
    (@carries $kind:ident) => { Carries::Nothing };

    (@schema json $name:ident $message:ident $generator:ident) => {
        if $message == stringify!($name) {
            return Some(crate::schema::of_variant(Message::$name, $generator));
        }
    };
    (@schema $kind:ident $name:ident $message:ident $generator:ident) => {};
}

pub(crate) use protocol;
