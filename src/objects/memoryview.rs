//! `memoryview`: a window on the bytes of another object. Only plain bytes in one dimension
//! (format `B`); other formats are refused by name.

use super::bytes::{self, ByteArray};
use super::bytes_methods;
use super::exception::Exc;
use super::list::List;
use super::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use super::scalar::type_name;
use super::sequence::item_index;
use super::slice::{Positions, Slice};
use super::str::Str;
use super::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::Cell;

/// The data of a memoryview.
pub struct MemoryView {
    /// The object that is looked at; unset once the view is released.
    object: Slot,
    /// Which of its bytes are seen.
    positions: Positions,
    readonly: bool,
    released: Cell<bool>,
}

impl NativeObject for MemoryView {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.object.get());
    }

    fn clear(&self) {
        self.object.set(Value::NONE);
    }
}

impl MemoryView {
    /// The bytes seen.
    pub fn to_vec(&self) -> Vec<u8> {
        let object = self.object.get();
        // An array may have shrunk: CPython would have refused that.
        let data = bytes::buffer(&object);
        let data = data.as_deref().unwrap_or(&[]);
        self.positions.filter_map(|at| data.get(at).copied()).collect()
    }

    fn make(vm: &Vm, object: Value, positions: Positions, readonly: bool) -> Value {
        let (object, released) = (Slot::new(object), Cell::new(false));
        let view = MemoryView { object, positions, readonly, released };
        Native::new(&vm.class_for(&CLASS), view).into_value()
    }
}

/// How many bytes can be written into an object: a bytearray, or a view of one. None if it is
/// neither.
pub fn room(value: &Value) -> Option<usize> {
    if let Some(array) = value.get::<ByteArray>() {
        return Some(array.data.borrow().len());
    }
    let view = value.native::<MemoryView>().filter(|v| !v.readonly && !v.released.get())?;
    Some(view.positions.count)
}

/// Writes bytes to the start of what [`room`] found; what does not fit is dropped.
pub fn fill(value: &Value, data: &[u8]) {
    if let Some(array) = value.get::<ByteArray>() {
        for (to, from) in array.data.borrow_mut().iter_mut().zip(data) {
            *to = *from;
        }
    } else if let Some(view) = value.native::<MemoryView>()
        && let Some(array) = view.object.get().get::<ByteArray>()
    {
        let mut bytes = array.data.borrow_mut();
        for (at, from) in view.positions.zip(data) {
            if let Some(to) = bytes.get_mut(at) {
                *to = *from;
            }
        }
    }
}

fn this<'a>(vm: &Vm, args: Args<'a>) -> VmResult<&'a MemoryView> {
    let view = args.data::<MemoryView>();
    check(vm, view)?;
    Ok(view)
}

fn check(vm: &Vm, view: &MemoryView) -> VmResult<()> {
    if view.released.get() {
        return Err(vm.value_error("operation forbidden on released memoryview object"));
    }
    Ok(())
}

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    let object = &args[1];
    if let Some(view) = object.native::<MemoryView>() {
        check(vm, view)?;
        return Ok(MemoryView::make(vm, view.object.get(), view.positions, view.readonly));
    }
    let Some(count) = bytes::buffer(object).map(|data| data.len()) else {
        let shown = type_name(vm, object);
        return Err(
            vm.type_error(format!("memoryview: a bytes-like object is required, not '{shown}'"))
        );
    };
    let positions = Positions { start: 0, step: 1, count };
    let readonly = object.kind() != Some(Kind::ByteArray);
    Ok(MemoryView::make(vm, object.clone(), positions, readonly))
}

/// The place in the object of the byte at a subscript.
fn place(vm: &Vm, view: &MemoryView, key: &Value) -> VmResult<usize> {
    let mut positions = view.positions;
    if super::int::is_int(key) || super::scalar::has_special(vm, key, &vm.names.index) {
        let index = item_index(vm, "memoryview", key, positions.count)?;
        return index
            .and_then(|index| positions.nth(index))
            .ok_or_else(|| vm.index_error("index out of bounds on dimension 1"));
    }
    Err(vm.type_error("memoryview: invalid slice key"))
}

fn part(vm: &Vm, view: &MemoryView, slice: &Slice) -> VmResult<Positions> {
    let inner = slice.bounds(vm)?.positions(view.positions.count);
    let start = view.positions.start as i64 + inner.start as i64 * view.positions.step;
    let step = inner.step.saturating_mul(view.positions.step);
    Ok(Positions { start: start.max(0) as usize, step, count: inner.count })
}

