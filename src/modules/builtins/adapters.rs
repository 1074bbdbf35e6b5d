//! The iterators of `builtins`: `enumerate`, `filter`, `map`, `reversed`, `zip`.

use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::objects::iterator_reduce::{REDUCE, Reduced, SET_STATE};
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate, NativeIterator};
use crate::objects::sequence;
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::objects::{int, iterator, scalar};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use smallvec::SmallVec;
use std::cell::{Cell, RefCell};

struct Enumerate {
    items: Value,
    next: Cell<i64>,
    /// Counts on where 64 bits do not reach.
    big: RefCell<Option<BigInt>>,
    /// See [`Tuple::renew`].
    kept: Cell<Option<Ref<Tuple>>>,
}

impl NativeIterate for Enumerate {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        let Some(item) = vm.next_part(&self.items)? else { return Ok(None) };
        let number = match &mut *self.big.borrow_mut() {
            big @ None => {
                let number = self.next.get();
                match number.checked_add(1) {
                    Some(next) => self.next.set(next),
                    None => *big = Some(BigInt::from(number) + 1),
                }
                Value::from(number)
            }
            Some(big) => {
                let after = &*big + 1;
                Value::from(std::mem::replace(big, after))
            }
        };
        Ok(Some(renewed(&self.kept, [number, item])))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let next = match &*self.big.borrow() {
            None => Value::from(self.next.get()),
            Some(big) => Value::from(big.clone()),
        };
        Ok(Some(Reduced::of_class(vm, this, vec![self.items.clone(), next])))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.items);
        traverse_kept(&self.kept, visit);
    }
}

/// [`Tuple::renew`] of a tuple in a cell.
#[inline]
fn renewed(kept: &Cell<Option<Ref<Tuple>>>, items: [Value; 2]) -> Value {
    let mut tuple = kept.take();
    let pair = Tuple::renew(&mut tuple, items);
    kept.set(tuple);
    pair
}

fn traverse_kept(kept: &Cell<Option<Ref<Tuple>>>, visit: Visitor<'_>) {
    let tuple = kept.take();
    tuple.iter().for_each(|tuple| visit(tuple.as_value()));
    kept.set(tuple);
}

fn new_enumerate(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let start = a.opt(2).map_or(Ok(Value::small_int(0)), |start| vm.index(start))?;
    let items = vm.iter(&a[1])?;
    let (next, big) = match int::to_i64(&start) {
        Some(next) => (next, None),
        None => (0, int::to_big(&start).map(|b| b.into_owned())),
    };
    let (next, big) = (Cell::new(next), RefCell::new(big));
    Ok(NativeIterator::of_class(vm, class, Enumerate { items, next, big, kept: Cell::default() }))
}

struct Filter {
    /// None to keep true items.
    function: Value,
    items: Value,
}

impl NativeIterate for Filter {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        while let Some(item) = vm.next(&self.items)? {
            let keep = match self.function.is_none() {
                true => vm.truthy(&item)?,
                false => vm.truthy(&vm.call(&self.function, std::slice::from_ref(&item))?)?,
            };
            if keep {
                return Ok(Some(item));
            }
        }
        Ok(None)
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

fn new_filter(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let state = Filter { function: a[1].clone(), items: vm.iter(&a[2])? };
    Ok(NativeIterator::of_class(vm, class, state))
}

struct Map {
    function: Value,
    sources: Vec<Value>,
}

impl NativeIterate for Map {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if let [source] = &self.sources[..] {
            return match vm.next_part(source)? {
                Some(item) => vm.call(&self.function, &[item]).map(Some),
                None => Ok(None),
            };
        }
        let mut args: SmallVec<[Value; 4]> = SmallVec::new();
        for source in &self.sources {
            match vm.next(source)? {
                Some(item) => args.push(item),
                None => return Ok(None),
            }
        }
        vm.call(&self.function, &args).map(Some)
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let arguments = std::iter::once(&self.function).chain(&self.sources).cloned().collect();
        Ok(Some(Reduced::of_class(vm, this, arguments)))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.function);
        self.sources.iter().for_each(visit);
    }
}

