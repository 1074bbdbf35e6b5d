//! The kinds of heap object, and the heap's table of their properties.

use super::heap::{HAS_DICT, Header};
use super::slot::Slot;
use super::value::Value;
use std::cell::Cell;

/// Declares [`Kind`] and [`Kind::ALL`] together.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The Rust type behind a heap object. Every kind but [`Kind::Free`] has one payload type,
        /// which implements [`Object`] and is registered when an interpreter is made.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// The number of kinds.
            pub const COUNT: usize = [$(Kind::$name),*].len();
            /// All of them, in the order of their numbers.
            pub const ALL: [Kind; Kind::COUNT] = [$(Kind::$name),*];
        }
    };
}

kinds! {
    /// A slot of a heap page that holds no object.
    Free,
    /// An instance of a Python class (or of `object`): attributes by shape.
    Instance,
    /// An int of more than 48 bits, or an instance of a subclass of int.
    Int,
    /// An instance of a subclass of float (floats themselves are immediate).
    Float,
    /// `complex`
    Complex,
    /// `decimal.Decimal`
    Decimal,
    /// `str`
    Str,
    /// `bytes`
    Bytes,
    /// `bytearray`
    ByteArray,
    /// `list`
    List,
    /// `tuple`
    Tuple,
    /// `dict`
    Dict,
    /// `set` and `frozenset`
    Set,
    /// `range`
    Range,
    /// `slice`
    Slice,
    /// A variable shared between a function and the functions inside it.
    Cell,
    /// The compiled form of a function body, class body or module.
    Code,
    /// A Python function.
    Function,
    /// A function written in Rust.
    NativeFunction,
    /// A function with its first argument.
    BoundMethod,
    /// A class.
    Class,
    /// A module.
    Module,
    /// An exception of any class.
    Exception,
    /// A location that an exception has passed through.
    Traceback,
    /// A frame object, a program's view of a frame.
    Frame,
    /// A generator, coroutine or asynchronous generator: a frame that lives on the heap.
    Generator,
    /// A coroutine written in Rust, such as the one that `asyncio.sleep()` returns.
    NativeCoroutine,
    /// Iterates over a range of small ints.
    RangeIterator,
    /// Iterates over a list.
    ListIterator,
    /// Iterates over a tuple.
    TupleIterator,
    /// Iterates over a dict's keys, values or items.
    DictIterator,
    /// Any other iterator written in Rust.
    NativeIterator,
    /// `dict_keys`, `dict_values`, `dict_items`
    DictView,
    /// `mappingproxy`
    MappingProxy,
    /// `property`
    Property,
    /// `staticmethod`
    StaticMethod,
    /// `classmethod`
    ClassMethod,
    /// An attribute computed by Rust code.
    NativeProperty,
    /// `super`
    Super,
    /// `weakref.ref`
    WeakRef,
    /// `asyncio.Future`
    Future,
    /// `asyncio.Task`
    Task,
    /// Any other type that a module defines in Rust.
    Native,
}

/// A function called with each value that an object holds.
pub type Visitor<'a> = &'a mut dyn FnMut(&Value);

/// The payload of a kind of heap object.
pub trait Object: Sized + 'static {
    /// The kind, which only this type has.
    const KIND: Kind;

    /// Whether objects of this kind can be part of a reference cycle.
    const IS_CONTAINER: bool = true;

    /// Visits every value to which the object holds a counted reference, each once.
    ///
    /// Omitting one leaks cycles through it, but does nothing worse.
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }

    /// Drops the references that can be part of a cycle. Called on unreachable objects.
    fn clear(&self) {}

    /// The number of values after the payload (see [`super::reference::Ref::with_tail`]).
    fn tail_len(&self) -> usize {
        0
    }
}

/// The heap's operations on a kind.
#[derive(Clone, Copy)]
pub struct KindOps {
    /// Size of header and payload, in bytes.
    pub(super) size: usize,
    pub(super) is_container: bool,
    /// Drops payload and tail.
    pub(super) destroy: unsafe fn(*mut Header),
    pub(super) tail_len: unsafe fn(*const Header) -> usize,
    pub(super) traverse: unsafe fn(*const Header, Visitor<'_>),
    pub(super) clear: unsafe fn(*const Header),
}

#[repr(C)]
pub(super) struct Boxed<T> {
    pub header: Header,
    pub payload: T,
}

impl KindOps {
    const NONE: KindOps = KindOps {
        size: 0,
        is_container: false,
        destroy: |_| unreachable!("an object of a kind that was never registered"),
        tail_len: |_| 0,
        traverse: |_, _| {},
        clear: |_| {},
    };

    fn of<T: Object>() -> KindOps {
        KindOps {
            size: size_of::<Boxed<T>>(),
            is_container: T::IS_CONTAINER,
            destroy: |p| {
                // SAFETY: the heap calls these functions only for objects whose kind is `T::KIND`,
                // which are always made as `Boxed<T>`, with as many values after the payload as it
                // says; and this one for the last use of both.
                unsafe {
                    let payload = &raw mut (*p.cast::<Boxed<T>>()).payload;
                    let tail = (*payload).tail_len() + usize::from((*p).has(HAS_DICT));
                    let start = p.cast::<u8>().add(size_of::<Boxed<T>>()).cast::<Slot>();
                    std::ptr::drop_in_place(payload);
                    std::ptr::drop_in_place(std::ptr::slice_from_raw_parts_mut(start, tail));
                }
            },
            tail_len: |p| {
                // SAFETY: as for `destroy`.
                unsafe { (*p.cast::<Boxed<T>>()).payload.tail_len() }
            },
            traverse: |p, visit| {
                // SAFETY: as for `destroy`.
                unsafe { (*p.cast::<Boxed<T>>()).payload.traverse(visit) }
            },
            clear: |p| {
                // SAFETY: as for `destroy`.
                unsafe { (*p.cast::<Boxed<T>>()).payload.clear() }
            },
        }
    }
}

thread_local! {
    static OPS: [Cell<KindOps>; Kind::COUNT] =
        const { [const { Cell::new(KindOps::NONE) }; Kind::COUNT] };
}

/// Registers a kind with this thread's heap. Registering twice is harmless.
pub fn register<T: Object>() {
    OPS.with(|ops| ops[T::KIND as usize].set(KindOps::of::<T>()));
}

#[inline]
pub(super) fn ops(kind: Kind) -> KindOps {
    OPS.with(|ops| ops[kind as usize].get())
}
