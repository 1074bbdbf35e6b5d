//! Unknown names: variables, attributes, modules, files.

use super::{Case, quoted};
use crate::diagnostics::STDLIB_MODULES;
use crate::diagnostics::glance::own_attributes;
use crate::diagnostics::origins::assignment;
use crate::diagnostics::story::is;
use crate::diagnostics::text_attribute;
use crate::diagnostics::tree::{Tree, dotted};
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::function::Function;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::text::suggest::{suggest, swapped, within};
use crate::text::wrap::shorten;
use hob_grammar::ast::{CompareOp, Expr, ExprKind, Span, StmtKind};

/// An attribute or method of the object, without `self.` before it.
pub(super) fn of_self(case: &Case<'_>) -> Option<String> {
    let name = case.field("name").or_else(|| quoted(&case.message).map(str::to_string))?;
    let this = case.variables()?.get("self")?;
    let class = case.vm.class_of(&this);
    let of_class = class.lookup(&intern(&name));
    let is_method = of_class.as_ref().is_some_and(|value| case.vm.is_callable(value));
    (of_class.is_some() || own_attributes(&this).iter().any(|(own, _)| *own == name)).then(|| {
        let kind = if is_method { "a method" } else { "an attribute" };
        format!("`{name}` is {kind} of the object: write `self.{name}`.")
    })
}

/// The Python equivalent of a name from another language.
pub(super) fn foreign_name(case: &Case<'_>) -> Option<String> {
    let meant = match case.field("name")?.as_str() {
        "true" => "True",
        "false" => "False",
        "null" | "nil" | "none" | "undefined" => "None",
        "this" => "self",
        "elseif" | "elsif" => "elif",
        "println" | "printf" | "echo" | "puts" | "console" => "print",
        "function" | "func" | "fn" => "def",
        "String" | "unicode" | "basestring" => "str",
        "raw_input" => "input",
        "long" => "int",
        "unichr" => "chr",
        "xrange" => "range",
        _ => return None,
    };
    Some(format!("Python writes `{meant}`."))
}

/// A word that ends a block in other languages, alone on its line.
pub(super) fn end_of_block(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let is_alone = case.statement()?.span == case.span();
    (is_alone && matches!(name.as_str(), "end" | "endif" | "fi" | "done"))
        .then(|| format!("A block ends where its indentation ends: remove the line with `{name}`."))
}

/// A statement `name == value`.
pub(super) fn compared(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let StmtKind::Expr(value) = &case.statement()?.kind else { return None };
    let ExprKind::Compare { left, ops, comparators } = &value.kind else { return None };
    let is_it = dotted(left).is_some_and(|path| path == [name.as_str()]);
    (is_it && ops[..] == [CompareOp::Eq]).then(|| {
        let value = case.short(&comparators[0]);
        format!("`==` compares. A single `=` assigns: `{name} = {value}`.")
    })
}

/// Names that programs import most, with their modules.
const OFTEN_IMPORTED: &[(&str, &[&str])] = &[
    ("asyncio", &["TaskGroup", "create_task", "gather", "wait_for"]),
    ("collections", &["Counter", "OrderedDict", "defaultdict", "deque", "namedtuple"]),
    ("contextlib", &["asynccontextmanager", "contextmanager", "suppress"]),
    ("copy", &["deepcopy"]),
    ("dataclasses", &["asdict", "dataclass", "field"]),
    ("datetime", &["timedelta", "timezone"]),
    ("decimal", &["Decimal"]),
    ("enum", &["Enum", "IntEnum", "auto"]),
    ("fractions", &["Fraction"]),
    ("functools", &["cache", "lru_cache", "partial", "reduce", "wraps"]),
    ("itertools", &["chain", "combinations", "islice", "permutations", "product"]),
    ("json", &["dumps", "loads"]),
    (
        "math",
        &["ceil", "cos", "exp", "factorial", "floor", "gcd", "log", "pi", "sin", "sqrt", "tan"],
    ),
    ("os", &["getcwd", "getenv", "listdir", "makedirs"]),
    ("pathlib", &["Path"]),
    ("random", &["choice", "randint", "randrange", "shuffle", "uniform"]),
    ("sys", &["argv", "stderr", "stdin", "stdout"]),
    ("threading", &["Thread"]),
    ("time", &["perf_counter", "sleep"]),
    ("typing", &["Any", "Callable", "Dict", "List", "Optional", "Tuple", "Union"]),
];

/// A name of a module, which is already imported or should be.
pub(super) fn of_module(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let variables = case.variables()?;
    let imported = variables.names().into_iter().find(|module| {
        let found = variables.get(module).and_then(|value| value.into_ref::<Module>().ok());
        found.is_some_and(|found| found.dict.get_text(&name).is_some())
    });
    if let Some(module) = imported {
        return Some(format!("`{name}` is in the module `{module}`: write `{module}.{name}`."));
    }
    let (module, _) = OFTEN_IMPORTED.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    Some(format!(
        "`{name}` is in the module `{module}`: write `from {module} import {name}` at the top of the file."
    ))
}

