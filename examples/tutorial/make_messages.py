"""Writes messages.csv: 500 messages to a municipality and the departments that they are for, as a spreadsheet saves them.

They come from the generator of the suite 'routing' with another seed, a quarter of them in phrasing that training never
showed, and none of them is in that suite. Run it anywhere: python3 examples/tutorial/make_messages.py
"""

import csv
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models" / "train"))

from suites import suite_keys  # noqa: E402
from tasks import routing  # noqa: E402

source, seen, rows = random.Random("tutorial"), suite_keys("routing"), []
while len(rows) < 500:
    item = routing.make_item(source, unseen=len(rows) % 4 == 3)
    if routing.key(item) not in seen:
        seen.add(routing.key(item))
        rows.append((f"2026-{1 + len(rows) // 50:02d}-{1 + len(rows) % 28:02d}", item.user, item.target))

# With a byte order mark and semicolons, as spreadsheets in much of Europe do it.
with (ROOT / "examples" / "tutorial" / "messages.csv").open("w", encoding="utf-8-sig", newline="") as file:
    table = csv.writer(file, delimiter=";", lineterminator="\n")
    table.writerow(("received", "question", "answer"))
    table.writerows(rows)
