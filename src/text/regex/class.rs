//! Sets of characters.

use super::decode::Invalid;
use crate::text::{surrogate, unicode};
use std::sync::OnceLock;

/// The folding of characters before comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Not at all.
    Exact,
    /// ASCII letters to lower case.
    Ascii,
    /// All letters to lower case, if that is one character.
    Unicode,
}

impl Fold {
    /// The folded character.
    pub fn apply(self, code: u32) -> u32 {
        match self {
            Fold::Exact => code,
            _ if code < 128 => u32::from((code as u8).to_ascii_lowercase()),
            Fold::Ascii => code,
            // The rest of Latin-1 has capitals here alone.
            Fold::Unicode if code < 256 => match code {
                0xc0..=0xd6 | 0xd8..=0xde => code + 32,
                _ => code,
            },
            Fold::Unicode => lower(code),
        }
    }
}

/// The lower-case form of a character, if that is one character; for dotted capital I, the first of
/// two.
pub fn lower(code: u32) -> u32 {
    char::from_u32(code).and_then(|c| hob_grammar::unicode::lower(c).next()).map_or(code, u32::from)
}

/// The upper-case form of a character; the first if there are several.
pub fn upper(code: u32) -> u32 {
    char::from_u32(code).and_then(|c| hob_grammar::unicode::upper(c).next()).map_or(code, u32::from)
}

/// A part of a set, as `re._compiler` writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// From here on, items exclude their contents.
    Negate,
    Range(u32, u32),
    /// A range that also contains a character if it contains its upper-case form.
    RangeOrUpper(u32, u32),
    Category(Category),
    /// A bit for each of the first 256 characters.
    Bits([u32; 8]),
    /// A bit for each of the first 65,536 characters, in blocks of 256 that are shared.
    BigBits(Box<[u8]>, Box<[[u32; 8]]>),
}

/// A category of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Category {
    kind: Kind,
    unicode: bool,
    negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Digit,
    Space,
    Word,
    Linebreak,
}

impl Category {
    fn from_code(code: u32) -> Result<Category, Invalid> {
        use Kind::{Digit, Linebreak, Space, Word};
        let (kind, unicode) = match code / 2 {
            0 => (Digit, false),
            1 => (Space, false),
            2 | 4 => (Word, false),
            3 => (Linebreak, false),
            5 => (Digit, true),
            6 => (Space, true),
            7 => (Word, true),
            8 => (Linebreak, true),
            _ => return Err(Invalid),
        };
        Ok(Category { kind, unicode, negated: code % 2 == 1 })
    }

    fn contains(self, code: u32) -> bool {
        /// The first characters, which are tested most often, of each category.
        static LOW: [OnceLock<[bool; 256]>; 8] = [const { OnceLock::new() }; 8];
        let number = self.kind as usize * 2 + usize::from(self.unicode);
        let low = LOW[number].get_or_init(|| std::array::from_fn(|c| self.compute(c as u32)));
        let inside = low.get(code as usize).copied().unwrap_or_else(|| self.compute(code));
        inside != self.negated
    }

    /// Whether a category, or its negation, contains a character.
    fn compute(self, code: u32) -> bool {
        match char::from_u32(code) {
            Some(c) if c.is_ascii() || self.unicode => match self.kind {
                Kind::Digit => unicode::is_decimal(c),
                // The separators U+1C to U+1F are space in text, but not in bytes.
                Kind::Space if self.unicode => unicode::is_space(c),
                Kind::Space => matches!(c, '\t'..='\r' | ' '),
                Kind::Word => is_word(c),
                // As `str.splitlines`.
                Kind::Linebreak if self.unicode => {
                    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
                }
                Kind::Linebreak => c == '\n',
            },
            _ => false,
        }
    }
}

/// Whether a character is a word character in text.
pub fn is_word(c: char) -> bool {
    c == '_' || unicode::is_alnum(c)
}

impl Item {
    fn contains(&self, code: u32) -> bool {
        let bit = |bits: &[u32; 8]| bits[(code >> 5 & 7) as usize] >> (code & 31) & 1 == 1;
        match self {
            Item::Negate => false,
            Item::Range(first, last) => (*first..=*last).contains(&code),
            Item::RangeOrUpper(first, last) => {
                let range = *first..=*last;
                range.contains(&code) || range.contains(&upper(code))
            }
            Item::Category(category) => category.contains(code),
            Item::Bits(bits) => code < 256 && bit(bits),
            Item::BigBits(map, blocks) => {
                code < 0x10000 && bit(&blocks[usize::from(map[(code >> 8) as usize])])
            }
        }
    }
}

