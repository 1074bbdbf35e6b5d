//! The loop as the VM sees it.

use super::future::{self, Future};
use super::task::Task;
use super::{Running, origin, run};
use crate::objects::generator::Generator;
use crate::objects::native::ClassDef;
use crate::runtime::{Value, kind};
use crate::vm::{LoopHooks, Vm, VmResult};

impl LoopHooks for Running {
    fn register_kinds(&self) -> [&'static ClassDef; 2] {
        kind::register::<Future>();
        kind::register::<Task>();
        [self.classes.future, self.classes.task]
    }

    #[inline]
    fn await_future(&self, vm: &Vm, future: &Value) -> VmResult<Option<Value>> {
        future::await_future(vm, future)
    }

    fn finalize_future(&self, vm: &Vm, future: &Value) {
        future::finalize(vm, future);
    }

    fn begin_async_generator(&self, vm: &Vm, generator: &Value) -> VmResult<()> {
        let finalizer = self.asyncgen_finalizer.get();
        if !finalizer.is_unset()
            && let Some(data) = generator.get::<Generator>()
        {
            data.set_finalizer(finalizer);
        }
        let first = self.asyncgen_first.get();
        if first.is_unset() {
            return Ok(());
        }
        vm.call(&first, std::slice::from_ref(generator)).map(drop)
    }

    fn note_coroutine(&self, vm: &Vm, coroutine: &Value) {
        self.recorder.coroutine(vm, &self.clock, coroutine);
        if self.coroutine_depth() > 0 {
            origin::note_coroutine(vm, coroutine, self.coroutine_depth());
        }
    }

    fn note_dropped(&self, coroutine: &Value, name: &str) {
        self.recorder.dropped(name, coroutine);
    }

    fn note_output(&self, vm: &Vm, is_error: bool, bytes: &[u8]) {
        self.recorder.output(vm, &self.clock, is_error, bytes);
    }

    fn attend(&self, vm: &Vm) -> VmResult<()> {
        self.threads.attend(vm);
        run::check_interrupt(vm)
    }

    fn attend_natively(&self, vm: &Vm) -> VmResult<()> {
        self.profiler.answer(vm);
        run::check_interrupt_within(vm)
    }

    fn clear_away(&self, vm: &Vm) {
        self.threads.end_all(vm);
        super::running::forget_program(self);
        self.signal_handlers.forget();
    }

    fn abandon_threads(&self) {
        self.threads.abandon();
    }
}
