//! Running the opcodes of a pickle.

use super::opcodes::*;
use super::unpickling_error;
use crate::objects::bytes::{ByteArray, Bytes, copied};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::int::{self as text_int, ByteOrder};
use crate::text::surrogate;
use crate::vm::{Raised, Vm, VmResult};

/// The source of a pickle.
pub enum Source {
    /// Bytes in memory.
    Data(Vec<u8>),
    /// The methods of a file.
    File { read: Value, readline: Value },
}

/// The state of reading one pickle.
pub struct Load<'a> {
    pub(super) vm: &'a Vm,
    source: Source,
    /// The data, or the current frame of a file, and how much of it has been read.
    buffer: Vec<u8>,
    at: usize,
    stack: Vec<Value>,
    /// The positions of the marks in the stack.
    marks: Vec<usize>,
    pub memo: Vec<Value>,
    pub protocol: i64,
    pub fix_imports: bool,
    /// Encoding and treatment of errors for Python 2's strings.
    pub encoding: (String, String),
    pub buffers: Value,
    pub persistent_load: Option<Value>,
    /// The program's own function to find classes.
    pub find_class: Option<Value>,
}

/// The largest number under which a program can store an object in the memo.
const MOST_MEMO: usize = 1 << 28;

impl<'a> Load<'a> {
    pub fn new(vm: &'a Vm, source: Source) -> Load<'a> {
        let (buffer, source) = match source {
            Source::Data(data) => (data, Source::Data(Vec::new())),
            file @ Source::File { .. } => (Vec::new(), file),
        };
        Load {
            vm,
            source,
            buffer,
            at: 0,
            stack: Vec::new(),
            marks: Vec::new(),
            memo: Vec::new(),
            protocol: 0,
            fix_imports: true,
            encoding: ("ASCII".into(), "strict".into()),
            buffers: Value::UNSET,
            persistent_load: None,
            find_class: None,
        }
    }

    #[cold]
    pub(super) fn error(&self, message: impl Into<String>) -> Raised {
        unpickling_error(self.vm, message)
    }

    /// Reads `count` bytes; returns where they start in the buffer.
    #[inline]
    fn take(&mut self, count: usize) -> VmResult<usize> {
        if self.buffer.len() - self.at < count {
            self.fill(count)?;
        }
        let start = self.at;
        self.at += count;
        Ok(start)
    }

    /// Puts the next bytes of a file into the empty buffer.
    #[cold]
    fn fill(&mut self, count: usize) -> VmResult<()> {
        let truncated = "pickle data was truncated";
        let Source::File { read, .. } = &self.source else { return Err(self.error(truncated)) };
        if self.at < self.buffer.len() {
            return Err(self.error("pickle exhausted before end of frame"));
        }
        let data = self.vm.call(read, &[Value::from(count)])?;
        let data = copied(self.vm, &data)?.ok_or_else(|| {
            self.vm.type_error("read() from the underlying stream did not return bytes")
        })?;
        if data.len() < count {
            return Err(self.error(truncated));
        }
        (self.buffer, self.at) = (data, 0);
        Ok(())
    }

    fn bytes(&mut self, count: usize) -> VmResult<&[u8]> {
        let start = self.take(count)?;
        Ok(&self.buffer[start..start + count])
    }

    fn byte(&mut self) -> VmResult<u8> {
        let start = self.take(1)?;
        Ok(self.buffer[start])
    }

    /// An unsigned number, least byte first.
    pub(super) fn number(&mut self, size: usize) -> VmResult<usize> {
        let start = self.take(size)?;
        let bytes = self.buffer[start..start + size].iter().rev();
        let number = bytes.fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        usize::try_from(number).map_err(|_| self.vm.overflow_error("size exceeds the maximum"))
    }

    /// A line, without its line ending.
    fn line(&mut self) -> VmResult<Vec<u8>> {
        let rest = &self.buffer[self.at..];
        if let Some(end) = memchr::memchr(b'\n', rest) {
            let line = rest[..end].to_vec();
            self.at += end + 1;
            return Ok(line);
        }
        let truncated = "pickle data was truncated";
        let Source::File { readline, .. } = &self.source else {
            return Err(self.error(truncated));
        };
        if !rest.is_empty() {
            return Err(self.error("pickle exhausted before end of frame"));
        }
        let line = self.vm.call(readline, &[])?;
        let mut line = copied(self.vm, &line)?.unwrap_or_default();
        match line.pop() {
            Some(b'\n') => Ok(line),
            _ => Err(self.error(truncated)),
        }
    }

    fn text_line(&mut self) -> VmResult<String> {
        let line = self.line()?;
        Ok(String::from_utf8_lossy(&line).into_owned())
    }

    #[inline]
    pub(super) fn push(&mut self, value: impl Into<Value>) {
        self.stack.push(value.into());
    }

    /// The depth below which the current opcode must not reach.
    fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    #[inline]
    pub(super) fn pop(&mut self) -> VmResult {
        if self.stack.len() > self.fence()
            && let Some(value) = self.stack.pop()
        {
            return Ok(value);
        }
        Err(self.underflow())
    }

    #[cold]
    fn underflow(&self) -> Raised {
        self.error(match self.marks.is_empty() {
            true => "unpickling stack underflow",
            false => "unexpected MARK found",
        })
    }

    #[inline]
    pub(super) fn top(&self) -> VmResult {
        match self.stack.last() {
            Some(value) if self.stack.len() > self.fence() => Ok(value.clone()),
            _ => Err(self.underflow()),
        }
    }

    /// Removes the last mark and the values above it, and returns these.
    fn pop_mark(&mut self) -> VmResult<Vec<Value>> {
        let mark = self.marks.pop().ok_or_else(|| self.error("could not find MARK"))?;
        Ok(self.stack.split_off(mark))
    }

    fn pop_tuple(&mut self, count: usize) -> VmResult<()> {
        let start = self.stack.len().checked_sub(count).filter(|start| *start >= self.fence());
        let start = start.ok_or_else(|| self.underflow())?;
        let tuple = Tuple::new(self.stack.drain(start..)).into_value();
        self.push(tuple);
        Ok(())
    }

    fn remember(&mut self, number: usize) -> VmResult<()> {
        let top = self.top()?;
        if number >= MOST_MEMO {
            return Err(self.vm.error_with(Exc::MemoryError, []));
        }
        if number >= self.memo.len() {
            let more = number + 1 - self.memo.len();
            if self.memo.try_reserve(more).is_err() {
                return Err(self.vm.error_with(Exc::MemoryError, []));
            }
            self.memo.resize(number + 1, Value::UNSET);
        }
        self.memo[number] = top;
        Ok(())
    }

    fn recall(&mut self, number: usize) -> VmResult<()> {
        match self.memo.get(number).filter(|value| !value.is_unset()) {
            Some(value) => {
                let value = value.clone();
                self.push(value);
                Ok(())
            }
            None => Err(self.error(format!("Memo value not found at index {number}"))),
        }
    }

    /// Reads a whole pickle.
    ///
    /// # Errors
    /// UnpicklingError and EOFError for invalid data; any exception raised by making the objects.
    pub fn run(&mut self) -> VmResult {
        loop {
            let vm = self.vm;
            let code = self.byte().map_err(|raised| match vm.class_ref(raised.0.as_value()) {
                class if class.name() == "UnpicklingError" => {
                    vm.error(Exc::EOFError, "Ran out of input")
                }
                _ => raised,
            })?;
            if code == STOP {
                return self.pop();
            }
            vm.tick(1)?;
            self.step(code)?;
        }
    }

    fn step(&mut self, code: u8) -> VmResult<()> {
        match code {
            PROTO => {
                let protocol = self.byte()?;
                if protocol > 5 {
                    let message = format!("unsupported pickle protocol: {protocol}");
                    return Err(self.vm.value_error(message));
                }
                self.protocol = protocol.into();
            }
            FRAME => {
                let length = self.number(8)?;
                if self.buffer.len() - self.at < length {
                    self.fill(length)?;
                }
            }
            NONE => self.push(Value::NONE),
            NEWTRUE => self.push(Value::TRUE),
            NEWFALSE => self.push(Value::FALSE),
            BININT => {
                let number = self.number(4)? as u32 as i32;
                self.push(i64::from(number));
            }
            BININT1 => {
                let number = self.number(1)?;
                self.push(number);
            }
            BININT2 => {
                let number = self.number(2)?;
                self.push(number);
            }
            LONG1 | LONG4 => {
                let length = self.number(if code == LONG1 { 1 } else { 4 })?;
                if i32::try_from(length).is_err() {
                    return Err(self.error("LONG pickle has negative byte count"));
                }
                let vm = self.vm;
                let bytes = self.bytes(length)?;
                let number =
                    vm.paced(|pace| text_int::from_bytes(bytes, ByteOrder::Little, true, pace))?;
                self.push(Value::from(number));
            }
            INT | LONG => self.load_int(code)?,
            BINFLOAT => {
                let start = self.take(8)?;
                let mut bytes = [0; 8];
                bytes.copy_from_slice(&self.buffer[start..start + 8]);
                self.push(f64::from_be_bytes(bytes));
            }
            FLOAT => {
                let text = Value::from(self.text_line()?);
                let number = self.vm.call(self.vm.types.float.as_value(), &[text])?;
                self.push(number);
            }
            SHORT_BINUNICODE => self.load_text(1)?,
            BINUNICODE => self.load_text(4)?,
            BINUNICODE8 => self.load_text(8)?,
            UNICODE => {
                let line = Bytes::new(self.line()?).into_value();
                let name = "raw-unicode-escape".into();
                let text = self.vm.call_method(&line, &intern("decode"), &[name])?;
                self.push(text);
            }
            SHORT_BINBYTES => self.load_bytes(1)?,
            BINBYTES => self.load_bytes(4)?,
            BINBYTES8 => self.load_bytes(8)?,
            BYTEARRAY8 => {
                let length = self.number(8)?;
                let data = self.bytes(length)?.to_vec();
                self.push(ByteArray::new(data));
            }
            STRING | BINSTRING | SHORT_BINSTRING => self.load_old_string(code)?,
            MARK => self.marks.push(self.stack.len()),
            POP => {
                // A mark on top of the stack is removed first.
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                } else {
                    drop(self.pop()?);
                }
            }
            POP_MARK => drop(self.pop_mark()?),
            DUP => {
                let top = self.top()?;
                self.push(top);
            }
            EMPTY_TUPLE => self.push(Tuple::empty()),
            TUPLE1 => self.pop_tuple(1)?,
            TUPLE2 => self.pop_tuple(2)?,
            TUPLE3 => self.pop_tuple(3)?,
            TUPLE => {
                let items = self.pop_mark()?;
                self.push(Tuple::new(items));
            }
            EMPTY_LIST => self.push(Vec::new()),
            LIST => {
                let items = self.pop_mark()?;
                self.push(items);
            }
            EMPTY_DICT => self.push(Dict::new()),
            DICT => {
                let items = self.pop_mark()?;
                let dict = Dict::new().into_value();
                self.store(&dict, items, "DICT")?;
                self.push(dict);
            }
            EMPTY_SET => self.push(Set::new()),
            FROZENSET => {
                let items = Value::from(self.pop_mark()?);
                let set = self.vm.call(self.vm.types.frozenset.as_value(), &[items])?;
                self.push(set);
            }
            APPEND => {
                let item = self.pop()?;
                let list = self.top()?;
                self.append(&list, vec![item])?;
            }
            APPENDS => {
                let items = self.pop_mark()?;
                let list = self.top()?;
                self.append(&list, items)?;
            }
            SETITEM => {
                let value = self.pop()?;
                let key = self.pop()?;
                let dict = self.top()?;
                self.store(&dict, vec![key, value], "SETITEM")?;
            }
            SETITEMS => {
                let items = self.pop_mark()?;
                let dict = self.top()?;
                self.store(&dict, items, "SETITEMS")?;
            }
            ADDITEMS => self.add_items()?,
            PUT | GET => self.load_memo_line(code)?,
            BINPUT => {
                let number = self.number(1)?;
                self.remember(number)?;
            }
            LONG_BINPUT => {
                let number = self.number(4)?;
                self.remember(number)?;
            }
            MEMOIZE => self.remember(self.memo.len())?,
            BINGET => {
                let number = self.number(1)?;
                self.recall(number)?;
            }
            LONG_BINGET => {
                let number = self.number(4)?;
                self.recall(number)?;
            }
            GLOBAL => {
                let (module, name) = (self.text_line()?, self.text_line()?);
                let found = self.find(&module, &name)?;
                self.push(found);
            }
            STACK_GLOBAL => {
                let (name, module) = (self.pop()?, self.pop()?);
                let (Some(module), Some(name)) = (module.get::<Str>(), name.get::<Str>()) else {
                    return Err(self.error("STACK_GLOBAL requires str"));
                };
                let found = self.find(module.as_str(), name.as_str())?;
                self.push(found);
            }
            EXT1 | EXT2 | EXT4 => {
                let size = [1, 2, 4][usize::from(code - EXT1)];
                self.load_extension(size)?;
            }
            REDUCE => {
                let arguments = self.pop()?;
                let callable = self.pop()?;
                let Some(tuple) = arguments.get::<Tuple>() else {
                    return Err(self.vm.type_error("argument list must be a tuple"));
                };
                let made = self.vm.call(&callable, tuple.items())?;
                self.push(made);
            }
            NEWOBJ => {
                let arguments = self.pop()?;
                let class = self.pop()?;
                self.load_new(&class, &arguments, None)?;
            }
            NEWOBJ_EX => {
                let named = self.pop()?;
                let arguments = self.pop()?;
                let class = self.pop()?;
                self.load_new(&class, &arguments, Some(&named))?;
            }
            BUILD => self.build()?,
            INST => {
                let (module, name) = (self.text_line()?, self.text_line()?);
                let class = self.find(&module, &name)?;
                let arguments = self.pop_mark()?;
                self.instantiate(&class, arguments)?;
            }
            OBJ => {
                let mut arguments = self.pop_mark()?;
                if arguments.is_empty() {
                    return Err(self.underflow());
                }
                let class = arguments.remove(0);
                self.instantiate(&class, arguments)?;
            }
            PERSID => {
                let id = Value::from(self.text_line()?);
                self.load_persistent(id)?;
            }
            BINPERSID => {
                let id = self.pop()?;
                self.load_persistent(id)?;
            }
            NEXT_BUFFER => self.next_buffer()?,
            READONLY_BUFFER => {
                let buffer = self.pop()?;
                let view = self.vm.import_module("builtins")?;
                let view = self.vm.get_attribute(&view, &intern("memoryview"))?;
                let view = self.vm.call(&view, std::slice::from_ref(&buffer))?;
                let is_readonly = self.vm.get_attribute(&view, &intern("readonly"))?;
                let buffer = match self.vm.truthy(&is_readonly)? {
                    true => buffer,
                    false => self.vm.call_method(&view, &intern("toreadonly"), &[])?,
                };
                self.push(buffer);
            }
            _ => {
                let shown = match code {
                    b'\'' | b'\\' => format!("\\x{code:02x}"),
                    0x20..=0x7E => char::from(code).to_string(),
                    _ => format!("\\x{code:02x}"),
                };
                return Err(self.error(format!("invalid load key, '{shown}'.")));
            }
        }
        Ok(())
    }

