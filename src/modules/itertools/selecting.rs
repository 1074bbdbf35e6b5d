//! `accumulate`, `compress`, `dropwhile`, `filterfalse`, `islice`, `takewhile`: iterators over the
//! items of one iterable.

use super::merging::CHAIN;
use super::{ITERATOR, REDUCE, SET_STATE, make};
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::iterator;
use crate::objects::iterator_reduce::Reduced;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate};
use crate::objects::sequence;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use std::cell::Cell;

struct Accumulate {
    items: Value,
    /// None to add.
    function: Value,
    /// Unset before the first item.
    total: Slot,
    /// The first value to return; unset if there is none.
    initial: Slot,
}

impl NativeIterate for Accumulate {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if !self.initial.is_unset() {
            let initial = self.initial.take();
            self.total.set(initial.clone());
            return Ok(Some(initial));
        }
        let Some(item) = vm.next(&self.items)? else { return Ok(None) };
        let before = self.total.get();
        let total = match (before.is_unset(), self.function.is_none()) {
            (true, _) => item,
            (false, true) => vm.binary(BinaryOp::Add, &before, &item)?,
            (false, false) => vm.call(&self.function, &[before, item])?,
        };
        self.total.set(total.clone());
        Ok(Some(total))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let made = |items: Value| Reduced::of_class(vm, this, vec![items, self.function.clone()]);
        let after = |first: &Value| {
            let first = Tuple::new([first.clone()]).into_value();
            vm.call(vm.class_for(&CHAIN).as_value(), &[first, self.items.clone()])
        };
        if !self.initial.is_unset() {
            return Ok(Some(made(after(&self.initial.get())?).with_state(Value::NONE)));
        }
        let total = self.total.get();
        if total.is_none() {
            // In a state, None would mean that there is no total.
            let class = vm.class_of(this).into_value();
            let whole = vm.call(&class, &[after(&total)?, self.function.clone()])?;
            let arguments = vec![whole, Value::small_int(1), Value::NONE];
            let islice = vm.class_for(&ISLICE).into_value();
            return Ok(Some(Reduced::calling(islice, arguments)));
        }
        let total = if total.is_unset() { Value::NONE } else { total };
        Ok(Some(made(self.items.clone()).with_state(total)))
    }

    fn set_state(&self, _: &Vm, state: &Value) -> VmResult<()> {
        self.total.set(if state.is_none() { Value::UNSET } else { state.clone() });
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        let (total, initial) = (self.total.get(), self.initial.get());
        [&self.items, &self.function, &total, &initial].into_iter().for_each(visit);
    }
}

fn new_accumulate(vm: &Vm, a: Args<'_>) -> VmResult {
    let function = a.opt(2).cloned().unwrap_or(Value::NONE);
    let initial = a.some(3).cloned().unwrap_or_default().into();
    let state = Accumulate { items: vm.iter(&a[1])?, function, total: Slot::default(), initial };
    make(vm, a, state)
}

struct Compress {
    data: Value,
    selectors: Value,
}

impl NativeIterate for Compress {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        while let Some(item) = vm.next(&self.data)? {
            let Some(selector) = vm.next(&self.selectors)? else { break };
            if vm.truthy(&selector)? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let arguments = vec![self.data.clone(), self.selectors.clone()];
        Ok(Some(Reduced::of_class(vm, this, arguments)))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.data);
        visit(&self.selectors);
    }
}

/// The choice of items by a predicate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// All items from the first that fails the predicate.
    DropWhile,
    /// Those for which it does not hold.
    FilterFalse,
    /// All items before the first that fails the predicate.
    TakeWhile,
}

struct Selected {
    rule: Rule,
    predicate: Value,
    items: Value,
    /// The first item that fails the predicate was reached.
    turned: Cell<bool>,
}

