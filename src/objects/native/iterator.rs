//! Iterators written in Rust.

use super::ClassDef;
use crate::objects::class::Class;
use crate::objects::construct;
use crate::objects::exception::Exc;
use crate::objects::iterator_reduce::Reduced;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Sink, Vm, VmResult};
use std::cell::RefCell;

/// The behaviour of an iterator written in Rust.
///
/// One that runs code of the program can be entered again by this code, or by another thread
/// meanwhile, as in CPython: so its state is in cells.
pub trait NativeIterate: 'static {
    /// The next item; none at the end, and from then on.
    ///
    /// # Errors
    /// Any exception raised by the iteration.
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>>;

    /// Passes items to a consumer, up to the first one that it returns; none at the end.
    ///
    /// # Errors
    /// Any exception raised by the iteration.
    fn next_into(&self, vm: &Vm, sink: &mut dyn Sink) -> VmResult<Option<Value>> {
        while let Some(item) = self.next(vm)? {
            vm.tick(1)?;
            if let Err(item) = sink.offer(item) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

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

    /// An independent iterator with the same items, for the few that can be copied.
    fn sibling(&self, vm: &Vm) -> Option<Value> {
        let _ = vm;
        None
    }

    /// The call that recreates the same iterator; none if it can't be copied. `this` is its object.
    ///
    /// # Errors
    /// Any exception raised by looking up the function to call.
    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let _ = (vm, this);
        Ok(None)
    }

    /// Restores a state returned by [`NativeIterate::reduce`].
    ///
    /// # Errors
    /// TypeError if it is of the wrong type.
    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        let _ = (vm, state);
        Ok(())
    }

    /// Visits every value the iterator holds (see [`Object::traverse`]).
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }
}

/// The payload of an iterator written in Rust.
pub struct NativeIterator {
    /// The iterator, borrowed while it runs; none once it was cleared.
    state: RefCell<Option<Box<dyn NativeIterate>>>,
}

impl Object for NativeIterator {
    const KIND: Kind = Kind::NativeIterator;

    fn traverse(&self, visit: Visitor<'_>) {
        // Whatever a running iterator holds is in use.
        if let Ok(state) = self.state.try_borrow()
            && let Some(state) = &*state
        {
            state.traverse(visit);
        }
    }

    fn clear(&self) {
        let state = self.state.try_borrow_mut().ok().and_then(|mut state| state.take());
        drop(state);
    }
}

/// The next item. A StopIteration raised by a function that the iterator calls ends it, too.
#[inline]
fn or_end(vm: &Vm, stepped: VmResult<Option<Value>>) -> VmResult<Option<Value>> {
    match stepped {
        Err(raised) if vm.is_exception(&raised, Exc::StopIteration) => Ok(None),
        stepped => stepped,
    }
}

impl NativeIterator {
    /// An iterator of the class made from `def`.
    pub fn new(vm: &Vm, def: &'static ClassDef, iterator: impl NativeIterate) -> Value {
        let class = vm.class_for(def).as_value().clone();
        let state = RefCell::new(Some(Box::new(iterator) as Box<dyn NativeIterate>));
        Ref::with_class(NativeIterator { state }, class, false).into_value()
    }

    /// The result of `__new__`: an iterator of the class given as the first argument.
    pub fn of_class(vm: &Vm, class: &Ref<Class>, iterator: impl NativeIterate) -> Value {
        let state = RefCell::new(Some(Box::new(iterator) as Box<dyn NativeIterate>));
        construct::of_class(vm, class, NativeIterator { state })
    }

    /// [`NativeIterator::new`] for an iterator that can't be entered twice.
    pub fn exclusive(vm: &Vm, def: &'static ClassDef, iterator: impl ExclusiveIterate) -> Value {
        NativeIterator::new(vm, def, Exclusive::new(iterator))
    }

    /// [`NativeIterator::of_class`] for an iterator that can't be entered twice.
    pub fn exclusive_of_class(
        vm: &Vm,
        class: &Ref<Class>,
        iterator: impl ExclusiveIterate,
    ) -> Value {
        NativeIterator::of_class(vm, class, Exclusive::new(iterator))
    }

