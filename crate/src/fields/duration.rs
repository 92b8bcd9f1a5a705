//! Spans of time.

use sea_orm::DeriveValueType;

use super::{Field, FieldOptions, FieldSchema, Input, input::is_integer, python};
use crate::{
    error::{ErrorDetail, ValidationError},
    json::write_str,
};

/// A span of time in microseconds, negative or not: a `BIGINT` column, as Django's
/// `DurationField` makes where the database has no intervals.
///
/// Read from `[DD] [HH:[MM:]]ss[.uuuuuu]`, `2 days, 01:30:00`, ISO 8601 from days to seconds
/// (`P1DT2H`), and numbers of seconds; written as `[D ]HH:MM:SS[.ffffff]`, the days negative and
/// the time never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, DeriveValueType)]
pub struct Duration(pub i64);

const SECOND: i128 = 1_000_000;
const DAY: i128 = 86_400 * SECOND;
/// Python's `timedelta` holds no more.
const MAX_DAYS: i128 = 999_999_999;

impl Field for Duration {
    const SCHEMA: FieldSchema = FieldSchema {
        filter_message: Some("Enter a valid duration."),
        ..FieldSchema::new("duration")
    };

    fn parse(input: Input<'_>, _: &FieldOptions) -> Result<Self, ValidationError> {
        let micros = match &input {
            Input::Text(text) => read(text),
            Input::Number(number) if is_integer(number) => {
                let seconds = python::int(number).and_then(|seconds| seconds.checked_mul(SECOND));
                Some(seconds.ok_or_else(overflow)?)
            }
            Input::Number(number) => read(&python::number_to_str(number)),
            _ => None,
        };
        let micros = micros.ok_or_else(wrong_format)?;
        if !(-MAX_DAYS..=MAX_DAYS).contains(&micros.div_euclid(DAY)) {
            return Err(overflow().into());
        }
        i64::try_from(micros).map(Self).map_err(|_| overflow().into())
    }

    fn write(&self, options: &FieldOptions, out: &mut Vec<u8>) {
        let text = if options.iso_8601 { iso_text(self.0) } else { clock_text(self.0) };
        write_str(&text, out);
    }
}

/// `1 02:03:04.500000`: the time is what the days, rounded down, leave.
fn clock_text(micros: i64) -> String {
    let [days, hours, minutes, seconds, fraction] = parts(micros.into());
    let days = if days == 0 { String::new() } else { format!("{days} ") };
    format!("{days}{hours:02}:{minutes:02}:{seconds:02}{}", after_point(fraction))
}

/// `-P1DT02H03M04.500000S`
fn iso_text(micros: i64) -> String {
    let [days, hours, minutes, seconds, fraction] = parts(i128::from(micros).abs());
    let (sign, fraction) = (if micros < 0 { "-" } else { "" }, after_point(fraction));
    format!("{sign}P{days}DT{hours:02}H{minutes:02}M{seconds:02}{fraction}S")
}

/// Days, hours, minutes, seconds, microseconds.
fn parts(micros: i128) -> [i128; 5] {
    let (days, rest) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
    let seconds = rest / SECOND;
    [days, seconds / 3600, seconds / 60 % 60, seconds % 60, rest % SECOND]
}

/// Six digits, or nothing.
fn after_point(micros: i128) -> String {
    if micros == 0 { String::new() } else { format!(".{micros:06}") }
}

/// Django's `parse_duration`, in microseconds.
fn read(text: &str) -> Option<i128> {
    let text = python::ascii_digits(text.strip_suffix('\n').unwrap_or(text));
    standard(&text).or_else(|| iso(&text)).or_else(|| interval(&text))
}

/// `[-]D [-][[HH:]MM:]SS[.ffffff]`, and with a word `D days, …`.
fn standard(text: &str) -> Option<i128> {
    let (days, clock) = match text.rsplit_once(' ') {
        Some((days, clock)) => {
            let number = days.strip_suffix(" days,").or_else(|| days.strip_suffix(" day,"));
            (signed(number.unwrap_or(days))?, clock)
        }
        None => (0, text),
    };
    let (sign, clock) = match clock.strip_prefix('-') {
        Some(clock) => (-1, clock),
        None => (1, clock),
    };
    let mut parts = clock.rsplitn(3, ':');
    let seconds = fraction(parts.next()?)?;
    let minutes = parts.next().map_or(Some(0), digits)?;
    let hours = parts.next().map_or(Some(0), digits)?;
    Some(total(days, sign, [hours, minutes], seconds))
}

/// PostgreSQL's intervals: `[-]D days [±]HH:MM:SS[.ffffff]`, either part or none.
fn interval(text: &str) -> Option<i128> {
    let (days, clock) = match text.split_once(" day") {
        Some((days, rest)) => {
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            (signed(days)?, rest.strip_prefix(' ').unwrap_or(rest))
        }
        None => (0, text),
    };
    if clock.is_empty() {
        return Some(total(days, 1, [0, 0], 0));
    }
    let (sign, clock) = match clock.strip_prefix(['-', '+']) {
        Some(rest) => (if clock.starts_with('-') { -1 } else { 1 }, rest),
        None => (1, clock),
    };
    let (hours, rest) = clock.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':')?;
    let (whole, decimals) = seconds.split_once('.').unwrap_or((seconds, "0"));
    if minutes.len() != 2 || whole.len() != 2 || decimals.len() > 6 || seconds.contains(',') {
        return None;
    }
    Some(total(days, sign, [digits(hours)?, digits(minutes)?], fraction(seconds)?))
}

