//! Modules of the host: functions, classes and values that a program imports.

use super::class::Class;
use super::convert::ToPython;
use super::error::Error;
use super::function::{AsyncFunction, Function, Given, Outcome};
use super::future::HostFuture;
use super::interpreter::{Interpreter, WeakInterpreter};
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::module;
use crate::objects::native::{
    Args, HostBody, NativeDef, NativeFunction, Role, Signature, host_name,
};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::rc::Rc;

/// A part of a module that is added when its interpreter is made.
type Part = Box<dyn FnOnce(&Interpreter, &module::Module, &'static str) -> VmResult<()>>;

/// A module of the host, for [`super::Builder::module`].
///
/// ```
/// use hob::{Interpreter, Module};
///
/// # fn main() -> hob::Result<()> {
/// let math = Module::new("host")
///     .function("add", |a: i64, b: i64| a + b)
///     .function("scale(x, by=2.0)", |x: f64, by: f64| x * by)
///     .function("parse(text)", |text: String| text.parse::<i64>())
///     .value("version", "1.2");
/// let python = Interpreter::builder().module(math).build();
/// python.exec("import host")?;
/// assert_eq!(python.eval("host.add(1, b=2)").unwrap_err().class_name(), "TypeError");
/// assert_eq!(python.eval("host.add(1, 2)")?.extract::<i64>()?, 3);
/// assert_eq!(python.eval("host.scale(x=4.0)")?.extract::<f64>()?, 8.0);
/// assert_eq!(python.eval("host.parse('x')").unwrap_err().class_name(), "RuntimeError");
/// # Ok(())
/// # }
/// ```
pub struct Module {
    pub(super) name: String,
    parts: Vec<Part>,
}

impl Module {
    /// A module with this name, which may contain dots: `host.files`.
    pub fn new(name: impl Into<String>) -> Module {
        Module { name: name.into(), parts: Vec::new() }
    }

    /// The module's docstring.
    pub fn doc(self, text: impl ToPython + 'static) -> Module {
        self.value("__doc__", text)
    }

    /// A value under this name.
    pub fn value(mut self, name: impl Into<String>, value: impl ToPython + 'static) -> Module {
        let name = name.into();
        self.parts.push(Box::new(move |interpreter, module, _| {
            let value = interpreter.value(value).map_err(|error| error.into_raised(interpreter))?;
            module.dict.set_text(&name, value);
            Ok(())
        }));
        self
    }

    /// A function. `signature` is its name, or its name and parameters in Python syntax: `"scale(x,
    /// /, by=2.0)"`. With the name alone, the parameters are positional. A default is a Python
    /// expression. The closure has the parameters in the same order; one for `*args` takes a
    /// sequence, and one for `**kwargs` a map.
    ///
    /// ```
    /// use hob::{Interpreter, Module};
    /// use std::collections::BTreeMap;
    ///
    /// # fn main() -> hob::Result<()> {
    /// let host = Module::new("host").function(
    ///     "log(level, *parts, sep=' ', **fields)",
    ///     |level: String, parts: Vec<String>, sep: String, fields: BTreeMap<String, i64>| {
    ///         format!("{level}: {} {fields:?}", parts.join(&sep))
    ///     },
    /// );
    /// let python = Interpreter::builder().module(host).build();
    /// python.exec("import host")?;
    /// let line = python.eval("host.log('info', 'a', 'b', sep='-', n=1)")?;
    /// assert_eq!(line.extract::<String>()?, "info: a-b {\"n\": 1}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// When the interpreter is made, if the signature has not as many parameters as the closure.
    pub fn function<P>(self, signature: &str, function: impl Function<P>) -> Module {
        self.documented(signature, "", function)
    }

    /// A function with a docstring.
    ///
    /// # Panics
    /// Same as [`Module::function`].
    pub fn documented<P, F: Function<P>>(
        mut self,
        signature: &str,
        doc: &str,
        function: F,
    ) -> Module {
        let (signature, doc) = (complete(signature, F::COUNT, None), doc.to_string());
        self.parts.push(Box::new(move |interpreter, module, module_name| {
            let def = NativeDef::of_host(&signature, &doc, Role::Static);
            let run = caller(interpreter, def, 0, move |_, _, given| function.call(given));
            let body = body(interpreter, def, F::COUNT, run)?;
            let made = NativeFunction::of_host(def, None, module_name, body);
            module.dict.set_text(def.name(), made);
            Ok(())
        }));
        self
    }

    /// A function whose future the program awaits, in a task that it wakes. The future is first
    /// polled when it is awaited, on the interpreter's thread, and dropped when the await is
    /// cancelled.
    ///
    /// ```
    /// use hob::{Interpreter, Module};
    ///
    /// # fn main() -> hob::Result<()> {
    /// let host = Module::new("host").async_function("double", |n: i64| async move { 2 * n });
    /// let python = Interpreter::builder().module(host).build();
    /// python.exec("import host\nasync def main(): return await host.double(21)")?;
    /// let main = python.call("main", ())?;
    /// assert_eq!(python.run(&main)?.extract::<i64>()?, 42);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// Same as [`Module::function`].
    pub fn async_function<P, F: AsyncFunction<P>>(
        mut self,
        signature: &str,
        function: F,
    ) -> Module {
        let signature = format!("async {}", complete(signature, F::COUNT, None));
        self.parts.push(Box::new(move |interpreter, module, module_name| {
            let def = NativeDef::of_host(&signature, "", Role::Static);
            let run = caller(interpreter, def, 0, move |interpreter, _, given| {
                let future = function.call(given)?;
                Ok(Ok(HostFuture::coroutine(interpreter, def.name(), future)))
            });
            let body = body(interpreter, def, F::COUNT, run)?;
            let made = NativeFunction::of_host(def, None, module_name, body);
            module.dict.set_text(def.name(), made);
            Ok(())
        }));
        self
    }

    /// A class of the host.
    pub fn class<T: 'static>(mut self, class: Class<T>) -> Module {
        self.parts.push(Box::new(move |interpreter, module, module_name| {
            let name = class.name.clone();
            let made = class.make(interpreter, module_name)?;
            module.dict.set_text(&name, made);
            Ok(())
        }));
        self
    }

    /// Makes the module and puts it into `sys.modules`. The interpreter is entered.
    pub(super) fn install(self, interpreter: &Interpreter) -> VmResult<()> {
        let vm = interpreter.vm();
        let name = host_name(&self.name);
        let module = module::Module::new(name);
        for part in self.parts {
            part(interpreter, &module, name)?;
        }
        vm.modules.set_text(name, module.as_value().clone());
        // A module inside another is also an attribute of it.
        if let Some((outer, last)) = name.rsplit_once('.')
            && let Some(outer) = vm.modules.get_text(outer)
            && let Some(outer) = outer.get::<module::Module>()
        {
            outer.dict.set_text(last, module);
        }
        Ok(())
    }
}

