//! Attribute instructions and their caches.

use super::Flow;
use super::cursor::{Cursor, look, machine, object, place, target, target_of};
use super::operands::Fetched;
use crate::objects::bound::{BoundMethod, Property};
use crate::objects::dict::Dict;
use crate::objects::instance::Instance;
use crate::runtime::feedback::{Access, CacheHit};
use crate::runtime::{Kind, Value};
use crate::vm::Vm;
use crate::vm::frame::OnReturn;

impl Vm {
    /// `object.name`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn load_attribute_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let cache = at.attribute_cache(i.c());
        let object = at.peek(i.b());
        let entry = if let Some(instance) = object.get::<Instance>() {
            let entry = machine!(self.cached(cache, instance.shape.id(), Access::Load));
            // First, since it is the commonest by far.
            if entry.hit == CacheHit::Slot {
                let value = place!(instance, entry).get();
                if !value.is_unset() {
                    at.done(i.b());
                    at.set(i.a(), value);
                    return Ok(None);
                }
            }
            match entry.hit {
                CacheHit::ClassValue => {
                    let value = target!(entry);
                    at.done(i.b());
                    at.set(i.a(), value);
                    return Ok(None);
                }
                CacheHit::ClassEntry => {
                    let dict = target_of!(entry);
                    let table = look!(object!(&*dict, Dict).as_ptr());
                    if let Some(value) = table.value_if_key(entry.slot as usize, &cache.name) {
                        let value = value.clone();
                        at.done(i.b());
                        at.set(i.a(), value);
                        return Ok(None);
                    }
                }
                CacheHit::Method => {
                    let function = target!(entry);
                    let receiver = at.take(i.b());
                    at.set(i.a(), BoundMethod::value(function, receiver));
                    return Ok(None);
                }
                CacheHit::Property => {
                    let property = target!(entry);
                    let getter = object!(&property, Property).getter.get();
                    if getter.kind() == Some(Kind::Function) {
                        at.save(self);
                        let object = at.take(i.b());
                        return Ok(Some(machine!(self.begin_call(
                            self.frame.get(),
                            OnReturn::Store,
                            i.a(),
                            getter,
                            [object]
                        ))));
                    }
                }
                CacheHit::Descriptor => {
                    let (found, descriptor) = (*entry, target!(entry));
                    if let Some(getter) = self.getter_of(found, &descriptor) {
                        at.save(self);
                        let object = at.take(i.b());
                        let class = self.class_of(&object).into_value();
                        return Ok(Some(machine!(self.begin_call(
                            self.frame.get(),
                            OnReturn::Store,
                            i.a(),
                            getter,
                            [descriptor, object, class]
                        ))));
                    }
                }
                _ => {}
            }
            entry
        } else {
            machine!(self.cached(cache, self.layout_id(object), Access::Load))
        };
        at.save(self);
        if let Some(value) = machine!(self.entry_value(object, entry, &cache.name)) {
            at.done(i.b());
            at.set(i.a(), value);
            return Ok(None);
        }
        let object = at.take(i.b());
        let value = self.load_attribute(&object, cache)?;
        drop(object);
        at.set(i.a(), value);
        Ok(None)
    }

    /// `object.name = value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn store_attribute_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let cache = at.attribute_cache(i.c());
        let object = at.peek(i.a());
        if let Some(instance) = object.get::<Instance>() {
            let entry = machine!(self.cached(cache, instance.shape.id(), Access::Store));
            if entry.hit == CacheHit::StoreSlot {
                let value = at.take(i.b());
                place!(instance, entry).set(value);
                at.done(i.a());
                return Ok(None);
            }
            match entry.hit {
                CacheHit::StoreAdd if (entry.slot as usize) < instance.tail().len() => {
                    let value = at.take(i.b());
                    // SAFETY: the instance has the entry's shape.
                    let next = unsafe { entry.next_shape() };
                    place!(instance, entry).set(value);
                    instance.shape.set(next);
                    at.done(i.a());
                    return Ok(None);
                }
                CacheHit::StoreProperty => {
                    let property = target!(entry);
                    let setter = object!(&property, Property).setter.get();
                    if setter.kind() == Some(Kind::Function) {
                        at.save(self);
                        let (object, value) = (at.take(i.a()), at.take(i.b()));
                        return Ok(Some(machine!(self.begin_call(
                            self.frame.get(),
                            OnReturn::Discard,
                            0,
                            setter,
                            [object, value]
                        ))));
                    }
                }
                _ => {}
            }
        }
        at.save(self);
        let (object, value) = (at.take(i.a()), at.take(i.b()));
        self.store_attribute(&object, cache, value)?;
        Ok(None)
    }

    /// The function and receiver of `object.name(…)`.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn load_method_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let cache = at.attribute_cache(i.c());
        let object = at.peek(i.b());
        let id = match object.get::<Instance>() {
            Some(instance) => instance.shape.id(),
            None => self.layout_id(object),
        };
        let entry = machine!(self.cached(cache, id, Access::Load));
        if entry.hit == CacheHit::Method {
            let function = target!(entry);
            let receiver = at.take(i.b());
            at.set(i.a(), function);
            at.set(i.a() + 1, receiver);
            return Ok(None);
        }
        at.save(self);
        if entry.hit != CacheHit::Empty
            && let Some(value) = machine!(self.entry_value(object, entry, &cache.name))
        {
            at.done(i.b());
            at.set(i.a(), Value::UNSET);
            at.set(i.a() + 1, value);
            return Ok(None);
        }
        let object = at.take(i.b());
        let (function, receiver) = self.load_method(object, cache)?;
        at.set(i.a(), function);
        at.set(i.a() + 1, receiver);
        Ok(None)
    }

    /// The function and receiver of `super().name(…)`.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn load_super_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        at.save(self);
        let cache = at.attribute_cache(i.c());
        let callee = at.take(i.b());
        let (function, receiver) = self.load_super_method(&callee, cache)?;
        at.set(i.a(), function);
        at.set(i.a() + 1, receiver);
        Ok(None)
    }
}
