//! The session: asks for a block, lets tasks run meanwhile, runs the block.
//!
//! The interpreter and its event loop run on the thread that calls [`start`]. While a prompt is
//! shown, the loop runs its passes and serves the requests of the thread that reads lines between
//! them; output of tasks appears above the line being typed.

use super::assist;
use super::commands::{self, Desk, Editor};
use super::display;
use super::input;
use super::line::editor::Outcome;
use super::line::menu::{Choice, Choices};
use super::line::painter::Prompts;
use super::line::screen::{Screen, Stream};
use super::lines::{Lines, Request};
use super::run::{Blocks, Names, Ran, Stopped};
use crate::compile::Mode;
use crate::diagnostics::{self, ErrorStyle, report::report_exception};
use crate::embed::{self, Interpreter};
use crate::event_loop::future;
use crate::event_loop::task::Task;
use crate::modules::asyncio::runner;
use crate::modules::io::stdin;
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::vm::{Raised, VmResult};
use std::cell::RefCell;
use std::ops::Deref;
use std::sync::Arc;

/// The options of a session.
pub struct Start {
    /// The style of error reports.
    pub errors: ErrorStyle,
    /// Whether to print the banner.
    pub banner: bool,
}

/// A running session.
pub struct Session<'a> {
    /// The blocks, with their namespace and loop.
    pub blocks: Blocks<'a>,
    /// The style of error reports.
    pub errors: ErrorStyle,
    /// The terminal.
    pub screen: Arc<Screen>,
    /// The thread that reads lines.
    pub lines: Lines,
    /// The blocks entered so far, without commands.
    pub entered: RefCell<Vec<String>>,
    /// The initial text of the next prompt.
    pub initial: RefCell<String>,
    /// Whether to use colours.
    pub colors: bool,
}

/// Runs a session in `__main__`, until the user ends it.
///
/// # Errors
/// SystemExit; an error that ends the session: its thread cannot start, or its loop fails to close.
pub fn start(interpreter: &Interpreter, start: Start) -> embed::Result<()> {
    run(interpreter, start).map_err(|raised| interpreter.error(raised))
}

fn run(interpreter: &Interpreter, start: Start) -> VmResult<()> {
    let machine = interpreter.machine();
    let vm = &*machine;
    let screen = Arc::new(Screen::new());
    let names = Names { task: "prompt", file: "<stdin>" };
    let blocks = Blocks::new(vm, interpreter.namespace(), names);
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let colors = screen.moves() && !no_color;
    let lines = Lines::start(
        screen.clone(),
        colors,
        interpreter.interrupter(),
        blocks.running.reactor.waker(),
    )
    .map_err(|error| vm.os_error(&error, None))?;
    let printer = screen.clone();
    vm.output.divert(Box::new(move |error, bytes| {
        printer.print(if error { Stream::Error } else { Stream::Output }, bytes)
    }));
    let session = Session {
        blocks,
        errors: start.errors,
        screen: screen.clone(),
        lines,
        entered: RefCell::default(),
        initial: RefCell::default(),
        colors,
    };
    let result = session.begin(start.banner).and_then(|()| session.go_on());
    stdin::set_wait(vm, None);
    let left = session.blocks.leave(|raised| session.show_error(raised));
    screen.close();
    match (result, left) {
        (Ok(()), left) => left,
        (result, _) => result,
    }
}

impl<'a> Deref for Session<'a> {
    type Target = Blocks<'a>;

    fn deref(&self) -> &Blocks<'a> {
        &self.blocks
    }
}

