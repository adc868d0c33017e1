-- A doubt marks findings (shifted) or takes back what they say (sunk), in one use case or in all.

ALTER TABLE doubt ADD COLUMN kind TEXT NOT NULL DEFAULT 'shifted' CHECK (kind IN ('shifted', 'sunk'));

ALTER TABLE doubt ADD COLUMN use_case TEXT;
