//! Calls whose callee is not a plain function, class instantiation, and making functions.

use crate::objects::bound::BoundMethod;
use crate::objects::class::Class;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::{Cell, Function};
use crate::objects::list::List;
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use crate::vm::call::{Called, drop_window};
use crate::vm::frame::{Frame, OnReturn};
use crate::vm::generators::Transfer;
use crate::vm::{Vm, VmResult};

impl Vm {
    /// Where a callee's registers begin: right at the arguments if they are at the top of the
    /// register stack, else at the top, to which the arguments move (from a heap frame).
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
        // SAFETY: the caller's frame is running, so the top is behind all live registers. Whether
        // there is room for the callee is checked when its frame is pushed; a window, which has at
        // most 257 values, fits the margin that the stack keeps behind its end.
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
    /// `base` must point to `count` values of a window of the running frame.
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
            if let Some((function, receiver)) = self.function_and_receiver(&callee) {
                let top = self.stack.top.get();
                if !self.stack.has_room(top, count + 1) {
                    drop_window(base, count);
                    return Transfer::Raise(frame, self.recursion_error());
                }
                top.write(receiver);
                for k in 0..count {
                    top.add(k + 1).write(base.add(k).replace(Value::UNSET));
                }
                return self.enter(
                    frame,
                    dst,
                    self.enter_function(function, top, count + 1, names),
                );
            }
            let args = std::slice::from_raw_parts(base, count);
            let result = self.call_keywords(&callee, args, names);
            drop_window(base, count);
            self.store_result(frame, dst, result)
        }
    }

    /// The function in the language that a call of a bound method, or of an object with `__call__`,
    /// comes to, and its first argument.
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

    /// Begins a call with arguments that Rust code has.
    ///
    /// # Safety
    /// `frame` must be the running frame, and `dst` one of its registers.
    pub(in crate::vm) unsafe fn begin_call(
        &self,
        frame: *mut Frame,
        dst: u16,
        callee: Value,
        args: &[Value],
    ) -> Transfer {
        if callee.kind() != Some(Kind::Function) {
            let result = self.call(&callee, args);
            // SAFETY: as the caller promises.
            return unsafe { self.store_result(frame, dst, result) };
        }
        let base = self.stack.top.get();
        if !self.stack.has_room(base, args.len()) {
            return Transfer::Raise(frame, self.recursion_error());
        }
        // SAFETY: there is room at the top, where no live register is.
        unsafe {
            for (k, arg) in args.iter().enumerate() {
                base.add(k).write(arg.clone());
            }
            self.enter(frame, dst, self.enter_function(callee, base, args.len(), &[]))
        }
    }

    /// Goes on with what a call has come to: a frame that was pushed for it, or its result.
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

    /// Calls the class at the start of a window. A class whose `__init__` is written in the
    /// language, and that makes instances in the usual way, gets a frame: the new instance takes
    /// the class' place in the window and is the first argument.
    ///
    /// # Safety
    /// `window` must be a window of the running frame: a class and `count` arguments.
    pub(in crate::vm) unsafe fn begin_class(
        &self,
        frame: *mut Frame,
        window: *mut Value,
        count: usize,
        dst: u16,
    ) -> Transfer {
        // SAFETY: as the caller promises.
        unsafe {
            let callee = window.replace(Value::UNSET);
            if let Some(class) = callee.get::<Class>()
                && let Some(init) = self.plain_init(class)
            {
                let instance = self.new_instance(class);
                window.write(instance.clone());
                let base = self.callee_window(frame, window, count + 1);
                return match self.enter_function(init, base, count + 1, &[]) {
                    Ok(Called::Frame(next)) => {
                        (*next).on_return = OnReturn::Init;
                        (*next).dst = dst;
                        (*next).extra = instance;
                        Transfer::Continue(next)
                    }
                    Ok(Called::Value(value)) => {
                        let class = self.class_of(&value).message_name();
                        let message = format!("__init__() should return None, not '{class}'");
                        Transfer::Raise(frame, self.type_error(message))
                    }
                    Err(raised) => Transfer::Raise(frame, raised),
                };
            }
            let args = std::slice::from_raw_parts(window.add(1), count);
            let result = self.call_keywords(&callee, args, &[]);
            drop_window(window.add(1), count);
            self.store_result(frame, dst, result)
        }
    }

    /// The `__init__` of a class whose instances are made in the usual way, if it is written in
    /// the language.
    fn plain_init(&self, class: &Ref<Class>) -> Option<Value> {
        let special_methods = class.special_methods();
        if !special_methods.plain_new
            || special_methods.plain_init
            || class.header().class().is_some()
        {
            return None;
        }
        match class.slot(SpecialMethod::Init) {
            TypeSlot::Method(init) if init.kind() == Some(Kind::Function) => Some(init),
            _ => None,
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
        let mut all: Vec<Value> = args.get::<Tuple>().map_or_else(Vec::new, |t| t.items().to_vec());
        drop(args);
        let mut names = Vec::new();
        if let Some(dict) = keywords.get::<Dict>() {
            for (name, value) in dict.entries() {
                names.push(name);
                all.push(value);
            }
        }
        if callee.kind() != Some(Kind::Function) {
            let result = self.call_keywords(&callee, &all, &names);
            // SAFETY: as the caller promises.
            return unsafe { self.store_result(frame, dst, result) };
        }
        let base = self.stack.top.get();
        if !self.stack.has_room(base, all.len()) {
            return Transfer::Raise(frame, self.recursion_error());
        }
        let count = all.len();
        // SAFETY: there is room at the top, where no live register is.
        unsafe {
            for (k, arg) in all.into_iter().enumerate() {
                base.add(k).write(arg);
            }
            self.enter(frame, dst, self.enter_function(callee, base, count, &names))
        }
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
                return self.begin_call(frame, dst, receiver, &[class, exception, traceback]);
            }
            self.begin_call(frame, dst, function, &[receiver, class, exception, traceback])
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
        let function = Function::new(code.clone(), outer.globals.clone(), closure);
        function.defaults.set(defaults);
        function.keyword_defaults.set(keyword_defaults);
        function.annotations.set(annotations);
        function.into_value()
    }

    pub(in crate::vm) fn load_build_class(&self) -> VmResult {
        self.builtins.get_str(&self.names.build_class).ok_or_else(|| {
            self.name_error(
                crate::objects::exception::Exc::NameError,
                "__build_class__",
                "__build_class__ not found".to_string(),
            )
        })
    }

    /// `*items` of a display or call: appends all items to a list. `function` is what is called,
    /// for the message, where they are a call's only positional arguments.
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
        if items.get_exact::<List>().is_some() || items.get_exact::<Tuple>().is_some() {
            return self.for_each(items, push);
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
        while let Some(item) = self.next(&iterator)? {
            push(item)?;
        }
        Ok(())
    }

    /// What messages about a call's arguments begin with: `f() `.
    fn callee_text(&self, function: &Value) -> String {
        if let Some(f) = function.get::<Function>() {
            return format!("{}() ", self.function_text(f));
        }
        if let Some(f) = function.get::<BoundMethod>().and_then(|m| m.function.get::<Function>()) {
            return format!("{}() ", self.function_text(f));
        }
        if let Some(native) = function.get::<crate::objects::native::NativeFunction>() {
            return format!("{}() ", native.def.name());
        }
        match function.get::<Class>() {
            Some(class) => format!("{}() ", class.full_name()),
            None => format!("{} object ", self.class_of(function).message_name()),
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

    /// A function's name with its module, as messages show it.
    fn function_text(&self, function: &Ref<Function>) -> String {
        let qualname = function.qualname.borrow().as_str().to_string();
        match function.module.get().get::<Str>() {
            Some(module) if module.as_str() != "builtins" => {
                format!("{}.{qualname}", module.as_str())
            }
            _ => qualname,
        }
    }
}
