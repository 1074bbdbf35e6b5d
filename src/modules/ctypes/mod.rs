//! `ctypes`: `data.py` has the data types, `functions.py` functions, `ctypes.py` libraries; this
//! module provides what they need from the machine.

use super::ModuleDef;
use super::asyncio::new_object;
use super::os::files::failed;
use crate::diagnostics;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::native::{Args, ClassDef, Field, NativeDef, NativeObject, readable};
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::foreign::{self, Argument, Callback, Refused};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Raised, Vm, VmResult, with_current};
use std::cell::Cell;
use std::rc::Rc;

/// `_ctypes`
pub static DATA: ModuleDef = ModuleDef {
    name: "_ctypes",
    doc: "Create and manipulate C compatible data types in Python.",
    functions: &[
        NativeDef::new(
            "dlopen(name, flag=2, /)",
            "dlopen(name, flag={RTLD_NOW}) open a shared library",
            open,
        ),
        NativeDef::new("dlsym(handle, name, /)", "find symbol in shared library", symbol),
        NativeDef::new("_address(buffer)", "", |vm, a| {
            // The memory of buffers does not move as long as there is a view of it.
            let address =
                bytes::with_required(vm, a.at(0), |data| data.as_ptr().expose_provenance())?;
            Ok((address as i64).into())
        }),
        NativeDef::new("_read(address, size)", "", |vm, a| {
            let size = vm.index_clipped(a.at(1))?.max(0) as usize;
            vm.reserve(size)?;
            let mut data = vec![0; size];
            let address = address(vm, a.at(0))?;
            foreign::read(address, &mut data)
                .map_err(|e| unreachable(vm, e, "reading", address))?;
            Ok(Bytes::new(data).into_value())
        }),
        NativeDef::new("_write(address, data)", "", |vm, a| {
            let address = address(vm, a.at(0))?;
            bytes::with_required(vm, a.at(1), |data| foreign::write(address, data))?
                .map_err(|e| unreachable(vm, e, "writing", address))?;
            Ok(Value::NONE)
        }),
        NativeDef::new("_call(address, float, errno, *args)", "", call),
    ],
    classes: &[&CALLBACK],
    needs: |name| (name != "_address").then_some(Capability::Libraries),
    source: concat!(include_str!("data.py"), include_str!("functions.py")),
    ..ModuleDef::BASE
};

/// `ctypes`
pub static MODULE: ModuleDef = ModuleDef {
    name: "ctypes",
    doc: "create and manipulate C data types in Python",
    constants: &[("__path__", |_| Vec::new().into())],
    source: include_str!("ctypes.py"),
    ..ModuleDef::BASE
};

/// An address, which a program sees as the signed number with the same bits.
fn address(vm: &Vm, value: &Value) -> VmResult<usize> {
    Ok(vm.index_clipped(value)? as usize)
}

fn unreachable(vm: &Vm, error: rustix::io::Errno, doing: &str, address: usize) -> Raised {
    match error {
        rustix::io::Errno::FAULT => {
            vm.error(Exc::OSError, format!("exception: access violation {doing} 0x{address:016X}"))
        }
        error => failed(vm, error),
    }
}

fn open(vm: &Vm, a: Args<'_>) -> VmResult {
    let flags = a.opt(1).map_or(Ok(2), |flags| vm.index_clipped(flags))? as i32;
    let name = match a.at(0).get::<Str>() {
        None if a.at(0).is_none() => None,
        None => return Err(vm.type_error("a library's name must be a string or None")),
        Some(text) => match foreign::name(text.as_str()) {
            Some(name) => Some(name),
            None => return Err(vm.value_error("embedded null character")),
        },
    };
    match foreign::open(name.as_deref(), flags) {
        Ok(handle) => Ok((handle as i64).into()),
        Err(message) => Err(vm.error(Exc::OSError, message)),
    }
}

