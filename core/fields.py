"""Fields of the database that more than one app may use."""

import json
from typing import Any

from encrypted_fields.fields import EncryptedJSONField


class SealedJSONField(EncryptedJSONField):  # type: ignore[misc]
    """JSON that is encrypted as a whole.

    The package's own field encrypts each value in the JSON by itself: fifteen tokens for one row of a spreadsheet, twelve
    times as slow, and numbers come back as text.
    """

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        text = json.dumps(value, cls=self.encoder, ensure_ascii=False)
        return json.dumps(self.f.encrypt(text.encode()).decode())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        return json.loads(self.f.decrypt(json.loads(value).encode()), cls=self.decoder)

    def to_python(self, value: Any) -> Any:
        return value
