//! Strings as sequences: making, indexing, concatenating, comparing, joining and iterating them.

use super::exception::Exc;
use super::int;
use super::iterator;
use super::iterator_reduce::{self, Reduced};
use super::list::List;
use super::native::{ClassDef, ExclusiveIterate, NativeIterator};
use super::scalar::type_name;
use super::slice::Slice;
use super::special::SpecialMethod;
pub use super::str::character;
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::bytecode::Comparison;
use crate::runtime::{Kind, Ref, Value};
use crate::text::pace::PART;
use crate::text::{str_ops, surrogate};
use crate::vm::{Vm, VmResult};

// --- Making strings ---------------------------------------------------------------------------

/// A string value for a part of another string.
#[inline]
pub fn substring(text: &str) -> Value {
    match text.as_bytes() {
        [byte] => character(char::from(*byte)).into_value(),
        _ => Str::new(text).into_value(),
    }
}

/// The result of a method: the receiver itself if nothing changed.
pub(super) fn changed(this: &Ref<Str>, text: &str) -> Value {
    if text.len() == this.as_str().len() && this.header().is_exactly(Kind::Str) {
        return this.as_value().clone();
    }
    substring(text)
}

/// The receiver as a plain `str`.
pub(super) fn plain(this: &Ref<Str>) -> Value {
    if this.header().is_exactly(Kind::Str) {
        return this.as_value().clone();
    }
    Str::new(this.as_str()).into_value()
}

pub(super) fn or_plain(this: &Ref<Str>, text: Option<String>) -> Value {
    text.map_or_else(|| plain(this), Value::from)
}

// --- Operations with VM instructions -------------------------------------------------------------

/// `text[key]`
///
/// # Errors
/// IndexError; TypeError if the key is neither an index nor a slice.
#[inline]
pub fn get_item(vm: &Vm, text: &Ref<Str>, key: &Value) -> VmResult {
    match key.as_small_int() {
        Some(index) => char_at(vm, text, index),
        None => get_item_slow(vm, text, key),
    }
}

#[inline]
fn char_at(vm: &Vm, text: &Ref<Str>, index: i64) -> VmResult {
    let index = if index < 0 { index.saturating_add(text.len() as i64) } else { index };
    let c = usize::try_from(index).ok().and_then(|index| text.char_at(index));
    match c {
        Some(c) => Ok(character(c).into_value()),
        None => Err(vm.index_error("string index out of range")),
    }
}

#[cold]
fn get_item_slow(vm: &Vm, text: &Ref<Str>, key: &Value) -> VmResult {
    if let Some(slice) = key.get::<Slice>() {
        let positions = slice.bounds(vm)?.positions(text.len());
        if positions.count == text.len() && positions.step == 1 {
            return Ok(plain(text));
        }
        if let Some(range) = positions.contiguous() {
            let part = text.slice(range.start, range.end);
            vm.reserve(part.len())?;
            return Ok(substring(part));
        }
        let picked = if text.is_ascii() {
            let data = text.as_str().as_bytes();
            vm.collect_text(positions.map(|at| char::from(data[at])))?
        } else {
            let chars = vm.collect(text.as_str().chars())?;
            vm.collect_text(positions.map(|at| chars[at]))?
        };
        return Ok(match picked.as_bytes() {
            [_] => substring(&picked),
            _ => picked.into(),
        });
    }
    if !int::is_int(key) && !vm.has_usable_slot(key, SpecialMethod::Index) {
        let shown = type_name(vm, key);
        return Err(vm.type_error(format!("string indices must be integers, not '{shown}'")));
    }
    let index = vm.index(key)?;
    match int::to_i64(&index) {
        Some(index) => char_at(vm, text, index),
        None => {
            let shown = type_name(vm, key);
            Err(vm.index_error(format!("cannot fit '{shown}' into an index-sized integer")))
        }
    }
}

/// `left + right`
///
/// # Errors
/// Same as [`Vm::joined_text`].
pub fn concat(vm: &Vm, left: &Str, right: &Str) -> VmResult<Ref<Str>> {
    join_short(left.as_str().len() + right.as_str().len(), [left.as_str(), right.as_str()])
        .map_or_else(|| vm.joined_text([left.as_str(), right.as_str()]).map(Str::new), Ok)
}

/// The concatenation of texts with `size` bytes in all; none if that is long.
#[inline]
pub fn join_short<'a>(size: usize, texts: impl IntoIterator<Item = &'a str>) -> Option<Ref<Str>> {
    /// Copying less takes no time.
    const LONG: usize = 1 << 16;
    if size >= LONG {
        return None;
    }
    let mut text = compact_str::CompactString::with_capacity(size);
    texts.into_iter().for_each(|part| text.push_str(part));
    Some(Str::new(text))
}

/// `text * count`
///
/// # Errors
/// MemoryError if the result is too large.
pub fn repeat(vm: &Vm, text: &Ref<Str>, count: usize) -> VmResult {
    if count == 0 || text.is_empty() {
        return Ok(Str::new("").into_value());
    }
    if count == 1 {
        return Ok(plain(text));
    }
    let size = text.as_str().len().checked_mul(count);
    match size {
        Some(size) => super::sequence::check_room(vm, size)?,
        None => return Err(vm.error_with(Exc::MemoryError, [])),
    }
    Ok(vm.repeated_text(text.as_str(), count)?.into())
}

