//! The source of functions, classes and modules.

use super::look::{self, Known};
use crate::diagnostics;
use crate::objects::bound::{BoundMethod, ClassMethod, Property, StaticMethod};
use crate::objects::class::Class;
use crate::objects::code::{Code, Source};
use crate::objects::function::Function;
use crate::objects::generator::Generator;
use crate::objects::int::to_i64;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::vm::Vm;
use hob_grammar::pieces::{PieceKind, pieces};
use hob_grammar::token::Tok;
use std::rc::Rc;

/// The maximum number of nested wrappers: a program can make a cycle of them.
const MAX_STEPS: usize = 20;

/// The location of a definition.
pub struct Definition {
    /// The source that contains it.
    pub source: Rc<Source>,
    /// Its first line, from 1; 0 for a whole module.
    pub line: u32,
}

impl Definition {
    /// The definition of a function, class, module or coroutine; none if it has no source.
    pub fn of(vm: &Vm, value: &Value) -> Option<Definition> {
        let mut value = value.clone();
        for _ in 0..MAX_STEPS {
            match inner(vm, &value) {
                Some(next) => value = next,
                None => break,
            }
        }
        let in_code =
            |code: &Code| Definition { source: code.source.clone(), line: code.first_line };
        if let Some(function) = value.get::<Function>() {
            return Some(in_code(&function.code));
        }
        if let Some(code) = value.get::<Code>() {
            return Some(in_code(code));
        }
        match (value.get::<Module>(), value.get::<Class>()) {
            (Some(module), _) => Some(Definition { source: module_source(vm, module)?, line: 0 }),
            (_, Some(class)) => of_class(vm, class),
            _ => None,
        }
    }

    /// `file:line`
    pub fn place(&self) -> String {
        match self.line {
            0 => self.source.name.clone(),
            line => format!("{}:{line}", self.source.name),
        }
    }

    /// The text, with the line ending of its last line.
    pub fn text(&self) -> String {
        let whole = &self.source.text;
        match self.source.offset(self.line, 0) {
            Some(start) => block(&whole[start as usize..]).to_string(),
            None => whole.to_string(),
        }
    }
}

/// The object behind a wrapper: the function of a method, the code of a coroutine.
fn inner(vm: &Vm, value: &Value) -> Option<Value> {
    let attribute = |name: &str| match Known::Value(value.clone()).attribute(vm, name) {
        Some(Known::Value(found)) => Some(found),
        _ => None,
    };
    if let Some(wrapped) = look::own_value(value, &intern("__wrapped__")) {
        return Some(wrapped);
    }
    if let Some(method) = value.get::<BoundMethod>() {
        return Some(method.function.clone());
    }
    if let Some(property) = value.get::<Property>() {
        return Some(property.getter.get());
    }
    if let Some(method) = value.get::<StaticMethod>() {
        return Some(method.function.get());
    }
    if let Some(method) = value.get::<ClassMethod>() {
        return Some(method.function.get());
    }
    if value.get::<Generator>().is_some() {
        return ["cr_code", "gi_code", "ag_code"].into_iter().find_map(attribute);
    }
    if look::is_partial(vm, value) { attribute("func") } else { None }
}

/// A class is in the source of its methods; a class without methods is in its module's source, or
/// was entered at the prompt.
fn of_class(vm: &Vm, class: &Ref<Class>) -> Option<Definition> {
    let line = to_i64(&class.dict().get_text("__firstlineno__")?)?;
    let line = u32::try_from(line).ok()?;
    let qualname = class.qualname.borrow().as_str().to_string();
    let of_class = |value: &Value| {
        let found = Definition::of(vm, value)?;
        let function = value.get::<Function>();
        let is_own = function.is_none_or(|f| {
            f.code
                .qualname
                .as_str()
                .strip_prefix(&qualname)
                .is_some_and(|rest| rest.starts_with('.'))
        });
        (is_own && value.get::<Class>().is_none()).then_some(found.source)
    };
    let opening = format!("class {}", class.name());
    let is_there = |source: &Rc<Source>| {
        let found = source.offset(line, 0).map(|start| block(&source.text[start as usize..]));
        found.is_some_and(|text| text.lines().any(|line| line.trim_start().starts_with(&opening)))
    };
    let methods = class.dict().entries();
    let of_methods = methods.iter().find_map(|(_, value)| of_class(value));
    let source = of_methods.filter(is_there).or_else(|| {
        let module = vm.modules.get_text(&class.module()?)?.into_ref::<Module>().ok()?;
        let entered = || diagnostics::shown_sources(vm).into_iter().rev().find(is_there);
        module_source(vm, &module).filter(is_there).or_else(entered)
    });
    Some(Definition { source: source?, line })
}

fn module_source(vm: &Vm, module: &Ref<Module>) -> Option<Rc<Source>> {
    let name = module.name();
    let file = module.dict.get_text("__file__");
    let file = file.as_ref().and_then(|file| file.get::<Str>()).map(|file| file.as_str());
    vm.host().library_source(&name, file).or_else(|| {
        let file = file?;
        let path = std::path::Path::new(file);
        let text = vm.may_read(path).then(|| std::fs::read_to_string(path).ok())??;
        Some(Source::new(file, text))
    })
}

/// The extent of the definition at the start of the text: its decorators, its first line, and all
/// lines indented further.
pub fn block(text: &str) -> &str {
    let indentation = |at: usize| {
        let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        at - line
    };
    let mut own = None;
    let mut depth = 0;
    let mut end = 0;
    // Whether the next token is the first of a logical line, and whether the decorators have ended.
    let (mut first, mut decorated) = (true, true);
    for piece in pieces(text) {
        let at = piece.span.start as usize;
        let kind = match piece.kind {
            PieceKind::Comment => continue,
            PieceKind::Token(kind) => Some(kind),
            _ => None,
        };
        if kind == Some(Tok::RawNewline) {
            first |= depth == 0;
            continue;
        }
        if first {
            match own {
                None => own = Some(indentation(at)),
                Some(own) if !decorated && indentation(at) <= own => break,
                Some(_) => {}
            }
            decorated &= kind == Some(Tok::At);
            first = false;
        }
        match kind {
            Some(Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace) => depth += 1,
            Some(Tok::RightParen | Tok::RightBracket | Tok::RightBrace) => depth -= 1,
            _ => {}
        }
        end = piece.span.end as usize;
    }
    let rest = &text[end..];
    &text[..end + rest.find('\n').map_or(rest.len(), |at| at + 1)]
}

#[cfg(test)]
mod tests {
    use super::block;

    #[test]
    fn blocks_end_where_the_next_line_is_as_far_out() {
        for (text, expected) in [
            ("def f(): pass\nx = 1\n", "def f(): pass\n"),
            (
                "@a\n@b(1)\nasync def f(x,\n  y):\n  # c\n\n  return 1  # d\n\n# e\nx",
                "@a\n@b(1)\nasync def f(x,\n  y):\n  # c\n\n  return 1  # d\n",
            ),
            ("  def f(self):\n    '''a\nb'''\n  x = 1", "  def f(self):\n    '''a\nb'''\n"),
            ("f = lambda x: (x,\n 1)\ny", "f = lambda x: (x,\n 1)\n"),
            ("class C:\n  x = 1", "class C:\n  x = 1"),
            ("", ""),
        ] {
            assert_eq!(block(text), expected);
        }
    }
}
