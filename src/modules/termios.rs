//! `termios`: the settings of terminals.

use super::ModuleDef;
use super::os::files;
use super::system_constants::system_constants;
use crate::objects::bytes::Bytes;
use crate::objects::exception::Exc;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::runtime::system::{self, Terminal, TerminalAction};
use crate::vm::capabilities::Capability;
use crate::vm::{Raised, Vm, VmResult};
use rustix::termios::Winsize;
use std::io;

/// `termios.error` for an error of the system.
#[cold]
fn failed(vm: &Vm, error: &io::Error) -> Raised {
    let number = Value::from(i64::from(error.raw_os_error().unwrap_or_default()));
    let reason = Value::from(crate::text::os_text::reason(error));
    vm.module_error(("termios", "error"), &[number, reason], || vm.os_error(error, None))
}

fn number(vm: &Vm, value: &Value) -> VmResult<i32> {
    Ok(vm.index_clipped(value)? as i32)
}

/// The characters that are numbers in non-canonical mode.
fn are_counts(local: u32) -> bool {
    local & libc::ICANON == 0
}

fn tcgetattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let terminal = system::terminal(files::descriptor(vm, a.at(0))?).map_err(|e| failed(vm, &e))?;
    let counts = are_counts(terminal.local);
    let characters = terminal.characters.iter().enumerate().map(|(index, &byte)| match index {
        libc::VMIN | libc::VTIME if counts => Value::from(i64::from(byte)),
        _ => Bytes::new(vec![byte]).into_value(),
    });
    let characters = List::new(characters.collect()).into_value();
    let numbers = [
        terminal.input,
        terminal.output,
        terminal.control,
        terminal.local,
        terminal.input_speed,
        terminal.output_speed,
    ];
    let mut all: Vec<Value> = numbers.iter().map(|&n| Value::from(i64::from(n))).collect();
    all.push(characters);
    Ok(List::new(all).into_value())
}

fn tcsetattr(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let when = number(vm, a.at(1))?;
    let message = "tcsetattr, arg 3: must be 7 element list";
    let Some(items) = a[2].get::<List>().map(|list| list.to_vec()) else {
        return Err(vm.type_error(message));
    };
    let [input, output, control, local, input_speed, output_speed, characters] = &items[..] else {
        return Err(vm.type_error(message));
    };
    let bits = |value: &Value| Ok(vm.index_clipped(value)? as u32);
    let mut new = Terminal {
        input: bits(input)?,
        output: bits(output)?,
        control: bits(control)?,
        local: bits(local)?,
        input_speed: bits(input_speed)?,
        output_speed: bits(output_speed)?,
        characters: [0; libc::NCCS],
    };
    let characters = characters.get::<List>().map(|list| list.to_vec()).unwrap_or_default();
    if characters.len() != libc::NCCS {
        let message = format!("tcsetattr: attributes[6] must be {} element list", libc::NCCS);
        return Err(vm.type_error(message));
    }
    for (place, value) in new.characters.iter_mut().zip(&characters) {
        *place = match value.get::<Bytes>() {
            Some(bytes) if bytes.data.len() == 1 => bytes.data[0],
            None if crate::objects::int::is_int(value) => vm.index_clipped(value)? as u8,
            _ => {
                return Err(vm.type_error(
                    "tcsetattr: elements of attributes must be characters or integers",
                ));
            }
        };
    }
    system::set_terminal(file, when, &new).map_err(|e| failed(vm, &e))?;
    Ok(Value::NONE)
}

fn act(vm: &Vm, a: Args<'_>, action: TerminalAction) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    system::terminal_action(file, action).map(|()| Value::NONE).map_err(|e| failed(vm, &e))
}

fn tcgetwinsize(vm: &Vm, a: Args<'_>) -> VmResult {
    let size = rustix::termios::tcgetwinsize(files::descriptor(vm, a.at(0))?);
    let size = size.map_err(|e| failed(vm, &e.into()))?;
    let numbers = [size.ws_row, size.ws_col].map(|n| Value::from(i64::from(n)));
    Ok(Tuple::new(numbers).into_value())
}

