"""What the engine refuses."""


class EngineError(Exception):
    """`code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadInput(EngineError):
    """The arrays are not what `types.Side` says."""


class VerificationFailed(EngineError):
    """A result breaks a rule, a capacity, a total or its own proof: it must not be shown."""
