//! From objects of the classes in `nodes.py` to the parser's tree.
//!
//! A program may make any tree. A tree that no source text could produce is refused here, with the
//! messages of CPython's `Python-ast.c` (fields of the wrong type) and `ast.c` (rules beyond
//! types).

mod expressions;
mod patterns;
mod statements;

use super::page::Page;
use crate::objects::bytes::Bytes;
use crate::objects::int::to_i64;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str::{Str, intern};
use crate::runtime::{Kind, Value};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::{self, *};
use rustc_hash::FxHashMap;

/// The names of the classes of `_ast`, by identity.
pub struct Names(FxHashMap<u64, Name>);

impl Names {
    /// The names of the classes.
    ///
    /// # Errors
    /// Any exception raised by importing `_ast`.
    pub fn new(vm: &Vm) -> VmResult<Names> {
        let module = vm.import_module("_ast")?;
        let entries = module.get::<Module>().map(|module| module.dict.entries());
        let named = |(name, class): (Value, Value)| {
            Some((class.bits(), name.get::<Str>()?.as_str().into()))
        };
        Ok(Names(entries.unwrap_or_default().into_iter().filter_map(named).collect()))
    }

    /// The name of the class of a node, or of its base; none for other objects.
    pub fn of(&self, vm: &Vm, node: &Value) -> Option<&Name> {
        let classes = vm.class_ref(node).mro_classes();
        classes.iter().find_map(|class| self.0.get(&class.as_value().bits()))
    }

    /// Whether an object is a node.
    pub fn is_node(&self, vm: &Vm, object: &Value) -> bool {
        object.kind() == Some(Kind::Instance) && self.of(vm, object).is_some()
    }
}

/// The statements of a tree whose positions are on the page.
///
/// # Errors
/// TypeError for nodes in the wrong place, or that lack a field; ValueError for trees that no text
/// could produce.
pub fn read(vm: &Vm, tree: &Value, names: &Names, page: &Page) -> VmResult<ast::Module> {
    let reader = Reader { vm, names, page };
    let body = match reader.kind(tree)? {
        "Expression" => {
            let value = reader.expr_in(tree, "body")?;
            vec![Stmt { span: value.span, kind: StmtKind::Expr(value) }]
        }
        "Interactive" => reader.stmts(tree, "body")?,
        "Module" => {
            let body = reader.stmts(tree, "body")?;
            reader.list(tree, "type_ignores", |ignored| match reader.kind(ignored)? {
                "TypeIgnore" => {
                    reader.int(ignored, "lineno")?;
                    reader.text(&reader.require(ignored, "tag")?)
                }
                _ => Err(reader.unexpected("type_ignore", ignored)),
            })?;
            body
        }
        _ => return Err(reader.unexpected("mod", tree)),
    };
    Ok(ast::Module { body })
}

struct Reader<'a> {
    vm: &'a Vm,
    names: &'a Names,
    page: &'a Page,
}

impl<'a> Reader<'a> {
    #[cold]
    fn unexpected(&self, kind: &str, found: &Value) -> Raised {
        match self.vm.repr(found) {
            Ok(shown) => self
                .vm
                .type_error(format!("expected some sort of {kind}, but got {}", shown.as_str())),
            Err(raised) => raised,
        }
    }

