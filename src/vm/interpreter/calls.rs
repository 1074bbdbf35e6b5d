//! Calls and returns.

use super::Flow;
use super::cursor::{Cursor, after, field, look, machine, object, replace};
use super::operands::{Fetched, keyword_names, take_window};
use crate::objects::function::Function;
use crate::objects::native::NativeFunction;
use crate::runtime::{Kind, Value};
use crate::vm::call::{Called, drop_window};
use crate::vm::frame::OnReturn;
use crate::vm::generators::{Outcome, Transfer};
use crate::vm::{Vm, VmResult};
use std::sync::atomic::Ordering::Relaxed;

impl Vm {
    /// Precedes a call: recursion has no backward jumps at which it could be interrupted.
    #[inline(always)]
    fn begin_call_instruction(&self, at: &Cursor) -> VmResult<()> {
        at.save(self);
        if self.attention.load(Relaxed) { self.attend() } else { Ok(()) }
    }

    /// Calls a Python function whose arguments are at `base`, for the register `dst`.
    #[inline(always)]
    fn call_function_at(
        &self,
        at: &mut Cursor,
        callee: Value,
        base: *mut Value,
        count: usize,
        dst: u16,
    ) -> Flow {
        let function = object!(&callee, Function);
        if field!(self.frame.get(), generator).is_null()
            && let Some(code) = self.enter_simple(function, base, count)
        {
            // SAFETY: `enter_simple` has checked the room, and the arguments are at `base`.
            let next = unsafe { self.push_frame(callee, code, base, count) }?;
            *field!(next, on_return) = OnReturn::Store;
            *field!(next, dst) = dst;
            at.enter_pushed(code, base);
            return Ok(None);
        }
        match machine!(self.enter_from(self.frame.get(), callee, base, count))? {
            Called::Frame(next) => {
                *field!(next, on_return) = OnReturn::Store;
                *field!(next, dst) = dst;
                at.enter(next);
            }
            Called::Value(value) => at.set(dst, value),
        }
        Ok(None)
    }

    /// Calls the native function at the start of a window with the `count` values after it, for the
    /// register `dst`; `own` says whether the first is known to be of the function's class, if it
    /// has one.
    #[inline(always)]
    fn call_native_at(
        &self,
        at: &mut Cursor,
        window: *mut Value,
        count: usize,
        dst: u16,
        own: bool,
    ) -> Flow {
        // The function stays in its register, which keeps it alive, until the result replaces it.
        let native = object!(look!(window), NativeFunction);
        let first = after!(window);
        // SAFETY: (operand): the arguments are in the window, which nothing else touches during the
        // call.
        let args = unsafe { std::slice::from_raw_parts(first, count) };
        let result = match own {
            true => native.call_on_own(self, args),
            false => native.call(self, args, &[]),
        };
        machine!(drop_window(first, count));
        let value = result?;
        if at.window(dst) != window {
            drop(replace!(window, Value::UNSET));
        }
        at.set(dst, value);
        Ok(None)
    }

