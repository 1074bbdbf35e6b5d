//! Calls of native functions: binding arguments, and messages about arguments that do not fit.

use super::argument_messages;
use super::class::Class;
use super::counterpart::{Language, language};
use super::function::Function;
use super::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use super::list::List;
use super::native::{
    Args, Body, Caught, FEW, HostBody, NativeFunction, Parameter, Role, Signature,
};
use super::str::Str;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::{Raised, Vm, VmResult};

impl Signature {
    /// The message about a call that does not fit, for a function that CPython has in Python; none
    /// if the arguments fit. `passed` are the positional ones.
    fn misfit(&self, function: &str, passed: usize, names: &[Value]) -> Option<String> {
        let names: Vec<&Str> = names.iter().filter_map(|n| n.get::<Str>().map(|n| &**n)).collect();
        let mut given: Vec<bool> =
            (0..self.parameters.len()).map(|i| i < passed.min(self.positional)).collect();
        for name in &names {
            let found = self.parameters.iter().position(|p| p.name.same_text(name));
            match found.filter(|i| *i >= self.positional_only) {
                Some(i) if given[i] => {
                    return Some(argument_messages::given_twice(function, name.as_str()));
                }
                Some(i) => given[i] = true,
                None if self.varkeywords.is_some() => {}
                None => {
                    let all: Vec<Ref<Str>> =
                        self.parameters.iter().map(|p| p.name.clone()).collect();
                    let (positional_only, others) = all.split_at(self.positional_only);
                    return Some(argument_messages::unexpected_keyword(
                        function,
                        name.as_str(),
                        positional_only,
                        others,
                        &names,
                    ));
                }
            }
        }
        if passed > self.positional && self.varargs.is_none() {
            let keyword_only = given[self.positional..].iter().filter(|g| **g).count();
            let optional = self.positional - self.required;
            let most = self.positional;
            return Some(argument_messages::too_many(
                function,
                most,
                optional,
                passed,
                keyword_only,
            ));
        }
        let missing = |range: std::ops::Range<usize>, what| {
            let names: Vec<Ref<Str>> = range
                .filter(|i| !given[*i] && self.parameters[*i].default.is_none())
                .map(|i| self.parameters[i].name.clone())
                .collect();
            (!names.is_empty()).then(|| argument_messages::missing(function, what, &names))
        };
        missing(0..self.positional, "positional")
            .or_else(|| missing(self.positional..self.parameters.len(), "keyword-only"))
    }
}

impl NativeFunction {
    /// The name as most messages about arguments show it; for the construction of an object, that
    /// of the class.
    fn message_name(&self) -> String {
        match (&self.owner, self.def.name()) {
            (Some(owner), "__new__" | "__init__") => owner.name(),
            (_, name) => name.to_string(),
        }
    }

    /// Whether this is `__new__` or `__init__` of a class.
    fn makes_object(&self) -> bool {
        self.owner.is_some() && matches!(self.def.name(), "__new__" | "__init__")
    }

    /// The qualified name of a function that CPython has in Python: its argument errors are worded
    /// like those of the program's own functions.
    fn name_in_python(&self) -> Option<String> {
        let name = self.def.name();
        let is_in_python = |module| language(module) == Some(Language::Python);
        let Some(owner) = &self.owner else {
            return is_in_python(self.module).then(|| name.to_string());
        };
        let def = owner.def.filter(|def| is_in_python(def.module))?;
        let name = if name == "__new__" { "__init__" } else { name };
        Some(format!("{}.{name}", def.name))
    }

    /// Calls the function with positional arguments, the last of which are keyword arguments
    /// with these names.
    ///
    /// # Errors
    /// TypeError if the arguments do not fit; any exception raised by the body.
    #[inline]
    pub fn call(&self, vm: &Vm, arguments: &[Value], names: &[Value]) -> VmResult {
        if names.is_empty() {
            if self.checks_receiver {
                self.check_receiver(vm, arguments)?;
            }
            return self.call_on_own(vm, arguments);
        }
        self.call_bound(vm, self.signature(), arguments, names)
    }

