//! `bytes` and `bytearray`.

use super::native::ClassDef;
use super::scalar::{has_special, type_name};
use super::str::Str;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{R, Vm};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// The payload of `bytes`.
pub struct Bytes {
    /// The bytes.
    pub data: Box<[u8]>,
    /// The hash, once computed; 0 means not yet.
    pub hash: Cell<u64>,
}

impl Object for Bytes {
    const KIND: Kind = Kind::Bytes;
    const IS_CONTAINER: bool = false;
}

impl Bytes {
    /// A bytes object.
    pub fn new(data: impl Into<Box<[u8]>>) -> Ref<Bytes> {
        Ref::new(Bytes { data: data.into(), hash: Cell::new(0) })
    }
}

/// The payload of `bytearray`.
#[derive(Default)]
pub struct ByteArray {
    /// The bytes.
    pub data: RefCell<Vec<u8>>,
}

impl Object for ByteArray {
    const KIND: Kind = Kind::ByteArray;
    const IS_CONTAINER: bool = false;
}

impl From<&[u8]> for Value {
    fn from(data: &[u8]) -> Value {
        Bytes::new(data).into_value()
    }
}

/// The bytes of a `bytes` or `bytearray`; none for other objects.
///
/// (A bytearray's are copied: the program may change them.)
pub fn buffer(value: &Value) -> Option<Cow<'_, [u8]>> {
    match value.kind()? {
        Kind::Bytes => value.get::<Bytes>().map(|bytes| Cow::Borrowed(&*bytes.data)),
        Kind::ByteArray => value.get::<ByteArray>().map(|b| Cow::Owned(b.data.borrow().clone())),
        _ => None,
    }
}

/// `bytes(value)` for values that are no int and no string: what is bytes-like, has `__bytes__`
/// or iterates over ints.
///
/// # Errors
/// TypeError if the value is nothing of that; ValueError for ints that are no bytes.
pub fn from_object(vm: &Vm, value: &Value) -> R<Vec<u8>> {
    if let Some(data) = buffer(value) {
        return Ok(data.into_owned());
    }
    if let Some(result) = vm.call_special(value, &vm.names.bytes, &[])? {
        return match result.get::<Bytes>() {
            Some(bytes) => Ok(bytes.data.to_vec()),
            None => {
                let shown = type_name(vm, &result);
                Err(vm.type_error(format!("__bytes__ returned non-bytes (type {shown})")))
            }
        };
    }
    let iterable =
        has_special(vm, value, &vm.names.iter) || has_special(vm, value, &vm.names.getitem);
    if value.get::<Str>().is_some() || !iterable {
        let shown = type_name(vm, value);
        return Err(vm.type_error(format!("cannot convert '{shown}' object to bytes")));
    }
    let mut data = Vec::new();
    vm.for_each(value, |item| {
        data.push(byte(vm, &item, "bytes")?);
        Ok(())
    })?;
    Ok(data)
}

/// An int in `range(256)`; `what` is what it is to be part of.
///
/// # Errors
/// TypeError if it is no int; ValueError if it is out of range.
pub fn byte(vm: &Vm, value: &Value, what: &str) -> R<u8> {
    let index = vm.index_clipped(value)?;
    u8::try_from(index).map_err(|_| vm.value_error(format!("{what} must be in range(0, 256)")))
}

/// `bytes`
pub static CLASS: ClassDef = ClassDef {
    name: "bytes",
    doc: "",
    kind: Kind::Bytes,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `bytearray`
pub static BYTEARRAY: ClassDef = ClassDef {
    name: "bytearray",
    doc: "",
    kind: Kind::ByteArray,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
