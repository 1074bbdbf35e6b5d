//! Conversion of values between Rust and Python.

use super::error::{Error, Result};
use super::interpreter::Interpreter;
use super::object::Object;
use crate::objects::bytes;
use crate::objects::dict::Dict;
use crate::objects::int::{from_big, from_i64, is_int, to_big, to_i64};
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Value, View};
use num_bigint::BigInt;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

/// A Rust value that can become a Python object.
///
/// A `Result` becomes its value; its error is raised. Types of the host are converted through other
/// values:
///
/// ```
/// use hob::{Interpreter, Object, ToPython};
///
/// struct Point { x: f64, y: f64 }
///
/// impl ToPython for Point {
///     fn to_python(self, python: &Interpreter) -> hob::Result<Object> {
///         (self.x, self.y).to_python(python)
///     }
/// }
///
/// # fn main() -> hob::Result<()> {
/// let python = Interpreter::new();
/// python.set("origin", Point { x: 0.0, y: 1.5 })?;
/// assert_eq!(python.eval("repr(origin)")?.extract::<String>()?, "(0.0, 1.5)");
/// # Ok(())
/// # }
/// ```
pub trait ToPython {
    /// The Python object.
    ///
    /// # Errors
    /// An error that says why the value cannot be converted.
    fn to_python(self, interpreter: &Interpreter) -> Result<Object>;
}

/// A Rust value that can be made from a Python object.
pub trait FromPython: Sized {
    /// The Rust value.
    ///
    /// # Errors
    /// [`super::ErrorKind::Conversion`] if the object does not fit.
    fn from_python(object: &Object) -> Result<Self>;
}

/// Bytes: `bytes` in a program. (A `Vec<u8>` is a list of ints.)
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub Vec<u8>);

pub(super) fn unfit(object: &Object, expected: &str) -> Error {
    Error::conversion(format!("expected {expected}, got {}", object.type_name()))
}

/// Implements [`ToPython`] for a type whose value needs only memory.
macro_rules! to_python {
    ($($type:ty: |$this:ident| $value:expr;)*) => {
        $(
            impl ToPython for $type {
                #[inline]
                fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
                    let $this = self;
                    let _entered = interpreter.enter();
                    Ok(Object::new(interpreter, $value))
                }
            }
        )*
    };
}

to_python! {
    (): |_unit| Value::NONE;
    bool: |flag| Value::bool(flag);
    i64: |int| from_i64(int);
    i8: |int| from_i64(int.into());
    i16: |int| from_i64(int.into());
    i32: |int| from_i64(int.into());
    u8: |int| from_i64(int.into());
    u16: |int| from_i64(int.into());
    u32: |int| from_i64(int.into());
    isize: |int| from_i64(int as i64);
    u64: |int| i64::try_from(int).map_or_else(|_| from_big(int.into()), from_i64);
    usize: |int| i64::try_from(int).map_or_else(|_| from_big(int.into()), from_i64);
    i128: |int| from_big(int.into());
    u128: |int| from_big(int.into());
    BigInt: |int| from_big(int);
    f64: |float| Value::float(float);
    f32: |float| Value::float(float.into());
    &str: |text| Str::new(text).into_value();
    String: |text| Str::new(text).into_value();
    &String: |text| Str::new(text.as_str()).into_value();
    char: |c| Str::new(c.to_string()).into_value();
    Bytes: |bytes| bytes::Bytes::new(bytes.0).into_value();
}

impl ToPython for Object {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        match self.interpreter().is(interpreter) {
            true => Ok(self),
            false => Err(Error::foreign()),
        }
    }
}

impl ToPython for &Object {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        self.clone().to_python(interpreter)
    }
}

impl<T: ToPython> ToPython for Option<T> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        match self {
            Some(value) => value.to_python(interpreter),
            None => ().to_python(interpreter),
        }
    }
}

impl<T: ToPython, E: Into<Box<dyn std::error::Error>>> ToPython for Result<T, E> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        match self {
            Ok(value) => value.to_python(interpreter),
            Err(error) => Err(Error::from_host(interpreter, error.into())),
        }
    }
}

impl<T: ToPython> ToPython for Vec<T> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        let _entered = interpreter.enter();
        let items = self.into_iter().map(|item| interpreter.value(item));
        Ok(Object::new(interpreter, List::new(items.collect::<Result<_>>()?).into_value()))
    }
}

impl<T: ToPython + Clone> ToPython for &[T] {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        self.to_vec().to_python(interpreter)
    }
}

fn dict<K: ToPython, V: ToPython>(
    interpreter: &Interpreter,
    entries: impl Iterator<Item = (K, V)>,
) -> Result<Object> {
    let dict = Object::new(interpreter, Dict::new().into_value());
    for (key, value) in entries {
        dict.set_item(key, value)?;
    }
    Ok(dict)
}

