//! The methods of `dict`, its views and iterators, and `mappingproxy`.

use super::class::Class;
use super::dict::Dict;
use super::native::ClassDef;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::Types;
use std::cell::Cell;

/// Which part of the entries a view or iterator shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Keys,
    Values,
    Items,
}

/// The payload of `dict_keys`, `dict_values` and `dict_items`.
pub struct DictView {
    /// The dict.
    pub dict: Ref<Dict>,
    /// What it shows.
    pub part: Part,
}

impl Object for DictView {
    const KIND: Kind = Kind::DictView;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.dict.as_value());
    }
}

/// The payload of an iterator over a dict.
pub struct DictIterator {
    /// The dict.
    pub dict: Ref<Dict>,
    /// What it shows.
    pub part: Part,
    /// The position of the next entry.
    pub next: Cell<usize>,
    /// The number of entries at the start, to notice changes; `usize::MAX` once exhausted.
    pub len: Cell<usize>,
    /// From the last entry to the first.
    pub reverse: bool,
}

impl Object for DictIterator {
    const KIND: Kind = Kind::DictIterator;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.dict.as_value());
    }
}

/// The payload of a read-only view of a mapping.
pub struct MappingProxy {
    /// The mapping.
    pub mapping: Value,
}

impl Object for MappingProxy {
    const KIND: Kind = Kind::MappingProxy;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.mapping);
    }
}

/// The class of an iterator over a dict.
pub fn iterator_class<'a>(types: &'a Types, value: &Value) -> &'a Ref<Class> {
    match value.get::<DictIterator>().map(|i| i.part) {
        Some(Part::Values) => &types.dict_value_iterator,
        Some(Part::Items) => &types.dict_item_iterator,
        _ => &types.dict_key_iterator,
    }
}

/// The class of a view of a dict.
pub fn view_class<'a>(types: &'a Types, value: &Value) -> &'a Ref<Class> {
    match value.get::<DictView>().map(|v| v.part) {
        Some(Part::Values) => &types.dict_values,
        Some(Part::Items) => &types.dict_items,
        _ => &types.dict_keys,
    }
}

/// `dict`
pub static CLASS: ClassDef = ClassDef {
    name: "dict",
    doc: "",
    kind: Kind::Dict,
    subclassable: true,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `dict_keyiterator`
pub static KEY_ITERATOR: ClassDef = ClassDef {
    name: "dict_keyiterator",
    doc: "",
    kind: Kind::DictIterator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `dict_valueiterator`
pub static VALUE_ITERATOR: ClassDef = ClassDef {
    name: "dict_valueiterator",
    doc: "",
    kind: Kind::DictIterator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `dict_itemiterator`
pub static ITEM_ITERATOR: ClassDef = ClassDef {
    name: "dict_itemiterator",
    doc: "",
    kind: Kind::DictIterator,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `dict_keys`
pub static KEYS: ClassDef = ClassDef {
    name: "dict_keys",
    doc: "",
    kind: Kind::DictView,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `dict_values`
pub static VALUES: ClassDef = ClassDef {
    name: "dict_values",
    doc: "",
    kind: Kind::DictView,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `dict_items`
pub static ITEMS: ClassDef = ClassDef {
    name: "dict_items",
    doc: "",
    kind: Kind::DictView,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};

/// `mappingproxy`
pub static MAPPING_PROXY: ClassDef = ClassDef {
    name: "mappingproxy",
    doc: "",
    kind: Kind::MappingProxy,
    subclassable: false,
    methods: &[],
    properties: &[],
    ..ClassDef::BASE
};
