"""The API against its own schema: whatever fits it is served, whatever does not is refused, nothing breaks."""

from __future__ import annotations

import pytest
import schemathesis
from api_world import client, doors, staffed
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.config import ChecksConfig, GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig

from assistant.knowledge import Knowledge
from settings import Settings
