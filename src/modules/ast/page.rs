//! The text to which the positions of a syntax tree refer.

use super::reader::Names;
use crate::objects::int::to_i64;
use crate::objects::list::List;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::Span;
use rustc_hash::FxHashSet;

/// The lines of a file, padded with spaces up to the last column used by a node. So node positions
/// are offsets into a text, whether or not the tree was made from this file, and even if there is
/// none.
pub struct Page {
    /// The text.
    pub text: String,
    starts: Vec<u32>,
}

/// The largest page, in bytes.
const MAX_SIZE: usize = 1 << 28;

impl Page {
    /// The page for a tree that a program compiles under the name of a file.
    ///
    /// # Errors
    /// ValueError for absurdly large lines and columns; MemoryError.
    pub fn new(vm: &Vm, tree: &Value, names: &Names, file: &str) -> VmResult<Page> {
        let widths = widths(vm, tree, names)?;
        let lines = match file.starts_with('<') {
            true => Vec::new(),
            false => lines_of_file(vm, file)?,
        };
        let count = widths.len().max(lines.len());
        let size = widths.iter().sum::<usize>() + lines.iter().map(String::len).sum::<usize>();
        vm.reserve(size + count)?;
        let mut page = Page { text: String::new(), starts: Vec::with_capacity(count) };
        for index in 0..count {
            page.starts.push(page.text.len() as u32);
            let line = lines.get(index).map_or("", |line| line.trim_end_matches(['\n', '\r']));
            page.text.push_str(line);
            let blanks = widths.get(index).map_or(0, |width| width.saturating_sub(line.len()));
            page.text.extend(std::iter::repeat_n(' ', blanks));
            page.text.push('\n');
        }
        Ok(page)
    }

    /// The span between two lines, from 1, and columns, in bytes.
    pub fn span(&self, (line, column): (i64, i64), (end_line, end_column): (i64, i64)) -> Span {
        let offset = |line: i64, column: i64| {
            let index = usize::try_from(line - 1).unwrap_or(0);
            let start = self.starts.get(index).copied().unwrap_or(0);
            let at = start as usize + usize::try_from(column).unwrap_or(0);
            self.text.floor_char_boundary(at) as u32
        };
        let start = offset(line, column);
        Span::new(start, offset(end_line, end_column).max(start))
    }
}

/// The lines that tracebacks show of a file.
fn lines_of_file(vm: &Vm, file: &str) -> VmResult<Vec<String>> {
    let linecache = vm.import_module("linecache")?;
    let lines = vm.call_method(&linecache, &intern("getlines"), &[file.into()])?;
    let lines = vm.to_vec(&lines)?;
    Ok(lines.iter().filter_map(|l| Some(l.get::<Str>()?.as_str().to_string())).collect())
}

/// The width that each line needs, in bytes.
fn widths(vm: &Vm, tree: &Value, names: &Names) -> VmResult<Vec<usize>> {
    let attributes = [("lineno", "col_offset"), ("end_lineno", "end_col_offset")];
    let attributes = attributes.map(|(line, column)| (intern(line), intern(column)));
    let fields = intern("_fields");
    let (mut widths, mut size) = (Vec::new(), 0usize);
    // A node may occur in several places, even in itself.
    let mut seen = FxHashSet::default();
    let mut left = vec![tree.clone()];
    while let Some(node) = left.pop() {
        vm.tick(16)?;
        if let Some(list) = node.get::<List>() {
            left.extend(list.to_vec());
            continue;
        }
        if !names.is_node(vm, &node) || !seen.insert(node.bits()) {
            continue;
        }
        for (line, column) in &attributes {
            let number = |name| -> VmResult<i64> {
                let value = vm.find_attribute(&node, name)?;
                Ok(value.and_then(|value| to_i64(&value)).unwrap_or(0).max(0))
            };
            let (line, column) = (number(line)? as usize, number(column)? as usize);
            size = size.saturating_add(column).saturating_add(line.saturating_sub(widths.len()));
            if size > MAX_SIZE {
                return Err(vm.value_error("the positions of the nodes are too large"));
            }
            if line > widths.len() {
                widths.resize(line, 0);
            }
            if let Some(width) = line.checked_sub(1).and_then(|index| widths.get_mut(index)) {
                *width = column.max(*width);
            }
        }
        let names = vm.get_attribute(&node, &fields)?;
        for name in names.get::<Tuple>().map(|names| names.items().to_vec()).unwrap_or_default() {
            if let Some(name) = name.get::<Str>() {
                left.extend(vm.find_attribute(&node, name)?);
            }
        }
    }
    Ok(widths)
}
