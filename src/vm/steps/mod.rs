//! The slow paths of instructions, by family.

mod calls;
mod containers;
mod exceptions;
mod intrinsics;
mod matching;
mod names;
mod operands;
mod operators;
