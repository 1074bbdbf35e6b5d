//! `sys._getframe()`, `sys._current_frames()`: the running functions.

use crate::event_loop::running;
use crate::objects::dict::Dict;
use crate::objects::native::Args;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

fn depth(vm: &Vm, a: Args<'_>) -> VmResult<usize> {
    let depth = a.opt(0).map_or(Ok(0), |d| vm.index_clipped(d))?;
    Ok(usize::try_from(depth).unwrap_or(0))
}

/// `sys._getframe(depth=0)`
pub fn get_frame(vm: &Vm, a: Args<'_>) -> VmResult {
    match vm.running_frame(depth(vm, a)?) {
        Some(frame) => Ok(Ref::into_value(frame)),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

/// `sys._getframemodulename(depth=0)`
pub fn module_name(vm: &Vm, a: Args<'_>) -> VmResult {
    let depth = depth(vm, a)?;
    let running = vm.running_functions(depth.saturating_add(1));
    let globals = running.get(depth).map(|r| r.function.globals.clone());
    Ok(globals.and_then(|g| g.get_str(&vm.names.name)).unwrap_or(Value::NONE))
}

/// `sys._current_frames()`
pub fn current_frames(vm: &Vm, _: Args<'_>) -> VmResult {
    let threads = &running(vm).threads;
    let frames = Dict::new();
    let add = |id: u64, frame| -> VmResult<()> {
        if let Some(frame) = frame {
            frames.insert(vm, (id as i64).into(), Ref::into_value(frame))?;
        }
        Ok(())
    };
    for (id, fiber) in threads.others() {
        add(id, vm.parked_frame(fiber.as_deref()))?;
    }
    add(threads.current(), vm.running_frame(0))?;
    Ok(frames.into_value())
}
