//! Frame objects: a program's view of frames, which outlives them.
//!
//! A frame gets its object on demand: for an exception that passes through it, or for
//! `sys._getframe()`. While the frame exists, the object reads it. When the frame ends and the
//! object is still referenced, the object takes over the variables, so that a traceback keeps them
//! alive exactly as long as the exception lives.

use super::frame::Frame;
use super::monitor::FrameWatch;
use super::{Fiber, Vm, VmResult};
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::{Cell as VariableCell, Function};
use crate::objects::generator::{Generator, NativeCoroutine, State};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use std::cell::{Cell, OnceCell, RefCell};
use std::ptr::null_mut;

/// The payload of a frame object.
pub struct FrameObject {
    /// The function whose body the frame runs.
    pub function: Ref<Function>,
    /// The code that the frame runs. The function may have different code since.
    pub code: Ref<Code>,
    /// The frame while it lasts, then null.
    live: Cell<*mut Frame>,
    /// The instruction at which the frame ended.
    instruction: Cell<u32>,
    /// After its end: the object of its caller's frame, or None.
    back: Slot,
    /// After its end: the namespace of a class body, module or `exec`; unset otherwise.
    namespace: Slot,
    /// After its end: the registers of its variables.
    variables: RefCell<Vec<Value>>,
    /// Whether the program has cleared it.
    cleared: Cell<bool>,
    /// Its monitoring state; none if it was never watched.
    watch: OnceCell<Box<FrameWatch>>,
}

impl Object for FrameObject {
    const KIND: Kind = Kind::Frame;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.function.as_value());
        visit(self.code.as_value());
        visit(&self.back.get());
        visit(&self.namespace.get());
        self.variables.borrow().iter().for_each(&mut *visit);
        if let Some(watch) = self.watch.get() {
            watch.traverse(visit);
        }
    }

    fn clear(&self) {
        self.back.set(Value::NONE);
        self.namespace.set(Value::UNSET);
        drop(self.variables.take());
        if let Some(watch) = self.watch.get() {
            watch.clear();
        }
    }
}

impl FrameObject {
    /// The frame's monitoring state.
    pub fn watch(&self) -> &FrameWatch {
        self.watch.get_or_init(Box::default)
    }

    /// The object of a function that has no frame: a coroutine written in Rust.
    pub fn without_frame(function: Ref<Function>) -> Ref<FrameObject> {
        Ref::new(FrameObject {
            code: function.code.get(),
            function,
            live: Cell::new(null_mut()),
            instruction: Cell::new(0),
            back: Slot::new(Value::NONE),
            namespace: Slot::default(),
            variables: RefCell::default(),
            cleared: Cell::new(false),
            watch: OnceCell::new(),
        })
    }

    /// The frame, while it lasts.
    pub(super) fn live_frame(&self) -> Option<*mut Frame> {
        Some(self.live.get()).filter(|frame| !frame.is_null())
    }

    /// Whether the variables are in a namespace: those of a module or class body.
    pub fn has_namespace(&self) -> bool {
        let code = &self.code;
        if code.flags.module || code.flags.class_body {
            return true;
        }
        match self.live_frame() {
            // SAFETY: as in `instruction`.
            Some(frame) => unsafe { !(*frame).namespace.is_unset() },
            None => !self.namespace.is_unset(),
        }
    }

    /// The content of a variable's register: its value, or its cell.
    pub(super) fn variable(&self, index: usize) -> Option<Value> {
        match self.live_frame() {
            // SAFETY: as in `instruction`; the registers of variables are the first of the frame's.
            Some(frame) if index < self.code.locals.len() => unsafe {
                Some((*(*frame).registers.add(index)).clone())
            },
            Some(_) => None,
            None => self.variables.borrow().get(index).cloned(),
        }
    }

    /// Sets a variable of a frame that has ended.
    pub(super) fn set_ended_variable(&self, index: usize, value: Value) {
        let mut variables = self.variables.borrow_mut();
        let old = variables.get_mut(index).map(|place| std::mem::replace(place, value));
        drop(variables);
        drop(old);
    }

    /// Whether the frame is still alive.
    pub fn is_live(&self) -> bool {
        !self.live.get().is_null()
    }

    /// The index of the frame's current instruction, or of its last.
    pub fn instruction(&self) -> u32 {
        match self.live.get() {
            frame if frame.is_null() => self.instruction.get(),
            // SAFETY: a frame tells its object when it ends (`Vm::release_frame_object`).
            frame => unsafe { (*frame).current_index() as u32 },
        }
    }

    /// Whether the frame has not reached its first instruction.
    pub fn is_at_entry(&self) -> bool {
        let frame = self.live.get();
        // SAFETY: as in `instruction`.
        !frame.is_null() && unsafe { (*frame).pc } == self.code.instructions.as_ptr()
    }

