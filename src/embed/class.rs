//! Host types: Rust values that a program sees as instances of a class.

use super::convert::ToPython;
use super::error::{Error, Result};
use super::function::{AsyncMethod, Constructor, Given, Method, MethodMut, Outcome};
use super::future::HostFuture;
use super::interpreter::Interpreter;
use super::module::{body, caller, complete};
use super::object::Object;
use crate::objects::bound::Property;
use crate::objects::class;
use crate::objects::dict::Dict;
use crate::objects::native::{
    ClassDef, Native, NativeDef, NativeFunction, NativeObject, Role, host_name,
};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Slot, Value};
use crate::vm::VmResult;
use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::marker::PhantomData;

/// A closure that is called with an instance and further arguments.
trait Call<T>: Fn(&RefCell<T>, Given<'_>) -> Result<Outcome<Result<Object>>> + 'static {}

impl<T, F> Call<T> for F where
    F: Fn(&RefCell<T>, Given<'_>) -> Result<Outcome<Result<Object>>> + 'static
{
}

/// The data of an instance: none while it is being created.
struct Data<T>(RefCell<T>);

impl<T: 'static> NativeObject for Data<T> {}

/// The base of all host types. Its data is that of the derived type.
static HOST_OBJECT: ClassDef = ClassDef {
    name: "HostObject",
    module: "hob",
    doc: "An object of the program that the interpreter is part of.",
    kind: Kind::Native,
    methods: &[NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
        let class = args[0].get::<class::Class>().map_or(String::new(), |class| class.name());
        Err(vm.type_error(format!("cannot create '{class}' instances")))
    })],
    ..ClassDef::BASE
};

/// The classes of the host's types, by type.
#[derive(Default)]
struct Classes(RefCell<HashMap<TypeId, Ref<class::Class>>>);