    fn load_text(&mut self, size: usize) -> VmResult<()> {
        let length = self.number(size)?;
        let bytes = self.bytes(length)?;
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Value::from(text),
            Err(_) => surrogate::from_wtf8(bytes).into(),
        };
        self.push(text);
        Ok(())
    }

    fn load_bytes(&mut self, size: usize) -> VmResult<()> {
        let length = self.number(size)?;
        let bytes = Value::from(self.bytes(length)?);
        self.push(bytes);
        Ok(())
    }

    fn load_int(&mut self, code: u8) -> VmResult<()> {
        let line = self.text_line()?;
        let value = match line.as_str() {
            "00" if code == INT => Value::FALSE,
            "01" if code == INT => Value::TRUE,
            text => {
                let text = if code == LONG { text.strip_suffix('L').unwrap_or(text) } else { text };
                self.vm.call(self.vm.types.int.as_value(), &[text.into()])?
            }
        };
        self.push(value);
        Ok(())
    }

    /// A string of Python 2, which becomes bytes or text as the program chooses.
    fn load_old_string(&mut self, code: u8) -> VmResult<()> {
        let data = match code {
            STRING => {
                let line = self.line()?;
                let line = line.trim_ascii_end();
                let quoted = match line {
                    [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => inner,
                    _ => return Err(self.error("the STRING opcode argument must be quoted")),
                };
                let codecs = self.vm.import_module("codecs")?;
                let decode = self.vm.get_attribute(&codecs, &intern("escape_decode"))?;
                let pair = self.vm.call(&decode, &[Value::from(quoted)])?;
                let pair = self.vm.to_vec(&pair)?;
                copied(self.vm, &pair[0])?.unwrap_or_default()
            }
            _ => {
                let length = self.number(if code == BINSTRING { 4 } else { 1 })?;
                if i32::try_from(length).is_err() {
                    return Err(self.error("BINSTRING pickle has negative byte count"));
                }
                self.bytes(length)?.to_vec()
            }
        };
        let data = Bytes::new(data).into_value();
        let (encoding, errors) = self.encoding.clone();
        let value = match encoding.as_str() {
            "bytes" => data,
            _ => {
                let arguments = [encoding.into(), errors.into()];
                self.vm.call_method(&data, &intern("decode"), &arguments)?
            }
        };
        self.push(value);
        Ok(())
    }

    fn load_memo_line(&mut self, code: u8) -> VmResult<()> {
        let line = self.text_line()?;
        let Ok(number) = line.trim().parse::<usize>() else {
            let message = format!("invalid literal for int() with base 10: '{line}'");
            return Err(self.vm.value_error(message));
        };
        if code == PUT { self.remember(number) } else { self.recall(number) }
    }

    fn append(&mut self, list: &Value, items: Vec<Value>) -> VmResult<()> {
        if let Some(list) = list.get_exact::<List>() {
            list.borrow_mut().extend(items);
            return Ok(());
        }
        let vm = self.vm;
        if items.len() != 1
            && let Some(extend) = vm.find_attribute(list, &intern("extend"))?
        {
            return vm.call(&extend, &[items.into()]).map(drop);
        }
        let append = vm.get_attribute(list, &intern("append"))?;
        items.into_iter().try_for_each(|item| vm.call(&append, &[item]).map(drop))
    }

    fn store(&mut self, dict: &Value, items: Vec<Value>, code: &str) -> VmResult<()> {
        if items.len() % 2 == 1 {
            return Err(self.error(format!("odd number of items for {code}")));
        }
        let mut items = items.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            match dict.get_exact::<Dict>() {
                Some(dict) => drop(dict.insert(self.vm, key, value)?),
                None => self.vm.set_item(dict, &key, value)?,
            }
        }
        Ok(())
    }

    fn add_items(&mut self) -> VmResult<()> {
        let items = self.pop_mark()?;
        let set = self.top()?;
        if let Some(set) = set.get_exact::<Set>().filter(|set| !set.is_frozen()) {
            return items.into_iter().try_for_each(|item| set.add(self.vm, item).map(drop));
        }
        let add = self.vm.get_attribute(&set, &intern("add"))?;
        items.into_iter().try_for_each(|item| self.vm.call(&add, &[item]).map(drop))
    }

    fn load_persistent(&mut self, id: Value) -> VmResult<()> {
        let Some(function) = &self.persistent_load else {
            return Err(self.error(
                "A load persistent id instruction was encountered, but no persistent_load function was specified.",
            ));
        };
        let found = self.vm.call(function, &[id])?;
        self.push(found);
        Ok(())
    }

    fn next_buffer(&mut self) -> VmResult<()> {
        if self.buffers.is_unset() {
            return Err(self.error(
                "pickle stream refers to out-of-band data but no *buffers* argument was given",
            ));
        }
        match self.vm.next(&self.buffers)? {
            Some(buffer) => {
                self.push(buffer);
                Ok(())
            }
            None => Err(self.error("not enough out-of-band buffers")),
        }
    }
}
