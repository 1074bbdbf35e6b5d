//! The end of an interpreter.

use super::error::{Error, ErrorKind};
use crate::diagnostics;
use crate::modules::sys::Ending;
use crate::objects::str::intern;
use crate::vm::Vm;

/// Runs what the program registered for its end, and drops everything that it left behind. A
/// SystemExit is dropped first, with the contents of its traceback; another exception that ended
/// the program is dropped before the modules. If `waits`, waits for threads that are not daemons.
pub(super) fn finish(vm: &Vm, last: Option<Error>, waits: bool) {
    let last = last.filter(|error| !matches!(error.kind(), ErrorKind::Exit(_)));
    let ends = [("threading", "_shutdown"), ("atexit", "_run_exitfuncs")];
    for (module, function) in ends.into_iter().skip(usize::from(!waits)) {
        if let Some(module) = vm.modules.get_text(module)
            && let Ok(Some(end)) = vm.find_attribute(&module, &intern(function))
            && let Err(raised) = vm.call(&end, &[])
        {
            diagnostics::unraisable(vm, &raised, &end);
        }
    }
    vm.event_loop().abandon_threads();
    vm.extension::<Ending>().0.set(true);
    drop(last);
    vm.shut_down();
}
