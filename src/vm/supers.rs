//! `super().name` as an instruction: the attribute found after the class that contains a method,
//! without a `super` object if a cache has it.

use super::caches::{class_function, fits, is_class_method};
use super::iterate::is_derived;
use super::{Vm, VmResult};
use crate::objects::bound::{BoundMethod, StaticMethod};
use crate::objects::class::Class;
use crate::objects::code::AttributeCache;
use crate::objects::native::NativeFunction;
use crate::objects::str::Str;
use crate::runtime::feedback::{Access, CacheEntry, CacheHit};
use crate::runtime::{Kind, Ref, Value};

impl Vm {
    /// For a call `super().name(…)`: like [`Vm::load_method`]. `callee` is the value of the name
    /// `super`; the running frame is the method's.
    ///
    /// # Errors
    /// As `super()`, and as [`Vm::get_attribute`].
    pub(super) fn load_super_method(
        &self,
        callee: &Value,
        cache: &AttributeCache,
    ) -> VmResult<(Value, Value)> {
        if callee.is(self.types.super_.as_value()) {
            let (class, receiver) = self.super_arguments()?;
            let found = class.get::<Class>().and_then(|c| self.find_super(c, receiver, cache));
            if let Some(found) = found {
                return Ok(found);
            }
        }
        let object = self.call(callee, &[])?;
        let (function, takes_self) = self.get_method(&object, &cache.name)?;
        Ok(if takes_self { (function, object) } else { (Value::UNSET, function) })
    }

    /// `super().name`, as [`Vm::load_super_method`].
    ///
    /// # Errors
    /// As `super()`, and as [`Vm::get_attribute`].
    pub(super) fn load_super_attribute(&self, callee: &Value, cache: &AttributeCache) -> VmResult {
        let (function, receiver) = self.load_super_method(callee, cache)?;
        Ok(if function.is_unset() { receiver } else { BoundMethod::value(function, receiver) })
    }

    /// The attribute of an entry, as a function with its first argument, or unset and the value;
    /// none if the general look-up must find it.
    fn find_super(
        &self,
        class: &Ref<Class>,
        receiver: Value,
        cache: &AttributeCache,
    ) -> Option<(Value, Value)> {
        let id = self.layout_id(&receiver);
        let access = Access::Super(class.number);
        let known = cache.site.of_super(id, class.number).or_else(|| {
            let known = self.attribute_table.find(id, cache.name.as_value(), access)?;
            // SAFETY: the table keeps its rows as long as it lives.
            let entry = unsafe { *known };
            cache.site.remember(entry);
            Some(entry)
        });
        let entry = known.unwrap_or_else(|| {
            let entry = self.super_entry(class, &receiver, &cache.name).in_super(class.number);
            self.attribute_table.keep(entry, cache.name.as_value(), access);
            cache.site.remember(entry);
            entry
        });
        // SAFETY: `receiver`, which is alive, has the entry's layout id; no code has run since that
        // was read.
        let target = unsafe { entry.target() };
        match entry.hit {
            CacheHit::Method => Some(((*target).clone(), receiver)),
            CacheHit::ClassValue => Some((Value::UNSET, (*target).clone())),
            CacheHit::StaticMethod => {
                Some((Value::UNSET, target.get::<StaticMethod>()?.function.get()))
            }
            CacheHit::ClassMethod => {
                let function = class_function(&target)?;
                let is_function =
                    matches!(function.kind(), Some(Kind::Function | Kind::NativeFunction));
                is_function.then(|| (function, self.class_argument(&receiver)))
            }
            _ => None,
        }
    }

    /// The result of `super()` in a method of `class` for receivers with this layout.
    #[cold]
    fn super_entry(&self, class: &Ref<Class>, receiver: &Value, name: &Ref<Str>) -> CacheEntry {
        let id = self.layout_id(receiver);
        let general = CacheEntry::new(id, CacheHit::General, 0);
        let own = receiver.get::<Class>().filter(|c| c.is_subclass_of(class));
        let start = own.unwrap_or_else(|| self.class_ref(receiver));
        if !start.is_subclass_of(class) || start.has_foreign_order() || name.is(&self.names.class) {
            return general;
        }
        let found = {
            let mro = start.mro.borrow();
            let behind = mro.iter().skip_while(|c| !c.is(class.as_value())).skip(1);
            behind.filter_map(|c| c.get::<Class>()).find_map(|c| c.dict().get_str(name))
        };
        let Some(found) = found else { return general };
        let native = found.get::<NativeFunction>();
        let hit = match found.kind() {
            _ if is_class_method(&found) => match receiver.get::<Class>() {
                Some(_) if own.is_none() => return general,
                _ if native.is_some_and(|f| !fits(f, start)) => return general,
                _ => CacheHit::ClassMethod,
            },
            Some(Kind::Function) if own.is_none() => CacheHit::Method,
            Some(Kind::Function) => CacheHit::ClassValue,
            Some(Kind::NativeFunction) if !super::attributes::is_native_method(&found) => {
                CacheHit::ClassValue
            }
            Some(Kind::NativeFunction) if own.is_some() => CacheHit::ClassValue,
            Some(Kind::NativeFunction) if native.is_some_and(|f| fits(f, start)) => {
                CacheHit::Method
            }
            Some(Kind::StaticMethod) if !is_derived(&found) => CacheHit::StaticMethod,
            _ => return general,
        };
        CacheEntry::with_target(id, hit, &found)
    }
}
