from collections.abc import Callable
from functools import partial

import pytest
from token_case import Case


@pytest.fixture(params=[False, True], ids=["in memory", "saved and loaded after every call"])
def make(request: pytest.FixtureRequest) -> Callable[..., Case]:
    """Makes an instance of a diagram. Every test runs twice: kept in memory, and written down after every call."""
    return partial(Case, saving=request.param)
