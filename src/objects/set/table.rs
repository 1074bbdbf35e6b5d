//! The hash table of sets: where a key is or goes, and when the table grows.

use crate::objects::str::Str;
use crate::runtime::Value;
use crate::text::pace::PART;
use crate::vm::{Vm, VmResult, quick_eq};

/// A hash table of keys.
pub(super) struct Table {
    /// The slots; their number is a power of two.
    pub(super) places: Vec<Place>,
    /// Places that are or were in use.
    pub(super) fill: usize,
    /// Places in use.
    pub(super) used: usize,
    /// The position where `pop` starts to search.
    pub(super) finger: usize,
}

/// A slot: in use; never used (no key, hash 0); or no longer in use (no key, hash [`DUMMY`]).
#[derive(Clone)]
pub(super) struct Place {
    pub(super) hash: u64,
    pub(super) key: Value,
}

/// Hashes are never -1.
const DUMMY: u64 = u64::MAX;
/// The number of slots of an empty table.
pub(super) const SMALLEST: usize = 8;
/// The number of slots after the first that are probed before jumping.
const NEIGHBOURS: usize = 9;

impl Default for Table {
    fn default() -> Table {
        let places = vec![EMPTY; SMALLEST];
        Table { places, fill: 0, used: 0, finger: 0 }
    }
}

pub(super) const EMPTY: Place = Place { hash: 0, key: Value::UNSET };

/// Slots without keys; none if there is no memory for them.
fn empty_places(count: usize) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    places.try_reserve_exact(count).ok()?;
    places.resize(count, EMPTY);
    Some(places)
}

/// The slots to try for a hash, in CPython's order; endless.
pub(super) struct Probes {
    mask: usize,
    perturb: u64,
    base: usize,
    step: usize,
    last: usize,
    /// The last slot passed that is no longer in use.
    free: Option<usize>,
}

impl Probes {
    #[inline]
    pub(super) fn new(hash: u64, mask: usize) -> Probes {
        let base = hash as usize & mask;
        Probes { mask, perturb: hash, base, step: 0, last: neighbours(base, mask), free: None }
    }

    #[inline]
    pub(super) fn next(&mut self) -> usize {
        if self.step > self.last {
            self.perturb >>= 5;
            let next = self.base.wrapping_mul(5).wrapping_add(1);
            self.base = next.wrapping_add(self.perturb as usize) & self.mask;
            self.last = neighbours(self.base, self.mask);
            self.step = 0;
        }
        self.step += 1;
        self.base + self.step - 1
    }
}

#[inline]
fn neighbours(base: usize, mask: usize) -> usize {
    if base + NEIGHBOURS <= mask { NEIGHBOURS } else { 0 }
}

/// The outcome of a probe: the key, or the unused slot that ends the search, or a key that only the
/// program can compare.
pub(super) enum Probe {
    Found(usize),
    /// With the last slot passed that is no longer in use, or else the unused one.
    Unused(usize),
    Ask(usize, Value),
}

impl Table {
    /// A copy without dummies, with the size that a table of this size has once all keys are added.
    pub(super) fn copied(&self, vm: &Vm, size: usize) -> VmResult<Table> {
        let fits = self.used * 5 < (size - 1) * 3;
        let size = if fits { size } else { size_for(self.used * 2) };
        let (fill, used) = (self.used, self.used);
        if size == self.places.len() && self.fill == self.used {
            return Ok(Table { places: vm.copied(&self.places)?, fill, used, finger: 0 });
        }
        let places = vm.padded(&[], EMPTY, (size, 0))?;
        let mut copy = Table { places, fill, used, finger: 0 };
        for part in self.places.chunks(PART) {
            vm.tick(part.len())?;
            for place in part.iter().filter(|place| !place.key.is_unset()) {
                copy.insert_clean(place.hash, place.key.clone());
            }
        }
        Ok(copy)
    }

    pub(super) fn mask(&self) -> usize {
        self.places.len() - 1
    }

