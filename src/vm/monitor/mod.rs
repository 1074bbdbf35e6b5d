//! Monitoring: tools that are notified of what the program does (`sys.monitoring`, `sys.settrace`,
//! `sys.setprofile`).
//!
//! Nothing looks for watchers while there are none. Watched code has [`Opcode::Watched`] in place of
//! the instructions at which an event happens ([`watch`]); the interpreter loop meets it and calls
//! [`Vm::meet_watched`] ([`deliver`]). When the requested events change, the first instruction of
//! all code is watched, which updates the others when a frame next begins there; code that already
//! has a frame is updated at once. Exceptions, and the suspension of chains of coroutines, check a
//! flag, since they have no instruction.
//!
//! [`Opcode::Watched`]: crate::bytecode::Opcode::Watched

mod deliver;
mod functions;
mod jump;
mod variables;

pub use crate::objects::code::events::{ALL as ALL_EVENTS, Event, WITH_CALL};
pub use crate::objects::code::watch::{TOOLS, Watch};
pub use functions::Watcher;

use super::frame::Frame;
use super::{Vm, VmResult};
use crate::objects::code::{Code, events, watch};
use crate::objects::dict::Dict;
use crate::objects::generator::{Generator, State};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Slot, Value, live};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// The tools that a program can name; the others are `setprofile` and `settrace`.
pub const PROGRAM_TOOLS: usize = 6;
pub(super) const PROFILE_TOOL: usize = 6;
pub(super) const TRACE_TOOL: usize = 7;

/// The tools, and the events that they want.
pub struct Monitor {
    /// The name of each tool of the program; unset for one that is free.
    names: [Slot; PROGRAM_TOOLS],
    callbacks: [[Slot; Event::ALL.len()]; PROGRAM_TOOLS],
    /// The events that each tool wants for all code.
    wanted: [Cell<u32>; TOOLS],
    /// The tools (bits) that want each event for all code.
    tools: [Cell<u8>; Event::ALL.len()],
    /// Counts the changes of the requested events, from 1.
    generation: Cell<u64>,
    /// Counts `restart_events`, from 1.
    restarts: Cell<u64>,
    /// Whether any tool wants anything.
    is_on: Cell<bool>,
    /// Whether exceptions are watched.
    pub(in crate::vm) exceptions: Cell<bool>,
    /// Whether suspension and resumption of generators and coroutines are watched.
    pub(in crate::vm) suspensions: Cell<bool>,
    /// `sys.monitoring.DISABLE`
    pub disable: Slot,
    /// `sys.monitoring.MISSING`
    pub missing: Slot,
    /// The value that a generator returned last, for a `for` statement that it ends.
    returned: Slot,
    /// The running thread's part.
    pub(in crate::vm) thread: ThreadPart,
    /// Whether a frame ever asked for `f_trace_opcodes`.
    traces_opcodes: Cell<bool>,
    /// The number of threads that have a function of `setprofile` and of `settrace`.
    functions: [Cell<usize>; 2],
    /// The names of the events that these functions have been told of.
    event_names: RefCell<Vec<(&'static str, Value)>>,
}

/// The part of the monitor that is separate for each thread.
#[derive(Default)]
pub(in crate::vm) struct ThreadPart {
    /// A callback is running: nothing that it does is an event.
    busy: Cell<bool>,
    /// The functions of `setprofile` and `settrace`; unset for none.
    functions: [Slot; 2],
}

impl ThreadPart {
    /// Replaces this part by another thread's, and returns it.
    pub fn exchange(&self, other: ThreadPart) -> ThreadPart {
        self.busy.swap(&other.busy);
        for (own, other) in self.functions.iter().zip(&other.functions) {
            other.set(own.replace(other.take()));
        }
        other
    }
}

impl Default for Monitor {
    fn default() -> Monitor {
        Monitor {
            names: Default::default(),
            callbacks: Default::default(),
            wanted: Default::default(),
            tools: Default::default(),
            generation: Cell::new(1),
            restarts: Cell::new(1),
            is_on: Cell::new(false),
            exceptions: Cell::new(false),
            suspensions: Cell::new(false),
            disable: Slot::default(),
            missing: Slot::default(),
            returned: Slot::default(),
            thread: ThreadPart::default(),
            traces_opcodes: Cell::new(false),
            functions: Default::default(),
            event_names: RefCell::default(),
        }
    }
}

impl Monitor {
    /// The name of a tool; unset for one that is free.
    pub fn name(&self, tool: usize) -> &Slot {
        &self.names[tool]
    }

