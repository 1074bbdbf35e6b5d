//! Contexts (PEP 567): the values of each `ContextVar` for the running code.
//!
//! An *unset* context represents a fresh, empty one: most tasks never set a variable, so they need
//! no context object. [`current`] creates one when it is needed.

use super::Running;
use crate::objects::native::{Native, NativeObject};
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Values by variable (by identity). Shared between a context and its copies until one is written.
type Variables = Vec<(Value, Value)>;

/// The data of a `contextvars.Context`.
#[derive(Default)]
pub struct Context {
    variables: RefCell<Rc<Variables>>,
    /// Whether `run()` is in progress.
    pub entered: Cell<bool>,
}

impl NativeObject for Context {
    fn traverse(&self, visit: Visitor<'_>) {
        let variables = self.variables.borrow();
        // Shared variables count once, not once per context.
        if Rc::strong_count(&variables) == 1 {
            for (variable, value) in variables.iter() {
                visit(variable);
                visit(value);
            }
        }
    }

    fn clear(&self) {
        drop(self.variables.take());
    }
}

impl Context {
    /// A context with the same values.
    pub fn copy(&self) -> Context {
        let variables = RefCell::new(self.variables.borrow().clone());
        Context { variables, entered: Cell::new(false) }
    }

    /// The value of a variable.
    pub fn get(&self, variable: &Value) -> Option<Value> {
        self.variables.borrow().iter().find(|(k, _)| k.is(variable)).map(|(_, v)| v.clone())
    }

    /// Sets a variable and returns its old value.
    pub fn set(&self, variable: &Value, value: Value) -> Option<Value> {
        let mut shared = self.variables.borrow_mut();
        let variables = Rc::make_mut(&mut shared);
        match variables.iter_mut().find(|(k, _)| k.is(variable)) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                variables.push((variable.clone(), value));
                None
            }
        }
    }

    /// Removes a variable and returns its value.
    pub fn remove(&self, variable: &Value) -> Option<Value> {
        let mut shared = self.variables.borrow_mut();
        let at = shared.iter().position(|(k, _)| k.is(variable))?;
        Some(Rc::make_mut(&mut shared).remove(at).1)
    }

    /// Variables and values, in the order in which they were first set.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        self.variables.borrow().as_ref().clone()
    }

    /// The number of variables with a value.
    pub fn len(&self) -> usize {
        self.variables.borrow().len()
    }

    /// Whether there are no variables.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A context object with these contents.
pub fn new(vm: &Vm, context: Context) -> Value {
    Native::new(&vm.class_for(super::running(vm).classes.context), context).into_value()
}

/// A context that may be unset, as an object.
pub fn materialise(vm: &Vm, slot: &Slot) -> Value {
    if slot.is_unset() {
        slot.set(new(vm, Context::default()));
    }
    slot.get()
}

/// The current context, as an object.
pub fn current(vm: &Vm, running: &Running) -> Value {
    materialise(vm, &running.context)
}

/// A copy of the current context; unset if that is empty.
pub fn copy_current(vm: &Vm, running: &Running) -> Value {
    if running.context.is_unset() {
        return Value::UNSET;
    }
    match running.context.get().native::<Context>() {
        Some(context) if !context.is_empty() => new(vm, context.copy()),
        _ => Value::UNSET,
    }
}

/// Runs `body` in the context of a slot, which keeps the context for the next run.
///
/// # Errors
/// Any exception raised by `body`.
pub fn run_in_slot<T>(
    running: &Running,
    slot: &Slot,
    body: impl FnOnce() -> VmResult<T>,
) -> VmResult<T> {
    let outer = running.context.replace(slot.get());
    let result = body();
    slot.set(running.context.replace(outer));
    result
}

/// Runs `body` in a context that may be unset.
///
/// # Errors
/// Any exception raised by `body`.
pub fn run_in<T>(
    running: &Running,
    context: Value,
    body: impl FnOnce() -> VmResult<T>,
) -> VmResult<T> {
    let outer = running.context.replace(context);
    let result = body();
    drop(running.context.replace(outer));
    result
}