fn iterators(vm: &Vm, iterables: &[Value]) -> VmResult<Vec<Value>> {
    let mut iterators = vm.vec_with_capacity(iterables.len())?;
    for iterable in iterables {
        vm.tick(1)?;
        iterators.push(vm.iter(iterable)?);
    }
    Ok(iterators)
}

fn new_map(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let [function, iterables @ ..] = a.rest() else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let state = Map { function: function.clone(), sources: iterators(vm, iterables)? };
    Ok(NativeIterator::of_class(vm, class, state))
}

struct Zip {
    sources: Vec<Value>,
    strict: Cell<bool>,
    /// See [`Tuple::renew`].
    kept: Cell<Option<Ref<Tuple>>>,
}

impl NativeIterate for Zip {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.sources.is_empty() {
            return Ok(None);
        }
        if let [a, b] = &self.sources[..]
            && !self.strict.get()
        {
            let Some(a) = vm.next_part(a)? else { return Ok(None) };
            let Some(b) = vm.next_part(b)? else { return Ok(None) };
            return Ok(Some(renewed(&self.kept, [a, b])));
        }
        let mut items: SmallVec<[Value; 4]> = SmallVec::new();
        for (i, source) in self.sources.iter().enumerate() {
            match vm.next_part(source)? {
                Some(item) => items.push(item),
                None if !self.strict.get() => return Ok(None),
                None => return self.check_ended(vm, i),
            }
        }
        Ok(Some(Tuple::new(items).into_value()))
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        let reduced = Reduced::of_class(vm, this, self.sources.clone());
        Ok(Some(if self.strict.get() { reduced.with_state(Value::TRUE) } else { reduced }))
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        self.strict.set(vm.truthy(state)?);
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        self.sources.iter().for_each(&mut *visit);
        traverse_kept(&self.kept, visit);
    }
}

impl Zip {
    /// The end of a strict `zip`: source `i` ended. No source before it may have produced an item,
    /// and those after it must have ended, too.
    fn check_ended(&self, vm: &Vm, i: usize) -> VmResult<Option<Value>> {
        let others = |n: usize| if n == 1 { " 1".to_string() } else { format!("s 1-{n}") };
        if i > 0 {
            let (number, others) = (i + 1, others(i));
            return Err(
                vm.value_error(format!("zip() argument {number} is shorter than argument{others}"))
            );
        }
        for (i, source) in self.sources.iter().enumerate().skip(1) {
            if vm.next(source)?.is_some() {
                let (number, others) = (i + 1, others(i));
                return Err(vm.value_error(format!(
                    "zip() argument {number} is longer than argument{others}"
                )));
            }
        }
        Ok(None)
    }
}

fn new_zip(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let strict = a.opt(1).map_or(Ok(false), |v| vm.truthy(v))?.into();
    let sources = iterators(vm, a.rest())?;
    Ok(NativeIterator::of_class(vm, class, Zip { sources, strict, kept: Cell::default() }))
}

struct Reversed {
    sequence: Value,
    /// The index of the next item; -1 at the end.
    next: Cell<i64>,
}

impl NativeIterate for Reversed {
    fn next(&self, vm: &Vm) -> VmResult<Option<Value>> {
        if self.next.get() < 0 {
            return Ok(None);
        }
        let index = self.next.get() as usize;
        self.next.set(self.next.get() - 1);
        let known = match (self.sequence.get_exact::<List>(), self.sequence.get_exact::<Tuple>()) {
            (Some(list), _) => list.get(index),
            (_, Some(tuple)) => tuple.items().get(index).cloned(),
            _ => None,
        };
        if known.is_some() {
            return Ok(known);
        }
        let index = Value::from(index);
        match vm.get_item(&self.sequence, &index) {
            Ok(item) => Ok(Some(item)),
            Err(e) => {
                self.next.set(-1);
                let ended =
                    vm.is_exception(&e, Exc::IndexError) || vm.is_exception(&e, Exc::StopIteration);
                if ended { Ok(None) } else { Err(e) }
            }
        }
    }

