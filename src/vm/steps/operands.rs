//! Operators, comparisons and truth of operands whose special methods are in Python.
//!
//! Such a method receives a frame, so operators do not nest on the native stack. Its operands stay
//! in the registers of the instruction, and when the method returns, the calling frame continues as
//! the instruction says: it stores the result, or jumps.

use crate::bytecode::{Comparison, Instruction, Opcode};
use crate::objects::function::Function;
use crate::objects::special::SpecialMethod;
use crate::runtime::{Kind, Value};
use crate::vm::call::Called;
use crate::vm::frame::{Frame, OnReturn};
use crate::vm::generators::Transfer;
use crate::vm::interpreter::{Operands, binary_op, comparison};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use std::sync::atomic::Ordering::Relaxed;

impl Vm {
    /// Pushes the frame of a special method for `left op right`, if it is in Python: the left
    /// operand's, unless the right operand's class is derived from the left one's.
    ///
    /// # Safety
    /// `frame` must be the running frame, and its instruction one supported by
    /// [`Vm::end_operator`].
    #[inline]
    pub(in crate::vm) unsafe fn begin_operator(
        &self,
        frame: *mut Frame,
        op: BinaryOp,
        left: &Value,
        right: &Value,
    ) -> Option<Transfer> {
        if left.kind() != Some(Kind::Instance) {
            return None;
        }
        // SAFETY: as the caller promises.
        unsafe { self.begin_method_of_left(frame, SpecialMethod::operator(op), left, right) }
    }

    /// Same as [`Vm::begin_operator`], for an augmented assignment.
    ///
    /// # Safety
    /// Same as [`Vm::begin_operator`].
    #[inline]
    pub(in crate::vm) unsafe fn begin_in_place(
        &self,
        frame: *mut Frame,
        op: BinaryOp,
        left: &Value,
        right: &Value,
    ) -> Option<Transfer> {
        if left.kind() != Some(Kind::Instance) {
            return None;
        }
        let special = SpecialMethod::in_place(op);
        if !self.has_slot(left, special) {
            // SAFETY: as the caller promises.
            return unsafe { self.begin_operator(frame, op, left, right) };
        }
        let method = self.function_slot(left, special)?;
        // SAFETY: as the caller promises.
        unsafe { self.begin_method(frame, method, left, right, OnReturn::Operator, Value::TRUE) }
    }

    /// Like [`Vm::begin_operator`], for a comparison. For containment, the method is the right
    /// operand's.
    ///
    /// # Safety
    /// Same as [`Vm::begin_operator`].
    #[inline]
    pub(in crate::vm) unsafe fn begin_comparison(
        &self,
        frame: *mut Frame,
        op: Comparison,
        left: &Value,
        right: &Value,
    ) -> Option<Transfer> {
        // SAFETY: as the caller promises.
        unsafe {
            if (op as u8) < Comparison::Is as u8 {
                if left.kind() != Some(Kind::Instance) {
                    return None;
                }
                return self.begin_method_of_left(
                    frame,
                    SpecialMethod::comparison(op),
                    left,
                    right,
                );
            }
            let method = self.function_slot(right, SpecialMethod::Contains)?;
            self.begin_method(frame, method, right, left, OnReturn::Operator, Value::UNSET)
        }
    }

    /// # Safety
    /// Same as [`Vm::begin_operator`].
    unsafe fn begin_method_of_left(
        &self,
        frame: *mut Frame,
        special: SpecialMethod,
        left: &Value,
        right: &Value,
    ) -> Option<Transfer> {
        let method = self.function_slot(left, special)?;
        let (class, right_class) = (self.class_ref(left), self.class_ref(right));
        if !right_class.is(class) && right_class.is_subclass_of(class) {
            return None;
        }
        // SAFETY: as the caller promises.
        unsafe { self.begin_method(frame, method, left, right, OnReturn::Operator, Value::UNSET) }
    }

