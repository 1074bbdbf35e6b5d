//! Subscripts, and building and taking apart containers.

use super::Flow;
use super::cursor::{Cursor, after, look, machine, object, replace};
use super::operands::{Fetched, take_window};
use super::quick::{quick_character, quick_item, quick_store_byte, slice_of_builtin};
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::special::SpecialMethod;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::frame::OnReturn;
use crate::vm::{Vm, VmResult};
use smallvec::SmallVec;

impl Vm {
    /// `object[key]`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn load_item_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let (object, key) = (at.peek(i.b()), at.peek(i.c()));
        if let Some(item) = quick_item(object, key) {
            at.done(i.b());
            at.set(i.a(), item);
            return Ok(None);
        }
        if let Some(dict) = object.get_exact::<Dict>()
            && let Some(value) = dict.quick_get(key)
        {
            at.done(i.b());
            at.done(i.c());
            at.set(i.a(), value);
            return Ok(None);
        }
        at.save(self);
        if let Some(item) = quick_character(object, key) {
            at.done(i.b());
            at.set(i.a(), item);
            return Ok(None);
        }
        let (object, key) = (at.take(i.b()), at.take(i.c()));
        if let Some(method) = self.function_slot(&object, SpecialMethod::GetItem) {
            return Ok(Some(machine!(self.begin_call(
                self.frame.get(),
                OnReturn::Store,
                i.a(),
                method,
                [object, key]
            ))));
        }
        let value = self.get_item(&object, &key)?;
        drop((object, key));
        at.set(i.a(), value);
        Ok(None)
    }

    /// `object[start:stop]`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn load_slice_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let window = at.window(i.c());
        let bounds = (look!(window), look!(after!(window)));
        let quick = slice_of_builtin(at.peek(i.b()), bounds.0, bounds.1);
        at.save(self);
        let [start, stop] = machine!(take_window::<2>(window));
        let object = at.take(i.b());
        let value = match quick {
            Some(value) => value,
            None => self.get_slice(&object, start, stop)?,
        };
        drop(object);
        at.set(i.a(), value);
        Ok(None)
    }

    /// `object[key] = value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn store_item_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let (object, key) = (at.peek(i.a()), at.peek(i.b()));
        if let (Some(list), Some(index)) = (object.get_exact::<List>(), key.as_small_int()) {
            // SAFETY: only the reading of operands happens while the items are borrowed.
            let items = unsafe { &mut *list.as_ptr() };
            let index = if index < 0 { index + items.len() as i64 } else { index };
            if let Some(place) = items.get_mut(index as usize) {
                let value = at.take(i.c());
                let old = std::mem::replace(place, value);
                drop(old);
                at.done(i.a());
                return Ok(None);
            }
        } else if let Some(dict) = object.get_exact::<Dict>()
            && let Some(position) = dict.quick_find(key)
        {
            at.save(self);
            let old = dict.set_value_at(position, at.take(i.c()));
            drop(old);
            at.done(i.a());
            at.done(i.b());
            return Ok(None);
        }
        at.save(self);
        let (object, key, value) = (at.take(i.a()), at.take(i.b()), at.take(i.c()));
        if quick_store_byte(&object, &key, &value).is_some() {
            return Ok(None);
        }
        if let Some(method) = self.function_slot(&object, SpecialMethod::SetItem) {
            return Ok(Some(machine!(self.begin_call(
                self.frame.get(),
                OnReturn::Discard,
                0,
                method,
                [object, key, value]
            ))));
        }
        self.set_item(&object, &key, value)?;
        Ok(None)
    }

    /// `a, b = value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn unpack_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let count = usize::from(i.c());
        if let Some(tuple) = at.peek(i.b()).get_exact::<Tuple>()
            && tuple.len() == count
        {
            let owner = at.take(i.b());
            let tuple = object!(&owner, Tuple);
            for (k, item) in tuple.items().iter().enumerate() {
                at.set(usize::from(i.a()) + k, item.clone());
            }
            return Ok(None);
        }
        at.save(self);
        let value = at.take(i.b());
        machine!(self.unpack_to(value, at.window(i.a()), count))?;
        Ok(None)
    }

    /// Puts exactly `count` items of an iterable into a window.
    ///
    /// # Safety
    /// The window must have as many registers of the running frame.
    #[inline(never)]
    unsafe fn unpack_to(&self, value: Value, window: *mut Value, count: usize) -> VmResult<()> {
        let mut items: SmallVec<[Value; 16]> = match value.get_exact::<List>() {
            Some(list) if list.len() == count => list.borrow().iter().cloned().collect(),
            _ => self.unpack(&value, count)?.into(),
        };
        drop(value);
        for (k, item) in items.drain(..).enumerate() {
            // SAFETY: the caller guarantees it.
            drop(replace!(unsafe { window.add(k) }, item));
        }
        Ok(())
    }

    /// `(a, b)`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn build_tuple_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let count = usize::from(i.c());
        let tuple = Tuple::new((0..count).map(|k| {
            let place = at.window(usize::from(i.b()) + k);
            replace!(place, Value::UNSET)
        }));
        at.set(i.a(), tuple.into_value());
        Ok(None)
    }

    /// An item of a list comprehension.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn list_append_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let value = at.take(i.b());
        if let Some(list) = at.register(i.a()).get::<List>() {
            // SAFETY: nothing else accesses the items meanwhile.
            unsafe { (*list.as_ptr()).push(value) };
        }
        Ok(None)
    }

    /// `{value!r:spec}` of an f-string.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn format_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        at.save(self);
        let (value, spec) = (at.take(i.b()), at.take(i.c()));
        let text = self.format_value(&value, i.x(), &spec)?;
        drop((value, spec));
        at.set(i.a(), text);
        Ok(None)
    }
}
