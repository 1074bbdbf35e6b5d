//! `mappingproxy`: a read-only view of a mapping.

use super::class::Collection;
use super::native::{Args, ClassDef, NativeDef};
use super::special::SpecialMethod;
use super::str::intern;
use crate::bytecode::Comparison;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

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

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let is_mapping = vm.has_slot(&a[1], SpecialMethod::GetItem);
    let is_sequence = matches!(a[1].kind(), Some(Kind::List | Kind::Tuple));
    if !is_mapping || is_sequence {
        let class = vm.class_ref(&a[1]).message_name();
        return Err(
            vm.type_error(format!("mappingproxy() argument must be a mapping, not {class}"))
        );
    }
    Ok(Ref::new(MappingProxy { mapping: a[1].clone() }).into_value())
}

fn mapping(a: Args<'_>) -> &Value {
    &a.this::<MappingProxy>().mapping
}

/// A proxy's mapping, or the value itself.
fn behind(value: &Value) -> Value {
    value.get::<MappingProxy>().map_or_else(|| value.clone(), |p| p.mapping.clone())
}

fn forward(vm: &Vm, a: Args<'_>, method: &str, args: &[Value]) -> VmResult {
    vm.call_method(mapping(a), &intern(method), args)
}

fn get(vm: &Vm, a: Args<'_>) -> VmResult {
    let default = a.opt(2).cloned().unwrap_or(Value::NONE);
    forward(vm, a, "get", &[a[1].clone(), default])
}

fn or(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.binary(BinaryOp::BitOr, &behind(&a[0]), &behind(&a[1]))
}

fn ror(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.binary(BinaryOp::BitOr, &behind(&a[1]), &behind(&a[0]))
}

/// `mappingproxy`
pub static CLASS: ClassDef = ClassDef {
    name: "mappingproxy",
    doc: "Read-only proxy of a mapping.",
    kind: Kind::MappingProxy,
    collection: Some(Collection::Mapping),
    subclassable: false,
    methods: &[
        super::alias::CLASS_GETITEM,
        NativeDef::static_method("__new__(cls, mapping)", "Create and return a new object.", new),
        NativeDef::new("__len__(self, /)", "Return len(self).", |vm, a| {
            Ok(Value::from(vm.len(mapping(a))?))
        }),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", |vm, a| {
            vm.get_item(mapping(a), &a[1])
        }),
        NativeDef::new("__contains__(self, key, /)", "Return bool(key in self).", |vm, a| {
            vm.contains(mapping(a), &a[1]).map(Value::bool)
        }),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, a| vm.iter(mapping(a))),
        NativeDef::new("__reversed__(self, /)", "Return a reverse iterator.", |vm, a| {
            forward(vm, a, "__reversed__", &[])
        }),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            Ok(Value::from(format!("mappingproxy({})", vm.repr(mapping(a))?.as_str())))
        }),
        NativeDef::new("__str__(self, /)", "Return str(self).", |vm, a| {
            Ok(vm.str(mapping(a))?.into_value())
        }),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", |vm, a| {
            Ok(Value::from(vm.hash(mapping(a))? as i64))
        }),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", |vm, a| {
            vm.compare(Comparison::Eq, mapping(a), &behind(&a[1]))
        }),
        NativeDef::new("__ne__(self, value, /)", "Return self!=value.", |vm, a| {
            vm.compare(Comparison::Ne, mapping(a), &behind(&a[1]))
        }),
        NativeDef::new("__or__(self, value, /)", "Return self|value.", or),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", ror),
        NativeDef::new("__ior__(self, value, /)", "Return self|=value.", |vm, _| {
            Err(vm.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
        }),
        NativeDef::new(
            "get(self, key, default=None, /)",
            "Return the value for key if key is in the mapping, else default.",
            get,
        ),
        NativeDef::new(
            "keys(self, /)",
            "A set-like object providing a view on the keys.",
            |vm, a| forward(vm, a, "keys", &[]),
        ),
        NativeDef::new("values(self, /)", "An object providing a view on the values.", |vm, a| {
            forward(vm, a, "values", &[])
        }),
        NativeDef::new(
            "items(self, /)",
            "A set-like object providing a view on the items.",
            |vm, a| forward(vm, a, "items", &[]),
        ),
        NativeDef::new("copy(self, /)", "A shallow copy of the mapping.", |vm, a| {
            forward(vm, a, "copy", &[])
        }),
    ],
    ..ClassDef::BASE
};