    /// The events that a tool wants for all code.
    pub fn events(&self, tool: usize) -> u32 {
        self.wanted[tool].get()
    }

    /// Sets the function of a tool for an event (unset for none), and returns the previous one.
    pub fn set_callback(&self, tool: usize, event: Event, function: Value) -> Value {
        self.callbacks[tool][event as usize].replace(function)
    }

    /// The name of an event of `setprofile` and `settrace`, interned as those that functions compare it
    /// with.
    fn event_name(&self, name: &'static str) -> Value {
        let mut known = self.event_names.borrow_mut();
        if let Some((_, value)) = known.iter().find(|(known, _)| std::ptr::eq(*known, name)) {
            return value.clone();
        }
        let value = intern(name).into_value();
        known.push((name, value.clone()));
        value
    }

    /// The tools (bits) that must be notified of an event at an instruction.
    fn tools_for(&self, watch: Option<&Watch>, index: u32, event: Event) -> u8 {
        // These events come with that of the call.
        let asked = match event {
            Event::CReturn | Event::CRaise => Event::Call,
            other => other,
        };
        let global = self.tools[asked as usize].get();
        let Some(watch) = watch else { return global };
        let all = global | watch.local_tools(asked);
        if all == 0 || !event.is_local() {
            return all;
        }
        all & !watch.disabled(index, event, self.restarts.get())
    }
}

/// The state of a watched frame, in its frame object.
#[derive(Default)]
pub struct FrameWatch {
    /// `f_trace`; unset for None.
    pub trace: Slot,
    /// Whether `f_trace_lines` is False.
    pub no_lines: Cell<bool>,
    /// `f_trace_opcodes`
    pub opcodes: Cell<bool>,
    /// The instruction at which the last line began, and that line; 0 for none so far.
    line: Cell<(u32, u32)>,
    /// Whether the frame is at the event of a line, from which a debugger may jump elsewhere.
    is_at_line: Cell<bool>,
    /// Values for variables (by register) that wait for the next instruction.
    assigned: RefCell<Vec<(usize, Value)>>,
    /// Values assigned in `f_locals` to names that are not variables.
    extra: OnceCell<Ref<Dict>>,
    /// The instruction whose outcome is visible at the next one.
    pending: RefCell<Option<Pending>>,
    /// The instruction that runs a generator or a coroutine, which may end there.
    inner: Cell<Option<u32>>,
}

enum Pending {
    /// A branch, by its instruction.
    Branch(u32),
    /// A call: its instruction, the callee, and its first argument.
    Call(u32, Value, Value),
}

impl FrameWatch {
    /// The line that began last.
    pub fn last_line(&self) -> Option<u32> {
        Some(self.line.get().1).filter(|line| *line != 0)
    }

    /// Values assigned in `f_locals` to names that are no variables.
    pub fn extra(&self) -> &Ref<Dict> {
        self.extra.get_or_init(Dict::new)
    }

    /// The same, if there is any.
    pub fn extra_if_any(&self) -> Option<&Ref<Dict>> {
        self.extra.get()
    }

    /// Records that a debugger has jumped to an instruction, at which this line begins.
    fn jumped_to(&self, index: usize, line: i64) {
        self.line.set(((index as u32).saturating_sub(1), line as u32));
    }

    pub(in crate::vm) fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.trace.get());
        self.assigned.borrow().iter().for_each(|(_, value)| visit(value));
        if let Some(extra) = self.extra.get() {
            visit(extra.as_value());
        }
        if let Some(Pending::Call(_, callee, first)) = &*self.pending.borrow() {
            visit(callee);
            visit(first);
        }
    }

    pub(in crate::vm) fn clear(&self) {
        drop(self.trace.take());
        drop(self.assigned.take());
        drop(self.pending.take());
    }
}

impl Vm {
    /// Reports these events to a tool, in all code.
    pub fn set_events(&self, tool: usize, events: u32) {
        if self.monitor.wanted[tool].replace(events) != events {
            self.update_watches(None);
        }
    }

    /// Reports these events to a tool, in one code object.
    pub fn set_local_events(&self, tool: usize, code: &Ref<Code>, events: u32) {
        self.watch_of(code).set_local_events(tool, events);
        self.update_watches(Some(code));
    }

    /// The events that a tool wants from one code object.
    pub fn local_events(&self, tool: usize, code: &Code) -> u32 {
        code.watch.borrow().as_ref().map_or(0, |watch| watch.local_events(tool))
    }

