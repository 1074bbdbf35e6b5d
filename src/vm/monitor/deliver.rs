//! Telling the tools of events.

use super::{Event, PROFILE_TOOL, Pending, TRACE_TOOL, Told, Watch};
use crate::bytecode::{Instruction, Opcode, Operand};
use crate::objects::bound::BoundMethod;
use crate::objects::code::watch::{after_end, is_branch, is_call, jump_target};
use crate::objects::code::{Code, ENTRY_OFFSET, unit_offset};
use crate::objects::exception::Exc;
use crate::objects::generator::{Input, NativeCoroutine};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::frame::Frame;
use crate::vm::interpreter::Operands;
use crate::vm::{Raised, Vm, VmResult};
use std::rc::Rc;

/// An event at an instruction of a frame.
struct At {
    frame: *mut Frame,
    code: Ref<Code>,
    watch: Rc<Watch>,
    index: u32,
}

impl Vm {
    /// Reports the watched instruction before a frame's `pc`, and returns the one to execute: the
    /// compiled one, unless a debugger has jumped elsewhere in the frame.
    ///
    /// # Errors
    /// Any exception raised by a tool.
    ///
    /// # Safety
    /// `frame` must be the running frame, with its `pc` after the instruction.
    #[cold]
    #[inline(never)]
    pub(in crate::vm) unsafe fn meet_watched(&self, frame: *mut Frame) -> VmResult<Instruction> {
        // SAFETY: as the caller promises; `pc` stays inside the code, after an instruction.
        unsafe {
            self.assign_variables(frame);
            loop {
                let pc = (*frame).pc;
                let instruction = (*frame).instruction(pc.sub(1));
                if let Some(at) = self.event_at(frame, pc.sub(1)) {
                    let told = self.tell_of_instruction(&at, instruction);
                    self.assign_variables(frame);
                    told?;
                }
                if (*frame).pc == pc {
                    return Ok(instruction);
                }
                let next = *(*frame).pc.sub(1);
                if next.op != Opcode::Watched {
                    return Ok(next);
                }
            }
        }
    }

    /// # Safety
    /// The frame must be alive, and `pc` at one of its instructions.
    unsafe fn event_at(&self, frame: *mut Frame, pc: *const Instruction) -> Option<At> {
        if self.monitor.thread.busy.get() || self.meter.has_tripped() {
            return None;
        }
        // SAFETY: as the caller promises.
        let (code, index) = unsafe {
            let start = (*frame).code().instructions.as_ptr();
            ((*frame).shared_code()?, pc.offset_from(start) as u32)
        };
        let watch = self.watch_code(&code);
        Some(At { frame, code, watch, index })
    }

