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
    /// chain of coroutines must wait.
    ///
    /// # Errors
    /// The future's exception; CancelledError.
    fn await_future(&self, vm: &Vm, future: &Value) -> VmResult<Option<Value>>;

    /// Reports a dying future's exception that was never retrieved, or a task's unfinished work.
    fn finalize_future(&self, vm: &Vm, future: &Value);

    /// Gives an asynchronous generator its finalizer when iteration begins, and calls the hook for
    /// this.
    ///
    /// # Errors
    /// Any exception raised by the program's hook.
    fn begin_async_generator(&self, vm: &Vm, generator: &Value) -> VmResult<()>;

    /// Records where a coroutine is created. Called while [`Vm::notes_coroutines`] is set.
    fn note_coroutine(&self, vm: &Vm, coroutine: &Value);

    /// Records that a coroutine with this name is dropped without having been awaited.
    fn note_dropped(&self, coroutine: &Value, name: &str);

    /// Notes output. Called while [`Vm::is_traced`] is set.
    fn note_output(&self, vm: &Vm, is_error: bool, bytes: &[u8]);

    /// Gives other threads their turn if the running one's is over, and handles Ctrl-C and other
    /// signals. Called from backward jumps, when [`Vm::attention`] is set.
    ///
    /// # Errors
    /// KeyboardInterrupt; any exception raised by the program's signal handlers.
    fn attend(&self, vm: &Vm) -> VmResult<()>;

    /// Raises KeyboardInterrupt after Ctrl-C, where no code of the program may run: its handlers
    /// wait.
    ///
    /// # Errors
    /// KeyboardInterrupt.
    fn attend_natively(&self, vm: &Vm) -> VmResult<()>;

    /// Drops everything that waits to run, threads included, when a limit has ended the program.
    fn clear_away(&self, vm: &Vm);

    /// Abandons all threads but the running one, as the program ends.
    fn abandon_threads(&self);
}
