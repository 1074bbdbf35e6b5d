//! `memoryview`: a window on the memory of another object.
//!
//! Views of several dimensions come from `cast`, so only their first dimension can have gaps.

use super::bytes::{self, ByteArray, Bytes};
use super::bytes_methods;
use super::class::Collection;
use super::exception::Exc;
use super::list::List;
use super::native::{
    Args, ClassDef, Exports, Memory, Native, NativeDef, NativeObject, PropertyDef,
};
use super::packed::{self, Form, Item};
use super::scalar::type_name;
use super::sequence::item_index;
use super::slice::{Positions, Slice};
use super::special::SpecialMethod;
use super::str::Str;
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::text::pace::Stride;
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The data of a memoryview.
pub struct MemoryView {
    /// The object that is looked at; unset once the view is released.
    object: Slot,
    /// The first bytes of the items that are seen, or of their rows along the first dimension.
    positions: Positions,
    dimensions: Dimensions,
    /// The format of an item, as in `struct`.
    format: Rc<str>,
    item_size: usize,
    readonly: bool,
    released: Cell<bool>,
    /// The hash, once it was asked for: it outlives the release.
    hash: Cell<Option<i64>>,
}

/// The dimensions of a view.
#[derive(Clone)]
enum Dimensions {
    /// None: one item.
    Scalar,
    /// One, as usual.
    One,
    /// Several: the lengths of those after the first.
    Several(Rc<[usize]>),
}

impl NativeObject for MemoryView {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.object.get());
    }

    fn clear(&self) {
        self.let_go();
    }
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// The views of an object's memory, if it counts them: memory that cannot change its size has no
/// need to.
fn exports(object: &Value) -> Option<&Exports> {
    match object.get::<ByteArray>() {
        Some(array) => Some(&array.exports),
        None => Some(object.get::<Native>()?.buffer()?.exports),
    }
}

impl MemoryView {
    /// Looks at the object no more.
    fn let_go(&self) {
        let object = self.object.replace(Value::NONE);
        if let Some(exports) = exports(&object) {
            exports.end();
        }
    }

    /// Whether it shows nothing any more.
    pub fn is_released(&self) -> bool {
        self.released.get()
    }

    /// The bytes seen.
    pub fn to_vec(&self) -> Vec<u8> {
        self.with(<[u8]>::to_vec)
    }

    /// Calls `f` with the bytes seen, which are copied only if they lie apart. `f` must not run
    /// code of the program.
    pub fn with<R>(&self, f: impl FnOnce(&[u8]) -> R) -> R {
        let object = self.object.get();
        // An array may have shrunk: CPython would have refused that.
        let data = bytes::buffer(&object);
        let data = data.as_deref().unwrap_or(&[]);
        if let Some(range) = self.contiguous() {
            let end = range.end.min(data.len());
            return f(&data[range.start.min(end)..end]);
        }
        let size = self.row_size();
        let rows = self.positions.filter_map(|at| data.get(at..at + size));
        f(&rows.flatten().copied().collect::<Vec<u8>>())
    }

    /// The range of the bytes seen, if they are neighbours.
    fn contiguous(&self) -> Option<std::ops::Range<usize>> {
        let Positions { start, step, count } = self.positions;
        let size = self.row_size();
        let whole = step == size as i64 || count <= 1;
        whole.then(|| start..start + count * size)
    }

    fn byte_count(&self) -> usize {
        self.positions.count * self.row_size()
    }

    /// The lengths of the dimensions after the first.
    fn inner(&self) -> &[usize] {
        match &self.dimensions {
            Dimensions::Several(lengths) => lengths,
            Dimensions::Scalar | Dimensions::One => &[],
        }
    }

    /// The bytes of what one index of the first dimension names.
    fn row_size(&self) -> usize {
        self.item_size * self.inner().iter().product::<usize>()
    }

    fn shape(&self) -> Vec<usize> {
        match &self.dimensions {
            Dimensions::Scalar => Vec::new(),
            _ => {
                std::iter::once(self.positions.count).chain(self.inner().iter().copied()).collect()
            }
        }
    }

    fn strides(&self) -> Vec<i64> {
        let mut strides = Vec::new();
        let mut size = self.item_size as i64;
        for length in self.inner().iter().rev() {
            strides.push(size);
            size *= *length as i64;
        }
        if !matches!(self.dimensions, Dimensions::Scalar) {
            strides.push(self.positions.step);
        }
        strides.reverse();
        strides
    }

