//! `array`: sequences of numbers of one type, stored as in C.

mod items;
mod pickling;

use super::ModuleDef;
use crate::bytecode::Comparison;
use crate::objects::bytes::{self, ByteArray, Bytes};
use crate::objects::class::Collection;
use crate::objects::exception::Exc;
use crate::objects::iterator_reduce::{self, Reduced};
use crate::objects::list::List;
use crate::objects::native::{
    Args, Buffer, ClassDef, ExclusiveIterate, Exports, Native, NativeDef, NativeIterator,
    NativeObject, PropertyDef, tables,
};
use crate::objects::slice::Slice;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::objects::{alias, iterator, list_methods, scalar, sequence};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};
use items::{Type, type_of};
use std::cell::{RefCell, RefMut};

/// The data of an `array`.
struct Array {
    item: &'static Type,
    data: RefCell<Vec<u8>>,
    exports: Exports,
}

impl NativeObject for Array {
    fn buffer(&self) -> Option<Buffer<'_>> {
        let (format, item_size) = (self.item.format, self.item.size);
        let (data, exports) = (&self.data, &self.exports);
        Some(Buffer { data, format, item_size, readonly: false, exports })
    }
}

impl Array {
    fn new(item: &'static Type, data: Vec<u8>) -> Array {
        Array { item, data: RefCell::new(data), exports: Exports::default() }
    }

    /// The bytes, for a change of their number.
    fn resizable(&self, vm: &Vm) -> VmResult<RefMut<'_, Vec<u8>>> {
        self.exports.check(vm, "cannot resize an array that is exporting buffers")?;
        Ok(self.data.borrow_mut())
    }

    fn len(&self) -> usize {
        self.data.borrow().len() / self.item.size
    }

    /// The item at an index; none if there is no such index.
    ///
    /// # Errors
    /// ValueError if the bits are no character.
    fn get(&self, vm: &Vm, index: usize) -> VmResult<Option<Value>> {
        let at = index * self.item.size;
        let data = self.data.borrow();
        data.get(at..at + self.item.size).map(|bits| self.item.read(vm, bits)).transpose()
    }

    fn to_vec(&self, vm: &Vm) -> VmResult<Vec<Value>> {
        let data = self.data.borrow();
        let mut items = vm.vec_with_capacity(data.len() / self.item.size)?;
        for (index, item) in data.chunks_exact(self.item.size).enumerate() {
            if index % 256 == 255 {
                vm.tick(256)?;
            }
            items.push(self.item.read(vm, item)?);
        }
        Ok(items)
    }

    fn push(&self, vm: &Vm, value: &Value) -> VmResult<()> {
        let bits = self.item.bits(vm, value)?;
        let mut data = self.resizable(vm)?;
        vm.grow(&mut data, self.item.size)?;
        data.extend_from_slice(&bits[..self.item.size]);
        Ok(())
    }

    fn extend_from_bytes(&self, vm: &Vm, more: &[u8]) -> VmResult<()> {
        if more.is_empty() {
            return Ok(());
        }
        vm.append(&mut *self.resizable(vm)?, more)
    }

    /// `extend` with another array or any iterable.
    fn extend(&self, vm: &Vm, iterable: &Value) -> VmResult<()> {
        if let Some(other) = iterable.native::<Array>() {
            if other.item.code != self.item.code {
                return Err(vm.type_error("can only extend with array of same kind"));
            }
            let more = vm.copied(&other.data.borrow())?;
            return self.extend_from_bytes(vm, &more);
        }
        vm.for_each(iterable, |value| self.push(vm, &value))
    }

    /// The index of an item, counted from the end if negative.
    fn index(&self, vm: &Vm, key: &Value, message: &str) -> VmResult<usize> {
        if !key.is_small_int() && !sequence::has_index(vm, key) {
            return Err(vm.type_error("array indices must be integers"));
        }
        sequence::item_index(vm, "array", key, || self.len())?
            .ok_or_else(|| vm.index_error(message))
    }

    /// The first index in `start..end` whose item is equal to `value`.
    fn find(&self, vm: &Vm, value: &Value, start: usize, end: usize) -> VmResult<Option<usize>> {
        for i in start..end {
            vm.tick(1)?;
            match self.get(vm, i)? {
                Some(item) if vm.eq(&item, value)? => return Ok(Some(i)),
                Some(_) => {}
                None => break,
            }
        }
        Ok(None)
    }

    fn remove_at(&self, vm: &Vm, index: usize) -> VmResult<()> {
        let at = index * self.item.size;
        self.resizable(vm)?.drain(at..at + self.item.size);
        Ok(())
    }
}

