//! The layouts that attribute instructions have seen: inline caches, and the table behind them.
//!
//! A [`Site`] belongs to one instruction and holds up to [`WAYS`] entries, the latest first. An
//! entry maps a layout id (see [`super::shape`]) to the location of the attribute in *every* object
//! with that layout. Entries that do not fit are in the [`AttributeTable`], one for each
//! interpreter.
//!
//! This is also a record of types for a compiler to machine code: [`Site::entries`] lists the
//! layouts seen, [`Site::is_megamorphic`] tells whether there were more.
//!
//! # Entries own nothing
//!
//! A target is a borrowed object, so that a cache keeps no class, function or closure alive. It may
//! be used only while an object with the entry's layout id is at hand: the id guarantees that the
//! class is in the same state as when the entry was made, so its dictionaries still hold what they
//! held then. Ids are never used twice.

use super::shape::{Shape, ShapeId};
use super::value::Value;
use std::cell::{Cell, OnceCell};
use std::mem::ManuallyDrop;
use std::rc::Rc;

/// The number of layouts that an instruction remembers.
pub const WAYS: usize = 4;

/// The number of replaced entries after which an instruction relies on the table.
const MAX_MISSES: u8 = 64;

/// The location of an attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CacheHit {
    /// Nothing is known.
    #[default]
    Empty,
    /// No entry can tell: the general look-up must.
    General,
    /// Load: there is no such attribute.
    Missing,

    /// Load: the value is in the instance's slot. It may turn out to be unset.
    Slot,
    /// Load: the value is in the object's own dictionary, most likely at position `slot`.
    OwnEntry,
    /// Load: as in `then`, unless the object's own dictionary has the name.
    UnlessOwn,
    /// Load: the target is a function that takes the object as its first argument.
    Method,
    /// Load: the target is the value itself.
    ClassValue,
    /// Load: plain data of a class, which may be replaced; the target is the class dictionary, and
    /// `slot` the entry's position in it.
    ClassEntry,
    /// Load: the target is a `property` whose getter must be called.
    Property,
    /// Load: the target is a native property that fits the object.
    NativeProperty,
    /// Load: the value is item `slot` of the object, a tuple.
    Item,
    /// Load: the target is another object with `__get__`; `slot` is 1 if its class made it a data
    /// descriptor when the entry was made, else 0.
    Descriptor,
    /// Load: the target is a `staticmethod`.
    StaticMethod,
    /// Load: the target is a `classmethod` or a native class method.
    ClassMethod,

    /// Store: into an existing slot.
    StoreSlot,
    /// Store: adds slot `slot`; the target is the resulting shape. The instance may have no room.
    StoreAdd,
    /// Store: into the object's own dictionary, most likely at position `slot`.
    StoreOwn,
    /// Store: the target is a `property` whose setter must be called.
    StoreProperty,
    /// Store: the target is a native property that fits the object.
    StoreNative,
}

/// The location of an attribute in all objects with one layout.
#[derive(Clone, Copy)]
pub struct CacheEntry {
    /// The layout; 0 for none.
    pub id: ShapeId,
    /// The bits of a borrowed value (unset for none), or the address of a borrowed shape.
    target: u64,
    /// See [`CacheHit`]. For an entry of `super()`, the number of the class that contains it.
    pub slot: u32,
    /// The location of the attribute.
    pub hit: CacheHit,
    /// For [`CacheHit::UnlessOwn`]: the location otherwise.
    pub then: CacheHit,
}

impl Default for CacheEntry {
    fn default() -> CacheEntry {
        CacheEntry::NOTHING
    }
}

impl CacheEntry {
    /// The entry that matches no object's layout.
    pub const NOTHING: CacheEntry = CacheEntry {
        id: 0,
        target: Value::UNSET_BITS,
        slot: 0,
        hit: CacheHit::Empty,
        then: CacheHit::Empty,
    };

