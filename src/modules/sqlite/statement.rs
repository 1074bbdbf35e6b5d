//! Compiled statements: parameters, and running them.

use super::database::{Shared, skip_blank};
use super::{error, failed, rows};
use crate::objects::bytes;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::int;
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, readable};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::sqlite::{Datum, Statement};
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Vm, VmResult};
use std::rc::Rc;

/// The data of a statement.
pub struct Prepared {
    pub statement: Statement,
    pub shared: Rc<Shared>,
    /// The text.
    text: Value,
    /// Whether it is INSERT, UPDATE, DELETE or REPLACE.
    is_change: bool,
}

impl NativeObject for Prepared {}

impl Prepared {
    /// A statement of this text.
    pub fn new(vm: &Vm, shared: &Rc<Shared>, statement: Statement, text: &str) -> Value {
        let first = skip_blank(text);
        let changes = ["insert", "update", "delete", "replace"];
        let is_change = changes.iter().any(|word| {
            first
                .as_bytes()
                .get(..word.len())
                .is_some_and(|w| w.eq_ignore_ascii_case(word.as_bytes()))
        });
        let prepared = Prepared { statement, shared: shared.clone(), text: text.into(), is_change };
        Native::new(&vm.class_for(&STATEMENT), prepared).into_value()
    }
}

/// Whether a value is of a built-in type that SQLite supports, and not of a subclass.
fn is_plain(vm: &Vm, value: &Value) -> bool {
    let class = vm.class_ref(value);
    [&vm.types.int, &vm.types.float, &vm.types.str]
        .into_iter()
        .any(|plain: &Ref<Class>| class.is(plain))
        || value.is_none()
        || value.kind() == Some(Kind::ByteArray)
}

fn bind_one(vm: &Vm, this: &Prepared, number: usize, value: &Value, adapt: &Value) -> VmResult<()> {
    let adapted = match is_plain(vm, value) {
        true => value.clone(),
        false => vm.call(adapt, std::slice::from_ref(value))?,
    };
    let bind = |datum: &Datum<'_>| {
        this.statement.bind(number, datum).map_err(|failure| failed(vm, failure))
    };
    if adapted.is_none() {
        return bind(&Datum::Null);
    }
    if int::is_int(&adapted) {
        return match int::to_i64(&adapted) {
            Some(value) => bind(&Datum::Integer(value)),
            None => Err(vm.overflow_error("Python int too large to convert to SQLite INTEGER")),
        };
    }
    if vm.class_ref(&adapted).is_subclass_of(&vm.types.float) {
        return bind(&Datum::Float(crate::objects::float::require(vm, &adapted)?));
    }
    if let Some(text) = adapted.get::<Str>() {
        if crate::text::surrogate::is_in(text.as_str()) {
            crate::objects::encoding::encode(vm, text, "utf-8", "strict")?;
        }
        return bind(&Datum::Text(text.as_str().as_bytes()));
    }
    if let Some(data) = bytes::copied(vm, &adapted)? {
        return bind(&Datum::Blob(&data));
    }
    let shown = vm.class_ref(&adapted).message_name();
    let place = match this.statement.parameter_name(number) {
        Some(name) => format!("'{name}'"),
        None => number.to_string(),
    };
    let message = format!("Error binding parameter {place}: type '{shown}' is not supported");
    Err(error(vm, "ProgrammingError", message))
}

fn bind(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Prepared>();
    let (parameters, adapt) = (a.at(1), a.at(2));
    let needed = this.statement.parameter_count();
    let class = vm.class_ref(parameters);
    let is_row = class.is(&vm.types.tuple) || class.is(&vm.types.list);
    let is_mapping = parameters.get::<Dict>().is_some();
    let is_sequence = is_row
        || !is_mapping
            && vm.has_usable_slot(parameters, crate::objects::special::SpecialMethod::GetItem)
            && vm.has_usable_slot(parameters, crate::objects::special::SpecialMethod::Len)
            && vm.find_attribute(parameters, &intern("keys"))?.is_none();
    if is_sequence {
        let values = match (parameters.get::<Tuple>(), parameters.get::<List>()) {
            (Some(tuple), _) if is_row => tuple.items().to_vec(),
            (_, Some(_)) if is_row => vm.to_vec(parameters)?,
            _ => {
                let mut values = Vec::new();
                for i in 0..vm.len(parameters)? {
                    values.push(vm.get_item(parameters, &Value::from(i))?);
                }
                values
            }
        };
        if values.len() != needed {
            let message = format!(
                "Incorrect number of bindings supplied. The current statement uses {needed}, and there are {} supplied.",
                values.len()
            );
            return Err(error(vm, "ProgrammingError", message));
        }
        for (i, value) in values.iter().enumerate() {
            if let Some(name) = this.statement.parameter_name(i + 1)
                && !name.starts_with('?')
            {
                let message = format!(
                    "Binding {} ('{name}') is a named parameter, but you supplied a sequence which requires nameless (qmark) placeholders.",
                    i + 1
                );
                vm.warn(crate::objects::exception::Exc::DeprecationWarning, &message, 1)?;
            }
            bind_one(vm, this, i + 1, value, adapt)?;
        }
        return Ok(Value::NONE);
    }
    if !is_mapping
        && !vm.has_usable_slot(parameters, crate::objects::special::SpecialMethod::GetItem)
    {
        return Err(error(vm, "ProgrammingError", "parameters are of unsupported type"));
    }
    for i in 1..=needed {
        let Some(name) = this.statement.parameter_name(i) else {
            let message = format!(
                "Binding {i} has no name, but you supplied a dictionary (which has only names)."
            );
            return Err(error(vm, "ProgrammingError", message));
        };
        let name = &name[1..];
        let value = match vm.get_item(parameters, &Value::from(name)) {
            Ok(value) => value,
            Err(raised)
                if vm.is_exception(&raised, crate::objects::exception::Exc::LookupError) =>
            {
                let message = format!("You did not supply a value for binding parameter :{name}.");
                return Err(error(vm, "ProgrammingError", message));
            }
            Err(raised) => return Err(raised),
        };
        bind_one(vm, this, i, &value, adapt)?;
    }
    Ok(Value::NONE)
}

