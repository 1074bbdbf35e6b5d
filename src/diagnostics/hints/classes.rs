//! Classes of the program: special methods that an operation needs, and members that are elsewhere.

use super::{Case, quoted};
use crate::diagnostics::STDLIB_MODULES;
use crate::diagnostics::attribute;
use crate::diagnostics::origins::assignment;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::str::intern;
use crate::runtime::{Kind, Ref, Value};
use crate::text::wrap::shorten;
use hob_grammar::ast::{Span, StmtKind};

/// Operations: a part of CPython's message, the methods that they need, and the code that uses
/// them.
const OPERATIONS: &[(&str, &[&str], &str)] = &[
    ("object is not subscriptable", &["__getitem__"], "`object[key]`"),
    ("does not support item assignment", &["__setitem__"], "`object[key] = value`"),
    ("does not support item deletion", &["__delitem__"], "`del object[key]`"),
    ("has no len()", &["__len__"], "`len(object)`"),
    ("object is not iterable", &["__iter__"], "a loop"),
    ("is not iterable", &["__contains__"], "`in`"),
    ("object is not an iterator", &["__next__"], "`next(object)`"),
    ("iter() returned non-iterator", &["__next__"], "a loop"),
    ("object is not callable", &["__call__"], "a call"),
    ("asynchronous context manager protocol", &["__aenter__", "__aexit__"], "`async with`"),
    ("context manager protocol", &["__enter__", "__exit__"], "`with`"),
    ("'async for' requires an object with", &["__aiter__", "__anext__"], "`async for`"),
    ("can't be used in 'await' expression", &["__await__"], "`await`"),
    ("object cannot be interpreted as an integer", &["__index__"], "this function"),
];

/// Operators and their methods (Python reference, "Emulating numeric types").
const OPERATORS: &[(&str, &str)] = &[
    ("+", "__add__"),
    ("-", "__sub__"),
    ("*", "__mul__"),
    ("/", "__truediv__"),
    ("//", "__floordiv__"),
    ("%", "__mod__"),
    ("** or pow()", "__pow__"),
    ("@", "__matmul__"),
    ("&", "__and__"),
    ("|", "__or__"),
    ("^", "__xor__"),
    ("+=", "__iadd__"),
];

/// The class with this name, if it belongs to the program: of a value at the location, or among its
/// variables.
fn own_class(case: &Case<'_>, name: &str) -> Option<Ref<Class>> {
    let of_value = case
        .named(|value| case.vm.class_of(value).name() == name)
        .map(|(_, v)| case.vm.class_of(&v));
    let class = match of_value {
        Some(class) => class,
        None => case.variables()?.get(name)?.into_ref::<Class>().ok()?,
    };
    let module = class.module()?;
    let first = module.split('.').next().unwrap_or_default();
    let is_library = first == "builtins" || STDLIB_MODULES.binary_search(&first).is_ok();
    (class.name() == name && !is_library).then_some(class)
}

/// A special method that a class of the program does not define.
pub(super) fn missing_method(case: &Case<'_>) -> Option<String> {
    let message = case.message.as_str();
    if let Some(rest) = message.strip_prefix("unsupported operand type(s) for ") {
        let (operator, operands) = rest.split_once(": ")?;
        let class = own_class(case, quoted(operands)?)?;
        let (shown, method) = OPERATORS.iter().find(|(sign, _)| *sign == operator)?;
        let sign = shown.split(' ').next().unwrap_or(shown);
        return (!class.has(method)).then(|| said(&class, &[method], &format!("`{sign}`")));
    }
    let (_, methods, asked_by) = OPERATIONS.iter().find(|(part, ..)| message.contains(part))?;
    let name = match message.strip_prefix("object ") {
        Some(rest) if methods[0] == "__await__" => rest.split(' ').next()?,
        _ => quoted(message)?,
    };
    let class = own_class(case, name)?;
    // The other kind of `for` or `with` may be intended.
    let other = match methods[0] {
        "__iter__" if class.has("__aiter__") => Some(("asynchronous", "async for")),
        "__enter__" if class.has("__aenter__") => Some(("asynchronous", "async with")),
        "__aiter__" if class.has("__iter__") => Some(("not asynchronous", "for")),
        "__aenter__" if class.has("__enter__") => Some(("not asynchronous", "with")),
        _ => None,
    };
    if let Some((kind, statement)) = other {
        return Some(format!("Objects of `{name}` are {kind} here: write `{statement}`."));
    }
    let missing: Vec<&str> = methods.iter().copied().filter(|m| !class.has(m)).collect();
    (!missing.is_empty()).then(|| said(&class, &missing, asked_by))
}

fn said(class: &Ref<Class>, methods: &[&str], asked_by: &str) -> String {
    let methods = methods.join("` and `");
    format!("The class `{}` does not define `{methods}`, which {asked_by} needs.", class.name())
}

/// An attribute that objects of a class cannot have.
pub(super) fn no_new_attributes(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    let name = case.field("name")?;
    Some(match class {
        "dict" => {
            let object = case.named(|value| value.get::<Dict>().is_some());
            let object = object.map_or("…".to_string(), |(object, _)| object);
            format!("Set an entry of a dict with square brackets: `{object}[\"{name}\"] = …`.")
        }
        _ if own_class(case, class).is_some() => {
            "`__slots__` lists all attributes that objects of the class may have: add this one there."
                .to_string()
        }
        _ => "Objects of built-in types accept no new attributes. Objects of your own classes do."
            .to_string(),
    })
}

