//! UTF-7 (RFC 2152).

use super::{CodecError, Handler, Output, Step, StepError};
use crate::text::pace::PART;
use crate::text::surrogate;

const NAME: &str = "utf7";
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(byte: u8) -> Option<u32> {
    Some(
        match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        }
        .into(),
    )
}

/// Whether a character is encoded as itself: the sets D and O of the RFC, and white space.
fn is_direct(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='}') && !matches!(c, '+' | '\\')
}

/// The base-64 section that begins after a `+`.
#[derive(Default)]
struct Section {
    bits: u32,
    count: u32,
    /// The first half of a pair of surrogates.
    high: Option<u32>,
}

impl Section {
    fn push(&mut self, digit: u32, text: &mut String) {
        self.bits = self.bits << 6 | digit;
        self.count += 6;
        if self.count < 16 {
            return;
        }
        self.count -= 16;
        let unit = self.bits >> self.count;
        self.bits &= (1 << self.count) - 1;
        if let Some(high) = self.high.take() {
            if (0xdc00..=0xdfff).contains(&unit) {
                let code = 0x10000 + ((high - 0xd800) << 10) + unit - 0xdc00;
                text.extend(char::from_u32(code));
                return;
            }
            text.extend(surrogate::to_char(high));
        }
        if (0xd800..=0xdbff).contains(&unit) {
            self.high = Some(unit);
        } else {
            text.extend(surrogate::to_char(unit));
        }
    }

    /// The error if the section ends here.
    fn fault(&self) -> Option<&'static str> {
        match self.count {
            6.. => Some("partial character in shift sequence"),
            _ if self.bits != 0 => Some("non-zero padding bits in shift sequence"),
            _ => None,
        }
    }
}

pub(super) fn decode(bytes: &[u8], mut at: usize, is_final: bool, out: &mut Output) -> Step {
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        if byte != b'+' {
            if !byte.is_ascii() {
                return Err(StepError::new(NAME, start..at, "unexpected special character"));
            }
            out.text.push(char::from(byte));
            continue;
        }
        match bytes.get(at) {
            Some(b'-') => {
                out.text.push('+');
                at += 1;
                continue;
            }
            Some(&next) if digit(next).is_none() => {
                return Err(StepError::new(NAME, start..at + 1, "ill-formed sequence"));
            }
            _ => {}
        }
        let written = out.text.len();
        let mut section = Section::default();
        while let Some(digit) = bytes.get(at).and_then(|byte| digit(*byte)) {
            section.push(digit, &mut out.text);
            at += 1;
        }
        let Some(&end) = bytes.get(at) else {
            if !is_final {
                out.text.truncate(written);
                return Ok(start);
            }
            if section.high.is_some() || section.fault().is_some() {
                return Err(StepError::new(NAME, start..at, "unterminated shift sequence"));
            }
            return Ok(at);
        };
        if let Some(fault) = section.fault() {
            return Err(StepError::new(NAME, start..at + 1, fault));
        }
        if let Some(high) = section.high
            && end.is_ascii()
            && end != b'+'
        {
            out.text.extend(surrogate::to_char(high));
        }
        at += usize::from(end == b'-');
    }
    Ok(at)
}

pub(super) fn encode(text: &str, handler: &mut dyn Handler) -> Result<Vec<u8>, CodecError> {
    let mut out = Vec::new();
    let (mut bits, mut count, mut shifted) = (0u32, 0, false);
    let sextet = |bits: u32| ALPHABET[(bits & 63) as usize];
    let mut counted = 0;
    for (at, c) in text.char_indices() {
        if at >= counted {
            handler.tick(PART)?;
            counted = at + PART;
        }
        if is_direct(c) || (c == '+' && !shifted) {
            if shifted {
                if count > 0 {
                    out.push(sextet(bits << (6 - count)));
                }
                (bits, count, shifted) = (0, 0, false);
                if c == '-' || digit(c as u8).is_some() {
                    out.push(b'-');
                }
            }
            out.push(c as u8);
            if c == '+' {
                out.push(b'-');
            }
            continue;
        }
        if !shifted {
            out.push(b'+');
            shifted = true;
        }
        let mut push = |unit: u32| {
            bits = bits << 16 | unit;
            count += 16;
            while count >= 6 {
                count -= 6;
                out.push(sextet(bits >> count));
                bits &= (1 << count) - 1;
            }
        };
        match surrogate::code_of(c) {
            code @ 0x10000.. => {
                push(0xd800 + ((code - 0x10000) >> 10));
                push(0xdc00 + ((code - 0x10000) & 0x3ff));
            }
            code => push(code),
        }
    }
    if count > 0 {
        out.push(sextet(bits << (6 - count)));
    }
    if shifted {
        out.push(b'-');
    }
    Ok(out)
}
