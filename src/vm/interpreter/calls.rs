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
    /// Stands before a call: recursion has no backward jumps to be interrupted at.
    #[inline(always)]
    fn begin_call_instruction(&self, at: &Cursor) -> VmResult<()> {
        at.save();
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
        if field!(at.frame, generator).is_null()
            && let Some(code) = self.enter_simple(function, base, count)
        {
            // SAFETY: `enter_simple` has looked for room, and the arguments are at `base`.
            let next = unsafe { self.push_frame(callee, code, base, count) }?;
            *field!(next, on_return) = OnReturn::Store;
            *field!(next, dst) = dst;
            at.enter_pushed(next, code, base);
            return Ok(None);
        }
        match machine!(self.enter_from(at.frame, callee, base, count))? {
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
    /// register `dst`; `own` says that the first is known to be of the function's class, if it has
    /// one.
    #[inline(always)]
    fn call_native_at(
        &self,
        at: &mut Cursor,
        window: *mut Value,
        count: usize,
        dst: u16,
        own: bool,
    ) -> Flow {
        // The function stays in its place, which keeps it alive, until the result replaces it.
        let native = object!(look!(window), NativeFunction);
        let first = after!(window);
        // SAFETY: (operand): the arguments are in the window, which nobody else touches during the
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

    /// Calls what is at the start of a window with the `count` values after it.
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
                Ok(Some(machine!(self.begin_class(at.frame, window, count, &[], dst))))
            }
            _ => {
                let callee = replace!(window, Value::UNSET);
                let base = after!(window);
                Ok(Some(machine!(self.begin_call_window(at.frame, dst, callee, base, count, &[]))))
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
        at.save();
        let callee = replace!(window, Value::UNSET);
        let names = keyword_names(at.constant(i.c().into()));
        let count = usize::from(i.x());
        Ok(Some(machine!(self.begin_call_window(
            at.frame,
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
                    at.frame,
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
        at.save();
        let mut callee = replace!(window, Value::UNSET);
        if callee.is_unset() {
            window = after!(window);
            count -= 1;
            callee = replace!(window, Value::UNSET);
        }
        let names = keyword_names(at.constant(i.c().into()));
        Ok(Some(machine!(self.begin_call_window(
            at.frame,
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
        at.save();
        let [callee, args, keywords] = {
            let window = at.window(i.a());
            machine!(take_window::<3>(window))
        };
        Ok(Some(machine!(self.begin_spread_call(at.frame, i.b(), callee, args, keywords))))
    }

    /// `__exit__` at the end of a `with` block.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn call_exit_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        at.save();
        let exception = at.register(i.c()).clone();
        let [function, receiver] = {
            let window = at.window(i.a());
            machine!(take_window::<2>(window))
        };
        Ok(Some(machine!(self.begin_exit(at.frame, i.b(), function, receiver, exception))))
    }

    /// `return value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn return_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let value = at.take(i.b());
        if *field!(at.frame, on_return) == OnReturn::Store
            && field!(at.frame, generator).is_null()
            && machine!((*at.frame).owns_function_alone())
        {
            let (caller, dst) = (*field!(at.frame, caller), *field!(at.frame, dst));
            let locals = at.code().locals.len();
            machine!(self.pop_plain_frame(at.frame, locals));
            at.enter(caller);
            at.set(dst, value);
            return Ok(None);
        }
        if *field!(at.frame, on_return) == OnReturn::Init
            && value.is_none()
            && field!(at.frame, object).is_unset()
        {
            let instance = std::mem::replace(field!(at.frame, extra), Value::UNSET);
            let (caller, dst) = (*field!(at.frame, caller), *field!(at.frame, dst));
            machine!(self.pop_frame(at.frame, false));
            at.enter(caller);
            at.set(dst, instance);
            return Ok(None);
        }
        if *field!(at.frame, on_return) == OnReturn::Exit
            && machine!((*at.frame).owns_function_alone())
        {
            let locals = at.code().locals.len();
            machine!(self.pop_plain_frame(at.frame, locals));
            return Ok(Some(Transfer::Exit(Ok(Outcome::Returned(value)))));
        }
        if let Some(awaiting) = machine!(self.awaiting_frame(at.frame)) {
            machine!(self.finish_awaited(at.frame, awaiting, value));
            at.enter(awaiting);
            return Ok(None);
        }
        at.save();
        Ok(Some(machine!(self.finish(at.frame, Ok(value)))))
    }
}
