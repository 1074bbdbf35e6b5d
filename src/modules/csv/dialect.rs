//! `Dialect`: the characters and rules of a format.

use crate::objects::int::{is_int, to_i64};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::rc::Rc;

/// Quote fields that need it.
pub const QUOTE_MINIMAL: i64 = 0;
/// Quote all fields.
pub const QUOTE_ALL: i64 = 1;
/// Quote all fields but numbers; fields without quotes are numbers.
pub const QUOTE_NONNUMERIC: i64 = 2;
/// Quote nothing.
pub const QUOTE_NONE: i64 = 3;
/// Quote strings; empty fields without quotes are None, others are numbers.
pub const QUOTE_STRINGS: i64 = 4;
/// Quote all but None; empty fields without quotes are None.
pub const QUOTE_NOTNULL: i64 = 5;

/// The rules of a format.
pub struct Rules {
    /// Between fields.
    pub delimiter: char,
    /// Around fields.
    pub quote: Option<char>,
    /// Before a character that has no special meaning there.
    pub escape: Option<char>,
    /// Whether a quote in a field is doubled.
    pub double: bool,
    /// Whether spaces after a delimiter are skipped.
    pub skip_space: bool,
    /// Whether bad input is an error.
    pub strict: bool,
    /// Behind each row written.
    pub line_end: String,
    /// One of the constants.
    pub quoting: i64,
}

struct Dialect(Rc<Rules>);

impl NativeObject for Dialect {}

/// The rules of a `Dialect`.
pub fn rules(value: &Value) -> Option<Rc<Rules>> {
    value.native::<Dialect>().map(|dialect| dialect.0.clone())
}

/// The parameters, in the order of `__new__` after `dialect`.
const NAMES: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

/// A `Dialect` from a name or object and overriding arguments.
///
/// # Errors
/// TypeError or ValueError for invalid settings; any exception raised by looking attributes up.
pub fn make(vm: &Vm, base: Option<&Value>, keywords: &[(Ref<Str>, Value)]) -> VmResult {
    let mut base = base.cloned();
    let mut options: [Option<Value>; 8] = Default::default();
    for (name, value) in keywords {
        if name.as_str() == "dialect" {
            base = Some(value.clone());
            continue;
        }
        let Some(index) = NAMES.iter().position(|known| *known == name.as_str()) else {
            let name = name.as_str();
            return Err(
                vm.type_error(format!("this function got an unexpected keyword argument '{name}'"))
            );
        };
        options[index] = Some(value.clone());
    }
    build(vm, &vm.class_for(&CLASS), base, options)
}

fn build(
    vm: &Vm,
    class: &Ref<crate::objects::class::Class>,
    base: Option<Value>,
    mut options: [Option<Value>; 8],
) -> VmResult {
    let base = match base {
        Some(name) if name.get::<Str>().is_some() => Some(super::registered(vm, &name)?),
        Some(none) if none.is_none() => None,
        base => base,
    };
    if let Some(base) = &base {
        if base.native::<Dialect>().is_some() && options.iter().all(Option::is_none) {
            return Ok(base.clone());
        }
        for (option, name) in options.iter_mut().zip(NAMES) {
            if option.is_none() {
                *option = vm.find_attribute(base, &intern(name))?;
            }
        }
    }
    let rules = read(vm, &options)?;
    Ok(Native::new(class, Dialect(Rc::new(rules))).into_value())
}

fn read(vm: &Vm, options: &[Option<Value>; 8]) -> VmResult<Rules> {
    let [delimiter, double, escape, line_end, quote, quoting, skip_space, strict] = options;
    let truth = |option: &Option<Value>, default: bool| {
        option.as_ref().map_or(Ok(default), |value| vm.truthy(value))
    };
    let delimiter = match delimiter {
        None => ',',
        Some(value) => character(vm, "delimiter", value, "")?,
    };
    let optional = |name: &str, option: &Option<Value>, default: Option<char>| match option {
        None => Ok(default),
        Some(value) if value.is_none() => Ok(None),
        Some(value) => character(vm, name, value, " or None").map(Some),
    };
    let double = truth(double, true)?;
    let escape = optional("escapechar", escape, None)?;
    let line_end = match line_end {
        None => Some("\r\n".to_string()),
        Some(value) if value.is_none() => None,
        Some(value) => match value.get::<Str>() {
            Some(text) => Some(text.as_str().to_string()),
            None => return Err(vm.type_error("\"lineterminator\" must be a string")),
        },
    };
    let no_quote = quote.as_ref().is_some_and(Value::is_none);
    let quote = optional("quotechar", quote, Some('"'))?;
    let given_quoting = quoting.is_some();
    let mut quoting = match quoting {
        None => QUOTE_MINIMAL,
        Some(value) if is_int(value) && !value.is_bool() => to_i64(value).unwrap_or(-1),
        Some(_) => return Err(vm.type_error("\"quoting\" must be an integer")),
    };
    let (skip_space, strict) = (truth(skip_space, false)?, truth(strict, false)?);
    if !(QUOTE_MINIMAL..=QUOTE_NOTNULL).contains(&quoting) {
        return Err(vm.type_error("bad \"quoting\" value"));
    }
    if no_quote && !given_quoting {
        quoting = QUOTE_NONE;
    }
    if quoting != QUOTE_NONE && quote.is_none() {
        return Err(vm.type_error("quotechar must be set if quoting enabled"));
    }
    let Some(line_end) = line_end else {
        return Err(vm.type_error("lineterminator must be set"));
    };
    let rules = Rules { delimiter, quote, escape, double, skip_space, strict, line_end, quoting };
    check_characters(vm, &rules)?;
    Ok(rules)
}

