//! Mistakes in the use of the library: JSON, dates, files, dataclasses, enumerations.

use super::Case;
use super::quoted;
use crate::diagnostics::attribute;
use crate::diagnostics::glance::{glance, own_attributes};
use crate::diagnostics::text_attribute;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::objects::str::intern;
use crate::runtime::Value;
use hob_grammar::ast::{Constant, ExprKind, StmtKind};

pub(super) fn json_text(case: &Case<'_>) -> Option<String> {
    let text = case.field("doc")?;
    let text = text.trim_start();
    let at = case.message.split(':').next()?;
    Some(match (at, text.chars().next()) {
        (_, None) => "The text is empty.".to_string(),
        (_, Some('<')) => "This is HTML or XML, not JSON: look at the whole response, which may be an error page.".to_string(),
        (_, Some('\'')) => "Strings in JSON have double quotes.".to_string(),
        ("Expecting property name enclosed in double quotes", _) if text.contains("{'") => {
            "Strings in JSON have double quotes. `ast.literal_eval(text)` reads a dict in Python syntax.".to_string()
        }
        ("Expecting property name enclosed in double quotes" | "Illegal trailing comma before end of object" | "Illegal trailing comma before end of array", _) => {
            "JSON has no comma after the last entry.".to_string()
        }
        ("Extra data", _) if text.lines().count() > 1 => {
            "The text continues after its first value. If it has one value per line, read it line by line: `[json.loads(line) for line in text.splitlines()]`.".to_string()
        }
        _ => return None,
    })
}

/// The order of the arguments of `json.dump`.
pub(super) const DUMP_ORDER: &str =
    "`dump` takes the object first, then the open file: `json.dump(data, file)`.";

pub(super) fn json_value(case: &Case<'_>) -> Option<String> {
    let class = case.message.strip_prefix("Object of type ")?.split(' ').next()?;
    if matches!(class, "TextIOWrapper" | "BufferedWriter") && case.call_of("dump").is_some() {
        return Some(DUMP_ORDER.to_string());
    }
    Some(match class {
        "set" | "frozenset" | "dict_keys" | "dict_values" | "generator" | "map" | "range" => {
            format!("JSON has no {class}: convert it with `list(…)`.")
        }
        "bytes" => "JSON has no bytes: decode them with `.decode()`.".to_string(),
        "coroutine" => {
            "An `await` is missing: JSON needs the result, not the coroutine.".to_string()
        }
        "Decimal" => "JSON has no Decimal: convert it with `float(…)` or `str(…)`.".to_string(),
        _ => format!(
            "JSON has no {class}: convert it to text, a number, a list or a dict, or pass `default=str`."
        ),
    })
}

pub(super) fn frozen(case: &Case<'_>) -> Option<String> {
    let field = quoted(&case.message)?;
    let object = case.expressions().into_iter().find_map(|expr| match &expr.kind {
        ExprKind::Attribute { value, attr } if attr.name == field => Some(case.short(value)),
        _ => None,
    });
    let object = object.unwrap_or_else(|| "object".to_string());
    Some(format!(
        "Objects of a frozen dataclass never change. A changed copy is `dataclasses.replace({object}, {field}=…)`."
    ))
}

pub(super) fn decimal(case: &Case<'_>) -> Option<String> {
    if !case.message.contains("'float'") {
        return None;
    }
    let number = case.expressions().into_iter().find_map(|expr| match &expr.kind {
        ExprKind::Constant(Constant::Float(_)) => Some(case.text(expr.span).to_string()),
        _ => None,
    });
    Some(match number {
        Some(number) => format!("A Decimal is exact and a float is not, so they do not mix: write `Decimal(\"{number}\")`."),
        None => "A Decimal is exact and a float is not, so they do not mix: convert the float with `Decimal(str(…))`, or the Decimal with `float(…)`.".to_string(),
    })
}

