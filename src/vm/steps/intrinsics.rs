//! Operations that are too rare for an opcode: the REPL's printing, and type parameters (PEP 695).

use crate::bytecode::Intrinsic;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::objects::{type_alias, type_variable};
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

impl Vm {
    pub(in crate::vm) fn intrinsic(&self, number: u8, argument: Value) -> VmResult {
        match Intrinsic::ALL[usize::from(number) % Intrinsic::ALL.len()] {
            Intrinsic::Print => {
                let sys = self.import_module("sys")?;
                let Some(hook) = self.find_attribute(&sys, &intern("displayhook"))? else {
                    return Err(self.runtime_error("lost sys.displayhook"));
                };
                self.call(&hook, &[argument])
            }
            Intrinsic::TypeVar => {
                let (name, [bound, constraints, default]) = parts(&argument);
                type_variable::type_var(self, &name, &[bound, constraints, default])
            }
            Intrinsic::TypeVarTuple => {
                let (name, [default]) = parts(&argument);
                type_variable::pack(self, &type_variable::TYPE_VAR_TUPLE, &name, &default)
            }
            Intrinsic::ParamSpec => {
                let (name, [default]) = parts(&argument);
                type_variable::pack(self, &type_variable::PARAM_SPEC, &name, &default)
            }
            Intrinsic::TypeAlias => {
                let (name, [parameters, compute]) = parts(&argument);
                let parameters = parameters.into_ref().unwrap_or_else(|_| Tuple::empty());
                Ok(type_alias::make(self, &name, &parameters, &compute))
            }
            Intrinsic::GenericBase => {
                let generic = self.class_for(&type_alias::GENERIC).into_value();
                let parameters = type_variable::unpack_tuples(self, &argument)?;
                self.get_item(&generic, &parameters)
            }
            Intrinsic::SetTypeParams => {
                let Some([function, parameters]) = argument.get::<Tuple>().map(|t| t.items())
                else {
                    return Ok(argument);
                };
                self.set_attribute(function, &self.names.type_params, parameters.clone())?;
                Ok(function.clone())
            }
        }
    }
}

/// The parts of an intrinsic's argument: a tuple that begins with a name.
fn parts<const N: usize>(argument: &Value) -> (Ref<Str>, [Value; N]) {
    let items = argument.get::<Tuple>().map_or(&[][..], |tuple| tuple.items());
    let name = items.first().and_then(|name| name.get::<Str>().cloned());
    let part = |i: usize| items.get(i + 1).cloned().unwrap_or(Value::NONE);
    (name.unwrap_or_else(|| intern("")), std::array::from_fn(part))
}