    /// # Safety
    /// The frame must be the running one, with its `pc` after the instruction.
    unsafe fn tell_of_instruction(&self, at: &At, instruction: Instruction) -> Told {
        // SAFETY: as the caller promises.
        let object = unsafe { self.frame_watch(at.frame) };
        let Some(object) = object else { return Ok(()) };
        let memory = object.watch();
        if let Some(pending) = memory.pending.take() {
            self.tell_of_arrival(at, pending)?;
        }
        if let Some(index) = memory.inner.take() {
            self.tell_of_end(at, index)?;
        }
        if at.index == 0 {
            // The frame has not begun: debuggers see the line of its `def`. SAFETY: as the caller
            // promises; the frame's `pc` is restored.
            unsafe {
                let pc = (*at.frame).pc;
                (*at.frame).pc = pc.sub(1);
                let told = self.tell(at, Event::PyStart, &[]);
                (*at.frame).pc = pc;
                told?;
            }
        }
        let line = at.watch.line_at(&at.code, at.index as usize);
        if line != 0 {
            let (index, last) = memory.line.replace((at.index, line));
            // A line entered in the middle continues, unless it begins again.
            if last != line || at.index <= index {
                memory.is_at_line.set(true);
                let told = self.tell(at, Event::Line, &[i64::from(line).into()]);
                memory.is_at_line.set(false);
                told?;
                // SAFETY: as the caller promises.
                if unsafe { (*at.frame).current_index() } != at.index as usize {
                    return Ok(());
                }
            }
        }
        self.tell(at, Event::Instruction, &[])?;
        let index = at.index;
        // SAFETY: the running frame's operands are only read, and nothing is kept.
        let operands = unsafe { Operands::of_running(at.frame) };
        if matches!(instruction.op, Opcode::ForIter | Opcode::ForIterElse | Opcode::YieldFrom)
            && is_own_iterator(&operands.copy(instruction.b))
            && self.wants(at, Event::StopIteration)
        {
            self.monitor.returned.set(Value::UNSET);
            memory.inner.set(Some(index));
        }
        match instruction.op {
            Opcode::Return => {
                let value = operands.look(instruction.b);
                if at.code.flags.generator {
                    self.monitor.returned.set(value.clone());
                }
                self.tell(at, Event::PyReturn, &[value])
            }
            Opcode::Yield => self.tell(at, Event::PyYield, &[operands.look(instruction.b)]),
            Opcode::Jump => {
                let to = jump_target(&at.code, index as usize).unwrap_or_default() as u32;
                self.tell(at, Event::Jump, &[unit_offset(to)])
            }
            op if is_branch(op) => {
                if self.wants(at, Event::Branch) {
                    *memory.pending.borrow_mut() = Some(Pending::Branch(index));
                }
                Ok(())
            }
            op if is_call(op) => {
                if !self.wants(at, Event::Call) {
                    return Ok(());
                }
                let (callee, first) = self.callee(&operands, instruction);
                self.tell(at, Event::Call, &[callee.clone(), first.clone()])?;
                if !is_python(&callee) {
                    *memory.pending.borrow_mut() = Some(Pending::Call(index, callee, first));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The callee and the first argument of a call that is about to begin.
    fn callee(&self, operands: &Operands<'_>, i: Instruction) -> (Value, Value) {
        let missing = self.monitor.missing.get();
        let (mut place, mut count) = (i.a, u16::from(i.x));
        match i.op {
            Opcode::CallSpread => {
                let arguments = operands.copy(place + 1);
                let first = arguments.get::<Tuple>().and_then(|all| all.items().first().cloned());
                return (operands.copy(place), first.unwrap_or(missing));
            }
            Opcode::CallMethod | Opcode::CallMethodKeywords => {
                if operands.copy(place).is_unset() {
                    place += 1;
                } else {
                    count += 1;
                }
            }
            _ => {}
        }
        let first = if count > 0 { operands.copy(place + 1) } else { missing };
        let callee = operands.copy(place);
        match callee.get::<BoundMethod>() {
            Some(method) => (method.function.clone(), method.receiver.clone()),
            None => (callee, first),
        }
    }

    /// Reports where a branch went, or that a call has returned.
    fn tell_of_arrival(&self, at: &At, pending: Pending) -> Told {
        let from =
            |index| At { frame: at.frame, code: at.code.clone(), watch: at.watch.clone(), index };
        match pending {
            Pending::Branch(index) => {
                self.tell(&from(index), Event::Branch, &[unit_offset(at.index)])
            }
            Pending::Call(index, callee, first) if index + 1 == at.index => {
                self.tell(&from(index), Event::CReturn, &[callee, first])
            }
            Pending::Call(..) => Ok(()),
        }
    }

    /// Reports that the generator or coroutine run by an instruction has ended, if it has.
    fn tell_of_end(&self, at: &At, index: u32) -> Told {
        if after_end(&at.code, index as usize) != Some(at.index as usize) {
            return Ok(());
        }
        let Some(instruction) = at.code.instructions.get(index as usize) else { return Ok(()) };
        let value = match instruction.op {
            // SAFETY: the running frame's operands are looked at, and nothing is kept.
            Opcode::YieldFrom => unsafe { Operands::of_running(at.frame) }.copy(instruction.a),
            _ => self.monitor.returned.take(),
        };
        let stop = match value.is_none() || value.is_unset() {
            true => self.error_with(Exc::StopIteration, []),
            false => self.error_with(Exc::StopIteration, [value]),
        };
        let stop = stop.0.into_value();
        let ended = At { frame: at.frame, code: at.code.clone(), watch: at.watch.clone(), index };
        self.tell(&ended, Event::StopIteration, &[stop])
    }

    fn wants(&self, at: &At, event: Event) -> bool {
        self.monitor.tools_for(Some(&at.watch), at.index, event) != 0
    }

    /// Calls the tools that want an event.
    fn tell(&self, at: &At, event: Event, details: &[Value]) -> Told {
        let mut tools = self.monitor.tools_for(Some(&at.watch), at.index, event);
        while tools != 0 {
            let tool = tools.ilog2() as usize;
            tools &= !(1 << tool);
            self.monitor.thread.busy.set(true);
            let result = self.tell_tool(at, event, details, tool);
            self.monitor.thread.busy.set(false);
            result?;
        }
        Ok(())
    }

    fn tell_tool(&self, at: &At, event: Event, details: &[Value], tool: usize) -> Told {
        // SAFETY: the event's frame is alive, and not native.
        let frame = || unsafe { self.frame_object(at.frame) };
        match tool {
            TRACE_TOOL => match frame() {
                Some(frame) => self.call_trace_function(&frame, event, details),
                None => Ok(()),
            },
            PROFILE_TOOL => match frame() {
                Some(frame) => self.call_profile_function(&frame, event, details),
                None => Ok(()),
            },
            _ => {
                let callback = self.monitor.callbacks[tool][event as usize].get();
                if callback.is_unset() {
                    return Ok(());
                }
                let mut arguments = vec![at.code.as_value().clone()];
                match event {
                    Event::Line => {}
                    Event::PyStart => arguments.push(ENTRY_OFFSET.into()),
                    _ => arguments.push(unit_offset(at.index)),
                }
                arguments.extend_from_slice(details);
                let result = self.call(&callback, &arguments)?;
                if !result.is(&self.monitor.disable.get()) {
                    return Ok(());
                }
                if !event.is_local() {
                    drop(self.monitor.set_callback(tool, event, Value::UNSET));
                    let name = event.name();
                    let message = format!("Cannot disable {name} events. Callback removed.");
                    return Err(self.value_error(message));
                }
                at.watch.disable(at.index, event, tool, self.monitor.restarts.get());
                let wanted =
                    |index, event| self.monitor.tools_for(Some(&at.watch), index, event) != 0;
                for index in [at.index, at.index + 1] {
                    at.watch.apply_at(&at.code, index as usize, &wanted);
                }
                Ok(())
            }
        }
    }

    /// Reports an exception that reaches a frame: raised there, propagated from a call, or
    /// (`again`) raised again at the end of a handler.
    ///
    /// # Errors
    /// Any exception raised by a tool, which replaces it.
    ///
    /// # Safety
    /// `frame` must be the running frame, and not native.
    #[cold]
    pub(in crate::vm) unsafe fn tell_of_exception(
        &self,
        frame: *mut Frame,
        event: Event,
        raised: &Raised,
    ) -> Told {
        // SAFETY: as the caller promises.
        unsafe {
            let index = (*frame).current_index();
            let pc = (*frame).code().instructions.as_ptr().add(index);
            let Some(at) = self.event_at(frame, pc) else { return Ok(()) };
            let pending = match (*frame).object.get::<crate::vm::FrameObject>() {
                Some(object) => object.watch().pending.take(),
                None => None,
            };
            let exception = raised.0.as_value().clone();
            if let Some(Pending::Call(at_call, callee, first)) = pending
                && at_call == at.index
                && event == Event::Raise
            {
                self.tell(&at, Event::CRaise, &[callee, first])?;
            }
            self.tell(&at, event, &[exception])
        }
    }

    /// Reports that the frames of a chain resume, from its root to the innermost one.
    ///
    /// # Errors
    /// Any exception raised by a tool.
    ///
    /// # Safety
    /// `frame` must be the innermost frame of a chain that is about to resume, and its callers up
    /// to `root` await it.
    #[cold]
    pub(in crate::vm) unsafe fn tell_of_resumption(
        &self,
        frame: *mut Frame,
        root: *mut Frame,
        input: &Input,
    ) -> Told {
        let (event, details) = match input {
            Ok(_) => (Event::PyResume, vec![]),
            Err(raised) => (Event::PyThrow, vec![raised.0.as_value().clone()]),
        };
        // SAFETY: as the caller promises.
        unsafe {
            let innermost = frame;
            let mut chain = vec![frame];
            while let Some(last) = chain.last().copied().filter(|last| *last != root) {
                if (*last).caller.is_null() {
                    break;
                }
                chain.push((*last).caller);
            }
            for frame in chain.into_iter().rev().filter(|frame| !(**frame).is_native()) {
                let start = (*frame).code().instructions.as_ptr();
                // A frame that begins reports it at its first instruction.
                if (*frame).pc == start && input.is_ok() {
                    continue;
                }
                // A frame that waits for another is after its instruction. The innermost one is at
                // its instruction, and counts as resuming.
                let pc = (*frame).pc;
                let waits =
                    matches!((*frame).instruction(pc).op, Opcode::Yield | Opcode::YieldFrom);
                if waits && frame == innermost {
                    (*frame).pc = pc.add(1);
                }
                let at = self.event_at(frame, (*frame).pc.sub(1));
                let told = at.map_or(Ok(()), |at| self.tell(&at, event, &details));
                (*frame).pc = pc;
                told?;
            }
            Ok(())
        }
    }

    /// Reports that a chain yields a value, for the frames that await the yielding one, up to the
    /// root.
    ///
    /// # Errors
    /// Any exception raised by a tool.
    ///
    /// # Safety
    /// `frame` must be the innermost frame of the running chain.
    #[cold]
    pub(in crate::vm) unsafe fn tell_of_suspension(
        &self,
        frame: *mut Frame,
        value: &Value,
    ) -> Told {
        let root = self.root.get();
        let mut frame = frame;
        // SAFETY: as the caller promises; callers in the chain are alive.
        unsafe {
            while !frame.is_null() {
                if !(*frame).is_native() {
                    let start = (*frame).code().instructions.as_ptr();
                    let next = (*frame).pc.offset_from(start) as usize;
                    let is_await = |index: usize| {
                        let i = (*frame).code().instructions.get(index);
                        i.is_some_and(|i| i.op == Opcode::YieldFrom)
                    };
                    // The innermost frame is at its instruction, the others after theirs.
                    let index = match is_await(next) {
                        true => Some(next),
                        false => next.checked_sub(1).filter(|before| is_await(*before)),
                    };
                    // A `yield` has reported itself.
                    if let Some(index) = index
                        && let Some(at) = self.event_at(frame, start.add(index))
                    {
                        self.tell(&at, Event::PyYield, std::slice::from_ref(value))?;
                    }
                }
                if frame == root {
                    break;
                }
                frame = (*frame).caller;
            }
        }
        Ok(())
    }
}

/// Whether an iterator is a generator or a coroutine.
fn is_own_iterator(value: &Value) -> bool {
    match value.get::<NativeCoroutine>() {
        Some(native) => native.step_of.is_none(),
        None => value.kind() == Some(Kind::Generator),
    }
}

/// Whether a callee is a function of the program, whose return is a separate event.
fn is_python(callee: &Value) -> bool {
    match callee.get::<BoundMethod>() {
        Some(method) => method.function.kind() == Some(Kind::Function),
        None => callee.kind() == Some(Kind::Function),
    }
}

impl Operands<'_> {
    /// The value that an operand names, which stays in place.
    fn look(&self, operand: u16) -> Value {
        let o = Operand(operand);
        match o.is_constant() {
            true => self.constant(o.index() as u16).clone(),
            false => self.copy(o.index() as u16),
        }
    }
}
