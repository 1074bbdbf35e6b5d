//! Generators, coroutines and asynchronous generators: frames that live on the heap.

use super::str::Str;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Slot, Value};
use crate::vm::{Frame, Raised, Vm, VmResult};
use std::cell::{Cell, RefCell, UnsafeCell};

/// The kind of a heap frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// `def` with `yield`.
    Generator,
    /// `async def`.
    Coroutine,
    /// `async def` with `yield`.
    AsyncGenerator,
}

/// The state of a heap frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Made, not yet run.
    Created,
    /// Waits at a `yield` or `await`.
    Suspended,
    /// On the stack of running frames.
    Running,
    /// Returned or raised.
    Finished,
}

/// The payload of a generator, coroutine or asynchronous generator. Its registers are its tail.
///
/// A chain of frames that await (or `yield from`) each other is driven through its outermost
/// frame, the *root*. While the chain is suspended the root knows the innermost frame, so that
/// resuming costs the same however long the chain is; each inner frame's `caller` is the frame that
/// awaits it.
pub struct Generator {
    /// The kind of the frame.
    pub flavor: Flavor,
    /// The phase.
    pub state: Cell<State>,
    /// The frame; its registers point to this object's tail.
    pub frame: UnsafeCell<Frame>,
    /// On a suspended root: the innermost frame's generator (or native coroutine), unless it is
    /// the root itself.
    pub innermost: Slot,
    /// `__name__` and `__qualname__`, unless they are the code's, and the finalizer.
    pub(crate) names: RefCell<Option<Box<Names>>>,
    /// For an asynchronous generator: whether iteration has begun. `shutdown_asyncgens()` closes
    /// those that are still suspended then.
    pub hooked: Cell<bool>,
    /// For an asynchronous generator: an `asend()`, `athrow()` or `aclose()` is under way.
    pub busy: Cell<bool>,
    /// Of an asynchronous generator: `aclose()` has begun.
    pub closed: Cell<bool>,
    pub(crate) registers: usize,
}

/// Fields that few generators need.
#[derive(Clone)]
pub(crate) struct Names {
    pub name: Ref<Str>,
    pub qualname: Ref<Str>,
    /// The function that closes an asynchronous generator that is dropped; unset for none.
    pub finalizer: Value,
    /// The calls that led to the creation of a coroutine, if they were recorded; otherwise unset.
    pub origin: Value,
}

impl Names {
    /// Names without finalizer and origin.
    pub fn new(name: Ref<Str>, qualname: Ref<Str>) -> Names {
        Names { name, qualname, finalizer: Value::UNSET, origin: Value::UNSET }
    }
}

impl Generator {
    /// Whether it is a plain generator that `types.coroutine` has made awaitable.
    pub fn is_iterable_coroutine(&self) -> bool {
        self.flavor == Flavor::Generator && Frame::code_of(&self.frame).iterable_coroutine.get()
    }

    /// `__name__`
    pub fn name(&self) -> Ref<Str> {
        self.names().name
    }

    /// `__qualname__`
    pub fn qualname(&self) -> Ref<Str> {
        self.names().qualname
    }

    /// The object that the suspended frame awaits or delegates to (`cr_await`, `gi_yieldfrom`), or
    /// unset.
    pub fn awaiting(&self) -> Value {
        Frame::awaited(&self.frame)
    }

    /// Sets `__name__`.
    pub fn set_name(&self, name: Ref<Str>) {
        let names = Names { name, ..self.names() };
        drop(self.names.replace(Some(Box::new(names))));
    }

    /// Sets `__qualname__`.
    pub fn set_qualname(&self, qualname: Ref<Str>) {
        let names = Names { qualname, ..self.names() };
        drop(self.names.replace(Some(Box::new(names))));
    }

    /// The function that closes the asynchronous generator when it is dropped; unset for none.
    pub fn finalizer(&self) -> Value {
        self.names.borrow().as_ref().map_or(Value::UNSET, |names| names.finalizer.clone())
    }

    /// Sets the function that closes the asynchronous generator when it is dropped.
    pub fn set_finalizer(&self, finalizer: Value) {
        let names = Names { finalizer, ..self.names() };
        drop(self.names.replace(Some(Box::new(names))));
    }

    /// The calls that led to the creation of the coroutine; unset if they were not recorded.
    pub fn origin(&self) -> Value {
        self.names.borrow().as_ref().map_or(Value::UNSET, |names| names.origin.clone())
    }

    /// Sets the calls that led to the creation of the coroutine.
    pub fn set_origin(&self, origin: Value) {
        let names = Names { origin, ..self.names() };
        drop(self.names.replace(Some(Box::new(names))));
    }

    fn names(&self) -> Names {
        match &*self.names.borrow() {
            Some(names) => Names::clone(names),
            None => {
                let code = Frame::code_of(&self.frame);
                Names::new(code.name.clone(), code.qualname.clone())
            }
        }
    }
}

impl Object for Generator {
    const KIND: Kind = Kind::Generator;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.innermost.get());
        if let Some(names) = &*self.names.borrow() {
            visit(&names.finalizer);
            visit(&names.origin);
        }
        Frame::traverse_owned(&self.frame, visit);
    }

    fn clear(&self) {
        self.innermost.set(Value::UNSET);
        drop(self.names.take());
    }

    fn tail_len(&self) -> usize {
        self.registers
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        Vm::drop_frame_object(self);
    }
}

