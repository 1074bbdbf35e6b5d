//! A table of the results of look-ups in classes, by the class's state and the name; one for each
//! thread.
//!
//! Direct mapped: a new entry replaces the one in its position. As with [`super::feedback`],
//! nothing is kept alive: an entry is valid as long as the class has the state given by its id, or
//! until it is removed, and for that time the class holds the value.

use super::shape::ShapeId;
use super::value::Value;
use std::cell::Cell;
use std::mem::ManuallyDrop;

/// The number of rows, a power of two.
const ROWS: usize = 2048;

#[derive(Clone, Copy)]
struct Row {
    state: ShapeId,
    name: u64,
    /// The bits of a borrowed value; unset if there is none with the name.
    found: u64,
}

/// No class is in the state 0. All bits are zero, so that a thread's table takes up no memory before
/// it is used.
const EMPTY: Row = Row { state: 0, name: 0, found: 0 };

thread_local! {
    static ROWS_OF_THREAD: [Cell<Row>; ROWS] = const { [const { Cell::new(EMPTY) }; ROWS] };
}

#[inline(always)]
fn row<R>(state: ShapeId, name: &Value, look: impl FnOnce(&Cell<Row>) -> R) -> R {
    let hash = (name.bits() >> 4).wrapping_add(state).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let at = (hash >> (64 - ROWS.trailing_zeros())) as usize;
    ROWS_OF_THREAD.with(|rows| look(&rows[at]))
}

/// The known result for a class in this state and an interned name: unset for no attribute, none if
/// not known.
///
/// The class must be alive.
#[inline]
pub(crate) fn find(state: ShapeId, name: &Value) -> Option<Value> {
    let Row { state: of, name: by, found } = row(state, name, Cell::get);
    if of != state || by != name.bits() {
        return None;
    }
    // SAFETY: the class, which is alive, is in the state in which it was found to hold the value,
    // and code that replaces a value without a change of state removes the entry first. The
    // uncounted reference is not dropped.
    let found = unsafe { std::mem::transmute::<u64, ManuallyDrop<Value>>(found) };
    Some((*found).clone())
}

/// Records the value that a class in this state holds under an interned name; unset for none.
pub(crate) fn note(state: ShapeId, name: &Value, found: &Value) {
    let new = Row { state, name: name.bits(), found: found.bits() };
    row(state, name, |row| row.set(new));
}

/// Drops the entries of a name.
pub(crate) fn forget(state: ShapeId, name: &Value) {
    row(state, name, |row| {
        if row.get().state == state && row.get().name == name.bits() {
            row.set(EMPTY);
        }
    });
}
