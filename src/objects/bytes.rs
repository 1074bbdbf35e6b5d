//! `bytes` and `bytearray`: what they hold, and conversion of any object to bytes. Their methods
//! are in `bytes_methods` and `bytearray_methods`.

use super::memoryview::MemoryView;
use super::native::{ClassDef, Exports, Memory, Native};
use super::scalar::type_name;
use super::special::SpecialMethod;
use super::str::Str;
use super::{bytearray_methods, bytes_methods};
use crate::runtime::{Kind, Object, Ref, Value};
use crate::text::pace::PART;
use crate::vm::{Raised, Vm, VmResult};
use smallvec::SmallVec;
use std::cell::{Cell, RefCell, RefMut};
use std::ops::Deref;

/// The number of bytes that a `bytes` object holds inline.
const INLINE: usize = 32;

/// The bytes of a `bytes` object: in the object if they are few, else in separate memory.
#[derive(Clone)]
pub struct Contents(SmallVec<[u8; INLINE]>);

impl Contents {
    /// The bytes as a vector.
    pub fn into_vec(self) -> Vec<u8> {
        self.0.into_vec()
    }
}

impl Deref for Contents {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Contents {
    fn from(data: &[u8]) -> Contents {
        Contents(SmallVec::from_slice(data))
    }
}

impl From<Vec<u8>> for Contents {
    fn from(mut data: Vec<u8>) -> Contents {
        if data.len() <= INLINE {
            return data.as_slice().into();
        }
        data.shrink_to_fit();
        Contents(SmallVec::from_vec(data))
    }
}

impl From<Box<[u8]>> for Contents {
    fn from(data: Box<[u8]>) -> Contents {
        data.into_vec().into()
    }
}

impl<const N: usize> From<[u8; N]> for Contents {
    fn from(data: [u8; N]) -> Contents {
        data.as_slice().into()
    }
}

impl<const N: usize> From<&[u8; N]> for Contents {
    fn from(data: &[u8; N]) -> Contents {
        data.as_slice().into()
    }
}

/// The payload of `bytes`.
pub struct Bytes {
    /// The bytes.
    pub data: Contents,
    /// The hash, once computed; 0 means not yet.
    pub hash: Cell<u64>,
}

impl Object for Bytes {
    const KIND: Kind = Kind::Bytes;
    const IS_CONTAINER: bool = false;
}

impl Bytes {
    /// A bytes object.
    pub fn new(data: impl Into<Contents>) -> Ref<Bytes> {
        Ref::new(Bytes::payload(data))
    }

    /// A bytes object with a copy of `data`, which may be long.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn copied(vm: &Vm, data: &[u8]) -> VmResult<Ref<Bytes>> {
        match data.len() > PART {
            true => vm.copied(data).map(Bytes::new),
            false => Ok(Bytes::new(data)),
        }
    }

    /// The payload alone, for instances of classes derived from `bytes`.
    pub fn payload(data: impl Into<Contents>) -> Bytes {
        Bytes { data: data.into(), hash: Cell::new(0) }
    }

    /// `hash(b)`: that of the text with these bytes as characters, if it is ASCII.
    pub fn hash(&self) -> u64 {
        if self.hash.get() == 0 {
            self.hash.set(super::str::hash_bytes(&self.data));
        }
        self.hash.get()
    }
}

/// The payload of `bytearray`.
#[derive(Default)]
pub struct ByteArray {
    /// The bytes.
    pub data: RefCell<Vec<u8>>,
    /// The views of them.
    pub exports: Exports,
}

impl Object for ByteArray {
    const KIND: Kind = Kind::ByteArray;
    const IS_CONTAINER: bool = false;
}

impl ByteArray {
    /// A bytearray.
    pub fn new(data: Vec<u8>) -> Ref<ByteArray> {
        Ref::new(ByteArray { data: RefCell::new(data), exports: Exports::default() })
    }

    /// The bytes, for a change of their number.
    ///
    /// # Errors
    /// BufferError while there are views of them.
    pub fn resizable(&self, vm: &Vm) -> VmResult<RefMut<'_, Vec<u8>>> {
        self.exports.check(vm, Exports::HELD)?;
        Ok(self.data.borrow_mut())
    }
}

impl From<&[u8]> for Value {
    fn from(data: &[u8]) -> Value {
        Bytes::new(data).into_value()
    }
}

