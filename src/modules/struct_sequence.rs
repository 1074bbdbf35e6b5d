//! Tuples whose items have names, such as `sys.version_info` and the result of `os.stat()`.

use crate::objects::native::{Args, NativeDef, PropertyDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// The item with number `I`: the getter of a named item.
pub fn item<const I: usize>(_: &Vm, this: &Value) -> VmResult {
    Ok(this.get::<Tuple>().and_then(|t| t.items().get(I).cloned()).unwrap_or(Value::NONE))
}

/// A named item.
pub const fn field(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = vm.class_ref(a.at(0));
    let names = class.def.map_or(&[][..], |def| def.properties);
    let mut shown = Vec::new();
    for (property, value) in names.iter().zip(a.this::<Tuple>().items()) {
        shown.push(format!("{}={}", property.name, vm.repr(value)?.as_str()));
    }
    Ok(Value::from(format!("{}({})", class.full_name(), shown.join(", "))))
}

/// The methods of all such classes.
pub const METHODS: &[NativeDef] =
    &[NativeDef::new("__repr__(self, /)", "Return repr(self).", repr)];

/// Declares such a class: `struct_sequence!(NAME, "module", "name", "doc", [0 "first", 1 "second"])`.
#[macro_export]
macro_rules! struct_sequence {
    ($(#[$doc:meta])* $static:ident, $module:literal, $name:literal, $text:literal,
        [$($index:literal $field:literal),* $(,)?]) => {
        $(#[$doc])*
        pub static $static: $crate::objects::native::ClassDef = $crate::objects::native::ClassDef {
            name: $name,
            module: $module,
            doc: $text,
            base: Some(&$crate::objects::tuple_methods::CLASS),
            kind: $crate::runtime::Kind::Tuple,
            subclassable: false,
            has_dict: false,
            collection: None,
            methods: $crate::modules::struct_sequence::METHODS,
            properties: &[$($crate::modules::struct_sequence::field(
                $field,
                $crate::modules::struct_sequence::item::<$index>,
            )),*],
        };
    };
}

/// An instance.
pub fn make(
    vm: &Vm,
    def: &'static crate::objects::native::ClassDef,
    items: impl IntoIterator<Item = Value, IntoIter: ExactSizeIterator>,
) -> Value {
    let class = vm.class_for(def).as_value().clone();
    Tuple::with_class(items, Some(class), false).into_value()
}
