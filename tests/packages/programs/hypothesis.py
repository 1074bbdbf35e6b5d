"""Properties that hold, one that is shrunk to its smallest example, strategies and a state machine."""
from hypothesis import HealthCheck, Phase, find, given, seed, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

settings.register_profile("tests", database=None, deadline=None, derandomize=True, max_examples=40, suppress_health_check=list(HealthCheck))
settings.load_profile("tests")
seen = []


@given(st.lists(st.integers()), st.text(max_size=5))
def holds(numbers, text):
    seen.append(numbers)
    assert sorted(sorted(numbers)) == sorted(numbers) and text.casefold() == text.casefold().casefold()


@given(st.lists(st.integers(min_value=0, max_value=1000)))
def fails(numbers):
    assert sum(numbers) < 500


holds()
print("holds:", len(seen) >= 40)
try:
    fails()
except AssertionError as error:
    print("fails:", error.__notes__[0])
print("find:", find(st.dictionaries(st.text("ab"), st.booleans()), lambda d: len(d) >= 2))
print("shrunk:", find(st.tuples(st.floats(0, 100), st.sampled_from("xyz")), lambda pair: pair[0] > 1.5))


class Stack(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.items = []

    @rule(value=st.integers())
    def push(self, value):
        self.items.append(value)

    @rule()
    def pop(self):
        if self.items:
            self.items.pop()

    @invariant()
    def short(self):
        assert len(self.items) < 100


run_state_machine_as_test(Stack)
print("machine: ran")
