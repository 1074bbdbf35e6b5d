//! The proleptic Gregorian calendar, ISO 8601 weeks, and dates and times in ISO 8601 notation.
//! (Library reference, *datetime*.)

/// The least year.
pub const MIN_YEAR: i64 = 1;
/// The greatest year.
pub const MAX_YEAR: i64 = 9999;
/// The day number of 9999-12-31.
pub const MAX_ORDINAL: i64 = 3_652_059;

/// Whether a year has 366 days.
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days in a month.
pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of days in the year before a month.
fn days_before_month(year: i64, month: i64) -> i64 {
    const BEFORE: [i64; 13] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    BEFORE[month.clamp(1, 12) as usize] + i64::from(month > 2 && is_leap(year))
}

fn days_before_year(year: i64) -> i64 {
    let y = year - 1;
    y * 365 + y / 4 - y / 100 + y / 400
}

/// The number of a day, counted from 0001-01-01, which is 1.
pub fn to_ordinal(year: i64, month: i64, day: i64) -> i64 {
    days_before_year(year) + days_before_month(year, month) + day
}

/// Year, month and day of a day number of at least 1.
pub fn from_ordinal(ordinal: i64) -> (i64, i64, i64) {
    const IN_400_YEARS: i64 = 146_097;
    // Years begin with March here, so that the leap day is the last of a year, and the lengths of
    // the months follow a line: 153 days in five.
    let n = ordinal + 305;
    let (n400, n) = (n.div_euclid(IN_400_YEARS), n.rem_euclid(IN_400_YEARS) as u32);
    let year = (n - n / 1_460 + n / 36_524 - n / 146_096) / 365;
    let day = n - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (n400 * 400 + i64::from(year + later), month.into(), day.into())
}

/// 1 to 366.
pub fn day_of_year(year: i64, month: i64, day: i64) -> i64 {
    days_before_month(year, month) + day
}

/// The day number of the Monday that begins week 1 of a year.
fn first_monday(year: i64) -> i64 {
    let first = to_ordinal(year, 1, 1);
    let weekday = (first + 6) % 7;
    let monday = first - weekday;
    if weekday > 3 { monday + 7 } else { monday }
}

/// Year, week and day (1 to 7) according to ISO 8601.
pub fn iso_calendar(year: i64, month: i64, day: i64) -> (i64, i64, i64) {
    let ordinal = to_ordinal(year, month, day);
    let mut year = year;
    let mut offset = ordinal - first_monday(year);
    if offset < 0 {
        year -= 1;
        offset = ordinal - first_monday(year);
    } else if offset >= 52 * 7 && ordinal >= first_monday(year + 1) {
        year += 1;
        offset = ordinal - first_monday(year);
    }
    (year, offset / 7 + 1, offset % 7 + 1)
}

/// The mistake in a date by weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadWeek {
    /// The year.
    Year,
    /// The week.
    Week,
    /// The day.
    Day,
}

/// The day number of a date by weeks.
///
/// # Errors
/// The number that is out of range.
pub fn from_iso_calendar(year: i64, week: i64, day: i64) -> Result<i64, BadWeek> {
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        return Err(BadWeek::Year);
    }
    if !(1..=52).contains(&week) {
        // Years have 53 weeks that begin on a Thursday or, being leap years, on a Wednesday.
        let first = (to_ordinal(year, 1, 1) + 6) % 7;
        if week != 53 || !(first == 3 || first == 2 && is_leap(year)) {
            return Err(BadWeek::Week);
        }
    }
    if !(1..=7).contains(&day) {
        return Err(BadWeek::Day);
    }
    Ok(first_monday(year) + (week - 1) * 7 + day - 1)
}

/// A number of exactly `count` digits at the start.
fn digits(text: &[u8], count: usize) -> Option<(i64, &[u8])> {
    let (digits, rest) = text.split_at_checked(count)?;
    let number = digits.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
    })?;
    Some((number, rest))
}

