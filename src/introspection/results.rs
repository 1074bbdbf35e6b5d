//! The results of functions written in Rust, according to their declarations.

use super::look::Known;
use crate::objects::class::Class;
use crate::objects::native::NativeFunction;
use crate::vm::Vm;

/// The result of a call, if the declaration gives it.
pub fn result(vm: &Vm, function: &NativeFunction) -> Option<Known> {
    let declared = function.def.result()?.split('[').next()?;
    let class = match declared.rsplit_once('.') {
        _ if declared == "Self" => return function.owner.clone().map(Known::Instance),
        Some((module, class)) => {
            Known::Value(vm.import_module(module).ok()?).attribute(vm, class)?
        }
        None if declared == "None" => return None,
        None => Known::Value(vm.builtins.get_text(declared)?),
    };
    let Known::Value(class) = class else { return None };
    let result = Known::Instance(class.get::<Class>()?.clone());
    Some(if function.def.is_coroutine_function() {
        Known::Coroutine(Some(Box::new(result)))
    } else {
        result
    })
}
