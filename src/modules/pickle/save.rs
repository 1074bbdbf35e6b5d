//! Writing objects as opcodes.

use super::memo::Memo;
use super::opcodes::*;
use super::pickling_error;
use crate::objects::bytes::{self, ByteArray, Bytes};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::int::Int;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Ref, Value, View};
use crate::text::{float, surrogate};
use crate::vm::{Vm, VmResult};
use num_bigint::BigInt;
use smallvec::SmallVec;

/// The number of items that one opcode adds.
const BATCH: usize = 1000;
/// From this size on, a frame is closed, and bytes are written outside frames.
const FRAME_TARGET: usize = 64 * 1024;
const FRAME_LEAST: usize = 4;
const FRAME_HEADER: usize = 9;

/// A program's hooks that replace parts of pickling.
#[derive(Default)]
pub struct Hooks {
    pub persistent_id: Option<Value>,
    pub reducer_override: Option<Value>,
    pub dispatch_table: Option<Value>,
    /// Takes buffers that stay out of the pickle.
    pub buffer_callback: Option<Value>,
}

/// The state of writing one pickle.
pub struct Save<'a> {
    pub vm: &'a Vm,
    pub out: Vec<u8>,
    pub memo: Memo,
    pub protocol: i64,
    /// Whether the protocol is a binary one.
    pub binary: bool,
    pub fix_imports: bool,
    pub hooks: Hooks,
    /// Whether objects are not remembered.
    pub fast: bool,
    /// The receiver of full frames; none keeps all in `out`.
    pub write: Option<Value>,
    framing: bool,
    /// The start of the open frame.
    frame: Option<usize>,
}

