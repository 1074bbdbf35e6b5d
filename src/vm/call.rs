//! Calls: binding arguments, opening frames, and calling from Rust.

use super::frame::{Frame, OnReturn};
use super::limits::Limit;
use super::{Vm, VmResult};
use crate::objects::argument_messages;
use crate::objects::bound::BoundMethod;
use crate::objects::class::Class;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::function::Function;
use crate::objects::generator::{Flavor, Generator, Names, State};
use crate::objects::native::{Args, Body, CALL_WITH_ANY, Caught, NativeFunction};
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::{Kind, Ref, Slot, Value};
use std::cell::{Cell, RefCell, UnsafeCell};

/// The outcome of beginning a call.
pub(super) enum Called {
    /// It is done, with this result.
    Value(Value),
    /// A frame was pushed and must be run. Its `on_return` and `dst` are still to be set.
    Frame(*mut Frame),
}

impl Vm {
    /// `function(*args)`
    ///
    /// # Errors
    /// TypeError if it is not callable or the arguments do not fit; any exception raised by the call.
    pub fn call(&self, function: &Value, args: &[Value]) -> VmResult {
        self.call_keywords(function, args, &[])
    }

    /// Calls a function with the arguments of a native one that takes any (`*args, **kwargs`).
    ///
    /// # Errors
    /// As for [`Vm::call`].
    pub fn call_through(&self, function: &Value, given: Args<'_>) -> VmResult {
        let values = given.rest().iter().chain(given.keywords().iter().map(|(_, value)| value));
        let values: Vec<Value> = values.cloned().collect();
        let names = given.keywords().iter().map(|(name, _)| name.as_value().clone());
        self.call_keywords(function, &values, &names.collect::<Vec<_>>())
    }

    /// A call whose last arguments are keyword arguments with these names (strings).
    ///
    /// # Errors
    /// As for [`Vm::call`].
    pub fn call_keywords(&self, function: &Value, args: &[Value], names: &[Value]) -> VmResult {
        self.check_native_stack()?;
        match function.kind() {
            Some(Kind::NativeFunction) => {
                let native = function.get::<NativeFunction>().expect("the kind was looked at");
                native.call(self, args, names)
            }
            Some(Kind::Function) => {
                let base = self.stack.top.get();
                self.check_room(base, args.len())?;
                // SAFETY: there is room, and no running frame's window reaches beyond `top`.
                unsafe {
                    for (i, arg) in args.iter().enumerate() {
                        base.add(i).write(arg.clone());
                    }
                    self.call_in_window(function.clone(), base, args.len(), names)
                }
            }
            Some(Kind::BoundMethod) => {
                let method = function.get::<BoundMethod>().expect("the kind was looked at");
                self.call_prefixed(&method.function, &method.receiver, args, names)
            }
            Some(Kind::Class) => {
                let class = function.get::<Class>().expect("the kind was looked at");
                self.call_class(class, args, names)
            }
            _ => self.call_object(function, args, names),
        }
    }

    /// Calls a function written in the language with a receiver and arguments after it.
    ///
    /// # Errors
    /// As for [`Vm::call`].
    pub(super) fn call_function(
        &self,
        function: &Value,
        receiver: &Value,
        args: &[&Value],
    ) -> VmResult {
        self.check_native_stack()?;
        let base = self.stack.top.get();
        let count = args.len() + 1;
        self.check_room(base, count)?;
        // SAFETY: there is room, and no running frame's window reaches beyond `top`.
        unsafe {
            base.write(receiver.clone());
            for (i, arg) in args.iter().enumerate() {
                base.add(i + 1).write((*arg).clone());
            }
            self.call_in_window(function.clone(), base, count, &[])
        }
    }

