//! `faulthandler`: reports of running code. Those for faults are made by the VM; the rest is
//! Python, using `sys._current_frames()`.

use super::ModuleDef;
use crate::objects::native::NativeDef;
use crate::runtime::Value;
use crate::vm::capabilities::Capability;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "faulthandler",
    doc: "faulthandler module.",
    functions: &[
        NativeDef::new("_report_faults(descriptor)", "", |vm, a| {
            vm.report_faults(vm.index_clipped(a.at(0))? as i32);
            Ok(Value::NONE)
        }),
        NativeDef::new("_ignore_faults()", "", |vm, _| {
            vm.ignore_faults();
            Ok(Value::NONE)
        }),
    ],
    source: include_str!("faulthandler.py"),
    needs: |function| function.ends_with("_faults").then_some(Capability::Signals),
    ..ModuleDef::BASE
};
