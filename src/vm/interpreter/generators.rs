//! Loops over iterators, and instructions of generators and coroutines.

use super::Flow;
use super::cursor::{Cursor, field, machine, object};
use super::operands::Fetched;
use crate::bytecode::Opcode;
use crate::objects::dict_views::DictIterator;
use crate::objects::generator::{Flavor, Generator};
use crate::objects::list_methods::ListIterator;
use crate::objects::native::NativeIterator;
use crate::objects::range::RangeIterator;
use crate::objects::tuple_methods::TupleIterator;
use crate::runtime::{Kind, Value};
use crate::vm::Vm;
use crate::vm::frame::OnReturn;
use crate::vm::generators::{Outcome, Transfer};
use crate::vm::iterate::is_derived;

impl Vm {
    /// The next item of a `for` loop.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn for_iter_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let iterator = at.register(i.b());
        let jumps_with_item = i.op() == Opcode::ForIter;
        let item = match iterator.kind() {
            Some(Kind::RangeIterator) => object!(&iterator, RangeIterator).step(),
            Some(Kind::ListIterator) => object!(&iterator, ListIterator).step(),
            Some(Kind::TupleIterator) => object!(&iterator, TupleIterator).step(),
            Some(Kind::DictIterator) => {
                at.save(self);
                object!(&iterator, DictIterator).step(self)?
            }
            Some(Kind::Generator) if object!(&iterator, Generator).flavor == Flavor::Generator => {
                at.save(self);
                let generator = object!(&iterator, Generator);
                if let Some(next) = machine!(self.resume_simple(
                    generator,
                    OnReturn::ForIter,
                    self.frame.get(),
                    i.a(),
                    &Value::NONE
                )) {
                    at.enter(next);
                    return Ok(None);
                }
                return Ok(Some(machine!(self.resume_root(
                    iterator,
                    OnReturn::ForIter,
                    self.frame.get(),
                    i.a(),
                    Ok(Value::NONE)
                ))?));
            }
            // The jump back counts the step.
            Some(Kind::NativeIterator) if !is_derived(iterator) => {
                at.save(self);
                object!(&iterator, NativeIterator).next(self)?
            }
            _ => {
                at.save(self);
                self.next(iterator)?
            }
        };
        match item {
            Some(item) => {
                at.set(i.a(), item);
                if jumps_with_item {
                    self.jump(at, i.c() as i16)?;
                }
            }
            None if jumps_with_item => {}
            None => self.jump(at, i.c() as i16)?,
        }
        Ok(None)
    }

    /// `yield value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn yield_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let value = at.take(i.b());
        // SAFETY: (operand): `pc` is after the instruction.
        *field!(self.frame.get(), pc) = unsafe { at.pc.sub(1) };
        if *field!(self.frame.get(), on_return) == OnReturn::ForIter
            && self.root.get() == self.frame.get()
        {
            at.enter(machine!(self.yield_to_loop(self.frame.get(), value)));
            return Ok(None);
        }
        if *field!(self.frame.get(), on_return) == OnReturn::Drain
            && self.root.get() == self.frame.get()
        {
            match machine!(self.offer(self.frame.get(), value)) {
                Ok(()) => at.set(i.a(), Value::NONE),
                Err(value) => {
                    machine!(self.suspend_root(self.frame.get()));
                    return Ok(Some(Transfer::Exit(Ok(Outcome::Yielded(value)))));
                }
            }
            return Ok(None);
        }
        if *field!(self.frame.get(), on_return) == OnReturn::Resume
            && self.root.get() == self.frame.get()
            && !at.code().flags.coroutine
        {
            machine!(self.suspend_root(self.frame.get()));
            return Ok(Some(Transfer::Exit(Ok(Outcome::Yielded(value)))));
        }
        Ok(Some(machine!(self.yield_value(self.frame.get(), value))))
    }

    /// The iterator of `yield from`.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn get_yield_from_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        at.save(self);
        let value = at.take(i.b());
        let iterator = if value.kind() == Some(Kind::Generator) {
            self.check_yield_from(&value, at.code())?;
            value
        } else {
            self.iter(&value)?
        };
        at.set(i.a(), iterator);
        Ok(None)
    }

    /// The awaitable of the next item of `async for`.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn get_async_next_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let iterator = at.register(i.b());
        let next = if iterator.kind() == Some(Kind::Generator) {
            iterator.clone()
        } else {
            at.save(self);
            self.async_next(iterator)?
        };
        at.set(i.a(), next);
        Ok(None)
    }
}