    /// Calls an object by its class' `__call__`.
    fn call_object(&self, object: &Value, args: &[Value], names: &[Value]) -> VmResult {
        let class = self.class_ref(object);
        if names.is_empty() {
            match (class.slot(SpecialMethod::Call), args) {
                (TypeSlot::Native(Body::Unary(body)), []) => return body(self, object),
                (TypeSlot::Native(Body::Binary(body)), [one]) => return body(self, object, one),
                (TypeSlot::Declared(def), _) if def.signature == CALL_WITH_ANY => {
                    let receiver = std::slice::from_ref(object);
                    let all = Caught { named: receiver, rest: args, keywords: &[] };
                    return def.body.call(self, Args::catching(&all));
                }
                _ => {}
            }
        }
        let Some(method) = class.special_attribute(SpecialMethod::Call) else {
            let class = class.message_name();
            return Err(self.type_error(format!("'{class}' object is not callable")));
        };
        if self.takes_receiver(&method, self.class_ref(object)) {
            return self.call_prefixed(&method, object, args, names);
        }
        let bound = self.bind(method, object)?;
        self.call_keywords(&bound, args, names)
    }

    /// Calls a class: its metaclass' `__call__`, which most often makes an instance.
    fn call_class(&self, class: &Ref<Class>, args: &[Value], names: &[Value]) -> VmResult {
        let metaclass = self.class_ref(class.as_value());
        if !metaclass.is(&self.types.type_)
            && let TypeSlot::Method(method) = metaclass.slot(SpecialMethod::Call)
        {
            if method.kind() == Some(Kind::Function) {
                return self.call_prefixed(&method, class.as_value(), args, names);
            }
            let bound = self.bind(method, class.as_value())?;
            return self.call_keywords(&bound, args, names);
        }
        self.instantiate(class, args, names)
    }

    /// `object.name(*args)`
    ///
    /// # Errors
    /// AttributeError if there is no such method; as [`Vm::call`].
    pub fn call_method(&self, object: &Value, name: &Ref<Str>, args: &[Value]) -> VmResult {
        let (function, takes_self) = self.get_method(object, name)?;
        if !takes_self {
            return self.call(&function, args);
        }
        self.call_prefixed(&function, object, args, &[])
    }

    /// A call with one more argument before the others.
    pub(super) fn call_prefixed(
        &self,
        function: &Value,
        first: &Value,
        args: &[Value],
        names: &[Value],
    ) -> VmResult {
        let mut few = [const { Value::UNSET }; 8];
        if args.len() < few.len() {
            few[0] = first.clone();
            few[1..=args.len()].clone_from_slice(args);
            return self.call_keywords(function, &few[..=args.len()], names);
        }
        let mut all = Vec::with_capacity(args.len() + 1);
        all.push(first.clone());
        all.extend_from_slice(args);
        self.call_keywords(function, &all, names)
    }

    /// `callable(value)`
    pub fn is_callable(&self, value: &Value) -> bool {
        match value.kind() {
            Some(Kind::Function | Kind::NativeFunction | Kind::BoundMethod | Kind::Class) => true,
            None => false,
            Some(_) => self.has_slot(value, SpecialMethod::Call),
        }
    }

    /// Runs the body of a class statement (or a module) with this namespace.
    ///
    /// # Errors
    /// Any exception raised by the body.
    pub fn run_class_body(&self, body: &Ref<Function>, namespace: Value) -> VmResult {
        self.check_native_stack()?;
        let base = self.stack.top.get();
        self.check_room(base, usize::from(body.code.registers))?;
        // SAFETY: there is room for the frame's window at the top.
        unsafe {
            let frame = self.push_frame(body.clone().into_value(), &*body.code, base, 0)?;
            (*frame).namespace = namespace;
            self.run_frame(frame)
        }
    }

    /// Runs a module's (or `exec` string's) code in a namespace. A function's code is called without
    /// arguments: its parameters are bound in any case.
    ///
    /// # Errors
    /// Any exception raised by the code; TypeError for parameters that need an argument.
    pub fn run_code(&self, code: &Ref<Code>, globals: &Ref<Dict>, namespace: Value) -> VmResult {
        let function = Function::new(code.clone(), globals.clone(), Box::default());
        let is_function = !code.flags.module && !code.flags.class_body;
        if is_function || code.flags.coroutine || code.flags.generator {
            let made = self.call(function.as_value(), &[])?;
            if let Some(generator) = made.get::<Generator>() {
                // SAFETY: the frame was just made and does not run yet.
                unsafe { (*generator.frame.get()).namespace = namespace };
            }
            return Ok(made);
        }
        self.run_class_body(&function, namespace)
    }

