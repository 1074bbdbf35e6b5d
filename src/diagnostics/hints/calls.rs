//! Calls with wrong arguments, and calls of objects that are not callable.

use super::values::none;
use super::{Case, quoted};
use crate::diagnostics::glance::glance;
use crate::diagnostics::tree::Tree;
use crate::diagnostics::tree::dotted;
use crate::objects::class::Class;
use crate::objects::function::Function;
use crate::objects::native::NativeFunction;
use crate::objects::str::intern;
use crate::runtime::{Kind, Ref, Value};
use crate::text::suggest::suggest;
use crate::text::wrap::shorten;
use hob_grammar::ast::{Constant, Expr, ExprKind, Ident, StmtKind};

/// The function that a message about arguments names.
pub(super) fn function_in(case: &Case<'_>) -> Option<Ref<Function>> {
    let name = case.message.split("()").next()?;
    let last = name.rsplit('.').next()?;
    for (_, func, value) in case.calls() {
        let value = value.or_else(|| method(case, func));
        let function = match value.as_ref().and_then(|v| v.get::<Class>()) {
            Some(class) => class.lookup(&intern("__init__")),
            None => value,
        };
        if let Some(function) = function.as_ref().and_then(|f| f.get::<Function>())
            && function.code.name.as_str() == last
        {
            return Some(function.clone());
        }
    }
    // The name in the message refers to a function of the module: `Class.method`.
    let mut path = name.split('.');
    let first = case.variables()?.get(path.next()?)?;
    let found = path.try_fold(first, |value, part| value.get::<Class>()?.lookup(&intern(part)))?;
    found.into_ref::<Function>().ok()
}

/// A method called by name.
pub(super) fn method(case: &Case<'_>, func: &Expr) -> Option<Value> {
    let ExprKind::Attribute { value, attr } = &func.kind else { return None };
    let object = case.variables()?.follow(&dotted(value)?)?;
    let name = intern(&attr.name);
    match object.get::<Class>() {
        Some(class) => class.lookup(&name),
        None => case.vm.class_of(&object).lookup(&name),
    }
}

/// The second argument of `isinstance`, if it is not a type.
pub(super) fn types_of_isinstance(case: &Case<'_>) -> Option<String> {
    let (_, arguments) = case.call_of("isinstance")?;
    let (object, types) = (arguments.args.first()?, arguments.args.get(1)?);
    let object = case.short(object);
    Some(match &types.kind {
        ExprKind::List(items) | ExprKind::Set(items) => {
            let names: Vec<String> = items.iter().map(|item| case.short(item)).collect();
            format!(
                "Put several types in parentheses: `isinstance({object}, ({}))`.",
                names.join(", ")
            )
        }
        ExprKind::Constant(Constant::Str(name)) => {
            format!("Pass the type itself, without quotes: `isinstance({object}, {name})`.")
        }
        ExprKind::Constant(Constant::None) => {
            format!("None is not a type: write `{object} is None`.")
        }
        _ => "The second argument is a class, or several in parentheses.".to_string(),
    })
}

/// The signature of a built-in function that was called incorrectly.
fn built_in_signature(case: &Case<'_>) -> Option<String> {
    let name = case.message.split("()").next()?;
    let (_, _, value) =
        case.calls().into_iter().find(|(_, func, _)| super::last_name(func) == Some(name))?;
    let value = value?;
    let function = value.get::<NativeFunction>()?;
    let wrong = case.message.split("unexpected keyword argument ").nth(1).and_then(quoted);
    let parameters = &function.signature().parameters;
    let shown = function.def.signature;
    let meant = wrong.and_then(|name| suggest(name, parameters.iter().map(|p| p.name.as_str())));
    Some(match meant {
        Some(meant) => format!("The parameter is called `{meant}`: `{shown}`."),
        None => format!("The function is declared as `{shown}`."),
    })
}

