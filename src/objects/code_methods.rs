//! `code.replace()` and `code.co_lines()`.

use super::code::{Code, ENTRY_OFFSET, Replaced, UNIT};
use super::list::List;
use super::native::{Args, NativeDef};
use super::str::{Str, intern};
use super::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// `replace`, `__replace__` and `co_lines`.
pub(super) const METHODS: &[NativeDef] = &[
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
    let mut new = Replaced::default();
    for (name, value) in args.keywords() {
        match name.as_str() {
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
                // The rest may be given as it is.
                let class = vm.class_of(&args[0]);
                let old = match class.lookup(&intern(other)) {
                    Some(_) => vm.get_attribute(&args[0], &intern(other))?,
                    None => {
                        return Err(vm.type_error(format!(
                            "replace() got an unexpected keyword argument '{other}'"
                        )));
                    }
                };
                if !vm.eq(&old, value)? {
                    let message = format!("Hob cannot change {other} of a code object");
                    return Err(vm.value_error(message));
                }
            }
        }
    }
    Ok(code(&args[0]).replace(new).into_value())
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
