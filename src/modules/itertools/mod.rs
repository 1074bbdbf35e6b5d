//! `itertools`: building blocks for iterators.

mod combinatoric;
mod endless;
mod grouping;
mod merging;
mod selecting;

use super::ModuleDef;
use crate::objects::native::{Args, ClassDef, NativeIterate, NativeIterator};
use crate::objects::scalar;
use crate::runtime::Kind;
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

/// The result of `__new__`: an iterator in this state.
fn make(vm: &Vm, a: Args<'_>, state: impl NativeIterate) -> VmResult {
    let class = scalar::class_argument(a);
    Ok(NativeIterator::of_class(vm, class, state))
}