    fn length_hint(&self) -> Option<usize> {
        usize::try_from(self.next.get() + 1).ok()
    }

    fn reduce(&self, vm: &Vm, this: &Value) -> VmResult<Option<Reduced>> {
        if self.next.get() < 0 {
            return Ok(Some(Reduced::of_class(vm, this, vec![Tuple::new([]).into_value()])));
        }
        let reduced = Reduced::of_class(vm, this, vec![self.sequence.clone()]);
        Ok(Some(reduced.with_state(self.next.get())))
    }

    fn set_state(&self, vm: &Vm, state: &Value) -> VmResult<()> {
        if self.next.get() >= 0 {
            let last = vm.len(&self.sequence)? as i64 - 1;
            let index = int::to_i64(&vm.index(state)?).unwrap_or(i64::MAX);
            self.next.set(index.clamp(-1, last));
        }
        Ok(())
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.sequence);
    }
}

/// `reversed(value)`
///
/// # Errors
/// TypeError if the value is neither a sequence nor has `__reversed__`; any exception raised by it.
pub fn reversed(vm: &Vm, class: &Ref<Class>, value: &Value) -> VmResult {
    let not_reversible = || {
        let class = vm.class_ref(value).message_name();
        vm.type_error(format!("'{class}' object is not reversible"))
    };
    if vm.has_slot(value, SpecialMethod::Reversed) {
        let result = vm.call_special_method(value, SpecialMethod::Reversed, &[])?;
        return result.ok_or_else(not_reversible);
    }
    let is_sequence = vm.has_slot(value, SpecialMethod::GetItem)
        && value.kind() != Some(Kind::Dict)
        && value.kind() != Some(Kind::MappingProxy);
    if !is_sequence {
        return Err(not_reversible());
    }
    let next = vm.len(value)? as i64 - 1;
    Ok(NativeIterator::of_class(
        vm,
        class,
        Reversed { sequence: value.clone(), next: Cell::new(next) },
    ))
}

fn new_reversed(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    sequence::check_count(vm, "reversed", a.rest().len(), 1, 1)?;
    reversed(vm, class, &a.rest()[0])
}

/// `enumerate`
pub static ENUMERATE: ClassDef = ClassDef {
    name: "enumerate",
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.",
    kind: Kind::NativeIterator,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, iterable, start=0)",
            "Create and return a new object.",
            new_enumerate,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        crate::objects::alias::CLASS_GETITEM,
    ],
    ..ClassDef::BASE
};

/// `filter`
pub static FILTER: ClassDef = ClassDef {
    name: "filter",
    doc: "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
    kind: Kind::NativeIterator,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, function, iterable, /)",
            "Create and return a new object.",
            new_filter,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
    ],
    ..ClassDef::BASE
};

/// `map`
pub static MAP: ClassDef = ClassDef {
    name: "map",
    doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.",
    kind: Kind::NativeIterator,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args)",
            "Create and return a new object.",
            new_map,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
    ],
    ..ClassDef::BASE
};

/// `reversed`
pub static REVERSED: ClassDef = ClassDef {
    name: "reversed",
    doc: "Return a reverse iterator over the values of the given sequence.",
    kind: Kind::NativeIterator,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args)",
            "Create and return a new object.",
            new_reversed,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
        iterator::LENGTH_HINT,
    ],
    ..ClassDef::BASE
};

/// `zip`
pub static ZIP: ClassDef = ClassDef {
    name: "zip",
    doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('ab', range(5)))\n   [('a', 0), ('b', 1)]",
    kind: Kind::NativeIterator,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *iterables, strict=False)",
            "Create and return a new object.",
            new_zip,
        ),
        iterator::ITER,
        iterator::NEXT,
        REDUCE,
        SET_STATE,
    ],
    ..ClassDef::BASE
};
