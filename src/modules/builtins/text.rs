//! Functions for text: `print`, `input`, `repr`, `format`, `chr` ….

use crate::objects::bytes::Bytes;
use crate::objects::encoding;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, NativeDef};
use crate::objects::str::{Str, intern};
use crate::objects::str_methods::character;
use crate::runtime::{Ref, Value};
use crate::text::surrogate::{self, to_char};
use crate::vm::output::Standard;
use crate::vm::{Vm, VmResult};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal};

/// The destination of `print`.
enum Target {
    /// The machine's own output.
    Output,
    /// An object with `write`.
    File(Value),
    /// `sys.stdout` is None.
    Nowhere,
}

/// A stream of `sys`, if the program has replaced it.
fn replaced_stream(vm: &Vm, name: &str) -> Option<Value> {
    let sys = vm.modules.get_str(&intern("sys"))?;
    let dict = &sys.get::<crate::objects::module::Module>()?.dict;
    let stream = dict.get_str(&intern(name))?;
    let original = dict.get_str(&intern(&format!("__{name}__")));
    (!original.is_some_and(|o| o.is(&stream))).then_some(stream)
}

/// `sys.stdin`, if the program has read a part of a line from it.
fn input_in_use(vm: &Vm) -> Option<Value> {
    let sys = vm.modules.get_str(&intern("sys"))?;
    let stream = sys.get::<crate::objects::module::Module>()?.dict.get_text("stdin")?;
    crate::modules::io::text::has_ahead(&stream).then_some(stream)
}

/// The text of one argument of `print`.
fn push_text(vm: &Vm, out: &mut String, value: &Value) -> VmResult<()> {
    if let Some(text) = value.get_exact::<Str>() {
        out.push_str(text.as_str());
    } else if let Some(i) = value.as_small_int() {
        // Writing to a string does not fail.
        let _ = write!(out, "{i}");
    } else {
        out.push_str(vm.str(value)?.as_str());
    }
    Ok(())
}

/// `sep` or `end`: a string, or none for the default.
fn separator<'a>(vm: &Vm, value: Option<&'a Value>, name: &str) -> VmResult<Option<&'a Ref<Str>>> {
    match value {
        None => Ok(None),
        Some(value) => match value.get::<Str>() {
            Some(text) => Ok(Some(text)),
            None => {
                let class = vm.class_ref(value).message_name();
                Err(vm.type_error(format!("{name} must be None or a string, not {class}")))
            }
        },
    }
}

/// A text as standard output writes it.
///
/// # Errors
/// UnicodeEncodeError for a lone surrogate that it does not pass on.
fn for_output<'t>(vm: &Vm, text: &'t str) -> VmResult<Cow<'t, [u8]>> {
    Ok(match surrogate::is_in(text) {
        false => Cow::Borrowed(text.as_bytes()),
        true => {
            let errors = vm.output.error_handler();
            Cow::Owned(encoding::encode(vm, &Str::new(text), "utf-8", errors)?)
        }
    })
}

fn print(vm: &Vm, a: Args<'_>) -> VmResult {
    let sep = separator(vm, a.some(0), "sep")?;
    let end = separator(vm, a.some(1), "end")?;
    let target = match a.some(2) {
        Some(file) => Target::File(file.clone()),
        None => match replaced_stream(vm, "stdout") {
            None => Target::Output,
            Some(file) if file.is_none() => Target::Nowhere,
            Some(file) => Target::File(file),
        },
    };
    let (sep, end) = (sep.map_or(" ", |s| s.as_str()), end.map_or("\n", |s| s.as_str()));
    let flush = a.opt(3).map_or(Ok(false), |v| vm.truthy(v))?;
    match target {
        Target::Nowhere => {}
        Target::Output => {
            let mut line = String::new();
            for (i, value) in a.rest().iter().enumerate() {
                vm.tick(1)?;
                if i > 0 {
                    line.push_str(sep);
                }
                push_text(vm, &mut line, value)?;
            }
            line.push_str(end);
            vm.write_standard(false, &for_output(vm, &line)?)?;
            if flush {
                vm.output.flush().map_err(|e| vm.os_error(&e, None))?;
            }
        }
        Target::File(file) => {
            // The pieces are written one by one: a program's own stream may count the writes.
            let write = vm.get_attribute(&file, &intern("write"))?;
            for (i, value) in a.rest().iter().enumerate() {
                if i > 0 {
                    vm.call(&write, &[sep.into()])?;
                }
                let text = vm.str(value)?.into_value();
                vm.call(&write, &[text])?;
            }
            vm.call(&write, &[end.into()])?;
            if flush {
                vm.call_method(&file, &intern("flush"), &[])?;
            }
        }
    }
    Ok(Value::NONE)
}

