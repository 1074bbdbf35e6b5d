//! `time.strftime` in the C locale. (Library reference, *time.strftime* and *strftime() Format Codes*.)

use super::pace::{AtOnce, Ended, Pace, Stride};
use std::fmt::Write;

const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A broken-down time; fields are in their usual ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenDown {
    /// The year, as people count.
    pub year: i64,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 61.
    pub second: u32,
    /// 0 to 999,999 (`%f`, known only to `datetime`; see [`format`]).
    pub microsecond: u32,
    /// 0 (Sunday) to 6.
    pub weekday: u32,
    /// 1 to 366.
    pub day_of_year: u32,
    /// Seconds east of Greenwich; `None` is a time without a zone.
    pub offset: Option<i32>,
    /// The zone's name (`%Z`).
    pub zone: String,
    /// Seconds since 1970 (`%s`).
    pub epoch: i64,
}

/// The flags and the width between `%` and the code, as the GNU C library takes them.
#[derive(Clone, Copy, Default)]
struct Style {
    /// The padding: none (`-`), spaces (`_`) or zeros (`0`), unless it is the code's own.
    padding: Option<char>,
    /// `^` for capitals, `#` for the opposite case.
    case: Option<char>,
    /// The least number of characters.
    width: usize,
}

impl Style {
    /// Takes flags, width and modifier from the start of a text.
    fn take(rest: &mut std::str::Chars<'_>) -> Style {
        let mut style = Style::default();
        while let Some(flag) = rest.clone().next() {
            match flag {
                '-' | '_' | '0' => style.padding = Some(flag),
                '^' | '#' => style.case = Some(flag),
                _ => break,
            }
            rest.next();
        }
        while let Some(digit) = rest.clone().next().and_then(|c| c.to_digit(10)) {
            style.width = style.width.saturating_mul(10).saturating_add(digit as usize);
            rest.next();
        }
        if matches!(rest.clone().next(), Some('E' | 'O')) {
            rest.next();
        }
        style
    }
}

/// The most bytes of a result: beyond them CPython returns an empty text.
fn limit(template: &str) -> usize {
    let mut limit = 1024;
    while limit < 256 * template.len() {
        limit *= 2;
    }
    limit
}

/// Formats `time` by `template`; unknown codes are copied. `%f` is microseconds.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn format(template: &str, time: &BrokenDown, pace: &dyn Pace) -> Result<String, Ended> {
    let mut out = String::with_capacity(template.len() * 2);
    let limit = limit(template);
    let mut stride = Stride::new(pace);
    let mut chars = template.chars();
    while let Some(c) = chars.next() {
        stride.reach(template.len() - chars.as_str().len())?;
        if c != '%' {
            out.push(c);
            continue;
        }
        let after = chars.as_str();
        let style = Style::take(&mut chars);
        let code = chars.next().unwrap_or('\0');
        if style.width >= limit {
            return Ok(String::new());
        }
        if push_code(&mut out, code, style, time).is_none() {
            let end = after.len() - chars.as_str().len();
            out.push('%');
            out.push_str(&after[..end]);
        }
        if out.len() >= limit {
            return Ok(String::new());
        }
    }
    Ok(out)
}

/// [`format`] with a short template.
fn short(template: &str, time: &BrokenDown) -> String {
    format(template, time, &AtOnce).unwrap_or_default()
}

/// Appends the expansion of a code; `None` if there is no such code.
fn push_code(out: &mut String, code: char, style: Style, time: &BrokenDown) -> Option<()> {
    let hour_of_12 = (time.hour + 11) % 12 + 1;
    let afternoon = time.hour >= 12;
    let week_from =
        |first: u32| i64::from((time.day_of_year + 6 - (time.weekday + 7 - first) % 7) / 7);
    let (number, width, padding) = match code {
        'd' => (i64::from(time.day), 2, '0'),
        'e' => (i64::from(time.day), 2, ' '),
        'f' => (i64::from(time.microsecond), 6, '0'),
        'g' => (iso_week(time).0.rem_euclid(100), 2, '0'),
        'G' => (iso_week(time).0, 1, '0'),
        'H' => (i64::from(time.hour), 2, '0'),
        'I' => (i64::from(hour_of_12), 2, '0'),
        'j' => (i64::from(time.day_of_year), 3, '0'),
        'k' => (i64::from(time.hour), 2, ' '),
        'l' => (i64::from(hour_of_12), 2, ' '),
        'm' => (i64::from(time.month), 2, '0'),
        'M' => (i64::from(time.minute), 2, '0'),
        's' => (time.epoch, 1, '0'),
        'S' => (i64::from(time.second), 2, '0'),
        'u' => (i64::from((time.weekday + 6) % 7 + 1), 1, '0'),
        'U' => (week_from(0), 2, '0'),
        'V' => (iso_week(time).1, 2, '0'),
        'w' => (i64::from(time.weekday), 1, '0'),
        'W' => (week_from(1), 2, '0'),
        'y' => (time.year.rem_euclid(100), 2, '0'),
        'Y' => (time.year, 1, '0'),
        'C' => (time.year.div_euclid(100), 1, '0'),
        _ => return push_text(out, code, style, afternoon, time),
    };
    let width = if style.width > 0 { style.width } else { width };
    match style.padding.unwrap_or(padding) {
        '-' if style.width == 0 => write!(out, "{number}").ok(),
        '0' => write!(out, "{number:0width$}").ok(),
        _ => write!(out, "{number:width$}").ok(),
    }
}