/// Whether the first 256 characters are in a set. The first item that has one decides, so the last is
/// filled in first.
fn first_characters(items: &[Item], fold: Fold) -> [bool; 256] {
    let negations = items.iter().filter(|item| **item == Item::Negate).count();
    let mut verdict = negations % 2 == 0;
    let mut low = [!verdict; 256];
    for item in items.iter().rev() {
        match item {
            Item::Negate => verdict = !verdict,
            Item::Range(first, last) => {
                let end = (*last).saturating_add(1).min(256) as usize;
                if let Some(part) = low.get_mut(*first as usize..end) {
                    part.fill(verdict);
                }
            }
            item => {
                for code in (0..256).filter(|code| item.contains(*code)) {
                    low[code as usize] = verdict;
                }
            }
        }
    }
    match fold {
        Fold::Exact => low,
        // The lower-case forms of these characters are among them.
        _ => std::array::from_fn(|code| low[fold.apply(code as u32) as usize]),
    }
}

/// A set of characters.
#[derive(Clone, Debug)]
pub struct Class {
    /// Whether the first 256 characters are in the set.
    low: Box<[bool; 256]>,
    items: Vec<Item>,
    fold: Fold,
}

impl PartialEq for Class {
    fn eq(&self, other: &Class) -> bool {
        self.fold == other.fold && self.items == other.items
    }
}

impl Class {
    fn new(items: Vec<Item>, fold: Fold) -> Class {
        let low = Box::new(first_characters(&items, fold));
        Class { low, items, fold }
    }

    /// All characters.
    pub fn all() -> Class {
        Class::new(vec![Item::Negate], Fold::Exact)
    }

    /// All characters except the newline.
    pub fn not_newline() -> Class {
        Class::new(vec![Item::Negate, Item::Range(10, 10)], Fold::Exact)
    }

    /// The characters that fold to a given one, or all others.
    pub fn literal(code: u32, fold: Fold, negated: bool) -> Class {
        let negate = negated.then_some(Item::Negate);
        Class::new(negate.into_iter().chain([Item::Range(code, code)]).collect(), fold)
    }

    /// The characters of a category.
    ///
    /// # Errors
    /// `Invalid` if there is no category with this number.
    pub fn category(code: u32) -> Result<Class, Invalid> {
        Ok(Class::new(vec![Item::Category(Category::from_code(code)?)], Fold::Exact))
    }

    /// Reads a set up to its closing opcode.
    ///
    /// # Errors
    /// `Invalid` if the codes are not a set.
    pub fn decode(codes: &[u32], fold: Fold) -> Result<Class, Invalid> {
        use super::decode::op;
        let mut items = Vec::new();
        let mut rest = codes.iter().copied();
        let eight = |rest: &mut dyn Iterator<Item = u32>| {
            let mut bits = [0; 8];
            for word in &mut bits {
                *word = rest.next().ok_or(Invalid)?;
            }
            Ok(bits)
        };
        loop {
            let mut next = || rest.next().ok_or(Invalid);
            let item = match next()? {
                op::FAILURE => return Ok(Class::new(items, fold)),
                op::NEGATE => Item::Negate,
                op::LITERAL => {
                    let code = next()?;
                    Item::Range(code, code)
                }
                op::RANGE => Item::Range(next()?, next()?),
                op::RANGE_UNI_IGNORE => Item::RangeOrUpper(next()?, next()?),
                op::CATEGORY => Item::Category(Category::from_code(next()?)?),
                op::CHARSET => Item::Bits(eight(&mut rest)?),
                op::BIGCHARSET => {
                    let count = next()? as usize;
                    let mut map = Vec::with_capacity(256);
                    for _ in 0..64 {
                        map.extend(next()?.to_ne_bytes());
                    }
                    let mut blocks = Vec::new();
                    for _ in 0..count.min(256) {
                        blocks.push(eight(&mut rest)?);
                    }
                    if map.iter().any(|&block| usize::from(block) >= blocks.len()) {
                        return Err(Invalid);
                    }
                    Item::BigBits(map.into(), blocks.into())
                }
                _ => return Err(Invalid),
            };
            items.push(item);
        }
    }

