"""What a suite raises where its subclass left out something that it has to give."""


def missing(hook: str) -> NotImplementedError:
    """The error of a test that needs *hook*, by its name.

    Hooks are not abstract: pytest passes over an abstract class without a word, and the host
    would take a suite that never ran for one that passed.
    """
    return NotImplementedError(f"the conformance suite needs {hook}: define it in your test class")
