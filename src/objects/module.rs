//! `module`: a namespace with a name.

use super::dict::Dict;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};

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
    /// A module with this name, whose namespace has only the usual names.
    pub fn new(name: &str) -> Ref<Module> {
        let dict = Dict::new();
        dict.set_text("__name__", name);
        for none in ["__doc__", "__package__", "__loader__", "__spec__"] {
            dict.set_text(none, Value::NONE);
        }
        Ref::new(Module { dict })
    }

    /// The module's name, if it is a string.
    pub fn name(&self) -> String {
        let name = self.dict.get_text("__name__");
        name.and_then(|n| Some(n.get::<super::str::Str>()?.as_str().to_string()))
            .unwrap_or_default()
    }

    /// Sets all names to None, as CPython does when a program ends: first those that begin with one
    /// underscore, then the rest in the order in which they were bound.
    pub fn lose_names(&self) {
        let entries = self.dict.entries();
        for private in [true, false] {
            for (name, value) in &entries {
                let Some(name) = name.get::<super::str::Str>() else { continue };
                let is_private = name.as_str().starts_with('_');
                if is_private == private && value.is_object() && name.as_str() != "__builtins__" {
                    drop(self.dict.set_str(name, Value::NONE));
                }
            }
        }
    }
}
