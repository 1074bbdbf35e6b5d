//! Short descriptions of values for reports, made without running the program's code.

use crate::event_loop::task::Task;
use crate::objects::bound::BoundMethod;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::Exception;
use crate::objects::function::Function;
use crate::objects::generator::{Flavor, Generator, NativeCoroutine};
use crate::objects::instance::Instance;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::native::NativeFunction;
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::text::wrap::shorten;
use crate::vm::Vm;

/// The maximum number of members shown.
const MEMBERS: usize = 4;
/// The maximum depth of containers shown.
const DEPTH: usize = 2;
/// The maximum number of characters of a string shown.
const TEXT: usize = 40;
/// The maximum width in columns.
const WIDTH: usize = 70;

/// A one-line description of a value.
pub fn glance(vm: &Vm, value: &Value) -> String {
    shorten(&inside(vm, value, DEPTH), WIDTH)
}

/// Whether the value is a definition, which its name describes sufficiently: a function, class or
/// module.
pub fn is_definition(value: &Value) -> bool {
    matches!(
        value.kind(),
        Some(
            Kind::Function
                | Kind::NativeFunction
                | Kind::BoundMethod
                | Kind::Class
                | Kind::Module
                | Kind::StaticMethod
                | Kind::ClassMethod
        )
    )
}

fn inside(vm: &Vm, value: &Value, depth: usize) -> String {
    let class = vm.class_of(value).name();
    // Subclasses may have arbitrary reprs.
    let is_plain = value.header().is_none_or(|header| header.class().is_none());
    match value.kind() {
        None => vm.repr_text(value),
        Some(Kind::Int) if is_plain => match crate::objects::int::to_big(value) {
            Some(big) if big.bits() > 300 => {
                format!("an int of about {} digits", big.bits() * 301 / 1000 + 1)
            }
            _ => vm.repr_text(value),
        },
        Some(Kind::Complex | Kind::Range | Kind::Float) if is_plain => vm.repr_text(value),
        Some(Kind::Str) if is_plain => {
            let text = value.get::<Str>().map_or("", |s| s.as_str());
            match text.char_indices().nth(TEXT) {
                Some((end, _)) => {
                    let count = text.chars().count();
                    format!("{}… ({count} characters)", vm.repr_text(&text[..end].into()))
                }
                None => vm.repr_text(value),
            }
        }
        Some(Kind::Bytes | Kind::ByteArray) if is_plain => match vm.len(value) {
            Ok(length) if length <= TEXT => vm.repr_text(value),
            Ok(length) => format!("<{class} of length {length}>"),
            Err(_) => format!("<{class}>"),
        },
        Some(Kind::List) if is_plain => {
            let items = value.get::<List>().map(|list| list.to_vec()).unwrap_or_default();
            members(vm, "[", &items, "]", depth)
        }
        Some(Kind::Tuple) if is_plain => {
            let items = value.get::<Tuple>().map_or(&[][..], |tuple| tuple.items());
            let end = if items.len() == 1 { ",)" } else { ")" };
            members(vm, "(", items, end, depth)
        }
        Some(Kind::Set) if is_plain => {
            let items = value.get::<Set>().map(|set| set.items()).unwrap_or_default();
            if items.is_empty() {
                format!("{class}()")
            } else {
                members(vm, "{", &items, "}", depth)
            }
        }
        Some(Kind::Dict) if is_plain => {
            let entries = value.get::<Dict>().map(|dict| dict.entries()).unwrap_or_default();
            if depth == 0 && !entries.is_empty() {
                return "{…}".to_string();
            }
            let shown = entries.iter().take(MEMBERS).map(|(key, value)| {
                format!("{}: {}", inside(vm, key, 0), inside(vm, value, depth - 1))
            });
            format!("{{{}{}}}", shown.collect::<Vec<_>>().join(", "), more(entries.len()))
        }
        Some(Kind::Function) => named("function", value.get::<Function>().map(|f| &f.qualname)),
        Some(Kind::NativeFunction) => {
            let name = value.get::<NativeFunction>().map(|f| f.def.name());
            format!("<function {}>", name.unwrap_or_default())
        }
        Some(Kind::BoundMethod) => {
            let method = value.get::<BoundMethod>();
            method.map_or(class, |m| inside(vm, &m.function, 0).replacen("function", "method", 1))
        }
        Some(Kind::Class) => {
            value.get::<Class>().map_or(class, |class| format!("<class {}>", class.name()))
        }
        Some(Kind::Module) => {
            let name = value.get::<Module>().and_then(|m| m.dict.get_str(&vm.names.name));
            let name = name.as_ref().and_then(|n| n.get::<Str>()).map(|n| n.as_str().to_string());
            format!("<module {}>", name.unwrap_or_default())
        }
        Some(Kind::Generator) => {
            let what = match value.get::<Generator>().map(|g| g.flavor) {
                Some(Flavor::Coroutine) => "coroutine",
                Some(Flavor::AsyncGenerator) => "async generator",
                _ => "generator",
            };
            let name = value.get::<Generator>().map(|g| g.qualname().as_str().to_string());
            format!("<{what} {}()>", name.unwrap_or_default())
        }
        Some(Kind::NativeCoroutine) => {
            let name = value.get::<NativeCoroutine>().map_or("", |n| n.name);
            format!("<coroutine {name}()>")
        }
        Some(Kind::Task | Kind::Future) => {
            let name = value.get::<Task>().map(|task| format!(" '{}'", task.name()));
            // The current progress says nothing about the progress at the time of the error.
            format!("<{class}{}>", name.unwrap_or_default())
        }
        Some(Kind::Exception) => {
            let arguments = value.get::<Exception>().map(|e| e.arguments());
            let items = arguments.as_ref().map_or(&[][..], |a| a.items());
            format!("{class}{}", members(vm, "(", items, ")", depth))
        }
        Some(Kind::Instance) => instance(vm, value, &class, depth),
        _ => format!("<{class}>"),
    }
}