    /// The class and receiver of a zero-argument `super()`, from the frame that calls it.
    ///
    /// # Errors
    /// RuntimeError if the frame has no arguments, or its code is in no class.
    pub fn super_arguments(&self) -> VmResult<(Value, Value)> {
        let frame = self.frame.get();
        // SAFETY: the innermost frame is alive while native code runs on top of it.
        unsafe {
            if frame.is_null() || (*frame).is_native() {
                return Err(self.runtime_error("super(): no current frame"));
            }
            let code = (*frame).code();
            if code.positional == 0 && !code.flags.varargs {
                return Err(self.runtime_error("super(): no arguments"));
            }
            let mut receiver = (*(*frame).registers).clone();
            if code.cells.contains(&0)
                && let Some(cell) = receiver.get::<crate::objects::function::Cell>()
            {
                receiver = cell.value.get();
            }
            if receiver.is_unset() {
                return Err(self.runtime_error("super(): arg[0] deleted"));
            }
            let index = code.free.iter().position(|n| n.is(&self.names.class));
            let function = (*frame).function.get::<Function>();
            let Some((index, function)) = index.zip(function) else {
                return Err(self.runtime_error("super(): __class__ cell not found"));
            };
            let class = function.closure[index].value.get();
            if class.is_unset() {
                return Err(self.runtime_error("super(): empty __class__ cell"));
            }
            Ok((class, receiver))
        }
    }

    // ---------------------------------------------------------------------------------------------
    // Windows and frames

    /// RecursionError if the native stack is nearly exhausted.
    #[inline(always)]
    pub(crate) fn check_native_stack(&self) -> VmResult<()> {
        let here = 0u8;
        if (&raw const here as usize) < self.stack_floor.get() {
            Err(self.native_stack_error())
        } else {
            Ok(())
        }
    }

    /// The lowest address to which a stack may grow that begins at `top`: as far as the limit
    /// allows, but not below `floor`.
    #[inline]
    pub(super) fn limited_floor(&self, top: usize, floor: usize) -> usize {
        let limit = self.meter.limits().native_stack;
        limit.map_or(floor, |bytes| top.saturating_sub(bytes).max(floor))
    }

    /// Has the limit of the native stack count from here on.
    #[inline]
    pub(super) fn limit_native_stack(&self) {
        let here = 0u8;
        self.stack_floor.set(self.limited_floor(&raw const here as usize, self.unlimited_floor));
    }

    #[cold]
    fn native_stack_error(&self) -> super::Raised {
        match self.meter.limits().native_stack {
            Some(_) => self.trip(Limit::NativeStack),
            None => self.recursion_error(),
        }
    }

    #[inline(always)]
    fn check_room(&self, base: *mut Value, registers: usize) -> VmResult<()> {
        if self.stack.has_room(base, registers) { Ok(()) } else { Err(self.recursion_error()) }
    }

    #[cold]
    pub(crate) fn recursion_error(&self) -> super::Raised {
        if self.meter.limits().recursion.is_some_and(|ceiling| self.depth.get() >= ceiling) {
            return self.trip(Limit::Recursion);
        }
        self.error(Exc::RecursionError, "maximum recursion depth exceeded")
    }

    /// Calls a function from Rust with arguments at the top of the register stack.
    ///
    /// # Safety
    /// `base` must be the top, with `count` values written from there on.
    unsafe fn call_in_window(
        &self,
        function: Value,
        base: *mut Value,
        count: usize,
        names: &[Value],
    ) -> VmResult {
        let plain = match function.get::<Function>() {
            Some(target) if names.is_empty() => self.enter_simple(target, base, count),
            _ => None,
        };
        // SAFETY: as the caller promises.
        unsafe {
            if let Some(code) = plain {
                let frame = self.push_frame(function, code, base, count)?;
                return self.run_frame(frame);
            }
            match self.enter_function(function, base, count, names)? {
                Called::Value(value) => Ok(value),
                Called::Frame(frame) => self.run_frame(frame),
            }
        }
    }

