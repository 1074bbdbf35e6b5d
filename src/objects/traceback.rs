//! `traceback` and `frame` objects: where an exception has been.

use super::code::Code;
use super::dict::Dict;
use super::exception::{Exception, TraceEntry};
use super::native::{ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{R, Vm};
use std::rc::Rc;

/// The data of a traceback: a position in the places an exception passed, outermost first.
pub struct Traceback {
    /// All places, from the innermost to the outermost.
    entries: Rc<[TraceEntry]>,
    /// The place that this object is about.
    index: usize,
}

impl NativeObject for Traceback {
    fn traverse(&self, visit: Visitor<'_>) {
        // The places are shared by all objects of the chain: only the first shows them.
        if self.index + 1 == self.entries.len() && Rc::strong_count(&self.entries) == 1 {
            self.entries.iter().for_each(|e| visit(e.code.as_value()));
        }
    }
}

/// `types.TracebackType`
pub static CLASS: ClassDef = ClassDef {
    name: "traceback",
    doc: "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[],
    properties: &[
        PropertyDef {
            name: "tb_lineno",
            doc: "",
            get: |_, t| Ok(i64::from(line(this(t))).into()),
            set: None,
        },
        PropertyDef {
            name: "tb_lasti",
            doc: "",
            get: |_, t| Ok(i64::from(entry(this(t)).instruction).into()),
            set: None,
        },
        PropertyDef {
            name: "tb_next",
            doc: "",
            get: |vm, t| {
                let this = this(t);
                Ok(match this.index.checked_sub(1) {
                    Some(index) => make(vm, &this.entries, index),
                    None => Value::NONE,
                })
            },
            set: None,
        },
        PropertyDef {
            name: "tb_frame",
            doc: "",
            get: |vm, t| {
                let this = this(t);
                Ok(frame(vm, &entry(this).code, line(this)))
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};

fn this(traceback: &Value) -> &Traceback {
    traceback.native::<Traceback>().expect("the receiver was checked")
}

fn entry(traceback: &Traceback) -> &TraceEntry {
    &traceback.entries[traceback.index]
}

fn line(traceback: &Traceback) -> u32 {
    let entry = entry(traceback);
    entry.code.line(entry.instruction as usize)
}

fn make(vm: &Vm, entries: &Rc<[TraceEntry]>, index: usize) -> Value {
    let traceback = Traceback { entries: entries.clone(), index };
    Native::new(&vm.class_for(&CLASS), traceback).into_value()
}

/// The places that a traceback object is about, from the innermost to the outermost.
pub fn entries(traceback: &Value) -> Option<&[TraceEntry]> {
    let traceback = traceback.native::<Traceback>()?;
    Some(&traceback.entries[..=traceback.index])
}

/// `exception.__traceback__`
pub fn of(vm: &Vm, exception: &Ref<Exception>) -> Value {
    let entries: Rc<[TraceEntry]> = exception.traceback.borrow().as_slice().into();
    match entries.len().checked_sub(1) {
        Some(outermost) => make(vm, &entries, outermost),
        None => Value::NONE,
    }
}

/// `exception.__traceback__ = traceback`
///
/// # Errors
/// TypeError if it is neither a traceback nor None.
pub fn set(vm: &Vm, exception: &Ref<Exception>, traceback: &Value) -> R<()> {
    let entries = match traceback.native::<Traceback>() {
        Some(traceback) => traceback.entries[..=traceback.index].to_vec(),
        None if traceback.is_none() => Vec::new(),
        None => return Err(vm.type_error("__traceback__ must be a traceback or None")),
    };
    let old = exception.traceback.replace(entries);
    drop(old);
    Ok(())
}

/// The data of a frame object: what tracebacks and generators show of a frame.
pub struct FrameView {
    code: Ref<Code>,
    line: u32,
}

impl NativeObject for FrameView {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.code.as_value());
    }
}

/// `types.FrameType`
pub static FRAME: ClassDef = ClassDef {
    name: "frame",
    doc: "",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let this = frame_of(&args[0]);
            Ok(format!(
                "<frame at {:#x}, file '{}', line {}, code {}>",
                args[0].bits(),
                this.code.source.name,
                this.line,
                this.code.name.as_str()
            )
            .into())
        }),
        NativeDef::new("clear(self, /)", "Clear all references held by the frame.", |_, _| {
            Ok(Value::NONE)
        }),
    ],
    properties: &[
        PropertyDef {
            name: "f_code",
            doc: "",
            get: |_, f| Ok(frame_of(f).code.as_value().clone()),
            set: None,
        },
        PropertyDef {
            name: "f_lineno",
            doc: "",
            get: |_, f| Ok(i64::from(frame_of(f).line).into()),
            set: None,
        },
        PropertyDef { name: "f_back", doc: "", get: |_, _| Ok(Value::NONE), set: None },
        PropertyDef {
            name: "f_globals",
            doc: "",
            get: |vm, f| {
                let globals = vm.globals_of(&frame_of(f).code);
                Ok(globals.unwrap_or_else(Dict::new).into_value())
            },
            set: None,
        },
        PropertyDef {
            name: "f_locals",
            doc: "",
            get: |_, _| Ok(Dict::new().into_value()),
            set: None,
        },
        PropertyDef {
            name: "f_builtins",
            doc: "",
            get: |vm, _| Ok(vm.builtins.as_value().clone()),
            set: None,
        },
        PropertyDef { name: "f_trace", doc: "", get: |_, _| Ok(Value::NONE), set: None },
    ],
    ..ClassDef::BASE
};

fn frame_of(frame: &Value) -> &FrameView {
    frame.native::<FrameView>().expect("the receiver was checked")
}

/// A frame object for code that runs at a line.
pub fn frame(vm: &Vm, code: &Ref<Code>, line: u32) -> Value {
    Native::new(&vm.class_for(&FRAME), FrameView { code: code.clone(), line }).into_value()
}
