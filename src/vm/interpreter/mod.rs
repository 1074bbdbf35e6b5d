//! The interpreter loop: one `match` over the opcodes. Hot instructions have an arm here or a function
//! that is inlined into it, in a file for each family; the others call a method of the VM in `steps`.
//!
//! Invariants of the loop:
//! - the cursor is at the running frame, `self.frame`; `pc` is stored back before anything that may
//!   read the frame.
//! - every register holds a value at all times; those that hold nothing are unset.

mod attributes;
mod calls;
mod cursor;
mod generators;
mod items;
mod operands;
mod operators;
mod quick;
mod rare;

pub(super) use operands::{Operands, binary_op, comparison};

use super::frame::Frame;
use super::generators::{Outcome, Transfer};
use super::{Raised, Vm, VmResult};
use crate::bytecode::Opcode;
use crate::objects::list::List;
use crate::runtime::Value;
use cursor::{Cursor, field, look, machine, replace};
use hob_grammar::ast::BinaryOp;
use operands::{Fetched, cell, function, take_all};
use std::sync::atomic::Ordering::Relaxed;

/// The outcome of an instruction: continue with the next one in the frame or at a transfer, or an
/// exception raised in the frame.
type Flow = VmResult<Option<Transfer>>;

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

    /// Runs, starting at a frame, until the frame that Rust entered (or the root that it resumed)
    /// ends or yields; with `pending`, begins by raising that in the frame.
    ///
    /// # Safety
    /// `start` must be the running frame, and have code.
    pub(super) unsafe fn run(
        &self,
        start: *mut Frame,
        mut pending: Option<Raised>,
    ) -> VmResult<Outcome> {
        // Counts calls from Rust, gives way to other threads, which would wait for a whole
        // `sorted(key=f)` otherwise, and raises if a limit has tripped: then no code of the program
        // runs.
        if self.attention.load(Relaxed) && pending.is_none() {
            pending = self.attend().err();
        }
        let mut frame = start;
        self.passing.set(0);

        'frames: loop {
            if let Some(raised) = pending.take() {
                match machine!(self.unwind(frame, raised)) {
                    Transfer::Continue(next) => frame = next,
                    Transfer::Raise(next, raised) => {
                        frame = next;
                        pending = Some(raised);
                        continue 'frames;
                    }
                    Transfer::Exit(result) => {
                        if let Err(raised) = &result {
                            self.passing.set(raised.0.as_value().bits());
                        }
                        return result;
                    }
                }
            }
            let mut at = machine!(Cursor::at(frame));
            let raised = 'dispatch: loop {
                // Goes on where a transfer says.
                macro_rules! go {
                    ($transfer:expr) => {{
                        match $transfer {
                            Transfer::Continue(next) => {
                                debug_assert!(next == self.frame.get());
                                at.enter(next);
                                continue 'dispatch;
                            }
                            Transfer::Raise(next, raised) => {
                                debug_assert!(next == self.frame.get());
                                at.pc = *field!(next, pc);
                                break 'dispatch raised;
                            }
                            Transfer::Exit(result) => return result,
                        }
                    }};
                }
                // The value of a result; an error starts unwinding.
                macro_rules! ok {
                    ($result:expr) => {
                        match $result {
                            Ok(value) => value,
                            Err(raised) => break 'dispatch raised,
                        }
                    };
                }
                // SAFETY: (operand): `pc` is inside the code, and there is an instruction after
                // each that does not leave the frame or jump.
                let mut i = unsafe { Fetched::at(at.pc) };
                // SAFETY: as above.
                at.pc = unsafe { at.pc.add(1) };
                // An instruction that has a function.
                macro_rules! arm {
                    ($function:ident $(, $argument:expr)*) => {
                        match machine!(self.$function(&mut at, i $(, $argument)*)) {
                            Ok(None) => {}
                            Ok(Some(transfer)) => go!(transfer),
                            Err(raised) => break 'dispatch raised,
                        }
                    };
                }
                // Once, but for watched instructions.
                'instruction: loop {
                    match i.op() {
                        // --- Moves -------------------------------------------------------------
                        Opcode::Move => at.set(i.a(), at.take(i.b())),
                        Opcode::LoadConstant => {
                            at.set(i.a(), at.constant(i.wide_operand() as usize).clone());
                        }
                        Opcode::Drop => at.set(i.a(), Value::UNSET),
                        Opcode::CheckLocal => {
                            if at.register(i.a()).is_unset() {
                                break 'dispatch self.unbound_local(at.code(), i.a());
                            }
                        }
                        Opcode::DeleteLocal => {
                            if at.register(i.a()).is_unset() {
                                break 'dispatch self.unbound_local(at.code(), i.a());
                            }
                            at.save(self);
                            at.set(i.a(), Value::UNSET);
                        }

                        // --- Cells and closures ------------------------------------------------
                        Opcode::LoadCell => {
                            let place = at.register(i.b());
                            let value = machine!(cell(place)).value.get();
                            if value.is_unset() {
                                break 'dispatch self.unbound_local(at.code(), i.b());
                            }
                            at.set(i.a(), value);
                        }
                        Opcode::StoreCell => {
                            let value = at.take(i.b());
                            let place = at.register(i.a());
                            machine!(cell(place)).value.set(value);
                        }
                        Opcode::LoadFree => {
                            let value = machine!(function(self.frame.get())).closure
                                [usize::from(i.b())]
                            .value
                            .get();
                            if value.is_unset() {
                                break 'dispatch self.unbound_free(at.code(), i.b());
                            }
                            at.set(i.a(), value);
                        }
                        Opcode::StoreFree => {
                            let value = at.take(i.b());
                            machine!(function(self.frame.get())).closure[usize::from(i.a())]
                                .value
                                .set(value);
                        }

                        // --- Names -------------------------------------------------------------
                        Opcode::LoadGlobal => {
                            let cache = look!(at.global_cache(i.c()).get());
                            let globals = &machine!(function(self.frame.get())).globals;
                            if !cache.builtin {
                                let name = at.name(i.b());
                                let table = look!(globals.as_ptr());
                                if let Some(value) = table.value_if_key(cache.index as usize, name)
                                {
                                    at.set(i.a(), value.clone());
                                    continue 'dispatch;
                                }
                            } else if cache.version == globals.version()
                                && cache.builtins_version == self.builtins.version()
                            {
                                let table = look!(self.builtins.as_ptr());
                                at.set(i.a(), table.value_at(cache.index as usize).clone());
                                continue 'dispatch;
                            }
                            at.save(self);
                            at.set(
                                i.a(),
                                ok!(self.load_global(
                                    machine!(function(self.frame.get())),
                                    at.name(i.b()),
                                    at.global_cache(i.c())
                                )),
                            );
                        }
                        Opcode::StoreGlobal => {
                            let value = at.take(i.b());
                            let cache = look!(at.global_cache(i.c()).get());
                            let globals = &machine!(function(self.frame.get())).globals;
                            let name = at.name(i.a());
                            if !cache.builtin && globals.is_key(cache.index as usize, name) {
                                drop(globals.set_value_at(cache.index as usize, value));
                            } else {
                                self.store_global(
                                    machine!(function(self.frame.get())),
                                    name,
                                    at.global_cache(i.c()),
                                    value,
                                );
                            }
                        }

                        // --- Operators ---------------------------------------------------------
                        Opcode::Add => {
                            arm!(arithmetic, BinaryOp::Add, Value::small_add, |x, y| x + y)
                        }
                        Opcode::Subtract => {
                            arm!(arithmetic, BinaryOp::Sub, Value::small_sub, |x, y| x - y)
                        }
                        Opcode::Multiply => {
                            arm!(arithmetic, BinaryOp::Mul, Value::small_mul, |x, y| x * y)
                        }
                        Opcode::AddInt => {
                            arm!(arithmetic_int, BinaryOp::Add, Value::small_add, |x, y| x + y)
                        }
                        Opcode::SubtractInt => {
                            arm!(arithmetic_int, BinaryOp::Sub, Value::small_sub, |x, y| x - y)
                        }
                        Opcode::Binary => arm!(binary_instruction),
                        Opcode::InPlace => arm!(in_place_instruction),
                        Opcode::InPlaceInt => arm!(in_place_int_instruction),
                        Opcode::Negate => arm!(negate_instruction),
                        Opcode::Not => arm!(not_instruction),
                        Opcode::Compare => arm!(compare_instruction),

                        // --- Jumps -------------------------------------------------------------
                        Opcode::Jump => ok!(self.jump(&mut at, i.wide_operand())),
                        Opcode::JumpIfTrue | Opcode::JumpIfFalse => arm!(jump_on_truth),
                        Opcode::JumpIfNone | Opcode::JumpIfNotNone => {
                            let is_none = at.peek(i.a()).is_none();
                            at.done(i.a());
                            if is_none == (i.op() == Opcode::JumpIfNone) {
                                ok!(self.jump(&mut at, i.wide_operand()));
                            }
                        }
                        Opcode::JumpIfCompare | Opcode::JumpUnlessCompare => {
                            arm!(jump_on_comparison)
                        }

                        Opcode::JumpIfCompareInt | Opcode::JumpUnlessCompareInt => {
                            arm!(jump_on_comparison_int)
                        }

                        // --- Iteration ---------------------------------------------------------
                        Opcode::GetIter => {
                            at.save(self);
                            let value = at.take(i.b());
                            at.set(i.a(), ok!(self.iter(&value)));
                        }
                        Opcode::ForIter | Opcode::ForIterElse => arm!(for_iter_instruction),
                        Opcode::UnpackSequence => arm!(unpack_instruction),

                        // --- Attributes and items ----------------------------------------------
                        Opcode::LoadAttribute => arm!(load_attribute_instruction),
                        Opcode::StoreAttribute => arm!(store_attribute_instruction),
                        Opcode::LoadMethod => arm!(load_method_instruction),
                        Opcode::LoadSuperMethod => arm!(load_super_instruction),
                        Opcode::LoadItem => arm!(load_item_instruction),
                        Opcode::LoadSlice => arm!(load_slice_instruction),
                        Opcode::StoreItem => arm!(store_item_instruction),

                        // --- Displays ----------------------------------------------------------
                        Opcode::BuildList => {
                            let window = at.window(i.b());
                            let items = machine!(take_all(window, i.c().into()));
                            at.set(i.a(), List::new(items).into_value());
                        }
                        Opcode::BuildTuple => arm!(build_tuple_instruction),
                        Opcode::BuildString => {
                            let window = at.window(i.b());
                            let parts = machine!(take_all(window, i.c().into()));
                            let text = ok!(self.build_string(&parts));
                            at.set(i.a(), text);
                        }
                        Opcode::ListAppend => arm!(list_append_instruction),
                        Opcode::SetAdd => {
                            at.save(self);
                            let value = at.take(i.b());
                            let set = at.register(i.a()).clone();
                            ok!(self.set_add(&set, value));
                        }
                        Opcode::DictInsert => {
                            at.save(self);
                            let (key, value) = (at.take(i.b()), at.take(i.c()));
                            let dict = at.register(i.a()).clone();
                            ok!(self.dict_insert(&dict, key, value));
                        }
                        Opcode::FormatValue => arm!(format_instruction),

                        // --- Calls -------------------------------------------------------------
                        Opcode::Call => arm!(call_instruction),
                        Opcode::CallKeywords => arm!(call_keywords_instruction),
                        Opcode::CallMethod => arm!(call_method_instruction),
                        Opcode::CallMethodKeywords => arm!(call_method_keywords_instruction),
                        Opcode::CallSpread => arm!(call_spread_instruction),
                        Opcode::Return => arm!(return_instruction),

                        // --- Generators and coroutines -----------------------------------------
                        Opcode::Yield => arm!(yield_instruction),
                        Opcode::GetAwaitable => {
                            at.save(self);
                            let value = at.take(i.b());
                            at.set(i.a(), ok!(self.awaitable(&value, i.x())));
                        }
                        Opcode::GetYieldFrom => arm!(get_yield_from_instruction),
                        Opcode::YieldFrom => {
                            at.save(self);
                            go!(machine!(self.begin_awaiting(self.frame.get(), i.a(), i.b())));
                        }
                        Opcode::GetAsyncNext => arm!(get_async_next_instruction),
                        Opcode::EndAsyncFor => {
                            let raised = at.take(i.a());
                            if let Some(raised) = self.unless_async_stop(raised) {
                                self.reraised.set(true);
                                break 'dispatch raised;
                            }
                        }

                        // --- Exceptions --------------------------------------------------------
                        Opcode::Raise => {
                            at.save(self);
                            let (exception, cause) = match i.x() {
                                0 => (Value::UNSET, Value::UNSET),
                                1 => (at.take(i.b()), Value::UNSET),
                                _ => (at.take(i.b()), at.take(i.c())),
                            };
                            break 'dispatch self.raise(i.x(), exception, cause);
                        }
                        Opcode::Reraise => {
                            let value = at.take(i.b());
                            break 'dispatch self.reraise(value);
                        }
                        Opcode::PushHandled => {
                            let exception = at.register(i.b()).clone();
                            at.set(
                                i.a(),
                                std::mem::replace(field!(self.frame.get(), handled), exception),
                            );
                        }
                        Opcode::PopHandled => {
                            let saved = replace!(at.window(i.a()), Value::UNSET);
                            drop(std::mem::replace(field!(self.frame.get(), handled), saved));
                        }
                        Opcode::CallExit => arm!(call_exit_instruction),

                        // --- Other -------------------------------------------------------------
                        Opcode::Nothing => {}
                        Opcode::Watched => {
                            at.save(self);
                            i = ok!(machine!(self.meet_watched(self.frame.get()))).into();
                            // A debugger may have jumped elsewhere.
                            at.pc = *field!(self.frame.get(), pc);
                            continue 'instruction;
                        }
                        _ => {
                            at.save(self);
                            ok!(machine!(self.run_rare(self.frame.get(), i.into())));
                        }
                    }
                    break 'instruction;
                }
            };
            at.save(self);
            let passes = self.passing.get() == raised.0.as_value().bits();
            if !self.reraised.get() && !passes {
                self.set_context(&raised);
            }
            pending = Some(raised);
            frame = self.frame.get();
        }
    }
}

impl Vm {
    /// Jumps by a number of instructions. Interrupts are raised before a backward jump, so that this
    /// is inside the loop.
    #[inline(always)]
    fn jump(&self, at: &mut Cursor, offset: impl Into<i64>) -> VmResult<()> {
        let offset = offset.into() as isize;
        if offset < 0 && self.attention.load(Relaxed) {
            at.save(self);
            self.attend()?;
        }
        // SAFETY: (operand)
        at.pc = unsafe { at.pc.offset(offset) };
        Ok(())
    }
}
