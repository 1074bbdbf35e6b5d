//! Shapes (hidden classes): where the instances of a class keep their attributes.
//!
//! All instances that received the same attributes in the same order share a shape; adding an
//! attribute follows an edge of the class's shape tree. A shape's `id` identifies the shape *and*
//! the state of the class: inline caches compare only that. When a class changes in a way that may
//! affect attribute look-ups, its shapes get new ids, and every cache with an old id misses.
//!
//! Source: Chambers, Ungar, Lee, "An Efficient Implementation of SELF" (1989).

use super::value::Value;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell, UnsafeCell};
use std::rc::Rc;

/// The identity of a shape in its class's current state: never used twice, never zero.
pub type ShapeId = u64;

thread_local! {
    static NEXT_ID: Cell<ShapeId> = const { Cell::new(1) };
}

/// An id that no shape has had before.
pub fn fresh_id() -> ShapeId {
    NEXT_ID.with(|next| next.replace(next.get() + 1))
}

/// A node of a class's shape tree.
pub struct Shape {
    id: Cell<ShapeId>,
    /// Interned attribute names, by slot.
    names: Box<[Value]>,
    /// Slots by name, for shapes with too many names to search linearly. Boxed, since most have
    /// none.
    #[allow(clippy::box_collection)]
    index: Option<Box<FxHashMap<u64, u32>>>,
    /// The transitions to shapes with one more attribute, by the name's identity.
    edges: RefCell<Vec<(u64, Rc<Shape>)>>,
    /// Instances keep their attributes in a dictionary.
    is_dict: bool,
}

/// The largest shape whose names are searched one by one.
const LINEAR: usize = 8;

impl Shape {
    fn make(names: Box<[Value]>, is_dict: bool) -> Rc<Shape> {
        let index = (names.len() > LINEAR)
            .then(|| names.iter().enumerate().map(|(i, n)| (n.bits(), i as u32)).collect())
            .map(Box::new);
        Rc::new(Shape {
            id: Cell::new(fresh_id()),
            names,
            index,
            edges: RefCell::default(),
            is_dict,
        })
    }

    /// The shape of an instance without attributes.
    pub fn root() -> Rc<Shape> {
        Shape::make(Box::default(), false)
    }

    /// The shape of an instance whose attributes are in a dictionary.
    pub fn dict() -> Rc<Shape> {
        Shape::make(Box::default(), true)
    }

    /// The shape of a new instance of a class with `__slots__`: these come first, and may be unset;
    /// or the shape of one whose other attributes are in a dictionary.
    pub fn with_slots(names: impl IntoIterator<Item = Value>, is_dict: bool) -> Rc<Shape> {
        Shape::make(names.into_iter().collect(), is_dict)
    }

    /// The identity that caches compare.
    #[inline(always)]
    pub fn id(&self) -> ShapeId {
        self.id.get()
    }

    /// Whether attributes are in a dictionary instead of slots.
    #[inline(always)]
    pub fn is_dict(&self) -> bool {
        self.is_dict
    }

    /// The attribute names, by slot.
    pub fn names(&self) -> &[Value] {
        &self.names
    }

    /// The slot of the attribute with this interned name.
    pub fn slot(&self, name: &Value) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(&name.bits()).map(|i| *i as usize),
            None => self.names.iter().position(|n| n.is(name)),
        }
    }

    /// The shape with one more attribute, in the next slot.
    pub fn with(&self, name: &Value) -> Rc<Shape> {
        let known =
            self.edges.borrow().iter().find(|(n, _)| *n == name.bits()).map(|(_, s)| s.clone());
        known.unwrap_or_else(|| {
            let names = self.names.iter().chain([name]).cloned().collect();
            let shape = Shape::make(names, false);
            self.edges.borrow_mut().push((name.bits(), shape.clone()));
            shape
        })
    }

    /// Gives new ids to this shape and all below it.
    pub fn invalidate(&self) {
        let mut pending: Vec<Rc<Shape>> = Vec::new();
        self.id.set(fresh_id());
        pending.extend(self.edges.borrow().iter().map(|(_, s)| s.clone()));
        while let Some(shape) = pending.pop() {
            shape.id.set(fresh_id());
            pending.extend(shape.edges.borrow().iter().map(|(_, s)| s.clone()));
        }
    }
}

/// An object's shape, which changes as attributes are added.
pub struct ShapeCell(UnsafeCell<Rc<Shape>>);

impl ShapeCell {
    /// A cell with this shape.
    pub fn new(shape: Rc<Shape>) -> ShapeCell {
        ShapeCell(UnsafeCell::new(shape))
    }

    /// The identity of the shape.
    #[inline(always)]
    pub fn id(&self) -> ShapeId {
        // SAFETY: no reference into the cell outlives a call, and reading an id runs no other code.
        unsafe { (*self.0.get()).id() }
    }

    /// The shape.
    #[inline(always)]
    pub fn get(&self) -> Rc<Shape> {
        // SAFETY: as in `id`.
        unsafe { (*self.0.get()).clone() }
    }

    /// Changes the shape.
    pub fn set(&self, shape: Rc<Shape>) {
        // SAFETY: as in `id`; the old shape is dropped after the new one is in place, and a
        // shape's drop runs no code of the program: its names are interned strings.
        let old = unsafe { std::mem::replace(&mut *self.0.get(), shape) };
        drop(old);
    }
}