    /// Pushes the frame of a method with one operand. None if it is a generator function or the like,
    /// which the general path calls.
    ///
    /// # Safety
    /// Same as [`Vm::begin_operator`].
    unsafe fn begin_method(
        &self,
        frame: *mut Frame,
        method: Value,
        receiver: &Value,
        operand: &Value,
        on_return: OnReturn,
        extra: Value,
    ) -> Option<Transfer> {
        if !makes_frame(&method) {
            return None;
        }
        // SAFETY: the use of the result is set below.
        let called = unsafe { self.push_call(&method, [receiver.clone(), operand.clone()]) };
        // SAFETY: as the caller promises.
        Some(unsafe { self.enter_method(frame, called, on_return, extra) })
    }

    /// # Safety
    /// The same as for [`Vm::begin_operator`]; the call must be of a function for which a frame was
    /// pushed.
    unsafe fn enter_method(
        &self,
        frame: *mut Frame,
        called: VmResult<Called>,
        on_return: OnReturn,
        extra: Value,
    ) -> Transfer {
        match called {
            Ok(Called::Frame(next)) => {
                // SAFETY: the frame was just pushed.
                unsafe {
                    (*next).on_return = on_return;
                    (*next).extra = extra;
                }
                Transfer::Continue(next)
            }
            // SAFETY: as the caller promises.
            Ok(Called::Value(value)) => unsafe { self.end_operator(frame, false, value) },
            Err(raised) => Transfer::Raise(frame, raised),
        }
    }

    /// Ends the operator or comparison that a frame is at with the result of a special method.
    ///
    /// # Safety
    /// `frame` must be the running frame, with its `pc` after the instruction.
    pub(in crate::vm) unsafe fn end_operator(
        &self,
        frame: *mut Frame,
        in_place: bool,
        value: Value,
    ) -> Transfer {
        // SAFETY: as the caller promises.
        let (i, operands) =
            unsafe { ((*frame).instruction((*frame).pc.sub(1)), Operands::of_running(frame)) };
        let left = operands.take(i.b);
        let right = match has_int(i.op) {
            true => Value::small_int(i64::from(i.c as i16)),
            false => operands.take(i.c),
        };
        let value = match value.is(&Value::NOT_IMPLEMENTED) {
            true => self.operator_declined(i, in_place, &left, &right),
            false => Ok(value),
        };
        drop((left, right));
        let value = match value {
            Ok(value) => value,
            Err(raised) => return Transfer::Raise(frame, raised),
        };
        let jumps_when = match i.op {
            Opcode::JumpIfCompare | Opcode::JumpIfCompareInt => true,
            Opcode::JumpUnlessCompare | Opcode::JumpUnlessCompareInt => false,
            Opcode::Compare if i.x < Comparison::In as u8 => {
                operands.set(i.a, value);
                return Transfer::Continue(frame);
            }
            Opcode::Compare => {
                let truth = self.truthy(&value).map(|truth| Value::bool(in_order(i, truth)));
                // SAFETY: as the caller promises.
                return unsafe { self.store_result(frame, i.a, truth) };
            }
            _ => {
                operands.set(i.a, value);
                return Transfer::Continue(frame);
            }
        };
        match self.truthy(&value) {
            // SAFETY: as the caller promises.
            Ok(truth) if in_order(i, truth) == jumps_when => unsafe {
                self.branch(frame, isize::from(i.a as i16))
            },
            Ok(_) => Transfer::Continue(frame),
            Err(raised) => Transfer::Raise(frame, raised),
        }
    }

    /// The result of the operator after a special method returned NotImplemented.
    #[cold]
    fn operator_declined(
        &self,
        i: Instruction,
        in_place: bool,
        left: &Value,
        right: &Value,
    ) -> VmResult {
        let op = match i.op {
            Opcode::Add | Opcode::AddInt => BinaryOp::Add,
            Opcode::Subtract | Opcode::SubtractInt => BinaryOp::Sub,
            Opcode::Multiply => BinaryOp::Mul,
            Opcode::Binary | Opcode::InPlace | Opcode::InPlaceInt => binary_op(i.x),
            _ if i.x >= Comparison::Is as u8 => return Ok(Value::NOT_IMPLEMENTED),
            _ => return self.compare_reflected(comparison(i.x), left, right),
        };
        match (in_place, i.op) {
            (true, _) => self.in_place_without_own(op, left, right),
            (false, Opcode::InPlace | Opcode::InPlaceInt) => {
                self.in_place_reflected(op, left, right)
            }
            (false, _) => self.binary_reflected(op, left, right),
        }
    }

