//! Two-byte character sets: tables made from those of `encoding_rs` on first use.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The encoding whose table is the basis of a character set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// GB 18030
    Gb18030,
    /// Big5 with the characters of Hong Kong
    Big5,
    /// EUC-JP
    EucJp,
    /// The characters of EUC-JP that have three bytes, without the first
    Jisx0212,
    /// Shift JIS of Windows
    ShiftJis,
    /// EUC-KR of Windows
    EucKr,
}

/// A character set. Codes are two bytes, the first one in the upper half.
pub struct Charset {
    base: Base,
    leads: (u8, u8),
    trails: &'static [(u8, u8)],
    /// Codes of the base that it lacks: the first and last of each run.
    absent: &'static [(u16, u16)],
    /// Codes that mean other characters: first code, number of codes, first character.
    changes: &'static [(u16, u16, u32)],
    /// The codes of characters with several codes, if not the lowest, and of characters that are
    /// only encoded.
    preferred: &'static [(u32, u16)],
    tables: OnceLock<Tables>,
}

struct Tables {
    /// Characters by code from 0x8000; 0 for none.
    characters: Vec<u32>,
    codes: FxHashMap<u32, u16>,
}

impl Charset {
    /// A character set; the arguments are the fields of the structure.
    pub const fn new(
        base: Base,
        leads: (u8, u8),
        trails: &'static [(u8, u8)],
        absent: &'static [(u16, u16)],
        changes: &'static [(u16, u16, u32)],
        preferred: &'static [(u32, u16)],
    ) -> Charset {
        Charset { base, leads, trails, absent, changes, preferred, tables: OnceLock::new() }
    }

    /// The character of a code.
    pub fn character(&self, lead: u8, trail: u8) -> Option<char> {
        let at = usize::from(lead).checked_sub(0x80)? << 8 | usize::from(trail);
        char::from_u32(self.tables().characters[at]).filter(|c| *c != '\0')
    }

    /// The code of a character.
    pub fn code(&self, c: char) -> Option<[u8; 2]> {
        self.tables().codes.get(&u32::from(c)).map(|code| code.to_be_bytes())
    }

    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| self.make())
    }

    fn make(&self) -> Tables {
        let mut characters = vec![0u32; 0x8000];
        let cells: Vec<u16> = (self.leads.0..=self.leads.1)
            .flat_map(|lead| {
                let trails = self.trails.iter().flat_map(|(first, last)| *first..=*last);
                trails.map(move |trail| u16::from_be_bytes([lead, trail]))
            })
            .collect();
        let mut changes = self.changes.iter();
        // The current run of changes: remaining codes, next character.
        let mut run = (0u16, 0u32);
        let mut next_change = changes.next();
        for code in &cells {
            if let Some((first, count, character)) = next_change
                && first == code
            {
                run = (*count, *character);
                next_change = changes.next();
            }
            let character = if run.0 > 0 {
                let changed = run.1;
                run = (run.0 - 1, run.1 + 1);
                changed
            } else if self.absent.iter().any(|(first, last)| (first..=last).contains(&code)) {
                0
            } else {
                self.base.character(*code)
            };
            characters[usize::from(code - 0x8000)] = character;
        }
        let mut codes = FxHashMap::default();
        for code in &cells {
            let character = characters[usize::from(code - 0x8000)];
            if character != 0 {
                codes.entry(character).or_insert(*code);
            }
        }
        codes.extend(self.preferred.iter().copied());
        Tables { characters, codes }
    }
}

impl Base {
    /// The single character of a code; 0 for none.
    fn character(self, code: u16) -> u32 {
        let encoding: &Encoding = match self {
            Base::Gb18030 => GB18030,
            Base::Big5 => BIG5,
            Base::EucJp | Base::Jisx0212 => EUC_JP,
            Base::ShiftJis => SHIFT_JIS,
            Base::EucKr => EUC_KR,
        };
        let [lead, trail] = code.to_be_bytes();
        let bytes = [0x8f, lead, trail];
        let bytes = if self == Base::Jisx0212 { &bytes[..] } else { &bytes[1..] };
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        let text = text.unwrap_or_default();
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => u32::from(c),
            _ => 0,
        }
    }
}
