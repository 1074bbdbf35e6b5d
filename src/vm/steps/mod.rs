//! What instructions do beyond their hot paths, by family.

mod calls;
mod containers;
mod exceptions;
mod intrinsics;
mod matching;
mod names;
mod operators;
