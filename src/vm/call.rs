//! Calls: opening frames, and calling from Rust.

use super::binding::{bind_in_order, is_simple};
use super::frame::{Frame, OnReturn};
use super::limits::Limit;
use super::{Raised, Vm, VmResult};
use crate::objects::bound::BoundMethod;
use crate::objects::class::Class;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::function::Function;
use crate::objects::generator::{Flavor, Generator, Names, State};
use crate::objects::module::Module;
use crate::objects::native::{Args, Body, CALL_WITH_ANY, Caught, NativeFunction};
use crate::objects::slots::TypeSlot;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::{Kind, Ref, Slot, Value};
use std::cell::{Cell, RefCell, UnsafeCell};

/// The outcome of beginning a call.
pub(super) enum Called {
    /// It is done, with this result.
    Value(Value),
    /// A frame was pushed and must be run. Its `on_return` and `dst` must still be set.
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

    /// Calls a function with the arguments passed to a native function that accepts any (`*args,
    /// **kwargs`).
    ///
    /// # Errors
    /// Same as [`Vm::call`].
    pub fn call_through(&self, function: &Value, given: Args<'_>) -> VmResult {
        let values = given.rest().iter().chain(given.keywords().iter().map(|(_, value)| value));
        let values: Vec<Value> = values.cloned().collect();
        let names = given.keywords().iter().map(|(name, _)| name.as_value().clone());
        self.call_keywords(function, &values, &names.collect::<Vec<_>>())
    }

    /// A call whose last arguments are keyword arguments with these names (strings).
    ///
    /// # Errors
    /// Same as [`Vm::call`].
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

    /// Calls a Python function with a receiver and further arguments.
    ///
    /// # Errors
    /// Same as [`Vm::call`].
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

    /// The error of calling what cannot be called. A module may have a function of its name.
    #[cold]
    fn not_callable(&self, object: &Value) -> Raised {
        let class = self.class_ref(object).message_name();
        let message = format!("'{class}' object is not callable");
        let name = object.get::<Module>().and_then(|m| m.dict.get_str(&self.names.name));
        let advice = name.as_ref().and_then(|name| {
            let name = name.get::<Str>()?;
            let meant = object.get::<Module>()?.dict.get_str(name)?;
            let name = name.as_str();
            let advice = format!(". Did you mean: '{name}.{name}(...)'?");
            self.is_callable(&meant).then_some(advice)
        });
        self.type_error(message + advice.as_deref().unwrap_or_default())
    }

