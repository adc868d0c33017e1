"""The registry of the four administrative tasks the models are trained on."""

from . import dates, extraction, routing, sums

TASKS = {module.NAME: module for module in (routing, dates, extraction, sums)}