    fn compute(&self, code: u32) -> bool {
        let code = self.fold.apply(code);
        let mut verdict = true;
        for item in &self.items {
            match item {
                Item::Negate => verdict = !verdict,
                item if item.contains(code) => return verdict,
                _ => {}
            }
        }
        !verdict
    }

    /// Whether the set contains the character, by its number as a program sees it.
    #[inline]
    pub fn contains(&self, code: u32) -> bool {
        match self.low.get(code as usize) {
            Some(inside) => *inside,
            None => self.compute(code),
        }
    }

    /// Whether the set contains the character of this byte: an ASCII one in text.
    #[inline(always)]
    pub fn has_byte(&self, byte: u8) -> bool {
        self.low[usize::from(byte)]
    }

    /// Whether the set certainly contains only ASCII characters.
    pub fn is_ascii(&self) -> bool {
        self.fold != Fold::Unicode
            && self.items.iter().all(|item| match item {
                Item::Range(_, last) => *last < 128,
                Item::Category(category) => !category.unicode && !category.negated,
                Item::Bits(bits) => bits[4..] == [0; 4],
                _ => false,
            })
    }

    /// The set as sorted ranges of characters in the form stored in text.
    pub fn ranges(&self) -> Vec<(char, char)> {
        let mut ranges: Vec<(char, char)> = Vec::new();
        let mut open = None;
        for kept in self.edges() {
            let inside = char::from_u32(kept).is_some_and(|c| self.contains(surrogate::code_of(c)));
            match (inside, open) {
                (true, None) => open = char::from_u32(kept),
                (false, Some(first)) => {
                    ranges.extend(char::from_u32(kept - 1).map(|last| (first, last)));
                    open = None;
                }
                _ => {}
            }
        }
        ranges
    }

    /// The characters at which membership may change, in the form stored in text, in order; the
    /// last edge is beyond all characters.
    fn edges(&self) -> Vec<u32> {
        // The first characters, in bit sets; surrogates, and their private characters in text; tags
        // and variation selectors.
        let mut edges: Vec<u32> = (0..=256).collect();
        edges.extend([0xd800, 0xe000, SPARSE, 0xe0000, 0xe0200, 0x10f000, 0x10f800, LAST + 1]);
        let kept = |edge: u32| surrogate::to_char(edge).map(u32::from);
        for item in &self.items {
            match item {
                Item::Range(first, last) | Item::RangeOrUpper(first, last) => {
                    edges.extend([*first, last.saturating_add(1)].into_iter().filter_map(kept));
                }
                Item::Category(category) if category.unicode => edges.extend(category.edges()),
                Item::BigBits(map, blocks) => {
                    let has = |code: u32| {
                        let block = &blocks[usize::from(map[(code >> 8) as usize])];
                        block[(code >> 5 & 7) as usize] >> (code & 31) & 1
                    };
                    edges.extend((1..0x10000).filter(|c| has(*c) != has(c - 1)).filter_map(kept));
                    edges.push(0x10000);
                }
                Item::Negate | Item::Category(_) | Item::Bits(_) => {}
            }
        }
        let or_upper = |item: &Item| matches!(item, Item::RangeOrUpper(..));
        if self.fold == Fold::Unicode || self.items.iter().any(or_upper) {
            edges.extend(cased());
        }
        edges.sort_unstable();
        edges.dedup();
        edges
    }
}

impl Category {
    /// The characters at which a Unicode category begins or ends, below [`SPARSE`].
    fn edges(self) -> &'static [u32] {
        static EDGES: [OnceLock<Vec<u32>>; 4] = [const { OnceLock::new() }; 4];
        EDGES[self.kind as usize].get_or_init(|| {
            let inside = |code: u32| self.contains(code);
            (1..SPARSE).filter(|code| inside(*code) != inside(code - 1)).collect()
        })
    }
}

/// Each character that has another case, and the one after it.
fn cased() -> &'static [u32] {
    static CASED: OnceLock<Vec<u32>> = OnceLock::new();
    CASED.get_or_init(|| {
        let is_cased = |code: &u32| lower(*code) != *code || upper(*code) != *code;
        (128..SPARSE).filter(is_cased).flat_map(|code| [code, code + 1]).collect()
    })
}

/// The last character.
const LAST: u32 = char::MAX as u32;

/// From here on few characters are assigned, and none has another case.
const SPARSE: u32 = 0x34000;
