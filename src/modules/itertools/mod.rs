//! `itertools`: building blocks for iterators.

mod combinatoric;
mod endless;
mod grouping;
mod merging;
mod selecting;

use super::ModuleDef;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, NativeDef, NativeIterate, NativeIterator};
use crate::objects::tuple::Tuple;
use crate::objects::{int, iterator_reduce, scalar};
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

/// `itertools`
pub static MODULE: ModuleDef = ModuleDef {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: &[grouping::TEE],
    classes: &[
        &selecting::ACCUMULATE,
        &grouping::BATCHED,
        &merging::CHAIN,
        &combinatoric::COMBINATIONS,
        &combinatoric::COMBINATIONS_WITH_REPLACEMENT,
        &selecting::COMPRESS,
        &endless::COUNT,
        &endless::CYCLE,
        &selecting::DROPWHILE,
        &selecting::FILTERFALSE,
        &grouping::GROUPBY,
        &selecting::ISLICE,
        &grouping::PAIRWISE,
        &combinatoric::PERMUTATIONS,
        &combinatoric::PRODUCT,
        &endless::REPEAT,
        &merging::STARMAP,
        &selecting::TAKEWHILE,
        &merging::ZIP_LONGEST,
    ],
    ..ModuleDef::BASE
};

/// The common part of the module's classes.
const ITERATOR: ClassDef =
    ClassDef { module: "itertools", kind: Kind::NativeIterator, ..ClassDef::BASE };

/// `__reduce__`, with the warning of 3.13 that the module's iterators will not stay copyable
/// forever.
const REDUCE: NativeDef =
    NativeDef::new("__reduce__(self, /)", "Return state information for pickling.", |vm, a| {
        warn_about_copies(vm)?;
        iterator_reduce::taken_apart(vm, &a[0])
    });

/// `__setstate__`, with the same warning.
const SET_STATE: NativeDef = NativeDef::new(
    "__setstate__(self, state, /)",
    "Set state information for unpickling.",
    |vm, a| {
        warn_about_copies(vm)?;
        iterator_reduce::set_state(vm, a)
    },
);

fn warn_about_copies(vm: &Vm) -> VmResult<()> {
    let message =
        "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.";
    vm.warn(Exc::DeprecationWarning, message, 1)
}

/// The items of a state that must be a tuple.
fn state_tuple<'a>(vm: &Vm, state: &'a Value) -> VmResult<&'a [Value]> {
    match state.get::<Tuple>() {
        Some(tuple) => Ok(tuple.items()),
        None => Err(vm.type_error("state is not a tuple")),
    }
}

/// The indexes in a state, brought into range: at least 0, at most `most` for each position.
fn indexes_of(
    vm: &Vm,
    state: &Value,
    count: usize,
    most: impl Fn(usize) -> usize,
) -> VmResult<Vec<usize>> {
    let Some(items) = state.get::<Tuple>().filter(|items| items.len() == count) else {
        return Err(vm.value_error("invalid arguments"));
    };
    let index = |(place, item): (usize, &Value)| {
        let given = int::to_i64(&vm.index(item)?).unwrap_or(i64::MAX).max(0);
        Ok((given as usize).min(most(place)))
    };
    items.items().iter().enumerate().map(index).collect()
}

/// Numbers as a tuple of ints.
fn numbers(numbers: &[usize]) -> Value {
    Tuple::new(numbers.iter().map(|n| Value::from(*n)).collect::<Vec<_>>()).into_value()
}

/// The result of `__new__`: an iterator in this state.
fn make(vm: &Vm, a: Args<'_>, state: impl NativeIterate) -> VmResult {
    let class = scalar::class_argument(a);
    Ok(NativeIterator::of_class(vm, class, state))
}
