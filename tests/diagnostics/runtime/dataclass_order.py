from dataclasses import dataclass


@dataclass
class Team:
    name: str = ""
    size: int
