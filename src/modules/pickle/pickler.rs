//! `Pickler`, `dump` and `dumps`

use super::memo::Memo;
use super::save::{Hooks, Save};
use super::{pickling_error, protocol_argument};
use crate::objects::bytes::Bytes;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar;
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};

/// The data of a `Pickler`.
#[derive(Default)]
struct Pickler {
    write: Slot,
    protocol: Cell<i64>,
    fix_imports: Cell<bool>,
    fast: Cell<bool>,
    memo: RefCell<Memo>,
    dispatch_table: Slot,
    persistent_id: Slot,
    buffer_callback: Slot,
}

impl Pickler {
    fn slots(&self) -> [&Slot; 4] {
        [&self.write, &self.dispatch_table, &self.persistent_id, &self.buffer_callback]
    }
}

impl NativeObject for Pickler {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in self.slots() {
            visit(&slot.get());
        }
        self.memo.borrow().values().for_each(visit);
    }

    fn clear(&self) {
        for slot in self.slots() {
            slot.set(Value::UNSET);
        }
        drop(self.memo.take());
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = scalar::class_argument(a);
    let made = Native::new(class, Pickler::default()).into_value();
    vm.note_finalizer(&made);
    Ok(made)
}

fn write_of(vm: &Vm, file: &Value) -> VmResult {
    vm.find_attribute(file, &intern("write"))?
        .ok_or_else(|| vm.type_error("file must have a 'write' attribute"))
}

/// The argument `buffer_callback`.
fn callback(vm: &Vm, protocol: i64, callback: Option<&Value>) -> VmResult<Option<Value>> {
    match callback {
        Some(_) if protocol < 5 => Err(vm.value_error("buffer_callback needs protocol >= 5")),
        callback => Ok(callback.cloned()),
    }
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    let pickler = a.data::<Pickler>();
    let protocol = protocol_argument(vm, a.opt(2))?;
    let callback = callback(vm, protocol, a.some(4))?;
    pickler.buffer_callback.set(callback.unwrap_or(Value::UNSET));
    pickler.protocol.set(protocol);
    pickler.fix_imports.set(a.opt(3).map_or(Ok(true), |v| vm.truthy(v))?);
    pickler.write.set(write_of(vm, &a[1])?);
    pickler.memo.take();
    Ok(Value::NONE)
}

fn dump_with(vm: &Vm, a: Args<'_>) -> VmResult {
    let pickler = a.data::<Pickler>();
    let write = pickler.write.get();
    if write.is_unset() {
        let class = vm.class_ref(&a[0]).name();
        return Err(pickling_error(
            vm,
            format!("Pickler.__init__() was not called by {class}.__init__()"),
        ));
    }
    let attribute = |name: &str| vm.find_attribute(&a[0], &intern(name));
    let hooks = Hooks {
        persistent_id: attribute("persistent_id")?,
        reducer_override: attribute("reducer_override")?,
        dispatch_table: attribute("dispatch_table")?,
        buffer_callback: Some(pickler.buffer_callback.get())
            .filter(|callback| !callback.is_unset()),
    };
    let mut save = Save::new(vm, pickler.protocol.get(), pickler.fix_imports.get(), hooks);
    save.fast = pickler.fast.get();
    save.memo = pickler.memo.take();
    save.write = Some(write);
    let result = save.dump(&a[1]);
    *pickler.memo.borrow_mut() = std::mem::take(&mut save.memo);
    result?;
    save.flush()?;
    Ok(Value::NONE)
}

/// `dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)`
pub fn dump(vm: &Vm, a: Args<'_>) -> VmResult {
    let protocol = protocol_argument(vm, a.opt(2))?;
    let fix_imports = a.opt(3).map_or(Ok(true), |v| vm.truthy(v))?;
    let buffer_callback = callback(vm, protocol, a.some(4))?;
    let write = write_of(vm, &a[1])?;
    let mut save =
        Save::new(vm, protocol, fix_imports, Hooks { buffer_callback, ..Hooks::default() });
    save.write = Some(write);
    save.dump(&a[0])?;
    save.flush()?;
    Ok(Value::NONE)
}

/// `dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)`
pub fn dumps(vm: &Vm, a: Args<'_>) -> VmResult {
    let protocol = protocol_argument(vm, a.opt(1))?;
    let fix_imports = a.opt(2).map_or(Ok(true), |v| vm.truthy(v))?;
    let buffer_callback = callback(vm, protocol, a.some(3))?;
    let mut save =
        Save::new(vm, protocol, fix_imports, Hooks { buffer_callback, ..Hooks::default() });
    save.dump(&a[0])?;
    Ok(Bytes::new(std::mem::take(&mut save.out)).into_value())
}

