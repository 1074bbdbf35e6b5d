//! `dict`: a hash table that keeps insertion order.
//!
//! Entries are in a vector in insertion order; an index table by hash is added with the ninth
//! entry. Comparing keys may run the program's code, which may change the dict: no borrow is held
//! meanwhile, and a look-up starts again if the dict changed.

use super::str::Str;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::text;
use crate::text::pace::PART;
use crate::vm::{Vm, VmResult, quick_eq, quick_hash};
use std::cell::{Cell, RefCell};

/// The payload of a `dict`.
#[derive(Default)]
pub struct Dict {
    table: RefCell<Table>,
    /// Changes whenever an entry is added, removed or moved, but not when a value is replaced. No
    /// two dicts have the same version, except new empty ones (0).
    version: Cell<u64>,
}

/// The entries of a dict and how they are found.
#[derive(Default)]
pub struct Table {
    entries: Vec<Entry>,
    /// Indexes into `entries` by hash (linear probing); empty while there are few entries.
    index: Box<[u32]>,
    live: usize,
    /// All entries before this position are deleted, which keeps removing the first one fast.
    first: usize,
}

#[derive(Clone)]
struct Entry {
    hash: u64,
    /// Unset once the entry is deleted.
    key: Value,
    value: Value,
}

thread_local! {
    static NEXT_VERSION: Cell<u64> = const { Cell::new(1) };
}

const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;
/// The largest dict whose entries are searched one by one.
const LINEAR: usize = 8;

impl Object for Dict {
    const KIND: Kind = Kind::Dict;

    fn traverse(&self, visit: Visitor<'_>) {
        for entry in &self.table.borrow().entries {
            visit(&entry.key);
            visit(&entry.value);
        }
    }

    fn clear(&self) {
        drop(self.take());
    }
}

/// The outcome of a probe: an entry, or nothing, or a key that only the program can compare.
enum Probe {
    Found(usize),
    Missing,
    Ask { key: Value, entry: usize, next: usize },
}

impl Table {
    /// The value at a position, if the entry there has this same key object.
    #[inline(always)]
    pub fn value_if_key(&self, i: usize, key: &Ref<Str>) -> Option<&Value> {
        let entry = self.entries.get(i)?;
        if entry.key.is(key.as_value()) { Some(&entry.value) } else { None }
    }

    /// The value at the position of a live entry.
    #[inline(always)]
    pub fn value_at(&self, i: usize) -> &Value {
        &self.entries[i].value
    }

