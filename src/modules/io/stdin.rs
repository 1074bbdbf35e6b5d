//! Standard input: one buffer for `sys.stdin` and `input()`. Waiting for it lets other threads
//! run and can be interrupted.

use crate::event_loop::run;
use crate::modules::os::files;
use crate::runtime::fd;
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use std::cell::RefCell;
use std::rc::Rc;

/// Input that was read but not yet requested.
#[derive(Default)]
struct Ahead(RefCell<Vec<u8>>);

/// A host's function that waits for standard input. It returns false to leave a wait to this
/// module.
type Wait = Rc<dyn Fn(&Vm) -> VmResult<bool>>;

#[derive(Default)]
struct Hosted(RefCell<Option<Wait>>);

/// Sets the function that waits for standard input.
pub fn set_wait(vm: &Vm, wait: Option<Wait>) {
    vm.extension::<Hosted>().0.replace(wait);
}

/// The number of bytes read at once.
const CHUNK: usize = 8192;

/// The next line with its line ending; the rest if no line ending follows; empty at the end of the
/// input.
///
/// # Errors
/// KeyboardInterrupt; OSError.
pub fn read_line(vm: &Vm) -> VmResult<Vec<u8>> {
    let ahead = vm.extension::<Ahead>();
    let mut searched = 0;
    loop {
        {
            let mut bytes = ahead.0.borrow_mut();
            if let Some(at) = memchr::memchr(b'\n', &bytes[searched..]) {
                let rest = bytes.split_off(searched + at + 1);
                return Ok(std::mem::replace(&mut bytes, rest));
            }
            searched = bytes.len();
        }
        if !fill(vm, &ahead)? {
            return Ok(ahead.0.take());
        }
    }
}

/// What has come of the next line, at least one byte except at the end of the input.
///
/// # Errors
/// KeyboardInterrupt; OSError.
pub fn read_part(vm: &Vm) -> VmResult<Vec<u8>> {
    let ahead = vm.extension::<Ahead>();
    if ahead.0.borrow().is_empty() {
        fill(vm, &ahead)?;
    }
    let mut bytes = ahead.0.borrow_mut();
    let end = memchr::memchr(b'\n', &bytes).map_or(bytes.len(), |at| at + 1);
    let rest = bytes.split_off(end);
    Ok(std::mem::replace(&mut bytes, rest))
}

/// Waits for input and reads it. False at its end.
fn fill(vm: &Vm, ahead: &Ahead) -> VmResult<bool> {
    let mut chunk = [0; CHUNK];
    loop {
        if let Some(read) = vm.output.read_hosted(&mut chunk) {
            let count = read.map_err(|error| vm.os_error(&error, None))?;
            ahead.0.borrow_mut().extend_from_slice(&chunk[..count]);
            return Ok(count > 0);
        }
        vm.require(Capability::Stdin)?;
        let Some(file) = fd::borrow(0) else { return Ok(false) };
        let wait = vm.extension::<Hosted>().0.borrow().clone();
        if !wait.map_or(Ok(false), |wait| wait(vm))? {
            files::wait_ready(vm, &mut [PollFd::from_borrowed_fd(file, PollFlags::IN)], None)?;
        }
        match rustix::io::read(file, &mut chunk[..]) {
            Ok(count) => {
                ahead.0.borrow_mut().extend_from_slice(&chunk[..count]);
                return Ok(count > 0);
            }
            Err(Errno::INTR) => run::check_interrupt(vm)?,
            Err(error) => return Err(files::failed(vm, error)),
        }
    }
}
