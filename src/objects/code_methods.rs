//! `code.replace()` and `code.co_lines()`.

use super::bytes::Bytes;
use super::code::{Code, ENTRY_OFFSET, Replaced, UNIT};
use super::exception::Exc;
use super::list::List;
use super::native::{Args, NativeDef};
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::Span;

/// `==`, `hash()`, `replace`, `__replace__` and `co_lines`.
pub(super) const METHODS: &[NativeDef] = &[
    NativeDef::static_method("__new__(*args)", "Create and return a new object.", code_new),
    NativeDef::new("__eq__(self, value, /)", "Return self==value.", |vm, args| {
        match args[1].get::<Code>() {
            Some(other) => Ok(Value::bool(is_equal(vm, code(&args[0]), other)?)),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }),
    NativeDef::new("__hash__(self, /)", "Return hash(self).", |vm, args| {
        let code = code(&args[0]);
        let numbers = [code.first_line, u32::from(code.positional), u32::from(code.keyword_only)];
        let parts = numbers.map(|number| Value::from(i64::from(number)));
        let parts = parts.into_iter().chain([code.name.as_value().clone()]);
        let hash = vm.hash(Tuple::new(parts.collect::<Vec<_>>()).as_value())?;
        Ok((hash as i64).into())
    }),
    NativeDef::new("replace(self, /, **changes)", REPLACE_DOC, code_replace),
    NativeDef::new("__replace__(self, /, **changes)", REPLACE_DOC, code_replace),
    NativeDef::new(
        "co_lines(self, /)",
        "The line of each range of instructions: tuples (start, end, line).",
        |vm, args| vm.iter(&code_lines(code(&args[0]))),
    ),
];

fn code(value: &Value) -> &Ref<Code> {
    value.get::<Code>().expect("the receiver was checked")
}

/// Whether two code objects do the same at the same places.
fn is_equal(vm: &Vm, one: &Ref<Code>, other: &Ref<Code>) -> VmResult<bool> {
    let facts = |code: &Code| {
        let counts = (code.positional, code.positional_only, code.keyword_only, code.registers);
        (code.name.as_str().to_string(), code.first_line, counts, code.source.unit.get())
    };
    let same_names = |one: &[Ref<Str>], other: &[Ref<Str>]| {
        one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.as_str() == b.as_str())
    };
    if one.is(other) {
        return Ok(true);
    }
    if facts(one) != facts(other)
        || !same_names(&one.locals, &other.locals)
        || !same_names(&one.free, &other.free)
        || !same_names(&one.names, &other.names)
        || one.constants.len() != other.constants.len()
        || !(0..one.spans.all().len()).all(|i| one.instructions.get(i) == other.instructions.get(i))
        || places(one) != places(other)
    {
        return Ok(false);
    }
    for (constant, counterpart) in one.constants.iter().zip(&other.constants) {
        vm.check_native_stack()?;
        let same = match (constant.get::<Code>(), counterpart.get::<Code>()) {
            (Some(inner), Some(other)) => is_equal(vm, inner, other)?,
            // Literals written differently are different: 1, 1.0 and True, or 0.0 and -0.0.
            _ => vm.repr(constant)?.as_str() == vm.repr(counterpart)?.as_str(),
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The start and end of each instruction: lines, and columns in bytes.
fn places(code: &Code) -> Vec<[(u32, u32); 2]> {
    let place = |span: &Span| match span.start < span.end {
        true => [span.start, span.end].map(|offset| code.source.position(offset)),
        false => [(0, 0); 2],
    };
    code.spans.all().iter().map(place).collect()
}

const REPLACE_DOC: &str =
    "Return a copy of the code object with new values for the specified fields.";

fn text(vm: &Vm, name: &str, value: &Value) -> VmResult<Ref<Str>> {
    value.get::<Str>().cloned().ok_or_else(|| {
        let given = vm.argument_type(value);
        vm.type_error(format!("replace() argument '{name}' must be str, not {given}"))
    })
}

fn code_replace(vm: &Vm, args: Args<'_>) -> VmResult {
    if !args.rest().is_empty() {
        return Err(vm.type_error("replace() takes no positional arguments"));
    }
    let changes = args.keywords().iter().map(|(name, value)| (name.as_str(), value));
    replaced(vm, &args[0], changes)
}

/// A copy of a code object with other names and places. Parts given unchanged are accepted.
fn replaced<'a>(
    vm: &Vm,
    old: &Value,
    changes: impl Iterator<Item = (&'a str, &'a Value)>,
) -> VmResult {
    let mut new = Replaced::default();
    for (name, value) in changes {
        match name {
            "co_name" => new.name = Some(text(vm, "co_name", value)?),
            "co_qualname" => new.qualname = Some(text(vm, "co_qualname", value)?),
            "co_filename" => {
                new.file = Some(text(vm, "co_filename", value)?.as_str().to_string());
            }
            "co_firstlineno" => {
                let line = u32::try_from(vm.index_clipped(value)?);
                let line =
                    line.map_err(|_| vm.value_error("code: co_firstlineno must not be negative"))?;
                new.first_line = Some(line);
            }
            other => {
                let class = vm.class_of(old);
                let found = match class.lookup(&intern(other)) {
                    Some(_) => vm.get_attribute(old, &intern(other))?,
                    None => {
                        return Err(vm.type_error(format!(
                            "replace() got an unexpected keyword argument '{other}'"
                        )));
                    }
                };
                if !vm.eq(&found, value)? {
                    let message = format!("Hob cannot change {other} of a code object");
                    return Err(vm.value_error(message));
                }
            }
        }
    }
    Ok(code(old).replace(new).into_value())
}

/// The parameters of `code()`, in order, as attributes.
const PARTS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];

/// The index of `co_linetable` among the parts. It contains everything that the other parts do not.
const LINE_TABLE: usize = 14;

/// The error that marshal raises for data that it did not write.
const UNREADABLE: [Exc; 3] = [Exc::EOFError, Exc::TypeError, Exc::ValueError];

/// `code(argcount, ...)`: builds a code object from another's attributes, as programs do that send
/// functions to other processes.
fn code_new(vm: &Vm, args: Args<'_>) -> VmResult {
    let parts = &args.rest()[1..];
    if !(16..=18).contains(&parts.len()) {
        let expected = if parts.len() < 16 { "at least 16" } else { "at most 18" };
        let count = parts.len();
        return Err(vm.type_error(format!("code expected {expected} arguments, got {count}")));
    }
    let marshal = vm.import_module("marshal")?;
    let loads = vm.get_attribute(&marshal, &intern("loads"))?;
    let base = match vm.call(&loads, &parts[LINE_TABLE..=LINE_TABLE]) {
        Ok(base) if base.get::<Code>().is_some() => base,
        Err(raised) if !UNREADABLE.iter().any(|class| vm.is_exception(&raised, *class)) => {
            return Err(raised);
        }
        _ => return Err(vm.value_error("code: linetable is not that of a code object of Hob")),
    };
    let changes = PARTS.iter().zip(parts).map(|(name, value)| (*name, value));
    replaced(vm, &base, changes.filter(|(name, _)| *name != PARTS[LINE_TABLE]))
}

/// `co_linetable`: the code object as `marshal` writes it. It is empty for code without a text or
/// that differs from its text.
///
/// # Errors
/// Any exception raised while marshal is imported.
pub(super) fn line_table(vm: &Vm, code: &Value) -> VmResult {
    let marshal = vm.import_module("marshal")?;
    let dumps = vm.get_attribute(&marshal, &intern("dumps"))?;
    match vm.call(&dumps, std::slice::from_ref(code)) {
        Err(raised) if vm.is_exception(&raised, Exc::ValueError) => {
            Ok(Bytes::new(Vec::new()).into_value())
        }
        written => written,
    }
}

/// A list of `(start, end, line)`, one for each run of instructions of one line.
fn code_lines(code: &Code) -> Value {
    let mut runs = vec![(ENTRY_OFFSET, UNIT, code.entry_line())];
    for index in 0..code.instructions.len() {
        let (line, end) = (code.line(index), (index as i64 + 2) * UNIT);
        match runs.last_mut() {
            Some(run) if run.2 == line => run.1 = end,
            _ => runs.push((end - UNIT, end, line)),
        }
    }
    let rows = runs.into_iter().map(|(start, end, line)| {
        Tuple::new([Value::from(start), end.into(), i64::from(line).into()]).into_value()
    });
    List::new(rows.collect()).into_value()
}
