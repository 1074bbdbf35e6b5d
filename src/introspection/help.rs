//! The texts of `help()` and of the session's `obj?`.
//!
//! For functions the text is exactly that of CPython 3.13's `pydoc`; for classes and modules a
//! shorter text in its form.

use super::look::{self, Known, docstring};
use super::parameters::{Parameters, value_text};
use super::source::Definition;
use crate::objects::bound::{BoundMethod, ClassMethod, NativeProperty, Property, StaticMethod};
use crate::objects::class::Class;
use crate::objects::function::Function;
use crate::objects::module::Module;
use crate::objects::native::{NativeFunction, Role};
use crate::objects::str::Str;
use crate::runtime::{Ref, Value};
use crate::text::wrap::{COLUMNS, wrap};
use crate::vm::Vm;

/// The text for `obj?`: that of `help(obj)`, and the location of the definition; with `source`, for
/// `obj??`, its source.
pub fn help(vm: &Vm, value: &Value, source: bool) -> String {
    let definition = Definition::of(vm, value);
    let of_class = || Definition::of(vm, vm.class_of(value).as_value());
    match (definition.or_else(of_class), source) {
        (Some(definition), true) => {
            format!("# {}\n{}", definition.place(), definition.text().trim_end())
        }
        (Some(definition), false) => {
            format!("{}\n\nDefined at {}", describe(vm, value), definition.place())
        }
        (None, true) => format!("{}\n\nThere is no source to show.", describe(vm, value)),
        (None, false) => describe(vm, value),
    }
}

/// The text of `help(value)`, without the final line ending.
pub fn describe(vm: &Vm, value: &Value) -> String {
    if let Some(class) = value.get::<Class>() {
        return format!("{}{}", title(vm, value), class_text(vm, class));
    }
    if let Some(module) = value.get::<Module>() {
        return format!("{}{}", title(vm, value), module_text(vm, module));
    }
    let is_routine = value.get::<Function>().is_some()
        || value.get::<NativeFunction>().is_some()
        || value.get::<BoundMethod>().is_some();
    if is_routine {
        return format!("{}{}", title(vm, value), routine(vm, value, owner_note(vm, value)));
    }
    if value.get::<Property>().is_some() || value.get::<NativeProperty>().is_some() {
        let doc = document(vm, &Known::Value(value.clone()));
        let doc = doc.map_or(String::new(), |doc| format!("\n{}", indented(&doc)));
        return format!("{}{}{doc}", title(vm, value), property_name(value));
    }
    let class = vm.class_of(value);
    format!("{}{}", title(vm, value), class_text(vm, &class))
}

fn property_name(value: &Value) -> String {
    if let Some(native) = value.get::<NativeProperty>() {
        return native.name.as_str().to_string();
    }
    let getter = value.get::<Property>().map(|property| property.getter.get());
    let function = getter.as_ref().and_then(|getter| getter.get::<Function>());
    function.map_or(String::new(), |f| f.name.borrow().as_str().to_string())
}

/// `Help on function f in module m:` and an empty line.
fn title(vm: &Vm, value: &Value) -> String {
    let plain = match value.get::<BoundMethod>() {
        Some(method) => method.function.clone(),
        None => value.clone(),
    };
    let in_module =
        |module: Option<String>| module.map_or(String::new(), |m| format!(" in module {m}"));
    let text = |value: Value| value.get::<Str>().map(|s| s.as_str().to_string());
    let what = if let Some(function) = plain.get::<Function>() {
        let what = if value.get::<BoundMethod>().is_some() { "method" } else { "function" };
        let name = function.name.borrow().as_str().to_string();
        format!("{what} {name}{}", in_module(text(function.module.get())))
    } else if let Some(function) = plain.get::<NativeFunction>() {
        match (&function.owner, value.get::<BoundMethod>()) {
            (Some(_), None) if function.def.role != Role::Static => "method_descriptor".to_string(),
            (Some(_), _) => format!("built-in function {}", function.def.name()),
            (None, _) => {
                let module = Some(function.module.to_string());
                format!("built-in function {}{}", function.def.name(), in_module(module))
            }
        }
    } else if let Some(class) = value.get::<Class>() {
        format!("class {}{}", class.name(), in_module(class.module()))
    } else if let Some(module) = value.get::<Module>() {
        let is_package = module.dict.get_text("__path__").is_some();
        format!("{} {}", if is_package { "package" } else { "module" }, module.name())
    } else {
        let class = vm.class_ref(value);
        let module = class.module().filter(|module| module != "builtins");
        match value.get::<Property>() {
            Some(_) => "property".to_string(),
            None => format!("{}{} object", class.name(), in_module(module)),
        }
    };
    format!("Help on {what}:\n\n")
}

