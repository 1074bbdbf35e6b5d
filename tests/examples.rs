//! The examples do what they say.

#[path = "../examples/async_host.rs"]
mod async_host;
#[path = "../examples/calculator.rs"]
mod calculator;
#[path = "../examples/costs.rs"]
mod costs;
#[path = "../examples/rules.rs"]
mod rules;
#[path = "../examples/untrusted.rs"]
mod untrusted;
#[path = "../examples/virtual_clock.rs"]
mod virtual_clock;

#[test]
fn calculator_answers() {
    assert_eq!(
        calculator::answers(&["2 ** 10", "mean([1, 2, 6]) * rate(50)", "1 / 0",]),
        [
            "2 ** 10 = 1024",
            "mean([1, 2, 6]) * rate(50) = 4.5",
            "1 / 0: ZeroDivisionError: division by zero",
        ]
    );
}

#[test]
fn costs_are_measured() {
    let costs = costs::costs(1000).unwrap_or_else(|error| panic!("{}", error.traceback()));
    assert_eq!(costs.len(), 4);
}

#[test]
fn rules_judge() {
    let lines = rules::judged().unwrap_or_else(|error| panic!("{}", error.traceback()));
    assert_eq!(lines, ["ada: 15% for Ada", "bob: 10%", "eve: 0%"]);
}

#[test]
fn programs_await_the_host_under_tokio() {
    let lines = async_host::found().unwrap_or_else(|error| panic!("{}", error.traceback()));
    assert_eq!(lines, ["one: 3 pages, 42 characters", "two: 3 pages, 42 characters"]);
}

#[test]
fn untrusted_programs_end() {
    assert_eq!(
        untrusted::outcomes(),
        [
            "ended",
            "stopped: instructions",
            "ended",
            "stopped: output",
            "stopped: recursion",
            "stopped: instructions",
            "PermissionError",
            "stopped: heap memory",
        ]
    );
}

#[test]
fn hours_pass_in_no_time() {
    let attempts = |failures| virtual_clock::attempts(failures).expect("a program that runs");
    assert_eq!(attempts(0), (vec![0.0], "sent".to_string()));
    assert_eq!(attempts(3), (vec![0.0, 1.0, 3.0, 7.0], "sent".to_string()));
    let (minutes, end) = attempts(100);
    assert_eq!((minutes.len(), end.as_str()), (11, "TimeoutError"));
}
