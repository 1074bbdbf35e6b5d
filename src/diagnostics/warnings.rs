//! Warnings: filtering and output (library reference, `warnings`).
//!
//! The list of filters and the registries of warnings already shown are Python objects, so that a
//! program can inspect and replace them through the module `warnings`. The VM itself warns through
//! the same functions, whether or not that module has been imported.

use super::traceback::{Place, format_places};
pub use super::warning_report::drawn;
use super::{ShownSources, attribute, text_attribute};
use crate::event_loop;
use crate::event_loop::choices::Trouble;
use crate::event_loop::origin as creation;
use crate::objects::class::Class;
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::Span;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// The state of an interpreter's warnings.
#[derive(Default)]
struct State {
    filters: OnceCell<Ref<List>>,
    shown_once: OnceCell<Ref<Dict>>,
    /// Counts changes of the filters; older registries are cleared.
    version: Cell<u32>,
    /// Whether a warning about an object was shown: CPython imports `warnings` for it.
    has_shown_object: Cell<bool>,
    /// Whether the program has ended and its modules are being cleared.
    ended: Cell<bool>,
    /// The file and line for warnings about dropped objects, if not the running ones.
    blamed: RefCell<Option<(String, i64)>>,
}

/// Runs code that drops objects made at another location, which warnings about them name.
pub fn blaming<T>(vm: &Vm, place: Option<(String, i64)>, body: impl FnOnce() -> T) -> T {
    let state = vm.extension::<State>();
    let before = state.blamed.replace(place);
    let result = body();
    state.blamed.replace(before);
    result
}

/// Records that the program's modules are about to be cleared.
pub fn end(vm: &Vm) {
    vm.extension::<State>().ended.set(true);
}

/// Whether CPython would show a warning about an object through its module `warnings`, which
/// mentions tracemalloc, rather than through the fallback after the module is gone.
fn is_shown_by_module(vm: &Vm) -> bool {
    let state = vm.extension::<State>();
    let imported = |module| vm.modules.get_text(module).is_some();
    // Objects in exceptions of an asyncio program are in cycles with tasks, which CPython frees
    // after the modules.
    let is_gone = || state.ended.get() || imported("asyncio");
    !vm.running_functions(1).is_empty()
        || (!is_gone() && (state.has_shown_object.get() || imported("warnings")))
}

/// A warning to be filtered.
pub struct Warning {
    /// An instance of a warning class, or a string.
    pub message: Value,
    /// The class, unless the message is an instance.
    pub category: Ref<Class>,
    /// The file that it concerns.
    pub file: String,
    /// The line that it concerns, from 1.
    pub line: i64,
    /// The module that it concerns.
    pub module: Value,
    /// The module's registry of warnings already shown: a dict or None.
    pub registry: Value,
    /// The object that the warning is about, or None.
    pub source: Value,
    /// Whether to mention tracemalloc.
    pub mentions_tracemalloc: bool,
}

/// The location of a warning.
struct Origin {
    file: String,
    line: i64,
    module: Value,
    registry: Value,
}

/// The initial filters of an interpreter.
pub fn default_filters(vm: &Vm) -> Ref<List> {
    let state = vm.extension::<State>();
    let filters = state.filters.get_or_init(|| {
        let filter = |action: &str, exc: Exc, module: Value| {
            let class = vm.exception_class(exc).into_value();
            let item = [action.into(), Value::NONE, class, module, Value::small_int(0)];
            Tuple::new(item).into_value()
        };
        List::new(vec![
            filter("default", Exc::DeprecationWarning, "__main__".into()),
            filter("ignore", Exc::DeprecationWarning, Value::NONE),
            filter("ignore", Exc::PendingDeprecationWarning, Value::NONE),
            filter("ignore", Exc::ImportWarning, Value::NONE),
            filter("ignore", Exc::ResourceWarning, Value::NONE),
        ])
    });
    filters.clone()
}

/// The registry of warnings shown once per program.
pub fn once_registry(vm: &Vm) -> Ref<Dict> {
    vm.extension::<State>().shown_once.get_or_init(Dict::new).clone()
}

/// Must be called when the filters have changed: warnings may then be shown again.
pub fn filters_changed(vm: &Vm) {
    let state = vm.extension::<State>();
    state.version.set(state.version.get().wrapping_add(1));
}