/// What is beyond `i128` stays at its ends, far beyond any bound.
fn total(days: i128, sign: i128, [hours, minutes]: [i128; 2], micros: i128) -> i128 {
    let seconds = hours.saturating_mul(3600).saturating_add(minutes.saturating_mul(60));
    let time = seconds.saturating_mul(SECOND).saturating_add(micros);
    days.saturating_mul(DAY).saturating_add(time.saturating_mul(sign))
}

/// `[±]P[nD][T[nH][nM][nS]]`
fn iso(text: &str) -> Option<i128> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let text = text.strip_prefix('P')?;
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let mut total = 0_i128;
    for (part, units) in [(date, &[('D', DAY)][..]), (time, &TIME_UNITS[..])] {
        let mut rest = part;
        for (letter, unit) in units {
            let Some((number, after)) = rest.split_once(*letter) else { continue };
            // The number's value in millionths, so that its decimals count.
            total = total.saturating_add(fraction(number)?.saturating_mul(unit / SECOND));
            rest = after;
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(total.saturating_mul(sign))
}

const TIME_UNITS: [(char, i128); 3] = [('H', 3600 * SECOND), ('M', 60 * SECOND), ('S', SECOND)];

/// A number with at most six decimals (more are cut off), in millionths.
fn fraction(text: &str) -> Option<i128> {
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    if decimals.is_empty() || decimals.len() > 12 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let six: String = decimals.chars().chain("000000".chars()).take(6).collect();
    Some(digits(whole)?.saturating_mul(SECOND).saturating_add(six.parse().ok()?))
}

fn signed(text: &str) -> Option<i128> {
    match text.strip_prefix('-') {
        Some(text) => digits(text).map(i128::saturating_neg),
        None => digits(text),
    }
}

fn digits(text: &str) -> Option<i128> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if all { python::int(text) } else { None }
}

fn wrong_format() -> ErrorDetail {
    let message = "Duration has wrong format. Use one of these formats instead: \
                   [DD] [HH:[MM:]]ss[.uuuuuu].";
    ErrorDetail::new(message, "invalid")
}

fn overflow() -> ErrorDetail {
    let message = "The number of days must be between -999999999 and 999999999.";
    ErrorDetail::new(message, "overflow")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_as_in_drf() {
        let text = |text: &'static str| Input::Text(text.into());
        let format = "Duration has wrong format. Use one of these formats instead: \
                      [DD] [HH:[MM:]]ss[.uuuuuu].";
        let days = "The number of days must be between -999999999 and 999999999.";
        let cases = [
            (text("2 01:30:00"), Ok("\"2 01:30:00\"")),
            (text("2 days, 01:30:00"), Ok("\"2 01:30:00\"")),
            (text("1 day, 0:00:10"), Ok("\"1 00:00:10\"")),
            (text("3 days 04:05:06"), Ok("\"3 04:05:06\"")),
            (text("3 days"), Ok("\"3 00:00:00\"")),
            (text("-1 day +02:03:04"), Ok("\"-1 02:03:04\"")),
            (text("3 days 04:0:06"), Err(format)),
            (text("1 days 1"), Err(format)),
            (text("90"), Ok("\"00:01:30\"")),
            (text("1:30"), Ok("\"00:01:30\"")),
            (text("00:00:00.000001"), Ok("\"00:00:00.000001\"")),
            (text("-1 00:00:00"), Ok("\"-1 00:00:00\"")),
            (text("-00:00:01"), Ok("\"-1 23:59:59\"")),
            (text("P1DT2H"), Ok("\"1 02:00:00\"")),
            (text("PT1.5S"), Ok("\"00:00:01.500000\"")),
            (text("-PT5S"), Ok("\"-1 23:59:55\"")),
            (text("P2W"), Err(format)),
            (text("48:00:00"), Ok("\"2 00:00:00\"")),
            (text(""), Ok("\"00:00:00\"")),
            (text("long"), Err(format)),
            (text("1000000000 00:00:00"), Err(days)),
            (Input::Number("90"), Ok("\"00:01:30\"")),
            (Input::Number("1.5"), Ok("\"00:00:01.500000\"")),
            (Input::Number("1000000000000000000000000000000000000000"), Err(days)),
            (Input::Bool(true), Err(format)),
        ];
        for (input, expected) in cases {
            let name = format!("{input:?}");
            let read = Duration::parse(input, &FieldOptions::default()).map(|duration| {
                let mut out = Vec::new();
                duration.write(&FieldOptions::default(), &mut out);
                String::from_utf8(out).unwrap()
            });
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(read.map_err(|error| error.to_string()), expected, "{name}");
        }
    }
    #[test]
    fn durations_may_be_written_in_iso_8601() {
        let options = FieldOptions { iso_8601: true, ..FieldOptions::default() };
        for (micros, text) in [
            (93_784_500_000, "\"P1DT02H03M04.500000S\""),
            (0, "\"P0DT00H00M00S\""),
            (-5_000_000, "\"-P0DT00H00M05S\""),
        ] {
            let mut out = Vec::new();
            Duration(micros).write(&options, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }
}
