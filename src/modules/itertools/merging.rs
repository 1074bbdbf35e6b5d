//! `chain`, `starmap`, `zip_longest`: one iterator made of several iterables.

use super::{ITERATOR, REDUCE, SET_STATE, make, state_tuple};
use crate::objects::iterator;
use crate::objects::iterator_reduce::Reduced;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use smallvec::SmallVec;
use std::cell::Cell;

struct Chain {
    /// Iterates over the iterables; unset at the end.
    sources: Slot,
    /// The current one; unset between two.
    current: Slot,
}

impl NativeIterate for Chain {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        while !self.sources.is_unset() {
            let mut current = self.current.get();
            if current.is_unset() {
                match vm.next(&self.sources.get())? {
                    Some(source) => current = vm.iter(&source)?,
                    None => {
                        self.sources.set(Value::UNSET);
                        break;
                    }
                }
                self.current.set(current.clone());
            }
            match vm.next(&current)? {
                Some(item) => return Ok(Some(item)),
                None => self.current.set(Value::UNSET),
            }
        }
        Ok(None)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let made = Reduced::of_class(vm, this, Vec::new());
        let parts = [self.sources.get(), self.current.get()];
        let parts: Vec<Value> = parts.into_iter().filter(|p| !p.is_unset()).collect();
        Ok(Some(match self.sources.is_unset() {
            true => made,
            false => made.with_state(Tuple::new(parts).into_value()),
        }))
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        let parts = state_tuple(vm, state)?;
        let (sources, current) = match parts {
            [sources] => (sources, Value::UNSET),
            [sources, current] => (sources, current.clone()),
            _ => return Err(vm.type_error("function takes at most 2 arguments")),
        };
        if !parts.iter().all(|part| vm.is_iterator(part)) {
            return Err(vm.type_error("Arguments must be iterators."));
        }
        self.sources.set(sources.clone());
        self.current.set(current);
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.sources.get());
        visit(&self.current.get());
    }
}

fn new_chain(vm: &Vm, a: Args<'_>) -> VmResult {
    let sources = vm.iter(vm.tuple(a.rest())?.as_value())?.into();
    make(vm, a, Chain { sources, current: Slot::default() })
}

fn from_iterable(vm: &Vm, a: Args<'_>) -> VmResult {
    make(vm, a, Chain { sources: vm.iter(&a[1])?.into(), current: Slot::default() })
}

struct Starmap {
    function: Value,
    items: Value,
}

impl NativeIterate for Starmap {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let Some(args) = vm.next(&self.items)? else { return Ok(None) };
        match args.get_exact::<Tuple>() {
            Some(args) => vm.call(&self.function, args.items()),
            None => vm.call(&self.function, &vm.to_vec(&args)?),
        }
        .map(Some)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let arguments = vec![self.function.clone(), self.items.clone()];
        Ok(Some(Reduced::of_class(vm, this, arguments)))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function);
        visit(&self.items);
    }
}

struct ZipLongest {
    /// Unset where exhausted.
    sources: Vec<Slot>,
    fill: Slot,
    active: Cell<usize>,
}

impl NativeIterate for ZipLongest {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.active.get() == 0 {
            return Ok(None);
        }
        let mut items: SmallVec<[Value; 4]> = SmallVec::new();
        for source in &self.sources {
            if !source.is_unset() {
                match vm.next(&source.get()) {
                    Ok(Some(item)) => {
                        items.push(item);
                        continue;
                    }
                    Ok(None) => {
                        self.active.set(self.active.get().saturating_sub(1));
                        if self.active.get() == 0 {
                            return Ok(None);
                        }
                        source.set(Value::UNSET);
                    }
                    Err(e) => {
                        self.active.set(0);
                        return Err(e);
                    }
                }
            }
            items.push(self.fill.get());
        }
        Ok(Some(Tuple::new(items).into_value()))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let empty = Tuple::new([]).into_value();
        let source = |source: &Slot| if source.is_unset() { empty.clone() } else { source.get() };
        let arguments = self.sources.iter().map(source).collect();
        Ok(Some(Reduced::of_class(vm, this, arguments).with_state(self.fill.get())))
    }

    fn set_state(&self, _: &Vm, state: &Value) -> VmResult<()> {
        self.fill.set(state.clone());
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.fill.get());
        self.sources.iter().for_each(|source| visit(&source.get()));
    }
}

fn new_zip_longest(vm: &Vm, a: Args<'_>) -> VmResult {
    let fill = a.opt(1).cloned().unwrap_or(Value::NONE).into();
    let source = |iterable| Ok(Slot::new(vm.iter(iterable)?));
    let sources: VmResult<Vec<Slot>> = a.rest().iter().map(source).collect();
    let state = ZipLongest { sources: sources?, fill, active: Cell::new(a.rest().len()) };
    make(vm, a, state)
}

/// `chain`
pub static CHAIN: ClassDef = ClassDef {
    name: "chain",
    doc: "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *iterables)",
            "Create and return a new object.",
            new_chain,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
        NativeDef::class(
            "from_iterable(cls, iterable, /)",
            "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
            from_iterable,
        ),
        crate::objects::alias::CLASS_GETITEM,
    ],
    ..ITERATOR
};

/// `starmap`
pub static STARMAP: ClassDef = ClassDef {
    name: "starmap",
    doc: "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, function, iterable, /)",
            "Create and return a new object.",
            |vm, a| {
                let state = Starmap { function: a[1].clone(), items: vm.iter(&a[2])? };
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

/// `zip_longest`
pub static ZIP_LONGEST: ClassDef = ClassDef {
    name: "zip_longest",
    doc: "Return a zip_longest object whose .__next__() method returns a tuple where the i-th\nelement comes from the i-th iterable argument. Until the longest argument is exhausted,\nmissing values are replaced by fillvalue, which defaults to None.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *iterables, fillvalue=None)",
            "Create and return a new object.",
            new_zip_longest,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ITERATOR
};
