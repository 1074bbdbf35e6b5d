//! The Python interface of iterators written in Rust, and the iterators of `iter()`.

use super::exception::Exc;
use super::iterator_reduce::{self, REDUCE, Reduced, SET_STATE};
use super::native::{ClassDef, NativeDef, NativeIterate, NativeIterator};
use super::special::SpecialMethod;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The methods that every iterator has.
pub const METHODS: &[NativeDef] = &[ITER, NEXT, LENGTH_HINT];

/// The methods of an iterator that can be copied and pickled.
pub const COPYABLE: &[NativeDef] = &[ITER, NEXT, LENGTH_HINT, REDUCE];

/// The methods of an iterator that can be copied and pickled, and moved to a position.
pub const POSITIONED: &[NativeDef] = &[ITER, NEXT, LENGTH_HINT, REDUCE, SET_STATE];

/// `__iter__` of an iterator: itself.
pub const ITER: NativeDef = NativeDef::unary(SpecialMethod::Iter, |_, this| Ok(this.clone()));

/// `__next__` of every built-in iterator.
pub const NEXT: NativeDef = NativeDef::next(next);

/// `__length_hint__` of every built-in iterator.
pub const LENGTH_HINT: NativeDef = NativeDef::unary(SpecialMethod::LengthHint, length_hint);

/// `__repr__` of the iterators that show their state (see [`NativeIterate::shown`]).
pub const REPR: NativeDef = NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
    let shown = vm.guard_repr(&a[0], || a.this::<NativeIterator>().shown(vm))?;
    Ok(Value::from(shown.flatten().unwrap_or_else(|| "...".to_string())))
});

fn next(vm: &Vm, this: &Value) -> VmResult<Option<Value>> {
    vm.step(this).unwrap_or_else(|| {
        let class = vm.class_ref(this).name();
        Err(vm.type_error(format!("'{class}' object is not an iterator")))
    })
}

fn length_hint(vm: &Vm, this: &Value) -> VmResult {
    Ok(match vm.items_left(this) {
        Some(left) => Value::from(left),
        None => Value::NOT_IMPLEMENTED,
    })
}

/// Iterates by `object[0]`, `object[1]`, … until an IndexError.
pub struct SequenceIterator {
    object: Slot,
    next: Cell<i64>,
}

impl SequenceIterator {
    /// An iterator over an object that has `__getitem__` but no `__iter__`.
    pub fn make(vm: &Vm, object: Value) -> Value {
        NativeIterator::new(
            vm,
            &SEQUENCE,
            SequenceIterator { object: object.into(), next: Cell::new(0) },
        )
    }
}

impl NativeIterate for SequenceIterator {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let object = self.object.get();
        if object.is_unset() {
            return Ok(None);
        }
        if self.next.get() == i64::MAX {
            return Err(vm.overflow_error("iter index too large"));
        }
        let index = Value::from(self.next.get());
        match vm.call_special_method(&object, SpecialMethod::GetItem, &[&index]) {
            Ok(item) => {
                self.next.set(self.next.get().saturating_add(1));
                Ok(item)
            }
            Err(e)
                if vm.is_exception(&e, Exc::IndexError)
                    || vm.is_exception(&e, Exc::StopIteration) =>
            {
                self.object.set(Value::UNSET);
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        let object = self.object.get();
        let object = (!object.is_unset()).then_some(&object);
        iterator_reduce::over(vm, object, self.next.get() as usize).map(Some)
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        if !self.object.is_unset() {
            self.next.set(iterator_reduce::position(vm, state, i64::MAX as usize)? as i64);
        }
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.object.get());
    }
}

/// Iterates by calling a function until it returns a sentinel: `iter(function, sentinel)`.
pub struct CallableIterator {
    /// Unset at the end.
    function: Slot,
    sentinel: Value,
}

impl CallableIterator {
    /// An iterator over the results of `function`.
    pub fn make(vm: &Vm, function: Value, sentinel: Value) -> Value {
        let function = function.into();
        NativeIterator::new(vm, &CALLABLE, CallableIterator { function, sentinel })
    }
}

impl NativeIterate for CallableIterator {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let function = self.function.get();
        if function.is_unset() {
            return Ok(None);
        }
        let item = match vm.call(&function, &[]) {
            Err(e) if vm.is_exception(&e, Exc::StopIteration) => None,
            result => Some(result?),
        };
        match item {
            // The function itself may have used the iterator up.
            _ if self.function.is_unset() => Ok(None),
            Some(item) if !vm.eq(&self.sentinel, &item)? => Ok(Some(item)),
            _ => {
                self.function.set(Value::UNSET);
                Ok(None)
            }
        }
    }

    fn reduce(&self, vm: &Vm, _: &Value) -> VmResult<Option<Reduced>> {
        if self.function.is_unset() {
            return Reduced::exhausted(vm).map(Some);
        }
        Reduced::call(vm, "iter", vec![self.function.get(), self.sentinel.clone()]).map(Some)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function.get());
        visit(&self.sentinel);
    }
}

/// `iterator`
pub static SEQUENCE: ClassDef = ClassDef {
    name: "iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: POSITIONED,
    ..ClassDef::BASE
};

/// `callable_iterator`
pub static CALLABLE: ClassDef = ClassDef {
    name: "callable_iterator",
    kind: Kind::NativeIterator,
    subclassable: false,
    methods: COPYABLE,
    ..ClassDef::BASE
};
