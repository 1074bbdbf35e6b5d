//! `accumulate`, `compress`, `dropwhile`, `filterfalse`, `islice`, `takewhile`: iterators over the
//! items of one iterable.

use super::{ITERATOR, make};
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::iterator;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate};
use crate::objects::sequence;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

struct Accumulate {
    items: Value,
    /// None to add.
    function: Value,
    /// Unset before the first item.
    total: Value,
    /// The first value to give, unset if there is none.
    initial: Value,
}

impl NativeIterate for Accumulate {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        if !self.initial.is_unset() {
            self.total = std::mem::take(&mut self.initial);
            return Ok(Some(self.total.clone()));
        }
        let Some(item) = vm.next(&self.items)? else { return Ok(None) };
        self.total = match (self.total.is_unset(), self.function.is_none()) {
            (true, _) => item,
            (false, true) => vm.binary(BinaryOp::Add, &self.total, &item)?,
            (false, false) => vm.call(&self.function, &[self.total.clone(), item])?,
        };
        Ok(Some(self.total.clone()))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        [&self.items, &self.function, &self.total, &self.initial].into_iter().for_each(visit);
    }
}

fn new_accumulate(vm: &Vm, a: Args<'_>) -> VmResult {
    let function = a.opt(2).cloned().unwrap_or(Value::NONE);
    let initial = a.some(3).cloned().unwrap_or_default();
    let state = Accumulate { items: vm.iter(&a[1])?, function, total: Value::UNSET, initial };
    make(vm, a, state)
}

struct Compress {
    data: Value,
    selectors: Value,
}

impl NativeIterate for Compress {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        while let Some(item) = vm.next(&self.data)? {
            let Some(selector) = vm.next(&self.selectors)? else { break };
            if vm.truthy(&selector)? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.data);
        visit(&self.selectors);
    }
}

/// The choice of items by a predicate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// All from the first on for which it does not hold.
    DropWhile,
    /// Those for which it does not hold.
    FilterFalse,
    /// All up to the first for which it does not hold.
    TakeWhile,
}

struct Selected {
    rule: Rule,
    predicate: Value,
    items: Value,
    /// The first item for which the predicate does not hold has come.
    turned: bool,
}

impl NativeIterate for Selected {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.turned && self.rule == Rule::TakeWhile {
            return Ok(None);
        }
        while let Some(item) = vm.next(&self.items)? {
            if self.turned && self.rule == Rule::DropWhile {
                return Ok(Some(item));
            }
            let holds = match self.rule == Rule::FilterFalse && self.predicate.is_none() {
                true => vm.truthy(&item)?,
                false => vm.truthy(&vm.call(&self.predicate, std::slice::from_ref(&item))?)?,
            };
            match self.rule {
                Rule::TakeWhile if holds => return Ok(Some(item)),
                Rule::TakeWhile => {
                    self.turned = true;
                    return Ok(None);
                }
                Rule::DropWhile | Rule::FilterFalse if !holds => {
                    self.turned = true;
                    return Ok(Some(item));
                }
                _ => {}
            }
        }
        Ok(None)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.predicate);
        visit(&self.items);
    }
}

fn selected(vm: &Vm, a: Args<'_>, rule: Rule) -> VmResult {
    let (predicate, items) = (a[1].clone(), vm.iter(&a[2])?);
    make(vm, a, Selected { rule, predicate, items, turned: false })
}

struct Islice {
    items: Value,
    /// The number of items taken from the source.
    taken: usize,
    /// The index of the next item to give.
    next: usize,
    stop: usize,
    step: usize,
}

impl NativeIterate for Islice {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.items.is_unset() {
            return Ok(None);
        }
        // A start beyond the stop is skipped to as well.
        while self.taken < self.next {
            if vm.next(&self.items)?.is_none() {
                self.items = Value::UNSET;
                return Ok(None);
            }
            self.taken += 1;
        }
        let item = match self.taken < self.stop {
            true => vm.next(&self.items)?,
            false => None,
        };
        match &item {
            Some(_) => {
                self.taken += 1;
                self.next = self.next.saturating_add(self.step).min(self.stop);
            }
            None => self.items = Value::UNSET,
        }
        Ok(item)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.items);
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
    let state = Islice { items: vm.iter(&rest[0])?, taken: 0, next: start, stop, step };
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
    ],
    ..ITERATOR
};
