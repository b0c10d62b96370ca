//! Parsers for flag values: times, sizes, brokers.

use std::time::Duration;

use petasos_inspect::record::Rotation;
use petasos_recording::replay::Pace;

/// A time in seconds.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.001..=86_400.0).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "write seconds, such as 2.5; one day at most".to_owned())
}

/// A time: a number with the unit `s`, `m`, `h` or `d`; without one, seconds.
pub(crate) fn time(text: &str) -> Result<Duration, String> {
    let advice = || "write a time, such as 90s, 5m, 1h or 1d".to_owned();
    let (number, unit) = split(text);
    let seconds = match unit {
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        _ => return Err(advice()),
    };
    let number: f64 = number.parse().map_err(|_| advice())?;
    let time = Duration::try_from_secs_f64(number * seconds).map_err(|_| advice())?;
    if time.is_zero() { Err(advice()) } else { Ok(time) }
}

/// A size: a whole number of bytes, or with `k`, `M` or `G`.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let advice = || "write a size, such as 500k, 100M or 2G".to_owned();
    let (number, unit) = split(text);
    let factor = match unit {
        "" => 1,
        "k" | "K" => 1_000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        _ => return Err(advice()),
    };
    let number: u64 = number.parse().map_err(|_| advice())?;
    number.checked_mul(factor).filter(|bytes| *bytes > 0).ok_or_else(advice)
}

/// When to begin a new file: a time or a size.
pub(crate) fn rotation(text: &str) -> Result<Rotation, String> {
    if text.ends_with(['k', 'K', 'M', 'G']) {
        return size(text).map(Rotation::At);
    }
    let time = time(text).map_err(|_| "write a time, such as 1h, or a size, such as 100M".to_owned())?;
    Ok(Rotation::After(time))
}

fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_alphabetic).unwrap_or(text.len()))
}

/// The broker that a flag names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Broker {
    /// The one in the configuration.
    Configured,
    /// This host, at the configured port unless one is given.
    At {
        /// Name or address.
        host: String,
        /// The port, if given.
        port: Option<u16>,
    },
}

/// A broker: empty for the configured one, `HOST`, `HOST:PORT` or `[IPV6]:PORT`.
pub(crate) fn broker(text: &str) -> Result<Broker, String> {
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

/// A pace: `recorded`, `none` or seconds.
pub(crate) fn pace(text: &str) -> Result<Pace, String> {
    match text {
        "recorded" => Ok(Pace::Recorded),
        "none" => Ok(Pace::Removed),
        text => seconds_or_zero(text)
            .map(Pace::AtMost)
            .map_err(|_| "write recorded, none, or seconds, such as 0.5".to_owned()),
    }
}

/// A time in seconds, or 0.
pub(crate) fn seconds_or_zero(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=86_400.0).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "write seconds, such as 2.5; one day at most".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_given_in_seconds() {
        assert_eq!(seconds("2.5"), Ok(Duration::from_millis(2500)));
        for wrong in ["", "0", "-1", "soon", "inf", "NaN", "1e9"] {
            assert!(seconds(wrong).unwrap_err().contains("seconds"), "{wrong}");
        }
    }

    #[test]
    fn times_and_sizes_are_read_as_people_write_them() {
        assert_eq!(time("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(time("2.5"), Ok(Duration::from_millis(2500)));
        assert_eq!(time("1h"), Ok(Duration::from_secs(3600)));
        assert_eq!(size("100M"), Ok(100_000_000));
        assert_eq!(rotation("1h"), Ok(Rotation::After(Duration::from_secs(3600))));
        assert_eq!(rotation("100M"), Ok(Rotation::At(100_000_000)));
    }

    #[test]
    fn what_is_no_time_or_size_is_refused_with_an_example() {
        for wrong in ["", "h", "0", "-1s", "1w", "1e400", "NaNs"] {
            assert!(time(wrong).unwrap_err().contains("5m"), "{wrong}");
        }
        for wrong in ["", "0", "-1", "1.5G", "1T", "99999999999G"] {
            assert!(size(wrong).unwrap_err().contains("100M"), "{wrong}");
        }
        assert!(rotation("soon").is_err());
    }

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
