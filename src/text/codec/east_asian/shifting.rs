//! The encodings of seven bits, which switch between character sets: HZ, and those of ISO 2022.

use super::charset::Charset;
use super::data::{GB2312, JISX0208, JISX0212, KSX1001};
use super::{Decoded, EastAsian, Encoded, State, half_width, half_width_byte, roman};

const ESCAPE: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// A character set selected by an escape sequence, whose final byte identifies it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Ascii,
    Roman,
    Katakana,
    Jisx0208,
    OldJisx0208,
    Jisx0212,
    Gb2312,
    Ksx1001,
    Latin1,
    Greek,
}

use Set::*;

impl Set {
    const ALL: [Set; 10] =
        [Ascii, Roman, Katakana, Jisx0208, OldJisx0208, Jisx0212, Gb2312, Ksx1001, Latin1, Greek];

    fn is_double(self) -> bool {
        matches!(self, Jisx0208 | OldJisx0208 | Jisx0212 | Gb2312 | Ksx1001)
    }

    fn mark(self) -> u8 {
        match self {
            Ascii | Jisx0208 => b'B',
            Roman => b'J',
            Katakana => b'I',
            OldJisx0208 => b'@',
            Jisx0212 => b'D',
            Gb2312 | Latin1 => b'A',
            Ksx1001 => b'C',
            Greek => b'F',
        }
    }

    fn charset(self) -> Option<&'static Charset> {
        match self {
            Jisx0208 | OldJisx0208 => Some(&JISX0208),
            Jisx0212 => Some(&JISX0212),
            Gb2312 => Some(&GB2312),
            Ksx1001 => Some(&KSX1001),
            _ => None,
        }
    }

    /// The character of one byte, or of two.
    fn character(self, bytes: &[u8]) -> Option<char> {
        match (self, bytes) {
            (Roman, [0x5c]) => Some('\u{a5}'),
            (Roman, [0x7e]) => Some('\u{203e}'),
            (Ascii | Roman, [byte]) => Some(char::from(*byte)),
            (Katakana, [byte]) => half_width(byte | 0x80),
            (set, [lead, trail]) if *trail < 0x80 => {
                set.charset()?.character(lead | 0x80, trail | 0x80)
            }
            _ => None,
        }
    }

    /// The bytes of a character.
    fn code(self, c: char) -> Option<[u8; 2]> {
        match self {
            Roman => roman(c).map(|byte| [byte, 0]),
            Katakana => half_width_byte(c).map(|byte| [byte & 0x7f, 0]),
            // The old set and the alphabets are only decoded.
            OldJisx0208 | Latin1 | Greek | Ascii => None,
            set => set.charset()?.code(c).map(|code| code.map(|byte| byte & 0x7f)),
        }
    }
}

/// The rules of an encoding of ISO 2022.
pub(super) struct Rules {
    /// The sets for text, in the order in which they are tried.
    sets: &'static [Set],
    /// Whether shifts select the second slot.
    shifts: bool,
    /// The sets for a single character.
    single: &'static [Set],
}

/// The rules of an encoding; none if it is not one of ISO 2022.
pub(super) fn rules(encoding: EastAsian) -> Option<&'static Rules> {
    const fn plain(sets: &'static [Set]) -> Rules {
        Rules { sets, shifts: false, single: &[] }
    }
    static JP: Rules = plain(&[Jisx0208, Roman, OldJisx0208]);
    static JP_1: Rules = plain(&[Jisx0208, Jisx0212, Roman, OldJisx0208]);
    static JP_2: Rules = Rules {
        sets: &[Jisx0208, Jisx0212, Ksx1001, Gb2312, Roman, OldJisx0208],
        shifts: false,
        single: &[Latin1, Greek],
    };
    static JP_EXT: Rules = plain(&[Jisx0208, Jisx0212, Roman, Katakana, OldJisx0208]);
    static KR: Rules = Rules { sets: &[Ksx1001], shifts: true, single: &[] };
    match encoding {
        EastAsian::Iso2022Jp => Some(&JP),
        EastAsian::Iso2022Jp1 => Some(&JP_1),
        EastAsian::Iso2022Jp2 => Some(&JP_2),
        EastAsian::Iso2022JpExt => Some(&JP_EXT),
        EastAsian::Iso2022Kr => Some(&KR),
        _ => None,
    }
}