    /// Begins the call of a Python function whose arguments are in a window. The window is
    /// consumed, also in case of an error.
    ///
    /// # Safety
    /// `base` must point to `count` owned values, the last `names.len()` of them keyword
    /// arguments, and no live register of any frame may be after them.
    pub(super) unsafe fn enter_function(
        &self,
        function: Value,
        base: *mut Value,
        count: usize,
        names: &[Value],
    ) -> VmResult<Called> {
        let target = function.get::<Function>().expect("callers have looked at the kind");
        let code = &target.code;
        let registers = usize::from(code.registers);
        // SAFETY: the room is checked before anything is written after the arguments.
        unsafe {
            if !self.stack.has_room(base, registers.max(count)) {
                drop_window(base, count);
                return Err(self.recursion_error());
            }
            let in_place =
                names.is_empty() && is_simple(code) && count == usize::from(code.positional);
            let is_bound = in_place
                || names.is_empty() && add_defaults(target, base, count)
                || self.bind_in_place(target, base, count, names);
            if !is_bound {
                self.bind_arguments(target, base, count, names)?;
            }
            let bound = code.parameter_count();
            if code.flags.generator || code.flags.coroutine {
                return Ok(Called::Value(self.make_generator(function, base, bound)));
            }
            let code: *const Code = &**code;
            Ok(Called::Frame(self.push_frame(function, code, base, bound)?))
        }
    }

    /// Begins the call of a function whose arguments are in a window of the running frame, as
    /// [`Vm::enter_function`].
    ///
    /// # Safety
    /// `base` must point to `count` owned values among the registers of `frame`, the last ones of
    /// them in use.
    pub(super) unsafe fn enter_from(
        &self,
        frame: *mut Frame,
        function: Value,
        base: *mut Value,
        count: usize,
    ) -> VmResult<Called> {
        // SAFETY: as the caller promises.
        unsafe {
            let code = &function.get::<Function>().expect("callers have looked at the kind").code;
            if (code.flags.generator || code.flags.coroutine)
                && is_simple(code)
                && count == usize::from(code.positional)
            {
                return Ok(Called::Value(self.make_generator(function, base, count)));
            }
            let base = self.callee_window(frame, base, count);
            self.enter_function(function, base, count, &[])
        }
    }

    /// The code of a plain function whose parameters take just the arguments in a window, so that
    /// its frame can be pushed at once.
    #[inline(always)]
    pub(super) fn enter_simple(
        &self,
        function: &Ref<Function>,
        base: *mut Value,
        count: usize,
    ) -> Option<*const Code> {
        let code = &*function.code;
        let fits = usize::from(code.plain_parameters) == count
            && self.stack.has_room(base, usize::from(code.registers));
        fits.then_some(std::ptr::from_ref(code))
    }

    /// Pushes the frame of a function whose parameters are bound at `base`.
    ///
    /// # Safety
    /// `code` is the function's; there must be room for the window; `bound` values are at `base`.
    /// In case of an error they are dropped.
    #[inline(always)]
    pub(super) unsafe fn push_frame(
        &self,
        function: Value,
        code: *const Code,
        base: *mut Value,
        bound: usize,
    ) -> VmResult<*mut Frame> {
        // SAFETY: the caller has checked the room; the registers after the parameters hold nothing
        // and are made immediate here.
        unsafe {
            if self.depth.get() >= self.recursion_limit.get() {
                drop_window(base, bound);
                return Err(self.recursion_error());
            }
            let registers = usize::from((*code).registers);
            for i in bound..registers {
                base.add(i).write(Value::UNSET);
            }
            let frame = self.stack.next_frame.get();
            frame.write(Frame {
                pc: (*code).instructions.as_ptr(),
                registers: base,
                code,
                caller: self.frame.get(),
                function,
                namespace: Value::UNSET,
                handled: Value::UNSET,
                extra: Value::UNSET,
                object: Value::UNSET,
                outer_top: self.stack.top.get(),
                outer_root: std::ptr::null_mut(),
                generator: std::ptr::null(),
                base_depth: 0,
                on_return: OnReturn::Exit,
                dst: 0,
            });
            self.stack.next_frame.set(frame.add(1));
            self.stack.top.set(base.add(registers).max(self.stack.top.get()));
            self.depth.set(self.depth.get() + 1);
            self.frame.set(frame);
            Ok(frame)
        }
    }

