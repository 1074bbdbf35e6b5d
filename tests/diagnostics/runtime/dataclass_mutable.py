from dataclasses import dataclass


@dataclass
class Team:
    members: list = []