impl NativeIterate for Selected {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.turned.get() && self.rule == Rule::TakeWhile {
            return Ok(None);
        }
        while let Some(item) = vm.next(&self.items)? {
            if self.turned.get() && self.rule == Rule::DropWhile {
                return Ok(Some(item));
            }
            let holds = match self.rule == Rule::FilterFalse && self.predicate.is_none() {
                true => vm.truthy(&item)?,
                false => vm.truthy(&vm.call(&self.predicate, std::slice::from_ref(&item))?)?,
            };
            match self.rule {
                Rule::TakeWhile if holds => return Ok(Some(item)),
                Rule::TakeWhile => {
                    self.turned.set(true);
                    return Ok(None);
                }
                Rule::DropWhile | Rule::FilterFalse if !holds => {
                    self.turned.set(true);
                    return Ok(Some(item));
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let made = Reduced::of_class(vm, this, vec![self.predicate.clone(), self.items.clone()]);
        Ok(Some(match self.rule {
            Rule::FilterFalse => made,
            _ => made.with_state(Value::small_int(i64::from(self.turned.get()))),
        }))
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        self.turned.set(vm.truthy(state)?);
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.predicate);
        visit(&self.items);
    }
}

fn selected(vm: &Vm, a: Args<'_>, rule: Rule) -> VmResult {
    let (predicate, items) = (a[1].clone(), vm.iter(&a[2])?);
    make(vm, a, Selected { rule, predicate, items, turned: Cell::new(false) })
}

struct Islice {
    items: Slot,
    /// The number of items taken from the source.
    taken: Cell<usize>,
    /// The index of the next item to return.
    next: Cell<usize>,
    stop: usize,
    step: usize,
}

impl NativeIterate for Islice {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let items = self.items.get();
        if items.is_unset() {
            return Ok(None);
        }
        // Items are skipped even up to a start beyond the stop.
        while self.taken.get() < self.next.get() {
            if vm.next(&items)?.is_none() {
                self.items.set(Value::UNSET);
                return Ok(None);
            }
            self.taken.set(self.taken.get() + 1);
        }
        let item = match self.taken.get() < self.stop {
            true => vm.next(&items)?,
            false => None,
        };
        match &item {
            Some(_) => {
                self.taken.set(self.taken.get() + 1);
                self.next.set(self.next.get().saturating_add(self.step).min(self.stop));
            }
            None => self.items.set(Value::UNSET),
        }
        Ok(item)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        if self.items.is_unset() {
            let nothing = vm.iter(&Value::from(Vec::new()))?;
            let made = Reduced::of_class(vm, this, vec![nothing, Value::small_int(0)]);
            return Ok(Some(made.with_state(Value::small_int(0))));
        }
        let stop = if self.stop == usize::MAX { Value::NONE } else { Value::from(self.stop) };
        let arguments = vec![self.items.get(), self.next.get().into(), stop, self.step.into()];
        let taken = Value::from(self.taken.get());
        Ok(Some(Reduced::of_class(vm, this, arguments).with_state(taken)))
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        self.taken.set(vm.index_clipped(state)?.max(0) as usize);
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.items.get());
    }
}

fn new_islice(vm: &Vm, a: Args<'_>) -> VmResult {
    sequence::check_count(vm, "islice", a.rest().len(), 2, 4)?;
    let rest = a.rest();
    // None means the default; other non-integers give -1, which is invalid as well.
    let number = |value: Option<&Value>| -> VmResult<Option<i64>> {
        let Some(value) = value.filter(|v| !v.is_none()) else { return Ok(None) };
        match vm.index(value) {
            Ok(index) => Ok(Some(int::to_i64(&index).unwrap_or(-1))),
            Err(e) if vm.is_exception(&e, Exc::TypeError) => Ok(Some(-1)),
            Err(e) => Err(e),
        }
    };
    const RANGE: &str = "must be None or an integer: 0 <= x <= sys.maxsize.";
    let (start, stop, step) = match rest {
        [_, stop] => (None, number(Some(stop))?, None),
        _ => (number(rest.get(1))?, number(rest.get(2))?, number(rest.get(3))?),
    };
    if stop == Some(-1) {
        return Err(vm.value_error(format!("Stop argument for islice() {RANGE}")));
    }
    let index = |bound: Option<i64>, default: usize| match bound.map(usize::try_from) {
        None => Ok(default),
        Some(Ok(index)) => Ok(index),
        Some(Err(_)) => Err(vm.value_error(format!("Indices for islice() {RANGE}"))),
    };
    let (start, stop) = (index(start, 0)?, index(stop, usize::MAX)?);
    let Some(step) = usize::try_from(step.unwrap_or(1)).ok().filter(|step| *step > 0) else {
        return Err(vm.value_error("Step for islice() must be a positive integer or None."));
    };
    let items = vm.iter(&rest[0])?.into();
    let state = Islice { items, taken: Cell::new(0), next: Cell::new(start), stop, step };
    make(vm, a, state)
}

/// `accumulate`
pub static ACCUMULATE: ClassDef = ClassDef {
    name: "accumulate",
    doc: "Return series of accumulated sums (or other binary function results).",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, func=None, *, initial=None)",
            "Create and return a new object.",
            new_accumulate,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `compress`
pub static COMPRESS: ClassDef = ClassDef {
    name: "compress",
    doc: "Return data elements corresponding to true selector elements.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, data, selectors)",
            "Create and return a new object.",
            |vm, a| {
                let state = Compress { data: vm.iter(&a[1])?, selectors: vm.iter(&a[2])? };
                make(vm, a, state)
            },
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `dropwhile`
pub static DROPWHILE: ClassDef = ClassDef {
    name: "dropwhile",
    doc: "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, predicate, iterable, /)",
            "Create and return a new object.",
            |vm, a| selected(vm, a, Rule::DropWhile),
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `filterfalse`
pub static FILTERFALSE: ClassDef = ClassDef {
    name: "filterfalse",
    doc: "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, function, iterable, /)",
            "Create and return a new object.",
            |vm, a| selected(vm, a, Rule::FilterFalse),
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `islice`
pub static ISLICE: ClassDef = ClassDef {
    name: "islice",
    doc: "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an iterable.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args)",
            "Create and return a new object.",
            new_islice,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `takewhile`
pub static TAKEWHILE: ClassDef = ClassDef {
    name: "takewhile",
    doc: "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, predicate, iterable, /)",
            "Create and return a new object.",
            |vm, a| selected(vm, a, Rule::TakeWhile),
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};
