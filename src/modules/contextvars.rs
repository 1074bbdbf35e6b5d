//! `contextvars`: variables whose values belong to a task (PEP 567).

use super::ModuleDef;
use crate::event_loop::context::{self, Context};
use crate::event_loop::running;
use crate::objects::alias::CLASS_GETITEM;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::str::intern;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "contextvars",
    doc: "",
    functions: &[NativeDef::new("copy_context()", "", |vm, _| {
        let current = running(vm).context.get();
        let copy = current.native::<Context>().map(Context::copy).unwrap_or_default();
        Ok(context::new(vm, copy))
    })],
    classes: &[&CONTEXT_VAR, &CONTEXT, &TOKEN],
    init: Some(|vm, _| {
        drop(vm.class_for(&TOKEN).set(&intern("MISSING"), missing(vm)));
        Ok(())
    }),
    ..ModuleDef::BASE
};

/// The data of a context variable.
struct ContextVar {
    name: Value,
    default: Value,
}

impl NativeObject for ContextVar {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.name);
        visit(&self.default);
    }
}

/// The data of a token, which `set` returns and `reset` takes.
struct Token {
    variable: Value,
    /// Unset if there was none.
    old: Value,
    context: Slot,
    used: Cell<bool>,
}

impl NativeObject for Token {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.variable);
        visit(&self.old);
        visit(&self.context.get());
    }
}

/// `Token.MISSING`: the `old_value` of a token without one.
struct Missing;

impl NativeObject for Missing {}

static MISSING: ClassDef = ClassDef {
    name: "Token.MISSING",
    module: "contextvars",
    subclassable: false,
    kind: Kind::Native,
    methods: &[NativeDef::new("__repr__(self)", "", |_, _| Ok("<Token.MISSING>".into()))],
    ..ClassDef::BASE
};

#[derive(Default)]
struct MissingCell(std::cell::OnceCell<Value>);

fn missing(vm: &Vm) -> Value {
    let cell = vm.extension::<MissingCell>();
    cell.0.get_or_init(|| Native::new(&vm.class_for(&MISSING), Missing).into_value()).clone()
}

/// `contextvars.ContextVar`
pub static CONTEXT_VAR: ClassDef = ClassDef {
    name: "ContextVar",
    module: "_contextvars",
    doc: "",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls, name, /, *, default=<unset>)", "", |vm, args| {
            if args[1].kind() != Some(Kind::Str) {
                return Err(vm.type_error("context variable name must be a str"));
            }
            let default = args.opt(2).cloned().unwrap_or_default();
            let data = ContextVar { name: args[1].clone(), default };
            Ok(Native::new(&vm.class_for(&CONTEXT_VAR), data).into_value())
        }),
        NativeDef::new(
            "get(self, default=<unset>, /)",
            "Return a value for the context variable for the current context.",
            |vm, args| {
                let current = running(vm).context.get();
                if let Some(value) = current.native::<Context>().and_then(|c| c.get(&args[0])) {
                    return Ok(value);
                }
                if let Some(default) = args.opt(1) {
                    return Ok(default.clone());
                }
                let default = &args.data::<ContextVar>().default;
                if default.is_unset() {
                    return Err(vm.error_with(Exc::LookupError, [args[0].clone()]));
                }
                Ok(default.clone())
            },
        ),
        NativeDef::new(
            "set(self, value, /)",
            "Call to set a new value for the context variable in the current context.",
            |vm, args| {
                let current = context::current(vm, running(vm));
                let Some(data) = current.native::<Context>() else { return Ok(Value::NONE) };
                let old = data.set(&args[0], args[1].clone()).unwrap_or_default();
                let token = Token {
                    variable: args[0].clone(),
                    old,
                    context: Slot::new(current.clone()),
                    used: Cell::new(false),
                };
                Ok(Native::new(&vm.class_for(&TOKEN), token).into_value())
            },
        ),
        NativeDef::new(
            "reset(self, token, /)",
            "Reset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` that\ncreated the token was used.",
            reset,
        ),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let data = args.data::<ContextVar>();
            let name = vm.repr(&data.name)?;
            let default = match data.default.is_unset() {
                true => String::new(),
                false => format!(" default={}", vm.repr(&data.default)?.as_str()),
            };
            let at = args[0].bits();
            Ok(format!("<ContextVar name={}{default} at {at:#x}>", name.as_str()).into())
        }),
        CLASS_GETITEM,
    ],
    properties: &[PropertyDef {
        name: "name",
        doc: "",
        get: |_, this| Ok(this.native::<ContextVar>().map_or(Value::NONE, |v| v.name.clone())),
        set: None,
    }],
    ..ClassDef::BASE
};