    /// Pushes the frame of `__bool__`, or else of `__len__`, if it is in Python.
    ///
    /// # Safety
    /// `frame` must be the running frame, and its instruction one supported by [`Vm::end_truth`].
    #[inline]
    pub(in crate::vm) unsafe fn begin_truth(
        &self,
        frame: *mut Frame,
        value: &Value,
    ) -> Option<Transfer> {
        if value.kind() != Some(Kind::Instance) {
            return None;
        }
        let is_length = !self.has_slot(value, SpecialMethod::Bool);
        let special = if is_length { SpecialMethod::Len } else { SpecialMethod::Bool };
        let method = self.function_slot(value, special).filter(makes_frame)?;
        // SAFETY: the use of the result is set next; the rest as the caller promises.
        unsafe {
            let called = self.push_call(&method, [value.clone()]);
            let extra = Value::bool(is_length);
            Some(self.enter_method(frame, called, OnReturn::Truth, extra))
        }
    }

    /// Ends an instruction that tests the truth of its operand with the result of a special method.
    ///
    /// # Safety
    /// Same as [`Vm::end_operator`].
    pub(in crate::vm) unsafe fn end_truth(
        &self,
        frame: *mut Frame,
        is_length: bool,
        value: Value,
    ) -> Transfer {
        let truth = match is_length {
            true => self.checked_length(&value).map(|length| length != 0),
            false => self.checked_truth(&value),
        };
        // SAFETY: as the caller promises.
        let (i, operands) =
            unsafe { ((*frame).instruction((*frame).pc.sub(1)), Operands::of_running(frame)) };
        drop(operands.take(if i.op == Opcode::Not { i.b } else { i.a }));
        let truth = match truth {
            Ok(truth) => truth,
            Err(raised) => return Transfer::Raise(frame, raised),
        };
        if i.op == Opcode::Not {
            operands.set(i.a, Value::bool(!truth));
        } else if truth == (i.op == Opcode::JumpIfTrue) {
            let offset = (u32::from(i.b) | u32::from(i.c) << 16) as i32;
            // SAFETY: as the caller promises.
            return unsafe { self.branch(frame, offset as isize) };
        }
        Transfer::Continue(frame)
    }

    /// Jumps as an instruction of the running frame does.
    ///
    /// # Safety
    /// `frame` must be the running frame, and the jump must be in its code.
    unsafe fn branch(&self, frame: *mut Frame, offset: isize) -> Transfer {
        // Before the jump, so that an interrupt is raised inside the loop.
        if offset < 0
            && self.attention.load(Relaxed)
            && let Err(raised) = self.attend()
        {
            return Transfer::Raise(frame, raised);
        }
        // SAFETY: as the caller promises.
        unsafe { (*frame).pc = (*frame).pc.offset(offset) };
        Transfer::Continue(frame)
    }
}

/// Whether a call of this method pushes a frame.
fn makes_frame(method: &Value) -> bool {
    method.get::<Function>().is_some_and(|f| !f.code.flags.generator && !f.code.flags.coroutine)
}

/// Whether the right operand of an instruction is an int inside it.
fn has_int(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::AddInt
            | Opcode::SubtractInt
            | Opcode::InPlaceInt
            | Opcode::JumpIfCompareInt
            | Opcode::JumpUnlessCompareInt
    )
}

/// The truth of a comparison whose special method's result has this truth: `not in` negates it.
fn in_order(i: Instruction, truth: bool) -> bool {
    truth != (i.x == Comparison::NotIn as u8)
}
