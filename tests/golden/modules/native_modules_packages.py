"""__package__ of modules that are not written in Python."""
import _thread
import asyncio
import builtins
import collections
import itertools
import math
import sys

for module in (builtins, sys, math, itertools, _thread, collections, asyncio):
    print(module.__name__, repr(module.__package__))
