//! The methods of `object`.

use super::native::{NativeDef, PropertyDef};

/// What every object answers to.
pub const METHODS: &[NativeDef] = &[];
/// The computed attributes of every object.
pub const PROPERTIES: &[PropertyDef] = &[];