impl Session<'_> {
    fn begin(&self, banner: bool) -> VmResult<()> {
        let vm = self.vm;
        let sys = vm.import_module("sys")?;
        for (name, prompt) in [("ps1", ">>> "), ("ps2", "... ")] {
            vm.set_attribute(&sys, &intern(name), prompt.into())?;
        }
        display::install(vm, &sys, self.colors, self.screen.clone())?;
        input::install(vm, &self.loop_value);
        if banner {
            let line = format!(
                "Hob {}: await anything; tasks run in the background. %help shows commands.\n",
                env!("CARGO_PKG_VERSION")
            );
            match self.screen.prompts() {
                Stream::Output => self.say(&line),
                Stream::Error => self.vm.write_error(&line),
            }
        }
        self.blocks.begin();
        Ok(())
    }

    /// Writes a message of the session.
    pub fn say(&self, text: &str) {
        // The next prompt ends the session if the terminal is closed.
        let _ = self.vm.output.write(text.as_bytes()).and_then(|()| self.vm.output.flush());
    }

    fn go_on(&self) -> VmResult<()> {
        loop {
            let initial = self.initial.take();
            let _ = self.vm.output.flush();
            self.lines.ask(self.prompts(), initial);
            match self.wait_for_line()? {
                Outcome::Block(block) => self.enter(&block)?,
                Outcome::Interrupted => self.say("KeyboardInterrupt\n"),
                Outcome::End if self.may_leave()? => return Ok(()),
                Outcome::End => {}
            }
        }
    }

    /// `sys.ps1` and `sys.ps2`, with colours if they have none.
    fn prompts(&self) -> Prompts {
        let sys = self.vm.modules.get_text("sys");
        let text = |name: &str, usual: &str| {
            let value = sys
                .as_ref()
                .and_then(|sys| self.vm.find_attribute(sys, &intern(name)).ok().flatten());
            let text = value.and_then(|value| self.vm.str(&value).ok());
            text.map_or(usual.to_string(), |text| text.as_str().to_string())
        };
        let colored = |text: String| match self.colors && !text.contains('\x1b') {
            true => format!("\x1b[1;35m{text}\x1b[0m"),
            false => text,
        };
        Prompts { first: colored(text("ps1", ">>> ")), next: colored(text("ps2", "... ")) }
    }

    /// Runs tasks until a line arrives.
    ///
    /// # Errors
    /// SystemExit raised by a task.
    fn wait_for_line(&self) -> VmResult<Outcome> {
        self.running.clock.hold(true);
        let outcome = loop {
            match self.lines.next() {
                Some(Request::Read(outcome)) => break outcome,
                Some(Request::Complete(text, at, reply)) => {
                    // A receiver that gave up has let the user continue typing.
                    let _ = reply.send(self.complete(&text, at));
                    continue;
                }
                Some(Request::Hint(text, at)) => {
                    self.screen.set_hint(self.hint(&text, at));
                    continue;
                }
                None => {}
            }
            self.report_failures();
            if let Err(raised) = self.pass() {
                if self.vm.is_exception(&raised, Exc::SystemExit) {
                    return Err(raised);
                }
                self.task_failed(&raised);
            }
        };
        self.running.clock.hold(false);
        Ok(outcome)
    }

    /// Reports failed tasks whose exception no other task is about to retrieve, although a name or
    /// `_` may still hold them.
    fn report_failures(&self) {
        if !self.event_loop().is_idle() {
            return;
        }
        let failed = self.running.failed.replace(Some(Vec::new()));
        for failed in failed.unwrap_or_default() {
            let (Some(task), true) = (failed.get::<Task>(), future::is_unretrieved(&failed)) else {
                continue;
            };
            let Err(raised) = task.future.result(self.vm) else { continue };
            let ends = [Exc::KeyboardInterrupt, Exc::SystemExit];
            if ends.iter().any(|exc| self.vm.is_exception(&raised, *exc)) {
                continue;
            }
            let _ = self.vm.output.flush();
            self.vm.write_error(&format!("Task '{}' has failed:\n", task.name()));
            self.show_error(&raised);
        }
    }

    /// Reports an exception that left the loop while a prompt was shown.
    fn task_failed(&self, raised: &Raised) {
        if !self.vm.is_exception(raised, Exc::KeyboardInterrupt) {
            return self.show_error(raised);
        }
        if self.screen.moves() {
            // A discarded line is reported elsewhere.
            if !self.lines.is_given_up() {
                self.say("KeyboardInterrupt\n");
            }
        } else {
            self.lines.give_up();
            self.say("KeyboardInterrupt\n");
            // The reading thread still waits for a line.
            let _ = self.screen.prompt(&self.prompts().first);
        }
    }

    fn complete(&self, text: &str, at: usize) -> Choices {
        if let Some(choices) = commands::complete(&text[..at]) {
            return choices;
        }
        let found = assist::complete::complete(self.vm, &self.namespace, text, at);
        let choice = |c: assist::complete::Candidate| Choice {
            replacement: c.replacement,
            display: c.display,
        };
        Choices { start: found.start, choices: found.candidates.into_iter().map(choice).collect() }
    }

    fn hint(&self, text: &str, at: usize) -> Vec<String> {
        let hint = assist::signature::hint(self.vm, &self.namespace, text, at);
        let dim = |line: String| match self.colors {
            true => format!("\x1b[2m{line}\x1b[0m"),
            false => line,
        };
        hint.map(dim).into_iter().collect()
    }

    fn desk(&self) -> Desk<'_> {
        Desk {
            blocks: &self.blocks,
            mode: Mode::Interactive,
            entered: &self.entered,
            editor: Some(Editor { lines: &self.lines, initial: &self.initial }),
        }
    }

    /// Whether a block is `exit` or `quit` without parentheses.
    fn is_farewell(&self, block: &str) -> bool {
        matches!(block, "exit" | "quit") && self.namespace.get_text(block).is_none()
    }

    /// Asks whether to leave while tasks still run.
    fn may_leave(&self) -> VmResult<bool> {
        let tasks = runner::all_tasks(&self.loop_value);
        if tasks.is_empty() {
            return Ok(true);
        }
        let mut names: Vec<String> = tasks.iter().take(4).map(|t| t.name()).collect();
        if tasks.len() > names.len() {
            names.push("…".to_string());
        }
        let still = match tasks.len() {
            1 => "1 task still runs".to_string(),
            n => format!("{n} tasks still run"),
        };
        let question = format!("{still} ({}). Cancel and leave? [y/N] ", names.join(", "));
        self.lines.ask_question(&question);
        Ok(match self.wait_for_line()? {
            Outcome::Block(answer) => matches!(answer.trim(), "y" | "Y" | "yes"),
            Outcome::End => true,
            Outcome::Interrupted => false,
        })
    }

    /// Runs a block or a command, and reports its errors.
    ///
    /// # Errors
    /// SystemExit.
    fn enter(&self, block: &str) -> VmResult<()> {
        let result = match commands::parse(block) {
            Some(command) => command.and_then(|command| command.run(&self.desk())),
            None if self.is_farewell(block.trim()) => self.run_block("exit()"),
            None => {
                self.entered.borrow_mut().push(block.to_string());
                self.run_block(block)
            }
        };
        let _ = self.vm.output.flush();
        match result {
            Ok(()) => Ok(()),
            Err(Stopped::Says(text)) => {
                self.say(&format!("{text}\n"));
                Ok(())
            }
            Err(Stopped::Raised(raised)) if self.vm.is_exception(&raised, Exc::SystemExit) => {
                Err(raised)
            }
            Err(Stopped::Raised(raised)) => {
                self.show_error(&raised);
                Ok(())
            }
        }
    }

    /// Runs a block as a line of the prompt.
    ///
    /// # Errors
    /// Any exception raised by the block.
    pub fn run_block(&self, block: &str) -> Ran {
        Ok(self.blocks.run_block(block, Mode::Interactive)?)
    }

    /// Shows an exception, through `sys.excepthook` if the program has set one.
    pub fn show_error(&self, raised: &Raised) {
        let vm = self.vm;
        let _ = vm.output.flush();
        if vm.is_exception(raised, Exc::KeyboardInterrupt) {
            // The terminal has already shown ^C.
            vm.write_error("\nKeyboardInterrupt\n");
            return;
        }
        self.remember(raised);
        if !diagnostics::call_own_hook(vm, raised) {
            vm.write_error(&report_exception(vm, &raised.0, self.errors));
        }
    }
}
