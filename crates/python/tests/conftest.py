"""What the tests share: one loaded pipeline. The first use fetches it, as the program does."""

import pytest

import annalist

TEXT = """Strikes close the port of Ostwick

OSTWICK, May 6 - Police arrested 12 demonstrators in Mosul on Tuesday, the interior ministry said.

“Nobody was hurt – naïve rumours are false,” said Ada Okoro, a spokeswoman for the dockers’ union. The union's
lawyer later announced that three dockers had been injured."""


@pytest.fixture(scope="session")
def nlp() -> annalist.Nlp:
    return annalist.load("en", jobs=2)


@pytest.fixture(scope="session")
def report(nlp: annalist.Nlp) -> annalist.Report:
    return nlp(TEXT, published="2031-05-07")