    /// Whether the bytes are in the order of Fortran: the first index changes fastest.
    fn is_fortran(&self) -> bool {
        let longer = self.shape().iter().filter(|length| **length > 1).count();
        self.contiguous().is_some() && (longer <= 1 || self.byte_count() == 0)
    }

    /// The bytes with the first index changing fastest.
    fn in_fortran_order(&self, vm: &Vm) -> VmResult<Vec<u8>> {
        let shape = self.shape();
        let data = self.with(|data| vm.copied(data))?;
        let mut ordered = vm.vec_with_capacity(data.len())?;
        for item in 0..data.len() / self.item_size {
            let mut rest = item;
            let indices = shape.iter().map(|length| {
                let index = rest % length;
                rest /= length;
                (index, *length)
            });
            let at = indices.fold(0, |at, (index, length)| at * length + index) * self.item_size;
            ordered.extend_from_slice(&data[at..at + self.item_size]);
            vm.tick(1)?;
        }
        Ok(ordered)
    }

    fn make(
        vm: &Vm,
        object: Value,
        (positions, dimensions): (Positions, Dimensions),
        (format, item_size): (Rc<str>, usize),
        readonly: bool,
    ) -> Value {
        if let Some(exports) = exports(&object) {
            exports.begin();
        }
        let (object, released, hash) = (Slot::new(object), Cell::new(false), Cell::new(None));
        Native::new(
            &vm.class_for(&CLASS),
            MemoryView {
                object,
                positions,
                dimensions,
                format,
                item_size,
                readonly,
                released,
                hash,
            },
        )
        .into_value()
    }

    /// A view of the same object.
    fn like(&self, vm: &Vm, positions: Positions, readonly: bool) -> Value {
        let layout = (self.format.clone(), self.item_size);
        let places = (positions, self.dimensions.clone());
        MemoryView::make(vm, self.object.get(), places, layout, readonly)
    }

    /// The reading of an item.
    ///
    /// # Errors
    /// NotImplementedError for a format that views don't read.
    fn item(&self, vm: &Vm) -> VmResult<Item> {
        native_item(&self.format).ok_or_else(|| {
            let message = format!("memoryview: format {} not supported", self.format);
            vm.error(Exc::NotImplementedError, message)
        })
    }

    fn values(&self, vm: &Vm) -> VmResult<Vec<Value>> {
        let item = self.item(vm)?;
        self.with(|data| vm.collect(data.chunks_exact(item.size).map(|one| item.read(one, LITTLE))))
    }
}

const LITTLE: bool = cfg!(target_endian = "little");

/// The item of a format with one character, which `@` may precede.
fn native_item(format: &str) -> Option<Item> {
    match format.strip_prefix('@').unwrap_or(format).as_bytes() {
        [code] => Item::native(*code),
        _ => None,
    }
}

/// The number of bytes that can be written into an object: a bytearray, an array, or a view of one.
/// None if it is none of these.
pub fn room(value: &Value) -> Option<usize> {
    with_mut(value, |data| data.len())
}

/// Writes bytes to the start of what [`room`] found; what does not fit is dropped.
pub fn fill(value: &Value, data: &[u8]) {
    with_mut(value, |room| {
        let count = room.len().min(data.len());
        room[..count].copy_from_slice(&data[..count]);
    });
}

/// Calls `f` with the bytes of an object that can be written to: a bytearray, an array, or a view
/// of one. None if it is none of these. `f` must not run code of the program.
pub fn with_mut<R>(value: &Value, f: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
    let Some(view) = value.native::<MemoryView>() else {
        return with_cell(value, |data| f(&mut data.borrow_mut()));
    };
    if view.readonly || view.released.get() {
        return None;
    }
    with_cell(&view.object.get(), |data| {
        let mut data = data.borrow_mut();
        if let Some(range) = view.contiguous() {
            let end = range.end.min(data.len());
            return f(&mut data[range.start.min(end)..end]);
        }
        let size = view.row_size();
        let places = || view.positions.flat_map(|at| at..at + size);
        let mut copy: Vec<u8> = places().filter_map(|at| data.get(at).copied()).collect();
        let result = f(&mut copy);
        for (at, byte) in places().zip(copy) {
            if let Some(to) = data.get_mut(at) {
                *to = byte;
            }
        }
        result
    })
}