    /// Lets `body` use the iterator, unless the collector has cleared it.
    #[inline]
    fn enter<T>(
        &self,
        vm: &Vm,
        body: impl FnOnce(&dyn NativeIterate) -> VmResult<T>,
    ) -> VmResult<T> {
        // Iterators nested in iterators may recurse deeply.
        vm.check_native_stack()?;
        match self.state.try_borrow().as_deref() {
            Ok(Some(state)) => body(&**state),
            _ => Err(vm.value_error("the iterator was cleared")),
        }
    }

    /// The next item.
    ///
    /// # Errors
    /// Any exception raised by the iteration.
    #[inline]
    pub fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        self.enter(vm, |state| or_end(vm, state.next(vm)))
    }

    /// See [`NativeIterate::next_into`].
    ///
    /// # Errors
    /// Same as [`NativeIterator::next`].
    pub fn next_into(&self, vm: &Vm, sink: &mut dyn Sink) -> VmResult<Option<Value>> {
        self.enter(vm, |state| or_end(vm, state.next_into(vm, sink)))
    }

    /// The result of `ask`.
    fn ask<T>(&self, ask: impl FnOnce(&dyn NativeIterate) -> Option<T>) -> Option<T> {
        ask(&**self.state.try_borrow().ok()?.as_ref()?)
    }

    /// The number of items left, if it is known.
    pub fn length_hint(&self) -> Option<usize> {
        self.ask(|state| state.length_hint())
    }

    /// See [`NativeIterate::shown`].
    ///
    /// # Errors
    /// Any exception raised by the parts' `__repr__`.
    pub fn shown(&self, vm: &Vm) -> VmResult<Option<String>> {
        self.ask(|state| state.shown(vm).transpose()).transpose()
    }

    /// See [`NativeIterate::reduce`].
    ///
    /// # Errors
    /// TypeError if the iterator can't be copied; any exception raised by looking up the function to
    /// call.
    pub fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Reduced> {
        match self.enter(vm, |state| state.reduce(vm, this))? {
            Some(reduced) => Ok(reduced),
            None => {
                let class = vm.class_ref(this).name();
                Err(vm.type_error(format!("cannot pickle '{class}' object")))
            }
        }
    }

    /// See [`NativeIterate::set_state`].
    ///
    /// # Errors
    /// TypeError if the state is of the wrong type.
    pub fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        self.enter(vm, |iterator| iterator.set_state(vm, state))
    }

    /// See [`NativeIterate::sibling`].
    pub fn sibling(&self, vm: &Vm) -> Option<Value> {
        self.ask(|state| state.sibling(vm))
    }
}

/// An iterator that can't be entered twice: its steps run no code of the program, or depend on
/// each other.
pub trait ExclusiveIterate: 'static {
    /// See [`NativeIterate::next`].
    ///
    /// # Errors
    /// Any exception raised by the iteration.
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>>;

    /// See [`NativeIterate::length_hint`].
    fn length_hint(&self) -> Option<usize> {
        None
    }

    /// See [`NativeIterate::reduce`].
    ///
    /// # Errors
    /// Any exception raised by looking up the function to call.
    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let _ = (vm, this);
        Ok(None)
    }

    /// See [`NativeIterate::set_state`].
    ///
    /// # Errors
    /// TypeError if the state is of the wrong type.
    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let _ = (vm, state);
        Ok(())
    }

    /// Visits every value the iterator holds (see [`Object::traverse`]).
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }
}

/// An [`ExclusiveIterate`] as a [`NativeIterate`].
struct Exclusive<T>(RefCell<T>);

impl<T: ExclusiveIterate> Exclusive<T> {
    fn new(iterator: T) -> Exclusive<T> {
        Exclusive(RefCell::new(iterator))
    }
}

impl<T: ExclusiveIterate> NativeIterate for Exclusive<T> {
    #[inline]
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        match self.0.try_borrow_mut() {
            Ok(mut iterator) => iterator.next(vm),
            Err(_) => Err(vm.value_error("iterator already executing")),
        }
    }

    fn length_hint(&self) -> Option<usize> {
        self.0.try_borrow().ok()?.length_hint()
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        match self.0.try_borrow() {
            Ok(iterator) => iterator.reduce(vm, this),
            Err(_) => Err(vm.value_error("iterator already executing")),
        }
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        match self.0.try_borrow_mut() {
            Ok(mut iterator) => iterator.set_state(vm, state),
            Err(_) => Err(vm.value_error("iterator already executing")),
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        // Whatever a running iterator holds is in use.
        if let Ok(iterator) = self.0.try_borrow() {
            iterator.traverse(visit);
        }
    }
}
