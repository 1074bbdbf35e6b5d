//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.

use super::{ITERATOR, REDUCE, SET_STATE, indexes_of, numbers, state_tuple};
use crate::objects::iterator;
use crate::objects::iterator_reduce::Reduced;
use crate::objects::native::{Args, ClassDef, ExclusiveIterate, NativeDef, NativeIterator};
use crate::objects::scalar;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};

/// The selections that are made, and their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Product,
    Combinations,
    WithReplacement,
    Permutations,
}

/// The number of positions that are set in one unit of work.
const PLACES_PER_UNIT: usize = 16;

/// Selects items of a pool (or of one pool per position) by indexes.
struct Selection {
    /// One pool for all positions, or one for each.
    pools: Vec<Vec<Value>>,
    indexes: Vec<usize>,
    /// The requested number of positions; there are none if the pool is too small.
    size: usize,
    /// For permutations: the pool's indexes in their current order, and a countdown for each
    /// position.
    order: Vec<usize>,
    countdown: Vec<usize>,
    started: bool,
    ended: bool,
    rule: Rule,
}

impl ExclusiveIterate for Selection {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.ended {
            return Ok(None);
        }
        if self.started && !self.advance(vm)? {
            self.ended = true;
            return Ok(None);
        }
        self.started = true;
        let indexes = self.indexes.iter();
        Ok(Some(match self.pools.as_slice() {
            [pool] => vm.tuple_of(indexes.map(|index| pool[*index].clone()))?.into_value(),
            pools => {
                let items = indexes.zip(pools).map(|(index, pool)| pool[*index].clone());
                vm.tuple_of(items)?.into_value()
            }
        }))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let tuple = |items: &[Value]| Tuple::new(items.to_vec()).into_value();
        if self.rule == Rule::Product {
            if self.ended {
                return Ok(Some(Reduced::of_class(vm, this, vec![tuple(&[])])));
            }
            let pools = (0..self.indexes.len()).map(|place| tuple(self.pool(place)));
            let made = Reduced::of_class(vm, this, pools.collect());
            return Ok(Some(match self.started {
                true => made.with_state(numbers(&self.indexes)),
                false => made,
            }));
        }
        let pool = if self.ended { tuple(&[]) } else { tuple(&self.pools[0]) };
        let made = Reduced::of_class(vm, this, vec![pool, Value::from(self.size)]);
        if self.ended || !self.started {
            return Ok(Some(made));
        }
        Ok(Some(made.with_state(match self.rule {
            Rule::Permutations => {
                Tuple::new([numbers(&self.order), numbers(&self.countdown)]).into_value()
            }
            _ => numbers(&self.indexes),
        })))
    }

    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let count = self.indexes.len();
        let pool = self.pools.first().map_or(0, Vec::len);
        match self.rule {
            Rule::Permutations => {
                let [order, countdown] = state_tuple(vm, state)? else {
                    return Err(vm.value_error("invalid arguments"));
                };
                let order = indexes_of(vm, order, pool, |_| pool.saturating_sub(1))?;
                let countdown = indexes_of(vm, countdown, self.countdown.len(), |i| pool - i)?;
                (self.order, self.countdown) = (order, countdown);
                self.countdown.iter_mut().for_each(|left| *left = (*left).max(1));
                let count = count.min(self.order.len());
                self.indexes.copy_from_slice(&self.order[..count]);
            }
            Rule::Product => {
                if (0..count).any(|place| self.pool(place).is_empty()) {
                    self.ended = true;
                    return Ok(());
                }
                self.indexes = indexes_of(vm, state, count, |place| self.pool(place).len() - 1)?;
            }
            Rule::Combinations => {
                self.indexes = indexes_of(vm, state, count, |i| i + pool - count)?;
            }
            Rule::WithReplacement => {
                self.indexes = indexes_of(vm, state, count, |_| pool.saturating_sub(1))?;
            }
        }
        self.started = true;
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        self.pools.iter().flatten().for_each(visit);
    }
}

impl Selection {
    fn new(
        pools: Vec<Vec<Value>>,
        indexes: Vec<usize>,
        size: usize,
        ended: bool,
        rule: Rule,
    ) -> Selection {
        let (order, countdown) = (Vec::new(), Vec::new());
        Selection { pools, indexes, size, order, countdown, started: false, ended, rule }
    }

    /// Makes the indexes of the next selection from the current ones; false at the end.
    fn advance(&mut self, vm: &Vm) -> VmResult<bool> {
        vm.tick(self.indexes.len() / PLACES_PER_UNIT)?;
        Ok(match self.rule {
            Rule::Product => self.next_product(),
            Rule::Combinations => self.next_combination(),
            Rule::WithReplacement => self.next_with_replacement(),
            Rule::Permutations => self.next_permutation(vm)?,
        })
    }

    /// The pool of a position.
    fn pool(&self, place: usize) -> &[Value] {
        match self.pools.as_slice() {
            [pool] => pool,
            pools => &pools[place],
        }
    }

    /// The last position advances fastest, each one through its pool.
    fn next_product(&mut self) -> bool {
        let one_pool = self.pools.len() == 1;
        for place in (0..self.indexes.len()).rev() {
            let pool = if one_pool { 0 } else { place };
            self.indexes[place] += 1;
            if self.indexes[place] < self.pools[pool].len() {
                return true;
            }
            self.indexes[place] = 0;
        }
        false
    }

