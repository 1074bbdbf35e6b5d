//! `count`, `cycle` and `repeat`: infinite iterators.

use super::{ITERATOR, REDUCE, SET_STATE, make, state_tuple};
use crate::objects::int;
use crate::objects::iterator;
use crate::objects::iterator_reduce::Reduced;
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate, NativeIterator};
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use std::cell::{Cell, RefCell};

struct Count {
    next: Slot,
    step: Value,
}

impl NativeIterate for Count {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let next = self.next.get();
        self.next.set(match (next.as_small_int(), self.step.as_small_int()) {
            // The sum of two 48-bit numbers fits 64 bits.
            (Some(next), Some(step)) => Value::from(next + step),
            _ => vm.binary(BinaryOp::Add, &next, &self.step)?,
        });
        Ok(Some(next))
    }

    fn shown(&self, vm: &Vm) -> VmResult<Option<String>> {
        let next = vm.repr(&self.next.get())?;
        Ok(Some(match self.step.as_small_int() {
            Some(1) => format!("count({})", next.as_str()),
            _ => format!("count({}, {})", next.as_str(), vm.repr(&self.step)?.as_str()),
        }))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let mut arguments = vec![self.next.get()];
        if self.step.as_small_int() != Some(1) {
            arguments.push(self.step.clone());
        }
        Ok(Some(Reduced::of_class(vm, this, arguments)))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.next.get());
        visit(&self.step);
    }
}

fn new_count(vm: &Vm, a: Args<'_>) -> VmResult {
    let number = |i: usize, default: i64| -> VmResult {
        let Some(value) = a.opt(i) else { return Ok(Value::small_int(default)) };
        let special = |special| vm.has_slot(value, special);
        let is_number = int::is_int(value)
            || value.is_float()
            || special(SpecialMethod::Index)
            || special(SpecialMethod::Float)
            || special(SpecialMethod::Int)
            || special(SpecialMethod::Complex);
        if is_number { Ok(value.clone()) } else { Err(vm.type_error("a number is required")) }
    };
    make(vm, a, Count { next: number(1, 0)?.into(), step: number(2, 1)? })
}

struct Cycle {
    items: Value,
    saved: RefCell<Vec<Value>>,
    next: Cell<usize>,
    ended: Cell<bool>,
    /// The items were saved by the iterator that this is a copy of.
    saved_before: Cell<bool>,
}

impl NativeIterate for Cycle {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if !self.ended.get() {
            if let Some(item) = vm.next(&self.items)? {
                if !self.saved_before.get() {
                    self.saved.borrow_mut().push(item.clone());
                }
                return Ok(Some(item));
            }
            self.ended.set(true);
        }
        let saved = self.saved.borrow();
        let Some(item) = saved.get(self.next.get()) else { return Ok(None) };
        let next = self.next.get() + 1;
        self.next.set(if next == saved.len() { 0 } else { next });
        Ok(Some(item.clone()))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let saved = self.saved.borrow().clone();
        let (items, past_first) = match self.ended.get() {
            false => (self.items.clone(), self.saved_before.get()),
            true => (vm.iter(&Value::from(saved[self.next.get()..].to_vec()))?, true),
        };
        let state = Tuple::new([Value::from(saved), Value::bool(past_first)]).into_value();
        Ok(Some(Reduced::of_class(vm, this, vec![items]).with_state(state)))
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        let [saved, past_first] = state_tuple(vm, state)? else {
            return Err(vm.type_error("function takes exactly 2 arguments"));
        };
        let Some(list) = saved.get::<List>() else {
            let class = vm.argument_type(saved);
            return Err(vm.type_error(format!("argument 1 must be list, not {class}")));
        };
        self.saved_before.set(vm.truthy(past_first)?);
        drop(self.saved.replace(list.to_vec()));
        self.next.set(0);
        self.ended.set(false);
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.items);
        self.saved.borrow().iter().for_each(visit);
    }
}

fn new_cycle(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = Cycle {
        items: vm.iter(&a[1])?,
        saved: RefCell::default(),
        next: Cell::new(0),
        ended: Cell::new(false),
        saved_before: Cell::new(false),
    };
    make(vm, a, state)
}

struct Repeat {
    item: Value,
    /// None for infinitely many.
    left: Cell<Option<usize>>,
}

impl NativeIterate for Repeat {
    fn next(&self, _: &Vm) -> VmResult<Option<Value>> {
        if let Some(left) = self.left.get() {
            match left.checked_sub(1) {
                Some(fewer) => self.left.set(Some(fewer)),
                None => return Ok(None),
            }
        }
        Ok(Some(self.item.clone()))
    }

    fn length_hint(&self) -> Option<usize> {
        self.left.get()
    }

    fn shown(&self, vm: &Vm) -> VmResult<Option<String>> {
        let item = vm.repr(&self.item)?;
        Ok(Some(match self.left.get() {
            Some(left) => format!("repeat({}, {left})", item.as_str()),
            None => format!("repeat({})", item.as_str()),
        }))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let arguments = std::iter::once(self.item.clone()).chain(self.left.get().map(Value::from));
        Ok(Some(Reduced::of_class(vm, this, arguments.collect())))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.item);
    }
}

fn new_repeat(vm: &Vm, a: Args<'_>) -> VmResult {
    let left = match a.opt(2) {
        Some(times) => Some(vm.index_clipped(times)?.max(0) as usize),
        None => None,
    };
    make(vm, a, Repeat { item: a[1].clone(), left: Cell::new(left) })
}

fn repeat_hint(vm: &Vm, a: Args<'_>) -> VmResult {
    match a.this::<NativeIterator>().length_hint() {
        Some(left) => Ok(Value::from(left)),
        None => Err(vm.type_error("len() of unsized object")),
    }
}

/// `count`
pub static COUNT: ClassDef = ClassDef {
    name: "count",
    doc: "Return a count object whose .__next__() method returns consecutive values.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, start=0, step=1)",
            "Create and return a new object.",
            new_count,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        iterator::REPR,
    ],
    ..ITERATOR
};

/// `cycle`
pub static CYCLE: ClassDef = ClassDef {
    name: "cycle",
    doc: "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, /)",
            "Create and return a new object.",
            new_cycle,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};

/// `repeat`
pub static REPEAT: ClassDef = ClassDef {
    name: "repeat",
    doc: "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, object, times=<unrepresentable>)",
            "Create and return a new object.",
            new_repeat,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        iterator::REPR,
        NativeDef::new(
            "__length_hint__(self, /)",
            "Private method returning an estimate of len(list(it)).",
            repeat_hint,
        ),
    ],
    ..ITERATOR
};