/// Warns about the running function (`stacklevel` 1), its caller (2), ….
///
/// # Errors
/// The warning itself, if a filter says `error`; any exception raised by the program's hooks.
pub fn warn(vm: &Vm, category: Exc, message: &str, stacklevel: i64) -> VmResult<()> {
    warn_from(vm, message.into(), vm.exception_class(category), stacklevel, Value::NONE, &[])
}

/// Warns that `what`, such as `coroutine 'f'`, was dropped before it ran.
///
/// # Errors
/// Same as [`warn`].
pub fn warn_never_awaited(vm: &Vm, coroutine: &Value, what: &str) -> VmResult<()> {
    let mut message = format!("{what} was never awaited");
    event_loop::running(vm).choices.note(Trouble::LostTask, &message);
    if let Some(origin) = creation::of_coroutine(coroutine) {
        message += "\nCoroutine created at (most recent call last)\n";
        message += origin_text(vm, &origin).trim_end();
    }
    let category = vm.exception_class(Exc::RuntimeWarning);
    let mentions_tracemalloc = is_shown_by_module(vm);
    let mut origin = origin(vm, 1, &[]);
    if let Some((file, line)) = vm.extension::<State>().blamed.borrow().clone() {
        (origin.file, origin.line) = (file, line);
    }
    let warning = at_origin(origin, message.into(), category);
    warn_explicit(vm, Warning { mentions_tracemalloc, ..warning })
}

/// The calls that led to the creation of an object, as a traceback shows them, outermost first.
fn origin_text(vm: &Vm, origin: &creation::Origin) -> String {
    let places: Vec<Place> = origin
        .places
        .iter()
        .rev()
        .map(|(code, instruction)| {
            let place = Place::of_instruction(vm, code, *instruction);
            // As CPython does, a stack names lines only.
            Place { span: Span::new(place.span.start, place.span.start), ..place }
        })
        .collect();
    format_places(&places).concat()
}

/// `warnings.warn()`: frames of files that start with one of `skipped` do not count.
///
/// # Errors
/// Same as [`warn`].
pub fn warn_from(
    vm: &Vm,
    message: Value,
    category: Ref<Class>,
    stacklevel: i64,
    source: Value,
    skipped: &[String],
) -> VmResult<()> {
    let warning = at_origin(origin(vm, stacklevel, skipped), message, category);
    let mentions_tracemalloc = !source.is_none();
    warn_explicit(vm, Warning { source, mentions_tracemalloc, ..warning })
}

fn at_origin(origin: Origin, message: Value, category: Ref<Class>) -> Warning {
    let Origin { file, line, module, registry } = origin;
    let mentions_tracemalloc = false;
    Warning {
        message,
        category,
        file,
        line,
        module,
        registry,
        source: Value::NONE,
        mentions_tracemalloc,
    }
}

fn origin(vm: &Vm, stacklevel: i64, skipped: &[String]) -> Origin {
    let level = usize::try_from(stacklevel.max(1)).unwrap_or(usize::MAX);
    let is_skipped = |file: &str| skipped.iter().any(|prefix| file.starts_with(prefix));
    let most = if skipped.is_empty() { level } else { usize::MAX };
    let mut frames = vm.running_functions(most).into_iter();
    // The innermost function always counts, its callers only if their file is not skipped.
    let found = match level {
        1 => frames.next(),
        _ => frames.skip(1).filter(|f| !is_skipped(&f.code.source.name)).nth(level - 2),
    };
    let (globals, file, line) = match found {
        Some(running) => {
            let code = &running.code;
            let line = i64::from(code.line(running.instruction as usize));
            (Some(running.function.globals.clone()), code.source.name.clone(), line)
        }
        None => {
            let sys = vm.modules.get_text("sys");
            let sys = sys.and_then(|s| vm.own_dict(&s));
            (sys, "<sys>".to_string(), 0)
        }
    };
    let name = globals.as_ref().and_then(|g| g.get_str(&vm.names.name));
    let registry = globals.map_or(Value::NONE, |globals| {
        let key = intern("__warningregistry__");
        globals.get_str(&key).unwrap_or_else(|| {
            let new = Dict::new().into_value();
            globals.set_str(&key, new.clone());
            new
        })
    });
    Origin { file, line, module: name.unwrap_or_else(|| "<string>".into()), registry }
}

