//! East Asian encodings, as in CPython's multibyte codecs.

mod charset;
mod data;
mod hangul;
mod shifting;

use super::super::surrogate;
use charset::Charset;
use data::*;
use std::sync::OnceLock;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EastAsian {
    Gb2312,
    Gbk,
    Gb18030,
    Hz,
    Big5,
    Cp950,
    Big5Hkscs,
    EucJp,
    ShiftJis,
    Cp932,
    EucKr,
    Cp949,
    Johab,
    Iso2022Jp,
    Iso2022Jp1,
    Iso2022Jp2,
    Iso2022JpExt,
    Iso2022Kr,
}

/// The names of the encodings.
const NAMES: &[(&str, EastAsian)] = &[
    ("gb2312", EastAsian::Gb2312),
    ("gbk", EastAsian::Gbk),
    ("gb18030", EastAsian::Gb18030),
    ("hz", EastAsian::Hz),
    ("big5", EastAsian::Big5),
    ("cp950", EastAsian::Cp950),
    ("big5hkscs", EastAsian::Big5Hkscs),
    ("euc_jp", EastAsian::EucJp),
    ("shift_jis", EastAsian::ShiftJis),
    ("cp932", EastAsian::Cp932),
    ("euc_kr", EastAsian::EucKr),
    ("cp949", EastAsian::Cp949),
    ("johab", EastAsian::Johab),
    ("iso2022_jp", EastAsian::Iso2022Jp),
    ("iso2022_jp_1", EastAsian::Iso2022Jp1),
    ("iso2022_jp_2", EastAsian::Iso2022Jp2),
    ("iso2022_jp_ext", EastAsian::Iso2022JpExt),
    ("iso2022_kr", EastAsian::Iso2022Kr),
];

/// Encodings of JIS X 0213, for which there are no tables.
const WITHOUT_TABLES: &[&str] = &[
    "euc_jis_2004",
    "euc_jisx0213",
    "iso2022_jp_2004",
    "iso2022_jp_3",
    "shift_jis_2004",
    "shift_jisx0213",
];

/// Whether CPython has an encoding of this name; [`EastAsian::by_name`] finds those that can be used.
pub fn is_known(name: &str) -> bool {
    EastAsian::by_name(name).is_some() || WITHOUT_TABLES.contains(&name)
}

/// The state of a converter between character sets; 0 at the start of a text.
pub type State = u64;

/// The next step of a decoder, with the number of bytes that it consumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// A character.
    One(char, usize),
    /// Two characters.
    Two([char; 2], usize),
    /// Nothing, such as the end of a shift.
    Nothing(usize),
    /// The bytes are the beginning of a character.
    Incomplete,
    /// The bytes are invalid.
    Illegal(usize),
}

/// The next step of an encoder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoded {
    /// This many characters are encoded.
    Taken(usize),
    /// The character cannot be encoded.
    Illegal,
    /// The code depends on the next character.
    Incomplete,
}

const HALF_WIDTH: u32 = 0xff61;

/// A half-width katakana by its byte from 0xa1.
fn half_width(byte: u8) -> Option<char> {
    let offset = u32::from(byte).checked_sub(0xa1)?;
    char::from_u32(HALF_WIDTH + offset).filter(|_| byte <= 0xdf)
}

fn half_width_byte(c: char) -> Option<u8> {
    matches!(c, '\u{ff61}'..='\u{ff9f}').then(|| (u32::from(c) - HALF_WIDTH) as u8 + 0xa1)
}

/// The characters of the Basic Multilingual Plane that have four bytes in GB 18030, in their order
/// there: all those without a two-byte code.
fn four_byte_characters() -> &'static [u16] {
    static ALL: OnceLock<Vec<u16>> = OnceLock::new();
    ALL.get_or_init(|| {
        let all = (0x80..=0xffffu16).filter(|code| {
            char::from_u32(u32::from(*code)).is_some_and(|c| GB18030.code(c).is_none())
        });
        all.collect()
    })
}

