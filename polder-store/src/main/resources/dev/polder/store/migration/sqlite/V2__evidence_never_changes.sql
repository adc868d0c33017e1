-- Evidence is added and never changed: the database itself refuses, whoever asks. Only answers, which may
-- hold people's data, can be deleted, run by run.

CREATE TRIGGER variant_refuses_update BEFORE UPDATE ON variant
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER variant_refuses_delete BEFORE DELETE ON variant
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_refuses_update BEFORE UPDATE ON finding
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_refuses_delete BEFORE DELETE ON finding
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_comparison_refuses_update BEFORE UPDATE ON finding_comparison
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_comparison_refuses_delete BEFORE DELETE ON finding_comparison
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_floor_refuses_update BEFORE UPDATE ON finding_floor
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_floor_refuses_delete BEFORE DELETE ON finding_floor
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_run_refuses_update BEFORE UPDATE ON finding_run
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_run_refuses_delete BEFORE DELETE ON finding_run
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_mark_refuses_update BEFORE UPDATE ON finding_mark
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER finding_mark_refuses_delete BEFORE DELETE ON finding_mark
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER doubt_refuses_update BEFORE UPDATE ON doubt
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER doubt_refuses_delete BEFORE DELETE ON doubt
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER answered_run_refuses_update BEFORE UPDATE ON answered_run
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER answer_refuses_update BEFORE UPDATE ON answer
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;

CREATE TRIGGER answer_score_refuses_update BEFORE UPDATE ON answer_score
BEGIN
  SELECT RAISE(ABORT, 'evidence is never changed: add a new finding instead');
END;