    /// Pops the topmost frame and drops its contents.
    ///
    /// # Safety
    /// `frame` must be the topmost frame of the stack, and the running one.
    pub(super) unsafe fn pop_frame(&self, frame: *mut Frame, temporaries_too: bool) {
        // SAFETY: the frame is the topmost one; what it owns is moved out once.
        unsafe {
            let code = (*frame).code();
            let count =
                if temporaries_too { usize::from(code.registers) } else { code.locals.len() };
            if (*frame).owns_function_alone() {
                return self.pop_plain_frame(frame, count);
            }
            let Frame { namespace, handled, extra, object, .. } = &mut *frame;
            // Moved out first: dropping may run code that uses this very place of the stack.
            let owned = (
                std::mem::take(namespace),
                std::mem::take(handled),
                std::mem::take(extra),
                std::mem::take(object),
            );
            self.pop_plain_frame(frame, count);
            drop(owned);
        }
    }

    /// Pops the topmost frame, and drops its first `count` registers and the function.
    ///
    /// # Safety
    /// As for [`Vm::pop_frame`]. The frame must own nothing else.
    #[inline(always)]
    pub(super) unsafe fn pop_plain_frame(&self, frame: *mut Frame, count: usize) {
        // SAFETY: the frame is the topmost one; its registers are dropped once and left immediate.
        unsafe {
            // Reports of the registers' destruction belong to the caller.
            self.frame.set((*frame).caller);
            drop_window((*frame).registers, count);
            self.depth.set(self.depth.get() - 1);
            self.stack.next_frame.set(frame);
            self.stack.top.set((*frame).outer_top);
            // Moved out first, as above.
            drop((&raw const (*frame).function).read());
        }
    }

    /// Makes the generator, coroutine or asynchronous generator that a call gives, and moves the
    /// bound parameters into it.
    ///
    /// # Safety
    /// `bound` owned values are at `base`.
    unsafe fn make_generator(&self, function: Value, base: *mut Value, bound: usize) -> Value {
        let target = function.get::<Function>().expect("callers have looked at the kind");
        let code = &target.code;
        let flavor = match (code.flags.coroutine, code.flags.generator) {
            (true, true) => Flavor::AsyncGenerator,
            (true, false) => Flavor::Coroutine,
            _ => Flavor::Generator,
        };
        let mut frame = Frame::native();
        frame.pc = code.instructions.as_ptr();
        frame.code = &**code;
        let (registers, names) = (usize::from(code.registers), RefCell::new(own_names(target)));
        frame.function = function;
        let generator = Ref::with_tail(
            Generator {
                flavor,
                state: Cell::new(State::Created),
                frame: UnsafeCell::new(frame),
                innermost: Slot::default(),
                names,
                hooked: Cell::new(false),
                busy: Cell::new(false),
                closed: Cell::new(false),
                registers,
            },
            None,
            false,
        );
        Frame::adopt(&generator.frame, generator.as_value());
        // SAFETY: the generator's tail has as many places as the code has registers, which are at
        // least as many as parameters; it stays where it is as long as the generator lives.
        unsafe {
            let registers = generator.tail().as_ptr().cast_mut().cast::<Value>();
            (*generator.frame.get()).registers = registers;
            for i in 0..bound {
                registers.add(i).write(base.add(i).read());
                base.add(i).write(Value::UNSET);
            }
        }
        generator.header().set_flags(NEEDS_FINALIZER);
        if self.notes_coroutines.get() && flavor == Flavor::Coroutine {
            self.event_loop.note_coroutine(self, generator.as_value());
        }
        generator.into_value()
    }

