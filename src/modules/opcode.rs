//! `_opcode`: the interpreter's own bytecode, for `opcode` and `dis`.

use super::ModuleDef;
use crate::bytecode::Opcode;
use crate::compile::disassemble;
use crate::objects::code::Code;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};

/// `_opcode`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_opcode",
    doc: "Opcode support module.",
    functions: &[
        NativeDef::new(
            "_names()",
            "The names and effects of all operations, by number.",
            |_, _| {
                let rows = Opcode::ALL.iter().map(|op| {
                    Tuple::new([Value::from(op.name()), op.doc().trim().into()]).into_value()
                });
                Ok(List::new(rows.collect()).into_value())
            },
        ),
        NativeDef::new(
            "_instructions(code, /)",
            "The instructions of a code object: tuples (opcode, name, operands).",
            instructions,
        ),
    ],
    // Tests and tools read these before they look for instructions of CPython's specializer.
    constants: &[("ENABLE_SPECIALIZATION", |_| Value::FALSE)],
    ..ModuleDef::BASE
};

fn instructions(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(code) = a.at(0).get::<Code>() else {
        let given = vm.class_ref(a.at(0)).message_name();
        return Err(vm.type_error(format!("expected a code object, not {given}")));
    };
    let rows = disassemble::lines(code).into_iter().map(|line| {
        let row = [i64::from(line.opcode).into(), line.name.into(), line.operands.into()];
        Tuple::new(row).into_value()
    });
    Ok(List::new(rows.collect()).into_value())
}
