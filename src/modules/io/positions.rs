//! The position in a [`Stream`]: `tell`, `seek` and `truncate`.

use super::stream::{Source, Stream};
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::vm::{Vm, VmResult};
use std::io::{Seek, SeekFrom};

impl Stream {
    /// The position returned by a method of the program's object.
    pub(super) fn position(&self, vm: &Vm, at: &Value) -> VmResult<i64> {
        match to_i64(at) {
            Some(at) if at >= 0 => Ok(at),
            at if self.over_raw.get() => Err(vm.error(
                Exc::OSError,
                format!("Raw stream returned invalid position {}", at.unwrap_or(-1)),
            )),
            _ => Ok(0),
        }
    }

    /// Moves the file's own position back over the bytes read ahead.
    pub(super) fn forget_ahead(&self, vm: &Vm) -> VmResult<()> {
        let left = self.available();
        if left == 0 {
            return Ok(());
        }
        if let Some(object) = self.object().filter(|_| self.over_raw.get()) {
            self.drop_ahead();
            let back = [Value::from(-(left as i64)), Value::small_int(1)];
            let _turn = self.take_turn(vm)?;
            vm.call_method(&object, &intern("seek"), &back)?;
            return Ok(());
        }
        if let Some(Source::File(file)) = &mut *self.source.borrow_mut() {
            self.drop_ahead();
            file.seek(SeekFrom::Current(-(left as i64))).map_err(|e| vm.os_error(&e, None))?;
        }
        Ok(())
    }

    /// The position in the file.
    ///
    /// # Errors
    /// Errors of the operating system; UnsupportedOperation for a stream without a position.
    pub fn tell(&self, vm: &Vm) -> VmResult<u64> {
        if let Some(object) = self.object() {
            self.write_out(vm)?;
            let turn = self.take_turn(vm)?;
            let at = vm.call_method(&object, &intern("tell"), &[])?;
            drop(turn);
            let at = self.position(vm, &at)?;
            return Ok((at - self.available() as i64).max(0) as u64);
        }
        let at = match &mut *self.source.borrow_mut() {
            Some(Source::File(file)) => file.stream_position(),
            _ => return Err(super::unsupported(vm, "underlying stream is not seekable")),
        };
        let at = at.map_err(|e| vm.os_error(&e, None))?;
        // The program may have moved the descriptor itself.
        Ok(at.saturating_sub(self.available() as u64) + self.behind.borrow().len() as u64)
    }

    /// Changes the position in the file and returns the new one.
    ///
    /// # Errors
    /// Errors of the operating system; UnsupportedOperation for a stream without a position.
    pub fn seek(&self, vm: &Vm, offset: i64, whence: i64) -> VmResult<u64> {
        self.flush(vm)?;
        if let Some(object) = self.object() {
            if let Some(at) = self.seek_ahead(vm, &object, offset, whence)? {
                return Ok(at);
            }
            let offset = if whence == 1 { offset - self.available() as i64 } else { offset };
            self.drop_ahead();
            let _turn = self.take_turn(vm)?;
            let at = vm.call_method(&object, &intern("seek"), &[offset.into(), whence.into()])?;
            return Ok(self.position(vm, &at)? as u64);
        }
        self.forget_ahead(vm)?;
        let to = match whence {
            0 if offset < 0 => {
                return Err(vm.value_error(format!("negative seek position {offset}")));
            }
            0 => SeekFrom::Start(offset as u64),
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => {
                return Err(
                    vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))
                );
            }
        };
        match &mut *self.source.borrow_mut() {
            Some(Source::File(file)) => file.seek(to).map_err(|e| vm.os_error(&e, None)),
            _ => Err(super::unsupported(vm, "underlying stream is not seekable")),
        }
    }

    /// Changes the position among the bytes read ahead from a raw file of the program's, which is not
    /// asked to seek: for a compressed file, going back means decompressing from the start. None if the
    /// position is elsewhere.
    fn seek_ahead(&self, vm: &Vm, raw: &Value, offset: i64, whence: i64) -> VmResult<Option<u64>> {
        if whence == 2 || !self.over_raw.get() || self.available() == 0 {
            return Ok(None);
        }
        let turn = self.take_turn(vm)?;
        let end = self.position(vm, &vm.call_method(raw, &intern("tell"), &[])?)?;
        drop(turn);
        let mut ahead = self.ahead.borrow_mut();
        let (size, used) = (ahead.0.len() as i64, ahead.1 as i64);
        let begin = end - size;
        let to = if whence == 0 { offset } else { (begin + used).saturating_add(offset) };
        if !(begin..=end).contains(&to) {
            return Ok(None);
        }
        ahead.1 = (to - begin) as usize;
        self.taken.set(self.taken.get() + 1);
        Ok(Some(to.max(0) as u64))
    }

    /// Whether [`Stream::seek`] works.
    pub fn seekable(&self) -> bool {
        match &mut *self.source.borrow_mut() {
            Some(Source::File(file)) => file.stream_position().is_ok(),
            Some(Source::Object(_)) => true,
            _ => false,
        }
    }

    /// Truncates the file.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn truncate(&self, vm: &Vm, size: Option<u64>) -> VmResult<u64> {
        self.flush(vm)?;
        let size = match size {
            Some(size) => size,
            None => self.tell(vm)?,
        };
        if let Some(object) = self.object() {
            let _turn = self.take_turn(vm)?;
            vm.call_method(&object, &intern("truncate"), &[Value::from(size as i64)])?;
            return Ok(size);
        }
        match &*self.source.borrow() {
            Some(Source::File(file)) => {
                file.set_len(size).map_err(|e| vm.os_error(&e, None))?;
                Ok(size)
            }
            _ => Err(super::unsupported(vm, "truncate")),
        }
    }
}
