//! Calls whose callee is not a plain function, class instantiation, and making functions.

use crate::objects::bound::BoundMethod;
use crate::objects::class::Class;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::{Cell, Function};
use crate::objects::list::List;
use crate::objects::native::NativeFunction;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::call::{Called, drop_window};
use crate::vm::frame::{Frame, OnReturn};
use crate::vm::generators::Transfer;
use crate::vm::{Vm, VmResult};

/// Up to this many names of keyword arguments are kept on the native stack.
const FEW: usize = 8;

impl Vm {
    /// The start of a callee's registers: at the arguments if they are at the top of the register
    /// stack, else at the top, to which the arguments are moved (from a heap frame).
    ///
    /// # Safety
    /// `window` must be a window of `frame` with `count` values.
    #[inline(always)]
    pub(in crate::vm) unsafe fn callee_window(
        &self,
        frame: *mut Frame,
        window: *mut Value,
        count: usize,
    ) -> *mut Value {
        // SAFETY: the caller's frame is running, so the top is after all live registers. Room for
        // the callee is checked when its frame is pushed; a window has at most 257 values, which
        // fit in the margin at the end of the stack.
        unsafe {
            if (*frame).generator.is_null() {
                return window;
            }
            let top = self.stack.top.get();
            for k in 0..count {
                top.add(k).write(window.add(k).replace(Value::UNSET));
            }
            top
        }
    }