    fn home(&self, hash: u64) -> usize {
        let bits = self.index.len().trailing_zeros();
        (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
    }

    /// Looks for `key` from probe position `from` on (0 at first).
    #[inline]
    fn probe(&self, key: &Value, hash: u64, from: usize) -> Probe {
        if self.index.is_empty() {
            for (i, e) in self.entries.iter().enumerate().skip(from) {
                if e.hash == hash {
                    match same_key(&e.key, key) {
                        Some(true) => return Probe::Found(i),
                        Some(false) => {}
                        None => return Probe::Ask { key: e.key.clone(), entry: i, next: i + 1 },
                    }
                }
            }
            return Probe::Missing;
        }
        let mask = self.index.len() - 1;
        let home = self.home(hash);
        for step in from..=mask {
            let i = self.index[(home + step) & mask];
            if i == EMPTY {
                break;
            }
            if i == DELETED {
                continue;
            }
            let e = &self.entries[i as usize];
            if e.hash == hash {
                match same_key(&e.key, key) {
                    Some(true) => return Probe::Found(i as usize),
                    Some(false) => {}
                    None => {
                        let entry = i as usize;
                        return Probe::Ask { key: e.key.clone(), entry, next: step + 1 };
                    }
                }
            }
        }
        Probe::Missing
    }

    /// Makes room for one more entry; none if memory is short.
    #[inline]
    fn make_room(&mut self) -> Option<()> {
        if self.entries.len() >= LINEAR && (self.entries.len() + 1) * 3 > self.index.len() * 2 {
            self.rebuild()?;
        }
        if self.entries.len() == self.entries.capacity() {
            self.entries.try_reserve(1).ok()?;
        }
        Some(())
    }

    /// Adds an entry whose key is not there yet.
    fn add(&mut self, hash: u64, key: Value, value: Value) {
        if self.make_room().is_none() {
            std::alloc::handle_alloc_error(std::alloc::Layout::new::<Entry>());
        }
        self.add_in_room(hash, key, value);
    }

    /// Adds an entry for which [`Table::make_room`] has made room.
    fn add_in_room(&mut self, hash: u64, key: Value, value: Value) {
        if !self.index.is_empty() {
            let mask = self.index.len() - 1;
            let mut at = self.home(hash);
            while self.index[at] < DELETED {
                at = (at + 1) & mask;
            }
            self.index[at] = self.entries.len() as u32;
        }
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
    }

    /// Drops deleted entries and makes the index fit one more. None, and no change, if memory is
    /// short.
    fn rebuild(&mut self) -> Option<()> {
        let mut index = Vec::new();
        let size = ((self.live + 1) * 3).next_power_of_two();
        if self.live >= LINEAR {
            index.try_reserve_exact(size).ok()?;
            index.resize(size, EMPTY);
        }
        self.first = 0;
        if self.live < self.entries.len() {
            self.entries.retain(|e| !e.key.is_unset());
        }
        if self.entries.len() < LINEAR {
            self.index = Box::default();
            return Some(());
        }
        self.index = index.into_boxed_slice();
        for i in 0..self.entries.len() {
            let mut at = self.home(self.entries[i].hash);
            while self.index[at] != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.index[at] = i as u32;
        }
        Some(())
    }

    /// A copy without the deleted entries.
    fn copied(&self, vm: &Vm) -> VmResult<Table> {
        let mut copy = Table { live: self.live, ..Table::default() };
        if self.live == self.entries.len() {
            copy.entries = vm.copied(&self.entries)?;
            copy.index = vm.copied(&self.index)?.into_boxed_slice();
        } else {
            copy.entries =
                vm.collect(self.entries.iter().filter(|e| !e.key.is_unset()).cloned())?;
            copy.rebuild().ok_or_else(|| vm.memory_error())?;
        }
        Ok(copy)
    }

    /// Takes an entry out. Its place is reused only if `reuse` says so: an iterator over items
    /// notices a key that takes the place of one that it has passed.
    fn remove(&mut self, i: usize, reuse: bool) -> (Value, Value) {
        if !self.index.is_empty() {
            let mask = self.index.len() - 1;
            let mut at = self.home(self.entries[i].hash);
            while self.index[at] != i as u32 {
                at = (at + 1) & mask;
            }
            self.index[at] = DELETED;
        }
        self.live -= 1;
        let entry = &mut self.entries[i];
        let key = std::mem::replace(&mut entry.key, Value::UNSET);
        let value = std::mem::replace(&mut entry.value, Value::UNSET);
        if i == self.first {
            self.first += 1;
            while self.entries.get(self.first).is_some_and(|e| e.key.is_unset()) {
                self.first += 1;
            }
        }
        if !reuse {
            return (key, value);
        }
        if self.live == 0 {
            self.entries.clear();
            self.index = Box::default();
            self.first = 0;
        } else if i + 1 == self.entries.len() {
            // A name bound and unbound in turn keeps its place.
            self.entries.pop();
        }
        (key, value)
    }
}

/// Whether two keys with the same hash are equal, if the program's code is not needed to decide.
#[inline(always)]
fn same_key(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if a.is_unset() || a.both_small_ints(b) {
        return Some(false);
    }
    match (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        (Some(a), Some(b)) => {
            Some(!(a.is_interned() && b.is_interned()) && a.as_str() == b.as_str())
        }
        _ => quick_eq(a, b),
    }
}

/// The hash of a string or small int; none for other values.
#[inline(always)]
pub(super) fn scalar_hash(key: &Value) -> Option<u64> {
    match key.as_small_int() {
        Some(i) => Some(text::hash::hash_int(i) as u64),
        None => key.get_exact::<Str>().map(|text| text.hash()),
    }
}

impl Dict {
    /// An empty dict.
    pub fn new() -> Ref<Dict> {
        Ref::new(Dict::default())
    }

    /// An empty dict with room for this many entries, if they are few.
    pub fn with_room(entries: usize) -> Ref<Dict> {
        const FEW: usize = 64;
        let dict = Dict::default();
        if entries <= FEW {
            dict.table.borrow_mut().entries.reserve_exact(entries);
        }
        Ref::new(dict)
    }

    /// The number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.table.borrow().live
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that changes whenever an entry is added, removed or moved.
    #[inline(always)]
    pub fn version(&self) -> u64 {
        self.version.get()
    }

    fn changed(&self) {
        self.version.set(NEXT_VERSION.with(|next| {
            let version = next.get();
            next.set(version + 1);
            version
        }));
    }

