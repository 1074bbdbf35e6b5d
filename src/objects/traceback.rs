//! `traceback` objects: the locations that an exception has passed through, outermost first.

use super::code;
use super::exception::Exception;
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{FrameObject, Vm, VmResult};

/// The payload of a traceback: a location, and the next one on the way to where the exception was
/// raised.
pub struct Traceback {
    /// The frame that was passed.
    pub frame: Ref<FrameObject>,
    /// The index of the instruction in the frame's code.
    pub instruction: u32,
    /// The line, if the program set one other than the instruction's.
    line: Option<i64>,
    /// The next location inwards, or None.
    next: Slot,
}

impl Object for Traceback {
    const KIND: Kind = Kind::Traceback;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.frame.as_value());
        visit(&self.next.get());
    }

    fn clear(&self) {
        self.next.set(Value::NONE);
    }
}

impl Traceback {
    /// A location in front of others (a traceback or None).
    pub fn new(frame: Ref<FrameObject>, instruction: u32, next: Value) -> Traceback {
        Traceback { frame, instruction, line: None, next: Slot::new(next) }
    }

    /// The line, from 1.
    pub fn line(&self) -> i64 {
        let code = &self.frame.code;
        self.line.unwrap_or_else(|| i64::from(code.line(self.instruction as usize)))
    }
}

/// `types.TracebackType`
pub static CLASS: ClassDef = ClassDef {
    name: "traceback",
    doc: "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.",
    kind: Kind::Traceback,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, tb_next, tb_frame, tb_lasti, tb_lineno)",
            "Create and return a new object.  See help(type) for accurate signature.",
            new,
        ),
        NativeDef::new("__dir__(self, /)", "", |_, _| {
            let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"];
            Ok(Value::from(names.map(Value::from).to_vec()))
        }),
    ],
    properties: &[
        property("tb_lineno", |_, t| Ok(this(t).line().into())),
        property("tb_lasti", |_, t| Ok(code::unit_offset(this(t).instruction))),
        PropertyDef {
            name: "tb_next",
            doc: "",
            get: |_, t| Ok(this(t).next.get()),
            set: Some(set_next),
        },
        property("tb_frame", |_, t| Ok(this(t).frame.as_value().clone())),
    ],
    ..ClassDef::BASE
};

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

fn this(traceback: &Value) -> &Ref<Traceback> {
    traceback.get::<Traceback>().expect("the receiver was checked")
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let next = checked_next(vm, &a[1], " or None")?;
    let Some(frame) = a[2].get::<FrameObject>() else {
        let given = vm.argument_type(&a[2]);
        return Err(
            vm.type_error(format!("traceback() argument 'tb_frame' must be frame, not {given}"))
        );
    };
    let instruction = code::unit_index(vm.index_clipped(&a[3])?);
    let line = Some(vm.index_clipped(&a[4])?);
    let next = Slot::new(next);
    Ok(Ref::new(Traceback { frame: frame.clone(), instruction, line, next }).into_value())
}

fn checked_next(vm: &Vm, next: &Value, or: &str) -> VmResult {
    if next.is_none() || next.get::<Traceback>().is_some() {
        return Ok(next.clone());
    }
    let given = vm.class_of(next).message_name();
    Err(vm.type_error(format!("expected traceback object{or}, got '{given}'")))
}

fn set_next(vm: &Vm, traceback: &Value, next: Value) -> VmResult<()> {
    if next.is_unset() {
        return Err(vm.type_error("can't delete tb_next attribute"));
    }
    let next = checked_next(vm, &next, "")?;
    if chain(&next).iter().any(|t| t.as_value().is(traceback)) {
        return Err(vm.value_error("traceback loop detected"));
    }
    this(traceback).next.set(next);
    Ok(())
}

/// A traceback and those after it, outermost first; empty for None.
pub fn chain(traceback: &Value) -> Vec<Ref<Traceback>> {
    let mut found = Vec::new();
    let mut at = traceback.clone();
    while let Ok(traceback) = at.into_ref::<Traceback>() {
        at = traceback.next.get();
        found.push(traceback);
    }
    found
}

/// `exception.__traceback__ = traceback`
///
/// # Errors
/// TypeError if it is neither a traceback nor None.
pub fn set(vm: &Vm, exception: &Ref<Exception>, traceback: &Value) -> VmResult<()> {
    if !traceback.is_none() && traceback.get::<Traceback>().is_none() {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    exception.traceback.set(traceback.clone());
    Ok(())
}
