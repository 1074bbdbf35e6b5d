"""Annotations that stay strings are not evaluated."""

from __future__ import annotations


def cook(dish: Dish = None) -> list[Dish]:
    plate: Plate
    return [dish for dish in [] if dish] or (lambda d: d)(dish)


x: Unknown = [e for e in ()]