    /// Begins any call whose arguments are in a window, which it consumes.
    ///
    /// # Safety
    /// `base` must point to `count` values of a window of the running frame; the slot before them,
    /// where the callee was, must be unset.
    pub(in crate::vm) unsafe fn begin_call_window(
        &self,
        frame: *mut Frame,
        dst: u16,
        callee: Value,
        base: *mut Value,
        count: usize,
        names: &[Value],
    ) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            if callee.kind() == Some(Kind::Function) {
                let base = self.callee_window(frame, base, count);
                return self.enter(frame, dst, self.enter_function(callee, base, count, names));
            }
            if callee.kind() == Some(Kind::Class) {
                let window = base.sub(1);
                window.write(callee);
                return self.begin_class(frame, window, count, names, dst);
            }
            // A receiver takes the callee's place, before the arguments.
            let window = base.sub(1);
            if let Some((function, receiver)) = self.function_and_receiver(&callee) {
                window.write(receiver);
                let base = self.callee_window(frame, window, count + 1);
                return self.enter(
                    frame,
                    dst,
                    self.enter_function(function, base, count + 1, names),
                );
            }
            if let Some(method) = callee.get::<BoundMethod>()
                && let Some(native) = method.function.get::<NativeFunction>()
            {
                window.write(method.receiver.clone());
                let args = std::slice::from_raw_parts(window, count + 1);
                let result = native.call(self, args, names);
                drop_window(window, count + 1);
                return self.store_result(frame, dst, result);
            }
            let args = std::slice::from_raw_parts(base, count);
            let result = self.call_keywords(&callee, args, names);
            drop_window(base, count);
            self.store_result(frame, dst, result)
        }
    }

    /// The Python function that a call of a bound method, or of an object with `__call__`, ends up
    /// calling, and its first argument.
    fn function_and_receiver(&self, callee: &Value) -> Option<(Value, Value)> {
        match callee.kind()? {
            Kind::BoundMethod => {
                let method = callee.get::<BoundMethod>()?;
                let is_function = method.function.kind() == Some(Kind::Function);
                is_function.then(|| (method.function.clone(), method.receiver.clone()))
            }
            Kind::Instance => {
                let function = self.function_slot(callee, SpecialMethod::Call)?;
                Some((function, callee.clone()))
            }
            _ => None,
        }
    }

    /// Begins a call with arguments from Rust code. `on_return` says whether the result goes into
    /// `dst` or nowhere.
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    pub(in crate::vm) unsafe fn begin_call<const N: usize>(
        &self,
        frame: *mut Frame,
        on_return: OnReturn,
        dst: u16,
        callee: Value,
        args: [Value; N],
    ) -> Transfer {
        // SAFETY: as the caller promises.
        match unsafe { self.push_call(&callee, args) } {
            Ok(Called::Frame(next)) => {
                // SAFETY: the frame was just pushed.
                unsafe {
                    (*next).on_return = on_return;
                    (*next).dst = dst;
                }
                Transfer::Continue(next)
            }
            Ok(Called::Value(_)) if on_return == OnReturn::Discard => Transfer::Continue(frame),
            // SAFETY: as the caller promises.
            Ok(Called::Value(value)) => unsafe { self.store_result(frame, dst, Ok(value)) },
            Err(raised) => Transfer::Raise(frame, raised),
        }
    }

    /// Pushes the frame of a call with arguments from Rust code, or performs the call.
    ///
    /// # Safety
    /// The use of the frame's result must still be set.
    pub(in crate::vm) unsafe fn push_call<const N: usize>(
        &self,
        callee: &Value,
        args: [Value; N],
    ) -> VmResult<Called> {
        let Some(function) = callee.get::<Function>() else {
            return self.call(callee, &args).map(Called::Value);
        };
        let base = self.stack.top.get();
        if !self.stack.has_room(base, N) {
            return Err(self.recursion_error());
        }
        // SAFETY: there is room at the top, where no live register is.
        unsafe {
            for (k, arg) in args.into_iter().enumerate() {
                base.add(k).write(arg);
            }
            match self.enter_simple(function, base, N) {
                Some(code) => self.push_frame(callee.clone(), code, base, N).map(Called::Frame),
                None => self.enter_function(callee.clone(), base, N, &[]),
            }
        }
    }

    /// Continues with the outcome of a call: a frame that was pushed for it, or its result.
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    unsafe fn enter(&self, frame: *mut Frame, dst: u16, called: VmResult<Called>) -> Transfer {
        match called {
            Ok(Called::Frame(next)) => {
                // SAFETY: the frame was just pushed.
                unsafe {
                    (*next).on_return = OnReturn::Store;
                    (*next).dst = dst;
                }
                Transfer::Continue(next)
            }
            // SAFETY: as the caller promises.
            Ok(Called::Value(value)) => unsafe { self.store_result(frame, dst, Ok(value)) },
            Err(raised) => Transfer::Raise(frame, raised),
        }
    }

    /// Calls the class at the start of a window. An `__init__` in Python receives a frame, in which
    /// the new instance is the first argument: it replaces the class in the window.
    ///
    /// # Safety
    /// `window` must be a window of the running frame, or at the top of the register stack: a class
    /// and `count` arguments, the last of them keyword arguments with these names.
    pub(in crate::vm) unsafe fn begin_class(
        &self,
        frame: *mut Frame,
        window: *mut Value,
        count: usize,
        names: &[Value],
        dst: u16,
    ) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            let callee = window.replace(Value::UNSET);
            if count == 1 && names.is_empty() && callee.is(self.types.type_.as_value()) {
                let object = window.add(1).replace(Value::UNSET);
                let class = self.class_of(&object).into_value();
                drop(object);
                return self.store_result(frame, dst, Ok(class));
            }
            let known = callee.get::<Class>().and_then(|c| Some((c, self.construction(c)?)));
            let Some((class, (new, init))) = known else {
                let args = std::slice::from_raw_parts(window.add(1), count);
                let result = self.call_keywords(&callee, args, names);
                drop_window(window.add(1), count);
                return self.store_result(frame, dst, result);
            };
            if new.is_unset() && init.kind() == Some(Kind::Function) {
                let instance = self.new_instance(class);
                return self.begin_init(frame, window, count, names, dst, (init, instance));
            }
            window.write(callee.clone());
            let arguments = std::slice::from_raw_parts(window, count + 1);
            let instance = match self.create(class, &new, &init, arguments, names) {
                Ok(instance) => instance,
                Err(raised) => {
                    drop_window(window, count + 1);
                    return Transfer::Raise(frame, raised);
                }
            };
            let is_own = self.class_ref(&instance).is(class);
            if is_own && init.kind() == Some(Kind::Function) {
                drop(window.replace(Value::UNSET));
                return self.begin_init(frame, window, count, names, dst, (init, instance));
            }
            let result = match init.get::<NativeFunction>() {
                Some(init) if is_own => {
                    drop(window.replace(instance.clone()));
                    let arguments = std::slice::from_raw_parts(window, count + 1);
                    let result = match names.is_empty() && !class.is_heap {
                        // A built-in class has its own `__init__` or inherits one.
                        true => init.call_on_own(self, arguments),
                        false => init.call(self, arguments, names),
                    };
                    match result {
                        Ok(result) if !result.is_none() => Err(self.init_result_error(&result)),
                        result => result.map(|_| instance),
                    }
                }
                _ if is_own => Ok(instance),
                _ => self.initialize(class, instance, &arguments[1..], names),
            };
            drop_window(window, count + 1);
            self.store_result(frame, dst, result)
        }
    }

    /// Pushes the frame of an `__init__` in Python for a new instance, which becomes the first argument:
    /// the first slot of the window, which is unset.
    ///
    /// # Safety
    /// Same as [`Vm::begin_class`].
    unsafe fn begin_init(
        &self,
        frame: *mut Frame,
        window: *mut Value,
        count: usize,
        names: &[Value],
        dst: u16,
        (init, instance): (Value, Value),
    ) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            window.write(instance.clone());
            let base = self.callee_window(frame, window, count + 1);
            match self.enter_function(init, base, count + 1, names) {
                Ok(Called::Frame(next)) => {
                    (*next).on_return = OnReturn::Init;
                    (*next).dst = dst;
                    (*next).extra = instance;
                    Transfer::Continue(next)
                }
                Ok(Called::Value(value)) => Transfer::Raise(frame, self.init_result_error(&value)),
                Err(raised) => Transfer::Raise(frame, raised),
            }
        }
    }

    /// `f(*args, **keywords)`
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    pub(in crate::vm) unsafe fn begin_spread_call(
        &self,
        frame: *mut Frame,
        dst: u16,
        callee: Value,
        args: Value,
        keywords: Value,
    ) -> Transfer {
        let dict = keywords.get::<Dict>();
        let positional = args.get::<Tuple>().map_or(&[][..], |t| t.items());
        let method = callee.get::<BoundMethod>();
        let function = method.map_or(&callee, |method| &method.function);
        let in_a_frame = match function.kind() {
            Some(Kind::Function) => true,
            // A native constructor may run the program's code, which would overwrite arguments at
            // the top of the stack.
            Some(Kind::Class) => {
                let plan = callee.get::<Class>().and_then(|class| self.construction(class));
                plan.is_some_and(|(new, init)| {
                    new.is_unset() && init.kind() == Some(Kind::Function)
                })
            }
            _ => false,
        };
        if !in_a_frame {
            let result = match dict.map_or_else(Vec::new, |dict| dict.entries()) {
                entries if entries.is_empty() => self.call(&callee, positional),
                entries => {
                    let (names, values): (Vec<Value>, Vec<Value>) = entries.into_iter().unzip();
                    self.call_keywords(&callee, &[positional, &values].concat(), &names)
                }
            };
            drop((args, keywords));
            // SAFETY: as the caller promises.
            return unsafe { self.store_result(frame, dst, result) };
        }
        let named = dict.map_or(0, |dict| dict.len());
        let given = positional.len() + named;
        let base = self.stack.top.get();
        if !self.stack.has_room(base, given + 1) {
            return Transfer::Raise(frame, self.recursion_error());
        }
        let (mut few, mut many) = ([const { Value::UNSET }; FEW], Vec::new());
        let names = if named <= FEW {
            &mut few[..named]
        } else {
            many.resize(named, Value::UNSET);
            &mut many
        };
        // The callee's or receiver's slot precedes the arguments.
        let first = method.map_or(Value::UNSET, |method| method.receiver.clone());
        // SAFETY: there is room at the top, where no live register is.
        unsafe {
            base.write(first);
            for (k, arg) in positional.iter().enumerate() {
                base.add(k + 1).write(arg.clone());
            }
            let mut from = 0;
            for (k, place) in names.iter_mut().enumerate() {
                let Some((at, name, value)) = dict.and_then(|d| d.next_entry(from)) else { break };
                *place = name;
                base.add(positional.len() + k + 1).write(value);
                from = at + 1;
            }
            let function = function.clone();
            let is_method = method.is_some();
            drop((args, keywords, callee));
            if function.kind() == Some(Kind::Class) {
                base.write(function);
                return self.begin_class(frame, base, given, names, dst);
            }
            let called = match is_method {
                true => self.enter_function(function, base, given + 1, names),
                false => self.enter_function(function, base.add(1), given, names),
            };
            self.enter(frame, dst, called)
        }
    }

    /// `SpreadArguments`
    pub(in crate::vm) fn spread_arguments(&self, items: Value, callee: &Value) -> VmResult {
        if items.get_exact::<Tuple>().is_some() {
            return Ok(items);
        }
        if let Some(list) = items.get_exact::<List>() {
            return Ok(self.tuple(&list.borrow())?.into_value());
        }
        let list = List::new(Vec::new());
        self.list_extend(list.as_value(), &items, Some(callee))?;
        Ok(self.tuple(&list.borrow())?.into_value())
    }

    /// `SpreadKeywords`
    pub(in crate::vm) fn spread_keywords(&self, mapping: Value, callee: &Value) -> VmResult {
        if mapping.get_exact::<Dict>().is_some_and(|dict| dict.has_names_only()) {
            return Ok(mapping);
        }
        let dict = Dict::new();
        self.dict_merge(dict.as_value(), &mapping, callee)?;
        Ok(dict.into_value())
    }

    /// Calls `__exit__` or `__aexit__` with an exception.
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    pub(in crate::vm) unsafe fn begin_exit(
        &self,
        frame: *mut Frame,
        dst: u16,
        function: Value,
        receiver: Value,
        exception: Value,
    ) -> Transfer {
        let class = self.class_of(&exception).into_value();
        let traceback = match self.traceback_of(&exception) {
            Ok(traceback) => traceback,
            Err(raised) => return Transfer::Raise(frame, raised),
        };
        // SAFETY: as the caller promises.
        unsafe {
            if function.is_unset() {
                let args = [class, exception, traceback];
                return self.begin_call(frame, OnReturn::Store, dst, receiver, args);
            }
            let args = [receiver, class, exception, traceback];
            self.begin_call(frame, OnReturn::Store, dst, function, args)
        }
    }

    /// `MakeFunction`
    pub(in crate::vm) fn make_function(
        &self,
        outer: &Function,
        code: &Value,
        parts: [Value; 4],
    ) -> Value {
        let Some(code) = code.get::<Code>() else { return Value::NONE };
        let [defaults, keyword_defaults, annotations, closure] = parts;
        let closure: Box<[Ref<Cell>]> = match closure.get::<Tuple>() {
            Some(cells) => cells.items().iter().filter_map(|c| c.get::<Cell>().cloned()).collect(),
            None => Box::default(),
        };
        self.admit_code(code);
        let function = Function::new(code.clone(), outer.globals.clone(), closure);
        function.defaults.set(defaults);
        function.keyword_defaults.set(keyword_defaults);
        function.annotations.set(annotations);
        function.into_value()
    }

    pub(in crate::vm) fn load_build_class(&self, function: &Function) -> VmResult {
        self.find_builtin(&function.globals, &self.names.build_class)?.ok_or_else(|| {
            self.name_error(
                crate::objects::exception::Exc::NameError,
                "__build_class__",
                "__build_class__ not found".to_string(),
            )
        })
    }

    /// `*items` of a display or call: appends all items to a list. `function` is the callee, for
    /// the message, if these are the only positional arguments of a call.
    pub(in crate::vm) fn list_extend(
        &self,
        list: &Value,
        items: &Value,
        function: Option<&Value>,
    ) -> VmResult<()> {
        let Some(list) = list.get::<List>() else { return Ok(()) };
        let push = |item| {
            list.push(item);
            Ok(())
        };
        if let Some(tuple) = items.get_exact::<Tuple>() {
            return self.append(&mut list.borrow_mut(), tuple.items());
        }
        if let Some(other) = items.get_exact::<List>() {
            return self.append(&mut list.borrow_mut(), &other.borrow());
        }
        let iterator = match self.iter(items) {
            Ok(iterator) => iterator,
            Err(raised) => {
                let is_type_error =
                    self.is_exception(&raised, crate::objects::exception::Exc::TypeError);
                let not_iterable = !self.has_slot(items, SpecialMethod::Iter);
                if !(is_type_error && not_iterable) {
                    return Err(raised);
                }
                let what = match function {
                    Some(function) => format!("{}argument", self.callee_text(function)),
                    None => "Value".to_owned(),
                };
                let class = self.class_of(items).message_name();
                let message = format!("{what} after * must be an iterable, not {class}");
                return Err(self.type_error(message));
            }
        };
        self.ask_for_length(items)?;
        while let Some(item) = self.next(&iterator)? {
            push(item)?;
        }
        Ok(())
    }

    /// The start of messages about a call's arguments: `module.f() `, or the text of a callee that
    /// has no name.
    fn callee_text(&self, function: &Value) -> String {
        let text = |name| {
            let found = self.find_attribute(function, name).ok().flatten()?;
            Some(found.get::<Str>()?.as_str().to_string())
        };
        match (text(&self.names.qualname), text(&self.names.module)) {
            (Some(name), Some(module)) if module != "builtins" => format!("{module}.{name}() "),
            (Some(name), _) => format!("{name}() "),
            (None, _) => {
                self.str(function).map_or(String::new(), |text| format!("{} ", text.as_str()))
            }
        }
    }

    /// `**kwargs` of a call.
    pub(in crate::vm) fn dict_merge(
        &self,
        dict: &Value,
        more: &Value,
        function: &Value,
    ) -> VmResult<()> {
        let Some(dict) = dict.get::<Dict>() else { return Ok(()) };
        let entries = match self.mapping_entries(more)? {
            Some(entries) => entries,
            None => {
                let class = self.class_of(more).message_name();
                let name = self.callee_text(function);
                return Err(self.type_error(format!(
                    "{name}argument after ** must be a mapping, not {class}"
                )));
            }
        };
        for (key, value) in entries {
            if key.get::<Str>().is_none() {
                return Err(self.type_error("keywords must be strings"));
            }
            if dict.get(self, &key)?.is_some() {
                let text = key.get::<Str>().map_or(String::new(), |s| s.as_str().to_string());
                let name = self.callee_text(function);
                return Err(self.type_error(format!(
                    "{name}got multiple values for keyword argument '{text}'"
                )));
            }
            dict.insert(self, key, value)?;
        }
        Ok(())
    }
}