    /// An entry without a target.
    pub fn new(id: ShapeId, hit: CacheHit, slot: usize) -> CacheEntry {
        CacheEntry { id, slot: slot as u32, hit, ..CacheEntry::NOTHING }
    }

    /// An entry whose target is `value`, which the class keeps alive as long as it has the state
    /// given by `id`.
    pub fn with_target(id: ShapeId, hit: CacheHit, value: &Value) -> CacheEntry {
        CacheEntry { target: value.bits(), ..CacheEntry::new(id, hit, 0) }
    }

    /// An object with `__get__`, of data or not.
    pub fn descriptor(id: ShapeId, value: &Value, is_data: bool) -> CacheEntry {
        CacheEntry {
            slot: is_data.into(),
            ..CacheEntry::with_target(id, CacheHit::Descriptor, value)
        }
    }

    /// Plain data at a position of a class dictionary.
    pub fn in_class(id: ShapeId, dict: &Value, position: usize) -> CacheEntry {
        CacheEntry { target: dict.bits(), ..CacheEntry::new(id, CacheHit::ClassEntry, position) }
    }

    /// This entry for `super()` in a method of the class with this number.
    pub fn in_super(self, class: u32) -> CacheEntry {
        CacheEntry { slot: class, ..self }
    }

    /// This entry where the object's own dictionary does not have the name.
    pub fn unless_own(self) -> CacheEntry {
        CacheEntry { hit: CacheHit::UnlessOwn, then: self.hit, ..self }
    }

    /// A store that adds an attribute; `next` is a child of the shape with this `id`.
    pub fn adding(id: ShapeId, slot: usize, next: &Rc<Shape>) -> CacheEntry {
        let target = Rc::as_ptr(next) as u64;
        CacheEntry { target, ..CacheEntry::new(id, CacheHit::StoreAdd, slot) }
    }

    /// The target of an entry made by [`CacheEntry::with_target`].
    ///
    /// # Safety
    /// An object whose layout id is the entry's must be alive, and the class must not have changed
    /// since the id was read.
    #[inline(always)]
    pub(crate) unsafe fn target(&self) -> ManuallyDrop<Value> {
        // SAFETY: the bits are those of a value that is alive, as the caller promises; the copy is
        // not dropped.
        unsafe { std::mem::transmute::<u64, ManuallyDrop<Value>>(self.target) }
    }

    /// The target as an owned value.
    ///
    /// # Safety
    /// Same as [`CacheEntry::target`].
    #[inline(always)]
    pub(crate) unsafe fn value(&self) -> Value {
        // SAFETY: as the caller promises.
        unsafe { (*self.target()).clone() }
    }

    /// The shape of an entry made by [`CacheEntry::adding`].
    ///
    /// # Safety
    /// An instance whose shape's id is the entry's must be alive.
    #[inline(always)]
    pub(crate) unsafe fn next_shape(&self) -> Rc<Shape> {
        // SAFETY: shapes keep their children, and the instance keeps its shape.
        unsafe {
            let shape = self.target as *const Shape;
            Rc::increment_strong_count(shape);
            Rc::from_raw(shape)
        }
    }
}

/// How calling a class makes its instances, in one state of the class.
///
/// The two functions are borrowed like the targets of entries: in that state the class holds them.
#[derive(Clone, Copy)]
pub struct Construction {
    /// The class's state; 0 for none.
    pub id: ShapeId,
    /// Whether these functions alone decide. Otherwise a metaclass or another descriptor takes
    /// part.
    pub is_plain: bool,
    new: u64,
    init: u64,
}

impl Default for Construction {
    fn default() -> Construction {
        let unset = Value::UNSET_BITS;
        Construction { id: 0, is_plain: false, new: unset, init: unset }
    }
}

impl Construction {
    /// Calls that cannot be told in advance.
    pub fn general(id: ShapeId) -> Construction {
        Construction { id, ..Construction::default() }
    }

