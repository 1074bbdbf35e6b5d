"""Names that type checkers, metaclasses and version tests give."""

from typing import TYPE_CHECKING

from elsewhere import Declared, Meta

if TYPE_CHECKING:
    reveal_type(1)
    print(only_for_checkers)


class Table(metaclass=Meta):
    id = column(int)


class Row(Declared):
    name = text()


class Inner(Table):
    other = column(str)
