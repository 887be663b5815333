"""Custom steps of workflows: an app is told to run one, and says how it went."""

import itertools
from dataclasses import dataclass, field

from deploy.workspace.wire import Json, SlackError


@dataclass
class Execution:
    """One run of a function: waiting, done with outputs, or failed with the app's words."""

    id: str
    app_id: str
    callback_id: str
    inputs: Json
    outputs: Json | None = None
    error: str = ""


def describe(app_id: str, callback_id: str, definition: Json) -> Json:
    """Write the function object of an event out of its entry in the manifest."""
    return {
        "id": f"Fn{callback_id}",
        "callback_id": callback_id,
        "title": definition.get("title", callback_id),
        "description": definition.get("description", ""),
        "type": "app",
        "input_parameters": _parameters(definition.get("input_parameters", {})),
        "output_parameters": _parameters(definition.get("output_parameters", {})),
        "app_id": app_id,
        "date_created": 0,
        "date_updated": 0,
        "date_deleted": 0,
    }


def _parameters(declared: Json) -> list[Json]:
    required = declared.get("required", [])
    return [
        {
            "name": name,
            "type": each.get("type", "string"),
            "title": each.get("title", name),
            "description": each.get("description", ""),
            "is_required": name in required,
        }
        for name, each in declared.get("properties", {}).items()
    ]


@dataclass
class Functions:
    """All runs, by id."""

    runs: dict[str, Execution] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def start(self, app_id: str, callback_id: str, inputs: Json) -> Execution:
        """Open a run."""
        run = Execution(f"Fx{next(self._numbers):08d}", app_id, callback_id, inputs)
        self.runs[run.id] = run
        return run

    def finish(self, run_id: str, app_id: str, *, outputs: object = None, error: str = "") -> None:
        """Close a run. Raises SlackError function_execution_not_found or not_running."""
        run = self.runs.get(run_id)
        if run is None or run.app_id != app_id:
            raise SlackError("function_execution_not_found")
        if run.outputs is not None or run.error:
            raise SlackError("function_not_running")
        run.outputs = outputs if isinstance(outputs, dict) else None
        run.error = error
