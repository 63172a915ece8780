"""One's own messages."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.access import login_of
from notifications.api.inbox_serializers import MessageSerializer, WordsSerializer
from notifications.inbox import get_own, line_of, list_own, words_now
from notifications.models import Message
from notifications.services import mark_read


class MessagesView(ListAPIView[Message]):
    """What one was told, newest first."""

    serializer_class = MessageSerializer
    queryset = Message.objects.none()  # for the schema, which nobody asks for

    def get_queryset(self) -> QuerySet[Message]:
        return list_own(user=login_of(self.request))

    def paginate_queryset(self, queryset: Any) -> Any:
        language = login_of(self.request).language
        page = super().paginate_queryset(queryset)
        return page and [line_of(message, language) for message in page]


class MessageView(APIView):
    @extend_schema(responses=WordsSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """One message, in the words of this moment. It is not read by that: see `read/`."""
        return _told(request, get_own(user=login_of(request), public_id=public_id))


class MessageReadView(APIView):
    @extend_schema(request=None, responses=WordsSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody read it; the first time counts."""
        message = get_own(user=login_of(request), public_id=public_id)
        return _told(request, mark_read(message=message, now=timezone.now()))


def _told(request: Request, message: Message) -> Response:
    line = line_of(message, login_of(request).language)
    written = words_now(message, now=timezone.now())
    return Response(
        WordsSerializer(
            {
                "message": message,
                "subject": line.subject,
                "text": written and written.text,
                "link": written.link if written else "",
            }
        ).data
    )