pub(super) fn signature(case: &Case<'_>) -> Option<String> {
    let Some(function) = function_in(case) else { return built_in_signature(case) };
    let code = &function.code;
    let count = code.parameter_count();
    let names: Vec<&str> = code.locals.iter().take(count).map(|n| n.as_str()).collect();
    let is_method = code
        .qualname
        .as_str()
        .rsplit_once('.')
        .is_some_and(|(outer, _)| !outer.ends_with("<locals>"));
    let name = code.name.as_str();
    if is_method
        && is_one_too_many(&case.message)
        && !matches!(names.first(), Some(&("self" | "cls")))
    {
        let parameters = [&["self"], &names[..]].concat().join(", ");
        return Some(format!(
            "The first parameter of a method is the object itself: write `def {name}({parameters}):`."
        ));
    }
    let lacks_self = case.message.ends_with("missing 1 required positional argument: 'self'");
    if is_method && lacks_self && is_static(case, &function) {
        return Some(format!(
            "`{name}` is a static method, which receives no object: remove `self`, or `@staticmethod`."
        ));
    }
    let is_first_missing = lacks_self
        || names.first() == Some(&"self")
            && !name.starts_with("__")
            && case.message.contains(" missing ")
            && is_called_on_class(case, &function);
    if is_method && is_first_missing {
        let class = code.qualname.as_str().split('.').next().unwrap_or_default();
        return Some(format!(
            "`{name}` is a method: call it on an object of the class, as in `{class}(…).{name}(…)`."
        ));
    }
    if is_method && case.message.ends_with("missing 1 required positional argument: 'cls'") {
        return Some(format!("`{name}` takes the class: write `@classmethod` above its `def`."));
    }
    let shown = written_signature(case, &function)?;
    if let Some(wrong) = case.message.split("unexpected keyword argument ").nth(1).and_then(quoted)
        && let Some(meant) = suggest(wrong, names.iter().copied())
    {
        return Some(format!("The parameter is called `{meant}`: `{shown}`."));
    }
    Some(format!("The function is declared as `{shown}`."))
}

/// Whether a method is called on a class.
fn is_called_on_class(case: &Case<'_>, function: &Ref<Function>) -> bool {
    case.calls().into_iter().any(|(_, func, _)| match &func.kind {
        ExprKind::Attribute { value, attr } if attr.name == function.code.name.as_str() => {
            let object = dotted(value).and_then(|path| case.variables()?.follow(&path));
            object.is_some_and(|object| object.get::<Class>().is_some())
        }
        _ => false,
    })
}

/// Whether the class of a method has it as a static method.
fn is_static(case: &Case<'_>, function: &Ref<Function>) -> bool {
    let qualname = function.code.qualname.as_str();
    let found = || {
        let (class, name) = qualname.split_once('.')?;
        let class = case.variables()?.get(class)?.into_ref::<Class>().ok()?;
        Some(class.dict().get_text(name)?.kind() == Some(Kind::StaticMethod))
    };
    found().unwrap_or(false)
}

/// Several values for a function that takes one collection of them.
pub(super) fn needs_collection(case: &Case<'_>) -> Option<String> {
    let name = case.message.split(['(', ' ']).next()?;
    let takers = ["any", "all", "len", "sum", "list", "tuple", "set", "sorted", "enumerate"];
    let (func, arguments) = takers.contains(&name).then(|| case.call_of(name)).flatten()?;
    let is_bare = arguments.args.len() > 1 && arguments.keywords.is_empty();
    if !is_bare || !(case.message.contains(" given)") || case.message.contains(", got ")) {
        return None;
    }
    let values: Vec<String> = arguments.args.iter().map(|value| case.short(value)).collect();
    let (func, values) = (case.short(func), values.join(", "));
    Some(format!("`{func}` takes one collection of values: `{func}([{values}])`."))
}

/// A function passed by its name in quotes: `max(words, key="len")`.
pub(super) fn key_of_text(case: &Case<'_>) -> Option<String> {
    let takers = ["max", "min", "sorted", "sort", "groupby", "map", "filter"];
    let (func, arguments) = takers.iter().find_map(|name| case.call_of(name))?;
    let text = |value: &Expr| match &value.kind {
        ExprKind::Constant(Constant::Str(text)) => Some(text.to_string()),
        _ => None,
    };
    let by_name = arguments.keywords.iter().find_map(|keyword| {
        let name = keyword.name.as_ref().filter(|name| name.name == "key")?;
        Some((format!("{}=", name.name), text(&keyword.value)?))
    });
    let first = || Some((String::new(), text(arguments.args.first()?)?));
    let (keyword, given) = by_name.or_else(first)?;
    Some(format!(
        "`{}` takes a function, and this is a string: write it without quotes, `{keyword}{given}`.",
        case.short(func)
    ))
}

