//! `set` and `frozenset`: a hash table without values.
//!
//! Programs see the order in which a set iterates, and for ints, floats and tuples of them CPython
//! always gives the same one. So this is CPython's table (described in the comments of its
//! setobject.c): open addressing, a few consecutive slots before each jump, when to grow and by how
//! much, and which set each operation iterates over.

mod table;

use super::dict::{Dict, scalar_hash};
use super::exception::Exc;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Sink, Vm, VmResult, quick_hash};
use std::cell::{Cell, RefCell};
use table::{Probe, Probes, SMALLEST, Table};

/// The payload of a `set` or `frozenset`.
#[derive(Default)]
pub struct Set {
    table: RefCell<Table>,
    /// Changes with the table, except by additions that find room.
    version: Cell<u32>,
    frozen: bool,
    /// The hash of a frozenset, once computed.
    pub(super) hash: Cell<Option<u64>>,
}

impl Object for Set {
    const KIND: Kind = Kind::Set;

    fn traverse(&self, visit: Visitor<'_>) {
        self.table.borrow().places.iter().for_each(|p| visit(&p.key));
    }

    fn clear(&self) {
        drop(self.table.take());
    }
}

/// Adds strings and small ints as long as no comparison needs the program's code.
struct Scalars<'a>(&'a Set);

impl Sink for Scalars<'_> {
    fn offer(&mut self, item: Value) -> Result<(), Value> {
        match scalar_hash(&item) {
            Some(hash) => self.0.quick_add(item, hash).map(drop),
            None => Err(item),
        }
    }
}

impl Set {
    /// An empty `set`.
    pub fn new() -> Ref<Set> {
        Ref::new(Set::default())
    }

    /// The payload of an empty `set` or `frozenset`.
    pub fn payload(frozen: bool) -> Set {
        Set { frozen, ..Set::default() }
    }

    /// An empty `frozenset`, to be filled before the program sees it.
    pub fn new_frozen(vm: &Vm) -> Ref<Set> {
        Ref::with_class(Set::payload(true), vm.types.frozenset.as_value().clone(), false)
    }

    /// A `frozenset` of strings and ints that fit into a value: a constant of compiled code. It has no
    /// class pointer, since constants are made without an interpreter.
    pub fn of_scalars(items: impl Iterator<Item = Value>) -> Ref<Set> {
        let first = Set::payload(true);
        items.for_each(|item| first.add_scalar(item));
        // CPython's compiler makes such a constant twice, which affects the order of its items.
        let second = Set::payload(true);
        first.items().into_iter().for_each(|item| second.add_scalar(item));
        Ref::new(second)
    }

    /// Adds a string or an int that fits into a value to a set of such items.
    fn add_scalar(&self, item: Value) {
        let Some(hash) = scalar_hash(&item) else { return };
        let mut table = self.table.borrow_mut();
        let mut probes = Probes::new(hash, table.mask());
        let place = loop {
            match table.probe(&item, hash, &mut probes) {
                Probe::Found(_) => break None,
                Probe::Unused(i) => break Some(i),
                // An int and a string, which are never equal.
                Probe::Ask(..) => {}
            }
        };
        if let Some(i) = place {
            // Such sets are no larger than the text that contains them.
            let _ = table.put(i, hash, item);
        }
    }

    /// Whether it is a `frozenset`.
    pub fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// An empty set or frozenset, like this one.
    pub fn same_type(&self, vm: &Vm) -> Ref<Set> {
        if self.frozen { Set::new_frozen(vm) } else { Set::new() }
    }