/// The note after the signature of a method: ` method of m.C instance`.
fn owner_note(vm: &Vm, value: &Value) -> String {
    if let Some(method) = value.get::<BoundMethod>() {
        if let Some(class) = method.receiver.get::<Class>() {
            return format!(" class method of {}", with_module(class));
        }
        return format!(" method of {} instance", with_module(vm.class_ref(&method.receiver)));
    }
    match value.get::<NativeFunction>().map(|f| (f.owner.as_ref(), f.def.role)) {
        Some((Some(owner), Role::Plain)) => format!(" unbound {} method", with_module(owner)),
        _ => String::new(),
    }
}

/// A class's name with its module, `builtins` included.
fn with_module(class: &Class) -> String {
    let qualname = class.qualname.borrow().as_str().to_string();
    class.module().map_or(qualname.clone(), |module| format!("{module}.{qualname}"))
}

/// The signature, and the docstring below it.
fn routine(vm: &Vm, value: &Value, note: String) -> String {
    let known = Known::Value(value.clone());
    let head = signature(vm, &known).unwrap_or_else(|| "(...)".to_string());
    match document(vm, &known) {
        Some(doc) => format!("{head}{note}\n{}", indented(&doc)),
        None => format!("{head}{note}"),
    }
}

/// `async f(a, b=1) -> int`
fn signature(vm: &Vm, known: &Known) -> Option<String> {
    let parameters = Parameters::of(vm, known)?;
    let name = &parameters.name;
    let list = parameters.shown(None);
    let kind = if parameters.is_async { "async " } else { "" };
    Some(match name == "<lambda>" {
        true => format!("{name} lambda {}", list.trim_start_matches('(').replacen(')', "", 1)),
        false => format!("{kind}{name}{list}"),
    })
}

/// The docstring without its common indentation.
fn document(vm: &Vm, known: &Known) -> Option<String> {
    docstring(vm, known).map(|doc| clean(&doc)).filter(|doc| !doc.is_empty())
}

/// The first line of the docstring.
fn summary(vm: &Vm, known: &Known) -> Option<String> {
    document(vm, known).and_then(|doc| doc.lines().next().map(str::to_string))
}

/// `inspect.cleandoc`: strips the first line, removes the common indentation of the others, and
/// empty lines at both ends.
pub fn clean(doc: &str) -> String {
    let doc = expand_tabs(doc);
    let mut lines: Vec<&str> = doc.split('\n').collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let filled = lines.iter().skip(1).filter(|line| !line.trim_start_matches(' ').is_empty());
    let margin = filled.map(indent).min().unwrap_or(0);
    for (i, line) in lines.iter_mut().enumerate() {
        *line = match i {
            0 => line.trim_start_matches(' '),
            _ => line.get(margin..).unwrap_or(""),
        };
    }
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    lines[first..].join("\n")
}

