-- What is known about variants. Rows are added and never changed.
--
-- Every time is a count of milliseconds since 1970-01-01T00:00:00Z. Every share lies between 0 and 1.
-- Yes and no are 1 and 0. Only types and clauses that SQLite and PostgreSQL both have.

CREATE TABLE variant (
  digest TEXT NOT NULL PRIMARY KEY,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  quantisation TEXT NOT NULL,
  prompt TEXT NOT NULL,
  parameters TEXT NOT NULL
);

-- A finding and what was declared before it: fixed_n, or else expected_n of the sequential plan.
CREATE TABLE finding (
  id TEXT NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL UNIQUE,
  use_case TEXT NOT NULL,
  variant TEXT NOT NULL REFERENCES variant (digest),
  reference TEXT REFERENCES variant (digest),
  suite TEXT NOT NULL,
  suite_digest TEXT NOT NULL,
  measured_at BIGINT NOT NULL,
  scale TEXT NOT NULL CHECK (scale IN ('binary', 'score')),
  margin DOUBLE PRECISION NOT NULL,
  guardrail_scale TEXT CHECK (guardrail_scale IN ('binary', 'score')),
  guardrail_margin DOUBLE PRECISION,
  alpha DOUBLE PRECISION NOT NULL,
  fixed_n INTEGER,
  expected_n INTEGER,
  clusters INTEGER,
  largest_cluster INTEGER,
  floor DOUBLE PRECISION,
  verdict TEXT NOT NULL CHECK (verdict IN ('NON_INFERIOR', 'INFERIOR', 'NOT_DECIDABLE')),
  CHECK ((fixed_n IS NULL) <> (expected_n IS NULL)),
  CHECK ((guardrail_scale IS NULL) = (guardrail_margin IS NULL)),
  CHECK ((clusters IS NULL) = (largest_cluster IS NULL))
);

CREATE INDEX finding_newest ON finding (use_case, variant, measured_at);

-- What the score and the harm each say beside the reference.
CREATE TABLE finding_comparison (
  finding TEXT NOT NULL REFERENCES finding (id),
  endpoint TEXT NOT NULL CHECK (endpoint IN ('primary', 'guardrail')),
  verdict TEXT NOT NULL CHECK (verdict IN ('NON_INFERIOR', 'INFERIOR', 'NOT_DECIDABLE')),
  test TEXT NOT NULL,
  margin DOUBLE PRECISION NOT NULL,
  difference DOUBLE PRECISION NOT NULL,
  low DOUBLE PRECISION NOT NULL,
  high DOUBLE PRECISION NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  n BIGINT NOT NULL,
  p DOUBLE PRECISION,
  clusters INTEGER NOT NULL,
  effective_clusters DOUBLE PRECISION NOT NULL,
  worse BIGINT NOT NULL,
  better BIGINT NOT NULL,
  why TEXT NOT NULL,
  pairs_needed BIGINT,
  PRIMARY KEY (finding, endpoint)
);

-- What the candidate's own results say.
CREATE TABLE finding_floor (
  finding TEXT NOT NULL PRIMARY KEY REFERENCES finding (id),
  floor DOUBLE PRECISION NOT NULL,
  test TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  low DOUBLE PRECISION NOT NULL,
  high DOUBLE PRECISION NOT NULL,
  harm DOUBLE PRECISION,
  harm_low DOUBLE PRECISION,
  harm_high DOUBLE PRECISION,
  confidence DOUBLE PRECISION NOT NULL,
  n BIGINT NOT NULL,
  cleared SMALLINT NOT NULL CHECK (cleared IN (0, 1)),
  why TEXT NOT NULL
);

CREATE TABLE finding_run (
  finding TEXT NOT NULL REFERENCES finding (id),
  place INTEGER NOT NULL,
  run TEXT NOT NULL,
  PRIMARY KEY (finding, place)
);

CREATE TABLE finding_mark (
  finding TEXT NOT NULL REFERENCES finding (id),
  mark TEXT NOT NULL,
  PRIMARY KEY (finding, mark)
);

CREATE TABLE doubt (
  sequence BIGINT NOT NULL PRIMARY KEY,
  variant TEXT NOT NULL,
  reason TEXT NOT NULL,
  noted_at BIGINT NOT NULL
);

-- Runs whose answers are kept, so that a later variant can be compared when the reference is gone.
CREATE TABLE answered_run (
  sequence BIGINT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  suite TEXT NOT NULL,
  suite_digest TEXT NOT NULL,
  variant TEXT NOT NULL REFERENCES variant (digest),
  measured_at BIGINT NOT NULL
);

CREATE INDEX answered_run_newest ON answered_run (suite_digest, variant, measured_at);

CREATE TABLE answer (
  run BIGINT NOT NULL REFERENCES answered_run (sequence),
  place INTEGER NOT NULL,
  sample TEXT NOT NULL,
  repetition INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (run, place)
);

CREATE TABLE answer_score (
  run BIGINT NOT NULL,
  place INTEGER NOT NULL,
  scorer TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (run, place, scorer),
  FOREIGN KEY (run, place) REFERENCES answer (run, place)
);