impl<'a> Save<'a> {
    pub fn new(vm: &'a Vm, protocol: i64, fix_imports: bool, hooks: Hooks) -> Save<'a> {
        Save {
            vm,
            out: Vec::new(),
            memo: Memo::default(),
            protocol,
            binary: protocol > 0,
            fix_imports: fix_imports && protocol < 3,
            hooks,
            fast: false,
            write: None,
            framing: false,
            frame: None,
        }
    }

    /// Writes a whole pickle.
    ///
    /// # Errors
    /// PicklingError; any exception raised by taking objects apart.
    pub fn dump(&mut self, object: &Value) -> VmResult<()> {
        if self.protocol >= 2 {
            self.put(&[PROTO, self.protocol as u8]);
            self.framing = self.protocol >= 4;
        }
        let result = self.save(object);
        result?;
        self.put(&[STOP]);
        self.close_frame();
        self.framing = false;
        Ok(())
    }

    /// Passes the written bytes to the file.
    ///
    /// # Errors
    /// Any exception raised by its `write`.
    pub fn flush(&mut self) -> VmResult<()> {
        let Some(write) = self.write.clone() else { return Ok(()) };
        let written = Bytes::new(std::mem::take(&mut self.out)).into_value();
        self.vm.call(&write, &[written]).map(drop)
    }

    /// Appends bytes, in a frame if frames are on.
    #[inline]
    pub fn put(&mut self, bytes: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.out.len());
            self.out.extend_from_slice(&[0xFE; FRAME_HEADER]);
        }
        self.out.extend_from_slice(bytes);
    }

    fn close_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let length = self.out.len() - start - FRAME_HEADER;
        if length < FRAME_LEAST {
            self.out.drain(start..start + FRAME_HEADER);
            return;
        }
        self.out[start] = FRAME;
        self.out[start + 1..start + FRAME_HEADER].copy_from_slice(&(length as u64).to_le_bytes());
    }

    /// Closes a frame that is long enough.
    fn boundary(&mut self) -> VmResult<()> {
        if let Some(start) = self.frame
            && self.out.len() - start - FRAME_HEADER >= FRAME_TARGET
        {
            self.close_frame();
            return self.flush();
        }
        Ok(())
    }

    /// Appends bytes after their header; long ones bypass the frames.
    fn put_long(&mut self, header: &[u8], data: &[u8]) -> VmResult<()> {
        if data.len() < FRAME_TARGET {
            self.put(header);
            self.put(data);
            return Ok(());
        }
        self.close_frame();
        self.out.extend_from_slice(header);
        if self.write.is_some() {
            self.flush()?;
        }
        self.out.extend_from_slice(data);
        if self.write.is_some() { self.flush() } else { Ok(()) }
    }

    /// Remembers an object that was just written.
    pub fn memoize(&mut self, object: &Value) {
        if self.fast {
            return;
        }
        let number = self.memo.len();
        self.memo.insert(object.clone(), number);
        match number {
            _ if self.protocol >= 4 => self.put(&[MEMOIZE]),
            _ if !self.binary => self.put(format!("p{number}\n").as_bytes()),
            0..256 => self.put(&[BINPUT, number as u8]),
            _ => {
                self.put(&[LONG_BINPUT]);
                self.put(&(number as u32).to_le_bytes());
            }
        }
    }

    /// Whether an object has been written.
    pub fn is_known(&self, object: &Value) -> bool {
        self.memo.get(object).is_some()
    }

    /// Refers to an object that has been written; false if it has not.
    pub fn refer(&mut self, object: &Value) -> bool {
        let Some(number) = self.memo.get(object) else { return false };
        match number {
            _ if !self.binary => self.put(format!("g{number}\n").as_bytes()),
            0..256 => self.put(&[BINGET, number as u8]),
            _ => {
                self.put(&[LONG_BINGET]);
                self.put(&(number as u32).to_le_bytes());
            }
        }
        true
    }

    /// Writes an object.
    ///
    /// # Errors
    /// PicklingError; any exception raised by reducing it; RecursionError.
    pub fn save(&mut self, object: &Value) -> VmResult<()> {
        self.vm.tick(1)?;
        self.boundary()?;
        if self.hooks.persistent_id.is_some() && self.save_persistent(object)? {
            return Ok(());
        }
        self.save_plainly(object)
    }

    /// Writes the result of `persistent_id` for an object, unless it is None.
    fn save_persistent(&mut self, object: &Value) -> VmResult<bool> {
        let Some(function) = self.hooks.persistent_id.clone() else { return Ok(false) };
        let id = self.vm.call(&function, std::slice::from_ref(object))?;
        if id.is_none() {
            return Ok(false);
        }
        if self.binary {
            self.boundary()?;
            self.save_plainly(&id)?;
            self.put(&[BINPERSID]);
            return Ok(true);
        }
        let text = self.vm.str(&id)?;
        if !text.as_str().is_ascii() {
            let message = "persistent IDs in protocol 0 must be ASCII strings";
            return Err(pickling_error(self.vm, message));
        }
        self.put(format!("P{}\n", text.as_str()).as_bytes());
        Ok(true)
    }

    fn save_plainly(&mut self, object: &Value) -> VmResult<()> {
        match object.view() {
            View::None => self.put(&[NONE]),
            View::Bool(true) if self.protocol >= 2 => self.put(&[NEWTRUE]),
            View::Bool(false) if self.protocol >= 2 => self.put(&[NEWFALSE]),
            View::Bool(b) => self.put(if b { b"I01\n" } else { b"I00\n" }),
            View::Int(i) => self.save_int(i),
            View::Float(x) => self.save_float(x),
            View::Obj(header) => {
                let (plain, kind) = (header.class().is_none(), header.kind());
                if plain && kind == Kind::Int {
                    if let Some(int) = object.get::<Int>() {
                        self.save_big(&int.value);
                    }
                    return Ok(());
                }
                if self.refer(object) {
                    return Ok(());
                }
                let frozen =
                    kind == Kind::Set && self.vm.class_ref(object).is(&self.vm.types.frozenset);
                if (plain || frozen) && self.save_builtin(object, kind)? {
                    return Ok(());
                }
                self.vm.check_native_stack()?;
                if self.save_buffer(object)? {
                    return Ok(());
                }
                return self.save_object(object);
            }
            _ => {
                if !self.refer(object) {
                    return self.save_object(object);
                }
            }
        }
        Ok(())
    }

    /// Writes a plain object of a built-in type that has opcodes; false for others.
    fn save_builtin(&mut self, object: &Value, kind: Kind) -> VmResult<bool> {
        match kind {
            Kind::Str => {
                if let Some(text) = object.get::<Str>() {
                    self.save_str(object, text)?;
                }
                return Ok(true);
            }
            Kind::Bytes => return self.save_bytes(object).map(|()| true),
            Kind::ByteArray => return self.save_bytearray(object).map(|()| true),
            Kind::List | Kind::Tuple | Kind::Dict | Kind::Set => {}
            _ => return Ok(false),
        }
        self.vm.check_native_stack()?;
        match kind {
            Kind::List => self.save_list(object)?,
            Kind::Tuple => self.save_tuple(object)?,
            Kind::Dict => self.save_dict(object)?,
            _ => self.save_set(object)?,
        }
        Ok(true)
    }

    fn save_int(&mut self, i: i64) {
        let Ok(small) = i32::try_from(i) else { return self.save_big(&BigInt::from(i)) };
        if !self.binary {
            return self.put(format!("I{small}\n").as_bytes());
        }
        let bytes = small.to_le_bytes();
        match small {
            0..256 => self.put(&[BININT1, bytes[0]]),
            256..65536 => self.put(&[BININT2, bytes[0], bytes[1]]),
            _ => self.put(&[BININT, bytes[0], bytes[1], bytes[2], bytes[3]]),
        }
    }

    fn save_big(&mut self, big: &BigInt) {
        if self.protocol < 2 {
            return self.put(format!("L{big}L\n").as_bytes());
        }
        let bytes = big.to_signed_bytes_le();
        match u8::try_from(bytes.len()) {
            Ok(length) => self.put(&[LONG1, length]),
            Err(_) => {
                self.put(&[LONG4]);
                self.put(&(bytes.len() as u32).to_le_bytes());
            }
        }
        self.put(&bytes);
    }

    fn save_float(&mut self, x: f64) {
        if self.binary {
            self.put(&[BINFLOAT]);
            return self.put(&x.to_be_bytes());
        }
        self.put(format!("F{}\n", float::repr(x)).as_bytes());
    }

    fn save_str(&mut self, object: &Value, text: &Ref<Str>) -> VmResult<()> {
        if !self.binary {
            let mut line = vec![UNICODE];
            for c in text.as_str().chars() {
                match surrogate::code_of(c) {
                    code @ 0x10000.. => line.extend(format!("\\U{code:08x}").bytes()),
                    code if code > 0xFF || matches!(code, 0x5C | 0 | 0x0A | 0x0D | 0x1A) => {
                        line.extend(format!("\\u{code:04x}").bytes());
                    }
                    code => line.push(code as u8),
                }
            }
            line.push(b'\n');
            self.put(&line);
            self.memoize(object);
            return Ok(());
        }
        let plain = text.as_str();
        let wide;
        let data = if !text.is_ascii() && surrogate::is_in(plain) {
            wide = surrogate::text_to_wtf8(plain);
            &wide[..]
        } else {
            plain.as_bytes()
        };
        self.put_sized(
            data,
            [
                Some(SHORT_BINUNICODE).filter(|_| self.protocol >= 4),
                Some(BINUNICODE),
                Some(BINUNICODE8),
            ],
        )?;
        self.memoize(object);
        Ok(())
    }

    /// Appends bytes after the opcode for their size: in one, four or eight bytes.
    fn put_sized(&mut self, data: &[u8], codes: [Option<u8>; 3]) -> VmResult<()> {
        let length = data.len();
        let mut header = SmallVec::<[u8; 9]>::new();
        match (codes, u8::try_from(length), u32::try_from(length)) {
            ([Some(code), ..], Ok(length), _) => header.extend_from_slice(&[code, length]),
            ([_, Some(code), _], _, Ok(length)) => {
                header.push(code);
                header.extend_from_slice(&length.to_le_bytes());
            }
            ([.., code], ..) => {
                if self.protocol < 4 {
                    return Err(self.vm.overflow_error(
                        "serializing a string larger than 4 GiB requires pickle protocol 4 or higher",
                    ));
                }
                header.extend(code);
                header.extend_from_slice(&(length as u64).to_le_bytes());
            }
        }
        self.put_long(&header, data)
    }

    fn save_bytes(&mut self, object: &Value) -> VmResult<()> {
        let Some(bytes) = object.get::<Bytes>() else { return Ok(()) };
        if self.protocol < 3 {
            let parts = if bytes.data.is_empty() {
                let class = self.vm.types.bytes.as_value().clone();
                [class, Tuple::empty().into_value()]
            } else {
                let codecs = self
                    .vm
                    .import_module("_codecs")
                    .or_else(|_| self.vm.import_module("codecs"))?;
                let encode = self.vm.get_attribute(&codecs, &intern("encode"))?;
                let text: String = bytes.data.iter().map(|byte| char::from(*byte)).collect();
                [encode, Tuple::new([text.into(), "latin1".into()]).into_value()]
            };
            return self.save_reduced(&Tuple::new(parts), Some(object));
        }
        self.put_bytes(&bytes.data)?;
        self.memoize(object);
        Ok(())
    }

    /// Writes a `PickleBuffer`, in the pickle or as a mark that the reader already has it; false
    /// for any other object.
    fn save_buffer(&mut self, object: &Value) -> VmResult<bool> {
        let class = self.vm.class_ref(object);
        if class.name() != "PickleBuffer" {
            return Ok(false);
        }
        let module = self.vm.import_module("_pickle")?;
        let known = self.vm.get_attribute(&module, &intern("PickleBuffer"))?;
        if !class.as_value().is(&known) {
            return Ok(false);
        }
        if self.protocol < 5 {
            let message = "PickleBuffer can only be pickled with protocol >= 5";
            return Err(pickling_error(self.vm, message));
        }
        let view = self.vm.call_method(object, &intern("raw"), &[]).map_err(|raised| match self
            .vm
            .is_exception(&raised, Exc::BufferError)
        {
            true => pickling_error(
                self.vm,
                "PickleBuffer can not be pickled when pointing to a non-contiguous buffer",
            ),
            false => raised,
        })?;
        let readonly = self.vm.get_attribute(&view, &intern("readonly"))?;
        let readonly = self.vm.truthy(&readonly)?;
        let in_band = match self.hooks.buffer_callback.clone() {
            Some(callback) => {
                let keep = self.vm.call(&callback, std::slice::from_ref(object))?;
                self.vm.truthy(&keep)?
            }
            None => true,
        };
        if !in_band {
            self.put(if readonly { &[NEXT_BUFFER, READONLY_BUFFER] } else { &[NEXT_BUFFER] });
            return Ok(true);
        }
        let data = bytes::with_required(self.vm, &view, <[u8]>::to_vec)?;
        match readonly {
            true => self.put_bytes(&data)?,
            false => self.put_bytearray(&data)?,
        }
        self.memoize(object);
        Ok(true)
    }

    fn put_bytes(&mut self, data: &[u8]) -> VmResult<()> {
        self.put_sized(data, [Some(SHORT_BINBYTES), Some(BINBYTES), Some(BINBYTES8)])
    }

    fn put_bytearray(&mut self, data: &[u8]) -> VmResult<()> {
        let mut header = vec![BYTEARRAY8];
        header.extend((data.len() as u64).to_le_bytes());
        self.put_long(&header, data)
    }

    fn save_bytearray(&mut self, object: &Value) -> VmResult<()> {
        let Some(array) = object.get::<ByteArray>() else { return Ok(()) };
        let data = array.data.borrow().clone();
        if self.protocol < 5 {
            let class = self.vm.types.bytearray.as_value().clone();
            let arguments = match data.is_empty() {
                true => Tuple::empty(),
                false => Tuple::new([Bytes::new(data).into_value()]),
            };
            let parts = Tuple::new([class, arguments.into_value()]);
            return self.save_reduced(&parts, Some(object));
        }
        self.put_bytearray(&data)?;
        self.memoize(object);
        Ok(())
    }

    fn save_tuple(&mut self, object: &Value) -> VmResult<()> {
        let Some(tuple) = object.get::<Tuple>() else { return Ok(()) };
        let items = tuple.items();
        if items.is_empty() {
            self.put(if self.binary { &[EMPTY_TUPLE] } else { &[MARK, TUPLE] });
            return Ok(());
        }
        if items.len() <= 3 && self.protocol >= 2 {
            for item in items {
                self.save(item)?;
            }
            if self.is_known(object) {
                // The tuple contains itself.
                self.put(&vec![POP; items.len()]);
                self.refer(object);
                return Ok(());
            }
            self.put(&[[TUPLE1, TUPLE2, TUPLE3][items.len() - 1]]);
            self.memoize(object);
            return Ok(());
        }
        self.put(&[MARK]);
        for item in items {
            self.save(item)?;
        }
        if self.is_known(object) {
            match self.binary {
                true => self.put(&[POP_MARK]),
                false => self.put(&vec![POP; items.len() + 1]),
            }
            self.refer(object);
            return Ok(());
        }
        self.put(&[TUPLE]);
        self.memoize(object);
        Ok(())
    }

    fn save_list(&mut self, object: &Value) -> VmResult<()> {
        let Some(list) = object.get::<List>() else { return Ok(()) };
        self.put(if self.binary { &[EMPTY_LIST] } else { &[MARK, LIST] });
        self.memoize(object);
        let mut at = 0;
        self.batches(
            |_| {
                let item = list.get(at);
                at += 1;
                Ok(item.map(|item| (item, None)))
            },
            [APPEND, APPENDS],
            true,
        )
    }

    fn save_dict(&mut self, object: &Value) -> VmResult<()> {
        let Some(dict) = object.get::<Dict>() else { return Ok(()) };
        self.put(if self.binary { &[EMPTY_DICT] } else { &[MARK, DICT] });
        self.memoize(object);
        let (mut at, length) = (0, dict.len());
        self.batches(
            |vm| {
                if dict.len() != length {
                    return Err(vm.runtime_error("dictionary changed size during iteration"));
                }
                Ok(dict.next_entry(at).map(|(next, key, value)| {
                    at = next + 1;
                    (key, Some(value))
                }))
            },
            [SETITEM, SETITEMS],
            true,
        )
    }

    /// Adds items, or pairs of key and value, to the object on the stack. Binary protocols add many
    /// by one opcode. The last one of several batches is added as in CPython: separately, unless
    /// the object is an `exact` list or dict.
    ///
    /// # Errors
    /// Any exception raised by `next` and by writing the items.
    pub fn batches(
        &mut self,
        mut next: impl FnMut(&Vm) -> VmResult<Option<(Value, Option<Value>)>>,
        [one, many]: [u8; 2],
        exact: bool,
    ) -> VmResult<()> {
        let mut alone = true;
        let mut pending = next(self.vm)?;
        while let Some((first, second)) = pending {
            if !self.binary {
                self.save(&first)?;
                second.map_or(Ok(()), |second| self.save(&second))?;
                self.put(&[one]);
                pending = next(self.vm)?;
                continue;
            }
            // The opcode depends on whether there is another item.
            pending = next(self.vm)?;
            if pending.is_none() && alone {
                self.save(&first)?;
                second.map_or(Ok(()), |second| self.save(&second))?;
                self.put(&[one]);
                return Ok(());
            }
            self.put(&[MARK]);
            self.save(&first)?;
            second.map_or(Ok(()), |second| self.save(&second))?;
            let mut count = 1;
            while count < BATCH
                && let Some((first, second)) = pending.take()
            {
                self.save(&first)?;
                second.map_or(Ok(()), |second| self.save(&second))?;
                count += 1;
                pending = next(self.vm)?;
            }
            self.put(&[many]);
            if exact && many == SETITEMS && count == BATCH && pending.is_none() {
                // Only then does CPython find that there is nothing more.
                self.put(&[MARK, many]);
            }
            alone = !exact;
        }
        Ok(())
    }

    fn save_set(&mut self, object: &Value) -> VmResult<()> {
        let Some(set) = object.get::<Set>() else { return Ok(()) };
        let frozen = set.is_frozen();
        if self.protocol < 4 {
            let class = self.vm.class_of(object).into_value();
            let items = Value::from(set.items());
            let parts = Tuple::new([class, Tuple::new([items]).into_value()]);
            return self.save_reduced(&parts, Some(object));
        }
        if frozen {
            self.put(&[MARK]);
            for item in set.items() {
                self.save(&item)?;
            }
            if self.is_known(object) {
                self.put(&[POP_MARK]);
                self.refer(object);
                return Ok(());
            }
            self.put(&[FROZENSET]);
            self.memoize(object);
            return Ok(());
        }
        self.put(&[EMPTY_SET]);
        self.memoize(object);
        let length = set.len();
        for batch in set.items().chunks(BATCH) {
            self.put(&[MARK]);
            for item in batch {
                self.save(item)?;
            }
            self.put(&[ADDITEMS]);
            if set.len() != length {
                return Err(self.vm.runtime_error("set changed size during iteration"));
            }
        }
        if length > 0 && length.is_multiple_of(BATCH) {
            // As with dicts, CPython begins a batch before it finds that there is nothing more.
            self.put(&[MARK, ADDITEMS]);
        }
        Ok(())
    }
}
