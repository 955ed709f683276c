"""The API against its own schema: what fits is served, what does not is refused, and nothing breaks."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from api_world import staffed
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from api.application import ROOT, build_api
from api.problems import tell_problems
from api.words import words
from api.working import Workers
from assistant.knowledge import Knowledge
from settings import Settings

_TAKES_INPUT = ("ask", "determine", "search", "verify", "items", "cases")
# A schema cannot say what is no question, no day with a law, no place in a law: 422 is right for those.
_CHECKS = {
    "positive_data_acceptance": {"enabled": False},
    "negative_data_rejection": {"expected-statuses": [400, 404, 413, 422]},
}
_ROWS = [
    *((name, GenerationMode.POSITIVE) for name in words()["operations"]),
    *((name, GenerationMode.NEGATIVE) for name in _TAKES_INPUT),
]


@pytest.fixture(scope="module")
def schema(knowledge: Knowledge, plain_settings: Settings) -> BaseSchema:
    app = FastAPI()  # without tools: they start once, and here every request starts the application
    tell_problems(app)
    app.mount(ROOT, build_api(staffed(knowledge, plain_settings), Workers()))
    config = SchemathesisConfig.from_dict({"checks": _CHECKS})
    return schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app, config=config)


@pytest.mark.parametrize(("name", "mode"), _ROWS, ids=lambda value: str(getattr(value, "value", value)))
def test_an_operation_keeps_the_schema(schema: BaseSchema, name: str, mode: GenerationMode) -> None:
    operations: dict[str, Any] = {}
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operations[found.ok().definition.raw["operationId"]] = found.ok()

    @settings(max_examples=8, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operations[name].as_strategy(generation_mode=mode))
    def check(case: Case[Any]) -> None:
        case.call_and_validate()

    check()
