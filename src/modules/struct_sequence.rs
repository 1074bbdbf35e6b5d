//! Tuples whose items have names, such as `sys.version_info` and the result of `os.stat()`
//! (`PyStructSequence` of Python's C API). Such a tuple may have more fields than items: those are
//! hidden, and can only be accessed by name.

use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::reference::dict_slot;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;
use std::rc::Rc;

/// A class of such tuples.
pub struct StructSequence {
    /// The class. Its properties are the named fields, in order.
    pub class: ClassDef,
    /// The number of items with a name.
    pub named: usize,
    /// The number of further items without a name.
    pub unnamed: usize,
    /// Whether a program can make instances.
    pub constructible: bool,
}

/// The item with number `I`: the getter of a named item.
pub fn item<const I: usize>(_: &Vm, this: &Value) -> VmResult {
    Ok(this.get::<Tuple>().and_then(|t| t.items().get(I).cloned()).unwrap_or(Value::NONE))
}

/// The hidden field with number `I` among all named fields: its getter.
pub fn hidden<const I: usize>(vm: &Vm, this: &Value) -> VmResult {
    let name = names(vm.class_ref(this)).get(I).map_or("", |property| property.name);
    Ok(hidden_field(this, name).unwrap_or(Value::NONE))
}

/// The hidden fields are stored in place of an instance's attributes, which such classes do not
/// have.
pub fn hidden_field(this: &Value, name: &str) -> Option<Value> {
    let fields = dict_slot(this)?.get();
    fields.get::<Dict>()?.get_text(name)
}

/// A named field.
pub const fn field(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

fn names(class: &Class) -> &'static [PropertyDef] {
    class.def.map_or(&[][..], |def| def.properties)
}

/// A number of fields that the class tells.
fn count(class: &Class, name: &str) -> usize {
    let count = class.lookup(&intern(name)).and_then(|value| value.as_small_int());
    count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
}

fn repr(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = vm.class_ref(a.at(0));
    let mut shown = Vec::new();
    for (property, value) in names(class).iter().zip(a.this::<Tuple>().items()) {
        shown.push(format!("{}={}", property.name, vm.repr(value)?.as_str()));
    }
    Ok(Value::from(format!("{}({})", class.full_name(), shown.join(", "))))
}

/// `cls(sequence, dict={})`: the items, and hidden fields by name or as further items.
fn construct(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(class) = a.at(0).get::<Class>() else {
        return Err(vm.type_error("__new__() needs a class"));
    };
    let name = class.full_name();
    if vm.slot(a.at(1), crate::objects::special::SpecialMethod::Iter).is_absent() {
        return Err(vm.type_error("constructor requires a sequence"));
    }
    let mut items = vm.to_vec(a.at(1))?;
    let given = match a.opt(2) {
        None => None,
        Some(fields) => match fields.get::<Dict>() {
            Some(dict) => Some(dict),
            None => {
                let message = format!("{name}() takes a dict as second arg, if any");
                return Err(vm.type_error(message));
            }
        },
    };
    let (least, most) = (count(class, "n_sequence_fields"), count(class, "n_fields"));
    let amount = match items.len() {
        len if len < least && least == most => Some("a"),
        len if len > most && least == most => Some("a"),
        len if len < least => Some("an at least"),
        len if len > most => Some("an at most"),
        _ => None,
    };
    if let Some(amount) = amount {
        let wanted = if amount == "an at most" { most } else { least };
        return Err(vm.type_error(format!(
            "{name}() takes {amount} {wanted}-sequence ({}-sequence given)",
            items.len()
        )));
    }
    let mut known = 0;
    for property in &names(class)[names(class).len() - (most - least)..][items.len() - least..] {
        let value = given.and_then(|dict| dict.get_text(property.name));
        known += usize::from(value.is_some());
        items.push(value.unwrap_or(Value::NONE));
    }
    if given.is_some_and(|dict| dict.len() > known) {
        let message = format!("{name}() got duplicate or unexpected field name(s)");
        return Err(vm.type_error(message));
    }
    Ok(of_class(vm, class.clone(), least, items))
}