/// The bytes of a bytes-like object, for reading. No code of the program may run while it lives:
/// the bytes may be those of a bytearray.
pub enum Data<'a> {
    /// Those of a `bytes`.
    Fixed(&'a [u8]),
    /// Those of a `bytearray`.
    Array(std::cell::Ref<'a, Vec<u8>>),
    /// Those of another object.
    Other(std::cell::Ref<'a, Memory<'a>>),
    /// A copy.
    Owned(Vec<u8>),
}

impl Data<'_> {
    /// The bytes as an owned vector.
    ///
    /// # Errors
    /// Same as [`Vm::copied`].
    pub fn into_vec(self, vm: &Vm) -> VmResult<Vec<u8>> {
        match self {
            Data::Owned(data) => Ok(data),
            shared => vm.copied(&shared),
        }
    }
}

impl Deref for Data<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Data::Fixed(data) => data,
            Data::Array(data) => data,
            Data::Other(data) => data,
            Data::Owned(data) => data,
        }
    }
}

/// The bytes of a `bytes`, `bytearray` or native object with a buffer of its own; none for views
/// and other objects.
pub fn own_buffer(value: &Value) -> Option<Data<'_>> {
    match value.kind()? {
        Kind::Bytes => value.get::<Bytes>().map(|bytes| Data::Fixed(&bytes.data)),
        Kind::ByteArray => value.get::<ByteArray>().map(|array| Data::Array(array.data.borrow())),
        Kind::Native => Some(Data::Other(value.get::<Native>()?.buffer()?.data.borrow())),
        _ => None,
    }
}

/// The bytes of a `bytes`, `bytearray`, `memoryview` or native object with a buffer; none for other
/// objects. Those of a view are copied.
///
/// # Errors
/// Same as [`Vm::copied`].
pub fn buffer<'a>(vm: &Vm, value: &'a Value) -> VmResult<Option<Data<'a>>> {
    match value.native::<MemoryView>() {
        Some(view) if view.is_released() => Ok(None),
        Some(view) => view.to_vec(vm).map(|copy| Some(Data::Owned(copy))),
        None => Ok(own_buffer(value)),
    }
}

/// A copy of the bytes that [`buffer`] reads, which stays valid while the program runs.
///
/// # Errors
/// Same as [`Vm::copied`].
pub fn copied(vm: &Vm, value: &Value) -> VmResult<Option<Vec<u8>>> {
    buffer(vm, value)?.map(|data| data.into_vec(vm)).transpose()
}

/// Whether a value has bytes that [`buffer`] reads.
pub fn is_buffer(value: &Value) -> bool {
    buffer_len(value).is_some()
}

/// The number of bytes that [`buffer`] reads.
pub fn buffer_len(value: &Value) -> Option<usize> {
    match value.native::<MemoryView>() {
        Some(view) => (!view.is_released()).then(|| view.byte_count()),
        None => own_buffer(value).map(|data| data.len()),
    }
}

/// Calls `f` with the bytes of a bytes-like object, which are copied only if they are not
/// contiguous; none for other objects. `f` must not run code of the program.
///
/// # Errors
/// Same as [`Vm::copied`].
pub fn with<R>(vm: &Vm, value: &Value, f: impl FnOnce(&[u8]) -> R) -> VmResult<Option<R>> {
    match value.native::<MemoryView>() {
        Some(view) if view.is_released() => Ok(None),
        Some(view) => view.with(vm, f).map(Some),
        None => Ok(own_buffer(value).map(|data| f(&data))),
    }
}

/// Same as [`with`], for an argument.
///
/// # Errors
/// TypeError `a bytes-like object is required, not 'T'`.
pub fn with_required<R>(vm: &Vm, value: &Value, f: impl FnOnce(&[u8]) -> R) -> VmResult<R> {
    match exported(vm, value)? {
        Some(view) => with(vm, &view, f),
        None => with(vm, value, f),
    }?
    .ok_or_else(|| not_bytes_like(vm, value))
}

/// The flags of a request for a buffer of any format and layout, for reading.
pub(super) const FULL_READ_ONLY: i64 = 0x11c;
/// The flags of a request for plain bytes, for reading, and for writing.
const SIMPLE: i64 = 0;
pub(super) const WRITABLE: i64 = 1;

/// The memoryview that an instance of a program's class exports by `__buffer__` (PEP 688); none for
/// other objects.
///
/// # Errors
/// Any exception raised by the method; TypeError if it returns something else.
pub fn exported(vm: &Vm, value: &Value) -> VmResult<Option<Value>> {
    export(vm, value, SIMPLE)
}

/// The object into which bytes for an argument are written: the memoryview that an instance of a
/// program's class exports, or the argument.
///
/// # Errors
/// Same as [`exported`].
pub fn writable(vm: &Vm, value: &Value) -> VmResult {
    Ok(export(vm, value, WRITABLE)?.unwrap_or_else(|| value.clone()))
}