/// The ASCII characters replaced in Japan's first standard.
fn roman(c: char) -> Option<u8> {
    match c {
        '\u{a5}' => Some(0x5c),
        '\u{203e}' => Some(0x7e),
        _ => None,
    }
}

/// The two characters of Hong Kong's Big5 that represent a letter with an accent.
const COMPOSED: [([char; 2], [u8; 2]); 4] = [
    (['\u{ca}', '\u{304}'], [0x88, 0x62]),
    (['\u{ca}', '\u{30c}'], [0x88, 0x64]),
    (['\u{ea}', '\u{304}'], [0x88, 0xa3]),
    (['\u{ea}', '\u{30c}'], [0x88, 0xa5]),
];

impl EastAsian {
    /// The encoding with this name, as CPython's modules spell it.
    pub fn by_name(name: &str) -> Option<EastAsian> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, encoding)| *encoding)
    }

    /// The character set of an encoding whose characters have two bytes.
    fn charset(self) -> Option<&'static Charset> {
        Some(match self {
            EastAsian::Gb2312 => &GB2312,
            EastAsian::Gbk => &GBK,
            EastAsian::Gb18030 => &GB18030,
            EastAsian::Big5 => &BIG5,
            EastAsian::Cp950 => &CP950,
            EastAsian::Big5Hkscs => &BIG5HKSCS,
            EastAsian::Cp932 => &CP932,
            EastAsian::EucKr => &KSX1001,
            EastAsian::Cp949 => &CP949,
            _ => return None,
        })
    }

    /// Decodes the beginning of `bytes`, which are not empty.
    pub fn decode(self, bytes: &[u8], state: &mut State) -> Decoded {
        let lead = bytes[0];
        if let Some(rules) = shifting::rules(self) {
            return rules.decode(bytes, state);
        }
        if self == EastAsian::Hz {
            return shifting::decode_hz(bytes, state);
        }
        if lead < 0x80 {
            return Decoded::One(char::from(lead), 1);
        }
        if let Some(step) = self.decode_single(lead) {
            return step;
        }
        let Some(&trail) = bytes.get(1) else { return Decoded::Incomplete };
        let one = |found: Option<char>, length| match found {
            Some(c) => Decoded::One(c, length),
            None => Decoded::Illegal(1),
        };
        match self {
            EastAsian::EucJp if lead == 0x8e => one(half_width(trail), 2),
            EastAsian::EucJp if lead == 0x8f => match bytes.get(2) {
                Some(last) if trail >= 0x80 => one(JISX0212.character(trail, *last), 3),
                Some(_) => Decoded::Illegal(1),
                None => Decoded::Incomplete,
            },
            EastAsian::EucJp => one(JISX0208.character(lead, trail), 2),
            EastAsian::ShiftJis => one(decode_shift_jis(lead, trail), 2),
            EastAsian::Johab => one(hangul::decode_johab(lead, trail), 2),
            EastAsian::EucKr if (lead, trail) == hangul::FILLER => hangul::decode_made_up(bytes),
            EastAsian::Gb18030 if trail.is_ascii_digit() => decode_four_bytes(bytes),
            EastAsian::Big5Hkscs if COMPOSED.iter().any(|(_, code)| *code == [lead, trail]) => {
                let found = COMPOSED.iter().find(|(_, code)| *code == [lead, trail]);
                found.map_or(Decoded::Illegal(1), |(pair, _)| Decoded::Two(*pair, 2))
            }
            _ => one(self.charset().and_then(|set| set.character(lead, trail)), 2),
        }
    }

    /// A step for a byte that is a character by itself, or cannot begin one.
    fn decode_single(self, lead: u8) -> Option<Decoded> {
        let step = match (self, lead) {
            (EastAsian::Cp932, 0x80) => Decoded::One('\u{80}', 1),
            (EastAsian::Cp932, 0xa0) => Decoded::One('\u{f8f0}', 1),
            (EastAsian::Cp932, 0xfd) => Decoded::One('\u{f8f1}', 1),
            (EastAsian::Cp932, 0xfe) => Decoded::One('\u{f8f2}', 1),
            (EastAsian::Cp932, 0xff) => Decoded::One('\u{f8f3}', 1),
            (EastAsian::ShiftJis, 0x80 | 0xa0 | 0xfd..=0xff) => Decoded::Illegal(1),
            (EastAsian::Gb18030, 0x80 | 0xff) => Decoded::Illegal(1),
            (EastAsian::Cp932 | EastAsian::ShiftJis, 0xa1..=0xdf) => {
                half_width(lead).map_or(Decoded::Illegal(1), |c| Decoded::One(c, 1))
            }
            _ => return None,
        };
        Some(step)
    }

    /// Encodes the first of `characters`, which are not empty, or the first two. `is_end` says
    /// whether nothing follows them.
    pub fn encode(
        self,
        characters: &[char],
        is_end: bool,
        state: &mut State,
        out: &mut Vec<u8>,
    ) -> Encoded {
        let c = characters[0];
        if surrogate::surrogate_of(c).is_some() {
            return Encoded::Illegal;
        }
        if let Some(rules) = shifting::rules(self) {
            return rules.encode(c, state, out);
        }
        if self == EastAsian::Hz {
            return shifting::encode_hz(c, state, out);
        }
        if c.is_ascii() {
            out.push(c as u8);
            return Encoded::Taken(1);
        }
        if self == EastAsian::Big5Hkscs && COMPOSED.iter().any(|(pair, _)| pair[0] == c) {
            match characters.get(1) {
                None if !is_end => return Encoded::Incomplete,
                next => {
                    let found =
                        COMPOSED.iter().find(|(pair, _)| pair[0] == c && next == Some(&pair[1]));
                    if let Some((_, code)) = found {
                        out.extend(code);
                        return Encoded::Taken(2);
                    }
                }
            }
        }
        let before = out.len();
        self.encode_one(c, out);
        if out.len() == before { Encoded::Illegal } else { Encoded::Taken(1) }
    }

    /// Adds the bytes of a character, if it has any.
    fn encode_one(self, c: char, out: &mut Vec<u8>) {
        let is_japanese = matches!(self, EastAsian::EucJp | EastAsian::ShiftJis);
        if is_japanese && let Some(byte) = roman(c) {
            return out.push(byte);
        }
        if let Some(byte) = half_width_byte(c) {
            match self {
                EastAsian::EucJp => return out.extend([0x8e, byte]),
                EastAsian::ShiftJis | EastAsian::Cp932 => return out.push(byte),
                _ => {}
            }
        }
        match (self, c) {
            (EastAsian::EucJp, _) => {
                if let Some(code) = JISX0208.code(c) {
                    out.extend(code);
                } else if let Some(code) = JISX0212.code(c) {
                    out.push(0x8f);
                    out.extend(code);
                }
            }
            (EastAsian::ShiftJis, _) => {
                out.extend(JISX0208.code(c).map(to_shift_jis).into_iter().flatten())
            }
            (EastAsian::Johab, _) => out.extend(hangul::encode_johab(c).into_iter().flatten()),
            (EastAsian::Cp932, '\u{80}') => out.push(0x80),
            (EastAsian::Cp932, '\u{f8f0}') => out.push(0xa0),
            (EastAsian::Cp932, '\u{f8f1}'..='\u{f8f3}') => {
                out.push((u32::from(c) - 0xf8f1) as u8 + 0xfd);
            }
            _ => match self.charset().and_then(|set| set.code(c)) {
                Some(code) => out.extend(code),
                None if self == EastAsian::EucKr => hangul::encode_made_up(c, out),
                None if self == EastAsian::Gb18030 => encode_four_bytes(c, out),
                None => {}
            },
        }
    }

    /// Adds the end of a text, and returns to the initial state.
    pub fn finish(self, state: &mut State, out: &mut Vec<u8>) {
        if shifting::rules(self).is_some() {
            shifting::finish(state, out);
        } else if self == EastAsian::Hz {
            shifting::finish_hz(state, out);
        }
    }
}