    // ---------------------------------------------------------------------------------------------
    // Argument binding (Python reference, "Calls")

    /// Binds arguments that fit to parameters, moving each at most twice: afterwards
    /// `code.parameter_count()` values are at `base`. False, with nothing done, if they do not fit
    /// or there are too many: [`Vm::bind_arguments`] has the general case and the messages.
    ///
    /// # Safety
    /// As for [`Vm::enter_function`].
    unsafe fn bind_in_place(
        &self,
        function: &Ref<Function>,
        base: *mut Value,
        count: usize,
        names: &[Value],
    ) -> bool {
        let code = &function.code;
        let positional = usize::from(code.positional);
        let total = positional + usize::from(code.keyword_only);
        let passed = count - names.len();
        let direct = passed.min(positional);
        if total >= 64
            || names.len() > MOST_KEYWORDS
            || (passed > positional && !code.flags.varargs)
        {
            return false;
        }
        // The parameters that have a value, as bits, and the target of each keyword argument.
        let mut filled = (1u64 << direct) - 1;
        let mut targets = [EXTRA; MOST_KEYWORDS];
        for (name, target) in names.iter().zip(&mut targets) {
            // Names that are not interned may be equal to a parameter's all the same.
            let Some(name) = name.get::<Str>().filter(|n| n.is_interned()) else { return false };
            match code.locals[..total].iter().position(|p| p.is(name)) {
                Some(i) if i >= usize::from(code.positional_only) => {
                    if filled & (1 << i) != 0 {
                        return false;
                    }
                    filled |= 1 << i;
                    *target = i as u8;
                }
                _ if code.flags.varkeywords => {}
                _ => return false,
            }
        }
        let missing = !filled & ((1 << total) - 1);
        let missing_positional = missing & ((1 << positional) - 1);
        let defaults = function.default_tuple().filter(|_| missing_positional != 0);
        let defaults = defaults.as_ref().map_or(&[][..], |d| d.items());
        let first_default = positional.saturating_sub(defaults.len());
        if missing_positional & ((1 << first_default) - 1) != 0 {
            return false;
        }
        let by_name = function.keyword_defaults.get();
        let by_name = by_name.get::<Dict>().filter(|_| missing != missing_positional);
        let keyword_default = |i: usize| by_name.and_then(|d| d.get_str(&code.locals[i]));
        if bits(missing & !((1 << positional) - 1)).any(|i| keyword_default(i).is_none()) {
            return false;
        }
        // SAFETY: `count` values are at `base`, each of which is moved out once before its place is
        // written; the caller has checked that there is room for what a frame of the code needs.
        unsafe {
            let mut keywords = [const { Value::UNSET }; MOST_KEYWORDS];
            for (k, value) in keywords.iter_mut().enumerate().take(names.len()) {
                *value = base.add(passed + k).read();
            }
            let rest = code
                .flags
                .varargs
                .then(|| Tuple::new((direct..passed).map(|i| base.add(i).read())).into_value());
            let extra = code.flags.varkeywords.then(Dict::new);
            for i in bits(missing & ((1 << positional) - 1)) {
                base.add(i).write(defaults[i - first_default].clone());
            }
            for i in bits(missing & !((1 << positional) - 1)) {
                base.add(i).write(keyword_default(i).unwrap_or_default());
            }
            for (k, value) in keywords.into_iter().enumerate().take(names.len()) {
                match targets[k] {
                    EXTRA => {
                        if let (Some(extra), Some(name)) = (&extra, names[k].get::<Str>()) {
                            drop(extra.set_str(name, value));
                        }
                    }
                    i => base.add(usize::from(i)).write(value),
                }
            }
            let mut next = base.add(total);
            if let Some(rest) = rest {
                next.write(rest);
                next = next.add(1);
            }
            if let Some(extra) = extra {
                next.write(extra.into_value());
            }
            // The window may be longer than the callee's registers, and is the caller's again
            // later.
            for i in code.parameter_count()..count {
                base.add(i).write(Value::UNSET);
            }
        }
        true
    }