/// An assignment to a field of a named tuple.
pub(super) fn named_tuple(case: &Case<'_>) -> Option<String> {
    let StmtKind::Assign { targets, .. } = &case.statement()?.kind else { return None };
    let ExprKind::Attribute { value, attr } = &targets.first()?.kind else { return None };
    let object = case.named(|value| case.vm.class_of(value).lookup(&intern("_replace")).is_some());
    object.map(|_| {
        let object = case.short(value);
        format!(
            "A named tuple never changes. A changed copy is `{object} = {object}._replace({}=…)`.",
            attr.name
        )
    })
}

pub(super) fn abstract_class(case: &Case<'_>) -> Option<String> {
    let method = quoted(case.message.split("abstract method").nth(1)?)?;
    let class = case.message.split("abstract class ").nth(1)?.split(' ').next()?;
    Some(format!(
        "`{class}` leaves `{method}` to its subclasses. Create an object of a subclass that defines it, with exactly this name."
    ))
}

/// A class with the same name as its module, or a function next to the class.
pub(super) fn module_and_class(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let object = attribute(case.vm, case.exception.as_value(), "obj")?;
    if object.get::<Module>().is_some() {
        let name = text_attribute(case.vm, &object, "__name__")?;
        let inner = attribute(case.vm, &object, name.rsplit('.').next()?)?;
        let class = inner.get::<Class>()?;
        class.lookup(&intern(&wrong))?;
        let class = class.name();
        return Some(format!(
            "`{name}` is the module here, and `{wrong}` belongs to its class {class}: write `{name}.{class}.{wrong}`, or import the class with `from {name} import {class}`."
        ));
    }
    let class = object.get::<Class>()?;
    let module = class.module()?;
    if module == "builtins" || module == "__main__" {
        return None;
    }
    let found = case.vm.modules.get_text(&module)?;
    attribute(case.vm, &found, &wrong)?;
    let name = class.name();
    Some(format!(
        "`{name}` is the class here, and `{wrong}` is next to it in the module `{module}`: `from {module} import {wrong}`."
    ))
}

pub(super) fn closed_file(case: &Case<'_>) -> Option<String> {
    let (name, _) =
        case.named(|value| case.vm.class_of(value).module().as_deref() == Some("_io"))?;
    let body = case.tree?.body_around(case.span());
    let block = body.into_iter().rev().find(|stmt| match &stmt.kind {
        StmtKind::With { items, .. } => {
            stmt.span.end <= case.span().start
                && items
                    .iter()
                    .any(|item| item.target.as_ref().is_some_and(|t| case.text(t.span) == name))
        }
        _ => false,
    });
    Some(match block {
        Some(block) => format!(
            "`with` in line {} closed `{name}` at the end of its block: indent this line so that it is inside.",
            case.line(block.span)
        ),
        None => format!("`{name}` is already closed."),
    })
}

pub(super) fn mutable_default(case: &Case<'_>) -> Option<String> {
    let class = quoted(&case.message)?;
    Some(format!(
        "All objects would share one {class}. Let each make its own: `= field(default_factory={class})`, with `from dataclasses import field`."
    ))
}

/// A member of an enumeration looked up by its name.
pub(super) fn enum_member(case: &Case<'_>) -> Option<String> {
    let class_name = case.message.rsplit("is not a valid ").next()?;
    let called = case.calls().into_iter().find_map(|(_, func, value)| {
        let value = value?;
        let class = value.get::<Class>()?.clone();
        (class.full_name().ends_with(class_name)).then(|| (case.short(func), class))
    });
    let (shown, class) = called?;
    let members = class.lookup(&intern("_member_map_"))?.into_ref::<Dict>().ok()?;
    let given = quoted(&case.message);
    if let Some(given) = given
        && members.get_text(given).is_some()
    {
        return Some(format!(
            "Square brackets look up a member by its name: `{shown}[\"{given}\"]`."
        ));
    }
    let value = |(_, member): &(Value, Value)| {
        let own = own_attributes(member);
        own.into_iter()
            .find(|(name, _)| name == "_value_")
            .map(|(_, value)| glance(case.vm, &value))
    };
    let entries = members.entries();
    let values: Vec<String> = entries.iter().filter_map(value).take(8).collect();
    let more = if entries.len() > 8 { ", …" } else { "" };
    (!values.is_empty()).then(|| format!("The values of {shown} are {}{more}.", values.join(", ")))
}