fn symbol(vm: &Vm, a: Args<'_>) -> VmResult {
    let library = address(vm, a.at(0))?;
    let name = a.at(1).get::<Str>().and_then(|text| foreign::name(text.as_str()));
    let Some(name) = name else {
        return Err(vm.type_error("a symbol's name must be a string"));
    };
    if name.to_bytes().starts_with(b"pthread_") {
        // They take OS threads by address, and would read anything.
        let name = name.to_string_lossy();
        return Err(
            vm.error(Exc::OSError, format!("{name}: Hob's threads are none of the system's"))
        );
    }
    match foreign::symbol(library, &name) {
        Ok(address) => Ok((address as i64).into()),
        Err(message) => Err(vm.error(Exc::OSError, message)),
    }
}

fn call(vm: &Vm, a: Args<'_>) -> VmResult {
    let (address, float) = (address(vm, a.at(0))?, vm.truthy(a.at(1))?);
    let error = vm.index_clipped(a.at(2))? as i32;
    let mut arguments = Vec::new();
    for value in a.rest() {
        arguments.push(match value.as_float() {
            Some(value) => Argument::Float(value.to_bits()),
            None => Argument::Integer(vm.index_clipped(value)? as u64),
        });
    }
    match foreign::call(address, &arguments, float, error) {
        Ok((bits, error)) => {
            let result = [(bits as i64).into(), Value::small_int(error.into())];
            Ok(Tuple::new(result).into_value())
        }
        Err(Refused::TooMany) => Err(vm.value_error("too many arguments for a C function")),
        Err(Refused::Machine) => Err(vm.error(
            Exc::NotImplementedError,
            "Hob does not know how C functions are called on this machine",
        )),
    }
}

/// A function of the program that C code can call. The table of callbacks does not own the function,
/// so it is freed with its last reference.
struct Function {
    function: Rc<Field>,
    callback: Cell<Option<Callback>>,
    address: i64,
}

impl NativeObject for Function {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function.get());
    }

    fn clear(&self) {
        self.callback.set(None);
        self.function.take();
    }
}

/// `_Callback(function, kinds, float)`: `kinds` has a letter for each argument: `f` for one in a
/// register for floats, `i` for others. The function receives the bits of the arguments as ints,
/// and returns those of its result.
fn new_callback(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.require(Capability::Libraries)?;
    let kinds = a.at(2).get::<Str>().map_or_else(String::new, |kinds| kinds.as_str().to_string());
    let floats = kinds.matches('f').count();
    if floats > 8 || kinds.len() - floats > 6 {
        return Err(vm.error(
            Exc::NotImplementedError,
            "a callback can take at most six integers and eight floats",
        ));
    }
    let function = Rc::new(Field::new(a.at(1).clone()));
    let known = Rc::downgrade(&function);
    let body = move |integers: &[u64], floats: &[u64]| {
        let mut result = 0;
        let (mut integers, mut floats) = (integers.iter(), floats.iter());
        let arguments: Vec<Value> = kinds
            .chars()
            .filter_map(|kind| if kind == 'f' { floats.next() } else { integers.next() })
            .map(|bits| (*bits as i64).into())
            .collect();
        if let Some(function) = known.upgrade() {
            with_current(|vm| match vm.call(&function.get(), &arguments) {
                Ok(value) => result = int::to_i64(&value).unwrap_or(0) as u64,
                Err(raised) => diagnostics::unraisable(vm, &raised, &function.get()),
            });
        }
        result
    };
    let Some(callback) = Callback::new(Rc::new(body), vm.truthy(a.at(3))?) else {
        return Err(vm.error(Exc::MemoryError, "no more functions can be given to C code"));
    };
    let address = callback.address() as i64;
    new_object(vm, a.at(0), Function { function, callback: Cell::new(Some(callback)), address })
}

static CALLBACK: ClassDef = ClassDef {
    name: "_Callback",
    module: "_ctypes",
    kind: Kind::Native,
    methods: &[NativeDef::static_method("__new__(cls, function, kinds, float)", "", new_callback)],
    properties: &[readable!("address", Function, |_, this| Ok(this.address.into()))],
    ..ClassDef::BASE
};
