//! The VM's view of the event loop.

use super::{Vm, VmResult};
use crate::objects::native::ClassDef;
use crate::runtime::Value;
use std::any::Any;

/// The VM's view of the event loop, which is a layer above it.
///
/// The implementation holds the loop's state for one interpreter. It belongs to the [`Vm`], and the
/// loop finds it there.
pub trait LoopHooks: Any {
    /// Registers the kinds of object that the loop defines (`Kind::Future` and `Kind::Task`) with
    /// this thread's heap, and returns the classes of their plain objects.
    fn register_kinds(&self) -> [&'static ClassDef; 2];

    /// The result of a future or task that a coroutine awaits; none if it is not done, and the
    /// chain of coroutines has to wait.
    ///
    /// # Errors
    /// The future's exception; CancelledError.
    fn await_future(&self, vm: &Vm, future: &Value) -> VmResult<Option<Value>>;

    /// Reports a dying future's exception that nobody asked for, or a task's unfinished work.
    fn finalize_future(&self, vm: &Vm, future: &Value);

    /// Gives an asynchronous generator, whose iteration begins, its finalizer, and tells the hook
    /// for this.
    ///
    /// # Errors
    /// Any exception raised by the program's hook.
    fn begin_async_generator(&self, vm: &Vm, generator: &Value) -> VmResult<()>;

    /// Notes where a coroutine is made. Called while [`Vm::notes_coroutines`] is set.
    fn note_coroutine(&self, vm: &Vm, coroutine: &Value);

    /// Notes that a coroutine of this name dies that was never awaited.
    fn note_dropped(&self, coroutine: &Value, name: &str);

    /// Notes output. Called while [`Vm::is_traced`] is set.
    fn note_output(&self, vm: &Vm, is_error: bool, bytes: &[u8]);

    /// Gives other threads their turn if the running one's is over, and sees to Ctrl-C and other
    /// signals. Called from backward jumps, when [`Vm::attention`] is set.
    ///
    /// # Errors
    /// KeyboardInterrupt; any exception that the program's signal handlers raise.
    fn attend(&self, vm: &Vm) -> VmResult<()>;

    /// Raises KeyboardInterrupt after Ctrl-C, where no code of the program may run: handlers of the
    /// program's wait.
    ///
    /// # Errors
    /// KeyboardInterrupt.
    fn attend_natively(&self, vm: &Vm) -> VmResult<()>;

    /// Lets go of all that waits to run, threads included, when a limit has ended the program.
    fn clear_away(&self, vm: &Vm);

    /// Forgets all threads but the running one, as the program ends.
    fn abandon_threads(&self);
}