/// The order of two strings, by code points.
#[inline]
pub fn order(left: &Str, right: &Str) -> std::cmp::Ordering {
    if left.is_ascii() && right.is_ascii() {
        return left.as_str().cmp(right.as_str());
    }
    surrogate::compare(left.as_str(), right.as_str())
}

/// A comparison of two strings.
#[inline]
pub fn compare(op: Comparison, left: &Str, right: &Str) -> bool {
    match op {
        Comparison::Eq => left.same_text(right),
        Comparison::Ne => !left.same_text(right),
        _ => super::arith::holds(op, Some(order(left, right))),
    }
}

/// `separator.join(items)`
///
/// # Errors
/// TypeError for an object that is not iterable or an item that is not a string; any exception
/// raised by the iteration.
pub fn join(vm: &Vm, separator: &Ref<Str>, items: &Value) -> VmResult {
    let strings = match items.get_exact::<List>() {
        // The list may change while items are looked at, but reading strings runs no code.
        Some(list) => return join_all(vm, separator, &list.borrow()),
        None => match items.get_exact::<Tuple>() {
            Some(tuple) => return join_all(vm, separator, tuple.items()),
            None => {
                let iterable = vm.has_usable_slot(items, SpecialMethod::Iter)
                    || vm.has_usable_slot(items, SpecialMethod::GetItem);
                if !iterable {
                    return Err(vm.type_error("can only join an iterable"));
                }
                vm.to_vec(items)?
            }
        },
    };
    join_all(vm, separator, &strings)
}

fn join_all(vm: &Vm, separator: &Ref<Str>, items: &[Value]) -> VmResult {
    if let [only] = items
        && only.get_exact::<Str>().is_some()
    {
        return Ok(only.clone());
    }
    let separator = separator.as_str();
    let mut size = separator.len().saturating_mul(items.len().saturating_sub(1));
    for (at, item) in items.iter().enumerate() {
        let Some(text) = item.get::<Str>() else {
            let shown = type_name(vm, item);
            return Err(
                vm.type_error(format!("sequence item {at}: expected str instance, {shown} found"))
            );
        };
        size = size.saturating_add(text.as_str().len());
        if at % 256 == 255 {
            vm.tick(256)?;
        }
    }
    vm.reserve(size)?;
    let mut joined = String::new();
    if joined.try_reserve_exact(size).is_err() {
        return Err(vm.error_with(Exc::MemoryError, []));
    }
    let mut stride = PART;
    for (at, text) in items.iter().filter_map(|item| item.get::<Str>()).enumerate() {
        if at > 0 {
            joined.push_str(separator);
        }
        if text.as_str().len() > PART {
            vm.in_parts_of_text(text.as_str(), |part| joined.push_str(part))?;
        } else {
            joined.push_str(text.as_str());
        }
        // An item costs more than its bytes.
        let done = joined.len() + 16 * at;
        if done >= stride {
            vm.tick_bytes(PART)?;
            stride = done + PART;
        }
    }
    Ok(joined.into())
}

/// Whether `value` is in a text.
///
/// # Errors
/// TypeError if it is not a string.
pub fn contains(vm: &Vm, text: &Str, value: &Value) -> VmResult<bool> {
    match value.get::<Str>() {
        Some(part) => Ok(str_ops::find(text.as_str(), part.as_str()).is_some()),
        None => {
            let shown = type_name(vm, value);
            Err(vm
                .type_error(format!("'in <string>' requires string as left operand, not {shown}")))
        }
    }
}

// --- Iterating --------------------------------------------------------------------------------

/// Iterates over the characters of a text.
struct Characters {
    text: Ref<Str>,
    /// The offset of the next one, in bytes.
    next: usize,
}

impl ExclusiveIterate for Characters {
    fn next(&mut self, _: &Vm) -> VmResult<Option<Value>> {
        let text = self.text.as_str();
        let next = match text.as_bytes().get(self.next) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => text[self.next..].chars().next(),
        };
        Ok(next.map(|c| {
            self.next += c.len_utf8();
            character(c).into_value()
        }))
    }

    fn length_hint(&self) -> Option<usize> {
        Some(count_of_chars(&self.text.as_str()[self.next..]))
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        let passed = &self.text.as_str()[..self.next];
        if self.next == self.text.as_str().len() {
            return Reduced::call(vm, "iter", vec![intern("").as_value().clone()]).map(Some);
        }
        let text = self.text.as_value();
        iterator_reduce::over(vm, Some(text), count_of_chars(passed)).map(Some)
    }

    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let text = self.text.as_str();
        let passed = iterator_reduce::position(vm, state, text.len())?;
        self.next = text.char_indices().nth(passed).map_or(text.len(), |(at, _)| at);
        Ok(())
    }
}

/// An iterator over the characters of a text.
pub fn iterate(vm: &Vm, text: &Ref<Str>) -> Value {
    let def = if text.is_ascii() { &ASCII_ITERATOR } else { &ITERATOR };
    NativeIterator::exclusive(vm, def, Characters { text: text.clone(), next: 0 })
}

/// `str_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "str_iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: iterator::POSITIONED,
    ..ClassDef::BASE
};

/// `str_ascii_iterator`
pub static ASCII_ITERATOR: ClassDef = ClassDef { name: "str_ascii_iterator", ..ITERATOR };

/// The length of a text in code points.
pub(super) fn count_of_chars(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}
