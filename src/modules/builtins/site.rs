//! The builtins added by CPython's `site` module: `exit`, `help` and a few notices.

use crate::introspection::help::describe;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::str::{Str, intern};
use crate::runtime::Value;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use std::io::{IsTerminal, Write};

/// `exit` and `quit`.
struct Quitter(&'static str);

impl NativeObject for Quitter {}

/// The object that ends the program when it is called.
pub(super) fn quitter(vm: &Vm, name: &'static str) -> Value {
    Native::new(&vm.class_for(&QUITTER), Quitter(name)).into_value()
}

fn quit(vm: &Vm, a: Args<'_>) -> VmResult {
    let code = a.opt(1).cloned().unwrap_or(Value::NONE);
    Err(vm.error_with(Exc::SystemExit, [code]))
}

fn quitter_repr(_: &Vm, a: Args<'_>) -> VmResult {
    let name = a.data::<Quitter>().0;
    Ok(Value::from(format!("Use {name}() or Ctrl-D (i.e. EOF) to exit")))
}

/// `copyright`, `credits`, `license`.
struct Notice(&'static str);

impl NativeObject for Notice {}

/// The object that shows a notice when it is printed or called.
pub(super) fn notice(vm: &Vm, name: &'static str) -> Value {
    Native::new(&vm.class_for(&NOTICE), Notice(name)).into_value()
}

fn notice_text(a: Args<'_>) -> &'static str {
    match a.data::<Notice>().0 {
        "license" => "Hob is distributed under the MIT licence or the Apache licence 2.0.",
        "credits" => {
            "Hob stands on the language that Guido van Rossum and the Python community made."
        }
        _ => "Hob: copyright by its authors.",
    }
}

/// `help`.
struct Helper;

impl NativeObject for Helper {}

/// The object that shows docstrings.
pub(super) fn helper(vm: &Vm) -> Value {
    Native::new(&vm.class_for(&HELPER), Helper).into_value()
}

fn show(vm: &Vm, text: &str) -> VmResult {
    let print = vm.builtins.get_str(&intern("print")).unwrap_or(Value::NONE);
    vm.call(&print, &[text.into()])
}

/// The dialogue of `help()`: prompts for names until an empty line or `quit`.
fn dialogue(vm: &Vm) -> VmResult {
    show(
        vm,
        "Type a name, such as `asyncio.gather`, for help about it.\nAn empty line, or `quit`, ends the help.",
    )?;
    let input = vm.builtins.get_str(&intern("input")).unwrap_or(Value::NONE);
    loop {
        let line = match vm.call(&input, &["help> ".into()]) {
            Ok(line) => line,
            Err(raised) if vm.is_exception(&raised, Exc::EOFError) => return Ok(Value::NONE),
            Err(raised) => return Err(raised),
        };
        let line = vm.str(&line)?;
        match line.as_str().trim() {
            "" | "q" | "quit" | "exit" => return Ok(Value::NONE),
            name => match located(vm, name) {
                Some(found) => page(vm, &describe(vm, &found))?,
                None => show(vm, &format!("There is no documentation about '{name}'."))?,
            },
        };
    }
}

/// Shows a text: through the pager named by `$PAGER`, if it does not fit on the terminal.
fn page(vm: &Vm, text: &str) -> VmResult {
    let on_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let rows =
        rustix::termios::tcgetwinsize(rustix::stdio::stdout()).map_or(24, |size| size.ws_row);
    let is_long = text.lines().count() + 2 > usize::from(rows);
    if !on_terminal || !is_long || vm.require(Capability::Processes).is_err() {
        return show(vm, &format!("{text}\n"));
    }
    let _ = vm.output.flush();
    let pager = std::env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty());
    let pager = pager.unwrap_or_else(|| "less -R".to_string());
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", &pager]).stdin(std::process::Stdio::piped());
    let shown = command.spawn().and_then(|mut child| {
        if let Some(mut input) = child.stdin.take() {
            // A pager that the user has left no longer reads.
            let _ = input.write_all(text.as_bytes());
        }
        child.wait()
    });
    match shown {
        // The shell's status for a command that does not exist.
        Ok(status) if status.code() != Some(127) => Ok(Value::NONE),
        _ => show(vm, &format!("{text}\n")),
    }
}

fn help(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(object) = a.opt(1) else { return dialogue(vm) };
    let Some(name) = object.get::<Str>() else { return page(vm, &describe(vm, object)) };
    match located(vm, name.as_str()) {
        Some(found) => page(vm, &describe(vm, &found)),
        None => show(
            vm,
            &format!(
                "No Python documentation found for '{}'.\n\
                 Use help() to get the interactive help utility.\n\
                 Use help(str) for help on the str class.\n",
                name.as_str()
            ),
        ),
    }
}

/// The object of a dotted name: attributes of the longest prefix that is a module, or else a
/// builtin.
fn located(vm: &Vm, name: &str) -> Option<Value> {
    let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
    let is_name =
        |part: &str| !part.is_empty() && part.chars().all(|c| c == '_' || c.is_alphanumeric());
    if !name.split('.').all(is_name) {
        return None;
    }
    let mut found = None;
    for end in ends {
        match vm.import_module(&name[..end]) {
            Ok(module) => found = Some((module, &name[end..])),
            Err(_) => break,
        }
    }
    let (start, rest) = match found {
        Some((module, rest)) => (module, rest),
        None => (vm.import_module("builtins").ok()?, name),
    };
    let mut parts = rest.split('.').filter(|part| !part.is_empty());
    parts.try_fold(start, |value, part| vm.find_attribute(&value, &intern(part)).ok()?)
}

static QUITTER: ClassDef = ClassDef {
    name: "Quitter",
    module: "_sitebuiltins",
    doc: "End the program.",
    methods: &[
        NativeDef::new("__repr__(self, /)", "Return repr(self).", quitter_repr),
        NativeDef::new("__call__(self, /, code=None)", "Call self as a function.", quit),
    ],
    ..ClassDef::BASE
};

static NOTICE: ClassDef = ClassDef {
    name: "_Printer",
    module: "_sitebuiltins",
    doc: "Show a notice: print it, or call it.",
    methods: &[
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, a| {
            Ok(Value::from(notice_text(a)))
        }),
        NativeDef::new("__call__(self, /)", "Call self as a function.", |vm, a| {
            show(vm, notice_text(a))
        }),
    ],
    ..ClassDef::BASE
};

static HELPER: ClassDef = ClassDef {
    name: "_Helper",
    module: "_sitebuiltins",
    doc: "Describe objects: help(object) shows what it is, what it can be called with and what it has.",
    methods: &[
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, _| {
            Ok("Type help() for interactive help, or help(object) for help about object.".into())
        }),
        NativeDef::new("__call__(self, /, request=<unrepresentable>)", "Show help.", help),
    ],
    ..ClassDef::BASE
};
