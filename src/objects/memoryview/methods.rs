//! The Python interface of `memoryview`: items, slices, comparison, `cast`.

use super::{
    BUFFER, Dimensions, LITTLE, MemoryView, RELEASE_BUFFER, check, check_viewable, construct,
    export::FROM_FLAGS, native_item, this, with_cell,
};
use crate::objects::bytes::{self, Bytes};
use crate::objects::bytes_methods;
use crate::objects::class::Collection;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, PropertyDef};
use crate::objects::packed::{self, Form, Item};
use crate::objects::sequence::item_index;
use crate::objects::slice::{Positions, Slice};
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::text::pace::{PART, Stride};
use crate::vm::{Vm, VmResult};
use std::borrow::Cow;

/// The position in the object of the item at a subscript that is not a slice.
fn place(vm: &Vm, view: &MemoryView, key: &Value, one_index: &str) -> VmResult<usize> {
    let not_implemented = |what: &str| {
        let message = format!("{what} are not implemented");
        vm.error(Exc::NotImplementedError, message)
    };
    let is_index = |key: &Value| {
        crate::objects::int::is_int(key) || vm.has_usable_slot(key, SpecialMethod::Index)
    };
    let keys = key.get::<Tuple>().map(|keys| keys.items());
    match (&view.dimensions, keys) {
        (Dimensions::Scalar, Some([])) => Ok(view.positions.start),
        (Dimensions::Scalar, _) if key.is(&Value::ELLIPSIS) => Ok(view.positions.start),
        (Dimensions::Scalar, _) => Err(vm.type_error("invalid indexing of 0-dim memory")),
        (Dimensions::One, None) if is_index(key) => place_of(vm, view, std::slice::from_ref(key)),
        (Dimensions::Several(_), None) if is_index(key) => Err(not_implemented(one_index)),
        (_, Some(keys)) if keys.iter().all(is_index) => {
            let dimensions = view.inner().len() + 1;
            match keys.len() {
                given if given < dimensions => Err(not_implemented("sub-views")),
                given if given > dimensions => Err(vm.type_error(format!(
                    "cannot index {dimensions}-dimension view with {given}-element tuple"
                ))),
                _ => place_of(vm, view, keys),
            }
        }
        _ => Err(vm.type_error("memoryview: invalid slice key")),
    }
}

/// The position of the item with the given index for each dimension.
fn place_of(vm: &Vm, view: &MemoryView, keys: &[Value]) -> VmResult<usize> {
    let mut at = view.positions.start as i64;
    let mut step = |dimension: usize, length: usize, stride: i64| {
        let Some(index) = item_index(vm, "memoryview", &keys[dimension], || length)? else {
            let dimension = dimension + 1;
            return Err(vm.index_error(format!("index out of bounds on dimension {dimension}")));
        };
        at += index as i64 * stride;
        Ok(())
    };
    match view.dimensions {
        Dimensions::One => step(0, view.positions.count, view.positions.step)?,
        _ => {
            let (shape, strides) = (view.shape(), view.strides());
            let places = shape.into_iter().zip(strides).take(keys.len()).enumerate();
            for (dimension, (length, stride)) in places {
                step(dimension, length, stride)?;
            }
        }
    }
    Ok(at.max(0) as usize)
}

/// Whether a key is a tuple of slices.
fn is_multislice(key: &Value) -> bool {
    key.get::<Tuple>().is_some_and(|keys| {
        !keys.is_empty() && keys.items().iter().all(|key| key.kind() == Some(Kind::Slice))
    })
}

fn part(vm: &Vm, view: &MemoryView, slice: &Slice) -> VmResult<Positions> {
    let inner = slice.bounds(vm)?.positions(view.positions.count);
    let start = view.positions.start as i64 + inner.start as i64 * view.positions.step;
    let step = inner.step.saturating_mul(view.positions.step);
    Ok(Positions { start: start.max(0) as usize, step, count: inner.count })
}

