-- How kept answers were asked and scored, and which samples their run had declared; empty where that is not
-- known, as of all that were kept before.

ALTER TABLE answered_run ADD COLUMN method TEXT NOT NULL DEFAULT '';
ALTER TABLE answered_run ADD COLUMN declared TEXT NOT NULL DEFAULT '';
