//! `Row`: a row that is indexed by number and by name.

use crate::bytecode::Comparison;
use crate::objects::int;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, tables};
use crate::objects::scalar::class_argument;
use crate::objects::slice::Slice;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// The data of a row.
struct Row {
    values: Ref<Tuple>,
    /// The cursor's description of the columns: a tuple of tuples that begin with names, or None.
    description: Value,
}

impl NativeObject for Row {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.values.as_value());
        visit(&self.description);
    }
}

impl Row {
    /// The names of the columns.
    fn names(&self) -> impl Iterator<Item = &Value> {
        let columns = self.description.get::<Tuple>().map_or(&[][..], |columns| columns.items());
        columns.iter().filter_map(|column| column.get::<Tuple>()?.items().first())
    }

    /// The index of the first column with a name, ignoring the case of ASCII letters.
    fn place(&self, name: &Ref<Str>) -> Option<usize> {
        let wanted = name.as_str();
        let is_same = |own: &str| {
            own == wanted || name.is_ascii() && own.is_ascii() && own.eq_ignore_ascii_case(wanted)
        };
        self.names().position(|own| own.get::<Str>().is_some_and(|own| is_same(own.as_str())))
    }
}

fn row(this: &Value) -> &Row {
    this.native::<Row>().expect("the receiver was checked")
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let module = vm.import_module("_sqlite3")?;
    let cursors = vm.get_attribute(&module, &intern("Cursor"))?;
    if !vm.is_instance(a.at(1), &cursors)? {
        let shown = vm.argument_type(a.at(1));
        let message = format!("Row() argument 1 must be sqlite3.Cursor, not {shown}");
        return Err(vm.type_error(message));
    }
    let Ok(values) = a[2].clone().into_ref::<Tuple>() else {
        let shown = vm.argument_type(a.at(2));
        return Err(vm.type_error(format!("Row() argument 2 must be tuple, not {shown}")));
    };
    let description = vm.get_attribute(a.at(1), &intern("description"))?;
    let made = Native::new(class_argument(a), Row { values, description }).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> VmResult {
    let this = row(this);
    if let Some(name) = key.get::<Str>() {
        let value = this.place(name).and_then(|at| this.values.items().get(at)).cloned();
        return value.ok_or_else(|| vm.index_error("No item with that key"));
    }
    if int::is_int(key) || key.get::<Slice>().is_some() {
        return vm.get_item(this.values.as_value(), key);
    }
    Err(vm.index_error("Index must be int or string"))
}

fn compare(vm: &Vm, this: &Value, other: &Value, op: Comparison) -> VmResult {
    let Some(other) = other.native::<Row>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, Comparison::Eq | Comparison::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let this = row(this);
    let is_equal = vm.eq(&this.description, &other.description)?
        && vm.eq(this.values.as_value(), other.values.as_value())?;
    Ok(Value::bool(is_equal == (op == Comparison::Eq)))
}

/// `Row`
pub static CLASS: ClassDef = ClassDef {
    name: "Row",
    module: "sqlite3",
    methods: tables![
        &NativeDef::comparisons(compare),
        &[
            NativeDef::static_method("__new__(cls, cursor, data, /)", "", new),
            NativeDef::length(|_, this| Ok(row(this).values.items().len())),
            NativeDef::unary(SpecialMethod::Iter, |vm, this| {
                vm.iter(row(this).values.as_value())
            }),
            NativeDef::binary(SpecialMethod::GetItem, get_item),
            NativeDef::hash(|vm, this| {
                let this = row(this);
                Ok(vm.hash(&this.description)? ^ vm.hash(this.values.as_value())?)
            }),
            NativeDef::new("keys(self, /)", "Returns the keys of the row.", |vm, a| {
                vm.collect(a.data::<Row>().names().cloned()).map(Value::from)
            }),
        ]
    ],
    ..ClassDef::BASE
};