/// The items, and the hidden fields with their names.
fn parts(vm: &Vm, this: &Value) -> (Vec<Value>, Vec<(&'static str, Value)>) {
    let class = vm.class_ref(this);
    let hidden = count(class, "n_fields") - count(class, "n_sequence_fields");
    let names = names(class);
    let hidden = names[names.len() - hidden..]
        .iter()
        .map(|property| (property.name, hidden_field(this, property.name).unwrap_or(Value::NONE)));
    let items = this.get::<Tuple>().map_or(Vec::new(), |tuple| tuple.items().to_vec());
    (items, hidden.collect())
}

fn reduce(vm: &Vm, a: Args<'_>) -> VmResult {
    let (items, hidden) = parts(vm, a.at(0));
    let fields = Dict::new();
    for (name, value) in hidden {
        fields.set_text(name, value);
    }
    let arguments = Tuple::new([Tuple::new(items).into_value(), fields.into_value()]);
    let class = vm.class_of(a.at(0)).into_value();
    Ok(Tuple::new([class, arguments.into_value()]).into_value())
}

fn replace(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = vm.class_of(a.at(0));
    if count(&class, "n_unnamed_fields") > 0 {
        return Err(vm.type_error(format!(
            "__replace__() is not supported for {} because it has unnamed field(s)",
            class.full_name()
        )));
    }
    let (mut items, hidden) = parts(vm, a.at(0));
    let visible = items.len();
    items.extend(hidden.into_iter().map(|(_, value)| value));
    let mut unexpected = Vec::new();
    for (name, value) in a.keywords() {
        match names(&class).iter().position(|property| property.name == name.as_str()) {
            Some(index) => items[index] = value.clone(),
            None => unexpected.push(name.as_value().clone()),
        }
    }
    if !unexpected.is_empty() {
        let shown = vm.repr(&Value::from(unexpected))?;
        return Err(vm.type_error(format!("Got unexpected field name(s): {}", shown.as_str())));
    }
    Ok(of_class(vm, class, visible, items))
}

/// `__repr__`: the class and the named items.
pub const REPR: NativeDef = NativeDef::new("__repr__(self, /)", "Return repr(self).", repr);
const REDUCE: NativeDef = NativeDef::new("__reduce__(self, /)", "Helper for pickle.", reduce);
const REPLACE: NativeDef = NativeDef::new(
    "__replace__(self, /, **changes)",
    "Return a copy of the structure with new values for the specified fields.",
    replace,
);

fn refuse(vm: &Vm, a: Args<'_>) -> VmResult {
    let name = a.at(0).get::<Class>().map_or(String::new(), |class| class.full_name());
    Err(vm.type_error(format!("cannot create '{name}' instances")))
}

/// The methods of classes that only the interpreter instantiates.
pub const CLOSED_METHODS: &[NativeDef] = &[
    REPR,
    NativeDef::static_method("__new__(cls, /, *args, **kwargs)", "", refuse),
    REDUCE,
    REPLACE,
];

/// The methods of the other classes.
pub const METHODS: &[NativeDef] = &[
    REPR,
    NativeDef::static_method(
        "__new__(cls, sequence, dict={})",
        "Create and return a new object.  See help(type) for accurate signature.",
        construct,
    ),
    REDUCE,
    REPLACE,
];

/// Declares such a class: `struct_sequence!(NAME, "module", "name", "doc", [0 "first", 1 "second"])`.
/// The number of items without a name, and the hidden fields, may follow: `[0 "first"], 1, [1
/// "hidden"]`. Fields are numbered in order. The declaration of a class that only the interpreter
/// instantiates begins with `closed`.
#[doc(hidden)]
#[macro_export]
macro_rules! struct_sequence {
    ($(#[$doc:meta])* closed $static:ident, $($rest:tt)*) => {
        $crate::struct_sequence!(@ $(#[$doc])* false, $static, $($rest)*);
    };
    (@ $(#[$doc:meta])* $open:literal, $static:ident, $module:literal, $name:literal, $text:literal,
        [$($index:literal $field:literal),* $(,)?]
        $(, $unnamed:literal, [$($place:literal $hidden:literal),* $(,)?])?) => {
        $(#[$doc])*
        pub static $static: $crate::modules::struct_sequence::StructSequence = {
            #[allow(unused_imports)]
            use $crate::modules::struct_sequence::{
                CLOSED_METHODS, METHODS, StructSequence, field, hidden, item,
            };
            StructSequence {
                class: $crate::objects::native::ClassDef {
                    name: $name,
                    module: $module,
                    doc: $text,
                    base: Some(&$crate::objects::tuple_methods::CLASS),
                    kind: $crate::runtime::Kind::Tuple,
                    subclassable: false,
                    has_dict: false,
                    iterates_by_index: false,
                    collection: None,
                    methods: if $open { METHODS } else { CLOSED_METHODS },
                    properties: &[
                        $(field($field, item::<$index>),)*
                        $($(field($hidden, hidden::<$place>),)*)?
                    ],
                },
                named: [$($field),*].len(),
                unnamed: 0 $(+ $unnamed)?,
                constructible: $open,
            }
        };
    };
    ($(#[$doc:meta])* $static:ident, $($rest:tt)*) => {
        $crate::struct_sequence!(@ $(#[$doc])* true, $static, $($rest)*);
    };
}

/// The class, which knows the numbers of its fields.
pub fn class(vm: &Vm, sequence: &'static StructSequence) -> Ref<Class> {
    let class = vm.class_for(&sequence.class);
    if class.lookup(&vm.names.match_args).is_none() {
        let items = sequence.named + sequence.unnamed;
        let names = &sequence.class.properties[..sequence.named];
        let names = names.iter().map(|property| Value::from(property.name));
        class.set(&vm.names.match_args, Tuple::new(names.collect::<Vec<_>>()).into_value());
        class.set(&intern("n_sequence_fields"), Value::from(items));
        class.set(&intern("n_unnamed_fields"), Value::from(sequence.unnamed));
        if sequence.constructible {
            let fields = sequence.class.properties.len() + sequence.unnamed;
            class.set(&intern("n_fields"), Value::from(fields));
        }
    }
    class
}

/// An instance. `fields` are the items, and the hidden fields after them.
pub fn make(
    vm: &Vm,
    sequence: &'static StructSequence,
    fields: impl IntoIterator<Item = Value>,
) -> Value {
    let items = sequence.named + sequence.unnamed;
    of_class(vm, class(vm, sequence), items, fields.into_iter().collect())
}

fn of_class(vm: &Vm, class: Ref<Class>, items: usize, mut fields: Vec<Value>) -> Value {
    let hidden = fields.split_off(items.min(fields.len()));
    if hidden.is_empty() {
        return Tuple::with_class(fields, Some(class.into_value()), false).into_value();
    }
    let names = vm.extension::<FieldNames>().of(&class);
    let tuple = Tuple::with_class(fields, Some(class.into_value()), true).into_value();
    if let Some(slot) = dict_slot(&tuple) {
        let fields = Dict::new();
        for (name, value) in names[names.len() - hidden.len()..].iter().zip(hidden) {
            fields.set_str(name, value);
        }
        slot.set(fields.into_value());
    }
    tuple
}

/// The interned names of the fields of classes with hidden ones.
#[derive(Default)]
struct FieldNames(RefCell<Vec<(u32, Rc<[Ref<Str>]>)>>);

impl FieldNames {
    fn of(&self, class: &Class) -> Rc<[Ref<Str>]> {
        let mut known = self.0.borrow_mut();
        if let Some((_, names)) = known.iter().find(|(number, _)| *number == class.number) {
            return names.clone();
        }
        let names: Rc<[_]> = names(class).iter().map(|property| intern(property.name)).collect();
        known.push((class.number, names.clone()));
        names
    }
}
