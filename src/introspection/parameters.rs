//! The parameters of callables, as `inspect.signature` shows them.

use super::look::{self, Known, own_value};
use crate::objects::bound::BoundMethod;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::native::NativeFunction;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value, View};
use crate::vm::Vm;

/// The maximum number of `__wrapped__` attributes and the like to follow.
const MAX_STEPS: usize = 20;
/// The maximum length of a default value shown.
const MAX_DEFAULT: usize = 60;

/// The signature of a callable.
pub struct Parameters {
    /// The function's or class's name.
    pub name: String,
    /// Whether it is an `async def`.
    pub is_async: bool,
    /// The parameters, in order.
    pub items: Vec<Parameter>,
    /// The annotation of the result, if there is one.
    pub result: Option<String>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// How it accepts arguments.
    pub kind: ParameterKind,
    /// The annotation, as text.
    pub annotation: Option<String>,
    /// The default value, as text.
    pub default: Option<String>,
}

/// How a parameter accepts arguments (`inspect.Parameter.kind`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// By position only.
    PositionalOnly,
    /// By position or name.
    Usual,
    /// All further positional ones: `*args`.
    VarPositional,
    /// By name only.
    KeywordOnly,
    /// All further named ones: `**kwargs`.
    VarKeyword,
}

impl Parameter {
    fn new(name: &str, kind: ParameterKind) -> Parameter {
        Parameter { name: name.to_string(), kind, annotation: None, default: None }
    }

    /// Whether an argument can name it.
    pub fn takes_keyword(&self) -> bool {
        matches!(self.kind, ParameterKind::Usual | ParameterKind::KeywordOnly)
    }

    /// Whether positional arguments reach it.
    pub fn takes_position(&self) -> bool {
        matches!(self.kind, ParameterKind::PositionalOnly | ParameterKind::Usual)
    }
}

impl std::fmt::Display for Parameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.kind {
            ParameterKind::VarPositional => "*",
            ParameterKind::VarKeyword => "**",
            _ => "",
        })?;
        f.write_str(&self.name)?;
        if let Some(annotation) = &self.annotation {
            write!(f, ": {annotation}")?;
        }
        match (&self.default, &self.annotation) {
            (Some(default), Some(_)) => write!(f, " = {default}"),
            (Some(default), None) => write!(f, "={default}"),
            (None, _) => Ok(()),
        }
    }
}

impl Parameters {
    /// The list in parentheses and the result. `mark` is the parameter to enclose in `‹` and `›`.
    pub fn shown(&self, mark: Option<usize>) -> String {
        use ParameterKind::*;
        let mut parts: Vec<String> = Vec::new();
        let mut last = None;
        for (i, item) in self.items.iter().enumerate() {
            if last == Some(PositionalOnly) && item.kind != PositionalOnly {
                parts.push("/".to_string());
            }
            if item.kind == KeywordOnly && !matches!(last, Some(KeywordOnly | VarPositional)) {
                parts.push("*".to_string());
            }
            parts.push(match mark {
                Some(marked) if marked == i => format!("‹{item}›"),
                _ => item.to_string(),
            });
            last = Some(item.kind);
        }
        if last == Some(PositionalOnly) {
            parts.push("/".to_string());
        }
        let result = self.result.as_ref().map_or(String::new(), |result| format!(" -> {result}"));
        format!("({}){result}", parts.join(", "))
    }

    /// The parameters of a value; none if it cannot be called or its parameters are unknown.
    pub fn of(vm: &Vm, known: &Known) -> Option<Parameters> {
        find(vm, known, MAX_STEPS)
    }

    fn without_first(mut self) -> Parameters {
        if self.items.first().is_some_and(|item| item.kind != ParameterKind::VarPositional) {
            self.items.remove(0);
        }
        self
    }
}

