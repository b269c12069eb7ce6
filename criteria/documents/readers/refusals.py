"""Why a file is not read. The child has no language: it says the code, `criteria.documents.sentences` has the sentence."""


class Refused(Exception):
    """`code` names the sentence, `values` what stands in it."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