    /// The frame's current line, from 1.
    pub fn line(&self) -> u32 {
        let code = &self.code;
        if self.is_at_entry() {
            return code.first_line;
        }
        let instruction = self.instruction() as usize;
        let span = code.span(instruction);
        match self.watch.get().and_then(|watch| watch.last_line()) {
            Some(line) if span.start == span.end => line,
            _ => code.line(instruction),
        }
    }

    /// The instruction that represents the frame's position: one of the line returned by
    /// [`FrameObject::line`].
    pub fn shown_instruction(&self) -> u32 {
        let (instruction, line) = (self.instruction(), self.line());
        if self.code.line(instruction as usize) == line {
            return instruction;
        }
        // An instruction without text, such as a return at the end, reached by a branch.
        let is_of_line = |at: &u32| {
            let span = self.code.span(*at as usize);
            span.start < span.end && self.code.line(*at as usize) == line
        };
        (0..instruction).rev().find(is_of_line).unwrap_or(instruction)
    }

    /// Whether the frame is suspended at a `yield` or `await`, or has not begun.
    pub fn is_suspended(&self) -> bool {
        matches!(self.generator(), Some((_, State::Created | State::Suspended)))
    }

    /// The generator or coroutine whose frame this is, with its state.
    pub fn generator(&self) -> Option<(Value, State)> {
        let frame = self.live.get();
        // SAFETY: as in `instruction`; a heap frame's owner is alive.
        let owner = unsafe {
            if frame.is_null() || (*frame).generator.is_null() {
                return None;
            }
            (*frame).owner()
        };
        let state = owner.get::<Generator>()?.state.get();
        Some((owner, state))
    }

    /// `frame.clear()` of a frame that has ended.
    pub fn forget_variables(&self) {
        self.cleared.set(true);
        self.namespace.set(Value::UNSET);
        drop(self.variables.take());
    }

    /// Takes over the parts of an ending frame that a program may still use.
    ///
    /// # Safety
    /// `frame` must be alive, and this its object.
    unsafe fn take_over(&self, frame: *mut Frame) {
        // SAFETY: as the caller promises; moving values out leaves unset registers.
        unsafe {
            self.instruction.set((*frame).current_index() as u32);
            self.namespace.set((*frame).namespace.clone());
            let count = (*frame).code().locals.len();
            let variables = (0..count)
                .map(|i| std::mem::replace(&mut *(*frame).registers.add(i), Value::UNSET));
            drop(self.variables.replace(variables.collect()));
        }
    }
}

impl Vm {
    /// The object of a frame, made on first use.
    ///
    /// # Safety
    /// `frame` must be alive, and not native.
    pub(super) unsafe fn frame_object(&self, frame: *mut Frame) -> Option<Ref<FrameObject>> {
        // SAFETY: as the caller promises.
        unsafe {
            if let Some(known) = (*frame).object.get::<FrameObject>() {
                return Some(known.clone());
            }
            let object = Ref::new(FrameObject {
                function: (*frame).function.get::<Function>()?.clone(),
                code: (*frame).shared_code()?,
                live: Cell::new(frame),
                instruction: Cell::new(0),
                back: Slot::new(Value::NONE),
                namespace: Slot::default(),
                variables: RefCell::default(),
                cleared: Cell::new(false),
                watch: OnceCell::new(),
            });
            (*frame).object = object.as_value().clone();
            Some(object)
        }
    }

    /// Separates a frame that ends from its object, before its registers are dropped.
    ///
    /// # Safety
    /// `frame` must be the running frame, and have an object.
    #[cold]
    pub(super) unsafe fn release_frame_object(&self, frame: *mut Frame) {
        // SAFETY: as the caller promises.
        unsafe {
            let object = std::mem::replace(&mut (*frame).object, Value::UNSET);
            let Some(object) = object.get::<FrameObject>() else { return };
            if !object.is_unique() {
                object.take_over(frame);
                let back = self.nearest_frame_object((*frame).caller);
                object.back.set(back.map_or(Value::NONE, Ref::into_value));
            }
            object.live.set(null_mut());
        }
    }

    /// Separates the frame of a dropped generator from its object.
    pub(crate) fn drop_frame_object(generator: &Generator) {
        let frame = generator.frame.get();
        // SAFETY: the frame is in the generator.
        unsafe {
            let object = std::mem::replace(&mut (*frame).object, Value::UNSET);
            let Some(object) = object.get::<FrameObject>() else { return };
            object.instruction.set((*frame).current_index() as u32);
            object.live.set(null_mut());
        }
    }

    /// The object of a frame, or of the nearest of its callers that runs code of the program.
    ///
    /// # Safety
    /// `frame` must be null or alive.
    unsafe fn nearest_frame_object(&self, mut frame: *mut Frame) -> Option<Ref<FrameObject>> {
        // SAFETY: callers of running frames are alive.
        unsafe {
            while !frame.is_null() && (*frame).is_native() {
                frame = (*frame).caller;
            }
            if frame.is_null() { None } else { self.frame_object(frame) }
        }
    }