/// `separator.join(items)` with items that are not strings.
pub(super) fn joined(case: &Case<'_>) -> Option<String> {
    let (func, arguments) = case.call_of("join")?;
    let items = case.short(arguments.args.first()?);
    let func = case.short(func);
    Some(format!("`join` takes strings: `{func}(str(item) for item in {items})`."))
}

/// A file or folder that is there already.
pub(super) fn exists(case: &Case<'_>) -> Option<String> {
    Some(match ["makedirs", "mkdir"].iter().find_map(|name| case.call_of(name)) {
        Some((func, _)) => {
            let is_path = !case.short(func).starts_with("os.");
            let instead = if is_path { case.short(func) } else { "os.makedirs".to_string() };
            let path = if is_path { "" } else { "path, " };
            format!("It already exists. `{instead}({path}exist_ok=True)` accepts that.")
        }
        None => "It already exists: remove it first, or choose another name.".to_string(),
    })
}

/// Operators on paths.
pub(super) fn path_arithmetic(case: &Case<'_>) -> Option<String> {
    case.message.contains("Path'").then(|| {
        "Paths are joined with `/`: `folder / \"name\"`. The text of a path is `str(path)`."
            .to_string()
    })
}

/// `random.choice` of a dict.
pub(super) fn chosen(case: &Case<'_>) -> Option<String> {
    let (func, arguments) = ["choice", "shuffle"].iter().find_map(|name| case.call_of(name))?;
    let given = case.short(arguments.args.first()?);
    Some(format!(
        "`{}` takes items by their positions, and a dict has keys: `list({given})`, or `list({given}.items())`.",
        case.short(func)
    ))
}

/// A field of a format string without its argument.
pub(super) fn format_name(case: &Case<'_>) -> Option<String> {
    let (func, _) = case.call_of("format")?;
    let name = case.exception.first_argument()?;
    let name = name.get::<Str>()?.as_str().to_string();
    matches!(&func.kind, ExprKind::Attribute { value, .. } if case.text(value.span).contains(&format!("{{{name}"))).then(|| {
        format!("The string has a place `{{{name}}}`, and `format` received nothing with that name: `format({name}=…)`.")
    })
}

/// A command line in place of a program's name.
pub(super) fn command_line(case: &Case<'_>) -> Option<String> {
    let starters = ["run", "Popen", "call", "check_call", "check_output", "create_subprocess_exec"];
    let (func, arguments) = starters.iter().find_map(|name| case.call_of(name))?;
    let wanted = case.field("filename")?;
    let first = match &arguments.args.first()?.kind {
        ExprKind::List(items) => items.first()?,
        _ => arguments.args.first()?,
    };
    // The folder of `cwd` may be missing, too.
    if let ExprKind::Constant(Constant::Str(given)) = &first.kind
        && **given != *wanted.as_str()
    {
        return None;
    }
    if !wanted.contains(' ') {
        return Some(format!("There is no program `{wanted}` on the search path (PATH)."));
    }
    let words: Vec<String> = wanted.split_whitespace().map(|word| format!("{word:?}")).collect();
    Some(match func.kind {
        _ if case.short(func).ends_with("create_subprocess_exec") => format!(
            "The program and its arguments are separate: `create_subprocess_exec({})`.",
            words.join(", ")
        ),
        _ => format!(
            "Put a program and its arguments in a list: `[{}]`. With `shell=True` a shell splits the line.",
            words.join(", ")
        ),
    })
}
