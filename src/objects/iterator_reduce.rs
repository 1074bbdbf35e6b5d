//! `copy` and `pickle` of built-in iterators: `__reduce__` and `__setstate__`.

use super::dict_views::DictIterator;
use super::exception::Exc;
use super::int;
use super::list::List;
use super::list_methods::ListIterator;
use super::native::{Args, NativeDef, NativeIterator};
use super::range::{Range, RangeIterator};
use super::str::intern;
use super::tuple::Tuple;
use super::tuple_methods::TupleIterator;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// A call that recreates an iterator, and the argument of its `__setstate__`.
pub struct Reduced {
    maker: Value,
    arguments: Vec<Value>,
    state: Option<Value>,
}

impl Reduced {
    /// A call of a function of `builtins`, such as `iter`, as currently bound there.
    ///
    /// # Errors
    /// AttributeError if a program has deleted it; any exception raised by the look-up.
    pub fn call(vm: &Vm, function: &str, arguments: Vec<Value>) -> VmResult<Reduced> {
        let builtins = vm.import_module("builtins")?;
        let maker = vm.get_attribute(&builtins, &intern(function))?;
        Ok(Reduced { maker, arguments, state: None })
    }

    /// `iter(())`, for an iterator that is exhausted.
    ///
    /// # Errors
    /// Same as [`Reduced::call`].
    pub fn exhausted(vm: &Vm) -> VmResult<Reduced> {
        Reduced::call(vm, "iter", vec![Tuple::new([]).into_value()])
    }

    /// A call of any other function or class.
    pub fn calling(maker: Value, arguments: Vec<Value>) -> Reduced {
        Reduced { maker, arguments, state: None }
    }

    /// A call of the iterator's own class.
    pub fn of_class(vm: &Vm, iterator: &Value, arguments: Vec<Value>) -> Reduced {
        Reduced { maker: vm.class_of(iterator).into_value(), arguments, state: None }
    }

    /// The same with a state.
    pub fn with_state(self, state: impl Into<Value>) -> Reduced {
        Reduced { state: Some(state.into()), ..self }
    }
}

/// `__reduce__` of iterators that can be reconstructed.
pub const REDUCE: NativeDef =
    NativeDef::new("__reduce__(self, /)", "Return state information for pickling.", |vm, a| {
        taken_apart(vm, &a[0])
    });

/// The result of `__reduce__`.
///
/// # Errors
/// Same as [`NativeIterator::reduce`].
pub fn taken_apart(vm: &Vm, iterator: &Value) -> VmResult {
    let Reduced { maker, arguments, state } = reduce(vm, iterator)?;
    let parts = [maker, Tuple::new(arguments).into_value()];
    Ok(Tuple::new(parts.into_iter().chain(state).collect::<Vec<_>>()).into_value())
}

/// `__setstate__` of iterators with a position.
pub const SET_STATE: NativeDef = NativeDef::new(
    "__setstate__(self, state, /)",
    "Set state information for unpickling.",
    set_state,
);

fn reduce(vm: &Vm, this: &Value) -> VmResult<Reduced> {
    if let Some(iterator) = this.get::<NativeIterator>() {
        return iterator.reduce(vm, this);
    }
    if let Some(iterator) = this.get::<ListIterator>() {
        let list = iterator.list.get().clone();
        if list.is_unset() {
            return Reduced::call(vm, "iter", vec![Value::from(Vec::new())]);
        }
        return Ok(Reduced::call(vm, "iter", vec![list])?.with_state(iterator.next.get() as i64));
    }
    if let Some(iterator) = this.get::<TupleIterator>() {
        let tuple = iterator.tuple.as_value().clone();
        if iterator.left() == 0 {
            return Reduced::exhausted(vm);
        }
        return Ok(Reduced::call(vm, "iter", vec![tuple])?.with_state(iterator.next.get() as i64));
    }
    if let Some(iterator) = this.get::<RangeIterator>() {
        let (start, step) = (i128::from(iterator.next.get()), i128::from(iterator.step));
        let stop = start + step * i128::from(iterator.left.get());
        let big = |number: i128| Value::from(num_bigint::BigInt::from(number));
        let range = Range::new(big(start), big(stop), big(step)).into_value();
        return Ok(Reduced::call(vm, "iter", vec![range])?.with_state(Value::NONE));
    }
    if let Some(iterator) = this.get::<DictIterator>() {
        let rest = iterator.copy();
        let mut items = Vec::new();
        while let Some(item) = rest.step(vm)? {
            items.push(item);
        }
        return Reduced::call(vm, "iter", vec![Value::from(items)]);
    }
    let class = vm.class_ref(this).name();
    Err(vm.type_error(format!("cannot pickle '{class}' object")))
}

/// `iterator.__setstate__(state)`
///
/// # Errors
/// TypeError or ValueError if the state does not fit such an iterator.
pub fn set_state(vm: &Vm, a: Args<'_>) -> VmResult {
    let (this, state) = (&a[0], &a[1]);
    if let Some(iterator) = this.get::<NativeIterator>() {
        iterator.set_state(vm, state)?;
    } else if let Some(iterator) = this.get::<ListIterator>() {
        let len = iterator.list.get().get::<List>().map_or(0, |list| list.len());
        iterator.next.set(position(vm, state, len)?);
        // As in CPython, a position before the start ends a list's iterator.
        if int::to_i64(state).is_some_and(|index| index < 0) {
            iterator.list.set(Value::UNSET);
        }
    } else if let Some(iterator) = this.get::<TupleIterator>() {
        iterator.next.set(position(vm, state, iterator.tuple.len())?);
    } else if let Some(iterator) = this.get::<RangeIterator>() {
        let passed = position(vm, state, iterator.left.get().try_into().unwrap_or(usize::MAX))?;
        iterator.left.set(iterator.left.get() - passed as u64);
        let distance = iterator.step.wrapping_mul(passed as i64);
        iterator.next.set(iterator.next.get().wrapping_add(distance));
    }
    Ok(Value::NONE)
}

/// The index given by a state: at least 0, at most `len`.
///
/// # Errors
/// TypeError if it is not an int; OverflowError if it is larger than any index.
pub fn position(vm: &Vm, state: &Value, len: usize) -> VmResult<usize> {
    if !int::is_int(state) {
        return Err(vm.type_error("an integer is required"));
    }
    let Some(index) = int::to_i64(state) else {
        let message = "Python int too large to convert to C ssize_t";
        return Err(vm.error(Exc::OverflowError, message));
    };
    Ok(usize::try_from(index).map_or(0, |index| index.min(len)))
}

/// The result of `__reduce__` for an iterator over a sequence, or over nothing once it is
/// exhausted.
///
/// # Errors
/// Same as [`Reduced::call`].
pub fn over(vm: &Vm, sequence: Option<&Value>, next: usize) -> VmResult<Reduced> {
    match sequence {
        Some(sequence) => {
            Ok(Reduced::call(vm, "iter", vec![sequence.clone()])?.with_state(next as i64))
        }
        None => Reduced::exhausted(vm),
    }
}
