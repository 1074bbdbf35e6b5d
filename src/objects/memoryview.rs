//! `memoryview`: a window on the memory of another object.
//!
//! Views of several dimensions come from `cast`, so only their first dimension can have gaps.

mod export;
mod methods;

use super::bytes::{self, ByteArray};
use super::exception::Exc;
use super::native::{Args, Exports, Memory, Native, NativeDef, NativeObject};
use super::packed::Item;
use super::scalar::type_name;
use super::slice::Positions;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use export::Export;
pub use export::RELEASE_BUFFER;
pub(super) use export::of_program;
pub use methods::CLASS;

/// The number of rows copied between two ticks.
const ROWS: usize = 4096;

/// The data of a memoryview.
pub struct MemoryView {
    /// The viewed object; unset once the view is released.
    object: Slot,
    /// What ends the export of a program's class with its last view; None for other memory.
    owner: Slot,
    /// The positions of the first byte of each visible item, or of its row along the first
    /// dimension.
    positions: Positions,
    dimensions: Dimensions,
    /// The format of an item, as in `struct`.
    format: Rc<str>,
    item_size: usize,
    readonly: bool,
    released: Cell<bool>,
    /// Whether programs cannot make further views of it.
    restricted: Cell<bool>,
    /// The hash, once computed: it outlives the release.
    hash: Cell<Option<i64>>,
}

/// The dimensions of a view.
#[derive(Clone)]
enum Dimensions {
    /// None: one item.
    Scalar,
    /// One, as usual.
    One,
    /// Several: the lengths of those after the first.
    Several(Rc<[usize]>),
}

impl NativeObject for MemoryView {
    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.object.get());
        visit(&self.owner.get());
    }

    fn clear(&self) {
        self.let_go();
    }
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// The views of an object's memory, if it counts them: memory of fixed size need not.
fn exports(object: &Value) -> Option<&Exports> {
    match object.get::<ByteArray>() {
        Some(array) => Some(&array.exports),
        None => Some(object.get::<Native>()?.buffer()?.exports),
    }
}

impl MemoryView {
    /// Ends the view of the object.
    fn let_go(&self) {
        let object = self.object.replace(Value::NONE);
        if let Some(exports) = exports(&object) {
            exports.end();
        }
        self.owner.replace(Value::NONE);
    }

    /// Ends the view early.
    fn release(&self) {
        self.released.set(true);
        self.let_go();
    }

    /// The object that programs see as the owner of the memory.
    fn owner(&self) -> Value {
        let owner = self.owner.get();
        match owner.native::<Export>() {
            Some(export) if export.is_visible() => owner,
            _ => self.object.get(),
        }
    }

    /// Whether it shows nothing any more.
    pub fn is_released(&self) -> bool {
        self.released.get()
    }

    /// The bytes seen.
    ///
    /// # Errors
    /// Same as [`Vm::copied`].
    pub fn to_vec(&self, vm: &Vm) -> VmResult<Vec<u8>> {
        self.with(vm, |data| vm.copied(data))?
    }

    /// Calls `f` with the visible bytes, which are copied only if they are not contiguous. `f` must
    /// not run code of the program.
    ///
    /// # Errors
    /// Same as [`Vm::copied`].
    pub fn with<R>(&self, vm: &Vm, f: impl FnOnce(&[u8]) -> R) -> VmResult<R> {
        let object = self.object.get();
        // An array may have shrunk: CPython would have refused that.
        let data = bytes::own_buffer(&object);
        let data = data.as_deref().unwrap_or(&[]);
        if let Some(range) = self.contiguous() {
            let end = range.end.min(data.len());
            return Ok(f(&data[range.start.min(end)..end]));
        }
        let size = self.row_size();
        let mut copy = vm.vec_with_capacity(self.byte_count())?;
        let mut places = self.positions.peekable();
        while places.peek().is_some() {
            vm.tick(ROWS)?;
            for row in places.by_ref().take(ROWS).filter_map(|at| data.get(at..at + size)) {
                // A row of several dimensions may be long.
                vm.append(&mut copy, row)?;
            }
        }
        Ok(f(&copy))
    }

    /// The range of the visible bytes, if they are contiguous.
    fn contiguous(&self) -> Option<std::ops::Range<usize>> {
        let Positions { start, step, count } = self.positions;
        let size = self.row_size();
        let whole = step == size as i64 || count <= 1;
        whole.then(|| start..start + count * size)
    }