/// A function that was called instead of being passed.
pub(super) fn called_too_early(case: &Case<'_>) -> Option<String> {
    for taker in ["to_thread", "run_in_executor", "call_soon", "call_later", "submit", "map"] {
        let Some((func, arguments)) = case.call_of(taker) else { continue };
        let called = arguments.args.iter().find_map(|argument| match &argument.kind {
            ExprKind::Call { func, .. } => Some(&**func),
            _ => None,
        });
        let (func, called) = (case.short(func), case.short(called?));
        return Some(format!(
            "`{called}(…)` has already run, and returned its result. `{func}` takes the function itself, without parentheses, and its arguments after it."
        ));
    }
    None
}

/// Whether a message says that a call had exactly one argument more than the function takes.
fn is_one_too_many(message: &str) -> bool {
    let number_before = |text: &str| {
        let words = message.split(text).next()?;
        words.trim().rsplit(' ').next()?.parse::<usize>().ok()
    };
    let given = number_before(" were given").or_else(|| number_before(" was given"));
    number_before(" positional argument")
        .zip(given)
        .is_some_and(|(takes, given)| takes + 1 == given)
}

/// A result of `__init__`.
pub(super) fn constructor_result(case: &Case<'_>) -> Option<String> {
    Some(match quoted(case.message.split("None").nth(1)?)? {
        "coroutine" => "`__init__` cannot be `async`. Keep it ordinary, and await in a separate method, such as `await client.connect()`, or in a function that makes the object.",
        _ => "`__init__` only initializes the new object, and returns nothing: remove the value after `return`.",
    }.to_string())
}

/// Arguments for a class without `__init__`, possibly because it is misspelt.
pub(super) fn no_constructor(case: &Case<'_>) -> Option<String> {
    let name = case.message.split("()").next()?;
    let class = case.variables()?.get(name)?.into_ref::<Class>().ok()?;
    if matches!(case.statement()?.kind, StmtKind::Raise { .. }) {
        return Some(format!(
            "What is raised must be an exception: derive the class from one, `class {name}(Exception):`."
        ));
    }
    let keys = class.dict().keys();
    let methods: Vec<String> = keys.into_iter().filter_map(super::names::text).collect();
    let is_near = |method: &&String| {
        let bare = method.trim_matches('_');
        **method != "__init__"
            && (matches!(bare, "init" | "int" | "inti" | "constructor") || *bare == *name)
    };
    Some(match methods.iter().find(is_near) {
        Some(wrong) => format!(
            "{name} has a method `{wrong}`. The constructor is called `__init__`, with two underscores on each side."
        ),
        None => format!("{name} has no constructor to take them: `def __init__(self, …):`."),
    })
}

/// A function's `def` as written, if its source is that of the failing location; otherwise its
/// parameter names.
pub(super) fn written_signature(case: &Case<'_>, function: &Ref<Function>) -> Option<String> {
    let code = &function.code;
    let source = &code.source;
    let tree = Tree::new(&source.text)?;
    // Decorators precede the line of the name.
    let def = tree.nearest_function(code.name.as_str(), |def| {
        let line = source.position(def.name.span.start).0;
        line.checked_sub(code.first_line).filter(|distance| *distance <= 20)
    })?;
    let from = def.name.span.start as usize;
    let rest = source.text.get(from..)?;
    let first = def.body.first().map_or(source.text.len(), |s| s.span.start as usize);
    let head = rest.get(..first.checked_sub(from)?)?;
    let end = head.rfind(':').unwrap_or(head.len());
    let words: Vec<&str> = head[..end].split_whitespace().collect();
    let _ = case;
    Some(shorten(&words.join(" "), 70))
}

