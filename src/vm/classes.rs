//! Making classes: from declarations in Rust, and from `class` statements.

use super::Vm;
use crate::objects::class::Class;
use crate::objects::native::ClassDef;
use crate::runtime::Ref;

impl Vm {
    /// The class made from a declaration; one for each interpreter.
    pub fn class_for(&self, def: &'static ClassDef) -> Ref<Class> {
        unimplemented!()
    }
}