fn made(vm: &Vm, item: &'static Type, data: Vec<u8>) -> Value {
    Native::new(&vm.class_for(&CLASS), Array::new(item, data)).into_value()
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    if !class.is_heap && !a.keywords().is_empty() {
        return Err(vm.type_error("array.array() takes no keyword arguments"));
    }
    let (code, initial) = match a.rest() {
        [] => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
        [code] => (code, None),
        [code, initial] => (code, Some(initial)),
        more => {
            let given = more.len();
            let message = format!("array() takes at most 2 arguments ({given} given)");
            return Err(vm.type_error(message));
        }
    };
    let item = code_argument(vm, code)?;
    if item.code == 'u' {
        let message = "The 'u' type code is deprecated and will be removed in Python 3.16";
        crate::diagnostics::warnings::warn(vm, Exc::DeprecationWarning, message, 1)?;
    }
    let array = Native::new(class, Array::new(item, Vec::new())).into_value();
    if let (Some(initial), Some(data)) = (initial, array.native::<Array>()) {
        fill(vm, data, initial)?;
    }
    vm.note_finalizer(&array);
    Ok(array)
}

fn code_argument(vm: &Vm, code: &Value) -> VmResult<&'static Type> {
    let mut chars = code.get::<Str>().into_iter().flat_map(|text| text.as_str().chars());
    let (Some(code), None) = (chars.next(), chars.next()) else {
        let shown = vm.argument_type(code);
        let message = format!("array() argument 1 must be a unicode character, not {shown}");
        return Err(vm.type_error(message));
    };
    type_of(code).ok_or_else(|| {
        vm.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
    })
}

/// Fills a new array from its second argument.
fn fill(vm: &Vm, array: &Array, initial: &Value) -> VmResult<()> {
    let code = array.item.code;
    if let Some(text) = initial.get::<Str>() {
        if !array.item.is_text() {
            return Err(vm.type_error(format!(
                "cannot use a str to initialize an array with typecode '{code}'"
            )));
        }
        return array.extend_from_bytes(vm, &items::text_bytes(text.as_str()));
    }
    if let Some(other) = initial.native::<Array>() {
        if other.item.is_text() && !array.item.is_text() {
            return Err(vm.type_error(format!(
                "cannot use a unicode array to initialize an array with typecode '{code}'"
            )));
        }
        if other.item.code == code {
            return array.extend(vm, initial);
        }
        return other.to_vec(vm)?.iter().try_for_each(|value| array.push(vm, value));
    }
    if initial.get::<Bytes>().is_some() || initial.get::<ByteArray>().is_some() {
        return append_bytes(vm, array, initial);
    }
    array.extend(vm, initial)
}

fn append_bytes(vm: &Vm, array: &Array, data: &Value) -> VmResult<()> {
    let data = vm.copied(&bytes::require(vm, data)?)?;
    if data.len() % array.item.size != 0 {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    array.extend_from_bytes(vm, &data)
}

fn getitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    if let Some(slice) = a[1].get::<Slice>() {
        let positions = slice.bounds(vm)?.positions(array.len());
        let (data, size) = (array.data.borrow(), array.item.size);
        let selected = match positions.contiguous() {
            Some(range) => vm.copied(&data[range.start * size..range.end * size])?,
            None => {
                let mut selected = Vec::with_capacity(positions.len() * size);
                for (count, i) in positions.enumerate() {
                    if count % (1 << 16) == 0 {
                        vm.tick(1 << 16)?;
                    }
                    selected.extend_from_slice(&data[i * size..(i + 1) * size]);
                }
                selected
            }
        };
        return Ok(made(vm, array.item, selected));
    }
    let index = array.index(vm, &a[1], "array index out of range")?;
    array.get(vm, index)?.ok_or_else(|| vm.index_error("array index out of range"))
}

fn setitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    if let Some(slice) = a[1].get::<Slice>() {
        return set_slice(vm, array, slice, &a[2]).map(|()| Value::NONE);
    }
    let index = array.index(vm, &a[1], "array assignment index out of range")?;
    let (bits, size) = (array.item.bits(vm, &a[2])?, array.item.size);
    match array.data.borrow_mut().get_mut(index * size..(index + 1) * size) {
        Some(room) => room.copy_from_slice(&bits[..size]),
        None => return Err(vm.index_error("array assignment index out of range")),
    }
    Ok(Value::NONE)
}

