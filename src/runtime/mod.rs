//! Values and memory: the foundation of all other layers.
//!
//! - [`value`]: the eight-byte [`Value`], immediate or pointing into the heap;
//! - [`kind`]: the kinds of heap object and the properties of each;
//! - [`heap`]: allocation and prompt destruction; `header`: the header of each object;
//! - [`mod@reference`]: [`Ref`], a counted reference to an object of a known Rust type;
//! - [`either`]: a slice of values or something else, in two words;
//! - [`slot`]: [`Slot`], a mutable place for a value inside an object;
//! - [`sqlite`]: the databases of SQLite;
//! - [`table`]: [`TableCell`], a shared table that can be replaced;
//! - [`shape`]: hidden classes, which determine where an instance keeps its attributes;
//! - [`feedback`]: inline caches of attribute look-ups, which record the layouts seen by
//!   instructions;
//! - [`lasting`]: [`Lasting`], a reference that can be replaced while its object is in use;
//! - [`lookups`]: cached look-ups in classes;
//! - [`collect`]: the cycle collector;
//! - `checks`: checks of the heap, with the feature `heap-checks`;
//! - [`memory`]: counting the bytes in use; [`pool`]: small blocks for threads that build many trees;
//! - [`fd`]: file descriptors by number;
//! - [`foreign`]: C libraries, only as safe as their callers make them;
//! - [`mapping`]: memory that is mapped by the system;
//! - [`message`]: messages of sockets with ancillary data;
//! - [`process`]: copies of the process, starting programs, signal masks;
//! - [`signal_actions`]: what is done when signals arrive;
//! - [`semaphore`]: semaphores that processes share;
//! - [`system`]: accounts, scheduling, terminals and the configuration of the system;
//! - [`weak`]: weak references;
//! - [`native_stack`]: how much of this thread's stack is left.
//!
//! All `unsafe` code outside the interpreter loop lives here, behind safe types (except
//! [`foreign`]).

pub mod c_math;
#[cfg(feature = "heap-checks")]
pub mod checks;
pub mod collect;
pub mod either;
pub mod fd;
pub mod feedback;
pub mod foreign;
mod header;
pub mod heap;
pub mod kind;
pub mod lasting;
pub mod live;
pub mod locale;
pub(crate) mod lookups;
pub mod mapping;
pub mod memory;
pub mod message;
pub mod native_stack;
pub mod network;
pub mod pool;
pub mod process;
pub mod reference;
pub mod semaphore;
pub mod shape;
pub mod signal_actions;
pub mod slot;
pub mod sqlite;
pub mod system;
pub mod table;
pub mod value;
pub mod weak;

pub use kind::{Kind, Object};
pub use lasting::Lasting;
pub use reference::Ref;
pub use slot::Slot;
pub use table::TableCell;
pub use value::{Value, View};