    /// Like [`NativeFunction::call`] with positional arguments only, the first of which is known to
    /// be an instance of the function's class.
    ///
    /// # Errors
    /// Same as [`NativeFunction::call`].
    #[inline(always)]
    pub fn call_on_own(&self, vm: &Vm, arguments: &[Value]) -> VmResult {
        let (least, more) = self.direct.get();
        if arguments.len().wrapping_sub(least as usize) > more as usize {
            return self.call_positional(vm, arguments);
        }
        let args = Args::new(arguments);
        let result = match self.def.body {
            Body::Args(body) => body(vm, args),
            body => body.call(vm, args),
        };
        match result {
            Ok(value) => Ok(value),
            Err(raised) => self.failed(raised, args),
        }
    }

    /// A call with positional arguments only, which do not directly become the first parameters'
    /// values, or are not known to.
    #[inline(never)]
    fn call_positional(&self, vm: &Vm, arguments: &[Value]) -> VmResult {
        let signature = self.signature();
        if !signature.takes(arguments.len()) || self.host.is_some() {
            return self.call_bound(vm, signature, arguments, &[]);
        }
        let (named, rest) = arguments.split_at(arguments.len().min(signature.positional));
        self.run(vm, Args::catching(&Caught { named, rest, keywords: &[] }))
    }

    /// Checks that the first argument is of the class that the body assumes.
    #[inline]
    fn check_receiver(&self, vm: &Vm, arguments: &[Value]) -> VmResult<()> {
        match &self.owner {
            Some(owner) if self.def.role == Role::Plain => {
                self.check_is_instance(vm, owner, arguments)
            }
            Some(owner) if self.is_constructor => self.check_is_class(vm, owner, arguments),
            Some(owner) if self.def.role == Role::Class => {
                self.check_is_subclass(vm, owner, arguments)
            }
            _ => Ok(()),
        }
    }

    /// The check of `__new__`: its first argument is a class derived from its owner, with instances
    /// that `__new__` of the owner can make.
    #[inline]
    fn check_is_class(&self, vm: &Vm, owner: &Ref<Class>, arguments: &[Value]) -> VmResult<()> {
        match arguments.first() {
            Some(class) if class.is(owner.as_value()) => Ok(()),
            class => self.check_is_derived(vm, owner, class),
        }
    }

    fn check_is_derived(&self, vm: &Vm, owner: &Ref<Class>, class: Option<&Value>) -> VmResult<()> {
        let Some(class) = class else {
            let name = owner.message_name();
            return Err(vm.type_error(format!("{name}.__new__(): not enough arguments")));
        };
        let Some(class) = class.get::<Class>() else {
            let (name, given) = (owner.message_name(), vm.class_ref(class).message_name());
            let message = format!("{name}.__new__(X): X is not a type object ({given})");
            return Err(vm.type_error(message));
        };
        if class.is_made_by(owner) {
            return Ok(());
        }
        if !class.is_subclass_of(owner) {
            let (name, shown) = (owner.message_name(), class.message_name());
            let message = format!("{name}.__new__({shown}): {shown} is not a subtype of {name}");
            return Err(vm.type_error(message));
        }
        match class.native_maker() {
            Some(native) if owner.def.is_some() && !self.constructs(vm, class) => {
                let (name, shown) = (owner.message_name(), class.message_name());
                let native = native.message_name();
                let message =
                    format!("{name}.__new__({shown}) is not safe, use {native}.__new__()");
                Err(vm.type_error(message))
            }
            _ => {
                class.note_maker(owner);
                Ok(())
            }
        }
    }

    /// Whether this is the first `__new__` written in Rust in a class's method resolution order.
    fn constructs(&self, vm: &Vm, class: &Ref<Class>) -> bool {
        let is_this = |new: &Value| {
            new.get::<NativeFunction>().is_some_and(|new| std::ptr::eq(new.def, self.def))
        };
        if class.lookup(&vm.names.new).is_some_and(|new| is_this(&new)) {
            return true;
        }
        let mro = class.mro.borrow();
        let mut natives = mro.iter().filter_map(|c| c.get::<Class>()).filter(|c| c.def.is_some());
        natives.find_map(|c| c.dict().get_str(&vm.names.new)).is_some_and(|new| is_this(&new))
    }

    /// The check of class methods, which normally get their class from a descriptor.
    #[inline]
    fn check_is_subclass(&self, vm: &Vm, owner: &Ref<Class>, arguments: &[Value]) -> VmResult<()> {
        let class = arguments.first().and_then(|class| class.get::<Class>());
        if class.is_some_and(|class| class.is(owner) || class.is_subclass_of(owner)) {
            return Ok(());
        }
        self.refuse_class(vm, owner, arguments)
    }

