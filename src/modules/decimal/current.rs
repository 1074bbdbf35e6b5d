//! `getcontext`, `setcontext`, `localcontext`: the context of the running code, which is the value
//! of a context variable, so that each task and thread has its own.

use super::context::{Context, data, set_all};
use super::state::state;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};

/// The module's functions.
pub const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new("getcontext()", "Get the current default context.", |vm, _| {
        state(vm)?.current(vm)
    }),
    NativeDef::new("setcontext(context, /)", "Set a new default context.", |vm, a| {
        set_context(vm, &a[0]).map(|()| Value::NONE)
    }),
    NativeDef::new(
        "localcontext(ctx=None, *, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
        "Return a context manager that sets the current context to a copy of ctx (or of the current one) in a with statement, and sets the former one afterwards.",
        local_context,
    ),
];

fn set_context(vm: &Vm, context: &Value) -> VmResult<()> {
    if context.native::<Context>().is_none() {
        return Err(vm.type_error("argument must be a context"));
    }
    let state = state(vm)?;
    // A template stays as it is.
    let is_template = state.templates.iter().any(|template| template.is(context));
    let context = if is_template { state.fresh(context)? } else { context.clone() };
    state.set_current(vm, context);
    Ok(())
}

/// The data of a context manager.
struct ContextManager {
    local: Value,
    outer: Value,
}

impl NativeObject for ContextManager {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.local);
        visit(&self.outer);
    }
}

fn local_context(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = state(vm)?;
    let outer = state.current(vm)?;
    let source = a.some(0).unwrap_or(&outer);
    let local = Context::new(&state.context, data(vm, source)?.settings());
    set_all(vm, data(vm, &local)?, a, 1)?;
    Ok(Native::new(&vm.class_for(&CLASS), ContextManager { local, outer }).into_value())
}

/// `ContextManager`: the result of `localcontext`.
static CLASS: ClassDef = ClassDef {
    name: "ContextManager",
    module: "decimal",
    doc: "A context manager for the current decimal context.",
    subclassable: false,
    methods: &[
        NativeDef::new("__enter__(self, /)", "Set the local context.", |vm, a| {
            let local = &a.data::<ContextManager>().local;
            set_context(vm, local)?;
            Ok(local.clone())
        }),
        NativeDef::new("__exit__(self, /, *args)", "Set the former context.", |vm, a| {
            set_context(vm, &a.data::<ContextManager>().outer)?;
            Ok(Value::bool(false))
        }),
    ],
    ..ClassDef::BASE
};