    /// The number of items.
    #[inline]
    pub fn len(&self) -> usize {
        self.table.borrow().used
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items in the order of the table.
    pub fn items(&self) -> Vec<Value> {
        let table = self.table.borrow();
        table.places.iter().filter(|p| !p.key.is_unset()).map(|p| p.key.clone()).collect()
    }

    /// [`Set::items`] of a set that may be large.
    ///
    /// # Errors
    /// Same as [`Vm::tick`] and [`Vm::reserve`].
    pub fn collect(&self, vm: &Vm) -> VmResult<Vec<Value>> {
        let table = self.table.borrow();
        let mut items = vm.vec_with_capacity(table.used)?;
        vm.in_parts(&table.places, |part| {
            items.extend(part.iter().filter(|p| !p.key.is_unset()).map(|p| p.key.clone()));
        })?;
        Ok(items)
    }

    /// The first item at or after a position in the table, with its position.
    pub fn next_item(&self, from: usize) -> Option<(usize, Value)> {
        let table = self.table.borrow();
        let found = table.places.get(from..)?.iter().position(|p| !p.key.is_unset())?;
        Some((from + found, table.places[from + found].key.clone()))
    }

    /// [`Set::next_item`] with the item's hash.
    #[inline]
    pub fn next_hashed(&self, vm: &Vm, from: usize) -> VmResult<Option<(usize, u64, Value)>> {
        vm.tick(1)?;
        let table = self.table.borrow();
        let places = table.places.iter().enumerate().skip(from);
        let mut used = places.filter(|(_, place)| !place.key.is_unset());
        Ok(used.next().map(|(i, place)| (i, place.hash, place.key.clone())))
    }

    fn changed(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }

    /// The slot of a key, or else the unused slot for it.
    #[inline]
    fn find(&self, vm: &Vm, key: &Value, hash: u64) -> VmResult<Result<usize, usize>> {
        let table = self.table.borrow();
        match table.look(key, hash) {
            Probe::Found(i) => return Ok(Ok(i)),
            Probe::Unused(i) => return Ok(Err(i)),
            Probe::Ask(..) => {}
        }
        drop(table);
        self.find_asking(vm, key, hash)
    }

    #[cold]
    fn find_asking(&self, vm: &Vm, key: &Value, hash: u64) -> VmResult<Result<usize, usize>> {
        'restart: loop {
            let version = self.version.get();
            let mut probes = Probes::new(hash, self.table.borrow().mask());
            loop {
                let probe = self.table.borrow().probe(key, hash, &mut probes);
                match probe {
                    Probe::Found(i) => return Ok(Ok(i)),
                    Probe::Unused(i) => return Ok(Err(i)),
                    Probe::Ask(i, other) => {
                        let equal = vm.eq(&other, key)?;
                        if version != self.version.get() {
                            continue 'restart;
                        }
                        if equal {
                            return Ok(Ok(i));
                        }
                    }
                }
            }
        }
    }

    /// Adds an item. False if it was there already.
    ///
    /// # Errors
    /// TypeError if it cannot be hashed; any exception raised by `__hash__` and `__eq__`.
    pub fn add(&self, vm: &Vm, item: Value) -> VmResult<bool> {
        let hash = vm.hash(&item)?;
        self.add_hashed(vm, item, hash)
    }

    /// Adds an item if that needs no comparison by the program's code, and there is memory;
    /// otherwise returns it.
    #[inline]
    fn quick_add(&self, item: Value, hash: u64) -> Result<bool, Value> {
        let mut table = self.table.borrow_mut();
        match table.look(&item, hash) {
            Probe::Found(_) => {
                drop(table);
                drop(item);
                return Ok(false);
            }
            Probe::Ask(..) => return Err(item),
            Probe::Unused(i) => table.put(i, hash, item)?,
        }
        drop(table);
        self.changed();
        Ok(true)
    }

    /// [`Set::add`] for an item whose hash is known.
    ///
    /// # Errors
    /// Any exception raised by the items' `__eq__`; MemoryError.
    pub fn add_hashed(&self, vm: &Vm, key: Value, hash: u64) -> VmResult<bool> {
        let key = match self.quick_add(key, hash) {
            Ok(added) => return Ok(added),
            Err(key) => key,
        };
        let Err(i) = self.find(vm, &key, hash)? else { return Ok(false) };
        let put = self.table.borrow_mut().put(i, hash, key);
        put.map_err(|_| vm.memory_error())?;
        self.changed();
        Ok(true)
    }

    /// Whether the set has an item; none if only the program can tell.
    #[inline]
    pub fn quick_contains(&self, item: &Value) -> Option<bool> {
        let hash = quick_hash(item)?;
        let table = self.table.borrow();
        match table.look(item, hash) {
            Probe::Found(_) => Some(true),
            Probe::Unused(_) => Some(false),
            Probe::Ask(..) => None,
        }
    }

    /// Whether the set has an item.
    ///
    /// # Errors
    /// Same as [`Set::add`].
    pub fn contains(&self, vm: &Vm, item: &Value) -> VmResult<bool> {
        let hash = self.hash_of(vm, item)?;
        self.contains_hashed(vm, item, hash)
    }

