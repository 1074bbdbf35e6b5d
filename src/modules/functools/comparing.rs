//! `cmp_to_key`: a key function from an old-style comparison function.

use crate::bytecode::Comparison;
use crate::objects::native::{ClassDef, Native, NativeDef, NativeObject, PropertyDef, tables};
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};

/// The key function, or (with an object) a key.
struct Key {
    compare: Value,
    /// Unset in the key function itself.
    object: Slot,
}

impl NativeObject for Key {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.compare);
        visit(&self.object.get());
    }
}

fn make(vm: &Vm, compare: Value, object: Value) -> Value {
    Native::new(&vm.class_for(&CLASS), Key { compare, object: Slot::new(object) }).into_value()
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let (Some(key), Some(other)) = (this.native::<Key>(), other.native::<Key>()) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let (left, right) = (key.object.get(), other.object.get());
    if left.is_unset() || right.is_unset() {
        return Err(vm.error(crate::objects::exception::Exc::AttributeError, "object"));
    }
    let result = vm.call(&key.compare, &[left, right])?;
    vm.compare(op, &result, &Value::small_int(0))
}

/// `cmp_to_key()`
pub const CMP_TO_KEY: NativeDef = NativeDef::new(
    "cmp_to_key(mycmp)",
    "Convert a cmp= function into a key= function.",
    |vm, a| Ok(make(vm, a[0].clone(), Value::UNSET)),
);

static CLASS: ClassDef = ClassDef {
    name: "KeyWrapper",
    module: "functools",
    subclassable: false,
    methods: tables![
        &NativeDef::comparisons(compare),
        &[NativeDef::called_with_one("__call__(self, /, obj)", |vm, this, object| {
            let key = this.native::<Key>().expect("the receiver was checked");
            Ok(make(vm, key.compare.clone(), object.clone()))
        })]
    ],
    properties: &[PropertyDef {
        name: "obj",
        doc: "Value wrapped by a key function.",
        get: |_, value| Ok(value.native::<Key>().map_or(Value::NONE, |key| key.object.get())),
        set: None,
    }],
    ..ClassDef::BASE
};
