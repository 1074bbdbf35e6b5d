//! Writing the variables of frames (`frame.f_locals[name] = value`).
//!
//! Rust code that executes an instruction may access the registers of the running frame, so nothing
//! else writes those of a frame in the middle of one. Assigned values wait in the frame's object,
//! and all instructions of the code are watched until the frame reaches the next one.

use super::FrameWatch;
use crate::objects::code::watch;
use crate::objects::function::Cell as VariableCell;
use crate::runtime::{Ref, Value};
use crate::vm::frame::Frame;
use crate::vm::{FrameObject, Vm};

impl Vm {
    /// Assigns to a variable of a function's frame. False if it has none with that name.
    pub fn set_frame_variable(&self, object: &Ref<FrameObject>, name: &str, value: &Value) -> bool {
        let (function, code) = (&object.function, &object.code);
        if let Some(index) = code.free.iter().position(|free| free.as_str() == name) {
            function.closure[index].value.set(value.clone());
            return true;
        }
        let Some(index) = code.locals.iter().position(|local| local.as_str() == name) else {
            return false;
        };
        match object.variable(index) {
            Some(now) => match now.get::<VariableCell>() {
                Some(cell) => cell.value.set(value.clone()),
                None if object.is_live() => {
                    object.watch().assigned.borrow_mut().push((index, value.clone()));
                    let watch = self.watch_of(code);
                    watch.generation().set(0);
                    for at in 0..code.instructions.len() {
                        code.instructions.watch(at, true);
                    }
                }
                None => object.set_ended_variable(index, value.clone()),
            },
            None => return false,
        }
        true
    }

    /// Performs the assignments that wait for the next instruction of a frame.
    ///
    /// # Safety
    /// `frame` must be the running frame, between two instructions.
    pub(super) unsafe fn assign_variables(&self, frame: *mut Frame) {
        // SAFETY: as the caller promises: nothing accesses the registers.
        unsafe {
            let Some(object) = (*frame).object.get::<FrameObject>() else { return };
            if object.watch().assigned.borrow().is_empty() {
                return;
            }
            let object = object.clone();
            let assigned = object.watch().assigned.take();
            for (index, value) in assigned {
                drop((*frame).registers.add(index).replace(value));
            }
            let code = object.code.clone();
            self.watch_code(&code);
            if !self.is_watched(&code) {
                watch::clear(&code);
            }
        }
    }
}

impl FrameWatch {
    /// The value that waits to be assigned to a variable, by its register.
    pub fn waiting(&self, index: usize) -> Option<Value> {
        let assigned = self.assigned.borrow();
        assigned.iter().rev().find(|(at, _)| *at == index).map(|(_, value)| value.clone())
    }
}
