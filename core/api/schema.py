"""What drf-spectacular cannot see by itself: every answer that says no has the same shape."""

from typing import Any

_PROBLEM = {
    "type": "object",
    "description": "A refusal. `code` is stable; `message` is for people, in the language that was asked for.",
    "properties": {
        "code": {"type": "string", "example": "place_unknown"},
        "message": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "What is wrong, by the name of the field.",
            "additionalProperties": {},
        },
    },
    "required": ["code", "message", "fields"],
}
_ANSWER = {
    "description": "Refused: nothing was changed.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Give every operation the answer `default`, the refusal."""
    result["components"]["schemas"]["Problem"] = _PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = _ANSWER
    return result
