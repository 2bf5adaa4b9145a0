"""Why there is no new warehouse: each is a French sentence, and the warehouse in service stays."""

from data.problems import Problem, counted_problems


class BuildFailed(Exception):
    """The warehouse could not be built; the message is a French sentence."""


class CurationFailed(BuildFailed):
    """The curated files have problems: `problems` holds every one of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{counted_problems(len(problems))} dans les fichiers : l'entrepôt en service n'a pas changé.")
        self.problems = problems