    /// [`Set::contains`] for an item whose hash is known.
    ///
    /// # Errors
    /// Any exception raised by the items' `__eq__`.
    pub fn contains_hashed(&self, vm: &Vm, item: &Value, hash: u64) -> VmResult<bool> {
        Ok(self.find(vm, item, hash)?.is_ok())
    }

    /// The hash of an item to look up: a set counts as the frozenset with the same items.
    fn hash_of(&self, vm: &Vm, item: &Value) -> VmResult<u64> {
        match (vm.hash(item), item.get::<Set>()) {
            (Err(e), Some(set)) if !set.frozen && vm.is_exception(&e, Exc::TypeError) => {
                Ok(set.frozen_hash())
            }
            (result, _) => result,
        }
    }

    /// Removes an item. False if it was not there.
    ///
    /// # Errors
    /// Same as [`Set::add`].
    pub fn discard(&self, vm: &Vm, item: &Value) -> VmResult<bool> {
        let hash = self.hash_of(vm, item)?;
        self.discard_hashed(vm, item, hash)
    }

    fn discard_hashed(&self, vm: &Vm, item: &Value, hash: u64) -> VmResult<bool> {
        let Ok(i) = self.find(vm, item, hash)? else { return Ok(false) };
        let removed = self.table.borrow_mut().discard_at(i);
        self.changed();
        drop(removed);
        Ok(true)
    }

    /// Removes an arbitrary item.
    pub fn pop(&self) -> Option<Value> {
        let mut table = self.table.borrow_mut();
        if table.used == 0 {
            return None;
        }
        let mut i = table.finger & table.mask();
        while table.places[i].key.is_unset() {
            i = (i + 1) & table.mask();
        }
        let item = table.discard_at(i);
        table.finger = i + 1;
        drop(table);
        self.changed();
        Some(item)
    }

    /// Removes all items.
    pub fn clear_items(&self) {
        if self.table.borrow().fill == 0 {
            return;
        }
        let old = self.table.take();
        self.changed();
        drop(old);
    }

    /// Swaps the contents of two sets.
    fn swap(&self, other: &Set) {
        self.table.swap(&other.table);
        self.changed();
        other.changed();
    }

    /// A copy that is plain, of the same type.
    pub fn copy(&self, vm: &Vm) -> VmResult<Ref<Set>> {
        let table = RefCell::new(self.table.borrow().copied(vm, SMALLEST)?);
        let (version, hash) = (Cell::default(), Cell::default());
        let copy = Set { table, version, frozen: self.frozen, hash };
        Ok(match self.frozen {
            true => Ref::with_class(copy, vm.types.frozenset.as_value().clone(), false),
            false => Ref::new(copy),
        })
    }