type Part = Box<dyn FnOnce(&Interpreter, &Ref<class::Class>, &'static str) -> VmResult<()>>;

/// A class whose instances are values of a Rust type, for [`super::Module::class`].
///
/// A method borrows its instance. If it calls back into the program, other methods of the instance raise
/// RuntimeError while it is mutably borrowed.
///
/// ```
/// use hob::{Class, Instance, Interpreter, Module};
///
/// struct Account { balance: i64 }
///
/// let class = Class::<Account>::new("Account")
///     .constructor("(balance=0)", |balance: i64| Account { balance })
///     .method_mut("deposit(amount)", |account: &mut Account, amount: i64| {
///         account.balance += amount;
///     })
///     .method("__repr__()", |account: &Account| format!("<account of {}>", account.balance))
///     .attribute("balance", |account: &Account| account.balance);
/// let python = Interpreter::builder().module(Module::new("bank").class(class)).build();
/// # fn run(python: &Interpreter) -> hob::Result<()> {
/// python.exec("import bank\nmine = bank.Account(10)\nmine.deposit(5)")?;
/// assert_eq!(python.eval("mine.balance")?.extract::<i64>()?, 15);
/// python.set("theirs", Instance(Account { balance: 99 }))?;
/// assert_eq!(python.eval("repr(theirs)")?.extract::<String>()?, "<account of 99>");
/// let balance = python.get("mine")?.with(|account: &Account| account.balance)?;
/// assert_eq!(balance, 15);
/// # Ok(())
/// # }
/// # run(&python).unwrap();
/// ```
pub struct Class<T> {
    pub(super) name: String,
    doc: String,
    parts: Vec<Part>,
    data: PhantomData<fn(T)>,
}

impl<T: 'static> Class<T> {
    /// A class with this name. Without a constructor, a program cannot make instances.
    pub fn new(name: impl Into<String>) -> Class<T> {
        Class { name: name.into(), doc: String::new(), parts: Vec::new(), data: PhantomData }
    }

    /// The class's docstring.
    pub fn doc(mut self, text: impl Into<String>) -> Class<T> {
        self.doc = text.into();
        self
    }

    /// The constructor for programs: the parameters in Python syntax, and a closure that returns
    /// the instance. For a closure that may fail, use [`Class::fallible_constructor`].
    ///
    /// # Panics
    /// When the interpreter is made, if the signature does not have as many parameters as the
    /// closure.
    pub fn constructor<P, F: Constructor<T, P>>(self, signature: &str, make: F) -> Class<T> {
        self.make_with(signature, F::COUNT, move |given| make.call(given).map(Ok))
    }

    /// Like [`Class::constructor`], for a closure that returns a `Result`.
    ///
    /// # Panics
    /// Same as [`Class::constructor`].
    pub fn fallible_constructor<P, E, F>(self, signature: &str, make: F) -> Class<T>
    where
        E: Into<Box<dyn std::error::Error>>,
        F: Constructor<Result<T, E>, P>,
    {
        self.make_with(signature, F::COUNT, move |given| {
            make.call(given).map(|made| made.map_err(Into::into))
        })
    }

    fn make_with(
        mut self,
        signature: &str,
        count: usize,
        make: impl Fn(Given<'_>) -> Outcome<Result<T, Box<dyn std::error::Error>>> + 'static,
    ) -> Class<T> {
        let parameters = signature.trim_start_matches("__new__");
        let signature = complete(&format!("__new__{parameters}"), count, Some("cls"));
        self.parts.push(Box::new(move |interpreter, class, _| {
            let def = NativeDef::of_host(&signature, "", Role::Static);
            let run = caller(interpreter, def, 1, move |interpreter, values, given| {
                let made = match make(given)? {
                    Ok(made) => made,
                    Err(error) => return Ok(Err(Error::from_host(interpreter, error))),
                };
                let Some(class) = values[0].get::<class::Class>() else {
                    return Ok(Err(Error::new("TypeError", "__new__() needs a class")));
                };
                let own = interpreter.vm().extension::<Classes>();
                let own = own.0.borrow().get(&TypeId::of::<T>()).cloned();
                if !own.is_some_and(|own| class.is_subclass_of(&own)) {
                    let message = "__new__() was called with a class of another type";
                    return Ok(Err(Error::new("TypeError", message)));
                }
                let new = Native::new(class, Data(RefCell::new(made))).into_value();
                Ok(Ok(Object::new(interpreter, new)))
            });
            let body = body(interpreter, def, count + 1, run)?;
            let made = NativeFunction::of_host(def, Some(class), "", body);
            drop(class.set(&intern("__new__"), made.into_value()));
            Ok(())
        }));
        self
    }

    /// A method. `signature` is its name, or name and parameters without the instance:
    /// `"move(x, y=0)"`.
    ///
    /// # Panics
    /// When the interpreter is made, if the signature has not as many parameters as the closure.
    pub fn method<P, F: Method<T, P>>(self, signature: &str, method: F) -> Class<T> {
        self.with_method(signature, F::COUNT, move |this, given| {
            let this = this.try_borrow().map_err(|_| borrowed())?;
            Ok(method.call(&this, given))
        })
    }

    /// A method that changes the instance.
    ///
    /// # Panics
    /// Same as [`Class::method`].
    pub fn method_mut<P, F: MethodMut<T, P>>(self, signature: &str, method: F) -> Class<T> {
        self.with_method(signature, F::COUNT, move |this, given| {
            let mut this = this.try_borrow_mut().map_err(|_| borrowed())?;
            Ok(method.call(&mut this, given))
        })
    }

    fn with_method(self, signature: &str, count: usize, call: impl Call<T>) -> Class<T> {
        self.with_complete_method(complete(signature, count, Some("self")), count, call)
    }

    fn with_complete_method(
        mut self,
        signature: String,
        count: usize,
        call: impl Call<T>,
    ) -> Class<T> {
        self.parts.push(Box::new(move |interpreter, class, _| {
            let made = method_of(interpreter, class, &signature, count, call)?;
            let name = intern(made.def.name());
            drop(class.set(&name, made.into_value()));
            Ok(())
        }));
        self
    }

    /// A method whose future the program awaits, as with [`super::Module::async_function`]. The
    /// future does not borrow the instance: the closure clones the parts that it needs.
    ///
    /// ```
    /// use hob::{Class, Interpreter, Module};
    ///
    /// struct Client { base: String }
    ///
    /// # fn main() -> hob::Result<()> {
    /// let class = Class::<Client>::new("Client")
    ///     .constructor("(base)", |base: String| Client { base })
    ///     .async_method("get(path)", |client: &Client, path: String| {
    ///         let address = format!("{}/{path}", client.base);
    ///         async move { format!("contents of {address}") }
    ///     });
    /// let python = Interpreter::builder().module(Module::new("web").class(class)).build();
    /// python.exec("import web\nasync def main(): return await web.Client('http://x').get('y')")?;
    /// let main = python.call("main", ())?;
    /// assert_eq!(python.run(&main)?.extract::<String>()?, "contents of http://x/y");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// Same as [`Class::method`].
    pub fn async_method<P, F: AsyncMethod<T, P>>(self, signature: &str, method: F) -> Class<T> {
        let name = host_name(signature.split('(').next().unwrap_or_default().trim());
        let signature = format!("async {}", complete(signature, F::COUNT, Some("self")));
        self.with_complete_method(signature, F::COUNT, move |this, given| {
            let this = this.try_borrow().map_err(|_| borrowed())?;
            let interpreter = given.interpreter();
            let future = method.call(&this, given);
            Ok(future.map(|future| Ok(HostFuture::coroutine(interpreter, name, future))))
        })
    }

    /// An attribute that can be read.
    pub fn attribute<F: Method<T, ()>>(self, name: &str, get: F) -> Class<T> {
        let signature = complete(name, 0, Some("self"));
        self.with_property(name, signature, 0, false, move |this, given| {
            let this = this.try_borrow().map_err(|_| borrowed())?;
            Ok(get.call(&this, given))
        })
    }

    /// The setter of a previously added attribute.
    pub fn setter<V, F: MethodMut<T, (V,)>>(self, name: &str, set: F) -> Class<T> {
        let signature = format!("{name}(self, value, /)");
        self.with_property(name, signature, 1, true, move |this, given| {
            let mut this = this.try_borrow_mut().map_err(|_| borrowed())?;
            Ok(set.call(&mut this, given))
        })
    }

    fn with_property(
        mut self,
        name: &str,
        signature: String,
        count: usize,
        is_setter: bool,
        call: impl Call<T>,
    ) -> Class<T> {
        let name = name.to_string();
        self.parts.push(Box::new(move |interpreter, class, _| {
            let function = method_of(interpreter, class, &signature, count, call)?.into_value();
            let known = class.dict().get_text(&name);
            match known.as_ref().and_then(|known| known.get::<Property>()) {
                Some(property) if is_setter => property.setter.set(function),
                Some(property) => property.getter.set(function),
                None => {
                    let property = Property {
                        name: Slot::new(intern(&name).into_value()),
                        doc: Slot::new(Value::NONE),
                        doc_from_getter: Cell::new(false),
                        deleter: Slot::new(Value::NONE),
                        getter: Slot::new(Value::NONE),
                        setter: Slot::new(Value::NONE),
                    };
                    match is_setter {
                        true => property.setter.set(function),
                        false => property.getter.set(function),
                    }
                    drop(class.set(&intern(&name), Ref::new(property).into_value()));
                }
            }
            Ok(())
        }));
        self
    }

    /// Makes the class. The interpreter is entered.
    pub(super) fn make(self, interpreter: &Interpreter, module: &'static str) -> VmResult {
        let vm = interpreter.vm();
        let namespace = Dict::new();
        namespace.set_text("__module__", module);
        namespace.set_text("__qualname__", self.name.as_str());
        namespace.set_text("__slots__", Tuple::empty());
        if !self.doc.is_empty() {
            namespace.set_text("__doc__", self.doc);
        }
        let bases = [vm.class_for(&HOST_OBJECT).into_value()];
        let class = vm.make_class(&vm.types.type_, &intern(&self.name), &bases, namespace, &[])?;
        for part in self.parts {
            part(interpreter, &class, module)?;
        }
        vm.extension::<Classes>().0.borrow_mut().insert(TypeId::of::<T>(), class.clone());
        Ok(class.into_value())
    }
}

fn borrowed() -> Error {
    Error::new("RuntimeError", "the object is in use by a method that has not returned")
}

/// A method whose receiver is an instance of the class.
fn method_of<T: 'static>(
    interpreter: &Interpreter,
    class: &Ref<class::Class>,
    signature: &str,
    count: usize,
    call: impl Fn(&RefCell<T>, Given<'_>) -> Result<Outcome<Result<Object>>> + 'static,
) -> VmResult<Ref<NativeFunction>> {
    let def = NativeDef::of_host(signature, "", Role::Plain);
    let run =
        caller(interpreter, def, 1, move |_, values, given| match values[0].native::<Data<T>>() {
            Some(Data(this)) => call(this, given).unwrap_or_else(|error| Ok(Err(error))),
            None => Ok(Err(Error::new("TypeError", "the object is of another type"))),
        });
    let body = body(interpreter, def, count + 1, run)?;
    Ok(NativeFunction::of_host(def, Some(class), "", body))
}

/// A value of a host type being passed to a program: it becomes an instance of the type's class.
#[derive(Clone, Copy, Debug)]
pub struct Instance<T>(pub T);

impl<T: 'static> ToPython for Instance<T> {
    fn to_python(self, interpreter: &Interpreter) -> Result<Object> {
        let _entered = interpreter.enter();
        let classes = interpreter.vm().extension::<Classes>();
        let class = classes.0.borrow().get(&TypeId::of::<T>()).cloned();
        let Some(class) = class else {
            let name = std::any::type_name::<T>();
            return Err(Error::new(
                "TypeError",
                format!("{name} has no class in this interpreter"),
            ));
        };
        let made = Native::new(&class, Data(RefCell::new(self.0))).into_value();
        Ok(Object::new(interpreter, made))
    }
}

impl Object {
    fn data<T: 'static>(&self) -> Result<&RefCell<T>> {
        match self.value().native::<Data<T>>() {
            Some(Data(data)) => Ok(data),
            None => {
                let (expected, found) = (std::any::type_name::<T>(), self.type_name());
                Err(Error::conversion(format!("expected {expected}, got {found}")))
            }
        }
    }

    /// Borrows the Rust value of an instance of a host type.
    ///
    /// # Errors
    /// [`super::ErrorKind::Conversion`] if it is not an instance of the type's class; RuntimeError
    /// while it is mutably borrowed.
    pub fn with<T: 'static, R>(&self, look: impl FnOnce(&T) -> R) -> Result<R> {
        Ok(look(&*self.data::<T>()?.try_borrow().map_err(|_| borrowed())?))
    }

    /// Mutably borrows the Rust value of an instance of a host type.
    ///
    /// # Errors
    /// Same as [`Object::with`]; RuntimeError while it is borrowed.
    pub fn with_mut<T: 'static, R>(&self, change: impl FnOnce(&mut T) -> R) -> Result<R> {
        Ok(change(&mut *self.data::<T>()?.try_borrow_mut().map_err(|_| borrowed())?))
    }
}