    /// The first probe of a search. Most searches end at the first slot.
    #[inline(always)]
    pub(super) fn look(&self, key: &Value, hash: u64) -> Probe {
        let i = hash as usize & self.mask();
        let place = &self.places[i];
        if place.hash == 0 && place.key.is_unset() {
            return Probe::Unused(i);
        }
        if place.hash == hash && place.key.is(key) {
            return Probe::Found(i);
        }
        self.probe(key, hash, &mut Probes::new(hash, self.mask()))
    }

    pub(super) fn probe(&self, key: &Value, hash: u64, probes: &mut Probes) -> Probe {
        loop {
            let i = probes.next();
            let place = &self.places[i];
            if place.hash == hash && !place.key.is_unset() {
                match same_key(&place.key, key) {
                    Some(true) => return Probe::Found(i),
                    Some(false) => {}
                    None => return Probe::Ask(i, place.key.clone()),
                }
            } else if place.key.is_unset() {
                if place.hash == 0 {
                    return Probe::Unused(probes.free.unwrap_or(i));
                }
                probes.free = Some(i);
            }
        }
    }

    /// Puts a key that is not there yet into a table without dummies.
    pub(super) fn insert_clean(&mut self, hash: u64, key: Value) {
        let i = self.free_place(hash);
        self.places[i] = Place { hash, key };
    }

    /// Adds a key that is not there yet to a table without dummies; none if memory is short.
    pub(super) fn add_distinct(&mut self, hash: u64, key: Value) -> Option<()> {
        let i = self.free_place(hash);
        self.put(i, hash, key).ok()
    }

    /// The slot for a key that is not there yet, in a table without dummies.
    fn free_place(&self, hash: u64) -> usize {
        let mut probes = Probes::new(hash, self.mask());
        loop {
            let i = probes.next();
            if self.places[i].key.is_unset() {
                return i;
            }
        }
    }

    /// Makes the table large enough for more than `least` keys and drops dummies. None, and no
    /// change, if memory is short.
    pub(super) fn resize(&mut self, least: usize) -> Option<()> {
        let old = std::mem::replace(&mut self.places, empty_places(size_for(least))?);
        self.fill = self.used;
        for place in old {
            if !place.key.is_unset() {
                self.insert_clean(place.hash, place.key);
            }
        }
        Some(())
    }

    pub(super) fn grow(&mut self) -> Option<()> {
        self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 })
    }

    /// Puts a key into an unused slot. Returns it if there is no memory for the larger table that
    /// is then needed.
    pub(super) fn put(&mut self, i: usize, hash: u64, key: Value) -> Result<(), Value> {
        let reused = self.places[i].hash == DUMMY;
        self.places[i] = Place { hash, key };
        self.used += 1;
        if !reused {
            self.fill += 1;
            if self.fill * 5 >= self.mask() * 3 && self.grow().is_none() {
                self.fill -= 1;
                self.used -= 1;
                return Err(std::mem::replace(&mut self.places[i], EMPTY).key);
            }
        }
        Ok(())
    }

    /// Removes the key at a slot in use.
    pub(super) fn discard_at(&mut self, i: usize) -> Value {
        self.used -= 1;
        std::mem::replace(&mut self.places[i], Place { hash: DUMMY, key: Value::UNSET }).key
    }

    /// Makes room for `more` keys before they are added one by one; none if memory is short.
    pub(super) fn reserve(&mut self, more: usize) -> Option<()> {
        match self.least_with(more) {
            Some(least) => self.resize(least),
            None => Some(()),
        }
    }

    /// The number of keys to make room for when this many are added, unless they fit.
    pub(super) fn least_with(&self, more: usize) -> Option<usize> {
        ((self.fill + more) * 5 >= self.mask() * 3).then(|| (self.used + more) * 2)
    }
}

/// The number of slots for more than `least` keys.
pub(super) fn size_for(least: usize) -> usize {
    (least + 1).next_power_of_two().max(SMALLEST)
}

/// Whether two keys with the same hash are equal, if the program's code is not needed to decide.
#[inline]
pub(super) fn same_key(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) {
        return Some(true);
    }
    if a.both_small_ints(b) {
        return Some(false);
    }
    match (a.get_exact::<Str>(), b.get_exact::<Str>()) {
        (Some(a), Some(b)) => Some(a.as_str() == b.as_str()),
        _ => quick_eq(a, b),
    }
}
