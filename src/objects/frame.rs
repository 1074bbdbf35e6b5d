//! The Python interface of `frame` objects; `vm::frame_object` has the mechanism.

use super::code;
use super::exception::Exc;
use super::frame_locals;
use super::generator::State;
use super::int;
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::runtime::{Kind, Ref, Value, View};
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
        property("f_code", |_, f| Ok(this(f).code.as_value().clone())),
        property("f_globals", |_, f| Ok(this(f).function.globals.as_value().clone())),
        property("f_builtins", |vm, _| Ok(vm.builtins.as_value().clone())),
        property("f_locals", |vm, f| frame_locals::of(vm, this(f))),
        PropertyDef {
            name: "f_lineno",
            doc: "",
            get: |_, f| Ok(i64::from(this(f).line()).into()),
            set: Some(set_line),
        },
        property("f_lasti", |_, f| {
            let frame = this(f);
            let entry = frame.is_at_entry().then(|| code::ENTRY_OFFSET.into());
            Ok(entry.unwrap_or_else(|| code::unit_offset(frame.shown_instruction())))
        }),
        property("f_back", |vm, f| Ok(vm.frame_back(this(f)).map_or(Value::NONE, Ref::into_value))),
        PropertyDef {
            name: "f_trace",
            doc: "",
            get: |_, f| {
                let function = this(f).watch().trace.get();
                Ok(if function.is_unset() { Value::NONE } else { function })
            },
            set: Some(set_trace),
        },
        PropertyDef {
            name: "f_trace_lines",
            doc: "",
            get: |_, f| Ok(Value::bool(!this(f).watch().no_lines.get())),
            set: Some(|vm, f, value| {
                this(f).watch().no_lines.set(!flag(vm, &value)?);
                Ok(())
            }),
        },
        PropertyDef {
            name: "f_trace_opcodes",
            doc: "",
            get: |_, f| Ok(Value::bool(this(f).watch().opcodes.get())),
            set: Some(|vm, f, value| {
                let wanted = flag(vm, &value)?;
                this(f).watch().opcodes.set(wanted);
                if wanted {
                    vm.trace_opcodes();
                }
                Ok(())
            }),
        },
    ],
    ..ClassDef::BASE
};

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

fn set_line(vm: &Vm, frame: &Value, line: Value) -> VmResult<()> {
    if line.is_unset() {
        return Err(vm.error(Exc::AttributeError, "cannot delete attribute"));
    }
    let Some(line) = int::to_i64(&line).filter(|_| line.kind().is_none()) else {
        return Err(vm.value_error("lineno must be an integer"));
    };
    vm.jump_to_line(this(frame), line)
}

/// `f_trace = function`; None and deleting it mean that there is none.
fn set_trace(_: &Vm, frame: &Value, function: Value) -> VmResult<()> {
    let function = if function.is_none() { Value::UNSET } else { function };
    this(frame).watch().trace.set(function);
    Ok(())
}

fn flag(vm: &Vm, value: &Value) -> VmResult<bool> {
    match value.view() {
        View::Bool(flag) => Ok(flag),
        View::Unset => Err(vm.type_error("cannot delete numeric/char attribute")),
        _ => Err(vm.type_error("attribute value type must be bool")),
    }
}

fn this(frame: &Value) -> &Ref<FrameObject> {
    frame.get::<FrameObject>().expect("the receiver was checked")
}

fn repr(_: &Vm, a: Args<'_>) -> VmResult {
    let frame = this(&a[0]);
    let code = &frame.code;
    let (file, line, name) = (&code.source.name, frame.line(), code.name.as_str());
    Ok(format!("<frame at {:#x}, file '{file}', line {line}, code {name}>", a[0].bits()).into())
}

fn clear(vm: &Vm, a: Args<'_>) -> VmResult {
    let frame = this(&a[0]);
    if let Some((generator, State::Created)) = frame.generator() {
        vm.discard_not_begun(&generator);
        return Ok(Value::NONE);
    }
    if frame.is_suspended() {
        return Err(vm.runtime_error("cannot clear a suspended frame"));
    }
    if frame.is_live() {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    frame.forget_variables();
    Ok(Value::NONE)
}