fn named(what: &str, name: Option<&std::cell::RefCell<Ref<Str>>>) -> String {
    format!("<{what} {}>", name.map_or(String::new(), |n| n.borrow().as_str().to_string()))
}

fn more(count: usize) -> String {
    match count.saturating_sub(MEMBERS) {
        0 => String::new(),
        more => format!(", … {more} more"),
    }
}

fn members(vm: &Vm, start: &str, items: &[Value], end: &str, depth: usize) -> String {
    if depth == 0 && !items.is_empty() {
        return format!("{start}…{end}");
    }
    let shown: Vec<String> =
        items.iter().take(MEMBERS).map(|item| inside(vm, item, depth.saturating_sub(1))).collect();
    format!("{start}{}{}{end}", shown.join(", "), more(items.len()))
}

/// An object of a class of the program: its class and first attributes.
fn instance(vm: &Vm, value: &Value, class: &str, depth: usize) -> String {
    let attributes = own_attributes(value);
    let shown = attributes.iter().filter(|(name, _)| !name.starts_with('_')).take(MEMBERS);
    let shown: Vec<String> = match depth {
        0 => Vec::new(),
        _ => shown.map(|(name, v)| format!("{name}={}", inside(vm, v, depth - 1))).collect(),
    };
    match shown.is_empty() {
        true => format!("<{class} object>"),
        false => format!("<{class} {}>", shown.join(", ")),
    }
}

/// The attributes of the object itself.
pub fn own_attributes(value: &Value) -> Vec<(String, Value)> {
    let Some(instance) = value.get::<Instance>() else { return Vec::new() };
    let mut entries = instance.slot_entries(0);
    if let Ok(dict) = instance.dict.get().into_ref::<Dict>() {
        entries.extend(dict.entries());
    }
    let named = entries
        .into_iter()
        .filter_map(|(name, value)| Some((name.get::<Str>()?.as_str().to_string(), value)));
    named.collect()
}

/// An attribute that can be looked up without running the program's code.
pub fn plain_attribute(object: &Value, name: &str) -> Option<Value> {
    own_attributes(object).into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
}