pub(super) fn not_callable(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    for (_, func, value) in case.calls() {
        let text = case.text(func.span);
        if !value.as_ref().is_some_and(|value| case.vm.is_callable(value))
            && let Some(text) = hidden_method(case, func)
        {
            return Some(text);
        }
        let Some(value) = value else {
            if let Some(name) = property_of(case, func) {
                return Some(format!("`{name}` is a property: its value needs no `()` after it."));
            }
            if let ExprKind::Attribute { attr, .. } = &func.kind
                && matches!(class, "str" | "int" | "float" | "bool" | "list" | "dict" | "tuple")
            {
                let name = &attr.name;
                let article = if class == "int" { "an" } else { "a" };
                return Some(format!(
                    "`{name}` is {article} {class}, not a method: remove the `()` after it."
                ));
            }
            if matches!(func.kind, ExprKind::Constant(_) | ExprKind::Tuple(_)) {
                return Some("Is an operator or a comma missing before the `(`?".to_string());
            }
            if matches!(func.kind, ExprKind::Call { .. }) {
                let article = if class.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
                let call = case.short(func);
                return Some(format!(
                    "`{call}` gives {article} {class}, which cannot be called: are the round brackets behind it meant?"
                ));
            }
            continue;
        };
        if case.vm.is_callable(&value) {
            continue;
        }
        if case.vm.builtins.get_text(text).is_some() {
            return Some(format!(
                "`{text}` is a variable here, with the value {}: it hides the built-in function of that name. Give it another name.",
                glance(case.vm, &value)
            ));
        }
        return Some(match class {
            "list" | "dict" | "tuple" | "str" => {
                format!("`{text}` is a {class}: use square brackets for its items: `{text}[…]`.")
            }
            "int" | "float" => format!("`{text}` is a number. Is a `*` missing before the `(`?"),
            "module" => format!("`{text}` is a module. Call something in it: `{text}.…(…)`."),
            "coroutine" => format!("`{text}` is already a coroutine: write `await {text}`."),
            _ => format!("`{text}` is {}, and cannot be called.", glance(case.vm, &value)),
        });
    }
    None
}

/// The class of the object before the dot, which may be a call of the class, and the name after it.
fn class_and_attribute<'a>(case: &Case<'_>, func: &'a Expr) -> Option<(Ref<Class>, &'a Ident)> {
    let ExprKind::Attribute { value, attr } = &func.kind else { return None };
    let variables = case.variables()?;
    let class = match &value.kind {
        ExprKind::Call { func, .. } => {
            variables.follow(&dotted(func)?)?.into_ref::<Class>().ok()?
        }
        _ => case.vm.class_of(&variables.follow(&dotted(value)?)?),
    };
    Some((class, attr))
}

/// An attribute that hides the method with the same name.
fn hidden_method(case: &Case<'_>, func: &Expr) -> Option<String> {
    let (class, attr) = class_and_attribute(case, func)?;
    class.lookup(&intern(&attr.name))?.get::<Function>()?;
    Some(format!(
        "`{name}` is a method of {class}, but this object has an attribute of the same name, which hides it. Give one of them another name.",
        name = attr.name,
        class = class.name()
    ))
}

/// The name of a called property.
fn property_of(case: &Case<'_>, func: &Expr) -> Option<String> {
    let (class, attr) = class_and_attribute(case, func)?;
    let found = class.lookup(&intern(&attr.name))?;
    (found.kind() == Some(Kind::Property)).then(|| attr.name.to_string())
}

pub(super) fn mixed_order(case: &Case<'_>) -> Option<String> {
    let is_text = case.message.contains("'str'");
    let is_number = case.message.contains("'int'") || case.message.contains("'float'");
    if case.message.matches("'dict'").count() == 2 {
        return Some("Dicts have no order of their own: sort them by one of their entries, with `key=lambda item: item[\"…\"]`.".to_string());
    }
    // The comparison may be inside a library function that received a string.
    let compares = case.expressions().iter().any(|e| matches!(e.kind, ExprKind::Compare { .. }));
    let sorts = ["sorted", "sort", "min", "max"].iter().any(|name| case.call_of(name).is_some());
    if is_text && is_number && !compares && !sorts {
        return Some(
            "A number is expected, and this is a string: convert it with `int(…)` or `float(…)`."
                .to_string(),
        );
    }
    (is_text && is_number).then(|| {
        "Strings and numbers cannot be ordered. `input()` and files give strings: convert them with `int(…)`.".to_string()
    }).or_else(|| case.message.contains("NoneType").then(|| none(case)).flatten())
}

pub(super) fn recursion(case: &Case<'_>) -> Option<String> {
    let name = case.frame.as_ref()?.code.name.as_str().to_string();
    let this = case.variables()?.get("self");
    let of_class = this.and_then(|this| case.vm.class_of(&this).lookup(&intern(&name)));
    if of_class.is_some_and(|found| found.kind() == Some(Kind::Property)) {
        return Some(format!(
            "The property `{name}` uses itself. Keep its value under another name, such as `self._{name}`."
        ));
    }
    if matches!(name.as_str(), "__getattribute__" | "__setattr__") {
        return Some(format!(
            "Every attribute access calls `{name}`, even inside it. `super().{name}(…)` does the default."
        ));
    }
    Some(format!("{name}() calls itself without end. When should it stop?"))
}