    /// Binds arguments to parameters: afterwards `code.parameter_count()` values are at `base`.
    ///
    /// # Safety
    /// As for [`Vm::enter_function`]. In case of an error the window is empty.
    unsafe fn bind_arguments(
        &self,
        function: &Ref<Function>,
        base: *mut Value,
        count: usize,
        names: &[Value],
    ) -> VmResult<()> {
        // SAFETY: the values are moved out of the window and the bound ones written back; the
        // caller has checked that there is room.
        unsafe {
            let mut given = Vec::with_capacity(count);
            for i in 0..count {
                given.push(std::mem::replace(&mut *base.add(i), Value::UNSET));
            }
            let bound = self.bound_arguments(function, given, names)?;
            for (i, value) in bound.into_iter().enumerate() {
                base.add(i).write(value);
            }
            Ok(())
        }
    }

    fn bound_arguments(
        &self,
        function: &Ref<Function>,
        mut given: Vec<Value>,
        names: &[Value],
    ) -> VmResult<Vec<Value>> {
        let code = &function.code;
        let by_name = given.split_off(given.len() - names.len());
        let positional = usize::from(code.positional);
        let keyword_only = usize::from(code.keyword_only);
        let passed = given.len();
        let rest = if passed > positional { given.split_off(positional) } else { Vec::new() };
        let mut bound = given;
        bound.resize(positional + keyword_only, Value::UNSET);
        let extra = code.flags.varkeywords.then(Dict::new);
        for (name, value) in names.iter().zip(by_name) {
            let Some(name_str) = name.get::<Str>() else {
                return Err(self.type_error("keywords must be strings"));
            };
            let parameters = &code.locals[..positional + keyword_only];
            let found = parameters.iter().position(|p| p.is(name_str) || p.same_text(name_str));
            match found {
                Some(i) if i >= usize::from(code.positional_only) => {
                    if !bound[i].is_unset() {
                        let function = function.qualname.borrow();
                        return Err(self.type_error(argument_messages::given_twice(
                            function.as_str(),
                            name_str.as_str(),
                        )));
                    }
                    bound[i] = value;
                }
                _ => match &extra {
                    Some(extra) => drop(extra.set_str(name_str, value)),
                    None => return Err(self.unexpected_keyword(function, name_str, names)),
                },
            }
        }
        if !rest.is_empty() && !code.flags.varargs {
            return Err(self.too_many_arguments(function, passed, &bound));
        }
        self.fill_defaults(function, &mut bound, passed)?;
        if code.flags.varargs {
            bound.push(Tuple::new(rest).into_value());
        }
        if let Some(extra) = extra {
            bound.push(extra.into_value());
        }
        Ok(bound)
    }