fn with_cell<R>(object: &Value, f: impl FnOnce(&RefCell<Memory<'_>>) -> R) -> Option<R> {
    match object.get::<ByteArray>() {
        Some(array) => Some(f(&array.data)),
        None => {
            let buffer = object.get::<Native>()?.buffer()?;
            (!buffer.readonly).then(|| f(buffer.data))
        }
    }
}

fn this<'a>(vm: &Vm, args: Args<'a>) -> VmResult<&'a MemoryView> {
    let view = args.data::<MemoryView>();
    check(vm, view)?;
    Ok(view)
}

fn check(vm: &Vm, view: &MemoryView) -> VmResult<()> {
    if view.released.get() {
        return Err(vm.value_error("operation forbidden on released memoryview object"));
    }
    Ok(())
}

/// Refuses a view that was released.
///
/// # Errors
/// ValueError for such a view.
pub fn check_value(vm: &Vm, value: &Value) -> VmResult<()> {
    value.native::<MemoryView>().map_or(Ok(()), |view| check(vm, view))
}

/// `__buffer__` of the built-in types that export memory (PEP 688).
pub const BUFFER: NativeDef = NativeDef::new(
    "__buffer__(self, flags, /)",
    "Return a buffer object that exposes the underlying memory of the object.",
    |vm, args| {
        let asked = vm.index_clipped(&args[1])?;
        let view = over(vm, &args[0])?;
        let writable = 1;
        if asked & writable != 0 && view.native::<MemoryView>().is_some_and(|view| view.readonly) {
            return Err(vm.error(Exc::BufferError, "Object is not writable."));
        }
        Ok(view)
    },
);

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    over(vm, &args[1])
}

/// `memoryview(object)`
/// A view of an object.
///
/// # Errors
/// TypeError if it exports no memory; ValueError for a released view.
pub fn over(vm: &Vm, object: &Value) -> VmResult {
    if let Some(view) = object.native::<MemoryView>() {
        check(vm, view)?;
        return Ok(view.like(vm, view.positions, view.readonly));
    }
    if let Some(view) = bytes::exported(vm, object)? {
        return Ok(view);
    }
    let Some(length) = bytes::buffer(object).map(|data| data.len()) else {
        let shown = type_name(vm, object);
        return Err(
            vm.type_error(format!("memoryview: a bytes-like object is required, not '{shown}'"))
        );
    };
    let buffer = object.get::<Native>().and_then(|native| native.buffer());
    let (format, size, fixed) =
        buffer.map_or(("B", 1, false), |buffer| (buffer.format, buffer.item_size, buffer.readonly));
    let positions = Positions { start: 0, step: size as i64, count: length / size };
    let readonly = fixed || object.kind() == Some(Kind::Bytes);
    let places = (positions, Dimensions::One);
    Ok(MemoryView::make(vm, object.clone(), places, (format.into(), size), readonly))
}

/// The place in the object of the item at a subscript, which is no slice.
fn place(vm: &Vm, view: &MemoryView, key: &Value, one_index: &str) -> VmResult<usize> {
    let not_implemented = |what: &str| {
        let message = format!("{what} are not implemented");
        vm.error(Exc::NotImplementedError, message)
    };
    let is_index =
        |key: &Value| super::int::is_int(key) || vm.has_usable_slot(key, SpecialMethod::Index);
    let keys = key.get::<Tuple>().map(|keys| keys.items());
    match (&view.dimensions, keys) {
        (Dimensions::Scalar, Some([])) => Ok(view.positions.start),
        (Dimensions::Scalar, _) if key.is(&Value::ELLIPSIS) => Ok(view.positions.start),
        (Dimensions::Scalar, _) => Err(vm.type_error("invalid indexing of 0-dim memory")),
        (Dimensions::One, None) if is_index(key) => place_of(vm, view, std::slice::from_ref(key)),
        (Dimensions::Several(_), None) if is_index(key) => Err(not_implemented(one_index)),
        (_, Some(keys)) if keys.iter().all(is_index) => {
            let dimensions = view.inner().len() + 1;
            match keys.len() {
                given if given < dimensions => Err(not_implemented("sub-views")),
                given if given > dimensions => Err(vm.type_error(format!(
                    "cannot index {dimensions}-dimension view with {given}-element tuple"
                ))),
                _ => place_of(vm, view, keys),
            }
        }
        _ => Err(vm.type_error("memoryview: invalid slice key")),
    }
}

