//! `bytes` and `bytearray`.

use super::native::ClassDef;
use crate::runtime::{Kind, Object, Ref, Value};
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
