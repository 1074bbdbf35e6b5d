//! The interpreter loop: one `match` over the opcodes. Arms that are hot are written out, the
//! others call a method of the machine in `steps`.
//!
//! What holds in the loop:
//! - `frame` is the running frame, and `self.frame` names it; `registers`, `constants` and `pc`
//!   are copies of its fields. `pc` is stored back before anything that may look at the frame.
//! - every register holds a value at all times; those that hold nothing are unset.

mod operands;
mod quick;
mod rare;

pub(super) use operands::BINARY_OPS;

use super::call::{Called, drop_window};
use super::frame::{Frame, OnReturn};
use super::generators::{Outcome, Transfer};
use super::{Raised, Vm, VmResult};
use crate::bytecode::{Comparison, Instruction, Opcode, Operand};
use crate::objects::bound::BoundMethod;
use crate::objects::code::{CacheHit, Code};
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::instance::Instance;
use crate::objects::list::List;
use crate::objects::list_methods::ListIterator;
use crate::objects::native::NativeFunction;
use crate::objects::range::RangeIterator;
use crate::objects::special::SpecialMethod;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value};
use hob_grammar::ast::BinaryOp;
use operands::{
    Fetched, binary_op, cell, comparison, function, keyword_names, take_all, take_window,
};
use quick::{
    compare_floats, compare_ints, quick_binary, quick_compare, quick_item, slice_of_builtin,
};
use std::sync::atomic::Ordering::Relaxed;

impl Vm {
    /// Runs a frame that was just pushed, to its end.
    ///
    /// # Safety
    /// The frame must be the topmost one, with `OnReturn::Exit`.
    pub(super) unsafe fn run_frame(&self, frame: *mut Frame) -> VmResult {
        // SAFETY: as the caller promises.
        match unsafe { self.run(frame, None) }? {
            Outcome::Returned(value) | Outcome::Yielded(value) | Outcome::Item(value) => Ok(value),
        }
    }

