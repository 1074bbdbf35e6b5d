//! `itertools`: building blocks for iterators.

mod combinatoric;
mod endless;
mod grouping;
mod merging;
mod selecting;

use super::ModuleDef;
use crate::objects::class::Class;
use crate::objects::native::{Args, ClassDef, NativeIterate, NativeIterator};
use crate::objects::scalar;
use crate::runtime::{Kind, Ref};
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

/// The result of `__new__` of the class made from `def`.
fn make(vm: &Vm, a: Args<'_>, def: &'static ClassDef, state: impl NativeIterate) -> VmResult {
    let class: &Ref<Class> = scalar::class_argument(vm, a, &vm.class_for(def))?;
    Ok(NativeIterator::of_class(vm, class, state))
}
