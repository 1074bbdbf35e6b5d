//! `types.UnionType`, as `int | None` makes it.

use super::alias::{self, Alias};
use super::class::Class;
use super::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use super::set::Set;
use super::tuple::Tuple;
use super::type_alias::TypeAlias;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;

/// The data of a union of types.
pub struct Union {
    /// Its members, flattened and without duplicates; None represents its own class.
    pub args: Ref<Tuple>,
}

impl NativeObject for Union {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.args.as_value());
    }
}

/// `types.UnionType`
pub static CLASS: ClassDef = ClassDef {
    name: "UnionType",
    module: "types",
    doc: "Represent a PEP 604 union type\n\nE.g. for int | str",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("__or__(self, value, /)", "Return self|value.", or),
        NativeDef::new("__ror__(self, value, /)", "Return value|self.", ror),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", eq),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", hash),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::new("__instancecheck__(self, instance, /)", "", |vm, args| {
            Ok(Value::bool(vm.is_instance(&args[1], &args[0])?))
        }),
        NativeDef::new("__subclasscheck__(self, subclass, /)", "", |vm, args| {
            Ok(Value::bool(vm.is_subclass(&args[1], &args[0])?))
        }),
    ],
    properties: &[
        PropertyDef {
            name: "__args__",
            doc: "",
            get: |_, u| Ok(this(u).args.as_value().clone()),
            set: None,
        },
        PropertyDef {
            name: "__parameters__",
            doc: "",
            get: |vm, u| alias::parameters(vm, this(u).args.items()),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

fn this(union: &Value) -> &Union {
    union.native::<Union>().expect("the receiver was checked")
}

/// `self | value` of types.
pub fn or(vm: &Vm, args: Args<'_>) -> VmResult {
    join(vm, &args[0], &args[1])
}

/// `value | self` of types.
pub fn ror(vm: &Vm, args: Args<'_>) -> VmResult {
    join(vm, &args[1], &args[0])
}

/// The union of two types; NotImplemented if one is not a type.
pub fn join(vm: &Vm, left: &Value, right: &Value) -> VmResult {
    let mut members: Vec<Value> = Vec::new();
    for side in [left, right] {
        if let Some(union) = side.native::<Union>() {
            for member in union.args.items() {
                add(vm, &mut members, member.clone())?;
            }
        } else if side.is_none() {
            add(vm, &mut members, vm.types.none.as_value().clone())?;
        } else if is_type(side) {
            add(vm, &mut members, side.clone())?;
        } else {
            return Ok(Value::NOT_IMPLEMENTED);
        }
    }
    if let [one] = &members[..] {
        return Ok(one.clone());
    }
    let class = vm.class_for(&CLASS);
    Ok(Native::new(&class, Union { args: Tuple::new(members) }).into_value())
}

/// Whether `|` accepts a value as a type.
fn is_type(value: &Value) -> bool {
    value.get::<Class>().is_some()
        || value.native::<Alias>().is_some()
        || value.native::<TypeAlias>().is_some()
}

fn add(vm: &Vm, members: &mut Vec<Value>, member: Value) -> VmResult<()> {
    for known in members.iter() {
        if vm.eq(known, &member)? {
            return Ok(());
        }
    }
    members.push(member);
    Ok(())
}

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let mut parts = Vec::new();
    for member in this(&args[0]).args.items() {
        parts.push(match member.is(vm.types.none.as_value()) {
            true => "None".to_string(),
            false => alias::shown(vm, member)?,
        });
    }
    Ok(parts.join(" | ").into())
}

fn eq(vm: &Vm, args: Args<'_>) -> VmResult {
    let (Some(a), Some(b)) = (args[0].native::<Union>(), args[1].native::<Union>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.args.len() != b.args.len() {
        return Ok(Value::FALSE);
    }
    for member in a.args.items() {
        let mut found = false;
        for other in b.args.items() {
            found = found || vm.eq(member, other)?;
        }
        if !found {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn hash(vm: &Vm, args: Args<'_>) -> VmResult {
    // The same as the hash of the alias that `typing.Union` makes, which is equal.
    let members = Set::new_frozen(vm);
    for member in this(&args[0]).args.items() {
        members.add(vm, member.clone())?;
    }
    Ok((members.frozen_hash() as i64).into())
}

/// Replaces type variables: `(int | list[T])[str]`.
fn get_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let members = alias::substituted(vm, &args[0], this(&args[0]).args.items(), &args[1])?;
    let mut members = members.into_iter();
    let mut union = members.next().unwrap_or(Value::NONE);
    for member in members {
        union = vm.binary(BinaryOp::BitOr, &union, &member)?;
    }
    Ok(union)
}
