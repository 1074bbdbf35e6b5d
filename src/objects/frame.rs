//! The Python interface of `frame` objects; `vm::frame_object` has the mechanism.

use super::code;
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{FrameObject, Vm, VmResult};

/// `types.FrameType`
pub static CLASS: ClassDef = ClassDef {
    name: "frame",
    doc: "",
    kind: Kind::Frame,
    subclassable: false,
    methods: &[
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("clear(self, /)", "Clear all references held by the frame.", clear),
    ],
    properties: &[
        property("f_code", |_, f| Ok(this(f).function.code.as_value().clone())),
        property("f_globals", |_, f| Ok(this(f).function.globals.as_value().clone())),
        property("f_builtins", |vm, _| Ok(vm.builtins.as_value().clone())),
        property("f_locals", |vm, f| vm.frame_variables(this(f))),
        property("f_lineno", |_, f| Ok(i64::from(this(f).line()).into())),
        property("f_lasti", |_, f| Ok(code::unit_offset(this(f).instruction()))),
        property("f_back", |vm, f| Ok(vm.frame_back(this(f)).map_or(Value::NONE, Ref::into_value))),
        // There is no tracing, but debuggers' habits of resetting it do no harm.
        PropertyDef { name: "f_trace", doc: "", get: |_, _| Ok(Value::NONE), set: Some(ignore) },
        PropertyDef {
            name: "f_trace_lines",
            doc: "",
            get: |_, _| Ok(Value::TRUE),
            set: Some(ignore),
        },
        PropertyDef {
            name: "f_trace_opcodes",
            doc: "",
            get: |_, _| Ok(Value::FALSE),
            set: Some(ignore),
        },
    ],
    ..ClassDef::BASE
};

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

fn ignore(_: &Vm, _: &Value, _: Value) -> VmResult<()> {
    Ok(())
}

fn this(frame: &Value) -> &Ref<FrameObject> {
    frame.get::<FrameObject>().expect("the receiver was checked")
}

fn repr(_: &Vm, a: Args<'_>) -> VmResult {
    let frame = this(&a[0]);
    let code = &frame.function.code;
    let (file, line, name) = (&code.source.name, frame.line(), code.name.as_str());
    Ok(format!("<frame at {:#x}, file '{file}', line {line}, code {name}>", a[0].bits()).into())
}

fn clear(vm: &Vm, a: Args<'_>) -> VmResult {
    let frame = this(&a[0]);
    if frame.is_suspended() {
        return Err(vm.runtime_error("cannot clear a suspended frame"));
    }
    if frame.is_live() {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    frame.forget_variables();
    Ok(Value::NONE)
}