/// The place of the item that an index for each dimension names.
fn place_of(vm: &Vm, view: &MemoryView, keys: &[Value]) -> VmResult<usize> {
    let (shape, strides) = (view.shape(), view.strides());
    let mut at = view.positions.start as i64;
    for (dimension, key) in keys.iter().enumerate() {
        let index = item_index(vm, "memoryview", key, || shape[dimension])?;
        let Some(index) = index.filter(|index| *index < shape[dimension]) else {
            let dimension = dimension + 1;
            return Err(vm.index_error(format!("index out of bounds on dimension {dimension}")));
        };
        at += index as i64 * strides[dimension];
    }
    Ok(at.max(0) as usize)
}

/// Whether a key is a tuple of slices.
fn is_multislice(key: &Value) -> bool {
    key.get::<Tuple>().is_some_and(|keys| {
        !keys.is_empty() && keys.items().iter().all(|key| key.kind() == Some(Kind::Slice))
    })
}

fn part(vm: &Vm, view: &MemoryView, slice: &Slice) -> VmResult<Positions> {
    let inner = slice.bounds(vm)?.positions(view.positions.count);
    let start = view.positions.start as i64 + inner.start as i64 * view.positions.step;
    let step = inner.step.saturating_mul(view.positions.step);
    Ok(Positions { start: start.max(0) as usize, step, count: inner.count })
}

fn get_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    let is_scalar = matches!(view.dimensions, Dimensions::Scalar);
    if is_scalar && args[1].is(&Value::ELLIPSIS) {
        return Ok(args[0].clone());
    }
    if let Some(slice) = args[1].get::<Slice>().filter(|_| !is_scalar) {
        let positions = part(vm, view, slice)?;
        return Ok(view.like(vm, positions, view.readonly));
    }
    if is_multislice(&args[1]) {
        let message = "multi-dimensional slicing is not implemented";
        return Err(vm.error(Exc::NotImplementedError, message));
    }
    let at = place(vm, view, &args[1], "multi-dimensional sub-views")?;
    // `__index__` may have released it.
    check(vm, view)?;
    let item = view.item(vm)?;
    let object = view.object.get();
    bytes::buffer(&object)
        .and_then(|data| data.get(at..at + item.size).map(|one| item.read(one, LITTLE)))
        .ok_or_else(|| vm.index_error("index out of bounds on dimension 1"))
}

fn set_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    if view.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let is_one = matches!(view.dimensions, Dimensions::One);
    let (positions, data) = match args[1].get::<Slice>() {
        Some(slice) if is_one => {
            let positions = part(vm, view, slice)?;
            let data = vm.copied(&bytes::require(vm, args.at(2))?)?;
            if data.len() != positions.count * view.item_size
                || shape_of(args.at(2)).is_some_and(|shape| shape.len() != 1)
                || format_of(args.at(2)) != *view.format
            {
                return Err(vm.value_error(
                    "memoryview assignment: lvalue and rvalue have different structures",
                ));
            }
            (positions, data)
        }
        slice => {
            let is_scalar = matches!(view.dimensions, Dimensions::Scalar);
            if !is_scalar && (slice.is_some() || is_multislice(&args[1])) {
                let message = "memoryview slice assignments are currently restricted to ndim = 1";
                return Err(vm.error(Exc::NotImplementedError, message));
            }
            let start = place(vm, view, &args[1], "sub-views")?;
            let data = packed_item(vm, view, args.at(2))?;
            check(vm, view)?;
            (Positions { start, step: 1, count: 1 }, data)
        }
    };
    let object = view.object.get();
    with_cell(&object, |cell| {
        let mut room = cell.borrow_mut();
        let mut items = positions.zip(data.chunks_exact(view.item_size));
        vm.paced(|pace| {
            let mut stride = Stride::new(pace);
            items.try_for_each(|(at, one)| {
                if let Some(to) = room.get_mut(at..at + view.item_size) {
                    to.copy_from_slice(one);
                }
                stride.reach(one.as_ptr() as usize - data.as_ptr() as usize)
            })
        })
    })
    .transpose()?;
    Ok(Value::NONE)
}

/// The shape of a view; none for other objects, which have one dimension.
fn shape_of(object: &Value) -> Option<Vec<usize>> {
    object.native::<MemoryView>().map(MemoryView::shape)
}

