//! The arguments of a call from Rust.

use super::convert::ToPython;
use super::error::Result;
use super::interpreter::Interpreter;
use crate::objects::str::intern;
use crate::runtime::Value;

type Conversion<'a> = Box<dyn FnOnce(&Interpreter) -> Result<Value> + 'a>;

/// Arguments of a call, positional and by name. For positional ones only, a tuple suffices.
#[derive(Default)]
pub struct Arguments<'a> {
    positional: Vec<Conversion<'a>>,
    keywords: Vec<(String, Conversion<'a>)>,
}

impl<'a> Arguments<'a> {
    /// No arguments.
    pub fn new() -> Arguments<'a> {
        Arguments::default()
    }

    /// One more positional argument.
    pub fn positional(mut self, value: impl ToPython + 'a) -> Arguments<'a> {
        self.positional.push(Box::new(|interpreter| interpreter.value(value)));
        self
    }

    /// One more argument by name.
    pub fn keyword(mut self, name: impl Into<String>, value: impl ToPython + 'a) -> Arguments<'a> {
        self.keywords.push((name.into(), Box::new(|interpreter| interpreter.value(value))));
        self
    }
}

/// Arguments of a call: a tuple of up to eight values, a vector of values of one type, or
/// [`Arguments`].
pub trait IntoArguments {
    /// Converts the arguments, and calls `body` with the values (those of arguments by name last)
    /// and the names. The interpreter is entered.
    #[doc(hidden)]
    fn with_values<T>(
        self,
        interpreter: &Interpreter,
        body: impl FnOnce(&[Value], &[Value]) -> T,
    ) -> Result<T>;
}

impl IntoArguments for Arguments<'_> {
    fn with_values<T>(
        self,
        interpreter: &Interpreter,
        body: impl FnOnce(&[Value], &[Value]) -> T,
    ) -> Result<T> {
        let (names, named): (Vec<String>, Vec<Conversion<'_>>) = self.keywords.into_iter().unzip();
        let all = self.positional.into_iter().chain(named);
        let values = all.map(|convert| convert(interpreter)).collect::<Result<Vec<Value>>>()?;
        let names: Vec<Value> = names.iter().map(|name| intern(name).into_value()).collect();
        Ok(body(&values, &names))
    }
}

impl<V: ToPython> IntoArguments for Vec<V> {
    fn with_values<T>(
        self,
        interpreter: &Interpreter,
        body: impl FnOnce(&[Value], &[Value]) -> T,
    ) -> Result<T> {
        let values = self.into_iter().map(|value| interpreter.value(value));
        Ok(body(&values.collect::<Result<Vec<Value>>>()?, &[]))
    }
}

impl IntoArguments for () {
    fn with_values<T>(
        self,
        _: &Interpreter,
        body: impl FnOnce(&[Value], &[Value]) -> T,
    ) -> Result<T> {
        Ok(body(&[], &[]))
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt),+);)*) => {
        $(
            impl<$($name: ToPython),+> IntoArguments for ($($name,)+) {
                fn with_values<T>(
                    self,
                    interpreter: &Interpreter,
                    body: impl FnOnce(&[Value], &[Value]) -> T,
                ) -> Result<T> {
                    let values = [$(interpreter.value(self.$index)?),+];
                    Ok(body(&values, &[]))
                }
            }
        )*
    };
}

tuples! {
    (A 0);
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, F 5);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
}
