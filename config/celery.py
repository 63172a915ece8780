"""The queue: a message only nudges, the rows in PostgreSQL say what is to be done (decision 4)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kompaan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
