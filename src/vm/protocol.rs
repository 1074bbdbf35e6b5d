//! Operations that any object may support: truth, hash, text, length, items.

use super::compare::FEW_ITEMS;
use super::{Vm, VmResult};
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int;
use crate::objects::list::List;
use crate::objects::list_methods;
use crate::objects::native::Body;
use crate::objects::object;
use crate::objects::scalar;
use crate::objects::singletons;
use crate::objects::slice::{Bounds, Slice};
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::tuple_methods;
use crate::objects::weak::WeakRef;
use crate::runtime::{Kind, Ref, Value, View};
use crate::text;
use compact_str::ToCompactString;
use num_traits::ToPrimitive;

impl Vm {
    /// The truth of a value.
    ///
    /// # Errors
    /// Any exception raised by `__bool__` or `__len__`.
    pub fn truthy(&self, value: &Value) -> VmResult<bool> {
        match value.view() {
            View::Bool(b) => Ok(b),
            View::None | View::Unset => Ok(false),
            View::Int(i) => Ok(i != 0),
            View::Float(f) => Ok(f != 0.0),
            View::Ellipsis => Ok(true),
            View::NotImplemented => {
                let message = "NotImplemented should not be used in a boolean context";
                self.warn(Exc::DeprecationWarning, message, 1)?;
                Ok(true)
            }
            View::Obj(header) => {
                if header.class().is_none() {
                    match header.kind() {
                        Kind::Str => return Ok(value.get::<Str>().is_some_and(|s| !s.is_empty())),
                        Kind::List => {
                            return Ok(value.get::<List>().is_some_and(|l| !l.is_empty()));
                        }
                        Kind::Tuple => {
                            return Ok(value.get::<Tuple>().is_some_and(|t| !t.is_empty()));
                        }
                        Kind::Dict => {
                            return Ok(value.get::<Dict>().is_some_and(|d| !d.is_empty()));
                        }
                        Kind::Int => return Ok(true),
                        Kind::Bytes => {
                            return Ok(value.get::<Bytes>().is_some_and(|b| !b.data.is_empty()));
                        }
                        _ => {}
                    }
                }
                self.truthy_by_method(value)
            }
        }
    }

    fn truthy_by_method(&self, value: &Value) -> VmResult<bool> {
        let class = self.class_ref(value);
        let slot = class.slot(SpecialMethod::Bool);
        if let TypeSlot::Native(Body::Truth(truth)) = slot {
            return truth(self, value);
        }
        if slot.is_absent() {
            return match class.slot(SpecialMethod::Len) {
                TypeSlot::Absent => Ok(true),
                TypeSlot::Native(Body::Length(length)) => Ok(length(self, value)? != 0),
                _ => Ok(self.len(value)? != 0),
            };
        }
        let Some(result) = self.call_slot(&slot, value, &[])? else {
            return Ok(self.len(value)? != 0);
        };
        self.checked_truth(&result)
    }

    /// The result of `__bool__`.
    ///
    /// # Errors
    /// TypeError if it is not a bool.
    pub(super) fn checked_truth(&self, result: &Value) -> VmResult<bool> {
        match result.view() {
            View::Bool(b) => Ok(b),
            _ => {
                let class = self.class_of(result).message_name();
                Err(self.type_error(format!("__bool__ should return bool, returned {class}")))
            }
        }
    }

    /// `hash(value)`, as the bits of Python's signed result.
    ///
    /// # Errors
    /// TypeError if the value is unhashable; any exception raised by `__hash__`.
    #[inline]
    pub fn hash(&self, value: &Value) -> VmResult<u64> {
        match value.view() {
            View::Int(i) => Ok(text::hash::hash_int(i) as u64),
            View::Obj(_) => match value.get_exact::<Str>() {
                Some(s) => Ok(s.hash()),
                None => self.hash_object(value),
            },
            View::Bool(b) => Ok(u64::from(b)),
            View::Float(f) => Ok(text::hash::hash_float(f).unwrap_or(0) as u64),
            View::None => Ok(singletons::NONE_HASH),
            _ => Ok(value.bits()),
        }
    }

    #[inline(never)]
    fn hash_object(&self, value: &Value) -> VmResult<u64> {
        if let Some(tuple) = value.get_exact::<Tuple>() {
            return self.hash_tuple(tuple.items());
        }
        match hash_of_item(value) {
            Some(hash) => Ok(hash),
            None => self.hash_by_slot(value),
        }
    }