fn get_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    let is_scalar = matches!(view.dimensions, Dimensions::Scalar);
    if is_scalar && args[1].is(&Value::ELLIPSIS) {
        return Ok(args[0].clone());
    }
    if let Some(slice) = args[1].get::<Slice>().filter(|_| !is_scalar) {
        let positions = part(vm, view, slice)?;
        check_viewable(vm, view)?;
        return Ok(view.like(vm, positions, view.readonly));
    }
    if is_multislice(&args[1]) {
        let message = "multi-dimensional slicing is not implemented";
        return Err(vm.error(Exc::NotImplementedError, message));
    }
    let at = place(vm, view, &args[1], "multi-dimensional sub-views")?;
    // `__index__` may have released it.
    check(vm, view)?;
    let item = view.item(vm)?;
    let object = view.object.get();
    bytes::own_buffer(&object)
        .and_then(|data| data.get(at..at + item.size).map(|one| item.read(one, LITTLE)))
        .ok_or_else(|| vm.index_error("index out of bounds on dimension 1"))
}

fn set_item(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    if view.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let is_one = matches!(view.dimensions, Dimensions::One);
    let (positions, data) = match args[1].get::<Slice>() {
        Some(slice) if is_one => {
            let positions = part(vm, view, slice)?;
            // What may be the memory that is written is copied.
            let data = match bytes::require(vm, args.at(2))? {
                bytes::Data::Fixed(data) => Cow::Borrowed(data),
                bytes::Data::Owned(data) => Cow::Owned(data),
                data => Cow::Owned(vm.copied(&data)?),
            };
            if data.len() != positions.count * view.item_size
                || shape_of(args.at(2)).is_some_and(|shape| shape.len() != 1)
                || format_of(args.at(2)) != *view.format
            {
                return Err(vm.value_error(
                    "memoryview assignment: lvalue and rvalue have different structures",
                ));
            }
            (positions, data)
        }
        slice => {
            let is_scalar = matches!(view.dimensions, Dimensions::Scalar);
            if !is_scalar && (slice.is_some() || is_multislice(&args[1])) {
                let message = "memoryview slice assignments are currently restricted to ndim = 1";
                return Err(vm.error(Exc::NotImplementedError, message));
            }
            let start = place(vm, view, &args[1], "sub-views")?;
            let data = packed_item(vm, view, args.at(2))?;
            check(vm, view)?;
            (Positions { start, step: 1, count: 1 }, Cow::Owned(data))
        }
    };
    let size = view.item_size;
    let is_consecutive = positions.count < 2 || positions.step == size as i64;
    let object = view.object.get();
    with_cell(&object, |cell| {
        let mut room = cell.borrow_mut();
        vm.paced(|pace| {
            let mut stride = Stride::new(pace);
            let mut put = |at: usize, bytes: &[u8]| {
                if let Some(to) = room.get_mut(at..at + bytes.len()) {
                    to.copy_from_slice(bytes);
                }
                stride.reach(bytes.as_ptr() as usize - data.as_ptr() as usize)
            };
            match is_consecutive {
                true => {
                    let starts = (positions.start..).step_by(PART);
                    starts.zip(data.chunks(PART)).try_for_each(|(at, part)| put(at, part))
                }
                false => {
                    positions.zip(data.chunks_exact(size)).try_for_each(|(at, one)| put(at, one))
                }
            }
        })
    })
    .transpose()?;
    Ok(Value::NONE)
}

/// The shape of a view; none for other objects, which have one dimension.
fn shape_of(object: &Value) -> Option<Vec<usize>> {
    object.native::<MemoryView>().map(MemoryView::shape)
}

/// The format of a view of an object.
fn format_of(object: &Value) -> String {
    if let Some(view) = object.native::<MemoryView>() {
        return view.format.to_string();
    }
    let buffer = object.get::<Native>().and_then(|native| native.buffer());
    buffer.map_or("B", |buffer| buffer.format).to_string()
}