/// The format that a view of an object has.
fn format_of(object: &Value) -> String {
    if let Some(view) = object.native::<MemoryView>() {
        return view.format.to_string();
    }
    let buffer = object.get::<Native>().and_then(|native| native.buffer());
    buffer.map_or("B", |buffer| buffer.format).to_string()
}

fn packed_item(vm: &Vm, view: &MemoryView, value: &Value) -> VmResult<Vec<u8>> {
    let item = view.item(vm)?;
    let invalid = |what: &str, exc| {
        vm.error(exc, format!("memoryview: invalid {what} for format '{}'", view.format))
    };
    let mistyped = |error| match vm.is_exception(&error, Exc::TypeError) {
        true => invalid("type", Exc::TypeError),
        false => error,
    };
    let bits = match item.form {
        Form::Signed | Form::Unsigned => item.integer(vm, value).map_err(mistyped)?,
        Form::Float => item.float_bits(super::float::require(vm, value).map_err(mistyped)?),
        Form::Bool => Some(u64::from(vm.truthy(value)?)),
        Form::Byte => match value.get::<Bytes>().map(|bytes| &*bytes.data) {
            Some([byte]) => Some(u64::from(*byte)),
            Some(_) => None,
            None => return Err(invalid("type", Exc::TypeError)),
        },
    };
    let bits = bits.ok_or_else(|| invalid("value", Exc::ValueError))?;
    let mut data = vec![0; item.size];
    packed::store(&mut data, bits, LITTLE);
    Ok(data)
}

fn equals(vm: &Vm, args: Args<'_>, wanted: bool) -> VmResult {
    let view = args.data::<MemoryView>();
    if view.released.get()
        || !matches!(args[1].kind(), Some(Kind::Bytes | Kind::ByteArray | Kind::Native))
    {
        return Ok(Value::bool(args[0].is(&args[1]) == wanted));
    }
    let Some(other) = bytes::buffer(&args[1]).map(|data| data.into_vec(vm)).transpose()? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let its_shape = shape_of(&args[1]);
    let is_one = matches!(view.dimensions, Dimensions::One);
    if its_shape.map_or(!is_one, |shape| {
        shape.len() != view.shape().len()
            || (shape.len() > 1 && shape != view.shape() && view.byte_count() + other.len() > 0)
    }) {
        return Ok(Value::bool(!wanted));
    }
    let format = format_of(&args[1]);
    let (mine, its) = (native_item(&view.format), native_item(&format));
    let same = match (mine, its) {
        _ if format == *view.format && mine.is_none_or(|item| item.form != Form::Float) => {
            view.with(|data| vm.same(data, &other))?
        }
        (Some(_), Some(item)) => {
            let mine = view.values(vm)?;
            let its = other.chunks_exact(item.size).map(|one| item.read(one, LITTLE));
            let mut same = mine.len() == its.len();
            for (a, b) in mine.iter().zip(its) {
                same = same && vm.eq(a, &b)?;
                vm.tick(1)?;
            }
            same
        }
        _ => false,
    };
    Ok(Value::bool(same == wanted))
}

fn release(args: Args<'_>) {
    let view = args.data::<MemoryView>();
    view.released.set(true);
    view.let_go();
}

