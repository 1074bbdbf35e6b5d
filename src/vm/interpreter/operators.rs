//! Operators, comparisons, and jumps that depend on them.

use super::Flow;
use super::cursor::{Cursor, machine, replace};
use super::operands::{Fetched, binary_op, comparison};
use super::quick::{
    compare_floats, compare_ints, compare_objects, quick_binary, quick_compare,
    quick_concatenation, quick_truth,
};
use crate::bytecode::{Comparison, Opcode, Operand};
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::runtime::value::MIN_SMALL_INT;
use crate::vm::Vm;
use hob_grammar::ast::BinaryOp;

/// The result of an operator on floats of values.
macro_rules! float {
    ($result:expr) => {{
        let result = $result;
        // SAFETY: arithmetic on floats of values gives a canonical NaN, if any.
        unsafe { Value::computed_float(result) }
    }};
}

impl Vm {
    /// An operator that is quick for small ints and floats.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn arithmetic(
        &self,
        at: &mut Cursor,
        i: Fetched,
        op: BinaryOp,
        small: impl Fn(&Value, &Value) -> Option<Value>,
        float: impl Fn(f64, f64) -> f64,
    ) -> Flow {
        let (left, right) = (at.peek(i.b()), at.peek(i.c()));
        if left.both_small_ints(right) {
            if let Some(value) = small(left, right) {
                at.set(i.a(), value);
                return Ok(None);
            }
        } else if let Some((x, y)) = left.float_pair(right) {
            at.set(i.a(), float!(float(x, y)));
            return Ok(None);
        }
        at.save(self);
        if op == BinaryOp::Add
            && let Some(value) = quick_concatenation(left, right)
        {
            at.done(i.b());
            at.done(i.c());
            at.set(i.a(), value);
            return Ok(None);
        }
        if let Some(transfer) = machine!(self.begin_operator(self.frame.get(), op, left, right)) {
            return Ok(Some(transfer));
        }
        let (left, right) = (at.take(i.b()), at.take(i.c()));
        let value = self.binary(op, &left, &right)?;
        drop((left, right));
        at.set(i.a(), value);
        Ok(None)
    }

    /// Like [`Vm::arithmetic`], with a small constant as the right operand.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn arithmetic_int(
        &self,
        at: &mut Cursor,
        i: Fetched,
        op: BinaryOp,
        small: impl Fn(&Value, &Value) -> Option<Value>,
        float: impl Fn(f64, f64) -> f64,
    ) -> Flow {
        let (left, right) = (at.peek(i.b()), Value::small_int(i.int()));
        if left.is_small_int() {
            if let Some(value) = small(left, &right) {
                at.set(i.a(), value);
                return Ok(None);
            }
        } else if let Some((x, y)) = left.float_pair(&right) {
            at.set(i.a(), float!(float(x, y)));
            return Ok(None);
        }
        at.save(self);
        if let Some(transfer) = machine!(self.begin_operator(self.frame.get(), op, left, &right)) {
            return Ok(Some(transfer));
        }
        let left = at.take(i.b());
        let value = self.binary(op, &left, &right)?;
        drop(left);
        at.set(i.a(), value);
        Ok(None)
    }

    /// An operator that has no instruction.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn binary_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let op = binary_op(i.x());
        let (left, right) = (at.peek(i.b()), at.peek(i.c()));
        if let Some(value) = quick_binary(op, left, right) {
            at.set(i.a(), value);
            return Ok(None);
        }
        at.save(self);
        if let Some(transfer) = machine!(self.begin_operator(self.frame.get(), op, left, right)) {
            return Ok(Some(transfer));
        }
        let (left, right) = (at.take(i.b()), at.take(i.c()));
        let value = self.binary(op, &left, &right)?;
        drop((left, right));
        at.set(i.a(), value);
        Ok(None)
    }

    /// An augmented assignment.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn in_place_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let (left, right) = (at.peek(i.b()), at.peek(i.c()));
        if i.x() == BinaryOp::Add as u8
            && left.both_small_ints(right)
            && let Some(sum) = left.small_add(right)
        {
            at.set(i.a(), sum);
            return Ok(None);
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
                at.set(i.a(), value);
                return Ok(None);
            }
        } else if let Some((x, y)) = left.float_pair(right) {
            let quick = match op {
                BinaryOp::Add => Some(x + y),
                BinaryOp::Sub => Some(x - y),
                BinaryOp::Mul => Some(x * y),
                _ => None,
            };
            if let Some(value) = quick {
                at.set(i.a(), float!(value));
                return Ok(None);
            }
            if let Some(value) = quick_binary(op, left, right) {
                at.set(i.a(), value);
                return Ok(None);
            }
        }
        at.save(self);
        // `s += t`: the variable releases its string, so that the string can grow in place.
        let owner = Operand(i.b());
        if op == BinaryOp::Add
            && left.get_exact::<Str>().is_some()
            && right.get_exact::<Str>().is_some()
            && (owner.is_last_use() || i.b() == i.a())
        {
            let right = at.take(i.c());
            let place = at.window(owner.index());
            let left = replace!(place, Value::UNSET);
            at.set(i.a(), self.append_str(left, right));
            return Ok(None);
        }
        if let Some(transfer) = machine!(self.begin_in_place(self.frame.get(), op, left, right)) {
            return Ok(Some(transfer));
        }
        let (left, right) = (at.take(i.b()), at.take(i.c()));
        let value = self.in_place(op, &left, &right)?;
        drop((left, right));
        at.set(i.a(), value);
        Ok(None)
    }

    /// An augmented assignment of a small constant.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn in_place_int_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let (left, right) = (at.peek(i.b()), Value::small_int(i.int()));
        let adds = i.x() == BinaryOp::Add as u8;
        if left.is_small_int() {
            let quick = if adds { left.small_add(&right) } else { left.small_sub(&right) };
            if let Some(value) = quick {
                at.set(i.a(), value);
                return Ok(None);
            }
        } else if let Some((x, y)) = left.float_pair(&right) {
            at.set(i.a(), float!(if adds { x + y } else { x - y }));
            return Ok(None);
        }
        at.save(self);
        let op = binary_op(i.x());
        if let Some(transfer) = machine!(self.begin_in_place(self.frame.get(), op, left, &right)) {
            return Ok(Some(transfer));
        }
        let left = at.take(i.b());
        let value = self.in_place(op, &left, &right)?;
        drop(left);
        at.set(i.a(), value);
        Ok(None)
    }

    /// `-value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn negate_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let value = at.peek(i.b());
        if let Some(f) = value.as_float() {
            at.set(i.a(), Value::float(-f));
        } else if let Some(n) = value.as_small_int().filter(|n| *n != MIN_SMALL_INT) {
            at.set(i.a(), Value::small_int(-n));
        } else {
            at.save(self);
            let value = at.take(i.b());
            at.set(i.a(), self.negate(&value)?);
        }
        Ok(None)
    }

    /// `not value`
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn not_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let value = at.peek(i.b());
        if value.is_bool() {
            at.set(i.a(), Value::bool(value.is(&Value::FALSE)));
        } else if let Some(truth) = quick_truth(value) {
            at.save(self);
            at.done(i.b());
            at.set(i.a(), Value::bool(!truth));
        } else {
            at.save(self);
            if let Some(transfer) = machine!(self.begin_truth(self.frame.get(), value)) {
                return Ok(Some(transfer));
            }
            let truth = self.truthy(value)?;
            at.done(i.b());
            at.set(i.a(), Value::bool(!truth));
        }
        Ok(None)
    }

    /// A comparison whose result is a value.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn compare_instruction(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let (left, right) = (at.peek(i.b()), at.peek(i.c()));
        if let Some(truth) = quick_compare(i.x(), left, right) {
            at.done(i.b());
            at.done(i.c());
            at.set(i.a(), Value::bool(truth));
            return Ok(None);
        }
        at.save(self);
        if let Some(truth) = compare_objects(i.x(), left, right) {
            at.done(i.b());
            at.done(i.c());
            at.set(i.a(), Value::bool(truth));
            return Ok(None);
        }
        let op = comparison(i.x());
        if let Some(transfer) = machine!(self.begin_comparison(self.frame.get(), op, left, right)) {
            return Ok(Some(transfer));
        }
        let (left, right) = (at.take(i.b()), at.take(i.c()));
        let value = self.compare(op, &left, &right)?;
        drop((left, right));
        at.set(i.a(), value);
        Ok(None)
    }

    /// A jump on the truth of a value.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn jump_on_truth(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let value = at.peek(i.a());
        let truth = if value.is_bool() {
            value.is(&Value::TRUE)
        } else if let Some(number) = value.as_small_int() {
            at.done(i.a());
            number != 0
        } else if value.is_none() {
            at.done(i.a());
            false
        } else if let Some(truth) = quick_truth(value) {
            at.save(self);
            at.done(i.a());
            truth
        } else {
            at.save(self);
            if let Some(transfer) = machine!(self.begin_truth(self.frame.get(), value)) {
                return Ok(Some(transfer));
            }
            let truth = self.truthy(value)?;
            at.done(i.a());
            truth
        };
        if truth == (i.op() == Opcode::JumpIfTrue) {
            self.jump(at, i.wide_operand())?;
        }
        Ok(None)
    }

    /// A jump on a comparison.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn jump_on_comparison(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let (left, right) = (at.peek(i.b()), at.peek(i.c()));
        let truth = if left.both_small_ints(right) && i.x() < Comparison::In as u8 {
            compare_ints(i.x(), left, right)
        } else if let Some(truth) = quick_compare(i.x(), left, right) {
            at.done(i.b());
            at.done(i.c());
            truth
        } else if let Some(truth) = compare_objects(i.x(), left, right) {
            at.save(self);
            at.done(i.b());
            at.done(i.c());
            truth
        } else {
            at.save(self);
            let op = comparison(i.x());
            if let Some(transfer) =
                machine!(self.begin_comparison(self.frame.get(), op, left, right))
            {
                return Ok(Some(transfer));
            }
            let (left, right) = (at.take(i.b()), at.take(i.c()));
            self.compare_truth(op, &left, &right)?
        };
        if truth == (i.op() == Opcode::JumpIfCompare) {
            self.jump(at, i.a() as i16)?;
        }
        Ok(None)
    }

    /// A jump on a comparison with a small constant.
    ///
    /// # Safety
    /// `i` must be the instruction before the cursor's `pc`.
    #[inline(always)]
    pub(super) unsafe fn jump_on_comparison_int(&self, at: &mut Cursor, i: Fetched) -> Flow {
        let (left, right) = (at.peek(i.b()), Value::small_int(i.int()));
        let truth = if left.is_small_int() {
            compare_ints(i.x(), left, &right)
        } else if let Some((x, y)) = left.float_pair(&right) {
            compare_floats(i.x(), x, y)
        } else {
            at.save(self);
            let op = comparison(i.x());
            if let Some(transfer) =
                machine!(self.begin_comparison(self.frame.get(), op, left, &right))
            {
                return Ok(Some(transfer));
            }
            let left = at.take(i.b());
            self.compare_truth(op, &left, &right)?
        };
        if truth == (i.op() == Opcode::JumpIfCompareInt) {
            self.jump(at, i.a() as i16)?;
        }
        Ok(None)
    }
}
