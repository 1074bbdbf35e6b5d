//! Conversion of data through `serde`.

use super::convert::{Bytes, FromPython, ToPython, entries, items, unfit};
use super::error::{Error, Result};
use super::interpreter::Interpreter;
use super::object::Object;
use crate::objects::bytes::is_buffer;
use crate::objects::dict::Dict;
use crate::objects::int::is_int;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, View};
use serde_core::de::value::StrDeserializer;
use serde_core::de::{
    DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_core::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde_core::{Deserializer, Serialize, Serializer, forward_to_deserialize_any};
use std::fmt::Display;

/// Data nested deeper than this is an error. Python's lists may contain themselves.
const DEPTH: usize = 200;

/// A Rust value that is converted through `serde`.
///
/// Sequences become lists, tuples stay tuples, maps and structs become dicts, and `None` and units
/// become None. A variant of an enum becomes its name, or a dict from its name to its contents. In
/// the other direction, any iterable is a sequence, and a struct is made from a mapping or an
/// object's attributes.
///
/// ```
/// use hob::{Interpreter, Module, Serde};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Order { item: String, count: u32, note: Option<String> }
///
/// # fn main() -> hob::Result<()> {
/// let shop = Module::new("shop").function("double(order)", |Serde(order): Serde<Order>| {
///     Serde(Order { count: 2 * order.count, ..order })
/// });
/// let python = Interpreter::builder().module(shop).build();
/// python.exec("import shop\norder = shop.double({'item': 'tea', 'count': 3})")?;
/// assert_eq!(python.eval("str(order)")?.extract::<String>()?,
///     "{'item': 'tea', 'count': 6, 'note': None}");
/// let Serde(order) = python.get("order")?.extract::<Serde<Order>>()?;
/// assert_eq!(order.count, 6);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serde<T>(pub T);

impl<T: Serialize> ToPython for Serde<T> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        self.0.serialize(ToObject(interpreter))
    }
}

impl<T: DeserializeOwned> FromPython for Serde<T> {
    fn from_python(object: &Object) -> Result<Serde<T>> {
        T::deserialize(FromObject { object, depth: 0 }).map(Serde)
    }
}

impl serde_core::ser::Error for Error {
    fn custom<T: Display>(message: T) -> Error {
        Error::conversion(message.to_string())
    }
}

impl serde_core::de::Error for Error {
    fn custom<T: Display>(message: T) -> Error {
        Error::conversion(message.to_string())
    }
}

/// Makes Python objects.
#[derive(Clone, Copy)]
struct ToObject<'a>(&'a Interpreter);