fn cast(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    let Some(format) = args[1].get::<Str>() else {
        return Err(vm.type_error("format argument must be a string"));
    };
    let Some(range) = view.contiguous() else {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    };
    let is_one = matches!(view.dimensions, Dimensions::One);
    if (args.opt(2).is_some() || !is_one) && range.is_empty() {
        let message = "memoryview: cannot cast view with zeros in shape or strides";
        return Err(vm.type_error(message));
    }
    let shape = match args.opt(2) {
        Some(shape) if matches!(shape.kind(), Some(Kind::List | Kind::Tuple)) => {
            let shape = vm.to_vec(shape)?;
            if shape.len() > MOST_DIMENSIONS {
                return Err(vm.value_error(format!(
                    "memoryview: number of dimensions must not exceed {MOST_DIMENSIONS}"
                )));
            }
            if !is_one && shape.len() != 1 {
                return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
            }
            Some(shape)
        }
        Some(_) => return Err(vm.type_error("shape must be a list or a tuple")),
        None => None,
    };
    let Some(item) = native_item(format.as_str()) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let from = native_item(&view.format);
    if from.is_none_or(|from| !is_byte(from)) && !is_byte(item) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    if range.len() % item.size != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let (count, dimensions) = match shape {
        None => (range.len() / item.size, Dimensions::One),
        Some(shape) => {
            let lengths = lengths(vm, &shape)?;
            let size = lengths.iter().try_fold(item.size, |size, length| size.checked_mul(*length));
            let Some(size) = size.filter(|size| i64::try_from(*size).is_ok()) else {
                return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"));
            };
            if size != range.len() {
                let message = "memoryview: product(shape) * itemsize != buffer size";
                return Err(vm.type_error(message));
            }
            match lengths.as_slice() {
                [] => (1, Dimensions::Scalar),
                [count] => (*count, Dimensions::One),
                [count, inner @ ..] => (*count, Dimensions::Several(inner.into())),
            }
        }
    };
    let step = (range.len() / count.max(1)) as i64;
    let step = if range.is_empty() { item.size as i64 } else { step };
    let positions = Positions { start: range.start, step, count };
    let layout = (format.as_str().into(), item.size);
    let places = (positions, dimensions);
    Ok(MemoryView::make(vm, view.object.get(), places, layout, view.readonly))
}

/// The most dimensions of a view.
const MOST_DIMENSIONS: usize = 64;

