//! Hob inside a Rust program: the interpreter as a library.
//!
//! - [`interpreter`]: the interpreter and the ways to run code in it;
//! - [`program`]: files and modules run as programs;
//! - [`interrupt`]: interrupting a program from another thread;
//! - [`builder`]: the settings of an interpreter;
//! - [`object`]: handles to Python objects;
//! - [`convert`], [`serde`], [`arguments`]: conversion of values between Rust and Python;
//! - [`module`], [`class`], [`function`]: modules, classes and functions of the host;
//! - [`future`], [`run`]: Rust futures that a program awaits, and coroutines as Rust futures;
//! - [`error`]: failures, as a Rust type;
//! - [`front_end`]: the seam for the command, the session and the kernel.
//!
//! Everything here is safe code on top of the VM. Two rules hold throughout: an [`object::Object`]
//! keeps its interpreter alive, and the VM is used only while its interpreter is entered
//! ([`interpreter::Interpreter::enter`]), which makes its memory the thread's.

pub mod arguments;
pub mod builder;
pub mod class;
pub mod convert;
mod end;
pub mod error;
pub(crate) mod front_end;
pub mod function;
pub mod future;
pub mod interpreter;
pub mod interrupt;
pub mod module;
pub mod object;
pub mod program;
pub mod run;
#[cfg(feature = "serde")]
pub mod serde;
mod stream_encodings;

pub use arguments::{Arguments, IntoArguments};
pub use builder::{Builder, Clock};
pub use class::{Class, Instance};
pub use convert::{Bytes, FromPython, ToPython};
pub use error::{DetachedError, Error, ErrorKind, Result};
pub use function::{AsyncFunction, AsyncMethod, Constructor, Function, Method, MethodMut};
pub use interpreter::Interpreter;
pub use interrupt::Interrupter;
pub use module::Module;
pub use object::Object;
pub use run::Run;
#[cfg(feature = "serde")]
pub use serde::Serde;
