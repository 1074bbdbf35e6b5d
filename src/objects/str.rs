//! `str`: immutable text, kept as UTF-8.

use crate::runtime::{Kind, Object, Ref, Value};
use crate::text::hash::{self, HashKey};
use compact_str::CompactString;
use rustc_hash::FxBuildHasher;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::mem::ManuallyDrop;

/// The payload of a `str`. Text is UTF-8; positions a program sees count code points.
pub struct Str {
    text: CompactString,
    /// Twice the length in code points (which equals the length in bytes only for ASCII text), plus
    /// 1 if the string is interned.
    length: Cell<usize>,
    /// The hash; 0 until computed (and for the text that hashes to 0).
    hash: Cell<u64>,
    /// The positions of code points in non-ASCII text, made on demand.
    map: OnceCell<Box<Map>>,
}

/// The positions of code points in a text.
#[derive(Default)]
struct Map {
    /// The last position requested, as (code points, bytes): scans of the text begin there.
    cursor: Cell<(usize, usize)>,
    /// The byte offset of every [`STRIDE`]th code point; made when a scan would be long.
    landmarks: OnceCell<Box<[usize]>>,
}

/// The distance between two landmarks in text, in code points.
const STRIDE: usize = 32;

/// The length in bytes of the character that begins with this byte.
#[inline]
fn utf8_len(first: u8) -> usize {
    match first {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

#[inline]
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

impl Object for Str {
    const KIND: Kind = Kind::Str;
    const IS_CONTAINER: bool = false;
}

impl Str {
    /// A string with this text.
    pub fn new(text: impl Into<CompactString>) -> Ref<Str> {
        Ref::new(Str::payload(text))
    }

    /// The payload alone, for instances of classes derived from `str`.
    pub fn payload(text: impl Into<CompactString>) -> Str {
        let text = text.into();
        let chars = if text.is_ascii() { text.len() } else { text.chars().count() };
        Str { text, length: Cell::new(chars << 1), hash: Cell::new(0), map: OnceCell::new() }
    }

    /// The text.
    #[inline(always)]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The length in code points.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length.get() >> 1
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all code points are ASCII, so that positions in code points and bytes agree.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.len() == self.text.len()
    }

    /// The byte offset of the code point at `index`, which is at most `len()`.
    pub fn byte_offset(&self, index: usize) -> usize {
        if self.is_ascii() {
            return index;
        }
        let map = self.map.get_or_init(Box::default);
        let (mut at, mut offset) = map.cursor.get();
        if index.abs_diff(at) > STRIDE {
            (at, offset) = (index - index % STRIDE, self.landmarks(map)[index / STRIDE]);
        }
        let text = self.text.as_bytes();
        while at < index {
            offset += utf8_len(text[offset]);
            at += 1;
        }
        while at > index {
            offset -= 1;
            while is_continuation(text[offset]) {
                offset -= 1;
            }
            at -= 1;
        }
        map.cursor.set((at, offset));
        offset
    }

    fn landmarks<'a>(&self, map: &'a Map) -> &'a [usize] {
        map.landmarks.get_or_init(|| {
            let mut landmarks = Vec::with_capacity(self.len() / STRIDE + 1);
            let text = self.text.as_bytes();
            let (mut at, mut offset) = (0, 0);
            while at <= self.len() {
                if at % STRIDE == 0 {
                    landmarks.push(offset);
                }
                offset += text.get(offset).map_or(1, |byte| utf8_len(*byte));
                at += 1;
            }
            landmarks.into_boxed_slice()
        })
    }

    /// The code point at `index` in code points.
    pub fn char_at(&self, index: usize) -> Option<char> {
        if index >= self.len() {
            return None;
        }
        self.text[self.byte_offset(index)..].chars().next()
    }

    /// The text between two positions in code points, `start <= end <= len()`.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        let start_byte = self.byte_offset(start);
        let end_byte = self.byte_offset(end);
        &self.text[start_byte..end_byte]
    }

    /// Number of code points before this byte offset.
    pub fn char_index(&self, byte: usize) -> usize {
        if self.is_ascii() {
            return byte;
        }
        let map = self.map.get_or_init(Box::default);
        let (mut at, mut offset) = map.cursor.get();
        if byte.abs_diff(offset) > STRIDE {
            let landmarks = self.landmarks(map);
            let before = landmarks.partition_point(|landmark| *landmark <= byte).max(1) - 1;
            (at, offset) = (before * STRIDE, landmarks[before]);
        }
        let text = self.text.as_bytes();
        let count = |part: &[u8]| part.iter().filter(|byte| !is_continuation(**byte)).count();
        at = match offset <= byte {
            true => at + count(&text[offset..byte]),
            false => at - count(&text[byte..offset]),
        };
        map.cursor.set((at, byte));
        at
    }

    /// `hash(s)`: equal for equal text, keyed.
    #[inline(always)]
    pub fn hash(&self) -> u64 {
        match self.hash.get() {
            0 => self.compute_hash(),
            hash => hash,
        }
    }

    #[cold]
    fn compute_hash(&self) -> u64 {
        let hash = match self.is_ascii() {
            true => hash::hash_bytes(self.text.as_bytes(), hash_key()),
            false => hash::hash_str(&self.text, hash_key()),
        };
        self.hash.set(hash as u64);
        hash as u64
    }

    /// Whether this is the interned string with its text. Interned strings are equal only if they
    /// are identical.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.length.get() & 1 == 1
    }

    /// Whether both have the same text.
    #[inline]
    pub fn same_text(&self, other: &Str) -> bool {
        std::ptr::eq(self, other)
            || (!(self.is_interned() && other.is_interned()) && self.text == other.text)
    }
}

