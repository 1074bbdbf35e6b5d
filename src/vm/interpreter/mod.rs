//! The interpreter loop: one `match` over the opcodes. Hot arms are written out, the others call a
//! method of the VM in `steps`.
//!
//! Invariants of the loop:
//! - `frame` is the running frame, and `self.frame` names it; `registers`, `constants` and `pc`
//!   are copies of its fields. `pc` is stored back before anything that may look at the frame.
//! - every register holds a value at all times; those that hold nothing are unset.

mod operands;
mod quick;
mod rare;

pub(super) use operands::{Operands, binary_op, comparison};

use super::call::{Called, drop_window};
use super::frame::{Frame, OnReturn};
use super::generators::{Outcome, Transfer};
use super::{Raised, Vm, VmResult};
use crate::bytecode::{Comparison, Instruction, Opcode, Operand};
use crate::objects::bound::{BoundMethod, Property};
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::dict_views::DictIterator;
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
use crate::objects::tuple_methods::TupleIterator;
use crate::runtime::feedback::{Access, CacheHit};
use crate::runtime::value::MIN_SMALL_INT;
use crate::runtime::{Kind, Value};
use hob_grammar::ast::BinaryOp;
use operands::{Fetched, cell, function, keyword_names, take_all, take_window};
use quick::{
    compare_by_identity, compare_floats, compare_ints, quick_binary, quick_character,
    quick_compare, quick_item, quick_truth, slice_of_builtin,
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
        // Counts calls from Rust, and raises if a limit has tripped: then no code of the program
        // runs.
        if self.attention.load(Relaxed) && pending.is_none() {
            pending = self.tick(1).err();
        }
        let mut frame = start;
        let mut registers: *mut Value;
        let mut constants: *const Value;
        let mut code: *const Code;
        let mut pc: *const Instruction;

        // The reasons why the unsafe blocks of the loop are sound:
        //
        // (frame) `frame` is the running frame and has code: the caller promises it of `start`, and
        // the machine of each frame that a transfer or a call names. Its function keeps its code
        // alive. `registers`, `code` and `constants` are the frame's.
        // (operand) An instruction's operands name registers, constants, names, caches and windows
        // that the frame and its code have, and its jumps stay inside the code; `bytecode::Field`
        // says which operand is which. The compiler alone makes instructions, and ends all paths
        // with one that leaves the frame.
        // (borrow) References into registers and caches are let go of before the place is written:
        // only the frame's own instructions write registers, and the loop and the functions that
        // fill caches write those.
        macro_rules! load_frame {
            () => {{
                // SAFETY: (frame)
                unsafe {
                    registers = (*frame).registers;
                    code = (*frame).code;
                    constants = (*code).constants.as_ptr();
                    pc = (*frame).pc;
                }
            }};
        }
        // The place of the first register of a window, or of a single one.
        macro_rules! window {
            ($register:expr) => {{
                let register = usize::from($register);
                // SAFETY: (operand)
                unsafe { registers.add(register) }
            }};
        }
        macro_rules! register {
            ($register:expr) => {{
                let place = window!($register);
                // SAFETY: (operand), (borrow)
                unsafe { &*place }
            }};
        }
        macro_rules! constant {
            ($index:expr) => {{
                let index = $index as usize;
                // SAFETY: (operand)
                unsafe { &*constants.add(index) }
            }};
        }
        macro_rules! peek {
            ($operand:expr) => {{
                let o = Operand($operand);
                let base = if o.is_constant() { constants } else { registers.cast_const() };
                // SAFETY: (operand), (borrow)
                unsafe { &*base.add(o.index()) }
            }};
        }
        macro_rules! code {
            () => {{
                // SAFETY: (frame)
                unsafe { &*code }
            }};
        }
        // One of the code's names or caches.
        macro_rules! part {
            ($parts:ident, $index:expr) => {{
                let (parts, index) = (&code!().$parts, usize::from($index));
                // SAFETY: (operand)
                unsafe { parts.get_unchecked(index) }
            }};
        }
        // The contents of a cache or table, borrowed.
        macro_rules! look {
            ($contents:expr) => {{
                let contents = $contents;
                // SAFETY: (borrow)
                unsafe { &*contents }
            }};
        }
        // The cached entry of an attribute for a layout, borrowed.
        macro_rules! cached {
            ($cache:expr, $id:expr, $access:expr) => {{
                let (cache, id) = ($cache, $id);
                // SAFETY: (borrow)
                unsafe { self.cached(cache, id, $access) }
            }};
        }
        // The function or value that an entry leads to.
        macro_rules! target {
            ($entry:expr) => {{
                let entry = $entry;
                // SAFETY: the object at hand has the entry's layout, and nothing has run since that
                // was looked at.
                unsafe { entry.value() }
            }};
        }
        // The place after another one in a window.
        macro_rules! after {
            ($place:expr) => {{
                let place: *mut Value = $place;
                // SAFETY: (operand)
                unsafe { place.add(1) }
            }};
        }
        // Exchanges what a place holds.
        macro_rules! replace {
            ($place:expr, $value:expr) => {{
                let (place, value): (*mut Value, Value) = ($place, $value);
                // SAFETY: (operand): the place is a register, which holds a value at all times.
                unsafe { place.replace(value) }
            }};
        }
        macro_rules! take {
            ($operand:expr) => {{
                let o = Operand($operand);
                if o.is_last_use() {
                    replace!(window!(o.index()), Value::UNSET)
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
                    drop(replace!(window!(o.index()), Value::UNSET));
                }
            }};
        }
        macro_rules! set {
            ($register:expr, $value:expr) => {{
                let value = $value;
                drop(replace!(window!($register), value));
            }};
        }
        // A field of the frame.
        macro_rules! field {
            ($field:ident) => {{
                // SAFETY: (frame)
                unsafe { &mut (*frame).$field }
            }};
        }
        macro_rules! save {
            () => {
                *field!(pc) = pc
            };
        }
        // The object behind a value whose kind was looked at.
        macro_rules! object {
            ($value:expr, $type:ty) => {{
                let value = $value;
                // SAFETY: the kind says that it is of this type.
                unsafe { value.get_unchecked::<$type>() }
            }};
        }
        // The result of an operator on floats.
        macro_rules! float {
            ($result:expr) => {{
                let result = $result;
                // SAFETY: arithmetic on floats of values gives a canonical NaN, if any.
                unsafe { Value::computed_float(result) }
            }};
        }
        // A function that takes the running frame, or windows and operands of its instruction.
        macro_rules! machine {
            ($call:expr) => {{
                // SAFETY: (frame), (operand)
                unsafe { $call }
            }};
        }

        'frames: loop {
            if let Some(raised) = pending.take() {
                match machine!(self.unwind(frame, raised)) {
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
                                pc = *field!(pc);
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
                        // SAFETY: (operand)
                        pc = unsafe { pc.offset(offset) };
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
                // Calls a Python function whose arguments are at `base`.
                macro_rules! call_function {
                    ($callee:expr, $base:expr, $count:expr, $dst:expr) => {{
                        let function = object!(&$callee, Function);
                        if field!(generator).is_null()
                            && let Some(callee_code) = self.enter_simple(function, $base, $count)
                        {
                            let (callee, base, n) = ($callee, $base, $count);
                            // SAFETY: `enter_simple` has looked for room, and the arguments are
                            // at `base`.
                            let next = unsafe { self.push_frame(callee, callee_code, base, n) };
                            frame = ok!(next);
                            *field!(on_return) = OnReturn::Store;
                            *field!(dst) = $dst;
                            // Like `load_frame!`, without reading back the stored fields.
                            registers = base;
                            code = callee_code;
                            constants = code!().constants.as_ptr();
                            pc = code!().instructions.as_ptr();
                            continue;
                        }
                        let (callee, base) = ($callee, $base);
                        match ok!(machine!(self.enter_from(frame, callee, base, $count))) {
                            Called::Frame(next) => {
                                frame = next;
                                *field!(on_return) = OnReturn::Store;
                                *field!(dst) = $dst;
                                load_frame!();
                            }
                            Called::Value(value) => set!($dst, value),
                        }
                    }};
                }
                // SAFETY: (operand): `pc` is inside the code, and there is an instruction after
                // each that does not leave the frame or jump.
                let i = unsafe { Fetched::at(pc) };
                // SAFETY: as above.
                pc = unsafe { pc.add(1) };
                // Calls a native function with the values at `first`; `own` says that the first is
                // known to be of the function's class, if it has one.
                macro_rules! call_native {
                    ($native:expr, $first:expr, $count:expr, $own:expr) => {{
                        let (native, first, count) = ($native, $first, $count);
                        // SAFETY: (operand): the arguments are in the window, which nobody else
                        // touches during the call.
                        let args = unsafe { std::slice::from_raw_parts(first, count) };
                        let result = match $own {
                            true => native.call_on_own(self, args),
                            false => native.call(self, args, &[]),
                        };
                        machine!(drop_window(first, count));
                        set!(i.b(), ok!(result));
                    }};
                }
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
                            set!(i.a(), float!(x $sign y));
                            continue;
                        }
                        save!();
                        if let Some(transfer) =
                            machine!(self.begin_operator(frame, BinaryOp::$op, left, right))
                        {
                            go!(transfer);
                        }
                        let left = take!(i.b());
                        let right = $taken;
                        let value = ok!(self.binary(BinaryOp::$op, &left, &right));
                        drop((left, right));
                        set!(i.a(), value);
                    }};
                }
                match i.op() {
                    // --- Moves -------------------------------------------------------------
                    Opcode::Move => set!(i.a(), take!(i.b())),
                    Opcode::LoadConstant => {
                        set!(i.a(), constant!(i.wide_operand()).clone());
                    }
                    Opcode::Drop => set!(i.a(), Value::UNSET),
                    Opcode::CheckLocal => {
                        if register!(i.a()).is_unset() {
                            break 'dispatch self.unbound_local(code!(), i.a());
                        }
                    }
                    Opcode::DeleteLocal => {
                        if register!(i.a()).is_unset() {
                            break 'dispatch self.unbound_local(code!(), i.a());
                        }
                        save!();
                        set!(i.a(), Value::UNSET);
                    }

                    // --- Cells and closures ------------------------------------------------
                    Opcode::LoadCell => {
                        let place = register!(i.b());
                        let value = machine!(cell(place)).value.get();
                        if value.is_unset() {
                            break 'dispatch self.unbound_local(code!(), i.b());
                        }
                        set!(i.a(), value);
                    }
                    Opcode::StoreCell => {
                        let value = take!(i.b());
                        let place = register!(i.a());
                        machine!(cell(place)).value.set(value);
                    }
                    Opcode::LoadFree => {
                        let value =
                            machine!(function(frame)).closure[usize::from(i.b())].value.get();
                        if value.is_unset() {
                            break 'dispatch self.unbound_free(code!(), i.b());
                        }
                        set!(i.a(), value);
                    }
                    Opcode::StoreFree => {
                        let value = take!(i.b());
                        machine!(function(frame)).closure[usize::from(i.a())].value.set(value);
                    }

                    // --- Names -------------------------------------------------------------
                    Opcode::LoadGlobal => {
                        let cache = look!(part!(global_caches, i.c()).get());
                        let globals = &machine!(function(frame)).globals;
                        if !cache.builtin {
                            let name = part!(names, i.b());
                            let table = look!(globals.as_ptr());
                            if let Some(value) = table.value_if_key(cache.index as usize, name) {
                                set!(i.a(), value.clone());
                                continue;
                            }
                        } else if cache.version == globals.version()
                            && cache.builtins_version == self.builtins.version()
                        {
                            let table = look!(self.builtins.as_ptr());
                            set!(i.a(), table.value_at(cache.index as usize).clone());
                            continue;
                        }
                        save!();
                        set!(i.a(), ok!(self.load_global(machine!(function(frame)), i.b(), i.c())));
                    }
                    Opcode::StoreGlobal => {
                        let value = take!(i.b());
                        let cache = look!(part!(global_caches, i.c()).get());
                        let globals = &machine!(function(frame)).globals;
                        let name = part!(names, i.a());
                        if !cache.builtin && globals.is_key(cache.index as usize, name) {
                            drop(globals.set_value_at(cache.index as usize, value));
                        } else {
                            self.store_global(machine!(function(frame)), i.a(), i.c(), value);
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
                        let (left, right) = (peek!(i.b()), peek!(i.c()));
                        if let Some(value) = quick_binary(op, left, right) {
                            set!(i.a(), value);
                            continue;
                        }
                        save!();
                        if let Some(transfer) =
                            machine!(self.begin_operator(frame, op, left, right))
                        {
                            go!(transfer);
                        }
                        let (left, right) = (take!(i.b()), take!(i.c()));
                        let value = ok!(self.binary(op, &left, &right));
                        drop((left, right));
                        set!(i.a(), value);
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
                                set!(i.a(), float!(value));
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
                            let place = window!(owner.index());
                            let left = replace!(place, Value::UNSET);
                            set!(i.a(), self.append_str(left, right));
                            continue;
                        }
                        if let Some(transfer) =
                            machine!(self.begin_in_place(frame, op, left, right))
                        {
                            go!(transfer);
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
                            let quick =
                                if adds { left.small_add(&right) } else { left.small_sub(&right) };
                            if let Some(value) = quick {
                                set!(i.a(), value);
                                continue;
                            }
                        } else if let Some((x, y)) = left.float_pair(&right) {
                            set!(i.a(), float!(if adds { x + y } else { x - y }));
                            continue;
                        }
                        save!();
                        let op = binary_op(i.x());
                        if let Some(transfer) =
                            machine!(self.begin_in_place(frame, op, left, &right))
                        {
                            go!(transfer);
                        }
                        let left = take!(i.b());
                        let value = ok!(self.in_place(op, &left, &right));
                        drop(left);
                        set!(i.a(), value);
                    }
                    Opcode::Negate => {
                        let value = peek!(i.b());
                        if let Some(f) = value.as_float() {
                            set!(i.a(), Value::float(-f));
                        } else if let Some(n) = value.as_small_int().filter(|n| *n != MIN_SMALL_INT)
                        {
                            set!(i.a(), Value::small_int(-n));
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
                        } else if let Some(truth) = quick_truth(value) {
                            save!();
                            done!(i.b());
                            set!(i.a(), Value::bool(!truth));
                        } else {
                            save!();
                            if let Some(transfer) = machine!(self.begin_truth(frame, value)) {
                                go!(transfer);
                            }
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
                        if let Some(truth) = compare_by_identity(i.x(), left, right) {
                            done!(i.b());
                            done!(i.c());
                            set!(i.a(), Value::bool(truth));
                            continue;
                        }
                        let op = comparison(i.x());
                        if let Some(transfer) =
                            machine!(self.begin_comparison(frame, op, left, right))
                        {
                            go!(transfer);
                        }
                        let (left, right) = (take!(i.b()), take!(i.c()));
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
                        } else if let Some(number) = value.as_small_int() {
                            done!(i.a());
                            number != 0
                        } else if value.is_none() {
                            done!(i.a());
                            false
                        } else if let Some(truth) = quick_truth(value) {
                            save!();
                            done!(i.a());
                            truth
                        } else {
                            save!();
                            if let Some(transfer) = machine!(self.begin_truth(frame, value)) {
                                go!(transfer);
                            }
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
                        let truth = if left.both_small_ints(right) && i.x() < Comparison::In as u8 {
                            compare_ints(i.x(), left, right)
                        } else if let Some(truth) = quick_compare(i.x(), left, right) {
                            done!(i.b());
                            done!(i.c());
                            truth
                        } else if let Some(truth) = compare_by_identity(i.x(), left, right) {
                            save!();
                            done!(i.b());
                            done!(i.c());
                            truth
                        } else {
                            save!();
                            let op = comparison(i.x());
                            if let Some(transfer) =
                                machine!(self.begin_comparison(frame, op, left, right))
                            {
                                go!(transfer);
                            }
                            let (left, right) = (take!(i.b()), take!(i.c()));
                            ok!(self.compare_truth(op, &left, &right))
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
                            let op = comparison(i.x());
                            if let Some(transfer) =
                                machine!(self.begin_comparison(frame, op, left, &right))
                            {
                                go!(transfer);
                            }
                            let left = take!(i.b());
                            ok!(self.compare_truth(op, &left, &right))
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
                        let iterator = register!(i.b());
                        let jumps_with_item = i.op() == Opcode::ForIter;
                        let item = match iterator.kind() {
                            Some(Kind::RangeIterator) => object!(&iterator, RangeIterator).step(),
                            Some(Kind::ListIterator) => object!(&iterator, ListIterator).step(),
                            Some(Kind::TupleIterator) => object!(&iterator, TupleIterator).step(),
                            Some(Kind::DictIterator) => {
                                save!();
                                ok!(object!(&iterator, DictIterator).step(self))
                            }
                            Some(Kind::Generator)
                                if object!(&iterator, Generator).flavor
                                    == crate::objects::generator::Flavor::Generator =>
                            {
                                save!();
                                let generator = object!(&iterator, Generator);
                                if let Some(next) = machine!(self.resume_simple(
                                    generator,
                                    OnReturn::ForIter,
                                    frame,
                                    i.a(),
                                    &Value::NONE
                                )) {
                                    frame = next;
                                    load_frame!();
                                    continue;
                                }
                                go!(ok!(machine!(self.resume_root(
                                    iterator,
                                    OnReturn::ForIter,
                                    frame,
                                    i.a(),
                                    Ok(Value::NONE)
                                ))));
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
                            let owner = take!(i.b());
                            let tuple = object!(&owner, Tuple);
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
                        if let Some(instance) = object.get::<Instance>() {
                            let entry = cached!(cache, instance.shape.id(), Access::Load);
                            match entry.hit {
                                CacheHit::Slot => {
                                    let value = instance.tail()[entry.slot as usize].get();
                                    if !value.is_unset() {
                                        done!(i.b());
                                        set!(i.a(), value);
                                        continue;
                                    }
                                }
                                CacheHit::ClassValue => {
                                    let value = target!(entry);
                                    done!(i.b());
                                    set!(i.a(), value);
                                    continue;
                                }
                                CacheHit::Method => {
                                    let function = target!(entry);
                                    let receiver = take!(i.b());
                                    set!(i.a(), BoundMethod::value(function, receiver));
                                    continue;
                                }
                                CacheHit::Property => {
                                    let property = target!(entry);
                                    let getter = object!(&property, Property).getter.get();
                                    if getter.kind() == Some(Kind::Function) {
                                        save!();
                                        let object = take!(i.b());
                                        go!(machine!(self.begin_call(
                                            frame,
                                            OnReturn::Store,
                                            i.a(),
                                            getter,
                                            [object]
                                        )));
                                    }
                                }
                                _ => {}
                            }
                        }
                        save!();
                        if let Some(value) = self.load_entry_value(object, cache) {
                            done!(i.b());
                            set!(i.a(), value);
                            continue;
                        }
                        let object = take!(i.b());
                        let value = ok!(self.load_attribute(&object, cache));
                        drop(object);
                        set!(i.a(), value);
                    }
                    Opcode::StoreAttribute => {
                        let cache = part!(attribute_caches, i.c());
                        let object = peek!(i.a());
                        if let Some(instance) = object.get::<Instance>() {
                            let entry = cached!(cache, instance.shape.id(), Access::Store);
                            let slot = entry.slot as usize;
                            match entry.hit {
                                CacheHit::StoreSlot => {
                                    let value = take!(i.b());
                                    instance.tail()[slot].set(value);
                                    done!(i.a());
                                    continue;
                                }
                                CacheHit::StoreAdd if slot < instance.tail().len() => {
                                    let value = take!(i.b());
                                    // SAFETY: the instance has the entry's shape.
                                    let next = unsafe { entry.next_shape() };
                                    instance.tail()[slot].set(value);
                                    instance.shape.set(next);
                                    done!(i.a());
                                    continue;
                                }
                                CacheHit::StoreProperty => {
                                    let property = target!(entry);
                                    let setter = object!(&property, Property).setter.get();
                                    if setter.kind() == Some(Kind::Function) {
                                        save!();
                                        let (object, value) = (take!(i.a()), take!(i.b()));
                                        go!(machine!(self.begin_call(
                                            frame,
                                            OnReturn::Discard,
                                            0,
                                            setter,
                                            [object, value]
                                        )));
                                    }
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
                        let id = match object.get::<Instance>() {
                            Some(instance) => instance.shape.id(),
                            None => self.layout_id(object),
                        };
                        let entry = cached!(cache, id, Access::Load);
                        if entry.hit == CacheHit::Method {
                            let function = target!(entry);
                            let receiver = take!(i.b());
                            set!(i.a(), function);
                            set!(i.a() + 1, receiver);
                            continue;
                        }
                        save!();
                        let object = take!(i.b());
                        let (function, receiver) = ok!(self.load_method(object, cache));
                        set!(i.a(), function);
                        set!(i.a() + 1, receiver);
                    }
                    Opcode::LoadSuperMethod => {
                        save!();
                        let cache = part!(attribute_caches, i.c());
                        let callee = take!(i.b());
                        let (function, receiver) = ok!(self.load_super_method(&callee, cache));
                        set!(i.a(), function);
                        set!(i.a() + 1, receiver);
                    }
                    Opcode::LoadItem => {
                        let (object, key) = (peek!(i.b()), peek!(i.c()));
                        if let Some(item) = quick_item(object, key) {
                            done!(i.b());
                            set!(i.a(), item);
                            continue;
                        }
                        if let Some(dict) = object.get_exact::<Dict>()
                            && let Some(value) = dict.quick_get(key)
                        {
                            done!(i.b());
                            done!(i.c());
                            set!(i.a(), value);
                            continue;
                        }
                        save!();
                        if let Some(item) = quick_character(object, key) {
                            done!(i.b());
                            set!(i.a(), item);
                            continue;
                        }
                        let (object, key) = (take!(i.b()), take!(i.c()));
                        if let Some(method) = self.function_slot(&object, SpecialMethod::GetItem) {
                            go!(machine!(self.begin_call(
                                frame,
                                OnReturn::Store,
                                i.a(),
                                method,
                                [object, key]
                            )));
                        }
                        let value = ok!(self.get_item(&object, &key));
                        drop((object, key));
                        set!(i.a(), value);
                    }
                    Opcode::LoadSlice => {
                        let window = window!(i.c());
                        let bounds = (look!(window), look!(after!(window)));
                        let quick = slice_of_builtin(peek!(i.b()), bounds.0, bounds.1);
                        save!();
                        let [start, stop] = machine!(take_window::<2>(window));
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
                            // SAFETY: nothing runs while the items are borrowed but the taking of
                            // operands.
                            let items = unsafe { &mut *list.as_ptr() };
                            let index = if index < 0 { index + items.len() as i64 } else { index };
                            if let Some(place) = items.get_mut(index as usize) {
                                let value = take!(i.c());
                                let old = std::mem::replace(place, value);
                                drop(old);
                                done!(i.a());
                                continue;
                            }
                        } else if let Some(dict) = object.get_exact::<Dict>()
                            && let Some(position) = dict.quick_find(key)
                        {
                            save!();
                            let old = dict.set_value_at(position, take!(i.c()));
                            drop(old);
                            done!(i.a());
                            done!(i.b());
                            continue;
                        }
                        save!();
                        let (object, key, value) = (take!(i.a()), take!(i.b()), take!(i.c()));
                        if let Some(method) = self.function_slot(&object, SpecialMethod::SetItem) {
                            go!(machine!(self.begin_call(
                                frame,
                                OnReturn::Discard,
                                0,
                                method,
                                [object, key, value]
                            )));
                        }
                        ok!(self.set_item(&object, &key, value));
                    }

                    // --- Displays ----------------------------------------------------------
                    Opcode::BuildList => {
                        let window = window!(i.b());
                        let items = machine!(take_all(window, i.c().into()));
                        set!(i.a(), List::new(items).into_value());
                    }
                    Opcode::BuildTuple => {
                        let count = usize::from(i.c());
                        let tuple = Tuple::new((0..count).map(|k| {
                            let place = window!(usize::from(i.b()) + k);
                            replace!(place, Value::UNSET)
                        }));
                        set!(i.a(), tuple.into_value());
                    }
                    Opcode::BuildString => {
                        let window = window!(i.b());
                        let parts = machine!(take_all(window, i.c().into()));
                        let text = ok!(self.build_string(&parts));
                        set!(i.a(), text);
                    }
                    Opcode::ListAppend => {
                        let value = take!(i.b());
                        if let Some(list) = register!(i.a()).get::<List>() {
                            // SAFETY: nothing else looks at the items meanwhile.
                            unsafe { (*list.as_ptr()).push(value) };
                        }
                    }
                    Opcode::SetAdd => {
                        save!();
                        let value = take!(i.b());
                        let set = register!(i.a()).clone();
                        ok!(self.set_add(&set, value));
                    }
                    Opcode::DictInsert => {
                        save!();
                        let (key, value) = (take!(i.b()), take!(i.c()));
                        let dict = register!(i.a()).clone();
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
                        let window = window!(i.a());
                        let count = usize::from(i.x());
                        begin_call!();
                        match look!(window).kind() {
                            Some(Kind::Function) => {
                                let base = after!(window);
                                let callee = replace!(window, Value::UNSET);
                                call_function!(callee, base, count, i.b());
                            }
                            Some(Kind::NativeFunction) => {
                                let callee = replace!(window, Value::UNSET);
                                let native = object!(&callee, NativeFunction);
                                call_native!(
                                    native,
                                    after!(window),
                                    count,
                                    !native.checks_receiver
                                );
                            }
                            Some(Kind::Class) => {
                                go!(machine!(self.begin_class(frame, window, count, &[], i.b())))
                            }
                            _ => {
                                let callee = replace!(window, Value::UNSET);
                                let base = after!(window);
                                go!(machine!(self.begin_call_window(
                                    frame,
                                    i.b(),
                                    callee,
                                    base,
                                    count,
                                    &[]
                                )));
                            }
                        }
                    }
                    Opcode::CallKeywords => {
                        let window = window!(i.a());
                        save!();
                        let callee = replace!(window, Value::UNSET);
                        let names = keyword_names(constant!(i.c()));
                        let count = usize::from(i.x());
                        go!(machine!(self.begin_call_window(
                            frame,
                            i.b(),
                            callee,
                            window.add(1),
                            count,
                            names
                        )));
                    }
                    Opcode::CallMethod => {
                        let window = window!(i.a());
                        let count = usize::from(i.x());
                        begin_call!();
                        let callee = replace!(window, Value::UNSET);
                        match callee.kind() {
                            Some(Kind::Function) => {
                                let (base, count) = (after!(window), count + 1);
                                call_function!(callee, base, count, i.b());
                            }
                            Some(Kind::NativeFunction) => {
                                let native = object!(&callee, NativeFunction);
                                call_native!(native, after!(window), count + 1, true);
                            }
                            None => {
                                let window = after!(window);
                                if look!(window).kind() == Some(Kind::Class) {
                                    go!(machine!(self.begin_class(
                                        frame,
                                        window,
                                        count,
                                        &[],
                                        i.b()
                                    )));
                                }
                                let callee = replace!(window, Value::UNSET);
                                go!(machine!(self.begin_call_window(
                                    frame,
                                    i.b(),
                                    callee,
                                    window.add(1),
                                    count,
                                    &[]
                                )));
                            }
                            _ => {
                                let base = after!(window);
                                go!(machine!(self.begin_call_window(
                                    frame,
                                    i.b(),
                                    callee,
                                    base,
                                    count + 1,
                                    &[]
                                )));
                            }
                        }
                    }
                    Opcode::CallMethodKeywords => {
                        let mut window = window!(i.a());
                        let mut count = usize::from(i.x()) + 1;
                        save!();
                        let mut callee = replace!(window, Value::UNSET);
                        if callee.is_unset() {
                            window = after!(window);
                            count -= 1;
                            callee = replace!(window, Value::UNSET);
                        }
                        let names = keyword_names(constant!(i.c()));
                        go!(machine!(self.begin_call_window(
                            frame,
                            i.b(),
                            callee,
                            window.add(1),
                            count,
                            names
                        )));
                    }
                    Opcode::CallSpread => {
                        save!();
                        let [callee, args, keywords] = {
                            let window = window!(i.a());
                            machine!(take_window::<3>(window))
                        };
                        go!(machine!(self.begin_spread_call(frame, i.b(), callee, args, keywords)));
                    }
                    Opcode::Return => {
                        let value = take!(i.b());
                        if *field!(on_return) == OnReturn::Store
                            && field!(generator).is_null()
                            && machine!((*frame).owns_function_alone())
                        {
                            let (caller, dst) = (*field!(caller), *field!(dst));
                            let locals = code!().locals.len();
                            machine!(self.pop_plain_frame(frame, locals));
                            frame = caller;
                            load_frame!();
                            set!(dst, value);
                            continue;
                        }
                        if *field!(on_return) == OnReturn::Init
                            && value.is_none()
                            && field!(object).is_unset()
                        {
                            let instance = std::mem::replace(field!(extra), Value::UNSET);
                            let (caller, dst) = (*field!(caller), *field!(dst));
                            machine!(self.pop_frame(frame, false));
                            frame = caller;
                            load_frame!();
                            set!(dst, instance);
                            continue;
                        }
                        if *field!(on_return) == OnReturn::Exit
                            && machine!((*frame).owns_function_alone())
                        {
                            let locals = code!().locals.len();
                            machine!(self.pop_plain_frame(frame, locals));
                            return Ok(Outcome::Returned(value));
                        }
                        if let Some(awaiting) = machine!(self.awaiting_frame(frame)) {
                            machine!(self.finish_awaited(frame, awaiting, value));
                            frame = awaiting;
                            load_frame!();
                            continue;
                        }
                        save!();
                        go!(machine!(self.finish(frame, Ok(value))));
                    }

                    // --- Generators and coroutines -----------------------------------------
                    Opcode::Yield => {
                        let value = take!(i.b());
                        // SAFETY: (operand): `pc` is after the instruction.
                        *field!(pc) = unsafe { pc.sub(1) };
                        if *field!(on_return) == OnReturn::ForIter && self.root.get() == frame {
                            frame = machine!(self.yield_to_loop(frame, value));
                            load_frame!();
                            continue;
                        }
                        if *field!(on_return) == OnReturn::Drain && self.root.get() == frame {
                            match machine!(self.offer(frame, value)) {
                                Ok(()) => set!(i.a(), Value::NONE),
                                Err(value) => {
                                    machine!(self.suspend_root(frame));
                                    return Ok(Outcome::Yielded(value));
                                }
                            }
                            continue;
                        }
                        if *field!(on_return) == OnReturn::Resume
                            && self.root.get() == frame
                            && !code!().flags.coroutine
                        {
                            machine!(self.suspend_root(frame));
                            return Ok(Outcome::Yielded(value));
                        }
                        go!(machine!(self.yield_value(frame, value)));
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
                            ok!(self.check_yield_from(&value, code!()));
                            value
                        } else {
                            ok!(self.iter(&value))
                        };
                        set!(i.a(), iterator);
                    }
                    Opcode::YieldFrom => {
                        save!();
                        go!(machine!(self.begin_awaiting(frame, i.a(), i.b())));
                    }
                    Opcode::GetAsyncNext => {
                        let iterator = register!(i.b());
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
                        let exception = register!(i.b()).clone();
                        set!(i.a(), std::mem::replace(field!(handled), exception));
                    }
                    Opcode::PopHandled => {
                        let saved = replace!(window!(i.a()), Value::UNSET);
                        drop(std::mem::replace(field!(handled), saved));
                    }
                    Opcode::CallExit => {
                        save!();
                        let exception = register!(i.c()).clone();
                        let [function, receiver] = {
                            let window = window!(i.a());
                            machine!(take_window::<2>(window))
                        };
                        go!(machine!(self.begin_exit(frame, i.b(), function, receiver, exception)));
                    }

                    // --- Other -------------------------------------------------------------
                    _ => {
                        save!();
                        ok!(machine!(self.run_rare(frame, *pc.sub(1))));
                    }
                }
            };
            save!();
            if !self.reraised.get() {
                self.set_context(&raised);
            }
            pending = Some(raised);
        }
    }
}
