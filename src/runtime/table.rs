//! A mutable cell for a table that several objects may share.

use std::cell::UnsafeCell;
use std::rc::Rc;

/// A cell that holds a shared table, or none yet, and can be changed through a shared reference.
///
/// The table itself never changes. Reading an entry needs no reference count.
pub struct TableCell<T>(UnsafeCell<Option<Rc<T>>>);

impl<T> TableCell<T> {
    /// The table.
    pub fn get(&self) -> Option<Rc<T>> {
        // SAFETY: no reference into the cell outlives a call, and counting runs no other code.
        unsafe { (*self.0.get()).clone() }
    }

    /// Stores a table and returns the previous one.
    pub fn replace(&self, table: Option<Rc<T>>) -> Option<Rc<T>> {
        // SAFETY: as in `get`; nothing is dropped while the cell is borrowed.
        unsafe { std::mem::replace(&mut *self.0.get(), table) }
    }
}

impl<T: Entries> TableCell<T> {
    /// A copy of an entry; none if there is no table.
    #[inline(always)]
    pub fn entry(&self, index: usize) -> Option<T::Entry> {
        // SAFETY: as in `get`: an entry is cloned, which runs no other code, as `Entries` requires.
        unsafe { (*self.0.get()).as_ref().map(|table| table.entries()[index].clone()) }
    }

    /// A copy of the summary; none if there is no table.
    #[inline(always)]
    pub fn summary(&self) -> Option<T::Summary> {
        // SAFETY: as in `entry`.
        unsafe { (*self.0.get()).as_ref().map(|table| *table.summary()) }
    }
}

/// A table of entries and a summary whose `clone` does nothing but copy words and count references.
pub trait Entries {
    /// The type of the entries.
    type Entry: Clone;
    /// The most frequent query.
    type Summary: Copy;

    /// The entries.
    fn entries(&self) -> &[Self::Entry];

    /// The summary.
    fn summary(&self) -> &Self::Summary;
}

impl<T> Default for TableCell<T> {
    fn default() -> TableCell<T> {
        TableCell(UnsafeCell::new(None))
    }
}
