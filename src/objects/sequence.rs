//! Indexes and repetition: what all sequences share.

use super::int;
use super::slice::Positions;
use super::special::SpecialMethod;
use super::str::Str;
use crate::bytecode::Comparison;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cmp::Ordering;

/// Whether a value can be an index: an int or an object with `__index__`.
pub fn has_index(vm: &Vm, value: &Value) -> bool {
    int::is_int(value) || vm.has_slot(value, SpecialMethod::Index)
}

/// The index of an item in a sequence of `len()` items, counted from the end if negative; none if
/// it is out of range. The length is taken last: `__index__` may change it.
///
/// # Errors
/// TypeError `{kind} indices must be integers or slices, not T`; any exception raised by `__index__`;
/// IndexError if the number does not fit an index.
pub fn item_index(
    vm: &Vm,
    kind: &str,
    key: &Value,
    len: impl FnOnce() -> usize,
) -> VmResult<Option<usize>> {
    let index = match key.as_small_int() {
        Some(i) => i,
        None if !has_index(vm, key) => {
            let class = vm.class_ref(key).message_name();
            return Err(
                vm.type_error(format!("{kind} indices must be integers or slices, not {class}"))
            );
        }
        None => {
            let index = vm.index(key)?;
            int::to_i64(&index).ok_or_else(|| {
                let class = vm.class_ref(key).message_name();
                vm.index_error(format!("cannot fit '{class}' into an index-sized integer"))
            })?
        }
    };
    Ok(wrap(index, len()))
}

/// An index counted from the end if negative; none if out of range.
#[inline]
pub fn wrap(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { index + len as i64 } else { index };
    usize::try_from(index).ok().filter(|i| *i < len)
}

/// The selected items of a sequence.
///
/// # Errors
/// Same as [`Vm::collect`].
pub fn select<T: Clone>(vm: &Vm, items: &[T], positions: Positions) -> VmResult<Vec<T>> {
    match positions.contiguous() {
        Some(range) => vm.copied(&items[range]),
        None => vm.collect(positions.map(|i| items[i].clone())),
    }
}

/// A position for `insert` or a search bound: counted from the end if negative, clipped.
#[inline]
pub fn clip(index: i64, len: usize) -> usize {
    let index = if index < 0 { index.saturating_add(len as i64).max(0) } else { index };
    (index as usize).min(len)
}

/// The number of repetitions in `sequence * count`; none if `count` is not an integer.
///
/// # Errors
/// OverflowError if it does not fit 64 bits; any exception raised by `__index__`.
pub fn repeat_count(vm: &Vm, count: &Value) -> VmResult<Option<usize>> {
    if !has_index(vm, count) {
        return Ok(None);
    }
    let count_value = vm.index(count)?;
    match int::to_i64(&count_value) {
        Some(n) => Ok(Some(n.max(0) as usize)),
        None => {
            let class = vm.class_ref(count).message_name();
            Err(vm.overflow_error(format!("cannot fit '{class}' into an index-sized integer")))
        }
    }
}

/// Refuses an allocation that is too large, before it is made.
///
/// # Errors
/// MemoryError.
pub fn check_room(vm: &Vm, bytes: usize) -> VmResult<()> {
    vm.reserve(bytes)
}

/// Whether replacing parts of a text by `new` is short work with a small result, which needs no
/// checks.
pub fn is_short_replacing(text: &[u8], new: &[u8]) -> bool {
    text.len().saturating_mul(new.len() + 1) < 1 << 16
}

