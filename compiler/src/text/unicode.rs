//! Character classes and case mappings with the meaning of Python's `str` methods.
//!
//! Python's predicates are not Rust's: `isalpha` goes by general category, `isdigit` by
//! `Numeric_Type`, `isspace` adds the separators U+001C–U+001F. (Python reference, *String Methods*;
//! Unicode chapter 3.13 for the case mappings.)

use super::numbers::number;
use super::pace::{Ended, Pace, parts};
use hob_grammar::unicode::{
    self, GeneralCategory as Category, general_category, is_lowercase, is_name_part, is_name_start,
    is_uppercase,
};
use std::ops::Range;

pub use hob_grammar::unicode::is_printable;

/// First members of the runs of ten decimal digits (`Nd`), beyond ASCII. U+1D7CE starts five runs.
const DECIMAL_ZEROS: [u32; 67] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950,
    0x1fbf0,
];

/// Digits that are not decimal: superscripts, circled digits and the like (`Numeric_Type=Digit`).
const OTHER_DIGITS: [unicode::Range; 20] = [
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x10e60, 0x10e68),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

/// Characters other than marks, modifiers and format controls that `Case_Ignorable` includes
/// (word-break classes MidLetter, MidNumLet and Single_Quote).
const CASE_IGNORABLE_PUNCTUATION: &str = "'.:\u{b7}\u{387}\u{55f}\u{5f4}\u{2018}\u{2019}\u{2024}\u{2027}\u{fe13}\u{fe52}\u{fe55}\u{ff07}\u{ff0e}\u{ff1a}";

/// The value of a decimal digit in any script, as `int()` and `float()` read it.
pub fn decimal_value(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = c as u32;
    let after = DECIMAL_ZEROS.partition_point(|&zero| zero <= code);
    let zero = *DECIMAL_ZEROS.get(after.checked_sub(1)?)?;
    (code - zero < 10).then_some(code - zero)
}

/// `str.isdecimal` of one character.
pub fn is_decimal(c: char) -> bool {
    decimal_value(c).is_some()
}

/// `str.isdigit` of one character.
pub fn is_digit(c: char) -> bool {
    is_decimal(c) || !c.is_ascii() && unicode::is_in(&OTHER_DIGITS, c)
}

/// `str.isnumeric` of one character.
pub fn is_numeric(c: char) -> bool {
    is_decimal(c) || !c.is_ascii() && number(c).is_some()
}

/// `str.isalpha` of one character: general categories Lm, Lt, Lu, Ll and Lo.
pub fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(
        general_category(c),
        Category::ModifierLetter
            | Category::TitlecaseLetter
            | Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::OtherLetter
    )
}

/// `str.isalnum` of one character.
pub fn is_alnum(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_alpha(c) || is_numeric(c) }
}

/// `str.isspace` of one character.
pub fn is_space(c: char) -> bool {
    match c {
        '\t'..='\r' | '\u{1c}'..='\u{1f}' | ' ' => true,
        _ => !c.is_ascii() && c.is_whitespace(),
    }
}

fn is_titlecase(c: char) -> bool {
    !c.is_ascii() && general_category(c) == Category::TitlecaseLetter
}

/// Whether the character is cased (Unicode `Cased`).
pub fn is_cased(c: char) -> bool {
    is_lowercase(c) || is_uppercase(c) || is_titlecase(c)
}

fn is_case_ignorable(c: char) -> bool {
    matches!(
        general_category(c),
        Category::NonspacingMark
            | Category::EnclosingMark
            | Category::Format
            | Category::ModifierLetter
            | Category::ModifierSymbol
    ) || CASE_IGNORABLE_PUNCTUATION.contains(c)
}

fn all_nonempty(s: &str, test: impl Fn(char) -> bool) -> bool {
    !s.is_empty() && s.chars().all(test)
}

/// `str.isalpha()`.
pub fn str_is_alpha(s: &str) -> bool {
    all_nonempty(s, is_alpha)
}

/// `str.isalnum()`.
pub fn str_is_alnum(s: &str) -> bool {
    all_nonempty(s, is_alnum)
}

/// `str.isdecimal()`.
pub fn str_is_decimal(s: &str) -> bool {
    all_nonempty(s, is_decimal)
}

/// `str.isdigit()`.
pub fn str_is_digit(s: &str) -> bool {
    all_nonempty(s, is_digit)
}

/// `str.isnumeric()`.
pub fn str_is_numeric(s: &str) -> bool {
    all_nonempty(s, is_numeric)
}

/// `str.isspace()`.
pub fn str_is_space(s: &str) -> bool {
    all_nonempty(s, is_space)
}

/// `str.isprintable()`: true of the empty string.
pub fn str_is_printable(s: &str) -> bool {
    s.chars().all(is_printable)
}

