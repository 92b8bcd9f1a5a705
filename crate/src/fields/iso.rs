//! Dates and times in ISO 8601 as Python and Django read them, for the types of any crate.

use std::{borrow::Cow, fmt, ops::RangeInclusive};

use super::python;

/// A day of the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Date {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    pub(super) micros: u32,
}

/// A day and a time, and perhaps how many seconds they are ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub(super) date: Date,
    pub(super) clock: Clock,
    pub(super) offset: Option<i32>,
}

const MIDNIGHT: Clock = Clock { hour: 0, minute: 0, second: 0, micros: 0 };

/// `2024-01-05`
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// `03:04:05`, and with six digits after the point unless they are zero.
impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        if self.micros == 0 { Ok(()) } else { write!(f, ".{:06}", self.micros) }
    }
}

/// `2024-01-05`, `20240105`, `2024-W01-5`, and with single digits `2024-1-5`.
pub(super) fn date(text: &str) -> Option<Date> {
    calendar_date(text).or_else(|| loose_date(&loose(text)))
}

/// `12:30:45.5`, `123045`, `12`, and with a single digit `1:30`; an offset is dropped, digits past
/// the sixth are cut off.
pub(super) fn time(text: &str) -> Option<Clock> {
    let iso = text.strip_prefix('T').unwrap_or(text);
    let (clock, offset) = split_offset(iso);
    match (clock_time(clock), offset.map(fixed_offset)) {
        (Some(time), None | Some(Some(_))) => Some(time),
        _ => loose_time(&loose(text)),
    }
}

/// A date and a time with any character between, or a date alone for midnight; single digits and
/// blanks before the offset where `T` or a blank stands between.
pub(super) fn datetime(text: &str) -> Option<Moment> {
    iso_datetime(text).or_else(|| loose_datetime(&loose(text)))
}

/// What the patterns of Django take beside: digits of any script, a line break at the end.
fn loose(text: &str) -> Cow<'_, str> {
    python::ascii_digits(text.strip_suffix('\n').unwrap_or(text))
}

/// Python's `datetime.fromisoformat`.
fn iso_datetime(text: &str) -> Option<Moment> {
    if let Some(date) = calendar_date(text) {
        return Some(Moment { date, clock: MIDNIGHT, offset: None });
    }
    // The date is what comes before the separator, the shortest reading first.
    [7, 8, 10].into_iter().find_map(|length| {
        let date = calendar_date(text.get(..length)?)?;
        let mut rest = text[length..].chars();
        rest.next()?;
        let (clock, offset) = split_offset(rest.as_str());
        moment(date, clock_time(clock)?, offset)
    })
}

/// Django's `date_re`: single digits.
fn loose_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4..=4)?;
    let month = digits(parts.next()?, 1..=2)?;
    let day = digits(parts.next()?, 1..=2)?;
    if parts.next().is_some() { None } else { ymd(year, month, day) }
}

/// Django's `datetime_re`.
fn loose_datetime(text: &str) -> Option<Moment> {
    let separator = text.find(['T', ' '])?;
    let date = loose_date(&text[..separator])?;
    let (clock, offset) = split_offset(&text[separator + 1..]);
    moment(date, loose_time(clock.trim_end())?, offset)
}

fn moment(date: Date, clock: Clock, offset: Option<&str>) -> Option<Moment> {
    match offset {
        None => Some(Moment { date, clock, offset: None }),
        Some(offset) => Some(Moment { date, clock, offset: Some(fixed_offset(offset)?) }),
    }
}