/// Binds the parameters of a statement and makes its first step. True if there is a row.
fn start(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Prepared>();
    {
        let _entered = this.shared.enter(vm)?;
        this.statement.reset();
    }
    if this.statement.parameter_count() > 0 || vm.truthy(a.at(1))? {
        bind(vm, a)?;
    }
    let _entered = this.shared.enter(vm)?;
    this.statement.step().map(Value::bool).map_err(|failure| failed(vm, failure))
}

/// The columns as DB-API describes them: seven fields each, of which the first is the name. None
/// without columns.
fn description(this: &Prepared) -> Value {
    let statement = &this.statement;
    let column = |at: usize| {
        let mut fields = [const { Value::NONE }; 7];
        if let Some(name) = statement.column_name(at) {
            fields[0] = name.into();
        }
        Tuple::new(fields).into_value()
    };
    match statement.column_count() {
        0 => Value::NONE,
        count => Tuple::new((0..count).map(column).collect::<Vec<_>>()).into_value(),
    }
}

/// `_sqlite3._Statement`
pub static STATEMENT: ClassDef = ClassDef {
    name: "_Statement",
    module: "_sqlite3",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("start(self, parameters, adapt)", "", start),
        NativeDef::new("description(self)", "", |_, a| Ok(description(a.data::<Prepared>()))),
        NativeDef::new("step(self)", "", |vm, a| {
            let this = a.data::<Prepared>();
            let _entered = this.shared.enter(vm)?;
            this.statement.step().map(Value::bool).map_err(|failure| failed(vm, failure))
        }),
        NativeDef::new("reset(self)", "", |vm, a| {
            let this = a.data::<Prepared>();
            let _entered = this.shared.enter(vm)?;
            this.statement.reset();
            Ok(Value::NONE)
        }),
        NativeDef::new("clear(self)", "", |_, a| {
            a.data::<Prepared>().statement.clear_parameters();
            Ok(Value::NONE)
        }),
        NativeDef::new("row(self, text_factory, converters)", "", |vm, a| {
            let this = a.data::<Prepared>();
            let _entered = this.shared.enter(vm)?;
            rows::row(vm, &this.statement, a.at(1), a.at(2))
        }),
        NativeDef::new("rows(self, text_factory, converters)", "", |vm, a| {
            let this = a.data::<Prepared>();
            let _entered = this.shared.enter(vm)?;
            let mut found = Vec::new();
            loop {
                vm.tick(1)?;
                found.push(rows::row(vm, &this.statement, a.at(1), a.at(2))?);
                if !this.statement.step().map_err(|failure| failed(vm, failure))? {
                    break;
                }
            }
            this.statement.reset();
            Ok(List::new(found).into_value())
        }),
        NativeDef::new("columns(self)", "", |_, a| {
            let statement = &a.data::<Prepared>().statement;
            let text = |text: Option<String>| text.map_or(Value::NONE, Value::from);
            let columns = (0..statement.column_count()).map(|i| {
                let pair = [text(statement.column_name(i)), text(statement.column_type(i))];
                Tuple::new(pair).into_value()
            });
            Ok(List::new(columns.collect()).into_value())
        }),
    ],
    properties: &[
        readable!("text", Prepared, |_, this| Ok(this.text.clone())),
        readable!("is_change", Prepared, |_, this| Ok(Value::bool(this.is_change))),
        readable!("is_read_only", Prepared, |_, this| Ok(Value::bool(
            this.statement.is_read_only()
        ))),
        readable!("is_busy", Prepared, |_, this| Ok(Value::bool(this.statement.is_busy()))),
    ],
    ..ClassDef::BASE
};