    /// The hash of a tuple with these items.
    ///
    /// # Errors
    /// Same as [`Vm::hash`].
    pub fn hash_tuple(&self, items: &[Value]) -> VmResult<u64> {
        // Tuples that share items may be many more than there are objects.
        self.tick(1)?;
        self.check_native_stack()?;
        let is_long = items.len() > FEW_ITEMS;
        tuple_methods::combined_hash(items.iter().map(|item| {
            if is_long {
                self.tick(1)?;
            }
            match item.as_small_int() {
                Some(number) => Ok(text::hash::hash_int(number) as u64),
                None => self.hash_in_tuple(item),
            }
        }))
    }

    #[inline(never)]
    fn hash_in_tuple(&self, item: &Value) -> VmResult<u64> {
        if let Some(tuple) = item.get::<Tuple>()
            && self.hashes_as_tuple(item)
        {
            return self.hash_tuple(tuple.items());
        }
        match hash_of_item(item) {
            Some(hash) => Ok(hash),
            None => self.hash_by_slot(item),
        }
    }

    /// Whether a tuple's class has the hash of `tuple`, like that of a named tuple.
    #[inline]
    fn hashes_as_tuple(&self, tuple: &Value) -> bool {
        let class = tuple.header().and_then(|header| header.class());
        class.and_then(|class| class.get::<Class>()).is_none_or(|c| c.special_methods().tuple_hash)
    }

    fn hash_by_slot(&self, value: &Value) -> VmResult<u64> {
        self.tick(1)?;
        let slot = self.slot(value, SpecialMethod::Hash);
        if let TypeSlot::Native(Body::Hash(hash)) = slot {
            self.check_native_stack()?;
            return hash(self, value);
        }
        let usable = Some(slot).filter(TypeSlot::is_usable).unwrap_or_default();
        let Some(result) = self.call_slot(&usable, value, &[])? else {
            let class = self.class_of(value).message_name();
            return Err(self.type_error(format!("unhashable type: '{class}'")));
        };
        match int::to_i64(&result) {
            Some(-1) => Ok(-2i64 as u64),
            Some(hash) => Ok(hash as u64),
            None => match int::to_big(&result) {
                Some(big) => Ok(text::hash::hash_bigint(&big) as u64),
                None => Err(self.type_error("__hash__ method should return an integer")),
            },
        }
    }

    /// Calls a special method found on the class, with its receiver.
    pub(crate) fn call_bound(&self, method: &Value, receiver: &Value, args: &[Value]) -> VmResult {
        let takes_self = match method.kind() {
            Some(Kind::Function) => true,
            Some(Kind::NativeFunction) => super::attributes::is_native_method(method),
            _ => false,
        };
        if !takes_self {
            let bound = self.bind(method.clone(), receiver)?;
            return self.call(&bound, args);
        }
        match args {
            [] => self.call(method, std::slice::from_ref(receiver)),
            [one] => self.call(method, &[receiver.clone(), one.clone()]),
            [one, two] => self.call(method, &[receiver.clone(), one.clone(), two.clone()]),
            _ => {
                let mut all = vec![receiver.clone()];
                all.extend_from_slice(args);
                self.call(method, &all)
            }
        }
    }

    /// `repr(value)`
    ///
    /// # Errors
    /// Any exception raised by `__repr__`; TypeError if its result is not a string; RecursionError.
    pub fn repr(&self, value: &Value) -> VmResult<Ref<Str>> {
        self.tick(1)?;
        match value.view() {
            View::None => return Ok(Str::new("None")),
            View::Bool(b) => return Ok(Str::new(if b { "True" } else { "False" })),
            View::Int(i) => return Ok(Str::new(i.to_compact_string())),
            View::Float(f) => return Ok(Str::new(text::float::repr(f))),
            _ => {}
        }
        if let Some(s) = value.get_exact::<Str>() {
            return self.str_repr(s.as_str()).map(Str::new);
        }
        self.check_native_stack()?;
        self.text_method(value, SpecialMethod::Repr)
    }

