//! Queries of native code about the running frames.

use super::{Fiber, Frame, Vm, VmResult};
use crate::objects::code::{Code, Features};
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::generator::{Generator, NativeCoroutine};
use crate::runtime::{Ref, Value};

impl Vm {
    /// The globals of the innermost running function.
    pub fn current_globals(&self) -> Option<Ref<Dict>> {
        let mut frame = self.frame.get();
        while !frame.is_null() {
            // SAFETY: running frames and their callers are alive, and only read here.
            let (function, caller) = unsafe { ((*frame).function.clone(), (*frame).caller) };
            if let Some(function) = function.get::<Function>() {
                return Some(function.globals.clone());
            }
            frame = caller;
        }
        None
    }

    /// The features of `__future__` with which the innermost running code was compiled.
    pub fn current_features(&self) -> Features {
        let frame = self.frame.get();
        if frame.is_null() {
            return Features::default();
        }
        // SAFETY: a running frame is alive, and only read here.
        let flags = unsafe { (*frame).code() }.flags;
        Features { annotations: flags.string_annotations }
    }

    /// The name of the module whose code runs.
    pub fn current_module_name(&self) -> Option<Value> {
        self.current_globals()?.get_str(&self.names.name)
    }

    /// A namespace, or a copy of it with the variables of the comprehensions that run inside its
    /// module or class body, which live in registers (PEP 709).
    ///
    /// # Safety
    /// The frame must be alive, and no code may run in it meanwhile.
    unsafe fn with_hidden_variables(
        &self,
        frame: *const super::frame::Frame,
        all: Value,
    ) -> VmResult {
        // SAFETY: as the caller promises.
        let (code, registers) = unsafe { ((*frame).code(), (*frame).registers) };
        let Some(namespace) = all.get::<Dict>() else { return Ok(all) };
        let mut copy = None;
        for (i, name) in code.locals.iter().enumerate() {
            // SAFETY: the registers of variables are the first of the frame's window.
            let mut value = unsafe { (*registers.add(i)).clone() };
            if let Some(cell) = value.get::<crate::objects::function::Cell>() {
                value = cell.value.get();
            }
            // The two cells of a class body are not variables of the program.
            if !value.is_unset() && !name.as_str().starts_with("__class") {
                let copy = match &copy {
                    Some(copy) => copy,
                    None => copy.insert(namespace.copy(self)?),
                };
                drop(copy.set_str(name, value));
            }
        }
        Ok(copy.map_or_else(|| all.clone(), Ref::into_value))
    }

    /// `locals()` of the innermost running function: for a module or class body the namespace
    /// itself, for a function a new dict (PEP 667).
    ///
    /// # Errors
    /// RuntimeError if no code of the program runs.
    pub fn locals(&self) -> VmResult {
        let frame = self.frame.get();
        // SAFETY: the innermost frame is alive while native code runs on top of it.
        unsafe {
            if frame.is_null() || (*frame).is_native() {
                return Err(self.runtime_error("locals(): no current frame"));
            }
            // A program may have added variables of its own through the frame's object.
            match (*frame).object.get::<super::FrameObject>() {
                Some(object) if !object.has_namespace() => self.frame_variables(object),
                _ => self.locals_of(frame),
            }
        }
    }

    /// Same as [`Vm::locals`], of any frame.
    ///
    /// # Safety
    /// The frame must be alive and not native, and no code may run in it meanwhile.
    pub(super) unsafe fn locals_of(&self, frame: *const super::frame::Frame) -> VmResult {
        // SAFETY: as the caller promises; the registers are only read.
        unsafe {
            let code = (*frame).code();
            if !(*frame).namespace.is_unset() {
                return self.with_hidden_variables(frame, (*frame).namespace.clone());
            }
            let function = (*frame).function.get::<Function>();
            if code.flags.module
                && let Some(function) = function
            {
                return self.with_hidden_variables(frame, function.globals.as_value().clone());
            }
            let Some(function) = function else { return Ok(Dict::new().into_value()) };
            let registers = std::slice::from_raw_parts((*frame).registers, code.locals.len());
            Ok(super::frame_object::named_variables(function, code, registers).into_value())
        }
    }
}