    /// `callee(…)`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn call_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let window = at.window(i.a());
        let count = usize::from(i.x());
        self.begin_call_instruction(at)?;
        self.call_found(at, window, count, i.b())
    }

    /// Calls the object at the start of a window with the `count` values after it.
    #[inline(always)]
    fn call_found(&self, at: &mut Cursor, window: *mut Value, count: usize, dst: u16) -> Flow {
        match look!(window).kind() {
            Some(Kind::Function) => {
                let base = after!(window);
                let callee = replace!(window, Value::UNSET);
                self.call_function_at(at, callee, base, count, dst)
            }
            Some(Kind::NativeFunction) => {
                let own = !object!(look!(window), NativeFunction).checks_receiver;
                self.call_native_at(at, window, count, dst, own)
            }
            Some(Kind::Class) => {
                Ok(Some(machine!(self.begin_class(self.frame.get(), window, count, &[], dst))))
            }
            _ => {
                let callee = replace!(window, Value::UNSET);
                let base = after!(window);
                Ok(Some(machine!(self.begin_call_window(
                    self.frame.get(),
                    dst,
                    callee,
                    base,
                    count,
                    &[]
                ))))
            }
        }
    }

    /// `callee(…, name=…)`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn call_keywords_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let window = at.window(i.a());
        at.save(self);
        let callee = replace!(window, Value::UNSET);
        let names = keyword_names(at.constant(i.c().into()));
        let count = usize::from(i.x());
        Ok(Some(machine!(self.begin_call_window(
            self.frame.get(),
            i.b(),
            callee,
            window.add(1),
            count,
            names
        ))))
    }

    /// `object.name(…)`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn call_method_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let window = at.window(i.a());
        let count = usize::from(i.x());
        self.begin_call_instruction(at)?;
        match look!(window).kind() {
            Some(Kind::NativeFunction) => self.call_native_at(at, window, count + 1, i.b(), true),
            Some(Kind::Function) => {
                let callee = replace!(window, Value::UNSET);
                let (base, count) = (after!(window), count + 1);
                self.call_function_at(at, callee, base, count, i.b())
            }
            None => {
                let window = after!(window);
                self.call_found(at, window, count, i.b())
            }
            _ => {
                let callee = replace!(window, Value::UNSET);
                let base = after!(window);
                Ok(Some(machine!(self.begin_call_window(
                    self.frame.get(),
                    i.b(),
                    callee,
                    base,
                    count + 1,
                    &[]
                ))))
            }
        }
    }

    /// `object.name(…, name=…)`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn call_method_keywords_instruction(
        &self,
        at: &mut Cursor,
        i: Fetched,
    ) -> Flow {
        let mut window = at.window(i.a());
        let mut count = usize::from(i.x()) + 1;
        at.save(self);
        let mut callee = replace!(window, Value::UNSET);
        if callee.is_unset() {
            window = after!(window);
            count -= 1;
            callee = replace!(window, Value::UNSET);
        }
        let names = keyword_names(at.constant(i.c().into()));
        Ok(Some(machine!(self.begin_call_window(
            self.frame.get(),
            i.b(),
            callee,
            window.add(1),
            count,
            names
        ))))
    }

    /// `callee(*args, **keywords)`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn call_spread_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        at.save(self);
        let [callee, args, keywords] = {
            let window = at.window(i.a());
            machine!(take_window::<3>(window))
        };
        Ok(Some(machine!(self.begin_spread_call(self.frame.get(), i.b(), callee, args, keywords))))
    }

    /// `__exit__` at the end of a `with` block.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn call_exit_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        at.save(self);
        let exception = at.register(i.c()).clone();
        let [function, receiver] = {
            let window = at.window(i.a());
            machine!(take_window::<2>(window))
        };
        Ok(Some(machine!(self.begin_exit(self.frame.get(), i.b(), function, receiver, exception))))
    }

    /// `return value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn return_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let value = at.take(i.b());
        if *field!(self.frame.get(), on_return) == OnReturn::Store
            && field!(self.frame.get(), generator).is_null()
            && machine!((*self.frame.get()).owns_function_alone())
        {
            let (caller, dst) = (*field!(self.frame.get(), caller), *field!(self.frame.get(), dst));
            let locals = at.code().locals.len();
            machine!(self.pop_plain_frame(self.frame.get(), locals));
            at.enter(caller);
            at.set(dst, value);
            return Ok(None);
        }
        if *field!(self.frame.get(), on_return) == OnReturn::Init
            && value.is_none()
            && field!(self.frame.get(), object).is_unset()
        {
            let instance = std::mem::replace(field!(self.frame.get(), extra), Value::UNSET);
            let (caller, dst) = (*field!(self.frame.get(), caller), *field!(self.frame.get(), dst));
            machine!(self.pop_frame(self.frame.get(), false));
            at.enter(caller);
            at.set(dst, instance);
            return Ok(None);
        }
        if *field!(self.frame.get(), on_return) == OnReturn::Exit
            && machine!((*self.frame.get()).owns_function_alone())
        {
            let locals = at.code().locals.len();
            machine!(self.pop_plain_frame(self.frame.get(), locals));
            return Ok(Some(Transfer::Exit(Ok(Outcome::Returned(value)))));
        }
        if let Some(awaiting) = machine!(self.awaiting_frame(self.frame.get())) {
            machine!(self.finish_awaited(self.frame.get(), awaiting, value));
            at.enter(awaiting);
            return Ok(None);
        }
        at.save(self);
        Ok(Some(machine!(self.finish(self.frame.get(), Ok(value)))))
    }
}