/// The parts of a state: the sets in three slots, whether the second one is in use, and whether an
/// unknown escape sequence is passed on.
struct Places {
    sets: [Set; 3],
    is_shifted: bool,
    passes: bool,
}

impl Places {
    fn of(state: State) -> Places {
        let [first, second, third, shift, passes, ..] = state.to_le_bytes();
        let set = |number: u8| Set::ALL.get(usize::from(number)).copied().unwrap_or(Ascii);
        Places {
            sets: [set(first), set(second), set(third)],
            is_shifted: shift != 0,
            passes: passes != 0,
        }
    }

    fn state(&self) -> State {
        let number = |set: Set| Set::ALL.iter().position(|known| *known == set).unwrap_or(0) as u8;
        let [first, second, third] = self.sets.map(number);
        State::from_le_bytes([
            first,
            second,
            third,
            u8::from(self.is_shifted),
            u8::from(self.passes),
            0,
            0,
            0,
        ])
    }
}

impl Rules {
    pub(super) fn decode(&self, bytes: &[u8], state: &mut State) -> Decoded {
        let mut places = Places::of(*state);
        let step = self.decode_at(bytes, &mut places);
        *state = places.state();
        step
    }

    fn decode_at(&self, bytes: &[u8], places: &mut Places) -> Decoded {
        let byte = bytes[0];
        if places.passes {
            places.passes = !matches!(byte, b'@'..=b'Z');
            return Decoded::One(char::from(byte), 1);
        }
        match byte {
            ESCAPE => match bytes.get(1) {
                None => return Decoded::Incomplete,
                Some(b'(' | b')' | b'$' | b'.' | b'&') => return self.designate(bytes, places),
                Some(b'N') if !self.single.is_empty() => return single_shift(bytes, places),
                Some(_) => {
                    places.passes = true;
                    return Decoded::One(char::from(byte), 1);
                }
            },
            SHIFT_OUT | SHIFT_IN if self.shifts => {
                places.is_shifted = byte == SHIFT_OUT;
                return Decoded::Nothing(1);
            }
            b'\n' => places.is_shifted = false,
            0x80.. => return Decoded::Illegal(1),
            _ => {}
        }
        let set = places.sets[usize::from(places.is_shifted)];
        if byte < 0x20 || set == Ascii {
            return Decoded::One(char::from(byte), 1);
        }
        let width = if set.is_double() { 2 } else { 1 };
        match bytes.get(..width) {
            None => Decoded::Incomplete,
            Some(code) => {
                set.character(code).map_or(Decoded::Illegal(width), |c| Decoded::One(c, width))
            }
        }
    }

    /// An escape sequence that puts a set into a slot.
    fn designate(&self, bytes: &[u8], places: &mut Places) -> Decoded {
        // The second edition of JIS X 0208 may be announced.
        if bytes.starts_with(b"\x1b&@\x1b$B") && self.sets.contains(&Jisx0208) {
            places.sets[0] = Jisx0208;
            return Decoded::Nothing(6);
        }
        let end = bytes[1..].iter().take(15).position(|byte| matches!(byte, b'@'..=b'Z'));
        let Some(end) = end else {
            return if bytes.len() < 16 { Decoded::Incomplete } else { Decoded::Illegal(1) };
        };
        let length = end + 2;
        let sequence = &bytes[1..length];
        let (place, is_double, mark) = match sequence {
            [b'$', mark] => (0, true, *mark),
            [b'(', mark] => (0, false, *mark),
            [b')', mark] => (1, false, *mark),
            [b'.', mark] => (2, false, *mark),
            [b'$', b'(', mark] => (0, true, *mark),
            [b'$', b')', mark] => (1, true, *mark),
            _ => return Decoded::Illegal(length),
        };
        let candidates: [&[Set]; 2] = [&[Ascii], if place == 2 { self.single } else { self.sets }];
        let fits = |set: &&Set| set.is_double() == is_double && set.mark() == mark;
        match candidates.into_iter().flatten().find(fits) {
            Some(set) if place != 2 || !self.single.is_empty() => {
                places.sets[place] = *set;
                Decoded::Nothing(length)
            }
            _ => Decoded::Illegal(length),
        }
    }