fn get_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    if let Some(slice) = args[1].get::<Slice>() {
        let positions = part(vm, view, slice)?;
        return Ok(MemoryView::make(vm, view.object.get(), positions, view.readonly));
    }
    let at = place(vm, view, &args[1])?;
    let object = view.object.get();
    let byte = bytes::buffer(&object).and_then(|data| data.get(at).copied());
    byte.map(|byte| Value::small_int(i64::from(byte)))
        .ok_or_else(|| vm.index_error("index out of bounds on dimension 1"))
}

fn set_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    let object = view.object.get();
    let Some(array) = object.get::<ByteArray>().filter(|_| !view.readonly) else {
        return Err(vm.type_error("cannot modify read-only memory"));
    };
    if let Some(slice) = args[1].get::<Slice>() {
        let positions = part(vm, view, slice)?;
        let items = bytes::require(vm, args.at(2))?.to_vec();
        if items.len() != positions.count {
            return Err(vm.value_error(
                "memoryview assignment: lvalue and rvalue have different structures",
            ));
        }
        let mut data = array.data.borrow_mut();
        for (at, byte) in positions.zip(items) {
            if let Some(slot) = data.get_mut(at) {
                *slot = byte;
            }
        }
        return Ok(Value::NONE);
    }
    let at = place(vm, view, &args[1])?;
    let value = vm.index_clipped(&args[2]).map_err(|error| {
        match vm.is_exception(&error, Exc::TypeError) {
            true => vm.type_error("memoryview: invalid type for format 'B'"),
            false => error,
        }
    })?;
    let byte = u8::try_from(value)
        .map_err(|_| vm.value_error("memoryview: invalid value for format 'B'"))?;
    if let Some(slot) = array.data.borrow_mut().get_mut(at) {
        *slot = byte;
    }
    Ok(Value::NONE)
}