    #[cold]
    fn refuse_class(&self, vm: &Vm, owner: &Ref<Class>, arguments: &[Value]) -> VmResult<()> {
        let (name, owner) = (self.def.name(), owner.name());
        let Some(given) = arguments.first() else {
            return Err(vm.type_error(format!("unbound method {owner}.{name}() needs an argument")));
        };
        Err(vm.type_error(match given.get::<Class>() {
            Some(class) => {
                let class = class.name();
                format!(
                    "descriptor '{name}' requires a subtype of '{owner}' but received '{class}'"
                )
            }
            None => {
                let class = vm.class_ref(given).message_name();
                format!(
                    "descriptor '{name}' for type '{owner}' needs a type, not a '{class}' as arg 2"
                )
            }
        }))
    }

    fn check_is_instance(&self, vm: &Vm, owner: &Ref<Class>, arguments: &[Value]) -> VmResult<()> {
        let Some(receiver) = arguments.first() else {
            let (name, owner) = (self.def.name(), owner.name());
            return Err(vm.type_error(format!("unbound method {owner}.{name}() needs an argument")));
        };
        if vm.is_instance_of(receiver, owner) {
            return Ok(());
        }
        let (name, owner, class) =
            (self.def.name(), owner.name(), vm.class_of(receiver).message_name());
        Err(vm.type_error(if super::function_methods::is_slot_name(name) {
            format!("descriptor '{name}' requires a '{owner}' object but received a '{class}'")
        } else {
            format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object")
        }))
    }

    /// The general case: keywords, `*args`, `**kwargs`, defaults.
    fn call_bound(
        &self,
        vm: &Vm,
        signature: &Signature,
        arguments: &[Value],
        names: &[Value],
    ) -> VmResult {
        let (positional, by_name) = arguments.split_at(arguments.len() - names.len());
        self.check_receiver(vm, positional)?;
        // The arguments are checked again for functions that CPython has in Python.
        let complain = |otherwise: &dyn Fn() -> Raised| {
            let function = self.name_in_python();
            let message = function.and_then(|f| signature.misfit(&f, positional.len(), names));
            Err(message.map_or_else(otherwise, |message| vm.type_error(message)))
        };
        let (mut few, mut many) = ([const { Value::UNSET }; FEW], Vec::new());
        let named = match signature.parameters.len() {
            count if count <= FEW => &mut few[..count],
            count => {
                many.resize(count, Value::UNSET);
                &mut many[..]
            }
        };
        let direct = positional.len().min(signature.positional);
        named[..direct].clone_from_slice(&positional[..direct]);
        let rest = &positional[direct..];
        // `self` and `cls` do not count in messages.
        let receives = self.def.role != Role::Static || self.is_constructor;
        let hidden = usize::from(self.owner.is_some() && receives);
        if !rest.is_empty() && signature.varargs.is_none() {
            return complain(&|| self.too_many(vm, signature, positional.len(), hidden));
        }
        let mut keywords = match signature.varkeywords {
            Some(_) => Vec::with_capacity(names.len()),
            None => Vec::new(),
        };
        for (name, value) in names.iter().zip(by_name) {
            let Some(name) = name.get::<Str>() else { continue };
            let found = signature.parameters.iter().position(|p| p.name.same_text(name));
            match found.filter(|i| *i >= signature.positional_only) {
                Some(i) if !named[i].is_unset() => {
                    return complain(&|| {
                        let shown = self.message_name();
                        let most = signature.parameters.len() - hidden;
                        let given = positional.len() - hidden + names.len();
                        let is_open =
                            signature.varargs.is_some() || signature.varkeywords.is_some();
                        vm.type_error(if given > most && !is_open {
                            let plural = if most == 1 { "" } else { "s" };
                            format!("{shown}() takes at most {most} argument{plural} ({given} given)")
                        } else {
                            let (name, position) = (name.as_str(), i + 1 - hidden);
                            format!(
                                "argument for {shown}() given by name ('{name}') and position ({position})"
                            )
                        })
                    });
                }
                Some(i) => named[i] = value.clone(),
                None if signature.varkeywords.is_some() => {
                    keywords.push((name.clone(), value.clone()))
                }
                None if self.leaves_keywords(vm, signature, positional) => {}
                None => {
                    let given = (positional.len() - hidden, names.len());
                    let is_missing = |(i, p): (usize, &Parameter)| {
                        let is_named =
                            |name: &Value| name.get::<Str>().is_some_and(|n| p.name.same_text(n));
                        named[i].is_unset() && p.default.is_none() && !names.iter().any(is_named)
                    };
                    let missing = signature.parameters.iter().enumerate().position(is_missing);
                    return complain(&|| {
                        self.unexpected_keyword(vm, signature, name, given, hidden, missing)
                    });
                }
            }
        }
        let missing = (0..named.len())
            .find(|i| named[*i].is_unset() && signature.parameters[*i].default.is_none());
        if let Some(i) = missing {
            return complain(&|| self.missing(vm, signature, i, positional.len(), hidden));
        }
        self.run(vm, Args::catching(&Caught { named, rest, keywords: &keywords }))
    }