fn set<T: ToPython>(interpreter: &Interpreter, items: impl Iterator<Item = T>) -> Result<Object> {
    let set = Set::new();
    for item in items {
        let item = interpreter.value(item)?;
        interpreter.within(|vm| set.add(vm, item))?;
    }
    Ok(Object::new(interpreter, set.into_value()))
}

impl<K: ToPython, V: ToPython, S> ToPython for HashMap<K, V, S> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        let _entered = interpreter.enter();
        dict(interpreter, self.into_iter())
    }
}

impl<K: ToPython, V: ToPython> ToPython for BTreeMap<K, V> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        let _entered = interpreter.enter();
        dict(interpreter, self.into_iter())
    }
}

impl<T: ToPython, S> ToPython for HashSet<T, S> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        let _entered = interpreter.enter();
        set(interpreter, self.into_iter())
    }
}

impl<T: ToPython> ToPython for BTreeSet<T> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        let _entered = interpreter.enter();
        set(interpreter, self.into_iter())
    }
}

impl FromPython for Object {
    fn from_python(object: &Object) -> Result<Object> {
        Ok(object.clone())
    }
}

impl FromPython for () {
    fn from_python(object: &Object) -> Result<()> {
        if object.is_none() { Ok(()) } else { Err(unfit(object, "None")) }
    }
}

impl FromPython for bool {
    fn from_python(object: &Object) -> Result<bool> {
        match object.value().view() {
            View::Bool(flag) => Ok(flag),
            _ => Err(unfit(object, "bool")),
        }
    }
}

/// The result of `operator.index(object)`: the int itself for an int.
fn index(object: &Object, expected: &str) -> Result<Object> {
    let interpreter = object.interpreter();
    if is_int(object.value()) {
        return Ok(object.clone());
    }
    let has_index = interpreter.within(|vm| {
        Ok(vm.has_slot(object.value(), crate::objects::special::SpecialMethod::Index))
    })?;
    if !has_index {
        return Err(unfit(object, expected));
    }
    interpreter.within_value(|vm| vm.index(object.value()))
}

fn out_of_range(object: &Object, expected: &str) -> Error {
    let shown = object.repr().unwrap_or_else(|_| "the int".to_string());
    let shown = if shown.len() > 40 { "the int".to_string() } else { shown };
    Error::conversion(format!("{shown} is out of range for {expected}"))
}

impl FromPython for i64 {
    #[inline]
    fn from_python(object: &Object) -> Result<i64> {
        match object.value().as_small_int() {
            Some(int) => Ok(int),
            None => {
                let int = index(object, "int")?;
                to_i64(int.value()).ok_or_else(|| out_of_range(object, "i64"))
            }
        }
    }
}

macro_rules! from_small_ints {
    ($($type:ident)*) => {
        $(
            impl FromPython for $type {
                fn from_python(object: &Object) -> Result<$type> {
                    let int = i64::from_python(object)
                        .map_err(|error| wider(object, error, stringify!($type)))?;
                    int.try_into().map_err(|_| out_of_range(object, stringify!($type)))
                }
            }
        )*
    };
}

/// The error for the requested type, not for the one tried first.
fn wider(object: &Object, error: Error, expected: &str) -> Error {
    match is_int(object.value()) {
        true => out_of_range(object, expected),
        false => error,
    }
}

from_small_ints! { i8 i16 i32 isize u8 u16 u32 }

macro_rules! from_big_ints {
    ($($type:ident)*) => {
        $(
            impl FromPython for $type {
                fn from_python(object: &Object) -> Result<$type> {
                    let int = BigInt::from_python(object)?;
                    int.try_into().map_err(|_| out_of_range(object, stringify!($type)))
                }
            }
        )*
    };
}

from_big_ints! { u64 usize i128 u128 }

impl FromPython for BigInt {
    fn from_python(object: &Object) -> Result<BigInt> {
        let int = index(object, "int")?;
        to_big(int.value()).map(|big| big.into_owned()).ok_or_else(|| unfit(object, "int"))
    }
}

impl FromPython for f64 {
    fn from_python(object: &Object) -> Result<f64> {
        match object.value().view() {
            View::Float(float) => Ok(float),
            View::Int(int) => Ok(int as f64),
            _ => {
                let interpreter = object.interpreter();
                interpreter.within(|vm| crate::objects::float::require(vm, object.value())).map_err(
                    |error| match error.class_name().as_str() {
                        "TypeError" => unfit(object, "float"),
                        _ => error,
                    },
                )
            }
        }
    }
}

impl FromPython for f32 {
    fn from_python(object: &Object) -> Result<f32> {
        f64::from_python(object).map(|float| float as f32)
    }
}

impl FromPython for String {
    fn from_python(object: &Object) -> Result<String> {
        match object.value().get::<Str>() {
            Some(text) => Ok(text.as_str().to_string()),
            None => Err(unfit(object, "str")),
        }
    }
}