fn expand_tabs(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

/// The text indented by four columns.
fn indented(text: &str) -> String {
    prefixed(text, INDENT)
}

/// The start of each line of a docstring.
const INDENT: &str = "    ";
/// The start of each line about a class.
const BAR: &str = " |  ";

fn prefixed(text: &str, prefix: &str) -> String {
    let line = |line: &str| match line.is_empty() {
        true => prefix.trim_end().to_string(),
        false => format!("{prefix}{line}"),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

// -------------------------------------------------------------------------------------------------
// Classes

/// The entries of a class under one heading.
struct Section {
    heading: &'static str,
    entries: Vec<String>,
}

/// The class's signature, docstring, bases and attributes.
fn class_text(vm: &Vm, class: &Ref<Class>) -> String {
    let bases = class.bases.borrow();
    let bases: Vec<String> = bases.iter().map(|base| with_module(base)).collect();
    let head = match bases[..] {
        [] => format!("class {}", class.name()),
        _ => format!("class {}({})", class.name(), bases.join(", ")),
    };
    let known = Known::Value(class.as_value().clone());
    let mut parts = Vec::new();
    parts.extend(signature(vm, &known));
    let own_doc = class.dict().get_str(&vm.names.doc).filter(|doc| doc.get::<Str>().is_some());
    parts.extend(own_doc.and_then(|_| document(vm, &known)));
    let order = class.mro_classes();
    if order.len() > 2 {
        let own = class.module();
        let name = |base: &Ref<Class>| match base.module() == own {
            true => base.qualname.borrow().as_str().to_string(),
            false => with_module(base),
        };
        let names: Vec<String> = order.iter().map(|base| format!("\n    {}", name(base))).collect();
        parts.push(format!("Method resolution order:{}", names.concat()));
    }
    let line = "-".repeat(70);
    let mut headings = 0;
    let mut heading = |heading: String| {
        headings += 1;
        if headings == 1 { heading } else { format!("{line}\n{heading}") }
    };
    for section in sections(vm, class) {
        if !section.entries.is_empty() {
            parts.push(heading(format!("{}:", section.heading)));
            parts.extend(section.entries);
        }
    }
    for (base, names) in inherited(&order) {
        let list = wrap(&names.join(", "), COLUMNS - BAR.len() - INDENT.len());
        let title = format!("Inherited from {}:", with_module(&base));
        parts.push(format!("{}\n{}", heading(title), indented(&list)));
    }
    format!("{head}\n{}", prefixed(&parts.join("\n\n"), BAR))
}

/// The entries defined by the class itself.
fn sections(vm: &Vm, class: &Ref<Class>) -> Vec<Section> {
    let section = |heading| Section { heading, entries: Vec::new() };
    let mut methods = section("Methods defined here");
    let mut class_methods = section("Class methods defined here");
    let mut static_methods = section("Static methods defined here");
    let mut properties = section("Properties defined here");
    let mut data = section("Data and other attributes defined here");
    let mut entries = class.dict().entries();
    entries.sort_by_key(|(name, _)| name.get::<Str>().map(|name| name.as_str().to_string()));
    let own = Known::Value(class.as_value().clone());
    for (name, value) in entries {
        let Some(name) = name.get::<Str>() else { continue };
        let name = name.as_str();
        let is_own_special = value.get::<Function>().is_some();
        if name.starts_with('_')
            && !(name.starts_with("__") && name.ends_with("__") && is_own_special)
        {
            continue;
        }
        let short = |known: &Known| {
            let head = signature(vm, known).unwrap_or_else(|| format!("{name}(...)"));
            let note = summary(vm, known).map_or(String::new(), |doc| format!("\n    {doc}"));
            format!("{head}{note}")
        };
        let looked_up = own.attribute(vm, name);
        let native = value.get::<NativeFunction>().map(|f| f.def.role);
        if value.get::<ClassMethod>().is_some() || native == Some(Role::Class) {
            class_methods.entries.extend(looked_up.as_ref().map(short));
        } else if value.get::<StaticMethod>().is_some() || native == Some(Role::Static) {
            static_methods.entries.extend(looked_up.as_ref().map(short));
        } else if value.get::<Function>().is_some() || native.is_some() {
            methods.entries.push(short(&Known::Value(value)));
        } else if value.get::<Property>().is_some() || value.get::<NativeProperty>().is_some() {
            let doc = summary(vm, &Known::Value(value))
                .map_or(String::new(), |doc| format!("\n    {doc}"));
            properties.entries.push(format!("{name}{doc}"));
        } else {
            data.entries.push(format!("{name} = {}", value_text(vm, &value)));
        }
    }
    vec![methods, class_methods, static_methods, properties, data]
}

/// The public names that each base adds.
fn inherited(order: &[Ref<Class>]) -> Vec<(Ref<Class>, Vec<String>)> {
    let public = |class: &Ref<Class>| -> Vec<String> {
        look::keys(class.dict()).filter(|name| !name.starts_with('_')).collect()
    };
    let mut known: Vec<String> = order.first().map(public).unwrap_or_default();
    let mut found = Vec::new();
    for base in order.iter().skip(1) {
        let mut names = public(base);
        names.retain(|name| !known.contains(name));
        names.sort();
        known.extend(names.iter().cloned());
        if !names.is_empty() {
            found.push((base.clone(), names));
        }
    }
    found
}

// -------------------------------------------------------------------------------------------------
// Modules

/// The module's docstring and contents: a line or two for each entry.
fn module_text(vm: &Vm, module: &Ref<Module>) -> String {
    let name = module.name();
    let value = module.as_value();
    let doc = module.dict.get_str(&vm.names.doc).filter(|doc| doc.get::<Str>().is_some());
    let doc = doc.and_then(|_| document(vm, &Known::Value(value.clone()))).unwrap_or_default();
    let (first, rest) = doc.split_once('\n').unwrap_or((&doc, ""));
    let mut text = match first.is_empty() {
        true => format!("NAME\n    {name}"),
        false => format!("NAME\n    {name} - {first}"),
    };
    let mut add = |heading: &str, body: String| {
        if !body.is_empty() {
            text.push_str(&format!("\n\n{heading}\n{}", indented(&body)));
        }
    };
    add("DESCRIPTION", rest.trim_matches('\n').to_string());
    let listed = module.dict.get_text("__all__").map(|all| look::texts(&all));
    let mut names: Vec<String> = match listed {
        Some(names) => names,
        None => look::keys(&module.dict).filter(|name| !name.starts_with('_')).collect(),
    };
    names.sort();
    names.dedup();
    let (mut classes, mut functions, mut data) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        let Some(value) = module.dict.get_text(&name) else { continue };
        let known = Known::Value(value.clone());
        let note = summary(vm, &known).map_or(String::new(), |doc| format!("\n    {doc}"));
        if value.get::<Class>().is_some() {
            classes.push(format!("{name}{note}"));
        } else if value.get::<Function>().is_some() || value.get::<NativeFunction>().is_some() {
            let head = signature(vm, &known).unwrap_or_else(|| format!("{name}(...)"));
            functions.push(format!("{head}{note}"));
        } else if value.get::<Module>().is_none() {
            data.push(format!("{name} = {}", value_text(vm, &value)));
        }
    }
    add("CLASSES", classes.join("\n"));
    add("FUNCTIONS", functions.join("\n\n"));
    add("DATA", data.join("\n"));
    match Definition::of(vm, value) {
        Some(definition) => add("FILE", definition.place()),
        None => add("FILE", "(built-in)".to_string()),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn docstrings_lose_their_indentation() {
        for (doc, cleaned) in [
            ("One line.", "One line."),
            ("  First.\n\n    Second.\n      Third.\n    ", "First.\n\nSecond.\n  Third."),
            ("\n\n  First.\n  Second.\n", "First.\nSecond."),
            ("a\n\tb\n\t\tc", "a\nb\n        c"),
            ("", ""),
            ("\n \n", " "),
        ] {
            assert_eq!(clean(doc), cleaned);
        }
    }
}