    #[inline]
    fn run(&self, vm: &Vm, args: Args<'_>) -> VmResult {
        let result = match self.def.body {
            Body::Host => self.run_host(vm, args),
            body => body.call(vm, args),
        };
        match result {
            Ok(value) => Ok(value),
            Err(raised) => self.failed(raised, args),
        }
    }

    /// Runs a closure of the host.
    fn run_host(&self, vm: &Vm, args: Args<'_>) -> VmResult {
        let (run, defaults) = match self.host.as_deref() {
            None => return self.def.body.call(vm, args),
            Some(HostBody::Python(function)) => return self.run_python(vm, function, args),
            Some(HostBody::Closure { run, defaults }) => (run, defaults.iter()),
        };
        if !args.named().iter().any(Value::is_unset) {
            return run(vm, args);
        }
        let with_default = |(given, default): (&Value, &Value)| match given.is_unset() {
            true => default.clone(),
            false => given.clone(),
        };
        let named: Vec<Value> = args.named().iter().zip(defaults).map(with_default).collect();
        let all = Caught { named: &named, rest: args.rest(), keywords: args.keywords() };
        run(vm, Args::catching(&all))
    }

    /// Calls a function written in Python with the arguments that were passed.
    fn run_python(&self, vm: &Vm, function: &Ref<Function>, args: Args<'_>) -> VmResult {
        let signature = self.signature();
        let named = args.named();
        let (first, by_name) = named.split_at(signature.positional.min(named.len()));
        // Arguments after a missing one are passed by keyword.
        let count = first.iter().position(Value::is_unset).unwrap_or(first.len());
        let mut values: Vec<Value> = first[..count].iter().chain(args.rest()).cloned().collect();
        let mut names = Vec::new();
        let rest = first[count..].iter().chain(by_name).zip(&signature.parameters[count..]);
        for (value, parameter) in rest.filter(|(value, _)| !value.is_unset()) {
            values.push(value.clone());
            names.push(parameter.name.as_value().clone());
        }
        for (name, value) in args.keywords() {
            values.push(value.clone());
            names.push(name.as_value().clone());
        }
        vm.call_keywords(function.as_value(), &values, &names)
    }

    /// Exceptions of a function declared with `async def` are raised when it is awaited.
    #[cold]
    fn failed(&self, raised: Raised, args: Args<'_>) -> VmResult {
        self.keep_coroutines(&raised, &args);
        if self.def.is_coroutine_function() {
            return Ok(NativeCoroutine::new(self.def.name(), Failing(Some(raised))));
        }
        Err(raised)
    }

    /// Arguments of a Python function live as long as the traceback of an exception that left it.
    /// This is visible for coroutines, which warn when they are dropped without having run.
    fn keep_coroutines(&self, raised: &Raised, args: &Args<'_>) {
        let may_hold = |value: &&Value| {
            let is_coroutine =
                matches!(value.kind(), Some(Kind::Generator | Kind::NativeCoroutine));
            let is_container =
                matches!(value.kind(), Some(Kind::List | Kind::Tuple | Kind::Set | Kind::Dict));
            is_coroutine || is_container
        };
        let kept: Vec<Value> =
            args.named().iter().chain(args.rest()).filter(may_hold).cloned().collect();
        if kept.is_empty() || self.name_in_python().is_none() {
            return;
        }
        keep_with(raised, kept);
    }