fn packed_item(vm: &Vm, view: &MemoryView, value: &Value) -> VmResult<Vec<u8>> {
    let item = view.item(vm)?;
    let invalid = |what: &str, exc| {
        vm.error(exc, format!("memoryview: invalid {what} for format '{}'", view.format))
    };
    let mistyped = |error| match vm.is_exception(&error, Exc::TypeError) {
        true => invalid("type", Exc::TypeError),
        false => error,
    };
    let bits = match item.form {
        Form::Signed | Form::Unsigned => item.integer(vm, value).map_err(mistyped)?,
        Form::Float => {
            item.float_bits(crate::objects::float::require(vm, value).map_err(mistyped)?)
        }
        Form::Bool => Some(u64::from(vm.truthy(value)?)),
        Form::Byte => match value.get::<Bytes>().map(|bytes| &*bytes.data) {
            Some([byte]) => Some(u64::from(*byte)),
            Some(_) => None,
            None => return Err(invalid("type", Exc::TypeError)),
        },
    };
    let bits = bits.ok_or_else(|| invalid("value", Exc::ValueError))?;
    let mut data = vec![0; item.size];
    packed::store(&mut data, bits, LITTLE);
    Ok(data)
}

fn equals(vm: &Vm, args: Args<'_>, wanted: bool) -> VmResult {
    let view = args.data::<MemoryView>();
    if view.released.get()
        || !matches!(args[1].kind(), Some(Kind::Bytes | Kind::ByteArray | Kind::Native))
    {
        return Ok(Value::bool(args[0].is(&args[1]) == wanted));
    }
    let Some(other) = bytes::copied(vm, &args[1])? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let its_shape = shape_of(&args[1]);
    let is_one = matches!(view.dimensions, Dimensions::One);
    if its_shape.map_or(!is_one, |shape| {
        shape.len() != view.shape().len()
            || (shape.len() > 1 && shape != view.shape() && view.byte_count() + other.len() > 0)
    }) {
        return Ok(Value::bool(!wanted));
    }
    let format = format_of(&args[1]);
    let (mine, its) = (native_item(&view.format), native_item(&format));
    let same = match (mine, its) {
        _ if format == *view.format && mine.is_none_or(|item| item.form != Form::Float) => {
            view.with(vm, |data| vm.same(data, &other))??
        }
        (Some(_), Some(item)) => {
            let mine = view.values(vm)?;
            let its = other.chunks_exact(item.size).map(|one| item.read(one, LITTLE));
            let mut same = mine.len() == its.len();
            for (a, b) in mine.iter().zip(its) {
                same = same && vm.eq(a, &b)?;
                vm.tick(1)?;
            }
            same
        }
        _ => false,
    };
    Ok(Value::bool(same == wanted))
}

fn cast(vm: &Vm, args: Args<'_>) -> VmResult {
    let view = this(vm, args)?;
    check_viewable(vm, view)?;
    let Some(format) = args[1].get::<Str>() else {
        return Err(vm.type_error("format argument must be a string"));
    };
    let Some(range) = view.contiguous() else {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    };
    let is_one = matches!(view.dimensions, Dimensions::One);
    if (args.opt(2).is_some() || !is_one) && range.is_empty() {
        let message = "memoryview: cannot cast view with zeros in shape or strides";
        return Err(vm.type_error(message));
    }
    let shape = match args.opt(2) {
        Some(shape) if matches!(shape.kind(), Some(Kind::List | Kind::Tuple)) => {
            let shape = vm.to_vec(shape)?;
            if shape.len() > MOST_DIMENSIONS {
                return Err(vm.value_error(format!(
                    "memoryview: number of dimensions must not exceed {MOST_DIMENSIONS}"
                )));
            }
            if !is_one && shape.len() != 1 {
                return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
            }
            Some(shape)
        }
        Some(_) => return Err(vm.type_error("shape must be a list or a tuple")),
        None => None,
    };
    let Some(item) = native_item(format.as_str()) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let from = native_item(&view.format);
    if from.is_none_or(|from| !is_byte(from)) && !is_byte(item) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    if range.len() % item.size != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let (count, dimensions) = match shape {
        None => (range.len() / item.size, Dimensions::One),
        Some(shape) => {
            let lengths = lengths(vm, &shape)?;
            let size = lengths.iter().try_fold(item.size, |size, length| size.checked_mul(*length));
            let Some(size) = size.filter(|size| i64::try_from(*size).is_ok()) else {
                return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"));
            };
            if size != range.len() {
                let message = "memoryview: product(shape) * itemsize != buffer size";
                return Err(vm.type_error(message));
            }
            match lengths.as_slice() {
                [] => (1, Dimensions::Scalar),
                [count] => (*count, Dimensions::One),
                [count, inner @ ..] => (*count, Dimensions::Several(inner.into())),
            }
        }
    };
    let step = (range.len() / count.max(1)) as i64;
    let step = if range.is_empty() { item.size as i64 } else { step };
    let positions = Positions { start: range.start, step, count };
    let layout = (format.as_str().into(), item.size);
    let places = (positions, dimensions);
    let owner = view.owner.get();
    Ok(MemoryView::make(vm, view.object.get(), places, layout, view.readonly, owner))
}