/// Objects that are sorted although they are unordered.
pub(super) fn without_order(case: &Case<'_>) -> Option<String> {
    let operator = quoted(&case.message)?;
    let name = case.message.split("instances of ").nth(1).and_then(quoted)?;
    let class = own_class(case, name)?;
    let method = match operator {
        "<" | ">" => "__lt__",
        "<=" | ">=" => "__le__",
        _ => return None,
    };
    let sorter = ["sorted", "sort", "min", "max"].iter().find(|name| case.call_of(name).is_some());
    Some(match sorter {
        Some(sorter) => format!(
            "Objects of `{name}` have no order. Tell `{sorter}` what to compare, with `key=lambda item: item.…`, or define `{method}` in the class."
        ),
        None if class.has(method) => return None,
        None => said(&class, &[method], &format!("`{operator}`")),
    })
}

/// A class with only `__eq__`, whose objects have no hash.
pub(super) fn without_hash(case: &Case<'_>) -> Option<String> {
    let class = own_class(case, quoted(&case.message)?)?;
    let has_equality = class.dict().get_text("__eq__").is_some();
    has_equality.then(|| {
        format!(
            "A class with `__eq__` needs `__hash__`, too, for its objects to be keys of a dict or members of a set: `{}` has only the first.",
            class.name()
        )
    })
}

/// The fields of a dataclass, for a call with too many or unknown arguments.
pub(super) fn dataclass_fields(case: &Case<'_>) -> Option<String> {
    let class = own_class(case, case.message.split(".__init__()").next()?)?;
    let fields = class.lookup(&intern("__dataclass_fields__"))?.into_ref::<Dict>().ok()?;
    let names = |dict: &Ref<Dict>| -> Vec<String> {
        dict.keys().into_iter().filter_map(super::names::text).collect()
    };
    let fields = names(&fields);
    let bare = names(class.dict()).into_iter().find(|name| {
        let value = class.dict().get_text(name);
        !name.starts_with('_')
            && !fields.contains(name)
            && !value.is_some_and(|value| {
                case.vm.is_callable(&value) || value.kind() == Some(Kind::Property)
            })
    });
    let class = class.name();
    let own = match fields.as_slice() {
        [] => format!("The dataclass `{class}` has no fields."),
        [only] => format!("The only field of the dataclass `{class}` is {only}."),
        _ => format!("The fields of the dataclass `{class}` are, in order, {}.", fields.join(", ")),
    };
    Some(match bare {
        Some(bare) => format!("{own} A field has an annotation, as in `{bare}: list`."),
        None => own,
    })
}

/// A member that an enumeration does not have.
pub(super) fn enum_attribute(case: &Case<'_>) -> Option<String> {
    let object = attribute(case.vm, case.exception.as_value(), "obj")?;
    let class = object.get::<Class>()?;
    let members = class.lookup(&intern("_member_map_"))?.into_ref::<Dict>().ok()?;
    let names: Vec<String> = members.keys().into_iter().filter_map(super::names::text).collect();
    Some(match names.as_slice() {
        [] => return None,
        [only] => format!("The only member of {} is {only}.", class.name()),
        _ => format!("The members of {} are {}.", class.name(), shorten(&names.join(", "), 80)),
    })
}

/// The object whose attribute is missing, with the attribute's name.
fn lacking(case: &Case<'_>) -> Option<(Value, String)> {
    let object = attribute(case.vm, case.exception.as_value(), "obj")?;
    Some((object, case.field("name")?))
}

/// A parameter of `__init__` that the object does not store.
pub(super) fn parameter_not_kept(case: &Case<'_>) -> Option<String> {
    let (object, wrong) = lacking(case)?;
    let class = case.vm.class_of(&object);
    let function = class.lookup(&intern("__init__"))?.into_ref::<Function>().ok()?;
    let code = &function.code;
    let mut parameters = code.locals.iter().take(code.parameter_count()).skip(1);
    parameters.any(|name| name.as_str() == wrong).then(|| {
        format!(
            "`{}.__init__` has a parameter `{wrong}`, but the object does not store it: write `self.{wrong} = {wrong}` there.",
            class.name()
        )
    })
}

/// A function with `self` outside its class.
pub(super) fn method_outside(case: &Case<'_>) -> Option<String> {
    let (object, wrong) = lacking(case)?;
    let class = case.vm.class_of(&object);
    let frame = case.frame.as_ref()?;
    let function = frame.function.globals.get_text(&wrong)?.into_ref::<Function>().ok()?;
    let takes_self = function.code.locals.first().is_some_and(|name| name.as_str() == "self");
    (takes_self && own_class(case, &class.name()).is_some()).then(|| {
        format!(
            "There is a function `{wrong}(self, …)` outside the class, on line {}: indent it like the methods of `{}`.",
            function.code.first_line,
            class.name()
        )
    })
}

/// A variable that hides the module with the same name.
pub(super) fn hidden_module(case: &Case<'_>) -> Option<String> {
    let (object, _) = lacking(case)?;
    let (name, _) = case.named(|value| value.is(&object))?;
    let tree = case.tree?;
    let end = u32::try_from(case.place?.source.text.len()).unwrap_or(u32::MAX);
    let body = tree.body_around(Span::new(end, end));
    let is_imported = body.iter().any(|stmt| match &stmt.kind {
        StmtKind::Import(names) => {
            names.iter().any(|alias| alias.asname.is_none() && alias.name.name == name.as_str())
        }
        _ => false,
    });
    if !is_imported {
        return None;
    }
    let around = tree.body_around(case.span());
    let span = assignment(&around, &name, case.span().start)
        .or_else(|| assignment(&body, &name, u32::MAX))?;
    Some(format!(
        "Line {} assigns to `{name}`, which hides the module `{name}`: give the variable another name.",
        case.line(span)
    ))
}
