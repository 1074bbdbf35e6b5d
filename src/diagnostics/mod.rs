//! Error output: tracebacks, reports, warnings.
//!
//! Everything written to standard error about a program's mistakes is worded here. `carets` finds
//! the lines and marks for a location, `traceback` formats exceptions as CPython does, `suggest`
//! finds similar names, `syntax` turns a syntax error into an exception, `warnings` filters
//! warnings, and `report` draws all of them for a terminal.

mod carets;
mod glance;
mod hints;
mod origins;
pub mod report;
mod stdlib_names;
mod story;
mod suggest;
pub mod syntax;
pub mod traceback;
mod tree;
pub mod unraisable;
mod warning_report;
pub mod warnings;

pub use glance::glance;
pub use report::{Diagnostic, ErrorStyle};
pub use stdlib_names::STDLIB_MODULES;
pub use traceback::format_exception;
pub use unraisable::{unraisable, unraisable_in};

use crate::objects::code::Source;
use crate::objects::exception::Exception;
use crate::objects::str::intern;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Whether reports and warnings are drawn for readers; otherwise their text is CPython's.
#[derive(Default)]
struct Drawn(Cell<bool>);

/// Chooses between drawn reports and CPython's text, for messages that the interpreter writes
/// itself.
pub fn set_drawn(vm: &Vm, drawn: bool) {
    vm.extension::<Drawn>().0.set(drawn);
}

/// Whether messages are drawn.
fn is_drawn(vm: &Vm) -> bool {
    vm.extension::<Drawn>().0.get()
}

/// The text of an exception that the interpreter reports itself, such as a task's exception that
/// was never retrieved.
pub fn exception_text(vm: &Vm, exception: &Ref<Exception>) -> String {
    match is_drawn(vm) {
        true => report::report_exception(vm, exception, ErrorStyle::Pretty),
        false => format_exception(vm, exception),
    }
}

/// Sources without a file whose lines can still be shown: `-c` and the prompt.
#[derive(Default)]
struct ShownSources(RefCell<Vec<Rc<Source>>>);

impl ShownSources {
    /// The source with this name that was added last.
    fn find(&self, name: &str) -> Option<Rc<Source>> {
        self.0.borrow().iter().rev().find(|source| source.name == name).cloned()
    }
}

/// Makes tracebacks show the lines of a source without a file (`-c`, the prompt). Those of other
/// sources with names in angle brackets, such as an `exec`'s, stay hidden as in CPython, unless the
/// program has put them into `linecache.cache`.
pub fn show_lines_of(vm: &Vm, source: &Rc<Source>) {
    vm.extension::<ShownSources>().0.borrow_mut().push(source.clone());
}

/// The sources without files, the newest last.
pub(crate) fn shown_sources(vm: &Vm) -> Vec<Rc<Source>> {
    vm.extension::<ShownSources>().0.borrow().clone()
}

/// Whether the lines of a source may be shown.
fn has_lines(vm: &Vm, source: &Rc<Source>) -> bool {
    !source.name.starts_with('<')
        || source.name.starts_with("<stdlib>/")
        || vm.extension::<ShownSources>().0.borrow().iter().any(|s| Rc::ptr_eq(s, source))
        || warnings::source_in_linecache(vm, &source.name).is_some_and(|text| text == *source.text)
}

/// An attribute that exists and is not None; errors count as absence.
pub(crate) fn attribute(vm: &Vm, object: &Value, name: &str) -> Option<Value> {
    vm.find_attribute(object, &intern(name)).ok().flatten().filter(|v| !v.is_none())
}

/// The text of an attribute that is a string.
fn text_attribute(vm: &Vm, object: &Value, name: &str) -> Option<String> {
    let value = attribute(vm, object, name)?;
    value.get::<crate::objects::str::Str>().map(|s| s.as_str().to_string())
}

/// Calls `sys.excepthook` if the program has replaced it; true if that handled the exception.
pub fn call_own_hook(vm: &Vm, raised: &Raised) -> bool {
    let Some(sys) = vm.modules.get_text("sys") else { return false };
    let find = |name: &str| vm.find_attribute(&sys, &intern(name)).ok().flatten();
    let (Some(hook), Some(original)) = (find("excepthook"), find("__excepthook__")) else {
        vm.write_error("sys.excepthook is missing\n");
        return false;
    };
    if hook.is(&original) {
        return false;
    }
    let exception = raised.0.as_value();
    let class = vm.class_of(exception).into_value();
    let traceback = vm.get_attribute(exception, &intern("__traceback__")).unwrap_or(Value::NONE);
    match vm.call(&hook, &[class, exception.clone(), traceback]) {
        Ok(_) => true,
        Err(error) => {
            vm.write_error("Error in sys.excepthook:\n");
            vm.write_error(&format_exception(vm, &error.0));
            vm.write_error("\nOriginal exception was:\n");
            false
        }
    }
}