fn reset(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(token) = args[1].native::<Token>() else {
        return Err(
            vm.type_error(format!("expected an instance of Token, got {}", vm.repr_text(&args[1])))
        );
    };
    let shown = || vm.repr_text(&args[1]);
    if token.used.get() {
        return Err(vm.runtime_error(format!("{} has already been used once", shown())));
    }
    if !token.variable.is(&args[0]) {
        return Err(vm.value_error(format!("{} was created by a different ContextVar", shown())));
    }
    let current = running(vm).context.get();
    let Some(data) = current.native::<Context>().filter(|_| current.is(&token.context.get()))
    else {
        return Err(vm.value_error(format!("{} was created in a different Context", shown())));
    };
    token.used.set(true);
    let old = if token.old.is_unset() {
        data.remove(&args[0])
    } else {
        data.set(&args[0], token.old.clone())
    };
    drop(old);
    Ok(Value::NONE)
}

/// `contextvars.Token`
pub static TOKEN: ClassDef = ClassDef {
    name: "Token",
    module: "_contextvars",
    doc: "",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        CLASS_GETITEM,
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let token = args.data::<Token>();
            let used = if token.used.get() { " used" } else { "" };
            let variable = vm.repr(&token.variable)?;
            Ok(format!("<Token{used} var={} at {:#x}>", variable.as_str(), args[0].bits()).into())
        }),
    ],
    properties: &[
        PropertyDef {
            name: "var",
            doc: "",
            get: |_, this| Ok(this.native::<Token>().map_or(Value::NONE, |t| t.variable.clone())),
            set: None,
        },
        PropertyDef {
            name: "old_value",
            doc: "",
            get: |vm, this| {
                let old = this.native::<Token>().map(|t| t.old.clone()).unwrap_or_default();
                Ok(if old.is_unset() { missing(vm) } else { old })
            },
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// `contextvars.Context`
pub static CONTEXT: ClassDef = ClassDef {
    name: "Context",
    module: "_contextvars",
    doc: "",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method("__new__(cls)", "", |vm, _| {
            Ok(context::new(vm, Context::default()))
        }),
        NativeDef::new("run(self, callable, /, *args, **kwargs)", "", |vm, args| {
            let data = args.data::<Context>();
            if data.entered.get() {
                return Err(vm.runtime_error(format!(
                    "cannot enter context: {} is already entered",
                    vm.repr_text(&args[0])
                )));
            }
            let mut arguments = args.rest().to_vec();
            let mut names = Vec::new();
            for (name, value) in args.keywords() {
                names.push(name.as_value().clone());
                arguments.push(value.clone());
            }
            data.entered.set(true);
            let result = context::run_in(running(vm), args[0].clone(), || {
                vm.call_keywords(&args[1], &arguments, &names)
            });
            data.entered.set(false);
            result
        }),
        NativeDef::new("copy(self)", "Return a shallow copy of the context object.", |vm, args| {
            Ok(context::new(vm, args.data::<Context>().copy()))
        }),
        NativeDef::new("get(self, key, default=None, /)", "", |vm, args| {
            check_key(vm, &args)?;
            let found = args.data::<Context>().get(&args[1]);
            Ok(found.or_else(|| args.opt(2).cloned()).unwrap_or(Value::NONE))
        }),
        NativeDef::new("__getitem__(self, key, /)", "", |vm, args| {
            check_key(vm, &args)?;
            let found = args.data::<Context>().get(&args[1]);
            found.ok_or_else(|| vm.key_error(args[1].clone()))
        }),
        NativeDef::new("__contains__(self, key, /)", "", |vm, args| {
            check_key(vm, &args)?;
            Ok(Value::bool(args.data::<Context>().get(&args[1]).is_some()))
        }),
        NativeDef::new("__len__(self)", "", |_, args| Ok(args.data::<Context>().len().into())),
        NativeDef::new("__iter__(self)", "", |vm, args| vm.iter(&parts(&args, |(k, _)| k))),
        NativeDef::new("keys(self)", "", |_, args| Ok(parts(&args, |(k, _)| k))),
        NativeDef::new("values(self)", "", |_, args| Ok(parts(&args, |(_, v)| v))),
        NativeDef::new("items(self)", "", |_, args| {
            Ok(parts(&args, |(k, v)| crate::objects::tuple::Tuple::new([k, v]).into_value()))
        }),
    ],
    ..ClassDef::BASE
};

fn check_key(vm: &Vm, args: &Args<'_>) -> VmResult<()> {
    if args[1].native::<ContextVar>().is_some() {
        return Ok(());
    }
    let shown = vm.repr_text(&args[1]);
    Err(vm.type_error(format!("a ContextVar key was expected, got {shown}")))
}

fn parts(args: &Args<'_>, part: fn((Value, Value)) -> Value) -> Value {
    args.data::<Context>().entries().into_iter().map(part).collect::<Vec<_>>().into()
}
