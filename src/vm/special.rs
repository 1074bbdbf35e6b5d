//! Calls of special methods through type slots.

use super::{Vm, VmResult};
use crate::objects::native::{Args, Body};
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::intern;
use crate::runtime::{Kind, Value};
use std::mem::MaybeUninit;

/// The maximum number of arguments of a special method called through its slot, with the receiver.
const MOST: usize = 4;

impl Vm {
    /// The slot of an object's class for a special method.
    #[inline]
    pub fn slot(&self, object: &Value, special: SpecialMethod) -> TypeSlot {
        self.class_ref(object).slot(special)
    }

    /// Whether the class of an object has a special method, even if it is None.
    #[inline]
    pub fn has_slot(&self, object: &Value, special: SpecialMethod) -> bool {
        self.class_ref(object).has_slot(special)
    }

    /// Whether the class of an object has a special method that is not None.
    #[inline]
    pub fn has_usable_slot(&self, object: &Value, special: SpecialMethod) -> bool {
        self.slot(object, special).is_usable()
    }

    /// The special method of an instance's class, if it is a Python function:
    /// the interpreter loop pushes its frame.
    #[inline]
    pub(super) fn function_slot(&self, object: &Value, special: SpecialMethod) -> Option<Value> {
        if object.kind() != Some(Kind::Instance) {
            return None;
        }
        match self.slot(object, special) {
            TypeSlot::Method(method) if method.kind() == Some(Kind::Function) => Some(method),
            _ => None,
        }
    }

    /// Calls the special method of `object`'s class; none if it is absent.
    ///
    /// # Errors
    /// Any exception raised by the method; TypeError if it cannot be called.
    pub(crate) fn call_slot(
        &self,
        slot: &TypeSlot,
        object: &Value,
        args: &[&Value],
    ) -> VmResult<Option<Value>> {
        match slot {
            TypeSlot::Absent => Ok(None),
            TypeSlot::Native(body) => self.call_body(**body, object, args).map(Some),
            TypeSlot::Declared(def) => {
                let method = self.class_ref(object).lookup(&intern(def.name()));
                self.call_method_slot(&method.unwrap_or_default(), object, args).map(Some)
            }
            TypeSlot::Method(method) => self.call_method_slot(method, object, args).map(Some),
        }
    }

    /// Like [`Vm::call_slot`]; none also if the class has None.
    ///
    /// # Errors
    /// Any exception raised by the method; TypeError if it cannot be called.
    pub fn call_special_method(
        &self,
        object: &Value,
        special: SpecialMethod,
        args: &[&Value],
    ) -> VmResult<Option<Value>> {
        let slot = self.slot(object, special);
        if slot.is_usable() { self.call_slot(&slot, object, args) } else { Ok(None) }
    }

    fn call_method_slot(&self, method: &Value, object: &Value, args: &[&Value]) -> VmResult {
        if method.kind() == Some(Kind::Function) {
            return self.call_function(method, object, args);
        }
        match args {
            [] => self.call_bound(method, object, &[]),
            [one] => with_borrowed([one], |args| self.call_bound(method, object, args)),
            [one, two] => with_borrowed([one, two], |args| self.call_bound(method, object, args)),
            _ => {
                let args: Vec<Value> = args.iter().map(|arg| (*arg).clone()).collect();
                self.call_bound(method, object, &args)
            }
        }
    }

    /// Runs the body of a special method with a receiver of its class.
    fn call_body(&self, body: Body, object: &Value, args: &[&Value]) -> VmResult {
        self.check_native_stack()?;
        match (body, args) {
            (Body::Unary(body), _) => body(self, object),
            (Body::Binary(body) | Body::Sequence(body, _), [operand, ..]) => {
                body(self, object, operand)
            }
            (Body::Compare(body, op), [operand]) => body(self, object, operand, op),
            (Body::Args(body), [operand]) => {
                with_borrowed([object, operand], |all| body(self, Args::new(all)))
            }
            (Body::Args(body), [operand, value]) => {
                with_borrowed([object, operand, value], |all| body(self, Args::new(all)))
            }
            _ => {
                let missing = Value::UNSET;
                let at = |i: usize| args.get(i).copied().unwrap_or(&missing);
                let all: [&Value; MOST] = [object, at(0), at(1), at(2)];
                with_borrowed(all, |all| body.call(self, Args::new(all)))
            }
        }
    }
}

/// Passes several values to `body` as a slice, without counting references.
#[inline]
fn with_borrowed<const N: usize, R>(values: [&Value; N], body: impl FnOnce(&[Value]) -> R) -> R {
    let mut copies = [const { MaybeUninit::<Value>::uninit() }; N];
    // SAFETY: the copies are of values that are borrowed until this function returns, and they are
    // never dropped. All of them are written before they are read.
    unsafe {
        for (copy, value) in copies.iter_mut().zip(values) {
            copy.write(std::ptr::read(value));
        }
        body(&*(&raw const copies).cast::<[Value; N]>())
    }
}
