//! Iterators written in Rust.

use super::ClassDef;
use crate::objects::class::Class;
use crate::objects::construct;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Vm, VmResult};

/// The behaviour of an iterator written in Rust.
pub trait NativeIterate: 'static {
    /// The next item; none at the end, and from then on.
    ///
    /// # Errors
    /// Any exception raised by the iteration.
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>>;

    /// The number of items left, if it is known (`__length_hint__`).
    fn length_hint(&self) -> Option<usize> {
        None
    }

    /// The text of `repr()`, for the few iterators that show their state.
    ///
    /// # Errors
    /// Any exception raised by the parts' `__repr__`.
    fn shown(&self, vm: &Vm) -> VmResult<Option<String>> {
        let _ = vm;
        Ok(None)
    }

    /// An independent iterator that gives the same items, for the few that can be copied.
    fn sibling(&self, vm: &Vm) -> Option<Value> {
        let _ = vm;
        None
    }

    /// Shows every value the iterator holds (see [`Object::traverse`]).
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }
}

/// The payload of an iterator written in Rust.
pub struct NativeIterator {
    /// The iterator; none while it runs, so that it cannot be entered twice.
    state: std::cell::RefCell<Option<Box<dyn NativeIterate>>>,
}

impl Object for NativeIterator {
    const KIND: Kind = Kind::NativeIterator;

    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(state) = &*self.state.borrow() {
            state.traverse(visit);
        }
    }

    fn clear(&self) {
        drop(self.state.take());
    }
}

impl NativeIterator {
    /// An iterator of the class made from `def`.
    pub fn new(vm: &Vm, def: &'static ClassDef, iterator: impl NativeIterate) -> Value {
        let class = vm.class_for(def).as_value().clone();
        let state = std::cell::RefCell::new(Some(Box::new(iterator) as Box<dyn NativeIterate>));
        Ref::with_class(NativeIterator { state }, class, false).into_value()
    }

    /// An iterator of the class that is the first argument: what `__new__` returns.
    pub fn of_class(vm: &Vm, class: &Ref<Class>, iterator: impl NativeIterate) -> Value {
        let state = std::cell::RefCell::new(Some(Box::new(iterator) as Box<dyn NativeIterate>));
        construct::of_class(vm, class, NativeIterator { state })
    }

    /// The next item.
    ///
    /// # Errors
    /// Any exception raised by the iteration; ValueError if the iterator is already running.
    pub fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let Some(mut state) = self.state.take() else {
            return Err(vm.value_error("iterator already executing"));
        };
        let item = state.next(vm);
        *self.state.borrow_mut() = Some(state);
        item
    }

    /// The number of items left, if it is known.
    pub fn length_hint(&self) -> Option<usize> {
        self.state.borrow().as_ref().and_then(|s| s.length_hint())
    }

    /// See [`NativeIterate::shown`].
    ///
    /// # Errors
    /// Any exception raised by the parts' `__repr__`.
    pub fn shown(&self, vm: &Vm) -> VmResult<Option<String>> {
        self.state.borrow().as_ref().map_or(Ok(None), |s| s.shown(vm))
    }

    /// See [`NativeIterate::sibling`].
    pub fn sibling(&self, vm: &Vm) -> Option<Value> {
        self.state.borrow().as_ref().and_then(|s| s.sibling(vm))
    }
}
