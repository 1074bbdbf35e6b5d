//! `module`: a namespace with a name.

use super::dict::Dict;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref};

/// The payload of a module.
pub struct Module {
    /// The namespace; `__name__` and `__doc__` are in it.
    pub dict: Ref<Dict>,
}

impl Object for Module {
    const KIND: Kind = Kind::Module;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.dict.as_value());
    }

    fn clear(&self) {
        drop(self.dict.take());
    }
}

impl Module {
    /// A module of this name, with an empty namespace but for the usual names.
    pub fn new(name: &str) -> Ref<Module> {
        let dict = Dict::new();
        dict.set_text("__name__", name);
        for none in ["__doc__", "__package__", "__loader__", "__spec__"] {
            dict.set_text(none, crate::runtime::Value::NONE);
        }
        Ref::new(Module { dict })
    }

    /// The module's name, if it is a string.
    pub fn name(&self) -> String {
        let name = self.dict.get_text("__name__");
        name.and_then(|n| Some(n.get::<super::str::Str>()?.as_str().to_string()))
            .unwrap_or_default()
    }
}
