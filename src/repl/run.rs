//! Running blocks in the foreground, until they end or Ctrl-C is pressed.

use super::session::Session;
use crate::compile::Mode;
use crate::diagnostics::{self, report::report_exception};
use crate::event_loop::{context, task};
use crate::objects::code::{Code, Source};
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, VmResult};
use std::rc::Rc;

/// The reason why a block or command did not complete.
pub enum Stopped {
    /// It raised.
    Raised(Raised),
    /// A message of the session itself.
    Says(String),
}

impl From<Raised> for Stopped {
    fn from(raised: Raised) -> Stopped {
        Stopped::Raised(raised)
    }
}

/// The result of a block or command.
pub type Ran<T = ()> = Result<T, Stopped>;

/// The number of passes of the loop that a stopped block gets to clean up.
const LAST_PASSES: usize = 1000;

impl Session<'_> {
    /// An entered text, under a name of its own, so that tracebacks show its lines.
    pub fn source(&self, text: &str) -> Rc<Source> {
        let number = self.texts.get();
        self.texts.set(number + 1);
        let source = Source::new(format!("<stdin>-{number}"), text);
        diagnostics::show_lines_of(self.vm, &source);
        source
    }

    /// Runs a block: shows the values of expressions, and allows `await` anywhere.
    ///
    /// # Errors
    /// Any exception raised by the block.
    pub fn run_block(&self, block: &str) -> Ran {
        let source = self.source(block);
        let code = self.vm.compile(&source, Mode::Interactive)?;
        self.run_code(&code)?;
        Ok(())
    }

    /// Runs code in the session's namespace and returns its value.
    ///
    /// # Errors
    /// Any exception raised by the code; KeyboardInterrupt after Ctrl-C.
    pub fn run_code(&self, code: &Ref<Code>) -> VmResult {
        let value = self.at_prompt(|| self.vm.run_code(code, &self.namespace, Value::UNSET))?;
        if code.flags.coroutine { self.finish(value) } else { Ok(value) }
    }

    /// Runs code outside any task: it may run loops of its own.
    ///
    /// # Errors
    /// Any exception raised by the code.
    pub fn at_prompt<T>(&self, body: impl FnOnce() -> VmResult<T>) -> VmResult<T> {
        self.running.at_prompt.set(true);
        let result = context::run_in(self.running, self.context.clone(), body);
        self.running.at_prompt.set(false);
        result
    }

    /// Runs a coroutine to its end, along with all other tasks, and returns its result.
    ///
    /// # Errors
    /// Any exception raised by the coroutine; KeyboardInterrupt after Ctrl-C, which cancels it.
    pub fn finish(&self, coroutine: Value) -> VmResult {
        let vm = self.vm;
        let options = task::Options {
            name: "prompt".into(),
            context: self.context.clone(),
            ..task::Options::default()
        };
        let task = task::spawn(vm, &self.loop_value, coroutine, options)?;
        task.log_destroy_pending.set(false);
        let event_loop = self.event_loop();
        event_loop.main.set(task.as_value().clone());
        let mut stopped = None;
        let mut passes = 0;
        while !task.future.is_done() && passes < LAST_PASSES {
            if let Err(raised) = self.pass() {
                stopped.get_or_insert(raised);
                event_loop.main.set(Value::UNSET);
                task::cancel(vm, &task, Value::UNSET)?;
            }
            passes += usize::from(stopped.is_some());
        }
        event_loop.main.set(Value::UNSET);
        task.future.log_traceback.set(false);
        match stopped {
            Some(raised) => Err(raised),
            None => task.future.result(vm),
        }
    }

    /// Shows an exception, through `sys.excepthook` if the program has one.
    pub fn show_error(&self, raised: &Raised) {
        let vm = self.vm;
        let _ = vm.output.flush();
        if vm.is_exception(raised, Exc::KeyboardInterrupt) {
            // The terminal has already shown ^C.
            vm.write_error("\nKeyboardInterrupt\n");
            return;
        }
        if let Some(sys) = vm.modules.get_text("sys") {
            let exception = raised.0.as_value();
            let traceback = vm.find_attribute(exception, &intern("__traceback__"));
            let values = [
                ("last_exc", exception.clone()),
                ("last_value", exception.clone()),
                ("last_type", vm.class_of(exception).into_value()),
                ("last_traceback", traceback.ok().flatten().unwrap_or(Value::NONE)),
            ];
            for (name, value) in values {
                // The names are a convenience, so errors are ignored.
                let _ = vm.set_attribute(&sys, &intern(name), value);
            }
        }
        if !diagnostics::call_own_hook(vm, raised) {
            vm.write_error(&report_exception(vm, &raised.0, self.errors));
        }
    }
}
