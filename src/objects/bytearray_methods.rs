//! The methods that only `bytearray` has: those that change it.

use super::bytes::{self, ByteArray};
use super::bytes_methods::{SHARED, source, this};
use super::exception::Exc;
use super::native::{Args, Exports, NativeDef, tables};
use super::scalar::{class_argument, type_name};
use super::sequence::{self, item_index, repeat_count};
use super::slice::{Bounds, Positions, Slice};
use super::special::SpecialMethod;
use super::str::Str;
use crate::runtime::Value;
use crate::text::pace::PART;
use crate::text::repr;
use crate::vm::{Vm, VmResult};

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let class = class_argument(args);
    if class.is(&vm.types.bytearray) {
        return Ok(ByteArray::new(Vec::new()).into_value());
    }
    Ok(super::construct::of_class(vm, class, ByteArray::default()))
}

fn initialise(vm: &Vm, args: Args<'_>) -> VmResult {
    let data = source(vm, args, "bytearray")?;
    let array = args.this::<ByteArray>();
    let is_new = this(args).is_empty();
    match is_new {
        true => *array.data.borrow_mut() = data,
        false => *array.resizable(vm)? = data,
    }
    Ok(Value::NONE)
}

/// Bytes to be put into an array.
fn new_items(vm: &Vm, value: &Value) -> VmResult<Vec<u8>> {
    if let Some(data) = bytes::copied(vm, value)? {
        return Ok(data);
    }
    let iterable = vm.has_usable_slot(value, SpecialMethod::Iter)
        || vm.has_usable_slot(value, SpecialMethod::GetItem);
    if value.get::<Str>().is_some() || !iterable {
        let message = "can assign only bytes, buffers, or iterables of ints in range(0, 256)";
        return Err(vm.type_error(message));
    }
    bytes::from_iterable(vm, value, "bytearray")
}

fn index(vm: &Vm, args: Args<'_>) -> VmResult<usize> {
    item_index(vm, "bytearray", &args[1], || this(args).len())?
        .ok_or_else(|| vm.index_error("bytearray index out of range"))
}

fn set_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let array = args.this::<ByteArray>();
    if let Some(slice) = args[1].get::<Slice>() {
        let bounds = slice.bounds(vm)?;
        let items = new_items(vm, &args[2])?;
        set_slice(vm, array, bounds, &items)?;
        return Ok(Value::NONE);
    }
    index(vm, args)?;
    let byte = bytes::byte(vm, &args[2], "byte")?;
    // Converting the value may have changed the array.
    let at = index(vm, args)?;
    array.data.borrow_mut()[at] = byte;
    Ok(Value::NONE)
}

fn set_slice(vm: &Vm, array: &ByteArray, bounds: Bounds, items: &[u8]) -> VmResult<()> {
    let mut positions = bounds.positions(array.data.borrow().len());
    if let Some(range) = positions.contiguous() {
        match range.len() == items.len() {
            true => array.data.borrow_mut()[range].copy_from_slice(items),
            false => drop(array.resizable(vm)?.splice(range, items.iter().copied())),
        }
        return Ok(());
    }
    if items.is_empty() {
        return delete_slice(vm, array, positions);
    }
    let mut data = array.data.borrow_mut();
    if items.len() != positions.count {
        let (given, wanted) = (items.len(), positions.count);
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {given} to extended slice of size {wanted}"
        )));
    }
    for part in items.chunks(PART) {
        vm.tick(part.len())?;
        // `zip` advances its second iterator last, so none of its items is lost.
        for (byte, at) in part.iter().zip(positions.by_ref()) {
            data[at] = *byte;
        }
    }
    Ok(())
}

fn delete_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let array = args.this::<ByteArray>();
    if let Some(slice) = args[1].get::<Slice>() {
        let bounds = slice.bounds(vm)?;
        let positions = bounds.positions(array.data.borrow().len());
        delete_slice(vm, array, positions)?;
        return Ok(Value::NONE);
    }
    let at = index(vm, args)?;
    array.resizable(vm)?.remove(at);
    Ok(Value::NONE)
}