    /// Adds all items of another set.
    fn merge(&self, vm: &Vm, other: &Set) -> VmResult<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        {
            let (mut table, theirs) = (self.table.borrow_mut(), other.table.borrow());
            if table.fill == 0 {
                *table = theirs.copied(vm, table.places.len())?;
                drop((table, theirs));
                self.changed();
                return Ok(());
            }
            table.reserve(theirs.used).ok_or_else(|| vm.memory_error())?;
        }
        self.changed();
        let mut from = 0;
        while let Some((i, hash, key)) = other.next_hashed(vm, from)? {
            self.add_hashed(vm, key, hash)?;
            from = i + 1;
        }
        Ok(())
    }

    /// Adds all items of an iterable.
    ///
    /// # Errors
    /// Same as [`Set::add`]; any exception raised by the iteration.
    pub fn update(&self, vm: &Vm, iterable: &Value) -> VmResult<()> {
        if let Some(other) = iterable.get::<Set>() {
            return self.merge(vm, other);
        }
        if let Some(dict) = iterable.get_exact::<Dict>() {
            let reserved = self.table.borrow_mut().reserve(dict.len());
            reserved.ok_or_else(|| vm.memory_error())?;
            self.changed();
            let mut from = 0;
            while let Some((i, hash, key, _)) = dict.next_hashed(vm, from)? {
                self.add_hashed(vm, key, hash)?;
                from = i + 1;
            }
            return Ok(());
        }
        if iterable.header().is_some_and(|header| header.is_plain_sequence()) {
            return vm.for_each(iterable, |item| self.add(vm, item).map(drop));
        }
        let iterator = vm.iter(iterable)?;
        while let Some(item) = vm.next_into(&iterator, &mut Scalars(self))? {
            self.add(vm, item)?;
        }
        Ok(())
    }

    /// The items that both this set and an iterable have.
    ///
    /// # Errors
    /// Same as [`Set::update`].
    pub fn intersection(&self, vm: &Vm, other: &Value) -> VmResult<Ref<Set>> {
        let Some(set) = other.get::<Set>() else {
            let result = self.same_type(vm);
            vm.for_each(other, |item| {
                let hash = vm.hash(&item)?;
                if self.contains_hashed(vm, &item, hash)? {
                    result.add_hashed(vm, item, hash)?;
                }
                Ok(())
            })?;
            return Ok(result);
        };
        if std::ptr::eq::<Set>(self, &**set) {
            return self.copy(vm);
        }
        let result = self.same_type(vm);
        // Iterates over the smaller one.
        let (walked, asked): (&Set, &Set) =
            if set.len() > self.len() { (self, set) } else { (set, self) };
        let mut from = walked.sift(vm, asked, true, &result)?;
        while let Some((i, hash, key)) = walked.next_hashed(vm, from)? {
            if asked.contains_hashed(vm, &key, hash)? {
                result.add_hashed(vm, key, hash)?;
            }
            from = i + 1;
        }
        Ok(result)
    }

    /// Adds the items that another set has (or has not) to an empty one, as far as that runs no code of
    /// the program: the position in the table up to which it is done.
    fn sift(&self, vm: &Vm, asked: &Set, wanted: bool, result: &Set) -> VmResult<usize> {
        let (ours, theirs) = (self.table.borrow(), asked.table.borrow());
        let mut sifted = result.table.borrow_mut();
        for (i, place) in ours.places.iter().enumerate() {
            vm.tick(1)?;
            if place.key.is_unset() {
                continue;
            }
            let there = match theirs.look(&place.key, place.hash) {
                Probe::Found(_) => true,
                Probe::Unused(_) => false,
                Probe::Ask(..) => return Ok(i),
            };
            if there == wanted {
                let added = sifted.add_distinct(place.hash, place.key.clone());
                added.ok_or_else(|| vm.memory_error())?;
            }
        }
        Ok(ours.places.len())
    }

    /// Whether no item is also in another set.
    ///
    /// # Errors
    /// Any exception raised by the items' `__eq__`.
    pub fn is_disjoint(&self, vm: &Vm, other: &Set) -> VmResult<bool> {
        if std::ptr::eq::<Set>(self, other) {
            return Ok(self.is_empty());
        }
        // The smaller one is walked.
        let (walked, asked) = if other.len() > self.len() { (self, other) } else { (other, self) };
        let mut from = 0;
        while let Some((i, hash, key)) = walked.next_hashed(vm, from)? {
            if asked.contains_hashed(vm, &key, hash)? {
                return Ok(false);
            }
            from = i + 1;
        }
        Ok(true)
    }

    /// Keeps only the items that an iterable also has.
    ///
    /// # Errors
    /// Same as [`Set::update`].
    pub fn intersection_update(&self, vm: &Vm, other: &Value) -> VmResult<()> {
        let result = self.intersection(vm, other)?;
        self.swap(&result);
        Ok(())
    }

    /// Removes the items that an iterable has.
    ///
    /// # Errors
    /// Same as [`Set::update`].
    pub fn difference_update(&self, vm: &Vm, other: &Value) -> VmResult<()> {
        if let Some(set) = other.get::<Set>() {
            if std::ptr::eq::<Set>(self, &**set) {
                self.clear_items();
                return Ok(());
            }
            let common;
            let mut walked: &Set = set;
            if set.len() >> 3 > self.len() {
                common = self.intersection(vm, other)?;
                walked = &common;
            }
            let mut from = 0;
            while let Some((i, hash, key)) = walked.next_hashed(vm, from)? {
                self.discard_hashed(vm, &key, hash)?;
                from = i + 1;
            }
        } else {
            vm.for_each(other, |item| {
                let hash = vm.hash(&item)?;
                self.discard_hashed(vm, &item, hash).map(drop)
            })?;
        }
        let mut table = self.table.borrow_mut();
        // A resize removes dummies when they are more than a quarter.
        if table.fill - table.used > table.mask() / 4 {
            // Without memory for a table without them, they stay.
            let _ = table.grow();
            self.changed();
        }
        Ok(())
    }

    /// The items of this set that an iterable does not have.
    ///
    /// # Errors
    /// Same as [`Set::update`].
    pub fn difference(&self, vm: &Vm, other: &Value) -> VmResult<Ref<Set>> {
        let (set, dict) = (other.get::<Set>(), other.get_exact::<Dict>());
        let other_len = set.map(|s| s.len()).or_else(|| dict.map(|d| d.len()));
        if other_len.is_none_or(|len| self.len() >> 2 > len) {
            let result = self.copy(vm)?;
            result.difference_update(vm, other)?;
            return Ok(result);
        }
        let result = self.same_type(vm);
        let mut from = match set {
            Some(set) => self.sift(vm, set, false, &result)?,
            None => 0,
        };
        while let Some((i, hash, key)) = self.next_hashed(vm, from)? {
            from = i + 1;
            let there = match (set, dict) {
                (Some(set), _) => set.contains_hashed(vm, &key, hash)?,
                (_, Some(dict)) => dict.find(vm, &key, hash)?.is_some(),
                _ => false,
            };
            if !there {
                result.add_hashed(vm, key, hash)?;
            }
        }
        Ok(result)
    }

    /// Keeps the items that only one of this set and an iterable has.
    ///
    /// # Errors
    /// Same as [`Set::update`].
    pub fn symmetric_difference_update(&self, vm: &Vm, other: &Value) -> VmResult<()> {
        if let Some(dict) = other.get_exact::<Dict>() {
            let mut from = 0;
            while let Some((i, hash, key, _)) = dict.next_hashed(vm, from)? {
                self.toggle(vm, key, hash)?;
                from = i + 1;
            }
            return Ok(());
        }
        let made;
        let set = match other.get::<Set>() {
            Some(set) if std::ptr::eq::<Set>(self, &**set) => {
                self.clear_items();
                return Ok(());
            }
            Some(set) => set,
            None => {
                made = self.same_type(vm);
                made.update(vm, other)?;
                &made
            }
        };
        let mut from = 0;
        while let Some((i, hash, key)) = set.next_hashed(vm, from)? {
            self.toggle(vm, key, hash)?;
            from = i + 1;
        }
        Ok(())
    }

    fn toggle(&self, vm: &Vm, key: Value, hash: u64) -> VmResult<()> {
        if !self.discard_hashed(vm, &key, hash)? {
            self.add_hashed(vm, key, hash)?;
        }
        Ok(())
    }

    /// The items that only one of this set and an iterable has.
    ///
    /// # Errors
    /// Same as [`Set::update`].
    pub fn symmetric_difference(&self, vm: &Vm, this: &Value, other: &Value) -> VmResult<Ref<Set>> {
        let result = self.same_type(vm);
        result.update(vm, other)?;
        result.symmetric_difference_update(vm, this)?;
        Ok(result)
    }

    /// Whether another set contains all items of this one.
    ///
    /// # Errors
    /// Any exception raised by the items' `__eq__`.
    pub fn is_subset(&self, vm: &Vm, other: &Set) -> VmResult<bool> {
        if self.len() > other.len() {
            return Ok(false);
        }
        let mut from = 0;
        {
            let (ours, theirs) = (self.table.borrow(), other.table.borrow());
            while let Some(place) = ours.places.get(from) {
                vm.tick(1)?;
                if !place.key.is_unset() {
                    match theirs.look(&place.key, place.hash) {
                        Probe::Found(_) => {}
                        Probe::Unused(_) => return Ok(false),
                        Probe::Ask(..) => break,
                    }
                }
                from += 1;
            }
        }
        while let Some((i, hash, key)) = self.next_hashed(vm, from)? {
            if !other.contains_hashed(vm, &key, hash)? {
                return Ok(false);
            }
            from = i + 1;
        }
        Ok(true)
    }

    /// The hash of the frozenset with these items (CPython's).
    pub fn frozen_hash(&self) -> u64 {
        let shuffle = |h: u64| ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
        let table = self.table.borrow();
        let used = table.places.iter().filter(|p| !p.key.is_unset());
        let mut hash = used.fold(0, |sum, p| sum ^ shuffle(p.hash));
        hash ^= (table.used as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX { 590_923_713 } else { hash }
    }
}