fn equals(vm: &Vm, args: Args<'_>, wanted: bool) -> VmResult {
    let view = args.data::<MemoryView>();
    if view.released.get()
        || !matches!(args[1].kind(), Some(Kind::Bytes | Kind::ByteArray | Kind::Native))
    {
        return Ok(Value::bool(args[0].is(&args[1]) == wanted));
    }
    let _ = vm;
    Ok(match bytes::buffer(&args[1]) {
        Some(other) => Value::bool((*other == *view.to_vec()) == wanted),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn release(args: Args<'_>) {
    let view = args.data::<MemoryView>();
    view.released.set(true);
    view.object.set(Value::NONE);
}

fn cast(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    match args[1].get::<Str>().map(|format| format.as_str()) {
        Some("B" | "@B") if args.opt(2).is_none() => {
            Ok(MemoryView::make(vm, view.object.get(), view.positions, view.readonly))
        }
        // The standard library's `re` reads tables of words so.
        Some("I" | "@I") if args.opt(2).is_none() => {
            let bytes = view.to_vec();
            if bytes.len() % 4 != 0 {
                let message = "memoryview: length is not a multiple of itemsize";
                return Err(vm.type_error(message));
            }
            let word = |b: &[u8]| u32::from_ne_bytes([b[0], b[1], b[2], b[3]]);
            let words = Words(bytes.chunks_exact(4).map(word).collect());
            Ok(Native::new(&vm.class_for(&WORDS), words).into_value())
        }
        _ => {
            let message = "memoryview.cast() to formats other than 'B' is not supported";
            Err(vm.error(Exc::NotImplementedError, message))
        }
    }
}

/// Declares a property that a function of the view computes.
macro_rules! property {
    ($name:literal, $doc:literal, $get:expr) => {
        PropertyDef {
            name: $name,
            doc: $doc,
            get: |vm, this| {
                let get: fn(&MemoryView) -> Value = $get;
                let view = this.native::<MemoryView>();
                match view {
                    Some(view) => {
                        check(vm, view)?;
                        Ok(get(view))
                    }
                    None => Ok(Value::NONE),
                }
            },
            set: None,
        }
    };
}

/// `memoryview`
pub static CLASS: ClassDef = ClassDef {
    name: "memoryview",
    doc: "Create a new memoryview object which references the given object.",
    kind: Kind::Native,
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, object)",
            "Create and return a new object.",
            construct,
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let released = args.data::<MemoryView>().released.get();
            let what = if released { "released memory" } else { "memory" };
            Ok(format!("<{what} at {:#x}>", args[0].bits()).into())
        }),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", |vm, args| {
            let view = this(vm, args)?;
            if !view.readonly {
                return Err(vm.value_error("cannot hash writable memoryview object"));
            }
            Ok(Value::from(super::str::hash_bytes(&view.to_vec()) as i64))
        }),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", |vm, args| {
            equals(vm, args, true)
        }),
        NativeDef::new("__ne__(self, value, /)", "Return self!=value.", |vm, args| {
            equals(vm, args, false)
        }),
        NativeDef::new("__len__(self, /)", "Return len(self).", |vm, args| {
            Ok(this(vm, args)?.positions.count.into())
        }),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::new("__setitem__(self, key, value, /)", "Set self[key] to value.", set_item),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, args| {
            let data = this(vm, args)?.to_vec();
            let items: Vec<Value> =
                data.iter().map(|byte| Value::small_int(i64::from(*byte))).collect();
            vm.iter(&Tuple::new(items).into_value())
        }),
        NativeDef::new("__enter__(self, /)", "", |vm, args| {
            this(vm, args)?;
            Ok(args[0].clone())
        }),
        NativeDef::new("__exit__(self, /, *args)", "", |_, args| {
            release(args);
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "release(self, /)",
            "Release the underlying buffer exposed by the memoryview object.",
            |_, args| {
                release(args);
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "tobytes(self, /, order='C')",
            "Return the data in the buffer as a byte string.",
            |vm, args| Ok(bytes::Bytes::new(this(vm, args)?.to_vec()).into_value()),
        ),
        NativeDef::new(
            "tolist(self, /)",
            "Return the data in the buffer as a list of elements.",
            |vm, args| {
                let data = this(vm, args)?.to_vec();
                let items = data.iter().map(|byte| Value::small_int(i64::from(*byte)));
                Ok(List::new(items.collect()).into_value())
            },
        ),
        NativeDef::new(
            "toreadonly(self, /)",
            "Return a readonly version of the memoryview.",
            |vm, args| {
                let view = this(vm, args)?;
                Ok(MemoryView::make(vm, view.object.get(), view.positions, true))
            },
        ),
        NativeDef::new(
            "cast(self, /, format, shape=None)",
            "Cast a memoryview to a new format or shape.",
            cast,
        ),
        NativeDef::new(
            "hex(self, /, sep=None, bytes_per_sep=1)",
            "Return the data in the buffer as a str of hexadecimal numbers.",
            |vm, args| {
                this(vm, args)?;
                bytes_methods::hex(vm, args)
            },
        ),
    ],
    properties: &[
        property!("obj", "The underlying object of the memoryview.", |view| view.object.get()),
        property!("nbytes", "The amount of space in bytes.", |view| view.positions.count.into()),
        property!("readonly", "Whether the memory is read only.", |view| {
            Value::bool(view.readonly)
        }),
        property!("itemsize", "The size in bytes of each element.", |_| Value::small_int(1)),
        property!("format", "The format of each element, as in struct.", |_| "B".into()),
        property!("ndim", "How many dimensions the array has.", |_| Value::small_int(1)),
        property!("shape", "The length of each dimension.", |view| {
            Tuple::new([view.positions.count.into()]).into_value()
        }),
        property!("strides", "The bytes from an element to the next.", |view| {
            Tuple::new([view.positions.step.into()]).into_value()
        }),
        property!("suboffsets", "Used internally for PIL-style arrays.", |_| {
            Tuple::empty().into_value()
        }),
        property!("c_contiguous", "Whether the memory is C contiguous.", |view| {
            Value::bool(view.positions.step == 1)
        }),
        property!("f_contiguous", "Whether the memory is Fortran contiguous.", |view| {
            Value::bool(view.positions.step == 1)
        }),
        property!("contiguous", "Whether the memory is contiguous.", |view| {
            Value::bool(view.positions.step == 1)
        }),
    ],
    ..ClassDef::BASE
};

/// A view cast to unsigned ints of 32 bits: what is there when it is made.
struct Words(Vec<u32>);

impl NativeObject for Words {}

fn words(args: Args<'_>) -> impl Iterator<Item = Value> {
    args.data::<Words>().0.iter().map(|word| Value::from(i64::from(*word)))
}

static WORDS: ClassDef = ClassDef {
    name: "memoryview",
    subclassable: false,
    methods: &[
        NativeDef::new("tolist(self, /)", "Return the data in the buffer as a list.", |_, args| {
            Ok(Value::from(words(args).collect::<Vec<_>>()))
        }),
        NativeDef::new("__len__(self, /)", "Return len(self).", |_, args| {
            Ok(args.data::<Words>().0.len().into())
        }),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, args| {
            vm.iter(&Value::from(words(args).collect::<Vec<_>>()))
        }),
    ],
    properties: &[
        PropertyDef { name: "itemsize", doc: "", get: |_, _| Ok(Value::small_int(4)), set: None },
        PropertyDef { name: "format", doc: "", get: |_, _| Ok("I".into()), set: None },
    ],
    ..ClassDef::BASE
};
