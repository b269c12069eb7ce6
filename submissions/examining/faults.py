"""What can be wrong with an uploaded file. The sentences are made where they are shown."""

from enum import StrEnum


class Fault(StrEnum):
    OTHER_KIND = "other_kind"  # the content is not what the name says
    NOT_TEXT = "not_text"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"  # opens only with a password
    TWO_IN_ONE = "two_in_one"  # a web page or an archive hides in it
    SCRIPT = "script"
    ATTACHED = "attached"  # other files inside
    FORM = "form"  # XFA: most programs show an empty page
    MACRO = "macro"
    LINKED = "linked"  # draws something from elsewhere when it is opened
    OBJECT = "object"  # of another program
    ALTERED = "altered"  # parts that no office program writes
    UNFOLDS = "unfolds"  # to far more than it is
    PIXELS = "pixels"
    TOO_HARD = "too_hard"  # took more time or memory than a file may


class Faulty(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
