//! `asyncio.sleep`: one push on the ready queue, or one timer that points at the task.

use super::future::{self, Future, NativeCallback};
use super::handle::{self, Handle};
use super::timers::Due;
use super::{EventLoop, Running, custom};
use crate::bytecode::Comparison;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::{Slot, Value};
use crate::vm::{Vm, VmResult};

/// The coroutine `sleep(delay, result)`.
pub fn sleep(delay: Value, result: Value) -> Value {
    NativeCoroutine::new("sleep", Sleep { stage: Stage::Start, about: delay, result })
}

struct Sleep {
    stage: Stage,
    /// The data of the stage.
    about: Value,
    result: Value,
}

#[derive(Clone, Copy)]
enum Stage {
    /// Not yet started; about the delay.
    Start,
    /// Waits for the next pass.
    Pass,
    /// Waits for a timer that points at the task; holds the loop.
    Timer,
    /// Not driven by a task: waits for a future; holds the handle whose call ends it.
    Future,
}

impl NativeCoroutineBody for Sleep {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        match (self.stage, input) {
            (Stage::Start, Ok(_)) => self.start(vm),
            (Stage::Start | Stage::Pass, Err(raised)) => Err(raised),
            (Stage::Pass | Stage::Timer, Ok(_)) => Ok(Step::Return(self.take())),
            (Stage::Timer, Err(raised)) => {
                if let Some(event_loop) = self.about.native::<EventLoop>() {
                    event_loop.timer_cancelled();
                }
                Err(raised)
            }
            (Stage::Future, input) => {
                custom::cancel_slot(vm, &Slot::new(std::mem::take(&mut self.about)))?;
                input.map(Step::Return)
            }
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.about);
        visit(&self.result);
    }
}

impl Sleep {
    fn take(&mut self) -> Value {
        std::mem::replace(&mut self.result, Value::NONE)
    }

    fn start(&mut self, vm: &Vm) -> VmResult<Step> {
        let now = match self.about.as_small_int() {
            Some(delay) => delay <= 0,
            None => vm.compare_truth(Comparison::Le, &self.about, &Value::small_int(0))?,
        };
        if now {
            self.stage = Stage::Pass;
            return Ok(Step::Yield(Value::NONE));
        }
        let delay = handle::seconds(vm, &self.about)?;
        if delay.is_nan() {
            return Err(vm.value_error("Invalid delay: NaN (not a number)"));
        }
        let running = super::running(vm);
        let loop_value = running.current_loop(vm)?;
        let Some(event_loop) = loop_value.native::<EventLoop>() else {
            return self.start_elsewhere(vm, &loop_value);
        };
        event_loop.check_closed(vm)?;
        let when = running.clock.seconds() + delay;
        if let Some(task) = running.task() {
            let number = task.begin_sleep();
            running.recorder.will_sleep(delay);
            event_loop.timers.borrow_mut().push(when, Due::Sleep(task, number));
            self.stage = Stage::Timer;
            self.about = loop_value;
            return Ok(Step::Yield(running.sleep_marker(vm)));
        }
        let future = Future::new(&loop_value);
        let pair = Tuple::new([future.clone(), self.take()]);
        let handle = Handle::native(vm, &loop_value, Some(when), &WAKE, pair.into_value());
        event_loop.schedule(&handle);
        self.stage = Stage::Future;
        self.about = handle;
        Ok(Step::Await(future))
    }
}

impl Sleep {
    /// Begins to sleep in a loop of the program.
    fn start_elsewhere(&mut self, vm: &Vm, loop_value: &Value) -> VmResult<Step> {
        let future = vm.call_method(loop_value, &intern("create_future"), &[])?;
        let pair = Tuple::new([future.clone(), self.take()]).into_value();
        let handle = custom::call_later(vm, loop_value, &self.about, &WAKE, pair)?;
        self.stage = Stage::Future;
        self.about = handle;
        Ok(Step::Await(future))
    }
}

/// Ends the future of a sleep without a task.
static WAKE: NativeCallback = NativeCallback {
    name: "_set_result_unless_cancelled()",
    run: |vm, target, _| match target.get::<Tuple>().and_then(|t| t.items().first_chunk::<2>()) {
        Some([future, result]) => future::finish_any(vm, future, result.clone()),
        None => Ok(()),
    },
};

impl Running {
    /// The value that a sleep yields when its timer already points at the task.
    pub fn sleep_marker(&self, vm: &Vm) -> Value {
        self.sleep_marker
            .get_or_init(|| {
                let class = vm.class_for(&crate::objects::class::OBJECT);
                let shape = class.root_shape.clone();
                crate::objects::instance::Instance::new(class.into_value(), shape, 0).into_value()
            })
            .clone()
    }

    /// Whether a value is the marker.
    #[inline]
    pub fn is_sleep_marker(&self, value: &Value) -> bool {
        self.sleep_marker.get().is_some_and(|marker| marker.is(value))
    }
}
