//! From syntax tree to code objects.
//!
//! The crate `hob-compiler` returns code as plain data, so that the build script can compile the
//! library with it; code objects are made from it here.

pub mod code_store;
pub mod disassemble;
pub mod stored;
pub mod values;
pub mod verify;

pub use hob_compiler::{
    Bounds, Cause, CompileError, CompileWarning, Compiled, Features, Mode, Optimization,
    check_module, compile_module, constants, scope,
};

use crate::objects::code::{Code, Source};
use crate::runtime::Ref;
use hob_compiler::stored::write;
use std::rc::Rc;

/// The code object of a text that was just compiled.
///
/// # Errors
/// A RecursionError, if functions are nested too deeply for the rest of the native stack.
pub fn code_object(
    compiled: &Compiled,
    source: &Rc<Source>,
    bounds: Bounds<'_>,
) -> Result<Ref<Code>, CompileError> {
    let code = stored::read(&write(&compiled.code), source, bounds.stack_floor);
    code.ok_or_else(CompileError::too_deep)
}
