//! Writing through the buffer of a stream, and the turns in which threads use its file.

use super::binary::class_of;
use super::stream::{Source, Stream};
use crate::modules::threads::Lock;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::int::to_i64;
use crate::objects::str::intern;
use crate::runtime::{Value, fd};
use crate::vm::{Raised, Vm, VmResult};

/// The right to use the file or the raw object of a stream, until it is dropped.
pub(super) struct Turn<'a> {
    vm: &'a Vm,
    lock: &'a Lock,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.lock.free(self.vm);
    }
}

impl Stream {
    /// Waits until no other thread uses the file or raw object, as CPython's buffered files do: what one
    /// call writes stays together. An object of the program with a buffer of its own needs no turns.
    ///
    /// # Errors
    /// RuntimeError if this thread uses it already; KeyboardInterrupt; the trip of a limit.
    pub(super) fn take_turn<'a>(&'a self, vm: &'a Vm) -> VmResult<Option<Turn<'a>>> {
        let has_turns = match &*self.source.borrow() {
            Some(Source::File(_)) => true,
            Some(Source::Object(_)) => self.over_raw.get(),
            _ => false,
        };
        if !has_turns {
            return Ok(None);
        }
        self.check_turn(vm)?;
        self.turn.acquire(vm, true, -1.0)?;
        Ok(Some(Turn { vm, lock: &self.turn }))
    }

    /// Refuses a call from inside the methods of the raw object.
    ///
    /// # Errors
    /// RuntimeError.
    pub(super) fn check_turn(&self, vm: &Vm) -> VmResult<()> {
        if !self.turn.is_mine(vm) {
            return Ok(());
        }
        let class = class_of(self).name;
        Err(vm.runtime_error(format!("reentrant call inside <_io.{class}>")))
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn write(&self, vm: &Vm, bytes: &[u8]) -> VmResult<()> {
        self.check_turn(vm)?;
        self.forget_ahead(vm)?;
        match &*self.source.borrow() {
            Some(Source::Output) => return vm.write_standard(false, bytes),
            Some(Source::Error) => return vm.write_standard(true, bytes),
            _ => {}
        }
        let size = self.buffer_size.get();
        // Bytes that do not fit beside the waiting ones are not written together with these.
        let waiting = self.behind.borrow().len();
        let mut result = match waiting > 0 && waiting + bytes.len() > size {
            true => self.write_out(vm),
            false => Ok(()),
        };
        let blocks = |result: &VmResult<()>| {
            result.as_ref().is_err_and(|raised| vm.is_exception(raised, Exc::BlockingIOError))
        };
        if result.is_err() && !blocks(&result) {
            return result;
        }
        self.behind.borrow_mut().extend_from_slice(bytes);
        if result.is_ok() && (self.unbuffered.get() || self.behind.borrow().len() > size) {
            result = self.write_out(vm);
        }
        match blocks(&result) {
            true => self.keep_in_buffer(vm, bytes.len()),
            false => result,
        }
    }

    /// After a write that the file did not accept completely: data that does not fit in the buffer
    /// is not written. `count` is the number of the bytes written last.
    fn keep_in_buffer(&self, vm: &Vm, count: usize) -> VmResult<()> {
        let mut behind = self.behind.borrow_mut();
        let excess = behind.len().saturating_sub(self.buffer_size.get()).min(count);
        if excess == 0 {
            return Ok(());
        }
        let kept = behind.len() - excess;
        behind.truncate(kept);
        drop(behind);
        Err(self.would_block(vm, count - excess))
    }

    pub(super) fn write_out(&self, vm: &Vm) -> VmResult<()> {
        let _turn = self.take_turn(vm)?;
        let bytes = self.behind.take();
        if bytes.is_empty() {
            return Ok(());
        }
        if let Some(object) = self.object() {
            if self.over_raw.get() {
                return self.write_raw(vm, &object, bytes);
            }
            vm.call_method(&object, &intern("write"), &[Bytes::new(bytes).into_value()])?;
            return Ok(());
        }
        let Some(file) = self.file() else { return Ok(()) };
        let (done, result) = crate::modules::os::files::write_waiting(vm, file, &bytes);
        if done == bytes.len() {
            return result;
        }
        if !self.unbuffered.get() {
            self.behind.borrow_mut().splice(..0, bytes[done..].iter().copied());
        }
        match result {
            Err(raised) if !vm.is_exception(&raised, Exc::BlockingIOError) => Err(raised),
            _ => Err(self.would_block(vm, 0)),
        }
    }

    fn file(&self) -> Option<std::os::fd::BorrowedFd<'static>> {
        match &*self.source.borrow() {
            Some(Source::File(file)) => fd::borrow(std::os::fd::AsRawFd::as_raw_fd(file)),
            _ => None,
        }
    }

