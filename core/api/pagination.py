from rest_framework.pagination import PageNumberPagination

from core import lists


class Pages(PageNumberPagination):
    """Lists come in pages of 25; `page_size` may ask for up to 100."""

    page_size = 25
    django_paginator_class = lists.PagesAtOnce
    page_size_query_param = "page_size"
    max_page_size = 100