    /// Whether keyword arguments to a constructor are handled elsewhere: a class that takes none
    /// ignores them if a derived class overrides the other one of `__init__` and `__new__`.
    fn leaves_keywords(&self, vm: &Vm, signature: &Signature, positional: &[Value]) -> bool {
        let (Some(owner), Some(first)) = (&self.owner, positional.first()) else { return false };
        let (class, other) = match self.def.name() {
            "__new__" => (first.get::<Class>().cloned(), "__init__"),
            // For sets, `__init__` itself must be overridden.
            "__init__" if owner.kind == Kind::Set => (Some(vm.class_of(first)), "__init__"),
            "__init__" => (Some(vm.class_of(first)), "__new__"),
            _ => return false,
        };
        let Some(class) = class else { return false };
        let other = super::str::intern(other);
        let own = |c: &Ref<Class>| c.lookup(&other).unwrap_or_default();
        signature.parameters.len() <= signature.positional_only && !own(&class).is(&own(owner))
    }

    /// The message about the number of arguments of a method that CPython stores in a slot of the
    /// type, whose wrapper counts the arguments.
    fn misfit_of_slot(&self, signature: &Signature, given: usize) -> Option<String> {
        let name = self.def.name();
        let is_slot = self.owner.is_some() && self.def.role == Role::Plain;
        if !is_slot || !super::function_methods::is_slot_name(name) || name == "__init__" {
            return None;
        }
        // These are methods in CPython, too.
        let owner = self.owner.as_ref().map(|owner| owner.kind);
        match (name, owner) {
            ("__getitem__", Some(Kind::List | Kind::Dict)) => return None,
            ("__contains__", Some(Kind::Dict | Kind::Set)) => return None,
            _ => {}
        }
        let (least, most) =
            (signature.required.saturating_sub(1), signature.positional.saturating_sub(1));
        let given = given.saturating_sub(1);
        let (start, wanted) = match given < least {
            _ if least == most => ("expected", most),
            // CPython puts an empty name before these.
            true => (" expected at least", least),
            false => (" expected at most", most),
        };
        let plural = if wanted == 1 { "" } else { "s" };
        Some(format!("{start} {wanted} argument{plural}, got {given}"))
    }

    fn too_many(&self, vm: &Vm, signature: &Signature, given: usize, hidden: usize) -> Raised {
        if let Some(message) = self.misfit_of_slot(signature, given) {
            return vm.type_error(message);
        }
        let name = match self.message_name() {
            name if name == self.def.name() => self.shown_name(),
            name => name,
        };
        let (most, given) = (signature.positional - hidden, given - hidden);
        let least = signature.required.saturating_sub(hidden);
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let only_positional = signature.parameters.len() == signature.positional;
        vm.type_error(if most == 0 && !only_positional {
            format!("{}() takes no positional arguments", self.message_name())
        } else if most == 0 {
            format!("{name}() takes no arguments ({given} given)")
        } else if least == most && signature.positional_only == signature.positional {
            if most == 1 && only_positional && !self.makes_object() {
                format!("{name}() takes exactly one argument ({given} given)")
            } else {
                format!(
                    "{} expected {most} argument{}, got {given}",
                    self.message_name(),
                    plural(most)
                )
            }
        } else if signature.positional_only == signature.positional
            || (self.def.name() == "__new__" && signature.positional_only > hidden)
            || self.def.counts_first
        {
            format!(
                "{} expected at most {most} argument{}, got {given}",
                self.message_name(),
                plural(most)
            )
        } else if least == most {
            let name = self.message_name();
            format!(
                "{name}() takes exactly {most} positional argument{} ({given} given)",
                plural(most)
            )
        } else {
            let name = self.message_name();
            let all = signature.parameters.len() - hidden;
            let (kind, most) = match only_positional || given > all {
                true => ("", all),
                false => ("positional ", most),
            };
            format!("{name}() takes at most {most} {kind}argument{} ({given} given)", plural(most))
        })
    }

