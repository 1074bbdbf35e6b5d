//! Code as text: instructions in the table's notation next to their source lines.

use crate::bytecode::{Comparison, Field, Instruction, Intrinsic, Opcode, Operand, Special};
use crate::objects::code::Code;
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use std::fmt::Write;

/// An instruction as text.
pub struct Line {
    /// The number of its operation in the table.
    pub opcode: u8,
    /// Its operation.
    pub name: &'static str,
    /// Its operands, in the order of the table.
    pub operands: String,
}

/// The instructions of a code object, not of nested ones.
pub fn lines(code: &Code) -> Vec<Line> {
    let numbered = code.instructions.iter().enumerate();
    let lines = numbered.map(|(index, instruction)| {
        let (op, text) = (instruction.op, show(code, index, instruction));
        let operands = text.strip_prefix(op.name()).unwrap_or(&text).trim().to_string();
        Line { opcode: op as u8, name: op.name(), operands }
    });
    lines.collect()
}

/// The instructions of a code object and of nested ones.
pub fn disassemble(code: &Ref<Code>) -> String {
    let mut text = String::new();
    write_code(code, &mut text);
    text
}

fn write_code(code: &Code, text: &mut String) {
    let _ = writeln!(text, "{} (line {}):", code.qualname.as_str(), code.first_line);
    let names: Vec<&str> = code.locals.iter().map(|n| n.as_str()).collect();
    if !names.is_empty() {
        let _ = writeln!(text, "  variables {}", names.join(" "));
    }
    let mut last_line = 0;
    for (index, instruction) in code.instructions.iter().enumerate() {
        let line = code.line(index);
        if line != last_line {
            let _ = writeln!(text, "  {line:>4} | {}", code.source.line(line).trim());
            last_line = line;
        }
        let _ = writeln!(text, "  {index:>6}  {}", show(code, index, instruction));
    }
    for guard in &code.guards {
        let _ = writeln!(
            text,
            "  guard {}..{} -> {} (exception in t{})",
            guard.start,
            guard.end,
            guard.handler,
            usize::from(guard.depth).saturating_sub(code.locals.len())
        );
    }
    for constant in &code.constants {
        if let Some(inner) = constant.get::<Code>() {
            text.push('\n');
            write_code(inner, text);
        }
    }
}

fn register(code: &Code, r: u16) -> String {
    match code.locals.get(usize::from(r)) {
        Some(name) => name.as_str().to_owned(),
        None => format!("t{}", usize::from(r) - code.locals.len()),
    }
}

fn constant(code: &Code, index: usize) -> String {
    let Some(value) = code.constants.get(index) else { return format!("K[{index}]") };
    if let Some(inner) = value.get::<Code>() {
        return format!("<{}>", inner.qualname.as_str());
    }
    if let Some(tuple) = value.get::<Tuple>() {
        return format!("({})", shown(tuple.items()));
    }
    match value.get::<Set>() {
        Some(set) => format!("{{{}}}", shown(&set.items())),
        None => shown(std::slice::from_ref(value)),
    }
}

/// Scalars side by side.
fn shown(values: &[Value]) -> String {
    let texts = values.iter().map(|value| match value.get::<Str>() {
        Some(text) => format!("{:?}", text.as_str()),
        None => format!("{value:?}"),
    });
    texts.collect::<Vec<_>>().join(", ")
}

fn operand(code: &Code, bits: u16) -> String {
    let operand = Operand(bits);
    if operand.is_constant() {
        return constant(code, operand.index());
    }
    let name = register(code, operand.index() as u16);
    if operand.is_last_use() { format!("{name}*") } else { name }
}

/// One instruction, its operands in the order of the table.
fn show(code: &Code, index: usize, instruction: Instruction) -> String {
    let Instruction { op, x, a, b, c } = instruction;
    let mut parts = Vec::new();
    let target = |distance: i64| format!("-> {}", index as i64 + 1 + distance);
    let name = |i: u16| {
        code.names.get(usize::from(i)).map_or(format!("N[{i}]"), |n| n.as_str().to_owned())
    };
    for (field, bits) in op.fields().into_iter().zip([u16::from(x), a, b, c]) {
        let part = match field {
            Field::None | Field::Rest => continue,
            Field::Write | Field::Register => register(code, bits),
            Field::Read => operand(code, bits),
            Field::Window => format!("{}..", register(code, bits)),
            Field::Constant => {
                let high = if op == Opcode::LoadConstant { usize::from(c) << 16 } else { 0 };
                constant(code, usize::from(bits) | high)
            }
            Field::Name => name(bits),
            Field::Attribute => match code.attribute_caches.get(usize::from(bits)) {
                Some(cache) => format!(".{}", cache.name.as_str()),
                None => format!(".{bits}"),
            },
            Field::Cache => continue,
            Field::Free => match code.free.get(usize::from(bits)) {
                Some(name) => format!("free {}", name.as_str()),
                None => format!("free {bits}"),
            },
            Field::Jump => target(i64::from(bits as i16)),
            Field::WideJump => target(i64::from(instruction.wide_operand())),
            Field::Count => bits.to_string(),
            Field::Int => instruction.int().to_string(),
            Field::BinaryOp => binary_symbol(bits).to_owned(),
            Field::Comparison => match Comparison::ALL.get(usize::from(bits)) {
                Some(comparison) => comparison.symbol().to_owned(),
                None => bits.to_string(),
            },
            Field::Intrinsic => match Intrinsic::ALL.get(usize::from(bits)) {
                Some(intrinsic) => format!("{intrinsic:?}"),
                None => bits.to_string(),
            },
            Field::Special => match Special::ALL.get(usize::from(bits)) {
                Some(special) => special.method().to_owned(),
                None => bits.to_string(),
            },
        };
        parts.push(part);
    }
    format!("{:<20} {}", op.name(), parts.join(", ")).trim_end().to_owned()
}

fn binary_symbol(number: u16) -> &'static str {
    const SYMBOLS: [&str; 13] =
        ["+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "|", "^", "&"];
    SYMBOLS.get(usize::from(number)).copied().unwrap_or("?")
}