fn find(vm: &Vm, known: &Known, steps: usize) -> Option<Parameters> {
    let steps = steps.checked_sub(1)?;
    let value = match known {
        Known::Value(value) => value,
        Known::Method(function) => {
            let of = find(vm, &Known::Value(function.clone()), steps)?;
            return Some(of.without_first());
        }
        Known::Instance(class) => {
            let call = class.lookup(&vm.names.call)?;
            return Some(find(vm, &Known::Value(call), steps)?.without_first());
        }
        Known::Coroutine(_) => return None,
    };
    if let Some(class) = value.get::<Class>() {
        return of_class(vm, class, steps);
    }
    if let Some(method) = value.get::<BoundMethod>() {
        let of = find(vm, &Known::Value(method.function.clone()), steps)?;
        return Some(of.without_first());
    }
    if let Some(function) = value.get::<NativeFunction>() {
        return Some(of_native(function));
    }
    if let Some(wrapped) = own_value(value, &intern("__wrapped__")) {
        return find(vm, &Known::Value(wrapped), steps);
    }
    if let Some(function) = value.get::<Function>() {
        return Some(of_function(vm, function));
    }
    if look::is_partial(vm, value) {
        return of_partial(vm, known, steps);
    }
    find(vm, &Known::Instance(vm.class_of(value)), steps)
}

fn of_class(vm: &Vm, class: &Ref<Class>, steps: usize) -> Option<Parameters> {
    let meta = vm.class_of(class.as_value());
    let own_call = meta.lookup(&vm.names.call).filter(|call| call.get::<Function>().is_some());
    let found = |name: &Ref<Str>| {
        let value = class.lookup(name)?;
        let value = match Known::Value(class.as_value().clone()).attribute(vm, name.as_str()) {
            Some(Known::Value(bound)) => bound,
            _ => value,
        };
        let of = find(vm, &Known::Value(value.clone()), steps)?.without_first();
        let native = value.get::<NativeFunction>();
        let is_objects = native
            .and_then(|native| native.owner.as_ref())
            .is_some_and(|owner| owner.is(&vm.types.object));
        // `(*args, **kwargs)` carries no information.
        let says_something = native.is_none()
            || of.items.is_empty()
            || of.items.iter().any(|item| item.takes_keyword() || item.takes_position());
        (!is_objects).then_some((of, says_something))
    };
    let mut parameters = match (found(&vm.names.init), found(&vm.names.new)) {
        (Some((init, true)), _) => init,
        (_, Some((new, _))) => new,
        (Some((init, false)), None) => init,
        (None, None) => {
            Parameters { name: String::new(), is_async: false, items: Vec::new(), result: None }
        }
    };
    if let Some(call) = own_call {
        parameters = find(vm, &Known::Value(call), steps)?.without_first();
    }
    Some(Parameters { name: class.name(), is_async: false, result: None, ..parameters })
}

fn of_native(function: &NativeFunction) -> Parameters {
    let signature = function.signature();
    let mut items: Vec<Parameter> = Vec::new();
    for (i, parameter) in signature.parameters.iter().enumerate() {
        let kind = match i {
            _ if i < signature.positional_only => ParameterKind::PositionalOnly,
            _ if i < signature.positional => ParameterKind::Usual,
            _ => ParameterKind::KeywordOnly,
        };
        let default = parameter.default.map(str::to_string);
        items.push(Parameter { default, ..Parameter::new(parameter.name.as_str(), kind) });
    }
    if let Some(name) = signature.varargs {
        items.insert(signature.positional, Parameter::new(name, ParameterKind::VarPositional));
    }
    if let Some(name) = signature.varkeywords {
        items.push(Parameter::new(name, ParameterKind::VarKeyword));
    }
    Parameters { name: function.def.name().to_string(), is_async: false, items, result: None }
}

fn of_function(vm: &Vm, function: &Ref<Function>) -> Parameters {
    let code = &function.code;
    let (positional, keyword_only) = (usize::from(code.positional), usize::from(code.keyword_only));
    let annotations = function.annotations.get();
    let annotation = |name: &str| {
        let found = annotations.get::<Dict>()?.get_text(name)?;
        Some(annotation_text(vm, &found))
    };
    let defaults = function.default_tuple();
    let defaults: &[Value] = defaults.as_ref().map_or(&[], |d| d.items());
    let keyword_defaults = function.keyword_defaults.get();
    let item = |i: usize, kind: ParameterKind| {
        let name = code.locals.get(i).map_or("?", |name| name.as_str());
        let default = match kind {
            ParameterKind::PositionalOnly | ParameterKind::Usual => (i + defaults.len())
                .checked_sub(positional)
                .and_then(|at| defaults.get(at).cloned()),
            ParameterKind::KeywordOnly => {
                keyword_defaults.get::<Dict>().and_then(|d| d.get_text(name))
            }
            _ => None,
        };
        let default = default.map(|default| value_text(vm, &default));
        Parameter { annotation: annotation(name), default, ..Parameter::new(name, kind) }
    };
    let mut items = Vec::new();
    for i in 0..positional {
        items.push(match i < usize::from(code.positional_only) {
            true => item(i, ParameterKind::PositionalOnly),
            false => item(i, ParameterKind::Usual),
        });
    }
    let behind = positional + keyword_only;
    if code.flags.varargs {
        items.push(item(behind, ParameterKind::VarPositional));
    }
    items.extend((positional..behind).map(|i| item(i, ParameterKind::KeywordOnly)));
    if code.flags.varkeywords {
        items.push(item(behind + usize::from(code.flags.varargs), ParameterKind::VarKeyword));
    }
    Parameters {
        name: function.name.borrow().as_str().to_string(),
        is_async: code.flags.coroutine,
        items,
        result: annotation("return"),
    }
}