    /// The number of bytes seen.
    pub fn byte_count(&self) -> usize {
        self.positions.count * self.row_size()
    }

    /// The lengths of the dimensions after the first.
    fn inner(&self) -> &[usize] {
        match &self.dimensions {
            Dimensions::Several(lengths) => lengths,
            Dimensions::Scalar | Dimensions::One => &[],
        }
    }

    /// The number of bytes per index of the first dimension.
    fn row_size(&self) -> usize {
        self.item_size * self.inner().iter().product::<usize>()
    }

    fn shape(&self) -> Vec<usize> {
        match &self.dimensions {
            Dimensions::Scalar => Vec::new(),
            _ => {
                std::iter::once(self.positions.count).chain(self.inner().iter().copied()).collect()
            }
        }
    }

    fn strides(&self) -> Vec<i64> {
        let mut strides = Vec::new();
        let mut size = self.item_size as i64;
        for length in self.inner().iter().rev() {
            strides.push(size);
            size *= *length as i64;
        }
        if !matches!(self.dimensions, Dimensions::Scalar) {
            strides.push(self.positions.step);
        }
        strides.reverse();
        strides
    }

    /// Whether the bytes are in Fortran order: the first index changes fastest.
    fn is_fortran(&self) -> bool {
        let longer = self.shape().iter().filter(|length| **length > 1).count();
        self.contiguous().is_some() && (longer <= 1 || self.byte_count() == 0)
    }

    /// The bytes with the first index changing fastest.
    fn in_fortran_order(&self, vm: &Vm) -> VmResult<Vec<u8>> {
        let shape = self.shape();
        let data = self.with(vm, |data| vm.copied(data))??;
        let mut ordered = vm.vec_with_capacity(data.len())?;
        for item in 0..data.len() / self.item_size {
            let mut rest = item;
            let indices = shape.iter().map(|length| {
                let index = rest % length;
                rest /= length;
                (index, *length)
            });
            let at = indices.fold(0, |at, (index, length)| at * length + index) * self.item_size;
            ordered.extend_from_slice(&data[at..at + self.item_size]);
            vm.tick(1)?;
        }
        Ok(ordered)
    }

    fn make(
        vm: &Vm,
        object: Value,
        (positions, dimensions): (Positions, Dimensions),
        (format, item_size): (Rc<str>, usize),
        readonly: bool,
        owner: Value,
    ) -> Value {
        if let Some(exports) = exports(&object) {
            exports.begin();
        }
        Native::new(
            &vm.class_for(&CLASS),
            MemoryView {
                object: object.into(),
                owner: owner.into(),
                positions,
                dimensions,
                format,
                item_size,
                readonly,
                released: Cell::new(false),
                restricted: Cell::new(false),
                hash: Cell::new(None),
            },
        )
        .into_value()
    }

    /// A view of the same object.
    fn like(&self, vm: &Vm, positions: Positions, readonly: bool) -> Value {
        self.like_of(vm, positions, readonly, self.owner.get())
    }

    fn like_of(&self, vm: &Vm, positions: Positions, readonly: bool, owner: Value) -> Value {
        let layout = (self.format.clone(), self.item_size);
        let places = (positions, self.dimensions.clone());
        MemoryView::make(vm, self.object.get(), places, layout, readonly, owner)
    }

    /// The reading of an item.
    ///
    /// # Errors
    /// NotImplementedError for a format that views don't read.
    fn item(&self, vm: &Vm) -> VmResult<Item> {
        native_item(&self.format).ok_or_else(|| {
            let message = format!("memoryview: format {} not supported", self.format);
            vm.error(Exc::NotImplementedError, message)
        })
    }

    fn values(&self, vm: &Vm) -> VmResult<Vec<Value>> {
        let item = self.item(vm)?;
        self.with(vm, |data| {
            vm.collect(data.chunks_exact(item.size).map(|one| item.read(one, LITTLE)))
        })?
    }
}

const LITTLE: bool = cfg!(target_endian = "little");

/// The item of a format with one character, which `@` may precede.
fn native_item(format: &str) -> Option<Item> {
    match format.strip_prefix('@').unwrap_or(format).as_bytes() {
        [code] => Item::native(*code),
        _ => None,
    }
}

/// The number of bytes that can be written into an object: a bytearray, an array, or a view of one.
/// None if it is none of these.
pub fn room(value: &Value) -> Option<usize> {
    with_mut(value, |data| data.len())
}