    /// Writes bytes without a buffer, and returns how many the file accepted; none if it accepts
    /// none without waiting.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn write_through(&self, vm: &Vm, bytes: &[u8]) -> VmResult<Option<usize>> {
        let Some(file) = self.file() else {
            return self.write(vm, bytes).map(|()| Some(bytes.len()));
        };
        self.forget_ahead(vm)?;
        let _turn = self.take_turn(vm)?;
        match crate::modules::os::files::write_waiting(vm, file, bytes) {
            (_, Err(raised)) if vm.is_exception(&raised, Exc::BlockingIOError) => Ok(None),
            (done, result) => result.map(|()| Some(done)),
        }
    }

    fn would_block(&self, vm: &Vm, written: usize) -> Raised {
        let text = "write could not complete without blocking";
        let class = vm.exception_class(Exc::BlockingIOError);
        let arguments = [Value::small_int(11), text.into(), Value::from(written)];
        let made = vm.call(class.as_value(), &arguments);
        vm.raised_by(made, || vm.error(Exc::BlockingIOError, text))
    }

    /// Writes bytes to a raw file of the program. Those that it does not accept stay in the buffer.
    fn write_raw(&self, vm: &Vm, raw: &Value, bytes: Vec<u8>) -> VmResult<()> {
        let mut done = 0;
        let result = loop {
            if done == bytes.len() {
                break Ok(());
            }
            let rest = &bytes[done..];
            let part = Bytes::new(rest.to_vec()).into_value();
            match vm.call_method(raw, &intern("write"), &[part]) {
                Ok(count) if count.is_none() => {
                    break Err(self.would_block(vm, 0));
                }
                Ok(count) => match vm.index(&count).map(|count| to_i64(&count).unwrap_or(-1)) {
                    Ok(count) if (0..=rest.len() as i64).contains(&count) => done += count as usize,
                    Ok(count) => {
                        break Err(vm.error(
                            Exc::OSError,
                            format!(
                                "raw write() returned invalid length {count} (should have been between 0 and {})",
                                rest.len()
                            ),
                        ));
                    }
                    Err(raised) => break Err(raised),
                },
                Err(raised) => break Err(raised),
            }
        };
        if done < bytes.len() {
            self.behind.borrow_mut().splice(..0, bytes[done..].iter().copied());
        }
        result
    }

    /// Writes out the buffer.
    ///
    /// # Errors
    /// Errors of the operating system.
    pub fn flush(&self, vm: &Vm) -> VmResult<()> {
        self.write_out(vm)?;
        if let Some(object) = self.object() {
            let _turn = self.take_turn(vm)?;
            if vm.find_attribute(&object, &intern("flush"))?.is_some() {
                vm.call_method(&object, &intern("flush"), &[])?;
            }
            return Ok(());
        }
        match &*self.source.borrow() {
            Some(Source::Output) => vm.output.flush().map_err(|e| vm.os_error(&e, None)),
            _ => Ok(()),
        }
    }
}
