# Records as dataclasses, enums and named tuples: made, changed, sorted and grouped.
import collections
import dataclasses
import enum
import itertools
import operator


class State(enum.Enum):
    NEW = "new"
    OPEN = "open"
    DONE = "done"


@dataclasses.dataclass(order=True)
class Order:
    priority: int
    number: int
    customer: str = dataclasses.field(compare=False)
    state: State = dataclasses.field(default=State.NEW, compare=False)

    @property
    def label(self):
        return f"{self.customer}-{self.number}"


Summary = collections.namedtuple("Summary", "customer count worst")
orders = [Order(n * 31 % 17, n, f"customer{n % 40}", State("open") if n % 3 else State.NEW) for n in range(12_000)]
orders.sort()
done = [dataclasses.replace(order, state=State.DONE) for order in orders if order.priority < 5]
by_customer = sorted(done, key=operator.attrgetter("customer"))
summaries = []
for customer, group in itertools.groupby(by_customer, key=operator.attrgetter("customer")):
    group = list(group)
    summaries.append(Summary(customer, len(group), max(group).label))
for summary in sorted(summaries, key=operator.itemgetter(1, 0))[-5:]:
    print(summary, summary._replace(count=0).count)
print(collections.Counter(order.state for order in orders + done))
print(dataclasses.asdict(min(done)), min(done) == orders[0], orders[0] < orders[1])