    /// The position of `key`'s entry.
    ///
    /// # Errors
    /// Any exception raised by the keys' `__eq__`.
    #[inline]
    pub fn find(&self, vm: &Vm, key: &Value, hash: u64) -> VmResult<Option<usize>> {
        let probe = self.table.borrow().probe(key, hash, 0);
        match probe {
            Probe::Found(i) => Ok(Some(i)),
            Probe::Missing => Ok(None),
            Probe::Ask { key: other, entry, next } => {
                self.find_asking(vm, key, hash, other, entry, next)
            }
        }
    }

    #[cold]
    fn find_asking(
        &self,
        vm: &Vm,
        key: &Value,
        hash: u64,
        mut other: Value,
        mut entry: usize,
        mut next: usize,
    ) -> VmResult<Option<usize>> {
        loop {
            let version = self.version();
            if vm.eq(&other, key)? {
                if version == self.version() {
                    return Ok(Some(entry));
                }
                next = 0;
            } else if version != self.version() {
                next = 0;
            }
            let probe = self.table.borrow().probe(key, hash, next);
            match probe {
                Probe::Found(i) => return Ok(Some(i)),
                Probe::Missing => return Ok(None),
                Probe::Ask { key, entry: e, next: n } => (other, entry, next) = (key, e, n),
            }
        }
    }

    /// The value under `key`.
    ///
    /// # Errors
    /// TypeError if the key cannot be hashed; any exception raised by its `__hash__` and `__eq__`.
    pub fn get(&self, vm: &Vm, key: &Value) -> VmResult<Option<Value>> {
        let hash = vm.hash(key)?;
        Ok(self.find(vm, key, hash)?.map(|i| self.table.borrow().entries[i].value.clone()))
    }

    /// The position of a key's entry; none if there is none, or if only the program can tell. Runs no
    /// code of the program.
    #[inline]
    pub fn quick_find(&self, key: &Value) -> Option<usize> {
        match self.table.borrow().probe(key, quick_hash(key)?, 0) {
            Probe::Found(i) => Some(i),
            Probe::Missing | Probe::Ask { .. } => None,
        }
    }

    /// Whether there is an entry of a key; none if only the program can tell.
    #[inline]
    pub fn quick_contains(&self, key: &Value) -> Option<bool> {
        match self.table.borrow().probe(key, quick_hash(key)?, 0) {
            Probe::Found(_) => Some(true),
            Probe::Missing => Some(false),
            Probe::Ask { .. } => None,
        }
    }

    /// The value at [`Dict::quick_find`].
    #[inline(never)]
    pub fn quick_get(&self, key: &Value) -> Option<Value> {
        let i = self.quick_find(key)?;
        self.table.borrow().entries.get(i).map(|entry| entry.value.clone())
    }

    /// Stores `value` under `key` and returns the value it replaces.
    ///
    /// # Errors
    /// Same as [`Dict::get`].
    pub fn insert(&self, vm: &Vm, key: Value, value: Value) -> VmResult<Option<Value>> {
        let hash = vm.hash(&key)?;
        self.insert_hashed(vm, key, hash, value)
    }

    /// Adds the entry of a key that [`Dict::find`] has just missed.
    ///
    /// # Errors
    /// MemoryError.
    pub fn insert_missing(&self, vm: &Vm, key: Value, hash: u64, value: Value) -> VmResult<()> {
        let mut table = self.table.borrow_mut();
        if table.make_room().is_none() {
            drop(table);
            return Err(vm.memory_error());
        }
        table.add_in_room(hash, key, value);
        drop(table);
        self.changed();
        Ok(())
    }

    /// [`Dict::insert`] for a key whose hash is known.
    ///
    /// # Errors
    /// Any exception raised by the keys' `__eq__`; MemoryError.
    pub fn insert_hashed(
        &self,
        vm: &Vm,
        key: Value,
        hash: u64,
        value: Value,
    ) -> VmResult<Option<Value>> {
        match self.find(vm, &key, hash)? {
            Some(i) => Ok(Some(self.set_value_at(i, value))),
            None => {
                self.insert_missing(vm, key, hash, value)?;
                Ok(None)
            }
        }
    }

    /// Removes `key` and returns its entry.
    ///
    /// # Errors
    /// Same as [`Dict::get`].
    pub fn remove(&self, vm: &Vm, key: &Value) -> VmResult<Option<(Value, Value)>> {
        let hash = vm.hash(key)?;
        Ok(self.find(vm, key, hash)?.map(|i| self.take_at(i, false)))
    }