fn input(vm: &Vm, a: Args<'_>) -> VmResult {
    let sys = vm.import_module("sys")?;
    for name in ["stdin", "stdout", "stderr"] {
        if vm.find_attribute(&sys, &intern(name))?.is_none_or(|stream| stream.is_none()) {
            return Err(vm.runtime_error(format!("input(): lost sys.{name}")));
        }
    }
    if let Some(line) = edited_line(vm, a.opt(0))? {
        return without_end(vm, &line);
    }
    flush_replaced(vm, "stderr")?;
    if let Some(prompt) = a.opt(0) {
        let prompt = vm.str(prompt)?;
        match replaced_stream(vm, "stdout") {
            Some(file) => drop(vm.call_method(&file, &intern("write"), &[prompt.into_value()])?),
            None => {
                let bytes = for_output(vm, prompt.as_str())?;
                vm.spend_output(bytes.len())?;
                let written = vm.output.write(&bytes);
                written.map_err(|e| vm.os_error(&e, None))?;
            }
        }
    }
    flush_replaced(vm, "stdout")?;
    vm.output.flush().map_err(|e| vm.os_error(&e, None))?;
    let line = match replaced_stream(vm, "stdin").or_else(|| input_in_use(vm)) {
        Some(file) => {
            let line = vm.call_method(&file, &intern("readline"), &[])?;
            let text = line.get::<Str>().map(|s| s.as_str().to_string());
            text.ok_or_else(|| vm.type_error("object.readline() returned non-string"))?
        }
        None => {
            let line = crate::modules::io::stdin::read_line(vm)?;
            let line = Bytes::new(line).into_value();
            let arguments = ["utf-8".into(), vm.output.error_handler().into()];
            let text = vm.call_method(&line, &intern("decode"), &arguments)?;
            vm.str(&text)?.as_str().to_string()
        }
    };
    without_end(vm, &line)
}

/// Flushes a standard stream that the program has replaced; failure does not matter.
fn flush_replaced(vm: &Vm, name: &str) -> VmResult<()> {
    let Some(file) = replaced_stream(vm, name) else { return Ok(()) };
    match vm.call_method(&file, &intern("flush"), &[]) {
        Err(raised) if vm.ends_program(&raised) => Err(raised),
        _ => Ok(()),
    }
}

fn without_end(vm: &Vm, line: &str) -> VmResult {
    if line.is_empty() {
        return Err(vm.error(Exc::EOFError, "EOF when reading a line"));
    }
    Ok(Value::from(line.strip_suffix('\n').unwrap_or(line)))
}

/// The line that `readline` reads for a program that has imported it, only from a terminal.
fn edited_line(vm: &Vm, prompt: Option<&Value>) -> VmResult<Option<String>> {
    let Some(readline) = vm.modules.get_str(&intern("readline")) else { return Ok(None) };
    let hosted = [Standard::Input, Standard::Output].iter().any(|s| vm.output.is_hosted(*s));
    let on_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if hosted
        || !on_terminal
        || ["stdin", "stdout"].iter().any(|name| replaced_stream(vm, name).is_some())
    {
        return Ok(None);
    }
    let Some(read_line) = vm.find_attribute(&readline, &intern("_read_line"))? else {
        return Ok(None);
    };
    vm.output.flush().map_err(|e| vm.os_error(&e, None))?;
    let prompt = prompt.map_or(Ok(intern("")), |prompt| vm.str(prompt))?;
    let line = vm.call(&read_line, &[prompt.into_value()])?;
    Ok(Some(vm.str(&line)?.as_str().to_string()))
}

fn ascii(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.ascii(&a[0]).map(|text| text.into_value())
}

fn format(vm: &Vm, a: Args<'_>) -> VmResult {
    let spec = a.opt(1).cloned().unwrap_or_else(|| intern("").into_value());
    if spec.get::<Str>().is_none() {
        let class = vm.argument_type(&spec);
        return Err(vm.type_error(format!("format() argument 2 must be str, not {class}")));
    }
    Ok(vm.format(&a[0], &spec)?.into_value())
}

fn chr(vm: &Vm, a: Args<'_>) -> VmResult {
    let code = vm.index_clipped(&a[0])?;
    match u32::try_from(code).ok().and_then(to_char) {
        Some(c) => Ok(character(c).into_value()),
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "print(*args, sep=' ', end='\\n', file=None, flush=False) -> None",
        "Prints the values to a stream, or to sys.stdout by default.",
        print,
    ),
    NativeDef::new(
        "input(prompt='', /) -> str",
        "Read a string from standard input.  The trailing newline is stripped.",
        input,
    ),
    NativeDef::new(
        "repr(obj, /) -> str",
        "Return the canonical string representation of the object.",
        |vm, a| Ok(vm.repr(&a[0])?.into_value()),
    ),
    NativeDef::new(
        "ascii(obj, /) -> str",
        "Return an ASCII-only representation of an object.",
        ascii,
    ),
    NativeDef::new(
        "format(value, format_spec='', /) -> str",
        "Return type(value).__format__(value, format_spec).",
        format,
    ),
    NativeDef::new(
        "chr(i, /) -> str",
        "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
        chr,
    ),
];