fn tcsetwinsize(vm: &Vm, a: Args<'_>) -> VmResult {
    let file = files::descriptor(vm, a.at(0))?;
    let items = vm.to_vec(a.at(1))?;
    let [rows, columns] = &items[..] else {
        return Err(vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
    };
    let part = |value: &Value| {
        u16::try_from(vm.index_clipped(value)?)
            .map_err(|_| vm.error(Exc::OverflowError, "winsize value(s) out of range."))
    };
    let old = rustix::termios::tcgetwinsize(file).map_err(|e| failed(vm, &e.into()))?;
    let new = Winsize { ws_row: part(rows)?, ws_col: part(columns)?, ..old };
    rustix::termios::tcsetwinsize(file, new).map_err(|e| failed(vm, &e.into()))?;
    Ok(Value::NONE)
}

/// `termios`
pub static MODULE: ModuleDef = ModuleDef {
    name: "termios",
    doc: "This module provides an interface to the Posix calls for tty I/O control.",
    needs: |_| Some(Capability::Descriptors),
    functions: &[
        NativeDef::new(
            "tcgetattr(fd, /)",
            "Get the tty attributes for file descriptor fd.",
            tcgetattr,
        ),
        NativeDef::new(
            "tcsetattr(fd, when, attributes, /)",
            "Set the tty attributes for file descriptor fd.",
            tcsetattr,
        ),
        NativeDef::new(
            "tcsendbreak(fd, duration, /)",
            "Send a break on file descriptor fd.",
            |vm, a| act(vm, a, TerminalAction::Break(number(vm, a.at(1))?)),
        ),
        NativeDef::new(
            "tcdrain(fd, /)",
            "Wait until all output written to file descriptor fd has been transmitted.",
            |vm, a| act(vm, a, TerminalAction::Drain),
        ),
        NativeDef::new(
            "tcflush(fd, queue, /)",
            "Discard queued data on file descriptor fd.",
            |vm, a| act(vm, a, TerminalAction::Flush(number(vm, a.at(1))?)),
        ),
        NativeDef::new(
            "tcflow(fd, action, /)",
            "Suspend or resume input or output on file descriptor fd.",
            |vm, a| act(vm, a, TerminalAction::Flow(number(vm, a.at(1))?)),
        ),
        NativeDef::new(
            "tcgetwinsize(fd, /)",
            "Get the tty winsize for file descriptor fd.",
            tcgetwinsize,
        ),
        NativeDef::new(
            "tcsetwinsize(fd, winsize, /)",
            "Set the tty winsize for file descriptor fd.",
            tcsetwinsize,
        ),
    ],
    constants: CONSTANTS,
    source: "class error(Exception):\n    pass\n",
    ..ModuleDef::BASE
};

const CONSTANTS: &[(&str, fn(&Vm) -> Value)] = system_constants! {
    [
        B0, B1000000, B110, B115200, B1152000, B1200, B134, B150, B1500000, B1800, B19200,
        B200, B2000000, B230400, B2400, B2500000, B300, B3000000, B3500000, B38400, B4000000,
        B460800, B4800, B50, B500000, B57600, B576000, B600, B75, B921600, B9600, BRKINT, BS0,
        BS1, BSDLY, CBAUD, CBAUDEX, CIBAUD, CLOCAL, CR0, CR1, CR2, CR3, CRDLY, CREAD, CRTSCTS,
        CS5, CS6, CS7, CS8, CSIZE, CSTOPB, ECHO, ECHOCTL, ECHOE, ECHOK, ECHOKE, ECHONL,
        ECHOPRT, EXTA, EXTB, EXTPROC, FF0, FF1, FFDLY, FIOASYNC, FIOCLEX, FIONBIO, FIONCLEX,
        FIONREAD, FLUSHO, HUPCL, ICANON, ICRNL, IEXTEN, IGNBRK, IGNCR, IGNPAR, IMAXBEL, INLCR,
        INPCK, ISIG, ISTRIP, IUCLC, IUTF8, IXANY, IXOFF, IXON, NCCS, NL0, NL1, NLDLY, NOFLSH,
        OCRNL, OFDEL, OFILL, OLCUC, ONLCR, ONLRET, ONOCR, OPOST, PARENB, PARMRK, PARODD,
        PENDIN, TAB0, TAB1, TAB2, TAB3, TABDLY, TCFLSH, TCGETA, TCGETS, TCIFLUSH, TCIOFF,
        TCIOFLUSH, TCION, TCOFLUSH, TCOOFF, TCOON, TCSADRAIN, TCSAFLUSH, TCSANOW, TCSBRK,
        TCSBRKP, TCSETA, TCSETAF, TCSETAW, TCSETS, TCSETSF, TCSETSW, TCXONC, TIOCCONS,
        TIOCEXCL, TIOCGETD, TIOCGICOUNT, TIOCGLCKTRMIOS, TIOCGPGRP, TIOCGSERIAL, TIOCGSOFTCAR,
        TIOCGWINSZ, TIOCINQ, TIOCLINUX, TIOCMBIC, TIOCMBIS, TIOCMGET, TIOCMIWAIT, TIOCMSET,
        TIOCM_CAR, TIOCM_CD, TIOCM_CTS, TIOCM_DSR, TIOCM_DTR, TIOCM_LE, TIOCM_RI, TIOCM_RNG,
        TIOCM_RTS, TIOCM_SR, TIOCM_ST, TIOCNOTTY, TIOCNXCL, TIOCOUTQ, TIOCPKT, TIOCSCTTY, TIOCSERCONFIG, TIOCSERGETLSR, TIOCSERGETMULTI, TIOCSERGSTRUCT,
        TIOCSERGWILD, TIOCSERSETMULTI, TIOCSERSWILD, TIOCSETD, TIOCSLCKTRMIOS, TIOCSPGRP,
        TIOCSSERIAL, TIOCSSOFTCAR, TIOCSTI, TIOCSWINSZ, TOSTOP, VDISCARD, VEOF, VEOL, VEOL2,
        VERASE, VINTR, VKILL, VLNEXT, VMIN, VQUIT, VREPRINT, VSTART, VSTOP, VSUSP, VSWTC, VT0,
        VT1, VTDLY, VTIME, VWERASE, XCASE, XTABS, _POSIX_VDISABLE,
    ]
    [
        TIOCPKT_DATA = 0, TIOCPKT_DOSTOP = 32, TIOCPKT_FLUSHREAD = 1, TIOCPKT_FLUSHWRITE = 2, TIOCPKT_NOSTOP = 16, TIOCPKT_START = 8, TIOCPKT_STOP = 4,
        CDSUSP = 25, CEOF = 4, CEOL = 0, CEOT = 4, CERASE = 127, CFLUSH = 15, CINTR = 3, CKILL = 21, CLNEXT = 22,
        CQUIT = 28, CRPRNT = 18, CSTART = 17, CSTOP = 19, CSUSP = 26, CWERASE = 23,
        IOCSIZE_MASK = 1073676288, IOCSIZE_SHIFT = 16, NCC = 8, N_MOUSE = 2, N_PPP = 3, N_SLIP = 1,
        N_STRIP = 4, N_TTY = 0, TIOCSER_TEMT = 1, VSWTCH = 7,
    ]
};