    /// Runs from a frame on until the frame that Rust entered (or the root that it resumed) ends
    /// or yields; with `pending`, begins by raising that in the frame.
    ///
    /// # Safety
    /// `start` must be the running frame, and have code.
    pub(super) unsafe fn run(
        &self,
        start: *mut Frame,
        mut pending: Option<Raised>,
    ) -> VmResult<Outcome> {
        // SAFETY: `start` is the running frame, and so is each frame that a transfer names. The
        // compiler keeps operands inside the frame's registers, its code's constants, names and
        // caches, and jumps inside its instructions (bytecode::Field says which is which), and ends all
        // paths with an instruction that leaves the frame.
        unsafe {
            // No code of the program runs once a limit has tripped.
            if self.meter.has_tripped() && pending.is_none() {
                pending = self.check_limits().err();
            }
            let mut frame = start;
            let mut registers: *mut Value;
            let mut constants: *const Value;
            let mut code: *const Code;
            let mut pc: *const Instruction;

            macro_rules! load_frame {
                () => {{
                    registers = (*frame).registers;
                    code = (*frame).code;
                    constants = (*code).constants.as_ptr();
                    pc = (*frame).pc;
                }};
            }
            macro_rules! peek {
                ($operand:expr) => {{
                    let o = Operand($operand);
                    let base = if o.is_constant() { constants } else { registers.cast_const() };
                    &*base.add(o.index())
                }};
            }
            // One of the code's names or caches.
            macro_rules! part {
                ($parts:ident, $index:expr) => {
                    (&(*code).$parts).get_unchecked(usize::from($index))
                };
            }
            macro_rules! take {
                ($operand:expr) => {{
                    let o = Operand($operand);
                    if o.is_last_use() {
                        std::mem::replace(&mut *registers.add(o.index()), Value::UNSET)
                    } else {
                        peek!($operand).clone()
                    }
                }};
            }
            // After a value was looked at in place: a temporary dies here.
            macro_rules! done {
                ($operand:expr) => {{
                    let o = Operand($operand);
                    if o.is_last_use() {
                        drop(std::mem::replace(&mut *registers.add(o.index()), Value::UNSET));
                    }
                }};
            }
            macro_rules! set {
                ($register:expr, $value:expr) => {{
                    let value = $value;
                    drop(std::mem::replace(&mut *registers.add(usize::from($register)), value));
                }};
            }
            macro_rules! save {
                () => {
                    (*frame).pc = pc
                };
            }

            'frames: loop {
                if let Some(raised) = pending.take() {
                    match self.unwind(frame, raised) {
                        Transfer::Continue(next) => frame = next,
                        Transfer::Raise(next, raised) => {
                            frame = next;
                            pending = Some(raised);
                            continue 'frames;
                        }
                        Transfer::Exit(result) => return result,
                    }
                }
                load_frame!();
                let raised = 'dispatch: loop {
                    // Goes on where a transfer says.
                    macro_rules! go {
                        ($transfer:expr) => {{
                            match $transfer {
                                Transfer::Continue(next) => {
                                    frame = next;
                                    load_frame!();
                                    continue;
                                }
                                Transfer::Raise(next, raised) => {
                                    frame = next;
                                    pc = (*frame).pc;
                                    break 'dispatch raised;
                                }
                                Transfer::Exit(result) => return result,
                            }
                        }};
                    }
                    // The value of a result, or on with unwinding.
                    macro_rules! ok {
                        ($result:expr) => {
                            match $result {
                                Ok(value) => value,
                                Err(raised) => break 'dispatch raised,
                            }
                        };
                    }
                    macro_rules! jump {
                        ($offset:expr) => {{
                            let offset = $offset as isize;
                            // Before the jump, so that an interrupt is raised inside the loop.
                            if offset < 0 && self.attention.load(Relaxed) {
                                save!();
                                ok!(self.attend());
                            }
                            pc = pc.offset(offset);
                        }};
                    }
                    // Stands before a call: recursion has no backward jumps to be interrupted at.
                    macro_rules! begin_call {
                        () => {{
                            save!();
                            if self.attention.load(Relaxed) {
                                ok!(self.attend());
                            }
                        }};
                    }
                    // Calls a function written in the language whose arguments are at `base`.
                    macro_rules! call_function {
                        ($callee:expr, $base:expr, $count:expr, $dst:expr) => {{
                            let function = $callee.get_unchecked::<Function>();
                            if (*frame).generator.is_null()
                                && let Some(callee_code) =
                                    self.enter_simple(function, $base, $count)
                            {
                                let base = $base;
                                frame = ok!(self.push_frame($callee, callee_code, base, $count));
                                (*frame).on_return = OnReturn::Store;
                                (*frame).dst = $dst;
                                // As `load_frame!`, without waiting for what was just stored.
                                registers = base;
                                code = callee_code;
                                constants = (*code).constants.as_ptr();
                                pc = (*code).instructions.as_ptr();
                                continue;
                            }
                            match ok!(self.enter_from(frame, $callee, $base, $count)) {
                                Called::Frame(next) => {
                                    (*next).on_return = OnReturn::Store;
                                    (*next).dst = $dst;
                                    frame = next;
                                    load_frame!();
                                }
                                Called::Value(value) => set!($dst, value),
                            }
                        }};
                    }
                    let i = Fetched::at(pc);
                    pc = pc.add(1);
                    // An operator that is quick for small ints and floats.
                    macro_rules! arithmetic {
                        ($op:ident, $small:ident, $sign:tt) => {
                            arithmetic!($op, $small, $sign, peek!(i.c()), take!(i.c()))
                        };
                        ($op:ident, $small:ident, $sign:tt, $int:expr) => {{
                            let right = Value::small_int($int);
                            arithmetic!($op, $small, $sign, &right, right)
                        }};
                        ($op:ident, $small:ident, $sign:tt, $right:expr, $taken:expr) => {{
                            let (left, right) = (peek!(i.b()), $right);
                            if left.both_small_ints(right) {
                                if let Some(value) = left.$small(right) {
                                    set!(i.a(), value);
                                    continue;
                                }
                            } else if let Some((x, y)) = left.float_pair(right) {
                                set!(i.a(), Value::computed_float(x $sign y));
                                continue;
                            }
                            save!();
                            let left = take!(i.b());
                            let right = $taken;
                            go!(self.operate(frame, BinaryOp::$op, i.a(), left, right));
                        }};
                    }
                    match i.op() {
                        // --- Moves -------------------------------------------------------------
                        Opcode::Move => set!(i.a(), take!(i.b())),
                        Opcode::LoadConstant => {
                            set!(i.a(), (*constants.add(i.wide_operand() as usize)).clone());
                        }
                        Opcode::Drop => set!(i.a(), Value::UNSET),
                        Opcode::CheckLocal => {
                            if (*registers.add(i.a().into())).is_unset() {
                                break 'dispatch self.unbound_local(&*code, i.a());
                            }
                        }
                        Opcode::DeleteLocal => {
                            if (*registers.add(i.a().into())).is_unset() {
                                break 'dispatch self.unbound_local(&*code, i.a());
                            }
                            save!();
                            set!(i.a(), Value::UNSET);
                        }

                        // --- Cells and closures ------------------------------------------------
                        Opcode::LoadCell => {
                            let value = cell(&*registers.add(i.b().into())).value.get();
                            if value.is_unset() {
                                break 'dispatch self.unbound_local(&*code, i.b());
                            }
                            set!(i.a(), value);
                        }
                        Opcode::StoreCell => {
                            let value = take!(i.b());
                            cell(&*registers.add(i.a().into())).value.set(value);
                        }
                        Opcode::LoadFree => {
                            let value = function(frame).closure[usize::from(i.b())].value.get();
                            if value.is_unset() {
                                break 'dispatch self.unbound_free(&*code, i.b());
                            }
                            set!(i.a(), value);
                        }
                        Opcode::StoreFree => {
                            let value = take!(i.b());
                            function(frame).closure[usize::from(i.a())].value.set(value);
                        }

                        // --- Names -------------------------------------------------------------
                        Opcode::LoadGlobal => {
                            let cache = &*part!(global_caches, i.c()).get();
                            let globals = &function(frame).globals;
                            if !cache.builtin {
                                let name = part!(names, i.b());
                                let table = &*globals.as_ptr();
                                if let Some(value) = table.value_if_key(cache.index as usize, name)
                                {
                                    set!(i.a(), value.clone());
                                    continue;
                                }
                            } else if cache.version == globals.version()
                                && cache.builtins_version == self.builtins.version()
                            {
                                set!(i.a(), self.builtins.value_at(cache.index as usize));
                                continue;
                            }
                            save!();
                            set!(i.a(), ok!(self.load_global(function(frame), i.b(), i.c())));
                        }
                        Opcode::StoreGlobal => {
                            let value = take!(i.b());
                            let cache = &*part!(global_caches, i.c()).get();
                            let globals = &function(frame).globals;
                            let name = part!(names, i.a());
                            if !cache.builtin && globals.is_key(cache.index as usize, name) {
                                drop(globals.set_value_at(cache.index as usize, value));
                            } else {
                                self.store_global(function(frame), i.a(), i.c(), value);
                            }
                        }

                        // --- Operators ---------------------------------------------------------
                        Opcode::Add => arithmetic!(Add, small_add, +),
                        Opcode::Subtract => arithmetic!(Sub, small_sub, -),
                        Opcode::Multiply => arithmetic!(Mul, small_mul, *),
                        Opcode::AddInt => arithmetic!(Add, small_add, +, i.int()),
                        Opcode::SubtractInt => arithmetic!(Sub, small_sub, -, i.int()),
                        Opcode::Binary => {
                            let op = binary_op(i.x());
                            if let Some(value) = quick_binary(op, peek!(i.b()), peek!(i.c())) {
                                set!(i.a(), value);
                                continue;
                            }
                            save!();
                            let (left, right) = (take!(i.b()), take!(i.c()));
                            go!(self.operate(frame, op, i.a(), left, right));
                        }
                        Opcode::InPlace => {
                            let (left, right) = (peek!(i.b()), peek!(i.c()));
                            if i.x() == BinaryOp::Add as u8
                                && left.both_small_ints(right)
                                && let Some(sum) = left.small_add(right)
                            {
                                set!(i.a(), sum);
                                continue;
                            }
                            let op = binary_op(i.x());
                            if left.both_small_ints(right) {
                                let quick = match op {
                                    BinaryOp::Add => left.small_add(right),
                                    BinaryOp::Sub => left.small_sub(right),
                                    BinaryOp::Mul => left.small_mul(right),
                                    _ => quick_binary(op, left, right),
                                };
                                if let Some(value) = quick {
                                    set!(i.a(), value);
                                    continue;
                                }
                            } else if let Some((x, y)) = left.float_pair(right) {
                                let quick = match op {
                                    BinaryOp::Add => Some(x + y),
                                    BinaryOp::Sub => Some(x - y),
                                    BinaryOp::Mul => Some(x * y),
                                    _ => None,
                                };
                                if let Some(value) = quick {
                                    set!(i.a(), Value::computed_float(value));
                                    continue;
                                }
                                if let Some(value) = quick_binary(op, left, right) {
                                    set!(i.a(), value);
                                    continue;
                                }
                            }
                            save!();
                            // `s += t`: the variable gives its string up, so that it can grow in place.
                            let owner = Operand(i.b());
                            if op == BinaryOp::Add
                                && left.get_exact::<Str>().is_some()
                                && right.get_exact::<Str>().is_some()
                                && (owner.is_last_use() || i.b() == i.a())
                            {
                                let right = take!(i.c());
                                let place = &mut *registers.add(owner.index());
                                let left = std::mem::replace(place, Value::UNSET);
                                set!(i.a(), self.append_str(left, right));
                                continue;
                            }
                            let (left, right) = (take!(i.b()), take!(i.c()));
                            let value = ok!(self.in_place(op, &left, &right));
                            drop((left, right));
                            set!(i.a(), value);
                        }
                        Opcode::InPlaceInt => {
                            let (left, right) = (peek!(i.b()), Value::small_int(i.int()));
                            let adds = i.x() == BinaryOp::Add as u8;
                            if left.is_small_int() {
                                let quick = if adds {
                                    left.small_add(&right)
                                } else {
                                    left.small_sub(&right)
                                };
                                if let Some(value) = quick {
                                    set!(i.a(), value);
                                    continue;
                                }
                            } else if let Some((x, y)) = left.float_pair(&right) {
                                set!(
                                    i.a(),
                                    Value::computed_float(if adds { x + y } else { x - y })
                                );
                                continue;
                            }
                            save!();
                            let left = take!(i.b());
                            let value = ok!(self.in_place(binary_op(i.x()), &left, &right));
                            drop(left);
                            set!(i.a(), value);
                        }
                        Opcode::Negate => {
                            let value = peek!(i.b());
                            if let Some(f) = value.as_float() {
                                set!(i.a(), Value::float(-f));
                            } else {
                                save!();
                                let value = take!(i.b());
                                set!(i.a(), ok!(self.negate(&value)));
                            }
                        }
                        Opcode::Not => {
                            let value = peek!(i.b());
                            if value.is_bool() {
                                set!(i.a(), Value::bool(value.is(&Value::FALSE)));
                            } else {
                                save!();
                                let truth = ok!(self.truthy(value));
                                done!(i.b());
                                set!(i.a(), Value::bool(!truth));
                            }
                        }
                        Opcode::Compare => {
                            let (left, right) = (peek!(i.b()), peek!(i.c()));
                            if let Some(truth) = quick_compare(i.x(), left, right) {
                                done!(i.b());
                                done!(i.c());
                                set!(i.a(), Value::bool(truth));
                                continue;
                            }
                            save!();
                            let (left, right) = (take!(i.b()), take!(i.c()));
                            let op = comparison(i.x());
                            if let Some(transfer) =
                                self.begin_comparison(frame, op, i.a(), &left, &right)
                            {
                                go!(transfer);
                            }
                            let value = ok!(self.compare(op, &left, &right));
                            drop((left, right));
                            set!(i.a(), value);
                        }

                        // --- Jumps -------------------------------------------------------------
                        Opcode::Jump => jump!(i.wide_operand()),
                        Opcode::JumpIfTrue | Opcode::JumpIfFalse => {
                            let value = peek!(i.a());
                            let truth = if value.is_bool() {
                                value.is(&Value::TRUE)
                            } else {
                                save!();
                                let truth = ok!(self.truthy(value));
                                done!(i.a());
                                truth
                            };
                            if truth == (i.op() == Opcode::JumpIfTrue) {
                                jump!(i.wide_operand());
                            }
                        }
                        Opcode::JumpIfNone | Opcode::JumpIfNotNone => {
                            let is_none = peek!(i.a()).is_none();
                            done!(i.a());
                            if is_none == (i.op() == Opcode::JumpIfNone) {
                                jump!(i.wide_operand());
                            }
                        }
                        Opcode::JumpIfCompare | Opcode::JumpUnlessCompare => {
                            let (left, right) = (peek!(i.b()), peek!(i.c()));
                            let truth =
                                if left.both_small_ints(right) && i.x() < Comparison::In as u8 {
                                    compare_ints(i.x(), left, right)
                                } else if let Some(truth) = quick_compare(i.x(), left, right) {
                                    done!(i.b());
                                    done!(i.c());
                                    truth
                                } else {
                                    save!();
                                    let (left, right) = (take!(i.b()), take!(i.c()));
                                    ok!(self.compare_truth(comparison(i.x()), &left, &right))
                                };
                            if truth == (i.op() == Opcode::JumpIfCompare) {
                                jump!(i.a() as i16);
                            }
                        }

                        Opcode::JumpIfCompareInt | Opcode::JumpUnlessCompareInt => {
                            let (left, right) = (peek!(i.b()), Value::small_int(i.int()));
                            let truth = if left.is_small_int() {
                                compare_ints(i.x(), left, &right)
                            } else if let Some((x, y)) = left.float_pair(&right) {
                                compare_floats(i.x(), x, y)
                            } else {
                                save!();
                                let left = take!(i.b());
                                ok!(self.compare_truth(comparison(i.x()), &left, &right))
                            };
                            if truth == (i.op() == Opcode::JumpIfCompareInt) {
                                jump!(i.a() as i16);
                            }
                        }

                        // --- Iteration ---------------------------------------------------------
                        Opcode::GetIter => {
                            save!();
                            let value = take!(i.b());
                            set!(i.a(), ok!(self.iter(&value)));
                        }
                        Opcode::ForIter | Opcode::ForIterElse => {
                            let iterator = &*registers.add(i.b().into());
                            let jumps_with_item = i.op() == Opcode::ForIter;
                            let item = match iterator.kind() {
                                Some(Kind::RangeIterator) => {
                                    iterator.get_unchecked::<RangeIterator>().step()
                                }
                                Some(Kind::ListIterator) => {
                                    iterator.get_unchecked::<ListIterator>().step()
                                }
                                Some(Kind::Generator)
                                    if iterator.get_unchecked::<Generator>().flavor
                                        == crate::objects::generator::Flavor::Generator =>
                                {
                                    save!();
                                    let generator = iterator.get_unchecked::<Generator>();
                                    if let Some(next) =
                                        self.resume_for_loop(generator, frame, i.a())
                                    {
                                        frame = next;
                                        load_frame!();
                                        continue;
                                    }
                                    go!(ok!(self.resume_root(
                                        iterator,
                                        OnReturn::ForIter,
                                        frame,
                                        i.a(),
                                        Ok(Value::NONE),
                                    )));
                                }
                                _ => {
                                    save!();
                                    ok!(self.next(iterator))
                                }
                            };
                            match item {
                                Some(item) => {
                                    set!(i.a(), item);
                                    if jumps_with_item {
                                        jump!(i.c() as i16);
                                    }
                                }
                                None if jumps_with_item => {}
                                None => jump!(i.c() as i16),
                            }
                        }
                        Opcode::UnpackSequence => {
                            let count = usize::from(i.c());
                            if let Some(tuple) = peek!(i.b()).get_exact::<Tuple>()
                                && tuple.len() == count
                            {
                                let tuple = tuple.clone();
                                done!(i.b());
                                for (k, item) in tuple.items().iter().enumerate() {
                                    set!(usize::from(i.a()) + k, item.clone());
                                }
                                continue;
                            }
                            save!();
                            let value = take!(i.b());
                            let items = ok!(self.unpack(&value, count));
                            drop(value);
                            for (k, item) in items.into_iter().enumerate() {
                                set!(usize::from(i.a()) + k, item);
                            }
                        }

                        // --- Attributes and items ----------------------------------------------
                        Opcode::LoadAttribute => {
                            let cache = part!(attribute_caches, i.c());
                            let object = peek!(i.b());
                            let state = &*cache.state.get();
                            if let Some(instance) = object.get::<Instance>()
                                && instance.shape.id() == state.id
                            {
                                match state.hit {
                                    CacheHit::Slot => {
                                        let value = instance.tail()[state.slot as usize].get();
                                        if !value.is_unset() {
                                            done!(i.b());
                                            set!(i.a(), value);
                                            continue;
                                        }
                                    }
                                    CacheHit::ClassValue => {
                                        let value = state.value.clone();
                                        done!(i.b());
                                        set!(i.a(), value);
                                        continue;
                                    }
                                    CacheHit::Method => {
                                        let function = state.value.clone();
                                        let receiver = take!(i.b());
                                        set!(
                                            i.a(),
                                            Ref::new(BoundMethod { function, receiver })
                                                .into_value()
                                        );
                                        continue;
                                    }
                                    CacheHit::Property => {
                                        save!();
                                        let getter = state.value.clone();
                                        let object = take!(i.b());
                                        go!(self.begin_call(frame, i.a(), getter, &[object]));
                                    }
                                    _ => {}
                                }
                            }
                            save!();
                            let object = take!(i.b());
                            let value = ok!(self.load_attribute(&object, cache));
                            drop(object);
                            set!(i.a(), value);
                        }
                        Opcode::StoreAttribute => {
                            let cache = part!(attribute_caches, i.c());
                            let object = peek!(i.a());
                            let state = &*cache.state.get();
                            if let Some(instance) = object.get::<Instance>()
                                && instance.shape.id() == state.id
                            {
                                let slot = state.slot as usize;
                                match state.hit {
                                    CacheHit::StoreSlot => {
                                        let value = take!(i.b());
                                        instance.tail()[slot].set(value);
                                        done!(i.a());
                                        continue;
                                    }
                                    CacheHit::StoreAdd if slot < instance.tail().len() => {
                                        let value = take!(i.b());
                                        instance.tail()[slot].set(value);
                                        if let Some(next) = &state.next {
                                            instance.shape.set(next.clone());
                                        }
                                        done!(i.a());
                                        continue;
                                    }
                                    _ => {}
                                }
                            }
                            save!();
                            let (object, value) = (take!(i.a()), take!(i.b()));
                            ok!(self.store_attribute(&object, cache, value));
                        }
                        Opcode::LoadMethod => {
                            let cache = part!(attribute_caches, i.c());
                            let object = peek!(i.b());
                            let state = &*cache.state.get();
                            let id = match object.get::<Instance>() {
                                Some(instance) => instance.shape.id(),
                                None => self.layout_id(object),
                            };
                            if id == state.id && state.hit == CacheHit::Method {
                                let function = state.value.clone();
                                let receiver = take!(i.b());
                                set!(i.a(), function);
                                set!(i.a() + 1, receiver);
                                continue;
                            }
                            save!();
                            let object = take!(i.b());
                            let (function, takes_self) = ok!(self.load_method(&object, cache));
                            if takes_self {
                                set!(i.a(), function);
                                set!(i.a() + 1, object);
                            } else {
                                drop(object);
                                set!(i.a(), Value::UNSET);
                                set!(i.a() + 1, function);
                            }
                        }
                        Opcode::LoadItem => {
                            let (object, key) = (peek!(i.b()), peek!(i.c()));
                            if let Some(item) = quick_item(object, key) {
                                done!(i.b());
                                set!(i.a(), item);
                                continue;
                            }
                            save!();
                            let (object, key) = (take!(i.b()), take!(i.c()));
                            if let Some(method) =
                                self.function_slot(&object, SpecialMethod::GetItem)
                            {
                                go!(self.begin_call(frame, i.a(), method, &[object, key]));
                            }
                            let value = ok!(self.get_item(&object, &key));
                            drop((object, key));
                            set!(i.a(), value);
                        }
                        Opcode::LoadSlice => {
                            let window = registers.add(i.c().into());
                            let bounds = (&*window, &*window.add(1));
                            let quick = slice_of_builtin(peek!(i.b()), bounds.0, bounds.1);
                            save!();
                            let [start, stop] = take_window::<2>(window);
                            let object = take!(i.b());
                            let value = match quick {
                                Some(value) => value,
                                None => ok!(self.get_slice(&object, start, stop)),
                            };
                            drop(object);
                            set!(i.a(), value);
                        }
                        Opcode::StoreItem => {
                            let (object, key) = (peek!(i.a()), peek!(i.b()));
                            if let (Some(list), Some(index)) =
                                (object.get_exact::<List>(), key.as_small_int())
                            {
                                let items = &mut *list.as_ptr();
                                let index =
                                    if index < 0 { index + items.len() as i64 } else { index };
                                if let Some(place) = items.get_mut(index as usize) {
                                    let value = take!(i.c());
                                    let old = std::mem::replace(place, value);
                                    drop(old);
                                    done!(i.a());
                                    continue;
                                }
                            }
                            save!();
                            let (object, key, value) = (take!(i.a()), take!(i.b()), take!(i.c()));
                            ok!(self.set_item(&object, &key, value));
                        }

                        // --- Displays ----------------------------------------------------------
                        Opcode::BuildList => {
                            let items = take_all(registers.add(i.b().into()), i.c().into());
                            set!(i.a(), List::new(items).into_value());
                        }
                        Opcode::BuildTuple => {
                            let count = usize::from(i.c());
                            let window = registers.add(i.b().into());
                            let tuple =
                                Tuple::new((0..count).map(|k| window.add(k).replace(Value::UNSET)));
                            set!(i.a(), tuple.into_value());
                        }
                        Opcode::BuildString => {
                            let parts = take_all(registers.add(i.b().into()), i.c().into());
                            set!(i.a(), self.build_string(&parts));
                        }
                        Opcode::ListAppend => {
                            let value = take!(i.b());
                            if let Some(list) = (*registers.add(i.a().into())).get::<List>() {
                                (*list.as_ptr()).push(value);
                            }
                        }
                        Opcode::SetAdd => {
                            save!();
                            let value = take!(i.b());
                            let set = (*registers.add(i.a().into())).clone();
                            ok!(self.set_add(&set, value));
                        }
                        Opcode::DictInsert => {
                            save!();
                            let (key, value) = (take!(i.b()), take!(i.c()));
                            let dict = (*registers.add(i.a().into())).clone();
                            ok!(self.dict_insert(&dict, key, value));
                        }
                        Opcode::FormatValue => {
                            save!();
                            let (value, spec) = (take!(i.b()), take!(i.c()));
                            let text = ok!(self.format_value(&value, i.x(), &spec));
                            drop((value, spec));
                            set!(i.a(), text);
                        }

                        // --- Calls -------------------------------------------------------------
                        Opcode::Call => {
                            let window = registers.add(i.a().into());
                            let count = usize::from(i.x());
                            begin_call!();
                            match (*window).kind() {
                                Some(Kind::Function) => {
                                    let base = window.add(1);
                                    let callee = window.replace(Value::UNSET);
                                    call_function!(callee, base, count, i.b());
                                }
                                Some(Kind::NativeFunction) => {
                                    let callee = window.replace(Value::UNSET);
                                    let native = callee.get_unchecked::<NativeFunction>();
                                    let args = std::slice::from_raw_parts(window.add(1), count);
                                    let result = native.call(self, args, &[]);
                                    drop_window(window.add(1), count);
                                    set!(i.b(), ok!(result));
                                }
                                Some(Kind::Class) => {
                                    go!(self.begin_class(frame, window, count, i.b()))
                                }
                                _ => {
                                    let callee = window.replace(Value::UNSET);
                                    let base = window.add(1);
                                    go!(self.begin_call_window(
                                        frame,
                                        i.b(),
                                        callee,
                                        base,
                                        count,
                                        &[]
                                    ));
                                }
                            }
                        }
                        Opcode::CallKeywords => {
                            let window = registers.add(i.a().into());
                            save!();
                            let callee = window.replace(Value::UNSET);
                            let names = keyword_names(&*constants.add(i.c().into()));
                            let count = usize::from(i.x());
                            go!(self.begin_call_window(
                                frame,
                                i.b(),
                                callee,
                                window.add(1),
                                count,
                                names
                            ));
                        }
                        Opcode::CallMethod => {
                            let window = registers.add(i.a().into());
                            let count = usize::from(i.x());
                            begin_call!();
                            let callee = window.replace(Value::UNSET);
                            match callee.kind() {
                                Some(Kind::Function) => {
                                    let (base, count) = (window.add(1), count + 1);
                                    call_function!(callee, base, count, i.b());
                                }
                                Some(Kind::NativeFunction) => {
                                    let native = callee.get_unchecked::<NativeFunction>();
                                    let args = std::slice::from_raw_parts(window.add(1), count + 1);
                                    let result = native.call(self, args, &[]);
                                    drop_window(window.add(1), count + 1);
                                    set!(i.b(), ok!(result));
                                }
                                None => {
                                    let window = window.add(1);
                                    if (*window).kind() == Some(Kind::Class) {
                                        go!(self.begin_class(frame, window, count, i.b()));
                                    }
                                    let callee = window.replace(Value::UNSET);
                                    go!(self.begin_call_window(
                                        frame,
                                        i.b(),
                                        callee,
                                        window.add(1),
                                        count,
                                        &[]
                                    ));
                                }
                                _ => {
                                    let base = window.add(1);
                                    go!(self.begin_call_window(
                                        frame,
                                        i.b(),
                                        callee,
                                        base,
                                        count + 1,
                                        &[]
                                    ));
                                }
                            }
                        }
                        Opcode::CallMethodKeywords => {
                            let mut window = registers.add(i.a().into());
                            let mut count = usize::from(i.x()) + 1;
                            save!();
                            let mut callee = window.replace(Value::UNSET);
                            if callee.is_unset() {
                                window = window.add(1);
                                count -= 1;
                                callee = window.replace(Value::UNSET);
                            }
                            let names = keyword_names(&*constants.add(i.c().into()));
                            go!(self.begin_call_window(
                                frame,
                                i.b(),
                                callee,
                                window.add(1),
                                count,
                                names
                            ));
                        }
                        Opcode::CallSpread => {
                            save!();
                            let [callee, args, keywords] =
                                take_window::<3>(registers.add(i.a().into()));
                            go!(self.begin_spread_call(frame, i.b(), callee, args, keywords));
                        }
                        Opcode::Return => {
                            let value = take!(i.b());
                            if (*frame).on_return == OnReturn::Store
                                && (*frame).generator.is_null()
                                && (*frame).owns_function_alone()
                            {
                                let (caller, dst) = ((*frame).caller, (*frame).dst);
                                self.pop_plain_frame(frame, (*code).locals.len());
                                frame = caller;
                                load_frame!();
                                set!(dst, value);
                                continue;
                            }
                            if let Some(awaiting) = self.awaiting_frame(frame) {
                                self.finish_awaited(frame, awaiting, value);
                                frame = awaiting;
                                load_frame!();
                                continue;
                            }
                            save!();
                            go!(self.finish(frame, Ok(value)));
                        }

                        // --- Generators and coroutines -----------------------------------------
                        Opcode::Yield => {
                            let value = take!(i.b());
                            (*frame).pc = pc.sub(1);
                            if (*frame).on_return == OnReturn::ForIter && self.root.get() == frame {
                                frame = self.yield_to_loop(frame, value);
                                load_frame!();
                                continue;
                            }
                            go!(self.yield_value(frame, value));
                        }
                        Opcode::GetAwaitable => {
                            save!();
                            let value = take!(i.b());
                            set!(i.a(), ok!(self.awaitable(&value, i.x())));
                        }
                        Opcode::GetYieldFrom => {
                            save!();
                            let value = take!(i.b());
                            let iterator = if value.kind() == Some(Kind::Generator) {
                                ok!(self.check_yield_from(&value, (*frame).code()));
                                value
                            } else {
                                ok!(self.iter(&value))
                            };
                            set!(i.a(), iterator);
                        }
                        Opcode::YieldFrom => {
                            save!();
                            go!(self.begin_awaiting(frame, i.a(), i.b()));
                        }
                        Opcode::GetAsyncNext => {
                            let iterator = &*registers.add(i.b().into());
                            let next = if iterator.kind() == Some(Kind::Generator) {
                                iterator.clone()
                            } else {
                                save!();
                                ok!(self.async_next(iterator))
                            };
                            set!(i.a(), next);
                        }
                        Opcode::EndAsyncFor => {
                            let raised = take!(i.a());
                            if let Some(raised) = self.unless_async_stop(raised) {
                                self.reraised.set(true);
                                break 'dispatch raised;
                            }
                        }

                        // --- Exceptions --------------------------------------------------------
                        Opcode::Raise => {
                            save!();
                            let (exception, cause) = match i.x() {
                                0 => (Value::UNSET, Value::UNSET),
                                1 => (take!(i.b()), Value::UNSET),
                                _ => (take!(i.b()), take!(i.c())),
                            };
                            break 'dispatch self.raise(i.x(), exception, cause);
                        }
                        Opcode::Reraise => {
                            let value = take!(i.b());
                            break 'dispatch self.reraise(value);
                        }
                        Opcode::PushHandled => {
                            let exception = (*registers.add(i.b().into())).clone();
                            set!(i.a(), std::mem::replace(&mut (*frame).handled, exception));
                        }
                        Opcode::PopHandled => {
                            let saved =
                                std::mem::replace(&mut *registers.add(i.a().into()), Value::UNSET);
                            drop(std::mem::replace(&mut (*frame).handled, saved));
                        }
                        Opcode::CallExit => {
                            save!();
                            let exception = (*registers.add(i.c().into())).clone();
                            let [function, receiver] =
                                take_window::<2>(registers.add(i.a().into()));
                            go!(self.begin_exit(frame, i.b(), function, receiver, exception));
                        }

                        // --- Other -------------------------------------------------------------
                        _ => {
                            save!();
                            ok!(self.run_rare(frame, *pc.sub(1)));
                        }
                    }
                };
                (*frame).pc = pc;
                if !self.reraised.get() {
                    self.set_context(&raised);
                }
                pending = Some(raised);
            }
        }
    }
}
