from dataclasses import dataclass

@dataclass
class Cart:
    items = []
    owner: str

Cart("Ada", [1])