/// The forms of Python's `date.fromisoformat`.
fn calendar_date(text: &str) -> Option<Date> {
    let year = digits(text.get(..4)?, 4..=4)?;
    let rest = &text[4..];
    let (dashed, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if let Some(week) = rest.strip_prefix('W') {
        let number = digits(week.get(..2)?, 2..=2)?;
        let day = match (dashed, &week[2..]) {
            (_, "") => 1,
            (true, day) => digits(day.strip_prefix('-')?, 1..=1)?,
            (false, day) => digits(day, 1..=1)?,
        };
        return week_date(year, number, day);
    }
    let month = digits(rest.get(..2)?, 2..=2)?;
    let day = if dashed { rest[2..].strip_prefix('-')? } else { &rest[2..] };
    ymd(year, month, digits(day, 2..=2)?)
}

/// `HH[MM[SS]]` or `HH[:MM[:SS]]`, then a fraction of a second of any length; Python takes it after
/// the hour, too.
fn clock_time(text: &str) -> Option<Clock> {
    let (whole, fraction) = match text.find(['.', ',']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let hour = digits(whole.get(..2)?, 2..=2)?;
    let colons = whole[2..].starts_with(':');
    let mut rest = &whole[2..];
    let mut parts = [0, 0];
    let mut read = 0;
    while !rest.is_empty() && read < 2 {
        if colons {
            rest = rest.strip_prefix(':')?;
        }
        parts[read] = digits(rest.get(..2)?, 2..=2)?;
        rest = &rest[2..];
        read += 1;
    }
    if !rest.is_empty() {
        return None;
    }
    hms(hour, parts[0], parts[1], fraction)
}

/// Django's `time_re`: single digits, seconds optional, no offset.
fn loose_time(text: &str) -> Option<Clock> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = digits(parts.next()?, 1..=2)?;
    let Some(seconds) = parts.next() else { return hms(hour, minute, 0, None) };
    if parts.next().is_some() {
        return None;
    }
    match seconds.find(['.', ',']) {
        Some(at) => {
            let fraction = seconds[at + 1..].get(..).filter(|digits| digits.len() <= 12)?;
            hms(hour, minute, digits(&seconds[..at], 1..=2)?, Some(fraction))
        }
        None => hms(hour, minute, digits(seconds, 1..=2)?, None),
    }
}

/// Cuts `Z`, `+05:30` and their like off the end of a time.
fn split_offset(text: &str) -> (&str, Option<&str>) {
    match text.find(['Z', '+', '-']) {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    }
}

/// `Z`, `±HH`, `±HHMM`, `±HH:MM`, and with seconds `±HH:MM:SS`.
fn fixed_offset(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let Clock { hour, minute, second, .. } = clock_time(text.strip_prefix(['+', '-'])?)?;
    Some(sign * i32::try_from(hour * 3600 + minute * 60 + second).ok()?)
}

fn hms(hour: u32, minute: u32, second: u32, fraction: Option<&str>) -> Option<Clock> {
    let micros = match fraction {
        None => 0,
        Some(text) => {
            let shown = digits(text.get(..6).unwrap_or(text), 1..=6)?;
            if !text.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            shown * 10_u32.pow(6 - u32::try_from(text.len().min(6)).ok()?)
        }
    };
    let there = hour < 24 && minute < 60 && second < 60;
    there.then_some(Clock { hour, minute, second, micros })
}

fn ymd(year: u32, month: u32, day: u32) -> Option<Date> {
    let there = (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    there.then_some(Date { year, month, day })
}

fn days_in_month(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day of a week, counted from Monday; the first week is that of January 4.
fn week_date(year: u32, week: u32, day: u32) -> Option<Date> {
    let weeks = if monday_of_week_one(year + 1) - monday_of_week_one(year) > 364 { 53 } else { 52 };
    if year == 0 || !(1..=weeks).contains(&week) || !(1..=7).contains(&day) {
        return None;
    }
    let days = monday_of_week_one(year) + i64::from((week - 1) * 7 + day - 1);
    let mut date = Date { year: year.checked_sub(1)?, month: 12, day: 1 };
    let mut left =
        days - days_before(date.year) - 334 - i64::from(days_in_month(date.year, 2) - 28);
    while left >= i64::from(days_in_month(date.year, date.month)) {
        left -= i64::from(days_in_month(date.year, date.month));
        let next = if date.month == 12 { (date.year + 1, 1) } else { (date.year, date.month + 1) };
        (date.year, date.month) = next;
    }
    ymd(date.year, date.month, u32::try_from(left).ok()? + 1)
}

/// In days since January 1 of the year 1, which was a Monday.
fn monday_of_week_one(year: u32) -> i64 {
    let fourth = days_before(year) + 3;
    fourth - fourth.rem_euclid(7)
}

/// The days from the year 1 to the start of a year.
fn days_before(year: u32) -> i64 {
    let years = i64::from(year) - 1;
    years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400)
}

/// So many ASCII digits and nothing else.
fn digits(text: &str, length: RangeInclusive<usize>) -> Option<u32> {
    let all = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        for (text, day) in [
            ("2024-W01-1", Some("2024-01-01")),
            ("2020-W53-7", Some("2021-01-03")),
            ("2021-W01-1", Some("2021-01-04")),
            ("2019-W01-1", Some("2018-12-31")),
            ("2020-W10-4", Some("2020-03-05")),
            ("0001-W01-1", Some("0001-01-01")),
            ("9999-W52-5", Some("9999-12-31")),
            ("9999-W52-6", None),
            ("2024-W53-1", None),
            ("2024-W00-1", None),
            ("2024-W01-8", None),
        ] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn days_that_are_not_in_the_calendar_are_none() {
        assert!(date("2024-02-29").is_some());
        for text in ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "0000-01-01"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
