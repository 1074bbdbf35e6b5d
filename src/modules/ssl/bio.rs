//! `MemoryBIO`: bytes that one side writes and the other reads.

use super::errors::raise;
use crate::modules::byte_queue::ByteQueue;
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::native::{ClassDef, NativeDef, NativeObject, PropertyDef};
use crate::runtime::{Kind, Value};
use crate::vm::Vm;
use std::cell::{Cell, RefCell};

/// The data of a memory BIO.
#[derive(Default)]
pub struct MemoryBio {
    /// The bytes written and not yet read.
    pub queue: RefCell<ByteQueue>,
    /// Whether nothing more is written.
    pub at_end: Cell<bool>,
}

impl NativeObject for MemoryBio {}

fn part(bio: &Value, which: impl Fn(&MemoryBio) -> Value) -> Value {
    bio.native::<MemoryBio>().map_or(Value::NONE, which)
}

/// Reads up to this many bytes; all if negative.
fn read(vm: &Vm, bio: &MemoryBio, size: i64) -> crate::vm::VmResult {
    let mut queue = bio.queue.borrow_mut();
    let there = queue.unread().len();
    let count = usize::try_from(size).map_or(there, |size| size.min(there));
    vm.reserve(count)?;
    let bytes = Bytes::new(&queue.unread()[..count]).into_value();
    queue.consume(count);
    Ok(bytes)
}

/// `ssl.MemoryBIO`
pub static MEMORY_BIO: ClassDef = ClassDef {
    name: "MemoryBIO",
    module: "_ssl",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls)", "", |vm, a| {
            crate::modules::asyncio::new_object(vm, a.at(0), MemoryBio::default())
        }),
        NativeDef::new(
            "read(self, size=-1, /)",
            "Read up to size bytes from the memory BIO.\n\nIf size is not specified, read the entire buffer.\nIf the return value is an empty bytes instance, this means either\nEOF or that no data is available. Use the \"eof\" property to\ndistinguish between the two.",
            |vm, a| {
                let size = a.opt(1).map_or(Ok(-1), |size| vm.index_clipped(size))?;
                read(vm, a.data::<MemoryBio>(), size)
            },
        ),
        NativeDef::new(
            "write(self, b, /)",
            "Writes the bytes b into the memory BIO.\n\nReturns the number of bytes written.",
            |vm, a| {
                let bio = a.data::<MemoryBio>();
                if bio.at_end.get() {
                    let text = "cannot write() after write_eof()";
                    return Err(raise(vm, "SSLError", &[text.into()], &[]));
                }
                let room = with_required(vm, a.at(1), <[u8]>::len)?;
                vm.reserve(room)?;
                let count = with_required(vm, a.at(1), |data| {
                    bio.queue.borrow_mut().push(data);
                    data.len()
                })?;
                Ok(count.into())
            },
        ),
        NativeDef::new(
            "write_eof(self, /)",
            "Write an EOF marker to the memory BIO.\n\nWhen all data has been read, the \"eof\" property will be True.",
            |_, a| {
                a.data::<MemoryBio>().at_end.set(true);
                Ok(Value::NONE)
            },
        ),
    ],
    properties: &[
        PropertyDef {
            name: "pending",
            doc: "The number of bytes pending in the memory BIO.",
            get: |_, b| Ok(part(b, |b| b.queue.borrow().unread().len().into())),
            set: None,
        },
        PropertyDef {
            name: "eof",
            doc: "Whether the memory BIO is at EOF.",
            get: |_, b| {
                let is_empty = |b: &MemoryBio| b.queue.borrow().unread().is_empty();
                Ok(part(b, |b| Value::bool(b.at_end.get() && is_empty(b))))
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};
