//! So many requests in such a time.

use std::time::Duration;

/// A number of requests and the period in which they may come, such as `100/day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub requests: usize,
    /// In which time.
    pub period: Duration,
}

impl Rate {
    /// A rate as DRF writes it: a number, a slash, and a period, of which the first letter counts:
    /// `s`, `m`, `h`, `d`, as in `3/hour` or `100/d`. `None` for any other text.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use seaview::throttling::Rate;
    ///
    /// let rate = Rate { requests: 3, period: Duration::from_secs(3600) };
    /// assert_eq!(Rate::parse("3/hour"), Some(rate));
    /// assert_eq!(Rate::parse("3 an hour"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (requests, period) = text.split_once('/')?;
        let seconds = match period.chars().next()? {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return None,
        };
        Some(Self { requests: requests.parse().ok()?, period: Duration::from_secs(seconds) })
    }

    #[track_caller]
    pub(super) fn of(text: &str) -> Self {
        match Self::parse(text) {
            Some(rate) => rate,
            None => panic!("`{text}` is no rate; write one such as `100/day`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_period_the_first_letter_counts() {
        for (text, expected) in [
            ("1/s", Some((1, 1))),
            ("1/sec", Some((1, 1))),
            ("60/min", Some((60, 60))),
            ("3/hour", Some((3, 3600))),
            ("100/day", Some((100, 86_400))),
            ("0/d", Some((0, 86_400))),
            ("1/week", None),
            ("1/", None),
            ("1", None),
            ("/day", None),
            ("-1/day", None),
            ("one/day", None),
        ] {
            let rate = Rate::parse(text).map(|rate| (rate.requests, rate.period.as_secs()));
            assert_eq!(rate, expected, "{text}");
        }
    }
}