fn character(vm: &Vm, name: &str, value: &Value, or: &str) -> VmResult<char> {
    let Some(text) = value.get::<Str>() else {
        let shown = vm.class_ref(value).message_name();
        return Err(vm.type_error(format!("\"{name}\" must be string{or}, not {shown}")));
    };
    let mut chars = text.as_str().chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(vm.type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

/// Refuses characters that already have a meaning, or occur twice.
fn check_characters(vm: &Vm, rules: &Rules) -> VmResult<()> {
    let named = [
        ("delimiter", Some(rules.delimiter), true),
        ("escapechar", rules.escape, !rules.skip_space),
        ("quotechar", rules.quote, !rules.skip_space),
    ];
    for (name, c, may_be_space) in named {
        let Some(c) = c else { continue };
        if matches!(c, '\r' | '\n') || c == ' ' && !may_be_space {
            return Err(vm.value_error(format!("bad {name} value")));
        }
        if rules.line_end.contains(c) {
            return Err(vm.value_error(format!("bad {name} or lineterminator value")));
        }
    }
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
        let ((one, a, _), (other, b, _)) = (named[i], named[j]);
        if a.is_some() && a == b {
            return Err(vm.value_error(format!("bad {one} or {other} value")));
        }
    }
    Ok(())
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let options = std::array::from_fn(|i| a.opt(i + 2).cloned());
    build(vm, class, a.opt(1).cloned(), options)
}

/// Declares an attribute that shows a rule.
macro_rules! rule {
    ($name:literal, |$rules:ident| $shown:expr) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |_, value| {
                Ok(value.native::<Dialect>().map_or(Value::NONE, |dialect| {
                    let $rules = &dialect.0;
                    $shown
                }))
            },
            set: None,
        }
    };
}

fn shown(c: Option<char>) -> Value {
    c.map_or(Value::NONE, |c| c.to_string().into())
}

/// `Dialect`
pub static CLASS: ClassDef = ClassDef {
    name: "Dialect",
    module: "_csv",
    doc: "CSV dialect\n\nThe Dialect type records CSV dialect options.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, dialect=None, delimiter=',', doublequote=True, escapechar=None, lineterminator='\\r\\n', quotechar='\"', quoting=QUOTE_MINIMAL, skipinitialspace=False, strict=False)",
            "Create and return a new object.  See help(type) for accurate signature.",
            new,
        ),
        NativeDef::new("__reduce__(self, /)", "raises an exception to avoid pickling", no_pickle),
        NativeDef::new(
            "__reduce_ex__(self, protocol, /)",
            "raises an exception to avoid pickling",
            no_pickle,
        ),
    ],
    properties: &[
        rule!("delimiter", |rules| shown(Some(rules.delimiter))),
        rule!("escapechar", |rules| shown(rules.escape)),
        rule!("lineterminator", |rules| rules.line_end.as_str().into()),
        rule!("quotechar", |rules| shown(rules.quote)),
        rule!("quoting", |rules| Value::small_int(rules.quoting)),
        rule!("doublequote", |rules| Value::bool(rules.double)),
        rule!("skipinitialspace", |rules| Value::bool(rules.skip_space)),
        rule!("strict", |rules| Value::bool(rules.strict)),
    ],
    ..ClassDef::BASE
};

fn no_pickle(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = vm.class_ref(&a[0]).message_name();
    Err(vm.type_error(format!("cannot pickle '{class}' object")))
}