/// Whether any character passes a test.
fn any(s: &str, test: impl Fn(char) -> bool, pace: &dyn Pace) -> Result<bool, Ended> {
    for part in parts(s) {
        pace.tick(part.len())?;
        if part.chars().any(&test) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `str.isidentifier()`: keywords count as identifiers.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn str_is_identifier(s: &str, pace: &dyn Pace) -> Result<bool, Ended> {
    let starts = s.starts_with(|c| c == '_' || is_name_start(c));
    Ok(starts && !any(s, |c| !is_name_part(c), pace)?)
}

/// `str.isupper()`: no cased character is lower or title case, and there is one in upper case.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn str_is_upper(s: &str, pace: &dyn Pace) -> Result<bool, Ended> {
    Ok(!any(s, |c| is_lowercase(c) || is_titlecase(c), pace)? && any(s, is_uppercase, pace)?)
}

/// `str.islower()`: no cased character is upper or title case, and there is one in lower case.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn str_is_lower(s: &str, pace: &dyn Pace) -> Result<bool, Ended> {
    Ok(!any(s, |c| is_uppercase(c) || is_titlecase(c), pace)? && any(s, is_lowercase, pace)?)
}

/// `str.istitle()`: upper and title case follow only uncased characters, lower case only cased ones.
///
/// # Errors
/// Same as [`Pace::tick`].
pub fn str_is_title(s: &str, pace: &dyn Pace) -> Result<bool, Ended> {
    let (mut found, mut after_cased) = (false, false);
    for part in parts(s) {
        pace.tick(part.len())?;
        for c in part.chars() {
            if is_uppercase(c) || is_titlecase(c) {
                if after_cased {
                    return Ok(false);
                }
                (found, after_cased) = (true, true);
            } else if is_lowercase(c) {
                if !after_cased {
                    return Ok(false);
                }
                found = true;
            } else {
                after_cased = false;
            }
        }
    }
    Ok(found)
}

// The functions below write the new case of the characters of `s` in `range`. The characters around
// it count as neighbours, so that a long text can be worked on in parts.

/// `str.upper()`.
pub fn upper(s: &str, range: Range<usize>, out: &mut String) {
    let part = &s[range];
    if part.is_ascii() {
        let start = out.len();
        out.push_str(part);
        out[start..].make_ascii_uppercase();
    } else {
        out.extend(part.chars().flat_map(unicode::upper));
    }
}

/// `str.lower()`, with the final form of sigma at the end of words.
pub fn lower(s: &str, range: Range<usize>, out: &mut String) {
    if s[range.clone()].is_ascii() {
        let start = out.len();
        out.push_str(&s[range]);
        out[start..].make_ascii_lowercase();
        return;
    }
    for (at, c) in places(s, range) {
        push_lower(out, s, at, c);
    }
}