    /// The position of a string key's entry.
    #[inline]
    pub fn find_str(&self, key: &Ref<Str>) -> Option<usize> {
        match self.table.borrow().probe(key.as_value(), key.hash(), 0) {
            Probe::Found(i) => Some(i),
            // A key of a derived class with the same hash: namespaces have none.
            Probe::Missing | Probe::Ask { .. } => None,
        }
    }

    /// The value under a string key.
    #[inline]
    pub fn get_str(&self, key: &Ref<Str>) -> Option<Value> {
        let i = self.find_str(key)?;
        Some(self.table.borrow().entries[i].value.clone())
    }

    /// The value under a key given as text.
    pub fn get_text(&self, key: &str) -> Option<Value> {
        self.get_str(&Str::new(key))
    }

    /// Stores `value` under a string key and returns the value it replaces.
    pub fn set_str(&self, key: &Ref<Str>, value: Value) -> Option<Value> {
        match self.find_str(key) {
            Some(i) => Some(self.set_value_at(i, value)),
            None => {
                self.table.borrow_mut().add(key.hash(), key.as_value().clone(), value);
                self.changed();
                None
            }
        }
    }

    /// Stores `value` under a name given as text.
    pub fn set_text(&self, key: &str, value: impl Into<Value>) {
        drop(self.set_str(&super::str::intern(key), value.into()));
    }

    /// Removes a string key and returns its value.
    pub fn remove_str(&self, key: &Ref<Str>) -> Option<Value> {
        self.find_str(key).map(|i| self.remove_at(i).1)
    }

    /// The entry at a position, if it is not deleted; none past the last.
    #[inline]
    pub fn entry_at(&self, i: usize) -> Option<(Value, Value)> {
        let table = self.table.borrow();
        let e = table.entries.get(i).filter(|e| !e.key.is_unset())?;
        Some((e.key.clone(), e.value.clone()))
    }

    /// The first entry at or after a position, with its position.
    #[inline]
    pub fn next_entry(&self, from: usize) -> Option<(usize, Value, Value)> {
        let (i, (key, value)) = self.next_with(from, |key, value| (key.clone(), value.clone()))?;
        Some((i, key, value))
    }

    /// What a function makes of [`Dict::next_entry`], with the position. It must not run code.
    #[inline(always)]
    pub fn next_with<T>(
        &self,
        from: usize,
        make: impl FnOnce(&Value, &Value) -> T,
    ) -> Option<(usize, T)> {
        let table = self.table.borrow();
        let mut i = from.max(table.first);
        loop {
            let e = table.entries.get(i)?;
            if !e.key.is_unset() {
                return Some((i, make(&e.key, &e.value)));
            }
            i += 1;
        }
    }

    /// The first entry at or after a position, with its position and the key's hash.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn next_hashed(
        &self,
        vm: &Vm,
        from: usize,
    ) -> VmResult<Option<(usize, u64, Value, Value)>> {
        vm.tick(1)?;
        let Some((i, key, value)) = self.next_entry(from) else { return Ok(None) };
        let hash = self.table.borrow().entries.get(i).map(|entry| entry.hash);
        Ok(hash.map(|hash| (i, hash, key, value)))
    }

    /// Stores all entries of another dict.
    ///
    /// # Errors
    /// Any exception raised by the keys' `__eq__`.
    pub fn merge(&self, vm: &Vm, other: &Dict) -> VmResult<()> {
        if self.is_empty() && !other.is_empty() {
            let copy = other.table.borrow().copied(vm)?;
            drop(self.table.replace(copy));
            self.changed();
            return Ok(());
        }
        let (mut from, size) = (0, other.len());
        while let Some((i, hash, key, value)) = other.next_hashed(vm, from)? {
            drop(self.insert_hashed(vm, key, hash, value)?);
            if other.len() != size {
                return Err(vm.runtime_error("dict mutated during update"));
            }
            from = i + 1;
        }
        Ok(())
    }

    /// Compares the entries from a position on with those of another dict, as far as that runs no
    /// code of the program and takes little time: the position up to which they are equal; none if
    /// one differs.
    pub fn agreement(&self, other: &Dict, from: usize) -> Option<usize> {
        let (ours, theirs) = (self.table.borrow(), other.table.borrow());
        let until = ours.entries.len().min(from + PART);
        for (i, entry) in ours.entries.iter().enumerate().take(until).skip(from) {
            if entry.key.is_unset() {
                continue;
            }
            // Equal dicts mostly have the same order.
            let found = match theirs.entries.get(i) {
                Some(other) if other.key.is(&entry.key) => other,
                _ => match theirs.probe(&entry.key, entry.hash, 0) {
                    Probe::Found(found) => &theirs.entries[found],
                    Probe::Missing => return None,
                    Probe::Ask { .. } => return Some(i),
                },
            };
            match quick_eq(&entry.value, &found.value) {
                Some(true) => {}
                Some(false) => return None,
                None => return Some(i),
            }
        }
        Some(until.max(from))
    }

