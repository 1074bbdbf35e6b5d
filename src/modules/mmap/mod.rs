//! `mmap`: the memory; `mmap.py` has the class's methods.

use super::ModuleDef;
use super::asyncio::new_object;
use super::os::files::{failed, number};
use crate::objects::bytes::{Bytes, with_required};
use crate::objects::native::{Args, Buffer, ClassDef, Exports, NativeDef, NativeObject, readable};
use crate::objects::sequence::{has_index, item_index};
use crate::objects::slice::Slice;
use crate::runtime::mapping::Mapping;
use crate::runtime::{Kind, Value, fd};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use memchr::memmem;
use rustix::io::Errno;
use std::cell::{Cell, RefCell};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "mmap",
    classes: &[&MEMORY],
    source: include_str!("mmap.py"),
    ..ModuleDef::BASE
};

/// The data of mapped memory.
struct Memory {
    mapping: RefCell<Mapping>,
    readonly: bool,
    closed: Cell<bool>,
    exports: Exports,
}

impl NativeObject for Memory {
    fn buffer(&self) -> Option<Buffer<'_>> {
        let (data, readonly, exports) = (&self.mapping, self.readonly, &self.exports);
        Some(Buffer { data, format: "B", item_size: 1, readonly, exports })
    }
}

impl Memory {
    fn check(&self, vm: &Vm) -> VmResult<()> {
        if self.closed.get() {
            return Err(vm.value_error("mmap closed or invalid"));
        }
        Ok(())
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let [file, length, flags, protection, offset] =
        [1, 2, 3, 4, 5].map(|i| vm.index_clipped(a.at(i)));
    let (length, flags, protection) = (length? as usize, flags? as u32, protection? as u32);
    let file = match file? {
        -1 => {
            // It is shared with other processes, and not counted for limits.
            vm.require(Capability::Processes)?;
            None
        }
        _ => {
            vm.require(Capability::Descriptors)?;
            let number = number(vm, a.at(1))?;
            Some(fd::borrow(number).ok_or_else(|| failed(vm, Errno::BADF))?)
        }
    };
    vm.reserve(length)?;
    let made = Mapping::new(file, offset? as u64, length, flags, protection);
    let mapping = made.map_err(|e| failed(vm, e))?;
    let readonly = !mapping.is_writable();
    let (mapping, closed) = (RefCell::new(mapping), Cell::new(false));
    new_object(vm, a.at(0), Memory { mapping, readonly, closed, exports: Exports::default() })
}

fn length(vm: &Vm, this: &Value) -> VmResult<usize> {
    let memory = this.native::<Memory>().expect("the receiver was checked");
    memory.check(vm)?;
    Ok(memory.mapping.borrow().len())
}

fn get_item(vm: &Vm, a: Args<'_>) -> VmResult {
    let memory = a.data::<Memory>();
    memory.check(vm)?;
    if let Some(slice) = a[1].get::<Slice>() {
        let bounds = slice.bounds(vm)?;
        memory.check(vm)?;
        let mapping = memory.mapping.borrow();
        let positions = bounds.positions(mapping.len());
        let part = match positions.contiguous() {
            Some(range) => vm.copied(&mapping[range])?,
            None => vm.collect(positions.map(|at| mapping[at]))?,
        };
        return Ok(Bytes::new(part).into_value());
    }
    if !has_index(vm, &a[1]) {
        return Err(vm.type_error("mmap indices must be integers"));
    }
    let index = item_index(vm, "mmap", &a[1], || memory.mapping.borrow().len())?;
    memory.check(vm)?;
    match index.and_then(|index| memory.mapping.borrow().get(index).copied()) {
        Some(byte) => Ok(Value::small_int(i64::from(byte))),
        None => Err(vm.index_error("mmap index out of range")),
    }
}

/// The number of positions searched at once.
const PIECE: usize = 1 << 20;

/// `_find(sub, start, end, from_end)`: the first or the last position of bytes between two
/// positions; -1 if there is none.
fn find(vm: &Vm, a: Args<'_>) -> VmResult {
    let sub = with_required(vm, a.at(1), <[u8]>::to_vec)?;
    let [start, end] = [2, 3].map(|i| vm.index_clipped(a.at(i)));
    let (start, end, from_end) = (start? as usize, end? as usize, vm.truthy(a.at(4))?);
    let memory = a.data::<Memory>();
    memory.check(vm)?;
    let mapping = memory.mapping.borrow();
    let end = end.min(mapping.len());
    let Some(places) = (end + 1).checked_sub(start + sub.len()) else {
        return Ok(Value::small_int(-1));
    };
    for piece in 0..places.div_ceil(PIECE) {
        vm.tick_bytes(PIECE)?;
        // Pieces overlap by the length of the sought text minus one byte.
        let (low, high) = match from_end {
            false => (piece * PIECE, ((piece + 1) * PIECE).min(places)),
            true => (places.saturating_sub((piece + 1) * PIECE), places - piece * PIECE),
        };
        let part = &mapping[start + low..start + high + sub.len() - 1];
        let found = match from_end {
            false => memmem::find(part, &sub),
            true => memmem::rfind(part, &sub),
        };
        if let Some(at) = found {
            return Ok((start + low + at).into());
        }
    }
    Ok(Value::small_int(-1))
}

static MEMORY: ClassDef = ClassDef {
    name: "_Memory",
    module: "mmap",
    kind: Kind::Native,
    subclassable: true,
    methods: &[
        NativeDef::static_method("__new__(cls, fileno, length, flags, prot, offset)", "", new),
        crate::objects::memoryview::BUFFER,
        crate::objects::memoryview::RELEASE_BUFFER,
        NativeDef::length(length),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::new("_unmap(self)", "", |vm, a| {
            let memory = a.data::<Memory>();
            memory.exports.check(vm, "cannot close exported pointers exist")?;
            memory.closed.set(true);
            memory.mapping.borrow_mut().unmap();
            Ok(Value::NONE)
        }),
        NativeDef::new("_check(self)", "", |vm, a| {
            a.data::<Memory>().check(vm)?;
            Ok(Value::NONE)
        }),
        NativeDef::new("_resize(self, length)", "", |vm, a| {
            let memory = a.data::<Memory>();
            memory.check(vm)?;
            let length = vm.index_clipped(a.at(1))?.max(0) as usize;
            memory.exports.check(vm, "mmap can't resize with extant buffers exported.")?;
            vm.reserve(length.saturating_sub(memory.mapping.borrow().len()))?;
            memory.mapping.borrow_mut().resize(length).map_err(|e| failed(vm, e))?;
            Ok(Value::NONE)
        }),
        NativeDef::new("_find(self, sub, start, end, from_end)", "", find),
        NativeDef::new("_flush(self, offset, size)", "", |vm, a| {
            let (offset, size) = (vm.index_clipped(a.at(1))?, vm.index_clipped(a.at(2))?);
            let memory = a.data::<Memory>();
            let flushed =
                memory.mapping.borrow().flush(offset.max(0) as usize, size.max(0) as usize);
            flushed.map_err(|e| failed(vm, e))?;
            Ok(Value::NONE)
        }),
        NativeDef::new("_advise(self, option)", "", |vm, a| {
            let option = vm.index_clipped(a.at(1))? as i32;
            let advised = a.data::<Memory>().mapping.borrow().advise(option);
            advised.map_err(|e| failed(vm, e))?;
            Ok(Value::NONE)
        }),
    ],
    properties: &[
        readable!("closed", Memory, |_, this| Ok(Value::bool(this.closed.get()))),
        readable!("_readonly", Memory, |_, this| Ok(Value::bool(this.readonly))),
        readable!("_length", Memory, |_, this| Ok(Value::from(this.mapping.borrow().len()))),
    ],
    ..ClassDef::BASE
};
