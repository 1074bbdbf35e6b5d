//! `sys._getframe()`: a look at the running functions.

use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{R, Running, Vm};
use std::rc::Rc;

/// The data of a frame object: where a function was when the program asked.
struct FrameView {
    /// All functions that were running, innermost first.
    running: Rc<[Running]>,
    index: usize,
    /// The local variables, where they were known.
    locals: Value,
}

impl NativeObject for FrameView {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.locals);
    }
}

fn this(frame: &Value) -> &FrameView {
    frame.native::<FrameView>().expect("the receiver was checked")
}

fn running(frame: &Value) -> &Running {
    let view = this(frame);
    &view.running[view.index]
}

fn line(frame: &Value) -> u32 {
    let running = running(frame);
    running.function.code.line(running.instruction as usize)
}

fn view(vm: &Vm, running: &Rc<[Running]>, index: usize) -> Value {
    let locals = if index == 0 { vm.locals().unwrap_or_default() } else { Value::UNSET };
    let view = FrameView { running: running.clone(), index, locals };
    Native::new(&vm.class_for(&FRAME), view).into_value()
}

fn locals(vm: &Vm, frame: &Value) -> R {
    let view = this(frame);
    let function = &running(frame).function;
    if !view.locals.is_unset() {
        Ok(view.locals.clone())
    } else if function.code.flags.module {
        Ok(function.globals.as_value().clone())
    } else {
        Err(vm.error(Exc::NotImplementedError, "f_locals of a calling function is not supported"))
    }
}

const fn property(name: &'static str, get: fn(&Vm, &Value) -> R) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

static FRAME: ClassDef = ClassDef {
    name: "frame",
    subclassable: false,
    methods: &[NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, a| {
        let code = &running(a.at(0)).function.code;
        Ok(Value::from(format!(
            "<frame at {:#x}, file '{}', line {}, code {}>",
            a[0].bits(),
            code.source.name,
            line(a.at(0)),
            code.name.as_str()
        )))
    })],
    properties: &[
        property("f_code", |_, f| Ok(running(f).function.code.as_value().clone())),
        property("f_globals", |_, f| Ok(running(f).function.globals.as_value().clone())),
        property("f_builtins", |vm, _| Ok(vm.builtins.as_value().clone())),
        property("f_locals", locals),
        property("f_lineno", |_, f| Ok(Value::from(i64::from(line(f))))),
        property("f_lasti", |_, f| Ok(Value::from(i64::from(running(f).instruction)))),
        property("f_trace", |_, _| Ok(Value::NONE)),
        property("f_back", |vm, f| {
            let frame = this(f);
            let next = frame.index + 1;
            Ok(if next < frame.running.len() {
                view(vm, &frame.running, next)
            } else {
                Value::NONE
            })
        }),
    ],
    ..ClassDef::BASE
};

/// `sys._getframe(depth=0)`
pub fn get_frame(vm: &Vm, a: Args<'_>) -> R {
    let depth = a.opt(0).map_or(Ok(0), |d| vm.index_clipped(d))?.max(0) as usize;
    let running: Rc<[Running]> = vm.running_functions(usize::MAX).into();
    if depth >= running.len() {
        return Err(vm.value_error("call stack is not deep enough"));
    }
    Ok(view(vm, &running, depth))
}

/// `sys._getframemodulename(depth=0)`
pub fn module_name(vm: &Vm, a: Args<'_>) -> R {
    let depth = a.opt(0).map_or(Ok(0), |d| vm.index_clipped(d))?.max(0) as usize;
    let running = vm.running_functions(depth.saturating_add(1));
    let globals = running.get(depth).map(|r| r.function.globals.clone());
    Ok(globals.and_then(|g| g.get_str(&vm.names.name)).unwrap_or(Value::NONE))
}
