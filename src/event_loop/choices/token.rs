//! Tokens: a run as a short text, with which it can be repeated elsewhere.
//!
//! A token contains the rules of the run, its departures, and check numbers: of the program's text
//! and of the points of the run, so that a token is not mistaken for one of another program. It is
//! written in Crockford's base 32, which avoids letters that look alike.

use super::strategy::Departure;
use super::{Record, Settings};
use std::hash::Hasher;

/// The letters of a token.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The version of the format. A build reads only its own: another one may have different points.
const VERSION: u8 = 2;

/// The departures of a token at most.
const MOST_DEPARTURES: u64 = 100_000;

/// The contents of a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The rules.
    pub settings: Settings,
    /// Whether another output is a finding.
    pub same_output: bool,
    /// A number for the program's text.
    pub program: u32,
    /// A number for the points of the run.
    pub points: u16,
    /// The departures from the usual order.
    pub departures: Vec<Departure>,
}

/// A number for a program's text.
pub fn program_number(text: &[u8]) -> u32 {
    crc32fast::hash(text)
}

impl Record {
    /// A number for the points of the run and what was decided there.
    pub fn points_number(&self) -> u16 {
        let mut hasher = crc32fast::Hasher::new();
        for decision in &self.decisions {
            hasher.write_u8(decision.kind as u8);
            hasher.write_u32(decision.candidates);
            hasher.write_u32(decision.chosen);
        }
        hasher.finalize() as u16
    }

    /// The departures of the run.
    pub fn departures(&self) -> Vec<Departure> {
        let all = self.decisions.iter().enumerate();
        all.filter(|(_, d)| d.chosen > 0).map(|(i, d)| (i, d.chosen as usize)).collect()
    }
}

impl Token {
    /// The token of a run.
    pub fn of(record: &Record, settings: Settings, same_output: bool, program: u32) -> Token {
        let (points, departures) = (record.points_number(), record.departures());
        Token { settings, same_output, program, points, departures }
    }

    /// The token as text.
    pub fn text(&self) -> String {
        let mut bytes = vec![VERSION];
        bytes.push(u8::from(self.settings.any_order) | u8::from(self.same_output) << 1);
        bytes.extend(self.program.to_le_bytes());
        bytes.extend(self.points.to_le_bytes());
        put(&mut bytes, self.settings.seed.into());
        put(&mut bytes, hundredths(self.settings.late));
        put(&mut bytes, self.departures.len() as u64);
        let mut last = 0;
        for (index, candidate) in &self.departures {
            put(&mut bytes, (index - last) as u64);
            put(&mut bytes, *candidate as u64);
            last = *index;
        }
        bytes.push(crc32fast::hash(&bytes) as u8);
        bytes.push((crc32fast::hash(&bytes) >> 8) as u8);
        encode(&bytes)
    }

    /// Reads a token.
    ///
    /// # Errors
    /// A message that says why the text is not a token.
    pub fn parse(text: &str) -> Result<Token, String> {
        let foreign = || format!("'{text}' is not a token of hob explore");
        let bytes = decode(text).ok_or_else(foreign)?;
        let (body, check) =
            bytes.split_last_chunk::<2>().map(|(b, c)| (b, *c)).ok_or_else(foreign)?;
        let first = crc32fast::hash(body) as u8;
        let mut with_first = body.to_vec();
        with_first.push(first);
        if check != [first, (crc32fast::hash(&with_first) >> 8) as u8] {
            return Err(foreign());
        }
        let [version, flags, p0, p1, p2, p3, n0, n1, rest @ ..] = body else {
            return Err(foreign());
        };
        if *version != VERSION {
            return Err(format!("'{text}' is a token of another version of hob"));
        }
        let mut rest = rest;
        let mut number = || take(&mut rest).ok_or_else(foreign);
        let seed = u32::try_from(number()?).map_err(|_| foreign())?;
        let late = number()?;
        let count = number()?;
        if count > MOST_DEPARTURES {
            return Err(foreign());
        }
        let (mut departures, mut last) = (Vec::new(), 0usize);
        for _ in 0..count {
            last = last.saturating_add(usize::try_from(number()?).map_err(|_| foreign())?);
            departures.push((last, usize::try_from(number()?).map_err(|_| foreign())?));
        }
        let settings = Settings {
            seed,
            any_order: flags & 1 != 0,
            late: if late == u64::MAX { f64::INFINITY } else { late as f64 / 100.0 },
        };
        Ok(Token {
            settings,
            same_output: flags & 2 != 0,
            program: u32::from_le_bytes([*p0, *p1, *p2, *p3]),
            points: u16::from_le_bytes([*n0, *n1]),
            departures,
        })
    }
}

/// A share in hundredths; the largest number for an infinite one.
fn hundredths(share: f64) -> u64 {
    if share.is_finite() { (share * 100.0).round() as u64 } else { u64::MAX }
}

/// Appends a number in groups of seven bits.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number in groups of seven bits.
fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn encode(bytes: &[u8]) -> String {
    let (mut text, mut bits, mut count) = (String::new(), 0u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(LETTERS[(bits >> count & 31) as usize]));
        }
    }
    if count > 0 {
        text.push(char::from(LETTERS[(bits << (5 - count) & 31) as usize]));
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|l| *l == letter.to_ascii_lowercase())?;
        bits = bits << 5 | value as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        Token {
            settings: Settings { seed: 7, any_order: true, late: 0.5 },
            same_output: false,
            program: 0xDEAD_BEEF,
            points: 0x1234,
            departures: vec![(0, 1), (3, 2), (1000, 7)],
        }
    }

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let endless = Settings { late: f64::INFINITY, ..Settings::default() };
        for token in [token(), Token { settings: endless, departures: vec![], ..token() }] {
            let text = token.text();
            assert_eq!(Token::parse(&text), Ok(token.clone()), "{text}");
            assert_eq!(Token::parse(&text.to_uppercase()), Ok(token), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_tokens() {
        let text = token().text();
        for wrong in ["", "0", "hello", "ünlaut", &text[1..], &text[..text.len() - 2]] {
            let message = Token::parse(wrong).unwrap_err();
            assert_eq!(message, format!("'{wrong}' is not a token of hob explore"));
        }
        for i in 0..text.len() - 1 {
            let mut changed = text.clone().into_bytes();
            changed[i] = if changed[i] == b'0' { b'1' } else { b'0' };
            assert!(Token::parse(std::str::from_utf8(&changed).unwrap()).is_err(), "letter {i}");
        }
    }

    #[test]
    fn numbers_take_as_few_bytes_as_they_need() {
        for (number, length) in [(0, 1), (127, 1), (128, 2), (u64::MAX, 10)] {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            assert_eq!(bytes.len(), length);
            assert_eq!(take(&mut &bytes[..]), Some(number));
        }
        assert_eq!(take(&mut &[0x80u8][..]), None);
    }
}