/// The lengths of dimensions.
fn lengths(vm: &Vm, shape: &[Value]) -> VmResult<Vec<usize>> {
    let of = |length: &Value| {
        if !super::int::is_int(length) {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        match usize::try_from(vm.index_clipped(length)?) {
            Ok(length) if length > 0 => Ok(length),
            _ => {
                let message = "memoryview.cast(): elements of shape must be integers > 0";
                Err(vm.value_error(message))
            }
        }
    };
    shape.iter().map(of).collect()
}

/// The items of a view as nested lists; the item of one without dimensions.
fn nested(values: Vec<Value>, shape: &[usize]) -> Value {
    match shape {
        [] => values.into_iter().next().unwrap_or(Value::NONE),
        [_] => List::new(values).into_value(),
        [_, inner @ ..] => {
            let size = inner.iter().product::<usize>().max(1);
            let rows = values.chunks(size).map(|row| nested(row.to_vec(), inner));
            List::new(rows.collect()).into_value()
        }
    }
}

fn is_byte(item: Item) -> bool {
    item.size == 1 && item.form != Form::Bool
}

/// Declares a property that a function of the view computes.
macro_rules! property {
    ($name:literal, $doc:literal, $get:expr) => {
        PropertyDef {
            name: $name,
            doc: $doc,
            get: |vm, this| {
                let get: fn(&MemoryView) -> Value = $get;
                let view = this.native::<MemoryView>();
                match view {
                    Some(view) => {
                        check(vm, view)?;
                        Ok(get(view))
                    }
                    None => Ok(Value::NONE),
                }
            },
            set: None,
        }
    };
}

/// `memoryview`
pub static CLASS: ClassDef = ClassDef {
    name: "memoryview",
    doc: "Create a new memoryview object which references the given object.",
    kind: Kind::Native,
    collection: Some(Collection::Sequence),
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, object)",
            "Create and return a new object.",
            construct,
        ),
        BUFFER,
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let released = args.data::<MemoryView>().released.get();
            let what = if released { "released memory" } else { "memory" };
            Ok(format!("<{what} at {:#x}>", args[0].bits()).into())
        }),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", |vm, args| {
            if let Some(hash) = args.data::<MemoryView>().hash.get() {
                return Ok(Value::from(hash));
            }
            let view = this(vm, args)?;
            if !view.readonly {
                return Err(vm.value_error("cannot hash writable memoryview object"));
            }
            if native_item(&view.format).is_none_or(|item| !is_byte(item)) {
                let message = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
                return Err(vm.value_error(message));
            }
            // What it shows must not change, either.
            let object = view.object.get();
            if !object.is_none() {
                vm.hash(&object)?;
            }
            let hash = super::str::hash_bytes(&view.to_vec()) as i64;
            view.hash.set(Some(hash));
            Ok(Value::from(hash))
        }),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", |vm, args| {
            equals(vm, args, true)
        }),
        NativeDef::new("__ne__(self, value, /)", "Return self!=value.", |vm, args| {
            equals(vm, args, false)
        }),
        NativeDef::new("__len__(self, /)", "Return len(self).", |vm, args| match this(vm, args)? {
            MemoryView { dimensions: Dimensions::Scalar, .. } => {
                Err(vm.type_error("0-dim memory has no length"))
            }
            view => Ok(view.positions.count.into()),
        }),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::new("__setitem__(self, key, value, /)", "Set self[key] to value.", set_item),
        NativeDef::new("__delitem__(self, key, /)", "Delete self[key].", |vm, args| {
            let is_fixed = this(vm, args)?.readonly;
            Err(vm.type_error(match is_fixed {
                true => "cannot modify read-only memory",
                false => "cannot delete memory",
            }))
        }),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, args| {
            let view = this(vm, args)?;
            match view.dimensions {
                Dimensions::Scalar => Err(vm.type_error("invalid indexing of 0-dim memory")),
                Dimensions::One => vm.iter(&Tuple::new(view.values(vm)?).into_value()),
                Dimensions::Several(_) => {
                    let message = "multi-dimensional sub-views are not implemented";
                    Err(vm.error(Exc::NotImplementedError, message))
                }
            }
        }),
        NativeDef::new("__enter__(self, /)", "", |vm, args| {
            this(vm, args)?;
            Ok(args[0].clone())
        }),
        NativeDef::new("__exit__(self, /, *args)", "", |_, args| {
            release(args);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "release(self, /)",
            "Release the underlying buffer exposed by the memoryview object.",
            |_, args| {
                release(args);
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "tobytes(self, /, order='C')",
            "Return the data in the buffer as a byte string.",
            |vm, args| {
                let view = this(vm, args)?;
                let order = args.some(1).and_then(|order| order.get::<Str>());
                let data = match order.map(|order| order.as_str()) {
                    Some("F") => view.in_fortran_order(vm)?,
                    None | Some("C" | "A") => view.with(|data| vm.copied(data))?,
                    Some(_) => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
                };
                Ok(bytes::Bytes::new(data).into_value())
            },
        ),
        NativeDef::new(
            "tolist(self, /)",
            "Return the data in the buffer as a list of elements.",
            |vm, args| {
                let view = this(vm, args)?;
                Ok(nested(view.values(vm)?, &view.shape()))
            },
        ),
        NativeDef::new(
            "toreadonly(self, /)",
            "Return a readonly version of the memoryview.",
            |vm, args| {
                let view = this(vm, args)?;
                Ok(view.like(vm, view.positions, true))
            },
        ),
        NativeDef::new(
            "cast(self, /, format, shape=None)",
            "Cast a memoryview to a new format or shape.",
            cast,
        ),
        NativeDef::new(
            "hex(self, /, sep=None, bytes_per_sep=1)",
            "Return the data in the buffer as a str of hexadecimal numbers.",
            |vm, args| {
                this(vm, args)?;
                bytes_methods::hex(vm, args)
            },
        ),
    ],
    properties: &[
        property!("obj", "The underlying object of the memoryview.", |view| view.object.get()),
        property!("nbytes", "The amount of space in bytes.", |view| view.byte_count().into()),
        property!("readonly", "Whether the memory is read only.", |view| {
            Value::bool(view.readonly)
        }),
        property!("itemsize", "The size in bytes of each element.", |view| view.item_size.into()),
        property!("format", "The format of each element, as in struct.", |view| {
            (&*view.format).into()
        }),
        property!("ndim", "How many dimensions the array has.", |view| view.shape().len().into()),
        property!("shape", "The length of each dimension.", |view| {
            Tuple::new(view.shape().into_iter().map(Value::from)).into_value()
        }),
        property!("strides", "The bytes from an element to the next.", |view| {
            Tuple::new(view.strides().into_iter().map(Value::from)).into_value()
        }),
        property!("suboffsets", "Used internally for PIL-style arrays.", |_| {
            Tuple::empty().into_value()
        }),
        property!("c_contiguous", "Whether the memory is C contiguous.", |view| {
            Value::bool(view.contiguous().is_some())
        }),
        property!("f_contiguous", "Whether the memory is Fortran contiguous.", |view| {
            Value::bool(view.is_fortran())
        }),
        property!("contiguous", "Whether the memory is contiguous.", |view| {
            Value::bool(view.contiguous().is_some())
        }),
    ],
    ..ClassDef::BASE
};
