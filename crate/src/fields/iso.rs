//! Dates and times in ISO 8601 as Python and Django read them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Weekday};

/// A moment without an offset, or with one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Moment {
    Naive(NaiveDateTime),
    Aware(DateTime<FixedOffset>),
}

/// `2024-01-05`, `20240105`, `2024-W01-5`, and with single digits `2024-1-5`. Years 1 to 9999.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    calendar_date(text).or_else(|| {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4..=4)?;
        let month = digits(parts.next()?, 1..=2)?;
        let day = digits(parts.next()?, 1..=2)?;
        if parts.next().is_some() { None } else { ymd(year, month, day) }
    })
}

/// `12:30:45.5`, `123045`, `12`, and with a single digit `1:30`; an offset is dropped, digits past
/// the sixth are cut off.
pub(super) fn time(text: &str) -> Option<NaiveTime> {
    let iso = text.strip_prefix('T').unwrap_or(text);
    let (clock, offset) = split_offset(iso);
    match (clock_time(clock), offset.map(fixed_offset)) {
        (Some(time), None | Some(Some(_))) => Some(time),
        _ => loose_time(text),
    }
}

/// A date and a time with any character between, or a date alone for midnight; single digits and
/// blanks before the offset where `T` or a blank stands between.
pub(super) fn datetime(text: &str) -> Option<Moment> {
    iso_datetime(text).or_else(|| loose_datetime(text))
}

/// Python's `datetime.fromisoformat`.
fn iso_datetime(text: &str) -> Option<Moment> {
    if let Some(date) = calendar_date(text) {
        return Some(Moment::Naive(date.and_time(NaiveTime::MIN)));
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

/// Django's `datetime_re`.
fn loose_datetime(text: &str) -> Option<Moment> {
    let separator = text.find(['T', ' '])?;
    let date = date(&text[..separator])?;
    let (clock, offset) = split_offset(&text[separator + 1..]);
    moment(date, loose_time(clock.trim_end())?, offset)
}

fn moment(date: NaiveDate, time: NaiveTime, offset: Option<&str>) -> Option<Moment> {
    let naive = date.and_time(time);
    match offset {
        None => Some(Moment::Naive(naive)),
        Some(offset) => {
            fixed_offset(offset)?.from_local_datetime(&naive).single().map(Moment::Aware)
        }
    }
}

/// The forms of Python's `date.fromisoformat`.
fn calendar_date(text: &str) -> Option<NaiveDate> {
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
        let weekday = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
        return NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, number, weekday)
            .filter(in_range);
    }
    let month = digits(rest.get(..2)?, 2..=2)?;
    let day = if dashed { rest[2..].strip_prefix('-')? } else { &rest[2..] };
    ymd(year, month, digits(day, 2..=2)?)
}

/// `HH[MM[SS]]` or `HH[:MM[:SS]]`, then a fraction of a second of any length; Python takes it after
/// the hour, too.
fn clock_time(text: &str) -> Option<NaiveTime> {
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
fn loose_time(text: &str) -> Option<NaiveTime> {
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
fn fixed_offset(text: &str) -> Option<FixedOffset> {
    if text == "Z" {
        return FixedOffset::east_opt(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let time = clock_time(text.get(1..)?)?;
    let seconds = (time - NaiveTime::MIN).num_seconds();
    FixedOffset::east_opt(sign * i32::try_from(seconds).ok()?)
}

fn hms(hour: u32, minute: u32, second: u32, fraction: Option<&str>) -> Option<NaiveTime> {
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
    // Chrono counts a leap second as more than a million microseconds; Python knows none.
    if second > 59 { None } else { NaiveTime::from_hms_micro_opt(hour, minute, second, micros) }
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(in_range)
}

fn in_range(date: &NaiveDate) -> bool {
    use chrono::Datelike;

    (1..=9999).contains(&date.year())
}

/// So many ASCII digits and nothing else.
fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let all = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}
