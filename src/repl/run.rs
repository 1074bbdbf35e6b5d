//! Running blocks in the foreground, until they end or Ctrl-C is pressed.
//!
//! [`Blocks`] has one namespace, one context and one loop for all blocks, whose tasks continue
//! between them. The session at a terminal and the notebook kernel are built on it.

use crate::compile::Mode;
use crate::diagnostics;
use crate::event_loop::{self, EventLoop, Running, context, new_event_loop, run::run_once, task};
use crate::modules::asyncio::runner;
use crate::objects::code::{Code, Source};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use std::cell::Cell;
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

/// The number of passes of the loop that a stopped block has to clean up.
const LAST_PASSES: usize = 1000;

/// Runs blocks of code one after another.
pub struct Blocks<'a> {
    /// The interpreter.
    pub vm: &'a Vm,
    /// The namespace of the blocks.
    pub namespace: Ref<Dict>,
    /// The loop in which all tasks of the session run.
    pub loop_value: Value,
    /// The loop's state in the interpreter.
    pub running: &'a Running,
    /// The context of all blocks, so that context variables keep their values.
    pub context: Value,
    /// The number of the next text.
    pub texts: Cell<usize>,
    names: Names,
}

/// The names that reports use for blocks.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The task that runs a block with `await`.
    pub task: &'static str,
    /// The file of a block, to which its number is added.
    pub file: &'static str,
}

/// Makes a pass of a session's loop.
///
/// # Errors
/// Exceptions that end a loop: KeyboardInterrupt, SystemExit, a deadlock of the awaited task.
pub fn pass(vm: &Vm, loop_value: &Value) -> VmResult<()> {
    let Some(event_loop) = loop_value.native::<EventLoop>() else { return Ok(()) };
    let result = run_once(vm, event_loop, loop_value);
    // `loop.stop()` has no effect here.
    event_loop.stopping.set(false);
    result
}

impl<'a> Blocks<'a> {
    /// Blocks in a namespace, with their own loop.
    pub fn new(vm: &'a Vm, namespace: Ref<Dict>, names: Names) -> Blocks<'a> {
        let running = event_loop::running(vm);
        // The waker works only after the reactor has waited once.
        running.reactor.pause(std::time::Duration::ZERO);
        let loop_value = new_event_loop(vm);
        running.set_event_loop(loop_value.clone());
        let context = context::new(vm, context::Context::default());
        Blocks { vm, namespace, loop_value, running, context, texts: Cell::new(0), names }
    }

    /// The loop's data.
    pub fn event_loop(&self) -> &EventLoop {
        match self.loop_value.native() {
            Some(event_loop) => event_loop,
            None => unreachable!("`new` made the loop"),
        }
    }

    /// Makes the loop the running one, until [`Blocks::leave`].
    pub fn begin(&self) {
        self.running.set_current_loop(self.loop_value.clone());
        self.event_loop().set_running(true);
    }

    /// Makes a pass of the loop.
    ///
    /// # Errors
    /// Exceptions that end a loop: KeyboardInterrupt, SystemExit, a deadlock of the awaited task.
    pub fn pass(&self) -> VmResult<()> {
        pass(self.vm, &self.loop_value)
    }

    /// Cancels all tasks, as `asyncio.run` does at its end, and closes the loop. `report` receives
    /// an exception with which the tasks end.
    ///
    /// # Errors
    /// Any exception raised by closing the loop.
    pub fn leave(&self, report: impl FnOnce(&Raised)) -> VmResult<()> {
        self.event_loop().set_running(false);
        self.running.set_current_loop(Value::UNSET);
        self.running.clock.hold(false);
        let ended = runner::shut_down(self.vm, &self.loop_value);
        if let Err(raised) = &ended
            && !self.vm.is_exception(raised, Exc::SystemExit)
        {
            report(raised);
        }
        self.running.set_event_loop(Value::UNSET);
        self.vm.call_method(&self.loop_value, &intern("close"), &[]).map(drop)
    }

    /// An entered text, under its own name, so that tracebacks show its lines.
    pub fn source(&self, text: &str) -> Rc<Source> {
        let number = self.texts.get();
        self.texts.set(number + 1);
        let source = Source::new(format!("{}-{number}", self.names.file), text);
        diagnostics::show_lines_of(self.vm, &source);
        source
    }

    /// Runs a block: shows values of expressions according to `mode`, and allows `await` anywhere.
    ///
    /// # Errors
    /// Any exception raised by the block.
    pub fn run_block(&self, block: &str, mode: Mode) -> VmResult<()> {
        let code = self.vm.compile(&self.source(block), mode)?;
        self.run_code(&code).map(drop)
    }

    /// Runs code in the session's namespace and returns its value.
    ///
    /// # Errors
    /// Any exception raised by the code; KeyboardInterrupt after Ctrl-C.
    pub fn run_code(&self, code: &Ref<Code>) -> VmResult {
        let value = self.at_prompt(|| self.vm.run_code(code, &self.namespace, Value::UNSET))?;
        if code.flags.coroutine { self.finish(value) } else { Ok(value) }
    }

    /// Runs code outside any task: it may run its own loops.
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
            name: self.names.task.into(),
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

    /// Makes an exception `sys.last_exc`, for debuggers.
    pub fn remember(&self, raised: &Raised) {
        let vm = self.vm;
        let Some(sys) = vm.modules.get_text("sys") else { return };
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
}
