//! Weak references.

use super::class::Class;
use super::native::{Args, ClassDef, NativeDef, PropertyDef};
use super::str::Str;
use crate::runtime::kind::Visitor;
use crate::runtime::weak::{self, WeakLink};
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The payload of `weakref.ref`.
pub struct WeakRef {
    /// The link to the object.
    pub link: WeakLink,
    /// The function called with the reference when the object dies; unset if there is none.
    pub callback: Slot,
    /// The hash of the object, once computed: it outlives the object; 0 means not yet.
    hash: Cell<u64>,
}

impl Object for WeakRef {
    const KIND: Kind = Kind::WeakRef;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.callback.get());
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        self.link.unlink();
    }
}

impl WeakRef {
    /// A weak reference without callback to an object that is known to allow it.
    pub fn to(target: &Value) -> Ref<WeakRef> {
        let is_plain =
            |known: &Value| known.get_exact::<WeakRef>().is_some_and(|r| r.callback.is_unset());
        let known = weak::find_weakref(target, is_plain).and_then(|known| known.into_ref().ok());
        known.unwrap_or_else(|| {
            let new = Ref::new(WeakRef::payload(Value::UNSET));
            new.attach(target);
            new
        })
    }

    /// The hash, if it was computed before.
    pub fn known_hash(&self) -> Option<u64> {
        Some(self.hash.get()).filter(|hash| *hash != 0)
    }

    fn payload(callback: Value) -> WeakRef {
        WeakRef { link: WeakLink::new(), callback: Slot::new(callback), hash: Cell::new(0) }
    }
}

impl Ref<WeakRef> {
    /// Points a new reference at its object.
    fn attach(&self, target: &Value) {
        WeakLink::link(self, &self.link, target);
    }
}

/// A weak reference to an object, without callback or class of its own; the same one each time, as
/// long as it lives.
///
/// # Errors
/// TypeError if such objects cannot be weakly referenced.
pub fn reference(vm: &Vm, target: &Value) -> VmResult {
    make(vm, vm.types.weak_ref.as_value(), target, None)
}

/// A weak reference of a class (`weakref.ref` or derived from it).
///
/// # Errors
/// TypeError if such objects cannot be weakly referenced.
pub fn make(vm: &Vm, class: &Value, target: &Value, callback: Option<&Value>) -> VmResult {
    let of = vm.class_ref(target);
    let possible = target.is_object() && of.has_weakrefs;
    if !possible {
        let name = of.message_name();
        return Err(vm.type_error(format!("cannot create weak reference to '{name}' object")));
    }
    let is_plain = class.is(vm.types.weak_ref.as_value());
    if is_plain && callback.is_none() {
        return Ok(WeakRef::to(target).into_value());
    }
    let payload = WeakRef::payload(callback.cloned().unwrap_or_default());
    let new = if is_plain {
        Ref::new(payload)
    } else {
        let has_dict = class.get::<Class>().is_some_and(|c| c.instances_have_dict());
        Ref::with_class(payload, class.clone(), has_dict)
    };
    new.attach(target);
    Ok(new.into_value())
}

/// `ReferenceType`
pub static CLASS: ClassDef = ClassDef {
    name: "ReferenceType",
    module: "weakref",
    doc: "",
    kind: Kind::WeakRef,
    subclassable: true,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, object, callback=None, /, *args, **kwargs)",
            "Create and return a new object.",
            |vm, args| make(vm, &args[0], &args[1], args.some(2)),
        ),
        NativeDef::new("__init__(self, object, callback=None, /)", "Initialize self.", |_, _| {
            Ok(Value::NONE)
        }),
        NativeDef::called_with_none("__call__(self, /)", |_, this| {
            Ok(this.receiver::<WeakRef>().link.upgrade().unwrap_or(Value::NONE))
        }),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", repr),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", hash),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", eq),
        super::alias::CLASS_GETITEM,
    ],
    properties: &[PropertyDef {
        name: "__callback__",
        doc: "",
        get: |_, r| {
            let callback = r.get::<WeakRef>().map(|r| r.callback.get()).unwrap_or_default();
            Ok(callback.or_none())
        },
        set: None,
    }],
    ..ClassDef::BASE
};

fn repr(vm: &Vm, args: Args<'_>) -> VmResult {
    let at = args[0].bits();
    Ok(match args.this::<WeakRef>().link.upgrade() {
        Some(target) => {
            let class = vm.class_ref(&target).full_name();
            let class = class.strip_prefix("__main__.").unwrap_or(&class);
            // Only the class is asked: the object may compute any attribute.
            let name = vm.lookup_special(&target, &vm.names.name);
            let name = name.map(|name| vm.bind(name, &target)).transpose()?;
            let name = match name.as_ref().and_then(|name| name.get::<Str>()) {
                Some(name) => format!(" ({})", name.as_str()),
                None => String::new(),
            };
            format!("<weakref at {at:#x}; to '{class}' at {:#x}{name}>", target.bits())
        }
        None => format!("<weakref at {at:#x}; dead>"),
    }
    .into())
}

fn hash(vm: &Vm, args: Args<'_>) -> VmResult {
    let this = args.this::<WeakRef>();
    if this.hash.get() == 0 {
        let Some(target) = this.link.upgrade() else {
            return Err(vm.type_error("weak object has gone away"));
        };
        this.hash.set(vm.hash(&target)?.max(1));
    }
    Ok((this.hash.get() as i64).into())
}

fn eq(vm: &Vm, args: Args<'_>) -> VmResult {
    let Some(other) = args[1].get::<WeakRef>() else { return Ok(Value::NOT_IMPLEMENTED) };
    match (args.this::<WeakRef>().link.upgrade(), other.link.upgrade()) {
        (Some(a), Some(b)) => Ok(Value::bool(vm.eq(&a, &b)?)),
        _ => Ok(Value::bool(args[0].is(&args[1]))),
    }
}
