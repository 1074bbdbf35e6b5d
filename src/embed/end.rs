//! The end of an interpreter.

use super::error::{Error, ErrorKind};
use crate::diagnostics;
use crate::objects::str::intern;
use crate::vm::Vm;

/// Runs what the program left for its end, and lets go of all it left behind. A SystemExit goes
/// first of all, with what its traceback holds; another exception that ended the program goes
/// before the modules. Threads that are not daemons are waited for if `waits`.
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
    drop(last);
    vm.shut_down();
}