impl<'a> ToObject<'a> {
    fn items(self, variant: Option<&'static str>, length: Option<usize>) -> Items<'a> {
        // The length is a hint from the data, which may be wrong.
        Items { to: self, variant, items: Vec::with_capacity(length.unwrap_or(0).min(1024)) }
    }

    fn entries(self, variant: Option<&'static str>) -> Entries<'a> {
        let _entered = self.0.enter();
        let dict = Object::new(self.0, Dict::new().into_value());
        Entries { to: self, variant, dict, key: None }
    }

    /// The contents of a variant: `{name: contents}`.
    fn variant(self, name: Option<&'static str>, contents: Object) -> Result<Object> {
        let Some(name) = name else { return Ok(contents) };
        let entries = self.entries(None);
        entries.dict.set_item(name, contents)?;
        Ok(entries.dict)
    }
}

macro_rules! plain {
    ($($method:ident($type:ty))*) => {
        $(
            fn $method(self, value: $type) -> Result<Object> {
                value.to_python(self.0)
            }
        )*
    };
}

impl<'a> Serializer for ToObject<'a> {
    type Ok = Object;
    type Error = Error;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Entries<'a>;
    type SerializeStruct = Entries<'a>;
    type SerializeStructVariant = Entries<'a>;

    plain! {
        serialize_bool(bool) serialize_char(char) serialize_str(&str)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
        serialize_f32(f32) serialize_f64(f64)
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Object> {
        Bytes(bytes.to_vec()).to_python(self.0)
    }

    fn serialize_none(self) -> Result<Object> {
        ().to_python(self.0)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Object> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Object> {
        ().to_python(self.0)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Object> {
        ().to_python(self.0)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Object> {
        variant.to_python(self.0)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Object> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Object> {
        self.variant(Some(variant), value.serialize(self)?)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items<'a>> {
        Ok(self.items(None, length))
    }

    fn serialize_tuple(self, length: usize) -> Result<Items<'a>> {
        Ok(self.items(None, Some(length)))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Items<'a>> {
        Ok(self.items(None, Some(length)))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Items<'a>> {
        Ok(self.items(Some(variant), Some(length)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'a>> {
        Ok(self.entries(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'a>> {
        Ok(self.entries(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries<'a>> {
        Ok(self.entries(Some(variant)))
    }
}

/// The items of a sequence or tuple.
struct Items<'a> {
    to: ToObject<'a>,
    variant: Option<&'static str>,
    items: Vec<Object>,
}

impl Items<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.items.push(value.serialize(self.to)?);
        Ok(())
    }

    fn finish(self, make: impl FnOnce(Vec<Value>) -> Value) -> Result<Object> {
        let interpreter = self.to.0;
        let _entered = interpreter.enter();
        let values = self.items.into_iter().map(|item| item.into_value_of(interpreter));
        let made = make(values.collect::<Result<_>>()?);
        self.to.variant(self.variant, Object::new(interpreter, made))
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = Object;
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.push(value)
    }

    fn end(self) -> Result<Object> {
        self.finish(|values| List::new(values).into_value())
    }
}

macro_rules! tuples {
    ($($trait:ident $method:ident;)*) => {
        $(
            impl $trait for Items<'_> {
                type Ok = Object;
                type Error = Error;

                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                    self.push(value)
                }

                fn end(self) -> Result<Object> {
                    self.finish(|values| Tuple::new(values).into_value())
                }
            }
        )*
    };
}

tuples! {
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

/// The entries of a map or struct.
struct Entries<'a> {
    to: ToObject<'a>,
    variant: Option<&'static str>,
    dict: Object,
    /// The key whose value comes next.
    key: Option<Object>,
}

impl SerializeMap for Entries<'_> {
    type Ok = Object;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = Some(key.serialize(self.to)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let key = self.key.take().ok_or_else(|| Error::conversion("a value without a key"))?;
        self.dict.set_item(key, value.serialize(self.to)?)
    }

    fn end(self) -> Result<Object> {
        self.to.variant(self.variant, self.dict)
    }
}

macro_rules! structs {
    ($($trait:ident)*) => {
        $(
            impl $trait for Entries<'_> {
                type Ok = Object;
                type Error = Error;

                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    key: &'static str,
                    value: &T,
                ) -> Result<()> {
                    self.dict.set_item(key, value.serialize(self.to)?)
                }

                fn end(self) -> Result<Object> {
                    self.to.variant(self.variant, self.dict)
                }
            }
        )*
    };
}

structs! { SerializeStruct SerializeStructVariant }

/// Reads a Python object.
#[derive(Clone, Copy)]
struct FromObject<'a> {
    object: &'a Object,
    /// The number of enclosing containers.
    depth: usize,
}

impl<'a> FromObject<'a> {
    fn inner_depth(self) -> Result<usize> {
        match self.depth {
            DEPTH.. => Err(Error::conversion("the data is nested too deeply")),
            depth => Ok(depth + 1),
        }
    }

    /// The int as the smallest type that fits it.
    fn int<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let object = self.object;
        if let Ok(int) = object.extract() {
            visitor.visit_i64(int)
        } else if let Ok(int) = object.extract() {
            visitor.visit_u64(int)
        } else if let Ok(int) = object.extract() {
            visitor.visit_i128(int)
        } else {
            visitor.visit_u128(object.extract()?)
        }
    }

    fn sequence<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let depth = self.inner_depth()?;
        let items = items(self.object, "a sequence")?;
        let length = items.len();
        let mut list = ItemsOf { items: items.into_iter(), depth };
        let value = visitor.visit_seq(&mut list)?;
        match list.items.len() {
            0 => Ok(value),
            left => Err(Error::conversion(format!(
                "expected a sequence of {}, got {length}",
                length - left
            ))),
        }
    }

    fn mapping<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let depth = self.inner_depth()?;
        let entries = entries::<Object, Object>(self.object)?.into_iter();
        visitor.visit_map(EntriesOf { entries, value: None, depth })
    }