/// Writes bytes to the start of the memory that [`room`] measured; the excess is dropped.
pub fn fill(value: &Value, data: &[u8]) {
    with_mut(value, |room| {
        let count = room.len().min(data.len());
        room[..count].copy_from_slice(&data[..count]);
    });
}

/// Calls `f` with the bytes of an object that can be written to: a bytearray, an array, or a view
/// of one. None if it is none of these. `f` must not run code of the program.
pub fn with_mut<R>(value: &Value, f: impl FnOnce(&mut [u8]) -> R) -> Option<R> {
    let Some(view) = value.native::<MemoryView>() else {
        return with_cell(value, |data| f(&mut data.borrow_mut()));
    };
    if view.readonly || view.released.get() {
        return None;
    }
    with_cell(&view.object.get(), |data| {
        let mut data = data.borrow_mut();
        if let Some(range) = view.contiguous() {
            let end = range.end.min(data.len());
            return f(&mut data[range.start.min(end)..end]);
        }
        let size = view.row_size();
        let places = || view.positions.flat_map(|at| at..at + size);
        let mut copy: Vec<u8> = places().filter_map(|at| data.get(at).copied()).collect();
        let result = f(&mut copy);
        for (at, byte) in places().zip(copy) {
            if let Some(to) = data.get_mut(at) {
                *to = byte;
            }
        }
        result
    })
}

fn with_cell<R>(object: &Value, f: impl FnOnce(&RefCell<Memory<'_>>) -> R) -> Option<R> {
    match object.get::<ByteArray>() {
        Some(array) => Some(f(&array.data)),
        None => {
            let buffer = object.get::<Native>()?.buffer()?;
            (!buffer.readonly).then(|| f(buffer.data))
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

/// Refuses further views of a view that does not allow them.
fn check_viewable(vm: &Vm, view: &MemoryView) -> VmResult<()> {
    check(vm, view)?;
    if view.restricted.get() {
        return Err(vm.value_error("cannot create new view on restricted memoryview"));
    }
    Ok(())
}

/// Refuses a view that was released.
///
/// # Errors
/// ValueError for such a view.
pub fn check_value(vm: &Vm, value: &Value) -> VmResult<()> {
    value.native::<MemoryView>().map_or(Ok(()), |view| check(vm, view))
}

/// `__buffer__` of the built-in types that export memory (PEP 688).
pub const BUFFER: NativeDef = NativeDef::new(
    "__buffer__(self, flags, /)",
    "Return a buffer object that exposes the underlying memory of the object.",
    |vm, args| {
        let flags = export::requested(vm, &args[1])?;
        let view = plain(vm, &args[0])?;
        export::check_request(vm, flags, &view)?;
        Ok(view)
    },
);

fn construct(vm: &Vm, args: Args<'_>) -> VmResult {
    over(vm, &args[1])
}

/// `memoryview(object)`
/// A view of an object.
///
/// # Errors
/// TypeError if it does not export memory; ValueError for a released view.
pub fn over(vm: &Vm, object: &Value) -> VmResult {
    match of_program(vm, object, bytes::FULL_READ_ONLY)? {
        Some(view) => Ok(view),
        None => plain(vm, object),
    }
}

/// A view of memory that is at hand.
fn plain(vm: &Vm, object: &Value) -> VmResult {
    plain_of(vm, object, export::watched(vm, object))
}

/// [`plain`] for a new view with this owner.
fn plain_of(vm: &Vm, object: &Value, owner: Value) -> VmResult {
    if let Some(view) = object.native::<MemoryView>() {
        check_viewable(vm, view)?;
        return Ok(view.like(vm, view.positions, view.readonly));
    }
    let Some(length) = bytes::own_buffer(object).map(|data| data.len()) else {
        let shown = type_name(vm, object);
        return Err(
            vm.type_error(format!("memoryview: a bytes-like object is required, not '{shown}'"))
        );
    };
    let buffer = object.get::<Native>().and_then(|native| native.buffer());
    let (format, size, fixed) =
        buffer.map_or(("B", 1, false), |buffer| (buffer.format, buffer.item_size, buffer.readonly));
    let positions = Positions { start: 0, step: size as i64, count: length / size };
    let readonly = fixed || object.kind() == Some(Kind::Bytes);
    let places = (positions, Dimensions::One);
    Ok(MemoryView::make(vm, object.clone(), places, (format.into(), size), readonly, owner))
}
