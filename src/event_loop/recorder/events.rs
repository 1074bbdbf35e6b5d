//! The events of the recorder: one table of kinds, and the fixed-size form in memory.
//!
//! The names in the table are those of the trace format (see `trace::format`). A kind that changes
//! its meaning needs another name, or a new version of the format.

/// Declares an enum whose variants have a name in the trace format.
macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($(#[$about:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $enum {
            #[default]
            $($(#[$about])* $variant,)+
        }

        impl $enum {
            /// All variants, in the order of their numbers.
            pub const ALL: &[$enum] = &[$($enum::$variant),+];

            /// The name in the trace format.
            pub fn name(self) -> &'static str {
                match self { $($enum::$variant => $name),+ }
            }

            /// The variant of this name.
            pub fn from_name(name: &str) -> Option<$enum> {
                match name { $($name => Some($enum::$variant),)+ _ => None }
            }
        }
    };
}

named! {
    /// The kind of an event.
    ///
    /// `task` is the task that the event is about, 0 for none. `other`, `place` and `text` are
    /// described for each kind; fields not mentioned are empty.
    Kind {
        /// Not an event of the format: the time of what follows, in nanoseconds, in `other` and
        /// `at`.
        Time = "time",
        /// Not an event of the format: another frame of the preceding event, innermost first.
        Frame = "frame",
        /// A pass of the loop begins.
        Pass = "pass",
        /// A task is created. `other`: the task that created it; `place`: the call that created it;
        /// `text`: its coroutine's name; `thing`: [`Thing::Loop`] if the coroutine is Hob's own.
        Made = "made",
        /// A task has been made before the recording, or before its oldest event. `other`, `text`
        /// and `thing` as for a new one.
        Known = "known",
        /// A step of the task begins.
        Step = "step",
        /// The step ends, and the next one follows in the next pass (`sleep(0)`). `place`: the
        /// `await`.
        Yield = "yield",
        /// The step ends, and the task waits for `thing`. `other`: the task or object; `place`: the
        /// `await`; `text`: if there is no such object, the library call that waits, or the seconds
        /// of a sleep.
        Wait = "wait",
        /// The task can run again. `other`: the task that woke it; `thing`: the source of the
        /// wake-up.
        Ready = "ready",
        /// The task returned.
        Done = "done",
        /// The task raised an exception; without a task, the program. `text`: the exception.
        Failed = "failed",
        /// The task ended by cancellation.
        Cancelled = "cancelled",
        /// `cancel()` of the task is called. `other`: the task that calls; `place`: the call.
        Cancel = "cancel",
        /// The task died while it was pending.
        Lost = "lost",
        /// The task's exception was never retrieved.
        Unseen = "unseen",
        /// A call of the program blocks the thread, until the time of the next event. `text`: the
        /// function; `place`: the call.
        Block = "block",
        /// Output is written. `thing`: the stream; `text`: the output; `place`: the call.
        Output = "output",
        /// A coroutine is created. `other`: its number; `text`: its name; `place`: the call.
        Coroutine = "coroutine",
        /// A coroutine is first seen running. `other`: its number.
        Begins = "begins",
        /// A coroutine is dropped without having been awaited. `text`: its name.
        Dropped = "dropped",
        /// `other`, a lock or semaphore, is acquired. `place`: the call.
        Acquired = "acquired",
        /// `other`, a lock or semaphore, is released.
        Released = "released",
        /// The number of items in `other`, a queue, changes, or the remaining value of `other`, if
        /// `thing` is [`Thing::Semaphore`]. `size`: the new number.
        Size = "size",
        /// An event is set, or a condition or barrier lets tasks continue: `other`.
        Set = "set",
        /// A callback of the loop (`call_soon`, `call_later`) runs. `place`: the function.
        Callback = "callback",
        /// Work is passed to `thing`, a thread or process. `other`: the number of the hand-off;
        /// `place`: the call; `text`: the function or command.
        Handed = "handed",
        /// The work of the hand-off `other` has ended. `text`: how, if it failed.
        Back = "back",
    }
}

named! {
    /// The object of an event: what a task waits for, or what wakes it.
    Thing {
        /// Nothing, or unknown.
        None = "none",
        /// A task; without a number, the next of several to finish.
        Task = "task",
        /// The future of `gather()`.
        Gather = "gather",
        /// Another future.
        Future = "future",
        /// A sleep, or its timer.
        Sleep = "sleep",
        /// `Lock.acquire()`
        Lock = "lock",
        /// `Semaphore.acquire()`
        Semaphore = "semaphore",
        /// `Event.wait()`
        Event = "event",
        /// `Condition.wait()`
        Condition = "condition",
        /// `Barrier.wait()`
        Barrier = "barrier",
        /// `Queue.get()`
        Get = "get",
        /// `Queue.put()`
        Put = "put",
        /// `Queue.join()`
        Join = "join",
        /// A file or socket, or the end of a process.
        File = "file",
        /// A thread.
        Thread = "thread",
        /// A process.
        Process = "process",
        /// A callback of the loop, a file, a thread or a signal.
        Loop = "loop",
        /// The next pass of the loop.
        Pass = "pass",
        /// Standard output.
        Out = "stdout",
        /// Standard error.
        Err = "stderr",
    }
}

/// An event in memory: 16 bytes.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Event {
    /// The kind.
    pub kind: Kind,
    /// See [`Kind`].
    pub thing: Thing,
    /// The number of the code object that `at` is in, from 1; 0 for none.
    pub code: u16,
    /// The index of an instruction in `code`; or the kind's own number.
    pub at: u32,
    /// The task's number, from 1; 0 for none.
    pub task: u32,
    /// See [`Kind`].
    pub other: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_16_bytes() {
        assert_eq!(size_of::<Event>(), 16);
    }

    #[test]
    fn names_are_unique_and_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(*kind));
        }
        for thing in Thing::ALL {
            assert_eq!(Thing::from_name(thing.name()), Some(*thing));
        }
    }
}
