//! The characters of Unicode 15.1, CPython 3.13's version.
//!
//! The tables of the standard library and of the crates used here belong to later versions. A character
//! that came after 15.1 is unassigned, and neither part of a name nor the other case of a letter.

use unicode_general_category::get_general_category;

pub use unicode_general_category::GeneralCategory;

/// The first and last of some characters.
pub type Range = (u32, u32);

/// Whether a character is in one of the ranges of a sorted table.
pub fn is_in(table: &[Range], c: char) -> bool {
    let after = table.partition_point(|&(first, _)| first <= c as u32);
    table[..after].last().is_some_and(|&(_, last)| c as u32 <= last)
}

/// The characters that came with Unicode 16.0 (`DerivedAge.txt`). The crate for
/// categories does not know later ones.
#[rustfmt::skip]
const NEW: [Range; 47] = [
    (0x897, 0x897), (0x1b4e, 0x1b4f), (0x1b7f, 0x1b7f), (0x1c89, 0x1c8a), (0x2427, 0x2429),
    (0x31e4, 0x31e5), (0xa7cb, 0xa7cd), (0xa7da, 0xa7dc), (0x105c0, 0x105f3), (0x10d40, 0x10d65),
    (0x10d69, 0x10d85), (0x10d8e, 0x10d8f), (0x10ec2, 0x10ec4), (0x10efc, 0x10efc),
    (0x11380, 0x11389), (0x1138b, 0x1138b), (0x1138e, 0x1138e), (0x11390, 0x113b5),
    (0x113b7, 0x113c0), (0x113c2, 0x113c2), (0x113c5, 0x113c5), (0x113c7, 0x113ca),
    (0x113cc, 0x113d5), (0x113d7, 0x113d8), (0x113e1, 0x113e2), (0x116d0, 0x116e3),
    (0x11bc0, 0x11be1), (0x11bf0, 0x11bf9), (0x11f5a, 0x11f5a), (0x13460, 0x143fa),
    (0x16100, 0x16139), (0x16d40, 0x16d79), (0x18cff, 0x18cff), (0x1cc00, 0x1ccf9),
    (0x1cd00, 0x1ceb3), (0x1e5d0, 0x1e5fa), (0x1e5ff, 0x1e5ff), (0x1f8b2, 0x1f8bb),
    (0x1f8c0, 0x1f8c1), (0x1fa89, 0x1fa89), (0x1fa8f, 0x1fa8f), (0x1fabe, 0x1fabe),
    (0x1fac6, 0x1fac6), (0x1fadc, 0x1fadc), (0x1fadf, 0x1fadf), (0x1fae9, 0x1fae9),
    (0x1fbcb, 0x1fbef),
];

/// The medial consonant RA of Ahom: a spacing mark since 16.0.
pub const AHOM_CONSONANT: char = '\u{1171e}';

/// The general category of a character.
pub fn general_category(c: char) -> GeneralCategory {
    match c {
        _ if is_in(&NEW, c) => GeneralCategory::Unassigned,
        AHOM_CONSONANT => GeneralCategory::NonspacingMark,
        _ => get_general_category(c),
    }
}

/// Whether a character has a meaning.
pub fn is_assigned(c: char) -> bool {
    c.is_ascii() || general_category(c) != GeneralCategory::Unassigned
}

/// Whether a name may start with the character (UAX #31, `XID_Start`), `_` aside.
pub fn is_name_start(c: char) -> bool {
    unicode_ident::is_xid_start(c) && is_assigned(c)
}

/// Whether a name may contain the character (UAX #31, `XID_Continue`).
pub fn is_name_part(c: char) -> bool {
    unicode_ident::is_xid_continue(c) && is_assigned(c)
}

/// Whether a character is printable, as `str.isprintable` defines it.
pub fn is_printable(c: char) -> bool {
    use GeneralCategory::*;
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    !matches!(
        general_category(c),
        Control
            | Format
            | Surrogate
            | PrivateUse
            | Unassigned
            | LineSeparator
            | ParagraphSeparator
            | SpaceSeparator
    )
}

/// The name of a character.
pub fn name(c: char) -> Option<String> {
    unicode_names2::name(c).filter(|_| is_assigned(c)).map(|name| name.to_string())
}

/// The character with a name, or with an alias of one.
pub fn with_name(name: &str) -> Option<char> {
    unicode_names2::character(name).filter(|c| is_assigned(*c))
}

/// Whether a letter of any version is assigned. Those before the first new character are, which spares most
/// letters the look-up.
fn is_old(letter: char) -> bool {
    (letter as u32) < NEW[0].0 || is_assigned(letter)
}

/// Whether a letter is lower case (Unicode `Lowercase`).
pub fn is_lowercase(c: char) -> bool {
    // The pharyngeal fricative was taken for a small letter until 17.0.
    c == '\u{295}' || c.is_lowercase() && is_old(c)
}

/// Whether a letter is upper case (Unicode `Uppercase`).
pub fn is_uppercase(c: char) -> bool {
    c.is_uppercase() && is_old(c)
}

/// The upper case of a character.
pub fn upper(c: char) -> impl Iterator<Item = char> {
    known(c, c.to_uppercase())
}

/// The lower case of a character.
pub fn lower(c: char) -> impl Iterator<Item = char> {
    known(c, c.to_lowercase())
}

/// The other case of a character, or itself if either came after 15.1.
fn known(c: char, other: impl Iterator<Item = char> + Clone) -> impl Iterator<Item = char> {
    let is_known = other.clone().eq([c]) || is_old(c) && other.clone().all(is_old);
    let itself = (!is_known).then_some(c);
    itself.into_iter().chain(other.filter(move |_| is_known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_characters_are_unassigned() {
        assert!(NEW.is_sorted_by(|one, next| one.0 <= one.1 && one.1 < next.0));
        for c in ['\u{a7dc}', '\u{14000}', '\u{1cc00}', '\u{33000}'] {
            assert!(!is_assigned(c) && !is_printable(c) && !is_name_part(c), "{c:?}");
            assert!(upper(c).eq([c]) && lower(c).eq([c]), "{c:?}");
        }
        assert!(upper('ƛ').eq(['ƛ']) && upper('ß').eq(['S', 'S']) && lower('Ä').eq(['ä']));
    }
}