    pub(super) fn encode(&self, c: char, state: &mut State, out: &mut Vec<u8>) -> Encoded {
        let mut places = Places::of(*state);
        if c.is_ascii() {
            end_sets(&mut places, out);
            out.push(c as u8);
            *state = places.state();
            return Encoded::Taken(1);
        }
        let found = self.sets.iter().find_map(|set| Some((*set, set.code(c)?)));
        let Some((set, code)) = found else { return Encoded::Illegal };
        let place = usize::from(self.shifts);
        if places.sets[place] != set {
            places.sets[place] = set;
            out.push(ESCAPE);
            match (set, place) {
                (Jisx0208, _) => out.push(b'$'),
                (set, 0) if set.is_double() => out.extend(b"$("),
                (set, _) if set.is_double() => out.extend(b"$)"),
                _ => out.push(b'('),
            }
            out.push(set.mark());
        }
        if self.shifts && !places.is_shifted {
            out.push(SHIFT_OUT);
            places.is_shifted = true;
        }
        out.extend(&code[..if set.is_double() { 2 } else { 1 }]);
        *state = places.state();
        Encoded::Taken(1)
    }
}

/// A character of the third slot.
fn single_shift(bytes: &[u8], places: &Places) -> Decoded {
    let Some(byte) = bytes.get(2) else { return Decoded::Incomplete };
    let greek = || {
        let greek = encoding_rs::ISO_8859_7;
        let bytes = [byte | 0x80];
        let text = greek.decode_without_bom_handling_and_without_replacement(&bytes);
        text.and_then(|text| text.chars().next())
    };
    let found = match places.sets[2] {
        _ if *byte >= 0x80 => None,
        Latin1 => Some(char::from(byte | 0x80)),
        Greek => greek(),
        _ => Some(char::from(*byte)),
    };
    found.map_or(Decoded::Illegal(3), |c| Decoded::One(c, 3))
}

/// Returns to ASCII.
fn end_sets(places: &mut Places, out: &mut Vec<u8>) {
    if places.is_shifted {
        out.push(SHIFT_IN);
        places.is_shifted = false;
    }
    if places.sets[0] != Ascii {
        out.extend(b"\x1b(B");
        places.sets[0] = Ascii;
    }
}

/// Ends a text of ISO 2022.
pub(super) fn finish(state: &mut State, out: &mut Vec<u8>) {
    end_sets(&mut Places::of(*state), out);
    *state = 0;
}

pub(super) fn decode_hz(bytes: &[u8], state: &mut State) -> Decoded {
    let byte = bytes[0];
    if byte == b'~' {
        return match (bytes.get(1), *state) {
            (None, _) => Decoded::Incomplete,
            (Some(b'~'), 0) => Decoded::One('~', 2),
            (Some(b'\n'), 0) => Decoded::Nothing(2),
            (Some(mark @ b'{'), 0) | (Some(mark @ b'}'), 1) => {
                *state = State::from(*mark == b'{');
                Decoded::Nothing(2)
            }
            _ => Decoded::Illegal(1),
        };
    }
    match (byte, *state) {
        (0x80.., _) => Decoded::Illegal(1),
        (_, 0) => Decoded::One(char::from(byte), 1),
        _ => match bytes.get(..2) {
            None => Decoded::Incomplete,
            Some(code) => match Gb2312.character(code) {
                Some(c) => Decoded::One(c, 2),
                None => Decoded::Illegal(1),
            },
        },
    }
}

pub(super) fn encode_hz(c: char, state: &mut State, out: &mut Vec<u8>) -> Encoded {
    if c.is_ascii() {
        finish_hz(state, out);
        out.push(c as u8);
        if c == '~' {
            out.push(b'~');
        }
        return Encoded::Taken(1);
    }
    let Some(code) = Gb2312.code(c) else { return Encoded::Illegal };
    if *state == 0 {
        out.extend(b"~{");
        *state = 1;
    }
    out.extend(code);
    Encoded::Taken(1)
}

/// Ends a text of HZ.
pub(super) fn finish_hz(state: &mut State, out: &mut Vec<u8>) {
    if *state != 0 {
        out.extend(b"~}");
        *state = 0;
    }
}