impl Ref<Str> {
    /// Appends in place if this is the only reference to a plain string; otherwise returns it.
    pub fn try_append(mut self, more: &Str) -> Result<Ref<Str>, Ref<Str>> {
        if self.is_interned() || !self.header().is_exactly(Kind::Str) {
            return Err(self);
        }
        match self.payload_mut() {
            Some(payload) => {
                payload.text.push_str(&more.text);
                payload.length.set((payload.len() + more.len()) << 1);
                payload.hash.set(0);
                payload.map.take();
                Ok(self)
            }
            None => Err(self),
        }
    }
}

/// The strings of which an interpreter has a single copy, and the key of its hashes.
#[derive(Default)]
pub struct SharedStrings {
    interned: RefCell<HashSet<Interned, FxBuildHasher>>,
    /// The strings of one ASCII character, made when first needed.
    characters: RefCell<Vec<Option<Ref<Str>>>>,
    /// A random one is made when the first hash is computed.
    hash_key: Cell<Option<HashKey>>,
    /// See [`with_buffer`].
    buffer: Cell<String>,
}

impl SharedStrings {
    const fn new() -> SharedStrings {
        SharedStrings {
            interned: RefCell::new(HashSet::with_hasher(FxBuildHasher)),
            characters: RefCell::new(Vec::new()),
            buffer: Cell::new(String::new()),
            hash_key: Cell::new(None),
        }
    }

    /// Swaps these with the thread's.
    pub fn exchange(&self) {
        SHARED.with(|shared| {
            self.interned.swap(&shared.interned);
            self.characters.swap(&shared.characters);
            self.hash_key.swap(&shared.hash_key);
            self.buffer.swap(&shared.buffer);
        });
    }

    /// Frees the thread's strings: their interpreter has ended.
    pub fn forget() {
        let (interned, characters) =
            SHARED.with(|shared| (shared.interned.take(), shared.characters.take()));
        drop(SHARED.with(|shared| shared.buffer.take()));
        drop(interned);
        drop(characters);
    }
}

thread_local! {
    /// Never dropped: the heap's own thread-locals may be destroyed first.
    static SHARED: ManuallyDrop<SharedStrings> =
        const { ManuallyDrop::new(SharedStrings::new()) };
}

