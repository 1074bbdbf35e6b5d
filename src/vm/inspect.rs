//! What Rust code may ask about the frames that are running.

use super::{R, Vm};
use crate::objects::dict::Dict;
use crate::objects::function::Function;
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

    /// The name of the module whose code runs.
    pub fn current_module_name(&self) -> Option<Value> {
        self.current_globals()?.get_str(&self.names.name)
    }
}