/// `str.casefold()`: Unicode's full case folding.
pub fn casefold(s: &str, range: Range<usize>, out: &mut String) {
    let part = &s[range];
    if part.is_ascii() {
        let start = out.len();
        out.push_str(part);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in part.chars() {
        match c {
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            // Dotless i has no folding of its own, capital sharp s folds as the small one does.
            'ı' => out.push(c),
            'ẞ' => out.push_str("ss"),
            // Cherokee folds upwards: its small letters came later than the stable folding.
            '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => out.extend(unicode::upper(c)),
            _ => out.extend(unicode::upper(c).flat_map(unicode::lower)),
        }
    }
}

/// `str.swapcase()`.
pub fn swapcase(s: &str, range: Range<usize>, out: &mut String) {
    for (at, c) in places(s, range) {
        if c.is_ascii_alphabetic() {
            out.push((c as u8 ^ 0x20) as char);
        } else if is_uppercase(c) {
            push_lower(out, s, at, c);
        } else if is_lowercase(c) {
            out.extend(unicode::upper(c));
        } else {
            out.push(c);
        }
    }
}

/// `str.capitalize()`: the first character in title case, the rest in lower case.
pub fn capitalize(s: &str, range: Range<usize>, out: &mut String) {
    for (at, c) in places(s, range) {
        if at == 0 {
            push_title(out, c);
        } else {
            push_lower(out, s, at, c);
        }
    }
}

/// `str.title()`: words are runs of cased characters.
pub fn title(s: &str, range: Range<usize>, out: &mut String) {
    let mut after_cased = s[..range.start].chars().next_back().is_some_and(is_cased);
    for (at, c) in places(s, range) {
        if after_cased {
            push_lower(out, s, at, c);
        } else {
            push_title(out, c);
        }
        after_cased = is_cased(c);
    }
}

/// The characters of `s` in `range`, with their positions in `s`.
fn places(s: &str, range: Range<usize>) -> impl Iterator<Item = (usize, char)> {
    let start = range.start;
    s[range].char_indices().map(move |(at, c)| (start + at, c))
}

/// Pushes the lower case of `c`, found at byte `at` of `s`: sigma depends on its neighbours.
fn push_lower(out: &mut String, s: &str, at: usize, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if c == 'Σ' {
        let is_letter = |neighbour: Option<char>| neighbour.is_some_and(is_cased);
        let before = s[..at].chars().rev().find(|&c| !is_case_ignorable(c));
        let after = s[at + c.len_utf8()..].chars().find(|&c| !is_case_ignorable(c));
        out.push(if is_letter(before) && !is_letter(after) { 'ς' } else { 'σ' });
    } else {
        out.extend(unicode::lower(c));
    }
}

/// Pushes the title case of `c`: the upper case, with only its first letter large.
fn push_title(out: &mut String, c: char) {
    match c {
        _ if c.is_ascii() => out.push(c.to_ascii_uppercase()),
        'Ǆ'..='ǆ' => out.push('ǅ'),
        'Ǉ'..='ǉ' => out.push('ǈ'),
        'Ǌ'..='ǌ' => out.push('ǋ'),
        'Ǳ'..='ǳ' => out.push('ǲ'),
        // Georgian capitals are for whole words only.
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => out.push(c),
        // The apostrophe of ŉ does not count as the first letter.
        'ŉ' => out.extend(unicode::upper(c)),
        // Greek vowels with iota subscript keep it a subscript.
        '\u{1f80}'..='\u{1faf}' => out.extend(char::from_u32(c as u32 | 8)),
        '\u{1fb3}' | '\u{1fbc}' => out.push('\u{1fbc}'),
        '\u{1fc3}' | '\u{1fcc}' => out.push('\u{1fcc}'),
        '\u{1ff3}' | '\u{1ffc}' => out.push('\u{1ffc}'),
        '\u{1fb2}' | '\u{1fb4}' | '\u{1fb7}' | '\u{1fc2}' | '\u{1fc4}' | '\u{1fc7}'
        | '\u{1ff2}' | '\u{1ff4}' | '\u{1ff7}' => {
            out.extend(unicode::upper(c).map(|c| if c == 'Ι' { '\u{345}' } else { c }));
        }
        _ => {
            let mut upper = unicode::upper(c);
            out.extend(upper.next());
            out.extend(upper.flat_map(unicode::lower));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pace::AtOnce;
    use super::*;

    /// The new case of a text, converted as a whole and character by character, with the same
    /// result.
    fn whole(change: fn(&str, Range<usize>, &mut String), s: &str) -> String {
        let [mut changed, mut in_parts] = [String::new(), String::new()];
        change(s, 0..s.len(), &mut changed);
        for (at, c) in s.char_indices() {
            change(s, at..at + c.len_utf8(), &mut in_parts);
        }
        assert_eq!(changed, in_parts);
        changed
    }

    #[test]
    fn digits_decimals_and_numerics_differ() {
        for (c, decimal, digit, numeric) in [
            ('7', true, true, true),
            ('٣', true, true, true),
            ('²', false, true, true),
            ('½', false, false, true),
            ('四', false, false, true),
            ('Ⅷ', false, false, true),
            ('a', false, false, false),
        ] {
            assert_eq!(
                (is_decimal(c), is_digit(c), is_numeric(c)),
                (decimal, digit, numeric),
                "{c}"
            );
        }
        assert_eq!(decimal_value('𝟡'), Some(9));
    }

    #[test]
    fn case_mappings() {
        assert_eq!(whole(title, "they're bill's ßtrasse ǆ ﬁn"), "They'Re Bill'S Sstrasse ǅ Fin");
        assert_eq!(whole(capitalize, "ΌΔΟΣ ΣΑΣ"), "Όδος σας");
        assert_eq!(whole(casefold, "Straße ẞ ΣΣ ı Ꭰꭰ"), "strasse ss σσ ı ᎠᎠ");
        assert_eq!(whole(swapcase, "aBc ß"), "AbC SS");
        assert_eq!(whole(lower, "ΑΣ"), "ας");
    }

    #[test]
    fn predicates_of_strings() {
        let holds = |test: fn(&str, &dyn Pace) -> Result<bool, Ended>, text| {
            test(text, &AtOnce) == Ok(true)
        };
        assert!(holds(str_is_title, "Hello World") && !holds(str_is_title, "HELLO"));
        assert!(!holds(str_is_title, ""));
        assert!(holds(str_is_upper, "ABC 1") && !holds(str_is_upper, "1"));
        assert!(holds(str_is_identifier, "_é1") && !holds(str_is_identifier, "1a"));
        assert!(!holds(str_is_identifier, ""));
        assert!(str_is_printable("") && !str_is_printable("\u{a0}") && str_is_printable("é"));
        assert!(str_is_space("\u{1c}\u{85}\u{3000}") && !str_is_space("\u{200b}"));
    }
}
