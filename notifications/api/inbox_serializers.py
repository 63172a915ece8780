"""How one's own messages look from outside."""

from typing import Any

from rest_framework import serializers


class MessageSerializer(serializers.Serializer[Any]):
    """`subject` says the same of every message of its kind."""

    id = serializers.UUIDField(source="message.public_id")
    kind = serializers.CharField(source="message.kind")
    subject = serializers.CharField()
    at = serializers.DateTimeField(source="message.due_at")
    read_at = serializers.DateTimeField(source="message.read_at", allow_null=True)


class WordsSerializer(MessageSerializer):
    """`text` says how things are now; null: it is over. `link` may be used without logging in and is for its reader only."""

    text = serializers.CharField(allow_null=True)
    link = serializers.CharField(allow_blank=True)