/// The memo as a dict from ids to pairs of number and object.
fn shown_memo(vm: &Vm, value: &Value) -> VmResult {
    let dict = Dict::new();
    if let Some(pickler) = value.native::<Pickler>() {
        let entries: Vec<(Value, usize)> = {
            let memo = pickler.memo.borrow();
            memo.entries().map(|(object, number)| (object.clone(), number)).collect()
        };
        for (object, number) in entries {
            let id = Value::from(object.bits() as i64);
            dict.insert(vm, id, Tuple::new([number.into(), object]).into_value())?;
        }
    }
    Ok(dict.into_value())
}

fn set_memo(vm: &Vm, value: &Value, new: Value) -> VmResult<()> {
    let Some(pickler) = value.native::<Pickler>() else { return Ok(()) };
    if new.is_unset() {
        return Err(vm.type_error("attribute deletion is not supported"));
    }
    let Some(dict) = new.get::<Dict>() else {
        let shown = vm.class_ref(&new).message_name();
        return Err(vm.type_error(format!(
            "'memo' attribute must be a PicklerMemoProxy object or dict, not {shown}"
        )));
    };
    let mut memo = Memo::default();
    for (_, pair) in dict.entries() {
        let Some(pair) = pair.get::<Tuple>().filter(|pair| pair.len() == 2) else {
            return Err(vm.type_error("'memo' values must be 2-item tuples"));
        };
        let number = vm.index_clipped(&pair.items()[0])?;
        memo.insert(pair.items()[1].clone(), usize::try_from(number).unwrap_or(0));
    }
    pickler.memo.replace(memo);
    Ok(())
}

/// Declares an attribute that is stored in a slot, and missing until it is set.
macro_rules! slot {
    ($name:literal, $type:ty, $field:ident) => {
        PropertyDef {
            name: $name,
            doc: "",
            get: |vm, value| {
                let kept = value.native::<$type>().map(|data| data.$field.get());
                match kept.filter(|kept| !kept.is_unset()) {
                    Some(kept) => Ok(kept),
                    None => {
                        let class = vm.class_ref(value).name();
                        let message = format!("'{class}' object has no attribute '{}'", $name);
                        Err(vm.attribute_error(value, $name, message))
                    }
                }
            },
            set: Some(|_, value, new| {
                if let Some(data) = value.native::<$type>() {
                    data.$field.set(new);
                }
                Ok(())
            }),
        }
    };
}
pub(super) use slot;

/// `Pickler`
pub static CLASS: ClassDef = ClassDef {
    name: "Pickler",
    module: "_pickle",
    doc: "This takes a binary file for writing a pickle data stream.",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.  See help(type) for accurate signature.",
            new,
        ),
        NativeDef::new(
            "__init__(self, file, protocol=None, fix_imports=True, buffer_callback=None)",
            "Initialize self.  See help(type(self)) for accurate signature.",
            init,
        ),
        NativeDef::new(
            "dump(self, obj, /)",
            "Write a pickled representation of the given object to the open file.",
            dump_with,
        ),
        NativeDef::new(
            "clear_memo(self, /)",
            "Clears the pickler's \"memo\".\n\nThe memo is the data structure that remembers which objects the\npickler has already seen, so that shared or recursive objects are\npickled by reference and not by value.  This method is useful when\nre-using picklers.",
            |_, a| {
                drop(a.data::<Pickler>().memo.take());
                Ok(Value::NONE)
            },
        ),
    ],
    properties: &[
        slot!("dispatch_table", Pickler, dispatch_table),
        slot!("persistent_id", Pickler, persistent_id),
        PropertyDef { name: "memo", doc: "", get: shown_memo, set: Some(set_memo) },
        PropertyDef {
            name: "bin",
            doc: "",
            get: |_, value| {
                let protocol = value.native::<Pickler>().map_or(0, |p| p.protocol.get());
                Ok(Value::small_int(i64::from(protocol > 0)))
            },
            set: None,
        },
        PropertyDef {
            name: "fast",
            doc: "",
            get: |_, value| {
                let fast = value.native::<Pickler>().is_some_and(|p| p.fast.get());
                Ok(Value::small_int(fast.into()))
            },
            set: Some(|vm, value, new| {
                let fast = vm.truthy(&new)?;
                if let Some(pickler) = value.native::<Pickler>() {
                    pickler.fast.set(fast);
                }
                Ok(())
            }),
        },
    ],
    ..ClassDef::BASE
};