/// An interned string, found by its text.
struct Interned(Ref<Str>);

impl std::borrow::Borrow<str> for Interned {
    fn borrow(&self) -> &str {
        self.0.as_str()
    }
}

impl Hash for Interned {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

impl PartialEq for Interned {
    fn eq(&self, other: &Interned) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Interned {}

/// Roughly the number of names that an interpreter interns before it runs anything.
const NAMES_AT_START: usize = 600;

/// The interned string with this text: interned strings are equal only if they are identical. The
/// table belongs to the interpreter and lives as long as it.
pub fn intern(text: &str) -> Ref<Str> {
    SHARED.with(|shared| {
        let table = &shared.interned;
        if let Some(known) = table.borrow().get(text) {
            return known.0.clone();
        }
        let new = Str::new(text);
        new.length.set(new.length.get() | 1);
        let mut table = table.borrow_mut();
        if table.is_empty() {
            table.reserve(NAMES_AT_START);
        }
        table.insert(Interned(new.clone()));
        new
    })
}

/// The interned string equal to `name`.
#[inline]
pub fn intern_ref(name: &Ref<Str>) -> Ref<Str> {
    if name.is_interned() { name.clone() } else { intern(name.as_str()) }
}

/// The string of one character; shared if it is an ASCII one.
#[inline]
pub fn character(c: char) -> Ref<Str> {
    let mut buffer = [0; 4];
    let text = &*c.encode_utf8(&mut buffer);
    if !c.is_ascii() {
        return Str::new(text);
    }
    let known = SHARED.with(|shared| shared.characters.borrow().get(c as usize).cloned());
    known.flatten().unwrap_or_else(|| first_use_of(c, text))
}

#[cold]
fn first_use_of(c: char, text: &str) -> Ref<Str> {
    let new = intern(text);
    SHARED.with(|shared| {
        let mut characters = shared.characters.borrow_mut();
        characters.resize(128, None);
        characters[c as usize] = Some(new.clone());
    });
    new
}

/// Lets `work` make a text in a buffer, which is empty and most often has room.
pub fn with_buffer<T>(work: impl FnOnce(&mut String) -> T) -> T {
    /// Larger buffers are not kept.
    const KEPT: usize = 1 << 10;
    let mut buffer = SHARED.with(|shared| shared.buffer.take());
    buffer.clear();
    let made = work(&mut buffer);
    if buffer.capacity() <= KEPT {
        SHARED.with(|shared| shared.buffer.set(buffer));
    }
    made
}

/// The key of the interpreter's hashes of text and bytes.
pub fn hash_key() -> HashKey {
    SHARED.with(|shared| match shared.hash_key.get() {
        Some(key) => key,
        None => {
            let random = HashKey::random();
            shared.hash_key.set(Some(random));
            random
        }
    })
}

/// Sets the key of the interpreter's hashes of text and bytes before it hashes any; `None` for a
/// random one.
pub fn set_hash_key(key: Option<HashKey>) {
    SHARED.with(|shared| shared.hash_key.set(key));
}

/// `hash(b)` of bytes.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    hash::hash_bytes(bytes, hash_key()) as u64
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Str::new(text).into_value()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Str::new(text).into_value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_from_anywhere() {
        let text: String = ('a'..='z').chain('à'..='ÿ').chain("中文😀".chars()).collect();
        let text = text.repeat(5);
        let string = Str::payload(text.as_str());
        let offsets: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut index = 0;
        for _ in 0..5 * offsets.len() {
            index = (index * 31 + 17) % offsets.len();
            assert_eq!(string.byte_offset(index), offsets[index]);
        }
        for index in (0..offsets.len()).rev() {
            assert_eq!(string.byte_offset(index), offsets[index]);
        }
        for step in [1, 17, 211] {
            let mut index = 0;
            for _ in 0..offsets.len() {
                index = (index + step) % offsets.len();
                assert_eq!(string.char_index(offsets[index]), index);
            }
        }
    }
}