    /// `repr()` of a text.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn str_repr(&self, s: &str) -> VmResult<String> {
        self.paced(|pace| text::repr::str_repr_paced(s, pace))
    }

    /// `ascii(value)`.
    ///
    /// # Errors
    /// Same as [`Vm::repr`].
    pub fn ascii(&self, value: &Value) -> VmResult<Ref<Str>> {
        let text = self.repr(value)?;
        if text.is_ascii() {
            return Ok(text);
        }
        let s = text.as_str();
        let escape = |range: std::ops::Range<usize>, to: &mut String| {
            text::repr::escape_non_ascii(&s[range], to);
        };
        self.mapped_text(s, escape).map(Str::new)
    }

    /// Appends `repr(value)` to a text: for scalars without creating an object.
    ///
    /// # Errors
    /// Same as [`Vm::repr`].
    pub fn write_repr(&self, text: &mut String, value: &Value) -> VmResult<()> {
        match value.view() {
            View::Int(i) => text.push_str(&i.to_compact_string()),
            View::Float(f) => text.push_str(&text::float::repr(f)),
            View::None => text.push_str("None"),
            View::Bool(b) => text.push_str(if b { "True" } else { "False" }),
            _ => match value.get_exact::<Str>() {
                Some(s) => text.push_str(&self.str_repr(s.as_str())?),
                None => text.push_str(self.repr(value)?.as_str()),
            },
        }
        Ok(())
    }

    /// `str(value)`
    ///
    /// # Errors
    /// Any exception raised by `__str__` or `__repr__`.
    pub fn str(&self, value: &Value) -> VmResult<Ref<Str>> {
        if let Some(s) = value.get_exact::<Str>() {
            return Ok(s.clone());
        }
        if !value.is_object() {
            return self.repr(value);
        }
        self.check_native_stack()?;
        self.text_method(value, SpecialMethod::Str)
    }

    fn text_method(&self, value: &Value, special: SpecialMethod) -> VmResult<Ref<Str>> {
        let slot = self.slot(value, special);
        let Some(result) = self.call_slot(&slot, value, &[])? else {
            let class = self.class_of(value);
            return Ok(Str::new(format!("<{} object at {:#x}>", class.full_name(), value.bits())));
        };
        result.into_ref::<Str>().map_err(|other| {
            let (name, class) = (special.name(), self.class_of(&other).message_name());
            self.type_error(format!("{name} returned non-string (type {class})"))
        })
    }

    /// `repr(value)` for messages: never raises.
    pub fn repr_text(&self, value: &Value) -> String {
        match self.repr(value) {
            Ok(text) => text.as_str().to_string(),
            Err(_) => {
                format!("<{} object at {:#x}>", self.class_of(value).full_name(), value.bits())
            }
        }
    }

    /// `format(value, spec)`
    ///
    /// # Errors
    /// ValueError for an invalid specification; any exception raised by `__format__`.
    pub fn format(&self, value: &Value, spec: &Value) -> VmResult<Ref<Str>> {
        if spec.get::<Str>().is_some_and(|s| s.is_empty())
            && (!value.is_object() || value.get_exact::<Str>().is_some())
        {
            return self.str(value);
        }
        if let Some(spec) = spec.get::<Str>()
            && let Some(text) = scalar::format_plain(self, value, spec.as_str())
        {
            return text.map(Str::new);
        }
        let slot = self.slot(value, SpecialMethod::Format);
        let Some(result) = self.call_slot(&slot, value, &[spec])? else {
            let class = self.class_of(value).message_name();
            return Err(self.type_error(format!("Type {class} doesn't define __format__")));
        };
        result.into_ref::<Str>().map_err(|other| {
            let class = self.class_of(&other).message_name();
            self.type_error(format!("__format__ must return a str, not {class}"))
        })
    }

    /// `len(value)`
    ///
    /// # Errors
    /// TypeError if the value has no length; any exception raised by `__len__`.
    #[inline]
    pub fn len(&self, value: &Value) -> VmResult<usize> {
        match plain_len(value) {
            Some(len) => Ok(len),
            None => self.len_by_slot(value),
        }
    }

    #[inline(never)]
    fn len_by_slot(&self, value: &Value) -> VmResult<usize> {
        let slot = self.slot(value, SpecialMethod::Len);
        if let TypeSlot::Native(Body::Length(length)) = slot {
            return length(self, value);
        }
        let Some(result) = self.call_slot(&slot, value, &[])? else {
            let class = self.class_of(value).message_name();
            return Err(self.type_error(format!("object of type '{class}' has no len()")));
        };
        self.checked_length(&result)
    }

    /// The result of `__len__`.
    ///
    /// # Errors
    /// TypeError if it is not an integer, ValueError if it is negative, OverflowError if it is too
    /// large.
    pub(super) fn checked_length(&self, result: &Value) -> VmResult<usize> {
        let result = self.index(result)?;
        match int::to_big(&result).map(|b| (b.sign() == num_bigint::Sign::Minus, b.to_i64())) {
            Some((true, _)) => Err(self.value_error("__len__() should return >= 0")),
            Some((false, Some(len))) => Ok(len as usize),
            _ => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
        }
    }

    /// An int from a value with `__index__`, clipped to 64 bits (for indexes, where anything
    /// larger is out of range).
    ///
    /// # Errors
    /// TypeError `'T' object cannot be interpreted as an integer`.
    pub fn index_clipped(&self, value: &Value) -> VmResult<i64> {
        if let Some(i) = value.as_small_int() {
            return Ok(i);
        }
        let index = self.index(value)?;
        Ok(int::to_i64(&index).unwrap_or_else(|| match int::to_big(&index) {
            Some(big) if big.sign() == num_bigint::Sign::Minus => i64::MIN,
            _ => i64::MAX,
        }))
    }

    /// The index that a value with `__index__` denotes, if it is within the range of C's `ssize_t`.
    ///
    /// # Errors
    /// As [`Vm::index`]; OverflowError outside that range.
    pub fn index_sized(&self, value: &Value) -> VmResult<i64> {
        if let Some(i) = value.as_small_int() {
            return Ok(i);
        }
        let index = self.index(value)?;
        int::to_i64(&index)
            .ok_or_else(|| self.overflow_error("Python int too large to convert to C ssize_t"))
    }

    /// An int value from a value with `__index__` (ints are returned as they are).
    ///
    /// # Errors
    /// TypeError `'T' object cannot be interpreted as an integer`.
    pub fn index(&self, value: &Value) -> VmResult {
        if int::is_int(value) {
            return Ok(match value.view() {
                View::Bool(b) => Value::small_int(i64::from(b)),
                _ => value.clone(),
            });
        }
        let Some(result) = self.call_special_method(value, SpecialMethod::Index, &[])? else {
            let class = self.class_of(value).message_name();
            return Err(
                self.type_error(format!("'{class}' object cannot be interpreted as an integer"))
            );
        };
        if int::is_int(&result) {
            self.warn_of_subclass(&result, &self.types.int, "__index__")?;
            return Ok(match result.view() {
                View::Bool(b) => Value::small_int(i64::from(b)),
                _ => result,
            });
        }
        let class = self.class_of(&result).message_name();
        Err(self.type_error(format!("__index__ returned non-int (type {class})")))
    }

    /// Warns if the result of a conversion is an instance of a class derived from the expected one.
    ///
    /// # Errors
    /// DeprecationWarning, if warnings are errors.
    pub fn warn_of_subclass(
        &self,
        result: &Value,
        class: &Ref<crate::objects::class::Class>,
        method: &str,
    ) -> VmResult<()> {
        let own = self.class_ref(result);
        if own.is(class) {
            return Ok(());
        }
        let (wanted, shown) = (class.name(), own.message_name());
        let message = format!(
            "{method} returned non-{wanted} (type {shown}).  The ability to return an instance of a \
             strict subclass of {wanted} is deprecated, and may be removed in a future version of \
             Python."
        );
        self.warn(Exc::DeprecationWarning, &message, 1)
    }

    /// `object[key]`
    ///
    /// # Errors
    /// TypeError if it is not subscriptable; any exception raised by `__getitem__`.
    pub fn get_item(&self, object: &Value, key: &Value) -> VmResult {
        self.tick(1)?;
        if let Some(dict) = object.get_exact::<Dict>() {
            return match dict.get(self, key)? {
                Some(value) => Ok(value),
                None => Err(self.key_error(key.clone())),
            };
        }
        if let Some(s) = object.get_exact::<Str>() {
            return crate::objects::str_methods::get_item(self, s, key);
        }
        let slot = self.slot(object, SpecialMethod::GetItem);
        if let TypeSlot::Native(Body::Binary(body)) = slot {
            self.check_native_stack()?;
            return body(self, object, key);
        }
        if let Some(item) = self.call_slot(&slot, object, &[key])? {
            return Ok(item);
        }
        if object.kind() == Some(Kind::Class) {
            if object.is(self.types.type_.as_value()) {
                return Ok(crate::objects::alias::make(self, object.clone(), key));
            }
            let method = self.find_attribute(object, &self.names.class_getitem)?;
            if let Some(method) = method.filter(|method| !method.is_none()) {
                return self.call(&method, std::slice::from_ref(key));
            }
            let shown = object.get::<crate::objects::class::Class>().map(|c| c.full_name());
            return Err(self
                .type_error(format!("type '{}' is not subscriptable", shown.unwrap_or_default())));
        }
        let class = self.class_of(object).message_name();
        Err(self.type_error(format!("'{class}' object is not subscriptable")))
    }

    /// `object[start:stop]`
    ///
    /// # Errors
    /// Same as [`Vm::get_item`].
    pub(super) fn get_slice(&self, object: &Value, start: Value, stop: Value) -> VmResult {
        self.get_item(object, Slice::new(start, stop, Value::NONE).as_value())
    }

    /// `object[start:stop] = value`
    ///
    /// # Errors
    /// Same as [`Vm::set_item`].
    pub(super) fn set_slice(
        &self,
        object: &Value,
        start: Value,
        stop: Value,
        value: &Value,
    ) -> VmResult<()> {
        if let Some(list) = object.get_exact::<List>()
            && let Some(bounds) = Bounds::of_plain(&start, &stop)
        {
            return list_methods::set_slice(self, list, bounds, value);
        }
        self.set_item(object, Slice::new(start, stop, Value::NONE).as_value(), value.clone())
    }

    /// `object[key] = value`
    ///
    /// # Errors
    /// TypeError if it does not support that; any exception raised by `__setitem__`.
    pub fn set_item(&self, object: &Value, key: &Value, value: Value) -> VmResult<()> {
        if let Some(dict) = object.get_exact::<Dict>() {
            return dict.insert(self, key.clone(), value).map(drop);
        }
        let slot = self.slot(object, SpecialMethod::SetItem);
        if let TypeSlot::Native(Body::Store(store)) = slot {
            return store(self, object, key, &value);
        }
        match self.call_slot(&slot, object, &[key, &value])? {
            Some(_) => Ok(()),
            None => {
                let class = self.class_of(object).message_name();
                Err(self.type_error(format!("'{class}' object does not support item assignment")))
            }
        }
    }

    /// `del object[key]`
    ///
    /// # Errors
    /// TypeError if it does not support that; any exception raised by `__delitem__`.
    pub fn delete_item(&self, object: &Value, key: &Value) -> VmResult<()> {
        if let Some(dict) = object.get_exact::<Dict>() {
            return match dict.remove(self, key)? {
                Some(_) => Ok(()),
                None => Err(self.key_error(key.clone())),
            };
        }
        let slot = self.slot(object, SpecialMethod::DelItem);
        match self.call_slot(&slot, object, &[key])? {
            Some(_) => Ok(()),
            None => {
                // CPython has one wording for sequences and indices, and one for everything else.
                let is_index = self.has_usable_slot(object, SpecialMethod::Len)
                    && self.has_usable_slot(key, SpecialMethod::Index);
                let verb = if is_index { "doesn't" } else { "does not" };
                let class = self.class_of(object).message_name();
                Err(self.type_error(format!("'{class}' object {verb} support item deletion")))
            }
        }
    }

    /// `item in container`
    ///
    /// # Errors
    /// TypeError if it is not a container; any exception raised by `__contains__` or `__eq__`.
    pub fn contains(&self, container: &Value, item: &Value) -> VmResult<bool> {
        if let Some(dict) = container.get_exact::<Dict>() {
            return Ok(dict.get(self, item)?.is_some());
        }
        match self.slot(container, SpecialMethod::Contains) {
            TypeSlot::Native(Body::Contains(contains)) => {
                self.check_native_stack()?;
                return contains(self, container, item);
            }
            TypeSlot::Method(method) if method.is_none() => {
                let class = self.class_of(container).message_name();
                return Err(self.type_error(format!("'{class}' object is not a container")));
            }
            slot => {
                if let Some(result) = self.call_slot(&slot, container, &[item])? {
                    return self.truthy(&result);
                }
            }
        }
        let iterator = match self.iter(container) {
            Ok(iterator) => iterator,
            Err(raised)
                if self.is_exception(&raised, Exc::TypeError)
                    && !self.has_slot(container, SpecialMethod::Iter) =>
            {
                let class = self.class_of(container).message_name();
                return Err(self.type_error(format!("argument of type '{class}' is not iterable")));
            }
            Err(raised) => return Err(raised),
        };
        while let Some(next) = self.next(&iterator)? {
            if self.eq(&next, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Runs `body` with the value marked as being shown: none if it already is (a list inside
    /// itself is shown as `[...]`).
    ///
    /// # Errors
    /// RecursionError; any exception raised by `body`.
    pub fn guard_repr<T>(
        &self,
        value: &Value,
        body: impl FnOnce() -> VmResult<T>,
    ) -> VmResult<Option<T>> {
        self.check_native_stack()?;
        let id = value.bits();
        if self.shown.borrow().contains(&id) {
            return Ok(None);
        }
        if self.depth.get() + self.shown.borrow().len() >= self.recursion_limit.get() {
            return Err(self.error(
                Exc::RecursionError,
                "maximum recursion depth exceeded while getting the repr of an object",
            ));
        }
        self.shown.borrow_mut().push(id);
        let result = body();
        self.shown.borrow_mut().pop();
        result.map(Some)
    }
}

/// The length of a plain object of the commonest built-in types.
#[inline(always)]
fn plain_len(value: &Value) -> Option<usize> {
    let header = value.header().filter(|header| header.is_plain_sequence())?;
    match header.kind() {
        Kind::Str => value.get::<Str>().map(|text| text.len()),
        Kind::Bytes => value.get::<Bytes>().map(|bytes| bytes.data.len()),
        Kind::List => value.get::<List>().map(|list| list.len()),
        Kind::Tuple => value.get::<Tuple>().map(|tuple| tuple.len()),
        Kind::Dict => value.get::<Dict>().map(|dict| dict.len()),
        _ => None,
    }
}

/// The hash of a value if it needs none of the program's code: of a scalar, bytes, an object whose
/// class inherits it from `object`, or a short tuple of these.
#[inline]
pub fn quick_hash(value: &Value) -> Option<u64> {
    if let Some(number) = value.as_small_int() {
        return Some(text::hash::hash_int(number) as u64);
    }
    match value.get_exact::<Str>() {
        Some(text) => Some(text.hash()),
        None => quick_hash_of_other(value),
    }
}

#[inline(never)]
fn quick_hash_of_other(value: &Value) -> Option<u64> {
    let Some(tuple) = value.get_exact::<Tuple>() else { return hash_of_item(value) };
    if tuple.len() > FEW_ITEMS {
        return None;
    }
    tuple_methods::combined_hash(tuple.items().iter().map(|item| hash_of_item(item).ok_or(()))).ok()
}

/// [`quick_hash`], but not of tuples.
#[inline]
fn hash_of_item(item: &Value) -> Option<u64> {
    let View::Obj(header) = item.view() else {
        return match item.view() {
            View::Int(number) => Some(text::hash::hash_int(number) as u64),
            View::Float(number) => text::hash::hash_float(number).map(|hash| hash as u64),
            View::Bool(truth) => Some(u64::from(truth)),
            View::None => Some(singletons::NONE_HASH),
            _ => None,
        };
    };
    let is_by_identity = |class: &Value| {
        class.get::<Class>().is_some_and(|class| class.special_methods().plain_hash)
    };
    let by_identity = match header.kind() {
        Kind::Str => return item.get_exact::<Str>().map(|text| text.hash()),
        Kind::Bytes => return item.get_exact::<Bytes>().map(|bytes| bytes.hash()),
        Kind::WeakRef => return item.get_exact::<WeakRef>().and_then(|weak| weak.known_hash()),
        Kind::Instance => header.class().is_some_and(is_by_identity),
        Kind::Class => header.class().is_none_or(is_by_identity),
        _ => false,
    };
    by_identity.then(|| object::identity_hash(item))
}
