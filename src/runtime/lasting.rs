//! A reference that can be replaced while its object is in use.

use super::kind::Visitor;
use super::{Object, Ref};
use std::cell::{OnceCell, RefCell, UnsafeCell};
use std::ops::Deref;

/// A counted reference that can be replaced, and keeps alive everything that it has held.
///
/// So reading it returns a plain borrow, and a raw pointer to an object that was held once is valid
/// as long as the `Lasting` exists.
pub struct Lasting<T: Object> {
    current: UnsafeCell<Ref<T>>,
    /// The objects that were held before, each once.
    former: OnceCell<Box<RefCell<Vec<Ref<T>>>>>,
}

impl<T: Object> Lasting<T> {
    /// A cell that holds `value`.
    pub fn new(value: Ref<T>) -> Lasting<T> {
        Lasting { current: UnsafeCell::new(value), former: OnceCell::new() }
    }

    /// The object that is held now.
    #[inline(always)]
    pub fn get(&self) -> Ref<T> {
        // SAFETY: no reference into the cell outlives a call, and cloning runs no other code.
        unsafe { (*self.current.get()).clone() }
    }

    /// Exchanges the object.
    pub fn set(&self, value: Ref<T>) {
        let former = self.former.get_or_init(Box::default);
        // SAFETY: as in `get`; the old reference is kept, so nothing is dropped and borrows of the
        // object stay valid.
        let old = unsafe { std::mem::replace(&mut *self.current.get(), value) };
        let mut former = former.borrow_mut();
        if !former.iter().any(|known| known.is(&old)) {
            former.push(old);
        }
    }

    /// A reference to `held`, if it is or was held here.
    #[inline]
    pub fn find(&self, held: *const T) -> Option<Ref<T>> {
        let is_held = |known: &Ref<T>| std::ptr::eq(&**known, held);
        let current = self.get();
        if is_held(&current) {
            return Some(current);
        }
        self.former.get()?.borrow().iter().find(|known| is_held(known)).cloned()
    }

    /// Visits what is held, for the collector.
    pub fn traverse(&self, visit: Visitor<'_>) {
        visit(self.get().as_value());
        if let Some(former) = self.former.get() {
            former.borrow().iter().for_each(|held| visit(held.as_value()));
        }
    }
}

impl<T: Object> Deref for Lasting<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the object lives as long as this cell, even after a replacement: `set` keeps it.
        unsafe { &*std::ptr::from_ref::<T>(&**self.current.get()) }
    }
}
