//! The VM: frames, calls, the interpreter loop, and the protocols of all operations on objects.
//!
//! Native code receives the VM as `&Vm`. Its state is in cells, because any operation may run the
//! program's code, which may call native code again.

mod attributes;
mod binding;
mod caches;
mod call;
pub mod capabilities;
mod class_bases;
mod class_twins;
mod classes;
mod compare;
mod construct;
mod errors;
mod faults;
mod fiber;
mod finalize;
pub mod flags;
mod foreign;
mod frame;
mod frame_object;
mod generators;
mod host;
mod import;
mod import_times;
mod inspect;
mod interpreter;
mod isolate;
mod iterate;
pub mod limits;
mod loop_hooks;
mod membership;
mod meter;
pub mod monitor;
mod names;
mod numbers;
mod open_files;
pub mod output;
mod pacing;
mod position;
mod properties;
mod protocol;
pub mod reach;
mod recover;
mod special;
mod stack;
mod start;
mod steps;
mod supers;
mod types;
mod unwind;

pub use classes::ClassRegistry;
pub use compare::quick_eq;
pub use errors::Raised;
pub use fiber::Fiber;
pub use frame::{Frame, OnReturn};
pub use frame_object::FrameObject;
pub use generators::{Outcome, Sink};
pub use host::{FoundModule, Host};
pub use inspect::Running;
pub use isolate::{Entered, objects_left, repeat_addresses, with_current};
pub use iterate::is_derived;
pub use loop_hooks::LoopHooks;
pub use names::Names;
pub use protocol::quick_hash;
pub use types::Types;

use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::runtime::feedback::AttributeTable;
use crate::runtime::{Ref, Slot, Value};
use import_times::ImportTimes;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The part of a native stack, in bytes, that is reserved for Rust code running at the recursion
/// limit.
const STACK_RESERVE: usize = 256 * 1024;

/// The result of an operation that may raise an exception.
pub type VmResult<T = Value> = Result<T, Raised>;

/// The state of an interpreter.
pub struct Vm {
    /// The innermost running frame; null while no code of the program runs.
    pub(crate) frame: Cell<*mut Frame>,
    /// The frames and registers.
    pub(crate) stack: stack::Stack,
    /// The root of the running chain of generators or coroutines; null if none runs.
    pub(crate) root: Cell<*mut Frame>,
    /// The exception being unwound is raised again unchanged, by the frame that handled it.
    pub(crate) reraised: Cell<bool>,
    /// The exception that left the frames which Rust entered last, as bits: where it goes on, it is
    /// not raised anew. 0 for none.
    pub(crate) passing: Cell<u64>,
    /// The address of the exception last thrown into a chain of coroutines.
    pub(crate) thrown: Cell<usize>,
    /// Objects whose `repr` is being computed, to detect those that contain themselves.
    shown: RefCell<Vec<u64>>,
    /// The current number of nested frames and native calls.
    pub(crate) depth: Cell<usize>,
    /// Coroutines record where they are created (asyncio's debug mode).
    pub notes_coroutines: Cell<bool>,
    /// Everything is recorded (`hob trace`): the event loop is notified of output, and of the use of
    /// locks and queues.
    pub is_traced: Cell<bool>,
    /// The exception that native code handles while it runs the program's code, like a `finally` of
    /// CPython's library; unset or None if none.
    pub handled_by_library: Slot,
    /// `sys.getrecursionlimit()`
    pub recursion_limit: Cell<usize>,
    /// The lowest address to which the native stack may grow.
    pub(crate) stack_floor: Cell<usize>,
    /// `stack_floor` of the stack on which the program started, if nothing limits it.
    unlimited_floor: usize,
    /// Set when backward jumps must check for requests: after Ctrl-C, or when a collection is due.
    pub attention: Arc<AtomicBool>,
    /// Set by Ctrl-C, together with `attention`.
    pub interrupt: Arc<AtomicBool>,
    /// Set when a signal has arrived for which the program has a handler, together with
    /// `attention`.
    pub signalled: Arc<AtomicBool>,
    /// The classes that the VM itself uses.
    pub types: Types,
    /// Interned names that the VM itself uses.
    pub names: Names,
    /// Attribute look-ups for which the caches of instructions have no room.
    attribute_table: AttributeTable,
    /// Classes made from declarations, by the declaration's address.
    classes: ClassRegistry,
    /// The running fiber; none on the stack on which the program started.
    fiber: Cell<Option<Rc<Fiber>>>,
    /// The innermost frame of the stack on which the program started, while a fiber runs.
    base_frame: Cell<*mut frame::Frame>,
    /// The `builtins` namespace.
    pub builtins: Ref<Dict>,
    /// `sys.modules`
    pub modules: Ref<Dict>,
    /// The program's own folder, which is searched for modules first; empty for the current one.
    pub(crate) first_folder: RefCell<Option<String>>,
    /// Names of modules whose code is running for the first time.
    pub(crate) importing: RefCell<Vec<String>>,
    /// The times of imports, for `-X importtime`.
    pub import_times: ImportTimes,
    /// Whether locations in the program show only lines (`-X no_debug_ranges`).
    pub hides_columns: Cell<bool>,
    /// The layers above the VM.
    host: Box<dyn Host>,
    /// The event loop's state.
    event_loop: Rc<dyn LoopHooks>,
    /// State that modules keep per interpreter, by type.
    extensions: RefCell<FxHashMap<std::any::TypeId, std::rc::Rc<dyn std::any::Any>>>,
    /// The program's access to the world outside its memory.
    capabilities: RefCell<capabilities::Capabilities>,
    /// Addresses of hosts that it may connect to, and ports.
    granted_addresses: RefCell<std::collections::HashSet<(std::net::IpAddr, u16)>>,
    /// The folders that it may use.
    roots: RefCell<Vec<reach::Root>>,
    /// The functions to call when a limit has ended the program.
    when_ended: RefCell<Vec<recover::Forget>>,
    /// The descriptors that the program has opened, if their number is limited.
    open_files: open_files::OpenFiles,
    /// The program's use of its limits.
    pub meter: meter::Meter,
    /// The tools that are notified of what the program does.
    pub monitor: monitor::Monitor,
    /// The settings of `sys.flags`.
    pub flags: flags::Flags,
    /// Standard output, buffered.
    pub output: output::Output,
    /// The heap and other state that is the thread's while the interpreter is entered. The last
    /// field: it is dropped after all values.
    pub(crate) isolate: isolate::Owner,
}