/// A long text with `new` in place of `size` bytes at each of the positions (at most `count`, all
/// if that is negative); none if there are no positions.
///
/// # Errors
/// Same as [`Vm::append`].
pub fn replaced(
    vm: &Vm,
    text: &[u8],
    (places, size): (impl Iterator<Item = usize> + Clone, usize),
    new: &[u8],
    count: i64,
) -> VmResult<Option<Vec<u8>>> {
    let mut places = places.take(usize::try_from(count).unwrap_or(usize::MAX)).peekable();
    if places.peek().is_none() {
        return Ok(None);
    }
    let growth = new.len().saturating_sub(size);
    let mut room = text.len();
    if growth > 0 {
        for (index, _) in places.clone().enumerate() {
            if index % 64 == 63 {
                vm.tick(64)?;
            }
            room = room.saturating_add(growth);
        }
    }
    let mut result = vm.vec_with_capacity(room)?;
    let mut done = 0;
    for (index, place) in places.enumerate() {
        if index % 64 == 63 {
            vm.tick(64)?;
        }
        vm.append(&mut result, &text[done..place])?;
        vm.append(&mut result, new)?;
        done = place + size;
    }
    vm.append(&mut result, &text[done..])?;
    Ok(Some(result))
}

/// The items repeated `count` times.
///
/// # Errors
/// MemoryError if they do not fit in memory.
pub fn repeat<T: Clone>(vm: &Vm, items: &[T], count: usize) -> VmResult<Vec<T>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    vm.repeated(items, count)
}

/// Compares two sequences item by item: `len` and `get` read the current state, since comparing
/// items can change a list. Lists and tuples are ordered by the first items that differ.
///
/// # Errors
/// Any exception raised by comparing items.
pub fn compare(
    vm: &Vm,
    op: Comparison,
    left: (&dyn Fn() -> usize, &dyn Fn(usize) -> Option<Value>),
    right: (&dyn Fn() -> usize, &dyn Fn(usize) -> Option<Value>),
) -> VmResult {
    if matches!(op, Comparison::Eq | Comparison::Ne) && left.0() != right.0() {
        return Ok(Value::bool(op == Comparison::Ne));
    }
    let mut i = 0;
    while let (Some(a), Some(b)) = (left.1(i), right.1(i)) {
        if !vm.eq(&a, &b)? {
            return match op {
                Comparison::Eq => Ok(Value::FALSE),
                Comparison::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, &a, &b),
            };
        }
        i += 1;
    }
    Ok(Value::bool(holds(op, left.0().cmp(&right.0()))))
}

/// Whether `op` holds for two objects in this order.
pub fn holds(op: Comparison, ordering: Ordering) -> bool {
    match op {
        Comparison::Eq => ordering.is_eq(),
        Comparison::Ne => ordering.is_ne(),
        Comparison::Lt => ordering.is_lt(),
        Comparison::Le => ordering.is_le(),
        Comparison::Gt => ordering.is_gt(),
        Comparison::Ge => ordering.is_ge(),
        _ => false,
    }
}

/// Writes items between brackets, separated by commas. `item` returns the item at an index while
/// there is one.
///
/// # Errors
/// Any exception raised by the items' `__repr__`.
pub fn show(
    vm: &Vm,
    open: &str,
    close: &str,
    mut item: impl FnMut(usize) -> Option<Value>,
) -> VmResult<Ref<Str>> {
    let mut text = String::from(open);
    let mut i = 0;
    while let Some(value) = item(i) {
        vm.tick(1)?;
        if i > 0 {
            text.push_str(", ");
        }
        vm.write_repr(&mut text, &value)?;
        i += 1;
    }
    text.push_str(close);
    Ok(Str::new(text))
}

/// Checks the number of arguments that a class takes by `*args`, in CPython's words.
///
/// # Errors
/// TypeError `{name} expected at most 2 arguments, got 3` and the like.
pub fn check_count(vm: &Vm, name: &str, given: usize, least: usize, most: usize) -> VmResult<()> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let (limit, bound) = if given < least { (least, "least") } else { (most, "most") };
    let plural = if limit == 1 { "" } else { "s" };
    Err(vm.type_error(match least == most {
        true => format!("{name} expected {limit} argument{plural}, got {given}"),
        false => format!("{name} expected at {bound} {limit} argument{plural}, got {given}"),
    }))
}
