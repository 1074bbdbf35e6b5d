//! Hangul by letters: Johab, and the syllables for which KS X 1001 has no code.

use super::Decoded;
use super::data::KSX1001;

/// The code that begins a made-up syllable.
pub(super) const FILLER: (u8, u8) = (0xa4, 0xd4);

const SYLLABLES: u32 = 0xac00;
const VOWELS: usize = 21;
/// The finals, and none.
const FINALS: usize = 28;

/// The letters that begin a syllable, as offsets from U+3131.
const INITIAL: [u8; 19] = [0, 1, 3, 6, 7, 8, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29];
/// The letters that end a syllable.
const FINAL: [u8; 27] = [
    0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27, 28,
    29,
];
const FIRST_LETTER: u32 = 0x3131;
/// The offset of the first vowel.
const FIRST_VOWEL: u8 = 30;

fn syllable(initial: usize, vowel: usize, last: usize) -> Option<char> {
    char::from_u32(SYLLABLES + ((initial * VOWELS + vowel) * FINALS + last) as u32)
}

/// Initial, vowel and final (0 for none) of a syllable.
fn parts(c: char) -> Option<[usize; 3]> {
    let number = u32::from(c).checked_sub(SYLLABLES)? as usize;
    let initial = number / (VOWELS * FINALS);
    (initial < INITIAL.len()).then_some([initial, number / FINALS % VOWELS, number % FINALS])
}

fn position(letters: &[u8], letter: u8) -> Option<usize> {
    letters.iter().position(|known| *known == letter)
}

/// A syllable made of a filler and the codes of its three letters.
pub(super) fn decode_made_up(bytes: &[u8]) -> Decoded {
    let Some(bytes) = bytes.get(..8) else { return Decoded::Incomplete };
    let found = (|| {
        if bytes[2] != 0xa4 || bytes[4] != 0xa4 || bytes[6] != 0xa4 {
            return None;
        }
        let initial = position(&INITIAL, bytes[3].checked_sub(0xa1)?)?;
        let vowel = usize::from(bytes[5].checked_sub(0xa1 + FIRST_VOWEL)?);
        let last = match bytes[7] {
            0xd4 => 0,
            letter => position(&FINAL, letter.checked_sub(0xa1)?)? + 1,
        };
        syllable(initial, vowel, last).filter(|_| vowel < VOWELS)
    })();
    found.map_or(Decoded::Illegal(1), |c| Decoded::One(c, 8))
}

/// Adds a syllable as [`decode_made_up`] reads it.
pub(super) fn encode_made_up(c: char, out: &mut Vec<u8>) {
    let Some([initial, vowel, last]) = parts(c) else { return };
    let last = last.checked_sub(1).map_or(0xd4, |last| FINAL[last] + 0xa1);
    let vowel = vowel as u8 + FIRST_VOWEL + 0xa1;
    out.extend([0xa4, 0xd4, 0xa4, INITIAL[initial] + 0xa1, 0xa4, vowel, 0xa4, last]);
}

// Johab has five bits for each letter. These are the numbers of the vowels and finals; an initial's
// number is its index plus 2.
const VOWEL_BITS: [u8; 21] =
    [3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 23, 26, 27, 28, 29];
const FINAL_BITS: [u8; 27] = [
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    29,
];
/// The bits of absent letters.
const NO_INITIAL: u8 = 1;
const NO_VOWEL: u8 = 2;
const NO_FINAL: u8 = 1;

fn letter(offset: u8) -> Option<char> {
    char::from_u32(FIRST_LETTER + u32::from(offset))
}

pub(super) fn decode_johab(lead: u8, trail: u8) -> Option<char> {
    if lead >= 0xd8 {
        return decode_symbol(lead, trail);
    }
    let bits = u16::from_be_bytes([lead, trail]);
    let five = |shift: u16| (bits >> shift & 31) as u8;
    let initial = match five(10) {
        NO_INITIAL => None,
        bits => Some(usize::from(bits.checked_sub(2)?)).filter(|at| *at < INITIAL.len()),
    };
    if initial.is_none() && five(10) != NO_INITIAL {
        return None;
    }
    let vowel = match five(5) {
        NO_VOWEL => None,
        bits => Some(position(&VOWEL_BITS, bits)?),
    };
    let last = match five(0) {
        NO_FINAL => None,
        bits => Some(position(&FINAL_BITS, bits)?),
    };
    match (initial, vowel, last) {
        (Some(initial), Some(vowel), last) => syllable(initial, vowel, last.map_or(0, |at| at + 1)),
        (Some(initial), None, None) => letter(INITIAL[initial]),
        (None, Some(vowel), None) => letter(FIRST_VOWEL + vowel as u8),
        (None, None, Some(last)) => letter(FINAL[last]),
        (None, None, None) => char::from_u32(0x3000),
        _ => None,
    }
}

/// The symbols and Chinese characters of KS X 1001, whose rows are in pairs.
fn decode_symbol(lead: u8, trail: u8) -> Option<char> {
    if !matches!(lead, 0xd9..=0xde | 0xe0..=0xf9) || !matches!(trail, 0x31..=0x7e | 0x91..=0xfe) {
        return None;
    }
    // Rows 1 to 12 and 42 on, without the letters of row 4, which have different codes.
    let row = if lead < 0xe0 { 2 * (lead - 0xd9) } else { 2 * (lead - 0xe0) + 41 };
    let column = if trail < 0x91 { trail - 0x31 } else { trail - 0x43 };
    if lead == 0xda && (0xa1..=0xd3).contains(&trail) {
        return None;
    }
    KSX1001.character(row + u8::from(column >= 94) + 0xa1, column % 94 + 0xa1)
}

pub(super) fn encode_johab(c: char) -> Option<[u8; 2]> {
    let code = |initial: u8, vowel: u8, last: u8| {
        let bits = u16::from(initial) << 10 | u16::from(vowel) << 5 | u16::from(last);
        (bits | 0x8000).to_be_bytes()
    };
    if let Some([initial, vowel, last]) = parts(c) {
        let last = last.checked_sub(1).map_or(NO_FINAL, |at| FINAL_BITS[at]);
        return Some(code(initial as u8 + 2, VOWEL_BITS[vowel], last));
    }
    if let Some(offset) = u32::from(c).checked_sub(FIRST_LETTER).filter(|offset| *offset < 51) {
        let offset = offset as u8;
        if let Some(at) = offset.checked_sub(FIRST_VOWEL) {
            return Some(code(NO_INITIAL, VOWEL_BITS[usize::from(at)], NO_FINAL));
        }
        return match position(&INITIAL, offset) {
            Some(at) => Some(code(at as u8 + 2, NO_VOWEL, NO_FINAL)),
            None => Some(code(NO_INITIAL, NO_VOWEL, FINAL_BITS[position(&FINAL, offset)?])),
        };
    }
    let [row, column] = KSX1001.code(c)?;
    let (row, column) = (row - 0xa1, column - 0xa1);
    let (lead, is_second) = match row {
        0..=11 => (0xd9 + row / 2, row % 2),
        41.. => (0xe0 + (row - 41) / 2, (row - 41) % 2),
        _ => return None,
    };
    let column = column + 94 * is_second;
    Some([lead, if column < 78 { column + 0x31 } else { column + 0x43 }])
}