    /// The name of a node's class; empty for objects that are not nodes.
    fn kind(&self, node: &Value) -> VmResult<&'a str> {
        self.vm.check_native_stack()?;
        self.vm.tick(16)?;
        Ok(self.names.of(self.vm, node).map_or("", |name| name.as_str()))
    }

    /// Refuses objects that are not nodes of a class.
    fn expect(&self, class: &str, node: &Value) -> VmResult<()> {
        match self.kind(node)? == class {
            true => Ok(()),
            false => Err(self.unexpected(class, node)),
        }
    }

    /// A field that may be absent, or None.
    fn get(&self, node: &Value, field: &str) -> VmResult<Option<Value>> {
        let value = self.vm.find_attribute(node, &intern(field))?;
        Ok(value.filter(|value| !value.is_none()))
    }

    /// A field that may be None, but not absent.
    fn present(&self, node: &Value, field: &str) -> VmResult {
        match self.vm.find_attribute(node, &intern(field))? {
            Some(value) => Ok(value),
            None => {
                let class = self.kind(node)?;
                let message = format!("required field \"{field}\" missing from {class}");
                Err(self.vm.type_error(message))
            }
        }
    }

    fn require(&self, node: &Value, field: &str) -> VmResult {
        let value = self.present(node, field)?;
        match value.is_none() {
            false => Ok(value),
            true => {
                let class = self.kind(node)?;
                let message = format!("field '{field}' is required for {class}");
                Err(self.vm.value_error(message))
            }
        }
    }

    /// The items of a list; an absent one is empty.
    fn list<T>(
        &self,
        node: &Value,
        field: &str,
        each: impl Fn(&Value) -> VmResult<T>,
    ) -> VmResult<Vec<T>> {
        let Some(value) = self.vm.find_attribute(node, &intern(field))? else {
            return Ok(Vec::new());
        };
        let Some(list) = value.get::<List>() else {
            let (class, found) = (self.kind(node)?, self.vm.class_ref(&value).name());
            return Err(self
                .vm
                .type_error(format!("{class} field \"{field}\" must be a list, not a {found}")));
        };
        list.to_vec().iter().map(each).collect()
    }

    /// The items of a list that may not be empty.
    fn some<T>(
        &self,
        node: &Value,
        field: &str,
        each: impl Fn(&Value) -> VmResult<T>,
    ) -> VmResult<Vec<T>> {
        let items = self.list(node, field, each)?;
        match items.is_empty() {
            false => Ok(items),
            true => {
                let message = format!("empty {field} on {}", self.kind(node)?);
                Err(self.vm.value_error(message))
            }
        }
    }

    /// A number, as far as it fits.
    fn number(&self, value: &Value) -> VmResult<i64> {
        match to_i64(value) {
            Some(number) => Ok(number),
            None => {
                let shown = self.vm.repr(value)?;
                let message = format!("invalid integer value: {}", shown.as_str());
                Err(self.vm.value_error(message))
            }
        }
    }

    fn int(&self, node: &Value, field: &str) -> VmResult<i64> {
        self.number(&self.require(node, field)?)
    }

    /// Refuses a field that is not a `string` of the grammar.
    fn text(&self, value: &Value) -> VmResult<()> {
        match value.get_exact::<Str>().is_some() || value.get_exact::<Bytes>().is_some() {
            true => Ok(()),
            false => Err(self.vm.type_error("AST string must be of type str")),
        }
    }

    /// Refuses a field that is neither a `string` nor None.
    fn optional_text(&self, node: &Value, field: &str) -> VmResult<()> {
        self.get(node, field)?.map_or(Ok(()), |value| self.text(&value))
    }

    /// The first and last position of a node of this sort.
    fn ends(&self, node: &Value, sort: &str) -> VmResult<((i64, i64), (i64, i64))> {
        let number = |field| self.get(node, field)?.map(|value| self.number(&value)).transpose();
        let required = |field| match self.vm.find_attribute(node, &intern(field))? {
            Some(number) => self.number(&number),
            None => {
                let message = format!("required field \"{field}\" missing from {sort}");
                Err(self.vm.type_error(message))
            }
        };
        let (line, column) = (required("lineno")?, required("col_offset")?);
        let end = match sort {
            "pattern" | "type_param" => (required("end_lineno")?, required("end_col_offset")?),
            _ => {
                (number("end_lineno")?.unwrap_or(line), number("end_col_offset")?.unwrap_or(column))
            }
        };
        Ok(((line, column), end))
    }

    /// The place of a node of this sort, whose end is not before its start.
    fn span(&self, node: &Value, sort: &str) -> VmResult<Span> {
        let ((line, column), (end_line, end_column)) = self.ends(node, sort)?;
        let message = if line > end_line {
            format!("AST node line range ({line}, {end_line}) is not valid")
        } else if line < 0 && end_line != line || column < 0 && end_column != column {
            format!(
                "AST node column range ({column}, {end_column}) for line range ({line}, \
                 {end_line}) is not valid"
            )
        } else if line == end_line && column > end_column {
            format!("line {line}, column {column}-{end_column} is not a valid range")
        } else {
            return Ok(self.page.span((line, column), (end_line, end_column)));
        };
        Err(self.vm.value_error(message))
    }

    /// The place of a part of a node, which may end anywhere.
    fn part_span(&self, node: &Value, sort: &str) -> VmResult<Span> {
        let (start, end) = self.ends(node, sort)?;
        Ok(self.page.span(start, end))
    }

    fn name(&self, value: &Value) -> VmResult<Name> {
        match value.get_exact::<Str>() {
            Some(name) => Ok(name.as_str().into()),
            None => Err(self.vm.type_error("AST identifier must be of type str")),
        }
    }

    /// A name that a program can bind.
    fn variable(&self, name: Name) -> VmResult<Name> {
        match &*name {
            "None" | "True" | "False" => {
                let message = format!("identifier field can't represent '{name}' constant");
                Err(self.vm.value_error(message))
            }
            _ => Ok(name),
        }
    }

    fn ident(&self, node: &Value, field: &str, span: Span) -> VmResult<Ident> {
        Ok(Ident { name: self.name(&self.require(node, field)?)?, span })
    }

    fn optional_ident(&self, node: &Value, field: &str, span: Span) -> VmResult<Option<Ident>> {
        let name = self.get(node, field)?;
        name.map(|name| Ok(Ident { name: self.name(&name)?, span })).transpose()
    }

    fn statement(&self, item: &Value) -> VmResult<Stmt> {
        match item.is_none() {
            false => self.stmt(item),
            true => Err(self.vm.value_error("None disallowed in statement list")),
        }
    }

    fn stmts(&self, node: &Value, field: &str) -> VmResult<Vec<Stmt>> {
        self.list(node, field, |item| self.statement(item))
    }

    /// The statements of a block.
    fn body(&self, node: &Value) -> VmResult<Vec<Stmt>> {
        self.some(node, "body", |item| self.statement(item))
    }

    fn expr(&self, node: &Value) -> VmResult<Expr> {
        self.expr_for(node, Context::Load)
    }

    fn operand(&self, item: &Value, context: Context) -> VmResult<Expr> {
        match item.is_none() {
            false => self.expr_for(item, context),
            true => Err(self.vm.value_error("None disallowed in expression list")),
        }
    }

    fn exprs(&self, node: &Value, field: &str) -> VmResult<Vec<Expr>> {
        self.list(node, field, |item| self.operand(item, Context::Load))
    }

    /// Expressions, each of which may be absent.
    fn maybe_exprs(&self, node: &Value, field: &str) -> VmResult<Vec<Option<Expr>>> {
        self.list(node, field, |expr| match expr.is_none() {
            false => self.expr(expr).map(Some),
            true => Ok(None),
        })
    }

    fn expr_in(&self, node: &Value, field: &str) -> VmResult<Box<Expr>> {
        self.expr(&self.require(node, field)?).map(Box::new)
    }

    /// The target of an assignment.
    fn target(&self, node: &Value, field: &str) -> VmResult<Box<Expr>> {
        self.expr_for(&self.require(node, field)?, Context::Store).map(Box::new)
    }

    fn optional(&self, node: &Value, field: &str) -> VmResult<Option<Expr>> {
        self.get(node, field)?.map(|expr| self.expr(&expr)).transpose()
    }

    fn optional_box(&self, node: &Value, field: &str) -> VmResult<Option<Box<Expr>>> {
        Ok(self.optional(node, field)?.map(Box::new))
    }
}

/// The use of an expression: the names of the classes of `expr_context`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    Load,
    Store,
    Del,
}
