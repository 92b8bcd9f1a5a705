//! Days as Django's forms read them.

/// A day in one of the forms' formats, as `YYYY-MM-DD`: `2021-06-30`, `06/30/2021`, `06/30/21`,
/// `Jun 30 2021`, `Jun 30, 2021`, `30 Jun 2021`, `30 Jun, 2021`, with short or long month names.
pub(super) fn read(text: &str) -> Option<String> {
    let (year, month, day) = dashed(text).or_else(|| slashed(text)).or_else(|| named(text))?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

type Day = (u32, u32, u32);

fn dashed(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none();
    whole.then_some((full_year(year)?, number(month)?, number(day)?))
}

fn slashed(text: &str) -> Option<Day> {
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none();
    // As in POSIX, two digits from 69 on are of the last century.
    let year = match (year.len(), number(year)) {
        (2, Some(year @ 69..)) => 1900 + year,
        (2, Some(year)) => 2000 + year,
        _ => full_year(year)?,
    };
    whole.then_some((year, number(month)?, number(day)?))
}

fn named(text: &str) -> Option<Day> {
    let mut words = text.split_whitespace();
    let (first, second, year) = (words.next()?, words.next()?, words.next()?);
    let whole = words.next().is_none();
    let second = second.strip_suffix(',').unwrap_or(second);
    let (month, day) = match month(first) {
        Some(month) => (month, number(second)?),
        None => (month(second)?, number(first)?),
    };
    whole.then_some((full_year(year)?, month, day))
}

fn month(name: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let place = NAMES.iter().position(|known| *known == name || known[..3] == name)?;
    u32::try_from(place + 1).ok()
}

/// One or two digits.
fn number(text: &str) -> Option<u32> {
    let digits = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

fn full_year(text: &str) -> Option<u32> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_formats_of_forms() {
        for (text, day) in [
            ("2021-06-30", Some("2021-06-30")),
            ("2021-6-3", Some("2021-06-03")),
            ("06/30/2021", Some("2021-06-30")),
            ("6/3/21", Some("2021-06-03")),
            ("6/3/69", Some("1969-06-03")),
            ("6/3/68", Some("2068-06-03")),
            ("Jun 30 2021", Some("2021-06-30")),
            ("jun 30, 2021", Some("2021-06-30")),
            ("30 June 2021", Some("2021-06-30")),
            ("30  JUNE, 2021", Some("2021-06-30")),
            ("May 1 2021", Some("2021-05-01")),
            ("Juni 1 2021", None),
            ("June 2021", None),
            ("20210630", None),
            ("2021-W26-3", None),
            ("30/2021", None),
            ("1 2 3 4", None),
            ("", None),
        ] {
            assert_eq!(read(text).as_deref(), day, "{text:?}");
        }
    }
}