fn decode_shift_jis(lead: u8, trail: u8) -> Option<char> {
    if !matches!(trail, 0x40..=0x7e | 0x80..=0xfc) {
        return None;
    }
    // Each lead byte represents two rows.
    let lead = if lead < 0xe0 { lead - 0x81 } else { lead - 0xc1 };
    let trail = if trail < 0x80 { trail - 0x40 } else { trail - 0x41 };
    let row = 2 * lead + u8::from(trail >= 94);
    let row = row.checked_add(0xa1).filter(|row| *row <= 0xfe)?;
    JISX0208.character(row, trail % 94 + 0xa1)
}

fn to_shift_jis([row, column]: [u8; 2]) -> [u8; 2] {
    let (row, column) = (row - 0xa1, column - 0xa1 + 94 * ((row - 0xa1) % 2));
    let lead = if row < 62 { 0x81 + row / 2 } else { 0xc1 + row / 2 };
    [lead, if column < 63 { column + 0x40 } else { column + 0x41 }]
}

fn decode_four_bytes(bytes: &[u8]) -> Decoded {
    let &[a, b, c, d, ..] = bytes else { return Decoded::Incomplete };
    if !(0x81..=0xfe).contains(&a) || !(0x81..=0xfe).contains(&c) || !d.is_ascii_digit() {
        return Decoded::Illegal(1);
    }
    let digits = [(a - 0x81, 1), (b - 0x30, 10), (c - 0x81, 126), (d - 0x30, 10)];
    let number = digits.iter().fold(0u32, |sum, (digit, base)| sum * base + u32::from(*digit));
    let planes = 15 * 12_600;
    let code = match number.checked_sub(planes) {
        Some(beyond) => Some(0x10000 + beyond),
        None => four_byte_characters().get(number as usize).map(|code| u32::from(*code)),
    };
    match code.and_then(char::from_u32) {
        Some(character) => Decoded::One(character, 4),
        None => Decoded::Illegal(1),
    }
}

