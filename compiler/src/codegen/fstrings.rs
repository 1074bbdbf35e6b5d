//! f-strings (PEP 701).

use super::expressions::MAX_WINDOW;
use super::unit::{Reg, Val};
use super::{Dst, Gen, Result};
use crate::bytecode::Opcode;
use crate::constants::Literal;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    pub(super) fn fstring(
        &mut self,
        parts: &'a [FStringPart],
        dst: Dst,
        span: Span,
    ) -> Result<Val> {
        let base = self.u.top();
        match parts {
            [] => return Ok(self.literal(Literal::Str("".into()), dst, span)),
            [FStringPart::Literal(text)] => {
                return Ok(self.literal(Literal::Str(text.clone()), dst, span));
            }
            [FStringPart::Interpolation(field)] if field.debug_text.is_none() => {
                return self.field(field, dst);
            }
            _ => {}
        }
        let window = self.u.top();
        let mut count = 0;
        for part in parts {
            // A long f-string is joined in pieces.
            if count >= MAX_WINDOW {
                self.u.pop_to(window);
                let joined = self.u.push(1);
                self.u.emit(Opcode::BuildString, 0, joined, window, count as u16, span);
                count = 1;
            }
            match part {
                FStringPart::Literal(text) => {
                    self.push_text(text, span);
                    count += 1;
                }
                FStringPart::Interpolation(field) => {
                    if let Some(text) = &field.debug_text {
                        self.push_text(text, field.span);
                        count += 1;
                    }
                    let r = self.u.push(1);
                    self.field(field, Dst::In(r))?;
                    count += 1;
                }
            }
        }
        let r = self.result(dst, base);
        self.u.emit(Opcode::BuildString, 0, r, window, count as u16, span);
        Ok(self.val(r))
    }

    fn push_text(&mut self, text: &str, span: Span) -> Reg {
        let r = self.u.push(1);
        self.load_literal(r, Literal::Str(text.into()), span);
        r
    }

    fn field(&mut self, field: &'a Interpolation, dst: Dst) -> Result<Val> {
        let base = self.u.top();
        let value = match &field.value {
            // Never a variable, since the specification could rebind it.
            value if field.format_spec.is_some() => {
                let r = self.expr_push(value)?;
                Val::Temporary(r)
            }
            value => self.expr(value)?,
        };
        let spec = match &field.format_spec {
            Some(parts) => self.fstring(parts, Dst::Any, field.span)?,
            None => self.u.constant(Literal::Str("".into()), field.span),
        };
        let conversion = match field.conversion {
            None => 0,
            Some(Conversion::Str) => 1,
            Some(Conversion::Repr) => 2,
            Some(Conversion::Ascii) => 3,
        };
        let r = self.result(dst, base);
        let (value, spec) = (value.operand(), spec.operand());
        self.u.emit(Opcode::FormatValue, conversion, r, value, spec, field.span);
        Ok(self.val(r))
    }
}