/// `warnings.warn_explicit()`: shows the warning unless the filters or registries suppress it.
///
/// # Errors
/// The errors of [`warn`]; RuntimeError if a filter has an unknown action.
pub fn warn_explicit(vm: &Vm, warning: Warning) -> VmResult<()> {
    let is_instance = vm.is_instance_of(&warning.message, &vm.exception_class(Exc::Warning));
    let (text, category, message) = if is_instance {
        let text = vm.str(&warning.message)?.into_value();
        (text, vm.class_of(&warning.message), warning.message.clone())
    } else {
        let arguments = std::slice::from_ref(&warning.message);
        let made = vm.call(warning.category.as_value(), arguments)?;
        (warning.message.clone(), warning.category.clone(), made)
    };
    let registry = warning.registry.get::<Dict>();
    let key = |line: i64| {
        let parts = [text.clone(), category.as_value().clone(), line.into()];
        Tuple::new(parts).into_value()
    };
    if let Some(registry) = registry
        && was_shown(vm, registry, key(warning.line))?
    {
        return Ok(());
    }
    let (action, filter) = action(vm, &category, &text, warning.line, &warning.module)?;
    match action.as_str() {
        "ignore" => return Ok(()),
        "error" => return Err(Raised(vm.to_exception(&message)?)),
        "always" | "all" => {}
        "once" => {
            let shown =
                module_value(vm, "onceregistry").unwrap_or_else(|| once_registry(vm).into_value());
            let Some(shown) = shown.get::<Dict>() else {
                return Err(vm.type_error("warnings.onceregistry must be a dict"));
            };
            remember(vm, registry, key(warning.line))?;
            let pair = Tuple::new([text.clone(), category.as_value().clone()]).into_value();
            if was_shown_before(vm, shown, pair)? {
                return Ok(());
            }
        }
        "module" => {
            remember(vm, registry, key(warning.line))?;
            if let Some(registry) = registry
                && was_shown_before(vm, registry, key(0))?
            {
                return Ok(());
            }
        }
        "default" => remember(vm, registry, key(warning.line))?,
        _ => {
            let shown = format!(
                "Unrecognized action ({}) in warnings.filters:\n {}",
                vm.repr_text(&action.as_str().into()),
                vm.repr_text(&filter)
            );
            return Err(vm.runtime_error(shown));
        }
    }
    show(vm, &warning, message, &category)
}

/// The action of the first matching filter, and that filter.
fn action(
    vm: &Vm,
    category: &Ref<Class>,
    text: &Value,
    line: i64,
    module: &Value,
) -> VmResult<(String, Value)> {
    let filters = module_value(vm, "filters").unwrap_or_else(|| default_filters(vm).into_value());
    for filter in vm.to_vec(&filters)? {
        let [action, message, wanted, origin, at] = &vm.to_vec(&filter)?[..] else {
            return Err(vm.value_error("warnings.filters item isn't a 5-tuple"));
        };
        let fits = wanted.get::<Class>().is_some_and(|wanted| category.is_subclass_of(wanted))
            && at.as_small_int().is_none_or(|at| at == 0 || at == line)
            && matches(vm, message, text)?
            && matches(vm, origin, module)?;
        if fits {
            return Ok((vm.str(action)?.as_str().to_string(), filter));
        }
    }
    let default = module_value(vm, "defaultaction");
    let default = default.as_ref().and_then(|d| d.get::<Str>());
    Ok((default.map_or("default".to_string(), |d| d.as_str().to_string()), Value::NONE))
}

/// Whether a part of a filter matches: None matches everything, a string an equal one, a pattern
/// its matches.
fn matches(vm: &Vm, wanted: &Value, given: &Value) -> VmResult<bool> {
    if wanted.is_none() {
        return Ok(true);
    }
    if wanted.get::<Str>().is_some() {
        return vm.eq(wanted, given);
    }
    let found = vm.call_method(wanted, &intern("match"), std::slice::from_ref(given))?;
    vm.truthy(&found)
}

/// Whether the registry has the key, after clearing a registry older than the filters.
fn was_shown(vm: &Vm, registry: &Ref<Dict>, key: Value) -> VmResult<bool> {
    let version = Value::from(i64::from(vm.extension::<State>().version.get()));
    if registry.get_text("version").is_none_or(|v| !v.is(&version)) {
        drop(registry.take());
        registry.set_text("version", version);
    }
    match registry.get(vm, &key)? {
        Some(shown) => vm.truthy(&shown),
        None => Ok(false),
    }
}

fn was_shown_before(vm: &Vm, registry: &Ref<Dict>, key: Value) -> VmResult<bool> {
    Ok(registry.insert(vm, key, Value::TRUE)?.is_some())
}