/// Appends the codes that are words or several codes in one.
fn push_text(
    out: &mut String,
    code: char,
    style: Style,
    afternoon: bool,
    time: &BrokenDown,
) -> Option<()> {
    let day = DAYS[time.weekday as usize % 7];
    let month = MONTHS[(time.month as usize + 11) % 12];
    let text = match code {
        'a' => day[..3].to_owned(),
        'A' => day.to_owned(),
        'b' | 'h' => month[..3].to_owned(),
        'B' => month.to_owned(),
        'c' => short("%a %b %e %H:%M:%S %Y", time),
        'D' | 'x' => short("%m/%d/%y", time),
        'F' => short("%Y-%m-%d", time),
        'n' => "\n".to_owned(),
        'p' => if afternoon { "PM" } else { "AM" }.to_owned(),
        'P' => if afternoon { "pm" } else { "am" }.to_owned(),
        'r' => short("%I:%M:%S %p", time),
        'R' => short("%H:%M", time),
        't' => "\t".to_owned(),
        'T' | 'X' => short("%H:%M:%S", time),
        'z' => time.offset.map(zone_offset).unwrap_or_default(),
        'Z' if style.case == Some('#') => time.zone.to_lowercase(),
        'Z' => time.zone.clone(),
        '%' => "%".to_owned(),
        _ => return None,
    };
    let text = match style.case {
        Some('#') if code == 'p' => text.to_lowercase(),
        Some('^') if code != 'P' => text.to_uppercase(),
        Some('#') if matches!(code, 'a' | 'A' | 'b' | 'B' | 'h') => text.to_uppercase(),
        _ => text,
    };
    let padding = if style.padding == Some('0') { "0" } else { " " };
    out.push_str(&padding.repeat(style.width.saturating_sub(text.chars().count())));
    out.push_str(&text);
    Some(())
}

/// `+HHMM`, with seconds where there are any.
fn zone_offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let size = seconds.unsigned_abs();
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    if rest == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{rest:02}")
    }
}

/// Year and week according to ISO 8601: weeks begin on Monday and belong to the year of their
/// Thursday.
fn iso_week(time: &BrokenDown) -> (i64, i64) {
    let monday_based = i64::from((time.weekday + 6) % 7);
    let week = (i64::from(time.day_of_year) - 1 - monday_based + 10) / 7;
    if week < 1 {
        let last_year = time.year - 1;
        return (last_year, weeks_in(last_year));
    }
    if week > weeks_in(time.year) { (time.year + 1, 1) } else { (time.year, week) }
}

/// 53 in years that begin on a Thursday or, being leap years, on a Wednesday.
fn weeks_in(year: i64) -> i64 {
    let december_31 = |year: i64| {
        (year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400)).rem_euclid(7)
    };
    if december_31(year) == 4 || december_31(year - 1) == 3 { 53 } else { 52 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> BrokenDown {
        BrokenDown {
            year: 2021,
            month: 1,
            day: 3,
            hour: 15,
            minute: 4,
            second: 9,
            microsecond: 120,
            weekday: 0,
            day_of_year: 3,
            offset: Some(-19800),
            zone: "XST".into(),
            epoch: 1_609_700_649,
        }
    }

    #[test]
    fn codes() {
        for (template, text) in [
            ("%Y-%m-%d %H:%M:%S.%f", "2021-01-03 15:04:09.000120"),
            ("%a %A %b %B %p %I %j", "Sun Sunday Jan January PM 03 003"),
            ("%c|%x|%X", "Sun Jan  3 15:04:09 2021|01/03/21|15:04:09"),
            ("%G-W%V-%u %U %W %w %y %C", "2020-W53-7 01 00 0 21 20"),
            ("%z %Z %s %% %n%t", "-0530 XST 1609700649 % \n\t"),
            ("%-d %_d %^a %#p é", "3  3 SUN pm é"),
            ("%5d %_5d %^6b %06b %-5d %5%", "00003     3    JAN 000Jan     3     %"),
            ("%99999d", ""),
            ("%Q %", "%Q %"),
        ] {
            assert_eq!(short(template, &sample()), text);
        }
    }
}
