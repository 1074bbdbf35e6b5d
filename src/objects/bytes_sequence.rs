//! `bytes` and `bytearray` as sequences of numbers: items, comparison, iteration.

use super::bytes;
use super::bytes_methods::{changed, like, of_kind, this};
use super::exception::Exc;
use super::int;
use super::iterator;
use super::iterator_reduce::{self, Reduced};
use super::native::{Args, ClassDef, ExclusiveIterate, NativeIterator};
use super::sequence::{self, item_index, repeat_count};
use super::slice::Slice;
use super::special::SpecialMethod;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::text::bytes_ops;
use crate::vm::flags::Flag;
use crate::vm::{Vm, VmResult};

pub(super) fn get_item(vm: &Vm, args: Args<'_>) -> VmResult {
    if let Some(slice) = args[1].get::<Slice>() {
        let bounds = slice.bounds(vm)?;
        let data = this(args);
        let positions = bounds.positions(data.len());
        return match positions.contiguous() {
            Some(range) => changed(vm, args, &data[range]),
            None => Ok(like(args, vm.collect(positions.map(|at| data[at]))?)),
        };
    }
    let is_array = args[0].kind() == Some(Kind::ByteArray);
    let kind = if is_array { "bytearray" } else { "byte" };
    let index = item_index(vm, kind, &args[1], || this(args).len())?;
    match index.and_then(|index| this(args).get(index).copied()) {
        Some(byte) => Ok(Value::small_int(i64::from(byte))),
        None if is_array => Err(vm.index_error("bytearray index out of range")),
        None => Err(vm.index_error("index out of range")),
    }
}

pub(super) fn contains(vm: &Vm, args: Args<'_>) -> VmResult {
    if !bytes::is_buffer(&args[1])
        && (int::is_int(&args[1]) || vm.has_usable_slot(&args[1], SpecialMethod::Index))
    {
        let byte = bytes::byte(vm, &args[1], "byte")?;
        return Ok(Value::bool(this(args).contains(&byte)));
    }
    let needle = bytes::require(vm, args.at(1))?;
    Ok(Value::bool(bytes_ops::find(&this(args), &needle).is_some()))
}

pub(super) fn add(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let (Some(data), Some(other)) = (bytes::own_buffer(left), bytes::buffer(vm, right)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(of_kind(left, vm.joined([&data[..], &other[..]])?))
}

pub(super) fn multiply(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    // The count's `__index__` may change the bytes.
    let count = repeat_count(vm, count)?;
    match (bytes::own_buffer(this), count) {
        (Some(data), Some(count)) => Ok(of_kind(this, sequence::repeat(vm, &data, count)?)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// The warning of `-b` about `str(b"…")`, which is rarely intended.
pub(super) fn warn_about_str(vm: &Vm, value: &Value) -> VmResult<()> {
    if !vm.flags.is_set(Flag::BytesWarning) {
        return Ok(());
    }
    vm.warn(Exc::BytesWarning, &format!("str() on a {} instance", own_name(value)), 1)
}

/// The name of the built-in class.
fn own_name(value: &Value) -> &'static str {
    if value.kind() == Some(Kind::Bytes) { "bytes" } else { "bytearray" }
}

/// The warnings of `-b` about comparisons that are never true.
fn warn_about_comparison(vm: &Vm, this: &Value, other: &Value) -> VmResult<()> {
    let own = own_name(this);
    match other.kind() {
        Some(Kind::Str) => {
            vm.warn(Exc::BytesWarning, &format!("Comparison between {own} and string"), 1)
        }
        _ if own == "bytes" && int::is_int(other) => {
            vm.warn(Exc::BytesWarning, "Comparison between bytes and int", 1)
        }
        _ => Ok(()),
    }
}

pub(super) fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    if vm.flags.is_set(Flag::BytesWarning) && matches!(op, Comparison::Eq | Comparison::Ne) {
        warn_about_comparison(vm, this, other)?;
    }
    // For different types, the more general one decides: bytearray, memoryview.
    if this.kind() == Some(Kind::Bytes) && other.kind() != Some(Kind::Bytes) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (Some(own), Some(other)) = (bytes::own_buffer(this), bytes::buffer(vm, other)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let order = own.cmp(&other);
    Ok(Value::bool(super::arith::holds(op, Some(order))))
}

/// Iterates over the numbers of bytes, which may change meanwhile.
struct ByteIterator {
    object: Value,
    next: usize,
}

impl ExclusiveIterate for ByteIterator {
    fn next(&mut self, _: &Vm) -> VmResult<Option<Value>> {
        let byte = bytes::own_buffer(&self.object).and_then(|data| data.get(self.next).copied());
        match byte {
            Some(byte) => {
                self.next += 1;
                Ok(Some(Value::small_int(i64::from(byte))))
            }
            None => {
                self.object = Value::NONE;
                Ok(None)
            }
        }
    }

    fn length_hint(&self) -> Option<usize> {
        let len = bytes::own_buffer(&self.object).map_or(0, |data| data.len());
        Some(len.saturating_sub(self.next))
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        let object = (!self.object.is_none()).then_some(&self.object);
        iterator_reduce::over(vm, object, self.next).map(Some)
    }

    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let len = bytes::own_buffer(&self.object).map_or(0, |data| data.len());
        self.next = iterator_reduce::position(vm, state, len)?;
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.object);
    }
}

pub(super) fn iterate(vm: &Vm, args: Args<'_>) -> VmResult {
    let def = match args[0].kind() {
        Some(Kind::ByteArray) => &ARRAY_ITERATOR,
        _ => &ITERATOR,
    };
    Ok(NativeIterator::exclusive(vm, def, ByteIterator { object: args[0].clone(), next: 0 }))
}

/// `bytes_iterator`
pub static ITERATOR: ClassDef = ClassDef {
    name: "bytes_iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: iterator::POSITIONED,
    ..ClassDef::BASE
};

/// `bytearray_iterator`
pub static ARRAY_ITERATOR: ClassDef = ClassDef { name: "bytearray_iterator", ..ITERATOR };
