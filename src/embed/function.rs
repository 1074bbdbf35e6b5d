//! Functions of the host: Rust closures that a program calls.

use super::convert::{FromPython, ToPython};
use super::error::{Error, Result};
use super::interpreter::Interpreter;
use super::object::Object;
use crate::runtime::Value;
use std::future::Future;

/// The arguments of a call, in the form for the closure's parameters.
pub struct Given<'a> {
    interpreter: &'a Interpreter,
    values: &'a [Value],
}

impl<'a> Given<'a> {
    pub(super) fn new(interpreter: &'a Interpreter, values: &'a [Value]) -> Given<'a> {
        Given { interpreter, values }
    }

    pub(super) fn interpreter(&self) -> &'a Interpreter {
        self.interpreter
    }

    /// The argument at this position.
    #[inline]
    fn at<T: FromPython>(&self, index: usize) -> Result<T, (usize, Error)> {
        let object = Object::new(self.interpreter, self.values[index].clone());
        T::from_python(&object).map_err(|error| (index, error))
    }
}

/// The outcome of a call; an argument that does not fit is named by its position.
#[doc(hidden)]
pub type Outcome<T> = Result<T, (usize, Error)>;

/// A closure that can be a function of a program: up to eight parameters converted from Python
/// objects ([`FromPython`]), and a result converted to one ([`ToPython`]).
///
/// `Parameters` is the tuple of their types.
pub trait Function<Parameters>: 'static {
    /// The number of parameters.
    #[doc(hidden)]
    const COUNT: usize;

    #[doc(hidden)]
    fn call(&self, given: Given<'_>) -> Outcome<Result<Object>>;
}

/// A closure whose future is awaited in a program.
pub trait AsyncFunction<Parameters>: 'static {
    #[doc(hidden)]
    const COUNT: usize;
    /// The future.
    #[doc(hidden)]
    type Future: Future<Output: ToPython> + 'static;

    #[doc(hidden)]
    fn call(&self, given: Given<'_>) -> Outcome<Self::Future>;
}

/// A closure that can be a method of a host type: like [`Function`], with the instance first.
pub trait Method<T, Parameters>: 'static {
    #[doc(hidden)]
    const COUNT: usize;

    #[doc(hidden)]
    fn call(&self, this: &T, given: Given<'_>) -> Outcome<Result<Object>>;
}

/// Like [`Method`], for closures that change the instance.
pub trait MethodMut<T, Parameters>: 'static {
    #[doc(hidden)]
    const COUNT: usize;

    #[doc(hidden)]
    fn call(&self, this: &mut T, given: Given<'_>) -> Outcome<Result<Object>>;
}

/// A closure that can be an asynchronous method of a host type. Its future does not borrow the
/// instance: it clones or moves the parts that it needs.
pub trait AsyncMethod<T, Parameters>: 'static {
    #[doc(hidden)]
    const COUNT: usize;
    /// The future.
    #[doc(hidden)]
    type Future: Future<Output: ToPython> + 'static;

    #[doc(hidden)]
    fn call(&self, this: &T, given: Given<'_>) -> Outcome<Self::Future>;
}

/// A closure that makes an instance of a host type, or fails to.
pub trait Constructor<T, Parameters>: 'static {
    #[doc(hidden)]
    const COUNT: usize;

    #[doc(hidden)]
    fn call(&self, given: Given<'_>) -> Outcome<T>;
}

macro_rules! closures {
    ($($count:literal ($($name:ident $index:tt),*);)*) => {
        $(
            #[allow(unused_variables)]
            impl<F, R, $($name),*> Function<($($name,)*)> for F
            where
                F: Fn($($name),*) -> R + 'static,
                R: ToPython,
                $($name: FromPython,)*
            {
                const COUNT: usize = $count;

                #[inline]
                fn call(&self, given: Given<'_>) -> Outcome<Result<Object>> {
                    Ok(self($(given.at::<$name>($index)?),*).to_python(given.interpreter))
                }
            }

            #[allow(unused_variables)]
            impl<F, O, $($name),*> AsyncFunction<($($name,)*)> for F
            where
                F: Fn($($name),*) -> O + 'static,
                O: Future<Output: ToPython> + 'static,
                $($name: FromPython,)*
            {
                const COUNT: usize = $count;
                type Future = O;

                fn call(&self, given: Given<'_>) -> Outcome<O> {
                    Ok(self($(given.at::<$name>($index)?),*))
                }
            }

            #[allow(unused_variables)]
            impl<T, F, R, $($name),*> Method<T, ($($name,)*)> for F
            where
                F: Fn(&T $(, $name)*) -> R + 'static,
                R: ToPython,
                $($name: FromPython,)*
            {
                const COUNT: usize = $count;

                fn call(&self, this: &T, given: Given<'_>) -> Outcome<Result<Object>> {
                    Ok(self(this $(, given.at::<$name>($index)?)*).to_python(given.interpreter))
                }
            }

            #[allow(unused_variables)]
            impl<T, F, R, $($name),*> MethodMut<T, ($($name,)*)> for F
            where
                F: Fn(&mut T $(, $name)*) -> R + 'static,
                R: ToPython,
                $($name: FromPython,)*
            {
                const COUNT: usize = $count;

                fn call(&self, this: &mut T, given: Given<'_>) -> Outcome<Result<Object>> {
                    Ok(self(this $(, given.at::<$name>($index)?)*).to_python(given.interpreter))
                }
            }

            #[allow(unused_variables)]
            impl<T, F, O, $($name),*> AsyncMethod<T, ($($name,)*)> for F
            where
                F: Fn(&T $(, $name)*) -> O + 'static,
                O: Future<Output: ToPython> + 'static,
                $($name: FromPython,)*
            {
                const COUNT: usize = $count;
                type Future = O;

                fn call(&self, this: &T, given: Given<'_>) -> Outcome<O> {
                    Ok(self(this $(, given.at::<$name>($index)?)*))
                }
            }

            #[allow(unused_variables)]
            impl<T, F, $($name),*> Constructor<T, ($($name,)*)> for F
            where
                F: Fn($($name),*) -> T + 'static,
                $($name: FromPython,)*
            {
                const COUNT: usize = $count;

                fn call(&self, given: Given<'_>) -> Outcome<T> {
                    Ok(self($(given.at::<$name>($index)?),*))
                }
            }
        )*
    };
}

closures! {
    0 ();
    1 (A 0);
    2 (A 0, B 1);
    3 (A 0, B 1, C 2);
    4 (A 0, B 1, C 2, D 3);
    5 (A 0, B 1, C 2, D 3, E 4);
    6 (A 0, B 1, C 2, D 3, E 4, G 5);
    7 (A 0, B 1, C 2, D 3, E 4, G 5, H 6);
    8 (A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7);
}