/// The maximum number of dimensions of a view.
const MOST_DIMENSIONS: usize = 64;

/// The lengths of dimensions.
fn lengths(vm: &Vm, shape: &[Value]) -> VmResult<Vec<usize>> {
    let of = |length: &Value| {
        if !crate::objects::int::is_int(length) {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        match usize::try_from(vm.index_clipped(length)?) {
            Ok(length) if length > 0 => Ok(length),
            _ => {
                let message = "memoryview.cast(): elements of shape must be integers > 0";
                Err(vm.value_error(message))
            }
        }
    };
    shape.iter().map(of).collect()
}

/// The items of a view as nested lists; for one without dimensions, its item.
fn nested(vm: &Vm, mut values: Vec<Value>, shape: &[usize]) -> VmResult {
    let [_, inner @ ..] = shape else {
        return Ok(values.into_iter().next().unwrap_or(Value::NONE));
    };
    // From the items outward, each dimension groups the previous lists into rows.
    for size in inner.iter().rev() {
        let count = values.len() / (*size).max(1);
        let mut items = values.into_iter();
        let rows = (0..count).map(|_| List::new(items.by_ref().take(*size).collect()).into_value());
        values = vm.collect(rows)?;
    }
    Ok(List::new(values).into_value())
}

fn is_byte(item: Item) -> bool {
    item.size == 1 && item.form != Form::Bool
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
    collection: Some(Collection::Sequence),
    subclassable: false,
    methods: &[
        NativeDef::static_method(
            "__new__(cls, object)",
            "Create and return a new object.",
            construct,
        ),
        BUFFER,
        RELEASE_BUFFER,
        FROM_FLAGS,
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |_, args| {
            let released = args.data::<MemoryView>().released.get();
            let what = if released { "released memory" } else { "memory" };
            Ok(format!("<{what} at {:#x}>", args[0].bits()).into())
        }),
        NativeDef::new("__hash__(self, /)", "Return hash(self).", |vm, args| {
            if let Some(hash) = args.data::<MemoryView>().hash.get() {
                return Ok(Value::from(hash));
            }
            let view = this(vm, args)?;
            if !view.readonly {
                return Err(vm.value_error("cannot hash writable memoryview object"));
            }
            if native_item(&view.format).is_none_or(|item| !is_byte(item)) {
                let message = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
                return Err(vm.value_error(message));
            }
            // The exposed memory must not change, either.
            let object = view.object.get();
            if !object.is_none() {
                vm.hash(&object)?;
            }
            let hash = crate::objects::str::hash_bytes(&view.to_vec(vm)?) as i64;
            view.hash.set(Some(hash));
            Ok(Value::from(hash))
        }),
        NativeDef::new("__eq__(self, value, /)", "Return self==value.", |vm, args| {
            equals(vm, args, true)
        }),
        NativeDef::new("__ne__(self, value, /)", "Return self!=value.", |vm, args| {
            equals(vm, args, false)
        }),
        NativeDef::new("__len__(self, /)", "Return len(self).", |vm, args| match this(vm, args)? {
            MemoryView { dimensions: Dimensions::Scalar, .. } => {
                Err(vm.type_error("0-dim memory has no length"))
            }
            view => Ok(view.positions.count.into()),
        }),
        NativeDef::new("__getitem__(self, key, /)", "Return self[key].", get_item),
        NativeDef::new("__setitem__(self, key, value, /)", "Set self[key] to value.", set_item),
        NativeDef::new("__delitem__(self, key, /)", "Delete self[key].", |vm, args| {
            let is_fixed = this(vm, args)?.readonly;
            Err(vm.type_error(match is_fixed {
                true => "cannot modify read-only memory",
                false => "cannot delete memory",
            }))
        }),
        NativeDef::new("__iter__(self, /)", "Implement iter(self).", |vm, args| {
            let view = this(vm, args)?;
            match view.dimensions {
                Dimensions::Scalar => Err(vm.type_error("invalid indexing of 0-dim memory")),
                Dimensions::One => vm.iter(&Tuple::new(view.values(vm)?).into_value()),
                Dimensions::Several(_) => {
                    let message = "multi-dimensional sub-views are not implemented";
                    Err(vm.error(Exc::NotImplementedError, message))
                }
            }
        }),
        NativeDef::new("__enter__(self, /)", "", |vm, args| {
            this(vm, args)?;
            Ok(args[0].clone())
        }),
        NativeDef::new("__exit__(self, /, *args)", "", |_, args| {
            args.data::<MemoryView>().release();
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "release(self, /)",
            "Release the underlying buffer exposed by the memoryview object.",
            |_, args| {
                args.data::<MemoryView>().release();
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "tobytes(self, /, order='C')",
            "Return the data in the buffer as a byte string.",
            |vm, args| {
                let view = this(vm, args)?;
                let order = args.some(1).and_then(|order| order.get::<Str>());
                let data = match order.map(|order| order.as_str()) {
                    Some("F") => view.in_fortran_order(vm)?,
                    None | Some("C" | "A") => view.to_vec(vm)?,
                    Some(_) => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
                };
                Ok(bytes::Bytes::new(data).into_value())
            },
        ),
        NativeDef::new(
            "tolist(self, /)",
            "Return the data in the buffer as a list of elements.",
            |vm, args| {
                let view = this(vm, args)?;
                nested(vm, view.values(vm)?, &view.shape())
            },
        ),
        NativeDef::new(
            "toreadonly(self, /)",
            "Return a readonly version of the memoryview.",
            |vm, args| {
                let view = this(vm, args)?;
                check_viewable(vm, view)?;
                Ok(view.like(vm, view.positions, true))
            },
        ),
        NativeDef::new(
            "cast(self, /, format, shape=None)",
            "Cast a memoryview to a new format or shape.",
            cast,
        ),
        NativeDef::new(
            "hex(self, /, sep=None, bytes_per_sep=1)",
            "Return the data in the buffer as a str of hexadecimal numbers.\n\nA separator is put between the bytes, or between groups of bytes_per_sep bytes, counted\nfrom the right, or from the left if it is negative.\n\n>>> memoryview(b'abc').hex(':')\n'61:62:63'",
            |vm, args| {
                this(vm, args)?;
                bytes_methods::hex(vm, args)
            },
        ),
    ],
    properties: &[
        property!("obj", "The underlying object of the memoryview.", MemoryView::owner),
        property!("nbytes", "The amount of space in bytes.", |view| view.byte_count().into()),
        property!("readonly", "Whether the memory is read only.", |view| {
            Value::bool(view.readonly)
        }),
        property!("itemsize", "The size in bytes of each element.", |view| view.item_size.into()),
        property!("format", "The format of each element, as in struct.", |view| {
            (&*view.format).into()
        }),
        property!("ndim", "How many dimensions the array has.", |view| view.shape().len().into()),
        property!("shape", "The length of each dimension.", |view| {
            Tuple::new(view.shape().into_iter().map(Value::from)).into_value()
        }),
        property!("strides", "The bytes from an element to the next.", |view| {
            Tuple::new(view.strides().into_iter().map(Value::from)).into_value()
        }),
        property!("suboffsets", "Used internally for PIL-style arrays.", |_| {
            Tuple::empty().into_value()
        }),
        property!("c_contiguous", "Whether the memory is C contiguous.", |view| {
            Value::bool(view.contiguous().is_some())
        }),
        property!("f_contiguous", "Whether the memory is Fortran contiguous.", |view| {
            Value::bool(view.is_fortran())
        }),
        property!("contiguous", "Whether the memory is contiguous.", |view| {
            Value::bool(view.contiguous().is_some())
        }),
    ],
    ..ClassDef::BASE
};