    fn fill_defaults(
        &self,
        function: &Ref<Function>,
        bound: &mut [Value],
        passed: usize,
    ) -> VmResult<()> {
        let code = &function.code;
        let positional = usize::from(code.positional);
        if passed < positional {
            let defaults = function.default_tuple();
            let items = defaults.as_ref().map_or(&[][..], |d| d.items());
            let first = positional.saturating_sub(items.len());
            let mut missing = Vec::new();
            for (i, place) in bound.iter_mut().enumerate().take(positional).skip(passed) {
                if place.is_unset() {
                    match i.checked_sub(first).and_then(|d| items.get(d)) {
                        Some(default) => *place = default.clone(),
                        None => missing.push(code.locals[i].clone()),
                    }
                }
            }
            if !missing.is_empty() {
                return Err(self.missing_arguments(function, "positional", &missing));
            }
        }
        let mut missing = Vec::new();
        if code.keyword_only > 0 {
            let defaults = function.keyword_defaults.get();
            let defaults = defaults.get::<Dict>();
            for (i, place) in bound.iter_mut().enumerate().skip(positional) {
                if place.is_unset() {
                    match defaults.and_then(|d| d.get_str(&code.locals[i])) {
                        Some(default) => *place = default,
                        None => missing.push(code.locals[i].clone()),
                    }
                }
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(self.missing_arguments(function, "keyword-only", &missing))
        }
    }

    #[cold]
    fn missing_arguments(
        &self,
        function: &Ref<Function>,
        what: &str,
        missing: &[Ref<Str>],
    ) -> super::Raised {
        let name = function.qualname.borrow();
        self.type_error(argument_messages::missing(name.as_str(), what, missing))
    }

    #[cold]
    fn too_many_arguments(
        &self,
        function: &Ref<Function>,
        passed: usize,
        bound: &[Value],
    ) -> super::Raised {
        let most = usize::from(function.code.positional);
        let optional = function.default_tuple().map_or(0, |d| d.len());
        let keyword_only = bound[most..].iter().filter(|v| !v.is_unset()).count();
        let name = function.qualname.borrow();
        self.type_error(argument_messages::too_many(
            name.as_str(),
            most,
            optional,
            passed,
            keyword_only,
        ))
    }

    #[cold]
    fn unexpected_keyword(
        &self,
        function: &Ref<Function>,
        name: &Ref<Str>,
        names: &[Value],
    ) -> super::Raised {
        let code = &function.code;
        let (positional_only, others) = code.locals
            [..usize::from(code.positional) + usize::from(code.keyword_only)]
            .split_at(usize::from(code.positional_only));
        let given: Vec<&Str> = names.iter().filter_map(|n| n.get::<Str>().map(|n| &**n)).collect();
        self.type_error(argument_messages::unexpected_keyword(
            function.qualname.borrow().as_str(),
            name.as_str(),
            positional_only,
            others,
            &given,
        ))
    }
}

/// With more keyword arguments than this, a call is bound in the general way.
const MOST_KEYWORDS: usize = 8;

/// The target of a keyword argument that goes into `**kwargs`.
const EXTRA: u8 = u8::MAX;

/// The positions of the bits that are set.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(next)
    })
}

/// The name of a function's generators, if it differs from the code's.
fn own_names(function: &Ref<Function>) -> Option<Box<Names>> {
    let (name, qualname) = (function.name.borrow(), function.qualname.borrow());
    let same = name.is(&function.code.name) && qualname.is(&function.code.qualname);
    (!same).then(|| Box::new(Names::new(name.clone(), qualname.clone())))
}

/// Completes positional arguments with the defaults of the parameters after them. False, with nothing
/// done, if that is not all that there is to do.
///
/// # Safety
/// As for [`Vm::enter_function`].
#[inline]
unsafe fn add_defaults(function: &Ref<Function>, base: *mut Value, count: usize) -> bool {
    let positional = usize::from(function.code.positional);
    let Some(missing) = positional.checked_sub(count).filter(|_| is_simple(&function.code)) else {
        return false;
    };
    let Some(defaults) = function.default_tuple() else { return false };
    let Some(first) = defaults.len().checked_sub(missing) else { return false };
    for (k, default) in defaults.items()[first..].iter().enumerate() {
        // SAFETY: the caller has checked that there is room for all parameters; nothing is there yet.
        unsafe { base.add(count + k).write(default.clone()) };
    }
    true
}

/// Whether arguments that are all positional can stay where they are.
#[inline(always)]
fn is_simple(code: &Code) -> bool {
    !code.flags.varargs && !code.flags.varkeywords && code.keyword_only == 0
}

/// Drops `count` values and leaves their places unset.
///
/// # Safety
/// The places must hold values that the caller owns.
#[inline(always)]
pub(super) unsafe fn drop_window(base: *mut Value, count: usize) {
    // SAFETY: as the caller promises; each place is made unset before its value is dropped.
    unsafe {
        for i in 0..count {
            let place = base.add(i);
            if (*place).is_object() {
                drop(place.replace(Value::UNSET));
            } else {
                place.write(Value::UNSET);
            }
        }
    }
}
