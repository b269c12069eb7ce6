"""The answer to "may they?", with the sentence that says why not."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """True when allowed; otherwise `reason` is a sentence that a person can act on.

    The page shows the same sentence beside the grey button that the refusal would carry.
    """

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def require(self) -> None:
        """Raise PermissionDenied with the sentence unless allowed."""
        if self.reason:
            raise PermissionDenied(self.reason)


ALLOWED = Verdict()


def first_refusal(*verdicts: Verdict) -> Verdict:
    """The first refusal in order, or ALLOWED."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)