    /// Indexes ascend strictly.
    fn next_combination(&mut self) -> bool {
        let (size, count) = (self.pools[0].len(), self.indexes.len());
        let Some(place) = (0..count).rev().find(|i| self.indexes[*i] != i + size - count) else {
            return false;
        };
        let first = self.indexes[place] + 1;
        for (i, index) in self.indexes[place..].iter_mut().enumerate() {
            *index = first + i;
        }
        true
    }

    /// Indexes ascend or stay.
    fn next_with_replacement(&mut self) -> bool {
        let size = self.pools[0].len();
        let Some(place) = (0..self.indexes.len()).rev().find(|i| self.indexes[*i] != size - 1)
        else {
            return false;
        };
        let index = self.indexes[place] + 1;
        self.indexes[place..].fill(index);
        true
    }

    /// The algorithm that the library reference gives for `permutations`.
    fn next_permutation(&mut self, vm: &Vm) -> VmResult<bool> {
        let (size, count) = (self.order.len(), self.indexes.len());
        for place in (0..count).rev() {
            self.countdown[place] -= 1;
            if self.countdown[place] == 0 {
                vm.tick(1 + (size - place) / PLACES_PER_UNIT)?;
                self.order[place..].rotate_left(1);
                self.countdown[place] = size - place;
            } else {
                self.order.swap(place, size - self.countdown[place]);
                self.indexes.copy_from_slice(&self.order[..count]);
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn new_product(vm: &Vm, a: Args<'_>) -> VmResult {
    let repeat = a.opt(1).map_or(Ok(1), |repeat| vm.index_clipped(repeat))?;
    if repeat < 0 {
        return Err(vm.value_error("repeat argument cannot be negative"));
    }
    let mut once = vm.vec_with_capacity(a.rest().len())?;
    for iterable in a.rest() {
        vm.tick(1)?;
        once.push(vm.to_vec(iterable)?);
    }
    if repeat == 0 {
        once.clear();
    }
    let places = once.len().checked_mul(repeat as usize).filter(|n| *n < 1 << 32);
    let Some(places) = places else {
        return Err(vm.overflow_error("repeat argument too large"));
    };
    vm.reserve_items::<usize>(places)?;
    let ended = places > 0 && once.iter().any(Vec::is_empty);
    let items: usize = once.iter().map(Vec::len).sum();
    let copies = if once.len() == 1 { 1 } else { repeat as usize };
    vm.reserve_items::<Value>(items.saturating_mul(copies).saturating_add(places))?;
    let pools = match once.len() {
        1 => once,
        count => {
            let mut pools = vm.vec_with_capacity(places)?;
            for i in 0..places {
                pools.push(vm.copied(&once[i % count])?);
            }
            pools
        }
    };
    let indexes = vm.padded(&[], 0, (places, 0))?;
    let state = Selection::new(pools, indexes, places, ended, Rule::Product);
    Ok(NativeIterator::exclusive_of_class(vm, scalar::class_argument(a), state))
}

fn length(vm: &Vm, value: &Value) -> VmResult<usize> {
    let length = vm.index_clipped(value)?;
    usize::try_from(length).map_err(|_| vm.value_error("r must be non-negative"))
}

fn new_combinations(vm: &Vm, a: Args<'_>) -> VmResult {
    let pool = vm.to_vec(&a[1])?;
    let count = length(vm, &a[2])?;
    let ended = count > pool.len();
    let indexes = if ended { Vec::new() } else { vm.collect(0..count)? };
    let state = Selection::new(vec![pool], indexes, count, ended, Rule::Combinations);
    Ok(NativeIterator::exclusive_of_class(vm, scalar::class_argument(a), state))
}

fn new_with_replacement(vm: &Vm, a: Args<'_>) -> VmResult {
    let pool = vm.to_vec(&a[1])?;
    let count = length(vm, &a[2])?;
    let ended = count > 0 && pool.is_empty();
    let indexes = vm.padded(&[], 0, (count, 0))?;
    let state = Selection::new(vec![pool], indexes, count, ended, Rule::WithReplacement);
    Ok(NativeIterator::exclusive_of_class(vm, scalar::class_argument(a), state))
}

fn new_permutations(vm: &Vm, a: Args<'_>) -> VmResult {
    let pool = vm.to_vec(&a[1])?;
    let count = match a.some(2) {
        Some(count) if !crate::objects::int::is_int(count) => {
            return Err(vm.type_error("Expected int as r"));
        }
        Some(count) => length(vm, count)?,
        None => pool.len(),
    };
    let (size, ended) = (pool.len(), count > pool.len());
    let indexes = if ended { Vec::new() } else { vm.collect(0..count)? };
    let mut state = Selection::new(vec![pool], indexes, count, ended, Rule::Permutations);
    if !ended {
        state.order = vm.collect(0..size)?;
        state.countdown = vm.collect((0..count).map(|i| size - i))?;
    }
    Ok(NativeIterator::exclusive_of_class(vm, scalar::class_argument(a), state))
}

/// `product`
pub static PRODUCT: ClassDef = ClassDef {
    name: "product",
    doc: "product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *iterables, repeat=1)",
            "Create and return a new object.",
            new_product,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `combinations`
pub static COMBINATIONS: ClassDef = ClassDef {
    name: "combinations",
    doc: "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, r)",
            "Create and return a new object.",
            new_combinations,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `combinations_with_replacement`
pub static COMBINATIONS_WITH_REPLACEMENT: ClassDef = ClassDef {
    name: "combinations_with_replacement",
    doc: "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, r)",
            "Create and return a new object.",
            new_with_replacement,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `permutations`
pub static PERMUTATIONS: ClassDef = ClassDef {
    name: "permutations",
    doc: "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, r=None)",
            "Create and return a new object.",
            new_permutations,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};