/// A function that is running, or waiting for one that it has called.
pub struct Running {
    /// The function.
    pub function: Ref<Function>,
    /// The code that it runs.
    pub code: Ref<Code>,
    /// The index of the instruction it is at.
    pub instruction: u32,
}

impl Vm {
    /// The innermost running functions, innermost first, at most `most`.
    pub fn running_functions(&self, most: usize) -> Vec<Running> {
        let mut found = Vec::new();
        let mut frame = self.frame.get();
        while !frame.is_null() && found.len() < most {
            // SAFETY: running frames and their callers are alive, and only read here.
            unsafe {
                if let Some(function) = (*frame).function.get::<Function>()
                    && let Some(code) = (*frame).shared_code()
                {
                    let instruction = (*frame).current_index() as u32;
                    found.push(Running { function: function.clone(), code, instruction });
                }
                frame = (*frame).caller;
            }
        }
        found
    }

    /// Visits the running frames, innermost first, until `visit` returns false: code, instruction,
    /// and the bits of the generator that the frame is in (0 for none).
    #[inline]
    pub fn running_frames(&self, visit: &mut dyn FnMut(&Ref<Code>, u32, u64) -> bool) {
        show_callers(self.frame.get(), visit);
    }

    /// Like [`Vm::running_frames`], for the frames of a suspended fiber.
    pub fn parked_frames(
        &self,
        fiber: &Fiber,
        visit: &mut dyn FnMut(&Ref<Code>, u32, u64) -> bool,
    ) {
        show_callers(fiber.parked_frame(), visit);
    }

    /// Like [`Vm::running_frames`], for the frames of a suspended coroutine and what it awaits.
    #[inline]
    pub fn suspended_chain(
        &self,
        root: &Value,
        visit: &mut dyn FnMut(&Ref<Code>, u32, u64) -> bool,
    ) {
        let (end, innermost) = if let Some(generator) = root.get::<Generator>() {
            (generator.frame.get(), generator.innermost.get())
        } else if let Some(native) = root.get::<NativeCoroutine>() {
            (native.frame.get(), native.innermost.get())
        } else {
            return;
        };
        let mut frame = match (innermost.get::<Generator>(), innermost.get::<NativeCoroutine>()) {
            (Some(generator), _) => generator.frame.get(),
            (_, Some(native)) => native.frame.get(),
            _ => end,
        };
        // A chain is as long as the program's calls are deep.
        while !frame.is_null() {
            // SAFETY: the root is alive and suspended, which keeps the frames of its chain alive;
            // each is awaited by its `caller`, up to the root. They are only read.
            unsafe {
                if !show(&*frame, visit) || std::ptr::eq(frame, end) {
                    return;
                }
                frame = (*frame).caller;
            }
        }
    }
}

/// Visits a frame and its callers, until `visit` returns false.
#[inline]
fn show_callers(mut frame: *const Frame, visit: &mut dyn FnMut(&Ref<Code>, u32, u64) -> bool) {
    while !frame.is_null() {
        // SAFETY: running frames, those of fibers, and their callers are alive, and only read here.
        unsafe {
            if !show(&*frame, visit) {
                return;
            }
            frame = (*frame).caller;
        }
    }
}

/// Visits a frame unless it is native; false to stop.
fn show(frame: &Frame, visit: &mut dyn FnMut(&Ref<Code>, u32, u64) -> bool) -> bool {
    let Some(code) = frame.shared_code() else { return true };
    let owner = if frame.generator.is_null() { 0 } else { frame.peek_owner().bits() };
    visit(&code, frame.current_index() as u32, owner)
}