/// `functools.partial`: the remaining parameters of the function.
fn of_partial(vm: &Vm, partial: &Known, steps: usize) -> Option<Parameters> {
    let mut of = find(vm, &partial.attribute(vm, "func")?, steps)?;
    let Known::Value(args) = partial.attribute(vm, "args")? else { return None };
    let Known::Value(keywords) = partial.attribute(vm, "keywords")? else { return None };
    for _ in 0..args.get::<Tuple>()?.len() {
        if of.items.first()?.takes_position() {
            of.items.remove(0);
        }
    }
    let keywords = keywords.get::<Dict>()?;
    for item in &mut of.items {
        if let Some(given) = keywords.get_text(&item.name) {
            item.kind = ParameterKind::KeywordOnly;
            item.default = Some(value_text(vm, &given));
        }
    }
    // Parameters after one bound by name can be passed only by name.
    let first = of.items.iter().position(|item| item.kind == ParameterKind::KeywordOnly);
    if let Some(first) = first {
        of.items[first..].iter_mut().for_each(|item| {
            if item.kind == ParameterKind::Usual {
                item.kind = ParameterKind::KeywordOnly;
            }
        });
    }
    Some(of)
}

/// An annotation formatted as `inspect` does.
fn annotation_text(vm: &Vm, annotation: &Value) -> String {
    if let Some(class) = annotation.get::<Class>() {
        return class.full_name();
    }
    match annotation.native::<crate::objects::alias::Alias>() {
        Some(_) => vm.repr_text(annotation),
        None => value_text(vm, annotation),
    }
}

/// `repr(value)` if it is short and runs no code of the program; otherwise `...`.
pub fn value_text(vm: &Vm, value: &Value) -> String {
    plain_text(vm, value, 3)
        .filter(|text| text.chars().count() <= MAX_DEFAULT)
        .unwrap_or("...".into())
}

fn plain_text(vm: &Vm, value: &Value, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let joined = |items: &[Value]| {
        let texts: Option<Vec<String>> =
            items.iter().take(MAX_DEFAULT).map(|item| plain_text(vm, item, depth)).collect();
        Some(texts?.join(", "))
    };
    if !matches!(value.view(), View::Obj(_)) || value.get_exact::<Str>().is_some() {
        return Some(vm.repr_text(value));
    }
    if let Some(list) = value.get_exact::<List>() {
        return Some(format!("[{}]", joined(&list.to_vec())?));
    }
    if let Some(tuple) = value.get_exact::<Tuple>() {
        return Some(match tuple.items() {
            [one] => format!("({},)", plain_text(vm, one, depth)?),
            items => format!("({})", joined(items)?),
        });
    }
    if let Some(dict) = value.get_exact::<Dict>() {
        return dict.is_empty().then(|| "{}".to_string());
    }
    if let Some(class) = value.get::<Class>() {
        let is_written = vm.class_of(value).is(&vm.types.type_);
        return is_written.then(|| format!("<class '{}'>", class.full_name()));
    }
    if let Some(function) = value.get::<Function>() {
        return Some(format!("<function {}>", function.qualname.borrow().as_str()));
    }
    if let Some(function) = value.get::<NativeFunction>() {
        return Some(format!("<built-in function {}>", function.def.name()));
    }
    // Functions of the library may run, for instance those of enumerations.
    let is_harmless = match vm.class_ref(value).lookup(&vm.names.repr)? {
        own if own.get::<NativeFunction>().is_some() => !vm.class_ref(value).is_heap,
        own => own.get::<Function>().is_some_and(|f| {
            let file = &f.code.source.name;
            file.starts_with("<frozen ") || file.starts_with("<stdlib>")
        }),
    };
    is_harmless.then(|| vm.repr_text(value))
}