fn encode_four_bytes(c: char, out: &mut Vec<u8>) {
    let number = match u16::try_from(u32::from(c)) {
        Ok(code) => match four_byte_characters().binary_search(&code) {
            Ok(number) => number as u32,
            Err(_) => return,
        },
        Err(_) => u32::from(c) - 0x10000 + 15 * 12_600,
    };
    let digit = |unit: u32, base: u32| (number / unit % base) as u8;
    out.extend([
        digit(12_600, 126) + 0x81,
        digit(1260, 10) + 0x30,
        digit(10, 126) + 0x81,
        digit(1, 10) + 0x30,
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_return_from_their_codes() {
        // In EUC-KR the code of the Hangul filler begins the spelled-out form of a syllable, and in
        // stateful encodings control characters have a meaning.
        let is_lone = |name: &str, c: char| match name {
            "euc_kr" => c == '\u{3164}',
            _ => name.starts_with("iso2022") && c.is_control(),
        };
        for (name, encoding) in NAMES {
            for c in ('\u{0}'..='\u{ffff}').filter(|c| surrogate::surrogate_of(*c).is_none()) {
                if is_lone(name, c) {
                    continue;
                }
                let (mut out, mut state) = (Vec::new(), 0);
                if encoding.encode(&[c], true, &mut state, &mut out) != Encoded::Taken(1) {
                    continue;
                }
                encoding.finish(&mut state, &mut out);
                let (mut at, mut state, mut text) = (0, 0, String::new());
                while at < out.len() {
                    at += match encoding.decode(&out[at..], &mut state) {
                        Decoded::One(c, length) => {
                            text.push(c);
                            length
                        }
                        Decoded::Nothing(length) => length,
                        step => panic!("{name}: {c:?} is {out:x?}, which is {step:?}"),
                    };
                }
                assert_eq!(text.chars().count(), 1, "{name}: {c:?}");
            }
        }
    }
}
