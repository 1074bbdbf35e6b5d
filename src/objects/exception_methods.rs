//! What a program sees of exceptions.

use super::exception::Exception;
use super::native::{NativeDef, PropertyDef};
use crate::runtime::{Ref, Value};
use crate::vm::Vm;

/// Appends to `__notes__`.
pub fn add_note(vm: &Vm, exception: &Ref<Exception>, note: Value) {
    let _ = (vm, exception, note);
}

/// See the table of exceptions.
pub const BASE_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const BASE_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const GROUP_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const GROUP_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const ATTRIBUTE_ERROR_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const ATTRIBUTE_ERROR_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const IMPORT_ERROR_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const IMPORT_ERROR_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const NAME_ERROR_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const NAME_ERROR_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const OS_ERROR_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const OS_ERROR_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const SYNTAX_ERROR_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const SYNTAX_ERROR_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const NO_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const KEY_ERROR_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const UNICODE_DECODE_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const UNICODE_ENCODE_METHODS: &[NativeDef] = &[];
/// See the table of exceptions.
pub const NO_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const SYSTEM_EXIT_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const STOP_ITERATION_PROPERTIES: &[PropertyDef] = &[];
/// See the table of exceptions.
pub const UNICODE_PROPERTIES: &[PropertyDef] = &[];