impl Vm {
    /// The event loop's state.
    #[inline]
    pub fn event_loop(&self) -> &Rc<dyn LoopHooks> {
        &self.event_loop
    }

    /// The lowest address to which the native stack may grow.
    pub fn stack_floor(&self) -> usize {
        self.stack_floor.get()
    }

    /// The state of type `T` that a module keeps in this interpreter, made on first use.
    pub fn extension<T: Default + 'static>(&self) -> std::rc::Rc<T> {
        let id = std::any::TypeId::of::<T>();
        if let Some(known) =
            self.extensions.borrow().get(&id).cloned().and_then(|e| e.downcast().ok())
        {
            return known;
        }
        let new = std::rc::Rc::new(T::default());
        self.extensions.borrow_mut().insert(id, new.clone());
        new
    }

    /// The state of type `T`, if it was ever used.
    pub fn extension_if_made<T: 'static>(&self) -> Option<std::rc::Rc<T>> {
        let id = std::any::TypeId::of::<T>();
        self.extensions.borrow().get(&id).cloned().and_then(|e| e.downcast().ok())
    }

    /// A TypeError to be raised.
    #[cold]
    pub fn type_error(&self, message: impl Into<String>) -> Raised {
        self.error(Exc::TypeError, message)
    }

    /// A ValueError to be raised.
    #[cold]
    pub fn value_error(&self, message: impl Into<String>) -> Raised {
        self.error(Exc::ValueError, message)
    }

    /// A RuntimeError to be raised.
    #[cold]
    pub fn runtime_error(&self, message: impl Into<String>) -> Raised {
        self.error(Exc::RuntimeError, message)
    }

    /// An IndexError to be raised.
    #[cold]
    pub fn index_error(&self, message: impl Into<String>) -> Raised {
        self.error(Exc::IndexError, message)
    }

    /// An OverflowError to be raised.
    #[cold]
    pub fn overflow_error(&self, message: impl Into<String>) -> Raised {
        self.error(Exc::OverflowError, message)
    }

    /// A KeyError to be raised, with the key as its argument.
    #[cold]
    pub fn key_error(&self, key: Value) -> Raised {
        self.error_with(Exc::KeyError, [key])
    }
}
