//! Objects of native classes: a Rust value reached through a pointer.

use super::Args;
use crate::objects::class::Class;
use crate::objects::exception::Exc;
use crate::runtime::heap::MAY_HOLD_FILES;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Vm, VmResult};
use std::any::Any;

/// The data of an object of a native type, reached through [`Native`].
pub trait NativeObject: Any {
    /// Visits every value the object holds (see [`Object::traverse`]).
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }

    /// Drops the references that can be part of a cycle (see [`Object::clear`]).
    fn clear(&self) {}

    /// The memory that the object exports (the buffer protocol), if any.
    fn buffer(&self) -> Option<Buffer<'_>> {
        None
    }

    /// The index of the item that this descriptor gets from tuples, if it does nothing else.
    fn item_of_tuples(&self) -> Option<usize> {
        None
    }
}

/// Memory of an object that others may read and write.
pub struct Buffer<'a> {
    /// The bytes.
    pub data: &'a std::cell::RefCell<Memory<'a>>,
    /// The format of an item, as in `struct`.
    pub format: &'static str,
    /// The size of an item in bytes.
    pub item_size: usize,
    /// Whether it cannot be written.
    pub readonly: bool,
    /// The views of it.
    pub exports: &'a Exports,
}

/// The number of views of an object's memory. While there is one, the memory keeps its size.
#[derive(Debug, Default)]
pub struct Exports(std::cell::Cell<usize>);

impl Exports {
    /// The message of bytearrays and of `BytesIO`.
    pub const HELD: &str = "Existing exports of data: object cannot be re-sized";

    /// Counts another view.
    pub fn begin(&self) {
        self.0.set(self.0.get() + 1);
    }

    /// Counts a view less.
    pub fn end(&self) {
        self.0.set(self.0.get().saturating_sub(1));
    }

    /// Refuses to change the size of memory that is viewed.
    ///
    /// # Errors
    /// BufferError with this message.
    pub fn check(&self, vm: &Vm, message: &str) -> VmResult<()> {
        match self.0.get() {
            0 => Ok(()),
            _ => Err(vm.error(Exc::BufferError, message)),
        }
    }
}

/// Bytes of any kind of memory.
pub type Memory<'a> = dyn std::ops::DerefMut<Target = [u8]> + 'a;

/// The payload of [`Kind::Native`] objects.
pub struct Native {
    data: Box<dyn NativeObject>,
}

impl Object for Native {
    const KIND: Kind = Kind::Native;

    fn traverse(&self, visit: Visitor<'_>) {
        self.data.traverse(visit);
    }

    fn clear(&self) {
        self.data.clear();
    }
}

impl Native {
    /// Whether the object has nothing beside its attributes.
    pub fn is_plain(&self) -> bool {
        std::mem::size_of_val(&*self.data) == 0
    }

    /// An instance of `class` (made from a [`ClassDef`] of kind `Native`, or derived from one).
    pub fn new<T: NativeObject>(class: &Ref<Class>, data: T) -> Ref<Native> {
        let new = Ref::with_class(
            Native { data: Box::new(data) },
            class.as_value().clone(),
            class.instances_have_dict(),
        );
        if std::mem::needs_drop::<T>() {
            new.header().set_flags(MAY_HOLD_FILES);
        }
        new
    }
}

impl Ref<Native> {
    /// Marks the object as one whose destruction is not observable when the process ends.
    pub fn ends_unnoticed(self) -> Ref<Native> {
        self.header().clear_flags(MAY_HOLD_FILES);
        self
    }
}

impl Value {
    /// The receiver of a special method, whose class has been checked.
    ///
    /// # Panics
    /// If the class of the method has another payload than `T`: an error in a method table.
    #[inline(always)]
    pub fn receiver<T: Object>(&self) -> &Ref<T> {
        self.get::<T>().expect("the receiver was checked")
    }

    /// The data of a native object, if it is of this type.
    #[inline]
    pub fn native<T: NativeObject>(&self) -> Option<&T> {
        let data: &dyn Any = &*self.get::<Native>()?.data;
        data.downcast_ref()
    }
}

impl Ref<Native> {
    /// See [`NativeObject::buffer`].
    pub fn buffer(&self) -> Option<Buffer<'_>> {
        self.data.buffer()
    }

    /// As for [`NativeObject::item_of_tuples`].
    pub fn item_of_tuples(&self) -> Option<usize> {
        self.data.item_of_tuples()
    }
}

impl<'a> Args<'a> {
    /// The receiver's data, for methods of native classes.
    ///
    /// # Panics
    /// If the class of the method has data other than `T`: an error in a method table.
    #[inline]
    pub fn data<T: NativeObject>(&self) -> &'a T {
        self.named()[0].native::<T>().expect("the receiver was checked")
    }
}

/// A mutable value inside native data, under a shorter name.
pub type Field = Slot;
