//! `chain`, `starmap`, `zip_longest`: one iterator made of several iterables.

use super::{ITERATOR, REDUCE, SET_STATE, make, state_tuple};
use crate::objects::iterator;
use crate::objects::iterator_reduce::Reduced;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};
use smallvec::SmallVec;

struct Chain {
    /// Iterates over the iterables; unset at the end.
    sources: Value,
    /// The current one; unset between two.
    current: Value,
}

impl NativeIterate for Chain {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        while !self.sources.is_unset() {
            if self.current.is_unset() {
                match vm.next(&self.sources)? {
                    Some(source) => self.current = vm.iter(&source)?,
                    None => {
                        self.sources = Value::UNSET;
                        break;
                    }
                }
            }
            match vm.next(&self.current)? {
                Some(item) => return Ok(Some(item)),
                None => self.current = Value::UNSET,
            }
        }
        Ok(None)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let made = Reduced::of_class(vm, this, Vec::new());
        let parts: Vec<Value> =
            [&self.sources, &self.current].into_iter().filter(|p| !p.is_unset()).cloned().collect();
        Ok(Some(match self.sources.is_unset() {
            true => made,
            false => made.with_state(Tuple::new(parts).into_value()),
        }))
    }

    fn set_state(&mut self, vm: &Vm, state: &Value) -> VmResult<()> {
        let parts = state_tuple(vm, state)?;
        let (sources, current) = match parts {
            [sources] => (sources, Value::UNSET),
            [sources, current] => (sources, current.clone()),
            _ => return Err(vm.type_error("function takes at most 2 arguments")),
        };
        if !parts.iter().all(|part| vm.is_iterator(part)) {
            return Err(vm.type_error("Arguments must be iterators."));
        }
        (self.sources, self.current) = (sources.clone(), current);
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.sources);
        visit(&self.current);
    }
}

fn new_chain(vm: &Vm, a: Args<'_>) -> VmResult {
    let sources = vm.iter(vm.tuple(a.rest())?.as_value())?;
    make(vm, a, Chain { sources, current: Value::UNSET })
}

fn from_iterable(vm: &Vm, a: Args<'_>) -> VmResult {
    make(vm, a, Chain { sources: vm.iter(&a[1])?, current: Value::UNSET })
}

struct Starmap {
    function: Value,
    items: Value,
}

impl NativeIterate for Starmap {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
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
    sources: Vec<Value>,
    fill: Value,
    active: usize,
}

impl NativeIterate for ZipLongest {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.active == 0 {
            return Ok(None);
        }
        let mut items: SmallVec<[Value; 4]> = SmallVec::new();
        for source in &mut self.sources {
            if !source.is_unset() {
                match vm.next(source) {
                    Ok(Some(item)) => {
                        items.push(item);
                        continue;
                    }
                    Ok(None) => {
                        self.active -= 1;
                        if self.active == 0 {
                            return Ok(None);
                        }
                        *source = Value::UNSET;
                    }
                    Err(e) => {
                        self.active = 0;
                        return Err(e);
                    }
                }
            }
            items.push(self.fill.clone());
        }
        Ok(Some(Tuple::new(items).into_value()))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let empty = Tuple::new([]).into_value();
        let source =
            |source: &Value| if source.is_unset() { empty.clone() } else { source.clone() };
        let arguments = self.sources.iter().map(source).collect();
        Ok(Some(Reduced::of_class(vm, this, arguments).with_state(self.fill.clone())))
    }

    fn set_state(&mut self, _: &Vm, state: &Value) -> VmResult<()> {
        self.fill = state.clone();
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.fill);
        self.sources.iter().for_each(visit);
    }
}

fn new_zip_longest(vm: &Vm, a: Args<'_>) -> VmResult {
    let fill = a.opt(1).cloned().unwrap_or(Value::NONE);
    let sources: VmResult<Vec<Value>> = a.rest().iter().map(|iterable| vm.iter(iterable)).collect();
    let state = ZipLongest { sources: sources?, fill, active: a.rest().len() };
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