    /// Calls that pass the arguments to these functions; unset represents those of `object`.
    pub fn plain(id: ShapeId, new: &Value, init: &Value) -> Construction {
        Construction { id, is_plain: true, new: new.bits(), init: init.bits() }
    }

    /// `__new__` and `__init__`.
    ///
    /// # Safety
    /// The class must be alive, and in the state given by `id`.
    #[inline(always)]
    pub(crate) unsafe fn functions(&self) -> (Value, Value) {
        // SAFETY: the bits are those of values that are alive, as the caller promises; the copies
        // are not dropped.
        unsafe {
            let [new, init] = [self.new, self.init]
                .map(|bits| std::mem::transmute::<u64, ManuallyDrop<Value>>(bits));
            ((*new).clone(), (*init).clone())
        }
    }
}

/// The inline cache of an attribute instruction.
#[derive(Default)]
pub struct Site {
    first: Cell<CacheEntry>,
    others: OnceCell<Box<[Cell<CacheEntry>; WAYS - 1]>>,
    misses: Cell<u8>,
}

impl Site {
    /// The latest entry.
    #[inline(always)]
    pub(crate) fn first(&self) -> *const CacheEntry {
        self.first.as_ptr()
    }

    /// The entry for a layout after the first.
    #[inline]
    pub(crate) fn other(&self, id: ShapeId) -> Option<*const CacheEntry> {
        let place = self.others.get()?.iter().find(|place| place.get().id == id)?;
        Some(place.as_ptr())
    }

    /// The entry for a layout and, for `super()`, the number of the class that contains it.
    #[inline]
    pub(crate) fn of_super(&self, id: ShapeId, class: u32) -> Option<CacheEntry> {
        let fits = |entry: &CacheEntry| entry.id == id && entry.slot == class;
        let first = self.first.get();
        if fits(&first) {
            return Some(first);
        }
        self.others.get()?.iter().map(Cell::get).find(fits)
    }

    /// All entries, the latest first.
    pub fn entries(&self) -> impl Iterator<Item = CacheEntry> {
        let others = self.others.get().into_iter().flat_map(|others| others.iter().map(Cell::get));
        std::iter::once(self.first.get()).chain(others).filter(|entry| entry.hit != CacheHit::Empty)
    }

    /// Whether more layouts were seen than there are entries.
    pub fn is_megamorphic(&self) -> bool {
        usize::from(self.misses.get()) > WAYS
    }

    /// Inserts an entry at the front and removes the oldest one. A site that has missed too often
    /// keeps its entries.
    pub fn remember(&self, entry: CacheEntry) {
        let misses = self.misses.get();
        if misses >= MAX_MISSES {
            return;
        }
        self.misses.set(misses + 1);
        let mut old = self.first.replace(entry);
        if old.hit != CacheHit::Empty {
            for place in self.others.get_or_init(Box::default).iter() {
                old = place.replace(old);
            }
        }
    }
}

/// Entries by layout and name, for sites that see more layouts than they hold. Direct mapped: a new
/// entry replaces the one in its position.
#[derive(Default)]
pub struct AttributeTable {
    rows: OnceCell<Box<[Cell<Row>]>>,
}

#[derive(Clone, Copy, Default)]
#[repr(C)]
struct Row {
    entry: CacheEntry,
    key: u64,
}

/// The number of rows, a power of two.
const ROWS: usize = 2048;

/// The kind of access that an entry serves: loads and stores of the same name differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Access {
    Load,
    Store,
    /// Through `super()`, in a method of the class with this number: the entry's `slot`.
    Super(u32),
}

impl AttributeTable {
    fn row(&self, id: ShapeId, key: u64) -> &Cell<Row> {
        let rows = self.rows.get_or_init(|| vec![Cell::default(); ROWS].into_boxed_slice());
        let hash = (key >> 4).wrapping_add(id).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        &rows[(hash >> (64 - ROWS.trailing_zeros())) as usize]
    }