    /// The frame `depth` calls above the innermost one that is running.
    pub fn running_frame(&self, depth: usize) -> Option<Ref<FrameObject>> {
        // SAFETY: running frames and their callers are alive.
        unsafe {
            let mut object = self.nearest_frame_object(self.frame.get())?;
            for _ in 0..depth {
                object = self.nearest_frame_object((*object.live.get()).caller)?;
            }
            Some(object)
        }
    }

    /// The innermost frame of a suspended fiber; without a fiber, that of the stack on which the
    /// program started, while a fiber runs.
    pub fn parked_frame(&self, fiber: Option<&Fiber>) -> Option<Ref<FrameObject>> {
        let frame = match fiber {
            Some(fiber) => fiber.parked_frame(),
            None => self.base_frame.get(),
        };
        // SAFETY: the frames of a suspended stack and their callers are alive.
        unsafe { self.nearest_frame_object(frame) }
    }

    /// The frame of a generator or coroutine that has not finished.
    pub fn generator_frame(&self, generator: &Ref<Generator>) -> Option<Ref<FrameObject>> {
        if generator.state.get() == State::Finished {
            return None;
        }
        // SAFETY: the frame lives in the generator.
        unsafe { self.frame_object(generator.frame.get()) }
    }

    /// `frame.f_back`: the frame that waits for this one.
    pub fn frame_back(&self, object: &FrameObject) -> Option<Ref<FrameObject>> {
        let frame = object.live.get();
        if frame.is_null() {
            return object.back.get().into_ref().ok();
        }
        // SAFETY: the frame is live, and so are the frames that wait for it.
        unsafe {
            if is_in_suspended_chain(frame) {
                return None;
            }
            self.nearest_frame_object((*frame).caller)
        }
    }

    /// `frame.f_locals`: for a module or class body the namespace itself, for a function a new dict.
    ///
    /// # Errors
    /// None now.
    pub fn frame_variables(&self, object: &FrameObject) -> VmResult {
        let all = self.bound_variables(object)?;
        let Some(watch) = object.watch.get().filter(|_| !object.has_namespace()) else {
            return Ok(all);
        };
        let Some(dict) = all.get::<Dict>() else { return Ok(all) };
        for (index, name) in object.code.locals.iter().enumerate() {
            if let Some(value) = watch.waiting(index) {
                drop(dict.set_str(name, value));
            }
        }
        for (key, value) in watch.extra_if_any().map_or(Vec::new(), |extra| extra.entries()) {
            dict.insert(self, key, value)?;
        }
        Ok(all)
    }

    fn bound_variables(&self, object: &FrameObject) -> VmResult {
        let frame = object.live.get();
        if !frame.is_null() {
            // SAFETY: the frame is live, and only read.
            return unsafe { self.locals_of(frame) };
        }
        let namespace = object.namespace.get();
        if !namespace.is_unset() {
            return Ok(namespace);
        }
        if object.code.flags.module {
            return Ok(object.function.globals.as_value().clone());
        }
        if object.cleared.get() {
            return Ok(Dict::new().into_value());
        }
        Ok(named_variables(&object.function, &object.code, &object.variables.borrow()).into_value())
    }
}

/// Whether a frame, or one that waits for it, is suspended.
///
/// # Safety
/// `frame` must be alive.
unsafe fn is_in_suspended_chain(mut frame: *mut Frame) -> bool {
    // SAFETY: the frames that wait for a live one are alive, and so are the owners of heap frames.
    unsafe {
        while !frame.is_null() && !(*frame).generator.is_null() {
            let owner = (*frame).owner();
            let state = match owner.get::<Generator>() {
                Some(generator) => Some(generator.state.get()),
                None => owner.get::<NativeCoroutine>().map(|native| native.state.get()),
            };
            if matches!(state, Some(State::Created | State::Suspended)) {
                return true;
            }
            frame = (*frame).caller;
        }
    }
    false
}

/// A dict of a function's bound variables; `registers` are its own ones.
pub(super) fn named_variables(function: &Function, code: &Code, registers: &[Value]) -> Ref<Dict> {
    let named = Dict::new();
    for (name, value) in code.locals.iter().zip(registers) {
        let value = match value.get::<VariableCell>() {
            Some(cell) => cell.value.get(),
            None => value.clone(),
        };
        if !value.is_unset() && !name.as_str().starts_with('.') {
            drop(named.set_str(name, value));
        }
    }
    for (name, cell) in code.free.iter().zip(function.closure.iter()) {
        let value = cell.value.get();
        if !value.is_unset() {
            drop(named.set_str(name, value));
        }
    }
    named
}
