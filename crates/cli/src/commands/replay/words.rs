//! What flags mean.

use std::time::Duration;

use petasos_recording::replay::Pace;

/// Which broker is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broker {
    /// The one that is configured.
    Configured,
    /// This one; without a port, that which is configured.
    At { host: String, port: Option<u16> },
}

pub(super) fn broker(text: &str) -> Result<Broker, String> {
    if text.is_empty() {
        return Ok(Broker::Configured);
    }
    let wrong = || "write HOST, HOST:PORT or [IPV6]:PORT".to_owned();
    let (host, port) =
        match text.strip_prefix('[').map(|rest| rest.split_once(']').ok_or_else(wrong)).transpose()? {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or_else(wrong)?)),
            None => match text.split_once(':') {
                Some((_, port)) if port.contains(':') => (text, None),
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            },
        };
    if host.is_empty() {
        return Err(wrong());
    }
    let port = port.map(|port| port.parse().map_err(|_| wrong())).transpose()?;
    Ok(Broker::At { host: host.to_owned(), port })
}

pub(super) fn pace(text: &str) -> Result<Pace, String> {
    match text {
        "recorded" => Ok(Pace::Recorded),
        "none" => Ok(Pace::Removed),
        text => seconds(text)
            .map(Pace::AtMost)
            .map_err(|_| "write recorded, none, or seconds such as 0.5".to_owned()),
    }
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "write seconds, such as 2.5; at most a day".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_a_host_with_or_without_a_port() {
        let right = [
            ("kitchen.local", "kitchen.local", None),
            ("127.0.0.1:1884", "127.0.0.1", Some(1884)),
            ("::1", "::1", None),
            ("[::1]:1884", "::1", Some(1884)),
        ];
        for (text, host, port) in right {
            assert_eq!(broker(text), Ok(Broker::At { host: host.to_owned(), port }), "{text}");
        }
        assert_eq!(broker(""), Ok(Broker::Configured));
        for wrong in [":1", "host:", "host:99999", "[::1", "[::1]1"] {
            assert!(broker(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_pace_is_a_word_or_a_time() {
        assert_eq!(pace("recorded"), Ok(Pace::Recorded));
        assert_eq!(pace("none"), Ok(Pace::Removed));
        assert_eq!(pace("0.25"), Ok(Pace::AtMost(Duration::from_millis(250))));
        assert!(pace("fast").is_err() && pace("-1").is_err() && pace("NaN").is_err());
    }
}
