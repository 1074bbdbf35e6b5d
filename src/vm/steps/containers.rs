//! Displays and unpacking.

use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::str_sequence::join_short;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

impl Vm {
    pub(in crate::vm) fn build_slice(&self, [start, stop, step]: [Value; 3]) -> Value {
        Ref::new(Slice { start: start.or_none(), stop: stop.or_none(), step: step.or_none() })
            .into_value()
    }

    /// A set display. CPython's compiler makes one of constants as a frozenset, and rebuilds it
    /// when it merges equal constants; the instruction then copies it, so the items end up in a
    /// different order than if they were added one by one.
    pub(in crate::vm) fn build_set(&self, items: Vec<Value>, of_constants: bool) -> VmResult {
        let make = |items: Vec<Value>| {
            let set = Set::new();
            for item in items {
                set.add(self, item)?;
            }
            Ok(set)
        };
        let set = make(items)?;
        if !of_constants {
            return Ok(set.into_value());
        }
        let merged = make(set.items())?;
        Ok(merged.copy(self)?.into_value())
    }

    pub(in crate::vm) fn copy_to_set(&self, items: &Value) -> VmResult {
        let set = Set::new();
        set.update(self, items)?;
        Ok(set.into_value())
    }

    pub(in crate::vm) fn set_add(&self, set: &Value, item: Value) -> VmResult<()> {
        match set.get::<Set>() {
            Some(set) => set.add(self, item).map(drop),
            None => Ok(()),
        }
    }

    pub(in crate::vm) fn set_update(&self, set: &Value, items: &Value) -> VmResult<()> {
        match set.get::<Set>() {
            Some(set) => set.update(self, items),
            None => Ok(()),
        }
    }

    /// A dict of pairs of a key and a value.
    ///
    /// # Errors
    /// TypeError for a key without a hash; any exception raised by `__hash__` and `__eq__`.
    pub(in crate::vm) fn build_dict(
        &self,
        pairs: impl ExactSizeIterator<Item = [Value; 2]>,
    ) -> VmResult {
        let dict = Dict::with_room(pairs.len());
        for [key, value] in pairs {
            dict.insert(self, key, value)?;
        }
        Ok(dict.into_value())
    }

    pub(in crate::vm) fn build_string(&self, parts: &[Value]) -> VmResult {
        let texts = || parts.iter().filter_map(|p| p.get::<Str>()).map(|text| text.as_str());
        let size = texts().map(str::len).sum();
        match join_short(size, texts()) {
            Some(text) => Ok(text.into_value()),
            None => self.joined_text(texts()).map(Value::from),
        }
    }

    /// `{**mapping}`
    pub(in crate::vm) fn dict_update(&self, dict: &Value, more: &Value) -> VmResult<()> {
        let Some(dict) = dict.get::<Dict>() else { return Ok(()) };
        if let Some(more) = more.get_exact::<Dict>() {
            return dict.merge(self, more);
        }
        let Some(entries) = self.mapping_entries(more)? else {
            let class = self.class_of(more).message_name();
            return Err(self.type_error(format!("'{class}' object is not a mapping")));
        };
        for (key, value) in entries {
            dict.insert(self, key, value)?;
        }
        Ok(())
    }

    /// The entries of a dict, or of anything with `keys()`; none if it is not a mapping.
    pub(in crate::vm) fn mapping_entries(
        &self,
        mapping: &Value,
    ) -> VmResult<Option<Vec<(Value, Value)>>> {
        if let Some(dict) = mapping.get_exact::<Dict>() {
            return Ok(Some(dict.entries()));
        }
        let Some(keys) = self.find_attribute(mapping, &self.names.keys)? else { return Ok(None) };
        let mut entries = Vec::new();
        for key in self.to_vec(&self.call(&keys, &[])?)? {
            let value = self.get_item(mapping, &key)?;
            entries.push((key, value));
        }
        Ok(Some(entries))
    }

    /// Exactly `count` items of an iterable.
    pub(in crate::vm) fn unpack(&self, value: &Value, count: usize) -> VmResult<Vec<Value>> {
        let iterator = self.iter_for_unpacking(value)?;
        let mut items = Vec::with_capacity(count);
        while items.len() < count {
            match self.next(&iterator)? {
                Some(item) => items.push(item),
                None => {
                    let got = items.len();
                    return Err(self.value_error(format!(
                        "not enough values to unpack (expected {count}, got {got})"
                    )));
                }
            }
        }
        if self.next(&iterator)?.is_none() {
            return Ok(items);
        }
        Err(self.value_error(format!("too many values to unpack (expected {count})")))
    }

    /// `before` items, a list of the rest, `after` items.
    pub(in crate::vm) fn unpack_rest(
        &self,
        value: &Value,
        before: usize,
        after: usize,
    ) -> VmResult<Vec<Value>> {
        let is_plain = value.get_exact::<List>().is_some() || value.get_exact::<Tuple>().is_some();
        let mut items = if is_plain {
            self.to_vec(value)?
        } else {
            let iterator = self.iter_for_unpacking(value)?;
            let mut items = Vec::new();
            while let Some(item) = self.next(&iterator)? {
                self.grow(&mut items, 1)?;
                items.push(item);
            }
            items
        };
        let got = items.len();
        if got < before + after {
            return Err(self.value_error(format!(
                "not enough values to unpack (expected at least {}, got {got})",
                before + after
            )));
        }
        let tail = items.split_off(got - after);
        let rest = items.split_off(before);
        items.push(Value::from(rest));
        items.extend(tail);
        Ok(items)
    }

    fn iter_for_unpacking(&self, value: &Value) -> VmResult {
        self.iter(value).map_err(|raised| {
            let no_iterator = !self.has_slot(value, SpecialMethod::Iter)
                && !self.has_slot(value, SpecialMethod::GetItem);
            if no_iterator && self.is_exception(&raised, Exc::TypeError) {
                let class = self.class_of(value).message_name();
                return self.type_error(format!("cannot unpack non-iterable {class} object"));
            }
            raised
        })
    }
}
