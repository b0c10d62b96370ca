//! Times and sizes as people write them: `90s`, `5m`, `1h`, `100M`, `2G`.

use std::time::Duration;

use super::output::Output;

/// When a new file is begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// After so long.
    After(Duration),
    /// When it has so many bytes.
    At(u64),
    /// Never.
    Never,
}

impl Rotation {
    /// Whether a file is old or large enough.
    pub(crate) fn is_due(self, file: &Output, now: Duration) -> bool {
        match self {
            Self::After(time) => now.saturating_sub(file.begun()) >= time,
            Self::At(bytes) => file.bytes() >= bytes,
            Self::Never => false,
        }
    }
}

/// A time: a number with `s`, `m`, `h` or `d`; without a unit they are seconds.
pub(crate) fn time(text: &str) -> Result<Duration, String> {
    let advice = || "write a time such as 90s, 5m, 1h or 1d".to_owned();
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

/// A size: a whole number with `k`, `M` or `G`, or of bytes.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let advice = || "write a size such as 500k, 100M or 2G".to_owned();
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
    let time = time(text).map_err(|_| "write a time such as 1h, or a size such as 100M".to_owned())?;
    Ok(Rotation::After(time))
}

fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_alphabetic).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