    /// Whether the keys of another dict are the same in the same order, if that can be decided
    /// without the program's code.
    pub fn has_order_of(&self, other: &Dict) -> bool {
        let (ours, theirs) = (self.table.borrow(), other.table.borrow());
        let same = |(ours, theirs): (&Entry, &Entry)| ours.key.is(&theirs.key);
        ours.entries.len() <= PART
            && ours.entries.len() == theirs.entries.len()
            && ours.entries.iter().zip(&theirs.entries).all(same)
    }

    /// The first entry before a position, searching backwards.
    pub fn previous_entry(&self, before: usize) -> Option<(usize, Value, Value)> {
        let table = self.table.borrow();
        let end = before.min(table.entries.len());
        let i = table.entries[..end].iter().rposition(|e| !e.key.is_unset())?;
        let e = &table.entries[i];
        Some((i, e.key.clone(), e.value.clone()))
    }

    /// One more than the last position.
    pub fn end(&self) -> usize {
        self.table.borrow().entries.len()
    }

    /// The value at the position of a live entry.
    #[inline(always)]
    pub fn value_at(&self, i: usize) -> Value {
        self.table.borrow().entries[i].value.clone()
    }

    /// The table itself, for the interpreter loop, which reads it without a borrow.
    #[inline(always)]
    pub fn as_ptr(&self) -> *const Table {
        self.table.as_ptr()
    }

    /// The value at a position, if the entry there has this very key.
    #[inline]
    pub fn value_if_key(&self, i: usize, key: &Ref<Str>) -> Option<Value> {
        self.table.borrow().value_if_key(i, key).cloned()
    }

    /// Whether the entry at a position has this same key object.
    #[inline(always)]
    pub fn is_key(&self, i: usize, key: &Ref<Str>) -> bool {
        self.table.borrow().entries.get(i).is_some_and(|e| e.key.is(key.as_value()))
    }

    /// Replaces the value at the position of a live entry.
    #[inline(always)]
    pub fn set_value_at(&self, i: usize, value: Value) -> Value {
        std::mem::replace(&mut self.table.borrow_mut().entries[i].value, value)
    }

    /// Removes the entry at a position where there is a live one.
    pub fn remove_at(&self, i: usize) -> (Value, Value) {
        self.take_at(i, true)
    }

    fn take_at(&self, i: usize, reuse: bool) -> (Value, Value) {
        let removed = self.table.borrow_mut().remove(i, reuse);
        self.changed();
        removed
    }

    /// A copy with the same entries.
    ///
    /// # Errors
    /// Same as [`Vm::copied`].
    pub fn copy(&self, vm: &Vm) -> VmResult<Ref<Dict>> {
        let copy = Dict::default();
        copy.merge(vm, self)?;
        Ok(Ref::new(copy))
    }

    /// Whether all keys are strings.
    pub fn has_names_only(&self) -> bool {
        self.table.borrow().entries.iter().all(|e| e.key.is_unset() || e.key.get::<Str>().is_some())
    }

    /// The entries in order.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        let table = self.table.borrow();
        table
            .entries
            .iter()
            .filter(|e| !e.key.is_unset())
            .map(|e| (e.key.clone(), e.value.clone()))
            .collect()
    }

    /// The results of a function for each entry, in order. It must not run the program's code.
    ///
    /// # Errors
    /// Same as [`Vm::tick`] and [`Vm::reserve`].
    pub fn collect(&self, vm: &Vm, make: impl Fn(&Value, &Value) -> Value) -> VmResult<Vec<Value>> {
        let table = self.table.borrow();
        let mut made = vm.vec_with_capacity(self.len())?;
        vm.in_parts(&table.entries, |part| {
            let used = part.iter().filter(|entry| !entry.key.is_unset());
            made.extend(used.map(|entry| make(&entry.key, &entry.value)));
        })?;
        Ok(made)
    }

    /// The keys in order.
    pub fn keys(&self) -> Vec<Value> {
        self.entries().into_iter().map(|(k, _)| k).collect()
    }

    /// Empties the dict and returns its entries.
    pub fn take(&self) -> Vec<(Value, Value)> {
        let table = self.table.take();
        self.changed();
        table.entries.into_iter().filter(|e| !e.key.is_unset()).map(|e| (e.key, e.value)).collect()
    }
}
