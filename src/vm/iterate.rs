//! Iteration.

use super::generators::Sink;
use super::{Vm, VmResult};
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::dict_views::{DictIterator, DictView, Part};
use crate::objects::exception::Exc;
use crate::objects::generator::{Flavor, Generator};
use crate::objects::int;
use crate::objects::iterator::SequenceIterator;
use crate::objects::list::List;
use crate::objects::list_methods::ListIterator;
use crate::objects::native::{Body, NativeIterator};
use crate::objects::range::{Range, RangeIterator};
use crate::objects::set::Set;
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, character};
use crate::objects::tuple::Tuple;
use crate::objects::tuple_methods::TupleIterator;
use crate::runtime::{Kind, Value};

impl Vm {
    /// `iter(value)`
    ///
    /// # Errors
    /// TypeError if the value is not iterable; any exception raised by `__iter__`.
    pub fn iter(&self, value: &Value) -> VmResult {
        if let Some(header) = value.header()
            && header.is_exactly(header.kind())
        {
            match header.kind() {
                Kind::List => {
                    if let Some(list) = value.get::<List>() {
                        return Ok(ListIterator::new(list.clone()).into_value());
                    }
                }
                Kind::Tuple => {
                    if let Some(tuple) = value.get::<Tuple>() {
                        return Ok(TupleIterator::new(tuple.clone()).into_value());
                    }
                }
                Kind::Dict => {
                    if let Some(dict) = value.get::<Dict>() {
                        return Ok(DictIterator::new(dict.clone(), Part::Keys, false).into_value());
                    }
                }
                Kind::Range => {
                    if let Some(range) = value.get::<Range>() {
                        return Ok(range.iter(self));
                    }
                }
                Kind::ListIterator
                | Kind::TupleIterator
                | Kind::RangeIterator
                | Kind::DictIterator => return Ok(value.clone()),
                Kind::Generator if is_generator(value) => return Ok(value.clone()),
                _ => {}
            }
        }
        let slot = self.slot(value, SpecialMethod::Iter);
        let usable = Some(&slot).filter(|slot| slot.is_usable());
        match self.call_slot(usable.unwrap_or(&TypeSlot::Absent), value, &[])? {
            Some(iterator) => {
                if self.is_iterator(&iterator) {
                    return Ok(iterator);
                }
                let class = self.class_ref(&iterator).message_name();
                Err(self.type_error(format!("iter() returned non-iterator of type '{class}'")))
            }
            // `__iter__ = None` disables iteration, even with `__getitem__`. A class in Rust
            // without `__iter__` is a sequence only if it says so: the `__getitem__` of a match
            // returns groups.
            None if slot.is_absent()
                && (value.kind() != Some(Kind::Native)
                    || self.class_ref(value).def.is_none_or(|def| def.iterates_by_index))
                && self.has_slot(value, SpecialMethod::GetItem) =>
            {
                Ok(SequenceIterator::make(self, value.clone()))
            }
            None => {
                let class = self.class_ref(value).message_name();
                Err(self.type_error(format!("'{class}' object is not iterable")))
            }
        }
    }

    /// Whether the value has `__next__`.
    pub fn is_iterator(&self, value: &Value) -> bool {
        self.has_usable_slot(value, SpecialMethod::Next)
    }

    /// The next item of an iterator; none at its end (StopIteration is caught).
    ///
    /// # Errors
    /// Any exception raised by `__next__` except StopIteration; TypeError if it is not an iterator.
    #[inline]
    pub fn next(&self, iterator: &Value) -> VmResult<Option<Value>> {
        // Native code may continue forever with an iterator that is native itself.
        self.tick(1)?;
        if let Some(items) = iterator.get_exact::<ListIterator>() {
            return Ok(items.step());
        }
        if !is_derived(iterator)
            && let Some(step) = self.step(iterator)
        {
            return step;
        }
        self.next_by_method(iterator)
    }

    /// [`Vm::next`] for one of the parts that an iterator asks in a step of its own: the caller has
    /// counted that step.
    ///
    /// # Errors
    /// Same as [`Vm::next`].
    #[inline(always)]
    pub fn next_part(&self, iterator: &Value) -> VmResult<Option<Value>> {
        step_of_sequence(iterator).map_or_else(|| self.next(iterator), Ok)
    }