/// The outcome of a step of a native coroutine.
pub enum Step {
    /// It is done, with this result.
    Return(Value),
    /// Awaits this (a coroutine, task, future or other awaitable), to be resumed with the result.
    Await(Value),
    /// Yields this to the driver of the chain (an event loop), to be resumed with the value sent
    /// in: a future to wait for, or None to be resumed in the next pass.
    Yield(Value),
}

/// The input that resumes a native coroutine: the result of its awaited object (None at the start),
/// or an exception raised by it or thrown in.
pub type Input = Result<Value, Raised>;

/// The task and the call that hold a lock, as the event loop's recorder numbers them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The task's number; 0 if no task held it.
    pub task: u32,
    /// The number of the call's code object; 0 for none.
    pub code: u16,
    /// The index of the call's instruction.
    pub at: u32,
}

/// The object that a native coroutine waits for, for reports.
#[derive(Default)]
pub struct Awaited {
    /// Its description, such as `Lock`.
    pub text: String,
    /// A remark for when nothing can happen any more, such as `that no running task sets`.
    pub lack: &'static str,
    /// The task that holds it, if any.
    pub holder: Option<Holder>,
    /// The tasks that have taken units of it, as far as they are known.
    pub takers: Vec<Holder>,
    /// The futures that it waits for, if they are known.
    pub futures: Vec<Value>,
}

impl Awaited {
    /// An object that has no holder.
    pub fn new(text: impl Into<String>) -> Awaited {
        Awaited { text: text.into(), ..Awaited::default() }
    }
}

/// A coroutine written in Rust, as a state machine.
pub trait NativeCoroutineBody: 'static {
    /// Continues until the next awaited object, or the end.
    ///
    /// # Errors
    /// Any exception raised by the coroutine.
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step>;

    /// Visits every value it holds (see [`Object::traverse`]).
    fn traverse(&self, visit: Visitor<'_>) {
        let _ = visit;
    }

    /// The object that it waits for; none if the coroutine's name says enough.
    fn awaited(&self, vm: &Vm) -> Option<Awaited> {
        let _ = vm;
        None
    }
}

/// The payload of a coroutine written in Rust.
pub struct NativeCoroutine {
    /// `__qualname__`, such as `sleep` or `Queue.get`.
    pub name: &'static str,
    /// The phase.
    pub state: Cell<State>,
    /// The state machine; none while it runs and when it is finished.
    pub body: RefCell<Option<Box<dyn NativeCoroutineBody>>>,
    /// A frame without code, which represents it in the chain of frames.
    pub frame: UnsafeCell<Frame>,
    /// On a suspended root: the innermost frame, unless it is the root itself.
    pub innermost: Slot,
    /// The object that it currently awaits.
    pub awaiting: Slot,
    /// For a step of an asynchronous generator, which is awaitable but not a coroutine: the method
    /// that made it. [`FUTURE_ITER`] for the iterator of a future.
    pub step_of: Option<&'static str>,
}

impl Object for NativeCoroutine {
    const KIND: Kind = Kind::NativeCoroutine;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.innermost.get());
        visit(&self.awaiting.get());
        if let Some(body) = &*self.body.borrow() {
            body.traverse(visit);
        }
    }

    fn clear(&self) {
        self.innermost.set(Value::UNSET);
        self.awaiting.set(Value::UNSET);
        drop(self.body.take());
    }
}

/// The [`NativeCoroutine::step_of`] of an iterator that drives a future.
pub const FUTURE_ITER: &str = "FutureIter";

impl NativeCoroutine {
    /// A coroutine that runs `body`, shown to programs under `name`.
    pub fn new(name: &'static str, body: impl NativeCoroutineBody) -> Value {
        NativeCoroutine::make(name, body, None)
    }

    /// A step of an asynchronous generator, the first value that `body` shows: the result of its
    /// method with this name.
    pub fn step(name: &'static str, method: &'static str, body: impl NativeCoroutineBody) -> Value {
        NativeCoroutine::make(name, body, Some(method))
    }

    /// The iterator that drives a future by hand: not a coroutine, so it need not be awaited.
    pub fn future_iter(body: impl NativeCoroutineBody) -> Value {
        let made = NativeCoroutine::make(FUTURE_ITER, body, Some(FUTURE_ITER));
        if let Some(header) = made.header() {
            header.clear_flags(crate::runtime::heap::NEEDS_FINALIZER);
        }
        made
    }

    /// The asynchronous generator that this is a step of, if it is a step that has not begun.
    pub fn generator(&self) -> Option<Value> {
        let mut first = None;
        if let Some(body) = self.body.borrow().as_ref().filter(|_| self.step_of.is_some()) {
            body.traverse(&mut |value| {
                first.get_or_insert_with(|| value.clone());
            });
        }
        first
    }

    fn make(
        name: &'static str,
        body: impl NativeCoroutineBody,
        step_of: Option<&'static str>,
    ) -> Value {
        let new = Ref::new(NativeCoroutine {
            name,
            state: Cell::new(State::Created),
            body: RefCell::new(Some(Box::new(body))),
            frame: UnsafeCell::new(Frame::native()),
            innermost: Slot::default(),
            awaiting: Slot::default(),
            step_of,
        });
        Frame::adopt(&new.frame, new.as_value());
        new.header().set_flags(crate::runtime::heap::NEEDS_FINALIZER);
        new.into_value()
    }
}