fn set_slice(vm: &Vm, array: &Array, slice: &Slice, value: &Value) -> VmResult<()> {
    let Some(other) = value.native::<Array>() else {
        let class = vm.class_ref(value).message_name();
        let message = format!("can only assign array (not \"{class}\") to array slice");
        return Err(vm.type_error(message));
    };
    if other.item.code != array.item.code {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let (new, size) = (vm.copied(&other.data.borrow())?, array.item.size);
    let positions = slice.bounds(vm)?.positions(array.len());
    if positions.step == 1 {
        let (start, end) = (positions.start, positions.start + positions.count);
        let mut data = match new.len() == positions.count * size {
            true => array.data.borrow_mut(),
            false => array.resizable(vm)?,
        };
        vm.grow(&mut data, new.len().saturating_sub(positions.count * size))?;
        data.splice(start * size..end * size, new);
        return Ok(());
    }
    if new.len() != positions.count * size {
        let (given, wanted) = (new.len() / size, positions.count);
        return Err(vm.value_error(format!(
            "attempt to assign array of size {given} to extended slice of size {wanted}"
        )));
    }
    let mut data = array.data.borrow_mut();
    for (i, bits) in positions.zip(new.chunks_exact(size)) {
        data[i * size..(i + 1) * size].copy_from_slice(bits);
    }
    Ok(())
}

fn delitem(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let Some(slice) = a[1].get::<Slice>() else {
        let index = array.index(vm, &a[1], "array assignment index out of range")?;
        array.remove_at(vm, index)?;
        return Ok(Value::NONE);
    };
    let positions = slice.bounds(vm)?.positions(array.len());
    if positions.count == 0 {
        return Ok(Value::NONE);
    }
    let (mut data, size) = (array.resizable(vm)?, array.item.size);
    match positions.contiguous() {
        Some(range) => drop(data.drain(range.start * size..range.end * size)),
        None => {
            let mut gone = positions.ascending().peekable();
            let kept = data.chunks_exact(size).enumerate();
            let kept = kept.filter(|(i, _)| gone.next_if_eq(i).is_none());
            *data = vm.collect(kept.flat_map(|(_, bits)| bits).copied())?;
        }
    }
    Ok(Value::NONE)
}

fn add(vm: &Vm, this: &Value, other: &Value) -> VmResult {
    let (Some(array), Some(other)) = (this.native::<Array>(), other.native::<Array>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if other.item.code != array.item.code {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let data = vm.joined([&array.data.borrow()[..], &other.data.borrow()])?;
    Ok(made(vm, array.item, data))
}

fn iadd(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[1].native::<Array>().is_none() {
        let class = vm.class_ref(&a[1]).message_name();
        let message = format!("can only extend array with array (not \"{class}\")");
        return Err(vm.type_error(message));
    }
    a.data::<Array>().extend(vm, &a[1])?;
    Ok(a[0].clone())
}

/// The bytes of `array * count`; none if `count` is not an integer.
fn repeated(vm: &Vm, array: &Array, count: &Value) -> VmResult<Option<Vec<u8>>> {
    match sequence::repeat_count(vm, count)? {
        Some(count) => sequence::repeat(vm, &array.data.borrow(), count).map(Some),
        None => Ok(None),
    }
}

fn mul(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    let Some(array) = this.native::<Array>() else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(match repeated(vm, array, count)? {
        Some(data) => made(vm, array.item, data),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn imul(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    let Some(array) = this.native::<Array>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(data) = repeated(vm, array, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    if data.len() != array.data.borrow().len() {
        *array.resizable(vm)? = data;
    }
    Ok(this.clone())
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (Some(left), Some(right)) = (this.native::<Array>(), other.native::<Array>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    // Equal bits are equal integers.
    if left.item.code == right.item.code && left.item.is_integer() {
        let same = vm.same(&left.data.borrow(), &right.data.borrow())?;
        match op {
            Comparison::Eq => return Ok(Value::bool(same)),
            Comparison::Ne => return Ok(Value::bool(!same)),
            _ => {}
        }
    }
    let (left, right) = (left.to_vec(vm)?, right.to_vec(vm)?);
    // Each read of an array makes new floats, so no NaN is the same object as another.
    if matches!(op, Comparison::Eq | Comparison::Ne) {
        let differ = |(a, b): (&Value, &Value)| a.float_pair(b).is_some_and(|(a, b)| a != b);
        if left.len() != right.len() || left.iter().zip(&right).any(differ) {
            return Ok(Value::bool(op == Comparison::Ne));
        }
    }
    sequence::compare(
        vm,
        op,
        (&|| left.len(), &|i| left.get(i).cloned()),
        (&|| right.len(), &|i| right.get(i).cloned()),
    )
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let (name, code) = (vm.class_ref(&a[0]).name(), array.item.code);
    if array.len() == 0 {
        return Ok(format!("{name}('{code}')").into());
    }
    let items = match array.item.is_text() {
        true => tounicode(vm, a)?,
        false => Value::from(array.to_vec(vm)?),
    };
    Ok(format!("{name}('{code}', {})", vm.repr(&items)?.as_str()).into())
}

fn insert(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let index = vm.index_clipped(&a[1])?;
    let (bits, size) = (array.item.bits(vm, &a[2])?, array.item.size);
    let at = sequence::clip(index, array.len()) * size;
    let mut data = array.resizable(vm)?;
    vm.grow(&mut data, size)?;
    data.splice(at..at, bits[..size].iter().copied());
    Ok(Value::NONE)
}

fn pop(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let index = a.opt(1).map_or(Ok(-1), |index| vm.index_clipped(index))?;
    if array.len() == 0 {
        return Err(vm.index_error("pop from empty array"));
    }
    let index = sequence::wrap(index, array.len());
    let index = index.ok_or_else(|| vm.index_error("pop index out of range"))?;
    let item = array.get(vm, index)?.unwrap_or_default();
    array.remove_at(vm, index)?;
    Ok(item)
}

fn remove(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    match array.find(vm, &a[1], 0, usize::MAX)? {
        Some(index) if index < array.len() => {
            array.remove_at(vm, index)?;
            Ok(Value::NONE)
        }
        _ => Err(vm.value_error("array.remove(x): x not in array")),
    }
}

fn index(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let bound = |i: usize, default: usize| match a.opt(i) {
        Some(bound) => list_methods::search_bound(vm, bound, array.len()),
        None => Ok(default),
    };
    let (start, end) = (bound(2, 0)?, bound(3, usize::MAX)?);
    let found = array.find(vm, &a[1], start, end)?;
    found.map(Value::from).ok_or_else(|| vm.value_error("array.index(x): x not in array"))
}

fn count(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let (mut count, mut from) = (0usize, 0);
    while let Some(i) = array.find(vm, &a[1], from, usize::MAX)? {
        count += 1;
        from = i + 1;
    }
    Ok(Value::from(count))
}

fn fromlist(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let Some(list) = a[1].get::<List>() else {
        return Err(vm.type_error("arg must be list"));
    };
    let mut added = Vec::new();
    for i in 0.. {
        let Some(value) = list.get(i) else { break };
        vm.tick(1)?;
        vm.grow(&mut added, array.item.size)?;
        added.extend_from_slice(&array.item.bits(vm, &value)?[..array.item.size]);
    }
    array.extend_from_bytes(vm, &added).map(|()| Value::NONE)
}

fn fromfile(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let count = vm.index_clipped(&a[2])?;
    let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
    let Some(wanted) = count.checked_mul(array.item.size) else {
        return Err(vm.error_with(Exc::MemoryError, []));
    };
    let data = vm.call_method(&a[1], &intern("read"), &[Value::from(wanted)])?;
    let Some(read) = data.get::<Bytes>() else {
        return Err(vm.type_error("read() didn't return bytes"));
    };
    append_bytes(vm, array, &data)?;
    if read.data.len() < wanted {
        return Err(vm.error(Exc::EOFError, "read() didn't return enough bytes"));
    }
    Ok(Value::NONE)
}

fn tofile(vm: &Vm, a: Args<'_>) -> VmResult {
    // As CPython does, in blocks.
    let data = a.data::<Array>().data.borrow().clone();
    for block in data.chunks(64 * 1024) {
        vm.call_method(&a[1], &intern("write"), &[Value::from(block)])?;
    }
    Ok(Value::NONE)
}

fn check_text(vm: &Vm, array: &Array, function: &str) -> VmResult<()> {
    if array.item.is_text() {
        return Ok(());
    }
    Err(vm.value_error(format!(
        "{function}() may only be called on unicode type arrays ('u' or 'w')"
    )))
}

fn fromunicode(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let Some(text) = a[1].get::<Str>() else {
        let shown = vm.argument_type(&a[1]);
        return Err(vm.type_error(format!("fromunicode() argument must be str, not {shown}")));
    };
    check_text(vm, array, "fromunicode")?;
    array.extend_from_bytes(vm, &items::text_bytes(text.as_str())).map(|()| Value::NONE)
}

fn tounicode(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    check_text(vm, array, "tounicode")?;
    items::text(vm, &array.data.borrow()).map(Value::from)
}

fn copy(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    let data = vm.copied(&array.data.borrow())?;
    Ok(made(vm, array.item, data))
}

struct Iterator {
    array: Value,
    next: usize,
}

impl ExclusiveIterate for Iterator {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        let Some(array) = self.array.native::<Array>() else { return Ok(None) };
        let item = array.get(vm, self.next)?;
        match item {
            Some(_) => self.next += 1,
            None => self.array = Value::UNSET,
        }
        Ok(item)
    }

    fn reduce(&self, vm: &Vm, _this: &Value) -> VmResult<Option<Reduced>> {
        let array = (!self.array.is_unset()).then_some(&self.array);
        iterator_reduce::over(vm, array, self.next).map(Some)
    }

    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let len = self.array.native::<Array>().map_or(0, Array::len);
        self.next = iterator_reduce::position(vm, state, len)?;
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.array);
    }
}

static ITERATOR: ClassDef = ClassDef {
    name: "arrayiterator",
    module: "array",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: tables![iterator::METHODS, &[iterator_reduce::REDUCE, iterator_reduce::SET_STATE]],
    ..ClassDef::BASE
};

static CLASS: ClassDef = ClassDef {
    name: "array",
    module: "array",
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    collection: Some(Collection::Sequence),
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            crate::objects::memoryview::BUFFER,
            crate::objects::memoryview::RELEASE_BUFFER,
            NativeDef::static_method(
                "__new__(cls, /, *args, **kwargs)",
                "Create and return a new object.",
                new,
            ),
            NativeDef::new("__init__(self, /, *args, **kwargs)", "Initialize self.", |_, _| {
                Ok(Value::NONE)
            }),
            NativeDef::new("__len__(self, /)", "Return len(self).", |_, a| {
                Ok(Value::from(a.data::<Array>().len()))
            }),
            NativeDef::new("__getitem__(self, key, /)", "Return self[key].", getitem),
            NativeDef::new("__setitem__(self, key, value, /)", "Set self[key] to value.", setitem),
            NativeDef::new("__delitem__(self, key, /)", "Delete self[key].", delitem),
            NativeDef::new("__contains__(self, key, /)", "Return bool(key in self).", |vm, a| {
                Ok(Value::bool(a.data::<Array>().find(vm, &a[1], 0, usize::MAX)?.is_some()))
            }),
            NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, a| {
                Ok(NativeIterator::exclusive(
                    vm,
                    &ITERATOR,
                    Iterator { array: a[0].clone(), next: 0 },
                ))
            }),
            NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
            NativeDef::sequence(SpecialMethod::Add, add),
            NativeDef::new("__iadd__(self, value, /)", "Implement self+=value.", iadd),
            NativeDef::sequence(SpecialMethod::Mul, mul),
            NativeDef::sequence(SpecialMethod::RMul, mul),
            NativeDef::sequence(SpecialMethod::IMul, imul),
            NativeDef::new("__copy__(self, /)", "Return a copy of the array.", copy),
            NativeDef::new("__deepcopy__(self, unused, /)", "Return a copy of the array.", copy),
            NativeDef::new(
                "__reduce_ex__(self, value, /)",
                "Return state information for pickling.",
                pickling::reduce_ex,
            ),
            alias::CLASS_GETITEM,
            NativeDef::new(
                "append(self, v, /)",
                "Append new value v to the end of the array.",
                |vm, a| a.data::<Array>().push(vm, &a[1]).map(|()| Value::NONE),
            ),
            NativeDef::new(
                "buffer_info(self, /)",
                "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.",
                |_, a| {
                    let array = a.data::<Array>();
                    let address = array.data.borrow().as_ptr() as usize;
                    Ok(Tuple::new([address.into(), array.len().into()]).into_value())
                },
            ),
            NativeDef::new(
                "byteswap(self, /)",
                "Byteswap all items of the array.\n\nIf the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is\nraised.",
                |_, a| {
                    let array = a.data::<Array>();
                    let mut data = array.data.borrow_mut();
                    data.chunks_exact_mut(array.item.size).for_each(<[u8]>::reverse);
                    Ok(Value::NONE)
                },
            ),
            NativeDef::new("clear(self, /)", "Remove all items from the array.", |vm, a| {
                let array = a.data::<Array>();
                if array.len() > 0 {
                    array.resizable(vm)?.clear();
                }
                Ok(Value::NONE)
            }),
            NativeDef::new(
                "count(self, v, /)",
                "Return number of occurrences of v in the array.",
                count,
            ),
            NativeDef::new(
                "extend(self, bb, /)",
                "Append items to the end of the array.",
                |vm, a| { a.data::<Array>().extend(vm, &a[1]).map(|()| Value::NONE) }
            ),
            NativeDef::new(
                "frombytes(self, buffer, /)",
                "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.",
                |vm, a| append_bytes(vm, a.data::<Array>(), &a[1]).map(|()| Value::NONE),
            ),
            NativeDef::new(
                "fromfile(self, f, n, /)",
                "Read n objects from the file object f and append them to the end of the array.",
                fromfile,
            ),
            NativeDef::new("fromlist(self, list, /)", "Append items to array from list.", fromlist),
            NativeDef::new(
                "fromunicode(self, ustr, /)",
                "Extends this array with data from the unicode string ustr.",
                fromunicode,
            ),
            NativeDef::new(
                "index(self, v, start=0, stop=9223372036854775807, /)",
                "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present.",
                index,
            ),
            NativeDef::new(
                "insert(self, i, v, /)",
                "Insert a new item v into the array before position i.",
                insert,
            ),
            NativeDef::new(
                "pop(self, i=-1, /)",
                "Return the i-th element and delete it from the array.\n\ni defaults to -1.",
                pop,
            ),
            NativeDef::new(
                "remove(self, v, /)",
                "Remove the first occurrence of v in the array.",
                remove,
            ),
            NativeDef::new(
                "reverse(self, /)",
                "Reverse the order of the items in the array.",
                |vm, a| {
                    let array = a.data::<Array>();
                    let mut data = array.data.borrow_mut();
                    match array.item.size {
                        1 => vm.reverse(&mut data)?,
                        2 => vm.reverse(data.as_chunks_mut::<2>().0)?,
                        4 => vm.reverse(data.as_chunks_mut::<4>().0)?,
                        _ => vm.reverse(data.as_chunks_mut::<8>().0)?,
                    }
                    Ok(Value::NONE)
                },
            ),
            NativeDef::new(
                "tobytes(self, /)",
                "Convert the array to an array of machine values and return the bytes representation.",
                |vm, a| {
                    let data = vm.copied(&a.data::<Array>().data.borrow())?;
                    Ok(Bytes::new(data).into_value())
                },
            ),
            NativeDef::new(
                "tofile(self, f, /)",
                "Write all items (as machine values) to the file object f.",
                tofile,
            ),
            NativeDef::new(
                "tolist(self, /)",
                "Convert array to an ordinary list with the same items.",
                |vm, a| a.data::<Array>().to_vec(vm).map(Value::from),
            ),
            NativeDef::new(
                "tounicode(self, /)",
                "Extends this array with data from the unicode string ustr.",
                tounicode,
            ),
        ]
    ],
    properties: &[
        PropertyDef {
            name: "typecode",
            doc: "the typecode character used to create the array",
            get: |_, a| Ok(a.native::<Array>().map_or(Value::NONE, |a| a.item.text.into())),
            set: None,
        },
        PropertyDef {
            name: "itemsize",
            doc: "the size, in bytes, of one array item",
            get: |_, a| Ok(a.native::<Array>().map_or(Value::NONE, |a| a.item.size.into())),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// `array`
pub static MODULE: ModuleDef = ModuleDef {
    name: "array",
    doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.",
    functions: &[NativeDef::new(
        "_array_reconstructor(arraytype, typecode, mformat_code, items, /)",
        "Internal. Used for pickling support.",
        pickling::reconstruct,
    )],
    classes: &[&CLASS],
    constants: &[
        ("ArrayType", |vm| vm.class_for(&CLASS).into_value()),
        ("typecodes", |_| items::TYPES.iter().map(|t| t.code).collect::<String>().into()),
    ],
    source: "__import__('_collections_abc').MutableSequence.register(array)\n",
    ..ModuleDef::BASE
};
