//! `Unpickler`, `load` and `loads`

use super::load::{Load, Source};
use super::pickler::slot;
use super::unpickling_error;
use crate::objects::bytes;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar;
use crate::objects::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};

/// The data of an `Unpickler`.
#[derive(Default)]
struct Unpickler {
    read: Slot,
    readline: Slot,
    buffers: Slot,
    persistent_load: Slot,
    fix_imports: Cell<bool>,
    encoding: RefCell<(String, String)>,
    memo: RefCell<Vec<Value>>,
}

impl NativeObject for Unpickler {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.read, &self.readline, &self.buffers, &self.persistent_load] {
            visit(&slot.get());
        }
        self.memo.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        for slot in [&self.read, &self.readline, &self.buffers, &self.persistent_load] {
            slot.set(Value::UNSET);
        }
        drop(self.memo.take());
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let made = Native::new(class, Unpickler::default()).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn methods_of(vm: &Vm, file: &Value) -> VmResult<(Value, Value)> {
    let read = vm.find_attribute(file, &intern("read"))?;
    let readline = vm.find_attribute(file, &intern("readline"))?;
    match (read, readline) {
        (Some(read), Some(readline)) => Ok((read, readline)),
        _ => Err(vm.type_error("file must have 'read' and 'readline' attributes")),
    }
}

fn encoding(a: Args<'_>, first: usize) -> (String, String) {
    let text = |i: usize, default: &str| {
        let text = a.opt(i).and_then(|value| value.get::<Str>());
        text.map_or_else(|| default.to_string(), |text| text.as_str().to_string())
    };
    (text(first, "ASCII"), text(first + 1, "strict"))
}

fn buffers(vm: &Vm, value: Option<&Value>) -> VmResult {
    value.map_or(Ok(Value::UNSET), |buffers| vm.iter(buffers))
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let unpickler = a.data::<Unpickler>();
    let (read, readline) = methods_of(vm, &a[1])?;
    unpickler.fix_imports.set(a.opt(2).map_or(Ok(true), |v| vm.truthy(v))?);
    unpickler.encoding.replace(encoding(a, 3));
    unpickler.buffers.set(buffers(vm, a.some(5))?);
    unpickler.read.set(read);
    unpickler.readline.set(readline);
    drop(unpickler.memo.take());
    Ok(Value::NONE)
}

fn load_with(vm: &Vm, a: Args<'_>) -> VmResult {
    let unpickler = a.data::<Unpickler>();
    let (read, readline) = (unpickler.read.get(), unpickler.readline.get());
    if read.is_unset() {
        let class = vm.class_ref(&a[0]).name();
        return Err(unpickling_error(
            vm,
            format!("Unpickler.__init__() was not called by {class}.__init__()"),
        ));
    }
    let mut load = Load::new(vm, Source::File { read, readline });
    load.fix_imports = unpickler.fix_imports.get();
    load.encoding = unpickler.encoding.borrow().clone();
    load.buffers = unpickler.buffers.get();
    load.persistent_load = vm.find_attribute(&a[0], &intern("persistent_load"))?;
    load.memo = unpickler.memo.take();
    // A class of the program may override how classes are found.
    let class = vm.class_ref(&a[0]);
    if !class.is(&vm.class_for(&CLASS)) {
        load.find_class = vm.find_attribute(&a[0], &intern("find_class"))?;
    }
    let result = load.run();
    unpickler.memo.replace(std::mem::take(&mut load.memo));
    result
}

/// `load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())`
pub fn load(vm: &Vm, a: Args<'_>) -> VmResult {
    let (read, readline) = methods_of(vm, &a[0])?;
    run(vm, a, Source::File { read, readline })
}

/// `loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())`
pub fn loads(vm: &Vm, a: Args<'_>) -> VmResult {
    let data = bytes::with_required(vm, &a[0], <[u8]>::to_vec)?;
    run(vm, a, Source::Data(data))
}

fn run(vm: &Vm, a: Args<'_>, source: Source) -> VmResult {
    let mut load = Load::new(vm, source);
    load.fix_imports = a.opt(1).map_or(Ok(true), |v| vm.truthy(v))?;
    load.encoding = encoding(a, 2);
    load.buffers = buffers(vm, a.some(4))?;
    load.run()
}

fn find_class(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut load = Load::new(vm, Source::Data(Vec::new()));
    load.fix_imports = a.data::<Unpickler>().fix_imports.get();
    // Dotted names are understood in any case here.
    load.protocol = 4;
    let (module, name) = (vm.str(&a[1])?, vm.str(&a[2])?);
    load.find_global(module.as_str(), name.as_str())
}

/// `Unpickler`
pub static CLASS: ClassDef = ClassDef {
    name: "Unpickler",
    module: "_pickle",
    doc: "This takes a binary file for reading a pickle data stream.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.  See help(type) for accurate signature.",
            new,
        ),
        NativeDef::new(
            "__init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
            "Initialize self.  See help(type(self)) for accurate signature.",
            init,
        ),
        NativeDef::new(
            "load(self, /)",
            "Load a pickle.\n\nRead a pickled object representation from the open file object given\nin the constructor, and return the reconstituted object hierarchy\nspecified therein.",
            load_with,
        ),
        NativeDef::new(
            "find_class(self, module_name, global_name, /)",
            "Return an object from a specified module.\n\nIf necessary, the module will be imported. Subclasses may override\nthis method (e.g. to restrict unpickling of arbitrary classes and\nfunctions).",
            find_class,
        ),
    ],
    properties: &[slot!("persistent_load", Unpickler, persistent_load)],
    ..ClassDef::BASE
};