    fn next_by_method(&self, iterator: &Value) -> VmResult<Option<Value>> {
        let slot = self.slot(iterator, SpecialMethod::Next);
        if let TypeSlot::Native(Body::Next(next)) = slot {
            self.check_native_stack()?;
            return next(self, iterator);
        }
        let usable = Some(slot).filter(TypeSlot::is_usable).unwrap_or_default();
        match self.call_slot(&usable, iterator, &[]) {
            Ok(Some(item)) => Ok(Some(item)),
            Ok(None) => {
                let class = self.class_ref(iterator).message_name();
                Err(self.type_error(format!("'{class}' object is not an iterator")))
            }
            Err(e) if self.is_exception(&e, Exc::StopIteration) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The next item of an iterator of a built-in kind, even if a derived class overrides
    /// `__next__`; none if it is of another kind.
    #[inline]
    pub(crate) fn step(&self, iterator: &Value) -> Option<VmResult<Option<Value>>> {
        if let Some(item) = step_of_sequence(iterator) {
            return Some(Ok(item));
        }
        let step = match iterator.kind()? {
            Kind::DictIterator => iterator.get::<DictIterator>()?.step(self),
            Kind::NativeIterator => iterator.get::<NativeIterator>()?.next(self),
            Kind::Generator => {
                let generator = iterator.get::<Generator>()?;
                if generator.flavor != Flavor::Generator {
                    return None;
                }
                self.next_of_generator(iterator, generator)
            }
            _ => return None,
        };
        Some(step)
    }

    /// The number of items left in a built-in iterator, if it is known.
    pub(crate) fn items_left(&self, iterator: &Value) -> Option<usize> {
        match iterator.kind()? {
            Kind::ListIterator => Some(iterator.get::<ListIterator>()?.left()),
            Kind::TupleIterator => Some(iterator.get::<TupleIterator>()?.left()),
            Kind::RangeIterator => {
                usize::try_from(iterator.get::<RangeIterator>()?.left.get()).ok()
            }
            Kind::DictIterator => Some(iterator.get::<DictIterator>()?.left()),
            Kind::NativeIterator => iterator.get::<NativeIterator>()?.length_hint(),
            _ => None,
        }
    }

    /// An estimate of the number of items (`operator.length_hint`); none if unknown.
    ///
    /// # Errors
    /// Any exception raised by `__len__` and `__length_hint__` except TypeError.
    pub fn length_hint(&self, value: &Value) -> VmResult<Option<usize>> {
        if !is_derived(value)
            && let Some(left) = self.items_left(value)
        {
            return Ok(Some(left));
        }
        if self.has_slot(value, SpecialMethod::Len) {
            match self.len(value) {
                Ok(len) => return Ok(Some(len)),
                Err(e) if self.is_exception(&e, Exc::TypeError) => {}
                Err(e) => return Err(e),
            }
        }
        let hint = match self.call_special_method(value, SpecialMethod::LengthHint, &[]) {
            Ok(Some(hint)) if !hint.is(&Value::NOT_IMPLEMENTED) => hint,
            Ok(_) => return Ok(None),
            Err(e) if self.is_exception(&e, Exc::TypeError) => return Ok(None),
            Err(e) => return Err(e),
        };
        match int::to_i64(&hint) {
            Some(n) if n >= 0 => Ok(Some(n as usize)),
            Some(_) => Err(self.value_error("__length_hint__() should return >= 0")),
            None => {
                let class = self.class_ref(&hint).message_name();
                Err(self.type_error(format!("__length_hint__ must be an integer, not {class}")))
            }
        }
    }

    /// Asks an iterable of the program for its length, as CPython does before it makes a list of the
    /// items.
    ///
    /// # Errors
    /// Same as [`Vm::length_hint`].
    pub fn ask_for_length(&self, iterable: &Value) -> VmResult<()> {
        if is_derived(iterable) {
            self.length_hint(iterable)?;
        }
        Ok(())
    }

    /// Calls `each` with every item of an iterable. Lists and tuples are iterated over in place.
    ///
    /// # Errors
    /// The errors of [`Vm::iter`] and [`Vm::next`]; any exception raised by `each`.
    pub fn for_each(
        &self,
        iterable: &Value,
        mut each: impl FnMut(Value) -> VmResult<()>,
    ) -> VmResult<()> {
        if let Some(list) = iterable.get_exact::<List>() {
            let mut i = 0;
            while let Some(item) = list.get(i) {
                self.tick(1)?;
                each(item)?;
                i += 1;
            }
            return Ok(());
        }
        if let Some(tuple) = iterable.get_exact::<Tuple>() {
            return tuple.items().iter().try_for_each(|item| {
                self.tick(1)?;
                each(item.clone())
            });
        }
        if let Some(text) = iterable.get_exact::<Str>() {
            return text.as_str().chars().try_for_each(|c| {
                self.tick(1)?;
                each(character(c).into_value())
            });
        }
        let iterator = self.iter(iterable)?;
        while let Some(item) = self.next(&iterator)? {
            each(item)?;
        }
        Ok(())
    }

    /// All items of an iterable.
    ///
    /// # Errors
    /// Same as [`Vm::iter`] and [`Vm::next`].
    pub fn to_vec(&self, iterable: &Value) -> VmResult<Vec<Value>> {
        if let Some(list) = iterable.get_exact::<List>() {
            return self.copied(&list.borrow());
        }
        if let Some(tuple) = iterable.get_exact::<Tuple>() {
            return self.copied(tuple.items());
        }
        if let Some(dict) = iterable.get_exact::<Dict>() {
            return dict.collect(self, |key, _| key.clone());
        }
        if let Some(text) = iterable.get_exact::<Str>() {
            let mut items = self.vec_with_capacity(text.len())?;
            for c in text.as_str().chars() {
                self.tick(1)?;
                items.push(character(c).into_value());
            }
            return Ok(items);
        }
        if let Some(bytes) = iterable.get_exact::<Bytes>() {
            return self.collect(bytes.data.iter().map(|byte| Value::small_int((*byte).into())));
        }
        if let Some(set) = iterable.get_exact::<Set>() {
            return set.collect(self);
        }
        if let Some(view) = iterable.get_exact::<DictView>() {
            return view.collect(self);
        }
        let iterator = self.iter(iterable)?;
        self.ask_for_length(iterable)?;
        let hint = self.items_left(&iterator).unwrap_or(0);
        let mut all = All(self.vec_with_capacity(hint.min(1 << 40))?);
        while let Some(item) = self.next_into(&iterator, &mut all)? {
            self.grow(&mut all.0, 1)?;
            all.0.push(item);
        }
        Ok(all.0)
    }
}

/// Takes all items for which there is already room: the consumer, which checks limits, grows it.
struct All(Vec<Value>);

impl Sink for All {
    #[inline]
    fn offer(&mut self, item: Value) -> Result<(), Value> {
        if self.0.len() == self.0.capacity() {
            return Err(item);
        }
        self.0.push(item);
        Ok(())
    }
}

/// The next item of an iterator over a list, tuple or range, none at its end; none for others.
#[inline(always)]
fn step_of_sequence(iterator: &Value) -> Option<Option<Value>> {
    match iterator.kind()? {
        Kind::ListIterator => iterator.get::<ListIterator>().map(|items| items.step()),
        Kind::TupleIterator => iterator.get::<TupleIterator>().map(|items| items.step()),
        Kind::RangeIterator => iterator.get::<RangeIterator>().map(|items| items.step()),
        _ => None,
    }
}

/// Whether the value is of a class that the program derived, and which may override methods.
#[inline]
pub fn is_derived(value: &Value) -> bool {
    let class = value.header().and_then(|h| h.class()).and_then(|c| c.get::<Class>());
    class.is_some_and(|c| c.is_heap)
}

fn is_generator(value: &Value) -> bool {
    value.get::<Generator>().is_some_and(|g| g.flavor == Flavor::Generator)
}