fn delete_slice(vm: &Vm, array: &ByteArray, positions: Positions) -> VmResult<()> {
    if positions.count == 0 {
        return Ok(());
    }
    let mut data = array.resizable(vm)?;
    if let Some(range) = positions.contiguous() {
        data.drain(range);
        return Ok(());
    }
    let mut doomed = positions.ascending().peekable();
    let (mut kept, mut at) = (vm.vec_with_capacity(data.len())?, 0);
    vm.in_parts(&data, |part| {
        for byte in part {
            if doomed.next_if_eq(&at).is_none() {
                kept.push(*byte);
            }
            at += 1;
        }
    })?;
    *data = kept;
    Ok(())
}

fn append(vm: &Vm, args: Args<'_>) -> VmResult {
    let byte = bytes::byte(vm, &args[1], "byte")?;
    args.this::<ByteArray>().resizable(vm)?.push(byte);
    Ok(Value::NONE)
}

fn extend(vm: &Vm, args: Args<'_>) -> VmResult {
    let exported = bytes::exported(vm, &args[1])?;
    let value = exported.as_ref().unwrap_or(&args[1]);
    let items = match bytes::copied(vm, value)? {
        Some(data) => data,
        None if value.get::<Str>().is_some() => {
            return Err(vm.type_error("expected iterable of integers; got: 'str'"));
        }
        None if !vm.has_usable_slot(value, SpecialMethod::Iter) => {
            let shown = type_name(vm, value);
            return Err(vm.type_error(format!("can't extend bytearray with {shown}")));
        }
        None => {
            vm.ask_for_length(value)?;
            bytes::from_iterable(vm, value, "bytearray")?
        }
    };
    if !items.is_empty() {
        let mut data = args.this::<ByteArray>().resizable(vm)?;
        vm.append(&mut data, &items)?;
    }
    Ok(Value::NONE)
}

fn in_place_add(vm: &Vm, args: Args<'_>) -> VmResult {
    if args[1].is(&args[0]) {
        return Err(vm.error(Exc::BufferError, Exports::HELD));
    }
    let exported = bytes::exported(vm, &args[1])?;
    let Some(items) = bytes::copied(vm, exported.as_ref().unwrap_or(&args[1]))? else {
        let shown = type_name(vm, &args[1]);
        return Err(vm.type_error(format!("can't concat {shown} to bytearray")));
    };
    if !items.is_empty() {
        let mut data = args.this::<ByteArray>().resizable(vm)?;
        vm.grow(&mut data, items.len())?;
        data.extend(items);
    }
    Ok(args[0].clone())
}

