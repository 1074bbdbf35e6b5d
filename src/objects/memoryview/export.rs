//! Memory that a program's class exports (PEP 688): by its own `__buffer__`, or that of a built-in
//! class with a `__release_buffer__` of its own, which runs when the last view is gone.

use super::{MemoryView, check, plain, plain_of};
use crate::objects::bytes::WRITABLE;
use crate::objects::exception::Exc;
use crate::objects::native::{ClassDef, Native, NativeDef, NativeObject};
use crate::objects::str::intern;
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};

/// What the views of an exporter hold; its end is the end of the export.
pub(super) struct Export {
    exporter: Slot,
    /// What `__buffer__` returned; None if that is the method of a built-in class.
    view: Slot,
}

impl NativeObject for Export {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.exporter.get());
        visit(&self.view.get());
    }

    fn clear(&self) {
        self.exporter.replace(Value::NONE);
        self.view.replace(Value::NONE);
    }
}

static EXPORT: ClassDef = ClassDef {
    name: "_buffer_wrapper",
    kind: Kind::Native,
    subclassable: false,
    methods: &[NativeDef::new("__del__(self, /)", "", |vm, args| {
        let export = args.data::<Export>();
        end(vm, &export.exporter.get(), &export.view.get());
        Ok(Value::NONE)
    })],
    ..ClassDef::BASE
};

impl Export {
    fn make(vm: &Vm, exporter: &Value, view: Value) -> Value {
        let export = Export { exporter: exporter.clone().into(), view: view.into() };
        let export = Native::new(&vm.class_for(&EXPORT), export);
        export.header().set_flags(NEEDS_FINALIZER);
        export.into_value()
    }

    /// Whether programs see it as the owner of the memory.
    pub(super) fn is_visible(&self) -> bool {
        !self.view.get().is_none()
    }
}

/// A special method that a program's class defines.
fn own_method(vm: &Vm, value: &Value, name: &str) -> Option<Value> {
    let method = vm.lookup_special(value, &intern(name))?;
    (method.kind() != Some(Kind::NativeFunction)).then_some(method)
}

/// The end of an export: calls `__release_buffer__`.
fn end(vm: &Vm, exporter: &Value, view: &Value) {
    let Some(method) = own_method(vm, exporter, "__release_buffer__") else { return };
    let released = match view.native::<MemoryView>() {
        // The view calls the method when it ends itself.
        Some(inner) if inner.object.get().is(exporter) => return,
        Some(_) => vm.call_bound(&method, exporter, std::slice::from_ref(view)),
        None => restricted(vm, exporter).and_then(|view| {
            let result = vm.call_bound(&method, exporter, std::slice::from_ref(&view));
            if let Some(view) = view.native::<MemoryView>() {
                view.release();
            }
            result
        }),
    };
    if let Err(raised) = released {
        vm.unraisable(&raised, &Value::NONE);
    }
}

/// A view that outlives no call, so that programs cannot make further views of it.
fn restricted(vm: &Vm, exporter: &Value) -> VmResult {
    let view = plain_of(vm, exporter, Value::NONE)?;
    if let Some(view) = view.native::<MemoryView>() {
        view.restricted.set(true);
    }
    Ok(view)
}

/// What the views of a built-in kind of memory hold, if its class has its own `__release_buffer__`.
pub(super) fn watched(vm: &Vm, object: &Value) -> Value {
    let is_own = vm.class_ref(object).is_heap;
    match is_own.then(|| own_method(vm, object, "__release_buffer__")).flatten() {
        Some(_) => Export::make(vm, object, Value::NONE),
        None => Value::NONE,
    }
}

/// The view that an instance of a program's class exports for a request; none for objects whose
/// memory is at hand.
///
/// # Errors
/// Any exception raised by `__buffer__`; TypeError if it returns something else than a view.
pub(in crate::objects) fn of_program(
    vm: &Vm,
    value: &Value,
    flags: i64,
) -> VmResult<Option<Value>> {
    match value.kind() {
        Some(Kind::Instance) => {}
        Some(Kind::Bytes | Kind::ByteArray | Kind::Native) if vm.class_ref(value).is_heap => {}
        _ => return Ok(None),
    }
    let Some(method) = own_method(vm, value, "__buffer__") else {
        let is_memory = value.kind() != Some(Kind::Instance);
        let is_watched = is_memory && own_method(vm, value, "__release_buffer__").is_some();
        return is_watched.then(|| plain(vm, value)).transpose();
    };
    let view = vm.call_bound(&method, value, &[flags.into()])?;
    let Some(inner) = view.native::<MemoryView>() else {
        return Err(vm.type_error("__buffer__ returned non-memoryview object"));
    };
    check(vm, inner)?;
    let owner = Export::make(vm, value, view.clone());
    Ok(Some(inner.like_of(vm, inner.positions, inner.readonly, owner)))
}

/// The flags of `PyBUF_READ` and `PyBUF_WRITE`, which are no requests.
const NO_REQUESTS: [i64; 2] = [0x100, 0x200];

/// Refuses a request that memory cannot fulfil.
pub(super) fn check_request(vm: &Vm, flags: i64, view: &Value) -> VmResult<()> {
    if flags & WRITABLE != 0 && view.native::<MemoryView>().is_some_and(|view| view.readonly) {
        return Err(vm.error(Exc::BufferError, "Object is not writable."));
    }
    Ok(())
}

/// The flags of a request.
///
/// # Errors
/// TypeError for something else than an int, OverflowError for more than 32 bits, SystemError for
/// flags of another interface.
pub(super) fn requested(vm: &Vm, flags: &Value) -> VmResult<i64> {
    let given = vm.index(flags)?;
    let flags = crate::objects::int::to_i64(&given)
        .ok_or_else(|| vm.overflow_error("cannot fit 'int' into an index-sized integer"))?;
    if i32::try_from(flags).is_err() {
        let what = if flags < 0 { "small" } else { "large" };
        return Err(vm.overflow_error(format!("buffer flags too {what}")));
    }
    if NO_REQUESTS.contains(&flags) {
        return Err(vm.error(Exc::SystemError, "bad argument to internal function"));
    }
    Ok(flags)
}

/// `__release_buffer__` of the built-in types whose views count.
pub const RELEASE_BUFFER: NativeDef = NativeDef::new(
    "__release_buffer__(self, buffer, /)",
    "Release the buffer object that exposes the underlying memory of the object.",
    |vm, args| {
        let Some(view) = args[1].native::<MemoryView>() else {
            return Err(vm.type_error("expected a memoryview object"));
        };
        if view.is_released() {
            return Err(vm.value_error("memoryview's buffer has already been released"));
        }
        if !view.owner().is(&args[0]) {
            return Err(vm.value_error("memoryview's buffer is not this object"));
        }
        view.release();
        Ok(Value::NONE)
    },
);

/// `memoryview._from_flags(object, flags)`
pub(super) const FROM_FLAGS: NativeDef = NativeDef::class(
    "_from_flags(cls, /, object, flags)",
    "Create a new memoryview object which references the given object.",
    |vm, args| {
        let flags = requested(vm, args.at(2))?;
        if let Some(view) = of_program(vm, args.at(1), flags)? {
            return Ok(view);
        }
        let view = plain(vm, args.at(1))?;
        check_request(vm, flags, &view)?;
        Ok(view)
    },
);