/// Year, month and day in ISO 8601 notation. Ranges are checked only for week dates.
pub fn parse_date(text: &[u8]) -> Option<(i64, i64, i64)> {
    if !matches!(text.len(), 7 | 8 | 10) {
        return None;
    }
    let (year, rest) = digits(text, 4)?;
    let (separated, rest) = match rest {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, rest),
    };
    if let [b'W', rest @ ..] = rest {
        let (week, rest) = digits(rest, 2)?;
        let day = match rest {
            [] => 1,
            [b'-', rest @ ..] if separated => last_number(rest, 1)?,
            _ if separated => return None,
            _ => last_number(rest, 1)?,
        };
        let ordinal = from_iso_calendar(year, week, day).ok()?;
        return (1..=MAX_ORDINAL).contains(&ordinal).then(|| from_ordinal(ordinal));
    }
    let (month, rest) = digits(rest, 2)?;
    let day = match rest {
        [b'-', rest @ ..] if separated => last_number(rest, 2)?,
        _ if separated => return None,
        _ => last_number(rest, 2)?,
    };
    Some((year, month, day))
}

fn last_number(text: &[u8], count: usize) -> Option<i64> {
    digits(text, count).filter(|(_, rest)| rest.is_empty()).map(|(number, _)| number)
}

/// A time in ISO 8601 notation; ranges are not checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IsoTime {
    /// Hour, minute, second, microsecond.
    pub fields: [i64; 4],
    /// Seconds and microseconds east of UTC, if there is a zone.
    pub offset: Option<(i64, i64)>,
}

/// Reads a time with an optional zone.
pub fn parse_time(text: &[u8]) -> Option<IsoTime> {
    let Some(zone) = text.iter().position(|byte| matches!(byte, b'+' | b'-' | b'Z')) else {
        let (fields, complete) = parse_fields(text)?;
        return complete.then_some(IsoTime { fields, offset: None });
    };
    let (fields, _) = parse_fields(&text[..zone])?;
    if text[zone] == b'Z' {
        let ends = zone + 1 == text.len();
        return ends.then_some(IsoTime { fields, offset: Some((0, 0)) });
    }
    let sign = if text[zone] == b'-' { -1 } else { 1 };
    let ([hours, minutes, seconds, micros], complete) = parse_fields(&text[zone + 1..])?;
    let seconds = hours * 3600 + minutes * 60 + seconds;
    complete.then_some(IsoTime { fields, offset: Some((sign * seconds, sign * micros)) })
}

/// `HH[:?MM[:?SS[.,]ffffff]]`, and whether nothing follows.
fn parse_fields(text: &[u8]) -> Option<([i64; 4], bool)> {
    let mut fields = [0; 4];
    let (mut rest, mut separated) = (text, true);
    for i in 0..3 {
        (fields[i], rest) = digits(rest, 2)?;
        let Some((&sign, after)) = rest.split_first() else { return Some((fields, true)) };
        if i == 0 {
            separated = sign == b':';
        }
        if after.is_empty() {
            return Some((fields, false));
        }
        match sign {
            b':' if separated && i == 2 => return None,
            b':' if separated => rest = after,
            b'.' | b',' if i < 2 => return None,
            b'.' | b',' => {
                rest = after;
                break;
            }
            _ if separated => return None,
            _ => {}
        }
    }
    let count = rest.len().min(6);
    if count == 0 {
        return None;
    }
    (fields[3], rest) = digits(rest, count)?;
    fields[3] *= 10i64.pow(6 - count as u32);
    Some((fields, rest.iter().all(u8::is_ascii_digit)))
}

/// The position of the separator in a text with date and time.
pub fn date_end(text: &[u8]) -> Option<usize> {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    if text.len() < 7 {
        return None;
    }
    if text.len() == 7 {
        return Some(7);
    }
    if text[4] == b'-' {
        if text[5] != b'W' {
            return Some(10);
        }
        if text.get(8) == Some(&b'-') {
            return match text.len() {
                9 => None,
                // The hyphen may separate the time, but one in the date is likelier.
                _ if digit(10) => Some(8),
                _ => Some(10),
            };
        }
        return Some(8);
    }
    if text[4] != b'W' {
        return Some(8);
    }
    let end = (7..text.len()).find(|at| !digit(*at)).unwrap_or(text.len());
    match end {
        ..9 => Some(end),
        _ if end % 2 == 0 => Some(7),
        _ => Some(8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals() {
        for ordinal in (1..=MAX_ORDINAL).step_by(13).chain([MAX_ORDINAL]) {
            let (year, month, day) = from_ordinal(ordinal);
            assert_eq!(to_ordinal(year, month, day), ordinal);
            assert!((1..=12).contains(&month) && day <= days_in_month(year, month));
            let (year, week, day) = iso_calendar(year, month, day);
            assert_eq!(from_iso_calendar(year, week, day).unwrap_or(ordinal), ordinal);
        }
        assert_eq!(to_ordinal(9999, 12, 31), MAX_ORDINAL);
    }
}