    /// Frees a tool: it is no longer notified of anything.
    pub fn clear_tool(&self, tool: usize) {
        for callback in &self.monitor.callbacks[tool] {
            drop(callback.take());
        }
        for code in live::live_objects_of::<Code>() {
            if let Some(watch) = &*code.watch.borrow() {
                watch.set_local_events(tool, 0);
            }
        }
        self.monitor.wanted[tool].set(0);
        self.update_watches(None);
    }

    /// `sys.monitoring.restart_events()`
    pub fn restart_events(&self) {
        self.monitor.restarts.set(self.monitor.restarts.get() + 1);
        self.update_watches(None);
    }

    fn watch_of(&self, code: &Code) -> Rc<Watch> {
        code.watch.borrow_mut().get_or_insert_with(Rc::default).clone()
    }

    /// Watches the events now requested; `changed` is code for which they have changed.
    fn update_watches(&self, changed: Option<&Ref<Code>>) {
        let monitor = &self.monitor;
        monitor.generation.set(monitor.generation.get() + 1);
        for (event, _) in Event::ALL {
            let wants = |tool: &usize| monitor.wanted[*tool].get() & event.bit() != 0;
            let tools = (0..TOOLS).filter(wants).fold(0, |tools, tool| tools | 1 << tool);
            monitor.tools[event as usize].set(tools);
        }
        let all = monitor.wanted.iter().fold(0, |all, events| all | events.get());
        let codes = live::live_objects_of::<Code>();
        let mut local = 0;
        for code in &codes {
            if let Some(watch) = &*code.watch.borrow() {
                local = (0..TOOLS).fold(local, |all, tool| all | watch.local_events(tool));
            }
        }
        monitor.is_on.set(all != 0);
        let any_of = |events: &[Event]| (all | local) & events::set(events) != 0;
        monitor.exceptions.set(any_of(&[
            Event::Raise,
            Event::ExceptionHandled,
            Event::PyUnwind,
            Event::Reraise,
            Event::Call,
        ]));
        monitor.suspensions.set(any_of(&[Event::PyYield, Event::PyResume, Event::PyThrow]));
        for code in &codes {
            let is_local = code.watch.borrow().as_ref().is_some_and(|watch| watch.is_local());
            if all == 0 && !is_local {
                if code.watch.take().is_some() {
                    watch::clear(code);
                }
            } else if is_local || changed.is_some_and(|changed| changed.is(code)) {
                self.watch_code(code);
            } else {
                self.admit_code(code);
            }
        }
        if all == 0 {
            return;
        }
        let mut frame = self.frame.get();
        // SAFETY: running frames and their callers are alive.
        while let Some(running) = unsafe { frame.as_ref() } {
            if let Some(code) = running.shared_code() {
                self.watch_code(&code);
            }
            frame = running.caller;
        }
        for generator in live::live_objects_of::<Generator>() {
            if generator.state.get() != State::Finished {
                self.watch_code(Frame::code_of(&generator.frame));
            }
        }
    }

    /// Prepares code that may run: its first instruction is watched if any tool watches.
    #[inline]
    pub fn admit_code(&self, code: &Code) {
        if self.monitor.is_on.get() {
            self.watch_of(code);
            code.instructions.watch(0, true);
        }
    }

    /// Whether anybody watches a code object.
    fn is_watched(&self, code: &Code) -> bool {
        self.monitor.is_on.get() || code.watch.borrow().as_ref().is_some_and(|w| w.is_local())
    }

    /// Watches the instructions of code at which requested events happen.
    fn watch_code(&self, code: &Code) -> Rc<Watch> {
        let watch = self.watch_of(code);
        let generation = self.monitor.generation.get();
        if watch.generation().replace(generation) != generation {
            let wanted = |index, event| self.monitor.tools_for(Some(&watch), index, event) != 0;
            watch.apply(code, wanted);
        }
        watch
    }

    /// Removes all tools, at the program's end.
    pub fn stop_monitoring(&self) {
        for part in &self.monitor.thread.functions {
            drop(part.take());
        }
        for events in &self.monitor.wanted {
            events.set(0);
        }
        for tool in 0..PROGRAM_TOOLS {
            drop(self.monitor.names[tool].take());
            self.clear_tool(tool);
        }
    }

    /// The monitoring state of a live frame.
    ///
    /// # Safety
    /// The frame must be alive, and not native.
    unsafe fn frame_watch(&self, frame: *mut Frame) -> Option<Ref<super::FrameObject>> {
        // SAFETY: as the caller promises.
        unsafe { self.frame_object(frame) }
    }
}

/// A result that only says whether an exception was raised.
type Told = VmResult<()>;
