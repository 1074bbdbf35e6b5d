//! `function`: a code object with its globals, defaults and closure; and the cells of closures.

use super::code::Code;
use super::dict::Dict;
use super::str::Str;
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Lasting, Object, Ref, Slot, Value};
use std::cell::RefCell;

/// The payload of a Python function.
pub struct Function {
    /// The code that the next call runs. Running frames keep their old code, which lasts as long as
    /// the function.
    pub code: Lasting<Code>,
    /// The module's namespace.
    pub globals: Ref<Dict>,
    /// Cells of the enclosing functions' variables, by closure index.
    pub closure: Box<[Ref<Cell>]>,
    /// Defaults of the last positional parameters: a tuple, or unset.
    pub defaults: Slot,
    /// Defaults of keyword-only parameters: a dict, or unset.
    pub keyword_defaults: Slot,
    /// `__annotations__`: a dict, or unset.
    pub annotations: Slot,
    /// `__name__`
    pub name: RefCell<Ref<Str>>,
    /// `__qualname__`
    pub qualname: RefCell<Ref<Str>>,
    /// `__doc__`
    pub doc: Slot,
    /// `__module__`
    pub module: Slot,
    /// `__type_params__`: a tuple, or unset.
    pub type_params: Slot,
    /// `__dict__`, made when first used.
    pub dict: Slot,
}

impl Object for Function {
    const KIND: Kind = Kind::Function;

    fn traverse(&self, visit: Visitor<'_>) {
        self.code.traverse(visit);
        visit(self.globals.as_value());
        self.closure.iter().for_each(|c| visit(c.as_value()));
        for slot in self.slots() {
            visit(&slot.get());
        }
    }

    fn clear(&self) {
        self.slots().into_iter().for_each(|slot| slot.set(Value::UNSET));
    }
}

impl Function {
    fn slots(&self) -> [&Slot; 7] {
        [
            &self.defaults,
            &self.keyword_defaults,
            &self.annotations,
            &self.doc,
            &self.module,
            &self.type_params,
            &self.dict,
        ]
    }

    /// A function over `code` without defaults, annotations or closure.
    pub fn new(code: Ref<Code>, globals: Ref<Dict>, closure: Box<[Ref<Cell>]>) -> Ref<Function> {
        let module = globals.get_text("__name__").unwrap_or(Value::NONE);
        let doc = code.doc.clone().map_or(Value::NONE, Ref::into_value);
        Ref::new(Function {
            name: RefCell::new(code.name.clone()),
            qualname: RefCell::new(code.qualname.clone()),
            code: Lasting::new(code),
            globals,
            closure,
            defaults: Slot::default(),
            keyword_defaults: Slot::default(),
            annotations: Slot::default(),
            doc: Slot::new(doc),
            module: Slot::new(module),
            type_params: Slot::default(),
            dict: Slot::default(),
        })
    }

    /// The defaults of the last positional parameters.
    pub fn default_tuple(&self) -> Option<Ref<Tuple>> {
        self.defaults.get().into_ref().ok()
    }
}

/// The payload of a cell: a variable that several functions share.
#[derive(Default)]
pub struct Cell {
    /// The variable's value; unset while unbound.
    pub value: Slot,
}

impl Object for Cell {
    const KIND: Kind = Kind::Cell;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.value.get());
    }

    fn clear(&self) {
        self.value.set(Value::UNSET);
    }
}