/// A signature with parameters: those of the closure, positional, if it is only a name. `receiver`
/// is the first parameter of a method.
pub(super) fn complete(signature: &str, count: usize, receiver: Option<&str>) -> String {
    const LETTERS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let (name, given) = match signature.split_once('(') {
        Some((name, rest)) => (name.trim(), Some(rest.trim_end().trim_end_matches(')').trim())),
        None => (signature.trim(), None),
    };
    let parameters = match given {
        Some(given) => given.to_string(),
        None if count == 0 => String::new(),
        None => format!("{}, /", LETTERS[..count].join(", ")),
    };
    match receiver {
        Some(receiver) if parameters.is_empty() => format!("{name}({receiver}, /)"),
        Some(receiver) => format!("{name}({receiver}, {parameters})"),
        None => format!("{name}({parameters})"),
    }
}

type Run = Box<dyn Fn(&Vm, Args<'_>) -> VmResult>;

/// The function that calls a closure of the host with the bound arguments from `skip` on. The
/// closure also receives all values, including the receiver.
pub(super) fn caller(
    interpreter: &Interpreter,
    def: &'static NativeDef,
    skip: usize,
    call: impl Fn(&Interpreter, &[Value], Given<'_>) -> Outcome<super::Result<super::Object>> + 'static,
) -> Run {
    let weak: WeakInterpreter = interpreter.downgrade();
    let signature = Signature::parse(def);
    let has_stars = signature.varargs.is_some() || signature.varkeywords.is_some();
    Box::new(move |vm, args| {
        let Some(interpreter) = weak.upgrade() else {
            return Err(vm.runtime_error("the interpreter has ended"));
        };
        let ordered;
        let values = match has_stars {
            true => {
                ordered = in_order(&signature, &args);
                &ordered[..]
            }
            false => args.named(),
        };
        let outcome = call(&interpreter, values, Given::new(&interpreter, &values[skip..]));
        let result = match outcome {
            Ok(Ok(object)) => object.into_value_of(&interpreter),
            Ok(Err(error)) => Err(error),
            Err((index, error)) => Err(unfit(def, index + skip, error)),
        };
        result.map_err(|error| error.into_raised(&interpreter))
    })
}

/// The error for an argument that does not fit.
#[cold]
fn unfit(def: &NativeDef, index: usize, error: Error) -> Error {
    let signature = Signature::parse(def);
    let parameter = names(&signature).get(index).copied().unwrap_or_default();
    error.about(format!("{}() argument '{parameter}'", def.name()))
}

/// The arguments in the order of the declaration: `*args` as a tuple before the keyword-only ones,
/// `**kwargs` as a dict at the end.
fn in_order(signature: &Signature, args: &Args<'_>) -> Vec<Value> {
    let (positional, keyword_only) = args.named().split_at(signature.positional);
    let mut values = positional.to_vec();
    if signature.varargs.is_some() {
        values.push(Tuple::new(args.rest().iter().cloned()).into_value());
    }
    values.extend_from_slice(keyword_only);
    if signature.varkeywords.is_some() {
        let dict = Dict::new();
        for (name, value) in args.keywords() {
            dict.set_text(name.as_str(), value.clone());
        }
        values.push(dict.into_value());
    }
    values
}

/// The names of the parameters in the order of the declaration, including starred ones.
fn names(signature: &Signature) -> Vec<&str> {
    let named = signature.parameters.iter().map(|parameter| parameter.name.as_str());
    let mut names: Vec<&str> = named.collect();
    names.splice(signature.positional..signature.positional, signature.varargs);
    names.extend(signature.varkeywords);
    names
}

/// The body of a function of the host, with its defaults.
///
/// # Panics
/// If the declaration does not have as many parameters as the closure.
pub(super) fn body(
    interpreter: &Interpreter,
    def: &'static NativeDef,
    expected: usize,
    run: Run,
) -> VmResult<HostBody> {
    let signature = Signature::parse(def);
    let fits = names(&signature).len() == expected;
    assert!(fits, "`{}` does not have the parameters of its closure", def.signature);
    let vm = interpreter.vm();
    let mut defaults = Vec::new();
    for parameter in &signature.parameters {
        defaults.push(match parameter.default {
            Some(text) => {
                let source: Rc<Source> = Source::new("<default>", text);
                let code = vm.compile(&source, crate::compile::Mode::Eval)?;
                let globals = Dict::new();
                globals.set_text("__builtins__", vm.import_module("builtins")?);
                vm.run_code(&code, &globals, Value::UNSET)?
            }
            None => Value::UNSET,
        });
    }
    Ok(HostBody::Closure { run, defaults })
}