    /// The error about a keyword that is no parameter's. `given` are the numbers of positional and
    /// of keyword arguments, `missing` is the index of a parameter without an argument: that error
    /// comes first.
    fn unexpected_keyword(
        &self,
        vm: &Vm,
        signature: &Signature,
        name: &Str,
        given: (usize, usize),
        hidden: usize,
        missing: Option<usize>,
    ) -> Raised {
        if signature.parameters.len() <= signature.positional_only
            && signature.varkeywords.is_none()
        {
            let name = match self.message_name() {
                name if name == self.def.name() => self.shown_name(),
                name => name,
            };
            return vm.type_error(format!("{name}() takes no keyword arguments"));
        }
        let shown = self.message_name();
        let (passed, by_name) = match signature.varargs {
            Some(_) => (0, given.1),
            None => given,
        };
        let most = signature.parameters.len() - hidden;
        // The number is wrong before the name is, but for functions with `*args` that CPython
        // generates from a signature: it can write those whose defaults have a text.
        let is_generated = signature.varargs.is_some()
            && self.owner.is_none()
            && !self.def.signature.contains("<unrepresentable>");
        if signature.varkeywords.is_none() && passed + by_name > most && !is_generated {
            let kind = if passed == 0 { "keyword " } else { "" };
            let plural = if most == 1 { "" } else { "s" };
            let count = passed + by_name;
            return vm.type_error(format!(
                "{shown}() takes at most {most} {kind}argument{plural} ({count} given)"
            ));
        }
        if let Some(index) = missing {
            return self.missing(vm, signature, index, given.0 + hidden, hidden);
        }
        let known =
            signature.parameters[signature.positional_only..].iter().map(|p| p.name.as_str());
        let advice = match crate::text::suggest::suggest(name.as_str(), known) {
            Some(meant) if signature.varkeywords.is_none() => format!(". Did you mean '{meant}'?"),
            _ => String::new(),
        };
        let name = name.as_str();
        vm.type_error(format!("{shown}() got an unexpected keyword argument '{name}'{advice}"))
    }

    fn missing(
        &self,
        vm: &Vm,
        signature: &Signature,
        index: usize,
        given: usize,
        hidden: usize,
    ) -> Raised {
        if let (Some(owner), "__new__", 0) = (&self.owner, self.def.name(), index) {
            let owner = owner.name();
            return vm.type_error(format!("{owner}.__new__(): not enough arguments"));
        }
        if let Some(message) = self.misfit_of_slot(signature, given) {
            return vm.type_error(message);
        }
        let name = self.message_name();
        let given = given.saturating_sub(hidden);
        let (least, most) =
            (signature.required.saturating_sub(hidden), signature.positional - hidden);
        let plural = if least == 1 { "" } else { "s" };
        if index >= signature.positional_only {
            let parameter = signature.parameters[index].name.as_str();
            let position = index + 1 - hidden;
            return vm.type_error(format!(
                "{name}() missing required argument '{parameter}' (pos {position})"
            ));
        }
        let only_positional = signature.parameters.len() == signature.positional;
        vm.type_error(if signature.positional_only < signature.positional {
            format!("{name}() takes at least {least} positional argument{plural} ({given} given)")
        } else if least == most && least == 1 && only_positional && !self.makes_object() {
            format!("{}() takes exactly one argument ({given} given)", self.shown_name())
        } else if least == most {
            format!("{name} expected {least} argument{plural}, got {given}")
        } else {
            format!("{name} expected at least {least} argument{plural}, got {given}")
        })
    }
}

/// Keeps values alive as long as an exception, as if a frame of its traceback held them.
#[cold]
pub fn keep_with(raised: &Raised, values: Vec<Value>) {
    const FIELD: &str = "arguments_of_library";
    match raised.0.field(FIELD).as_ref().and_then(|list| list.get::<List>()) {
        Some(list) => values.into_iter().for_each(|value| list.push(value)),
        None => raised.0.set_field(FIELD, values.into()),
    }
}

/// A coroutine that raises.
struct Failing(Option<Raised>);

impl NativeCoroutineBody for Failing {
    fn resume(&mut self, _: &Vm, input: Input) -> VmResult<Step> {
        input?;
        self.0.take().map_or(Ok(Step::Return(Value::NONE)), Err)
    }

    fn traverse(&self, visit: Visitor<'_>) {
        if let Some(raised) = &self.0 {
            visit(raised.0.as_value());
        }
    }
}