fn export(vm: &Vm, value: &Value, flags: i64) -> VmResult<Option<Value>> {
    super::memoryview::of_program(vm, value, flags)
}

#[cold]
fn not_bytes_like(vm: &Vm, value: &Value) -> Raised {
    let shown = type_name(vm, value);
    vm.type_error(format!("a bytes-like object is required, not '{shown}'"))
}

/// The bytes of a bytes-like argument.
///
/// # Errors
/// TypeError `a bytes-like object is required, not 'T'`.
pub fn require<'a>(vm: &Vm, value: &'a Value) -> VmResult<Data<'a>> {
    if let Some(view) = exported(vm, value)? {
        return match with(vm, &view, |data| vm.copied(data))? {
            Some(copy) => copy.map(Data::Owned),
            None => Err(not_bytes_like(vm, value)),
        };
    }
    super::memoryview::check_value(vm, value)?;
    buffer(vm, value)?.ok_or_else(|| not_bytes_like(vm, value))
}

/// [`require`] for work during which other threads may run: the bytes of objects that can change are
/// copied.
///
/// # Errors
/// Same as [`require`]; MemoryError.
pub fn require_steady<'a>(vm: &Vm, value: &'a Value) -> VmResult<Data<'a>> {
    let data = require(vm, value)?;
    match value.get::<Bytes>() {
        Some(_) => Ok(data),
        None => vm.copied(&data).map(Data::Owned),
    }
}

/// `bytes(value)` for values other than ints and strings: bytes-like objects, objects with
/// `__bytes__`, and iterables of ints.
///
/// # Errors
/// TypeError if the value is none of these; ValueError for ints outside `range(256)`.
pub fn from_object(vm: &Vm, value: &Value) -> VmResult<Vec<u8>> {
    super::memoryview::check_value(vm, value)?;
    if let Some(data) = buffer(vm, value)? {
        return data.into_vec(vm);
    }
    if vm.has_slot(value, SpecialMethod::Bytes) {
        return vm.copied(&from_method(vm, value)?.data);
    }
    from_iterable(vm, value, "bytes")
}

/// The result of an object's `__bytes__`.
///
/// # Errors
/// What the method raises; TypeError if it is None or returns no bytes.
pub fn from_method(vm: &Vm, value: &Value) -> VmResult<Ref<Bytes>> {
    if !vm.has_usable_slot(value, SpecialMethod::Bytes) {
        return Err(vm.type_error("'NoneType' object is not callable"));
    }
    let result = vm.call_special_method(value, SpecialMethod::Bytes, &[])?.unwrap_or(Value::NONE);
    result.get::<Bytes>().cloned().ok_or_else(|| {
        let shown = type_name(vm, &result);
        vm.type_error(format!("__bytes__ returned non-bytes (type {shown})"))
    })
}

/// The bytes that an object exports, or an iterable of ints gives, for an object of the type `target`.
///
/// # Errors
/// TypeError if it is not such an iterable; ValueError for ints that are not bytes.
pub fn from_iterable(vm: &Vm, value: &Value, target: &str) -> VmResult<Vec<u8>> {
    if let Some(view) = export(vm, value, FULL_READ_ONLY)? {
        return require(vm, &view)?.into_vec(vm);
    }
    let iterable = vm.has_usable_slot(value, SpecialMethod::Iter)
        || vm.has_usable_slot(value, SpecialMethod::GetItem);
    if value.get::<Str>().is_some() || !iterable {
        let shown = type_name(vm, value);
        return Err(vm.type_error(format!("cannot convert '{shown}' object to {target}")));
    }
    let what = if target == "bytes" { "bytes" } else { "byte" };
    let mut data = Vec::new();
    vm.for_each(value, |item| {
        data.push(byte(vm, &item, what)?);
        Ok(())
    })?;
    Ok(data)
}

/// An int in `range(256)`; `what` is its name in messages.
///
/// # Errors
/// TypeError if it is not an int; ValueError if it is out of range.
pub fn byte(vm: &Vm, value: &Value, what: &str) -> VmResult<u8> {
    let index = vm.index_clipped(value)?;
    u8::try_from(index).map_err(|_| vm.value_error(format!("{what} must be in range(0, 256)")))
}

/// `bytes`
pub static CLASS: ClassDef = ClassDef {
    name: "bytes",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
    kind: Kind::Bytes,
    subclassable: true,
    methods: bytes_methods::METHODS,
    ..ClassDef::BASE
};

/// `bytearray`
pub static BYTEARRAY: ClassDef = ClassDef {
    name: "bytearray",
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
    kind: Kind::ByteArray,
    subclassable: true,
    methods: bytearray_methods::METHODS,
    ..ClassDef::BASE
};
