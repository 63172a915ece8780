"""Argon2id with a bounded cost: 19 MiB, two passes, one lane (OWASP's minimum).

Django's default takes 100 MiB for each login under way: a few hundred attempts would take the server down.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