    /// The attributes that a struct requires.
    fn attributes<'de, V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let depth = self.inner_depth()?;
        let interpreter = self.object.interpreter();
        let mut entries = Vec::new();
        for field in fields {
            match self.object.get(field) {
                Ok(value) => entries.push((field.to_python(interpreter)?, value)),
                Err(error) if error.class_name() == "AttributeError" => {}
                Err(error) => return Err(error),
            }
        }
        visitor.visit_map(EntriesOf { entries: entries.into_iter(), value: None, depth })
    }

    fn is_mapping(self) -> bool {
        self.object.value().get::<Dict>().is_some()
            || self.object.get("keys").is_ok_and(|keys| keys.is_callable())
    }
}

impl<'de> Deserializer<'de> for FromObject<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let object = self.object;
        let value = object.value();
        match value.view() {
            View::None => return visitor.visit_unit(),
            View::Bool(flag) => return visitor.visit_bool(flag),
            View::Float(float) => return visitor.visit_f64(float),
            _ => {}
        }
        if is_int(value) {
            self.int(visitor)
        } else if let Some(text) = value.get::<Str>() {
            visitor.visit_str(text.as_str())
        } else if value.get::<List>().is_some()
            || value.get::<Tuple>().is_some()
            || value.get::<Set>().is_some()
        {
            self.sequence(visitor)
        } else if is_buffer(value) {
            visitor.visit_byte_buf(object.extract::<Bytes>()?.0)
        } else if self.is_mapping() {
            self.mapping(visitor)
        } else if let Ok(float) = object.extract() {
            visitor.visit_f64(float)
        } else {
            Err(unfit(object, "data"))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.object.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_byte_buf(self.object.extract::<Bytes>()?.0)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.sequence(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.sequence(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.sequence(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.mapping(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let value = self.object.value();
        if self.is_mapping() {
            self.mapping(visitor)
        } else if value.get_exact::<List>().is_some() || value.get_exact::<Tuple>().is_some() {
            self.sequence(visitor)
        } else if value.is_none() || value.get::<Str>().is_some() || is_int(value) {
            Err(unfit(self.object, "a mapping"))
        } else {
            self.attributes(fields, visitor)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let depth = self.inner_depth()?;
        let object = self.object;
        if let Some(text) = object.value().get::<Str>() {
            let name = text.as_str().to_string();
            return visitor.visit_enum(VariantOf { name, contents: None, depth });
        }
        let mut entries = match self.is_mapping() {
            true => entries::<Object, Object>(object)?.into_iter(),
            false => return Err(unfit(object, "the name of a variant, or a dict with one entry")),
        };
        match (entries.next(), entries.next()) {
            (Some((name, contents)), None) => visitor.visit_enum(VariantOf {
                name: name.extract()?,
                contents: Some(contents),
                depth,
            }),
            _ => Err(Error::conversion("expected a dict with one entry, the variant's name")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string unit identifier
    }
}

/// The items of an iterable.
struct ItemsOf {
    items: std::vec::IntoIter<Object>,
    depth: usize,
}

impl<'de> SeqAccess<'de> for ItemsOf {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let depth = self.depth;
        let item = self.items.next();
        item.map(|object| seed.deserialize(FromObject { object: &object, depth })).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a mapping.
struct EntriesOf {
    entries: std::vec::IntoIter<(Object, Object)>,
    /// The value for the last key read.
    value: Option<Object>,
    depth: usize,
}

impl<'de> MapAccess<'de> for EntriesOf {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(FromObject { object: &key, depth: self.depth }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = self.value.take().ok_or_else(|| Error::conversion("a value without a key"))?;
        seed.deserialize(FromObject { object: &value, depth: self.depth })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A variant of an enum.
struct VariantOf {
    name: String,
    contents: Option<Object>,
    depth: usize,
}

impl<'de> EnumAccess<'de> for VariantOf {
    type Error = Error;
    type Variant = VariantOf;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, VariantOf)> {
        let name: StrDeserializer<'_, Error> = self.name.as_str().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl VariantOf {
    fn with_contents<T>(self, read: impl FnOnce(FromObject<'_>) -> Result<T>) -> Result<T> {
        match &self.contents {
            Some(object) => read(FromObject { object, depth: self.depth }),
            None => {
                let message = format!("expected a dict from '{}' to its contents", self.name);
                Err(Error::conversion(message))
            }
        }
    }
}

impl<'de> VariantAccess<'de> for VariantOf {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        match &self.contents {
            Some(contents) if !contents.is_none() => Err(unfit(contents, "None")),
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.with_contents(|contents| seed.deserialize(contents))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value> {
        self.with_contents(|contents| contents.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.with_contents(|contents| contents.deserialize_struct("", fields, visitor))
    }
}