fn remember(vm: &Vm, registry: Option<&Ref<Dict>>, key: Value) -> VmResult<()> {
    if let Some(registry) = registry {
        registry.insert(vm, key, Value::TRUE)?;
    }
    Ok(())
}

/// The value of a name in the module `warnings`, if the module has been imported.
fn module_value(vm: &Vm, name: &str) -> Option<Value> {
    attribute(vm, &vm.modules.get_text("warnings")?, name)
}

/// Shows a warning, through the program's hooks if there may be any.
fn show(vm: &Vm, warning: &Warning, message: Value, category: &Ref<Class>) -> VmResult<()> {
    let file = Value::from(warning.file.as_str());
    if let (Some(hook), Some(class)) =
        (module_value(vm, "_showwarnmsg"), module_value(vm, "WarningMessage"))
    {
        let category = category.as_value().clone();
        let [none, line] = [Value::NONE, warning.line.into()];
        let source = warning.source.clone();
        let arguments = [message, category, file, line, none.clone(), none, source];
        let shown = vm.call(&class, &arguments)?;
        vm.set_attribute(
            &shown,
            &intern("_mentions_tracemalloc"),
            Value::bool(warning.mentions_tracemalloc),
        )?;
        vm.call(&hook, &[shown])?;
        return Ok(());
    }
    let text = vm.str(&message)?;
    if let Some(drawn) = drawn(vm, text.as_str(), &category.name(), &warning.file, warning.line) {
        vm.write_error(&drawn);
        return Ok(());
    }
    let mut shown = format(vm, text.as_str(), &category.name(), &warning.file, warning.line, None);
    if warning.mentions_tracemalloc {
        vm.extension::<State>().has_shown_object.set(true);
        shown += &tracemalloc_line(&category.name());
    }
    vm.write_error(&shown);
    Ok(())
}

/// `file:line: Category: text` and the source line, which is looked up unless given.
pub fn format(
    vm: &Vm,
    text: &str,
    category: &str,
    file: &str,
    line: i64,
    source_line: Option<&str>,
) -> String {
    let mut shown = format!("{file}:{line}: {category}: {text}\n");
    let found = match source_line {
        Some(line) => Some(line.to_string()),
        None => find_line(vm, file, line),
    };
    if let Some(line) = found.as_deref().filter(|l| !l.is_empty()) {
        shown += &format!("  {}\n", line.trim());
    }
    shown
}

/// The addition to warnings about an object.
pub fn tracemalloc_line(category: &str) -> String {
    format!("{category}: Enable tracemalloc to get the object allocation traceback\n")
}

/// The text of a line of a file, or of a source whose lines may be shown.
pub fn find_line(vm: &Vm, file: &str, line: i64) -> Option<String> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    find_source(vm, file)?.text.lines().nth(index).map(str::to_string)
}

/// The source of a file, or of a text whose lines may be shown.
pub(super) fn find_source(vm: &Vm, file: &str) -> Option<Rc<Source>> {
    if let Some(source) = vm.extension::<ShownSources>().find(file) {
        return Some(source);
    }
    if let Some(text) = source_in_linecache(vm, file) {
        return Some(Source::new(file, text));
    }
    let path = std::path::Path::new(file);
    let bytes = vm.may_read(path).then(|| std::fs::read(path).ok())??;
    Some(Source::new(file, hob_grammar::decode_source(&bytes).ok()?))
}

/// A source that the program has put into `linecache.cache`, for code without a file, or that its
/// own `linecache.getlines` returns (`doctest` has one).
pub(super) fn source_in_linecache(vm: &Vm, file: &str) -> Option<String> {
    let linecache = vm.modules.get_text("linecache")?;
    let getlines = attribute(vm, &linecache, "getlines")?;
    if text_attribute(vm, &getlines, "__module__").is_some_and(|module| module != "linecache") {
        let lines = vm.call(&getlines, &[file.into()]).ok()?;
        let lines = vm.to_vec(&lines).ok()?;
        return lines.iter().map(|line| Some(line.get::<Str>()?.as_str())).collect();
    }
    let cache = attribute(vm, &linecache, "cache")?;
    let entry = cache.get::<Dict>()?.get_text(file)?;
    let [_, modified, lines, _] = entry.get::<Tuple>()?.items() else { return None };
    let lines = lines.get::<List>().filter(|_| modified.is_none())?.to_vec();
    lines.iter().map(|line| Some(line.get::<Str>()?.as_str())).collect()
}