impl FromPython for char {
    fn from_python(object: &Object) -> Result<char> {
        let text = object.value().get::<Str>().map(|text| text.as_str());
        let mut chars = text.unwrap_or_default().chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(c),
            _ => Err(unfit(object, "a string of one character")),
        }
    }
}

impl FromPython for Bytes {
    fn from_python(object: &Object) -> Result<Bytes> {
        let interpreter = object.interpreter();
        let (_entered, vm) = (interpreter.enter(), interpreter.vm());
        let data = bytes::copied(vm, object.value());
        let data = data.map_err(|raised| Error::raised(interpreter, raised))?;
        data.map(Bytes).ok_or_else(|| unfit(object, "a bytes-like object"))
    }
}

impl<T: FromPython> FromPython for Option<T> {
    fn from_python(object: &Object) -> Result<Option<T>> {
        if object.is_none() { Ok(None) } else { T::from_python(object).map(Some) }
    }
}

/// The items of an iterable other than text, bytes or a mapping.
pub(super) fn items(object: &Object, expected: &str) -> Result<Vec<Object>> {
    let value = object.value();
    let is_text = value.get::<Str>().is_some() || value.get::<bytes::Bytes>().is_some();
    if is_text || value.get::<Dict>().is_some() {
        return Err(unfit(object, expected));
    }
    object.items().map_err(|error| match error.class_name().as_str() {
        "TypeError" => unfit(object, expected),
        _ => error,
    })
}

impl<T: FromPython> FromPython for Vec<T> {
    fn from_python(object: &Object) -> Result<Vec<T>> {
        items(object, "a sequence")?.iter().map(T::from_python).collect()
    }
}

impl<T: FromPython + Eq + Hash, S: BuildHasher + Default> FromPython for HashSet<T, S> {
    fn from_python(object: &Object) -> Result<HashSet<T, S>> {
        items(object, "a set")?.iter().map(T::from_python).collect()
    }
}

impl<T: FromPython + Ord> FromPython for BTreeSet<T> {
    fn from_python(object: &Object) -> Result<BTreeSet<T>> {
        items(object, "a set")?.iter().map(T::from_python).collect()
    }
}

/// The entries of a dict, or of another mapping through its `items()`.
pub(super) fn entries<K: FromPython, V: FromPython>(object: &Object) -> Result<Vec<(K, V)>> {
    let interpreter = object.interpreter();
    if let Some(dict) = object.value().get_exact::<Dict>() {
        let _entered = interpreter.enter();
        let entries = dict.entries().into_iter();
        let entries = entries
            .map(|(key, value)| (Object::new(interpreter, key), Object::new(interpreter, value)));
        return entries.map(|(k, v)| Ok((k.extract()?, v.extract()?))).collect();
    }
    let items = object.get("items").map_err(|_| unfit(object, "a mapping"))?;
    items.call(())?.items()?.iter().map(|entry| entry.extract()).collect()
}

impl<K: FromPython + Eq + Hash, V: FromPython, S: BuildHasher + Default> FromPython
    for HashMap<K, V, S>
{
    fn from_python(object: &Object) -> Result<HashMap<K, V, S>> {
        Ok(entries(object)?.into_iter().collect())
    }
}

impl<K: FromPython + Ord, V: FromPython> FromPython for BTreeMap<K, V> {
    fn from_python(object: &Object) -> Result<BTreeMap<K, V>> {
        Ok(entries(object)?.into_iter().collect())
    }
}

macro_rules! tuples {
    ($($count:literal ($($name:ident $index:tt),+);)*) => {
        $(
            impl<$($name: ToPython),+> ToPython for ($($name,)+) {
                fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
                    let _entered = interpreter.enter();
                    let items = [$(interpreter.value(self.$index)?),+];
                    Ok(Object::new(interpreter, Tuple::new(items).into_value()))
                }
            }

            impl<$($name: FromPython),+> FromPython for ($($name,)+) {
                fn from_python(object: &Object) -> Result<($($name,)+)> {
                    let expected = concat!("a sequence of ", $count);
                    let items = items(object, expected)?;
                    if items.len() != $count {
                        let found = items.len();
                        return Err(Error::conversion(format!("expected {expected}, got {found}")));
                    }
                    Ok(($(items[$index].extract::<$name>()?,)+))
                }
            }
        )*
    };
}

tuples! {
    1 (A 0);
    2 (A 0, B 1);
    3 (A 0, B 1, C 2);
    4 (A 0, B 1, C 2, D 3);
    5 (A 0, B 1, C 2, D 3, E 4);
    6 (A 0, B 1, C 2, D 3, E 4, F 5);
    7 (A 0, B 1, C 2, D 3, E 4, F 5, G 6);
    8 (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
}
