//! Operations that are too rare for an opcode: the REPL's printing, and type parameters (PEP 695).

use crate::bytecode::Intrinsic;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

impl Vm {
    pub(in crate::vm) fn intrinsic(&self, number: u8, argument: Value) -> VmResult {
        match Intrinsic::ALL[usize::from(number) % Intrinsic::ALL.len()] {
            Intrinsic::Print => {
                let sys = self.import_module("sys")?;
                let hook = self.get_attribute(&sys, &intern("displayhook"))?;
                self.call(&hook, &[argument])
            }
            Intrinsic::TypeVar => self.make_typing("_make_type_var", argument),
            Intrinsic::TypeVarTuple => self.make_typing("_make_type_var_tuple", argument),
            Intrinsic::ParamSpec => self.make_typing("_make_param_spec", argument),
            Intrinsic::TypeAlias => self.make_typing("_make_type_alias", argument),
            Intrinsic::GenericBase => {
                let typing = self.import_module("typing")?;
                let generic = self.get_attribute(&typing, &intern("Generic"))?;
                self.get_item(&generic, &argument)
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

    /// Calls a function of `typing` with the items of a tuple.
    fn make_typing(&self, function: &str, arguments: Value) -> VmResult {
        let typing = self.import_module("typing")?;
        let function = self.get_attribute(&typing, &intern(function))?;
        let items = arguments.get::<Tuple>().map_or(Vec::new(), |t| t.items().to_vec());
        self.call(&function, &items)
    }
}