pub(super) fn missing_import(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    STDLIB_MODULES.binary_search(&name.as_str()).ok()?;
    Some(format!(
        "`{name}` is a module of the standard library: write `import {name}` at the top of the file."
    ))
}

pub(super) fn defined_below(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let tree = case.tree?;
    let is_bound = |kind: &StmtKind| match kind {
        StmtKind::FunctionDef(def) => def.name.name == name,
        StmtKind::ClassDef(def) => def.name.name == name,
        StmtKind::Assign { targets, .. } => {
            targets.iter().any(|t| dotted(t).is_some_and(|path| path == [name.as_str()]))
        }
        _ => false,
    };
    let end = u32::try_from(case.place?.source.text.len()).unwrap_or(u32::MAX);
    let below = tree.body_around(Span::new(end, end));
    let stmt = below.into_iter().find(|s| s.span.start > case.span().start && is_bound(&s.kind))?;
    let line = case.line(stmt.span);
    Some(format!(
        "`{name}` is assigned further down, on line {line}: code runs from top to bottom."
    ))
}

/// The variable of a loop without iterations, or of an `except` clause that has ended.
pub(super) fn bound_and_gone(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let is_it = |target: &Expr| dotted(target).is_some_and(|path| path == [name.as_str()]);
    let mut found = None;
    for stmt in case.tree?.body_around(case.span()) {
        match &stmt.kind {
            StmtKind::For(node) if stmt.span.end <= case.span().start && is_it(&node.target) => {
                found = Some(format!(
                    "The loop on line {} assigns to `{name}`, but has not run once: there was nothing to loop over.",
                    case.line(stmt.span)
                ));
            }
            StmtKind::Try(node) => {
                for handler in &node.handlers {
                    let own = handler.name.as_ref().is_some_and(|own| own.name == name);
                    if own && handler.span.end <= case.span().start {
                        found = Some(format!(
                            "`{name}` exists only inside the `except` block on line {}: keep it under another name there.",
                            case.line(handler.span)
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// A name of a class body in a comprehension, which sees it only in its first `for`.
pub(super) fn of_class_body(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    case.variables()?.get(&name)?;
    let is_comprehension = |kind: &ExprKind| {
        matches!(
            kind,
            ExprKind::ListComp { .. }
                | ExprKind::SetComp { .. }
                | ExprKind::DictComp { .. }
                | ExprKind::Generator { .. }
        )
    };
    let around = case.tree?.expressions_in(case.statement()?.span);
    around.iter().any(|expr| is_comprehension(&expr.kind)).then(|| {
        format!(
            "`{name}` belongs to the class, and a comprehension does not see the names of a class body. Define `{name}` above the class, or write a loop."
        )
    })
}

pub(super) fn misspelt_name(case: &Case<'_>) -> Option<String> {
    let name = case.field("name")?;
    let names = case.variables()?.names();
    let names = || names.iter().map(String::as_str);
    let meant = suggest(&name, names()).or_else(|| swapped(&name, names()))?;
    let body = case.tree?.body_around(case.span());
    Some(match assignment(&body, meant, case.span().start) {
        Some(span) => {
            format!("`{meant}` is assigned on line {}. Did you mean that?", case.line(span))
        }
        None => format!("Did you mean `{meant}`?"),
    })
}

/// A name of a module that is short for the one written: `sqrt` for `squareroot`.
pub(super) fn abbreviated(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let (module, value) = case.named(|value| value.get::<Module>().is_some())?;
    let names: Vec<String> =
        value.get::<Module>()?.dict.keys().into_iter().filter_map(text).collect();
    let meant = names.iter().filter(|name| within(name, &wrong)).max_by_key(|name| name.len())?;
    Some(format!("Is `{module}.{meant}` meant?"))
}

pub(super) fn unbound(case: &Case<'_>) -> Option<String> {
    let name = quoted(&case.message)?;
    let frame = case.frame.as_ref()?;
    let body = case.tree?.body_around(case.span());
    let assigned = assignment(&body, name, u32::MAX)?;
    let line = case.line(assigned);
    let function = frame.code.name.as_str();
    // The failing statement may be the one that assigns.
    if frame.function.globals.get_text(name).is_some() && assigned.end >= case.span().start {
        return Some(format!(
            "Line {line} assigns to `{name}`, which makes it local to {function}(). To change the global variable, write `global {name}` first."
        ));
    }
    if assigned.end >= case.span().start {
        return Some(format!(
            "`{name}` is local to {function}(), since line {line} assigns to it, and has no value before that."
        ));
    }
    Some(format!(
        "`{name}` is assigned on line {line}, but that line has not run: assign it on the other paths, too."
    ))
}

/// A method that a class does not have in Python, which has others for the purpose.
fn misspelt_method(class: &Ref<Class>, wrong: &str) -> Option<String> {
    let is_public_method = |name: &String| {
        let method =
            class.dict().get_text(name).and_then(|value| value.into_ref::<Function>().ok());
        method.is_some() && !name.starts_with('_')
    };
    let keys = class.dict().keys().into_iter().filter_map(text);
    let methods: Vec<String> = keys.filter(is_public_method).collect();
    let letters = |word: &str| {
        let mut letters = word.as_bytes().to_ascii_lowercase();
        letters.sort_unstable();
        letters
    };
    if let Some(meant) = methods.iter().find(|method| letters(method) == letters(wrong)) {
        return Some(format!("Did you mean the method `{meant}`?"));
    }
    (!methods.is_empty()).then(|| {
        let methods = shorten(&methods.join("`, `"), 80);
        format!("The class `{}` has no method `{wrong}`; it has `{methods}`.", class.name())
    })
}

pub(super) fn misspelt_attribute(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let object = crate::diagnostics::attribute(case.vm, case.exception.as_value(), "obj")?;
    let class = case.vm.class_of(&object);
    if object.get::<Dict>().is_some_and(|dict| dict.get_text(&wrong).is_some()) {
        return Some(format!("Use square brackets for the entries of a dict: `[{wrong:?}]`."));
    }
    let rest = case.place.and_then(|place| place.source.text.get(case.span().end as usize..));
    if rest.is_some_and(|rest| rest.starts_with('('))
        && let Some(hint) = misspelt_method(&class, &wrong)
    {
        return Some(hint);
    }
    let names: Vec<String> = own_attributes(&object).into_iter().map(|(name, _)| name).collect();
    let of_self = case.values().into_iter().any(|(n, v, _)| n == "self" && v.is(&object));
    match names.is_empty() {
        true if of_self => Some(format!(
            "This {} has no attributes yet: assign `self.{wrong} = …` in `__init__` first.",
            class.name()
        )),
        true if object.get::<Exception>().is_some() && wrong == "message" => {
            let name = case.named(|v| v.is(&object)).map_or("error".to_string(), |(n, _)| n);
            Some(format!("The message of an exception is `str({name})`."))
        }
        true => None,
        false => Some(format!(
            "This {} has the attributes {}.",
            class.name(),
            shorten(&names.join(", "), 80)
        )),
    }
}

/// An attribute that the constructor of a base class sets, if the object's own constructor does not
/// call it.
pub(super) fn constructor_not_called(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let object = crate::diagnostics::attribute(case.vm, case.exception.as_value(), "obj")?;
    let classes = case.vm.class_of(&object).mro_classes();
    let init = intern("__init__");
    let constructors: Vec<_> = classes
        .iter()
        .filter_map(|class| {
            Some((class, class.dict().get_str(&init)?.into_ref::<Function>().ok()?))
        })
        .collect();
    let ((own, constructor), bases) = constructors.split_first()?;
    let body = |function: &Ref<Function>| {
        let source = &function.code.source;
        let tree = Tree::new(&source.text)?;
        let line = function.code.first_line;
        let def = tree.function_named("__init__", |def| {
            source.position(def.name.span.start).0.abs_diff(line) <= 2
        })?;
        let span = def.body.first()?.span.to(def.body.last()?.span);
        source.text.get(span.start as usize..span.end as usize).map(str::to_string)
    };
    if body(constructor)?.contains("__init__(") {
        return None;
    }
    let (base, _) = bases.iter().find(|(_, function)| {
        body(function).is_some_and(|text| text.contains(&format!("self.{wrong} = ")))
    })?;
    Some(format!(
        "{base}.__init__ sets `{wrong}`, but {own}.__init__ does not call it: begin the latter with `super().__init__(…)`.",
        base = base.name(),
        own = own.name()
    ))
}

pub(super) fn text(value: Value) -> Option<String> {
    Some(value.get::<Str>()?.as_str().to_string())
}

/// The Python equivalent of a method from another language.
pub(super) fn other_method(case: &Case<'_>) -> Option<String> {
    let wrong = case.field("name")?;
    let object = crate::diagnostics::attribute(case.vm, case.exception.as_value(), "obj")?;
    let class = case.vm.class_of(&object).name();
    let meant = match (class.as_str(), wrong.as_str()) {
        (_, "length" | "size" | "count" | "len") => "The length is `len(…)`.",
        ("list", "add" | "push" | "append_all" | "insert_last") => {
            "Add to a list with `.append(item)`."
        }
        (
            "list" | "tuple" | "str" | "set" | "dict",
            "contains" | "includes" | "has" | "has_key",
        ) => "Test membership with `in`: `item in items`.",
        ("set", "append" | "push") => "Add to a set with `.add(item)`.",
        ("dict", "add" | "append" | "push" | "put" | "set") => {
            "Set an entry with `d[key] = value`."
        }
        ("tuple", "append" | "add" | "extend" | "remove") => {
            "Tuples never change: use a list instead."
        }
        ("Event", "notify" | "notify_all" | "signal" | "fire" | "trigger" | "send") => {
            "`set()` wakes all tasks that wait for an event."
        }
        ("Task", "stop" | "kill" | "terminate" | "abort") => "`cancel()` stops a task.",
        ("Task", "start" | "run") => "A task starts by itself, as soon as the running one waits.",
        ("int" | "float", "append" | "add" | "push" | "extend") => {
            "This is a number. An empty list to append to is `[]`."
        }
        ("dict", "iteritems" | "iterkeys" | "itervalues") => {
            "These are methods of an older Python: write `.items()`, `.keys()` or `.values()`."
        }
        ("str", "decode") => "A string is already text: only bytes are decoded.",
        ("bytes", "format") => {
            "Bytes cannot be formatted: format a string, and encode it with `.encode()`."
        }
        ("str", "reverse") => "Strings never change: `text[::-1]` is the reversed one.",
        ("str", "sort") => "Strings never change: `\"\".join(sorted(text))` is the sorted one.",
        ("str", "append" | "push") => "Strings never change: join them with `+`.",
        ("list" | "tuple", "join") => "`join` is a method of the separator: `\", \".join(items)`.",
        ("list", "split" | "strip" | "lower" | "upper") => {
            "This is a list of strings: use one of its items, or a comprehension."
        }
        ("generator" | "map" | "filter" | "range" | "zip", _) => {
            "Convert it to a list first: `list(…)`."
        }
        ("dict_keys" | "dict_values" | "dict_items", _) => "Convert it to a list first: `list(…)`.",
        (_, "write") if case.call_of("dump").is_some() => super::library::DUMP_ORDER,
        ("str", "read" | "readlines") if case.call_of("load").is_some() => {
            "`load` reads from an open file. For text there is `json.loads(text)`."
        }
        ("str", "read" | "readlines" | "write") => {
            "This is text, such as the name of a file, not the open file: `open(…)` returns that."
        }
        _ => return None,
    };
    Some(meant.to_string())
}

pub(super) fn own_file_hides_module(case: &Case<'_>) -> Option<String> {
    let name = match case.field("name") {
        Some(name) if is(case.vm, case.exception, Exc::ImportError) => name,
        _ => {
            let module = crate::diagnostics::attribute(case.vm, case.exception.as_value(), "obj")?;
            module.get::<crate::objects::module::Module>()?;
            text_attribute(case.vm, &module, "__name__")?
        }
    };
    STDLIB_MODULES.binary_search(&name.as_str()).ok()?;
    let module = case.vm.modules.get_text(&name)?;
    let file = text_attribute(case.vm, &module, "__file__")?;
    if file.starts_with('<') {
        return None;
    }
    let file = crate::diagnostics::story::short_path(&file);
    Some(format!(
        "The program's own file {file} hides the standard library's module `{name}`. Give it another name."
    ))
}

pub(super) fn file(case: &Case<'_>) -> Option<String> {
    let wanted = case.field("filename")?;
    let path = std::path::Path::new(&wanted);
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => std::path::PathBuf::from("."),
    };
    if !folder.is_dir() {
        return Some(format!("There is no folder {}.", folder.display()));
    }
    let name = path.file_name()?.to_string_lossy().into_owned();
    let here: Vec<String> = std::fs::read_dir(&folder)
        .ok()?
        .take(10_000)
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    let same = here.iter().find(|h| h.eq_ignore_ascii_case(&name));
    // Of many names none would be suggested.
    let is_close = |other: &&String| other.len().abs_diff(name.len()) <= 2;
    let close: Vec<&String> = here.iter().filter(is_close).collect();
    let stem = |name: &str| name.rsplit_once('.').map_or(name.to_string(), |(s, _)| s.to_string());
    let near = same
        .map(String::as_str)
        .or_else(|| suggest(&name, close.iter().map(|near| near.as_str())))
        .or_else(|| here.iter().find(|h| stem(h) == stem(&name)).map(String::as_str));
    if let Some(near) = near {
        return Some(format!("There is a file `{}` in that folder.", near));
    }
    match path.is_absolute() {
        true => Some(format!("The folder {} has no `{name}`.", folder.display())),
        false => {
            Some("A relative path is relative to the folder in which hob was started.".to_string())
        }
    }
}
