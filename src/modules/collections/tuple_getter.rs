//! The descriptor behind each field of a `namedtuple`.

use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};

struct TupleGetter {
    index: usize,
    doc: Slot,
}

impl NativeObject for TupleGetter {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.doc.get());
    }

    fn item_of_tuples(&self) -> Option<usize> {
        Some(self.index)
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let index = usize::try_from(vm.index_clipped(&a[1])?);
    let index = index.map_err(|_| vm.value_error("index must be non-negative"))?;
    Ok(Native::new(class, TupleGetter { index, doc: Slot::new(a[2].clone()) }).into_value())
}

fn get(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[1].is_none() {
        return Ok(a[0].clone());
    }
    let index = a.data::<TupleGetter>().index;
    let Some(tuple) = a[1].get::<Tuple>() else {
        let class = vm.class_ref(&a[1]).message_name();
        return Err(vm.type_error(format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{class}' object"
        )));
    };
    tuple.items().get(index).cloned().ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let getter = a.data::<TupleGetter>();
    let doc = vm.repr(&getter.doc.get())?;
    Ok(format!("_tuplegetter({}, {})", getter.index, doc.as_str()).into())
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let getter = a.data::<TupleGetter>();
    let arguments = Tuple::new([Value::from(getter.index), getter.doc.get()]);
    let class = vm.class_of(a.at(0)).into_value();
    Ok(Tuple::new([class, arguments.into_value()]).into_value())
}

fn read_only(vm: &Vm, _: Args<'_>) -> VmResult {
    Err(vm.error(Exc::AttributeError, "can't set attribute"))
}

fn getter(value: &Value) -> Option<&TupleGetter> {
    value.native::<TupleGetter>()
}

/// `_tuplegetter`
pub static CLASS: ClassDef = ClassDef {
    name: "_tuplegetter",
    subclassable: false,
    module: "collections",
    doc: "",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, index, doc, /)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", reduce),
        NativeDef::new(
            "__get__(self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            get,
        ),
        NativeDef::new("__set__(self, instance, value, /)", "Set an attribute.", read_only),
        NativeDef::new("__delete__(self, instance, /)", "Delete an attribute.", |vm, _| {
            Err(vm.error(Exc::AttributeError, "can't delete attribute"))
        }),
    ],
    properties: &[PropertyDef {
        name: "__doc__",
        doc: "",
        get: |_, value| Ok(getter(value).map_or(Value::NONE, |g| g.doc.get())),
        set: Some(|_, value, doc| {
            if let Some(getter) = getter(value) {
                getter.doc.set(doc);
            }
            Ok(())
        }),
    }],
    ..ClassDef::BASE
};