fn in_place_multiply(vm: &Vm, this: &Value, count: &Value) -> VmResult {
    let Some(count) = repeat_count(vm, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let array = this.receiver::<ByteArray>();
    let repeated = sequence::repeat(vm, &array.data.borrow(), count)?;
    if repeated.len() != array.data.borrow().len() {
        *array.resizable(vm)? = repeated;
    }
    Ok(this.clone())
}

fn insert(vm: &Vm, args: Args<'_>) -> VmResult {
    let at = vm.index_clipped(&args[1])?;
    let byte = bytes::byte(vm, &args[2], "byte")?;
    let mut data = args.this::<ByteArray>().resizable(vm)?;
    let len = data.len();
    data.insert(sequence::clip(at, len), byte);
    Ok(Value::NONE)
}

fn pop(vm: &Vm, args: Args<'_>) -> VmResult {
    let at = args.opt(1).map_or(Ok(-1), |at| vm.index_clipped(at))?;
    let length = this(args).len();
    if length == 0 {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let at = if at < 0 { at.saturating_add(length as i64) } else { at };
    match usize::try_from(at).ok().filter(|at| *at < length) {
        Some(at) => {
            let byte = args.this::<ByteArray>().resizable(vm)?.remove(at);
            Ok(Value::small_int(i64::from(byte)))
        }
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &Vm, args: Args<'_>) -> VmResult {
    let byte = bytes::byte(vm, &args[1], "byte")?;
    let found = memchr::memchr(byte, &this(args));
    match found {
        Some(at) => {
            args.this::<ByteArray>().resizable(vm)?.remove(at);
            Ok(Value::NONE)
        }
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

fn show(vm: &Vm, args: Args<'_>) -> VmResult {
    let name = type_name(vm, &args[0]);
    let shown = vm.paced(|pace| repr::bytes_repr_paced(&this(args), pace))?;
    Ok(format!("{name}({shown})").into())
}

/// The methods of `bytearray`.
pub const METHODS: &[NativeDef] = tables![
    &[super::memoryview::RELEASE_BUFFER],
    SHARED,
    &[
        NativeDef::static_method(
            "__new__(cls, *args, **kwargs)",
            "Create and return a new object.",
            construct,
        ),
        NativeDef::new(
            "__init__(self, source=b'', encoding='utf-8', errors='strict')",
            "Initialize self.",
            initialise,
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", show),
        NativeDef::new("__str__(self, /)", "Return str(self).", |vm, args| {
            super::bytes_sequence::warn_about_str(vm, args.at(0))?;
            show(vm, args)
        }),
        NativeDef::new("__setitem__(self, key, value, /)", "Set self[key] to value.", set_item),
        NativeDef::new("__delitem__(self, key, /)", "Delete self[key].", delete_item),
        NativeDef::new("__iadd__(self, value, /)", "Implement self+=value.", in_place_add),
        NativeDef::sequence(SpecialMethod::IMul, in_place_multiply),
        NativeDef::new(
            "__alloc__(self, /)",
            "B.__alloc__() -> int\n\nReturn the number of bytes actually allocated.",
            |_, args| {
                let size = args.this::<ByteArray>().data.borrow().len();
                Ok(Value::from(if size == 0 { 0 } else { size + 1 }))
            },
        ),
        NativeDef::new(
            "append(self, item, /)",
            "Append a single item to the end of the bytearray.",
            append,
        ),
        NativeDef::new("clear(self, /)", "Remove all items from the bytearray.", |vm, args| {
            if !this(args).is_empty() {
                args.this::<ByteArray>().resizable(vm)?.clear();
            }
            Ok(Value::NONE)
        }),
        NativeDef::new("copy(self, /)", "Return a copy of B.", |vm, args| {
            Ok(ByteArray::new(vm.copied(&this(args))?).into_value())
        }),
        NativeDef::new(
            "extend(self, iterable_of_ints, /)",
            "Append all the items from the iterator or sequence to the bytearray.",
            extend,
        ),
        NativeDef::new(
            "insert(self, index, item, /)",
            "Insert a single item into the bytearray before the given index.",
            insert,
        ),
        NativeDef::new(
            "pop(self, index=-1, /)",
            "Remove and return a single item from B.\n\nIf no index argument is given, will pop the last item.",
            pop,
        ),
        NativeDef::new(
            "remove(self, value, /)",
            "Remove the first occurrence of a value in the bytearray.",
            remove,
        ),
        NativeDef::new(
            "reverse(self, /)",
            "Reverse the order of the values in B in place.",
            |_, args| {
                args.this::<ByteArray>().data.borrow_mut().reverse();
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "__reduce__(self, /)",
            "Return state information for pickling.",
            |vm, args| {
                let data = bytes::Bytes::new(&*this(args)).into_value();
                let arguments = super::tuple::Tuple::new([data]).into_value();
                let class = vm.class_of(&args[0]).into_value();
                let state = super::reduce::state_of(vm, &args[0])?;
                Ok(super::tuple::Tuple::new([class, arguments, state]).into_value())
            }
        ),
    ]
];
