//! `sys.displayhook` of the session, `_` and `__`.

use super::assist::values;
use super::line::screen::Screen;
use crate::diagnostics::warnings;
use crate::event_loop::task::is_coroutine;
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// The state of the hook.
#[derive(Default)]
struct Shown {
    screen: RefCell<Option<Arc<Screen>>>,
    colors: Cell<bool>,
    /// The inputs that produced `_` and `__`: source and line.
    made: RefCell<[Option<(String, i64)>; 2]>,
    /// Whether the hint about coroutines was shown.
    hinted: Cell<bool>,
}

/// Installs the session's hook.
///
/// # Errors
/// Any exception raised by setting an attribute of `sys`.
pub fn install(vm: &Vm, sys: &Value, colors: bool, screen: Arc<Screen>) -> VmResult<()> {
    let shown = vm.extension::<Shown>();
    shown.screen.replace(Some(screen));
    shown.colors.set(colors);
    let hook = NativeFunction::new(&DISPLAY_HOOK, "sys").into_value();
    vm.set_attribute(sys, &intern("displayhook"), hook)
}

static DISPLAY_HOOK: NativeDef = NativeDef::new(
    "displayhook(object, /)",
    "Show an object, and keep it as builtins._ and the previous one as builtins.__",
    display_hook,
);

fn display_hook(vm: &Vm, a: Args<'_>) -> VmResult {
    let value = &a[0];
    if value.is_none() {
        return Ok(Value::NONE);
    }
    let shown = vm.extension::<Shown>();
    let width = shown.screen.borrow().as_ref().map_or(80, |screen| screen.size().0);
    let text = values::show(vm, value, width, shown.colors.get())?;
    let print = vm.builtins.get_str(&intern("print")).unwrap_or(Value::NONE);
    vm.call(&print, &[text.into()])?;
    if is_coroutine(value) && !shown.hinted.replace(true) {
        let hint = "not started: `await _` runs it, `asyncio.create_task(_)` in the background";
        let dim =
            if shown.colors.get() { format!("\x1b[2m{hint}\x1b[0m") } else { hint.to_string() };
        vm.call(&print, &[dim.into()])?;
    }
    keep(vm, value);
    Ok(Value::NONE)
}

/// Keeps a result as `_`, and the previous one as `__`.
pub fn keep(vm: &Vm, value: &Value) {
    let shown = vm.extension::<Shown>();
    let running = vm.running_functions(1).pop();
    let here = running.map(|running| {
        let code = &running.code;
        (code.source.name.clone(), i64::from(code.line(running.instruction as usize)))
    });
    // If the oldest value is dropped unused, the warning names the input that produced it.
    let [newer, oldest] = shown.made.take();
    shown.made.replace([here, newer.clone()]);
    warnings::blaming(vm, oldest, || {
        if let Some(before) = vm.builtins.get_text("_") {
            vm.builtins.set_text("__", before);
        }
    });
    warnings::blaming(vm, newer, || vm.builtins.set_text("_", value.clone()));
}
