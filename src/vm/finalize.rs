//! Finalization: `__del__`, coroutines that were never awaited, generators suspended inside `try`,
//! and callbacks of weak references.

use super::Vm;
use super::isolate::with_current;
use crate::objects::exception::Exc;
use crate::objects::generator::{Flavor, Generator, NativeCoroutine, State};
use crate::objects::weak::WeakRef;
use crate::runtime::{Kind, Value};

/// The heap's hook for objects that need a finalizer.
pub(super) fn finalize(value: &Value) {
    with_current(|vm| {
        if vm.meter.has_tripped() || vm.check_native_stack().is_err() {
            return;
        }
        if matches!(value.kind(), Some(Kind::Future | Kind::Task)) {
            vm.event_loop.finalize_future(vm, value);
        }
        if let Some(generator) = value.get::<Generator>() {
            vm.finalize_generator(value, generator.flavor, generator.state.get());
        } else if let Some(native) = value.get::<NativeCoroutine>() {
            vm.finalize_generator(value, Flavor::Coroutine, native.state.get());
        } else if let Some(method) = vm.lookup_special(value, &vm.names.del)
            && let Err(raised) = vm.call_bound(&method, value, &[])
        {
            vm.unraisable(&raised, &method);
        }
    });
}

/// The heap's hook for weak references whose object is dying: only the callbacks of those in
/// `references` run.
pub(super) fn weakref_callbacks(references: Vec<Value>, silent: Vec<Value>) {
    for value in references.iter().chain(&silent) {
        if let Some(reference) = value.get::<WeakRef>() {
            reference.link.sever();
        }
    }
    with_current(|vm| {
        if vm.meter.has_tripped() {
            return;
        }
        for value in &references {
            let Some(reference) = value.get::<WeakRef>() else { continue };
            let callback = reference.callback.take();
            if !callback.is_unset()
                && !callback.is_none()
                && let Err(raised) = vm.call(&callback, std::slice::from_ref(value))
            {
                vm.unraisable(&raised, &callback);
            }
        }
    });
}

/// The function that closes a dropped asynchronous generator, unless `aclose()` has already begun.
fn finalizer_of(value: &Value) -> Option<Value> {
    let generator = value.get::<Generator>().filter(|generator| !generator.closed.get())?;
    Some(generator.finalizer()).filter(|finalizer| !finalizer.is_unset())
}

impl Vm {
    /// Closes a suspended coroutine whose owner is being destroyed, before it is destroyed itself.
    pub fn finalize_coroutine(&self, value: &Value) {
        if let Some(generator) = value.get::<Generator>() {
            self.finalize_generator(value, generator.flavor, generator.state.get());
        } else if let Some(native) = value.get::<NativeCoroutine>() {
            self.finalize_generator(value, Flavor::Coroutine, native.state.get());
        }
    }

    fn finalize_generator(&self, value: &Value, flavor: Flavor, state: State) {
        if flavor == Flavor::AsyncGenerator
            && state == State::Suspended
            && let Some(finalizer) = finalizer_of(value)
        {
            if let Err(raised) = self.call(&finalizer, std::slice::from_ref(value)) {
                self.unraisable(&raised, value);
            }
            return;
        }
        match (flavor, state) {
            (Flavor::Coroutine, State::Created) => self.warn_never_awaited(value),
            (_, State::Suspended) if self.close_at_once(value) => {}
            (_, State::Suspended) => {
                self.detach(value);
                let exit = self.error_with(Exc::GeneratorExit, []);
                match self.resume(value, Err(exit)) {
                    Ok(super::Outcome::Returned(_)) => {}
                    Ok(_) => {
                        let what = match flavor {
                            Flavor::Coroutine => "coroutine",
                            Flavor::Generator => "generator",
                            Flavor::AsyncGenerator => "async generator",
                        };
                        let error = self.runtime_error(format!("{what} ignored GeneratorExit"));
                        self.unraisable(&error, value);
                    }
                    Err(raised) => {
                        let expected = self.is_exception(&raised, Exc::GeneratorExit)
                            || self.is_exception(&raised, Exc::StopIteration);
                        if !expected {
                            self.unraisable(&raised, value);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Ends a generator or coroutine that has not begun, as if it were dropped.
    pub(crate) fn discard_not_begun(&self, value: &Value) {
        if value.get::<Generator>().is_some_and(|it| it.flavor == Flavor::Coroutine) {
            self.warn_never_awaited(value);
        }
        self.retire(value);
    }

    fn warn_never_awaited(&self, value: &Value) {
        let what = match value.get::<NativeCoroutine>() {
            Some(native) => match (native.step_of, native.generator()) {
                (Some(method), Some(generator)) => {
                    let name = generator.get::<Generator>().map(|g| g.qualname());
                    let name = name.as_ref().map_or("", |name| name.as_str());
                    format!("coroutine method '{method}' of '{name}'")
                }
                _ => format!("coroutine '{}'", native.name),
            },
            None => {
                let name = value.get::<Generator>().map(|generator| generator.qualname());
                format!("coroutine '{}'", name.as_ref().map_or("", |name| name.as_str()))
            }
        };
        self.event_loop.note_dropped(value, &what);
        if let Err(raised) = self.host.warn_never_awaited(self, value, &what) {
            self.unraisable(&raised, value);
        }
    }
}