    fn key(name: &Value, access: Access) -> u64 {
        // The three low bits of addresses are zero, the upper 16 too.
        name.bits()
            | match access {
                Access::Load => 0,
                Access::Store => 1,
                Access::Super(class) => 2 | u64::from(class) << 48,
            }
    }

    /// The entry for a layout and an interned name.
    #[inline]
    pub(crate) fn find(
        &self,
        id: ShapeId,
        name: &Value,
        access: Access,
    ) -> Option<*const CacheEntry> {
        let key = AttributeTable::key(name, access);
        let row = self.row(id, key);
        let Row { key: of, entry } = row.get();
        let fits = match access {
            Access::Super(class) => entry.slot == class,
            Access::Load | Access::Store => true,
        };
        (of == key && entry.id == id && fits).then(|| row.as_ptr().cast_const().cast())
    }

    /// Keeps an entry for an interned name.
    pub fn keep(&self, entry: CacheEntry, name: &Value, access: Access) {
        let key = AttributeTable::key(name, access);
        self.row(entry.id, key).set(Row { key, entry });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::str::intern;

    fn entry(id: ShapeId) -> CacheEntry {
        CacheEntry::new(id, CacheHit::Slot, id as usize)
    }

    fn ids(site: &Site) -> Vec<ShapeId> {
        site.entries().map(|entry| entry.id).collect()
    }

    #[test]
    fn a_site_keeps_the_latest_layouts() {
        let site = Site::default();
        assert!(ids(&site).is_empty());
        for id in 1..=WAYS as u64 + 1 {
            site.remember(entry(id));
        }
        assert_eq!(ids(&site), [5, 4, 3, 2]);
        assert!(site.other(1).is_none() && site.other(2).is_some());
    }

    #[test]
    fn a_site_that_has_seen_more_layouts_than_it_holds_is_megamorphic() {
        let site = Site::default();
        (1..=WAYS as u64).for_each(|id| site.remember(entry(id)));
        assert!(!site.is_megamorphic());
        site.remember(entry(9));
        assert!(site.is_megamorphic());
    }

    #[test]
    fn a_site_that_misses_too_often_keeps_its_entries() {
        let site = Site::default();
        (1..=u64::from(MAX_MISSES)).for_each(|id| site.remember(entry(id)));
        let kept = ids(&site);
        site.remember(entry(1000));
        assert_eq!(ids(&site), kept);
    }

    #[test]
    fn entries_of_super_are_found_by_layout_and_class() {
        let site = Site::default();
        site.remember(entry(1).in_super(7));
        site.remember(entry(1).in_super(8));
        assert_eq!(site.of_super(1, 7).map(|entry| entry.slot), Some(7));
        assert_eq!(site.of_super(1, 8).map(|entry| entry.slot), Some(8));
        assert!(site.of_super(1, 9).is_none() && site.of_super(2, 7).is_none());
    }

    #[test]
    fn the_table_tells_names_accesses_and_layouts_apart() {
        let table = AttributeTable::default();
        let (a, b) = (intern("a").into_value(), intern("b").into_value());
        table.keep(entry(1), &a, Access::Load);
        assert!(table.find(1, &a, Access::Load).is_some());
        assert!(table.find(1, &a, Access::Store).is_none());
        assert!(table.find(1, &b, Access::Load).is_none());
        assert!(table.find(2, &a, Access::Load).is_none());
        table.keep(entry(3).in_super(5), &a, Access::Super(5));
        assert!(table.find(3, &a, Access::Super(5)).is_some());
        assert!(table.find(3, &a, Access::Super(6)).is_none());
    }

    #[test]
    fn an_entry_behind_the_own_dictionary_keeps_its_place() {
        let guarded = entry(1).unless_own();
        assert_eq!(
            (guarded.hit, guarded.then, guarded.slot),
            (CacheHit::UnlessOwn, CacheHit::Slot, 1)
        );
    }
}
