"""Password hashing at OWASP's minimum for Argon2id: Django's own default costs ten times the CPU, which a deadline day cannot pay."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