    /// Calls an object by its class's `__call__`.
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
            return Err(self.not_callable(object));
        };
        if self.takes_receiver(&method, self.class_ref(object)) {
            return self.call_prefixed(&method, object, args, names);
        }
        let bound = self.bind(method, object)?;
        self.call_keywords(&bound, args, names)
    }

    /// Calls a class: its metaclass's `__call__`, which most often makes an instance.
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
    /// AttributeError if there is no such method; the errors of [`Vm::call`].
    pub fn call_method(&self, object: &Value, name: &Ref<Str>, args: &[Value]) -> VmResult {
        let (function, takes_self) = self.get_method(object, name)?;
        if !takes_self {
            return self.call(&function, args);
        }
        self.call_prefixed(&function, object, args, &[])
    }

    /// A call with an additional argument before the others.
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
        // Methods bound to methods copy the arguments repeatedly.
        self.tick(args.len())?;
        let mut all = self.vec_with_capacity(args.len() + 1)?;
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
    /// arguments, which are still bound to its parameters.
    ///
    /// # Errors
    /// Any exception raised by the code; TypeError for parameters that need an argument.
    pub fn run_code(&self, code: &Ref<Code>, globals: &Ref<Dict>, namespace: Value) -> VmResult {
        self.run_code_with(code, globals, namespace, Box::default())
    }

    /// Like [`Vm::run_code`], with cells for the free variables of the code.
    ///
    /// # Errors
    /// As those of [`Vm::run_code`].
    pub fn run_code_with(
        &self,
        code: &Ref<Code>,
        globals: &Ref<Dict>,
        namespace: Value,
        closure: Box<[Ref<crate::objects::function::Cell>]>,
    ) -> VmResult {
        self.admit_code(code);
        let function = Function::new(code.clone(), globals.clone(), closure);
        let is_function = !code.flags.module && !code.flags.class_body;
        if is_function || code.flags.coroutine || code.flags.generator {
            let made = self.call(function.as_value(), &[])?;
            if let Some(generator) = made.get::<Generator>() {
                // SAFETY: the frame was just made and is not running yet.
                unsafe { (*generator.frame.get()).namespace = namespace };
            }
            return Ok(made);
        }
        self.run_class_body(&function, namespace)
    }

    /// The class and receiver of a zero-argument `super()`, from the frame that calls it.
    ///
    /// # Errors
    /// RuntimeError if the frame has no arguments, or its code is not in a class.
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

    /// The native stack that is left, in bytes.
    pub(super) fn native_stack_left(&self) -> usize {
        let here = 0u8;
        (&raw const here as usize).saturating_sub(self.stack_floor.get())
    }

    /// The lowest address to which a stack that begins at `top` may grow: as far as the limit
    /// allows, but not below `floor`.
    #[inline]
    pub(super) fn limited_floor(&self, top: usize, floor: usize) -> usize {
        let limit = self.meter.limits().native_stack;
        limit.map_or(floor, |bytes| top.saturating_sub(bytes).max(floor))
    }

    /// Makes the limit on the native stack count from here.
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
    /// consumed, even if there is an error.
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
        let code = &*target.code;
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
                || bind_in_order(target, base, count, names)
                || self.bind_in_place(target, base, count, names);
            if !is_bound {
                self.bind_arguments(target, base, count, names)?;
            }
            let bound = code.parameter_count();
            let makes_generator = code.flags.generator || code.flags.coroutine;
            let code = std::ptr::from_ref(code);
            if makes_generator {
                return Ok(Called::Value(self.make_generator(function, code, base, bound)));
            }
            Ok(Called::Frame(self.push_frame(function, code, base, bound)?))
        }
    }

    /// Begins the call of a function whose arguments are in a window of the running frame, like
    /// [`Vm::enter_function`].
    ///
    /// # Safety
    /// `base` must point to `count` owned values among the registers of `frame`, the last ones in
    /// use.
    pub(super) unsafe fn enter_from(
        &self,
        frame: *mut Frame,
        function: Value,
        base: *mut Value,
        count: usize,
    ) -> VmResult<Called> {
        // SAFETY: as the caller promises.
        unsafe {
            let code = &*function.get::<Function>().expect("callers have looked at the kind").code;
            if (code.flags.generator || code.flags.coroutine)
                && is_simple(code)
                && count == usize::from(code.positional)
            {
                let code = std::ptr::from_ref(code);
                return Ok(Called::Value(self.make_generator(function, code, base, count)));
            }
            let base = self.callee_window(frame, base, count);
            self.enter_function(function, base, count, &[])
        }
    }

    /// The code of a plain function whose parameters match the arguments in a window exactly, so
    /// that its frame can be pushed at once.
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
    /// If there is an error, they are dropped.
    #[inline(always)]
    pub(super) unsafe fn push_frame(
        &self,
        function: Value,
        code: *const Code,
        base: *mut Value,
        bound: usize,
    ) -> VmResult<*mut Frame> {
        // SAFETY: the caller has checked the room; the registers after the parameters are empty and
        // made immediate here.
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
        // SAFETY: the frame is the topmost one; its contents are moved out once.
        unsafe {
            let code = (*frame).code();
            let count =
                if temporaries_too { usize::from(code.registers) } else { code.locals.len() };
            if (*frame).owns_function_alone() {
                return self.pop_plain_frame(frame, count);
            }
            let Frame { namespace, handled, extra, object, .. } = &mut *frame;
            // Moved out first: dropping may run code that uses this part of the stack.
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
    /// The same as for [`Vm::pop_frame`]. The frame must own nothing else.
    #[inline(always)]
    pub(super) unsafe fn pop_plain_frame(&self, frame: *mut Frame, count: usize) {
        // SAFETY: the frame is the topmost one; its registers are dropped once and left immediate.
        unsafe {
            // Reports about the registers' destruction are attributed to the caller.
            self.frame.set((*frame).caller);
            drop_window((*frame).registers, count);
            self.depth.set(self.depth.get() - 1);
            self.stack.next_frame.set(frame);
            self.stack.top.set((*frame).outer_top);
            // Moved out first, as above.
            drop((&raw const (*frame).function).read());
        }
    }

    /// Makes the generator, coroutine or asynchronous generator that a call returns, and moves the
    /// bound parameters into it.
    ///
    /// # Safety
    /// `code` is the function's; `bound` owned values are at `base`.
    unsafe fn make_generator(
        &self,
        function: Value,
        code: *const Code,
        base: *mut Value,
        bound: usize,
    ) -> Value {
        let target = function.get::<Function>().expect("callers have looked at the kind");
        // SAFETY: as the caller promises.
        let code = unsafe { &*code };
        let flavor = match (code.flags.coroutine, code.flags.generator) {
            (true, true) => Flavor::AsyncGenerator,
            (true, false) => Flavor::Coroutine,
            _ => Flavor::Generator,
        };
        let mut frame = Frame::native();
        frame.pc = code.instructions.as_ptr();
        frame.code = code;
        let names = RefCell::new(own_names(target, code));
        let registers = usize::from(code.registers);
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
        // SAFETY: the generator's tail has as many slots as the code has registers, and there are
        // at least as many as parameters; it does not move as long as the generator lives.
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
}

/// The name of a function's generators, if it differs from the code's.
fn own_names(function: &Function, code: &Code) -> Option<Box<Names>> {
    let (name, qualname) = (function.name.borrow(), function.qualname.borrow());
    let same = name.is(&code.name) && qualname.is(&code.qualname);
    (!same).then(|| Box::new(Names::new(name.clone(), qualname.clone())))
}

/// Drops `count` values and leaves their slots unset.
///
/// # Safety
/// The slots must hold values that the caller owns.
#[inline(always)]
pub(super) unsafe fn drop_window(base: *mut Value, count: usize) {
    // SAFETY: as the caller promises; each slot is made unset before its value is dropped.
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
